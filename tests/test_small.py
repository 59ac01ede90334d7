"""Trigonometry of small angles is libm's to the last bits, on both sides of the series' ends."""

import math

import numpy as np
import pytest
from whiteout.simcore.kernels.small import arctangent, cos_sin, cosine, sine, tangent, turned

ANGLES = np.concatenate([np.linspace(-0.03, 0.03, 601), [1e-12, 0.5, -1.2, 2.9]])


def test_cosine_and_sine():
    angles = np.random.default_rng(1).uniform(-1.0, 1.0, 20_000)
    for angle in [*angles, 0.0, 1e-300, -1e-9, 0.785, -0.785, 3.0, 1e5]:
        cos, sin = cos_sin(angle)
        assert abs(cos - math.cos(angle)) < 3e-16 and abs(sin - math.sin(angle)) < 3e-16, angle
        assert (cosine(angle), sine(angle)) == (cos, sin)


@pytest.mark.parametrize(("ours", "libm"), [(tangent, math.tan), (arctangent, math.atan)])
def test_tangents(ours, libm):
    for angle in ANGLES:
        assert ours(angle) == pytest.approx(libm(angle), rel=1e-15, abs=0.0)


def test_turning_a_heading():
    for angle in ANGLES:
        cos, sin = turned(math.cos(0.7), math.sin(0.7), angle)
        assert cos == pytest.approx(math.cos(0.7 + angle), abs=1e-15)
        assert sin == pytest.approx(math.sin(0.7 + angle), abs=1e-15)
