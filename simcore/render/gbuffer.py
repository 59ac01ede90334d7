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
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..classes import SKY
from ..kernel import kernel
from .film import Film

Channels = dict[str, NDArray[Any]]


def gbuffer(film: Film, channels: Iterable[str], out: Channels | None = None) -> Channels:
    """The channels of what ``film`` last drew at the pixels' centres.

    out: arrays of the shapes above to write to, by channel; others are made.
    """
    made: Channels = {}
    for name in channels:
        if name not in _CHANNELS:
            raise KeyError(f"no channel is called '{name}'; there are {', '.join(_CHANNELS)}")
        tail, dtype, write = _CHANNELS[name]
        shape = (film.lens.height, film.lens.width, *tail)
        made[name] = np.empty(shape, dtype) if out is None or name not in out else out[name]
        write(film, made[name])
    return made


@kernel("f4[:] -> f4[:]", narrow=True)
def depths(inverse, depth_out):
    """1/z [1/m], 0 for nothing, to z [m], inf for nothing."""
    for n in range(inverse.shape[0]):
        depth_out[n] = 1.0 / inverse[n]


@kernel("i4[:], i4[:], i4 -> i4[:]")
def of_record(record, table, nothing, out):
    """table (R,): an int for each record; ``nothing`` where there is none."""
    for n in range(record.shape[0]):
        r = record[n]
        out[n] = table[r] if r >= 0 else nothing


@kernel("i4[:], i4[:], i4[:], i4 -> i4[:]")
def of_row(record, row, table, nothing, out):
    """row (R,): which row of ``table`` each record stands for."""
    for n in range(record.shape[0]):
        r = record[n]
        out[n] = table[row[r]] if r >= 0 else nothing


@kernel("i4[:], i4[:], u1[:], u1 -> u1[:]")
def of_row_u1(record, row, table, nothing, out):
    """The same for bytes."""
    for n in range(record.shape[0]):
        r = record[n]
        out[n] = table[row[r]] if r >= 0 else nothing


@kernel("f4[:,:], f4[:,:,:], f4[:] -> f4[:,:,:]", narrow=True)
def positions(inverse, T_world_row, lens, position_out):
    """Places in the world (H, W, 3). T_world_row (H, 3, 4); lens (4,): fx, fy, cx, cy."""
    for y in range(inverse.shape[0]):
        for x in range(inverse.shape[1]):
            if inverse[y, x] == 0.0:
                for k in range(3):
                    position_out[y, x, k] = 0.0
                continue
            z = 1.0 / inverse[y, x]
            right = (np.float32(np.int32(x)) - lens[2]) / lens[0] * z
            down = (np.float32(np.int32(y)) - lens[3]) / lens[1] * z
            for k in range(3):
                position_out[y, x, k] = (
                    T_world_row[y, k, 0] * right
                    + T_world_row[y, k, 1] * down
                    + T_world_row[y, k, 2] * z
                    + T_world_row[y, k, 3]
                )


def _flat(film: Film) -> NDArray[np.int32]:
    return film.centre.record.reshape(-1)


def _depth(film: Film, out: NDArray) -> None:
    depths(film.centre.inverse.reshape(-1), out.reshape(-1))


def _item(film: Film, out: NDArray) -> None:
    of_record(_flat(film), film.item, np.int32(-1), out.reshape(-1))


def _triangle(film: Film, out: NDArray) -> None:
    of_record(_flat(film), film.triangle, np.int32(-1), out.reshape(-1))


def _instance(film: Film, out: NDArray) -> None:
    of_row(_flat(film), film.item, film.stage.body, np.int32(0), out.reshape(-1))


def _chart(film: Film, out: NDArray) -> None:
    of_row(_flat(film), film.item, film.stage.chart, np.int32(-1), out.reshape(-1))


def _class(film: Film, out: NDArray) -> None:
    of_row_u1(_flat(film), film.item, film.stage.class_id, np.uint8(SKY), out.reshape(-1))


def _material(film: Film, out: NDArray) -> None:
    table = film.stage.geometry.material
    of_row_u1(_flat(film), film.triangle, table, np.uint8(0), out.reshape(-1))


def _slot(film: Film, out: NDArray) -> None:
    table = film.stage.geometry.slot
    of_row_u1(_flat(film), film.triangle, table, np.uint8(0), out.reshape(-1))


def _uv(film: Film, out: NDArray) -> None:
    film.drawing.textures(film.centre.record, film.centre.inverse, out)


def _normal(film: Film, out: NDArray) -> None:
    film.drawing.normals(film.centre.record, film.centre.inverse, _UPRIGHT, out)


def _normal_world(film: Film, out: NDArray) -> None:
    film.drawing.normals(film.centre.record, film.centre.inverse, film.T_world_row, out)


def _position(film: Film, out: NDArray) -> None:
    lens = film.lens
    k = np.array([lens.fx, lens.fy, lens.cx, lens.cy], np.float32)
    positions(film.centre.inverse, film.T_world_row, k, out)


_UPRIGHT = np.eye(3, 4, dtype=np.float32)[None]
_CHANNELS: dict[str, tuple[tuple[int, ...], str, Callable[[Film, NDArray], None]]] = {
    "depth": ((), "f4", _depth),
    "instance": ((), "i4", _instance),
    "class": ((), "u1", _class),
    "material": ((), "u1", _material),
    "slot": ((), "u1", _slot),
    "chart": ((), "i4", _chart),
    "item": ((), "i4", _item),
    "triangle": ((), "i4", _triangle),
    "uv": ((2,), "f4", _uv),
    "normal": ((3,), "f4", _normal),
    "normal_world": ((3,), "f4", _normal_world),
    "position": ((3,), "f4", _position),
}
