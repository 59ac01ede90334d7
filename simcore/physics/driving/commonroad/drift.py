"""CommonRoad's single-track model with drift (STD): wheel speeds and combined slip by PAC2002."""

from __future__ import annotations

import math

from ....kernel import device
from ..tyres.pac2002 import lateral, lateral_share, longitudinal, longitudinal_share
from .limits import acceleration, steering_rate
from .parameters import GRAVITY
from .single_track import kinematic_about_mass

BLEND_AT, BLEND = 0.2, 0.05
"""About this speed, and over this range [m/s], it passes from the kinematic model to this one."""
LEAST = BLEND_AT / 2
WHEELS = 0.02
"""In this time [s] the wheels follow the road's speed in the kinematic model."""


@device
def forces(speed, wheel_speed, slip_angle, load, p):
    """Longitudinal and lateral force [N] of an axle; speed: of its hub along the wheel [m/s]."""
    slip = p.wheel_radius * wheel_speed / max(speed, LEAST) - 1.0
    along = longitudinal(slip, load) * longitudinal_share(-slip, slip_angle)
    across = lateral(slip_angle, load)
    share, push = lateral_share(-slip, slip_angle)
    return along, across * share + push * load


@device
def drift(x, u, p, f_out):
    """STD. x (9,): as ST, then the angular speeds of the front and rear wheels [rad/s]; f_out (9,):
    their rates."""
    rate, accel = steering_rate(x[2], u[0], p), acceleration(x[3], u[1], p)
    steer, v, r, slip = x[2], x[3], x[5], x[6]
    length = p.front + p.rear
    vx, vy = v * math.cos(slip), v * math.sin(slip)
    moving = v > LEAST
    front_angle = math.atan((vy + r * p.front) / vx) - steer if moving else 0.0
    rear_angle = math.atan((vy - r * p.rear) / vx) if moving else 0.0
    front_load = p.mass * (GRAVITY * p.rear - accel * p.height) / length
    rear_load = p.mass * (GRAVITY * p.front + accel * p.height) / length
    front_speed = max(0.0, vx * math.cos(steer) + (vy + p.front * r) * math.sin(steer))
    rear_speed = max(0.0, vx)
    front_x, front_y = forces(front_speed, x[7], front_angle, front_load, p)
    rear_x, rear_y = forces(rear_speed, x[8], rear_angle, rear_load, p)
    torque = p.mass * p.wheel_radius * accel
    ahead = torque * (p.engine_front if accel > 0.0 else p.brake_front)
    turned = steer - slip
    along = (
        front_x * math.cos(turned)
        - front_y * math.sin(turned)
        + rear_x * math.cos(slip)
        + rear_y * math.sin(slip)
    )
    across = (
        front_x * math.sin(turned)
        + front_y * math.cos(turned)
        - rear_x * math.sin(slip)
        + rear_y * math.cos(slip)
    )
    moment = p.front * (front_y * math.cos(steer) + front_x * math.sin(steer)) - p.rear * rear_y
    front_spin = (ahead - p.wheel_radius * front_x) / p.wheel_inertia if x[7] >= 0.0 else 0.0
    rear_spin = (torque - ahead - p.wheel_radius * rear_x) / p.wheel_inertia if x[8] >= 0.0 else 0.0
    _, _, yaw_rate, yaw_accel, slip_rate = kinematic_about_mass(x, (rate, accel), p)
    share = 0.5 * (math.tanh((v - BLEND_AT) / BLEND) + 1.0)
    rest = 1.0 - share
    slip_change = across / (p.mass * v) - r if moving else 0.0
    f_out[0] = v * math.cos(slip + x[4])
    f_out[1] = v * math.sin(slip + x[4])
    f_out[2] = rate
    f_out[3] = share * along / p.mass + rest * accel
    f_out[4] = share * r + rest * yaw_rate
    f_out[5] = share * moment / p.yaw_inertia + rest * yaw_accel
    f_out[6] = share * slip_change + rest * slip_rate
    f_out[7] = share * front_spin + rest * (front_speed / p.wheel_radius - max(x[7], 0.0)) / WHEELS
    f_out[8] = share * rear_spin + rest * (rear_speed / p.wheel_radius - max(x[8], 0.0)) / WHEELS
