"""What a driver can see, for kernels: others hide behind vehicles and behind the top of a hill, and
the air lets one see so far.

Who is attentive drives so fast that the stopping sight distance v τ + v² / (2 b) is not more than
what is seen (AASHTO, A Policy on Geometric Design of Highways and Streets, 2018, 3.2.2, with its
deceleration; StVO § 3 (1)).
"""

from __future__ import annotations

import math

from ...simcore.kernel import device
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.car.design import GRAVITY

EYE = 1.2
"""Height of a driver's eye [m], and what is lower than it hides nothing (RAL: 1.0 to 1.2 m)."""
NIGHT = 50.0
"""Below this light [lx] only lamps show what is there."""
NIGHT_SIGHT = 60.0
"""How far the low beam shows what has no lamps of its own [m] (ECE R112: 50 to 75 m)."""
STOPPING = 3.4
"""Braking that drivers reckon with where they must stop within their sight [m/s²] (AASHTO)."""
GRASP = 0.8
"""Share of the grip that they reckon with at most, where that is less."""
PLENTY = 1000.0
"""Who sees so far [m] drives as if there were nothing in the air."""
ACTED, CHANGED = 8, 9
"""Columns of a driver's own memory: the sight that is acted on [m], 0 at first; and since when what
is seen differs from that [s], 0 while it does not."""
NOTICED = 0.1
"""A sight that changes by less than this share needs no reaction."""


@device
def crosses(ax, ay, bx, by, x, y, yaw, half_length, half_width):
    """Whether the segment from a to b meets a box (slab test in the box's axes)."""
    cos, sin = math.cos(yaw), math.sin(yaw)
    px, py = (ax - x) * cos + (ay - y) * sin, -(ax - x) * sin + (ay - y) * cos
    dx, dy = (bx - ax) * cos + (by - ay) * sin, -(bx - ax) * sin + (by - ay) * cos
    enter, leave = 0.0, 1.0
    for axis in range(2):
        p, d = (px, dx) if axis == 0 else (py, dy)
        half = half_length if axis == 0 else half_width
        if abs(d) < 1e-12:
            if abs(p) > half:
                return False
            continue
        first, second = (-half - p) / d, (half - p) / d
        enter = max(enter, min(first, second))
        leave = min(leave, max(first, second))
    return enter < leave


@device
def over_the_ground(table, s0, z0, s1, z1):
    """Whether a line of sight along the road stays above it."""
    for k in range(1, 16):
        share = k / 16.0
        ground = place(table, s0 + share * (s1 - s0), 0.0, -1)[2]
        if z0 + share * (z1 - z0) < ground:
            return False
    return True


@device
def sees(state, body, table, n, m):
    """Whether the driver of row n sees row m: its middle, its left or its right end."""
    yaw = state[n, c.YAW]
    forward = body[n, c.CENTRE_X] + 0.05 * body[n, c.LENGTH]
    ax, ay = state[n, c.X] + forward * math.cos(yaw), state[n, c.Y] + forward * math.sin(yaw)
    mx, my = state[m, c.X], state[m, c.Y]
    top = state[m, c.Z] + 0.8 * body[m, c.HEIGHT]
    if not over_the_ground(table, state[n, c.S], state[n, c.Z] + EYE, state[m, c.S], top):
        return False
    distance = math.sqrt((mx - ax) ** 2 + (my - ay) ** 2) + 1e-9
    half = 0.4 * max(body[m, c.WIDTH], 0.5 * body[m, c.LENGTH])
    ux, uy = -(my - ay) / distance * half, (mx - ax) / distance * half
    for side in range(-1, 2):
        bx, by = mx + side * ux, my + side * uy
        hidden = False
        for k in range(1, state.shape[0]):
            wide = body[k, c.HEIGHT] >= EYE and body[k, c.WIDTH] >= 1.2
            if not wide or k == m or k == n:  # noqa: SIM109
                continue
            x = state[k, c.X] + body[k, c.CENTRE_X] * math.cos(state[k, c.YAW])
            y = state[k, c.Y] + body[k, c.CENTRE_X] * math.sin(state[k, c.YAW])
            box = (x, y, state[k, c.YAW], 0.5 * body[k, c.LENGTH], 0.5 * body[k, c.WIDTH])
            if crosses(ax, ay, bx, by, *box):
                hidden = True
                break
        if not hidden:
            return True
    return False


@device
def unlit_sight(state):
    """How far the driver of a row sees what has no lamps [m]."""
    if state[c.LIGHT] < NIGHT:
        return min(state[c.SIGHT], NIGHT_SIGHT)
    return state[c.SIGHT]


@device
def acted_on(memory, sight, time, reaction):
    """The sight [m] that a driver acts on, who has to react to a change of it first: changes the
    memory of the driver's own row."""
    before = memory[ACTED]
    if before == 0.0 or abs(sight - before) <= NOTICED * before:
        memory[CHANGED] = 0.0
        memory[ACTED] = sight
    elif memory[CHANGED] == 0.0:
        memory[CHANGED] = time + 1e-9
    if memory[CHANGED] > 0.0 and time - memory[CHANGED] >= reaction - 1e-6:
        memory[ACTED] = sight
    return memory[ACTED]


@device
def speed_for_sight(state, memory, time, reaction, gap):
    """The highest speed [m/s] from which a row can stop a gap [m] before the end of what its driver
    sees; infinite where that is far. Changes the memory of the driver's own row."""
    sight = acted_on(memory, min(state[c.SIGHT], PLENTY), time, reaction)
    if sight >= PLENTY:
        return math.inf
    braking = min(STOPPING, GRASP * GRAVITY * state[c.FRICTION])
    slack = braking * reaction
    return math.sqrt(slack * slack + 2.0 * braking * max(sight - gap, 0.0)) - slack
