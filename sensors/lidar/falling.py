"""Flakes and drops in beams: which ray meets which, when, and how much of it they take.

A particle counts by itself where its echo alone could be found: its share of the beam's area, (D /
w)², at its distance; one counts wholly whose middle lies in the beam, so that the mean is right.
Those are the particles of ``media.particles``, the camera's too, each where it is when the ray is
sent. What they hide of a beam is told apart from what the air takes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import Atmosphere
from ...simcore.classes import class_id
from ...simcore.kernel import device, kernel
from ...simcore.kernels.noise import floored
from ...simcore.media.medium import Medium
from ...simcore.media.particles import (
    Population,
    Recipe,
    diameter_at,
    next_rank,
    place_at,
    rank_at,
)
from .aim import KNOTS, Way
from .pattern import Pattern
from .receiver import Receiver

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

TURN = 2.0 * np.pi
WEAKEST = 0.7
"""A particle counts by itself if its echo is this much of the threshold: noise may lift it."""
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


class Struck(NamedTuple):
    """Of P particles in beams. ray (P,) i4; distance (P,) f4 [m]; power (P,) f4: before the air
    takes its part, in units of the threshold; label (P,) u1; cell (P, 3) i4 and number (P,) i4:
    which one of its medium; medium (P,) u1: its place in the atmosphere's media."""

    ray: NDArray[np.int32]
    distance: F4
    power: F4
    label: NDArray[np.uint8]
    cell: NDArray[np.int32]
    number: NDArray[np.int32]
    medium: NDArray[np.uint8]


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


def finest(distance: Array, receiver: Receiver, lidar_ratio: float) -> Array:
    """(…,) diameter [m] above which a particle counts by itself at a distance [m]."""
    far = np.maximum(np.asarray(distance, np.float64), 1e-3)
    shown = np.maximum(receiver.overlap_at(far), 1e-6)
    share = WEAKEST * receiver.least * far**2 / (_whiteness(lidar_ratio) * shown)
    return np.maximum(receiver.width_at(far) * np.sqrt(share), FINEST)


def hidden(medium: Medium, far: Array, receiver: Receiver) -> Array:
    """(N,) optical depth, one way to distances (N,) [m], of the particles that count by
    themselves."""
    population = medium.population
    assert population is not None
    shadow = population.shadow(finest(far, receiver, medium.lidar_ratio))
    steps = 0.5 * (shadow[1:] + shadow[:-1]) * np.diff(far)
    return np.concatenate([[0.0], np.cumsum(steps)])


