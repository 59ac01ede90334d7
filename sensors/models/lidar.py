"""A LiDAR: a scanner that measures distances by pulses of infra-red light, echo by echo.

A reading is the sweep that ends at its time. ``points`` is an array of
``sensors.lidar.points.POINT``: what the device tells, and of each point the truth.

Example::

    sensors:
      top:
        kind: lidar
        preset: hdl_32e
        mount: {x: 0.9 m, z: 1.9 m}
        rate: 20 Hz
        channels: [points]
        echoes: both
        deskew: false
        scan: {columns: 90}
        optics: {divergence: 3 mrad}
        receiver: {reach: 90 m}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from ...simcore.keys import uniform
from ...simcore.quantity.fields import (
    Angle,
    Count,
    Flag,
    Length,
    Number,
    Ratio,
    Time,
    invalid,
    setting,
)
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..lidar.air import LIGHT
from ..lidar.echoes import BOTH, LAST, STRONGEST, Ear
from ..lidar.pattern import Pattern, even, tables
from ..lidar.receiver import Receiver
from ..lidar.sweep import Sweep, points_of, swept
from ..mounted import Mounted
from ..presets.tables import Known, on_preset
from ..reading import Reading, Truth
from ..sensor import Demand
from ..truth.around import objects_around
from ..twins import TWINS

MODES = {"strongest": STRONGEST, "last": LAST, "both": BOTH}


class Beams(Base):
    """The beams: those of a known device, or so many from one elevation to another."""

    table: Literal["vlp_16", "hdl_32e", "hdl_64e", "os1_64", "os1_128", "rs_m1"] | None = Field(
        None, description="Whose elevations, offsets and firing times; null: even ones"
    )
    count: Annotated[int, Field(ge=1, le=256)] | None = Field(
        None, description="How many, where they are even; null: 32"
    )
    lowest: Angle | None = setting("Elevation of the lowest of even ones; null: -25 deg", None,
                                   low="-90 deg", high="90 deg", fixed=True)  # fmt: skip
    highest: Angle | None = setting("Elevation of the highest of even ones; null: 15 deg", None,
                                    low="-90 deg", high="90 deg", fixed=True)  # fmt: skip

    @model_validator(mode="after")
    def _fits(self) -> Beams:
        own = {"count": self.count, "lowest": self.lowest, "highest": self.highest}
        given = [name for name, value in own.items() if value is not None]
        if self.table is not None and given:
            text = f"the table '{self.table}' says that; set table: null for beams of your own"
            raise invalid(((given[0],), text))
        return self


class Scan(Base):
    """How the beams go around; clockwise, seen from above."""

    view: Angle = setting("How far", "360 deg", low="1 deg", high="360 deg", fixed=True)
    start: Angle = setting("Azimuth at which a sweep begins and ends, to the left; of a part of a "
                           "turn: at which it begins", "180 deg")  # fmt: skip
    columns: Annotated[int, Field(ge=8, le=4096)] | None = Field(
        None, description="Columns of a sweep; null: as many as the period allows"
    )
    period: Time = setting("From column to column, where columns are not given", "50 us",
                           low="1 us", high="10 ms", fixed=True)  # fmt: skip


class Optics(Base):
    """The light and its way."""

    band: Literal["near_infrared_865", "near_infrared"] = Field(
        "near_infrared", description="865 or 905 nm"
    )
    divergence: Angle = setting("Of the beams, whole angle", "3 mrad", low="0.1 mrad",
                                high="20 mrad")  # fmt: skip
    aperture: Length = setting("Width of the beams where they begin", "10 mm", low="1 mm",
                               high="100 mm")  # fmt: skip
    overlap: Length = setting(
        "Distance from which the receiver sees the whole beam; nearer, less", "5 m", low="0.1 m",
        high="50 m",
    )  # fmt: skip
    pulse: Time = setting("Length of the pulse at half its height", "6 ns", low="0.5 ns",
                          high="50 ns")  # fmt: skip


class Reception(Base):
    """What becomes of the light that comes back."""

    reach: Length = setting(
        "Distance at which a white wall (90 %) is just found, by night in clear air", "100 m",
        low="1 m", high="1000 m",
    )  # fmt: skip
    nearest: Length = setting("Least distance that is told", "1 m", low="0.05 m", high="20 m")
    farthest: Length = setting("Greatest distance that is told", "120 m", low="2 m", high="1000 m")
    blur: Length = setting("Resolution ΔR: noise makes an error of ΔR / √(2 SNR)", "90 mm",
                           low="0 mm", high="1 m")  # fmt: skip
    jitter: Length = setting("Error that does not come from noise (standard deviation)", "10 mm",
                             low="0 mm", high="1 m")  # fmt: skip
    bias: Length = setting("Error of each beam for good (standard deviation)", "5 mm", low="0 mm",
                           high="1 m")  # fmt: skip
    quantum: Length = setting("Distances are multiples of this; 0: any", "2 mm", low="0 mm",
                              high="1 m")  # fmt: skip
    uneven: Ratio = setting("Error of the intensity (relative standard deviation)", 0.05, low=0,
                            high=1)  # fmt: skip
    sunlight: Number = setting("Noise that a white surface at 100 klx adds, as a share of that in "
                               "the dark (variance)", 0.5, low=0, high=100)  # fmt: skip
    false_alarms: Ratio = setting("Share of rays that find what is not there", 1e-5, low=0, high=1)
    specimen: Count = setting("Which one of its kind: each has its own biases", 0, low=0,
                              high=1_000_000)  # fmt: skip


class Settings(Base):
    """Beams, scan, optics and receiver."""

    preset: Annotated[str, Known("lidar")] | None = preset_of("lidar", "LiDAR")
    channels: tuple[Literal["points"], ...] = held(("points",))
    echoes: Literal["strongest", "last", "both"] = Field(
        "strongest", description="Which echo of a ray is told"
    )
    deskew: Flag = setting("Whether points lie where a sensor that stands still would have them, "
                           "at the end of the sweep", True, fixed=True)  # fmt: skip
    noise: Flag = setting("false: no noise, no bias, no false alarms", True, fixed=True)
    beams: Beams = setting("The beams", {})
    scan: Scan = setting("How they go around", {})
    optics: Optics = setting("The light and its way", {})
    receiver: Reception = setting("What becomes of the light that comes back", {})

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        return on_preset(data, "lidar")

    _once = field_validator("channels")(once)


class Lidar(Mounted):
    """A LiDAR of a rig. It remembers nothing: noise goes by name and time."""

    modality = "lidar"
    DELIVERS = ("points",)

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.settings, self.seconds = settings, 1.0 / settings.rate
        self.preset, beams, scan = settings.preset, settings.beams, settings.scan
        most = max(int(self.seconds / scan.period), 1)
        lowest, highest = (
            np.radians(usual) if given is None else given
            for given, usual in ((beams.lowest, -25.0), (beams.highest, 15.0))
        )
        table = even(beams.count or 32, lowest, highest)
        if beams.table is not None:
            table = tables()[beams.table]
        self.pattern = Pattern(table, scan.columns or most, scan.view, scan.start, self.seconds)
        o, r = settings.optics, settings.receiver
        self.receiver = Receiver(
            o.band, r.reach, r.nearest, max(r.farthest, r.nearest), o.divergence, o.aperture,
            o.overlap, o.pulse, r.sunlight,
        )  # fmt: skip
        words = range(len(table.elevation))
        spread = np.array([_normal(name, r.specimen, k) for k in words])
        self._bias = (r.bias * spread).astype(np.float32)

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The sweep that ends at the time, and the truth of that."""
        span = self._span(t_ns)
        channels: dict[str, NDArray] = {}
        counts: dict[int, int] = {}
        if self.delivered:
            points = self._points(shot, t_ns, self.settings.noise)
            channels["points"] = points
            own = points["instance"][(points["instance"] > 0) & (points["is_particle"] == 0)]
            ids, found = np.unique(own, return_counts=True)
            counts = dict(zip(ids.tolist(), found.tolist(), strict=True))
        reading = self._reading(shot, t_ns, index, (t_ns - span[0], 0), channels)
        if not self.demand.objects:
            return reading, Truth({})
        T = reading.T_world_ego @ self.T_ego_sensor
        reach = self.receiver.farthest
        return reading, Truth({}, objects_around(shot, t_ns, T, counts, reach))

    def twins(
        self, kinds: Sequence[str], shot: Snapshot, t_ns: int, index: int
    ) -> Mapping[str, Reading]:
        """The same sweep without the weather, without noise, or without both."""
        span, found = self._span(t_ns), {}
        for kind in kinds:
            twin = TWINS[kind]
            world = shot if twin.weather else shot.cleared
            points = self._points(world, t_ns, twin.damage and self.settings.noise)
            channels = {"points": points} if self.delivered else {}
            found[kind] = self._reading(shot, t_ns, index, (t_ns - span[0], 0), channels)
        return found

    def swept(self, shot: Snapshot, t_ns: int, noise: bool = True) -> Sweep:
        """The sweep that ends at the time: echoes by their rays."""
        r, key = self.settings.receiver, shot.fixed.key("sensors", self.name, t_ns)
        lengths = (
            self.receiver.least, self.receiver.nearest, self.receiver.farthest,
            max(self.receiver.overlap, self.receiver.nearest + 1e-6),
            LIGHT * self.receiver.pulse / 2.0, r.jitter, r.blur, r.quantum * noise, r.uneven,
            r.false_alarms,
        )  # fmt: skip
        modes = np.int32(MODES[self.settings.echoes]), np.int32(noise)
        ear = Ear._make((*map(np.float32, lengths), *modes))
        return swept(
            shot, self._span(t_ns), self.T_ego_sensor, self.pattern, self.receiver, ear, key,
            self.threads,
        )  # fmt: skip

    def _points(self, shot: Snapshot, t_ns: int, noise: bool) -> NDArray:
        sweep = self.swept(shot, t_ns, noise)
        if noise:
            echoes = sweep.echoes
            far = echoes.distance + self._bias[self.pattern.ring[echoes.ray]]
            sweep = sweep._replace(echoes=echoes._replace(distance=far))
        return points_of(sweep, self.pattern, self._span(t_ns), self.settings.deskew)

    def _span(self, t_ns: int) -> tuple[int, int]:
        return t_ns - round(self.seconds * 1e9), t_ns


def _normal(*name: int | str) -> float:
    """A normal number for a name, by Box and Muller."""
    u, v = (uniform("lidar", *name, k) for k in ("u", "v"))
    return float(np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(2.0 * np.pi * v))


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Lidar:
    """The LiDAR of these settings."""
    return Lidar(name, settings, demand, threads)
