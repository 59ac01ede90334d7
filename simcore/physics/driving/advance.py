"""One step of motion for all actors: cars, other vehicles, walkers and balls.

Cars: see ``car.drive``. Other vehicles: the kinematic single-track model about the rear axle
(CommonRoad KS: Althoff, Koschi & Manzinger, "CommonRoad: composable benchmarks", IV 2017), with the
steering rate, engine and brakes limited, and both accelerations held together within the friction
of the ground beneath.
Walkers: the wanted velocity is reached with a bounded acceleration, the heading follows it.
Balls: rolling resistance c_rr·g, flight under gravity, bounces with a coefficient of restitution.
Whoever touches another: see ``contact``; what was hit hard: see ``struck``.
"""

from __future__ import annotations

import math

from ...geometry.gait import phase_rate_in_kernel as phase_rate
from ...kernel import device, kernel
from ...kernels.felt import PLACES
from ...kernels.line import nearest
from ...kernels.small import sine, tangent, turned
from . import columns as c
from .car.drive import drive_car
from .car.pedals import loads
from .car.touch import (
    NEARLY,
    bare,
    feel_frictions,
    has_charts,
    touch_ground,
    wait_for_friction,
)
from .contact import collide, find_pairs, rolls
from .ground import ground_at, tilt
from .laid import LAID, laid
from .struck import lie, slide, tumble

GRAVITY = 9.80665
WALKER_ACCEL = 3.5
"""How fast people and animals change their velocity [m/s²]; walking starts take < 1.5, a child
that runs off or a deer that bolts (0 to 10 m/s in 1.0 to 1.5 s) more: their behaviour ramps."""
WALKER_TURN = 6.0
"""How fast they turn towards where they go [rad/s]."""
TOUCH = 0.02
"""A loose thing nearer to the ground than this [m] lies on it, unless it bounces."""
LEAST_BOUNCE = 0.25
"""A slower bounce than this [m/s] is none."""
WORK = (8, 4)
"""Shape of the scratch of one call."""
HOLLOW = 0.6
"""Share of gravity along a slope that a thin shell gains while it rolls: 1/(1 + 2/3)."""


@device
def wrapped(angle):
    """An angle in [-π, π) [rad]."""
    return angle - 2.0 * math.pi * math.floor(angle / (2.0 * math.pi) + 0.5)


@device
def drive(state, body, command, dt):
    """Move a vehicle's row by dt."""
    limit = state[c.FRICTION] * GRAVITY
    state[c.INDICATOR] = command[c.SIGNAL]
    reach = body[c.STEER_RATE] * dt
    want = min(max(command[c.STEERING], -body[c.MAX_STEER]), body[c.MAX_STEER])
    state[c.STEER] += min(max(want - state[c.STEER], -reach), reach)
    v = state[c.SPEED]
    curvature = tangent(state[c.STEER]) / body[c.WHEELBASE]
    most = limit / max(v * v, 1e-6)  # the front slides when asked for a tighter bend
    curvature = min(max(curvature, -most), most)
    lateral = v * v * curvature
    grip = math.sqrt(max(limit * limit - lateral * lateral, 0.0))
    accel = min(max(command[c.ACCELERATION], -body[c.MAX_BRAKE]), body[c.MAX_ACCEL])
    accel = min(max(accel, -grip), grip)
    after = v + accel * dt
    travelled = 0.5 * (v + after) * dt
    if accel < 0.0 <= v and after < 0.0:  # brakes stop, they do not push back
        after, travelled = 0.0, 0.5 * v * v / -accel
    turn = travelled * curvature
    middle = state[c.YAW] + 0.5 * turn
    cos, sin = math.cos(middle), math.sin(middle)
    chord = travelled * (1.0 - turn * turn / 24.0)
    state[c.X] += chord * cos
    state[c.Y] += chord * sin
    state[c.YAW] += turn
    cos, sin = turned(cos, sin, 0.5 * turn)
    state[c.ACCEL] = (after - v) / dt
    state[c.SPEED] = after
    state[c.YAW_RATE] = after * curvature
    state[c.VX], state[c.VY] = after * cos, after * sin
    state[c.PHASE] += travelled / body[c.WHEEL_RADIUS]


