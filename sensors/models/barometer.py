"""A barometer: the pressure of the air by height, and that of the wind of driving.

``pressure`` () [Pa].

Example::

    weather: {wind: {speed: 8 m/s, from_bearing: 270 deg}}
    sensors:
      barometer:
        kind: barometer
        preset: bmp388
        rate: 25 Hz
        altitude: 120 m
        port: -0.1
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.quantity.fields import (
    Flag,
    Length,
    Pressure,
    PressureDrift,
    Ratio,
    Time,
    setting,
)
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..navigation.air import density, pressure_above, pressure_at
from ..navigation.antenna import antenna_at
from ..navigation.keyed import markovs, normals
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

Channel = Literal["pressure"]
CHANNELS: tuple[Channel, ...] = ("pressure",)
CALIBRATED = 298.15
"""Temperature at which data sheets tell errors [K]."""


class Settings(Base):
    """Air, port and errors."""

    preset: Annotated[str, Known("barometer")] | None = preset_of("barometer", "barometer")
    channels: tuple[Channel, ...] = held(CHANNELS)
    errors: Flag = setting("false: the pressure at the port as it is", True, fixed=True)
    altitude: Length = setting("Of the world's origin above the sea", "0 m", low="-400 m",
                               high="5000 m")  # fmt: skip
    sea_level: Pressure = setting("Pressure there, as the weather has it", "1013.25 hPa",
                                  low="870 hPa", high="1085 hPa")  # fmt: skip
    port: Ratio = setting(
        "Share of the dynamic pressure that the port feels; below 0 it is sucked", -0.05, low=-2,
        high=1,
    )  # fmt: skip
    noise: Pressure = setting("Of a reading", "1 Pa", low="0 Pa", high="100 Pa")
    bias: Pressure = setting("Of the device (standard deviation)", "50 Pa", low="0 Pa",
                             high="1000 Pa")  # fmt: skip
    drift: Pressure = setting("Slow error (standard deviation)", "3 Pa", low="0 Pa",
                              high="100 Pa")  # fmt: skip
    correlation: Time = setting("Time constant of that", "600 s", low="1 s", high="1e5 s")
    per_kelvin: PressureDrift = setting("Of the bias by temperature (standard deviation)",
                                        "0.75 Pa/K", low="0 Pa/K", high="50 Pa/K")  # fmt: skip
    resolution: Pressure = setting("Least step", "0.1 Pa", low="0 Pa", high="100 Pa")

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "barometer")

    _once = field_validator("channels")(once)


class Barometer(Mounted):
    """A barometer of a rig: a reading is a function of the snapshot and the time."""

    modality = "barometer"
    DELIVERS = CHANNELS

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.settings = settings

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot; truth is the pose that goes with it."""
        channels: dict[str, NDArray] = {}
        if self.delivered:
            channels["pressure"] = np.array(self._pressure(shot, t_ns))
        return self._reading(shot, t_ns, index, (0, 0), channels), Truth({})

    def _pressure(self, shot: Snapshot, t_ns: int) -> float:
        s, air = self.settings, shot.atmosphere
        place, velocity = antenna_at(shot, (), t_ns, self.T_ego_mount[:3, 3])
        warmth = float(air.temperature(place))
        below = pressure_at(s.altitude, s.sea_level)
        still = pressure_above(below, warmth, float(place[2]))
        against = velocity - air.wind.velocity(place, t_ns * 1e-9)
        dynamic = 0.5 * density(still, warmth) * float(against @ against)
        true = still + s.port * dynamic
        if not s.errors:
            return true
        key = shot.fixed.key("sensors", self.name)
        own = normals(key, [0, 1], -1)
        value = true + s.bias * own[0] + s.per_kelvin * own[1] * (warmth - CALIBRATED)
        value += s.drift * markovs(key, 2, s.correlation, t_ns * 1e-9)[0]
        value += s.noise * normals(key, [3], t_ns)[0]
        if s.resolution > 0.0:
            value = np.rint(value / s.resolution) * s.resolution
        return float(value)


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Barometer:
    """The barometer of these settings."""
    return Barometer(name, settings, demand, threads)
