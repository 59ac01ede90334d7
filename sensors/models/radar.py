"""A radar at 76 to 81 GHz: detections with range, angle and Doppler, and range-Doppler maps.

Things echo from their scattering centres, by the radar equation, through the rain and snow that all
other sensors have too; what stands out of noise and clutter is a detection. ``doppler`` is the
speed at which a range grows: positive for what goes away.

Example::

    sensors:
      front_radar:
        kind: radar
        preset: ars408
        mount: {x: 3.6 m, z: 0.5 m}
        channels: [detections, range_doppler]
        mistakes: {false_alarm: 1e-5}
        radome: {heated: true}
        interference: {probability: 0.1}
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from ...simcore.keys import uniform
from ...simcore.quantity.fields import Count, Flag, Number, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.snapshot import Snapshot
from ..fields import held, once, preset_of
from ..mounted import Mounted
from ..presets.tables import Known, on_preset
from ..radar.centres import Centres, centres_of
from ..radar.clutter import Air, Clutter
from ..radar.detecting import detected
from ..radar.echo import REAL, Stand
from ..radar.equation import Link, decibel
from ..radar.fan import faces_of
from ..radar.mapping import axes, range_doppler
from ..radar.marks import DETECTION, records
from ..radar.radome import Gathered, flow, gathered, share
from ..radar.scene import Look, looked
from ..radar.settings import Mistakes, Others, Radome, Scan
from ..radar.signals import peaks_of, signals
from ..reading import ObjectTruth, Reading, Truth
from ..sensor import Demand
from ..truth.around import objects_around

Channel = Literal["detections", "range_doppler"]
CHANNELS: tuple[Channel, ...] = ("detections",)
USUAL = "ars408"
SCANS = ("far", "near")


class Settings(Base):
    """Frequency, scans, radome, and mistakes."""

    preset: Annotated[str, Known("radar")] | None = preset_of("radar", "radar")
    frequency: Number = setting("Of the middle of its sweep [GHz]", 76.5, low=76, high=81)
    channels: tuple[Channel, ...] = held(CHANNELS)
    noise: Flag = setting(
        "false: the clean twin, without noise, errors, false alarms or interference", True,
        fixed=True,
    )  # fmt: skip
    far: Scan | None = setting("A scan that looks far", None)
    near: Scan | None = setting("A scan that looks wide", None)
    map: Literal["far", "near"] | None = Field(
        None,
        description="Whose range-Doppler map is given; unless given the near scan's, if it has one",
    )
    most: Count = setting(
        "Detections in a reading: the nearest", 250, low=1, high=10000, fixed=True
    )
    mistakes: Mistakes = setting("What is taken for detections", {})
    radome: Radome = setting("What lies before the antenna", {})
    interference: Others = setting("Other radars", {})

    @model_validator(mode="before")
    @classmethod
    def _on_preset(cls, data: Any) -> Any:
        if isinstance(data, dict) and not {"preset", *SCANS} & {*data}:
            data = {**data, "preset": USUAL}
        return on_preset(data, "radar")

    @model_validator(mode="after")
    def _scanning(self) -> Any:
        if self.far is None and self.near is None:
            raise invalid((("near",), "a radar needs a scan: give it near, far or a preset"))
        if self.map is not None and getattr(self, self.map) is None:
            raise invalid((("map",), f"there is no '{self.map}' scan"))
        return self

    _once = field_validator("channels")(once)


def map_axes(settings: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ranges (R,) [m] and speeds (V,) [m/s], positive for what goes away, of the rows and columns
    of the ``range_doppler`` maps of drawn settings."""
    scan = getattr(settings, settings.map or ("far" if settings.near is None else "near"))
    return axes(Link.of(scan, settings.frequency * 1e9), scan)


