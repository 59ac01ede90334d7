"""What a car without a boot has at its tail: spoiler, wiper, gaps of the tailgate."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .cabin import Cabin
from .details import bead, panel, ribbon
from .form import CarForm
from .front import GAP
from .sheet import region


def add_hatch(builder: MeshBuilder, form: CarForm, cab: Cabin) -> None:
    """The left half of a tailgate's upper part."""
    ribbon(builder, cab.rear, [(-0.945, 0.02), (-0.945, 0.94)], GAP, "trim")
    if form.sliding:
        ribbon(builder, cab.rear, [(0.0, 0.02), (0.0, 0.94)], 2 * GAP, "trim", lift=0.004)
    else:
        _add_spoiler(builder, cab)
        bead(builder, cab.rear, [(-0.02, 0.14), (-0.46, 0.20)], 0.016, 0.016, "trim")
    lamp = region([(-0.16, 0.845), (0.0, 0.845)], [(-0.16, 0.875), (0.0, 0.875)])
    panel(builder, cab.rear, lamp, "brake_lamp", lift=0.004)


def _add_spoiler(builder: MeshBuilder, cab: Cabin) -> None:
    """A lip that carries the roof on behind the header."""
    header = cab.roof.points[2:, -1]
    slope = cab.roof.points[2:, -1] - cab.roof.points[2:, -2]
    slope /= np.linalg.norm(slope, axis=1, keepdims=True)
    reach = 0.085 * np.array([0.35, *np.ones(len(header) - 1)])[:, None]
    tip = header + slope * reach
    low = header + slope * 0.1 * reach - [0, 0, 0.035]
    end = np.stack([header[0], tip[0], low[0]])
    builder.grid(np.stack([header, tip], 1), "car_paint")
    builder.grid(np.stack([tip, low], 1), "trim")
    builder.add(end, [[0, 2, 1]], "car_paint")


def add_boot(builder: MeshBuilder, cab: Cabin) -> None:
    """The third brake lamp behind the rear screen of a car with a boot."""
    lamp = region([(-0.15, 0.85), (0.0, 0.85)], [(-0.15, 0.88), (0.0, 0.88)])
    panel(builder, cab.rear, lamp, "brake_lamp", lift=0.003)
