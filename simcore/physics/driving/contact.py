"""Collisions in the plane: the impulse that two bodies give each other, and what it does to them.

Planar impact mechanics (Brach & Brach, *Vehicle Accident Analysis and Reconstruction Methods*, SAE
2005, ch. 6): at the contact point a normal and a tangential impulse change the velocities and yaw
rates of both about their centres of mass, with restitution along the normal and Coulomb friction
across it. First the impulse that ends the approach is found: the one that sticks, or, outside of
the cone of friction, the one that slides. Restitution then scales it by 1 + e, as Poisson has it.
Energy is a parabola along that impulse whose lowest point lies at a scale of 1 or beyond, so that
no restitution from 0 to 1 and no friction can create any.

Vehicles spring back less the harder they meet: restitution falls from 0.3 to 0.1 at 50 km/h, the
range and the trend of Monson & Germane (SAE 1999-01-0097). People and animals do not spring back;
loose things have a restitution of their own.

Kinematic vehicles, people and animals that are hit hard are ``STRUCK`` from then on and move by
``struck``; what touches them gently changes their speed alone. People do not push each other: their
behaviours let them pass. Bodies that overlap are moved apart, which leaves their velocities alone.

Those that meet within a step are taken back to where they were when they met, pushed there, and
moved on for the rest of the step, in which they may meet again.
"""

from __future__ import annotations

import math

from ...kernel import device
from . import columns as c
from .shapes import between
from .struck import mass_of
from .touching import earlier, touch

RESTITUTION = 0.3
"""Of vehicles that barely close in."""
RESTITUTION_FAST = 0.1
FAST = 50.0 / 3.6
"""Closing speed [m/s] from which it is that."""
FRICTION = 0.5
"""Between sheet metal, clothes and walls: 0.3 to 0.6 in Brach & Brach's examples."""
NUDGE = 0.5
"""A vehicle whose velocity a contact changes by less than this [m/s] is driven on."""
KNOCK = 1.5
"""Who is on foot keeps standing where the other comes at less than this [m/s]: walking speed."""
APART = 10.0
"""How fast bodies that overlap are moved apart: by this share of the overlap a second, [1/s]"""
APART_MOST = 1.0
"""and by no more than this [m/s]."""
SLACK = 0.005
"""Overlap that is left alone [m]."""
HARDEST = 12.0
"""Most acceleration of anything that drives or walks [m/s²]."""
QUICKEST = 40.0
"""Most speed that a thing is given at once [m/s]."""
ROUNDS = 4
"""How often two bodies can meet within a step."""


@device
def rolls(body, model):
    """Whether a row is a loose thing that rolls: it touches as a disc and without friction."""
    return model == c.BALL and body[c.ROLLING] < c.LOOSE


@device
def shape_of(state, body, model):
    """A row's shape: a box; capsules for people and animals, discs for what rolls."""
    yaw = state[c.YAW]
    cos, sin = math.cos(yaw), math.sin(yaw)
    x = state[c.X] + body[c.CENTRE_X] * cos - body[c.CENTRE_Y] * sin
    y = state[c.Y] + body[c.CENTRE_X] * sin + body[c.CENTRE_Y] * cos
    length, width = 0.5 * body[c.LENGTH], 0.5 * body[c.WIDTH]
    if model == c.WALKER or rolls(body, model):
        radius = min(length, width)
        return x, y, yaw, length - radius, width - radius, radius
    return x, y, yaw, length, width, 0.0


@device
def reach_of(body):
    """Radius of the circle about a row's origin in which all of it lies [m]."""
    length = abs(body[c.CENTRE_X]) + 0.5 * body[c.LENGTH]
    width = abs(body[c.CENTRE_Y]) + 0.5 * body[c.WIDTH]
    return math.sqrt(length * length + width * width)


@device
def moves(state):
    """Whether a row moves at all."""
    return state[c.VX] != 0.0 or state[c.VY] != 0.0 or state[c.YAW_RATE] != 0.0


