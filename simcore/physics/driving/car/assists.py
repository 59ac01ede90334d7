"""Anti-lock brakes, traction control and stability control, each of which a car may lack.

Brakes and traction: a wheel gets what the ground gives back, and so much besides that its slip
settles at the one to be held (Savaresi & Tanelli, *Active Braking Control Systems Design for
Vehicles*, 2010, ch. 3), which for brakes lies near the peak of most grounds; the rear axle follows
its wheel with less grip (Bosch, *Automotive Handbook*: select-low). Pressure is modulated without
the cycles of older valves, whose phases would be a matter of the time step. Stability: the yaw rate
follows a linear single-track model within what the lateral acceleration allows, by a brake on one
front or rear wheel (van Zanten, SAE 2000-01-1633).
"""

from __future__ import annotations

import math

from ....kernel import device
from . import columns as k
from .pedals import rolling_at

TARGET, MORE = 0.05, 0.13
"""Slip that anti-lock brakes hold, and how much more of it by the friction that a wheel uses: much
as Burckhardt's curves have their peaks, from .03 on ice to .17 on dry asphalt."""
BLUR = 0.1
"""Speed of sliding that they leave alone besides [m/s]."""
LEARNT = 0.015
"""Time in which they learn what the ground gives back [s]: pressure grows at a rate per second."""
STEADIED = 0.025
"""Time in which they bring a slip a factor e nearer to its target [s],"""
SLOWLY = 6.0
"""and above this speed [m/s]; below, as quickly by the speed of sliding."""
SPUN = 0.13
"""Slip that traction control holds."""
SMALL = 0.06
"""A slip below this leaves a wheel all the torque that its load could carry."""
SETTLE = 0.05
"""Time in which traction control brings a slip a factor e nearer to its target [s]."""
CUT, GIVE = 30.0, 10.0
"""Share of the engine's torque by which it cuts and gives back at most [1/s]."""
LEAST = 0.01
"""Share of the torque that is always let through."""
CRAWL = 1.5
"""Below this speed [m/s] wheels may lock and spin."""
CONTROLLED = 5.0
"""Above this speed [m/s] stability is controlled."""
UNDERSTEER = 0.0045
"""What the stability control expects [rad per m/s²]: 2.5 degrees per g."""
BAND = 0.05
"""Error of the yaw rate that it leaves alone [rad/s]."""
EAGER = 8.0
"""Yaw acceleration by error of the yaw rate [1/s]."""
MARGIN = 1.5
"""Lateral acceleration beyond the measured one that it may ask for [m/s²]."""


@device
def most_brake(memory, design, wheel, speed):
    """Torque [N m] that a braked wheel may get; speed: of its hub [m/s]."""
    radius, used = design[k.RADIUS], memory[k.USED + wheel]
    held = TARGET + MORE * max(used, 0.0) / max(memory[k.LOAD + wheel], 1.0) + BLUR / speed
    slip = 1.0 - abs(memory[k.SPIN + wheel]) * radius / speed
    quick = max(speed, SLOWLY)
    spare = design[k.WHEEL_INERTIA] * quick * (held - slip) / (radius * STEADIED)
    return max((used - rolling_at(memory, design, wheel)) * radius + spare, 0.0)


@device
def hold_brakes(memory, design, speeds, brake, braking, dt):
    """Anti-lock brakes: let only some of brake (4,), the torques, through; speeds (4,): of the hubs
    along the wheels [m/s]; braking: whether any brake is on."""
    memory[k.ABS] = 0.0
    late, low = min(dt / LEARNT, 1.0), 1.0
    for wheel in range(4):
        if design[k.HAS_ABS] == 0.0 or not braking:
            memory[k.USED + wheel] = 0.0
            continue
        back = -math.copysign(1.0, speeds[wheel]) * memory[k.FORCE_X + wheel]
        memory[k.USED + wheel] += late * (back - memory[k.USED + wheel])
        speed, share = abs(speeds[wheel]), 1.0
        if speed >= CRAWL:
            most = most_brake(memory, design, wheel, speed)
            share = max(min(most / max(brake[wheel], 1e-9), 1.0), LEAST)
        if share < 1.0:
            memory[k.ABS] = 1.0
        if wheel < 2:
            brake[wheel] *= share
        else:
            low = min(low, share)
    brake[2] *= low
    brake[3] *= low


