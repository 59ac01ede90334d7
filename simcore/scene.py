"""What does not move during an episode: placed meshes, lanes, charts of the road, fixed lamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .geometry.mesh import Mesh

if TYPE_CHECKING:
    from .lamps import Lamp
    from .lanes import LaneMap
    from .light.tubes import Tube
    from .signals import Signals

Array = NDArray[np.float64]


class Grade(NamedTuple):
    """A mesh to draw a placement with where its pieces (leaves, twigs) of this size [m] are small
    enough on the image."""

    size: float
    mesh: Mesh


class Placement(NamedTuple):
    """A mesh put somewhere for good.

    T (4, 4): its pose in the world; body: instance id, 0 for what is not counted (a house); lit:
    mask of the lamp circuits that are on (``materials.lit``); chart: number of the ``Surface``
    chart whose (s, t) are the mesh's texture coordinates, -1 for none; group: of the scene's
    signals, whose lamps then are on by the time, -1 for none; grades: finer and coarser meshes
    with the same colours, from the finest on, of which cameras see one by how far away it is
    (``Stage.drawn``); ``mesh`` itself is what casts shadows.
    """

    mesh: Mesh
    T: Array
    class_id: int
    body: int = 0
    lit: int = 0
    chart: int = -1
    group: int = -1
    grades: tuple[Grade, ...] = ()


class FixedBody(NamedTuple):
    """A counted thing that never moves (a traffic light, a parked bicycle rack).

    id: instance id; T (4, 4): box centre in the world; size: length, width, height [m]; group: of
    the scene's signals, -1 for none.
    """

    id: int
    class_id: int
    T: Array
    size: tuple[float, float, float]
    attributes: tuple[str, ...] = ()
    group: int = -1


@dataclass(frozen=True, eq=False)
class Scene:
    """The fixed world of an episode. signals: of the lights, where they change; tubes: tunnels."""

    placements: tuple[Placement, ...]
    lanes: LaneMap
    bodies: tuple[FixedBody, ...] = ()
    lamps: tuple[Lamp, ...] = ()
    signals: Signals | None = None
    tubes: tuple[Tube, ...] = ()
