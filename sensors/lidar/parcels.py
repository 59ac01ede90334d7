"""Parcels of air near a scanner, and the particles in them that may count by themselves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...simcore.kernel import device, kernel
from ...simcore.kernels.noise import floored
from ...simcore.media.particles import Recipe, next_rank, rank_at

TURN = 2.0 * np.pi
WEAKEST = 1.0
"""A particle counts by itself if its echo is this much of the threshold."""
FINEST = 0.2e-3
"""Smaller ones never do [m]."""
ASIDE, MOVES = 0.87, 3e-3
"""Parcels reach so far to all sides [m]; swaying and turning move a particle no more than this [m]
while the scanner looks at its parcel."""
ROUND, UP, CLOSE = 72, 12, 9.0
"""Directions by which it is known how far one sees: 5° and a twelfth of the height, no less than
what a parcel takes up from CLOSE [m] on."""
LEVELS = 2048
"""Heights, as sines, at which the nearest beam is noted."""
_TURN, _PER_TURN = np.float32(TURN), np.float32(1.0 / TURN)
_FINEST = np.float32(FINEST)
_UP, _ROUND = np.float32(UP), np.float32(ROUND)
_CLOSE = np.float32(CLOSE)
_ASIDE, _MOVES = np.float32(ASIDE), np.float32(MOVES)


class Beams(NamedTuple):
    """What kernels need of a pattern and a receiver. round, start: how far it turns and from where;
    columns; low, scale: from a sine to its level; half: half of the divergence [rad]; aperture [m];
    least: power of the threshold [1/m²]; nearest, full: between which the receiver's share grows
    [m]; whole: a turn, as a multiple of ``round``; drift: how far the parcels go in a sweep [m];
    faint: share of the beam's width that counts at 1 m."""

    round: np.float32
    start: np.float32
    columns: np.float32
    low: np.float32
    scale: np.float32
    half: np.float32
    aperture: np.float32
    least: np.float32
    nearest: np.float32
    full: np.float32
    whole: np.float32
    drift: np.float32
    faint: np.float32


@kernel("i4[:], f4[:] -> f4[:]")
def farthest(direction, distance, most_out):
    """The greatest distance (R,) in each direction; direction (R,): number of each."""
    for n in range(direction.shape[0]):
        most_out[direction[n]] = max(most_out[direction[n]], distance[n])


@device(narrow=True, inline=True)
def cut_at(distance, beyond, beams):
    """As ``finest``; the least from a distance to one farther ``beyond`` [m]. It grows with the
    distance, but for where the receiver sees little of the beam, up to twice the nearest."""
    away = max(distance, 1e-3)
    wide = beams.aperture + 2.0 * beams.half * away
    place = max(away, min(2.0 * beams.nearest, away + beyond))
    shown = max((place - beams.nearest) / (beams.full - beams.nearest), 1e-6)
    return max(wide * beams.faint * place / np.sqrt(min(shown, 1.0)), _FINEST)


@device(narrow=True, inline=True)
def seen_at(to_sensor, share, x, y, z):
    """A place in the scanner's axes at a share of the sweep."""
    last = np.int32(to_sensor.shape[0] - 1)
    place = share * np.float32(last)
    k = min(np.int32(place), np.int32(last - np.int32(1)))
    t = place - np.float32(k)
    a, b = to_sensor[k], to_sensor[k + 1]
    px = (a[0] + (b[0] - a[0]) * t) * x + (a[1] + (b[1] - a[1]) * t) * y
    px += (a[2] + (b[2] - a[2]) * t) * z + a[3] + (b[3] - a[3]) * t
    py = (a[4] + (b[4] - a[4]) * t) * x + (a[5] + (b[5] - a[5]) * t) * y
    py += (a[6] + (b[6] - a[6]) * t) * z + a[7] + (b[7] - a[7]) * t
    pz = (a[8] + (b[8] - a[8]) * t) * x + (a[9] + (b[9] - a[9]) * t) * y
    pz += (a[10] + (b[10] - a[10]) * t) * z + a[11] + (b[11] - a[11]) * t
    return px, py, pz


@device(narrow=True, inline=True)
def heading(y, x):
    """The angle of (x, y) [rad] in (-π, π], within 1e-5 (Abramowitz and Stegun, 4.4.47)."""
    a, b = abs(x), abs(y)
    low, high = min(a, b), max(a, b)
    t = low / (high + 1e-12)
    s = t * t
    r = 0.0208351
    r = r * s - 0.0851330
    r = r * s + 0.1801410
    r = r * s - 0.3302995
    r = (r * s + 0.9998660) * t
    r = 1.5707963 - r if b > a else r
    r = 3.1415927 - r if x < 0.0 else r
    return -r if y < 0.0 else r


