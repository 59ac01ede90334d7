"""What moves: labelled bodies and the rigid parts they are drawn from, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cast:
    """What stays the same about the bodies of an episode; rows of ``Bodies`` follow it.

    Per body (N,): id i4, the instance id, ≥ 1; class_id u1; group i4, the id of the actor's first
    body; size (N, 3) f4: length, width, height [m]; actor i4: the row of the actor in the world.
    Per part (P,): meshes; part_body i4, row of its body; names of parts are the figure's.
    """

    id: NDArray[np.int32]
    class_id: NDArray[np.uint8]
    group: NDArray[np.int32]
    size: NDArray[np.float32]
    actor: NDArray[np.int32]
    meshes: tuple
    part_body: NDArray[np.int32]

    @property
    def part_id(self) -> NDArray[np.int32]:
        """(P,) instance id of each part."""
        return self.id[self.part_body]

    @property
    def part_class(self) -> NDArray[np.uint8]:
        """(P,) class id of each part."""
        return self.class_id[self.part_body]


@dataclass(frozen=True, eq=False)
class Bodies:
    """The bodies at one instant.

    T (N, 4, 4): box centres in the world; velocity (N, 3), angular (N, 3): twist in world axes
    [m/s, rad/s]; T_part (P, 4, 4): parts in the world; lit (P,) u4: masks of lamp circuits;
    attributes: per body, words such as "braking".
    """

    cast: Cast
    T: Array
    velocity: Array
    angular: Array
    T_part: Array
    lit: NDArray[np.uint32]
    attributes: tuple[tuple[str, ...], ...]
