"""The tail of a car: lamps, plate, boot or tailgate, bumper, reflectors."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .details import panel, ribbon
from .form import CarForm
from .front import GAP
from .lower import LowerBody
from .plate import add_plate
from .sheet import Region, Sheet, region


def add_rear(builder: MeshBuilder, form: CarForm, body: LowerBody, detail: int) -> None:
    """The left half of everything behind the rear wheels, below the belt."""
    sheet, end = body.by_t, body.end
    add_tail_lamp(builder, form, body, detail)
    height = form.face.rear_plate * form.measures.height
    spots, _ = body.by_z.at(end, height + np.array([-0.07, 0.0, 0.07]))
    add_plate(builder, [spots[:, 0].min() - 0.002, 0.0, height], -1.0, detail)
    if detail == 0:
        _add_recess(builder, body, height)
        _add_gaps(builder, form, body)
        _add_bumper(builder, sheet, end)


def tail_lamp_region(form: CarForm, end: float) -> Region:
    """The field of the left tail lamp with its frame, from its outer to its inner end."""
    inner, outer, low_in, top_in, low_out, top_out = form.lamps.tail
    start, stop = end - outer - 0.018, end - inner + 0.018
    return region([(start, low_out), (stop, low_in)], [(start, top_out), (stop, top_in)])


TAIL = (
    # u, v of the tail, brake, indicator and reversing lamps within the frame
    ((0.04, 0.96), (0.55, 0.92), "tail_lamp"),
    ((0.04, 0.54), (0.10, 0.50), "brake_lamp"),
    ((0.57, 0.76), (0.10, 0.50), "indicator_left"),
    ((0.79, 0.96), (0.10, 0.50), "reverse_lamp"),
)
TALL_TAIL = (
    ((0.08, 0.92), (0.52, 0.96), "tail_lamp"),
    ((0.08, 0.92), (0.35, 0.50), "brake_lamp"),
    ((0.08, 0.92), (0.19, 0.33), "indicator_left"),
    ((0.08, 0.92), (0.04, 0.17), "reverse_lamp"),
)


def tail_lamp_fields(form: CarForm) -> tuple:
    """The lamps within the frame: (u, v, material), tail and brake lamp first."""
    return TALL_TAIL if form.lamps.tall else TAIL


def add_tail_lamp(builder: MeshBuilder, form: CarForm, body: LowerBody, detail: int) -> None:
    """A dark frame with tail, brake, indicator and reversing lamps."""
    sheet, end, lamps = body.by_t, body.end, form.lamps
    field = tail_lamp_region(form, end)
    panel(builder, sheet, field, "trim", lift=0.004)
    if detail > 0:
        halves = ((0.45, 0.93), "tail_lamp"), ((0.07, 0.45), "brake_lamp")
        for v, material in halves[: 3 - detail]:
            whole = v if detail == 1 else (0.07, 0.93)
            panel(builder, sheet, field.part((0.05, 0.95), whole), material, lift=0.008)
        return
    for u, v, material in tail_lamp_fields(form):
        panel(builder, sheet, field.part(u, v), material, lift=0.008)
    if lamps.strip:
        inner, _, low, top, _, _ = lamps.tail
        start, bottom, high = end - inner, low + 0.5 * (top - low), low + 0.9 * (top - low)
        band = region([(start, bottom), (end, bottom)], [(start, high), (end, high)])
        panel(builder, sheet, band, "lamp_housing", lift=0.004)
        panel(builder, sheet, band.part((0.0, 1.0), (0.3, 0.7)), "tail_lamp", lift=0.007)


def _add_recess(builder: MeshBuilder, body: LowerBody, height: float) -> None:
    """The dark niche round the plate."""
    column = body.by_z.across[:, -1]
    levels = body.by_t.across[:, -1]
    low, high = (float(np.interp(z, column, levels)) for z in (height - 0.085, height + 0.085))
    start, end = body.end - 0.33, body.end
    niche = region([(start, low), (end, low)], [(start, high), (end, high)])
    panel(builder, body.by_t, niche, "trim", lift=0.002)


def _add_gaps(builder: MeshBuilder, form: CarForm, body: LowerBody) -> None:
    """The gaps round the boot lid or tailgate and above the bumper."""
    sheet, end = body.by_t, body.end
    inner, outer, low_in, _, low_out, _ = form.lamps.tail
    bumper = min(low_in, low_out) - 0.10
    turn, _ = sheet.at(end - 0.8, bumper)
    arch = body.arch_edge(1, -1, form.measures.wheel / 2)
    ribbon(builder, body.by_z, [arch, (end - 0.8, turn[2])], GAP, "trim")
    ribbon(builder, sheet, [(end - 0.8, bumper), (end, bumper)], GAP, "trim")
    edge = end - (inner + 0.55 * (outer - inner))
    ribbon(builder, sheet, [(edge, bumper), (edge, 1.0)], GAP, "trim", lift=0.0095)


def _add_bumper(builder: MeshBuilder, sheet: Sheet, end: float) -> None:
    apron = region([(end - 0.66, 0.05), (end, 0.05)], [(end - 0.56, 0.20), (end, 0.20)])
    panel(builder, sheet, apron, "trim")
    left, right = end - 0.80, end - 0.64
    reflector = region([(left, 0.245), (right, 0.245)], [(left, 0.285), (right, 0.285)])
    panel(builder, sheet, reflector, "tail_lamp")


def add_exhaust(builder: MeshBuilder, form: CarForm, body: LowerBody) -> None:
    """A chromed tail pipe under the bumper, on the left."""
    foot, _ = body.by_t.at(body.end - 0.5 * form.measures.width / 2, 0.0)
    x, _, z = foot
    y, radius = 0.31 * form.measures.width, 0.033
    angle = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    ring = np.stack([0 * angle, y + radius * np.cos(angle), z + radius * np.sin(angle)], 1)
    front, back = (ring + np.array([x + at, 0, 0]) for at in (0.16, 0.005))
    builder.grid([front, back], "chrome", closed=True, flip=True)
    builder.fan(back, "under", flip=True)
