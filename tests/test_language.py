"""The scenario language: what is read, what is refused, and how it is told."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language import library
from whiteout.scenarios.language.document import LARGEST_FILE, parse
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.scenarios.language.write import written

BASE = "whiteout: 1\nroad: {kind: urban_street}\nego: {kind: compact}\n"


def told(text, file="f.yaml", **options):
    """The problems of a text, as lines."""
    with pytest.raises(ScenarioError) as error:
        read(text, file, **options)
    return [str(problem) for problem in error.value.problems]


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
        "mistakes.yaml:18: weather.snow.rate: is missing: Snowfall as liquid water; "
        "0.5 mm/h is light, 3 mm/h heavy",
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
    ("weather: {temperature: -3 degC}", "weather.temperature", "unknown effect"),
    ("faults: {}", "faults", "unknown setting"),
    ("sensors: {front: {kind: camera, width: 3}}", "sensors.front.width", "at least 8"),
    ("sensors: {front: {kind: camera, channels: [rgb, rgb]}}", "sensors.front.channels",
     "'rgb' stands twice"),
    ("sensors: {front: {kind: camera, fov: 200 deg}}", "sensors.front.fov", "at most 150 deg"),
    ("rates: {control: 10 Hz, physics: 25 Hz}", "rates.physics", "whole multiple of control"),
    ("duration: {uniform: [1 s, 2 s]}", "duration", "the same in every draw"),
    ("metadata: {description: one, and two}", "metadata.and two", "put texts with commas"),
    ("metadata: {tags: urban}", "metadata.tags", "expected a list, as in [urban]"),
    ("sensors: {front: {kind: camera, channels: rgb}}", "sensors.front.channels",
     "expected a list, as in [rgb]"),
    ("sensors: {front: {kind: camera, channels: [rgb, deph]}}", "sensors.front.channels[1]",
     "'deph': expected one of rgb, depth, semantic, instance, normal, flow, cover; "
     "did you mean 'depth'?"),
    ("sensors: camera", "sensors", "expected a mapping, as in {front: {kind: camera}}"),
    ("actors: van", "actors", "expected a mapping, as in {van: {kind: van"),
    ("require: ego.speed > 3", "require", "expected a mapping, as in {far: "),
    ("surface: {ice_fraction: '0.3'}", "surface.ice_fraction", "write the number without quotes"),
    ("surface: {snow_depth: {gaussian: {mean: 3 mm, sd: 1 mm}}}", "surface.snow_depth.gaussian",
     "'gaussian': unknown distribution; did you mean 'normal'?"),
    ("colour: red", "colour", "known: actors, duration, ego, extends, light, metadata, rates, "
     "require, road, sensors, surface, task, weather, whiteout"),
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
        "f.yaml:3: ego.kind: 'child' is no vehicle; use box_truck, bus, compact, motorcycle, "
        "pickup, sedan, suv, van, wagon"
    ]


def test_a_motorway_has_the_lane_of_the_ego():
    lines = told(BASE.replace("urban_street", "motorway, lanes: 2, lane: 3"))
    assert lines == ["f.yaml:2: road.lane: there are only 2 lanes"]


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_file_extends_another(tmp_path):
    write(
        tmp_path,
        base=BASE + "sensors: {a: {kind: camera, channels: [rgb, depth]}}\n"
        "actors: {v: {kind: adult, at: {s: {uniform: [55 m, 59 m]}}, "
        "behaviour: {kind: cross, to: 1 m}}, w: {kind: van, at: {s: 9 m}}}\n",
        child="extends: base.yaml\nwhiteout: 1\nego: {speed: 9 m/s}\n"
        "sensors: {a: {channels: [rgb]}}\n"
        "actors: {v: {at: {s: {normal: {mean: 55 m, sd: 1 m}}, t: 1 m}, behaviour: {kind: stand}},"
        " w: null}\n",
    )
    spec = load(tmp_path / "child.yaml")
    drawn = draw(spec, 0, 0)
    assert drawn.ego.kind == "compact"  # mappings merge
    assert drawn.ego.speed == 9.0
    assert drawn.sensors["a"].channels == ("rgb",)  # lists replace
    assert "normal" in spec.data["actors"]["v"]["at"]["s"]  # a distribution replaces another
    assert drawn.actors["v"].at.t == 1.0
    assert drawn.actors["v"].behaviour.kind == "stand"  # another kind replaces the mapping
    assert "w" not in drawn.actors  # null takes away
    assert "extends" not in spec.data


def test_a_file_extends_the_library_and_errors_name_the_file_that_is_wrong(tmp_path):
    write(
        tmp_path,
        mine="whiteout: 1\nextends: child-chases-ball\nweather:\n  snow: {rate: 2 m}\n",
        broken=BASE + "duration: 3\n",
        child="whiteout: 1\nextends: broken.yaml\n",
    )
    spec = load(tmp_path / "mine.yaml", ["weather.snow.rate=2 mm/h"])
    assert spec.data["duration"] == "12 s"
    assert spec.name == "mine"  # the name of the base is not that of what extends it
    assert spec.metadata.tags == load("child-chases-ball").metadata.tags
    with pytest.raises(ScenarioError, match=r"mine.yaml:4: weather.snow.rate: 'm' is no unit"):
        load(tmp_path / "mine.yaml")
    with pytest.raises(ScenarioError, match=r"^.*/broken.yaml:4: duration: 3 has no unit"):
        load(tmp_path / "child.yaml")


def test_paths_stay_in_the_folder_and_chains_end(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    write(tmp_path, outside=BASE)
    (inner / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    write(
        inner,
        up="whiteout: 1\nextends: ../outside.yaml\n",
        absolute=f"whiteout: 1\nextends: {tmp_path}/outside.yaml\n",
        linked="whiteout: 1\nextends: link.yaml\n",
        lost="whiteout: 1\nextends: nothing.yaml\n",
        one="whiteout: 1\nextends: two.yaml\n",
        two="whiteout: 1\nextends: one.yaml\n",
        self="whiteout: 1\nextends: self.yaml\n",
        **{f"chain{k}": f"whiteout: 1\nextends: chain{k + 1}.yaml\n" for k in range(12)},
    )
    for name, message in {
        "up": "leaves the folder",
        "absolute": "leaves the folder",
        "linked": "leaves the folder",
        "lost": "there is no file 'nothing.yaml'",
        "one": "leads back to a file that extends it",
        "self": "leads back to a file that extends it",
        "chain0": "a chain of more than 8 files",
    }.items():
        with pytest.raises(ScenarioError, match=rf":2: extends: .*{message}"):
            load(inner / f"{name}.yaml")


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


TRIANGLE = "v 0 0 0\nv 1 0 0\nv 0 1 1\nf 1 2 3\n"


def test_a_single_text_is_one_override_and_what_is_no_text_a_type_error():
    assert load("child-chases-ball", "ego.speed=9 m/s").ego.speed.value == 9.0
    for wrong in (5, [3], b"ego.speed=9 m/s"):
        with pytest.raises(TypeError, match=r"expected texts such as 'ego\.speed=30 km/h'"):
            load("child-chases-ball", wrong)


def test_an_error_can_be_told_without_the_place_of_its_file(tmp_path):
    write(tmp_path, wrong=BASE + "duration: 3\n")
    with pytest.raises(ScenarioError) as error:
        load(tmp_path / "wrong.yaml")
    assert str(error.value).startswith(f"{tmp_path}/wrong.yaml:4: ")
    assert error.value.portable.startswith("wrong.yaml:4: duration: ")


def test_overrides_may_add_an_actor_piece_by_piece():
    changes = ["actors.first.at.s=90 m", "actors.first.kind=adult"]
    assert load("child-chases-ball", changes).actors["first"].kind == "adult"


def test_files_that_a_scenario_names_lie_beside_it(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "rock.obj").write_text(TRIANGLE)
    (tmp_path / "a" / "torn.obj").write_text("v 0 0 0\n")
    (tmp_path / "secret.obj").write_text(TRIANGLE)
    line = "actors: {r: {kind: mesh, class: rock, at: {s: 60 m}, file: %s}}\n"
    folder = tmp_path / "a"
    spec = read(BASE + line % "rock.obj", "f.yaml", folder)
    assert draw(spec, 0, 0).actors["r"].file.path == folder.resolve() / "rock.obj"
    assert draw(read(draw(spec, 0, 0).dump(), "f.yaml", folder)) == draw(spec, 0, 0)
    for name, message in {
        "../secret.obj": "leaves the folder",
        str(tmp_path / "secret.obj"): "leaves the folder",
        "nothing.stl": "there is no file",
        "rock.exe": "must end in",
        "torn.obj": "f.yaml:4: actors.r.file: torn.obj holds no triangles",
        "3": "expected the name of a file",
    }.items():
        assert message in told(BASE + line % name, folder=folder)[0]
    assert "a file of its own" in told(BASE + line % "rock.obj")[0]
    wrong = line.replace("class: rock", "class: rcok") % "rock.obj"
    assert "did you mean 'rock'" in told(BASE + wrong, folder=folder)[0]


def test_the_content_of_files_is_part_of_a_scenario_and_their_place_is_not(tmp_path):
    line = "actors: {r: {kind: mesh, class: rock, at: {s: 60 m}, file: %s}}\n"
    (tmp_path / "rock.obj").write_text("mtllib red.mtl\nusemtl red\n" + TRIANGLE)
    (tmp_path / "red.mtl").write_text("newmtl red\nKd 1 0 0\n")
    spec = read(BASE + line % "rock.obj", "f.yaml", tmp_path)
    (file,) = spec.files.values()
    assert file.others == ("red.mtl",) and spec.files.keys() == {("actors", "r", "file")}
    home = tmp_path / "files" / file.sha256[:16]
    home.mkdir(parents=True)
    for name, path in file.parts.items():
        (home / name).write_bytes(path.read_bytes())
    assert read(BASE + line % file.address, "f.yaml", tmp_path).digest == spec.digest
    (tmp_path / "red.mtl").write_text("newmtl red\nKd 0 0 1\n")
    assert read(BASE + line % "rock.obj", "f.yaml", tmp_path).digest != spec.digest


def test_the_scenario_of_an_episode_finds_the_files_of_its_dataset_and_no_others(tmp_path):
    line = "actors: {r: {kind: mesh, class: rock, at: {s: 60 m}, file: %s}}\n"
    episode = tmp_path / "shards/000000/00000003"
    for name in ("files/ab/rock.obj", "other.obj"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TRIANGLE)
    episode.mkdir(parents=True)
    spec = read(BASE + line % "files/ab/rock.obj", "f.yaml", episode)
    assert spec.actors["r"].file.path.samefile(tmp_path / "files/ab/rock.obj")
    for name in ("files/../other.obj", "../../../files/ab/rock.obj", "other.obj"):
        (message,) = told(BASE + line % name, folder=episode)
        assert "leaves the folder" in message or "there is no file" in message
    (message,) = told(BASE + line % "files/ab/rock.obj", folder=episode.parent)
    assert "there is no file" in message


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


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
    | st.sampled_from(["yes", "off", "012", "1e5", ".inf", "null", "3 m", "a: b", "- x", "#", "'"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.from_regex(r"[a-z]{1,3}[a-z_]{2}", fullmatch=True), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{5}", fullmatch=True), PLAIN, max_size=4))
def test_what_is_written_is_read_back_unchanged(data):
    assert parse(written(data), "f").data == data


LIBRARY = [library.text(name) for name in library.names()]
FRAGMENTS = ["{", "}", "[", "]", ":", "- ", "\n", "  ", "\t", "#", "&a ", "*a", "!!str ", "| ", "'",
             '"', "null", "true", "1e999", ".nan", "-", ",", "? ", "---", "yes", "\x00", "\u2028",
             "{uniform: [1 m, 2 m]}", "{choice: {a: 1}}", "{expr: ego.at.s}", "{expr: 1/0}",
             "extends: child-chases-ball", "kind:", "1 m", "2 km/h", "<<"]  # fmt: skip


@st.composite
def mangled(draw_from):
    text = draw_from(st.sampled_from(LIBRARY))
    for _ in range(draw_from(st.integers(1, 4))):
        start = draw_from(st.integers(0, len(text)))
        end = start + draw_from(st.sampled_from([0, 0, 1, 5, 40]))
        text = text[:start] + draw_from(st.sampled_from(FRAGMENTS)) + text[end:]
    return text


VALUES = [None, True, 0, -1, 3.5, 1e300, "", "x", "3 m", "5 km/h", "30 deg", [], {}, [1, 2],
          {"uniform": ["1 m", "2 m"]}, {"uniform": ["2 m", "1 m"]}, {"expr": "ego.at.s"},
          {"expr": "ego.at.s / 0"}, {"expr": "log(0)"}, {"expr": ""}, {"choice": {"3 m": 1}},
          {"choice": []}, {"normal": {"mean": "1 m", "sd": "1 m"}}, {"poisson": {"mean": 3}},
          {"mixture": [{"weight": 1, "of": "3 m"}]}, {"beta": {"a": 1e-300, "b": 1e300}},
          {"log_normal": {"median": "1 s", "sigma": 500}}, {"kind": "van"}, {"kind": ["x"]},
          {"log_uniform": ["1e-300 m", "1e300 m"]}, "not (1 > 2)", "(" * 100,
          {"truncated_normal": {"mean": "1e300 m", "sd": "1 m", "low": "0 m", "high": "1 m"}},
          {"weibull": {"shape": 1e-3, "scale": "1 m"}}]  # fmt: skip


def paths(data, path=()):
    yield path
    for key, value in data.items() if isinstance(data, dict) else ():
        yield from paths(value, (*path, key))


@st.composite
def changed(draw_from):
    """A scenario of the library with values replaced, removed or added, as JSON."""
    data = json.loads(json.dumps(parse(draw_from(st.sampled_from(LIBRARY)), "f").data))
    for _ in range(draw_from(st.integers(1, 2))):
        path = draw_from(st.sampled_from([p for p in paths(data) if p]))
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        what = draw_from(st.integers(0, 9))
        if what == 0:
            del inner[path[-1]]
        else:
            key = path[-1] if what < 8 else draw_from(st.sampled_from(["kind", "at", "x y", "s"]))
            inner[key] = copy.deepcopy(draw_from(st.sampled_from(VALUES)))
    return json.dumps(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80) | mangled() | changed())
def test_any_text_is_a_scenario_or_a_clean_error(text):
    try:
        drawn = draw(read(text, "f.yaml"), 0, 0)
    except ScenarioError as error:
        assert all(problem.message for problem in error.problems)
        assert all("\n" not in str(problem) for problem in error.problems)
        return
    assert draw(read(drawn.dump(), "scenario.yaml")) == drawn
