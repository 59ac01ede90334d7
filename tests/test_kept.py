"""The files that a scenario names are part of its dataset: no change of one mixes two worlds."""

import json
import shutil

import pytest
from datasets import STREET, contents
from whiteout.dataset.plan import PlanError
from whiteout.dataset.reader import DatasetError

import whiteout
from whiteout.main import run

STATUE = "  statue: {kind: mesh, file: things/statue.obj, class: cargo, at: {s: 20 m, t: 2 m}}\n"
BOX = "".join(f"v {x} {y} {z}\n" for x in (0, 1) for y in (0, 1) for z in (0, 1)) + (
    "f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6\n"
)
SETTINGS = {"episodes": 2, "seed": 5, "every": 4, "shard_size": 1}


def paint(folder, colour):
    (folder / "things/red.mtl").write_text(f"newmtl paint\nKd {colour}\n")


def written(folder):
    """The scenario with its mesh, in a folder."""
    (folder / "things").mkdir(parents=True)
    (folder / "things/statue.obj").write_text("mtllib red.mtl\nusemtl paint\n" + BOX)
    paint(folder, "1 0 0")
    path = folder / "statue.yaml"
    text = STREET.replace("small-street", "statue").replace("actors:\n", "actors:\n" + STATUE)
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A dataset, from a scenario that is no more."""
    folder = tmp_path_factory.mktemp("statue")
    whiteout.export(written(folder / "scenario"), out=folder / "data", **SETTINGS)
    shutil.rmtree(folder / "scenario")
    return folder / "data"


def test_the_files_lie_in_the_dataset_under_their_content_and_in_its_digests(made):
    plan = json.loads((made / "plan.json").read_text())
    (address,) = plan["files"].values()
    assert list(plan["files"]) == ["actors.statue.file"]
    assert (made / address).read_text().endswith(BOX)
    names = {path.relative_to(made).as_posix() for path in (made / "files").rglob("*.*")}
    assert names == {address, address.replace("statue.obj", "red.mtl")}
    assert names <= json.loads((made / "manifest.json").read_text())["files"].keys()
    data = whiteout.open_dataset(made, verify=True)
    assert any(item.class_name == "cargo" for item in data.frames[0].truth["front"][0].objects)
    assert data[1].scenario.actors["statue"].file.path == (made / address).resolve()


def test_the_scenario_of_an_episode_makes_it_again_within_its_dataset(made, tmp_path):
    episode = made / "shards/000001/00000001"
    whiteout.export(episode / "scenario.yaml", out=tmp_path / "again", every=SETTINGS["every"])
    assert contents(tmp_path / "again/shards/000000/00000000") == contents(episode)
    with pytest.raises(SystemExit) as stop:
        run(["validate", "--quiet", str(episode / "scenario.yaml"), str(made / "scenario.yaml")])
    assert not stop.value.code


def test_a_scenario_without_a_name_is_made_again_under_the_name_of_its_file(tmp_path):
    path = tmp_path / "by-file.yaml"
    path.write_text("".join(line for line in STREET.splitlines(True) if "metadata" not in line))
    settings = {**SETTINGS, "episodes": 1, "overrides": {"light.time": "11 h"}}
    whiteout.export(path, out=tmp_path / "data", **settings)
    whiteout.export(tmp_path / "data/scenario.yaml", out=tmp_path / "again", **settings)
    assert contents(tmp_path / "again") == contents(tmp_path / "data")


def test_the_scenario_of_a_dataset_makes_all_of_it_again(made, tmp_path):
    whiteout.export(made / "scenario.yaml", out=tmp_path / "again", **SETTINGS)
    assert contents(tmp_path / "again") == contents(made)


@pytest.mark.parametrize("whole", [True, False])
def test_a_changed_file_is_refused_as_a_changed_scenario_is(made, tmp_path, whole):
    path, out = written(tmp_path / "scenario"), shutil.copytree(made, tmp_path / "data")
    if not whole:
        (out / "manifest.json").unlink()
        shutil.rmtree(out / "shards/000001")
    paint(path.parent, "0 0 1")
    with pytest.raises(PlanError, match=r'files is \{"actors.statue.file":.* there and'):
        whiteout.export(path, out=out, **SETTINGS)
    paint(path.parent, "1 0 0")
    assert whiteout.export(path, out=out, **SETTINGS).made == (not whole)
    assert contents(out) == contents(made)


def test_a_change_while_an_export_runs_changes_nothing(made, tmp_path):
    path = written(tmp_path / "scenario")

    class Meddler(whiteout.dataset.progress.Silence):
        def begin(self, *_):
            path.with_name("things").rename(tmp_path / "gone")

    whiteout.export(path, out=tmp_path / "data", progress=Meddler(), **SETTINGS)
    assert contents(tmp_path / "data") == contents(made)


def test_a_lost_copy_is_found_and_made_anew(made, tmp_path):
    path, out = written(tmp_path / "scenario"), shutil.copytree(made, tmp_path / "data")
    (lost,) = out.glob("files/*/red.mtl")
    lost.unlink()
    with pytest.raises(DatasetError, match="is not what it was"):
        _ = whiteout.open_dataset(out)[0].scenario
    with pytest.raises(DatasetError, match=r"red.mtl is missing"):
        whiteout.open_dataset(out, verify=True)
    whiteout.export(path, out=out, **SETTINGS)
    assert contents(out) == contents(made)
    whiteout.export(path, out=out, **{**SETTINGS, "seed": 6}, overwrite=True)
    assert len(list((out / "files").iterdir())) == 1
