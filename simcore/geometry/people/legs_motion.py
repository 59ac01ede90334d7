"""Legs at an instant: planted feet stay where they are, free feet follow the gait's series.

While a foot is on the ground its place is exact, heel, sole or ball; while it swings it follows
the series, led smoothly from where it left the ground to where it lands. Two-link inverse
kinematics then bends hip and knee.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import NamedTuple

from ...kernel import device
from ...kernels.approx import smoothstep
from .pelvis_path import ride
from .stride import free_leg, lowest, planted, tiptoe

_STEP = 0.01
_AWAY, _HOME = 0.40, 0.45
"""Shares of the swing in which a foot joins the series' path, and leaves it again."""
_BRAKE = 0.15
"""Share of the swing in which its speed becomes that of the series, and likewise at the end."""


class Swing(NamedTuple):
    """Where the planted foot and the series differ as it lifts off and as it lands, and how fast
    that changes over a swing: forward, up [m], pitch [rad]; the pitch at lift-off."""

    x_off: float
    x_off_rate: float
    z_off: float
    z_off_rate: float
    pitch_off: float
    pitch_off_rate: float
    x_on: float
    x_on_rate: float
    z_on: float
    z_on_rate: float
    pitch_on: float
    pitch_on_rate: float
    toes: float


@device
def _gap(leg, gait, course, t):
    x, z, pitch = free_leg(leg, gait, t)
    foot, height, level = planted(leg, gait, course.centre, t)
    return foot - x, height - z - ride(course, t), level - pitch


@device
def swing_of(leg, gait, course):
    """The ``Swing`` of a gait; the same for both legs."""
    x0, z0, p0 = _gap(leg, gait, course, gait.duty)
    x1, z1, p1 = _gap(leg, gait, course, gait.duty - _STEP)
    x2, z2, p2 = _gap(leg, gait, course, 0.0)
    x3, z3, p3 = _gap(leg, gait, course, _STEP)
    rate = (1.0 - gait.duty) / _STEP
    _, _, pitch = planted(leg, gait, course.centre, gait.duty)
    off = ((x0 - x1) * rate, (z0 - z1) * rate, (p0 - p1) * rate)
    on = ((x3 - x2) * rate, (z3 - z2) * rate, (p3 - p2) * rate)
    return Swing(
        x0,
        off[0],
        z0,
        off[1],
        p0,
        off[2],
        x2,
        on[0],
        z2,
        on[1],
        p2,
        on[2],
        max(-pitch, 0.0) - tiptoe(pitch),
    )


@device
def _lead(u, off, off_rate, on, on_rate):
    """A difference at lift-off that fades, and one that grows until landing; smooth."""
    total = 0.0
    if u < _AWAY:
        w = u / _AWAY
        total += (1.0 + w * w * (2.0 * w - 3.0)) * off
    if u < _BRAKE:
        w = u / _BRAKE
        total += w * (1.0 - w) * (1.0 - w) * off_rate * _BRAKE
    if u > 1.0 - _HOME:
        w = (u - 1.0 + _HOME) / _HOME
        total += w * w * (3.0 - 2.0 * w) * on
    if u > 1.0 - _BRAKE:
        w = (u - 1.0 + _BRAKE) / _BRAKE
        total += w * w * (w - 1.0) * on_rate * _BRAKE
    return total


@device
def foot_at(leg, gait, course, swing, t):
    """A foot at share ``t`` of its cycle.

    The ankle from the body's origin (forward, height) [m], pitch and bend of the toes, both
    upwards [rad].
    """
    if t <= gait.duty:
        x, z, pitch = planted(leg, gait, course.centre, t)
        return x, z, pitch, max(-pitch, 0.0) - tiptoe(pitch)
    u = (t - gait.duty) / (1.0 - gait.duty)
    x, z, pitch = free_leg(leg, gait, t)
    x += _lead(u, swing.x_off, swing.x_off_rate, swing.x_on, swing.x_on_rate)
    z += ride(course, t) + _lead(u, swing.z_off, swing.z_off_rate, swing.z_on, swing.z_on_rate)
    pitch += _lead(u, swing.pitch_off, swing.pitch_off_rate, swing.pitch_on, swing.pitch_on_rate)
    bend = swing.toes * (1.0 - smoothstep(0.0, 0.35, u))
    want = 0.018 * leg.hip_height * min(gait.walk_swing, 1.0) * sin(pi * u)
    short = want - (z + lowest(leg, pitch, bend))
    fade = smoothstep(0.0, 0.12, u) * smoothstep(0.0, 0.12, 1.0 - u)
    width = 0.004 * leg.hip_height * fade
    z += 0.5 * (short + sqrt(short * short + width * width)) * smoothstep(0.0, 0.05, fade)
    return x, z, pitch, bend


@device
def bent(leg, dx, dy, dz, toe_out):
    """Two-link inverse kinematics from hip to ankle, the knee forward.

    dx, dy, dz: the ankle from the hip [m]; toe_out: yaw of the knee's plane [rad]. Returns the
    frames' axes: forward of thigh (3), of shank (3), both bones downwards (3, 3), the hinge to the
    left (3).
    """
    most = 0.9997 * (leg.thigh + leg.shank)
    reach = sqrt(dx * dx + dy * dy + dz * dz)
    length = min(max(reach, 0.4 * most), most)
    ux, uy, uz = dx / reach, dy / reach, dz / reach
    fx, fy = cos(toe_out), sin(toe_out)
    along = fx * ux + fy * uy
    kx, ky, kz = fx - along * ux, fy - along * uy, -along * uz
    norm = sqrt(kx * kx + ky * ky + kz * kz)
    kx, ky, kz = kx / norm, ky / norm, kz / norm
    c1 = (leg.thigh**2 + length**2 - leg.shank**2) / (2.0 * leg.thigh * length)
    c2 = (leg.shank**2 + length**2 - leg.thigh**2) / (2.0 * leg.shank * length)
    c1, c2 = min(c1, 1.0), min(c2, 1.0)
    s1, s2 = sqrt(1.0 - c1 * c1), sqrt(1.0 - c2 * c2)
    # hinge = (-u) × k points left
    hx, hy, hz = uz * ky - uy * kz, ux * kz - uz * kx, uy * kx - ux * ky
    thigh = (c1 * ux + s1 * kx, c1 * uy + s1 * ky, c1 * uz + s1 * kz)
    ahead = (c1 * kx - s1 * ux, c1 * ky - s1 * uy, c1 * kz - s1 * uz)
    shank = (c2 * ux - s2 * kx, c2 * uy - s2 * ky, c2 * uz - s2 * kz)
    front = (c2 * kx + s2 * ux, c2 * ky + s2 * uy, c2 * kz + s2 * uz)
    return thigh, ahead, shank, front, (hx, hy, hz)
