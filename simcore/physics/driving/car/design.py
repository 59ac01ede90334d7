"""Cars as rows for kernels: what each kind of vehicle is, and what a car remembers at the start."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import columns as c
from ..tyres.grip import NEW_TREAD, TYRES
from ..tyres.pac2002 import PKY1, PTY1, PTY2
from . import columns as k

Array = NDArray[np.float64]

AIR = 1.225
"""Density of air [kg/m³]."""
GRAVITY = 9.80665
STEER_DELAY = 0.05
"""How late the wheels follow the wish [s]: play and elasticity of the steering, without the
driver's own reaction."""


class Vehicle(NamedTuple):
    """A row of ``vehicles.csv``, in SI units.

    mass: laden as it says; front_share: of the weight at rest; height: of the centre of mass;
    inertia_ratio: yaw inertia by mass and the distances of the axles; max_steer: of the front
    wheels [rad]; acceleration, braking: at full throttle and pedal on level ground [m/s²];
    drive_front, brake_front, roll_front: shares of the front axle; drag_area: C_d A [m²];
    rolling: resistance coefficient; compliance_front, compliance_rear: toe by lateral acceleration
    [deg/g] (Bundorf, SAE 670078); twin_rear: 1 with twin tyres; grip: share of the table's
    friction; pressure [Pa]; wheel_inertia [kg m²].
    """

    mass: float
    front_share: float
    height: float
    inertia_ratio: float
    max_steer: float
    acceleration: float
    braking: float
    power: float
    drive_front: float
    brake_front: float
    drag_area: float
    rolling: float
    roll_front: float
    compliance_front: float
    compliance_rear: float
    twin_rear: float
    grip: float
    pressure: float
    wheel_inertia: float


@cache
def vehicles() -> dict[str, Vehicle]:
    """All kinds of vehicles by name."""
    with files(__package__).joinpath("vehicles.csv").open(encoding="utf-8") as file:
        return {
            row["kind"]: Vehicle(*(float(row[name]) for name in Vehicle._fields))
            for row in csv.DictReader(file)
        }


class Assists(NamedTuple):
    """Which systems a car has: anti-lock brakes, traction control, stability control."""

    abs: bool = True
    traction: bool = True
    stability: bool = True


class Tyres(NamedTuple):
    """What a vehicle rolls on. kind: one of ``TYRES``; tread: its depth [m]."""

    kind: str = "all_season"
    tread: float = NEW_TREAD


def design_of(vehicle: Vehicle, body: Array, tyres: Tyres, assists: Assists) -> Array:
    """(DESIGN,) of a vehicle with the measures of its body (BODY,); ``ValueError`` for an unknown
    kind of tyre."""
    if tyres.kind not in TYRES:
        raise ValueError(f"no tyre is called '{tyres.kind}'; there are {', '.join(TYRES)}")
    v, row = vehicle, np.zeros(k.DESIGN)
    wheelbase, track, radius = body[c.WHEELBASE], body[c.TRACK], body[c.WHEEL_RADIUS]
    front, rear = wheelbase * (1 - v.front_share), wheelbase * v.front_share
    # Tyres are made for the load: alike on a car's axles, two for one on the rear of a truck.
    tyre_load = v.mass * GRAVITY / (4 + 2 * v.twin_rear)
    degrees = np.radians(1.0)
    row[k.MASS], row[k.HEIGHT], row[k.TRACK] = v.mass, v.height, track
    row[k.YAW_INERTIA] = v.inertia_ratio * v.mass * front * rear
    row[k.FRONT], row[k.REAR] = front, rear
    row[k.RADIUS], row[k.WHEEL_INERTIA] = radius, v.wheel_inertia
    row[k.POWER], row[k.DRIVE_FRONT], row[k.BRAKE_FRONT] = v.power, v.drive_front, v.brake_front
    row[k.DRAG], row[k.ROLLING] = 0.5 * AIR * v.drag_area, v.rolling
    row[k.ROLL_FRONT] = v.roll_front
    row[k.COMPLIANCE_FRONT] = v.compliance_front * degrees
    row[k.COMPLIANCE_REAR] = v.compliance_rear * degrees
    row[k.NOMINAL_FRONT] = tyre_load
    row[k.NOMINAL_REAR] = tyre_load * (1 + v.twin_rear)
    row[k.STIFFNESS] = -PKY1
    row[k.RELAXATION] = radius * PTY1 * np.sin(2 * np.arctan(1 / PTY2))
    row[k.GRIP_SHARE], row[k.INFLATION] = v.grip, v.pressure
    row[k.TYRE], row[k.TREAD] = TYRES.index(tyres.kind), tyres.tread
    row[k.STEER_DELAY] = STEER_DELAY
    row[[k.HAS_ABS, k.HAS_TRACTION, k.HAS_STABILITY]] = assists
    return row


def understeer(vehicle: Vehicle) -> float:
    """Steering by lateral acceleration [rad per m/s²], as a driver has learnt it: by the axles'
    compliance and, for about half a degree per g, by the tyres, which soften with load."""
    return float(np.radians(vehicle.compliance_front - vehicle.compliance_rear + 0.5)) / GRAVITY


def at_start(row: Array, speed: float) -> Array:
    """(CAR,) of a car of a design that rolls at a speed [m/s]."""
    memory = np.zeros(k.CAR)
    memory[k.SPIN : k.SPIN + 4] = speed / row[k.RADIUS]
    memory[k.THROTTLE] = 1.0
    return memory
