"""What a sensor may look at: the world over an interval, and the stage on which it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..simcore.bodies import Bodies
from ..simcore.lamps import Lamp
from ..simcore.physics.driving import columns as c
from ..simcore.pose import pose
from ..simcore.render.stage import Stage
from ..simcore.snapshot import Snapshot

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class View:
    """The world from one control step to the next. ``stage`` and the scene are made when first
    asked for, so that an environment that shows nothing builds no meshes.

    extent: length, width and box centre of the ego's own box, for times to contact.
    """

    snapshot: Snapshot
    staged: Callable[[], Stage]
    lamps_of: Callable[[Bodies], tuple[Lamp, ...]]
    ego_box: tuple[float, float, float]

    @cached_property
    def stage(self) -> Stage:
        """The packed meshes of scene and cast."""
        return self.staged()

    def bodies(self, t_ns: int) -> Bodies:
        """The bodies at a time of the interval."""
        return self.snapshot.at(t_ns)

    def ego(self, t_ns: int) -> Array:
        """(4, 4) T_world_ego at a time of the interval."""
        row = self.snapshot.state_at(t_ns)[0]
        return pose(row[c.X : c.Z + 1], roll=row[c.ROLL], pitch=row[c.PITCH], yaw=row[c.YAW])

    def lamps(self, t_ns: int) -> tuple[Lamp, ...]:
        """The light sources that are on."""
        return self.lamps_of(self.bodies(t_ns))
