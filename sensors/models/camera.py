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

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from ...simcore.pose import R_FLU_OPTICAL, pose
from ...simcore.quantity.fields import Angle, Flag, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.registry import unknown
from ...simcore.render.picture import Lit
from ...simcore.snapshot import Snapshot
from ..imaging.automatic import Automatic
from ..imaging.brush import Brush
from ..imaging.control import Memory, Taken
from ..imaging.distinct import distinctness
from ..imaging.eye import Eye
from ..imaging.glass import projection_of, unfit
from ..imaging.interval import Interval, interval_of
from ..imaging.presets import Known, below, presets
from ..imaging.pulses import glow_of
from ..imaging.settings import Electronics, Exposure, Lens, Processing, Shutter
from ..imaging.view import View
from ..reading import Calibration, Reading, Truth
from ..sensor import Demand, Sensor
from ..truth.boxes import Seen, seen
from ..truth.contrast import Look, looks_of
from ..truth.objects import Picture, objects, without_ego
from ..twins import TWINS

Channel = Literal[
    "rgb", "raw", "linear", "depth", "semantic", "instance", "normal", "flow", "cover"
]
CHANNELS: tuple[Channel, ...] = (
    "rgb", "depth", "semantic", "instance", "normal", "flow", "cover",
)  # fmt: skip
PICTURES = ("rgb", "raw", "linear")
"""Channels that the camera delivers; the others are truth."""
TRUTH = {"depth": "depth", "semantic": "class", "instance": "instance", "normal": "normal"}
"""Channels of truth that are channels of the G-buffer."""
OPTICAL = pose(R=R_FLU_OPTICAL)


class Settings(Base):
    """Resolution, view, channels, and what makes the camera a real one."""

    preset: Annotated[str, Known()] | None = Field(
        None,
        description="A known camera, below all that is set here",
        json_schema_extra={"enum": [None, *presets()]},
    )
    width: int = Field(640, ge=8, le=4096, description="Columns of the image")
    height: int = Field(480, ge=8, le=4096, description="Rows of the image")
    fov: Angle = setting(
        "Horizontal field of view, of the middle row", "70 deg", low="5 deg", high="240 deg"
    )
    channels: tuple[Channel, ...] = Field(
        CHANNELS,
        strict=False,
        min_length=1,
        description="What a reading holds",
        json_schema_extra={"uniqueItems": True},
    )
    noise: Flag = setting("false: none of its noise, even pixels", True, fixed=True)
    lens: Lens = setting("What lies before the sensor", {})
    shutter: Shutter = setting("When rows are taken", {})
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
        if problem := unfit(self.lens, self.fov, self.width, self.height):
            raise invalid((("lens",), problem))
        return self


class _Labels(NamedTuple):
    """made: channels of the G-buffer; found: the extents of the instances in them, where objects
    are labelled."""

    made: Mapping[str, NDArray]
    found: Mapping[int, Seen]


