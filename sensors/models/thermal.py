"""A thermal camera: long-wave infra-red of 8 to 14 µm by an uncooled microbolometer.

It sees how warm things are and how well they radiate, through fog and smoke as far as these let
long waves pass. ``temperature`` is apparent: that of a black body which would look the same.

Example::

    sensors:
      front:
        kind: thermal
        preset: boson_640
        mount: {x: 1.6 m, z: 1.4 m}
        width: 64
        height: 48
        fov: 50 deg
        channels: [mono, raw, temperature, depth, semantic, instance]
        bolometer: {netd: 40 mK}
        picture: {gain: fixed, black: -20 degC, white: 40 degC}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.heat.planck import radiance
from ...simcore.quantity.fields import (
    Angle,
    Count,
    Flag,
    Number,
    Temperature,
    Time,
    Word,
    setting,
)
from ...simcore.quantity.settings import Settings as Base
from ...simcore.render.heat import HeatPainter
from ...simcore.render.picture import Scenery
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..imaging.bolometer import Bolometer, lags
from ..imaging.glass import measured
from ..imaging.levels import Gain, grey
from ..imaging.optics import soften
from ..imaging.raster import columns, fits, rows, view
from ..imaging.settings import Glass
from ..imaging.sighted import Sighted
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

F4 = NDArray[np.float32]

Channel = Literal[
    "mono", "raw", "temperature", "depth", "semantic", "instance", "normal", "flow", "cover"
]
CHANNELS: tuple[Channel, ...] = ("mono", "temperature", "depth", "semantic", "instance")
DELIVERED = ("mono", "raw", "temperature")
"""Channels that the camera delivers; the others are truth."""


class Optics(Glass):
    """What lies before the array."""

    f_number: Number = setting("Focal length by aperture", 1.0, low=0.7, high=4)
    softness: Number = setting(
        "Blur by diffraction, lens and pixels (standard deviation) [px]", 0.5, low=0, high=0.7
    )


class Pixels(Base):
    """The array of microbolometers and its correction."""

    netd: Temperature = setting(
        "Noise, as a difference of temperature of black surfaces at 300 K, at f/1", "50 mK",
        low="0 K", high="1 K",
    )  # fmt: skip
    time_constant: Time = setting(
        "In which a pixel takes on 63 % of a change", "10 ms", low="0 ms", high="100 ms"
    )
    lag_samples: Count = setting(
        "Looks at a moving scene that stand for what a pixel remembers", 6, low=1, high=32,
        fixed=True,
    )  # fmt: skip
    bits: Count = setting("Of a count", 14, low=8, high=16, fixed=True)
    coldest: Temperature = setting("That a count of 0 stands for", "-40 degC", low="-150 degC",
                                   high="50 degC")  # fmt: skip
    warmest: Temperature = setting("That the greatest count stands for", "160 degC", low="60 degC",
                                   high="600 degC")  # fmt: skip
    residue: Temperature = setting(
        "Uneven pixels that the shutter's correction leaves, as NETD", "20 mK", low="0 K",
        high="2 K",
    )  # fmt: skip
    drift: Temperature = setting(
        "More of them at the end of the time between two corrections", "40 mK", low="0 K",
        high="5 K",
    )  # fmt: skip
    correction_every: Time = setting("Time between two corrections", "180 s", low="1 s",
                                     high="10 h")  # fmt: skip
    specimen: Count = setting(
        "Which one of its kind: each has its own pattern of uneven pixels", 0, low=0, high=1_000_000
    )


class Shown(Base):
    """How counts become the grey picture ``mono``."""

    gain: Annotated[Gain, Word()] = setting(
        "Automatic: from the darkest to the brightest, or more greys where more pixels are; or "
        "between fixed ends",
        "linear",
    )
    black: Temperature = setting("Apparent temperature of black, with fixed ends", "-20 degC",
                                 low="-150 degC", high="100 degC")  # fmt: skip
    white: Temperature = setting("Apparent temperature of white, with fixed ends", "50 degC",
                                 low="-100 degC", high="600 degC")  # fmt: skip


class Settings(Base):
    """Resolution, view, channels, lens, pixels and picture."""

    preset: Annotated[str, Known("thermal")] | None = preset_of("thermal", "thermal camera")
    width: int = columns(640)
    height: int = rows(512)
    fov: Angle | None = view("50 deg")
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Flag = setting("false: the clean twin, of even pixels without noise", True, fixed=True)
    lens: Optics = setting("What lies before the array", {})
    bolometer: Pixels = setting("The array", {})
    picture: Shown = setting("How the grey picture is made", {})

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(measured(data), "thermal")

    _once = field_validator("channels")(once)
    _fits = model_validator(mode="after")(fits)


class Thermal(Sighted):
    """A thermal camera of a rig: a reading is a function of the snapshot and the time.

    What its pixels remember of the moment before is looked at again: their time constant is
    shorter than the time from one reading to the next.
    """

    modality = "thermal"
    DELIVERS = DELIVERED
    BAND = "long_wave_infrared"

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.settings, p = settings, self.projection
        self.bolometer = Bolometer(
            name, (p.height, p.width), settings.bolometer, settings.lens.f_number, settings.noise
        )
        self._own: tuple[HeatPainter, ...] = ()

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot, and the truth of the same instant, but for flow."""
        channels: dict[str, NDArray] = {}
        if self.delivered:
            light = self._softened(self.lagging(shot, t_ns))
            channels = self._channels(light, t_ns, shot.fixed.key("sensors", self.name, t_ns))
        else:
            self._drawn(self._eye, shot, t_ns)
        remembers = round(3e9 * self.settings.bolometer.time_constant)
        reading = self._reading(shot, t_ns, index, (remembers, 0), channels)
        return reading, self._truth(shot, t_ns)

    def lagging(self, shot: Snapshot, t_ns: int) -> F4:
        """(H * W,) what the pixels feel at a time, as radiance [W/(m² sr)]: the mean of what they
        saw before, weighed by exp(-t/τ). The eye is left as it sees the time itself."""
        b = self.settings.bolometer
        times = t_ns - np.rint(lags(b.time_constant, int(b.lag_samples)) * 1e9).astype(np.int64)
        if b.time_constant <= 0.0 or not self._moves(shot, int(times.min()), t_ns):
            self._drawn(self._eye, shot, t_ns)
            return self._radiance(shot, t_ns)
        felt = np.zeros(len(self._view.face))
        for time in times[::-1].tolist():
            self._drawn(self._eye, shot, time)
            felt += self._radiance(shot, time)
        self._drawn(self._eye, shot, t_ns)
        return (felt / len(times)).astype(np.float32)

    def _moves(self, shot: Snapshot, first_ns: int, last_ns: int) -> bool:
        """Whether anything does between two times."""
        before, after = shot.near(first_ns), shot.near(last_ns)
        if not np.array_equal(before.T_part, after.T_part):
            return True
        return not np.array_equal(shot.ego_near(first_ns), shot.ego_near(last_ns))

    def _radiance(self, shot: Snapshot, t_ns: int) -> F4:
        """(N,) of the image's pixels as the eye has drawn it."""
        scenery = Scenery(shot.atmosphere, shot.surface, (), t_ns * 1e-9)
        bodies, view, eye = shot.near(t_ns), self._view, self._eye
        pairs = zip(self._painters(shot), eye.films, strict=True)
        made = [painter.radiance(film, scenery, bodies) for painter, film in pairs]
        if view.straight:
            return made[0]
        samples = np.zeros((3, view.samples), np.float32)
        samples[0] = np.concatenate(made)
        out = np.empty((3, len(view.face)), np.float32)
        view.light(samples, out, 0, out.shape[1])
        return out[0]

    def _softened(self, light: F4) -> F4:
        """The radiance (N,) as blurred as the lens makes it."""
        p, soft = self.projection, self.settings.lens.softness
        planes = np.zeros((3, p.height, p.width), np.float32)
        planes[0] = light.reshape(p.height, p.width)
        out = np.empty_like(planes)
        soften(planes, 0, p.height, np.float32(0.5 * soft**2), out)
        return out[0].reshape(-1)

    def _channels(self, light: F4, t_ns: int, key: int) -> dict[str, NDArray]:
        counts, shown = self.bolometer.counts(light, t_ns, key), self.settings.picture
        made: dict[str, NDArray] = {}
        for channel in self.delivered:
            if channel == "raw":
                made[channel] = counts
            elif channel == "temperature":
                made[channel] = self.bolometer.temperature(counts)
            else:
                ends = (radiance(shown.black), radiance(shown.white))
                low, high = (self.bolometer.count_of(float(end)) for end in ends)
                made[channel] = grey(counts, shown.gain, (low, high))
        return made

    def _painters(self, shot: Snapshot) -> Sequence[HeatPainter]:
        stage = shot.fixed.stage
        if not self._own or self._own[0].stage is not stage:
            cast = shot.fixed.cast
            self._own = tuple(
                HeatPainter(stage, cast, threads=self.threads) for _ in self._eye.films
            )
        return self._own


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Thermal:
    """The thermal camera of these settings."""
    return Thermal(name, settings, demand, threads)
