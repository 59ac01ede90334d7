"""What shading needs to know of a stage and of the materials, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...classes import EGO
from ...materials import CIRCUITS, materials
from ..stage import Stage

F4 = NDArray[np.float32]

PAVED = ("asphalt", "concrete", "kerbstone", "marking", "paving")
"""Patterns of ground that ices over."""


class Tables(NamedTuple):
    """patterns: the kernel of each, by its number; pattern (M,) u1: number of each material's;
    materials (M, 6) f4: roughness, F0, coat, snow, luminance, whether it is paved; circuit (M,) i4:
    number of the circuit that each shines by, -1 for none; seed (I,) f4: in [0, 1); keep
    (I,) f4: share of the snow that stays on it; face
    (T, 3), along (T, 2) f4: unit normal of each triangle and level direction in which its u grows,
    in the mesh's axes."""

    patterns: tuple[Callable, ...]
    pattern: NDArray[np.uint8]
    materials: F4
    circuit: NDArray[np.int32]
    seed: F4
    keep: F4
    face: F4
    along: F4

    @classmethod
    def of(cls, stage: Stage) -> Tables:
        """The tables of a stage."""
        names = sorted({material.pattern for material in materials()})
        patterns = [import_module(f"{__package__}.patterns.{name}").shade for name in names]
        rows = [
            (m.roughness, m.f0, m.coat, m.snow, m.luminance, m.pattern in PAVED)
            for m in materials()
        ]
        numbers = [CIRCUITS.index(m.circuit) if m.circuit else -1 for m in materials()]
        return cls(
            tuple(patterns),
            np.array([names.index(m.pattern) for m in materials()], np.uint8),
            np.array(rows, np.float32),
            np.array(numbers, np.int32),
            _seeds(len(stage)),
            np.where(stage.class_id == EGO, 0.0, 1.0).astype(np.float32),  # it is driven, warm
            *_directions(stage),
        )


def _seeds(items: int) -> F4:
    word = (np.arange(items, dtype=np.uint64) * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF
    return ((word ^ (word >> 15)) * 0x2C1B3C6D % 2**24).astype(np.float32) / np.float32(2**24)


def _directions(stage: Stage) -> tuple[F4, F4]:
    g = stage.geometry
    starts = np.repeat(g.first_vertex[:-1], np.diff(g.first_triangle))
    a, b, c = (g.triangles[:, k] + starts for k in range(3))
    points = g.vertices.T
    p, q = points[b] - points[a], points[c] - points[a]
    d, e = g.uv[b] - g.uv[a], g.uv[c] - g.uv[a]
    area = d[:, 0] * e[:, 1] - e[:, 0] * d[:, 1]
    along = (p * e[:, 1:] - q * d[:, 1:]) * np.sign(area)[:, None]
    return _unit(np.cross(p, q)), _unit(along[:, :2])


def _unit(vectors: NDArray) -> F4:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(length, 1e-12)).astype(np.float32)
