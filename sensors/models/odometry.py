"""Wheel encoders and the steering angle: they tell what the wheels do, not what the car does.

``wheel_speed`` (4,) [m/s]: front left, front right, rear left, rear right, from teeth that pass;
wheels that lock or spin read so. ``ticks`` (4,): teeth since the beginning, of which each stands
for 2πR/48; ``steering`` [rad]: the angle of the front wheels, left positive. The radius that is
reckoned with is not quite that of the tyres.

Example::

    sensors:
      wheels:
        kind: odometry
        preset: abs_encoder
        rate: 50 Hz
        channels: [wheel_speed, ticks, steering]
        wheel: {teeth: 48, radius_error: 0.02}
        steering: {offset: 0.3 deg}
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.keys import fold
from ...simcore.physics.driving import columns as c
from ...simcore.quantity.fields import Angle, Count, Flag, Length, Ratio, Speed, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..navigation.keyed import normals
from ..navigation.ticks import Wheels, at_rest, told, turned
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

Channel = Literal["wheel_speed", "ticks", "steering"]
CHANNELS: tuple[Channel, ...] = ("wheel_speed", "steering")
DELIVERED = ("wheel_speed", "ticks", "steering")


class Wheel(Base):
    """The encoders."""

    teeth: Count = setting("Per turn", 48, low=4, high=10000, fixed=True)
    uneven: Ratio = setting(
        "Of the teeth's places (standard deviation), as a share of their distance", 0.01, low=0,
        high=0.2,
    )  # fmt: skip
    radius: Length = setting("That a wheel is reckoned with, before its error", "0.3 m",
                             low="0.05 m", high="1 m")  # fmt: skip
    radius_error: Ratio = setting(
        "Of that of all wheels, by wear and pressure (standard deviation)", 0.015, low=0, high=0.1
    )
    radius_spread: Ratio = setting("And from wheel to wheel", 0.003, low=0, high=0.1)
    least: Speed = setting("Slower wheels read zero", "0.3 km/h", low="0 km/h", high="10 km/h")


class Wheelman(Base):
    """The sensor of the steering."""

    resolution: Angle = setting("Of the steering wheel's angle", "0.1 deg", low="0 deg",
                                high="10 deg")  # fmt: skip
    ratio: Ratio = setting("Of the steering wheel's angle to that of the front wheels", 15.0,
                           low=1, high=40)  # fmt: skip
    ratio_error: Ratio = setting("Of what that is taken for (standard deviation)", 0.01, low=0,
                                 high=0.2)  # fmt: skip
    offset: Angle = setting("Of the steering wheel when straight (standard deviation)", "1 deg",
                            low="0 deg", high="20 deg")  # fmt: skip
    noise: Angle = setting("Of the steering wheel's angle", "0.05 deg", low="0 deg",
                           high="10 deg")  # fmt: skip


class Settings(Base):
    """Encoders and steering."""

    preset: Annotated[str, Known("odometry")] | None = preset_of("odometry", "set of encoders")
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Flag = setting("false: true speeds of the rims, and the true angle", True, fixed=True)
    specimen: Count = setting("Which one of its kind: each has errors of its own", 0, low=0,
                              high=1_000_000)  # fmt: skip
    wheel: Wheel = setting("The encoders", {})
    steering: Wheelman = setting("The sensor of the steering", {})

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "odometry")

    _once = field_validator("channels")(once)


class Odometry(Mounted):
    """The encoders of a rig. They remember angles, and the teeth of the reading before."""

    modality = "odometry"
    DELIVERS = DELIVERED

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.settings = settings
        w, s = settings.wheel, settings.steering
        self._key = fold("odometry", name, int(settings.specimen))
        own = normals(self._key, np.arange(8), 0)
        grown = 1.0 + w.radius_error * own[0] + w.radius_spread * own[1:5]
        self._reckoned = np.where(settings.noise, grown, np.ones(4))
        self._ratio = 1.0 + s.ratio_error * own[5]
        self._offset = s.offset * own[6]
        self._memory: Wheels | None = None

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot; truth is the ego's motion."""
        wheels = self._read(shot, t_ns)
        noisy = self.settings.noise
        made = {
            "wheel_speed": lambda: wheels.speed * self._reckoned if noisy else shot.rims(t_ns),
            "ticks": lambda: wheels.tooth.astype(np.int64),
            "steering": lambda: np.array(self._steering(shot, t_ns)),
        }
        channels: dict[str, NDArray] = {name: made[name]().copy() for name in self.delivered}
        return self._reading(shot, t_ns, index, (0, 0), channels), Truth({})

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Let a reading pass: the next counts from it."""
        self._read(shot, t_ns)

    def watch(self, shot: Snapshot, until_ns: int) -> None:
        """Count on until the end of a step."""
        if until_ns >= shot.t0_ns:
            self._memory = self._counted(shot, until_ns)

    def save(self) -> Wheels | None:
        """Angles and teeth."""
        return self._memory

    def restore(self, memory: Wheels | None) -> None:
        """Go back to those; None: to wheels that nobody has counted yet."""
        self._memory = memory

    def _read(self, shot: Snapshot, t_ns: int) -> Wheels:
        w = self.settings.wheel
        counted = self._counted(shot, t_ns)
        self._memory = told(counted, t_ns, int(w.teeth), w.radius, w.least)
        return self._memory

    def _counted(self, shot: Snapshot, until_ns: int) -> Wheels:
        """The wheels as they are at a time of the shot. How fast they turn follows from the speed
        of their rims by the radius that they are reckoned with, so that what differs is its error
        alone."""
        w = self.settings.wheel
        wheels = self._memory
        if wheels is None:
            wheels = at_rest(shot.t0_ns, shot.rims(shot.t0_ns))
        first, last = (shot.rims(time) / w.radius for time in (wheels.t_ns, until_ns))
        return turned(wheels, until_ns, first, last, int(w.teeth), w.uneven, self._key)

    def _steering(self, shot: Snapshot, t_ns: int) -> float:
        s, true = self.settings.steering, float(shot.state_near(t_ns)[0, c.STEER])
        if not self.settings.noise:
            return true
        key = shot.fixed.key("sensors", self.name, "steering")
        wheel = true * s.ratio + self._offset + s.noise * float(normals(key, [0], [t_ns])[0])
        if s.resolution > 0.0:
            wheel = float(np.rint(wheel / s.resolution)) * s.resolution
        return wheel / s.ratio * self._ratio


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Odometry:
    """The encoders of these settings."""
    return Odometry(name, settings, demand, threads)
