"""A camera: ideal, or with a lens, electronics and processing of its own.

Without more it is an ideal pinhole: no noise, the exposure of an eye, all of it at one instant.
``electronics`` or a ``preset`` makes it a real one, whose pictures are counted electrons.

Example::

    sensors:
      front:
        kind: camera
        preset: ar0231
        mount: {x: 1.6 m, z: 1.5 m, pitch: 2 deg}
        width: 640
        height: 480
        fov: 70 deg
        rate: 10 Hz
        channels: [rgb, raw, depth, instance]
        electronics: {temperature: 60 degC}
        exposure: {longest: 15 ms}
      rear:
        kind: camera
        preset: imx490
        mount: {x: -0.6 m, z: 1.2 m, yaw: 180 deg}
        width: 320
        height: 240
        channels: [rgb]
        processing: {white_balance: fixed, white: 5500 K}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from ...simcore.pose import R_FLU_OPTICAL, pose
from ...simcore.quantity.fields import Angle, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.registry import unknown
from ...simcore.render.film import Film
from ...simcore.render.gbuffer import gbuffer
from ...simcore.render.lens import Pinhole
from ...simcore.render.motion import forward_flow
from ...simcore.render.picture import Painter, Scenery
from ...simcore.snapshot import Snapshot
from ..imaging.automatic import Automatic
from ..imaging.control import Memory
from ..imaging.presets import below, presets
from ..imaging.settings import Electronics, Exposure, Lens, Processing
from ..reading import Calibration, Reading, Truth
from ..sensor import Demand, Sensor
from ..truth.objects import objects

Channel = Literal[
    "rgb", "raw", "linear", "depth", "semantic", "instance", "normal", "flow", "cover"
]
CHANNELS: tuple[Channel, ...] = (
    "rgb", "depth", "semantic", "instance", "normal", "flow", "cover",
)  # fmt: skip
PICTURES = ("rgb", "raw", "linear")
"""Channels that the camera delivers; the others are truth."""


class Settings(Base):
    """Resolution, view, channels, and what makes the camera a real one."""

    preset: str | None = Field(
        None,
        description="A known camera, below all that is set here; whiteout show sensors/camera "
        "names them",
        json_schema_extra={"enum": [None, *presets()]},
    )
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
    noise: bool = Field(True, description="false: the clean twin, of even pixels without noise")
    lens: Lens = setting("What lies before the sensor", {})
    electronics: Electronics | None = setting("The sensor; an ideal one unless given", None)
    exposure: Exposure | None = setting("How long light is gathered, by electronics", None)
    processing: Processing | None = setting("What makes a picture of counts", None)

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        name = data.get("preset")
        if name is not None:
            if name not in presets():
                raise invalid((("preset",), unknown(str(name), presets(), "unknown preset")))
            data = below(name, data)
        if data.get("electronics") is not None:
            data = {"exposure": {}, "processing": {}, **data}
        return data

    @field_validator("channels")
    @classmethod
    def _once(cls, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
        twice = {channel for channel in channels if channels.count(channel) > 1}
        if twice:
            raise invalid(((), f"'{min(twice)}' stands twice"))
        return channels

    @model_validator(mode="after")
    def _possible(self) -> Settings:
        if self.electronics is None:
            if "raw" in self.channels:
                raise invalid((("channels",), "'raw' needs electronics, or a preset"))
            for name in ("exposure", "processing"):
                if getattr(self, name) is not None:
                    raise invalid(((name,), "is nothing without electronics, or a preset"))
        return self


class Camera(Sensor):
    """A camera of a rig. settings: drawn, with its mount; threads: share the rows of a picture.

    What it remembers is its exposure and white balance; else a reading is a function of the
    snapshot and the time.
    """

    modality = "camera"

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        self.name, self.demand, self.threads = name, demand, threads
        self.preset = settings.preset
        self.channels = tuple(c for c in settings.channels if demand.wants(c))
        mount = settings.mount
        self.T_ego_mount = pose(
            (mount.x, mount.y, mount.z), roll=mount.roll, pitch=mount.pitch, yaw=mount.yaw
        )
        self.lens = Pinhole.from_fov(settings.width, settings.height, settings.fov)
        self.pictures = any(c in self.channels for c in PICTURES)
        self._film = Film(self.lens, fine=self.pictures, threads=threads)
        self._painter: Painter | None = None
        self._real: Automatic | None = None
        if settings.electronics is not None and self.pictures:
            self._real = Automatic(name, settings, self.T_ego_mount, threads)

    @property
    def calibration(self) -> Calibration:
        """How directions are mapped to pixels."""
        lens = self.lens
        return Calibration(lens.width, lens.height, lens.fx, lens.fy, lens.cx, lens.cy)

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot, and the truth of the same instant, but for flow."""
        film = self._drawn(self._film, shot, t_ns)
        channels, seconds = self._pictures(film, shot, t_ns)
        half_ns = round(seconds * 0.5e9)
        reading = Reading(
            sensor=self.name,
            modality=self.modality,
            index=index,
            t_ns=t_ns,
            t_start_ns=t_ns - half_ns,
            t_end_ns=t_ns + half_ns,
            t_claimed_ns=t_ns,
            channels=channels,
            T_world_ego=shot.ego(t_ns),
            T_ego_sensor=self.T_ego_mount @ pose(R=R_FLU_OPTICAL),
            calibration=self.calibration,
        )
        return reading, self._truth(film, shot, t_ns)

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Choose the exposure as if a reading were taken at ``t_ns``."""
        if self._real is not None:
            self._real.taken(shot, t_ns)

    def save(self) -> Memory | None:
        """The exposures of the last reading and of those to come."""
        return None if self._real is None else self._real.memory

    def restore(self, memory: Memory | None) -> None:
        """Go back to those; None: to a camera that has looked at what it sees first for long."""
        if self._real is not None:
            self._real.memory = memory

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

    def _pictures(self, film: Film, shot: Snapshot, t_ns: int) -> tuple[dict[str, NDArray], float]:
        """The channels that the camera delivers, and how long the exposure was [s]."""
        if not self.pictures:
            return {}, 0.0
        scenery = Scenery(shot.atmosphere, shot.surface, shot.lamps(t_ns), t_ns * 1e-9)
        painter = self._painter_of(shot)
        wanted = [c for c in self.channels if c in PICTURES]
        if self._real is None:
            picture = painter.paint(film, scenery, linear="linear" in wanted)
            ideal = {"rgb": picture.srgb, "linear": picture.linear}
            return {c: ideal[c] for c in wanted}, 0.0  # type: ignore[misc]
        taken = self._real.taken(shot, t_ns)
        lit = painter.light(film, scenery)
        key = shot.fixed.key("sensors", self.name, t_ns)
        return self._real.pictures(lit.image, taken, key, wanted), taken.seconds

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