@device
def find_pairs(state, body, model, obstacle, seconds, pair_out):
    """Pairs (row, later row or N + obstacle) that might touch within ``seconds``; their number."""
    count, found = state.shape[0], 0
    for a in range(count):
        if body[a, c.LENGTH] == 0.0 or model[a] == c.RIGID:
            continue
        reach_a, way_a = reach_of(body[a]), way_of(state[a], body[a], model[a], seconds)
        for b in range(a + 1, count):
            dx, dy = state[b, c.X] - state[a, c.X], state[b, c.Y] - state[a, c.Y]
            dvx, dvy = state[b, c.VX] - state[a, c.VX], state[b, c.VY] - state[a, c.VY]
            way = seconds * math.sqrt(dvx * dvx + dvy * dvy) + way_a
            far = reach_a + reach_of(body[b]) + way + QUICKEST * seconds
            if dx * dx + dy * dy > far * far or body[b, c.LENGTH] == 0.0:
                continue
            if model[b] == c.RIGID or (model[a] == c.WALKER and model[b] == c.WALKER):
                continue
            way += way_of(state[b], body[b], model[b], seconds)
            mine = shape_of(state[a], body[a], model[a])
            other = shape_of(state[b], body[b], model[b])
            if between(mine, other) < mine[5] + other[5] + way:
                pair_out[found, 0], pair_out[found, 1] = a, b
                found += 1
        for o in range(obstacle.shape[0]):
            dx, dy = obstacle[o, 0] - state[a, c.X], obstacle[o, 1] - state[a, c.Y]
            way = seconds * math.sqrt(state[a, c.VX] ** 2 + state[a, c.VY] ** 2) + way_a
            far = reach_a + obstacle[o, 3] + obstacle[o, 4] + way
            if dx * dx + dy * dy < far * far:
                pair_out[found, 0], pair_out[found, 1] = a, count + o
                found += 1
    return found


@device
def way_of(state, body, model, seconds):
    """How far any point of a row may come from where its velocity would take it [m]."""
    faster = HARDEST * seconds + abs(state[c.YAW_RATE]) * reach_of(body)
    if model == c.BALL:
        faster += QUICKEST
    elif model != c.WALKER:
        faster += HARDEST * seconds  # by turning in
    return faster * seconds


@device
def collide(
    state, body, model, design, obstacle, pair, found, dt, when, contact_out, work,
):  # fmt: skip
    """Let all pairs that touch push each other; returns whether any did.

    state (N, STATE) is changed; pair (found, 2): see ``find_pairs``; when: seconds since the call's
    begin; contact_out (CONTACT,): see ``columns``; work (8, 4): scratch.
    """
    count, any_hit = state.shape[0], False
    for number in range(found):
        a, b = pair[number, 0], pair[number, 1]
        if a > 0 and not moves(state[a]) and (b >= count or not moves(state[b])):
            continue
        if b < count and not within_reach(state[a], body[a], state[b], body[b]):
            continue
        left = dt
        for _ in range(ROUNDS):
            hit, left = meet(
                state, body, model, design, obstacle, a, b, dt, left, when, contact_out, work
            )
            any_hit |= hit
            if left == 0.0:
                break
    return any_hit


@device
def within_reach(state_a, body_a, state_b, body_b):
    """Whether two rows are near enough, and at such heights, that they might touch."""
    dx, dy = state_b[c.X] - state_a[c.X], state_b[c.Y] - state_a[c.Y]
    far = reach_of(body_a) + reach_of(body_b)
    if dx * dx + dy * dy >= far * far:
        return False
    over = state_b[c.Z] > state_a[c.Z] + body_a[c.HEIGHT]
    return not (over or state_a[c.Z] > state_b[c.Z] + body_b[c.HEIGHT])


