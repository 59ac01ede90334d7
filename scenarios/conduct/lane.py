"""Keeping a lane and a distance, for kernels.

Distance: the intelligent driver model (Treiber, Hennecke & Helbing, "Congested traffic states in
empirical observations and microscopic simulations", Phys. Rev. E 62, 2000), above the wanted speed
as improved by
Treiber & Kesting ("Traffic Flow Dynamics", 2013, 11.3.7). Lane: pure pursuit
(Coulter, "Implementation of the pure pursuit path tracking algorithm", CMU-RI-TR-92-01, 1992).
"""

from __future__ import annotations

import math

from ...simcore.kernel import device
from ...simcore.kernels.line import MOST as SHARPEST
from ...simcore.kernels.line import S, curvature_place, place, stretch_of
from ...simcore.kernels.small import arctangent, cosine, sine
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.car.design import GRAVITY

EXPONENT = 4.0
"""How the wish to accelerate fades towards the wanted speed (δ of the model)."""
LOOK_AHEAD = 0.9
"""Look-ahead of the pursuit per speed [s]."""
LEAST_AHEAD = 5.0
"""Its least length [m]."""
COMFORT = 2.5
"""Lateral acceleration to which a bend is taken [m/s²]."""
CAUTION = 0.4
"""Share of the grip that a driver means to use, at most, along and across."""
LEAST_SIGHT, MOST_SIGHT = 60.0, 240.0
"""How far ahead bends are looked at [m]: as far as it takes to slow down, within these."""
BESIDE = 0.25
"""Room that vehicles keep beside each other [m]."""


@device
def idm(speed, wanted, gap, closing, time_gap, min_gap, acceleration, deceleration):
    """Acceleration [m/s²] behind something ``gap`` [m] ahead that is approached at ``closing``."""
    free = free_road(speed, wanted, acceleration, deceleration)
    return free - hindrance(speed, gap, closing, time_gap, min_gap, acceleration, deceleration)


@device
def free_road(speed, wanted, acceleration, deceleration):
    """Acceleration [m/s²] towards the wanted speed where nothing is ahead."""
    if speed <= wanted:
        square = (speed / max(wanted, 0.1)) ** 2  # its fourth power is that of EXPONENT
        return acceleration * (1.0 - square * square)
    # braking in comfort towards a lower wish, as in the improved model
    power = acceleration * EXPONENT / deceleration
    return -deceleration * (1.0 - (max(wanted, 0.0) / speed) ** power)


@device
def hindrance(speed, gap, closing, time_gap, min_gap, acceleration, deceleration):
    """What is taken from that acceleration [m/s²] by something ahead; 0 for an infinite gap."""
    if gap == math.inf:
        return 0.0
    dynamic = speed * time_gap + speed * closing / (2.0 * math.sqrt(acceleration * deceleration))
    desired = min_gap + max(dynamic, 0.0)
    return acceleration * (desired / max(gap, 0.1)) ** 2


@device
def steering_towards(state, body, table, t, direction):
    """Steering [rad] that leads a vehicle's row onto the line at ``t``; direction ±1 along it."""
    ahead = max(LOOK_AHEAD * abs(state[c.SPEED]), LEAST_AHEAD)
    x, y, _, _, _, _, _, _ = place(table, state[c.S] + direction * ahead, t, -1)
    dx, dy = x - state[c.X], y - state[c.Y]
    square = max(dx * dx + dy * dy, 1.0)
    aside = dy * math.cos(state[c.YAW]) - dx * math.sin(state[c.YAW])
    curvature = 2.0 * aside / square
    side = state[c.SPEED] * state[c.SPEED] * curvature + GRAVITY * sine(state[c.ROLL])
    return arctangent(body[c.WHEELBASE] * curvature) + body[c.UNDERSTEER] * side


@device
def careful(friction, wish):
    """A wished acceleration [m/s²], no greater than the friction lets a driver mean."""
    return min(wish, CAUTION * GRAVITY * friction)


@device
def speed_for_bend(state, table, direction, deceleration, friction, wanted):
    """The highest speed [m/s] from which the bends ahead can be taken: in comfort, and with care
    on a road of that friction. Infinite where no bend asks for less than is wanted or driven."""
    comfort = careful(friction, COMFORT)
    most = max(wanted, abs(state[c.SPEED]))
    if comfort >= table[0, SHARPEST] * most * most:
        return math.inf
    slowing = careful(friction, deceleration)
    sight = state[c.SPEED] * state[c.SPEED] / (2.0 * slowing)
    step = min(max(sight, LEAST_SIGHT), MOST_SIGHT) / 30.0
    square, stretch, sharpest = math.inf, -1, 0.0
    for k in range(31):
        ahead = step * k
        s = state[c.S] + direction * ahead
        stretch = stretch_of(table, s, stretch)
        curvature = abs(curvature_place(table, stretch, s - table[stretch, S]))
        if curvature > sharpest:  # what is no sharper and further away allows more
            sharpest = curvature
            square = min(square, comfort / curvature + 2.0 * slowing * ahead)
    return math.sqrt(square)


@device
def gap_between(state, body, n, m, direction):
    """Gap [m] along the route from the front of row n to the nearest end of row m."""
    front = 0.5 * body[n, c.LENGTH] + body[n, c.CENTRE_X]
    along = cosine(state[m, c.YAW] - state[n, c.YAW])
    middle = along * body[m, c.CENTRE_X]
    half = 0.5 * (
        abs(along) * body[m, c.LENGTH] + math.sqrt(1.0 - along * along) * body[m, c.WIDTH]
    )
    return direction * (state[m, c.S] - state[n, c.S]) + middle - half - front


@device
def speed_along(state, n, m):
    """Speed [m/s] of row m in the direction in which row n is heading."""
    yaw = state[n, c.YAW]
    return state[m, c.VX] * math.cos(yaw) + state[m, c.VY] * math.sin(yaw)


@device
def leader(state, body, n, direction, t):
    """Gap [m] to, and speed [m/s] of, the nearest row ahead of row n on its way at ``t``."""
    best, speed = math.inf, 0.0
    for m in range(state.shape[0]):
        if m == n or body[m, c.LENGTH] == 0.0 or direction * (state[m, c.S] - state[n, c.S]) <= 0:
            continue
        beside = abs(state[m, c.T] - t) - 0.5 * (body[m, c.WIDTH] + body[n, c.WIDTH])
        if beside > BESIDE:
            continue
        gap = gap_between(state, body, n, m, direction)
        if gap < best:
            best, speed = gap, speed_along(state, n, m)
    return best, speed
