"""Places along a line for kernels: from (s, t) to the world, and from the world to (s, t).

A line is a table (N, 14) f8, one row per sample, columns as named below; within a row's stretch
the curvature, grade and bank are linear in s, so that heading and height are exact polynomials and
the position is a clothoid, integrated by Gauss-Legendre quadrature (three nodes; the error over a
stretch of 2 m with a radius of 10 m is 1e-10 m). Beyond both ends the line goes on straight.
"""

from __future__ import annotations

import math

import numpy as np

from ..kernel import device, kernel
from .small import arctangent, cos_sin

S, X, Y, Z, HEADING, GRADE, BANK, CURVATURE, SHARPNESS, BEND, TWIST, COS, SIN, MOST = range(14)
"""Columns: s and x, y, z [m]; heading [rad]; grade dz/ds; bank dz/dt, positive with the left side
up; curvature [1/m]; and their rates of change along the stretch [1/m²], grade and bank [1/m];
cosine and sine of the heading; the sharpest curvature of the whole line."""

COLUMNS = 14
_NODE = math.sqrt(0.15)


@device
def stretch_of(table, s, hint):
    """The row whose stretch holds s; ``hint`` is a row near it, or -1."""
    last = table.shape[0] - 1
    row = hint
    if row < 0 or row > last:
        low, high = 0, last
        while high - low > 1:
            middle = (low + high) // 2
            if table[middle, S] <= s:
                low = middle
            else:
                high = middle
        row = high if table[high, S] <= s else low
    while row > 0 and table[row, S] > s:
        row -= 1
    while row < last and table[row + 1, S] <= s:
        row += 1
    return row


@device
def axis_place(table, row, u):
    """The line at u [m] past a row's sample (u < 0 only before the start): x and y, the heading,
    its cosine and sine."""
    x, y, heading = table[row, X], table[row, Y], table[row, HEADING]
    cos, sin = table[row, COS], table[row, SIN]
    curvature, sharpness = table[row, CURVATURE], table[row, SHARPNESS]
    if u < 0.0 or (curvature == 0.0 and sharpness == 0.0):
        return x + u * cos, y + u * sin, heading, cos, sin
    if sharpness == 0.0:  # an arc: its chord points half the way round
        half = 0.5 * u * curvature
        c, s = cos_sin(half)
        chord = u * s / half if half != 0.0 else u
        cos, sin = cos * c - sin * s, sin * c + cos * s
        x, y = x + chord * cos, y + chord * sin
        return x, y, heading + 2.0 * half, cos * c - sin * s, sin * c + cos * s
    for k in range(3):
        at = u * (0.5 + (k - 1) * _NODE)
        weight = u * (4.0 / 9.0 if k == 1 else 5.0 / 18.0)
        angle = heading + at * (curvature + 0.5 * sharpness * at)
        x += weight * math.cos(angle)
        y += weight * math.sin(angle)
    heading += u * (curvature + 0.5 * sharpness * u)
    return x, y, heading, math.cos(heading), math.sin(heading)


@device
def height_place(table, row, u):
    """z, grade and bank of the line at u [m] past a row's sample."""
    bend, twist = table[row, BEND], table[row, TWIST]
    if u < 0.0:
        bend = twist = 0.0
    grade = table[row, GRADE]
    z = table[row, Z] + u * (grade + 0.5 * bend * u)
    return z, grade + bend * u, table[row, BANK] + twist * u


@device
def curvature_place(table, row, u):
    """Curvature [1/m] of the line at u [m] past a row's sample."""
    if u < 0.0:
        return 0.0
    return table[row, CURVATURE] + table[row, SHARPNESS] * u


@device
def place(table, s, t, hint):
    """World place of (s, t): x, y, z, heading, grade, bank, curvature, row."""
    row = stretch_of(table, s, hint)
    u = s - table[row, S]
    x, y, heading, cos, sin = axis_place(table, row, u)
    z, grade, bank = height_place(table, row, u)
    curvature = curvature_place(table, row, u)
    return x - t * sin, y + t * cos, z + t * bank, heading, grade, bank, curvature, row


@device
def nearest(table, x, y, hint):
    """The (s, t) of the line's point nearest to (x, y), and its row.

    With a ``hint`` (the row of the last answer) the search walks from there, so that a vehicle
    stays on its own stretch where a road comes near itself; with -1 the whole line is searched.
    """
    last = table.shape[0] - 1
    row = hint if 0 <= hint <= last else _nearest_sample(table, x, y)
    for _ in range(last + 1):
        if row > 0 and _ahead(table, row, x, y) < 0.0:
            row -= 1
        elif row < last and _ahead(table, row + 1, x, y) >= 0.0:
            row += 1
        else:
            break
    u, t = _foot(table, row, x, y)
    return table[row, S] + u, t, row


