"""What every plug-in of every registry promises, and every scenario of the library."""

import re
from importlib.util import find_spec
from typing import get_args

import pytest
from road_files import TWO_ROADS
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language import library
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.references import fitting, groups_for
from whiteout.scenarios.language.spec import SHARED, Ego
from whiteout.scenarios.plugins import ACTORS, BEHAVIOURS
from whiteout.simcore.quantity.drawable import Measure
from whiteout.simcore.quantity.settings import Settings, rules_of
from whiteout.simcore.quantity.units import read as read_quantity

from whiteout.catalogue import registries

ROOMS = ("roads", "actors", "behaviours", "starts", "drivers", "tasks", "sensors", "effects")
PLUGINS = [(registry, name) for room in ROOMS for registry in [registries()[room]]
           for name in registry.names()]  # fmt: skip
IDS = [f"{registry.name}/{name}" for registry, name in PLUGINS]

MINIMAL = {"whiteout": "whiteout: 1", "road": "road: {kind: urban_street}",
           "ego": "ego: {kind: compact}"}  # fmt: skip


TETRAHEDRON = """
v 0 0 0
v 1 0 0
v 0 1 0
v 0 0 1
f 1 3 2
f 1 2 4
f 2 3 4
f 1 4 3
"""


def completed(example):
    """An example with what a scenario needs besides."""
    given = parse(example, "example").data
    return "\n".join([example, *(line for key, line in MINIMAL.items() if key not in given)])


@pytest.mark.parametrize(("registry", "name"), PLUGINS, ids=IDS)
def test_a_plug_in_has_a_line_an_example_and_settings(registry, name):
    summary = registry.summary(name)
    assert re.fullmatch(r"[A-Z].{8,98}[.]", summary), summary
    assert registry.example(name), "no YAML under 'Example::' in the docstring"
    assert issubclass(registry.load(name).Settings, Settings)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


@pytest.mark.parametrize(("registry", "name"), PLUGINS, ids=IDS)
def test_the_example_is_a_scenario_that_uses_the_plug_in(registry, name, tmp_path):
    (tmp_path / "statue.obj").write_text(TETRAHEDRON)
    (tmp_path / "town.xodr").write_text(TWO_ROADS)
    example = registry.example(name)
    assert re.search(rf"\b{name}\b", example)
    drawn = draw(read(completed(example), "example.yaml", tmp_path), 0, 0)
    assert draw(read(drawn.dump(), "scenario.yaml", tmp_path)) == drawn


EYE = "\nsensors: {eye: {kind: camera, width: 32, height: 24, mount: {x: 1.5 m, z: 1.4 m}}}"


@pytest.mark.parametrize(("registry", "name"), PLUGINS, ids=IDS)
def test_every_setting_is_read(registry, name, tmp_path, monkeypatch):
    """Some draw of the example, run for a moment, asks for each field of the drawn settings."""
    (tmp_path / "statue.obj").write_text(TETRAHEDRON)
    (tmp_path / "town.xodr").write_text(TWO_ROADS)
    text = completed(registry.example(name))
    if "PyBullet" in (registry.load(name).__doc__ or "") and find_spec("pybullet") is None:
        pytest.skip("needs PyBullet")
    spec = read(text if "sensors:" in text else text + EYE, "example.yaml", tmp_path)
    asked = set()

    def record(self, field):
        asked.update((base, field) for base in type(self).__mro__)
        return object.__getattribute__(self, field)

    fields = {(model, field) for model in models(registry.load(name).Settings)
              for field in model.model_fields}  # fmt: skip
    for index in range(6):
        drawn = draw(spec, 0, index)
        with monkeypatch.context() as watched:
            watched.setattr(Settings, "__getattribute__", record)
            episode = Episode(drawn)
            episode.reset()
            episode.step(episode.driver_action)
        if fields <= asked:
            return
    assert not {field for model, field in fields - asked}


def models(model):
    """The model and all models of its fields."""
    yield model
    for info in model.model_fields.values():
        for part in (info.annotation, *get_args(info.annotation)):
            if isinstance(part, type) and issubclass(part, Settings):
                yield from models(part)


@pytest.mark.parametrize(("registry", "name"), PLUGINS, ids=IDS)
def test_settings_have_descriptions_and_limits_of_their_own_dimension(registry, name):
    model = registry.load(name).Settings
    rules = rules_of(model)
    for field, info in model.model_fields.items():
        assert info.description, field
        if field in rules and isinstance(rules[field][0], Measure):
            measure, limits = rules[field]
            for limit in (limits.low, limits.high):
                if isinstance(limit, str):
                    assert read_quantity(limit, measure.dimension) == pytest.approx(
                        limits.bounds[0 if limit == limits.low else 1]
                    )
                else:
                    assert limit is None or measure.dimension.bare, field


@pytest.mark.parametrize(("registry", "name"), PLUGINS, ids=IDS)
def test_settings_do_not_hide_the_keys_of_their_registry(registry, name):
    own = registry.load(name).Settings.model_fields
    for shared in (SHARED.get(registry.name), Ego if registry.name == "actors" else None):
        assert not shared or not own.keys() & shared.model_fields.keys()


@pytest.mark.parametrize("kind", ACTORS.names())
def test_an_actor_belongs_to_a_group_that_some_behaviour_is_for(kind):
    assert fitting(kind)


@pytest.mark.parametrize("behaviour", BEHAVIOURS.names())
def test_a_behaviour_is_for_groups_that_there_are(behaviour):
    groups = {ACTORS.load(kind).Settings.group for kind in ACTORS.names()}
    assert groups_for(behaviour)
    assert groups >= set(groups_for(behaviour))


SCENARIOS = library.names()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_of_the_library_is_named_as_its_file_and_tagged(name):
    spec = load(name)
    assert spec.metadata.name == name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert 20 < len(spec.metadata.description) <= 110
    assert len(spec.metadata.tags) >= 3
    assert library.summary(name) == spec.metadata.description
    assert spec.sensors


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_of_the_library_is_seldom_rejected(name):
    spec = load(name)
    attempts = [draw(spec, 1_000_003, index).attempt for index in range(60)]
    assert sum(attempts) < 3 * len(attempts)


@pytest.mark.parametrize("name", SCENARIOS)
def test_actors_of_the_library_begin_on_the_road_ahead_of_the_ego(name):
    spec = load(name)
    for index in range(20):
        drawn = draw(spec, 17, index)
        for actor in drawn.actors.values():
            assert actor.at.s - drawn.ego.at.s > -5.0
            crosses = actor.behaviour is not None and actor.behaviour.kind == "go_straight"
            assert abs(actor.at.t) < (150.0 if crosses else 15.0)


def test_the_library_holds_the_six_scenarios_of_the_first_step():
    assert set(SCENARIOS) >= {
        "child-chases-ball", "deer-at-bend", "cyclist-crossing-turn", "motorway-cut-in",
        "stopped-car-behind-crest", "pedestrian-at-night",
    }  # fmt: skip
