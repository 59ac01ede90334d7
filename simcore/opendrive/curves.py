"""Reference lines of OpenDRIVE roads: from their pieces to a ``Line`` of the same s.

Lines, arcs and spirals have a curvature that is linear along them and are integrated by Gauss-
Legendre quadrature, as ``line.Line`` does. Of poly3 and paramPoly3 the arc length is integrated,
and the parameter found that belongs to a length along the curve; where a file's ``length`` differs
from the curve's own, the curve is run through evenly, as its ends demand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.line import (
    BANK,
    BEND,
    COLUMNS,
    CURVATURE,
    GRADE,
    HEADING,
    SHARPNESS,
    TWIST,
    S,
    X,
    Y,
    Z,
)
from ..line import Line
from .records import Cubic, Piece, Road

Array = NDArray[np.float64]

SAG = 0.005
"""How far the chords between samples may be off the line [m]."""
LONG = 10.0
"""Longest stretch between samples [m]."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)
_FINE = 0.25


class Bow(NamedTuple):
    """Samples of a curve, each (N,): place [m], heading [rad], curvature [1/m]."""

    x: Array
    y: Array
    heading: Array
    curvature: Array


def bow(piece: Piece, along: Array) -> Bow:
    """A piece of a reference line at lengths ``along`` (N,), ascending from its start [m]."""
    made = {"line": _clothoid, "arc": _clothoid, "spiral": _clothoid}.get(piece.kind, _polynomial)
    local = made(piece, np.asarray(along, np.float64))
    c, s = np.cos(piece.heading), np.sin(piece.heading)
    return Bow(
        piece.x + c * local.x - s * local.y,
        piece.y + s * local.x + c * local.y,
        piece.heading + local.heading,
        local.curvature,
    )


def _clothoid(piece: Piece, along: Array) -> Bow:
    first = piece.values[0] if piece.values else 0.0
    last = piece.values[-1] if piece.values else 0.0
    rate = (last - first) / piece.length
    # Quadrature over stretches short enough for the tightest curvature.
    most = max(abs(first), abs(last), 1e-6)
    pitch = min(2.0, 0.5 / most)
    even = np.arange(0.0, max(float(along.max(initial=0.0)), pitch), pitch)
    at = np.unique(np.concatenate([[0.0], even, along]))
    u = np.diff(at)
    nodes = at[:-1, None] + u[:, None] * (0.5 + 0.5 * _NODES)
    angle = nodes * (first + 0.5 * rate * nodes)
    x = np.concatenate([[0.0], np.cumsum(0.5 * u * (np.cos(angle) @ _WEIGHTS))])
    y = np.concatenate([[0.0], np.cumsum(0.5 * u * (np.sin(angle) @ _WEIGHTS))])
    k = np.searchsorted(at, along)
    return Bow(x[k], y[k], along * (first + 0.5 * rate * along), first + rate * along)


def _polynomial(piece: Piece, along: Array) -> Bow:
    """A poly3, whose parameter is u and whose length is along the curve, or a paramPoly3."""
    u, v, most = _coefficients(piece)
    du, dv = _derived(u), _derived(v)
    if most is None:
        most = _end_of_poly3(dv, piece.length)
    grid = np.linspace(0.0, most, max(int(np.ceil(piece.length / _FINE)), 16) + 1)
    h = np.diff(grid)
    nodes = grid[:-1, None] + h[:, None] * (0.5 + 0.5 * _NODES)
    speed = np.hypot(_at(du, nodes), _at(dv, nodes))
    length = np.concatenate([[0.0], np.cumsum(0.5 * h * (speed @ _WEIGHTS))])
    wanted = along / piece.length * length[-1]
    p = np.interp(wanted, length, grid)
    for _ in range(3):  # Newton on the length, from the nearest node of the grid
        k = np.clip(np.searchsorted(grid, p, "right") - 1, 0, len(grid) - 2)
        part = (p - grid[k])[:, None]
        inner = grid[k][:, None] + part * (0.5 + 0.5 * _NODES)
        done = length[k] + 0.5 * part[:, 0] * (np.hypot(_at(du, inner), _at(dv, inner)) @ _WEIGHTS)
        p = p - (done - wanted) / np.maximum(np.hypot(_at(du, p), _at(dv, p)), 1e-9)
    a, b = _at(du, p), _at(dv, p)
    ddu, ddv = _at(_derived(du), p), _at(_derived(dv), p)
    bent = (a * ddv - b * ddu) / np.maximum(np.hypot(a, b) ** 3, 1e-12)
    return Bow(_at(u, p), _at(v, p), np.unwrap(np.arctan2(b, a)), bent)


def curve_length(piece: Piece) -> float:
    """How long a polynomial piece is itself, for the parameters that it is given over [m]."""
    u, v, most = _coefficients(piece)
    if most is None:
        return piece.length
    p = np.linspace(0.0, most, 65)
    return float(np.hypot(*np.diff([_at(u, p), _at(v, p)])).sum())


