"""One wheel in one step: its spin, the slip of its contact, and the force of the ground on it.

The slip of the contact lags behind that of the rim by a relaxation length, which shrinks as the
contact slides (Pacejka, *Tyre and Vehicle Dynamics*, 2nd ed. 2006, 7.2 and 8.6: the force's secant
over a constant stiffness of the carcass). Both equations are stiff: they are solved together and
implicitly in the wheel's speed and in the slip, with the force's secant by two rounds. At rest the
contact is a spring with damping (8.6.3), so that a braked car stands on a slope and does not creep.
"""

from __future__ import annotations

import math

from ....kernel import device
from ..tyres.grip import PEAK_SLIP, SLIDING, loaded, secant
from ..tyres.grip import STIFFNESS as SHARE
from . import columns as k

DAMPING = 2.5
"""Of tyre and suspension at rest, per load [s/m]: two thirds of the critical for 22 per slip over
0.6 m; a car rocks once when it stops."""
SLOW = 3.0
"""Below this speed [m/s] the damping enters, and sliding takes less and less of the friction: it is
the speed of sliding that does."""
LEAST_RELAXATION = 0.02
"""[m]"""


@device
def turn_wheel(memory, design, wheel, vx, vy, load, friction, row, drive, brake, dt):
    """Advance a wheel by dt; returns the ground's force along it and to its left [N].

    vx, vy: of its hub, in its own axes [m/s]; friction: peak beneath at the nominal load; row (5,):
    of the table of grip; drive: torque [N m]; brake: the most that brakes and rolling resistance
    hold against the spin [N m].
    """
    radius, inertia = design[k.RADIUS], design[k.WHEEL_INERTIA]
    nominal = design[k.NOMINAL_FRONT] if wheel < 2 else design[k.NOMINAL_REAR]
    spin, x, y = memory[k.SPIN + wheel], memory[k.SLIP_X + wheel], memory[k.SLIP_Y + wheel]
    weaker, softer = loaded(load / nominal)
    peak = friction * weaker
    stiffness = design[k.STIFFNESS] * softer * row[SHARE]
    speed = max(math.sqrt(vx * vx + vy * vy), abs(spin) * radius)
    slow = min(speed / SLOW, 1.0)
    sliding = 1.0 - (1.0 - row[SLIDING]) * slow
    damping = DAMPING * (1.0 - slow)
    carcass = design[k.RELAXATION] * load / (nominal * design[k.STIFFNESS])
    force = secant(math.sqrt(x * x + y * y), peak, row[PEAK_SLIP], sliding, stiffness)
    new_spin, new_x, new_y = spin, x, y
    for _ in range(2):
        length = max(carcass * force, LEAST_RELAXATION)
        whole = length + dt * speed
        give = load * (force * dt / whole + damping)
        rest = load * (force * (length * x - dt * vx) / whole - damping * vx)
        momentum = inertia * spin + dt * (drive - radius * rest)
        held = min(abs(momentum), dt * brake)
        momentum -= math.copysign(held, momentum)
        new_spin = momentum / (inertia + dt * radius * radius * give)
        new_x = (length * x + dt * (new_spin * radius - vx)) / whole
        new_y = (length * y - dt * vy) / whole
        slip = math.sqrt(new_x * new_x + new_y * new_y)
        most = row[PEAK_SLIP] + speed  # at rest the carcass bends no further than grip bends it
        if slip > most:
            new_x, new_y, slip = new_x * most / slip, new_y * most / slip, most
        force = secant(slip, peak, row[PEAK_SLIP], sliding, stiffness)
    memory[k.SPIN + wheel], memory[k.SLIP_X + wheel] = new_spin, new_x
    memory[k.SLIP_Y + wheel] = new_y
    along = force * new_x + damping * (new_spin * radius - vx)
    across = force * new_y - damping * vy
    total = math.sqrt(along * along + across * across)
    if total > peak:
        along, across = along * peak / total, across * peak / total
    return load * along, load * across
