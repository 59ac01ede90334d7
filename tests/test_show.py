"""``whiteout show``: sections of files, environments, kinds; all that can be set is printed."""

import json
from functools import partial

import pytest
from whiteout.scenarios.language import library, sections
from whiteout.scenarios.language.spec import ScenarioSpec
from whiteout.sensors.presets.tables import named, presets

from whiteout.catalogue import registries


@pytest.fixture
def show(call):
    """Runs the command in this process: (exit code, stdout, stderr)."""
    return partial(call, "show")


def test_the_sections_are_the_keys_of_a_file():
    assert {*sections.names()} == {*ScenarioSpec.model_fields, "extends", "rig"} - {"draw"}


@pytest.mark.parametrize("name", sections.names())
def test_a_section_is_shown_with_all_of_its_settings(show, name):
    code, out, err = show(name)
    assert (code, err) == (0, "")
    found = sections.section(name)
    assert out.startswith(f"{name}: {found.summary}\n")
    for row in found.rows:
        assert f"  {row['name']}: {row['description']}\n" in out
    for registry, names in found.kinds:
        assert all(f"  {kind}" in out for kind in names), registry.name
    (data,) = json.loads(show(name, "--json")[1])
    assert [row["name"] for row in data["settings"]] == [row["name"] for row in found.rows]


def test_settings_are_shown_with_units_bounds_and_defaults(show):
    assert (
        "latitude: North positive\n      angle, -90 deg to 90 deg; default 50 deg"
        in show("light")[1]
    )
    ego = show("ego")[1]
    assert "at.s: Distance along the ego's route\n      length, -1 km to 20 km; default 10 m" in ego
    drivers = "aeb | constant | idm; default idm"
    assert f"driver.kind: Who drives it when no agent does\n      {drivers}" in ego
    assert "dirt: How dirty it is\n      ratio, 0 to 1; default {beta: {a: 2, b: 5}}" in ego
    assert (
        "goal.s: Distance along the route\n      length, 0 m to 20 km; must be given with goal"
        in (show("reach")[1])
    )
    assert "whole number, 8 to 4096; default 640" in show("camera")[1]
    assert "name of one of the actors; must be given" in show("chase")[1]


def test_an_environment_is_shown_as_its_scenario(show):
    assert show("whiteout/DeerAtBend-v0") == (0, library.text("deer-at-bend"), "")
    code, _, err = show("whiteout/DeerAtBnd-v0")
    assert code == 2
    assert "there is no such environment; did you mean 'whiteout/DeerAtBend-v0'?" in err


def test_a_mesh_is_a_file_whose_axes_are_said(show):
    out = show("mesh")[1]
    assert "name of a file beside the scenario (.obj .gltf .glb .stl .ply); must be given" in out
    assert "x forward, y left, z up" in out
    assert "LocalFile" not in out


def test_a_behaviour_says_whom_it_is_for(show):
    assert "It is for people and animals.\n" in show("cross")[1]
    (data,) = json.loads(show("bolt", "--json")[1])
    assert data["for"] == ["animals"]


def test_what_is_not_there_is_said_with_the_nearest_name(show):
    code, out, err = show("ligth")
    assert (code, out) == (2, "")
    assert (
        "'ligth': there is no such scenario, plug-in, preset, rig or section; did you mean 'light'?"
        in err
    )


def test_presets_are_listed_and_shown_with_the_source_of_each_value(call, show):
    rows = json.loads(call("list", "presets", "--json")[1])
    told = {row["name"]: row["summary"] for row in rows}
    tables = {kind: presets(kind) for kind in {item.kind for item in named().values()}}
    assert sorted(told) == sorted(name for table in tables.values() for name in table)
    for kind, table in tables.items():
        for name, values in table.items():
            assert told[name].startswith(f"{kind}: ")
            out = show(name)[1]
            assert f"{{kind: {kind}, preset: {name}}}" in out
            assert all(f"  {v.setting}: " in out and v.source in out for v in values)
            (data,) = json.loads(show(f"presets/{name}", "--json")[1])
            assert [row["source"] for row in data["settings"]] == [v.source for v in values]
        assert all(f"  {name} " in show(f"sensors/{kind}")[1] for name in table)
    assert "electronics.bits: 12\n      openpilot, ar0231.cc: bits_per_pixel" in show("ar0231")[1]
    assert "did you mean 'ar0231'" in show("ar0321")[2]


def test_names_of_presets_are_nobody_elses():
    others = {name for registry in registries().values() for name in registry.names()}
    assert not {*named()} & {*others, *library.names(), *sections.names()}


def test_the_course_of_weather_is_shown(show):
    code, out, _ = show("course")
    assert code == 0
    assert "rise: How long it takes to come\n      time, 0 s to 1 h; default 0.5 s" in out
    (data,) = json.loads(show("course", "--json")[1])
    names = [row["name"] for row in data["settings"]]
    assert names == ["onset", "duration", "rise", "fall", "before", "after"]
