"""Barometers, magnetometers and ultrasonic sensors against the books on air, Earth and sound."""

import numpy as np
import pytest
from drives import driven, episode, gathered, readings
from whiteout.sensors.navigation.air import (
    absorption,
    altitude_of,
    pressure_above,
    pressure_at,
    speed_of_sound,
)
from whiteout.sensors.navigation.field import field
from whiteout.sensors.navigation.sonar import beam, level, louder
from whiteout.simcore.place import Place


def test_the_standard_atmosphere_is_iso_2533():
    """Its table: 89 874.6 Pa at 1000 m, 54 019.9 Pa at 5000 m; and back."""
    assert pressure_at(1000.0, 101325.0) == pytest.approx(89_874.6, abs=1.0)
    assert pressure_at(5000.0, 101325.0) == pytest.approx(54_019.9, abs=1.0)
    assert altitude_of(pressure_at(734.0, 100_900.0), 100_900.0) == pytest.approx(734.0)
    assert pressure_above(101325.0, 288.15, 8.3) - 101325.0 == pytest.approx(-99.7, abs=0.3)


def exact(more=""):
    return f"{{kind: barometer, errors: false, port: 0, mount: {{x: 0 m, z: 0 m}}{more}}}"


def test_a_barometer_feels_the_hill():
    """12 Pa per metre: down with the road as it rises."""
    frames = driven(episode(exact(), road="{kind: crest, rise: 0.1}", duration=8.0))
    _, pressure = gathered(frames, "pressure")
    height = np.array([frame.ego.T_world_ego[2, 3] for frame in frames])
    assert np.ptp(height) > 3.0
    assert np.polyfit(height, pressure, 1)[0] == pytest.approx(-12.0, rel=0.06)


def test_a_barometer_feels_the_wind_of_driving():
    """½ ρ v² by the share of its port: 100 km/h against 8 m/s of wind, 0.5 of 790 Pa."""
    more = "weather: {temperature: 15 degC, wind: {speed: 8 m/s, from_bearing: 90 deg}}\n"
    pair = []
    for port in (0.0, 0.5):
        text = exact().replace("port: 0", f"port: {port}")
        frames = driven(episode(text, speed=100.0, duration=1.0, more=more))
        pair.append(readings(frames)[5].channels["pressure"])
    speed = 100.0 / 3.6 + 8.0
    assert pair[1] - pair[0] == pytest.approx(0.5 * 0.5 * 1.225 * speed**2, rel=0.03)


def test_a_barometers_errors_are_those_of_its_data_sheet():
    text = "{kind: barometer, preset: bmp388, rate: 100 Hz, drift: 0 Pa, port: 0, mount: {z: 0 m}}"
    frames = driven(episode(text, speed=0.0, duration=3.0), lambda step: [0.0, -1.0])
    _, pressure = gathered(frames, "pressure")
    assert pressure.std() == pytest.approx(1.2, rel=0.15)
    assert np.allclose(pressure / 0.016, np.rint(pressure / 0.016), atol=1e-6)
    weather = "weather: {temperature: 25 degC}\n"
    offs = []
    for seed in range(16):
        still = episode(text, speed=0.0, duration=0.2, seed=seed, more=weather)
        offs.append(float(still.reset().readings["unit"][0].channels["pressure"]))
    assert np.std(offs) == pytest.approx(50.0, rel=0.5)


@pytest.mark.parametrize(
    ("latitude", "longitude", "epoch", "north", "east", "down"),
    [
        (51.5, -0.1, 1735689600.0, 19546.8, 310.0, 45001.2),
        (35.7, 139.7, 1735689600.0, 30107.0, -4160.9, 35634.4),
        (-26.0, -50.0, 1735689600.0, 16248.3, -5834.1, -14362.4),
        (89.0, 30.0, 1735689600.0, 1724.5, 1396.9, 56759.7),
        (59.33, 18.07, 1814486400.0, 15124.3, 2099.0, 49664.9),
    ],
)  # fmt: skip
def test_the_field_is_igrfs(latitude, longitude, epoch, north, east, down):
    """London, Tokyo, the South Atlantic, near the pole; Stockholm in 2027: by ppigrf 2.1 [nT]."""
    made = field(Place(np.radians(latitude), np.radians(longitude), epoch)) * 1e9
    assert [made[1], made[0], -made[2]] == pytest.approx([north, east, down], abs=2.0)


