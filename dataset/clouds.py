"""Sweeps as files that other programs read.

========  ==========================================================================================
ending    content
========  ==========================================================================================
``npy``   the structured array as it is: NumPy
``pcd``   PCD v0.7, binary, of the Point Cloud Library: all fields as they are, but ``t`` [s] as
          float32 from the reading's time in place of ``t_ns``; of detections also x, y, z
``bin``   as KITTI's: float32 x, y, z and intensity from 0 to 1, without a header
========  ==========================================================================================

The format of PCD is that of https://pointclouds.org/documentation/tutorials/pcd_file_format.html
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..sensors.cloud import rays

_KINDS = {"f": "F", "i": "I", "u": "U"}


def npy(points: NDArray, t_ns: int) -> bytes:
    """NumPy's own file."""
    file = io.BytesIO()
    np.save(file, points, allow_pickle=False)
    return file.getvalue()


def pcd(points: NDArray, t_ns: int) -> bytes:
    """PCD v0.7. t_ns: of the reading, from which times count."""
    table = packed(points, t_ns)
    kind = table.dtype
    fields = [(name, kind[name]) for name in kind.names or ()]
    words = {
        "VERSION": ["0.7"],
        "FIELDS": [name for name, _ in fields],
        "SIZE": [str(part.itemsize) for _, part in fields],
        "TYPE": [_KINDS[part.kind] for _, part in fields],
        "COUNT": ["1" for _ in fields],
        "WIDTH": [str(len(table))],
        "HEIGHT": ["1"],
        "VIEWPOINT": ["0 0 0 1 0 0 0"],
        "POINTS": [str(len(table))],
        "DATA": ["binary"],
    }
    lines = [f"{key} {' '.join(values)}\n" for key, values in words.items()]
    head = "".join(["# .PCD v0.7 - Point Cloud Data file format\n", *lines])
    return head.encode("ascii") + table.tobytes()


def kitti(points: NDArray, t_ns: int) -> bytes:
    """Four float32 a point: x, y, z and intensity."""
    columns = [points[name].astype("<f4") for name in "xyz"]
    columns.append(points["intensity"].astype("<f4") / np.float32(255.0))
    return np.stack(columns, -1).astype("<f4").tobytes()


WRITE: dict[str, Callable[[NDArray, int], bytes]] = {".npy": npy, ".pcd": pcd, ".bin": kitti}
"""How a file is made, by how its name ends."""


def told_in(points: NDArray, ending: str) -> list[str]:
    """The fields that a file with this ending holds of points."""
    if ending == ".bin":
        return ["x", "y", "z", "intensity"]
    return list((packed(points[:0], 0) if ending == ".pcd" else points).dtype.names or ())


def packed(points: NDArray, t_ns: int) -> NDArray:
    """Points or detections as readers of clouds know them: packed and little-endian, with x, y and
    z, and ``t`` [s] from the reading's time as float32 in place of ``t_ns``."""
    return _timed(_placed(points), t_ns)


def _placed(points: NDArray) -> NDArray:
    """Structured, with x, y and z first."""
    if "x" in (points.dtype.names or ()):
        return points
    fields = [(name, points.dtype[name]) for name in points.dtype.names or ()]
    table = np.zeros(len(points), [("x", "<f4"), ("y", "<f4"), ("z", "<f4"), *fields])
    xyz = points["range"].astype(np.float64)[:, None] * rays(points)
    for axis, column in zip("xyz", xyz.T, strict=True):
        table[axis] = column
    for name, _ in fields:
        table[name] = points[name]
    return table


def _timed(points: NDArray, t_ns: int) -> NDArray:
    """Packed, with ``t`` in place of ``t_ns``: few readers know whole numbers of 64 bits."""
    kinds = {name: points.dtype[name] for name in points.dtype.names or ()}
    fields = [
        ("t", "<f4") if name == "t_ns" else (name, _plain(kind)) for name, kind in kinds.items()
    ]
    table = np.zeros(len(points), fields)
    for name in kinds:
        if name == "t_ns":
            table["t"] = (points["t_ns"].astype(np.int64) - t_ns) * 1e-9
        else:
            table[name] = points[name]
    return table


def _plain(kind: np.dtype) -> np.dtype:
    return np.dtype("u1") if kind.kind == "b" else kind.newbyteorder("<")
