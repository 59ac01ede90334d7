"""How water between tyre and road takes grip away, by speed, depth of the film and tread.

Horne & Dreher, NASA TN D-2056, 1963: on deep water a tyre floats at 10.35 mph per root of its
pressure in psi. Gallaway et al., FHWA-RD-79-30, 1979: on shallow films by depth, tread and texture.
"""

from __future__ import annotations

import math

import numpy as np

from ....kernel import device
from ....kernels.approx import exp, log

MPH = 0.44704
PSI = 6894.757
INCH = 0.0254
TEXTURE = 0.8e-3
"""Mean depth of the texture of asphalt [m], unless the ground says otherwise (0.5 to 1.2 mm)."""
SPIN_DOWN = 10.0
"""Loss of wheel speed at which Gallaway's tyres counted as floating [%]."""
FLOATING = 0.03
"""Friction of a tyre that floats: the drag of the water; weak."""
FLAT = 1.0
"""Speed [m/s] at which a tyre without air floats."""
SPEED_TERM = 0.03
"""Burckhardt's c4 [s/m]: how friction falls with sliding speed."""
GROOVES = 0.3
"""Share of the contact that is grooves: .25 to .35 of car tyres (void ratio; Gent & Walter, *The
Pneumatic Tire*, 2006, NHTSA)."""
MEASURED_AT = 15.7
"""Speed [m/s] at which the table of grip holds on wet ground: stops from 80 km/h, rms over the
way."""


@device
def horne(pressure):
    """Speed [m/s] at which a tyre of a pressure [Pa] floats on deep water."""
    return 10.35 * MPH * math.sqrt(pressure / PSI)


@device
def room_for_water(tread, texture):
    """Depth of water [m] that the grooves of a tread and the texture of the ground hold."""
    return GROOVES * tread + texture


@device
def lift(pressure, tread, texture):
    """What of a tyre and of the ground decides when it floats, once for many films: Horne's speed
    [m/s], Gallaway's apart from the water [m/s], his texture's term, and the room for water [m]."""
    groove = tread / INCH * 32.0 + 1.0
    scale = MPH * SPIN_DOWN**0.04 * (pressure / PSI) ** 0.3 * groove**0.06
    return horne(pressure), scale, (texture / INCH) ** 0.14, room_for_water(tread, texture)


@device(narrow=True, inline=True)
def standing(film, room, drying):
    """A film [m] as tyres meet it: the film, Gallaway's term of its depth, the share of the room
    for water [m] that it fills, and what it leaves of the difference between dry and wet ground,
    which it takes away by ``drying`` [1/m]. Loops over this vectorise."""
    depth = exp(np.float32(0.06) * log(max(film, np.float32(1e-5)) * np.float32(1.0 / INCH)))
    return film, depth, np.float32(1.0) - exp(-film / room), exp(-film * drying)


@device
def gallaway(scale, rough, depth):
    """Speed [m/s] at which a tyre floats; scale, rough: of ``lift``; depth: of ``standing``."""
    return scale * max(10.409 / depth + 3.507, (28.952 / depth - 7.817) * rough)


@device
def floating(speed, water, tyre):
    """Share of the load that water carries, in [0, 1]; water: ``standing``; tyre: ``lift``.

    Lift grows with the square of speed, up to the speed of floating; what texture and grooves have
    room for lifts little.
    """
    film, depth, filled, _ = water
    if film <= 0.0:
        return 0.0
    limit = max(min(tyre[0], gallaway(tyre[1], tyre[2], depth)), FLAT)
    return filled * min((speed / limit) ** 2, 1.0)


@device
def wet_friction(friction, peak_slip, speed, water, tyre):
    """Peak friction on wet ground, from that of the table; water, tyre: see ``floating``."""
    share = floating(speed, water, tyre)
    slid = math.exp(-SPEED_TERM * peak_slip * (speed - MEASURED_AT))
    return slid * (friction * (1.0 - share) + FLOATING * share)
