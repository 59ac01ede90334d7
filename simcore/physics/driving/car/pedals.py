"""What the driver asks of a car, as torques at its wheels and an angle of its front wheels."""

from __future__ import annotations

from ....kernel import device
from ....kernels.small import cosine
from .. import columns as c
from . import columns as k

GRAVITY = 9.80665
BRAKE_JERK = 60.0
"""How fast brakes follow the pedal [m/s³]: 9 m/s² in 0.15 s."""
ENGINE_JERK = 15.0
"""How fast an engine follows it [m/s³]."""
HELD = 0.2
"""Slower than this [m/s] a car whose driver does not want it to move is held [m/s]."""
HOLDING = 5.0
"""Deceleration for which it is held [m/s²]."""
CLIMBING = 1.3
"""Most force of the engine, as a share of that of full throttle on level ground; it is used where
resistance or slope ask for more."""
FIRM = 0.1
"""Depth of loose snow [m] at which rolling resistance has risen tenfold (2 to 10 times in snow; the
depth is ours)."""
SLUSH, PACKED_SNOW = 4, 6


@device
def steered(state, body, memory, design, wanted, dt):
    """Turn the front wheels towards ``wanted`` [rad], late and at a limited rate."""
    late = wanted
    if design[k.STEER_DELAY] > 0.0:
        slot = design[k.STEER_DELAY] / k.SLOTS
        memory[k.WAIT] += dt / slot
        head = int(memory[k.HEAD])
        while memory[k.WAIT] >= 1.0:
            memory[k.WAIT] -= 1.0
            memory[k.DELAYED + head] = wanted
            head = (head + 1) % k.SLOTS
        memory[k.HEAD] = head
        late = memory[k.DELAYED + head]
    late = min(max(late, -body[c.MAX_STEER]), body[c.MAX_STEER])
    reach = body[c.STEER_RATE] * dt
    state[c.STEER] += min(max(late - state[c.STEER], -reach), reach)


@device
def rolling_share(cover, loose):
    """Rolling resistance on a cover, with snow [m] that is still to be packed, as a share of that
    on the road: twice on packed snow, up to ten times in loose snow."""
    share = 2.0 if SLUSH <= cover <= PACKED_SNOW else 1.0
    return min(max(share, 1.0 + 9.0 * loose / FIRM), 10.0)


@device
def rolling_at(memory, design, wheel):
    """Rolling resistance of a wheel [N]."""
    return design[k.ROLLING] * memory[k.LOAD + wheel] * memory[k.SNOW + wheel]


@device
def pressed(body, memory, design, asked, gear, vx, slope, drive_out, brake_out, dt):
    """Torques of engine and brakes at the wheels (4,) [N m] for the acceleration asked for [m/s²].

    gear: 1 forward, -1 reverse, in which ``asked`` counts; vx: speed [m/s]; slope: what gravity
    gives along the car [m/s²]. The driver's foot makes up for drag, rolling resistance and slope,
    so that the acceleration is the one asked for where engine, brakes and grip can give it.
    Returns whether the brakes are on.
    """
    before = memory[k.PEDAL]
    rise = BRAKE_JERK if before < 0.0 else ENGINE_JERK
    memory[k.PEDAL] = min(max(asked, before - BRAKE_JERK * dt), before + rise * dt)
    accel, forward = 0.5 * (before + memory[k.PEDAL]), gear * vx  # of this step on the mean
    accel = min(max(accel, -body[c.MAX_BRAKE]), body[c.MAX_ACCEL])
    radius = design[k.RADIUS]
    mass = design[k.MASS] + 4.0 * design[k.WHEEL_INERTIA] / (radius * radius)
    resistance = design[k.DRAG] * forward * abs(forward) - design[k.MASS] * gear * slope
    if forward > 0.0:
        for wheel in range(4):
            resistance += rolling_at(memory, design, wheel)
    force = mass * accel + resistance
    held = asked <= 0.0 and forward < HELD
    if held:
        force = -mass * max(HOLDING, -accel)
    most = min(CLIMBING * mass * body[c.MAX_ACCEL], design[k.POWER] / max(abs(vx), 0.5))
    engine = gear * min(max(force, 0.0), most) * radius
    brakes = min(max(-force, 0.0), mass * body[c.MAX_BRAKE]) * radius
    for wheel in range(4):
        front = wheel < 2
        share = design[k.DRIVE_FRONT] if front else 1.0 - design[k.DRIVE_FRONT]
        drive_out[wheel] = 0.5 * engine * share
        share = design[k.BRAKE_FRONT] if front else 1.0 - design[k.BRAKE_FRONT]
        brake_out[wheel] = 0.5 * brakes * share
    return brakes > 0.0


@device
def loads(state, memory, design):
    """Loads on the wheels [N] for the acceleration that the body has leant by. A wheel that lifts
    leaves its load to the other of its axle, an axle to the other axle."""
    normal = GRAVITY * cosine(state[c.PITCH]) * cosine(state[c.ROLL])
    mass, length = design[k.MASS], design[k.FRONT] + design[k.REAR]
    weight = mass * normal
    shift = mass * design[k.HEIGHT] * memory[k.LEAN_X] / length
    front = min(max(weight * design[k.REAR] / length - shift, 0.0), weight)
    for axle in range(2):
        load = front if axle == 0 else weight - front
        share = design[k.ROLL_FRONT] if axle == 0 else 1.0 - design[k.ROLL_FRONT]
        over = 0.0
        if design[k.TRACK] > 0.0:
            over = mass * design[k.HEIGHT] * memory[k.LEAN_Y] * share / design[k.TRACK]
            over = min(max(over, -0.5 * load), 0.5 * load)
        memory[k.LOAD + 2 * axle] = 0.5 * load - over
        memory[k.LOAD + 2 * axle + 1] = 0.5 * load + over


@device
def compliance(memory, design, dt):
    """Toe of the axles by their compliance [rad], behind the forces by a twentieth of a second."""
    late = min(dt / 0.05, 1.0)
    for axle in range(2):
        force = memory[k.FORCE_Y + 2 * axle] + memory[k.FORCE_Y + 2 * axle + 1]
        load = memory[k.LOAD + 2 * axle] + memory[k.LOAD + 2 * axle + 1]
        give = design[k.COMPLIANCE_FRONT] if axle == 0 else design[k.COMPLIANCE_REAR]
        toe = -give * force / max(load, 1.0)
        memory[k.SLIP_ANGLE + axle] += late * (toe - memory[k.SLIP_ANGLE + axle])
