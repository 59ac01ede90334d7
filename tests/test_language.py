"""The scenario language: what is read, what is refused, and how it is told."""

import pytest
from scenario_texts import BASE, told, write
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.document import LARGEST_FILE, parse
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import ScenarioError

MISTAKES = """\
whiteout: 1
metadata: {name: mistakes, discription: twelve of them}
duration: 12
road:
  kind: urban_stret
ego:
  kind: compact
  speed: {uniform: [25 kmh, 45 km/h]}
actors:
  van:
    kind: van
    at: {s: {unifrom: [60 m, 80 m]}, t: -2.9 m}
  child:
    kind: child
    at: {s: {expr: actors.vna.at.s + 4.3}, t: -5.2 m}
    behaviour: {kind: chase, target: vam, speed: 3 m}
weather:
  snow: {rte: 1 mm/h}
light: {time: 13:30}
require:
  enough: actors.van.at.s - ego.at.s
"""


def test_many_mistakes_are_told_at_once_each_with_line_path_and_remedy():
    assert told(MISTAKES, "mistakes.yaml") == [
        "mistakes.yaml:2: metadata.discription: unknown setting; did you mean 'description'?",
        "mistakes.yaml:3: duration: 12 has no unit; expected one like '1.5 s'",
        "mistakes.yaml:5: road.kind: 'urban_stret': unknown kind of road; "
        "did you mean 'urban_street'?",
        "mistakes.yaml:8: ego.speed.uniform[0]: 'kmh': unknown unit; did you mean 'km/h'?",
        "mistakes.yaml:12: actors.van.at.s.unifrom: 'unifrom': unknown distribution; "
        "did you mean 'uniform'?",
        "mistakes.yaml:15: actors.child.at.s.expr: 'actors.vna.at.s': 'vna': "
        "there is no such actor; did you mean 'van'?",
        "mistakes.yaml:16: actors.child.behaviour.speed: 'm' is no unit of speed; "
        "expected one like '50 km/h'",
        "mistakes.yaml:16: actors.child.behaviour.target: 'vam': there is no such actor; "
        "did you mean 'van'?",
        "mistakes.yaml:18: weather.snow.rte: unknown setting; did you mean 'rate'?",
        "mistakes.yaml:19: light.time: '13:30' is no quantity; write times in hours, "
        "as in '13.5 h'",
        "mistakes.yaml:21: require.enough: 'actors.van.at.s - ego.at.s' must be a comparison, "
        "true or false",
    ]


BOMB = "a: &a [1,1,1,1,1,1,1,1]\n" + "".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [{','.join(['*' + chr(97 + k)] * 9)}]\n" for k in range(9)
)

REFUSED = [
    ("a: [1", ":1: ", "no YAML here"),
    ("a: b: c", ":1: ", "no YAML here"),
    ("\ta: 1", ":1: ", "a tab cannot indent"),
    ("a:\n\t- b", ":2: ", "a tab cannot indent"),
    ("a: yes", ":1: a: ", "means different things in YAML 1.1 and 1.2"),
    ("a: OFF", ":1: a: ", "means different things"),
    ("on: 1", ":1: ", "means different things"),
    ("a: 012", ":1: a: ", "leave out the leading zeros"),
    ("a: .inf", ":1: a: ", "numbers must be finite"),
    ("a: .NaN", ":1: a: ", "numbers must be finite"),
    ("a: 1e999", ":1: a: ", "numbers must be finite"),
    ("a: 1\nb: 2\na: 3", ":3: a: ", "is given twice"),
    ("a: 1\n'a': 3", ":2: a: ", "is given twice"),
    ("a: &x [*x]", ":1: a[0]: ", "contains itself"),
    ("a: &x {b: {c: *x}}", ":1: a.b.c: ", "contains itself"),
    ("a: *x", ":1: a: ", "refers to no anchor above it"),
    (BOMB, ":5: e[0]: ", "over 10000 values"),
    ("a: !!python/object:os.system {}", ":1: a: ", "tags such as"),
    ("a: !secret x", ":1: a: ", "tags such as"),
    ("<<: {a: 1}", ":1: ", "merge keys '<<'"),
    ("[1]: 2", ":1: ", "a key is a plain word"),
    ("---\na: 1\n---\nb: 2", ":3: ", "one scenario"),
    ("%YAML 1.1\n---\na: 1", ":2: ", "scenarios are YAML 1.2"),
    ("%YAML 1.99999999999999999999\n---\na: 1", ": ", "no YAML"),
    ('a: "\\U99999999"', ": ", "no YAML"),
    ('a: "\\ud800"', ":1: a: ", "surrogate"),
    ("a: \x00", ": ", "no YAML"),
    ("[" * 500, ":1: ", "levels of nesting"),
    ("a: " + "{b: " * 500, ":1: ", "levels of nesting"),
    ("", ":1: ", "expected a mapping"),
    ("- whiteout: 1", ":1: ", "expected a mapping"),
    (b"a: \xff", ":1: ", "not UTF-8"),
    (b"a: 1\nb: \xff", ":2: ", "not UTF-8"),
    ("#" * (LARGEST_FILE + 1), ": ", "at most"),
    ("road: {kind: urban_street}", ":1: whiteout: ", "begin the file with 'whiteout: 1'"),
    ("whiteout: 2", ":1: whiteout: ", "reads version 1 of the language, not 2"),
    ("whiteout: true", ":1: whiteout: ", "reads version 1"),
]


