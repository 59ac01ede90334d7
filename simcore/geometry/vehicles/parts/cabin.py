"""The cabin of a car: sides, roof and both screens, welded along pillars and headers."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .curve import monotone
from .form import CarForm
from .sheet import Sheet

Array = NDArray[np.float64]

SUNK = -0.10
LEVELS = ((SUNK, 0.045, 0.47, 0.90, 0.94), (SUNK, 0.045, 0.93), (SUNK, 0.94))
"""Levels of the side from belt (0) to gutter (1), by detail."""
ROOF = ((0.18, 0.55, 1.0), (0.30, 1.0), (0.35, 1.0))
"""Lateral shares of the roof, from the gutter to the centre, by detail."""


class Cabin(NamedTuple):
    """Sheets of the left half. side: columns are the cabin lines, rows the levels from belt to
    gutter; roof, screen, rear: rows from the gutter or the base upwards."""

    side: Sheet
    roof: Sheet
    screen: Sheet
    rear: Sheet
    kinds: tuple[str, ...]
    lines: tuple[int, ...]


def cabin(form: CarForm, detail: int) -> Cabin:
    """The cabin's sheets; its foot is sunk into the lower body."""
    below, above, kinds, lines = _lines(form, detail)
    levels = np.asarray(LEVELS[detail])
    v = levels[:, None, None]
    side = below + (above - below) * v
    arc = 4 * np.clip(v, 0, 1) * (1 - np.clip(v, 0, 1))
    side = side + arc * np.array([0.0, 0.022, 0.008])
    gutter = _rounded(side[-1], above, _roof_row(form, above, ROOF[detail][0]), detail)
    rows = [_roof_row(form, above, w) for w in ROOF[detail]]
    roof = np.stack([side[-1], *gutter, *rows])
    _bow(roof, form)
    along = -below[:, 0]
    across = np.repeat(np.linspace(0.0, 1.0, len(roof))[:, None], len(along), 1)
    return Cabin(
        Sheet(side, along, np.repeat(levels[:, None], len(along), 1)),
        Sheet(roof, -above[:, 0], across),
        _screen(form, side[:, 0], roof[:, 0], levels, form.screen[0], front=True),
        _screen(form, side[:, -1], roof[:, -1], levels, form.rear_screen[0], front=False),
        kinds,
        lines,
    )


def _bow(roof: Array, form: CarForm) -> None:
    """Bow the roof's ends outwards in plan, most at the headers, nothing in its middle."""
    round_ = 1 - (roof[..., 1] / roof[:1, :, 1]) ** 2
    x = roof[0, :, 0]
    middle = (x[0] + x[-1]) / 2
    near = np.clip((x - middle) / (x[0] - middle), -1.0, 1.0)
    bow = np.where(near > 0, near * form.screen[1], near * form.rear_screen[1]) * np.abs(near)
    roof[..., 0] += bow * round_


def _lines(form: CarForm, detail: int):
    """Ends of the cabin lines (K, 3) at belt and gutter, and what lies between neighbours."""
    table: list[tuple[float, float]] = []
    kinds: list[str] = []
    lines: list[int] = []
    for number, (at_belt, at_roof, kind) in enumerate(form.cabin):
        lines.append(len(table))
        if detail == 2 and 0 < number < len(form.cabin) - 1 and not _needed(form, number):
            continue
        table.append((at_belt, at_roof))
        if kind == "g" and detail == 0 and number + 1 < len(form.cabin):
            other = form.cabin[number + 1]
            table.append(((at_belt + other[0]) / 2, (at_roof + other[1]) / 2))
            kinds.append(kind)
        kinds.append(kind)
    s_belt, s_roof = np.array(table).T
    y = form.half_width(s_belt) * form.base
    z = form.height_of(form.belt, s_belt) - 0.004
    below = np.stack([form.x(s_belt), y, z], 1)
    width, front, rear = form.cabin_width
    ends = ((s_roof[0], front), (0.55, 1.0), (s_roof[-1], rear))
    half = form.measures.width / 2 * width * monotone(ends, s_roof)
    above = np.stack([form.x(s_roof), half, form.height_of(form.roof, s_roof) - form.cant], 1)
    return below, above, tuple(kinds[: len(table) - 1]), tuple(lines)


