"""Trigonometry of angles that are mostly small: series that are exact to the last bits where they
are, libm's functions elsewhere. A step of a vehicle would else be made of little but these."""

from __future__ import annotations

import math

from ..kernel import device

_TAN = 0.02
_TURN = 0.01


@device
def tangent(angle):
    """tan, to 1e-15 of itself."""
    if abs(angle) > _TAN:
        return math.tan(angle)
    q = angle * angle
    return angle * (
        1.0 + q * (0.3333333333333333 + q * (0.13333333333333333 + q * 0.05396825396825397))
    )


@device
def arctangent(slope):
    """atan, to 1e-15 of itself."""
    if abs(slope) > _TAN:
        return math.atan(slope)
    q = slope * slope
    return slope * (
        1.0
        - q * (0.3333333333333333 - q * (0.2 - q * (0.14285714285714285 - q * 0.1111111111111111)))
    )


@device
def turned(cos, sin, angle):
    """Cosine and sine of a heading that has turned by ``angle`` [rad], to 1e-15."""
    if abs(angle) > _TURN:
        c, s = math.cos(angle), math.sin(angle)
    else:
        q = angle * angle
        c = 1.0 - q * (0.5 - q * (0.041666666666666664 - q * 0.001388888888888889))
        s = angle * (1.0 - q * (0.16666666666666666 - q * 0.008333333333333333))
    return cos * c - sin * s, sin * c + cos * s
