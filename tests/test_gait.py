"""Laws of gaits: stride length by Froude number, and the phase that follows the ground."""

import math

import numpy as np
import pytest
from whiteout.simcore.geometry.gait import (
    gait_length,
    gait_length_in_kernel,
    phase_rate,
    phase_rate_in_kernel,
)


def test_stride_is_that_of_alexander():
    # stride / h = 2.3 (v² / (g h))^0.3: at Froude number 1 a stride is 2.3 hip heights.
    hip = 0.9
    speed = math.sqrt(9.80665 * hip)
    assert gait_length(speed, hip) == pytest.approx(2.3 * hip)
    assert gait_length(speed, hip, 0.9) == pytest.approx(0.9 * 2.3 * hip)
    assert gait_length(0.0, hip) == 0.0


def test_strides_of_children_and_adults_agree_at_equal_froude_numbers():
    # Alexander 1984: relative stride is one function of v / sqrt(g h) from the age of four.
    for froude in (0.1, 0.4, 1.5):
        ratios = [gait_length(math.sqrt(froude * 9.80665 * h), h) / h for h in (0.5, 0.7, 0.95)]
        assert max(ratios) - min(ratios) < 1e-12


@pytest.mark.parametrize("speed", [0.05, 0.8, 1.3, 3.0, 7.0])
def test_a_cycle_takes_a_stride(speed):
    period = 2 * math.pi / phase_rate(speed, 0.85, 1.05)
    assert speed * period == pytest.approx(gait_length(speed, 0.85, 1.05), rel=1e-12)


def test_phase_stands_still_at_a_stand_and_runs_back_when_walking_backwards():
    assert phase_rate(0.0, 0.9) == 0.0
    assert phase_rate(-1.1, 0.9) == -phase_rate(1.1, 0.9)


def test_walking_cadence_is_plausible():
    # Tables of gait by age: 116 steps/min at 1.29 m/s from 12 to 18 years, 132 at 1.19 m/s from 7
    # to 11; the one relation for all legs meets them within 15 %.
    adult = 2 * 60 * phase_rate(1.29, 0.89) / (2 * math.pi)
    child = 2 * 60 * phase_rate(1.19, 0.66) / (2 * math.pi)
    assert adult == pytest.approx(116, rel=0.15)
    assert child == pytest.approx(132, rel=0.15)


def test_kernels_read_the_same_lines():
    rng = np.random.default_rng(1)
    for speed, hip, scale in rng.uniform([0, 0.3, 0.8], [9, 1.5, 1.2], (20, 3)):
        assert gait_length_in_kernel(speed, hip, scale) == gait_length(speed, hip, scale)
        assert phase_rate_in_kernel(-speed, hip, scale) == phase_rate(-speed, hip, scale)
