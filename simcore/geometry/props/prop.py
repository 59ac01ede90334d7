"""A loose thing: its figure, whose origin is the centre of its box, its mass and rolling radius."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...classes import class_id
from ...pose import rotation
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, Motion, Part
from ..mesh import Mesh

Array = NDArray[np.float64]


class Prop(NamedTuple):
    """figure: one part, one body; mass [kg]; radius [m] on which it rolls, 0 when it does not."""

    figure: Figure
    mass: float
    radius: float = 0.0


def prop(
    mesh: Mesh,
    name: str,
    class_name: str,
    mass: float,
    *,
    radius: float = 0.0,
    colours: Mapping[str, ArrayLike] | None = None,
) -> Prop:
    """A prop from a mesh in any axes parallel to its box's; what rolls turns with the motion."""
    low, high = mesh.bounds.astype(np.float64)
    centre, size = (low + high) / 2, high - low
    mesh = replace(mesh, vertices=(mesh.vertices - centre).astype(np.float32))
    if colours:
        mesh = mesh.recoloured(colours)
    body = BodyShape(name, class_id(class_name), tuple(size.tolist()), (0.0, 0.0, 0.0))
    parts = (Part(name, mesh, -1, np.eye(4)),)
    if radius:
        return Prop(Figure(parts, (body,), _rolling, wheel_radius=radius), mass, radius)
    return Prop(Figure(parts, (body,)), mass)


def _rolling(motion: Motion, local: Array) -> None:
    """Turn the only part about its axle, forwards with the phase."""
    local[0, :3, :3] = rotation(pitch=motion.phase)


def turned(mesh: Mesh, R: ArrayLike) -> Mesh:
    """The mesh turned by a rotation (3, 3)."""
    R = np.asarray(R, np.float64)
    return replace(
        mesh,
        vertices=(mesh.vertices @ R.T).astype(np.float32),
        normals=(mesh.normals @ R.T).astype(np.float32),
    )


def reshaped(mesh: Mesh, vertices: Array, crease: float = 40.0) -> Mesh:
    """The mesh with its vertices moved, its normals made anew."""
    builder = MeshBuilder()
    builder.merge(replace(mesh, vertices=vertices.astype(np.float32)))
    return builder.build(crease)
