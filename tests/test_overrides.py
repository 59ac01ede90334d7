"""Overrides: values replaced by their paths, and wrong ones named."""

import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.scenarios.language.problems import ScenarioError


def test_overrides_replace_values_by_their_paths():
    texts = [
        "weather.snow.rate=8 mm/h",
        "ego.speed={uniform: [5 m/s, 6 m/s]}",
        "weather.clouds={cover: 0.5}",
        "require=null",
    ]
    spec = load("child-chases-ball", texts)
    drawn = draw(spec, 0, 0)
    assert drawn.weather["snow"].rate == pytest.approx(8e-3 / 3600)
    assert 5 <= drawn.ego.speed <= 6
    assert drawn.weather["clouds"].cover == 0.5
    assert not spec.require
    same = load("child-chases-ball", {"weather.snow.rate": "8 mm/h", "require": None,
                                      "ego.speed": {"uniform": ["5 m/s", "6 m/s"]},
                                      "weather.clouds": {"cover": 0.5}})  # fmt: skip
    assert same.digest == spec.digest != load("child-chases-ball").digest


OVERRIDES = [
    (["weather.snow.rte=1 mm/h"], "override weather.snow.rte=1 mm/h: weather.snow.rte: unknown"),
    (["ego.speed=5 m"], "override ego.speed=5 m: ego.speed: 'm' is no unit of speed"),
    (["ego.speed"], "write path=value"),
    (["=3"], "write path=value"),
    (["ego.speed=[1"], "override ego.speed=[1: the file is no YAML"),
    (["ego.speed=yes"], "means different things"),
    (["duration.x=3"], "there is nothing beneath 'duration'"),
    (
        ["sensors.frnt.width=320"],
        "sensors.frnt: 'frnt': there is no such sensor; did you mean 'front'?",
    ),
    (
        {"actors.chld.height": "1 m"},
        "actors.chld: 'chld': there is no such actor; did you mean 'child'?",
    ),
    ("ego.sped=3 m/s", "override ego.sped=3 m/s: ego.sped: unknown setting"),
    ({"ego.speed": float("nan")}, "numbers must be finite"),
    ({"ego.speed": object()}, "a value of object cannot stand in a scenario"),
    ({"ego.speed": 7}, "override ego.speed: ego.speed: 7 has no unit"),
]


@pytest.mark.parametrize(("overrides", "message"), OVERRIDES, ids=str)
def test_a_wrong_override_is_named(overrides, message):
    with pytest.raises(ScenarioError) as error:
        load("child-chases-ball", overrides)
    assert message in str(error.value)


def test_a_single_text_is_one_override_and_what_is_no_text_a_type_error():
    assert load("child-chases-ball", "ego.speed=9 m/s").ego.speed.value == 9.0
    for wrong in (5, [3], b"ego.speed=9 m/s"):
        with pytest.raises(TypeError, match=r"expected texts such as 'ego\.speed=30 km/h'"):
            load("child-chases-ball", wrong)


def test_overrides_may_add_an_actor_piece_by_piece():
    changes = ["actors.first.at.s=90 m", "actors.first.kind=adult"]
    assert load("child-chases-ball", changes).actors["first"].kind == "adult"