def _coefficients(piece: Piece) -> tuple[Array, Array, float | None]:
    """u(p), v(p) as ascending coefficients and the last p, None when it follows from the length."""
    values = np.asarray(piece.values)
    if piece.kind == "poly3":
        return np.array([0.0, 1.0, 0.0, 0.0]), values, None
    return values[:4], values[4:], 1.0 if piece.normalized else piece.length


def _end_of_poly3(dv: Array, length: float) -> float:
    """The u where a poly3 is ``length`` long."""
    grid = np.linspace(0.0, length, max(int(np.ceil(length / _FINE)), 16) + 1)
    h = np.diff(grid)
    nodes = grid[:-1, None] + h[:, None] * (0.5 + 0.5 * _NODES)
    run = np.cumsum(0.5 * h * (np.hypot(1.0, _at(dv, nodes)) @ _WEIGHTS))
    return float(np.interp(length, np.concatenate([[0.0], run]), grid))


def _derived(coefficients: Array) -> Array:
    return coefficients[1:] * np.arange(1, len(coefficients))


def _at(coefficients: Array, p: Array) -> Array:
    value = np.zeros_like(p)
    for c in coefficients[::-1]:
        value = value * p + c
    return value


def stations(road: Road) -> Array:
    """Where a road is sampled: at every change of its records, closely where it bends."""
    knots = [0.0, road.length]
    for piece in road.pieces:
        knots += [piece.s]
        step = _step(np.abs(bow(piece, np.linspace(0.0, piece.length, 33)).curvature).max())
        count = max(1, int(np.ceil(piece.length / step)))
        knots += list(piece.s + piece.length * np.arange(1, count) / count)
    for cubic in (road.elevation, road.superelevation):
        knots += list(cubic.knots)
        for row, following in zip(cubic.rows, [*cubic.knots, road.length][1:], strict=False):
            bend = np.abs(cubic([row[0], following], 2)).max() if following > row[0] else 0.0
            if bend > 1e-9:
                knots += list(np.arange(row[0], following, _step(bend)))
    s = np.unique(np.asarray(knots))
    s = s[(s >= 0.0) & (s <= road.length)]
    return s[np.r_[True, np.diff(s) > 1e-6]]


def _step(bent: float) -> float:
    """Distance between samples where a line bends so much [1/m]: chords within ``SAG`` of it."""
    return float(np.clip(np.sqrt(8.0 * SAG / max(bent, 1e-9)), 0.5, LONG))


def reference_line(road: Road) -> Line:
    """The reference line of a road, with its heights and superelevation."""
    s = stations(road)
    table = np.zeros((len(s), COLUMNS))
    table[:, S] = s
    starts = np.array([piece.s for piece in road.pieces])
    number = np.clip(np.searchsorted(starts, s + 1e-9, "right") - 1, 0, None)
    ends = np.zeros(len(s) - 1)  # heading where a stretch ends, before the next piece begins
    for k, piece in enumerate(road.pieces):
        mine = np.flatnonzero(number == k)
        if not len(mine):
            continue
        shape = bow(piece, np.append(s[mine], s[min(mine[-1] + 1, len(s) - 1)]) - piece.s)
        table[mine, X], table[mine, Y] = shape.x[:-1], shape.y[:-1]
        table[mine, HEADING], table[mine, CURVATURE] = shape.heading[:-1], shape.curvature[:-1]
        inside = mine[mine < len(s) - 1]
        ends[inside] = shape.heading[1 : len(inside) + 1]
    table[:, HEADING] = _unwound(table[:, HEADING], ends)
    _lift(table, road.elevation, road.superelevation)
    u = np.diff(s)
    ends += 2 * np.pi * np.round((table[:-1, HEADING] - ends) / (2 * np.pi))
    turn = ends - table[:-1, HEADING]
    table[:-1, SHARPNESS] = 2 * (turn - table[:-1, CURVATURE] * u) / u**2
    table[-1, [CURVATURE, SHARPNESS, BEND, TWIST]] = 0.0
    return Line(np.ascontiguousarray(table))


def _unwound(heading: Array, ends: Array) -> Array:
    """Headings without jumps of whole turns between pieces."""
    turns = np.zeros(len(heading))
    turns[1:] = np.round((heading[1:] - np.r_[ends]) / (2 * np.pi))
    return heading - 2 * np.pi * np.cumsum(turns)


def _lift(table: Array, elevation: Cubic, superelevation: Cubic) -> None:
    """Heights and cross slopes of a line at its samples, joined by parabolas."""
    s = table[:, S]
    u = np.diff(s)
    table[:, Z], table[:, GRADE] = elevation(s), elevation(s, 1)
    rise = np.diff(table[:, Z])
    table[:-1, BEND] = 2 * (rise - table[:-1, GRADE] * u) / u**2
    table[:, BANK] = np.tan(superelevation(s))
    table[:-1, TWIST] = np.diff(table[:, BANK]) / u
