"""Weather over an episode: a whiteout of four seconds, rain that wets the road, names in frames."""

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.scenarios.setting import Setting
from whiteout.simcore.surface import Surface

STREET = """
whiteout: 1
duration: 8 s
road: {kind: urban_street, length: 160 m}
ego: {kind: compact, at: {s: 20 m, t: 0 m}, speed: 10 km/h}
light: {date: 2026-01-15, time: 12 h, utc_offset: 1 h, latitude: 59 deg, longitude: 18 deg}
weather:
"""


def episode(weather: str, ground: str = "", seed: int = 0) -> Episode:
    text = ground + STREET + "".join(f"  {line}\n" for line in weather.strip().splitlines())
    return Episode(draw(read(text, "street.yaml"), seed, 0))


def seen(made: Episode, steps: int) -> list:
    frames = [made.reset(False)]
    for _ in range(steps):
        frames.append(made.step(made.driver_action, sense=False))
    return [frame.surroundings for frame in frames]


def test_a_whiteout_of_four_seconds():
    made = episode(
        """
wind: {speed: 16 m/s, from_bearing: 90 deg}
blowing_snow: {visibility: 15 m, course: {onset: 2 s, duration: 4 s, rise: 0.4 s, fall: 0.4 s}}
"""
    )
    visibility = np.array([item.visibility_m for item in seen(made, 79)])
    low = np.flatnonzero(visibility < 25.0) * 0.1  # at 1.5 m it is less thick than at 1.2 m
    assert low[0] == pytest.approx(2.4, abs=0.15)
    assert low[-1] == pytest.approx(6.0, abs=0.15)
    assert visibility[5] > 10e3
    assert visibility[-1] > 10e3


def test_the_camera_goes_through_the_same_whiteout():
    made = episode("fog: {visibility: 20 m, course: {onset: 2 s, duration: 2 s, rise: 0 s}}")
    made.reset(False)
    found = []
    for _ in range(60):
        made.step(made.driver_action, sense=False)
        found.append(made._shots[made.step_number].atmosphere.visibility)
    assert min(found[:18]) > 10e3
    assert max(found[20:38]) == pytest.approx(20.0, rel=0.01)
    assert found[-1] > 10e3


def test_rain_wets_the_road_and_one_that_begins_does_so_from_then_on():
    long, new = episode("rain: {rate: 10 mm/h}"), episode("rain: {rate: 10 mm/h, since: 0 s}")
    later = episode("rain: {rate: 10 mm/h, since: 0 s, course: {onset: 4 s, rise: 0 s}}")
    for made in (long, new, later):
        seen(made, 60)
    assert long.surface.lying.film > 0.5e-3
    assert new.surface.lying.film == pytest.approx(10e-3 / 3600 * 6.0, rel=0.02)
    assert later.surface.lying.film == pytest.approx(10e-3 / 3600 * 2.0, rel=0.1)
    # Wet, and less grip; heavy snow on a road with dry grip is what simulators get wrong.
    wet, dry = (np.mean(seen(item, 3)[-1].friction) for item in (long, new))
    assert wet < dry - 0.05


def test_ground_is_what_was_said_of_it_however_long_it_has_rained():
    ground = "surface: {snow_depth: 20 mm, ice_fraction: 0.3, temperature: -3 degC}\n"
    weather = "rain: {rate: 5 mm/h, since: 3 h}\ntemperature: 4 degC"
    now = episode(weather, ground).setting.surface.lying
    said = Surface.laid([], 0.02, 0.3, temperature=270.15).lying
    assert now[:1] + now[3:4] + now[5:] == said[:1] + said[3:4] + said[5:]
    assert now.film + now.frozen > 1e-3  # but wet
    # Rain that has yet to begin has wetted nothing, and frozen nothing either.
    later = "rain: {rate: 5 mm/h, course: {onset: 5 s}}\ntemperature: -4 degC"
    assert episode(later, "surface: {water_film: 1 mm}\n").setting.surface.lying.film == 1e-3


@pytest.mark.parametrize(("weather", "kelvin"), [("rain", 275.15), ("snow", 271.15)])
def test_the_air_is_as_warm_before_a_shower_as_in_it(weather, kelvin):
    made = episode(f"{weather}: {{rate: 2 mm/h, course: {{onset: 3 s, duration: 2 s}}}}")
    for time in (0.0, 4.0, 9.0):
        assert made.setting.atmosphere_at(time).air_temperature == pytest.approx(kelvin)


def test_frames_name_the_weather():
    item = seen(episode("fog: {visibility: 120 m}"), 1)[-1]
    assert "thick_fog" in item.weather
    assert item.weather[-1] == "level9"
    item = seen(episode("rain: {rate: 5 mm/h}"), 1)[-1]
    assert item.weather[0] == "moderate_rain"
    assert item.rain_rate_mm_h == pytest.approx(5.0)
    storm = "wind: {speed: 17 m/s}\nsnow: {rate: 3 mm/h, since: SINCE}"
    for since, named in (("4 h", True), ("2 h", False)):
        item = seen(episode(storm.replace("SINCE", since)), 1)[-1]
        assert ("blizzard" in item.weather) == named
        assert "heavy_snow" in item.weather