def _needed(form: CarForm, number: int) -> bool:
    """Whether paint meets glass at a line, black pillars counting as glass, or the roof peaks."""
    before, after = form.cabin[number - 1][2], form.cabin[number][2]
    peak = max(form.roof, key=lambda point: point[1])[0]
    nearest = min(range(len(form.cabin)), key=lambda k: abs(form.cabin[k][1] - peak))
    return (before == "p") != (after == "p") or number == nearest


def _roof_row(form: CarForm, above: Array, w: float) -> Array:
    """(K, 3) the roof at a lateral share ``w`` from the gutter."""
    row = above.copy()
    row[:, 1] *= 1 - w
    row[:, 2] += form.cant * (1 - (1 - w) ** 2.2)
    return row


def _rounded(low: Array, edge: Array, high: Array, detail: int) -> list[Array]:
    """Rows that round the gutter off (a quadratic Bézier curve)."""
    return [
        low * (1 - t) ** 2 + edge * 2 * t * (1 - t) + high * t**2
        for t in ((0.33, 0.67), (0.5,), ())[detail]
    ]


def _screen(
    form: CarForm, pillar: Array, header: Array, levels: Array, bulge: float, *, front: bool
) -> Sheet:
    """The screen between a pillar (A, 3), a header (B, 3) and the centre: rows as the pillar's,
    columns as the header's, the first being the pillar itself."""
    across = header[:, 1] / header[0, 1]
    sign = 1.0 if front else -1.0
    slope = (pillar[-1] - pillar[0]) / (levels[-1] - levels[0])
    foot = pillar[0] - slope * levels[0]
    base = np.stack([foot[0] + sign * bulge * (1 - across**2), foot[1] * across], 1)
    height = np.full(len(base), foot[2])
    if front or form.deck:
        height += lid_height(form, base[:, 0], base[:, 1]) - lid_height(form, foot[0], foot[1])
    base = np.column_stack([base, height])
    share = (levels / levels[-1])[:, None, None]
    flat = base + (header - base) * share
    bow = pillar - (foot + slope * levels[:, None])
    points = flat + bow[:, None] * np.stack([0 * across, across, 1 + 0 * across], 1)
    rows = np.repeat(levels[:, None], len(across), 1)
    if front:  # from the centre of the car to the pillar, which is to the right seen from ahead
        return Sheet(points[:, ::-1], across[::-1], rows)
    return Sheet(points, -across, rows)


def lid_height(form: CarForm, x: Array, y: Array) -> Array:
    """The height of the lower body's upper side at places (x, y) [m]."""
    s = form.station_at_belt(x)
    belt = form.height_of(form.belt, s)
    w = np.clip(1 - np.abs(y) / (form.half_width(s) * form.section[-1][1]), 0.0, 1.0)
    return belt + (form.height_of(form.top, s) - belt) * monotone(form.crown, w)


def add_cabin(builder: MeshBuilder, cab: Cabin, detail: int) -> None:
    """The left half of the cabin, glass and all."""
    levels = cab.side.across[:, 0]
    glass = [
        (low + high) / 2 > 0.02 and low < 0.89 and high > 0.05 for low, high in pairwise(levels)
    ]
    names = {"g": "glass", "b": "trim" if detail < 2 else "glass", "p": "car_paint"}
    rows = [
        [names[kind] if pane or kind == "p" else "trim" for kind in cab.kinds] for pane in glass
    ]
    builder.grid(cab.side.points, rows)
    builder.grid(cab.roof.points, "car_paint")
    columns = cab.screen.points.shape[1] - 1
    pillar = (2, 1, 0)[detail]
    frame = ["car_paint"] * pillar + ["trim"] * (detail == 0)
    for sheet, turn in ((cab.screen, -1), (cab.rear, 1)):
        rows = []
        for pane in glass:
            middle = ["glass" if pane else "trim"] * (columns - len(frame))
            rows.append([*frame, *middle][::turn])
        builder.grid(sheet.points, rows)