@device
def meet(state, body, model, design, obstacle, a, b, dt, left, when, contact_out, work):
    """Let row a and row b (or obstacle b - N) push each other where they touch.

    left: how long ago they last went another way, the step at most [s]. Returns whether they
    pushed, and how long ago, 0 where not in that time.
    """
    fixed = b >= state.shape[0]
    if fixed:
        o = b - state.shape[0]
        x, y, yaw = obstacle[o, 0], obstacle[o, 1], obstacle[o, 2]
        other = (x, y, yaw, obstacle[o, 3], obstacle[o, 4], 0.0)
        theirs = (x, y, 0.0, 0.0, 0.0, 0.0, 0.0)
    else:
        other = shape_of(state[b], body[b], model[b])
        theirs = twist_of(state[b], body[b], model[b], design, b)
    mine = twist_of(state[a], body[a], model[a], design, a)
    shape = shape_of(state[a], body[a], model[a])
    depth, nx, ny, px, py, wx, wy, late = touch(shape, other, mine, theirs, left, work)
    if depth <= 0.0:
        return False, 0.0
    closing = -(wx * nx + wy * ny)
    if a == 0 and contact_out[c.WHAT] < 0.0:
        contact_out[c.WHAT], contact_out[c.WHEN] = b, when - late
        contact_out[c.CLOSING] = math.sqrt(wx * wx + wy * wy)
        contact_out[c.IMPACT] = max(closing, 0.0)
        contact_out[c.RELATIVE_X], contact_out[c.RELATIVE_Y] = -wx, -wy
    if closing > 0.0:
        if late > 0.0:
            depth = 0.0
            mine, theirs = earlier(mine, late), earlier(theirs, late)
        spring, friction = pairing(body, model, a, -1 if fixed else b, closing)
        x, y = impulse(mine, theirs, nx, ny, px, py, wx, wy, spring, friction)
        towards_a, towards_b = -(theirs[2] * nx + theirs[3] * ny), mine[2] * nx + mine[3] * ny
        change(state[a], body[a], model[a], mine, -x, -y, px, py, towards_a, late)
        if not fixed:
            change(state[b], body[b], model[b], theirs, x, y, px, py, towards_b, late)
        if a == 0:
            contact_out[c.DELTA_X] -= x * mine[5]
            contact_out[c.DELTA_Y] -= y * mine[5]
        if a == 0 and contact_out[c.WHAT] == b:
            contact_out[c.OTHER_X] += x * theirs[5]
            contact_out[c.OTHER_Y] += y * theirs[5]
    # What overlaps is moved apart, by whom it is easier; nothing that stands on its brakes is.
    step = min(max(depth - SLACK, 0.0) * APART, APART_MOST) * dt
    free_a = 0.0 if held(state[a], model[a]) else mine[5]
    free_b = 0.0 if fixed or held(state[b], model[b]) else theirs[5]
    share = free_a / max(free_a + free_b, 1e-12)
    if free_a > 0.0:
        state[a, c.X] -= share * step * nx
        state[a, c.Y] -= share * step * ny
    if free_b > 0.0:
        state[b, c.X] += (1.0 - share) * step * nx
        state[b, c.Y] += (1.0 - share) * step * ny
    return closing > 0.0, late if closing > 0.0 else 0.0


@device
def pairing(body, model, a, b, closing):
    """Restitution and friction of row a with row b (-1: an obstacle) that close in [m/s]."""
    friction = 0.0 if rolls(body[a], model[a]) else FRICTION
    spring = RESTITUTION + (RESTITUTION_FAST - RESTITUTION) * min(closing / FAST, 1.0)
    if model[a] == c.WALKER or (b >= 0 and model[b] == c.WALKER):
        spring = 0.0
    own = 0.0
    if model[a] == c.BALL:
        own = body[a, c.RESTITUTION]
    if b >= 0 and model[b] == c.BALL:
        own = max(own, body[b, c.RESTITUTION])
        if rolls(body[b], model[b]):
            friction = 0.0
    if model[a] == c.BALL or (b >= 0 and model[b] == c.BALL):
        spring = own
    return spring, friction


@device
def held(state, model):
    """Whether a row is a vehicle that stands on its brakes."""
    return model == c.VEHICLE and state[c.STRUCK] == 0.0 and state[c.SPEED] == 0.0


@device
def twist_of(state, body, model, design, row):
    """Centre of mass of a row [m], its velocity [m/s], yaw rate [rad/s], and what one over mass and
    yaw inertia is; 0 for what cannot be moved."""
    ahead, mass, inertia = mass_of(body, model, design, row)
    cos, sin, r = math.cos(state[c.YAW]), math.sin(state[c.YAW]), state[c.YAW_RATE]
    if model == c.BALL and rolls(body, model):
        r = 0.0
    x, y = state[c.X] + ahead * cos, state[c.Y] + ahead * sin
    vx, vy = state[c.VX] - r * ahead * sin, state[c.VY] + r * ahead * cos
    if mass == 0.0:
        return x, y, vx, vy, r, 0.0, 0.0
    return x, y, vx, vy, r, 1.0 / mass, 1.0 / inertia


