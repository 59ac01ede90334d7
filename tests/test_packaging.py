"""The distribution: every module and table is in the wheel, and the wheel works on its own."""

import configparser
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
ROOMS = ("simcore", "sensors", "scenarios", "envs", "dataset", "whiteout")
NOT_DATA = {".py", ".pyc", ".nbi", ".nbc"}


def setup():
    found = configparser.ConfigParser()
    found.read(TOP / "setup.cfg")
    return found


def packaged(folder: Path) -> str:
    parts = folder.relative_to(TOP).parts
    return ".".join(parts if parts[0] == "whiteout" else ("whiteout", *parts))


def test_every_package_is_named():
    named = set(setup()["options"]["packages"].split())
    there = {packaged(init.parent) for room in ROOMS for init in (TOP / room).rglob("__init__.py")}
    assert named == there


def test_every_folder_with_modules_is_a_package():
    for room in ROOMS:
        for module in (TOP / room).rglob("*.py"):
            assert (module.parent / "__init__.py").exists(), module


def test_every_table_is_named():
    given = setup()["options.package_data"]
    named = set()
    for package, patterns in given.items():
        folder = TOP.joinpath(*package.split(".")[package != "whiteout" :])
        for pattern in patterns.split():
            found = list(folder.glob(pattern))
            assert found, f"{package}: {pattern}"
            named |= set(found)
    files = {file for room in ROOMS for file in (TOP / room).rglob("*") if file.is_file()}
    assert named == {f for f in files if f.suffix not in NOT_DATA}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    copy = tmp_path_factory.mktemp("source") / "whiteout"
    # A copy, since setuptools leaves `build` and `*.egg-info` beside what it builds.
    for room in ROOMS:
        shutil.copytree(TOP / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(TOP / name, copy)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*build, str(copy)], check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_all_that_is_imported_or_read(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    for room in ROOMS:
        top = "" if room == "whiteout" else "whiteout/"
        for file in (TOP / room).rglob("*"):
            if file.is_file() and file.suffix in NOT_DATA - {".py"}:
                continue
            if file.is_file():
                assert f"{top}{file.relative_to(TOP).as_posix()}" in inside, file
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in inside)


@pytest.mark.slow
def test_the_wheel_works_outside_of_the_checkout(wheel, tmp_path):
    """Installed alone, found before the checkout, with nothing compiled."""
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--no-index"]
    subprocess.run([*install, "--target", str(site), str(wheel)], check=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*words):
        return subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env=environment, check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip

    assert str(site) in run("-c", "import whiteout; print(whiteout.__file__)")
    main = ("-c", "from whiteout.main import run; run()")
    assert "child-chases-ball" in run(*main, "list")
    run(*main, "export", "child-chases-ball", "--frames", "2", "--out", "two")
    assert len(list((tmp_path / "two").rglob("rgb/*.png"))) == 2
