"""Anti-lock brakes, traction control and stability control, each of which a car may lack.

Slip control by pressure: the torque at a wheel grows and falls by a factor of its own, steered
towards a slip that lies near the peak of most grounds (Kiencke & Nielsen, *Automotive Control
Systems*, 2005, ch. 8; Bosch, *Automotive Handbook*: select-low at the rear axle). Stability: the
yaw rate follows a linear single-track model within what the lateral acceleration allows, by a brake
on one front or rear wheel (van Zanten, SAE 2000-01-1633).
"""

from __future__ import annotations

import math

from ....kernel import device
from . import columns as k

GRAVITY = 9.80665
TARGET = 0.13
"""Slip that anti-lock brakes and traction control hold: the peak lies between .03 and .3."""
RESPONSE = 0.04
"""Time in which pressure changes by a factor e when slip is off by its own size [s]."""
RELEASE, BUILD = 3.0, 1.0
"""Most of that when pressure falls and when it grows."""
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
def factor(slip, dt):
    """By what the torque at a wheel changes, from the size of its slip."""
    wish = (TARGET - slip) / TARGET
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
        share = min(max(share * factor(slip, dt), LEAST), 1.0)
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
    best = math.inf
    for axle in range(2):
        first = 2 * axle
        if drive[first] == 0.0:
            continue
        slips = (
            spinning(memory, design, speeds, first, drive[first]),
            spinning(memory, design, speeds, first + 1, drive[first]),
        )
        best = min(best, min(slips[0], slips[1]))
        for side in range(2):
            excess = slips[side] - max(slips[1 - side], TARGET)
            if excess > 0.0:
                held = min(2.0 * excess / TARGET, 1.0) * abs(drive[first])
                brake_out[first + side] += held
                memory[k.TRACTION] = 1.0
    if best == math.inf:
        memory[k.THROTTLE] = 1.0
        return
    share = min(max(memory[k.THROTTLE] * factor(best, dt), LEAST), 1.0)
    memory[k.THROTTLE] = share
    if share < 1.0:
        memory[k.TRACTION] = 1.0
    for wheel in range(4):
        drive[wheel] *= share


@device
def spinning(memory, design, speeds, wheel, torque):
    """By how much of its own speed the rim of a driven wheel is ahead of its hub."""
    rim = math.copysign(1.0, torque) * memory[k.SPIN + wheel] * design[k.RADIUS]
    hub = math.copysign(1.0, torque) * speeds[wheel]
    return (rim - hub) / max(abs(rim), CRAWL)


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
