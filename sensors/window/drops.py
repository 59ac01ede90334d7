"""Drops on a pane: they grow together, slide when gravity or air outdo what holds them, and dry.

A drop is a spherical cap on a circle of radius a: V = π a³ (2 - 3 cos θ + cos³ θ) / (3 sin³ θ) for
a contact angle θ. It clings by 2 a γ (cos θr - cos θa) at most (Furmidge, J. Colloid Sci. 17, 309,
1962); beyond, it slides at a speed that viscosity limits, takes up what it meets, and leaves
droplets behind (Podgorski, Flesselles and Limat, Phys. Rev. Lett. 87, 036102, 2001).

Lengths in mm and volumes in mm³, so that a mm³ is a milligram of water.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import exp, log
from ...simcore.kernels.rng import pcg3d, unit

X, Y, VOLUME, RADIUS, GRIP = range(5)
"""Columns of a drop: place to the right and down the pane [mm]; [mm³]; of its circle [mm]; how well
it clings, 1 in the mean, for glass is clean here and greasy there."""
COLUMNS = 5

MOST = 2048
"""Drops on a pane; what lands on a full one joins the nearest."""

LANDED, LEFT, DRIED = range(3)
"""Entries of a tally [mm³]: what has come, slid off the pane, evaporated."""

TENSION = 0.0728
"""Of water at 20 °C [N/m] (IAPWS R1-76)."""
DRAG = 0.4
"""Coefficient of drag of a drop's section in the air along the pane, for drops of 13 µl on acrylic
to move from about 10 m/s on (Milne and Amirfazli, Langmuir 25, 14155, 2009)."""
VISCOUS = 300.0
"""Viscous force on a sliding drop by viscosity, radius and speed, for drops of 2 mm to slide at
centimetres to a decimetre per second, as they are seen to."""
FASTEST = np.float32(250.0)
"""[mm/s]"""
_PER_FORCE = np.float32(1e9 / VISCOUS)
TRAIL = np.float32(0.28)
"""Radius of the droplets that a drop leaves behind, by its own."""
SLOWEST = np.float32(0.05)
"""Below this a drop rests [mm/s]."""
SPACING = np.float32(1.8)
"""Between them in the mean, by its radius."""
MEANDERS = np.float32(0.35)
"""Tangent of the most by which a drop strays from where it is pushed, from radius to radius."""
LEAST = np.float32(1e-4)
"""Smaller drops have dried [mm³]."""


class Forces(NamedTuple):
    """What acts on drops. seconds: of a step; weight: along the pane by volume [N/mm³]; hold: what
    they cling by, by radius [N/mm]; push_x, push_y: of the air by radius² [N/mm²]; cap: volume by
    radius³; dries: of their surface [mm/s]; half_x, half_y: of the pane [mm]."""

    seconds: np.float32
    weight: np.float32
    hold: np.float32
    push_x: np.float32
    push_y: np.float32
    cap: np.float32
    dries: np.float32
    half_x: np.float32
    half_y: np.float32


def cap_volume(contact_angle: float) -> float:
    """Volume of a drop by the cube of its circle's radius."""
    c, s = np.cos(contact_angle), np.sin(contact_angle)
    return float(np.pi * (2.0 - 3.0 * c + c**3) / (3.0 * s**3))


def cap_section(contact_angle: float) -> float:
    """Area that a drop stands in the wind with, by the square of its circle's radius."""
    s, c = np.sin(contact_angle), np.cos(contact_angle)
    return float((contact_angle - s * c) / s**2)


@device(narrow=True, inline=True)
def radius_of(volume, cap):
    """Radius of the circle of a drop [mm]."""
    return exp(log(max(volume, 1e-9) / cap) * 0.33333334)


@kernel("f4[:,:], i8, forces -> f4[:,:], f4[:] : i8", narrow=True, forces=Forces)
def step(landing, count, forces, drops_out, tally_out):
    """Let drops land, slide and dry for ``forces.seconds``; returns how many there are.

    landing (K, 5), of which x, y, volume and grip are read; count: of the first rows of drops_out
    (MOST, 5) that are drops; tally_out (3,). A row without volume has been taken up.
    """
    for k in range(landing.shape[0]):
        tally_out[LANDED] += landing[k, VOLUME]
        if count == drops_out.shape[0]:
            _taken_up(landing, k, count, forces.cap, drops_out)
            continue
        for c in range(COLUMNS):
            drops_out[count, c] = landing[k, c]
        drops_out[count, RADIUS] = radius_of(landing[k, VOLUME], forces.cap)
        count += 1
        _join(count - 1, count, forces.cap, drops_out)
    for k in range(count):
        if drops_out[k, VOLUME] > 0.0:
            count = _moved(k, count, forces, drops_out)
    kept = 0
    for k in range(count):
        if _stays(k, forces, drops_out, tally_out):
            for c in range(COLUMNS):
                drops_out[kept, c] = drops_out[k, c]
            kept += 1
    return kept