class Camera(Sensor):
    """A camera of a rig. settings: drawn, with its mount; threads: share the rows of a picture.

    What it remembers is its exposure and white balance; else a reading is a function of the
    snapshot and the time.
    """

    modality = "camera"

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        self.name, self.demand, self.threads = name, demand, threads
        self.preset, self._settings = settings.preset, settings
        self._double: Camera | None = None
        self.channels = tuple(c for c in settings.channels if demand.wants(c))
        mount = settings.mount
        self.T_ego_mount = pose(
            (mount.x, mount.y, mount.z), roll=mount.roll, pitch=mount.pitch, yaw=mount.yaw
        )
        self.projection = projection_of(settings)
        self._view = View(self.projection)
        self.shutter = settings.shutter
        self.pictures = tuple(c for c in self.channels if c in PICTURES)
        self._eye = Eye(self._view, fine=bool(self.pictures), threads=threads)
        self._brush = Brush(settings, self._eye, threads)
        self._real: Automatic | None = None
        if settings.electronics is not None and self.pictures:
            self._real = Automatic(name, settings, self._brush.shading, self.T_ego_mount, threads)

    @property
    def calibration(self) -> Calibration:
        """How directions are mapped to pixels."""
        p = self.projection
        return Calibration(
            p.width, p.height, p.fx, p.fy, p.cx, p.cy, p.model, tuple(p.coefficients)
        )

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot, and the truth of the same instant, but for flow."""
        taken = None if self._real is None else self._real.taken(shot, t_ns)
        interval = self._drawn(self._eye, shot, t_ns, 0.0 if taken is None else taken.seconds)
        labels = self._labels()
        channels, picture = self._pictures(shot, t_ns, interval, taken, labels)
        reading = self._reading(shot, t_ns, index, taken, channels)
        return reading, self._truth(shot, t_ns, labels, picture)

    def _reading(
        self,
        shot: Snapshot,
        t_ns: int,
        index: int,
        taken: Taken | None,
        channels: Mapping[str, NDArray],
    ) -> Reading:
        seconds = 0.0 if taken is None else taken.seconds
        half_ns = round((seconds + self.shutter.readout) * 0.5e9)
        return Reading(
            sensor=self.name,
            modality=self.modality,
            index=index,
            t_ns=t_ns,
            t_start_ns=t_ns - half_ns,
            t_end_ns=t_ns + half_ns,
            t_claimed_ns=t_ns,
            channels=channels,
            T_world_ego=shot.ego(t_ns),
            T_ego_sensor=self.T_ego_mount @ OPTICAL,
            calibration=self.calibration,
        )

    def twins(
        self, kinds: Sequence[str], shot: Snapshot, t_ns: int, index: int
    ) -> dict[str, Reading]:
        """As ``Sensor.twins``. They are made by a double, whose memory of pictures is its own, and
        those that see the same light share it."""
        if not self.pictures:
            return {}
        if self._double is None:
            wanted = Demand(self.pictures, objects=False)
            self._double = Camera(self.name, self._settings, wanted, self.threads)
        found: dict[str, Reading] = {}
        for weather, world in ((True, shot), (False, shot.cleared)):
            alike = [kind for kind in kinds if TWINS[kind].weather == weather]
            if not alike:
                continue
            taken = None
            if self._real is not None:
                own = self._real.taken(shot, t_ns)
                taken = own if weather else self._real.taken_in(world, shot, t_ns)
            found |= self._double._alike(alike, world, t_ns, index, taken)
        return {kind: found[kind] for kind in kinds}

    def _alike(
        self, kinds: Sequence[str], shot: Snapshot, t_ns: int, index: int, taken: Taken | None
    ) -> dict[str, Reading]:
        """Twins that see the same light."""
        interval = self._drawn(self._eye, shot, t_ns, 0.0 if taken is None else taken.seconds)
        lit = self._brush.light(shot, t_ns, interval)
        if self._real is None or taken is None:
            channels = self._ideal(lit)
            return {kind: self._reading(shot, t_ns, index, taken, channels) for kind in kinds}
        light, key = self._brush.spread(lit.image), shot.fixed.key("sensors", self.name, t_ns)
        found = {}
        for kind in kinds:
            noise = TWINS[kind].damage
            channels = self._real.pictures(light, taken, key, self.pictures, noise)
            found[kind] = self._reading(shot, t_ns, index, taken, channels)
        return found

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
        now, then = (Eye(self._view, fine=False, threads=self.threads) for _ in range(2))
        self._drawn(now, shot, t_ns)
        self._drawn(then, after, after_ns)
        flow, valid = now.flow_to(then)
        return {"flow": flow, "flow_valid": valid}

    def _drawn(self, eye: Eye, shot: Snapshot, t_ns: int, seconds: float = 0.0) -> Interval:
        """Draw what the camera sees around a time while it gathers light for so long."""
        stage, readout = shot.fixed.stage, self.shutter.readout
        rows, blurred = self.projection.height, seconds if self.shutter.blur else 0.0
        interval = interval_of(shot, t_ns, self.T_ego_mount, rows, readout, blurred)
        posed = interval.posed
        if seconds > 0.0:
            T = shot.ego(t_ns) @ self.T_ego_mount
            key = shot.fixed.key("flicker") if self.shutter.flicker else None
            glow = glow_of(stage, posed, T, self.projection, t_ns, readout, seconds, key)
            posed = posed._replace(glow=glow)
        eye.draw(stage, posed, interval.start, interval.end, interval.shutter)
        return interval

    def _pictures(
        self,
        shot: Snapshot,
        t_ns: int,
        interval: Interval,
        taken: Taken | None,
        labels: _Labels,
    ) -> tuple[dict[str, NDArray], Picture | None]:
        """The channels that the camera delivers, and what their light shows of objects."""
        if not self.pictures:
            return {}, None
        lit = self._brush.light(shot, t_ns, interval)
        shown = None
        if self.demand.objects:
            pixels = labels.made["depth"], labels.made["instance"]
            looks = looks_of(lit.image, *pixels, without_ego(labels.found, shot))
            shown = Picture(looks, self._ratio(taken))
        if self._real is None or taken is None:
            return self._ideal(lit), shown
        key = shot.fixed.key("sensors", self.name, t_ns)
        light = self._brush.spread(lit.image)
        return self._real.pictures(light, taken, key, self.pictures), shown

    def _ideal(self, lit: Lit) -> dict[str, NDArray]:
        """The channels of an ideal sensor."""
        picture = self._brush.ideal(lit, linear="linear" in self.pictures)
        made = {"rgb": picture.srgb, "linear": picture.linear}
        return {c: made[c] for c in self.pictures}  # type: ignore[misc]

    def _ratio(self, taken: Taken | None) -> Callable[[Look], float] | None:
        """What tells how well the electronics show an object."""
        if self._real is None or taken is None:
            return None
        return partial(distinctness, self._real.imager, taken)

    def _labels(self) -> _Labels:
        """What is asked for of the pixels' centres."""
        needed = {TRUTH[c] for c in self.channels if c in TRUTH}
        if not self.demand.objects:
            return _Labels(self._eye.labels(needed), {})
        made = self._eye.labels(needed | {"depth", "instance"})
        return _Labels(made, seen(made["instance"]))

    def _truth(self, shot: Snapshot, t_ns: int, labels: _Labels, picture: Picture | None) -> Truth:
        made = labels.made
        channels = {channel: made[TRUTH[channel]] for channel in self.channels if channel in TRUTH}
        if "cover" in self.channels:
            painters = self._brush.painters(shot)
            channels["cover"] = self._eye.cover(painters, shot.surface)
        if not self.demand.objects:
            return Truth(channels)
        T_world_camera = shot.ego(t_ns) @ self.T_ego_mount @ OPTICAL
        seen_in = made["depth"], made["instance"], labels.found, picture
        return Truth(channels, objects(self._eye, T_world_camera, shot, t_ns, *seen_in))


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Camera:
    """The camera of these settings."""
    return Camera(name, settings, demand, threads)
