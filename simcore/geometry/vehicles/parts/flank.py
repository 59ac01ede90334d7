"""The flanks and top of a car: door gaps, handles, wipers, roof rails, aerial."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .cabin import Cabin
from .details import bead, panel, ribbon
from .form import CarForm
from .front import GAP
from .lower import LowerBody
from .sheet import Sheet, region

Array = NDArray[np.float64]


def add_flank(builder: MeshBuilder, form: CarForm, body: LowerBody, cab: Cabin) -> None:
    """The left flank's gaps and handles, and the wiper on its half of the windscreen."""
    for number, (low, high, line) in enumerate(form.doors):
        last = number == len(form.doors) - 1
        ribbon(builder, body.by_z, _door(form, body, low, high, last), GAP, "trim")
        if line >= 0:
            along = cab.side.along[cab.lines[line]] + 0.002
            ribbon(builder, cab.side, [(along, 0.0), (along, 0.94)], GAP, "trim")
    if form.sliding:
        _add_slide(builder, form, body)
    for s in form.handles:
        _add_handle(builder, form, body, s)
    for path in ([(0.04, 0.075), (0.50, 0.11)], [(0.36, 0.08), (0.90, 0.13)]):
        bead(builder, cab.screen, path, 0.016, 0.016, "trim")


def _door(form: CarForm, body: LowerBody, low: float, high: float, last: bool) -> Array:
    """(K, 2) a door's gap from sill to belt; the last one goes round the wheel arch."""
    x_low, x_high = float(form.x(low)), float(form.x(high))
    bottom = float(form.height_of(form.sill, low)) + 0.045
    top = float(form.height_of(form.belt, high))
    path = [(x_low, bottom), (x_high, top)]
    hub, radius = form.measures.wheel / 2, body.arch + 0.05
    if last and abs(x_high - body.axles[1]) < radius:
        start = np.arcsin(np.clip((bottom - hub) / radius, -1, 1))
        end = np.arccos(np.clip((x_high - body.axles[1]) / radius, -1, 1))
        angle = np.linspace(start, end, 7)
        x, z = body.axles[1] + radius * np.cos(angle), hub + radius * np.sin(angle)
        path = [*zip(x, z, strict=True), (x_high, top)]
    return np.array([(body.along_side(x), z) for x, z in path])


def _add_slide(builder: MeshBuilder, form: CarForm, body: LowerBody) -> None:
    """The rail of a sliding door."""
    x = [float(form.x(s)) for s in (form.doors[-1][1] + 0.01, 0.94)]
    z = 0.93 * float(form.height_of(form.belt, 0.8))
    path = [(body.along_side(at), z) for at in x]
    ribbon(builder, body.by_z, path, 0.022, "trim")


def _add_handle(builder: MeshBuilder, form: CarForm, body: LowerBody, s: float) -> None:
    x = float(form.x(s))
    sill, belt = (float(form.height_of(curve, s)) for curve in (form.sill, form.belt))
    z = sill + 0.80 * (belt - sill)
    start, end = body.along_side(x + 0.095), body.along_side(x - 0.095)
    cup = region(
        [(start + 0.06, z - 0.026), (end - 0.03, z - 0.024)],
        [(start + 0.06, z + 0.020), (end - 0.03, z + 0.024)],
    )
    panel(builder, body.by_z, cup, "trim", lift=0.0015)
    bead(builder, body.by_z, [(start, z - 0.004), (end, z + 0.006)], 0.026, 0.030, "car_paint")


def add_bonnet_gap(builder: MeshBuilder, bonnet: Sheet) -> None:
    """The gap between bonnet and wing."""
    start, end = bonnet.along[0], bonnet.along[-1]
    path = [(start + 0.42 * (end - start), 0.10), (end, 0.10)]
    ribbon(builder, bonnet, path, GAP, "trim")


def add_fuel_flap(builder: MeshBuilder, form: CarForm, body: LowerBody) -> None:
    """The gap round the flap on the left rear wing."""
    x = float(np.clip(form.x(0.86), body.axles[1] - 0.42, body.axles[1] - 0.16))
    s = float(form.s(x))
    sill, belt = (float(form.height_of(curve, s)) for curve in (form.sill, form.belt))
    z = max(sill + 0.78 * (belt - sill), form.measures.wheel / 2 + body.arch + 0.13)
    z = min(z, belt - 0.11)
    start, end = body.along_side(x + 0.08), body.along_side(x - 0.08)
    path = [(start, z - 0.07), (end, z - 0.07), (end, z + 0.07), (start, z + 0.07)]
    ribbon(builder, body.by_z, [*path, path[0]], GAP, "trim")


def add_rails(builder: MeshBuilder, cab: Cabin) -> None:
    """The left roof rail on its feet."""
    start, end = cab.roof.along[0], cab.roof.along[-1]
    length = end - start
    at = np.linspace(start + 0.16 * length, end - 0.05 * length, 5)
    places, normals = cab.roof.at(at, 0.48)
    path = places + normals * 0.045
    path[[0, -1]] = places[[0, -1]]
    builder.tube(path, 0.014, "trim", sides=4)


def add_aerial(builder: MeshBuilder, cab: Cabin) -> None:
    """The left half of a shark fin on the roof."""
    start, end = cab.roof.along[0], cab.roof.along[-1]
    foot, _ = cab.roof.at(end - 0.10 * (end - start), 1.0)
    outline = np.array([(0.07, 0), (0.02, 0.020), (-0.045, 0.046), (-0.065, 0.044), (-0.07, 0)])
    x, h = outline.T
    ridge = np.stack([foot[0] + x, 0 * x, foot[2] + h], 1)
    width = np.array([0.003, 0.016, 0.018, 0.015, 0.012])
    base = np.stack([foot[0] + x, width, 0 * x + foot[2] - 0.006], 1)
    builder.grid([ridge, base], "car_paint", flip=True)
