"""Things that stand somewhere for good: meshes by class, at most one counted body, lamps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..classes import class_id
from ..lamps import Lamp
from ..materials import lit
from ..pose import pose
from ..scene import FixedBody, Grade, Placement
from .figure import BodyShape
from .mesh import Mesh

Array = NDArray[np.float64]


class Light(NamedTuple):
    """A lamp of a fixture: the circuit that switches it; place [m] and direction in its axes.

    intensity [cd] on the axis, beam and radius [m] as in ``lamps.Lamp``; colour: linear RGB.
    """

    circuit: str
    place: tuple[float, float, float]
    direction: tuple[float, float, float]
    intensity: float
    beam: str
    radius: float
    colour: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Fixture:
    """A fixture in its own axes: x forward (towards the road), z up, origin on the ground.

    pieces: (mesh, class name); body: what is counted, if anything is; lights; attributes of the
    body; extent (2, 3): lowest and highest corner of all pieces [m]; grades: of each piece, see
    ``Placement``.
    """

    pieces: tuple[tuple[Mesh, str], ...]
    body: BodyShape | None = None
    lights: tuple[Light, ...] = ()
    attributes: tuple[str, ...] = ()
    extent: Array = field(default=None, repr=False)  # type: ignore[arg-type]
    grades: tuple[tuple[Grade, ...], ...] = ()

    def __post_init__(self):
        if self.extent is None:
            bounds = np.stack([mesh.bounds for mesh, _ in self.pieces]).astype(np.float64)
            extent = np.stack([bounds[:, 0].min(0), bounds[:, 1].max(0)])
            extent.flags.writeable = False
            object.__setattr__(self, "extent", extent)

    def recoloured(self, colours: Mapping[str, ArrayLike]) -> Fixture:
        """The same shape, shared, with other colours in the named slots."""
        grades = tuple(
            tuple(Grade(size, mesh.recoloured(colours)) for size, mesh in own)
            for own in self.grades
        )
        pieces = tuple((mesh.recoloured(colours), name) for mesh, name in self.pieces)
        return replace(self, pieces=pieces, grades=grades)

    def placements(self, T: Array, number: int = 0, on: int = 0) -> tuple[Placement, ...]:
        """Its meshes at T (4, 4); number: instance id of its body; on: mask of lit circuits.

        Of several pieces, those of the body's class carry the instance id.
        """
        grades = self.grades or ((),) * len(self.pieces)
        return tuple(
            Placement(mesh, T, class_id(name), self._number(name, number), on, grades=own)
            for (mesh, name), own in zip(self.pieces, grades, strict=True)
        )

    def fixed_body(self, T: Array, number: int) -> FixedBody:
        """Its counted body at T (4, 4) under an instance id."""
        if self.body is None:
            raise ValueError("this fixture has no counted body")
        body = self.body
        T_box = T @ pose(body.centre)
        return FixedBody(number, body.class_id, T_box, body.size, self.attributes)

    def lamps(self, T: Array, on: int) -> tuple[Lamp, ...]:
        """Its lamps that are on, in the world."""
        return tuple(
            Lamp(
                tuple(T[:3, :3] @ light.place + T[:3, 3]),
                tuple(T[:3, :3] @ light.direction),
                light.colour,
                light.intensity,
                light.beam,
                light.radius,
            )
            for light in self.lights
            if on & lit(light.circuit)
        )

    def _number(self, name: str, number: int) -> int:
        return number if self.body is not None and class_id(name) == self.body.class_id else 0


def around(*meshes: Mesh) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Size and centre of the box around meshes [m]."""
    low = np.min([m.bounds[0] for m in meshes], 0).astype(np.float64)
    high = np.max([m.bounds[1] for m in meshes], 0).astype(np.float64)
    length, width, height = (high - low).tolist()
    x, y, z = ((low + high) / 2).tolist()
    return (length, width, height), (x, y, z)
