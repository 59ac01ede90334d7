"""Oriented boxes against shapely, and times to contact against a simulation in small steps."""

import numba
import numpy as np
import pytest
from shapely import affinity
from shapely.geometry import box
from whiteout.simcore.physics.driving import boxes
from whiteout.simcore.physics.driving.criticality import times_to_contact


def polygon(x, y, yaw, half_length, half_width):
    shape = box(-half_length, -half_width, half_length, half_width)
    return affinity.translate(affinity.rotate(shape, yaw, (0, 0), use_radians=True), x, y)


def pairs(count):
    rng = np.random.default_rng(4)
    for _ in range(count):
        a = (*rng.uniform(-3, 3, 2), rng.uniform(-4, 4), *rng.uniform(0.2, 2.5, 2))
        b = (*rng.uniform(-3, 3, 2), rng.uniform(-4, 4), *rng.uniform(0.2, 2.5, 2))
        yield a, b


def test_overlap_agrees_with_shapely():
    @numba.njit
    def depth(a, b):
        return boxes.overlap(*a, *b)

    for a, b in pairs(400):
        meets = polygon(*a).intersection(polygon(*b)).area > 1e-9
        assert (depth(a, b) > 0) == meets


def test_time_to_contact_agrees_with_small_steps():
    rng = np.random.default_rng(7)
    ego = np.array([0.0, 0.0, 0.3, 2.2, 0.9, 0.0, 0.0])
    for _ in range(60):
        other = np.array([*rng.uniform(-30, 30, 2), rng.uniform(-3, 3), *rng.uniform(0.2, 3, 2)])
        velocity = rng.uniform(-8, 8, 2)
        time = np.empty(1)
        times_to_contact(ego, other[None], velocity[None], time)
        steps = np.arange(0, 12, 0.02)
        mine = polygon(*ego[:5])
        gaps = [mine.distance(polygon(*(other[:2] + velocity * t), *other[2:])) for t in steps]
        first = next((t for t, gap in zip(steps, gaps, strict=True) if gap == 0.0), np.inf)
        if np.isfinite(first):
            assert time[0] == pytest.approx(first, abs=0.03)
        else:  # a graze between two steps is the only way to differ
            assert time[0] > 11.9 or min(gaps) < 0.2
