"""Stops on the proving ground against published measurements, and the command that makes them.

Rows F of the physics book 9.1: the mean over a category of tyres within 25 % on snow and ice and
10 % on dry and wet ground.
"""

import json
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from whiteout.scenarios.proving import Track, brake_test

FOOT, MILE = 0.3048, 1609.344
G = 9.80665


def distance(cover, speed_km_h, **settings):
    return brake_test(cover, start=speed_km_h / 3.6, **settings).distance_m


@pytest.mark.parametrize("tyre, feet", [("all_season", 39), ("winter", 32)])
def test_consumer_reports_ice_rink(tyre, feet):
    # F6: from 10 mph, without anti-lock brakes.
    stop = distance("ice", 10 * MILE / 1000, tyre=tyre, abs=False)
    assert stop == pytest.approx(feet * FOOT, rel=0.25)


@pytest.mark.parametrize(
    "tyre, implied", [("summer", [0.068]), ("all_season", [0.0857, 0.088]),
                      ("winter", [0.1045, 0.184])],
)  # fmt: skip
def test_mean_friction_on_ice(tyre, implied):
    # F6 and F7: what the tests on ice imply, by category.
    mu = brake_test("ice", start=8.0, tyre=tyre).mu
    assert mu == pytest.approx(np.mean(implied), rel=0.25)


def test_adac_wet_braking_of_winter_tyres():
    # F8: 80 km/h to 0, best below 35 m, worst about 42 m.
    assert distance("wet", 80, tyre="winter") == pytest.approx((35 + 42) / 2, rel=0.10)


@pytest.mark.parametrize("tyre, metres", [("summer", 36.2), ("all_season", 40.8)])
def test_dry_braking_from_100_km_h(tyre, metres):
    # F10.
    assert distance("dry", 100, tyre=tyre) == pytest.approx(metres, rel=0.10)


def test_summer_tyres_need_ten_metres_more_on_snow():
    # F12: from 40 km/h, against winter tyres.
    gap = distance("packed_snow", 40, tyre="summer") - distance("packed_snow", 40, tyre="winter")
    assert gap >= 10.0


@pytest.mark.parametrize("mph, metres", [(20, 6), (30, 14), (40, 24), (50, 38), (60, 55), (70, 75)])
def test_the_highway_code_is_that_of_a_wet_road(mph, metres):
    """F13, CR-06: .65 to .68 of g; its thinking distance is .67 s."""
    stop = distance("wet", mph * MILE / 1000)
    assert stop == pytest.approx(metres, rel=0.10)
    if mph == 50:
        assert 0.67 * mph * MILE / 3600 == pytest.approx(15, rel=0.10)
        assert stop + 0.67 * mph * MILE / 3600 == pytest.approx(53, rel=0.10)


def test_the_regulations_stop_is_reached():
    # F14: UN R13-H, 70 m from 100 km/h and 6.43 m/s² fully developed.
    result = brake_test("dry", start=100 / 3.6)
    assert result.distance_m < 70.0
    assert result.mfdd_m_s2 >= 6.43


def test_winter_tyres_stop_longer_on_cold_dry_asphalt_and_far_shorter_on_snow():
    cold = {"temperature": 2.0}
    ratio = distance("dry", 80, tyre="winter", **cold) / distance("dry", 80, tyre="summer", **cold)
    assert 1.10 <= ratio <= 1.20
    for cover in ("packed_snow", "loose_snow"):
        winter, summer = (brake_test(cover, tyre=t, start=14.0).mu for t in ("winter", "summer"))
        assert winter >= 1.5 * summer


@pytest.mark.parametrize("water, least", [(0.6e-3, 2.0), (1e-3, 5.0), (1.5e-3, 8.0)])
def test_braking_distance_on_a_wet_road_grows_with_wear(water, least):
    # MIRA: some 13 m from 50 mph between 8 and 1.6 mm; how deep the water was is not told.
    stops = [
        distance("wet", 50 * MILE / 1000, tyre="summer", tread=t, water=water)
        for t in (8e-3, 4e-3, 1.6e-3)
    ]
    assert stops[0] < stops[1] < stops[2]
    assert least < stops[2] - stops[0] < 16.0


def test_more_water_never_stops_a_car_sooner_and_a_little_more_hardly_later():
    """HY-02, in the loop: across the films at which the label turns damp (0.01), wet (0.2 mm)."""
    films = [0.001e-3, 0.0099e-3, 0.0101e-3, 0.05e-3, 0.19e-3, 0.21e-3, 0.6e-3, 1.99e-3, 2.01e-3]
    stops = [distance("wet", 80, water=film) for film in films]
    assert (np.diff(stops) > 0).all()
    assert stops[0] == pytest.approx(distance("dry", 80), rel=2e-3)
    for k in (1, 4, 7):
        assert stops[k + 1] == pytest.approx(stops[k], rel=0.01)


@pytest.mark.parametrize("cover, grip", [("dry", 1.05), ("ice", 0.07)])
@pytest.mark.parametrize("speed", [1.0, 3.0, 10.0])
def test_stops_from_a_walk_are_as_long_as_grip_makes_them(cover, grip, speed):
    # v²/2μg: neither the steps of physics nor the friction circle may shorten them.
    stop, least = distance(cover, speed, tyre="summer"), (speed / 3.6) ** 2 / (2 * grip * G)
    assert 0.995 * least < stop < 1.15 * least


