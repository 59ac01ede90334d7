"""How what was hit goes on: vehicles that nobody drives any more, people and animals on the ground.

A vehicle slides on four locked wheels, each with Coulomb friction against its own velocity, so that
sliding and spinning slow each other as they do on a road (Brach & Brach, *Vehicle Accident Analysis
and Reconstruction Methods*, SAE 2005, ch. 4, with wheels locked by the driver, by multi-collision
braking or by damage). What leans into bends falls over.

Who was hit on foot leaves with the velocity that momentum gave and slides, from the first moment on
the ground, with the deceleration μ g. Searle (SAE 831622, 1983) finds throws between v²/(2 μ g),
which is this, and (1 + μ²) times as much, for the best angle of flight.
"""

from __future__ import annotations

import math

from ...kernel import device
from . import columns as c
from .car import columns as k

GRAVITY = 9.80665
SLIDING = 0.66
"""Friction of people on asphalt (Searle 1983: 0.66; on grass 0.79), as a share of that which tyres
find at a friction of 1."""
FALLING = 2.6
"""How fast what was hit falls over [rad/s]: a quarter turn in 0.6 s, as long as a fall from the
height of the hips takes and a little for tumbling."""
STILL = 0.05
"""What slides slower than this [m/s] stands."""


@device
def mass_of(body, model, design, row):
    """How far a row's centre of mass is ahead of its origin [m], mass [kg] and yaw inertia
    [kg m²]; mass 0: it cannot be moved. design (K, DESIGN): of the cars."""
    if model == c.CAR:
        return design[row, k.REAR], design[row, k.MASS], design[row, k.YAW_INERTIA]
    if model == c.FIXED or body[c.MASS] <= 0.0:
        return body[c.CENTRE_X], 0.0, 0.0
    return box_mass(body)


@device
def box_mass(body):
    """``mass_of`` a row that can be moved and is no car."""
    mass, inertia = body[c.MASS], body[c.YAW_INERTIA]
    if inertia > 0.0:
        return body[c.MASS_CENTRE], mass, inertia
    length, width = body[c.LENGTH], body[c.WIDTH]
    return body[c.CENTRE_X], mass, mass * (length * length + width * width) / 12.0


@device
def slide(state, body, dt):
    """Move a kinematic vehicle that was hit by dt: four locked wheels, until it stands.

    Slower than twice what friction takes in one step a wheel's force falls with its speed, which
    keeps the explicit step from overshooting.
    """
    ahead, mass, inertia = box_mass(body)
    yaw, r = state[c.YAW], state[c.YAW_RATE]
    cos, sin = math.cos(yaw), math.sin(yaw)
    x, y = state[c.X] + ahead * cos, state[c.Y] + ahead * sin
    vx, vy = state[c.VX] - r * ahead * sin, state[c.VY] + r * ahead * cos
    before = vx * cos + vy * sin
    length = max(body[c.WHEELBASE], 0.5 * body[c.LENGTH])
    friction = state[c.FRICTION] * GRAVITY * dt
    fastest, gain_x, gain_y, gain_r = 0.0, 0.0, 0.0, 0.0
    for wheel in range(4):
        along = length - ahead if wheel < 2 else -ahead
        across = (0.5 - wheel % 2) * body[c.TRACK]
        share = 0.5 * (ahead if wheel < 2 else length - ahead) / length
        rx, ry = along * cos - across * sin, along * sin + across * cos
        ux, uy = vx - r * ry, vy + r * rx
        speed = math.sqrt(ux * ux + uy * uy)
        fastest = max(fastest, speed)
        held = share * friction / max(speed, 2.0 * friction, 1e-9)
        gain_x -= held * ux
        gain_y -= held * uy
        gain_r -= held * (rx * uy - ry * ux) * mass / inertia
    slope_x = math.sin(state[c.PITCH] - state[c.FALL_PITCH])
    slope_y = -math.sin(state[c.ROLL] - state[c.FALL_ROLL])
    vx += gain_x + GRAVITY * dt * (slope_x * cos - slope_y * sin)
    vy += gain_y + GRAVITY * dt * (slope_x * sin + slope_y * cos)
    r += gain_r
    steep = math.sqrt(slope_x * slope_x + slope_y * slope_y)
    if fastest < STILL and steep < state[c.FRICTION]:
        vx = vy = r = 0.0
    yaw += r * dt
    cos, sin = math.cos(yaw), math.sin(yaw)
    state[c.YAW], state[c.YAW_RATE] = yaw, r
    state[c.X], state[c.Y] = x + vx * dt - ahead * cos, y + vy * dt - ahead * sin
    state[c.VX], state[c.VY] = vx + r * ahead * sin, vy - r * ahead * cos
    state[c.SPEED] = vx * cos + vy * sin
    state[c.ACCEL] = (state[c.SPEED] - before) / dt
    state[c.INDICATOR] = 0.0
    if body[c.TRACK] == 0.0:
        across = vy * cos - vx * sin
        fall(state, 0.0, across, dt)


@device
def tumble(state, body, dt):
    """Move a person or an animal that was hit by dt: it falls and slides until it lies."""
    cos, sin = math.cos(state[c.YAW]), math.sin(state[c.YAW])
    along = state[c.VX] * cos + state[c.VY] * sin
    across = state[c.VY] * cos - state[c.VX] * sin
    if body[c.LENGTH] > body[c.WIDTH]:  # on four legs: onto its side
        along = 0.0
    fall(state, along, across, dt)
    slower = SLIDING * state[c.FRICTION] * GRAVITY * dt
    speed = math.sqrt(state[c.VX] * state[c.VX] + state[c.VY] * state[c.VY])
    after = max(speed - slower, 0.0)
    share = after / max(speed, 1e-12)
    state[c.VX] *= share
    state[c.VY] *= share
    # The ground turns a body about as it stops it: at the lever of half its height.
    turn = slower / max(0.5 * body[c.HEIGHT], 0.1)
    state[c.YAW_RATE] -= min(max(state[c.YAW_RATE], -turn), turn)
    state[c.X] += state[c.VX] * dt
    state[c.Y] += state[c.VY] * dt
    state[c.YAW] += state[c.YAW_RATE] * dt
    state[c.ACCEL] = (after - speed) / dt
    state[c.SPEED] = after


@device
def fall(state, along, across, dt):
    """Let a row fall over, the way it moves (along and to its left) when it begins to."""
    if state[c.FALL_PITCH] == 0.0 and state[c.FALL_ROLL] == 0.0:
        if abs(along) > abs(across):
            state[c.FALL_PITCH] = math.copysign(FALLING * dt, along)
        else:
            state[c.FALL_ROLL] = -math.copysign(FALLING * dt, across)
        return
    flat = 0.5 * math.pi
    for column in (c.FALL_PITCH, c.FALL_ROLL):
        fallen = abs(state[column])
        if fallen > 0.0:
            state[column] = math.copysign(min(fallen + FALLING * dt, flat), state[column])


@device
def lie(state, body):
    """Tilt a row that is put on the ground by how far it has fallen; it lies on its side, front or
    back, which is half its thickness away from the middle."""
    state[c.PITCH] += state[c.FALL_PITCH]
    state[c.ROLL] += state[c.FALL_ROLL]
    lying = max(abs(state[c.FALL_PITCH]), abs(state[c.FALL_ROLL])) / (0.5 * math.pi)
    thick = body[c.LENGTH] if state[c.FALL_PITCH] != 0.0 else body[c.WIDTH]
    state[c.Z] += 0.5 * thick * lying