def test_a_compass_turns_with_the_car():
    frames = driven(episode("{kind: magnetometer, errors: false}",
                            road="{kind: s_bend, radius: 60 m}", duration=9.0))  # fmt: skip
    _, told = gathered(frames, "magnetic_field")
    assert np.ptp(np.arctan2(told[:, 1], told[:, 0])) > 0.15
    world = [
        item.T_world_ego[:3, :3] @ value for item, value in zip(readings(frames), told, strict=True)
    ]
    there = field(Place(np.radians(50.0), np.radians(10.0), 1_781_521_200.0))  # its day, 11 h UTC
    assert np.array(world) == pytest.approx(np.broadcast_to(there, (len(world), 3)), abs=1e-9)


def test_iron_and_noise_are_those_that_were_asked_for():
    text = "{kind: magnetometer, preset: rm3100, rate: 100 Hz, hard_iron: 20 µT, soft_iron: 0}"
    frames = driven(episode(text, speed=0.0, duration=3.0), lambda step: [0.0, -1.0])
    _, told = gathered(frames, "magnetic_field")
    assert told[100:].std(0) == pytest.approx(15e-9, rel=0.2)
    offs = []
    for k in range(12):
        other = text.replace("{kind", f"{{specimen: {k}, kind")
        true = text.replace("{kind", "{errors: false, kind")
        pair = [
            episode(t, speed=0.0, duration=0.2).reset().readings["unit"][0] for t in (other, true)
        ]
        offs.append(pair[0].channels["magnetic_field"] - pair[1].channels["magnetic_field"])
    assert np.std(offs) == pytest.approx(20e-6, rel=0.35)


def test_a_magnetometer_saturates_at_numbers_of_its_converter():
    """The largest number of 8 bits is 127: half the range's 256 steps, less one."""
    text = "{kind: magnetometer, range: 10 µT, bits: 8, hard_iron: 0 µT, soft_iron: 0, noise: 0 µT}"
    told = episode(text, speed=0.0, duration=0.2).reset().readings["unit"][0]
    values = told.channels["magnetic_field"] / (10e-6 / 128)
    assert values == pytest.approx(np.rint(values), abs=1e-6)
    assert values.min() == pytest.approx(-128) and values.max() == pytest.approx(127)


def test_sound_is_absorbed_as_iso_9613_has_it():
    """20 °C, 70 %: 5.0, 9.0, 22.9, 76.6 dB/km at 1, 2, 4, 8 kHz (ISO 9613-2, table 2); ultrasound
    of 40 kHz at 50 %: 1.3 dB/m. It is dry air's speed that is reckoned with: 343.2 m/s."""
    vapour = 0.7 * 2339.0
    found = [1000.0 * absorption(f, 293.15, vapour) for f in (1e3, 2e3, 4e3, 8e3)]
    assert found == pytest.approx([5.0, 9.0, 22.9, 76.6], rel=0.02)
    assert absorption(40e3, 293.15, 0.5 * 2339.0) == pytest.approx(1.3, abs=0.05)
    assert speed_of_sound(293.15) == pytest.approx(343.2, abs=0.1)


def sonar(more="", x="3.5 m"):
    return (f"{{kind: ultrasonic, preset: parking, rate: 10 Hz, mount: {{x: {x}, z: 0.6 m}},"
            f" noise: 0 mm, resolution: 0 mm{more}}}")  # fmt: skip


def ahead_of_a_van(gap, text, weather=""):
    """What a sensor tells that stands about so far behind a van's end [m]."""
    more = (f"actors: {{van: {{kind: van, at: {{s: {30 + 3.5 + gap + 1.2} m, t: 0 m}},"
            f" behaviour: {{kind: parked}}}}}}\n{weather}")  # fmt: skip
    made = episode(text, speed=0.0, duration=1.0, more=more)
    return float(made.reset().readings["unit"][0].channels["distance"])


