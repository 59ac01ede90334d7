"""The cab of a lorry over its engine."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .details import QUAD, bead, disc, panel, ribbon
from .front import GAP
from .lower import add_floor, add_well, runs
from .plate import add_plate
from .sheet import Sheet, region
from .shell import Corner, Shell, ShellForm, roof, shell

Array = NDArray[np.float64]
PAINT = "car_paint"

ROWS = (
    # z, inset of the side, set-back of the front, of the rear [m]
    (0.40, 0.010, 0.060, 0.0),
    (0.56, 0.0, 0.0, 0.0),
    (0.88, 0.0, 0.0, 0.0),
    (1.12, 0.0, 0.020, 0.0),
    (1.58, 0.0, 0.045, 0.0),
    (1.66, 0.008, 0.060, 0.0),
    (2.27, 0.045, 0.190, 0.01),
    (2.38, 0.060, 0.230, 0.015),
    (2.50, 0.110, 0.330, 0.05),
)
SILL, SCREEN = 1.62, (1.66, 2.27)
ANGLES = ((0, 22, 42, 60, 74), (0, 35, 65), (0, 55))
ARCHES = ((0, 20, 40, 60, 80, 100, 120, 140, 160, 180), (0, 45, 90, 135, 180), (0, 60, 120, 180))


class Cab(NamedTuple):
    """The cab's sheets; x of its front; radius of the wheel arch."""

    wrap: Shell
    roof: Sheet
    front: float
    half: float


def cab_shape(front: float, rear: float, half: float, axle: float, hub: float, detail: int) -> Cab:
    """The cab between x = front and rear over an axle whose hub is ``hub`` high [m]."""
    rows = ROWS if detail == 0 else tuple(ROWS[k] for k in (0, 2, 4, 6, 8))
    form = ShellForm(
        front=front,
        rear=rear,
        half=half,
        rows=rows,
        front_corner=Corner(0.26, 2.6, ANGLES[detail]),
        rear_corner=Corner(0.05, 2.2, (0, 45) if detail < 2 else (0,)),
        arches=((axle, hub + 0.09, hub),),
        arch_angles=ARCHES[detail],
        marks=(axle + hub + 0.20,),
        firm=4 if detail == 0 else 2,
    )
    made = shell(form)
    shares = ((0.18, 0.5, 1.0), (0.4, 1.0), (1.0,))[detail]
    return Cab(made, roof(form, made, 0.07, (0.0, *shares)), front, half)


def add_cab(builder: MeshBuilder, cab: Cab, detail: int, wall: float) -> None:
    """The left half of the cab; ``wall``: y of the inner wall of its wheel wells [m]."""
    _add_shell(builder, cab, detail, wall)
    _add_face(builder, cab, detail)
    _add_side(builder, cab, detail)
    _add_lamps(builder, cab, detail)


def _add_shell(builder: MeshBuilder, cab: Cab, detail: int, wall: float) -> None:
    sheet, (first, _) = cab.wrap.sheet, cab.wrap.side
    heights = [row[0] for row in (ROWS if detail == 0 else [ROWS[k] for k in (0, 2, 4, 6, 8)])]
    columns = sheet.points.shape[1] - 1
    glass = len([angle for angle in ANGLES[detail] if angle <= 62]) - 1
    rows = []
    for low, high in pairwise(heights):
        row = [PAINT] * columns
        if high <= 0.57:
            row = ["trim"] * columns
        if SCREEN[0] - 0.1 < low and high < SCREEN[1] + 0.01:
            row[:glass] = ["glass"] * glass
            row[glass] = "trim"
        elif high > 2.27 and low < 2.30:
            row[:first] = ["trim"] * first
        rows.append(row)
    builder.grid(sheet.points, rows)
    builder.grid(cab.roof.points, PAINT)
    foot = sheet.points[0]
    arched = foot[:, 2] > heights[0] + 1e-6
    add_floor(builder, foot, arched, wall)
    for begin, end in runs(arched):
        add_well(builder, foot[begin - 1 : end + 2], wall, flat=detail == 2)


