"""The record of one control step: what writers, environments, checks and reports share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import Reading, Truth

Array = NDArray[np.float64]


class EgoState(NamedTuple):
    """The ego at an instant: pose (4, 4) of its origin in the world; velocity (3,) in the world
    [m/s]; speed along its heading; accel [m/s²]; steer [rad]; yaw_rate [rad/s]; s, t on its route;
    wheel_speed (4,): of the rims [m/s], front left and right, rear left and right; assisting: which
    of "abs", "traction_control" and "stability_control" are at work.
    """

    T_world_ego: Array
    velocity: Array
    speed: float
    accel: float
    steer: float
    yaw_rate: float
    s: float
    t: float
    wheel_speed: tuple[float, ...] = (float("nan"),) * 4
    assisting: tuple[str, ...] = ()


class Surroundings(NamedTuple):
    """Weather, light and grip where the ego is.

    friction (4,) and cover (4,) per wheel: front left, front right, rear left, rear right;
    weather: what it is called (``simcore.intensity``).
    """

    friction: tuple[float, float, float, float]
    cover_wheels: tuple[int, int, int, int]
    temperature_c: float
    visibility_m: float
    rain_rate_mm_h: float
    snow_rate_mm_h: float
    wind_speed_m_s: float
    wind_from_deg: float
    sun_elevation_deg: float
    illuminance_lx: float
    weather: tuple[str, ...] = ()


class Criticality(NamedTuple):
    """How close the ego is to a collision: time to collision [s] with the nearest in time; behind
    the vehicle ahead time headway [s], deceleration rate to avoid a crash [m/s²], brake threat
    number and the gap beyond RSS' safe distance [m].
    """

    ttc_s: float
    thw_s: float
    drac_m_s2: float
    btn: float
    rss_margin_m: float


@dataclass(frozen=True, eq=False)
class Frame:
    """One control step.

    readings and truth: by sensor, those that fell due in this step, in order of time, truth[k]
    belonging to readings[k]; action: what the ego was told, None at the start; reward_terms: the
    parts of the reward by fixed names; events: words such as "collision"; impact: closing speed of
    a contact in this step [m/s]; origin: seed and index of the episode's draw; delta_v: how much
    contacts in this step changed the ego's velocity [m/s]; twins: by kind (``sensors.twins``) and
    sensor, twins[kind][sensor][k] belonging to readings[sensor][k], as far as they were asked for.
    """

    step: int
    t_ns: int
    ego: EgoState
    surroundings: Surroundings
    criticality: Criticality
    readings: Mapping[str, tuple[Reading, ...]]
    truth: Mapping[str, tuple[Truth, ...]]
    action: NDArray[np.float32] | None
    reward: float
    reward_terms: Mapping[str, float]
    cost: float
    terminated: bool
    truncated: bool
    events: tuple[str, ...]
    impact: float
    outcome: str | None
    task: str
    faults: tuple[str, ...]
    origin: Mapping[str, Any]
    delta_v: float = 0.0
    twins: Mapping[str, Mapping[str, tuple[Reading, ...]]] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether the episode is over."""
        return self.terminated or self.truncated