def test_it_tells_the_distance_of_what_stands_ahead():
    """Two vans, a metre apart: the difference is a metre, at 20 °C; the nearer lies within its
    range and what is beyond tells nothing."""
    warm = "weather: {temperature: 20 degC}\n"
    near, far = (ahead_of_a_van(gap, sonar(), warm) for gap in (2.0, 3.0))
    assert 0.5 < near < 3.0
    assert far - near == pytest.approx(1.0, abs=0.03)
    assert ahead_of_a_van(12.0, sonar(), warm) == np.inf


def test_cold_air_makes_things_seem_farther():
    """It reckons with 343 m/s; at -20 °C sound goes 319 m/s: 7.6 % too far, unless it knows."""
    told = [ahead_of_a_van(2.0, sonar(more), f"weather: {{temperature: {t} degC}}\n")
            for t, more in ((20, ""), (-20, ""), (-20, ", compensated: true"))]  # fmt: skip
    assert told[1] / told[0] == pytest.approx(np.sqrt(293.15 / 253.15), rel=1e-6)
    assert told[2] == pytest.approx(told[0], rel=1e-6)


def test_ice_blinds_it_and_snow_gathers_on_it():
    """Behind 3 mm of ice it tells its least distance. In heavy snow it grows blind as it drives,
    unless it is heated; in rain it does not."""
    assert ahead_of_a_van(2.0, sonar(", cover: 3 mm")) == 0.15
    snow = "weather: {temperature: -6 degC, snow: {rate: 8 mm/h}}\n"
    rain = "weather: {temperature: 5 degC, rain: {rate: 8 mm/h}}\n"
    thin = ", blind_at: 0.1 mm"
    for more, weather, blind in (
        (thin, snow, True), (thin + ", gathers: false", snow, False), (thin, rain, False),
    ):  # fmt: skip
        frames = driven(episode(sonar(more), speed=70.0, duration=3.0, more=weather))
        assert (readings(frames)[-1].channels["distance"] == 0.15) == blind


def test_echoes_fade_with_range_with_the_beam_and_where_walls_stand_aslant():
    one = np.ones(1)
    assert level(one, one, 0 * one, 0.0) == pytest.approx(0.0)
    assert level(2 * one, one, 0 * one, 1.0)[0] == pytest.approx(-40 * np.log10(2) - 4.0)
    assert level(one, np.cos(np.radians([15.0])), 0 * one, 0.0)[0] == pytest.approx(-6.0, abs=0.1)
    assert level(np.array([np.inf]), one, one, 1.0)[0] == -np.inf
    made = beam(np.radians(70.0), np.radians(35.0))
    edge = np.arctan2(made.directions[:, 1], made.directions[:, 0])
    middle = np.abs(made.directions[:, 2]) < 1e-9
    assert made.loss[middle & (np.abs(np.degrees(edge)) < 36.0)].max() <= 12.7
    assert np.linalg.norm(made.directions, axis=1) == pytest.approx(1.0)
    assert louder(0.0) == 0.0 and louder(5.0) == pytest.approx(3.01, abs=0.01)


def test_others_sounds_are_taken_for_echoes_as_often_as_said():
    made = episode(sonar(", crosstalk: 0.3").replace("rate: 10", "rate: 100"), duration=4.0)
    _, told = gathered(driven(made), "distance")
    assert np.isfinite(told).mean() == pytest.approx(0.3, abs=0.08)


def test_a_fork_of_snow_that_gathers_goes_on_bit_for_bit():
    snow = "weather: {temperature: -6 degC, snow: {rate: 4 mm/h}}\n"
    made = episode(sonar(", crosstalk: 0.5"), duration=3.0, more=snow)
    whole = [item.channels["distance"].tobytes() for item in readings(driven(made))]
    made.reset()
    for _ in range(7):
        made.step(made.driver_action, False)
    saved = made.save()
    for _ in range(4):
        made.step(made.driver_action)
    kept = made.save().sensors["unit"]
    made.restore(saved)
    again = [made.step(made.driver_action) for _ in range(4)]
    assert [item.channels["distance"].tobytes() for item in readings(again)] == whole[8:12]
    assert made.save().sensors["unit"] == kept
