"""The body of a city bus: sheet, windows, doors, front, rear and what stands on its roof."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .details import QUAD, bead, disc, panel, ribbon
from .lower import add_floor, add_well, runs
from .plate import add_plate
from .sheet import Sheet, region
from .shell import Corner, Shell, ShellForm, roof, shell

Array = NDArray[np.float64]
PAINT = "car_paint"

SHARES = (
    # share of the height, inset of the side, set-back of the front, of the rear [m]
    (0.098, 0.020, 0.060, 0.050),
    (0.150, 0.004, 0.015, 0.010),
    (0.250, 0.0, 0.0, 0.0),
    (0.385, 0.0, 0.010, 0.005),
    (0.840, 0.022, 0.110, 0.030),
    (0.925, 0.030, 0.140, 0.040),
    (0.965, 0.060, 0.175, 0.060),
    (0.988, 0.140, 0.240, 0.110),
)
COARSE = (0, 3, 4, 7)
ANGLES = ((0, 20, 38, 54, 68, 80), (0, 30, 60), (0, 60))
GLASS = (0.395, 0.83)
"""Lower and upper edge of the side windows, shares of the height."""
UNIT = 0.22
"""How far the units on the roof stand over its edge [m]."""


class Coach(NamedTuple):
    """The bus's sheets, its height [m], and x of its axles from front to rear."""

    wrap: Shell
    roof: Sheet
    height: float
    axles: tuple[float, float]


def coach(
    front: float, rear: float, half: float, height: float, axles, hub: float, detail: int
) -> Coach:
    """The shapes of a bus between x = front and rear."""
    rows = [(share * height, side, ahead, behind) for share, side, ahead, behind in SHARES]
    if detail:
        rows = [rows[k] for k in COARSE]
    made = ShellForm(
        front=front,
        rear=rear,
        half=half,
        rows=tuple(rows),
        front_corner=Corner(0.30, 3.0, ANGLES[detail]),
        rear_corner=Corner(0.16, 2.6, (0, 35, 65) if detail == 0 else (0, 50)),
        arches=tuple((x, hub + 0.10, hub) for x in axles),
        arch_angles=(0, 20, 40, 60, 80, 100, 120, 140, 160, 180)
        if detail == 0
        else (0, 45, 90, 135, 180),
        marks=tuple(np.linspace(axles[1] + hub + 0.3, axles[0] - hub - 0.3, 4 - detail)),
        firm=3 if detail == 0 else 1,
    )
    wrap = shell(made)
    return Coach(wrap, roof(made, wrap, 0.035, (0.0, 0.25, 1.0)), height, axles)


def add_coach(builder: MeshBuilder, bus: Coach, detail: int, wall: float) -> None:
    """The left half without the kerb side's doors; ``wall``: y of the wells' inner wall."""
    sheet, height = bus.wrap.sheet, bus.height
    heights = [row[0] * height for row in SHARES]
    if detail:
        heights = [heights[k] for k in COARSE]
    columns = sheet.points.shape[1] - 1
    skirt = 0.16 * height
    rows = [
        ["trim" if high < skirt and detail == 0 else PAINT] * columns
        for _, high in pairwise(heights)
    ]
    builder.grid(sheet.points, rows)
    builder.grid(bus.roof.points, PAINT)
    foot = sheet.points[0]
    arched = foot[:, 2] > heights[0] + 1e-6
    add_floor(builder, foot, arched, wall)
    for first, last in runs(arched):
        add_well(builder, foot[first - 1 : last + 2], wall, flat=detail == 2)
    _add_windows(builder, bus, detail)
    _add_front(builder, bus, detail)
    _add_rear(builder, bus, detail)
    if detail == 0:
        for z in (0.36, 0.17):
            ends = [(bus.wrap.along_side(x), z * height) for x in _side_ends(bus)]
            ribbon(builder, sheet, ends, 0.012, "trim")


def _side_ends(bus: Coach) -> tuple[float, float]:
    first, last = bus.wrap.side
    x = bus.wrap.sheet.points[1, :, 0]
    return float(x[first]) - 0.02, float(x[last]) + 0.05


