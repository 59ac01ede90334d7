"""The interface of sensor models, and the rig that reads them in time.

A model is a file of ``sensors/models`` with ``build(name, settings, demand, threads) -> Sensor``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from numpy.typing import NDArray

from ..simcore.snapshot import Snapshot
from .plugins import SENSORS
from .reading import Reading, Truth
from .timing import Schedule


class Demand(NamedTuple):
    """What somebody wants of a sensor; nothing else is computed.

    channels: None for all that its settings name; objects: whether objects are labelled.
    """

    channels: tuple[str, ...] | None = None
    objects: bool = True

    def wants(self, channel: str) -> bool:
        """Whether a channel is wanted."""
        return self.channels is None or channel in self.channels


class Sensor(Protocol):
    """One sensor of a rig."""

    name: str
    modality: str
    channels: tuple[str, ...]

    def sense(self, shot: Snapshot, t_ns: int, index: int) -> tuple[Reading, Truth]:
        """The reading that falls due at ``t_ns`` and the truth of the same instant."""

    def flow(
        self, shot: Snapshot, t_ns: int, after: Snapshot, after_ns: int
    ) -> Mapping[str, NDArray]:
        """The channels of truth that the next reading completes."""

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Remember what a reading at ``t_ns`` would have changed, without taking it."""

    def twins(
        self, kinds: Sequence[str], shot: Snapshot, t_ns: int, index: int
    ) -> Mapping[str, Reading]:
        """Twins of the reading that it has just taken, or followed, at ``t_ns``; none for a sensor
        that has none. It remembers nothing of them."""
        return {}

    def watch(self, shot: Snapshot, until_ns: int) -> None:
        """Time passes up to ``until_ns``, the end of a step, after which ``shot`` is gone. Only
        sensors that gather over more than a step do anything."""
        return None

    def save(self) -> Any:
        """What it remembers from one reading to the next: frozen, None for nothing."""
        return None

    def restore(self, memory: Any) -> None:
        """Go back to what ``save`` gave; None: to the beginning."""


class Rig:
    """The sensors of an ego, each at the times of its ``Schedule``.

    key: of the draw, for jitter. Sensors that nobody demands still trigger others.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        demands: Mapping[str, Demand] | None = None,
        threads: int = 1,
        key: int = 0,
    ):
        self.sensors: dict[str, Sensor] = {}
        self.schedule = Schedule(settings, key)
        for name, item in settings.items():
            demand = Demand() if demands is None else demands.get(name)
            if demand is None:
                continue
            model = SENSORS.load(item.kind)
            self.sensors[name] = model.build(name, item, demand, threads)

    def time(self, name: str, index: int) -> int:
        """When a reading of a sensor falls due [ns]."""
        return self.schedule.time(name, index)

    def due(self, name: str, after_ns: int, until_ns: int) -> Sequence[tuple[int, int]]:
        """Index and time of the readings of a sensor in (after_ns, until_ns]."""
        return self.schedule.due(name, after_ns, until_ns)

    def stamped(self, reading: Reading) -> Reading:
        """A reading with the time that the sensor's own clock tells for the one it has."""
        told = self.schedule.stamp(reading.sensor, reading.index, reading.t_claimed_ns)
        return reading if told == reading.t_claimed_ns else replace(reading, t_claimed_ns=told)

    def reset(self) -> None:
        """Forget all earlier readings."""
        for sensor in self.sensors.values():
            sensor.restore(None)

    def save(self) -> dict[str, Any]:
        """What the sensors remember, by name."""
        return {name: sensor.save() for name, sensor in self.sensors.items()}

    def restore(self, memory: Mapping[str, Any]) -> None:
        """Go back to what ``save`` gave."""
        for name, sensor in self.sensors.items():
            sensor.restore(memory[name])

    def follow(self, shot: Snapshot, after_ns: int, until_ns: int) -> None:
        """Let the readings pass that fall due in (after_ns, until_ns]: what hangs on earlier ones,
        as automatic exposure does, is as if they had been taken."""
        for name, sensor in self.sensors.items():
            for _, time in self.due(name, after_ns, until_ns):
                sensor.follow(shot, time)
            sensor.watch(shot, until_ns)

    def twins(
        self,
        kinds: Sequence[str],
        shot: Snapshot,
        after_ns: int,
        until_ns: int,
        before: Mapping[str, Any],
    ) -> dict[str, dict[str, tuple[Reading, ...]]]:
        """Twins, by kind and sensor, of the readings that fall due in (after_ns, until_ns].

        before: what the sensors remembered before these; what they remember now stays as it is.
        """
        found: dict[str, dict[str, tuple[Reading, ...]]] = {kind: {} for kind in kinds}
        for name, sensor in self.sensors.items():
            now, made = sensor.save(), []
            sensor.restore(before[name])
            for index, time in self.due(name, after_ns, until_ns):
                sensor.follow(shot, time)
                twins = sensor.twins(kinds, shot, time, index)
                made.append({kind: self.stamped(reading) for kind, reading in twins.items()})
            sensor.restore(now)
            for kind in kinds:
                readings = tuple(twins[kind] for twins in made if kind in twins)
                if readings:
                    found[kind][name] = readings
        return found

    def sense(
        self, shot: Snapshot, after_ns: int, until_ns: int
    ) -> tuple[dict[str, tuple[Reading, ...]], dict[str, tuple[Truth, ...]]]:
        """All readings that fall due in (after_ns, until_ns], with their truth."""
        readings: dict[str, tuple[Reading, ...]] = {}
        truth: dict[str, tuple[Truth, ...]] = {}
        for name, sensor in self.sensors.items():
            pairs = [
                sensor.sense(shot, time, index)
                for index, time in self.due(name, after_ns, until_ns)
            ]
            sensor.watch(shot, until_ns)
            readings[name] = tuple(self.stamped(reading) for reading, _ in pairs)
            truth[name] = tuple(item for _, item in pairs)
        return readings, truth
