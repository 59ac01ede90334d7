"""One step of a car: two tracks in the plane, four wheels, load that shifts along and across.

The body has speed along, speed across and yaw rate about its centre of mass; it leans with a lag,
and the loads of the wheels follow (Milliken & Milliken, *Race Car Vehicle Dynamics*, 1995, ch. 18).
Each wheel has the grip of the ground beneath itself. The new forces change the speeds, and the mean
of the old and the new speeds the place.
"""

from __future__ import annotations

import math

import numpy as np

from ....kernel import device
from ....kernels.small import cos_sin, sine, turned
from .. import columns as c
from ..tyres.grip import PEAK_SLIP, SLIDING, STIFFNESS
from . import columns as k
from .assists import hold_brakes, hold_course, hold_traction
from .pedals import GRAVITY, compliance, loads, pressed, rolling_at, steered
from .wheel import (
    ACROSS,
    ALONG,
    AT_PEAK,
    BRAKE,
    DRIVE,
    FRICTION,
    LEFT,
    LOAD,
    NOMINAL,
    SLIP_X,
    SLIP_Y,
    SPIN,
    STIFF,
    VX,
    VY,
    turn_wheels,
)  # fmt: skip

LEAN = 0.08
"""How long the body takes to lean, as a first-order lag [s]: 2 Hz and well damped."""


@device
def push_wheels(state, memory, design, grip, drive, brake, vx, vy, r, dt, wheels_out):
    """The ground's forces on all wheels; returns their sums along the car, to its left, and about
    its centre of mass [N, N, N m]. wheels_out (WHEELS,): scratch."""
    tyre = int(design[k.TYRE])
    faces = facing(state, memory, 0), facing(state, memory, 1)
    for axle in range(2):
        x = design[k.FRONT] if axle == 0 else -design[k.REAR]
        cos, sin = faces[axle]
        for wheel in range(2 * axle, 2 * axle + 2):
            i = np.uint64(wheel)
            y = (0.5 - wheel % 2) * design[k.TRACK]
            hub_x, hub_y = vx - r * y, vy + r * x
            wheels_out[i + VX] = hub_x * cos + hub_y * sin
            wheels_out[i + VY] = hub_y * cos - hub_x * sin
            wheels_out[i + LOAD] = memory[k.LOAD + wheel]
            wheels_out[i + FRICTION] = memory[k.GRIP + wheel]
            wheels_out[i + SPIN] = memory[k.SPIN + wheel]
            wheels_out[i + SLIP_X] = memory[k.SLIP_X + wheel]
            wheels_out[i + SLIP_Y] = memory[k.SLIP_Y + wheel]
            wheels_out[i + DRIVE] = drive[wheel]
            rolling = rolling_at(memory, design, wheel) * design[k.RADIUS]
            wheels_out[i + BRAKE] = brake[wheel] + rolling
            nominal = design[k.NOMINAL_FRONT] if axle == 0 else design[k.NOMINAL_REAR]
            wheels_out[i + NOMINAL] = nominal
            row = grip[tyre, int(memory[k.COVER + wheel])]
            wheels_out[i + AT_PEAK], wheels_out[i + LEFT] = row[PEAK_SLIP], row[SLIDING]
            wheels_out[i + STIFF] = row[STIFFNESS]
    turn_wheels(
        *(design[k.RADIUS], design[k.WHEEL_INERTIA], design[k.STIFFNESS], design[k.RELAXATION]),
        *(dt, wheels_out),
    )
    along, across, moment = 0.0, 0.0, 0.0
    for axle in range(2):
        x = design[k.FRONT] if axle == 0 else -design[k.REAR]
        cos, sin = faces[axle]
        for wheel in range(2 * axle, 2 * axle + 2):
            i = np.uint64(wheel)
            y = (0.5 - wheel % 2) * design[k.TRACK]
            force_x, force_y = wheels_out[i + ALONG], wheels_out[i + ACROSS]
            memory[k.SPIN + wheel] = wheels_out[i + SPIN]
            memory[k.SLIP_X + wheel] = wheels_out[i + SLIP_X]
            memory[k.SLIP_Y + wheel] = wheels_out[i + SLIP_Y]
            memory[k.FORCE_X + wheel], memory[k.FORCE_Y + wheel] = force_x, force_y
            body_x, body_y = force_x * cos - force_y * sin, force_x * sin + force_y * cos
            along += body_x
            across += body_y
            moment += x * body_y - y * body_x
    return along, across, moment


@device
def facing(state, memory, axle):
    """Cosine and sine of where the wheels of an axle point, against the car."""
    angle = memory[k.SLIP_ANGLE + axle]
    if axle == 0:
        angle += state[c.STEER]
    return cos_sin(angle)