def _add_face(builder: MeshBuilder, cab: Cab, detail: int) -> None:
    sheet = cab.wrap.sheet
    wide = 0.70 * cab.half
    grille = region([(0, 1.02), (wide, 1.02)], [(0, 1.50), (wide + 0.05, 1.50)])
    panel(builder, sheet, grille, "trim")
    if detail:
        return
    for z in (1.10, 1.20, 1.30, 1.40):
        bead(builder, sheet, [(wide - 0.02, z), (0, z)], 0.045, 0.018, "chrome", ends=False)
    intake = region([(0, 0.44), (0.62, 0.44)], [(0, 0.60), (0.55, 0.60)])
    panel(builder, sheet, intake, "trim")
    ribbon(builder, sheet, [(0, 0.92), (1.15, 0.92)], 0.012, "trim")
    ribbon(builder, sheet, [(0, 1.585), (1.0, 1.585)], 0.008, "trim")
    centre, _ = sheet.at(0.0, 0.68)
    add_plate(builder, centre + np.array([0.004, 0, 0]), 1.0, detail)
    for path in ([(0.05, 1.70), (0.55, 1.76)], [(0.50, 1.70), (0.95, 1.78)]):
        bead(builder, sheet, path, 0.022, 0.022, "trim")
    # A sun visor over the windscreen.
    places, normals = sheet.at(np.array([0.0, 0.5, 0.9, 1.08]), 2.30)
    foot = places + np.array([0, 0, 0.03])
    out = places + normals * 0.16 - np.array([0, 0, 0.05])
    thick = np.array([0, 0, 0.01])
    builder.grid([foot - thick, out - thick, out, foot], "trim")


def _add_side(builder: MeshBuilder, cab: Cab, detail: int) -> None:
    """Door, window, handle, steps."""
    wrap, sheet = cab.wrap, cab.wrap.sheet
    front = cab.front - 0.36
    rear = cab.front - 1.42

    def at(x: float) -> float:
        return wrap.along_side(x, 1)

    window = region(
        [(at(front), 1.62), (at(rear), 1.62)], [(at(front - 0.16), 2.25), (at(rear), 2.25)]
    )
    panel(builder, sheet, window, "trim", lift=0.003)
    panel(builder, sheet, window.part((0.05, 0.95), (0.06, 0.94)), "glass", lift=0.006)
    if detail:
        return
    gap = [(at(front + 0.04), 0.98), (at(front + 0.04), 1.58), (at(front - 0.15), 2.30)]
    ribbon(builder, sheet, gap, GAP, "trim")
    ribbon(builder, sheet, [(at(rear - 0.06), 1.05), (at(rear - 0.06), 2.30)], GAP, "trim")
    handle = [(at(rear + 0.22), 1.47), (at(rear + 0.02), 1.47)]
    bead(builder, sheet, handle, 0.034, 0.03, "trim")
    ahead = at(cab.front - 0.30)
    step = region([(ahead, 0.44), (ahead + 0.30, 0.44)], [(ahead, 0.86), (ahead + 0.30, 0.86)])
    panel(builder, sheet, step, "trim")
    for v in (0.25, 0.72):
        bead(builder, sheet, step.at([0.08, 0.92], v), 0.05, 0.03, "steel")


def head_lamp_places(cab: Cab) -> dict[str, tuple[float, float]]:
    """Where on the wrapped sheet the lenses of the left head lamp are."""
    a = 0.78 * cab.half
    return {"high_lamp": (a - 0.115, 0.745), "head_lamp": (a + 0.075, 0.745)}


def _add_lamps(builder: MeshBuilder, cab: Cab, detail: int) -> None:
    sheet, a = cab.wrap.sheet, 0.78 * cab.half
    field = region([(a - 0.22, 0.64), (a + 0.30, 0.64)], [(a - 0.20, 0.85), (a + 0.32, 0.85)])
    panel(builder, sheet, field, "lamp_housing", lift=0.005)
    if detail:
        panel(builder, sheet, field.part((0.1, 0.75), (0.2, 0.8)), "head_lamp", lift=0.009)
        return
    for material, place in head_lamp_places(cab).items():
        aim = sheet.at(*place)[1] + [1.4, 0.0, 0.0]
        disc(builder, sheet, place, 0.085, "chrome", lift=0.009, direction=aim)
        disc(builder, sheet, place, 0.07, material, lift=0.012, direction=aim)
    panel(builder, sheet, field.part((0.03, 0.74), (0.03, 0.14)), "running_lamp", lift=0.009)
    panel(builder, sheet, field.part((0.80, 0.97), (0.10, 0.90)), "indicator_left", lift=0.009)


def add_cab_mirror(builder: MeshBuilder, cab: Cab, detail: int) -> None:
    """The left mirror on its arms."""
    x, y = cab.front - 0.16, cab.half + 0.14
    builder.rounded_box((x, y, 2.05), (0.11, 0.22, 0.46), 0.03, "trim", arc=2)
    corners = ((0.09, -0.2), (-0.09, -0.2), (-0.09, 0.2), (0.09, 0.2))
    glass = [(x - 0.057, y + s, 2.05 + t) for s, t in corners]
    builder.add(glass, QUAD, "chrome")
    if detail == 0:
        builder.box((x - 0.02, cab.half + 0.02, 2.31), (0.05, 0.24, 0.04), "trim")
        builder.box((x - 0.02, cab.half + 0.02, 1.80), (0.05, 0.24, 0.04), "trim")
