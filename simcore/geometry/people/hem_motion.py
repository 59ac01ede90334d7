"""Panels of coats and skirts that hang from the waist and are pushed out by thighs and knees.

Front and back are stiff shells whose side walls slide past each other; each turns about the waist
just so far that the leg stays inside (the recipe book's rule: a garment contains what it covers).
"""

from __future__ import annotations

from math import atan2, sqrt

from ...kernel import device
from .posture import BACK_HEM, CHEST, FRONT_HEM, PELVIS, SHANK, THIGH


@device
def _push(x, z, top, low, length):
    """The turn [rad] that brings a panel's surface out to a point x forward, z below its hinge."""
    reach = sqrt(x * x + z * z)
    depth = top + (low - top) * min(reach / length, 1.0)
    rest = atan2(depth, sqrt(max(reach * reach - depth * depth, 1e-4)))
    return atan2(x, max(z, 1e-3)) - rest


@device
def _smooth_max(a, b):
    """The larger of two angles, rounded over about a degree."""
    d = a - b
    return 0.5 * (a + b + sqrt(d * d + 4e-4))


@device
def hang(poses, leg, hem):
    """Write the poses of both panels for the legs in ``poses``."""
    pelvis, chest = poses[PELVIS], poses[CHEST]
    front, back = poses[FRONT_HEM], poses[BACK_HEM]
    # The panels' own axes: those of the pelvis, drawn along a little by the chest.
    fx = pelvis[0, 0] + hem.slack * (chest[0, 0] - pelvis[0, 0])
    fy = pelvis[1, 0] + hem.slack * (chest[1, 0] - pelvis[1, 0])
    norm = sqrt(fx * fx + fy * fy)
    fx, fy = fx / norm, fy / norm
    hinge = (
        pelvis[0, 3] + hem.top * pelvis[0, 2],
        pelvis[1, 3] + hem.top * pelvis[1, 2],
        pelvis[2, 3] + hem.top * pelvis[2, 2],
    )
    left_ahead, left_behind = _leg_push(poses, leg, hem, hinge, fx, fy, 0)
    right_ahead, right_behind = _leg_push(poses, leg, hem, hinge, fx, fy, 1)
    _swing(front, hinge, fx, fy, _smooth_max(left_ahead, right_ahead))
    _swing(back, hinge, fx, fy, -_smooth_max(left_behind, right_behind))


@device
def _leg_push(poses, leg, hem, hinge, fx, fy, k):
    """How far a leg pushes the front panel forward and the back one back [rad]."""
    thigh, shank = poses[THIGH + k], poses[SHANK + k]
    ahead, behind = 0.0, 0.0
    for place in range(4):
        # Places along the leg down to where the hem hangs.
        down = (0.35, 0.6, 0.8, 1.0)[place] * (hem.length - hem.top)
        share = min(down / leg.thigh, 1.0)
        radius = hem.thigh_radius + share * (hem.knee_radius - hem.thigh_radius)
        part = thigh
        if down > leg.thigh:
            part, down = shank, down - leg.thigh
        dx = part[0, 3] - down * part[0, 2] - hinge[0]
        dy = part[1, 3] - down * part[1, 2] - hinge[1]
        z = hinge[2] - part[2, 3] + down * part[2, 2]
        x = fx * dx + fy * dy
        lift = radius * part[2, 0] * (part[0, 0] * fx + part[1, 0] * fy)
        width = radius * sqrt(max(1.0 - part[2, 0] * part[2, 0], 0.05))
        push = _push(x + width, z - lift, hem.front_top, hem.front_low, hem.length)
        ahead = _smooth_max(ahead, push)
        push = _push(width - x, z + lift, hem.back_top, hem.back_low, hem.length)
        behind = _smooth_max(behind, push)
    return ahead, behind


@device
def _swing(T, hinge, fx, fy, turn):
    """Write a panel's pose: forward (fx, fy), its hem turned forward by ``turn`` [rad]."""
    s = turn / sqrt(1.0 + turn * turn)  # near sin for small turns, and never past a right angle
    c = sqrt(1.0 - s * s)
    T[0, 0], T[0, 1], T[0, 2] = fx * c, -fy, -fx * s
    T[1, 0], T[1, 1], T[1, 2] = fy * c, fx, -fy * s
    T[2, 0], T[2, 1], T[2, 2] = s, 0.0, c
    T[0, 3], T[1, 3], T[2, 3] = hinge[0], hinge[1], hinge[2]
