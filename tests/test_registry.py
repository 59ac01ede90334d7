"""Registries: a folder is a registry, a file a plug-in, a package may add its own."""

import sys
from importlib.metadata import EntryPoint

import pytest
from whiteout.scenarios.language import library
from whiteout.scenarios.language.load import load
from whiteout.simcore import registry as module
from whiteout.simcore.registry import Registry, UnknownNameError, unknown


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A registry of a package with two plug-ins, one of which cannot be imported."""
    package = tmp_path / "shapes_for_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "_shared.py").write_text("")
    (package / "notes.txt").write_text("")
    (package / "cube.py").write_text(
        '"""A cube.\n\nSix faces.\n\nExample::\n\n    a:\n      kind: cube\n\n'
        'More words.\n"""\nSIDES = 6\n'
    )
    (package / "broken.py").write_text('"""A shape that is not finished."""\nraise RuntimeError\n')
    monkeypatch.syspath_prepend(tmp_path)
    yield Registry("shapes", "shapes_for_test")
    for name in [name for name in sys.modules if name.startswith("shapes_for_test")]:
        del sys.modules[name]


def test_plug_ins_are_the_files_of_the_folder(folder):
    assert folder.names() == ("broken", "cube")


def test_names_and_summaries_come_without_importing(folder):
    assert folder.summary("broken") == "A shape that is not finished."
    assert folder.summary("cube") == "A cube."
    assert "shapes_for_test.cube" not in sys.modules
    assert folder.load("cube").SIDES == 6


def test_the_example_of_a_manual_is_its_indented_block(folder):
    assert folder.example("cube") == "a:\n  kind: cube"
    assert folder.example("broken") == ""


def test_an_unknown_name_tells_the_nearest(folder):
    with pytest.raises(
        UnknownNameError, match=r"'cub': no such thing in shapes; did you mean 'cube'"
    ):
        folder.load("cub")


def test_a_name_is_never_a_module_path(folder):
    for name in ("os", "_shared", "__init__", "../cube", "shapes_for_test.cube", ""):
        with pytest.raises(UnknownNameError):
            folder.load(name)


def test_other_packages_add_plug_ins_by_entry_points(folder, monkeypatch):
    point = EntryPoint("spiral", "colorsys", "whiteout.shapes")
    monkeypatch.setattr(module, "entry_points", lambda group: [point])
    assert folder.names() == ("broken", "cube", "spiral")
    assert folder.load("spiral").__name__ == "colorsys"
    assert "color" in folder.summary("spiral").lower()


def test_other_packages_add_scenarios_by_entry_points(tmp_path, monkeypatch):
    package = tmp_path / "more_scenarios_for_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "icy-yard.yaml").write_text("whiteout: 1\nextends: child-chases-ball\n")
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("icy-yard", "more_scenarios_for_test", "whiteout.scenarios")
    monkeypatch.setattr(library._SHELF, "_foreign", {"icy-yard": point})
    assert "icy-yard" in library.names()
    assert load("icy-yard").name == "icy-yard"
    assert load("icy-yard").data["duration"] == "12 s"
    sys.modules.pop("more_scenarios_for_test", None)


def test_an_own_file_comes_before_a_foreign_one_of_the_same_name(folder, monkeypatch):
    monkeypatch.setattr(
        module, "entry_points", lambda group: [EntryPoint("cube", "colorsys", group)]
    )
    assert folder.load("cube").SIDES == 6


def test_unknown_words_name_the_nearest_or_a_few():
    assert unknown("snoww", ["snow", "rain"], "unknown effect") == (
        "'snoww': unknown effect; did you mean 'snow'?"
    )
    assert unknown("zzz", ["b", "a"], "unknown") == "'zzz': unknown; known: a, b"
    assert unknown("zzz", map(str, range(50)), "unknown") == "'zzz': unknown"
