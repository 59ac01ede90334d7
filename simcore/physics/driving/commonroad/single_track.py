"""CommonRoad's kinematic (KS) and dynamic (ST) single-track models: right-hand sides."""

from __future__ import annotations

import math

from ....kernel import device
from ..tyres.pac2002 import PDY1, PKY1
from .limits import acceleration, steering_rate
from .parameters import GRAVITY

STIFFNESS = -PKY1 / PDY1
"""Cornering stiffness per load and friction [1/rad], the same in front and at the rear."""
CRAWL = 0.1
"""Below this speed [m/s] ST is kinematic."""


@device
def kinematic(x, u, p, f_out):
    """KS. x (5,): x, y of the rear axle, steering angle, speed, yaw; u (2,): steering rate,
    acceleration; f_out (5,): their rates."""
    f_out[0] = x[3] * math.cos(x[4])
    f_out[1] = x[3] * math.sin(x[4])
    f_out[2] = steering_rate(x[2], u[0], p)
    f_out[3] = acceleration(x[3], u[1], p)
    f_out[4] = x[3] / (p.front + p.rear) * math.tan(x[2])


@device
def kinematic_about_mass(x, u, p):
    """KS about the centre of mass: rates of x, y and yaw, and of yaw rate and slip angle.

    x (7,) as in ``dynamic``; u (2,): steering rate and acceleration, within their limits.
    """
    wheelbase = p.front + p.rear
    tangent = math.tan(x[2])
    slip = math.atan(tangent * p.rear / wheelbase)
    square = math.cos(x[2]) ** 2
    slip_rate = (
        p.rear * u[0] / (wheelbase * square * (1.0 + (tangent**2 * p.rear / wheelbase) ** 2))
    )
    yaw_accel = (
        u[1] * math.cos(x[6]) * tangent
        - x[3] * math.sin(x[6]) * slip_rate * tangent
        + x[3] * math.cos(x[6]) * u[0] / square
    ) / wheelbase
    return (
        x[3] * math.cos(slip + x[4]),
        x[3] * math.sin(slip + x[4]),
        x[3] * math.cos(slip) * tangent / wheelbase,
        yaw_accel,
        slip_rate,
    )


@device
def dynamic(x, u, p, f_out):
    """ST. x (7,): x, y of the centre of mass, steering angle, speed, yaw, yaw rate, slip angle;
    u (2,): steering rate, acceleration; f_out (7,): their rates."""
    rate, accel = steering_rate(x[2], u[0], p), acceleration(x[3], u[1], p)
    v, r, slip = x[3], x[5], x[6]
    f_out[2], f_out[3], f_out[4] = rate, accel, r
    if abs(v) < CRAWL:
        f_out[0], f_out[1], f_out[4], f_out[5], f_out[6] = kinematic_about_mass(x, (rate, accel), p)
        return
    length = p.front + p.rear
    ahead = PDY1 * STIFFNESS * (GRAVITY * p.rear - accel * p.height) / length
    behind = PDY1 * STIFFNESS * (GRAVITY * p.front + accel * p.height) / length
    f_out[0] = v * math.cos(x[4] + slip)
    f_out[1] = v * math.sin(x[4] + slip)
    moment = (
        p.front * ahead * x[2]
        + (p.rear * behind - p.front * ahead) * slip
        - (p.front**2 * ahead + p.rear**2 * behind) * r / v
    )
    f_out[5] = p.mass / p.yaw_inertia * moment
    force = ahead * x[2] - (ahead + behind) * slip + (behind * p.rear - ahead * p.front) * r / v
    f_out[6] = force / v - r