@pytest.mark.parametrize("cover, share", [("dry", 0.65), ("wet", 0.64), ("packed_snow", 0.68)])
def test_locked_wheels_have_what_burckhardt_leaves_them(cover, share):
    """TY-03, in the loop: friction of a locked stop by the peak beneath. Measured well above the
    speed at which sliding begins to count for less; the wet table holds at 57 km/h."""
    from whiteout.scenarios.proving import ground, proving_ground
    from whiteout.simcore.physics.driving.car import columns as k
    from whiteout.simcore.physics.driving.car.design import Assists, Tyres

    world = proving_ground("compact", Tyres(), Assists(False, False, False), 20.0, ground(cover))
    world.design[0, 0, [k.DRAG, k.ROLLING]] = 0.0
    for _ in range(60):
        world.step(np.array([[-12.0, 0.0]]))
    memory = world.car[0, 0]
    used = memory[k.FORCE_X : k.FORCE_X + 4] / memory[k.LOAD : k.LOAD + 4]
    nominal = world.design[0, 0, [k.NOMINAL_FRONT] * 2 + [k.NOMINAL_REAR] * 2]
    from whiteout.simcore.physics.driving.tyres.grip import loaded

    weaker = [loaded(x)[0] for x in memory[k.LOAD : k.LOAD + 4] / nominal]
    peak = memory[k.GRIP : k.GRIP + 4] * weaker
    assert (memory[k.SPIN : k.SPIN + 4] == 0).all()
    assert -used / peak == pytest.approx(share, rel=0.02)


def test_ideal_stop_of_burckhardts_peaks():
    """TY-02: v²/2μg with the peak of dry asphalt and of snow."""
    from whiteout.simcore.physics.driving.tyres.burckhardt import burckhardt

    for ground, speed, metres in (("asphalt_dry", 100, 33.6), ("snow", 50, 51.7)):
        stop = (speed / 3.6) ** 2 / (2 * 9.81 * burckhardt(ground).peak)
        assert stop == pytest.approx(metres, rel=5e-3)


@pytest.mark.parametrize("name, speed, metres", [("asphalt_dry", 100, 33.6), ("snow", 50, 51.7)])
def test_a_vehicle_stops_as_short_as_its_friction_allows(name, speed, metres):
    """TY-02, in the loop: a kinematic vehicle with Burckhardt's peak, to 0.5 %."""
    from test_driving import car, world
    from whiteout.simcore.physics.driving import columns as c
    from whiteout.simcore.physics.driving.tyres.burckhardt import burckhardt

    w = world(car(speed=speed / 3.6, friction=burckhardt(name).peak, max_brake=20.0))
    while w.state[0, 0, c.SPEED] > 0.0:
        w.step(np.array([[-20.0, 0.0]]))
    assert w.state[0, 0, c.X] == pytest.approx(metres, rel=5e-3)


def test_water_temperature_and_vehicle_matter():
    assert distance("wet", 80, water=3e-3) > distance("wet", 80, water=0.3e-3)
    assert distance("ice", 30, temperature=-1.0) > 1.2 * distance("ice", 30, temperature=-8.0)
    assert distance("dry", 80, vehicle="box_truck") > 1.2 * distance("dry", 80)


def test_the_mean_deceleration_is_measured_by_distance():
    # UN R13-H: (v_b² - v_e²) / (25.92 (s_e - s_b)) in km/h and m.
    track = Track(np.arange(101) * 0.1, 20.0 - 0.2 * np.arange(101),
                  np.cumsum(np.r_[0.0, 0.1 * (19.9 - 0.2 * np.arange(100))]))  # fmt: skip
    time, way = track.at_speed(10.0)
    assert (time, way) == pytest.approx((5.0, 75.0))
    result = brake_test("dry", start=25.0, end=5.0)
    mean = (25.0**2 - 5.0**2) / (2 * result.distance_m)
    assert result.mu == pytest.approx(mean / G)
    assert result.mean_deceleration_m_s2 == pytest.approx(20.0 / result.time_s)


@pytest.mark.parametrize(
    "words, told",
    [
        (["--surface", "snow"], "packed_snow"),
        (["--tyre", "slick"], "winter"),
        (["--from", "50 kg"], "km/h"),
        (["--from", "20", "--to", "30"], "higher speed"),
        (["--surface", "ice", "--water", "1 mm"], "holds no film"),
        (["--vehicle", "child"], "brakes"),
        (["--vehicle", "compcat"], "compact"),
        (["--base", "cheese"], "asphalt"),
        (["--temperature", "200"], "60 degC"),
        (["--surface", "wet", "--temperature", "-5"], "black_ice"),
    ],
)
def test_bad_input_is_told_in_a_sentence(call, words, told):
    code, _, err = call("brake-test", *words)
    assert code == 2
    assert told in err and len(err.strip().splitlines()) == 1


def test_the_command_prints_what_the_function_measures(call):
    words = ["--surface", "packed_snow", "--tyre", "winter", "--from", "50 km/h", "--tread", "6"]
    code, out, _ = call("brake-test", *words, "--json")
    expected = brake_test("packed_snow", tyre="winter", start=50 / 3.6, tread=6e-3)
    assert code == 0
    assert json.loads(out) == pytest.approx(expected._asdict())
    assert list(json.loads(out)) == [
        "distance_m", "mean_deceleration_m_s2", "mfdd_m_s2", "time_s", "mu"
    ]  # fmt: skip
    code, out, _ = call("brake-test", *words, "--quiet")
    assert f"{expected.distance_m:.1f} m" in out


def test_the_docs_show_what_the_command_prints(call):
    page = (Path(__file__).parents[1] / "docs/driving.md").read_text(encoding="utf-8")
    shown = re.search(r"^\$ whiteout (brake-test .+)\n((?:.+\n)+?)```", page, re.MULTILINE)
    code, out, _ = call(*shlex.split(shown[1]))
    assert (code, out) == (0, shown[2])
