"""What a frame tells of the ego and of what is around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..sensors.frame import EgoState, Surroundings
from ..simcore.atmosphere import EYE, Atmosphere
from ..simcore.intensity import called
from ..simcore.physics.driving import columns as c
from ..simcore.physics.driving.car import columns as car
from ..simcore.physics.driving.world import World
from .setting import Setting

Array = NDArray[np.float64]

ASSISTS = ("abs", "traction_control", "stability_control")

UP = np.array([0.0, 0.0, EYE])
"""From the ego's origin to where visibility is told [m]."""


def rims(world: World) -> Array:
    """(4,) speeds of the rims of the ego's wheels [m/s]."""
    spin: Array = world.car[0, 0, car.SPIN : car.SPIN + 4]
    return spin * world.design[0, 0, car.RADIUS]


def ego_state(world: World, T_world_ego: Array) -> EgoState:
    """The ego now, at a pose (4, 4)."""
    row, memory = world.state[0, 0], world.car[0, 0]
    working = zip(ASSISTS, memory[[car.ABS, car.TRACTION, car.STABILITY]], strict=True)
    return EgoState(
        T_world_ego,
        row[c.VX : c.VZ + 1].copy(),
        float(row[c.SPEED]),
        float(row[c.ACCEL]),
        float(row[c.STEER]),
        float(row[c.YAW_RATE]),
        float(row[c.S]),
        float(row[c.T]),
        tuple(map(float, rims(world))),
        tuple(name for name, on in working if on),
    )


def surroundings(world: World, setting: Setting) -> Surroundings:
    """Weather, light and grip where the ego is now."""
    place, time = world.state[0, 0, c.X : c.Z + 1], float(world.time[0])
    air = setting.atmosphere
    if setting.changing:
        air = setting.atmosphere_at(time, float(place[2]))
    beneath = world.car[0, 0]
    grip = beneath[car.GRIP : car.GRIP + 4].tolist()
    cover = beneath[car.COVER : car.COVER + 4].astype(np.int64).tolist()
    wind = air.wind.velocity(place, time)
    return Surroundings(
        (grip[0], grip[1], grip[2], grip[3]),
        (cover[0], cover[1], cover[2], cover[3]),
        float(air.temperature(place)) - 273.15,
        float(air.visibility_at(place + UP)),
        air.rain_rate_mm_h,
        air.snow_rate_mm_h,
        float(np.hypot(wind[0], wind[1])),
        float(np.degrees(np.arctan2(-wind[0], -wind[1]))) % 360.0,
        float(np.degrees(air.sun.elevation)),
        air.illuminance,
        weather_names(air, place, time),
    )


def weather_names(air: Atmosphere, place: Array, time: float) -> tuple[str, ...]:
    """What the weather at a place (3,) and time [s] is called."""
    return called(
        {name for name, _ in air.media},
        float(air.visibility_at(place + UP)),
        air.rain_rate_mm_h,
        air.snow_rate_mm_h,
        float(np.linalg.norm(air.wind.steady[:2])),
        air.stormed + time if air.snowy else 0.0,
        float(air.temperature(place)),
        air.illuminance,
    )
