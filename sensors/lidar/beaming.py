"""Particles in beams: which are as high as one, which ray comes nearest, which rays hit them."""

from __future__ import annotations

import numpy as np

from ...simcore.kernel import device, kernel
from ...simcore.kernels.noise import floored
from ...simcore.media.particles import Recipe, diameter_at, place_at
from .parcels import _ASIDE, _MOVES, _PER_TURN, _TURN, LEVELS, Beams, cut_at, heading


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
