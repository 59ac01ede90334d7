"""The command line: what it prints, where, and how it exits; and what importing costs."""

import json
import subprocess
import sys
from importlib.metadata import entry_points

import jsonschema
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language import library
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import load, read

import whiteout
from whiteout.main import COMMANDS


def test_the_command_is_installed():
    points = entry_points(group="console_scripts", name="whiteout")
    assert [point.value for point in points] == ["whiteout.main:run"]


def test_help_lists_all_commands_with_their_first_lines(call):
    code, out, _ = call("--help")
    assert code == 0
    flat = " ".join(out.replace("│", " ").split())
    for name in COMMANDS.names():
        assert name.replace("_", "-") in flat
        assert COMMANDS.summary(name) in flat


def test_help_begins_with_an_example(call):
    assert "whiteout preview child-chases-ball" in call("--help")[1].partition("Options")[0]


def test_the_help_of_an_export_shows_defaults(call):
    flat = " ".join(call("export", "--help")[1].replace("│", " ").split())
    assert "Seed of the draws. [default: (0)]" in flat
    assert "[default: (one per core)]" in flat


@pytest.mark.parametrize("name", COMMANDS.names())
def test_the_help_of_every_command_shows_an_example(call, name):
    code, out, _ = call(name.replace("_", "-"), "--help")
    assert code == 0
    assert "Example:" in out
    assert f"whiteout {name.replace('_', '-')}" in out.partition("Example:")[2]


def test_the_version_is_printed(call):
    assert call("--version") == (0, f"{whiteout.__version__}\n", "")


@pytest.mark.parametrize(
    "words", [["lst"], ["list", "--nope"], ["draw"], ["draw", "x", "--seed", "a"]]
)
def test_wrong_usage_exits_with_2(call, words):
    code, out, err = call(*words)
    assert code == 2
    assert not out
    assert err


def test_list_prints_names_and_summaries(call):
    code, out, _ = call("list")
    assert code == 0
    rows = dict(line.split(None, 1) for line in out.splitlines())
    assert tuple(rows) == library.names()
    assert rows["child-chases-ball"].startswith("A child runs after a ball")
    _, out, _ = call("list", "behaviours", "--json")
    assert {"name": "cross", "summary": "Walks or runs across the road, perhaps with a moment of "
            "doubt."} in json.loads(out)  # fmt: skip
    roads = call("list", "roads", "--quiet")[1].split()
    assert roads == sorted(roads) and {"bend", "crest", "crossing", "motorway"} < set(roads)
    assert "whiteout/ChildChasesBall-v0" in call("list", "envs", "--quiet")[1].split()


def test_what_cannot_be_listed_is_said(call):
    code, out, err = call("list", "faults")
    assert (code, out) == (2, "")
    assert "'faults': there are no such things to list; known: actors" in err


def test_show_prints_manual_settings_units_and_defaults(call):
    code, out, _ = call("show", "urban_street")
    assert code == 0
    assert "curvature: {uniform: [-0.004 1/m, 0.004 1/m]}" in out
    assert "lane_width: Width of each lane\n      length, 2.4 m to 4.5 m; default 3.25 m" in out
    (row,) = json.loads(call("show", "tasks/reach", "--json")[1])
    settings = {setting["name"]: setting for setting in row["settings"]}
    assert settings["goal.s"]["unit"] == "m"
    assert settings["goal.s"]["required"]
    assert row["example"].startswith("task:")
    assert "mount.pitch" in call("show", "camera")[1]
    code, _, err = call("show", "urban_stret")
    assert code == 2
    assert "did you mean 'urban_street'?" in err


def test_show_prints_scenarios_as_written_or_with_overrides(call):
    assert call("show", "child-chases-ball")[1] == library.text("child-chases-ball")
    _, out, _ = call("show", "child-chases-ball", "--set", "ego.speed=9 m/s")
    assert read(out, "f.yaml").data == load("child-chases-ball", ["ego.speed=9 m/s"]).data
    data = json.loads(call("show", "child-chases-ball", "--json")[1])
    assert data["sha256"] == load("child-chases-ball").digest


def test_validate_tells_all_problems_on_stderr_and_exits_with_2(call, tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("whiteout: 1\nroad: {kind: urban_street}\nego: {kind: compact}\n")
    bad.write_text("whiteout: 1\nroad: {kind: urban_street}\nego: {kind: compct}\nduration: 3\n")
    code, out, err = call("validate", good)
    assert (code, err) == (0, "")
    assert out == f"{good}: valid; 0 actors, 6 random quantities\n"
    code, out, err = call("validate", good, bad, "--quiet")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"{bad}:3: ego.kind: 'compct': unknown kind of actor; did you mean 'compact'?",
        f"{bad}:4: duration: 3 has no unit; expected one like '1.5 s'",
    ]
    code, out, err = call("validate", good, bad, "--json")
    assert (code, err) == (2, "")
    results = json.loads(out)
    assert [result["valid"] for result in results] == [True, False]
    assert results[1]["problems"][0]["line"] == 3


def test_validate_finds_requirements_that_nothing_meets(call):
    code, _, err = call("validate", "child-chases-ball", "--set", "require.fast=ego.speed > 100")
    assert code == 2
    assert "fast 1000 times" in err


