"""Fixtures that several files of tests share."""

import pytest
from datasets import SETTINGS, street

import whiteout


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
