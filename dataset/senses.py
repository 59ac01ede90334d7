"""The sections of a report on sensors without pictures: plans from above, and plots over time."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from ..sensors.frame import Frame
from ..sensors.numbers import LISTS
from ..sensors.reading import Reading
from ..sensors.views.above import REACH, detections_from_above, points_from_above
from . import traces
from .pictures import Picture
from .reader import Episode
from .sections import Section, Shown, source
from .statistics import Statistics

PLANS = 3
"""Most readings of a sensor that are shown."""
MOST_SENSORS = 8
MOST_READINGS = 1000
"""Of a sensor in a plot."""
FAR = 80.0
"""Radars' plans show the surroundings so far [m]."""


def plan_of(frame: Frame, sensor: str, number: int, by: str = "class") -> Picture:
    """A reading's points or detections from above."""
    reading, truth = frame.readings[sensor][number], frame.truth[sensor][number]
    if "points" in reading.channels:
        return points_from_above(reading, truth, by, REACH)
    return detections_from_above([(reading, truth)], frame.ego.velocity, FAR)


def plans(seen: Statistics) -> list[Section]:
    """Points and detections of some readings, from above."""
    giving = [n for n, s in seen.data.plan["sensors"].items() if {*LISTS} & {*s["channels"]}]
    if not giving or not seen.episodes:
        return []
    episodes: dict[int, Episode] = {}
    shown = []
    for sensor in giving[:MOST_SENSORS]:
        for number in _spread([row["episode"] for row in seen.episodes], PLANS):
            episode = episodes.setdefault(number, seen.data.episode(number))
            frames = [frame for frame in episode if frame.readings[sensor]]
            if frames:
                frame = frames[len(frames) // 2]
                reading = frame.readings[sensor][-1]
                caption = f"episode {number}, {sensor}, {reading.t_ns / 1e9:.1f} s"
                shown.append(Shown(source(plan_of(frame, sensor, -1)), caption))
    text = (
        "The ego drives upwards. Points have the colours of their classes, detections those of "
        "their speed along the ray over ground; boxes are of objects."
    )
    return [Section("above", "From above", text, shown)]


def over_time(seen: Statistics) -> list[Section]:
    """What the sensors of numbers told in one episode."""
    if not seen.episodes:
        return []
    number = seen.episodes[0]["episode"]
    readings: dict[str, list[Reading]] = defaultdict(list)
    for frame in seen.data.episode(number):
        for sensor, own in frame.readings.items():
            readings[sensor] += own[: MOST_READINGS - len(readings[sensor])]
    text = f"Episode {number}, by true time. A place is a map, which begins at the red dot."
    drawn = [traces.chart(trace) for trace in traces.traces_of(readings)]
    return [Section("time", "Over time", text, charts=drawn)]


def _spread(numbers: list[int], most: int) -> list[int]:
    """Some of the numbers, evenly chosen."""
    chosen = np.unique(np.rint(np.linspace(0, len(numbers) - 1, most)).astype(int))
    return [numbers[k] for k in chosen]
