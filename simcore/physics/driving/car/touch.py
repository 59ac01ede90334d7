"""What wheels find on the ground beneath them, and what grip they get from it.

To ask the ground for sixteen places takes as long as for one (``kernels.felt``): a car asks for the
wheels where it is and where it will be at three times to come, and asks again when it is at none of
these.
"""

from __future__ import annotations

import math

import numpy as np

from ....kernel import device
from ....kernels.felt import CHART, COVER, DEPTH, FILM, OWN_1, OWN_2, OWN_3, PACKED, WHO, S, T, feel
from ....kernels.memory import get, put
from ....kernels.small import turned
from .. import columns as c
from ..tyres.grip import NEW_TREAD, PEAK, TYRES, drying, peak_friction
from ..tyres.water import lift, room_for_water, standing
from . import columns as k
from .pedals import rolling_share

SIZE = np.float32(0.15)
"""Size of what a wheel touches [m]."""
NEARLY = 0.1
"""A place is as good as another that is nearer than this [m]: the size of the ground's cells."""
FREEZING = 273.15
ALL_SEASON = TYRES.index("all_season")
USUAL_INFLATION = 230e3
"""Of a car's tyre [Pa]."""
_AT_ONCE = 4 * k.POSES
ROOM = FILLED = OWN_1
"""Row of what is felt: the room for water of the tread that asks [m], later the share of it that is
filled."""
DRYING = LEFT = OWN_2
"""Row of its tyre's ``drying``, later of what the water leaves of dry ground's grip."""
DEPTH_TERM = OWN_3
"""Row of Gallaway's term of the depth of the water."""


@device(inline=True)
def has_charts(lay):
    """Whether a surface is laid at all; lay: what ``laid.laid`` gives."""
    return lay[1].shape[0] > 0


@device(inline=True)
def bare(lay):
    """Whether nothing at all lies on a surface."""
    base = lay[0]
    return base.snow + base.ice + base.held <= 0.0 and lay[8].shape[0] == 0


@device(counted=True)
def feel_water(count, lay, felt_out):
    """Find what lies at the first ``count`` places of felt_out, and how the water stands there."""
    base, start, first_row, rows, tile_of, cells, stamps, wear, patches = lay
    feel(count, SIZE, base, start, first_row, rows, tile_of, cells, stamps, wear, patches, felt_out)
    stand_water(count, felt_out)


