"""A magnetometer: the Earth's field at the place and day, bent by the iron of the vehicle.

``magnetic_field`` (3,) [T] is in the mount's axes (x forward, y left, z up).

Example::

    light: {latitude: 59.33 deg, longitude: 18.07 deg}
    sensors:
      compass:
        kind: magnetometer
        preset: hmc5883l
        mount: {x: 0.8 m, z: 1.4 m}
        rate: 50 Hz
        hard_iron: 20 µT
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.keys import fold
from ...simcore.quantity.fields import Count, Flag, MagneticField, Ratio, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..navigation.field import field
from ..navigation.keyed import normals
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

Array = NDArray[np.float64]

Channel = Literal["magnetic_field"]
CHANNELS: tuple[Channel, ...] = ("magnetic_field",)


class Settings(Base):
    """Iron, noise and numbers."""

    preset: Annotated[str, Known("magnetometer")] | None = preset_of("magnetometer", "magnetometer")
    channels: tuple[Channel, ...] = held(CHANNELS)
    errors: Flag = setting("false: the Earth's field as it is", True, fixed=True)
    specimen: Count = setting("Which vehicle: each has iron of its own", 0, low=0, high=1_000_000)
    hard_iron: MagneticField = setting(
        "Of what is magnetised in the vehicle, along each axis (standard deviation)", "10 µT",
        low="0 µT", high="1 mT",
    )  # fmt: skip
    soft_iron: Ratio = setting(
        "How unevenly its iron draws the field, as entries of a matrix (standard deviation)", 0.03,
        low=0, high=0.5,
    )  # fmt: skip
    noise: MagneticField = setting("Of a reading, on each axis", "0.3 µT", low="0 µT",
                                   high="100 µT")  # fmt: skip
    range: MagneticField = setting("Largest that it tells", "800 µT", low="10 µT", high="1 T")
    bits: Count = setting("Of a number; 0: not quantised", 16, low=0, high=32, fixed=True)

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "magnetometer")

    _once = field_validator("channels")(once)


class Magnetometer(Mounted):
    """A magnetometer of a rig: a reading is a function of the snapshot and the time."""

    modality = "magnetometer"
    DELIVERS = CHANNELS

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.settings = settings
        own = normals(fold("magnetometer", name, int(settings.specimen)), np.arange(12), 0)
        soft = own[:9].reshape(3, 3)
        self._soft = np.eye(3) + settings.soft_iron * 0.5 * (soft + soft.T)
        self._hard = settings.hard_iron * own[9:12]

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot; truth is the pose that goes with it."""
        channels: dict[str, NDArray] = {}
        if self.delivered:
            channels["magnetic_field"] = self._field(shot, t_ns)
        return self._reading(shot, t_ns, index, (0, 0), channels), Truth({})

    def _field(self, shot: Snapshot, t_ns: int) -> Array:
        s, R = self.settings, (shot.ego(t_ns) @ self.T_ego_mount)[:3, :3]
        true: Array = R.T @ field(shot.fixed.place)
        if not s.errors:
            return true
        key = shot.fixed.key("sensors", self.name)
        value = self._soft @ true + self._hard + s.noise * normals(key, np.arange(3), t_ns)
        value = np.clip(value, -s.range, s.range)
        if s.bits:
            half = 2 ** (int(s.bits) - 1)
            value = np.clip(np.rint(value / s.range * half), -half, half - 1) * (s.range / half)
        return value


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Magnetometer:
    """The magnetometer of these settings."""
    return Magnetometer(name, settings, demand, threads)