class Radar(Mounted):
    """A radar of a rig. It remembers the snow on its radome."""

    modality = "radar"
    DELIVERS = ("detections", "range_doppler")

    def __init__(self, name: str, settings: Any, demand: Demand, threads: int = 1):
        super().__init__(name, settings, demand, threads)
        self.settings, self.preset = settings, settings.preset
        given = {word: getattr(settings, word) for word in SCANS}
        self.scans = {word: scan for word, scan in given.items() if scan is not None}
        frequency = settings.frequency * 1e9
        self.links = {word: Link.of(scan, frequency) for word, scan in self.scans.items()}
        self.mapped = settings.map or [*self.scans][-1]
        self.look = Look.of(self.scans, self.links)
        self._made: tuple[Any, Centres, NDArray] | None = None
        self._memory: Gathered | None = None

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading at a time of the shot, and the truth of the same instant."""
        detections = np.zeros(0, DETECTION)
        channels: dict[str, NDArray] = {}
        stand = self._stand(shot, t_ns)
        radome = self._radome(shot, t_ns, stand)
        if self.delivered or self.demand.objects:
            detections, maps = self._scanned(shot, t_ns, stand, radome)
            made = {"detections": detections, "range_doppler": maps}
            channels = {name: made[name] for name in self.delivered}
        half = round(0.5e9 * sum(scan.time for scan in self.scans.values()))
        reading = self._reading(shot, t_ns, index, (half, half), channels)
        objects: tuple[ObjectTruth, ...] = ()
        if self.demand.objects:
            own = detections["instance"][(detections["ghost"] == REAL)]
            ids, counts = np.unique(own[own > 0], return_counts=True)
            points = dict(zip(ids.tolist(), counts.tolist(), strict=True))
            objects = objects_around(shot, t_ns, stand.T, points, self.look.reach)
        return reading, Truth({}, objects)

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Let snow gather on the radome."""
        self._radome(shot, t_ns, self._stand(shot, t_ns))

    def save(self) -> Gathered | None:
        """The snow on the radome, None where none ever fell."""
        return self._memory

    def restore(self, memory: Gathered | None) -> None:
        """Go back to what ``save`` gave."""
        self._memory = memory

    def shapes(self, shot: Snapshot) -> tuple[Centres, NDArray]:
        """The scattering centres of the episode, and the normals of its triangles."""
        stage = shot.fixed.stage
        if self._made is None or self._made[0] is not stage:
            self._made = (stage, centres_of(shot.fixed.scene, shot.fixed.cast), faces_of(stage))
        return self._made[1:]

    def _scanned(
        self, shot: Snapshot, t_ns: int, stand: Stand, radome: float
    ) -> tuple[NDArray, NDArray]:
        """Detections of all scans, the nearest first, and the map of one, if it is wanted."""
        noisy = self.settings.noise
        echoes = looked(self.look, shot, t_ns, stand, *self.shapes(shot))
        noise = self._interference(shot, t_ns) if noisy else 1.0
        episode = shot.fixed.key("sensors", "radar")
        maps, parts = np.zeros((0, 0), np.float32), [np.zeros(0, DETECTION)]
        air = Air(shot.atmosphere, stand, self.look.field, self.look.reach)
        clutter = Clutter(shot.atmosphere, air, stand, radome)
        for word, scan in self.scans.items():
            key = shot.fixed.key("sensors", self.name, t_ns, word) if noisy else None
            link = self.links[word]
            made = signals(link, scan, echoes, air, radome, noise, episode)
            if "detections" in self.delivered or self.demand.objects:
                peaks = peaks_of(link, scan, made)
                found = detected(
                    link, scan, self.settings.mistakes, made, peaks, clutter, noise, key
                )
                number = SCANS.index(word)
                parts.append(
                    records(link, scan, number, self.settings.mistakes, made, found, stand)
                )
            if "range_doppler" in self.delivered and word == self.mapped:
                maps = range_doppler(link, scan, made, clutter, noise, key)
        told = np.concatenate(parts)
        told = told[np.argsort(told["range"], kind="stable")][: int(self.settings.most)]
        return told, maps

    def _stand(self, shot: Snapshot, t_ns: int) -> Stand:
        ego = shot.ego_near(t_ns)
        T = ego @ self.T_ego_mount
        before = shot.ego_near(t_ns - self.look.step_ns) @ self.T_ego_mount
        velocity = (T[:3, 3] - before[:3, 3]) / (self.look.step_ns * 1e-9)
        return Stand(T, velocity, float(ego[2, 3]))

    def _radome(self, shot: Snapshot, t_ns: int, stand: Stand) -> float:
        """Power that passes the radome both ways, which has gathered snow up to now."""
        radome = self.settings.radome
        water, snow = flow(shot.atmosphere, stand.velocity, stand.T[:3, 0])
        if snow > 0.0 or radome.snow > 0.0 or self._memory is not None:
            self._memory = gathered(radome, self._memory, t_ns, snow, water)
        lying = 0.0 if self._memory is None else self._memory.snow
        if radome.heated:
            water += snow
        wavelength = next(iter(self.links.values())).wavelength
        return share(radome, shot.atmosphere, water, lying, wavelength)

    def _interference(self, shot: Snapshot, t_ns: int) -> float:
        """Power of the noise by that of the receiver's own, with that of other radars."""
        given, key = self.settings.interference, shot.fixed.key("sensors", self.name, t_ns)
        if uniform(key, "interference") >= given.probability:
            return 1.0
        rise = given.least + (given.most - given.least) * uniform(key, "rise")
        return 1.0 + decibel(rise)


def build(name: str, settings: Any, demand: Demand, threads: int = 1) -> Radar:
    """The radar of these settings."""
    return Radar(name, settings, demand, threads)
