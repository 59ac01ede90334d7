"""An ultrasonic sensor of a bumper: the distance of the first echo that is loud enough.

``distance`` () [m], inf where there is none. It reckons with a speed of sound; in cold air things
seem farther off than they are, unless it knows the temperature. Nearer than its minimum, and
blinded by ice or by snow that gathers on it while it drives, it tells its minimum.

Example::

    weather: {temperature: -6 degC, snow: {rate: 2 mm/h}}
    actors: {van: {kind: van, at: {s: 17 m, t: 0 m}, behaviour: {kind: parked}}}
    sensors:
      bumper:
        kind: ultrasonic
        preset: parking
        mount: {x: 3.4 m, z: 0.5 m}
        rate: 20 Hz
        crosstalk: 0.02
        cover: 0.2 mm
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from ...simcore.keys import uniform
from ...simcore.physics.driving import columns as c
from ...simcore.quantity.fields import Angle, Flag, Length, Number, Rate, Ratio, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..navigation.air import absorption, speed_of_sound
from ..navigation.keyed import normals
from ..navigation.sonar import beam, facing, level, louder
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand

Channel = Literal["distance"]
CHANNELS: tuple[Channel, ...] = ("distance",)
RECKONED = 293.15
"""Temperature of the speed of sound that is reckoned with [K]."""
MELTING = 274.15
"""Above this [K] snow does not stay on a bumper."""
STICKS, LOOSE, FALLS = 0.3, 10.0, 1.0
"""Share of the snow in its way that stays on a bumper (a generic value), its volume by that of its
water (fresh snow of 100 kg/m³), and how fast it falls [m/s]."""


class Settings(Base):
    """Beam, range, errors, and what lies on it."""

    preset: Annotated[str, Known("ultrasonic")] | None = preset_of("ultrasonic", "sensor")
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Length = setting("Of a reading (standard deviation)", "5 mm", low="0 mm", high="0.5 m")
    resolution: Length = setting("Least step", "10 mm", low="0 mm", high="0.5 m")
    beam_width: Angle = setting("Of the beam, between its edges at -6 dB", "70 deg", low="5 deg",
                           high="120 deg")  # fmt: skip
    beam_height: Angle = setting("The same upright", "35 deg", low="5 deg", high="120 deg")
    frequency: Rate = setting("Of the sound", "48000 Hz", low="20000 Hz", high="400000 Hz")
    minimum: Length = setting("Nearest that it tells: it rings till then", "0.15 m", low="0.01 m",
                              high="1 m")  # fmt: skip
    maximum: Length = setting("Farthest that it listens for", "5.5 m", low="0.5 m", high="20 m")
    threshold: Number = setting(
        "Least echo, against that of a plate a metre away [dB]", -46.0, low=-120, high=0
    )
    compensated: Flag = setting("Whether it reckons with the temperature of the air", False)
    crosstalk: Ratio = setting("Share of readings that take another sensor's sound for an echo",
                               0.0, low=0, high=1)  # fmt: skip
    cover: Length = setting("Ice or snow on it at the beginning", "0 mm", low="0 mm", high="0.2 m")
    gathers: Flag = setting("Whether snow stays on it: false for a heated one", True)
    blind_at: Length = setting("Cover through which it hears nothing", "2 mm", low="0.1 mm",
                               high="0.1 m")  # fmt: skip

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "ultrasonic")

    _once = field_validator("channels")(once)


class Ultrasonic(Mounted):
    """An ultrasonic sensor of a rig. It remembers how much snow has gathered on it [m]."""

    modality = "ultrasonic"
    DELIVERS = CHANNELS

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.preset = settings.preset
        self.settings = settings
        self._beam = beam(settings.beam_width, settings.beam_height)
        self._gathered: tuple[int, float] = 0, 0.0

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot; truth is the pose that goes with it."""
        channels: dict[str, NDArray] = {}
        if self.delivered:
            channels["distance"] = np.array(self._distance(shot, t_ns))
        return self._reading(shot, t_ns, index, (0, 0), channels), Truth({})

    def watch(self, shot: Snapshot, until_ns: int) -> None:
        """Let snow gather until the end of a step."""
        self._gathered = until_ns, self._cover(shot, until_ns)

    def save(self) -> tuple[int, float]:
        """Until when snow has gathered [ns], and how much [m]."""
        return self._gathered

    def restore(self, memory: tuple[int, float] | None) -> None:
        """Go back to that; None: to the beginning."""
        self._gathered = (0, 0.0) if memory is None else memory

    def _cover(self, shot: Snapshot, t_ns: int) -> float:
        """What has gathered at a time [m], besides what lay there in the beginning."""
        since, gathered = self._gathered
        air, row = shot.atmosphere, shot.state_near(t_ns)[0]
        warm = float(air.temperature(row[c.X : c.Z + 1])) > MELTING
        if not self.settings.gathers or warm or t_ns <= since:
            return gathered
        water = air.snow_rate_mm_h / 3.6e6 / FALLS
        ahead = self.T_ego_mount[0, 0] * float(row[c.SPEED])
        return gathered + STICKS * LOOSE * water * max(ahead, 0.0) * (t_ns - since) * 1e-9

    def _distance(self, shot: Snapshot, t_ns: int) -> float:
        s, key = self.settings, shot.fixed.key("sensors", self.name, t_ns)
        if s.cover + self._cover(shot, t_ns) >= s.blind_at:
            return float(s.minimum)
        found = self._heard(shot, t_ns)
        warmth = float(shot.atmosphere.temperature(shot.state_near(t_ns)[0, c.X : c.Z + 1]))
        if not s.compensated:
            found *= speed_of_sound(RECKONED) / speed_of_sound(warmth)
        found += s.noise * float(normals(key, [0], [0])[0])
        if uniform(key, "crosstalk") < s.crosstalk:
            other = s.minimum + (s.maximum - s.minimum) * uniform(key, "other")
            found = min(found, other)
        if not np.isfinite(found) or found > s.maximum:
            return float("inf")
        if s.resolution > 0.0:
            found = float(np.rint(found / s.resolution)) * s.resolution
        return float(max(found, s.minimum))

    def _heard(self, shot: Snapshot, t_ns: int) -> float:
        """Distance of the first echo that is loud enough [m], inf for none."""
        s, air, fixed = self.settings, shot.atmosphere, shot.fixed
        T = shot.ego(t_ns) @ self.T_ego_mount
        toward = self._beam.directions @ T[:3, :3].T
        posed = fixed.stage.posed(shot.near(t_ns))
        own = [fixed.stage.items_of(int(b)) for b in fixed.cast.id[fixed.cast.actor == 0]]
        hidden = np.concatenate(own) if own else ()
        hits = fixed.rays.among(posed, T[:3, 3], hidden).closest(T[:3, 3], toward, s.maximum)
        away = hits.distance.astype(np.float64)
        lost = absorption(s.frequency, air.air_temperature, 100.0 * air.vapour_pressure)
        falling = sum(m.extinction() for _, m in air.media if m.rate_mm_h > 0.0)
        lost += 10.0 * np.log10(np.e) * falling
        cosine = facing(fixed.stage, posed, hits, toward)
        loud = level(away, cosine, self._beam.loss, lost)
        heard = loud >= s.threshold + louder(air.rain_rate_mm_h)
        return float(away[heard].min(initial=np.inf))


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Ultrasonic:
    """The ultrasonic sensor of these settings."""
    return Ultrasonic(name, settings, demand, threads)