@device
def drive_freely(state, body, command, dt, substeps):
    """Move a vehicle's row that nothing can touch meanwhile by ``substeps`` of dt: those in which
    it is still steering one by one, the rest, on an arc, at once."""
    want = min(max(command[c.STEERING], -body[c.MAX_STEER]), body[c.MAX_STEER])
    for step in range(substeps):
        drive(state, body, command, dt)
        if state[c.STEER] == want:
            if step < substeps - 1:
                drive(state, body, command, (substeps - 1 - step) * dt)
            return


@device
def walk(state, body, command, dt):
    """Move a walker's row by dt."""
    want_x, want_y = command[c.WANT_VX], command[c.WANT_VY]
    asked = math.sqrt(want_x * want_x + want_y * want_y)
    if 0.0 < body[c.PACE] < asked:
        want_x *= body[c.PACE] / asked
        want_y *= body[c.PACE] / asked
    dvx, dvy = want_x - state[c.VX], want_y - state[c.VY]
    change = math.sqrt(dvx * dvx + dvy * dvy)
    step = WALKER_ACCEL * dt
    share = 1.0 if change <= step else step / change
    before = state[c.SPEED]
    state[c.VX] += share * dvx
    state[c.VY] += share * dvy
    speed = math.sqrt(state[c.VX] * state[c.VX] + state[c.VY] * state[c.VY])
    state[c.X] += state[c.VX] * dt
    state[c.Y] += state[c.VY] * dt
    turning = 0.0
    facing = math.atan2(state[c.VY], state[c.VX]) if speed > 0.15 else command[c.FACE]
    if not math.isnan(facing):
        error = wrapped(facing - state[c.YAW])
        turning = min(max(error, -WALKER_TURN * dt), WALKER_TURN * dt)
    state[c.YAW] += turning
    state[c.YAW_RATE] = turning / dt
    state[c.ACCEL] = (speed - before) / dt
    state[c.SPEED] = speed
    state[c.PHASE] += phase_rate(speed, body[c.HIP_HEIGHT], body[c.STRIDE]) * dt
    state[c.WAY] += speed * dt
    state[c.ALERT] += min(max(command[c.WANT_ALERT] - state[c.ALERT], -3.0 * dt), 3.0 * dt)


@device
def roll_on(state, body, command, road, hint, dt):
    """Move a loose thing's row by dt over the ground beneath it."""
    x, y = state[c.X], state[c.Y]
    z, grade, bank, heading, _, _, _, _ = ground_at(road[0], road[1], road[2], x, y, hint)
    cos, sin = math.cos(heading), math.sin(heading)
    slope_x, slope_y = grade * cos - bank * sin, grade * sin + bank * cos
    roll(state, body, command, z, slope_x, slope_y, dt)


@device
def roll(state, body, command, ground, slope_x, slope_y, dt):
    """Move a loose thing's row by dt; ground: height beneath it; slope: its rise along x and y."""
    if command[c.FACE] == 1.0:
        state[c.VX], state[c.VY] = command[c.WANT_VX], command[c.WANT_VY]
        state[c.VZ] = command[c.WANT_VZ]
    speed = math.sqrt(state[c.VX] * state[c.VX] + state[c.VY] * state[c.VY])
    resting = state[c.Z] <= ground + TOUCH and abs(state[c.VZ]) <= LEAST_BOUNCE
    if resting:
        state[c.Z], state[c.VZ] = ground, 0.0
        steep = math.sqrt(slope_x * slope_x + slope_y * slope_y)
        if speed > 0.0 or steep > body[c.ROLLING]:
            state[c.VX] -= HOLLOW * GRAVITY * slope_x * dt
            state[c.VY] -= HOLLOW * GRAVITY * slope_y * dt
            moving = math.sqrt(state[c.VX] * state[c.VX] + state[c.VY] * state[c.VY])
            slower = max(moving - body[c.ROLLING] * GRAVITY * dt, 0.0) / max(moving, 1e-12)
            state[c.VX] *= slower
            state[c.VY] *= slower
    else:
        state[c.Z] += state[c.VZ] * dt - 0.5 * GRAVITY * dt * dt
        state[c.VZ] -= GRAVITY * dt
        if state[c.Z] <= ground:
            state[c.Z] = ground
            state[c.VZ] *= -body[c.RESTITUTION]
    after = math.sqrt(state[c.VX] * state[c.VX] + state[c.VY] * state[c.VY])
    state[c.X] += state[c.VX] * dt
    state[c.Y] += state[c.VY] * dt
    state[c.ACCEL] = (after - state[c.SPEED]) / dt
    state[c.SPEED] = after
    if not rolls(body, c.BALL):
        turn = body[c.ROLLING] * GRAVITY * dt / (0.25 * (body[c.LENGTH] + body[c.WIDTH]))
        state[c.YAW_RATE] -= min(max(state[c.YAW_RATE], -turn), turn)
        state[c.YAW] += state[c.YAW_RATE] * dt
    elif after > 0.05:
        state[c.YAW] += wrapped(math.atan2(state[c.VY], state[c.VX]) - state[c.YAW])
    state[c.PHASE] += after * dt / body[c.RADIUS]


