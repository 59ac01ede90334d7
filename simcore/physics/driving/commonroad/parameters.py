"""The published parameter sets of CommonRoad's vehicles, as a record that kernels read."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

GRAVITY = 9.81
"""As CommonRoad has it [m/s²]."""


class Parameters(NamedTuple):
    """A vehicle of CommonRoad, in SI units; the fields are the rows of ``vehicles.csv``.

    front, rear: from the centre of mass to the axles [m]; brake_front, engine_front: shares of the
    torques at the front axle.
    """

    steer_min: np.float64
    steer_max: np.float64
    steer_rate_min: np.float64
    steer_rate_max: np.float64
    speed_min: np.float64
    speed_max: np.float64
    speed_switch: np.float64
    accel_max: np.float64
    mass: np.float64
    yaw_inertia: np.float64
    front: np.float64
    rear: np.float64
    height: np.float64
    wheel_radius: np.float64
    wheel_inertia: np.float64
    brake_front: np.float64
    engine_front: np.float64


@cache
def parameters(vehicle: int) -> Parameters:
    """The set of vehicle 1 (Ford Escort), 2 (BMW 320i) or 3 (VW Vanagon); ``KeyError`` else."""
    with files(__package__).joinpath("vehicles.csv").open(encoding="utf-8") as file:
        values = {row["quantity"]: np.float64(row[str(vehicle)]) for row in csv.DictReader(file)}
    return Parameters(**values)
