"""Stopping at traffic lights, for kernels.

At amber a driver stops where that takes no harder braking than is asked of drivers, and goes on
where it would (Gazis, Herman & Maradudin, "The problem of the amber signal light in traffic flow",
Operations Research 8, 1960); the German rules reckon with 1 s to react and 3.5 m/s² at 50 km/h
(RiLSA 2015), from which follow their 3 s of amber. Braking is constant, and begins when it has to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import device
from ...simcore.physics.driving import columns as c
from ...simcore.signals import AMBER, GREEN, RED_AMBER, phase
from ..layout import Layout

REACTION = 1.0
"""Time before a driver acts on a change of lights [s]."""
ASKED = 3.5
"""Braking that amber asks for at most [m/s²]."""
HARDEST = 7.0
"""Braking with which a driver still tries to stop at red [m/s²]."""
SHORT = 0.7
"""How far from the line a driver means to stand [m]."""
STILL = 0.5
"""So slow [m/s], and so near [m] to where it means to stand, a vehicle is held."""

MOST = 4
"""So many stop lines of a junction are known to a driver."""
STOP = 10
"""Columns of a stop: x, y, heading, half the lane's width, and its group's row of ``Signals``."""
LIGHTS = 1 + MOST * STOP
"""Length of the parameters that ``lights_of`` gives."""
DECIDED = 4
"""Column of the memory of vehicles with a behaviour: what their driver has decided."""
UNDECIDED, STOPS, GOES = 0.0, 1.0, 2.0
"""What a driver has decided at this light, in its memory."""


def lights_of(layout: Layout) -> Sequence[float]:
    """(LIGHTS,) parameters: how many stop lines there are, and each."""
    row = [float(min(len(layout.stops), MOST))]
    for stop in layout.stops[:MOST]:
        assert layout.signals is not None
        row += [stop.x, stop.y, stop.heading, 0.5 * stop.width, *layout.signals.row(stop.group)]
    return (*row, *[0.0] * (LIGHTS - len(row)))


def none() -> Sequence[float]:
    """The parameters of a driver who looks at no light."""
    return (0.0,) * LIGHTS


@device
def next_stop(state, body, lights):
    """The stop line ahead of a vehicle's row: its number, -1 for none, and how far its front is
    from it [m]."""
    best, number = math.inf, -1
    front = 0.5 * body[c.LENGTH] + body[c.CENTRE_X]
    for k in range(int(lights[0])):
        stop = lights[1 + k * STOP : 1 + (k + 1) * STOP]
        cos, sin = math.cos(stop[2]), math.sin(stop[2])
        dx, dy = stop[0] - state[c.X], stop[1] - state[c.Y]
        along, aside = dx * cos + dy * sin, -dx * sin + dy * cos
        turned = math.cos(state[c.YAW] - stop[2])
        distance = along - front
        if turned > 0.8 and abs(aside) < stop[3] and 0.0 < distance < best:
            best, number = distance, k
    return number, best


@device
def heed(state, body, lights, time, comfort, decided):
    """The most that a vehicle's row may accelerate because of a light [m/s²], and what its driver
    has now decided. lights: of ``lights_of``; comfort: usual braking [m/s²]; decided: before."""
    number, distance = next_stop(state, body, lights)
    if number < 0:
        return math.inf, UNDECIDED
    first = 1 + number * STOP + 4
    shown, since = phase(
        lights[first], lights[first + 1], lights[first + 2], lights[first + 3],
        lights[first + 4], lights[first + 5], time,
    )  # fmt: skip
    if shown == GREEN:
        return math.inf, UNDECIDED
    if shown == AMBER and since < REACTION:
        return math.inf, decided
    speed = state[c.SPEED]
    left = max(distance - SHORT, 0.05)
    needed = 0.5 * speed * speed / left
    if decided == UNDECIDED:
        reachable = 0.5 * speed * speed / max(distance, 0.05)
        most = ASKED if shown == AMBER else HARDEST
        decided = STOPS if reachable <= most else GOES
    if decided == GOES:
        return math.inf, decided
    if speed < STILL and left < STILL:
        return -comfort, decided
    if shown == RED_AMBER and speed < STILL:
        return 0.0, decided
    begun = state[c.ACCEL] < -0.3 * comfort and needed > 0.4 * comfort
    return (-needed if needed >= comfort or begun else math.inf), decided
