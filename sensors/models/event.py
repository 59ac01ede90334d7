"""An event camera: pixels that tell when the logarithm of their light changes, and nothing else.

Between readings it looks at the scene as often as things move by a pixel, in linear light, and
finds the crossings between. Its pixels remember their level from one reading to the next; the
first reading, at the beginning, is empty.

Example::

    sensors:
      front:
        kind: event
        preset: davis346
        mount: {x: 1.6 m, z: 1.4 m}
        width: 64
        height: 48
        fov: 60 deg
        rate: 20 Hz
        channels: [events, event_counts, depth, instance]
        pixels: {threshold_on: 0.25}
        looks: {most: 6}
        lens: {focus: 10 m}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.quantity.fields import (
    Angle,
    Count,
    Flag,
    Number,
    Rate,
    Ratio,
    Time,
    setting,
)
from ...simcore.quantity.settings import Settings as Base
from ...simcore.render.picture import Painter
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..imaging.brush import Brush
from ..imaging.glass import measured
from ..imaging.interval import Interval, interval_of
from ..imaging.pace import fastest
from ..imaging.pulses import glow_of
from ..imaging.raster import columns, fits, rows, view
from ..imaging.retina import EVENT, Retina, State, by_time
from ..imaging.settings import Lens
from ..imaging.sighted import Sighted
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..seen import counted
from ..sensor import Demand

Channel = Literal[
    "events", "event_counts", "depth", "semantic", "instance", "normal", "flow", "cover"
]
CHANNELS: tuple[Channel, ...] = ("events", "depth", "semantic", "instance")
DELIVERED = ("events", "event_counts")
"""Channels that the camera delivers; the others are truth."""


class Pixels(Base):
    """The pixels."""

    threshold_on: Number = setting("Rise of the logarithm of light that makes an event", 0.2,
                                   low=0.02, high=2)  # fmt: skip
    threshold_off: Number = setting("Fall that makes one", 0.2, low=0.02, high=2)
    mismatch: Ratio = setting(
        "How uneven the thresholds are (standard deviation)", 0.03, low=0, high=0.3
    )
    refractory: Time = setting("How long a pixel is held after an event", "0.5 ms", low="0 ms",
                               high="100 ms")  # fmt: skip
    bandwidth: Rate = setting("Most that a photoreceptor follows (-3 dB)", "3000 Hz", low="1 Hz",
                              high="1e6 Hz")  # fmt: skip
    bandwidth_per_lux: Number = setting(
        "What it follows per lux on the chip [Hz]; 0: everything at once", 20.0, low=0, high=1e5
    )
    dark: Number = setting("Dark current, as light on the chip [lx]", 0.01, low=1e-4, high=10)
    leak_rate: Rate = setting("Events that say brighter where nothing changes", "0.1 Hz",
                              low="0 Hz", high="100 Hz")  # fmt: skip
    noise_rate: Rate = setting(
        "Events of each sign by noise in the dark; a quarter in bright light", "1 Hz", low="0 Hz",
        high="1000 Hz",
    )  # fmt: skip
    hot_pixels: Ratio = setting("Share of pixels that leak much", 1e-4, low=0, high=0.1)
    hot_rate: Rate = setting("Their events", "30 Hz", low="0 Hz", high="10000 Hz")
    specimen: Count = setting(
        "Which one of its kind: each has its own uneven pixels", 0, low=0, high=1_000_000
    )


class Looks(Base):
    """How often the scene is looked at between two readings."""

    step: Number = setting("Way on the image from one look to the next [px]", 1.0, low=0.1, high=16)
    longest: Time = setting("Time from one look to the next", "10 ms", low="0.1 ms", high="1 s")
    most: Count = setting("In a control step, or from reading to reading", 48, low=1, high=10000,
                          fixed=True)  # fmt: skip
    flicker: Flag = setting("Whether lamps that are driven by pulses shine in those pulses", True)


class Settings(Base):
    """Resolution, view, channels, lens, pixels and looks."""

    preset: Annotated[str, Known("event")] | None = preset_of("event", "event camera")
    width: int = columns(346)
    height: int = rows(260)
    fov: Angle | None = view("60 deg")
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Flag = setting("false: even pixels that neither leak nor flicker", True, fixed=True)
    lens: Lens = setting("What lies before the pixels", {})
    pixels: Pixels = setting("The pixels", {})
    looks: Looks = setting("How often the scene is looked at", {})

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(measured(data), "event")

    _once = field_validator("channels")(once)
    _fits = model_validator(mode="after")(fits)


class Glass(NamedTuple):
    """What a brush needs to know of the settings: there are no electronics to choose them by."""

    lens: Any
    electronics: None = None


@dataclass(frozen=True, eq=False)
class Memory:
    """state: of the pixels; since_ns, waiting: of the last reading, and the events since then;
    given: the last reading's."""

    state: State
    since_ns: int
    waiting: tuple[NDArray, ...] = ()
    from_ns: int = 0
    given: NDArray = field(default_factory=lambda: np.empty(0, EVENT))


