"""Texts of scenarios, and what is told of wrong ones."""

import pytest
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.problems import ScenarioError

BASE = "whiteout: 1\nroad: {kind: urban_street}\nego: {kind: compact}\n"


def told(text, file="f.yaml", **options):
    """The problems of a text, as lines."""
    with pytest.raises(ScenarioError) as error:
        read(text, file, **options)
    return [str(problem) for problem in error.value.problems]


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