def falling(
    air: Atmosphere, pattern: Pattern, receiver: Receiver, way: Way, distance: F4, passing: F4,
    begin: float, end: float,
) -> Struck:  # fmt: skip
    """The particles in the beams of a sweep from a time to another [s], before what the rays meet
    at distance (R,) [m]; passing (R,) f4: share of the beams that they let through, which this
    multiplies, there and back."""
    parts = [
        _struck(medium, place, air, pattern, receiver, way, distance, passing, begin, end)
        for place, (_, medium) in enumerate(air.media)
        if medium.population is not None
    ]
    if not parts:
        nothing = [np.zeros(0, t) for t in ("i4", "f4", "f4", "u1", "i4", "u1")]
        nothing.insert(4, np.zeros((0, 3), np.int32))
        return Struck._make(nothing)
    return Struck(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _struck(
    medium: Medium, place: int, air: Atmosphere, pattern: Pattern, receiver: Receiver, way: Way,
    distance: F4, passing: F4, begin: float, end: float,
) -> Struck:  # fmt: skip
    population = medium.population
    assert population is not None
    first, last = (population.displacement(t, air.wind) for t in (begin, end))
    tall = pattern.table.elevation
    low, high = float(np.sin(tall.min())) - 0.02, float(np.sin(tall.max())) + 0.02
    level = low + (np.arange(LEVELS) + 0.5) * (high - low) / LEVELS
    nearest = abs(np.sin(tall)[None, :] - level[:, None]).argmin(1).astype(np.int32)
    beams = Beams(*(np.float32(x) for x in (
        pattern.view, pattern.start, pattern.columns, low, LEVELS / (high - low),
        0.5 * receiver.divergence, receiver.aperture, receiver.least, receiver.nearest,
        max(receiver.overlap, receiver.nearest + 1e-6), TURN / pattern.view,
        np.linalg.norm(last - first + way.start - way.centre),
        np.sqrt(WEAKEST * receiver.least / _whiteness(medium.lidar_ratio)),
    )))  # fmt: skip
    recipe, to_sensor = population.recipe(medium.key, begin), _seen_from(way)
    white = np.float32(_whiteness(medium.lidar_ratio))
    box, reach, slack = _box(population, medium, air, receiver, way, first, last)
    sight = _sight(pattern, distance, low, high)
    shift = [(x - way.centre).astype(np.float32) for x in (first, last)]
    room = int(np.prod(box[1] - box[0] + 1))
    looked = (
        np.empty((room, 3), np.int32), np.empty(room, np.float32), np.empty(room, np.float32),
        np.empty(room * 3, np.float32), np.empty((room, 12), np.float32),
    )  # fmt: skip
    many = parcels(
        box, recipe, beams, np.float32(reach), np.float32(slack), np.float32(low), np.float32(high),
        white, sight, *shift, to_sensor, *looked,
    )  # fmt: skip
    cells, limit, guess, going, pose = looked
    cells = cells[:many]
    start, number, rank = _ranked(cells, limit[:many], recipe)
    seen = np.empty((4, len(rank)), np.float32)
    moved = np.concatenate([shift[0], shift[1] - shift[0]])
    level_with(
        cells, start, number, rank, recipe, beams, np.sin(tall).astype(np.float32)[nearest], guess,
        pose, moved, np.float32(begin), np.float32(end), seen,
    )  # fmt: skip
    row, which = (np.empty(len(rank) + 1, np.int32) for _ in range(2))
    many = picked(start, seen[3], row, which)
    ray, away, share = (np.empty(many, t) for t in (np.int32, np.float32, np.float32))
    place_then = np.empty((3, many), np.float32)
    azimuth, after = pattern.table.azimuth, pattern.table.after / pattern.seconds
    aimed_at(
        many, row, which, *seen, rank, guess, going,
        recipe, beams, azimuth.astype(np.float32), after.astype(np.float32), nearest,
        pattern.direction.reshape(-1), pattern.beams, ray, away, share, place_then,
    )  # fmt: skip
    before, room = passing.copy(), 2 * many + 1024
    step = np.diff(np.sort(tall)) if len(tall) > 1 else np.array([TURN])
    while True:
        found = tuple(np.empty(room, t) for t in ("i4", "f4", "f4", "i4", "i4"))
        count = met_in_air(
            many, row, which, number, ray, away, share, place_then, beams, pattern.direction,
            pattern.beams, np.float32(pattern.step), np.float32(max(step.min(), 1e-4)), distance,
            white, *found, passing,
        )  # fmt: skip
        if count >= 0:
            break
        passing[:], room = before, 4 * room
    ray, far, power, row, number = (x[:count] for x in found)
    cell = cells[row]
    label = np.full(count, class_id(medium.label), np.uint8)
    return Struck(ray, far, power, label, cell, number, np.full(count, place, np.uint8))


def _going(
    cells: NDArray[np.int32], shift: tuple[Array, Array], to_sensor: F4, knot: NDArray[np.int64]
) -> F4:
    """(N, 3) how far parcels (N, 3) go in a sweep, in the scanner's axes, as they do when they are
    looked at; knot (N,): the pose nearest to that."""
    low = np.minimum(knot, KNOTS - 2)
    places, step = [], 1.0 / (KNOTS - 1)
    for k in (low, low + 1):
        place = cells + 0.5 + shift[0] + (k * step)[:, None] * (shift[1] - shift[0])
        rows = to_sensor[k].reshape(-1, 3, 4)
        places.append(np.einsum("nij,nj->ni", rows[:, :, :3], place) + rows[:, :, 3])
    return ((places[1] - places[0]) / step).astype(np.float32)


def _sight(pattern: Pattern, distance: F4, low: float, high: float) -> F4:
    """(ROUND, UP) how far one sees at most in directions, and in those beside them [m]."""
    column = np.floor(pattern.azimuth % TURN * (ROUND / TURN)).astype(np.int64) % ROUND
    sine = np.tile(np.sin(pattern.table.elevation), pattern.columns)
    row = np.clip(((sine - low) / (high - low) * UP).astype(np.int64), 0, UP - 1)
    most = np.zeros((ROUND, UP), np.float32)
    np.maximum.at(most, (column, row), distance)
    for axis in (0, 1):
        least, last = np.roll(most, 1, axis), np.roll(most, -1, axis)
        if axis == 1:
            least[:, 0], last[:, -1] = most[:, 0], most[:, -1]
        most = np.maximum(most, np.maximum(least, last))
    return most


def _ranked(
    cells: NDArray[np.int32], last: F4, recipe: Recipe
) -> tuple[NDArray[np.int32], NDArray[np.int32], F4]:
    """The particles of parcels (N, 3) up to ranks (N,), see ``ranked``."""
    expected = float(last.sum())
    room = int(expected + 8.0 * np.sqrt(expected)) + 16
    first = np.empty(len(cells) + 1, np.int32)
    while True:
        number, rank = np.empty(room, np.int32), np.empty(room, np.float32)
        count = ranked(cells, last, recipe, first, number, rank)
        if count >= 0:
            return first, number[:count], rank[:count]
        room *= 2


def _whiteness(lidar_ratio: float) -> float:
    """Reflectance of a white disc that sends as much straight back as a particle that takes twice
    its shadow."""
    return TURN / lidar_ratio


def _seen_from(way: Way) -> F4:
    """(KNOTS, 12) from the axes of the way into the scanner's."""
    rows = way.knots.reshape(-1, 3, 4)
    turn = np.swapaxes(rows[:, :, :3], 1, 2)
    shift = -np.einsum("nij,nj->ni", turn, rows[:, :, 3])
    return np.ascontiguousarray(np.concatenate([turn, shift[:, :, None]], 2).reshape(KNOTS, 12))


def _box(
    population: Population, medium: Medium, air: Atmosphere, receiver: Receiver, way: Way,
    first: Array, last: Array,
) -> tuple[NDArray[np.int32], float, float]:  # fmt: skip
    """(2, 3) least and greatest parcel in which some particle may count, how far away that is [m],
    and by how much the parcels move against the scanner, either way [m]."""
    far = np.linspace(0.5, 60.0, 239)
    wide = finest(far, receiver, medium.lidar_ratio) < population.widest
    reach = float(far[wide].max()) + 0.25 if wide.any() else 0.0
    here = 0.5 * (way.start + way.centre)
    slack = 0.5 * float(np.linalg.norm(way.start - way.centre) + np.linalg.norm(last - first))
    middle = here - 0.5 * (first + last)
    low, high = np.floor(middle - reach - slack), np.floor(middle + reach + slack)
    ground = min(air.level, here[2] - 2.0) - 2.0
    low[2] = max(low[2], np.floor(ground - 0.5 * (first + last)[2]))
    return np.array([low, high], np.int32), reach, slack


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


@kernel(
    "i4[:,:], recipe, beams, f4, f4, f4, f4, f4, f4[:,:], f4[:], f4[:], f4[:,:]"
    " -> i4[:,:], f4[:], f4[:], f4[:], f4[:,:] : i8",
    narrow=True,
    recipe=Recipe,
    beams=Beams,
)
def parcels(
    box, recipe, beams, reach, slack, lowest, highest, whiteness, sight, first, last, to_sensor,
    cell_out, rank_out, guess_out, going_out, pose_out,
):  # fmt: skip
    """The parcels of a box (2, 3) in which some particle may count. Returns how many there are.

    reach, slack [m]: see ``_box``; lowest, highest: sines of the elevation of beams; whiteness: of
    particles; sight (ROUND, UP): see ``_sight``; first, last (3,): displacement of the parcels at
    the sweep's begin and end; to_sensor (KNOTS, 12). cell_out (N, 3); rank_out (N,): up to which
    the particles count; guess_out (N,): at which share of the sweep the scanner looks there, by and
    large; going_out (N * 3,): how far they go in the scanner's axes in a sweep, as they do then
    [m]; pose_out (N, 12): from the way's axes into the scanner's, then.
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
                cut = cut_at(near, 2.0 * gap, beams)
                if cut >= recipe.widest:
                    continue
                guess = min(turned / beams.round, np.float32(1.0))
                cell_out[count, 0], cell_out[count, 1], cell_out[count, 2] = cx, cy, cz
                rank_out[count], guess_out[count] = rank_at(np.float32(cut), recipe), guess
                k = min(np.int32(guess / step), top)
                t, g = guess / step - np.float32(k), 3 * count
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
                    going_out[g + axis] = moved + to_sensor[k, e + 2] * mz
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


@kernel(
    "i4[:,:], i4[:], i4[:], f4[:], recipe, beams, f4[:], f4[:], f4[:,:], f4[:], f4, f4 -> f4[:,:]",
    disjoint=True,
    narrow=True,
    recipe=Recipe,
    beams=Beams,
)
def level_with(
    cells, first, number, rank, recipe, beams, sine, guess, seen, moved, begin, end, seen_out
):
    """Where particles (P,) are when the scanner looks at their parcel, and which are as high as
    some beam: seen_out (4, P): places in the scanner's axes [m], and the level of the elevation, -1
    for what no beam is near.

    cells (N, 3), first (N + 1,), number, rank (P,): see ``ranked``; sine (LEVELS,): of the beam
    nearest to each level; guess (N,): see ``timed``; seen (N, 12): from the way's axes into the
    scanner's, then; moved (6,): displacement at the begin, and how much more it is at the end.
    """
    most = np.float32(np.int32(LEVELS - 1))
    for r in range(cells.shape[0]):
        share, cx, cy, cz = guess[r], cells[r, 0], cells[r, 1], cells[r, 2]
        time = begin + share * (end - begin)
        ox = np.float32(cx) + (moved[0] + share * moved[3])
        oy = np.float32(cy) + (moved[1] + share * moved[4])
        oz = np.float32(cz) + (moved[2] + share * moved[5])
        m0, m1, m2, m3 = seen[r, 0], seen[r, 1], seen[r, 2], seen[r, 3]
        m4, m5, m6, m7 = seen[r, 4], seen[r, 5], seen[r, 6], seen[r, 7]
        m8, m9, m10, m11 = seen[r, 8], seen[r, 9], seen[r, 10], seen[r, 11]
        start, count = np.uint64(first[r]), np.uint64(first[r + 1] - first[r])
        for j in range(count):
            k = start + np.uint64(j)
            diameter = diameter_at(rank[k], recipe)
            x, y, z, _, _, _ = place_at(cx, cy, cz, number[k], diameter, recipe, time)
            x, y, z = x + ox, y + oy, z + oz
            px = m0 * x + m1 * y + m2 * z + m3
            py = m4 * x + m5 * y + m6 * z + m7
            pz = m8 * x + m9 * y + m10 * z + m11
            far = 1.0 / (np.sqrt(px * px + py * py + pz * pz) + 1e-6)
            high = pz * far
            level = min(max((high - beams.low) * beams.scale, 0.0), most)
            rise = abs(high - sine[np.uint64(np.int32(level))])
            away = 1.0 / far
            turn = min(_ASIDE / max(away - _ASIDE, 0.1), 3.2)  # from the parcel's middle, at most
            moves = _MOVES + beams.drift * turn / beams.round
            slack = beams.half + (0.5 * (diameter + beams.aperture) + moves) * far
            wide = diameter >= cut_at(away, 0.0, beams)
            seen_out[0, k], seen_out[1, k], seen_out[2, k] = px, py, pz
            seen_out[3, k] = level if (rise <= slack) & wide else np.float32(-1.0)


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


@kernel("i4[:], f4[:] -> i4[:], i4[:] : i8")
def picked(start, level, row_out, place_out):
    """Which particles (P,) have a level: row_out, place_out (K,): their parcels, and which they
    are; start (N + 1,): see ``ranked``. Returns how many."""
    count = 0
    for row in range(start.shape[0] - 1):
        for n in range(start[row], start[row + 1]):
            row_out[count], place_out[count] = row, n
            count += level[n] >= 0.0
    return count


@kernel(
    "i8, i4[:], i4[:], f4[:], f4[:], f4[:], f4[:], f4[:], f4[:], f4[:], recipe, beams, f4[:], "
    "f4[:], i4[:], f4[:], i8 -> i4[:], f4[:], f4[:], f4[:,:]",
    narrow=True,
    disjoint=True,
    recipe=Recipe,
    beams=Beams,
)
def aimed_at(
    count, row, place, x, y, z, level, rank, guess, going, recipe, beams, azimuth, after, nearest,
    direction, beam_count, ray_out, distance_out, share_out, place_out,
):  # fmt: skip
    """Which ray comes nearest to each of ``count`` particles, how far away [m], how much of the
    beam it takes, 0 for those that are met by none, and where they are then (3, K) [m].

    row, place (K,): see ``picked``; x, y, z, level (P,): see ``level_with``; rank (P,); guess (N,);
    going (N * 3,): how far parcels go in the scanner's axes in a sweep [m]; azimuth, after (B,): of
    the beams, the latter as a share of the sweep; nearest (LEVELS,): the beam of each sine;
    direction (R * 3,): of the rays in the scanner's axes.
    """
    columns = np.int32(beams.columns)
    for j in range(count):
        k = np.uint64(j)
        n, r = np.uint64(place[k]), np.uint64(row[k])
        g = r * np.uint64(3)
        ring = nearest[np.uint64(np.int32(level[n]))]
        first = azimuth[np.uint64(ring)]
        px, py, pz = x[n], y[n], z[n]
        later = sent_at(py, px, first, beams) - guess[r]
        later -= np.float32(floored(later / beams.whole + 0.5)) * beams.whole
        px += later * going[g]
        py += later * going[g + np.uint64(1)]
        pz += later * going[g + np.uint64(2)]
        high = pz / (np.sqrt(px * px + py * py + pz * pz) + 1e-6)
        there = min(max((high - beams.low) * beams.scale, 0.0), np.float32(LEVELS - 1))
        ring = nearest[np.uint64(np.int32(there))]
        first, lag = azimuth[np.uint64(ring)], after[np.uint64(ring)]
        share = sent_at(py, px, first, beams) - lag
        column = np.int32(share * beams.columns + 0.5)
        inside = (share * beams.columns > -0.5) & (column < columns)
        column = min(column, np.int32(columns - np.int32(1)))
        ray = np.int32(column * np.int32(beam_count) + ring)
        d = np.uint64(ray) * np.uint64(3)
        dx, dy = direction[d], direction[d + np.uint64(1)]
        along = px * dx + py * dy + pz * direction[d + np.uint64(2)]
        off2 = px * px + py * py + pz * pz - along * along
        wide = beams.aperture + 2.0 * beams.half * along
        diameter = diameter_at(rank[n], recipe)
        reach = 0.5 * max(wide, diameter)
        part = min(diameter / wide, 1.0)
        hit = inside & (along > beams.nearest) & (off2 <= reach * reach)
        ray_out[k], distance_out[k] = ray, along
        share_out[k] = part * part if hit else np.float32(0.0)
        place_out[0, k], place_out[1, k], place_out[2, k] = px, py, pz


@kernel(
    "i8, i4[:], i4[:], i4[:], i4[:], f4[:], f4[:], f4[:,:], beams, f4[:,:], i8, f4, f4, f4[:], f4"
    " -> i4[:], f4[:], f4[:], i4[:], i4[:], f4[:] : i8",
    narrow=True,
    beams=Beams,
)
def met_in_air(
    count, row, which, number, ray, along, share, place, beams, direction, beam_count, across, up,
    distance, whiteness, ray_out, distance_out, power_out, row_out, number_out, passing_out,
):  # fmt: skip
    """The ``Struck`` of particles, row_out being of their parcels; returns how many there are, -1
    for no room. Near the scanner beams lie in one another, and a particle in several.

    row, which (K,): see ``picked``; number (P,); ray, along, share (K,), place (3, K): see
    ``aimed_at``; direction (R, 3): of the rays in the scanner's axes; across, up: from column to
    column, and the least from beam to beam [rad]; distance (R,): what the rays meet [m];
    passing_out (R,) is multiplied.
    """
    met, columns = 0, np.int64(beams.columns)
    for k in range(count):
        if share[k] <= 0.0:
            continue
        wide = beams.aperture + 2.0 * beams.half * along[k]
        reach = 0.5 * max(wide, wide * np.sqrt(share[k])) / along[k]
        aside, above = np.int64(reach / across) + 1, np.int64(reach / up) + 1
        if reach < 0.5 * across:
            aside = 0
        if reach < 0.5 * up:
            above = 0
        x, y, z = place[0, k], place[1, k], place[2, k]
        column, beam = ray[k] // beam_count, ray[k] % beam_count
        for c in range(column - aside, column + aside + 1):
            if c < 0 or c >= columns:
                continue
            for b in range(max(beam - above, 0), min(beam + above + 1, beam_count)):
                n = c * beam_count + b
                far = x * direction[n, 0] + y * direction[n, 1] + z * direction[n, 2]
                off2 = x * x + y * y + z * z - far * far
                if off2 > (reach * far) * (reach * far) or far <= beams.nearest:
                    continue
                if far >= distance[n]:
                    continue
                passing_out[n] *= (1.0 - share[k]) * (1.0 - share[k])
                shown = (far - beams.nearest) / (beams.full - beams.nearest)
                power = whiteness * share[k] * min(shown, 1.0) / (far * far * beams.least)
                if power < 0.5:
                    continue
                if met >= ray_out.shape[0]:
                    return -1
                ray_out[met], distance_out[met], power_out[met] = n, far, power
                row_out[met], number_out[met] = row[k], number[which[k]]
                met += 1
    return met


@device(narrow=True, inline=True)
def sent_at(y, x, azimuth, beams):
    """At which share of the sweep a beam with an offset in azimuth points to (x, y); above 1: at
    none."""
    turned = beams.start + azimuth - heading(y, x)
    turned -= _TURN * np.float32(floored(turned * _PER_TURN))
    return turned / beams.round
