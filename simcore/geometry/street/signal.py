"""Traffic signals: vehicle and pedestrian heads on poles and over the road.

Lenses 0.20 m (0.30 m overhead) in housings 0.32 × 0.96 × 0.18 m before boards 0.46 × 1.12 m; the
lower edge 2.1–2.4 m beside footways and 4.5–5.5 m over the road. Heads face +x.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...classes import class_id
from ..builder import MeshBuilder
from ..figure import BodyShape
from ..fixture import Fixture, around
from ..mesh import Mesh
from ..sheets import polygons, triangulated
from .pictograms import pictogram

STATES = {
    "red": ("signal_red",),
    "red_amber": ("signal_red", "signal_amber"),
    "green": ("signal_green",),
    "amber": ("signal_amber",),
    "off": (),
}
"""The lamp circuits that are lit in each state."""

_POLE = {"pole": (0.30, 0.31, 0.32), "button_box": (0.62, 0.42, 0.03), "button": (0.03, 0.03, 0.03)}


@lru_cache(maxsize=32)
def traffic_light(overhead: float = 0.0, detail: int = 0) -> Fixture:
    """A signal beside the road; with ``overhead`` a second head hangs on an arm of that length [m],
    which reaches to the left (+y) over the road that the signal faces."""
    head, pole = MeshBuilder(), MeshBuilder()
    sides = (12, 8, 5)[detail]
    if overhead:
        top = 5.9
        pole.tube([(0, 0, -0.3), (0, 0, 1.0), (0, 0, top + 0.1)], [0.11, 0.10, 0.075],
                  "galvanised", colour="pole", sides=sides)  # fmt: skip
        pole.tube([(0, 0, top), (0, overhead * 0.5, top + 0.22), (0, overhead, top + 0.3)],
                  [0.06, 0.05, 0.04], "galvanised", colour="pole", sides=sides)  # fmt: skip
        _vehicle_head(head, (0.12, overhead - 0.3, 5.35), 0.15, detail)
    else:
        pole.tube([(0, 0, -0.3), (0, 0, 3.35)], 0.055, "galvanised", colour="pole", sides=sides)
        if detail == 0:
            pole.lathe([(3.35, 0.056), (3.38, 0.0)], "galvanised", colour="pole", sides=sides)
    _vehicle_head(head, (0.14, 0.0, 2.75), 0.10, detail)
    if detail == 0:
        for z in (2.42, 3.08):
            pole.box((0.035, 0, z), (0.09, 0.06, 0.05), "trim", leave_out="+x")
        _button(pole, 1.05)
    return _finished(head, pole, "traffic_light")


@lru_cache(maxsize=16)
def pedestrian_light(detail: int = 0) -> Fixture:
    """A signal for pedestrians: a red standing and a green walking figure."""
    head, pole = MeshBuilder(), MeshBuilder()
    pole.tube([(0, 0, -0.3), (0, 0, 2.95)], 0.05, "galvanised", colour="pole",
              sides=(12, 8, 5)[detail])  # fmt: skip
    _housing(head, (0.13, 0.0, 2.5), (0.30, 0.62), detail, board=False)
    for z, material in ((2.65, "signal_red"), (2.35, "signal_green")):
        _lens(head, (0.22, 0.0, z), 0.10, material, detail)
        if detail == 0:
            _mask(head, (0.222, 0.0, z), walking=material == "signal_green")
    if detail == 0:
        _button(pole, 1.05)
    return _finished(head, pole, "pedestrian_light")


def _finished(head: MeshBuilder, pole: MeshBuilder, name: str) -> Fixture:
    mesh = head.build().recoloured({"housing": (0.015, 0.015, 0.016)})
    size, centre = around(mesh)
    body = BodyShape(name, class_id("traffic_light"), size, centre)
    pieces: tuple[tuple[Mesh, str], ...] = (
        (mesh, "traffic_light"),
        (pole.build().recoloured(_POLE), "pole"),
    )
    return Fixture(pieces, body)


def _vehicle_head(
    builder: MeshBuilder, place: tuple[float, float, float], radius: float, detail: int
) -> None:
    """Three lenses with visors in a black housing before a board."""
    x, y, z = place
    pitch = 3.0 * radius
    _housing(builder, place, (3.2 * radius, 3 * pitch + 0.06), detail, board=True)
    for k, material in enumerate(("signal_red", "signal_amber", "signal_green")):
        at = (x + 0.095, y, z + (1 - k) * pitch)
        _lens(builder, at, radius, material, detail)
        if detail < 2:
            _visor(builder, at, 1.12 * radius, detail)


def _housing(builder, place, size: tuple[float, float], detail: int, board: bool) -> None:
    x, y, z = place
    width, height = size
    if detail == 0:
        builder.rounded_box(place, (0.18, width, height), 0.03, "trim", colour="housing", arc=3)
    else:
        builder.box(place, (0.18, width, height), "trim", colour="housing")
    if board:
        builder.box(
            (x - 0.05, y, z), (0.012, width + 0.14, height + 0.16), "trim", colour="housing"
        )
        if detail == 0:
            rim = (x - 0.043, y, z)
            for dy, dz, w, h in (
                (0, (height + 0.14) / 2, width + 0.14, 0.02),
                (0, -(height + 0.14) / 2, width + 0.14, 0.02),
                ((width + 0.12) / 2, 0, 0.02, height + 0.16),
                (-(width + 0.12) / 2, 0, 0.02, height + 0.16),
            ):
                builder.box((rim[0], y + dy, z + dz), (0.003, w, h), "sign_face", leave_out="-x")


def _lens(builder, place, radius: float, material: str, detail: int) -> None:
    """A shallow dome."""
    sides = (18, 10, 6)[detail]
    x, y, z = place
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.stack([0 * angle + x, y + radius * np.cos(angle), z + radius * np.sin(angle)], 1)
    builder.fan(ring, material, centre=(x + 0.12 * radius, y, z))


def _visor(builder, place, radius: float, detail: int) -> None:
    """An open half cylinder that shades a lens, 0.19 m long."""
    x, y, z = place
    angle = np.radians(np.linspace(-25, 205, 11 if detail == 0 else 6))
    arc = np.stack([radius * np.cos(angle) + y, radius * np.sin(angle) + z], 1)
    rings = [
        np.column_stack([np.full(len(arc), x - 0.01), arc]),
        np.column_stack([x + 0.15 + 0.05 * np.sin(angle).clip(0, 1), arc]),
    ]
    builder.grid(rings, "trim", colour="housing")
    inner = [
        ring * [1, 0.985, 0.985] + [0, 0.015 * y, 0.015 * z]
        for ring in (np.array(r) for r in rings)
    ]
    builder.grid(inner, "trim", colour="housing", flip=True)


def _mask(builder: MeshBuilder, place, walking: bool) -> None:
    """The dark surround that leaves a lit figure."""
    from shapely import Point
    from shapely.affinity import scale

    figure = scale(pictogram("pedestrian"), 1.0 if walking else 0.35, 1.0, origin=(0, 0))
    figure = scale(figure, 0.5, 0.5, origin=(0, 0))
    shape = Point(0, 0).buffer(0.099, quad_segs=5).difference(figure)
    x, y, z = place
    for part in polygons(shape):
        flat, faces = triangulated(part)
        points = np.column_stack([np.full(len(flat), x + 0.014), flat[:, 0] + y, flat[:, 1] + z])
        builder.add(points, faces, "trim", "housing")


def _button(builder: MeshBuilder, z: float) -> None:
    """A yellow push-button box."""
    builder.box((0.085, 0, z), (0.07, 0.10, 0.18), "plastic", colour="button_box")
    builder.box((0.123, 0, z - 0.03), (0.008, 0.05, 0.05), "plastic", colour="button")
