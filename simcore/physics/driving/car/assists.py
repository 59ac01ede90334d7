"""Anti-lock brakes, traction control and stability control, each of which a car may lack.

Brakes: the torque at a wheel grows and falls by a factor of its own, steered towards a slip that
lies near the peak of most grounds (Kiencke & Nielsen, *Automotive Control Systems*, 2005, ch. 8;
Bosch, *Automotive Handbook*: select-low at the rear axle). Traction: a wheel gets what the ground
gives back, and so much besides that its slip settles at the one to be held (Savaresi & Tanelli,
*Active Braking Control Systems Design for Vehicles*, 2010, ch. 3). Stability: the yaw rate follows
a linear single-track model within what the lateral acceleration allows, by a brake on one front or
rear wheel (van Zanten, SAE 2000-01-1633).
"""

from __future__ import annotations

import math

from ....kernel import device
from . import columns as k

GRAVITY = 9.80665
TARGET, MORE = 0.05, 0.10
"""Slip that anti-lock brakes hold, and how much more of it by the friction that a wheel uses: much
as Burckhardt's curves have their peaks, from .03 on ice to .17 on dry asphalt."""
BLUR = 0.1
"""Speed of sliding that they leave alone besides [m/s]."""
RESPONSE = 0.04
"""Time in which pressure changes by a factor e when slip is off by its own size [s]."""
RELEASE, BUILD = 3.0, 1.0
"""Most of that when pressure falls and when it grows."""
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
def target(memory, wheel, speed):
    """The slip at which a wheel's brake is held; speed: of its hub [m/s]."""
    used = abs(memory[k.FORCE_X + wheel]) / max(memory[k.LOAD + wheel], 1.0)
    return TARGET + MORE * used + BLUR / speed


@device
def factor(slip, held, dt):
    """By what the torque at a wheel changes, from the size of its slip and that to be held."""
    wish = (held - slip) / held
    return math.exp(min(max(wish, -RELEASE), BUILD) * dt / RESPONSE)


@device
def hold_brakes(memory, design, speeds, brake, braking, dt):
    """Anti-lock brakes: let only some of brake (4,), the torques, through; speeds (4,): of the hubs
    along the wheels [m/s]; braking: whether any brake is on."""
    active = 0.0
    for wheel in range(4):
        speed = abs(speeds[wheel])
        share = memory[k.PRESSURE + wheel]
        if design[k.HAS_ABS] == 0.0 or not braking or speed < CRAWL:
            memory[k.PRESSURE + wheel] = 1.0
            continue
        slip = 1.0 - abs(memory[k.SPIN + wheel]) * design[k.RADIUS] / speed
        share = min(max(share * factor(slip, target(memory, wheel, speed), dt), LEAST), 1.0)
        memory[k.PRESSURE + wheel] = share
        if share < 1.0:
            active = 1.0
    low = min(memory[k.PRESSURE + 2], memory[k.PRESSURE + 3])
    memory[k.PRESSURE + 2] = memory[k.PRESSURE + 3] = low
    memory[k.ABS] = active
    for wheel in range(4):
        brake[wheel] *= memory[k.PRESSURE + wheel]


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
    """Torque [N m] that a driven wheel may get: what the ground gives back, and what brings its
    slip to the target; much more as long as that is small. forward: 1 or -1."""
    radius = design[k.RADIUS]
    speed = max(abs(memory[k.SPIN + wheel]) * radius, CRAWL)
    spare = design[k.WHEEL_INERTIA] * speed * (SPUN - slip) / (radius * SETTLE)
    spare += max(1.0 - slip / SMALL, 0.0) * memory[k.LOAD + wheel] * radius
    return forward * memory[k.FORCE_X + wheel] * radius + spare


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