@device(narrow=True, counted=True)
def stand_water(count, felt_out):
    """Put the last three of ``water.standing`` into felt_out."""
    for i in range(np.uint64((count + 15) // 16 * 16)):
        _, depth, filled, left = standing(
            get(felt_out, i + FILM), get(felt_out, i + ROOM), get(felt_out, i + DRYING)
        )
        put(felt_out, i + DEPTH_TERM, depth)
        put(felt_out, i + FILLED, filled)
        put(felt_out, i + LEFT, left)


@device
def grip_felt(tyre, floats, speed, lane, temperature, felt):
    """Grip at a place of ``kernels.felt``: peak friction, cover, and loose snow that the tyre has
    to pack [m]. tyre (12, 4): its rows of the table, by cover; floats: ``water.lift``; temperature
    of the ground [degC]."""
    at = np.uint64(lane)
    kind = int(felt[at + COVER])
    loose = float(felt[at + DEPTH] * (np.float32(1.0) - felt[at + PACKED]))
    water = felt[at + FILM], felt[at + DEPTH_TERM], felt[at + FILLED], felt[at + LEFT]
    friction = peak_friction(tyre, kind, speed, water, temperature, floats)
    return friction, kind, loose


@device
def put_place(felt_out, lane, chart, s, t, room, dries):
    """Note a place to be felt by a tyre with this room for water [m] and ``drying`` [1/m]; off all
    charts, the first goes on."""
    at = np.uint64(lane)
    felt_out[at + CHART] = np.float32(max(chart, 0.0))
    felt_out[at + S], felt_out[at + T] = np.float32(s), np.float32(t)
    felt_out[at + ROOM], felt_out[at + DRYING] = np.float32(room), np.float32(dries)


@device
def touch_ground(state, memory, design, grip, place, nearly, dt, lay, felt_out):
    """Find the grip of all wheels, asking the ground unless the car is within ``nearly`` [m] of
    where it has.

    memory (CAR,), design (DESIGN,): see ``car.columns``; grip: ``tyres.grip.table()``; place:
    chart, s, t of the middle of the wheelbase, heading and curvature of the chart's line; dt: the
    next steps' [s]; lay: what ``laid.laid`` gives; felt_out (FELT,): scratch. Where no surface is
    laid, friction is what the row's state says.
    """
    base, laid = lay[0], has_charts(lay)
    tyre = grip[int(design[k.TYRE])]
    if not laid or bare(lay):
        friction, cover = state[c.FRICTION], 0
        if laid:
            cover = int(base.bare)
            friction = tyre[cover, PEAK] * design[k.GRIP_SHARE]
        for wheel in range(4):
            memory[k.GRIP + wheel], memory[k.COVER + wheel] = friction, cover
            memory[k.SNOW + wheel] = 1.0
        state[c.FRICTION] = friction
        return
    pose = pose_near(state, memory, design, nearly)
    if pose < 0:
        pose = 0
        floats = lift(design[k.INFLATION], design[k.TREAD], base.texture)
        put_wheels(state, memory, design, place, dt, floats[3], drying(tyre), felt_out)
        feel_water(_AT_ONCE, lay, felt_out)
        for lane in range(_AT_ONCE):
            friction, cover, loose = grip_felt(
                tyre, floats, abs(state[c.SPEED]), lane, base.temperature - FREEZING, felt_out
            )
            memory[k.FOUND_GRIP + lane] = friction * design[k.GRIP_SHARE]
            memory[k.FOUND_COVER + lane] = cover
            memory[k.FOUND_SNOW + lane] = rolling_share(cover, loose)
    total = 0.0
    for wheel in range(4):
        lane = 4 * pose + wheel
        memory[k.GRIP + wheel] = memory[k.FOUND_GRIP + lane]
        memory[k.COVER + wheel] = memory[k.FOUND_COVER + lane]
        memory[k.SNOW + wheel] = memory[k.FOUND_SNOW + lane]
        total += 0.25 * memory[k.GRIP + wheel]
    state[c.FRICTION] = total


@device
def pose_near(state, memory, design, nearly):
    """Which of the places that it asked for a car is nearest to; -1 where none has all wheels
    within ``nearly`` [m]."""
    best, least = -1, nearly
    wheelbase = design[k.FRONT] + design[k.REAR]
    for pose in range(k.POSES):
        off_x = state[c.X] - memory[k.ASKED_X + pose]
        off_y = state[c.Y] - memory[k.ASKED_Y + pose]
        turned_by = state[c.YAW] - memory[k.ASKED_YAW + pose]
        off = abs(off_x) + abs(off_y) + abs(turned_by) * wheelbase
        if off < least:
            best, least = pose, off
    return best


@device
def put_wheels(state, memory, design, place, dt, room, dries, felt_out):
    """Note where the wheels are, and where they will be if the car goes on as it does: after one,
    two and three steps, or so much later that some wheel may have come further than ``NEARLY``."""
    chart, s, t, heading, bend = place
    vx, vy = state[c.VX], state[c.VY]
    wheelbase = design[k.FRONT] + design[k.REAR]
    ahead_cos, ahead_sin = math.cos(heading), math.sin(heading)
    along, across = vx * ahead_cos + vy * ahead_sin, vy * ahead_cos - vx * ahead_sin
    speed = math.sqrt(vx * vx + vy * vy) + abs(state[c.YAW_RATE]) * wheelbase
    later = max(dt, NEARLY / speed) if speed > 0.01 else dt
    turn = state[c.YAW] - heading
    cos, sin = math.cos(turn), math.sin(turn)
    rear_s, rear_t = -0.5 * wheelbase * cos, -0.5 * wheelbase * sin  # from the place
    stretch = max(1.0 - bend * t, 0.2)
    for pose in range(k.POSES):
        memory[k.ASKED_X + pose] = state[c.X] + vx * pose * later
        memory[k.ASKED_Y + pose] = state[c.Y] + vy * pose * later
        memory[k.ASKED_YAW + pose] = state[c.YAW] + state[c.YAW_RATE] * pose * later
        for wheel in range(4):
            x = wheelbase if wheel < 2 else 0.0
            y = (0.5 - wheel % 2) * design[k.TRACK]
            ds = (rear_s + along * pose * later + x * cos - y * sin) / stretch
            beside = t + rear_t + across * pose * later + x * sin + y * cos
            put_place(
                felt_out, 4 * pose + wheel, chart,
                s + ds, beside - 0.5 * bend * ds * ds, room, dries,
            )  # fmt: skip
        cos, sin = turned(cos, sin, state[c.YAW_RATE] * later)


@device
def tyre_of(body):
    """Number of the tyres of a vehicle that is no car, or of usual ones for what slides without."""
    return int(body[c.TYRE]) if body[c.GRIP_SHARE] > 0.0 else ALL_SEASON


@device
def wait_for_friction(state, body, place, row, waiting, grip, texture, felt_out):
    """Note two wheels, crosswise, of a vehicle that is no car, to be felt later; returns how many
    wait then."""
    chart, s, t, heading, _ = place
    turn = state[c.YAW] - heading
    cos, sin = math.cos(turn), math.sin(turn)
    tread = body[c.TREAD] if body[c.GRIP_SHARE] > 0.0 else NEW_TREAD
    room, dries = room_for_water(tread, texture), drying(grip[tyre_of(body)])
    for wheel in range(2):
        x, y = (0.5 - wheel) * body[c.WHEELBASE], (0.5 - wheel) * body[c.TRACK]
        ds, dt = x * cos - y * sin, x * sin + y * cos
        put_place(felt_out, waiting + wheel, chart, s + ds, t + dt, room, dries)
    felt_out[np.uint64(waiting) + WHO] = np.float32(row)
    return waiting + 2


@device
def feel_frictions(state, body, waiting, grip, lay, felt_out):
    """Friction beneath those that wait for it: the mean of a vehicle's two wheels. Without tyres,
    that of usual ones as a share of what they find on dry asphalt."""
    base, nothing = lay[0], bare(lay)
    warmth = base.temperature - FREEZING
    tread, pressure, floats = -1.0, -1.0, (0.0, 0.0, 0.0, 0.0)
    if not nothing:
        feel_water(waiting, lay, felt_out)
    for lane in range(0, waiting, 2):
        n = int(felt_out[np.uint64(lane) + WHO])
        wheeled, dry = body[n, c.GRIP_SHARE] > 0.0, grip[ALL_SEASON, 0, PEAK]
        tyre = grip[tyre_of(body[n])]
        friction = tyre[int(base.bare), PEAK]
        if not nothing:
            own_tread = body[n, c.TREAD] if wheeled else NEW_TREAD
            own_pressure = body[n, c.INFLATION] if wheeled else USUAL_INFLATION
            if own_tread != tread or own_pressure != pressure:  # most are as the last one
                tread, pressure = own_tread, own_pressure
                floats = lift(pressure, tread, base.texture)
            speed = abs(state[n, c.SPEED])
            first, _, _ = grip_felt(tyre, floats, speed, lane, warmth, felt_out)
            second, _, _ = grip_felt(tyre, floats, speed, lane + 1, warmth, felt_out)
            friction = 0.5 * (first + second)
        state[n, c.FRICTION] = friction * body[n, c.GRIP_SHARE] if wheeled else friction / dry
