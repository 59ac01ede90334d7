"""Criticality against closed forms and a simulation in small steps."""

import math

import numba
import numpy as np
import pytest
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving import criticality as law


def rows(gap, speed, ahead, braking=0.0, friction=0.8, brakes=9.0):
    """An ego and a car before it, both 4 m long."""
    state, body = np.zeros((1, 2, c.STATE)), np.zeros((1, 2, c.BODY))
    body[0, :, [c.LENGTH, c.WIDTH, c.HEIGHT, c.MASS]] = np.array([[4.0], [1.8], [1.5], [1500.0]])
    body[0, 0, c.MAX_BRAKE] = brakes
    state[0, 0, [c.SPEED, c.VX]] = speed
    state[0, 0, c.FRICTION] = friction
    state[0, 1, [c.X, c.S]] = gap + 4.0
    state[0, 1, [c.SPEED, c.VX]] = ahead
    state[0, 1, c.ACCEL] = -braking
    return state, body


def measured(*args, **more):
    out = np.empty((1, law.MEASURES))
    law.criticality(0, 1, *rows(*args, **more), out)
    return out[0]


@pytest.mark.parametrize(("gap", "speed", "ahead"), [(30, 20, 12), (5, 8, 7.5), (80, 33, 0.1)])
def test_drac_times_ttc_is_half_the_closing_speed(gap, speed, ahead):
    """CR-05."""
    found = measured(gap, speed, ahead)
    assert found[law.TTC] * found[law.DRAC] == pytest.approx((speed - ahead) / 2, rel=1e-9)


def test_headway_and_no_threat_from_who_draws_away_or_is_beside():
    assert measured(30.0, 20.0, 12.0)[law.THW] == pytest.approx(30 / 20)
    away = measured(30.0, 12.0, 20.0)
    assert away[law.TTC] == np.inf and away[law.DRAC] == 0.0 and away[law.BTN] == 0.0
    state, body = rows(30.0, 20.0, 12.0)
    state[0, 1, [c.Y, c.T]] = 3.5
    out = np.empty((1, law.MEASURES))
    law.criticality(0, len(state), state, body, out)
    assert out[0].tolist() == [np.inf, np.inf, 0.0, 0.0, np.inf]


def test_a_standing_vehicle_needs_drac():
    found = measured(40.0, 20.0, 0.0)
    assert found[law.DRAC] == pytest.approx(400 / 80)
    assert found[law.BTN] == pytest.approx(5.0 / (0.8 * 9.80665))
    assert measured(40.0, 20.0, 0.0, friction=2.0)[law.BTN] == pytest.approx(5.0 / 9.0)


@pytest.mark.parametrize(
    ("gap", "speed", "ahead", "braking"),
    [(20, 25, 25, 6), (10, 15, 20, 8), (6, 12, 10, 1), (30, 30, 20, 2), (3, 20, 19, 7)],
)
def test_the_braking_needed_just_avoids_a_touch(gap, speed, ahead, braking):
    """With it the least gap is 0, with a little less they touch: simulated in steps of 0.2 ms."""
    needed = numba.njit(lambda *a: law.braking_needed(*a))(
        float(gap), float(speed), float(ahead), float(braking)
    )
    t = np.arange(0, 60, 2e-4)

    def way(v, a):
        stop = v / a
        return np.where(t < stop, v * t - a * t**2 / 2, v * v / (2 * a))

    gaps = [(gap + way(ahead, braking) - way(speed, needed * f)).min() for f in (1.0, 0.98)]
    assert gaps[0] == pytest.approx(0.0, abs=0.01) and gaps[1] < 0.0


def test_rss_distances():
    """d = v ρ + a ρ²/2 + (v + ρ a)²/(2 b_min) - w²/(2 b_max): 20 + 1.75 + 23.5²/8 - 225/16."""
    behind = numba.njit(lambda v, w: law.rss_behind(v, w))
    assert behind(20.0, 15.0) == pytest.approx(20 + 1.75 + 69.03125 - 14.0625, abs=0.01)
    assert behind(5.0, 40.0) == 0.0
    assert measured(100.0, 20.0, 15.0)[law.RSS] == pytest.approx(100 - 76.71875, abs=0.01)
    assert math.isinf(measured(30.0, 20.0, 15.0)[law.RSS]) is False
    # Both come towards each other: each goes on for its response, then brakes.
    towards = numba.njit(lambda v, w: law.rss_towards(v, w))
    own = (10 + 13.5) / 2 * 1 + 13.5**2 / 6
    other = (8 + 15) / 2 * 2 + 15**2 / 8
    assert towards(10.0, 8.0) == pytest.approx(own + other, abs=0.01)


def crossing(delay):
    """A car that drives east, and one that drives north over its way, later."""
    time = np.arange(0, 10, 0.01)
    east = np.column_stack([10 * time - 30, 0 * time, 0 * time, 0 * time + 2, 0 * time + 1])
    north = np.column_stack(
        [0 * time, 8 * (time - delay) - 24, 0 * time + np.pi / 2, 0 * time + 2, 0 * time + 1]
    )
    return time, east, north


def test_post_encroachment_time_of_a_crossing():
    """The first leaves the common square when its tail passes x = 1, at 3.3 s, the other reaches it
    with its nose at y = -1, at 3 + delay - 3/8."""
    time, east, north = crossing(2.0)
    entered = 3.0 + 2.0 - 3 / 8
    # By cells: the first to be left are those in the rear, so that the least time is that at the
    # corner that is left last and reached first.
    assert law.post_encroachment(time, east, north) == pytest.approx(entered - 3.3, abs=0.06)
    assert law.post_encroachment(time, north, east) == pytest.approx(entered - 3.3, abs=0.06)


def test_post_encroachment_is_negative_for_a_collision_and_infinite_for_ways_apart():
    time, east, north = crossing(0.0)
    assert law.post_encroachment(time, east, north) < 0.0
    assert law.post_encroachment(time, east, east + np.array([0, 10, 0, 0, 0])) == np.inf
