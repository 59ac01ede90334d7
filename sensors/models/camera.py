"""An ideal pinhole camera with a global shutter.

Example::

    sensors:
      front:
        kind: camera
        mount: {x: 1.6 m, z: 1.5 m, pitch: 2 deg}
        width: 640
        height: 480
        fov: 70 deg
        rate: 10 Hz
        channels: [rgb, depth, instance]
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from ...simcore.pose import R_FLU_OPTICAL, pose
from ...simcore.quantity.fields import Angle, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.render.film import Film
from ...simcore.render.gbuffer import gbuffer
from ...simcore.render.lens import Pinhole
from ...simcore.render.motion import forward_flow
from ...simcore.render.picture import Painter, Scenery
from ...simcore.snapshot import Snapshot
from ..reading import Calibration, Reading, Truth
from ..sensor import Demand
from ..truth.objects import objects

Channel = Literal["rgb", "depth", "semantic", "instance", "normal", "flow", "cover"]
CHANNELS: tuple[Channel, ...] = (
    "rgb", "depth", "semantic", "instance", "normal", "flow", "cover",
)  # fmt: skip


class Settings(Base):
    """Resolution, view and channels."""

    width: int = Field(640, ge=8, le=4096, description="Columns of the image")
    height: int = Field(480, ge=8, le=4096, description="Rows of the image")
    fov: Angle = setting("Horizontal field of view", "70 deg", low="5 deg", high="150 deg")
    channels: tuple[Channel, ...] = Field(
        CHANNELS,
        strict=False,
        min_length=1,
        description="What a reading holds",
        json_schema_extra={"uniqueItems": True},
    )

    @field_validator("channels")
    @classmethod
    def _once(cls, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
        twice = {channel for channel in channels if channels.count(channel) > 1}
        if twice:
            raise invalid(((), f"'{min(twice)}' stands twice"))
        return channels


class Camera:
    """A camera of a rig. settings: drawn, with its mount; threads: share the rows of a picture.

    It keeps only what depends on nothing but its settings and the stage, so that a reading is a
    function of the snapshot and the time.
    """

    modality = "camera"

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        self.name, self.demand, self.threads = name, demand, threads
        self.channels = tuple(c for c in settings.channels if demand.wants(c))
        mount = settings.mount
        self.T_ego_mount = pose(
            (mount.x, mount.y, mount.z), roll=mount.roll, pitch=mount.pitch, yaw=mount.yaw
        )
        self.lens = Pinhole.from_fov(settings.width, settings.height, settings.fov)
        self._film = Film(self.lens, fine="rgb" in self.channels, threads=threads)
        self._painter: Painter | None = None

    @property
    def calibration(self) -> Calibration:
        """How directions are mapped to pixels."""
        lens = self.lens
        return Calibration(lens.width, lens.height, lens.fx, lens.fy, lens.cx, lens.cy)

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot, and the truth of the same instant, but for flow."""
        film = self._drawn(self._film, shot, t_ns)
        channels: dict[str, NDArray] = {}
        if "rgb" in self.channels:
            channels["rgb"] = self._paint(film, shot, t_ns)
        reading = Reading(
            sensor=self.name,
            modality=self.modality,
            index=index,
            t_ns=t_ns,
            t_start_ns=t_ns,
            t_end_ns=t_ns,
            t_claimed_ns=t_ns,
            channels=channels,
            T_world_ego=shot.ego(t_ns),
            T_ego_sensor=self.T_ego_mount @ pose(R=R_FLU_OPTICAL),
            calibration=self.calibration,
        )
        return reading, self._truth(film, shot, t_ns)

    def flow(self, shot: Snapshot, t_ns: int, after: Snapshot, after_ns: int) -> dict[str, NDArray]:
        """Forward flow (H, W, 2) f4 [px] to the next reading, and where it is valid (H, W)."""
        now = self._drawn(Film(self.lens, threads=self.threads), shot, t_ns)
        then = self._drawn(Film(self.lens, threads=self.threads), after, after_ns)
        flow, valid = forward_flow(now, then)
        return {"flow": flow, "flow_valid": valid}

    def _drawn(self, film: Film, shot: Snapshot, t_ns: int) -> Film:
        posed = shot.fixed.stage.posed(shot.at(t_ns))
        film.draw(shot.fixed.stage, posed, shot.ego(t_ns) @ self.T_ego_mount)
        return film

    def _paint(self, film: Film, shot: Snapshot, t_ns: int) -> NDArray[np.uint8]:
        scenery = Scenery(shot.atmosphere, shot.surface, shot.lamps(t_ns), t_ns * 1e-9)
        return self._painter_of(shot).paint(film, scenery).srgb

    def _painter_of(self, shot: Snapshot) -> Painter:
        if self._painter is None or self._painter.stage is not shot.fixed.stage:
            self._painter = Painter(shot.fixed.stage, threads=self.threads)
        return self._painter

    def _truth(self, film: Film, shot: Snapshot, t_ns: int) -> Truth:
        names = {"depth": "depth", "semantic": "class", "instance": "instance", "normal": "normal"}
        wanted = [c for c in self.channels if c in names]
        needed = {names[c] for c in wanted}
        if self.demand.objects:
            needed |= {"depth", "instance"}
        made = gbuffer(film, needed)
        channels = {channel: made[names[channel]] for channel in wanted}
        if "cover" in self.channels:
            channels["cover"] = self._painter_of(shot).cover(film, shot.surface)
        if not self.demand.objects:
            return Truth(channels)
        return Truth(channels, objects(film, shot, t_ns, made["depth"], made["instance"]))


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Camera:
    """The camera of these settings."""
    return Camera(name, settings, demand, threads)