@device
def drive_car(state, body, memory, design, grip, command, work, dt, wheels_out):
    """Move a car's row by dt.

    memory (CAR,), design (DESIGN,): see ``car.columns``; the memory knows what the wheels touch
    (``touch``); grip: ``tyres.grip.table()``; work (3, 4): torques of engine and brakes, speeds of
    the hubs; wheels_out (WHEELS,): scratch.
    """
    rear = design[k.REAR]
    yaw, r = state[c.YAW], state[c.YAW_RATE]
    cos, sin = math.cos(yaw), math.sin(yaw)
    vx = state[c.VX] * cos + state[c.VY] * sin
    vy = state[c.VY] * cos - state[c.VX] * sin + rear * r
    state[c.INDICATOR] = command[c.SIGNAL]
    gear = -1.0 if command[c.GEAR] < 0.0 else 1.0
    slope_x = GRAVITY * sine(state[c.PITCH])
    slope_y = -GRAVITY * sine(state[c.ROLL])
    steered(state, body, memory, design, command[c.STEERING], dt)
    loads(state, memory, design)
    compliance(memory, design, dt)

    drive, brake = work[0], work[1]
    braking = pressed(
        body, memory, design, command[c.ACCELERATION], gear, vx, slope_x, drive, brake, dt
    )
    assist(state, memory, design, vx, vy, r, drive, brake, work[2], braking, dt)
    # Spin and slip are those at the step's end, and so must the hubs' speed be.
    ahead = vx + dt * state[c.ACCEL]
    along, across, moment = push_wheels(
        state, memory, design, grip, drive, brake, ahead, vy, r, dt, wheels_out
    )
    mass = design[k.MASS]
    drag = design[k.DRAG] * vx * abs(vx)
    accel_x = (along - drag) / mass + slope_x
    accel_y = across / mass + slope_y
    after_r = r + dt * moment / design[k.YAW_INERTIA]
    late = min(dt / LEAN, 1.0)
    memory[k.LEAN_X] += late * (along / mass - memory[k.LEAN_X])
    memory[k.LEAN_Y] += late * (across / mass - memory[k.LEAN_Y])
    move(state, cos, sin, vx, vy, accel_x, accel_y, after_r, rear, dt)
    state[c.ACCEL] = (state[c.SPEED] - vx) / dt
    state[c.PHASE] += 0.5 * (memory[k.SPIN + 2] + memory[k.SPIN + 3]) * dt


@device
def assist(state, memory, design, vx, vy, r, drive, brake, speeds, braking, dt):
    """Let the assists change the torques of engine and brakes."""
    steer = state[c.STEER]
    cos, sin = cos_sin(steer)
    for wheel in range(4):  # speeds of the hubs along the wheels
        along = vx - r * (0.5 - wheel % 2) * design[k.TRACK]
        speeds[wheel] = along
        if wheel < 2:
            speeds[wheel] = along * cos + (vy + r * design[k.FRONT]) * sin
    hold_course(memory, design, vx, r, steer, drive, brake)
    hold_traction(memory, design, speeds, drive, brake, dt)
    hold_brakes(memory, design, speeds, brake, braking or memory[k.STABILITY] > 0.0, dt)


@device
def move(state, cos, sin, vx, vy, accel_x, accel_y, after_r, rear, dt):
    """Move the row: cosine and sine of its yaw, speeds of the centre of mass along and across, what
    changes them, and the new yaw rate.

    The velocity changes in axes that turn with the car, half a step ahead: it keeps its size in a
    spin without forces. The way is that of the mean velocity, so that a stop is as long as it is.
    """
    mx, my = state[c.X] + rear * cos, state[c.Y] + rear * sin
    world_x, world_y = vx * cos - vy * sin, vx * sin + vy * cos
    mx, my = mx + 0.5 * dt * world_x, my + 0.5 * dt * world_y
    cos, sin = turned(cos, sin, 0.5 * after_r * dt)
    world_x += dt * (accel_x * cos - accel_y * sin)
    world_y += dt * (accel_x * sin + accel_y * cos)
    cos, sin = turned(cos, sin, 0.5 * after_r * dt)
    state[c.YAW] += after_r * dt
    state[c.YAW_RATE] = after_r
    state[c.X] = mx + 0.5 * dt * world_x - rear * cos
    state[c.Y] = my + 0.5 * dt * world_y - rear * sin
    state[c.VX] = world_x + rear * after_r * sin
    state[c.VY] = world_y - rear * after_r * cos
    state[c.SPEED] = world_x * cos + world_y * sin
