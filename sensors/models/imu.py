"""An inertial unit: angular rate and specific force, with the noise and drift of known devices.

``gyro`` [rad/s] and ``accel`` [m/s², at rest 9.81 upwards] are in the mount's axes (x forward, y
left, z up), at the mount: its arm to the rear axle counts. What is read is a function of the time;
only the ego's last step is remembered.

Example::

    sensors:
      imu:
        kind: imu
        preset: bmi088
        mount: {x: 1.2 m, z: 0.5 m}
        rate: 100 Hz
        gyro: {turn_on_bias: 0.5 deg/s, by_acceleration: 0.01 deg/s/gee}
        accel: {rectification: 0.1 mgee/gee^2}
        warmth: {on_for: 2 min}
        vibration: {road: b, engine: 0.05 m/s^2}
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.physics.driving import columns as c
from ...simcore.quantity.fields import (
    Acceleration,
    AccelerationDrift,
    AccelerationNoise,
    AccelerationWalk,
    Angle,
    AngularByAcceleration,
    AngularDrift,
    AngularNoise,
    AngularSpeed,
    AngularWalk,
    Count,
    Flag,
    PerKelvin,
    Rate,
    Ratio,
    Rectification,
    Temperature,
    Time,
    Word,
    setting,
)
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..navigation.motion import Felt, Means, felt, remembered
from ..navigation.triad import Triad
from ..navigation.vibration import Roughness, Shaking, Vibration
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

Array = NDArray[np.float64]

Channel = Literal["gyro", "accel"]
CHANNELS: tuple[Channel, ...] = ("gyro", "accel")


class Axes(Base):
    """What gyroscopes and accelerometers have in common."""

    correlation: Time | None = setting(
        "Time constant of one Gauss-Markov process that stands for the bias instability; without "
        "it that is flicker noise", None, low="1 s", high="1e6 s",
    )  # fmt: skip
    scale_error: Ratio = setting("Of the gain of each axis (standard deviation)", 0.005, low=0,
                                 high=0.2)  # fmt: skip
    misalignment: Angle = setting("Of each axis to the others (standard deviation)", "0.3 deg",
                                  low="0 deg", high="10 deg")  # fmt: skip
    scale_per_kelvin: PerKelvin = setting(
        "Change of the gain by temperature (standard deviation)", "1e-4 1/K", low="0 1/K",
        high="0.01 1/K",
    )  # fmt: skip
    bits: Count = setting("Of a number; 0: not quantised", 16, low=0, high=32, fixed=True)
    bandwidth: Rate | None = setting(
        "Of its filter, a single pole (-3 dB); without it readings are white", None, low="1 Hz",
        high="10000 Hz",
    )  # fmt: skip


class Gyro(Axes):
    """The gyroscopes."""

    noise_density: AngularNoise = setting("White noise: angular random walk", "0.01 deg/s/rtHz",
                                          low="0 deg/s/rtHz", high="1 deg/s/rtHz")  # fmt: skip
    bias_instability: AngularSpeed = setting("Drift of the bias (IEEE 952)", "5 deg/h",
                                             low="0 deg/h", high="1000 deg/h")  # fmt: skip
    random_walk: AngularWalk = setting("Rate random walk", "0 rad/s^2/rtHz",
                                       low="0 rad/s^2/rtHz", high="0.1 rad/s^2/rtHz")  # fmt: skip
    turn_on_bias: AngularSpeed = setting("Bias from one start to the next (standard deviation)",
                                         "0.2 deg/s", low="0 deg/s", high="30 deg/s")  # fmt: skip
    bias_per_kelvin: AngularDrift = setting(
        "Change of the bias by temperature (standard deviation)", "0.01 deg/s/K", low="0 deg/s/K",
        high="1 deg/s/K",
    )  # fmt: skip
    by_acceleration: AngularByAcceleration = setting(
        "Bias by specific force along the same axis", "0 deg/s/gee", low="-1 deg/s/gee",
        high="1 deg/s/gee",
    )  # fmt: skip
    range: AngularSpeed = setting("Largest that it tells", "500 deg/s", low="10 deg/s",
                                  high="10000 deg/s")  # fmt: skip


class Accel(Axes):
    """The accelerometers."""

    noise_density: AccelerationNoise = setting("White noise: velocity random walk",
                                               "150 µgee/rtHz", low="0 gee/rtHz",
                                               high="0.1 gee/rtHz")  # fmt: skip
    bias_instability: Acceleration = setting("Drift of the bias (IEEE 952)", "40 µgee",
                                             low="0 gee", high="0.1 gee")  # fmt: skip
    random_walk: AccelerationWalk = setting("Rate random walk", "0 m/s^3/rtHz", low="0 m/s^3/rtHz",
                                            high="1 m/s^3/rtHz")  # fmt: skip
    turn_on_bias: Acceleration = setting("Bias from one start to the next (standard deviation)",
                                         "10 mgee", low="0 gee", high="1 gee")  # fmt: skip
    bias_per_kelvin: AccelerationDrift = setting(
        "Change of the bias by temperature (standard deviation)", "0.2 mgee/K", low="0 gee/K",
        high="0.1 gee/K",
    )  # fmt: skip
    rectification: Rectification = setting(
        "Bias by the mean square of what shakes an axis", "0 gee/gee^2", low="-0.1 gee/gee^2",
        high="0.1 gee/gee^2",
    )  # fmt: skip
    range: Acceleration = setting("Largest that it tells", "8 gee", low="0.5 gee",
                                  high="1000 gee")  # fmt: skip


class Warmth(Base):
    """How warm the device is: biases and gains are calibrated at 25 °C."""

    self_heating: Temperature = setting("In the end above the air around", "5 K", low="0 K",
                                        high="60 K")  # fmt: skip
    time_constant: Time = setting("In which it takes on 63 % of that", "300 s", low="1 s",
                                  high="10 h")  # fmt: skip
    on_for: Time = setting("Since when it has been on at the beginning", "10 min", low="0 s",
                           high="100 h")  # fmt: skip


class Shaken(Base):
    """What shakes the device. The cameras of the same ego do not shake."""

    road: Annotated[Roughness, Word()] = setting(
        "Roughness of the road (ISO 8608): none, a (smooth) to e", "a"
    )
    engine: Acceleration = setting("By an engine with four cylinders (root mean square)",
                                   "0.03 m/s^2", low="0 m/s^2", high="20 m/s^2")  # fmt: skip


class Settings(Base):
    """Gyroscopes, accelerometers, warmth and vibration."""

    preset: Annotated[str, Known("imu")] | None = preset_of("imu", "inertial unit")
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Flag = setting("false: what an ideal unit feels, shaken all the same", True, fixed=True)
    earth: Flag = setting("Whether it feels the Earth's rotation", True, fixed=True)
    specimen: Count = setting("Which one of its kind: each has gains and axes of its own", 0,
                              low=0, high=1_000_000)  # fmt: skip
    gyro: Gyro = setting("The gyroscopes", {})
    accel: Accel = setting("The accelerometers", {})
    warmth: Warmth = setting("How warm the device is", {})
    vibration: Shaken = setting("What shakes it", {})

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "imu")

    _once = field_validator("channels")(once)


class Imu(Mounted):
    """An inertial unit of a rig: a reading is a function of the snapshot, the time, and what the
    ego did in the step before."""

    modality = "imu"
    DELIVERS = CHANNELS

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.settings = settings
        kinds = {"gyro": settings.gyro, "accel": settings.accel}
        self.triads = {
            kind: Triad(name, kind, item, settings.rate, int(settings.specimen))
            for kind, item in kinds.items()
        }
        shaken = settings.vibration
        self._shaken = {
            kind: Vibration(shaken.road, shaken.engine, item.bandwidth or 0.0)
            for kind, item in kinds.items()
        }
        self._memory: Means | None = None

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot; truth is the pose that goes with it."""
        known = remembered(shot, self._memory)
        channels: dict[str, NDArray] = {}
        felt_: dict[float | None, tuple[Felt, Shaking]] = {}
        for kind in self.delivered:
            band = getattr(self.settings, kind).bandwidth
            if band not in felt_:
                felt_[band] = self._feels(shot, t_ns, known, kind)
            feels, shaken = felt_[band]
            value = feels.rate if kind == "gyro" else feels.force + shaken.accel
            if self.settings.noise:
                if kind == "gyro":
                    push = feels.force + shaken.accel
                    value = value + self.settings.gyro.by_acceleration * push
                warmth = self.warmth(shot, t_ns)
                key = shot.fixed.key("sensors", self.name, kind)
                value = self.triads[kind].read(value, shaken.square, warmth, t_ns, key)
            channels[kind] = value
        return self._reading(shot, t_ns, index, (0, 0), channels), Truth({})

    def watch(self, shot: Snapshot, until_ns: int) -> None:
        """Remember how the ego moved in the step, for the next."""
        if until_ns >= shot.t0_ns:
            self._memory = remembered(shot, self._memory)

    def save(self) -> Means | None:
        """How the ego moved in the last steps."""
        return self._memory

    def restore(self, memory: Means | None) -> None:
        """Go back to that; None: to an ego that has moved evenly."""
        self._memory = memory

    def warmth(self, shot: Snapshot, t_ns: int) -> float:
        """Temperature of the device [K]."""
        w, place = self.settings.warmth, shot.state_near(t_ns)[0, c.X : c.Z + 1]
        gone = (t_ns * 1e-9 + w.on_for) / w.time_constant
        air = float(shot.atmosphere.temperature(place))
        return air + w.self_heating * (1.0 - float(np.exp(-gone)))

    def _feels(self, shot: Snapshot, t_ns: int, known: Means, kind: str) -> tuple[Felt, Shaking]:
        """What ideal axes of a kind feel, as late as their filter lets it through, and how they
        are shaken."""
        band = getattr(self.settings, kind).bandwidth
        late = 0.0 if band is None or not self.settings.noise else 1e9 / (2.0 * np.pi * band)
        latitude = shot.fixed.place.latitude if self.settings.earth else None
        feels = felt(shot, t_ns - late, known, self.T_ego_mount, latitude)
        row = shot.state_near(t_ns)[0]
        key = shot.fixed.key("sensors", self.name, "vibration")
        shaken = self._shaken[kind].at(
            key, t_ns * 1e-9, row[c.S], row[c.SPEED], row[c.PHASE], self.T_ego_mount[:3, :3]
        )
        return feels, shaken


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Imu:
    """The inertial unit of these settings."""
    return Imu(name, settings, demand, threads)
