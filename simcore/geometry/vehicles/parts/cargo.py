"""What a lorry carries and stands on: box body, frame, guards, tanks, tail lamps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .plate import add_plate

Array = NDArray[np.float64]


class Box(NamedTuple):
    """A box body: x of its ends, half width, heights of floor and roof [m]."""

    rear: float
    front: float
    half: float
    floor: float
    top: float


def add_box(builder: MeshBuilder, box: Box, detail: int) -> None:
    """The whole box with rails, markings and rear doors."""
    length, height = box.front - box.rear, box.top - box.floor
    centre = ((box.front + box.rear) / 2, 0.0, (box.top + box.floor) / 2)
    size = (length, 2 * box.half, height)
    if detail == 2:
        builder.box(centre, size, "car_paint", colour="box")
        return
    builder.rounded_box(centre, size, 0.045, "car_paint", colour="box", arc=3 if not detail else 2)
    x, half = centre[0], box.half
    for side in (1, -1):
        y = side * half
        rails = ((box.floor + 0.06, 0.12), (box.top - 0.06, 0.10))
        for z, tall in rails:
            builder.box((x, y, z), (length - 0.06, 0.016, tall), "galvanised")
        builder.box(
            (x, y, box.floor + 0.155), (length - 0.1, 0.020, 0.05), "plastic", colour="marking"
        )
    if detail == 0:
        for side in (1, -1):
            for end in (box.front - 0.03, box.rear + 0.03):
                post = (end, side * half, centre[2])
                builder.box(post, (0.07, 0.014, height - 0.08), "galvanised")
    _add_doors(builder, box, detail)


def _add_doors(builder: MeshBuilder, box: Box, detail: int) -> None:
    """Two doors with lock bars and hinges, in a frame."""
    x, height = box.rear, box.top - box.floor
    middle = (box.top + box.floor) / 2
    for side in (1, -1):
        frame = (x - 0.004, side * (box.half - 0.045), middle)
        builder.box(frame, (0.02, 0.07, height - 0.05), "galvanised")
        if detail:
            continue
        for share in (0.28, 0.66):
            y = side * share * box.half
            path = [(x - 0.035, y, box.floor + 0.08), (x - 0.035, y, box.top - 0.10)]
            builder.tube(path, 0.016, "galvanised", sides=6)
            builder.box((x - 0.04, y - side * 0.06, box.floor + 0.55), (0.03, 0.18, 0.035), "steel")
        for share in (0.1, 0.37, 0.63, 0.9):
            hinge = (x - 0.016, side * (box.half - 0.10), box.floor + share * height)
            builder.box(hinge, (0.025, 0.13, 0.05), "galvanised")
    builder.box((x - 0.003, 0, middle), (0.012, 0.02, height - 0.10), "trim")
    for z in (box.floor + 0.03, box.top - 0.035):
        builder.box((x - 0.004, 0, z), (0.02, 2 * box.half - 0.06, 0.07), "galvanised")


def add_frame(
    builder: MeshBuilder,
    rear: float,
    front: float,
    guard: float,
    box: Box,
    radius: float,
    detail: int,
) -> None:
    """Left half of the frame with guards, tank and mudguard; ``guard``: where the side guard
    ends before the front wheel; radius: the wheels'."""
    builder.box(((front + rear) / 2, 0.40, 0.86), (front - rear, 0.09, 0.24), "under")
    builder.box(((box.front + box.rear) / 2, 0.0, box.floor - 0.05),
                (box.front - box.rear - 0.1, 2 * box.half - 0.1, 0.12), "under",
                leave_out="-y")  # fmt: skip
    if detail == 2:
        return
    # Side guard between the axles and behind the rear one, and the bar against under-run.
    start, stop = radius + 0.14, guard
    half = box.half - 0.06
    for z in (0.52, 0.80):
        builder.box(((start + stop) / 2, half, z), (stop - start, 0.03, 0.13), "galvanised")
    for x in np.linspace(start + 0.15, stop - 0.15, 4 - detail):
        builder.box((x, half - 0.03, 0.75), (0.06, 0.03, 0.62), "steel")
    builder.box((rear + 0.10, half / 2, 0.50), (0.10, half, 0.12), "galvanised", leave_out="-y")
    builder.box((rear + 0.16, 0.40, 0.68), (0.08, 0.08, 0.40), "steel")
    _add_mudguard(builder, radius, half, detail)
    if detail == 0:
        path = [(guard - 0.15, 0.84, 0.68), (guard - 1.15, 0.84, 0.68)]
        builder.tube(path, 0.26, "galvanised", sides=12)


def _add_mudguard(builder: MeshBuilder, radius: float, half: float, detail: int) -> None:
    """A band over the rear wheels with a flap behind."""
    angle = np.radians(np.linspace(25, 165, 9 - 4 * detail))
    sheets = []
    for out in (radius + 0.07, radius + 0.066):
        x, z = out * np.cos(angle), radius + out * np.sin(angle)
        sheets.append((np.append(x, x[-1]), np.append(z, 0.20)))  # the flap behind
    loop = [np.concatenate([a, b[::-1]]) for a, b in zip(*sheets, strict=True)]
    rows = [np.stack([loop[0], 0 * loop[0] + y, loop[1]], 1) for y in (half, half - 0.60)]
    builder.grid(rows, "trim", closed=True)


def add_tail(builder: MeshBuilder, x: float, half: float, detail: int) -> None:
    """The left half of lamps and plate at the rear."""
    place = (x, half - 0.32, 0.76)
    builder.box(place, (0.07, 0.50, 0.17), "trim")
    if detail == 2:
        builder.box((x - 0.01, half - 0.32, 0.76), (0.07, 0.44, 0.13), "tail_lamp")
        return
    cells = ((0.10, "tail_lamp"), (-0.02, "brake_lamp"), (-0.11, "reverse_lamp"))
    for offset, material in (*cells, (-0.19, "indicator_left")):
        wide = 0.12 if offset > 0 else 0.062
        lens = (x - 0.037, half - 0.32 + offset + (0.03 if offset > 0 else 0.0), 0.76)
        builder.box(lens, (0.012, wide, 0.12), material, leave_out="+x")
    add_plate(builder, (x - 0.03, 0.0, 0.76), -1.0, detail)


def tail_lamp_places(x: float, half: float) -> dict[str, tuple[float, float, float]]:
    """Where the left tail and brake lamps are."""
    return {"tail": (x - 0.043, half - 0.19, 0.76), "brake": (x - 0.043, half - 0.34, 0.76)}
