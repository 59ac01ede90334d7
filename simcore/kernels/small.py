"""Trigonometry of angles that are mostly small: polynomials and series that are exact to the last
bits where they are, libm's functions elsewhere. A step of vehicles would spend a third of its time
in these.
"""

from __future__ import annotations

import math

from ..kernel import device

_TAN = 0.02
_EIGHTH = 0.785


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
def cos_sin(angle):
    """Cosine and sine, to 3e-16: up to an eighth of a turn by the polynomials of fdlibm (Sun
    Microsystems, 1993, ``k_cos.c``, ``k_sin.c``)."""
    if abs(angle) > _EIGHTH:
        return math.cos(angle), math.sin(angle)
    z = angle * angle
    sin = 2.75573137070700676789e-6 + z * (
        -2.50507602534068634195e-8 + z * 1.58969099521155010221e-10
    )
    sin = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * sin)
    cos = -2.75573143513906633035e-7 + z * (
        2.08757232129817482790e-9 - z * 1.13596475577881948265e-11
    )
    cos = -1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 + z * cos)
    cos = 1.0 - (0.5 * z - z * z * (4.16666666666666019037e-2 + z * cos))
    return cos, angle + angle * z * (-1.66666666666666324348e-1 + z * sin)


@device
def cosine(angle):
    """cos, to 3e-16."""
    return cos_sin(angle)[0]


@device
def sine(angle):
    """sin, to 3e-16."""
    return cos_sin(angle)[1]


@device
def turned(cos, sin, angle):
    """Cosine and sine of a heading that has turned by ``angle`` [rad], to 1e-15."""
    c, s = cos_sin(angle)
    return cos * c - sin * s, sin * c + cos * s