@device(narrow=True)
def _stays(k, forces, drops, tally_out):
    """Dry drop k for a step; whether it is still there, and on the pane."""
    volume, a = drops[k, VOLUME], drops[k, RADIUS]
    if volume <= 0.0:
        return False
    if _outside(k, forces, drops):
        tally_out[LEFT] += volume
        return False
    lost = min(forces.dries * forces.seconds * 3.1415927 * a * a, volume)
    lost = volume if volume - lost < LEAST else lost
    tally_out[DRIED] += lost
    drops[k, VOLUME] = volume - lost
    drops[k, RADIUS] = radius_of(volume - lost, forces.cap)
    return lost < volume


@device(narrow=True, inline=True)
def _outside(k, forces, drops):
    return (abs(drops[k, X]) > forces.half_x) | (abs(drops[k, Y]) > forces.half_y)


@device(narrow=True)
def _taken_up(landing, k, count, cap, drops):
    """Add what lands to the nearest drop."""
    nearest, least = 0, np.float32(1e30)
    for n in range(count):
        dx, dy = drops[n, X] - landing[k, X], drops[n, Y] - landing[k, Y]
        away = dx * dx + dy * dy
        if (away < least) & (drops[n, VOLUME] > 0.0):
            nearest, least = n, away
    drops[nearest, VOLUME] += landing[k, VOLUME]
    drops[nearest, RADIUS] = radius_of(drops[nearest, VOLUME], cap)


@device(narrow=True)
def _join(k, count, cap, drops):
    """Let drop k take up all that it touches, at their common centre."""
    again = True
    while again:
        again = False
        for n in range(count):
            if (n == k) | (drops[n, VOLUME] <= 0.0):
                continue
            reach = drops[k, RADIUS] + drops[n, RADIUS]
            dx, dy = drops[n, X] - drops[k, X], drops[n, Y] - drops[k, Y]
            if dx * dx + dy * dy >= reach * reach:
                continue
            part = drops[n, VOLUME] / (drops[k, VOLUME] + drops[n, VOLUME])
            drops[k, X] += dx * part
            drops[k, Y] += dy * part
            drops[k, GRIP] += (drops[n, GRIP] - drops[k, GRIP]) * part
            _take_up(k, n, cap, drops)
            again = True


@device(narrow=True, inline=True)
def _take_up(k, n, cap, drops):
    drops[k, VOLUME] += drops[n, VOLUME]
    drops[k, RADIUS] = radius_of(drops[k, VOLUME], cap)
    drops[n, VOLUME] = drops[n, RADIUS] = 0.0


@device(narrow=True)
def _moved(k, count, forces, drops):
    """Slide drop k by a step, in strides of its radius; returns how many rows there are."""
    left, since = forces.seconds, np.float32(0.0)
    while left > 0.0:
        a = drops[k, RADIUS]
        fx = forces.push_x * a * a
        fy = forces.push_y * a * a + forces.weight * drops[k, VOLUME]
        force = np.sqrt(fx * fx + fy * fy)
        excess = force - forces.hold * a * drops[k, GRIP]
        speed = min(excess * _PER_FORCE / a, FASTEST)
        if speed < SLOWEST:
            break
        time = min(left, a / speed)
        left -= time
        since += speed * time
        x, y = fx / force, fy / force
        one, two = _chances(drops[k, X], drops[k, Y])
        aside = MEANDERS * (2.0 * one - 1.0)  # to where the glass is wetter
        drops[k, X] += speed * time * (x - aside * y)
        drops[k, Y] += speed * time * (y + aside * x)
        if _outside(k, forces, drops):
            break
        if (since > SPACING * a * (0.5 + two)) & (count < drops.shape[0]):
            since = np.float32(0.0)
            _leave(k, count, x, y, one - 0.5, forces.cap, drops)
            count += 1
        _sweep(k, count, x, y, forces.cap, drops)
    return count


@device(narrow=True, inline=True)
def _chances(x, y):
    """Two numbers in [0, 1) of a place [mm]."""
    a, b, _ = pcg3d(np.uint32(np.int32(x * 1e3)), np.uint32(np.int32(y * 1e3)), np.uint32(7))
    return unit(a), unit(b)


@device(narrow=True)
def _leave(k, row, x, y, aside, cap, drops):
    """Leave a droplet, in a row, behind drop k, which goes in the direction (x, y); aside: by
    drop k's radius."""
    a = drops[k, RADIUS]
    small = TRAIL * a
    volume = cap * small * small * small
    behind = a + 1.6 * small
    drops[row, X] = drops[k, X] - behind * x - aside * a * y
    drops[row, Y] = drops[k, Y] - behind * y + aside * a * x
    drops[row, VOLUME] = volume
    drops[row, RADIUS] = small
    drops[row, GRIP] = 1.6
    drops[k, VOLUME] -= volume
    drops[k, RADIUS] = radius_of(drops[k, VOLUME], cap)


@device(narrow=True)
def _sweep(k, count, x, y, cap, drops):
    """Let drop k, which goes in the direction (x, y), take up what it touches ahead and beside."""
    for n in range(count):
        if (n == k) | (drops[n, VOLUME] <= 0.0):
            continue
        reach = drops[k, RADIUS] + drops[n, RADIUS]
        dx, dy = drops[n, X] - drops[k, X], drops[n, Y] - drops[k, Y]
        if (dx * dx + dy * dy < reach * reach) & (dx * x + dy * y > -0.5 * drops[k, RADIUS]):
            _take_up(k, n, cap, drops)
