"""What sensors of every kind share: their name, their place on the ego, and records of readings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ..simcore.pose import pose
from ..simcore.snapshot import Snapshot
from .reading import Calibration, Reading
from .sensor import Demand, Sensor

Array = NDArray[np.float64]


class Mounted(Sensor):
    """A sensor of a rig. settings: drawn, with its mount; threads share its work.

    DELIVERS: the channels that it makes itself; the others are truth.
    """

    DELIVERS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        self.name, self.demand, self.threads = name, demand, threads
        self.channels = tuple(c for c in settings.channels if demand.wants(c))
        self.delivered = tuple(c for c in self.channels if c in self.DELIVERS)
        mount = settings.mount
        self.T_ego_mount = pose(
            (mount.x, mount.y, mount.z), roll=mount.roll, pitch=mount.pitch, yaw=mount.yaw
        )

    @property
    def T_ego_sensor(self) -> Array:
        """(4, 4) its axes in the ego's: the mount's, x forward, y left, z up."""
        return self.T_ego_mount

    @property
    def calibration(self) -> Calibration | None:
        """How directions are mapped to pixels; None where there are none."""
        return None

    def flow(self, shot: Snapshot, t_ns: int, after: Snapshot, after_ns: int) -> dict[str, NDArray]:
        """Nothing waits for the next reading."""
        return {}

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Nothing is remembered."""

    def restore(self, memory: Any) -> None:
        """There is nothing to go back to."""

    def _reading(
        self,
        shot: Snapshot,
        t_ns: int,
        index: int,
        span_ns: tuple[int, int],
        channels: Mapping[str, NDArray],
    ) -> Reading:
        """The reading of a time. span_ns: how long before and after it was gathered."""
        return Reading(
            sensor=self.name,
            modality=self.modality,
            index=index,
            t_ns=t_ns,
            t_start_ns=t_ns - span_ns[0],
            t_end_ns=t_ns + span_ns[1],
            t_claimed_ns=t_ns,
            channels=channels,
            T_world_ego=shot.ego(t_ns),
            T_ego_sensor=self.T_ego_sensor,
            calibration=self.calibration,
        )