def _add_windows(builder: MeshBuilder, bus: Coach, detail: int) -> None:
    """A continuous band of dark glass with posts and hopper windows."""
    wrap, sheet = bus.wrap, bus.wrap.sheet
    low, high = (share * bus.height for share in GLASS)
    front, rear = _side_ends(bus)
    band = region(
        [(wrap.along_side(front - 0.05), low), (wrap.along_side(rear + 0.30), low)],
        [(wrap.along_side(front - 0.05), high), (wrap.along_side(rear + 0.30), high)],
    )
    panel(builder, sheet, band, "glass", lift=0.004)
    if detail:
        return
    posts = np.linspace(0.0, 1.0, 9)
    for k, u in enumerate(posts):
        inset = 0.003 if k in (0, 8) else 0.0
        side = abs(u - inset)
        ribbon(
            builder, sheet, band.at([side, side], np.array([0.0, 1.0])), 0.07, "trim", lift=0.007
        )
    for a, b in pairwise(posts[1:-1]):
        line = band.at([a + 0.01, b - 0.01], np.array([0.74, 0.74]))
        ribbon(builder, sheet, line, 0.018, "trim", lift=0.007)
    band_low, band_high = 0.26 * bus.height, 0.30 * bus.height
    ends = [wrap.along_side(x) for x in (bus.axles[0] - 0.75, bus.axles[1] + 0.75)]
    stripe = region([(a, band_low) for a in ends], [(a, band_high) for a in ends])
    panel(builder, sheet, stripe, PAINT, lift=0.003, colour="band")


def _add_front(builder: MeshBuilder, bus: Coach, detail: int) -> None:
    sheet, height = bus.wrap.sheet, bus.height
    wide = float(sheet.along[bus.wrap.side[0]]) - 0.10
    screen = region(
        [(0, 0.335 * height), (wide, 0.345 * height)], [(0, 0.925 * height), (wide, 0.925 * height)]
    )
    panel(builder, sheet, screen, "trim", lift=0.004)
    panel(builder, sheet, screen.part((0.0, 0.97), (0.02, 0.82)), "glass", lift=0.008)
    bottom, top = 0.19 * height, 0.255 * height
    lamp = region([(wide - 0.62, bottom), (wide - 0.02, bottom + 0.02)],
                  [(wide - 0.58, top), (wide - 0.02, top + 0.04)])  # fmt: skip
    panel(builder, sheet, lamp, "lamp_housing", lift=0.005)
    if detail:
        panel(builder, sheet, lamp.part((0.1, 0.8), (0.2, 0.8)), "head_lamp", lift=0.009)
        return
    for material, place in head_lamp_places(bus).items():
        aim = sheet.at(*place)[1] + [1.4, 0.0, 0.0]
        disc(builder, sheet, place, 0.085, "chrome", lift=0.009, direction=aim)
        disc(builder, sheet, place, 0.072, material, lift=0.012, direction=aim)
    panel(builder, sheet, lamp.part((0.02, 0.80), (0.03, 0.13)), "running_lamp", lift=0.009)
    panel(builder, sheet, lamp.part((0.84, 0.97), (0.12, 0.90)), "indicator_left", lift=0.009)
    # The destination board above the windscreen, two lines of amber dots.
    board = region(
        [(0, 0.862 * height), (0.86, 0.862 * height)], [(0, 0.918 * height), (0.86, 0.918 * height)]
    )
    panel(builder, sheet, board, "lamp_housing", lift=0.009)
    for k, wide_u in enumerate((0.06, 0.05, 0.07, 0.04, 0.06)):
        u = 0.06 + 0.17 * k
        word = board.part((u, u + 2 * wide_u), (0.25, 0.75))
        panel(builder, sheet, word, "plastic", lift=0.012, colour="display")
    centre, _ = sheet.at(0.0, 0.145 * height)
    add_plate(builder, centre + np.array([0.006, 0, 0]), 1.0, detail)
    ribbon(builder, sheet, [(0, 0.175 * height), (wide, 0.175 * height)], 0.012, "trim")
    grille = region(
        [(0, 0.20 * height), (0.42, 0.20 * height)], [(0, 0.235 * height), (0.46, 0.235 * height)]
    )
    panel(builder, sheet, grille, "trim")
    for path in ([(0.06, 0.36), (0.10, 0.60)], [(0.62, 0.36), (0.95, 0.44)]):
        bead(builder, sheet, [(a, z * height) for a, z in path], 0.03, 0.03, "trim", lift=0.008)


def head_lamp_places(bus: Coach) -> dict[str, tuple[float, float]]:
    """Where on the wrapped sheet the lenses of the left head lamp are."""
    wide = float(bus.wrap.sheet.along[bus.wrap.side[0]]) - 0.10
    z = 0.236 * bus.height
    return {"high_lamp": (wide - 0.47, z), "head_lamp": (wide - 0.25, z + 0.008)}


TAIL = (
    ("tail_lamp", 0.40),
    ("brake_lamp", 0.345),
    ("indicator_left", 0.29),
    ("reverse_lamp", 0.235),
)
"""Round lamps at the rear and their heights, shares of the height."""


def tail_lamp_place(bus: Coach, share: float) -> tuple[float, float]:
    """Where on the wrapped sheet a rear lamp of the left side is."""
    return bus.wrap.end - 1.06, share * bus.height