@device
def rest(state, body, model, road, hint):
    """Put a row on the ground beneath it: height, tilt, chart.

    road: lines, profiles and strips of its environment (``ground``); hint (3,): where it was last,
    on its route and on the ground (``ground_at``). Returns chart (-1 off all), s and t of the
    middle of its wheelbase, heading and curvature of the chart's line there.
    """
    wheeled = (model == c.VEHICLE) | (model == c.CAR)
    ahead = 0.5 * body[c.WHEELBASE] if wheeled else 0.0
    x = state[c.X] + ahead * math.cos(state[c.YAW])
    y = state[c.Y] + ahead * math.sin(state[c.YAW])
    z, grade, bank, heading, chart, s, t, bend = ground_at(road[0], road[1], road[2], x, y, hint)
    state[c.PITCH], state[c.ROLL] = tilt(state[c.YAW], heading, grade, bank)
    if not wheeled:
        state[c.PITCH] = state[c.ROLL] = 0.0
    if model != c.BALL:
        state[c.VZ] = 0.0
        state[c.Z] = z + ahead * sine(state[c.PITCH])
    if state[c.STRUCK] != 0.0:
        lie(state, body)
    state[c.CHART] = chart
    return chart, s, t, heading, bend


@device
def settle(state, body, model, road, table, hint):
    """Put a row on the ground, and find its place on the route."""
    place = rest(state, body, model, road, hint)
    state[c.S], state[c.T], hint[0] = nearest(table, state[c.X], state[c.Y], hint[0])
    return place


@device
def move(state, body, model, command, free, dt):
    """Move the row of a vehicle that is no car, or of a walker, by dt; free: vehicles that nobody
    struck have been moved already."""
    struck = state[c.STRUCK] != 0.0
    if model == c.VEHICLE and struck:
        slide(state, body, dt)
    elif model == c.VEHICLE and not free:
        drive(state, body, command, dt)
    elif model == c.WALKER and struck:
        tumble(state, body, dt)
    elif model == c.WALKER:
        walk(state, body, command, dt)


@device
def beneath(state, road, table, hint):
    """Find the place on the route of a row that another backend moves; returns as ``rest``."""
    x, y = state[c.X], state[c.Y]
    state[c.S], state[c.T], hint[0] = nearest(table, x, y, hint[0])
    _, _, _, heading, chart, s, t, bend = ground_at(road[0], road[1], road[2], x, y, hint)
    state[c.CHART] = chart
    return chart, s, t, heading, bend


@device
def slides(model, struck):
    """Whether a row that is no car needs to know the friction beneath it."""
    return model == c.VEHICLE or model == c.RIGID or (model == c.WALKER and struck)


@device
def come_to_rest(
    state, body, model, design, grip, road, table, lay, dt, substeps, car_out, hint_out, felt_out
):
    """After a step, put all rows on the ground, find their places on the route, and what their
    wheels have beneath them."""
    waiting = 0
    for n in range(state.shape[0]):
        row, struck = state[n], state[n, c.STRUCK] != 0.0
        still = (row[c.SPEED] == 0.0) & (row[c.ACCEL] == 0.0) & (model[n] == c.VEHICLE)
        if substeps > 0 and (model[n] == c.FIXED or (still and not struck)):
            continue
        if model[n] == c.RIGID:
            place = beneath(row, road, table, hint_out[n])
        else:
            place = settle(row, body[n], model[n], road, table, hint_out[n])
        if model[n] == c.CAR:
            if substeps == 0:
                loads(row, car_out[n], design[n])
            touch_ground(row, car_out[n], design[n], grip, place, 0.0, dt, lay, felt_out[0])
        elif has_charts(lay) and slides(model[n], struck):
            waiting = wait_for_friction(
                row, body[n], place, n, waiting, grip, lay[0].texture, felt_out[1]
            )
            if waiting == PLACES:
                feel_frictions(state, body, waiting, grip, lay, felt_out[1])
                waiting = 0
    if waiting > 0:
        feel_frictions(state, body, waiting, grip, lay, felt_out[1])