@pytest.mark.parametrize(("text", "place", "message"), REFUSED, ids=lambda part: repr(part)[:24])
def test_files_that_are_no_scenario_are_refused_with_a_sentence(text, place, message):
    lines = told(text)
    assert any(line.startswith(f"f.yaml{place}") and message in line for line in lines), lines
    assert all("\n" not in line for line in lines)


WRONG = [
    ("actors: {a: {kind: vam, at: {s: 1 m}}}", "actors.a.kind", "did you mean 'van'?"),
    ("actors: {a: {at: {s: 1 m}}}", "actors.a", "needs a 'kind', one of adult"),
    ("actors: {a: van}", "actors.a", "expected a mapping with a kind"),
    ("actors: {a: {kind: van}}", "actors.a.at", "is missing: Where it begins"),
    ("actors: {A-1: {kind: van, at: {s: 1 m}}}", "actors.A-1", "is no name; use small letters"),
    ("actors: {if: {kind: van, at: {s: 1 m}}}", "actors.if", "cannot be a name"),
    ("actors: {a: {kind: van, at: {s: 1 m}, behaviour: {kind: chase, target: a}}}",
     "actors.a.behaviour.target", "cannot refer to itself"),
    ("actors: {a: {kind: van, at: {s: 1 m}, start: {kind: after, actor: b}}}",
     "actors.a.start.actor", "there is no such actor; known: a"),
    ("actors: {a: {kind: van, at: {s: {expr: actors.a.at.s + 1}}}}",
     "actors.a.at.s.expr", "depends on itself: actors.a.at.s → actors.a.at.s"),
    ("actors: {a: {kind: van, at: {s: {expr: actors.b.at.s}}}, "
     "b: {kind: van, at: {s: {expr: actors.a.at.s}}}}",
     "actors.a.at.s.expr", "depends on itself: actors.a.at.s → actors.b.at.s → actors.a.at.s"),
    ("actors: {a: {kind: dog, at: {s: 60 m}, behaviour: {kind: follow_lane}}}",
     "actors.a.behaviour.kind", "'follow_lane' is for vehicles; what fits 'dog': bolt, chase"),
    ("actors: {a: {kind: cyclist, at: {s: 60 m}, behaviour: {kind: bolt}}}",
     "actors.a.behaviour.kind", "'bolt' is for animals; what fits 'cyclist': ride"),
    ("actors: {a: {kind: sedan, at: {s: 60 m}, behaviour: {kind: ride}}}",
     "actors.a.behaviour.kind", "'ride' is for cyclists; what fits 'sedan': brake"),
    ("require: {x: ego.sped > 3}", "require.x", "did you mean 'ego.speed'?"),
    ("require: {x: ego.at > 3}", "require.x", "is no quantity but holds some"),
    ("require: {x: ego.colour > 3}", "require.x", "is no number"),
    ("require: {x: 3}", "require.x", "expected a comparison"),
    ("weather: {sno: {rate: 1 mm/h}}", "weather.sno", "unknown effect; did you mean 'snow'?"),
    ("weather: {plague: -3 degC}", "weather.plague", "unknown effect"),
    ("faults: {}", "faults", "unknown setting"),
    ("sensors: {front: {kind: camera, width: 3}}", "sensors.front.width", "at least 8"),
    ("sensors: {front: {kind: camera, channels: [rgb, rgb]}}", "sensors.front.channels",
     "'rgb' stands twice"),
    ("sensors: {front: {kind: camera, fov: 250 deg}}", "sensors.front.fov", "at most 240 deg"),
    ("sensors: {front: {kind: camera, fov: 200 deg}}", "sensors.front.lens", "at most 150 deg"),
    ("rates: {control: 10 Hz, physics: 25 Hz}", "rates.physics", "whole multiple of control"),
    ("duration: {uniform: [1 s, 2 s]}", "duration", "the same in every draw"),
    ("metadata: {description: one, and two}", "metadata.and two", "put texts with commas"),
    ("metadata: {tags: urban}", "metadata.tags", "expected a list, as in [urban]"),
    ("sensors: {front: {kind: camera, channels: rgb}}", "sensors.front.channels",
     "expected a list, as in [rgb]"),
    ("sensors: {front: {kind: camera, channels: [rgb, deph]}}", "sensors.front.channels[1]",
     "'deph': expected one of rgb, raw, linear, depth, semantic, instance, normal, flow, cover, "
     "damage; did you mean 'depth'?"),
    ("sensors: camera", "sensors", "expected a mapping, as in {front: {kind: camera}}"),
    ("actors: van", "actors", "expected a mapping, as in {van: {kind: van"),
    ("require: ego.speed > 3", "require", "expected a mapping, as in {far: "),
    ("surface: {ice_fraction: '0.3'}", "surface.ice_fraction", "write the number without quotes"),
    ("surface: {snow_depth: {gaussian: {mean: 3 mm, sd: 1 mm}}}", "surface.snow_depth.gaussian",
     "'gaussian': unknown distribution; did you mean 'normal'?"),
    ("colour: red", "colour", "known: actors, duration, ego, extends, light, metadata, rates, "
     "require, rig, road, sensors, surface, task, weather, whiteout"),
    ("metadata: {domain: flying}", "metadata.domain", "expected 'driving'"),
    ("extends: chld-chases-ball", "extends", "did you mean 'child-chases-ball'?"),
    ("extends: [a]", "extends", "expected the name of a scenario"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), WRONG, ids=lambda part: str(part)[:40])