@device
def impulse(a, b, nx, ny, px, py, wx, wy, spring, friction):
    """The impulse on b, whose opposite acts on a [N s], in world axes.

    a, b: ``twist_of`` both; (nx, ny): unit normal from a to b; (wx, wy): velocity of b against a at
    the place (px, py), closing in; spring: restitution; friction: of Coulomb.
    """
    tx, ty = -ny, nx
    an = (px - a[0]) * ny - (py - a[1]) * nx
    at = (px - a[0]) * ty - (py - a[1]) * tx
    bn = (px - b[0]) * ny - (py - b[1]) * nx
    bt = (px - b[0]) * ty - (py - b[1]) * tx
    mass = a[5] + b[5]
    normal = mass + a[6] * an * an + b[6] * bn * bn
    across = mass + a[6] * at * at + b[6] * bt * bt
    both = a[6] * an * at + b[6] * bn * bt
    closing, slipping = -(wx * nx + wy * ny), wx * tx + wy * ty
    if normal <= 0.0:
        return 0.0, 0.0
    whole = normal * across - both * both
    hit = (across * closing + both * slipping) / whole
    drag = -(both * closing + normal * slipping) / whole
    if hit <= 0.0 or abs(drag) > friction * hit:
        # It slides: one way or the other, so that friction still opposes it when they part.
        hit, drag = closing / normal, 0.0
        for number in range(2):
            way = friction if number == 0 else -friction
            under = normal + way * both
            if under <= 0.0:
                continue
            push = closing / under
            if (slipping + (both + way * across) * push) * way < 0.0:
                hit, drag = push, way * push
                break
    hit, drag = (1.0 + spring) * hit, (1.0 + spring) * drag
    return hit * nx + drag * tx, hit * ny + drag * ty


@device
def change(state, body, model, twist, x, y, px, py, towards, late):
    """Give a row an impulse (x, y) [N s] at a place; twist: as it was when they met; towards: speed
    of the other one along the normal, towards the row, where that is positive [m/s]; late: how long
    ago they met [s], since when it has gone another way."""
    if twist[5] == 0.0:
        return
    dvx, dvy = x * twist[5], y * twist[5]
    dr = twist[6] * ((px - twist[0]) * y - (py - twist[1]) * x)
    if model == c.WALKER and state[c.STRUCK] == 0.0:
        if towards < KNOCK:
            state[c.VX] += dvx
            state[c.VY] += dvy
            return
        state[c.STRUCK] = 1.0
    cos, sin = math.cos(state[c.YAW]), math.sin(state[c.YAW])
    if model == c.VEHICLE and state[c.STRUCK] == 0.0:
        size = math.sqrt(dvx * dvx + dvy * dvy) + abs(dr) * 0.5 * body[c.LENGTH]
        if size < NUDGE:
            if state[c.SPEED] != 0.0:
                state[c.SPEED] += dvx * cos + dvy * sin
                state[c.VX], state[c.VY] = state[c.SPEED] * cos, state[c.SPEED] * sin
            return
        state[c.STRUCK] = 1.0
    vx, vy, r = twist[2] + dvx, twist[3] + dvy, twist[4] + dr
    mx, my = twist[0] + twist[2] * late, twist[1] + twist[3] * late
    lever = (mx - state[c.X]) * cos + (my - state[c.Y]) * sin
    state[c.YAW] += dr * late
    cos, sin = math.cos(state[c.YAW]), math.sin(state[c.YAW])
    state[c.X] = mx + dvx * late - lever * cos
    state[c.Y] = my + dvy * late - lever * sin
    state[c.VX], state[c.VY] = vx + r * lever * sin, vy - r * lever * cos
    state[c.YAW_RATE] = r
    wheeled = model == c.VEHICLE or model == c.CAR
    state[c.SPEED] = vx * cos + vy * sin if wheeled else math.sqrt(vx * vx + vy * vy)
