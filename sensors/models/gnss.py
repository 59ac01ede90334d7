"""A receiver of satellite navigation, by the sky that it has: correlated errors, echoes, tunnels.

``position``: latitude, longitude [degrees] and height above the ellipsoid [m] (WGS 84); ``local``:
the same as east, north, up of the world's origin [m], as are ``velocity`` [m/s] and ``covariance``
[m²]; ``fix``: 0 none, 1 single, 2 differential, 4 RTK fixed, 5 RTK float (NMEA 0183);
``satellites`` in use; ``dilution``: PDOP. Without a fix they are NaN. A reading comes ``latency``
after the epoch that its stamp claims, and tells where the antenna was then.

Example::

    light: {date: 2026-03-02, time: 14 h, latitude: 59.33 deg, longitude: 18.07 deg}
    sensors:
      gnss:
        kind: gnss
        preset: automotive
        mount: {x: 0.4 m, z: 1.6 m}
        rate: 10 Hz
        channels: [position, local, velocity, covariance, fix, satellites, dilution]
        rtk: {satellites: 6}
        jamming: {start: 0 s, duration: 2 s, s: 150 m, t: 8 m, power: 1e-6 W}
        spoofing: {start: 0 s, duration: 8 s, speed: 1 m/s, bearing: 90 deg}
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from ...simcore.quantity.fields import (
    Angle,
    Count,
    Flag,
    Length,
    Number,
    Power,
    Speed,
    Time,
    setting,
)
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..navigation.antenna import Past, antenna_at, later
from ..navigation.earth import from_world
from ..navigation.receiver import Locked, Receiver, Solved
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

Array = NDArray[np.float64]

Channel = Literal["position", "local", "velocity", "covariance", "fix", "satellites", "dilution"]
CHANNELS: tuple[Channel, ...] = ("position", "velocity", "covariance", "fix")
DELIVERED = (*CHANNELS, "local", "satellites", "dilution")
Constellation = Literal["gps", "galileo", "glonass"]


class Rtk(Base):
    """Carrier phases against a reference station."""

    satellites: Count = setting("In view, for waves to be counted", 6, low=4, high=40)
    convergence: Time = setting("Until the waves are counted: float till then", "10 s", low="0 s",
                                high="1 h")  # fmt: skip
    noise: Length = setting("Of a carrier's range, at 45 dB-Hz", "5 mm", low="0.1 mm",
                            high="0.1 m")  # fmt: skip
    drift: Length = setting("Slow level error, by air and station (standard deviation)", "8 mm",
                            low="0 m", high="1 m")  # fmt: skip
    float_drift: Length = setting("Level error until then (standard deviation)", "0.3 m",
                                  low="0 m", high="5 m")  # fmt: skip


class Jamming(Base):
    """A transmitter beside the road that drowns the satellites."""

    start: Time = setting("When it comes on", "0 s", low="0 s", high="1 h")
    duration: Time = setting("How long it stays on", "10 s", low="0 s", high="1 h")
    s: Length = setting("Where it is along the ego's route", "100 m", low="-10 km", high="20 km")
    t: Length = setting("To the left of the ego's lane", "5 m", low="-1 km", high="1 km")
    height: Length = setting("Above the ground", "1.5 m", low="0 m", high="500 m")
    power: Power = setting("Radiated within the band", "0.01 W", low="0 W", high="1000 W")


class Spoofing(Base):
    """False signals that lead the place away slowly."""

    start: Time = setting("When they take over", "0 s", low="0 s", high="1 h")
    duration: Time = setting("How long they are followed", "10 s", low="0 s", high="1 h")
    speed: Speed = setting("Of the false motion", "1 m/s", low="0 m/s", high="50 m/s")
    bearing: Angle = setting("Where it goes, by the compass", "90 deg", low="0 deg",
                             high="360 deg")  # fmt: skip


class Settings(Base):
    """Satellites, errors, latency and what disturbs."""

    preset: Annotated[str, Known("gnss")] | None = preset_of("gnss", "receiver")
    channels: tuple[Channel, ...] = held(CHANNELS)
    constellations: tuple[Constellation, ...] = Field(
        ("gps", "galileo"), strict=False, min_length=1, description="Satellites that it follows",
        json_schema_extra={"uniqueItems": True},
    )  # fmt: skip
    mask: Angle = setting("Lower satellites are not used", "5 deg", low="0 deg", high="60 deg")
    noise: Length = setting("Of a code range, at 45 dB-Hz", "0.5 m", low="0.001 m",
                            high="20 m")  # fmt: skip
    velocity_noise: Speed = setting("Of a range's rate, at 45 dB-Hz", "0.05 m/s", low="0.001 m/s",
                                    high="5 m/s")  # fmt: skip
    drift_horizontal: Length = setting(
        "Slow error to the east and to the north (standard deviation)", "1.5 m", low="0 m",
        high="50 m",
    )  # fmt: skip
    drift_vertical: Length = setting("And up", "3 m", low="0 m", high="100 m")
    correlation: Time = setting("Time constant of that", "1100 s", low="1 s", high="1e5 s")
    correlators: Number = setting("Spacing of the correlators [chips]", 0.3, low=0.02, high=1)
    threshold: Number = setting("Least C/N₀ that is followed [dB-Hz]", 25.0, low=10, high=45)
    reacquisition: Time = setting("Until a fix, once enough satellites are back", "1.5 s",
                                  low="0 s", high="5 min")  # fmt: skip
    latency: Time = setting("From the epoch to the reading", "0.1 s", low="0 s", high="2 s")
    differential: Flag = setting(
        "Whether its fix counts as differential (SBAS); give the drifts that remain, then",
        False,
    )  # fmt: skip
    rtk: Rtk | None = setting("Carrier phases against a reference station; none unless given", None)
    jamming: Jamming | None = setting("A jammer; none unless given", None)
    spoofing: Spoofing | None = setting("A spoofer; none unless given", None)

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "gnss")

    _once = field_validator("channels", "constellations")(once)


class Memory(NamedTuple):
    """past: where the ego was lately; locked: since when satellites are in view."""

    past: Past = ()
    locked: Locked = Locked()


class Gnss(Mounted):
    """A receiver of a rig. It remembers where the ego was, for as long as it is late, and since
    when it has its satellites."""

    modality = "gnss"
    DELIVERS = DELIVERED

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.settings, self.receiver = settings, Receiver(name, settings)
        self._late = round(settings.latency * 1e9)
        self._memory = Memory()

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading that comes at a time of the shot; truth is the pose at its epoch."""
        epoch, solved = self._solved(shot, t_ns)
        made: dict[str, Callable[[], NDArray]] = {
            "position": lambda: _degrees(shot, solved.place),
            "local": lambda: solved.place,
            "velocity": lambda: solved.velocity,
            "covariance": lambda: solved.covariance,
            "fix": lambda: np.array(solved.code, np.uint8),
            "satellites": lambda: np.array(solved.used, np.uint8),
            "dilution": lambda: np.array(solved.dilution),
        }
        channels: dict[str, NDArray] = {name: made[name]() for name in self.delivered}
        reading = self._reading(shot, t_ns, index, (t_ns - epoch, epoch - t_ns), channels)
        return replace(reading, t_claimed_ns=epoch), Truth({})

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Let a reading pass: its satellites are still looked for."""
        self._solved(shot, t_ns)

    def watch(self, shot: Snapshot, until_ns: int) -> None:
        """Remember where the ego was."""
        if until_ns >= shot.t0_ns:
            past = later(self._memory.past, shot, self._late)
            self._memory = self._memory._replace(past=past)

    def save(self) -> Memory:
        """Where the ego was lately, and since when satellites are in view."""
        return self._memory

    def restore(self, memory: Memory | None) -> None:
        """Go back to that; None: to a receiver that has its satellites."""
        self._memory = Memory() if memory is None else memory

    def _solved(self, shot: Snapshot, t_ns: int) -> tuple[int, Solved]:
        """The epoch of a reading, and its solution."""
        epoch = max(t_ns - self._late, 0)
        place, velocity = antenna_at(shot, self._memory.past, epoch, self.T_ego_mount[:3, 3])
        signals = self.receiver.follow(shot, t_ns, epoch, place)
        locked = self.receiver.lock(signals, epoch, self._memory.locked)
        self._memory = self._memory._replace(locked=locked)
        key = shot.fixed.key("sensors", self.name)
        return epoch, self.receiver.solve(signals, place, velocity, epoch, key, locked)


def _degrees(shot: Snapshot, place: Array) -> Array:
    """(3,) latitude, longitude [degrees], height [m] of a place in the world."""
    latitude, longitude, height = from_world(shot.fixed.place, place)
    return np.array([np.degrees(latitude), np.degrees(longitude), height])


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Gnss:
    """The receiver of these settings."""
    return Gnss(name, settings, demand, threads)
