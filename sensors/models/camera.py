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
        channels: [rgb, raw, depth, instance, damage]
        electronics: {temperature: 60 degC}
        window: {behind: windscreen, wiper: {period: 1.2 s}}
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
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.quantity.fields import Angle, Flag, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.render.picture import Lit, Painter
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..imaging.automatic import Automatic
from ..imaging.brush import Brush
from ..imaging.control import Memory, Taken
from ..imaging.distinct import distinctness
from ..imaging.eye import Eye
from ..imaging.glass import measured
from ..imaging.interval import Interval, interval_of
from ..imaging.pulses import glow_of
from ..imaging.raster import columns, fits, rows, view
from ..imaging.settings import Electronics, Exposure, Lens, Processing, Shutter
from ..imaging.sighted import Labels, Sighted
from ..presets.tables import Known, on_preset
from ..reading import PICTURES, Reading, Truth
from ..sensor import Demand
from ..truth.contrast import Look, looks_of
from ..truth.objects import Picture, without_ego
from ..twins import TWINS
from ..window.gathering import Gathered
from ..window.screen import Screen
from ..window.settings import Window

Channel = Literal[
    "rgb",
    "raw",
    "linear",
    "depth",
    "semantic",
    "instance",
    "normal",
    "flow",
    "cover",
    "damage",
]
CHANNELS: tuple[Channel, ...] = (
    "rgb", "depth", "semantic", "instance", "normal", "flow", "cover",
)  # fmt: skip
F4 = NDArray[np.float32]

HIDES = 0.5
"""Share of its light that does not come straight from which a pixel is damaged."""


class Settings(Base):
    """Resolution, view, channels, and what makes the camera a real one."""

    preset: Annotated[str, Known()] | None = preset_of("camera", "camera")
    width: int = columns(640)
    height: int = rows(480)
    fov: Angle | None = view("70 deg")
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Flag = setting("false: none of its noise, even pixels", True, fixed=True)
    lens: Lens = setting("What lies before the sensor", {})
    shutter: Shutter = setting("When rows are taken", {})
    electronics: Electronics | None = setting("The sensor; an ideal one unless given", None)
    exposure: Exposure | None = setting("How long light is gathered, by electronics", None)
    processing: Processing | None = setting("What makes a picture of counts", None)
    window: Window | None = setting("A pane on which rain and snow gather; none unless given", None)

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        data = on_preset(measured(data))
        if data.get("electronics") is not None:
            data = {"exposure": {}, "processing": {}, **data}
        return data

    _once = field_validator("channels")(once)

    @model_validator(mode="after")
    def _possible(self) -> Settings:
        if self.electronics is None:
            if "raw" in self.channels:
                raise invalid((("channels",), "'raw' needs electronics, or a preset"))
            for name in ("exposure", "processing"):
                if getattr(self, name) is not None:
                    raise invalid(((name,), "is nothing without electronics, or a preset"))
        return fits(self)


class Remembered(NamedTuple):
    """What a camera remembers: its exposure, and what lies on its pane."""

    exposure: Memory | None
    window: Gathered | None