class EventCamera(Sighted):
    """An event camera of a rig. What it remembers is the state of its pixels and the events that
    no reading has told yet."""

    modality = "event"
    DELIVERS = DELIVERED

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.looks, lens = settings.looks, settings.lens
        self._brush = Brush(Glass(lens), self._eye, threads)
        size = self.projection.height, self.projection.width
        self.retina = Retina(
            name, size, settings.pixels, lens.f_number, lens.transmission, self._brush.shading,
            settings.noise, threads,
        )  # fmt: skip
        self._memory: Memory | None = None

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The events since the reading before, and the truth of the time itself."""
        channels: dict[str, NDArray] = {}
        before_ns = 0
        if self.delivered:
            memory = self._told(shot, t_ns)
            before_ns = t_ns - memory.from_ns
            size = self.projection.height, self.projection.width
            made = {
                "events": lambda: memory.given,
                "event_counts": lambda: counted(memory.given, size),
            }
            channels = {channel: made[channel]() for channel in self.delivered}
        self._drawn(self._eye, shot, t_ns)
        reading = self._reading(shot, t_ns, index, (before_ns, 0), channels)
        return reading, self._truth(shot, t_ns)

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Let a reading pass: its events are gone."""
        if self.delivered:
            self._told(shot, t_ns)

    def watch(self, shot: Snapshot, until_ns: int) -> None:
        """Look on until the end of a step, for the next reading."""
        if self.delivered and until_ns >= shot.t0_ns:
            self._memory = self._looked(shot, until_ns)

    def save(self) -> Memory | None:
        """The state of the pixels and what they have to tell."""
        return self._memory

    def restore(self, memory: Memory | None) -> None:
        """Go back to that; None, or that of another size: to pixels that have seen nothing yet."""
        pixels = self.projection.height * self.projection.width
        fits = memory is not None and len(memory.state.level) == pixels
        self._memory = memory if fits else None

    def _told(self, shot: Snapshot, t_ns: int) -> Memory:
        """Look on until a reading's time, and tell all that has waited; at the same time twice, the
        same twice."""
        memory = self._looked(shot, t_ns)
        if memory.since_ns < t_ns:
            memory = Memory(memory.state, t_ns, (), memory.since_ns, by_time(memory.waiting))
        self._memory = memory
        return memory

    def _looked(self, shot: Snapshot, until_ns: int) -> Memory:
        """What it remembers after it has looked until a time of the shot."""
        memory = self._memory
        if memory is None:
            first = shot.t0_ns
            state = self.retina.begin(first, self._light(shot, first, first))
            memory = Memory(state, first, (), first)
        start, state = memory.state.t_ns, memory.state
        if until_ns <= start:
            return memory
        waiting = list(memory.waiting)
        for time in self._times(shot, start, until_ns):
            light = self._light(shot, state.t_ns, time)
            key = shot.fixed.key("sensors", self.name, time)
            state, events = self.retina.follow(state, time, light, key)
            waiting.append(events)
        return replace(memory, state=state, waiting=tuple(waiting))

    def _times(self, shot: Snapshot, start_ns: int, end_ns: int) -> Sequence[int]:
        """When to look after ``start_ns``, up to ``end_ns``."""
        looks = self.looks
        self._drawn(self._eye, shot, start_ns)
        stage = shot.fixed.stage
        then = stage.posed(shot.near(end_ns)), shot.ego_near(end_ns) @ self.T_ego_mount
        way = fastest(self._eye, *then)
        needed = max(way / looks.step, (end_ns - start_ns) * 1e-9 / looks.longest, 1.0)
        count = min(int(np.ceil(needed - 1e-9)), int(looks.most))
        return [start_ns + (end_ns - start_ns) * (k + 1) // count for k in range(count)]

    def _light(self, shot: Snapshot, start_ns: int, t_ns: int) -> NDArray[np.float32]:
        """Luminance (3, N) [cd/m²] of the pixels at a time; what falls is smeared since the start,
        and lamps that pulse shine with their mean since then."""
        seconds = (t_ns - start_ns) * 1e-9
        interval = interval_of(shot, t_ns, self.T_ego_mount, self.projection.height, 0.0, 0.0)
        if seconds > 0.0:
            before = shot.ego_near(start_ns) @ self.T_ego_mount
            interval = interval._replace(path=(before, interval.start), seconds=seconds)
        middle = (t_ns + start_ns) // 2
        self._eye.draw(shot.fixed.stage, self._pulsed(shot, interval, middle), interval.start)
        lit = self._brush.light(shot, middle, interval)
        image = self._brush.flared(self._brush.focused(lit.image), shot, interval)
        return self._brush.veiled(image)

    def _pulsed(self, shot: Snapshot, interval: Interval, middle_ns: int) -> Any:
        """The items, with the lamps as they shine in the interval."""
        posed = interval.posed
        if interval.seconds <= 0.0 or not self.looks.flicker:
            return posed
        return posed._replace(
            glow=glow_of(
                shot.fixed.stage, posed, interval.start, self.projection, middle_ns, 0.0,
                interval.seconds, shot.fixed.key("flicker"),
            )
        )  # fmt: skip

    def _painters(self, shot: Snapshot) -> Sequence[Painter]:
        return self._brush.painters(shot)


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> EventCamera:
    """The event camera of these settings."""
    return EventCamera(name, settings, demand, threads)
