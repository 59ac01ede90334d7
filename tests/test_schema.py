"""The JSON Schema of scenarios underlines what is wrong, and nothing else, as far as it can say."""

import json

import jsonschema
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language import library
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.scenarios.language.schema import scenario_schema

BASE = {"whiteout": 1, "road": {"kind": "urban_street"}, "ego": {"kind": "compact"}}
CHANGE = {"whiteout": 1, "extends": "child-chases-ball"}


@pytest.fixture(scope="module")
def wrong():
    """Whether the schema finds something wrong with data."""
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    return lambda data: not check.is_valid(data)


@pytest.mark.parametrize("name", library.names())
def test_the_library_and_its_draws_are_right(wrong, name):
    assert not wrong(parse(library.text(name), name).data)
    assert not wrong(parse(draw(name, 1, 2).dump(), name).data)


RIGHT = [
    {"duration": "3 s"},
    {"surface": {"ice_fraction": "20 %", "snow_depth": "+3 mm"}},
    {"ego": {"kind": "compact", "speed": {"truncated_normal": {
        "mean": "-1 m/s", "sd": "2 m/s", "low": "0 m/s", "high": "9 m/s"}}}},
    {"light": {"date": {"choice": {"2026-01-15": 2}}, "latitude": "-20 deg"}},
    {"actors": {"a": {"kind": "dog", "at": {"s": "60 m"}, "behaviour": {"kind": "cross"}}}},
]  # fmt: skip

WRONG = [
    {"duration": "-3 s"},
    {"duration": {"uniform": ["1 s", "2 s"]}},
    {"rates": {"control": "-10 Hz"}},
    {"surface": {"ice_fraction": 1.5}},
    {"surface": {"ice_fraction": {"beta": {"a": -1, "b": 2}}}},
    {"surface": {"snow_depth": {"uniform": ["-3 mm", "3 mm"]}}},
    {"ego": {"kind": "compact", "speed": {"choice": {"3 m/s": -1}}}},
    {"ego": {"kind": "compact", "speed": {"normal": {"mean": "9 m/s", "sd": "-1 m/s"}}}},
    {"ego": {"kind": "compact", "speed": {"mixture": [{"weight": -1, "of": "3 m/s"}]}}},
    {"ego": {"kind": "compact", "colour": {"choice": {"red": -1}}}},
    {"sensors": {"front": {"kind": "camera", "channels": ["rgb", "rgb"]}}},
    {"sensors": {"Front": {"kind": "camera"}}},
    {"actors": {"a": None}},
    {"actors": {"a": {"kind": "dog", "at": {"s": "60 m"}, "behaviour": {"kind": "follow_lane"}}}},
]


@pytest.mark.parametrize("part", RIGHT, ids=json.dumps)
def test_what_is_right_is_not_underlined(wrong, part):
    read(json.dumps({**BASE, **part}), "f.yaml")
    assert not wrong({**BASE, **part})


@pytest.mark.parametrize("part", WRONG, ids=json.dumps)
def test_what_is_wrong_is_underlined(wrong, part):
    with pytest.raises(ScenarioError):
        read(json.dumps({**BASE, **part}), "f.yaml")
    assert wrong({**BASE, **part})


def test_sensors_beside_a_rig_may_be_changed_and_taken_away(wrong):
    sensors = {"lidar_top": None, "cam_front": {"width": 800, "clock": {"drift": "20 ppm"}}}
    assert not wrong({**BASE, "rig": "nuscenes", "sensors": sensors})
    assert wrong({**BASE, "sensors": sensors})
    assert wrong({**BASE, "rig": "nuscense"})
    assert wrong({**BASE, "rig": "nuscenes", "sensors": {"cam_front": {"widht": 800}}})
    assert wrong({**BASE, "rig": "nuscenes", "wether": {}})


def test_a_file_that_extends_another_may_leave_out_and_take_away(wrong):
    parts = [
        {"actors": {"van_far": None, "child": {"height": "1 m"}}},
        {"road": {"length": "300 m"}, "ego": {"speed": "30 km/h"}, "require": None},
        {"sensors": {"front": {"width": 84}}, "weather": {"snow": None, "clouds": {"cover": 0.2}}},
    ]
    for part in parts:
        read(json.dumps({**CHANGE, **part}), "f.yaml")
        assert not wrong({**CHANGE, **part}), part


@pytest.mark.parametrize(
    "part",
    [{"wether": {}}, {"actors": {"child": {"hight": "1 m"}}}, {"ego": {"kind": "child"}},
     {"sensors": {"front": {"width": "84"}}}, {"weather": {"snow": {"rate": 3}}},
     {"actors": {"ball": {"kind": "ball", "behaviour": {"kind": "walk"}}}}],
    ids=json.dumps,
)  # fmt: skip
def test_it_is_held_to_the_rest_as_strictly(wrong, part):
    assert wrong({**CHANGE, **part})


def test_without_what_it_extends_it_is_incomplete(wrong):
    for key in ("whiteout", "road", "ego"):
        assert wrong({k: v for k, v in BASE.items() if k != key})
    assert wrong({**BASE, "actors": {"a": {"at": {"s": "60 m"}}}})
    assert wrong({"extends": "child-chases-ball"})
