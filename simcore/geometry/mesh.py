"""A triangle mesh as the renderer, the ray-caster and the physics share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Mesh:
    """An immutable mesh. Triangles are counter-clockwise seen from outside.

    vertices (V, 3) f4 [m]; normals (V, 3) f4, unit, vertices being split at creases; uv (V, 2) f4
    [m]; triangles (T, 3) i4; material (T,) u1, rows of ``materials.csv``; slot (T,) u1, rows of
    ``colours``; colours (C, 3) f4, linear albedo; slots: the names of the colours.
    """

    vertices: NDArray[np.float32]
    normals: NDArray[np.float32]
    uv: NDArray[np.float32]
    triangles: NDArray[np.int32]
    material: NDArray[np.uint8]
    slot: NDArray[np.uint8]
    colours: NDArray[np.float32]
    slots: tuple[str, ...]

    def __post_init__(self):
        for name in ("vertices", "normals", "uv", "triangles", "material", "slot", "colours"):
            getattr(self, name).flags.writeable = False

    def recoloured(self, colours: Mapping[str, ArrayLike]) -> Mesh:
        """The same geometry, shared, with some slots in other linear colours.

        Names that the mesh does not have are left out, so that one set of colours can dress all
        the parts of a figure.
        """
        table = self.colours.copy()
        for name, colour in colours.items():
            if name in self.slots:
                table[self.slots.index(name)] = colour
        return replace(self, colours=table)

    @cached_property
    def bounds(self) -> NDArray[np.float32]:
        """(2, 3): lowest and highest corner of the vertices [m]."""
        return np.stack([self.vertices.min(0), self.vertices.max(0)])

    @cached_property
    def sphere(self) -> NDArray[np.float32]:
        """(4,): centre and radius of a sphere around all vertices [m]."""
        centre = self.bounds.mean(0)
        radius = np.sqrt(((self.vertices - centre) ** 2).sum(1).max())
        return np.append(centre, radius).astype(np.float32)
