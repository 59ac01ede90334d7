"""Drives with instruments for tests: a scenario in a few lines, and all readings of one sensor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read

BASE = """
whiteout: 1
road: {road}
ego: {{kind: compact, speed: {speed} km/h, driver: {{kind: idm}}, {ego}}}
duration: {duration} s
sensors:
  unit: {sensor}
"""


def episode(
    sensor: str,
    road: str = "{kind: straight, length: 2 km}",
    speed: float = 50.0,
    duration: float = 6.0,
    more: str = "",
    seed: int = 3,
    ego: str = "at: {s: 30 m}",
    threads: int = 1,
) -> Episode:
    """An episode whose ego carries one sensor, "unit". more: lines of the scenario besides."""
    text = BASE.format(road=road, speed=speed, duration=duration, sensor=sensor, ego=ego) + more
    return Episode(draw(read(text, "drive.yaml"), seed, 0), threads=threads)


def driven(made: Episode, action: Callable[[int], Any] | None = None, steps: int = 10_000):
    """All frames of an episode from its beginning; action: by step, unless the driver's."""
    frames = [made.reset()]
    while not frames[-1].ended and len(frames) <= steps:
        given = made.driver_action if action is None else action(len(frames) - 1)
        frames.append(made.step(given))
    return frames


def readings(frames):
    """The readings of "unit", in order."""
    return [item for frame in frames for item in frame.readings["unit"]]


def gathered(frames, channel: str):
    """Times (N,) [s] and values (N, …) of a channel."""
    items = readings(frames)
    times = np.array([item.t_ns for item in items]) * 1e-9
    return times, np.stack([item.channels[channel] for item in items])