def test_what_the_air_is_like_by_what_falls():
    def air(weather):
        return Setting(episode(weather).setting.scenario).atmosphere

    assert air("temperature: -12 degC\nsnow: {rate: 1 mm/h}").air_temperature == 273.15 - 12
    assert air("snow: {rate: 1 mm/h}").air_temperature <= 273.15
    assert air("sleet: {rate: 1 mm/h}").air_temperature == 274.15
    assert air("hail: {rate: 9 mm/h}").snow_rate_mm_h == pytest.approx(9.0)
    both = air("sleet: {rate: 2 mm/h, snow: 0.25}")
    assert both.snow_rate_mm_h == pytest.approx(0.5)
    assert both.rain_rate_mm_h == pytest.approx(1.5)
    assert air("wind: {speed: 5 m/s, from_bearing: 90 deg}").wind.steady[0] == pytest.approx(-5.0)


def test_snow_by_its_visibility():
    def air(weather):
        return Setting(episode(weather).setting.scenario).atmosphere

    assert air("snow: {visibility: 290 m}").snow_rate_mm_h == pytest.approx(2.0, rel=0.01)
    for far in (700, 1500, 4000):
        both = air(f"snow: {{rate: 1 mm/h, visibility: {far} m}}")
        assert both.snow_rate_mm_h == pytest.approx(1.0)
        assert both.medium("snow").extinction() == pytest.approx(np.log(20) / far, rel=1e-3)


def test_a_visibility_holds_whatever_the_order_of_the_keys():
    one = Setting(episode("fog: {visibility: 80 m}").setting.scenario).atmosphere
    assert one.visibility == pytest.approx(80.0, rel=1e-6)
    blown = "blowing_snow: {}\nwind: {speed: 18 m/s}\ntemperature: -5 degC"
    assert Setting(episode(blown).setting.scenario).atmosphere.visibility < 400.0
    calm = "blowing_snow: {}\nwind: {speed: 4 m/s}"
    assert Setting(episode(calm).setting.scenario).atmosphere.visibility > 10e3


@pytest.mark.parametrize(
    ("weather", "message"),
    [
        ("fog: {visibility: 50 m, water: 0.2}", "give one of them"),
        ("fog: {depth: 3 m}", "neither visibility nor water"),
        ("fog: {visibility: 50 m, banks: {share: 2}}", "weather.fog.banks.share"),
        ("snow: {}", "neither rate nor visibility"),
        ("snow: {rate: 1 mm/h, visibility: 100 m}", "from 601 m in dry to 5093 m in wet snow"),
        ("rain: {rate: 500 mm/h}", "at most 150 mm/h"),
        ("snow: {rate: 1 mm/h, crystal: fluffy}", "expected one of"),
        ("temperature: 12", "weather.temperature"),
        ("rain: {rate: 5 mm/h, course: {onsett: 3 s}}", "did you mean 'onset'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(weather, message):
    with pytest.raises(ScenarioError) as error:
        episode(weather)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("weather", "named", "not_named"),
    [
        ("dust: {visibility: 40 m}", "dust", "fog"),
        ("smoke: {visibility: 40 m}", "smoke", "fog"),
        ("sandstorm: {visibility: 40 m}", "sandstorm", "fog"),
        ("wind: {speed: 16 m/s}\nblowing_snow: {visibility: 40 m}", "blowing_snow", "fog"),
        ("hail: {rate: 40 mm/h}", "hail", "snow"),
        ("snow: {rate: 5 mm/h}", "heavy_snow", "fog"),
        ("rain: {rate: 3 mm/h}\ntemperature: -3 degC", "freezing_rain", "snow"),
        ("rain: {rate: 3 mm/h}\ntemperature: 3 degC", "moderate_rain", "freezing"),
        ("fog: {visibility: 40 m}\nsmoke: {visibility: 200 m}", "dense_fog", "dust"),
    ],
)
def test_weather_is_called_by_what_is_in_the_air(weather, named, not_named):
    """Whoever looks for fog finds no dust."""
    item = seen(episode(weather), 1)[-1]
    assert named in item.weather
    assert not any(not_named in name for name in item.weather)


@pytest.mark.parametrize(
    ("weather", "kelvin"),
    [("snow: {rate: 1 mm/h}", 5), ("sleet: {rate: 1 mm/h}", 8), ("blowing_snow: {}", 2)],
)
def test_there_is_no_snow_in_warm_air(weather, kelvin):
    """Neither where a scenario says so, nor where a draw would."""
    name = weather.split(":")[0]
    with pytest.raises(ScenarioError, match=f"{name}: there is none above {kelvin} degC"):
        episode(f"temperature: 30 degC\n{weather}")
    text = f"temperature: {{uniform: [-10 degC, 20 degC]}}\n{weather}"
    drawn = [episode(text, seed=seed).setting.atmosphere.air_temperature for seed in range(8)]
    assert max(drawn) <= 273.15 + kelvin + 1e-6
    assert len(set(drawn)) == 8