@device
def _nearest_sample(table, x, y):
    """The row whose sample is nearest to (x, y), the ends going on straight.

    The way to a sample grows by no more than the way along the line: after one that is far off,
    as many are left out as cannot be nearer than the best of some that were tried first.
    """
    last = table.shape[0] - 1
    spacing = (table[last, S] - table[0, S]) / max(last, 1)
    known = np.inf
    for k in range(0, last, 32):
        known = min(known, _square_to(table, k, x, y))
    chosen, best, k = 0, np.inf, 0
    while k <= last:
        distance = _square_to(table, k, x, y)
        if distance < best:
            chosen, best = k, distance
        dx, dy = x - table[k, X], y - table[k, Y]
        spare = 0.9 * (math.sqrt(dx * dx + dy * dy) - math.sqrt(min(best, known)))
        if k > 0 and spare > 8.0 * spacing:
            k = max(stretch_of(table, table[k, S] + spare, -1), k + 1)
        else:
            k += 1
    return chosen


@device
def _square_to(table, k, x, y):
    """Square of the distance to a sample; beside the straight beyond an end, to that straight."""
    dx, dy = x - table[k, X], y - table[k, Y]
    square = dx * dx + dy * dy
    last = table.shape[0] - 1
    if k == 0 or k == last:
        ahead = _ahead(table, k, x, y)
        if (ahead < 0.0) == (k == 0):
            square -= ahead * ahead
    return square


@device
def _ahead(table, row, x, y):
    """How far (x, y) lies ahead of a row's sample along its heading [m]."""
    return (x - table[row, X]) * table[row, COS] + (y - table[row, Y]) * table[row, SIN]


@device
def _foot(table, row, x, y):
    """u and t of the foot of the perpendicular from (x, y) on a row's stretch: at once on straights
    and arcs, by Newton steps on clothoids and at the ends of rows."""
    last = table.shape[0] - 1
    low = -np.inf if row == 0 else 0.0
    high = np.inf if row == last else table[row + 1, S] - table[row, S]
    u, curvature = _ahead(table, row, x, y), table[row, CURVATURE]
    if table[row, SHARPNESS] == 0.0:
        left = (y - table[row, Y]) * table[row, COS] - (x - table[row, X]) * table[row, SIN]
        if abs(curvature) < 1e-12:
            if low <= u <= high:
                return u, left
        elif u >= 0.0 and curvature * left < 0.8:
            a, b = curvature * u, 1.0 - curvature * left
            along = arctangent(a / b) / curvature
            if along <= high:
                square = curvature * (u * u + left * left)
                return along, (2.0 * left - square) / (1.0 + math.sqrt(a * a + b * b))
    u = min(max(u, low), high)
    t = 0.0
    for _ in range(12):
        px, py, _, c, s = axis_place(table, row, u)
        ahead = (x - px) * c + (y - py) * s
        t = (y - py) * c - (x - px) * s
        turn = 1.0 - curvature_place(table, row, u) * t
        step = ahead / turn if turn > 0.2 else ahead
        moved = min(max(u + step, low), high)
        if abs(moved - u) < 1e-11:
            break
        u = moved
    return u, t


@kernel("f8[:,:], f8[:,:], i8[:] -> f8[:,:], i8[:]")
def project(table, points, hints, places_out, rows_out):
    """points (P, 2) [m], hints (P,) rows or -1; places_out (P, 2): s, t [m]; rows_out (P,)."""
    for k in range(points.shape[0]):
        s, t, row = nearest(table, points[k, 0], points[k, 1], hints[k])
        places_out[k, 0] = s
        places_out[k, 1] = t
        rows_out[k] = row


@kernel("f8[:,:], f8[:,:] -> f8[:,:]")
def place_all(table, places, world_out):
    """places (P, 2): s, t [m]; world_out (P, 7): x, y, z, heading, grade, bank, curvature."""
    row = -1
    for k in range(places.shape[0]):
        x, y, z, heading, grade, bank, curvature, row = place(
            table, places[k, 0], places[k, 1], row
        )
        world_out[k, 0] = x
        world_out[k, 1] = y
        world_out[k, 2] = z
        world_out[k, 3] = heading
        world_out[k, 4] = grade
        world_out[k, 5] = bank
        world_out[k, 6] = curvature
