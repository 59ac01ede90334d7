"""The G-buffer: per pixel, what lies at its centre, channel by channel, as asked for.

=============== =========== ======= ==========================================================
channel         shape       dtype   holds; where nothing is
=============== =========== ======= ==========================================================
depth           (H, W)      f4      z along the optical axis [m]; inf
instance        (H, W)      i4      instance id, 0 for what is not counted; 0
class           (H, W)      u1      class id; 22 (sky)
material        (H, W)      u1      row of ``materials.csv``; 0
slot            (H, W)      u1      colour slot of the item's mesh; 0
chart           (H, W)      i4      chart of the ``Surface``, -1 for none; -1
item            (H, W)      i4      row of the stage's items; -1
triangle        (H, W)      i4      row of the stage's triangles; -1
uv              (H, W, 2)   f4      texture coordinates [m]; 0
normal          (H, W, 3)   f4      interpolated unit normal, camera axes (optical); 0
normal_world    (H, W, 3)   f4      the same in world axes; 0
position        (H, W, 3)   f4      place in the world [m]; 0
=============== =========== ======= ==========================================================

The last four are views of planar memory, one component of the whole image after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..classes import SKY
from ..threads import in_bands
from . import pixels
from .film import Film

Channels = dict[str, NDArray[Any]]

_KINDS: dict[str, tuple[int, str]] = {
    "depth": (1, "f4"),
    "instance": (1, "i4"),
    "class": (1, "u1"),
    "material": (1, "u1"),
    "slot": (1, "u1"),
    "chart": (1, "i4"),
    "item": (1, "i4"),
    "triangle": (1, "i4"),
    "uv": (2, "f4"),
    "normal": (3, "f4"),
    "normal_world": (3, "f4"),
    "position": (3, "f4"),
}
_LABELS = ("instance", "class", "material")
_FACED = ("uv", "normal", "normal_world")
CHANNELS = tuple(_KINDS)
"""All channels: their components, and types."""


def gbuffer(film: Film, channels: Iterable[str], out: Channels | None = None) -> Channels:
    """The channels of what ``film`` last drew at the pixels' centres.

    out: what an earlier call returned for an image of this size, to be written over; a new array
    of several megabytes costs more than what fills it.
    """
    flat: Channels = {}
    for name in channels:
        if name not in _KINDS:
            raise KeyError(f"no channel is called '{name}'; there are {', '.join(CHANNELS)}")
        flat[name] = _memory(film, name, out)
    for fill in (_look_up(film, flat), _geometry(film, flat)):
        in_bands(fill, film.lens.height, film.threads)
    return {name: _shaped(film, name, array) for name, array in flat.items()}


def _memory(film: Film, name: str, out: Channels | None) -> NDArray[Any]:
    """The memory of a channel, flat and planar."""
    components, dtype = _KINDS[name]
    size = film.lens.width * film.lens.height * components
    if out is None or name not in out:
        return np.empty(size, dtype)
    array = out[name]
    planar = array if components == 1 else np.moveaxis(array, -1, 0)
    if not planar.flags.c_contiguous or planar.size != size or planar.dtype != dtype:
        raise ValueError(f"out['{name}'] was not made for an image of this size by gbuffer")
    return planar.reshape(-1)


def _shaped(film: Film, name: str, flat: NDArray[Any]) -> NDArray[Any]:
    components = _KINDS[name][0]
    shape = (film.lens.height, film.lens.width)
    return flat.reshape(shape) if components == 1 else np.moveaxis(flat.reshape(-1, *shape), 0, -1)


def _scratch(film: Film, flat: Channels, name: str) -> NDArray[Any]:
    """The memory of a channel that is asked for, else some that is thrown away."""
    if name in flat:
        return flat[name]
    components, dtype = _KINDS[name]
    return film.scratch.array(name, film.labels.record.size * components, dtype)


def _look_up(film: Film, flat: Channels) -> Callable[[int, int], None]:
    """What fills rows of the channels that are values of tables."""
    stage, geometry, width = film.stage, film.stage.geometry, film.lens.width
    item, triangle = film.item, film.triangle
    record, inverse = film.labels.record.reshape(-1), film.labels.inverse.reshape(-1)
    tables = stage.body, stage.class_id, geometry.material
    nothing = np.int32(0), np.uint8(SKY), np.uint8(0)
    labelled = not flat.keys().isdisjoint(_LABELS)
    made = [_scratch(film, flat, name) for name in _LABELS] if labelled else []

    def band(top: int, bottom: int) -> None:
        part = slice(top * width, bottom * width)
        here = record[part]
        if "depth" in flat:
            pixels.depths(inverse[part], flat["depth"][part])
        if labelled:
            outs = [array[part] for array in made]
            pixels.labels(here, item, triangle, *tables, *nothing, *outs)
        if "item" in flat:
            pixels.rows(here, item, flat["item"][part])
        if "triangle" in flat:
            pixels.rows(here, triangle, flat["triangle"][part])
        if "chart" in flat:
            pixels.look_up(here, item, stage.chart, np.int32(-1), flat["chart"][part])
        if "slot" in flat:
            pixels.look_up_bytes(here, triangle, geometry.slot, np.uint8(0), flat["slot"][part])

    return band


def _geometry(film: Film, flat: Channels) -> Callable[[int, int], None]:
    """What fills rows of the channels that vary over a triangle."""
    lens, drawing = film.lens, film.drawing
    placed = "normal_world" in flat or "position" in flat
    rows = film.T_world_row if placed else np.empty((0, 3, 4), np.float32)
    k = np.array([lens.fx, lens.fy, lens.cx, lens.cy], np.float32)
    record, inverse = film.labels.record.reshape(-1), film.labels.inverse.reshape(-1)
    faced = not flat.keys().isdisjoint(_FACED)
    if faced:
        drawing.prepare()
        depth, uv, normal = (_scratch(film, flat, name) for name in ("depth", "uv", "normal"))

    def band(top: int, bottom: int) -> None:
        if faced:
            if "depth" not in flat:
                part = slice(top * lens.width, bottom * lens.width)
                pixels.depths(inverse[part], depth[part])
            drawing.faces(record, depth, top, bottom, lens.width, uv, normal)
        if "normal_world" in flat:
            pixels.turn_normals(normal, rows, top, bottom, lens.width, flat["normal_world"])
        if "position" in flat:
            pixels.positions(inverse, rows, k, top, bottom, lens.width, flat["position"])

    return band