def _add_rear(builder: MeshBuilder, bus: Coach, detail: int) -> None:
    sheet, height, end = bus.wrap.sheet, bus.height, bus.wrap.end

    def field(half: float, low: float, high: float):
        return region(
            [(end - half, low * height), (end, low * height)],
            [(end - half, high * height), (end, high * height)],
        )

    panel(builder, sheet, field(0.92, 0.58, 0.83), "glass", lift=0.004)
    for name, share in TAIL:
        place = tail_lamp_place(bus, share)
        if detail == 0:
            disc(builder, sheet, place, 0.082, "trim", lift=0.005)
        if detail < 2 or name == "tail_lamp":
            disc(builder, sheet, place, 0.066, name, lift=0.008, sides=12 if not detail else 6)
    if detail:
        return
    engine = field(0.80, 0.22, 0.50)
    for v in (0.0, 1.0):
        ribbon(builder, sheet, engine.at([0.0, 1.0], np.array([v, v])), 0.010, "trim")
    ribbon(builder, sheet, engine.at([0.0, 0.0], np.array([0.0, 1.0])), 0.010, "trim")
    for v in np.linspace(0.40, 0.85, 6):
        line = engine.at([0.40, 1.0], np.array([v, v]))
        ribbon(builder, sheet, line, 0.028, "trim")
    bumper = field(1.0, 0.105, 0.165)
    panel(builder, sheet, bumper, "trim", lift=0.004)
    centre, _ = sheet.at(end, 0.26 * height)
    add_plate(builder, centre - np.array([0.006, 0, 0]), -1.0, detail)
    number = field(0.22, 0.87, 0.92)
    panel(builder, sheet, number, "lamp_housing", lift=0.004)
    panel(
        builder,
        sheet,
        number.part((0.3, 0.95), (0.25, 0.75)),
        "plastic",
        lift=0.007,
        colour="display",
    )


def add_kerb_doors(builder: MeshBuilder, bus: Coach, detail: int) -> None:
    """Double doors with glass leaves, on the left half; the caller turns them to the kerb."""
    wrap, sheet, height = bus.wrap, bus.wrap.sheet, bus.height
    first = float(sheet.points[1, wrap.side[0], 0])
    middle = (bus.axles[0] + bus.axles[1]) / 2 - 0.2
    for x, wide in ((first - 0.82, 1.20), (middle, 1.30), (bus.axles[1] - 1.75, 1.30)):
        ends = [wrap.along_side(x + wide / 2), wrap.along_side(x - wide / 2)]
        low, high = 0.118 * height, 0.815 * height
        door = region([(a, low) for a in ends], [(a, high) for a in ends])
        panel(builder, sheet, door, "trim", lift=0.0065)
        for u in ((0.05, 0.475), (0.525, 0.95)):
            leaf = door.part(u, (0.035, 0.965))
            panel(builder, sheet, leaf, "glass", lift=0.0095)
            if detail == 0:
                bar = leaf.at([0.5, 0.5], np.array([0.30, 0.62]))
                ribbon(builder, sheet, bar, 0.03, "plastic", lift=0.0125, colour="rail")


def add_roof_units(builder: MeshBuilder, bus: Coach, detail: int) -> None:
    """Air conditioning and hatches on the roof."""
    top = SHARES[-1][0] * bus.height + 0.02
    x = (bus.axles[0] + bus.axles[1]) / 2 - 0.8
    unit = ((x, 0.0, top + 0.09), (3.0, 1.75, UNIT))
    if detail:
        builder.box(*unit, PAINT, leave_out="-z")
        return
    builder.rounded_box(*unit, 0.07, PAINT, arc=3)
    for offset in (-0.8, 0.0, 0.8):
        builder.lathe([(top + 0.2005, 0.30), (top + 0.2005, 0.0)], "trim", sides=12,
                      axis="z", centre=(x + offset, 0.0, 0.0))  # fmt: skip
    for hatch in (bus.axles[0] + 0.2, bus.axles[1] - 1.6):
        builder.box((hatch, 0.0, top + 0.02), (0.75, 0.75, 0.07), "plastic", leave_out="-z")


def add_bus_mirror(builder: MeshBuilder, bus: Coach) -> None:
    """The left hook mirror beside the windscreen."""
    front, half = float(bus.wrap.sheet.points[1, 0, 0]), float(bus.wrap.sheet.points[1, :, 1].max())
    high = 0.90 * bus.height
    path = [(front - 0.20, half - 0.18, high), (front + 0.12, half - 0.02, high + 0.02)]
    path += [(front + 0.26, half + 0.08, high - 0.05), (front + 0.27, half + 0.10, high - 0.22)]
    builder.tube(path, 0.022, "trim", sides=6)
    centre = (front + 0.27, half + 0.10, high - 0.42)
    builder.rounded_box(centre, (0.12, 0.22, 0.40), 0.04, "trim", arc=2)
    x, y, z = centre
    glass = [
        (x - 0.062, y + s, z + t)
        for s, t in ((0.08, -0.16), (-0.08, -0.16), (-0.08, 0.16), (0.08, 0.16))
    ]
    builder.add(glass, QUAD, "chrome")
