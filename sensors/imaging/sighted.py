"""What cameras of every kind share: where they look from, films of what is seen, and the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import R_FLU_OPTICAL, pose
from ...simcore.render.picture import Painter
from ...simcore.snapshot import Snapshot
from ..mounted import Mounted
from ..reading import Calibration, Truth
from ..sensor import Demand
from ..truth.boxes import Seen, seen
from ..truth.objects import Picture, objects
from .eye import Eye
from .glass import projection_of
from .view import View

OPTICAL = pose(R=R_FLU_OPTICAL)

TRUTH = {"depth": "depth", "semantic": "class", "instance": "instance", "normal": "normal"}
"""Channels of truth by the channels of the G-buffer that they come from."""


class Labels(NamedTuple):
    """made: channels of the G-buffer; found: the extents of the instances in them, where objects
    are labelled."""

    made: Mapping[str, NDArray]
    found: Mapping[int, Seen]


class Sighted(Mounted):
    """A sensor that sees through a lens. threads share the rows; BAND: in which it sees."""

    modality = "camera"
    BAND: ClassVar[str] = "visible"

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.projection = projection_of(settings)
        self._view = View(self.projection)
        self._eye = Eye(self._view, fine=bool(self.delivered), threads=threads)

    @property
    def T_ego_sensor(self) -> NDArray[np.float64]:
        """(4, 4) its optical axes in the ego's."""
        return self.T_ego_mount @ OPTICAL

    @property
    def calibration(self) -> Calibration:
        """How directions are mapped to pixels."""
        p = self.projection
        return Calibration(
            p.width, p.height, p.fx, p.fy, p.cx, p.cy, p.model, tuple(p.coefficients)
        )

    def flow(self, shot: Snapshot, t_ns: int, after: Snapshot, after_ns: int) -> dict[str, NDArray]:
        """Forward flow (H, W, 2) f4 [px] to the next reading, and where it is valid (H, W)."""
        now, then = (Eye(self._view, fine=False, threads=self.threads) for _ in range(2))
        self._drawn(now, shot, t_ns)
        self._drawn(then, after, after_ns)
        flow, valid = now.flow_to(then)
        return {"flow": flow, "flow_valid": valid}

    def _drawn(self, eye: Eye, shot: Snapshot, t_ns: int) -> Any:
        """Draw what labels are made of: all at one instant."""
        posed = shot.fixed.stage.posed(shot.near(t_ns))
        eye.draw(shot.fixed.stage, posed, shot.ego_near(t_ns) @ self.T_ego_mount)

    def _painters(self, shot: Snapshot) -> Sequence[Painter]:
        """One for each face of the view, which says what lies on what is seen."""
        raise NotImplementedError

    def _labels(self) -> Labels:
        """What is asked for of the pixels' centres, of what the eye has drawn."""
        needed = {TRUTH[c] for c in self.channels if c in TRUTH}
        if not self.demand.objects:
            return Labels(self._eye.labels(needed), {})
        made = self._eye.labels(needed | {"depth", "instance"})
        return Labels(made, seen(made["instance"]))

    def _truth(
        self,
        shot: Snapshot,
        t_ns: int,
        labels: Labels | None = None,
        picture: Picture | None = None,
    ) -> Truth:
        """Of what the eye has drawn. picture: what its light shows of objects."""
        labels = self._labels() if labels is None else labels
        made = labels.made
        channels = {channel: made[TRUTH[channel]] for channel in self.channels if channel in TRUTH}
        if "cover" in self.channels:
            channels["cover"] = self._eye.cover(self._painters(shot), shot.surface)
        if not self.demand.objects:
            return Truth(channels)
        T_world_camera = shot.ego(t_ns) @ self.T_ego_sensor
        seen_in = made["depth"], made["instance"], labels.found, picture, self.BAND
        return Truth(channels, objects(self._eye, T_world_camera, shot, t_ns, *seen_in))
