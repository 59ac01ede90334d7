"""The criticality of a whole episode: its worst moments, and how narrowly ways were crossed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sensors.frame import Criticality
from ..simcore.physics.driving import columns as c
from ..simcore.physics.driving.criticality import LIGHT, post_encroachment
from .draw import Scenario
from .episode import Episode

Array = NDArray[np.float64]

WORST = {"ttc_s": min, "thw_s": min, "drac_m_s2": max, "btn": max, "rss_margin_m": min}
"""Which value of a measure is the worst."""
FINE = 10
"""Places between two control steps at which boxes are laid on the ground."""


class Worst(NamedTuple):
    """The worst value of a measure, and when that was [s]."""

    value: float
    time: float


class Metrics(NamedTuple):
    """time (K,) [s]; series: each measure of ``Criticality`` at those times; worst: by measure;
    pet: post-encroachment time [s] with each actor whose way the ego's crosses; outcome, impact
    [m/s] and speed [m/s] of the ego at the end."""

    time: Array
    series: dict[str, Array]
    worst: dict[str, Worst]
    pet: dict[str, float]
    outcome: str
    impact: float
    speed: float


def measure(scenario: Scenario) -> Metrics:
    """Run an episode under its own driver, without sensors, and measure it."""
    episode = Episode(scenario, demands={})
    frame = episode.reset()
    times, measures, boxes = [0.0], [frame.criticality], [_boxes(episode)]
    while not frame.ended:
        frame = episode.step(episode.driver_action)
        times.append(frame.t_ns * 1e-9)
        measures.append(frame.criticality)
        boxes.append(_boxes(episode))
    time = np.array(times)
    series = {
        name: np.array(values)
        for name, values in zip(Criticality._fields, zip(*measures, strict=True), strict=True)
    }
    worst = {name: _worst(series[name], time, WORST[name]) for name in series}
    pet = _encroachments(episode, time, np.array(boxes))
    return Metrics(
        time, series, worst, pet, frame.outcome or "", frame.impact, float(frame.ego.speed)
    )


def _worst(values: Array, time: Array, choose) -> Worst:
    at = int(np.argmin(values) if choose is min else np.argmax(values))
    return Worst(float(values[at]), float(time[at]))


def _boxes(episode: Episode) -> Array:
    """(N, 5) x, y, yaw, half-length, half-width of all rows of the world."""
    state, body = episode.world.state[0], episode.world.body[0]
    yaw = state[:, c.YAW]
    ahead, left = body[:, c.CENTRE_X], body[:, c.CENTRE_Y]
    x = state[:, c.X] + ahead * np.cos(yaw) - left * np.sin(yaw)
    y = state[:, c.Y] + ahead * np.sin(yaw) + left * np.cos(yaw)
    return np.stack([x, y, yaw, 0.5 * body[:, c.LENGTH], 0.5 * body[:, c.WIDTH]], 1)


def _encroachments(episode: Episode, time: Array, boxes: Array) -> dict[str, float]:
    """Post-encroachment times with the authored actors that are no light things."""
    if len(time) < 2:
        return {}
    fine = np.linspace(0, len(time) - 1, (len(time) - 1) * FINE + 1)
    between = np.interp(fine, np.arange(len(time)), time)
    ego = _refined(boxes[:, 0], fine)
    names: Sequence[str] = list(episode.scenario.actors)
    mass = episode.world.body[0, :, c.MASS]
    found = {}
    for row, name in enumerate(names, 1):
        if mass[row] < LIGHT:
            continue
        pet = post_encroachment(between, ego, _refined(boxes[:, row], fine))
        if np.isfinite(pet):
            found[name] = pet
    return found


def _refined(boxes: Array, fine: Array) -> Array:
    steps = np.arange(len(boxes))
    return np.stack([np.interp(fine, steps, column) for column in boxes.T], 1)