@kernel(
    "i4[:,:], recipe, beams, f4, f4, f4, f4, f4[:,:], f4[:], f4[:], f4[:,:]"
    " -> i4[:,:], f4[:], f4[:], f4[:,:], f4[:,:] : i8",
    narrow=True,
    recipe=Recipe,
    beams=Beams,
)
def parcels(
    box, recipe, beams, reach, slack, lowest, highest, sight, first, last, to_sensor, cell_out,
    rank_out, guess_out, going_out, pose_out,
):  # fmt: skip
    """The parcels of a box (2, 3) in which some particle may count. Returns how many there are.

    reach, slack [m]: see ``_box``; lowest, highest: sines of the elevation of beams; sight (ROUND,
    UP): see ``_sight``; first, last (3,): displacement of the parcels at the sweep's begin and end;
    to_sensor (KNOTS, 12). cell_out (N, 3); rank_out (N,): up to which the particles count;
    guess_out (N,): at which share of the sweep the scanner looks there, by and large; going_out (N,
    3): how far they go in the scanner's axes in a sweep, as they do then [m]; pose_out (N, 12):
    from the way's axes into the scanner's, then.
    """
    count, gap = 0, _ASIDE + slack
    top = np.int32(to_sensor.shape[0] - 2)
    step = 1.0 / np.float32(np.int32(to_sensor.shape[0] - 1))
    mx, my, mz = last[0] - first[0], last[1] - first[1], last[2] - first[2]
    for cx in range(box[0, 0], box[1, 0] + 1):
        for cy in range(box[0, 1], box[1, 1] + 1):
            for cz in range(box[0, 2], box[1, 2] + 1):
                sx = (np.float32(cx) + 0.5 + first[0]) + 0.5 * mx
                sy = (np.float32(cy) + 0.5 + first[1]) + 0.5 * my
                sz = (np.float32(cz) + 0.5 + first[2]) + 0.5 * mz
                px, py, pz = seen_at(to_sensor, np.float32(0.5), sx, sy, sz)
                far = np.sqrt(px * px + py * py + pz * pz)
                near = max(far - gap, 0.0)
                if near >= reach:
                    continue
                if far > 2.0 and (pz + gap < lowest * far or pz - gap > highest * far):
                    continue
                turned = beams.start - heading(py, px)
                turned -= _TURN * np.float32(floored(turned * _PER_TURN))
                if far > _CLOSE:
                    level = (pz / far - lowest) / (highest - lowest)
                    row = min(max(np.int32(level * _UP), np.int32(0)), np.int32(UP - 1))
                    bearing = beams.start - turned
                    bearing -= _TURN * np.float32(floored(bearing * _PER_TURN))
                    column = min(np.int32(bearing * _PER_TURN * _ROUND), np.int32(ROUND - 1))
                    if near > sight[column, row]:
                        continue
                guess = min(turned / beams.round, np.float32(1.0))
                # Where it is when the scanner looks there, to within what it moves meanwhile.
                later = guess - 0.5
                px, py, pz = seen_at(
                    to_sensor, guess, sx + later * mx, sy + later * my, sz + later * mz
                )
                far = np.sqrt(px * px + py * py + pz * pz)
                turn = min(_ASIDE / max(far - _ASIDE, 0.1), 3.2)
                close = _ASIDE + beams.drift * turn / beams.round
                near = max(far - close, 0.0)
                cut = cut_at(near, 2.0 * close, beams)
                if cut >= recipe.widest:
                    continue
                cell_out[count, 0], cell_out[count, 1], cell_out[count, 2] = cx, cy, cz
                rank_out[count], guess_out[count] = rank_at(np.float32(cut), recipe), guess
                k = min(np.int32(guess / step), top)
                t = guess / step - np.float32(k)
                for i in range(12):
                    a, b = to_sensor[k, i], to_sensor[k + 1, i]
                    pose_out[count, i] = a + (b - a) * t
                for axis in range(3):
                    e = 4 * axis
                    a = to_sensor[k, e] * sx + to_sensor[k, e + 1] * sy + to_sensor[k, e + 2] * sz
                    b = to_sensor[k + 1, e] * sx + to_sensor[k + 1, e + 1] * sy
                    b += to_sensor[k + 1, e + 2] * sz
                    moved = (b + to_sensor[k + 1, e + 3] - a - to_sensor[k, e + 3]) / step
                    moved += to_sensor[k, e] * mx + to_sensor[k, e + 1] * my
                    going_out[count, axis] = moved + to_sensor[k, e + 2] * mz
                count += 1
    return count


@kernel("i4[:,:], f4[:], recipe -> i4[:], i4[:], f4[:] : i8", narrow=True, recipe=Recipe)
def ranked(cells, last, recipe, first_out, number_out, rank_out):
    """The particles of parcels (N, 3) up to a rank (N,): first_out (N + 1,): where those of a
    parcel begin; number_out, rank_out (P,). Returns how many, -1 for no room."""
    count = 0
    for row in range(cells.shape[0]):
        first_out[row] = count
        x, y, z = cells[row, 0], cells[row, 1], cells[row, 2]
        rank, number = np.float32(0.0), np.int32(0)
        while True:
            rank = next_rank(rank, x, y, z, number, recipe.key0, recipe.key1)
            if rank > last[row]:
                break
            if count >= rank_out.shape[0]:
                return -1
            number_out[count], rank_out[count] = number, rank
            count += 1
            number += np.int32(1)
    first_out[cells.shape[0]] = count
    return count
