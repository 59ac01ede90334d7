"""Fixtures that several files of tests share."""

import pytest
from datasets import SETTINGS, street
from senses import toys  # noqa: F401

import whiteout
from whiteout.main import run


@pytest.fixture(scope="session")
def small_street(tmp_path_factory):
    """A scenario file."""
    return street(tmp_path_factory.mktemp("scenario"))


@pytest.fixture(scope="session")
def small_dataset(small_street, tmp_path_factory):
    """The folder of a whole dataset; not to be changed."""
    out = tmp_path_factory.mktemp("dataset") / "data"
    whiteout.export(small_street, out=out, **SETTINGS)
    return out


@pytest.fixture
def call(capsys):
    """Runs the command line in this process: (exit code, stdout, stderr)."""

    def called(*words):
        with pytest.raises(SystemExit) as stop:
            run([str(word) for word in words])
        out, err = capsys.readouterr()
        return stop.value.code or 0, out, err

    return called
