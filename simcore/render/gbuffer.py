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

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..classes import SKY
from . import pixels
from .film import Film
from .threads import in_bands

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
    _look_up(film, flat)
    _geometry(film, flat)
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


def _look_up(film: Film, flat: Channels) -> None:
    """Channels that are values of tables."""
    centre, stage = film.centre, film.stage
    record, item, triangle = centre.record.reshape(-1), film.item, film.triangle
    geometry = stage.geometry
    if "depth" in flat:
        pixels.depths(centre.inverse.reshape(-1), flat["depth"])
    for name, row in (("item", item), ("triangle", triangle)):
        if name in flat:
            pixels.rows(record, row, flat[name])
    for name, table, nothing in (("instance", stage.body, 0), ("chart", stage.chart, -1)):
        if name in flat:
            pixels.look_up(record, item, table, nothing, flat[name])
    for name, row, values, sky in (
        ("class", item, stage.class_id, SKY),
        ("material", triangle, geometry.material, 0),
        ("slot", triangle, geometry.slot, 0),
    ):
        if name in flat:
            pixels.look_up_bytes(record, row, values, sky, flat[name])


def _geometry(film: Film, flat: Channels) -> None:
    """Channels that vary over a triangle."""
    lens, inverse = film.lens, film.centre.inverse.reshape(-1)
    width, height = lens.width, lens.height
    if not flat.keys().isdisjoint({"uv", "normal", "normal_world"}):
        uv = flat.get("uv")
        normal = flat.get("normal")
        uv = film.scratch.array("uv", 2 * inverse.size, np.float32) if uv is None else uv
        if normal is None:
            normal = film.scratch.array("normal", 3 * inverse.size, np.float32)
        record, film_faces = film.centre.record.reshape(-1), film.drawing.faces
        film.drawing.prepare()
        in_bands(
            lambda top, bottom: film_faces(record, inverse, top, bottom, width, uv, normal),
            height,
            film.threads,
        )
        if "normal_world" in flat:
            pixels.turn_normals(normal, film.T_world_row, width, flat["normal_world"])
    if "position" in flat:
        k = np.array([lens.fx, lens.fy, lens.cx, lens.cy], np.float32)
        pixels.positions(inverse, film.T_world_row, k, width, flat["position"])
