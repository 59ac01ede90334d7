"""The face of a car: grille, intake, head lamps, fog lamps, plate and the gaps between them."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .details import bead, disc, panel, ribbon
from .form import CarForm
from .lower import LowerBody
from .plate import add_plate
from .sheet import Region, Sheet, region

GAP = 0.005
"""Width of the gaps between panels [m]."""


def add_front(builder: MeshBuilder, form: CarForm, body: LowerBody, detail: int) -> None:
    """The left half of everything between the front wheels."""
    sheet, face = body.by_t, form.face
    _add_opening(builder, sheet, face.grille, face.bars, detail, chrome=face.chrome)
    if detail < 2:
        _add_opening(builder, sheet, face.intake, 2, detail, chrome=False)
    add_head_lamp(builder, form, sheet, detail)
    height = face.front_plate * form.measures.height
    spots, _ = body.by_z.at(0.0, height + np.array([-0.07, -0.035, 0.0, 0.07]))
    add_plate(builder, [spots[:, 0].max() + 0.004, 0.0, height], 1.0, detail)
    if detail == 0:
        _add_fog_lamp(builder, sheet, face.intake)
        _add_gaps(builder, form, body)


def head_lamp_region(form: CarForm) -> Region:
    """The field of the left head lamp, from its inner to its outer end."""
    inner, outer, low_in, top_in, low_out, top_out = form.lamps.head
    bend = inner + 0.55 * (outer - inner)
    low = [(inner, low_in), (bend, low_in + 0.25 * (low_out - low_in)), (outer, low_out)]
    high = [(inner, top_in), (bend, top_in + 0.5 * (top_out - top_in)), (outer, top_out)]
    return region(low, high)


def add_head_lamp(builder: MeshBuilder, form: CarForm, sheet: Sheet, detail: int) -> None:
    """A dark housing with two lenses, a strip of running lights and the indicator."""
    field = head_lamp_region(form)
    panel(builder, sheet, field, "lamp_housing", lift=0.005)
    if detail > 0:
        lens = field.part((0.1, 0.9), (0.25, 0.85))
        panel(builder, sheet, lens, "head_lamp", lift=0.009)
        return
    strip, turn = field.part((0.03, 0.97), (0.06, 0.20)), field.part((0.84, 0.95), (0.34, 0.84))
    panel(builder, sheet, strip, "running_lamp", lift=0.009)
    panel(builder, sheet, turn, "indicator_left", lift=0.009)
    radius = head_lamp_radius(form, sheet)
    for u, material in LENSES:
        place = tuple(field.at(u, LENS_HEIGHT))
        aim = sheet.at(*place)[1] + [0.5, 0.0, 0.0]
        disc(builder, sheet, place, 1.2 * radius, "chrome", lift=0.013, direction=aim)
        disc(builder, sheet, place, radius, material, lift=0.0165, direction=aim)


LENSES = ((0.25, "high_lamp"), (0.56, "head_lamp"))
"""Where the lenses sit along the lamp, and what they are."""
LENS_HEIGHT = 0.60


def head_lamp_radius(form: CarForm, sheet: Sheet) -> float:
    """Radius of the lenses [m]: what the housing has room for."""
    low, high = (sheet.at(*head_lamp_region(form).at(0.4, v))[0] for v in (0.0, 1.0))
    return min(0.060, 0.31 * float(np.linalg.norm(high - low)))


def _add_opening(
    builder: MeshBuilder,
    sheet: Sheet,
    shape: tuple[float, float, float, float],
    bars: int,
    detail: int,
    *,
    chrome: bool,
) -> None:
    """A black opening with a frame and bars across it."""
    low, high, bottom, top = shape
    field = region([(0, bottom), (low, bottom)], [(0, top), (high, top)])
    panel(builder, sheet, field, "trim", lift=0.003)
    if detail > 0:
        return
    metal = "chrome" if chrome else "lamp_housing"
    if chrome:
        rim = [(low, bottom), (high, top), (0, top)]
        bead(builder, sheet, rim, 0.020, 0.009, metal, lift=0.003, ends=False)
    for v in (np.arange(bars) + 1) / (bars + 1):
        end, start = field.at(0.98, v), field.at(0.0, v)
        ribbon(builder, sheet, [end, start], 0.013, metal, lift=0.010)


def _add_fog_lamp(
    builder: MeshBuilder, sheet: Sheet, intake: tuple[float, float, float, float]
) -> None:
    low, high, bottom, top = intake
    start, middle = max(low, high) + 0.035, (bottom + top) / 2
    field = region(
        [(start, bottom + 0.02), (start + 0.15, bottom + 0.04)],
        [(start, middle + 0.05), (start + 0.19, top + 0.02)],
    )
    panel(builder, sheet, field, "trim")
    place = (start + 0.075, middle - 0.01)
    disc(builder, sheet, place, 0.036, "chrome", lift=0.005, sides=8)
    disc(builder, sheet, place, 0.028, "running_lamp", lift=0.009, sides=10)


def _add_gaps(builder: MeshBuilder, form: CarForm, body: LowerBody) -> None:
    """The gaps of the bonnet's front edge and between bumper and wing."""
    inner, outer, _, top_in, low_out, top_out = form.lamps.head
    shut = max(top_in, top_out) + 0.02
    edge = [(0, shut), (inner, shut), (outer, shut + 0.015)]
    ribbon(builder, body.by_t, edge, GAP, "trim")
    foot, _ = body.by_t.at(outer - 0.05, low_out)
    arch = body.arch_edge(0, 1, form.measures.wheel / 2)
    ribbon(builder, body.by_z, [(outer - 0.05, foot[2]), arch], GAP, "trim")
