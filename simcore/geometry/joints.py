"""Poses (4, 4) on trees of joints: placed in their parents' axes, turned about their own."""

from __future__ import annotations

from math import cos, sin

from ..kernel import device


@device
def spin(T, axis, angle):
    """Turn T about its own axis (0 x, 1 y, 2 z) by an angle [rad]."""
    c, s = cos(angle), sin(angle)
    j, k = (axis + 1) % 3, (axis + 2) % 3
    for i in range(3):
        a, b = T[i, j], T[i, k]
        T[i, j], T[i, k] = c * a + s * b, c * b - s * a


@device
def put(parent, x, y, z, T):
    """T's position: a place in the parent's axes."""
    for i in range(3):
        T[i, 3] = parent[i, 0] * x + parent[i, 1] * y + parent[i, 2] * z + parent[i, 3]


@device
def attach(parent, x, y, z, T):
    """T: the parent's axes, moved to a place in them [m]."""
    put(parent, x, y, z, T)
    for i in range(3):
        for j in range(3):
            T[i, j] = parent[i, j]
