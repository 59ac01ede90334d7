"""Lamps: beams by regulation, light by the inverse square of the distance."""

import numpy as np
import pytest
from whiteout.simcore.lamps import BEAM_PEAK, Lamp, nearest, outshone, pack
from whiteout.simcore.lamps import illuminance as light_of
from whiteout.simcore.light import beams

WHITE = (1.0, 1.0, 1.0)


def lamp(beam: str, intensity: float = 1000.0, direction=(1.0, 0.0, 0.0), place=(0, 0, 0)) -> Lamp:
    return Lamp(place, direction, WHITE, intensity, beam, 200.0)


def illuminance(lamps, points, normals):
    return light_of(pack(lamps), points, normals)


def candela(h: float, v: float) -> float:
    """Of a low beam of 10 100 cd at 75R, by degrees to the right and upwards."""
    return float(10100 * beams.low_beam(np.array(h), np.array(v)))


def test_the_low_beam_of_un_r112_class_b():
    # Physics book 2.5: test points for right-hand traffic, cd.
    assert candela(-3.43, 0.57) <= 350  # B50L
    assert candela(1.15, -0.57) >= 10100 - 1  # 75R
    assert candela(-3.43, -0.57) <= 10600  # 75L
    assert candela(-3.43, -0.86) <= 13200  # 50L
    assert candela(1.72, -0.86) >= 10100  # 50R
    assert candela(0.0, -0.86) >= 5100  # 50V
    assert candela(-9.0, -1.72) >= 1700  # 25L
    assert candela(9.0, -1.72) >= 1700  # 25R
    zone_3 = [candela(h, v) for h in np.linspace(-8, -1, 15) for v in np.linspace(0.05, 4, 9)]
    assert max(zone_3) <= 625
    zone_4 = [candela(h, v) for h in np.linspace(-5.15, 5.15, 15) for v in (-0.9, -1.3, -1.72)]
    assert min(zone_4) >= 2500


def test_the_table_has_the_cut_off_where_the_beam_has_it():
    right, up, ahead = beams.directions()
    table = beams.tables()[beams.BEAMS.index("low_beam")]
    low = table[(np.abs(np.degrees(np.arctan2(right, ahead)) + 2) < 1) & (up > 0.002) & (up < 0.1)]
    high = table[
        (np.abs(np.degrees(np.arctan2(right, ahead)) + 2) < 1) & (up < -0.02) & (up > -0.03)
    ]
    assert low.max() < 0.05 < 0.3 < high.min()


def test_75r_gets_12_lux_at_25_m():
    # UN R112: ≥ 12 lx at 25 m; 10 100 cd give 16.2 lx.
    angle = np.radians([1.15, -0.57])
    place = 25.0 * np.array([1.0, -np.tan(angle[0]), np.tan(angle[1])])
    light = illuminance([lamp("low_beam", 10100.0)], [place], [-1.0, 0.0, 0.0])[0, 1]
    assert light >= 12.0
    assert light == pytest.approx(10100 / 25**2, rel=0.1)


def test_light_falls_with_the_square_of_the_distance():
    one = [lamp("point")]
    near, far = illuminance(one, [[4, 0, 0], [8, 0, 0]], [-1, 0, 0])[:, 0]
    assert near == pytest.approx(1000 / 16, rel=1e-4)
    assert near / far == pytest.approx(4.0, rel=1e-4)
    slanted = illuminance(one, [[4, 0, 0]], [-0.5, 0.8660254, 0])[0, 0]
    assert slanted == pytest.approx(near / 2, rel=1e-4)


def test_nothing_is_lit_behind_below_or_beyond():
    points = [[-5, 0, 0], [5, 0, 0], [300, 0, 0]]
    light = illuminance([lamp("point")], points, [[1, 0, 0], [1, 0, 0], [-1, 0, 0]])
    assert (light == 0).all()


def test_a_street_lamp_lights_the_road_and_not_the_sky():
    one = [lamp("street", 2000.0, (0.0, 0.0, -1.0), (0.0, 0.0, 6.0))]
    below = illuminance(one, [[0, 0, 0], [10, 0, 0], [20, 0, 0]], [0, 0, 1])[:, 0]
    assert below[0] == pytest.approx(2000 / 36, rel=0.05)
    assert (np.diff(below) < 0).all()
    assert illuminance(one, [[0, 5, 6.5]], [0, -1, 0])[0, 0] == 0.0


def test_a_low_beam_points_the_same_way_in_the_world_as_in_its_table():
    # To the right of the car (y < 0) it reaches higher than to the left.
    one = [lamp("low_beam", 10100.0)]
    at_25 = [[25.0, -1.7, 0.0], [25.0, 1.7, 0.0]]
    right, left = illuminance(one, at_25, [-1, 0, 0])[:, 0]
    assert right > 10 * left


def test_an_unknown_beam_is_refused():
    with pytest.raises(ValueError, match="low_beam"):
        pack([lamp("laser")])


def test_the_nearest_lamps_keep_their_order():
    lamps = [lamp("point", place=(x, 0, 0)) for x in (30.0, 1.0, 20.0, 2.0)]
    chosen = nearest(pack(lamps), np.zeros(3), 2)
    assert chosen.rows[:, 0].tolist() == [1.0, 2.0]
    assert nearest(pack(lamps), np.zeros(3), 9).rows[:, 0].tolist() == [30.0, 1.0, 20.0, 2.0]


def test_axes_of_lamps_are_right_handed():
    directions = [(1, 0, 0), (0, 0, -1), (0.3, -0.8, 0.2), (0, 0, 1), (-0.6, 0.1, -0.7)]
    rows = pack([lamp("point", direction=d) for d in directions]).rows.astype(float)
    forward, right, up = rows[:, 3:6], rows[:, 6:9], rows[:, 9:12]
    assert np.cross(right, forward) == pytest.approx(up, abs=1e-6)
    for one, other in ((forward, right), (right, up), (up, forward)):
        assert (one * other).sum(1) == pytest.approx(np.zeros(5), abs=1e-6)
    assert (up[[0, 2, 4], 2] > 0).all()


def test_no_beam_is_brighter_than_its_peak():
    assert beams.tables().max() <= BEAM_PEAK
    assert beams.tables().max() > 0.8 * BEAM_PEAK


def test_a_lamp_is_followed_as_far_as_it_can_be_seen():
    given = pack([lamp("point", 1000.0), lamp("street", 10.0)])
    by_day, by_night = outshone(given, 10_000.0), outshone(given, 0.01)
    assert np.array_equal(by_night.rows[0], given.rows[0])
    away = np.sqrt(by_day.rows[:, 15])
    brightest = BEAM_PEAK * np.array([1000.0, 10.0]) / away**2
    assert brightest == pytest.approx(10_000 / 400, rel=1e-5)
    assert (by_day.rows[:, :15] == given.rows[:, :15]).all()