@kernel(
    "i8, i8, f8, i8, f8[:,:,:], f8[:,:,:], i4[:,:], f8[:,:,:], f8[:,:,:], f8[:,:], f8[:,:],"
    " f8[:,:], f8[:,:], i8[:,:,:], i8[:,:], "
    + LAID
    + " -> f8[:,:,:], f8[:,:,:], i4[:,:,:], f8[:,:], f8[:,:], i4[:,:], f4[:,:], f8[:]"
)
def advance(
    begin, end, dt, substeps, command, body, model, design, grip, lines, profiles, strips,
    obstacles, parts, route, base, bounds, start, first_row, rows, tile_of, cells, stamps, wear,
    patches, state_out, car_out, hint_out, contact_out, work_out, pair_out,
    felt_out, wheels_out,
):  # fmt: skip
    """Advance the environments [begin, end) by ``substeps`` steps of dt [s]; by none, to put all on
    the ground.

    design (E, K, DESIGN): of the first K actors, where they are cars; grip: ``tyres.grip.table()``;
    parts (E, 4, 2): which rows of lines, profiles, strips and obstacles belong to an environment;
    obstacles (K, 5): x, y, yaw, half-length, half-width of fixed boxes; route (E, 2): rows of each
    route in ``lines``; base … patches: ``laid.Surfaces``; state_out (E, N, STATE), car_out
    (E, K, CAR) and hint_out (E, N, 3; see ``rest``) are read and written; contact_out (E, CONTACT):
    what the ego touched first in this call, how fast, and what that did to both, see ``columns``;
    work_out (WORK), pair_out (N · (N + most obstacles), 2), felt_out (2, FELT) and wheels_out
    (WHEELS): scratch.
    """
    for e in range(begin, end):
        state, at = state_out[e], parts[e]
        line, profile = lines[at[0, 0] : at[0, 1]], profiles[at[1, 0] : at[1, 1]]
        strip, obstacle = strips[at[2, 0] : at[2, 1]], obstacles[at[3, 0] : at[3, 1]]
        road = (line, profile, strip)
        table = lines[route[e, 0] : route[e, 1]]
        lay = laid(e, base, bounds, start, first_row, rows, tile_of, cells, stamps, wear, patches)
        strewn = has_charts(lay) and not bare(lay)
        contact_out[e, :] = 0.0
        contact_out[e, c.WHAT] = -1.0
        hit = False
        found = find_pairs(state, body[e], model[e], obstacle, substeps * dt, pair_out)
        free = found == 0
        for n in range(state.shape[0]):
            if free and model[e, n] == c.VEHICLE and state[n, c.STRUCK] == 0.0:
                drive_freely(state[n], body[e, n], command[e, n], dt, substeps)
        for step in range(substeps):
            for n in range(state.shape[0]):
                if model[e, n] == c.CAR:
                    place = rest(state[n], body[e, n], model[e, n], road, hint_out[e, n])
                    if step == 0 or strewn:
                        touch_ground(
                            *(state[n], car_out[e, n], design[e, n], grip),
                            *(place, NEARLY, dt, lay, felt_out[0]),
                        )
                    drive_car(
                        *(state[n], body[e, n], car_out[e, n], design[e, n], grip, command[e, n]),
                        *(work_out, dt, wheels_out),
                    )
                elif model[e, n] == c.BALL:
                    roll_on(state[n], body[e, n], command[e, n], road, hint_out[e, n], dt)
                else:
                    move(state[n], body[e, n], model[e, n], command[e, n], free, dt)
            if hit:  # whoever was hit may meet others sooner
                left = (substeps - step) * dt
                found = find_pairs(state, body[e], model[e], obstacle, left, pair_out)
            if found > 0:
                hit = collide(
                    *(state, body[e], model[e], design[e], obstacle),
                    *(pair_out, found, dt, (step + 1) * dt, contact_out[e], work_out),
                )
        come_to_rest(
            *(state, body[e], model[e], design[e], grip, road, table, lay, dt, substeps),
            *(car_out[e], hint_out[e], felt_out),
        )