class Camera(Sighted):
    """A camera of a rig. settings: drawn, with its mount; threads: share the rows of a picture.

    What it remembers is its exposure and white balance, and what lies on its pane; else a reading
    is a function of the snapshot and the time.
    """

    DELIVERS = PICTURES

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self._settings = settings
        self._double: Camera | None = None
        self.shutter = settings.shutter
        self._brush = Brush(settings, self._eye, threads)
        self._real: Automatic | None = None
        if settings.electronics is not None and self.delivered:
            self._real = Automatic(name, settings, self._brush.shading, self.T_ego_mount, threads)
        self._screen: Screen | None = None
        if settings.window is not None:
            self._screen = Screen(
                name, settings.window, settings.lens, self._brush.optics.pixel_size,
                self.projection, self.T_ego_mount, threads,
            )  # fmt: skip
            if self._real is not None:
                meter = self._real.meter
                meter.pane = self._screen.before(meter.lens)

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot, and the truth of the same instant, but for flow."""
        taken = None if self._real is None else self._real.taken(shot, t_ns)
        interval = self._drawn(self._eye, shot, t_ns, 0.0 if taken is None else taken.seconds)
        labels = self._labels()
        channels, picture = self._pictures(shot, t_ns, interval, taken, labels)
        reading = self._reading(shot, t_ns, index, self._span_ns(taken), channels)
        return reading, self._truth(shot, t_ns, labels, picture)

    def _span_ns(self, taken: Taken | None) -> tuple[int, int]:
        """How long before and after its time a reading is gathered."""
        seconds = 0.0 if taken is None else taken.seconds
        half_ns = round((seconds + self.shutter.readout) * 0.5e9)
        return half_ns, half_ns

    def twins(
        self, kinds: Sequence[str], shot: Snapshot, t_ns: int, index: int
    ) -> dict[str, Reading]:
        """As ``Sensor.twins``. They are made by a double, whose memory of pictures is its own, and
        those that see the same light share it."""
        if not self.delivered:
            return {}
        if self._double is None:
            wanted = Demand(self.delivered, objects=False)
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
            pane = self._screen if weather else None
            found |= self._double._alike(alike, world, t_ns, index, taken, pane)
        return {kind: found[kind] for kind in kinds}

    def _alike(
        self,
        kinds: Sequence[str],
        shot: Snapshot,
        t_ns: int,
        index: int,
        taken: Taken | None,
        pane: Screen | None,
    ) -> dict[str, Reading]:
        """Twins that see the same light. pane: with what lies on it, None for a clean one."""
        span = self._span_ns(taken)
        interval = self._drawn(self._eye, shot, t_ns, 0.0 if taken is None else taken.seconds)
        lit = self._brush.light(shot, t_ns, interval)
        image = self._through(lit, shot, t_ns, interval, pane)
        if self._real is None or taken is None:
            channels = self._ideal(lit._replace(image=image))
            return {kind: self._reading(shot, t_ns, index, span, channels) for kind in kinds}
        light, key = self._brush.veiled(image), shot.fixed.key("sensors", self.name, t_ns)
        found = {}
        for kind in kinds:
            noise = TWINS[kind].damage
            channels = self._real.pictures(light, taken, key, self.delivered, noise)
            found[kind] = self._reading(shot, t_ns, index, span, channels)
        return found

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Choose the exposure as if a reading were taken at ``t_ns``."""
        if self._real is not None:
            self._real.taken(shot, t_ns)
        if self._screen is not None:
            self._screen.follow(shot, t_ns)

    def save(self) -> Remembered:
        """The exposures of the last reading and of those to come, and what lies on the pane."""
        real, screen = self._real, self._screen
        return Remembered(
            None if real is None else real.memory, None if screen is None else screen.memory
        )

    def restore(self, memory: Remembered | None) -> None:
        """Go back to those; None: to a camera that has looked at what it sees first for long."""
        exposure, window = memory or (None, None)
        if self._real is not None:
            self._real.memory = exposure
        if self._screen is not None:
            self._screen.memory = window

    def _painters(self, shot: Snapshot) -> Sequence[Painter]:
        """Those of its pictures."""
        return self._brush.painters(shot)

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
        labels: Labels,
    ) -> tuple[dict[str, NDArray], Picture | None]:
        """The channels that the camera delivers, and what their light shows of objects."""
        if not self.delivered:
            return {}, None
        lit = self._brush.light(shot, t_ns, interval)
        shown = None
        if self.demand.objects:
            depth, instance = labels.made["depth"], labels.made["instance"]
            if self._view.blind.any():
                depth = np.where(self._view.blind.reshape(depth.shape), np.float32(-1.0), depth)
            looks = looks_of(lit.image, depth, instance, without_ego(labels.found, shot))
            shown = Picture(looks, self._ratio(taken))
        image = self._through(lit, shot, t_ns, interval, self._screen)
        if self._real is None or taken is None:
            return self._ideal(lit._replace(image=image)), shown
        key = shot.fixed.key("sensors", self.name, t_ns)
        return self._real.pictures(self._brush.veiled(image), taken, key, self.delivered), shown

    def _through(
        self, lit: Lit, shot: Snapshot, t_ns: int, interval: Interval, screen: Screen | None
    ) -> F4:
        """The light that comes through what lies before the sensor, but for its veil."""
        image = self._brush.focused(lit.image)
        if screen is not None:
            screen.lay(image, shot, t_ns)
        return self._brush.flared(image, shot, interval)

    def _ideal(self, lit: Lit) -> dict[str, NDArray]:
        """The channels of an ideal sensor, of light that has come through."""
        picture = self._brush.ideal(lit, linear="linear" in self.delivered)
        channels: dict[str, NDArray] = {"rgb": picture.srgb}
        if picture.linear is not None:
            channels["linear"] = picture.linear
        return {c: channels[c] for c in self.delivered}

    def _ratio(self, taken: Taken | None) -> Callable[[Look], float] | None:
        """What tells how well the electronics show an object."""
        if self._real is None or taken is None:
            return None
        return partial(distinctness, self._real.imager, taken)

    def _truth(
        self,
        shot: Snapshot,
        t_ns: int,
        labels: Labels | None = None,
        picture: Picture | None = None,
    ) -> Truth:
        """As ``Sighted._truth``, with what the pane hides."""
        truth = super()._truth(shot, t_ns, labels, picture)
        channels = dict(truth.channels)
        damaged = self._damage(shot, t_ns, channels)
        return replace(truth, channels=channels, damaged=damaged)

    def _damage(self, shot: Snapshot, t_ns: int, channels: dict[str, NDArray]) -> float:
        """The share of pixels that the pane hides; adds the channel ``damage`` if it is wanted: the
        share of light that does not come straight, in 255ths."""
        astray = np.zeros((self.projection.height, self.projection.width), np.float32)
        if self._screen is not None:
            astray = 1.0 - self._screen.straight(shot, t_ns)
        if "damage" in self.channels:
            channels["damage"] = np.rint(255.0 * astray).astype(np.uint8)
        return float((astray >= HIDES).mean())


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Camera:
    """The camera of these settings."""
    return Camera(name, settings, demand, threads)