@device
def hold_traction(memory, design, speeds, drive, brake_out, dt):
    """Traction control: scales drive (4,), the engine's torques, and brakes the wheel of a driven
    axle that spins more than the other, so that the differential passes its torque on."""
    memory[k.TRACTION] = 0.0
    if design[k.HAS_TRACTION] == 0.0:
        return
    wish = -1.0
    for axle in range(2):
        first = 2 * axle
        size, forward = abs(drive[first]), math.copysign(1.0, drive[first])
        if size == 0.0:
            continue
        slips = (
            spinning(memory, design, speeds, first, forward),
            spinning(memory, design, speeds, first + 1, forward),
        )
        for side in range(2):
            wheel, slip, other = first + side, slips[side], slips[1 - side]
            wish = max(wish, allowed(memory, design, wheel, slip, forward) / size)
            less = slip - max(other - SPUN, 0.0)
            held = memory[k.THROTTLE] * size - allowed(memory, design, wheel, less, forward)
            if held > 0.0 and slip > other:
                brake_out[wheel] += min(held, size)
                memory[k.TRACTION] = 1.0
    share = memory[k.THROTTLE]
    share += min(max(wish - share, -CUT * dt), GIVE * dt)
    share = min(max(share, LEAST), 1.0) if wish >= 0.0 else 1.0
    memory[k.THROTTLE] = share
    if share < 1.0:
        memory[k.TRACTION] = 1.0
    for wheel in range(4):
        drive[wheel] *= share


@device
def allowed(memory, design, wheel, slip, forward):
    """Torque [N m] that a driven wheel may get: what the ground gives back and rolling takes, and
    what brings its slip to the target; much more as long as that is small. forward: 1 or -1."""
    radius = design[k.RADIUS]
    speed = max(abs(memory[k.SPIN + wheel]) * radius, CRAWL)
    spare = design[k.WHEEL_INERTIA] * speed * (SPUN - slip) / (radius * SETTLE)
    spare += max(1.0 - slip / SMALL, 0.0) * memory[k.LOAD + wheel] * radius
    back = forward * memory[k.FORCE_X + wheel] + rolling_at(memory, design, wheel)
    return back * radius + spare


@device
def spinning(memory, design, speeds, wheel, forward):
    """By how much of its own speed the rim of a driven wheel is ahead of its hub."""
    rim = memory[k.SPIN + wheel] * design[k.RADIUS]
    return forward * (rim - speeds[wheel]) / max(abs(rim), CRAWL)


@device
def hold_course(memory, design, vx, yaw_rate, steer, drive, brake_out):
    """Stability control: brakes one wheel, lets go another, and takes torque from the engine, when
    the car turns more or less than it is steered."""
    memory[k.STABILITY] = 0.0
    if design[k.HAS_STABILITY] == 0.0 or vx < CONTROLLED or design[k.TRACK] == 0.0:
        return
    length = design[k.FRONT] + design[k.REAR]
    wanted = vx * steer / (length + UNDERSTEER * vx * vx)
    most = (abs(memory[k.LEAN_Y]) + MARGIN) / vx
    wanted = min(max(wanted, -most), most)
    error = yaw_rate - wanted
    if abs(error) < BAND:
        return
    memory[k.STABILITY] = 1.0
    beyond = abs(error) - BAND
    moment = design[k.YAW_INERTIA] * EAGER * beyond
    side = 1 if error > 0.0 else 0  # brakes on the right turn the car to the right
    over = error * yaw_rate > 0.0 and abs(yaw_rate) > abs(wanted)
    wheel = side if over else 2 + side
    held = 2.0 * moment / design[k.TRACK] * design[k.RADIUS]
    brake_out[wheel] += min(held, 1.2 * memory[k.LOAD + wheel] * design[k.RADIUS])
    less = 1.0 / (1.0 + 10.0 * beyond)
    brake_out[1 - side] *= less
    brake_out[3 - side] *= less
    for each in range(4):
        drive[each] *= less
