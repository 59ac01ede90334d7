"""Puts a car together: lower body, cabin, face, tail, flanks and four wheels."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ....classes import class_id
from ....pose import pose
from ...builder import MeshBuilder
from ...figure import BodyShape, Figure, Part
from .bed import add_bed
from .cabin import Cabin, add_cabin, cabin
from .flank import add_aerial, add_bonnet_gap, add_flank, add_fuel_flap, add_rails
from .flashers import with_flashers
from .form import CarForm
from .front import add_front
from .hatch import add_boot, add_hatch
from .lamps import lamp_shapes
from .lower import FINE, Fineness, LowerBody, add_lower_body, lid, lower_body
from .mirror import add_mirror
from .rear import add_exhaust, add_rear
from .rolling import Axle, Rolling, wheel_parts
from .sheet import Sheet
from .variation import CarVariation, varied
from .wheel import wheel

Array = NDArray[np.float64]
Kit = Callable[[MeshBuilder, CarForm, LowerBody, Cabin, int], None]
"""Adds to the left half of a car what a special one carries, at a level of detail."""
PAINT = "car_paint"
SWAP = {"indicator_left": "indicator_right", "blue_beacon_left": "blue_beacon_right"}
"""Materials of the left half that are others on the right."""


@lru_cache(64)
def car(form: CarForm, variation: CarVariation, detail: int, kit: Kit | None = None) -> Figure:
    """The figure of a car; ``detail`` 0 is the finest, 2 the coarsest; ``kit``: of a special one.

    Sizes and lamps are those of the finest level, whatever is drawn.
    """
    builder = MeshBuilder()
    shape = varied(form, variation)
    body = lower_body(shape, FINE[detail])
    low, high = _add_body(builder, shape, body, detail, kit)
    if detail > 0:
        finest = car(form, variation, 0, kit)
        bodies, lamps = finest.bodies, finest.lamps
    else:
        size = (float(high[0] - low[0]), 2 * float(high[1]), float(high[2]))
        centre = (float(high[0] + low[0]) / 2, 0.0, float(high[2]) / 2)
        bodies = (BodyShape(form.name, class_id(form.class_name), size, centre),)
        lamps = lamp_shapes(shape, body)
    m, rim = shape.measures, variation.rim
    pair = [wheel(m.wheel / 2, m.tyre, rim, detail, left) for left in (True, False)]
    axles = [Axle("f", m.wheelbase, m.track, *pair), Axle("r", 0.0, m.track, *pair)]
    wheels, spinning = wheel_parts(axles, m.wheel / 2)
    made = Figure(
        parts=(Part("body", builder.build(), -1, pose()), *wheels),
        bodies=bodies,
        articulation=Rolling(spinning, spinning[:2]),
        lamps=lamps,
        wheel_radius=m.wheel / 2,
    )
    return made if detail > 0 else with_flashers(made)


def _add_body(
    builder: MeshBuilder, form: CarForm, body: LowerBody, detail: int, kit: Kit | None
) -> tuple[Array, Array]:
    """Everything but the wheels; lowest and highest corner of the left half without its mirror."""
    cab = cabin(form, detail)
    add_lower_body(builder, form, body, detail, PAINT)
    bonnet = _add_lids(builder, form, body, FINE[detail], detail)
    add_cabin(builder, cab, detail)
    add_front(builder, form, body, detail)
    add_rear(builder, form, body, detail)
    if detail == 0:
        add_flank(builder, form, body, cab)
        add_bonnet_gap(builder, bonnet)
        add_aerial(builder, cab)
        if form.rails:
            add_rails(builder, cab)
        if form.deck or form.bed:
            add_boot(builder, cab)
        else:
            add_hatch(builder, form, cab)
    if kit is not None:
        kit(builder, form, body, cab, detail)
    low, high = builder.bounds()
    add_mirror(builder, form, cab, detail)
    builder.mirror(SWAP)
    if detail == 0:
        add_fuel_flap(builder, form, body)
        add_exhaust(builder, form, body)
    return low, high


def _add_lids(
    builder: MeshBuilder, form: CarForm, body: LowerBody, fine: Fineness, detail: int
) -> Sheet:
    """Bonnet, boot lid or bed, and the shelf that the cabin stands on; the bonnet's sheet."""
    belt = body.belt
    x, last = belt[:, 0], len(belt) - 1
    cowl = float(form.x(form.cabin[0][0])) - 0.06
    front = int(np.flatnonzero(x < cowl)[0])
    points = lid(form, belt[: front + 1], form.screen[0], fine.lid)
    builder.grid(points, PAINT)
    share = np.repeat(np.asarray(fine.lid)[:, None], front + 1, 1)
    bonnet = Sheet(points, body.by_t.along[: front + 1], share)
    rear = last
    if form.deck:
        rear = int(np.flatnonzero(x > float(form.x(form.cabin[-1][0])) + 0.05)[-1])
        boot = lid(form, belt[rear:][::-1], -form.rear_screen[0], fine.lid)
        builder.grid(boot[:, ::-1], PAINT)
    elif form.bed:
        rear = int(np.argmin(np.abs(x - float(form.x(form.bed[0])))))
        add_bed(builder, form, body, rear, detail)
    inner = _add_shelf(builder, belt[front : rear + 1], x[-1] + 0.12 if rear == last else None)
    if detail == 0:
        _add_dashboard(builder, inner)
    return bonnet


def _add_shelf(builder: MeshBuilder, edge: Array, tail: float | None) -> Array:
    """The strip inside the belt from which the cabin rises; it ends ahead of x = ``tail``. Its
    inner edge (B, 3)."""
    inner = edge - [0.0, 0.12, 0.015]
    inner[:, 1] = np.maximum(inner[:, 1], 0.0)
    if tail is not None:
        inner[:, 0] = np.maximum(inner[:, 0], tail)
    keep = np.ones(len(edge), bool)
    keep[1:-1] = (np.diff(edge[:, 0])[:-1] < -0.06) | (np.abs(np.diff(edge[:, 1], 2)) > 0.004)
    builder.grid([edge[keep], inner[keep]], PAINT)
    return inner


def _add_dashboard(builder: MeshBuilder, inner: Array) -> None:
    """A dark plate at the height of the belt from under the bonnet to the rear: what a camera
    behind the windscreen sees in place of the road and the wheels beneath the car."""
    chosen = inner[np.linspace(0, len(inner) - 1, 6).round().astype(int)]
    x, y, z = chosen[0]
    ahead = [(x + 0.5, 0.6 * y, z - 0.20), (x + 0.25, 0.95 * y, z - 0.07)]
    rim = np.concatenate([ahead, chosen])
    builder.grid([rim, rim * [1.0, 0.0, 1.0]], "trim")
