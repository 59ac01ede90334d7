"""One wheel in one step: its spin, the slip of its contact, and the force of the ground on it.

The slip of the contact lags behind that of the rim by a relaxation length, which shrinks as the
contact slides (Pacejka, *Tyre and Vehicle Dynamics*, 2nd ed. 2006, 7.2 and 8.6: the force's secant
over a constant stiffness of the carcass). Both equations are stiff: they are solved together and
implicitly in the wheel's speed and in the slip, with the force's secant by two rounds. At rest the
contact is a spring with damping (8.6.3), so that a braked car stands on a slope and does not creep.
"""

from __future__ import annotations

import math

import numpy as np

from ....kernel import device
from ..tyres.grip import loaded, secant

DAMPING = 2.5
"""Of tyre and suspension at rest, per load [s/m]: two thirds of the critical for 22 per slip over
0.6 m; a car rocks once when it stops."""
SLOW = 3.0
"""Below this speed [m/s] the damping enters, and sliding takes less and less of the friction: it is
the speed of sliding that does."""
LEAST_RELAXATION = 0.02
"""[m]"""


VX, VY, LOAD, FRICTION, SPIN, SLIP_X, SLIP_Y, DRIVE, BRAKE, NOMINAL, AT_PEAK, LEFT, STIFF = (
    np.uint64(4 * row) for row in range(13)
)
"""Rows of four wheels: velocity of the hub in the wheel's own axes [m/s]; load [N]; peak friction
beneath at the nominal load; spin [rad/s] and slips; driving torque and the most that brakes and
rolling resistance hold against the spin [N m]; nominal load [N]; of the table of grip: slip at the
peak, what is left when all slides, and stiffness."""
ALONG, ACROSS = VX, VY
"""Afterwards the forces of the ground, along each wheel and to its left [N]."""
WHEELS = 52


@device
def turn_wheels(radius, inertia, stiffness, relaxation, dt, wheels_out):
    """Advance four wheels by dt; wheels_out (WHEELS,) is read and written.

    radius [m], inertia [kg m²]; stiffness, relaxation: of the design. One loop over the wheels
    without branches takes hardly longer than one wheel.
    """
    for lane in range(np.uint64(4)):
        i = np.uint64(lane)
        vx, vy = wheels_out[i + VX], wheels_out[i + VY]
        load, nominal = wheels_out[i + LOAD], wheels_out[i + NOMINAL]
        spin, x, y = wheels_out[i + SPIN], wheels_out[i + SLIP_X], wheels_out[i + SLIP_Y]
        peak_slip, left = wheels_out[i + AT_PEAK], wheels_out[i + LEFT]
        weaker, softer = loaded(load / nominal)
        peak = wheels_out[i + FRICTION] * weaker
        steep = stiffness * softer * wheels_out[i + STIFF]
        speed = max(math.sqrt(vx * vx + vy * vy), abs(spin) * radius)
        slow = min(speed / SLOW, 1.0)
        sliding = 1.0 - (1.0 - left) * slow
        damping = DAMPING * (1.0 - slow)
        carcass = relaxation * load / (nominal * stiffness)
        force = secant(math.sqrt(x * x + y * y), peak, peak_slip, sliding, steep)
        most = peak_slip + speed  # at rest the carcass bends no further than grip bends it
        new_spin, new_x, new_y = spin, x, y
        for _ in range(2):
            length = max(carcass * force, LEAST_RELAXATION)
            whole = length + dt * speed
            give = load * (force * dt / whole + damping)
            rest = load * (force * (length * x - dt * vx) / whole - damping * vx)
            momentum = inertia * spin + dt * (wheels_out[i + DRIVE] - radius * rest)
            held = min(abs(momentum), dt * wheels_out[i + BRAKE])
            momentum -= held if momentum > 0.0 else -held
            new_spin = momentum / (inertia + dt * radius * radius * give)
            new_x = (length * x + dt * (new_spin * radius - vx)) / whole
            new_y = (length * y - dt * vy) / whole
            slip = math.sqrt(new_x * new_x + new_y * new_y)
            less = most / slip if slip > most else 1.0
            new_x, new_y, slip = new_x * less, new_y * less, min(slip, most)
            force = secant(slip, peak, peak_slip, sliding, steep)
        along = force * new_x + damping * (new_spin * radius - vx)
        across = force * new_y - damping * vy
        total = math.sqrt(along * along + across * across)
        less = peak / total if total > peak else 1.0
        wheels_out[i + SPIN], wheels_out[i + SLIP_X], wheels_out[i + SLIP_Y] = (
            new_spin,
            new_x,
            new_y,
        )
        wheels_out[i + ALONG], wheels_out[i + ACROSS] = load * along * less, load * across * less