def test_scenarios_that_are_wrong_are_told_where_and_why(text, path, message):
    lines = told(BASE + text)
    assert any(f": {path}: " in line and message in line for line in lines), lines


def test_the_ego_is_a_vehicle_with_a_driver():
    lines = told("whiteout: 1\nroad: {kind: urban_street}\nego: {kind: child}\n")
    assert lines == [
        "f.yaml:3: ego.kind: 'child' is no vehicle; use ambulance, box_truck, bus, compact, "
        "motorcycle, pickup, police_car, sedan, suv, van, wagon"
    ]


def test_a_motorway_has_the_lane_of_the_ego():
    lines = told(BASE.replace("urban_street", "motorway, lanes: 2, lane: 3"))
    assert lines == ["f.yaml:2: road.lane: there are only 2 lanes"]


def test_an_error_can_be_told_without_the_place_of_its_file(tmp_path):
    write(tmp_path, wrong=BASE + "duration: 3\n")
    with pytest.raises(ScenarioError) as error:
        load(tmp_path / "wrong.yaml")
    assert str(error.value).startswith(f"{tmp_path}/wrong.yaml:4: ")
    assert error.value.portable.startswith("wrong.yaml:4: duration: ")


def test_files_that_cannot_be_read_are_told(tmp_path):
    for path, message in {
        tmp_path / "nothing.yaml": "No such file",
        tmp_path: "is a folder",
        "nothing": "no such scenario in the library",
    }.items():
        with pytest.raises(ScenarioError, match=message):
            load(path)


def test_numbers_and_words_are_those_of_yaml_1_2():
    text = "a: 1e-3\nb: 0o17\nc: 0x1F\nd: 12:30:00\ne: 1_000\nf: ~\ng: 2026-01-15\nh: 'yes'\ni: 1."
    assert parse(text, "f").data == {
        "a": 0.001, "b": 15, "c": 31, "d": "12:30:00", "e": "1_000", "f": None,
        "g": "2026-01-15", "h": "yes", "i": 1.0,
    }  # fmt: skip


def test_anchors_may_be_reused():
    text = BASE + "sensors: {b: {kind: camera, mount: {x: &far 2 m, z: *far}}}\n"
    assert draw(read(text, "f.yaml"), 0, 0).sensors["b"].mount.z == 2.0