SHEET = "v 0 0 0\nv 9000 0 0\nv 0 0 1\nf 1 2 3\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (SHEET, "sheet.obj is 9e+03 m long at a scale of 1; it must be between"),
        (SHEET.replace("9000", "nan"), "sheet.obj has coordinates that are not finite"),
        ("nonsense", "sheet.obj holds no triangles"),
    ],
)
def test_meshes_that_cannot_be_are_told_by_the_line_that_names_them(call, tmp_path, content, why):
    path = tmp_path / "a.yaml"
    thing = "actors:\n  it: {kind: mesh, at: {s: 50 m}, class: cargo,\n    file: sheet.obj}\n"
    cameras = "sensors: {front: {kind: camera, width: 64, height: 48}}\n"
    path.write_text(
        f"whiteout: 1\nroad: {{kind: urban_street}}\nego: {{kind: compact}}\n{cameras}{thing}"
    )
    (tmp_path / "sheet.obj").write_text(content)
    code, out, err = call("validate", path)
    assert (code, out) == (2, "")
    assert err.startswith(f"{path}:7: actors.it.file: {why}") and len(err.splitlines()) == 1
    code, out, err = call("preview", path, "--out", tmp_path / "out", "--quiet")
    assert (code, out) == (2, "")
    assert why.partition(" ")[2] in err and len(err.splitlines()) == 1


def test_draw_prints_the_draw(call):
    drawn = draw(load("deer-at-bend"), 4, 7)
    data = json.loads(call("draw", "deer-at-bend", "--seed", 4, "--index", 7, "--json")[1])
    assert data["u"] == drawn.u
    assert data["values"]["ego.speed"] == drawn.ego.speed
    assert data["values"]["light.date"] == "2026-10-20"
    text = call("draw", "deer-at-bend", "--seed", 4, "--index", 7, "--yaml")[1]
    assert draw(read(text, "f.yaml")) == drawn
    code, out, _ = call("draw", "deer-at-bend", "--seed", 4, "--index", 7)
    assert code == 0
    assert out.startswith("deer-at-bend: seed 4, index 7, attempt 0, sampler random\n")
    assert ["ego.speed", f"{drawn.ego.speed * 3.6:.6g}", "km/h"] in [
        line.split()[:3] for line in out.splitlines()
    ]
    sobol = call("draw", "deer-at-bend", "--sampler", "sobol", "--json")[1]
    assert json.loads(sobol)["u"] == draw(load("deer-at-bend"), 0, 0, "sobol").u


def test_the_schema_accepts_the_library_and_refuses_what_is_wrong(call):
    schema = json.loads(call("schema")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    for name in library.names():
        data = parse(library.text(name), name).data
        assert not list(check.iter_errors(data)), name
        for path, value in {
            "road": {"kind": "street"}, "ego": {"kind": "child"}, "wether": {},
            "duration": 12, "weather": {"snow": {"rate": {"unifrom": ["1 mm/h", "2 mm/h"]}}},
        }.items():  # fmt: skip
            assert list(check.iter_errors({**data, path: value})), path


def test_every_setting_of_the_schema_is_described(call):
    schema = json.loads(call("schema")[1])
    for name, part in schema["$defs"].items():
        for key, field in part.get("properties", {}).items():
            if name.endswith(("_road", "_actor", "_behaviour", "_sensor", "_task")):
                assert field.get("description"), f"{name}.{key}"


def test_an_interrupted_command_exits_with_130(monkeypatch, call):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("whiteout.commands.draw.draw", interrupted)
    code, out, err = call("draw", "deer-at-bend")
    assert (code, out, err) == (130, "", "interrupted\n")


def test_an_error_of_the_system_is_a_sentence(monkeypatch, call):
    def failing(*_, **__):
        raise OSError(28, "No space left on device", "out.yaml")

    monkeypatch.setattr("whiteout.commands.draw.draw", failing)
    assert call("draw", "deer-at-bend") == (1, "", "out.yaml: No space left on device\n")


HEAVY = ("numba", "scipy", "cv2", "trimesh", "pybullet")


def modules_after(code):
    """The modules that a fresh interpreter has loaded after some code."""
    script = f"import sys\n{code}\nprint(*sys.modules)"
    run_ = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(run_.stdout.split("\n")[-2].split())


def test_importing_whiteout_loads_nothing_heavy():
    modules = modules_after("import whiteout")
    assert not modules & {*HEAVY, "pydantic", "pint", "ruamel.yaml", "typer", "rich"}


def test_help_loads_no_scenario_code():
    modules = modules_after(
        "from whiteout.main import run\ntry: run(['--help'])\nexcept SystemExit: pass"
    )
    assert not modules & {*HEAVY, "pydantic", "pint", "ruamel.yaml"}


def test_public_names_are_listed_and_others_refused():
    public = {"draw", "export", "load", "open_dataset", "run"}
    assert {name for name in dir(whiteout) if not name.startswith("_")} == public
    assert "__version__" in dir(whiteout)
    assert whiteout.load is load
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        whiteout.lod  # noqa: B018
