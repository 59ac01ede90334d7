"""Datasets of sensors without pictures: every channel comes back, and all pages hold up."""

import re

import numpy as np
import pyarrow.parquet as pq
import pytest
from senses import SCENARIO, registered
from whiteout.dataset.plan import PlanError
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import run
from whiteout.scenarios.language.load import read
from whiteout.sensors.numbers import ALL, NUMBERS

import whiteout


@pytest.fixture(scope="module", autouse=True)
def kinds():
    with registered():
        yield


@pytest.fixture(scope="module")
def spec():
    return read(SCENARIO, "toys.yaml")


@pytest.fixture(scope="module")
def folder(spec, tmp_path_factory):
    out = tmp_path_factory.mktemp("senses") / "data"
    whiteout.export(spec, 2, seed=3, out=out, shard_size=1)
    return out


def test_every_reading_of_every_channel_comes_back(spec, folder):
    back, made = whiteout.open_dataset(folder, verify=True)[1], list(run(draw(spec, 3, 1)))
    assert {c for f in made for rs in f.readings.values() for c in rs[0].channels if rs} == {*ALL}
    assert sum(len(frame.readings["body"]) for frame in back) == 61
    for mine, theirs in zip(back, made, strict=True):
        for name, readings in theirs.readings.items():
            for one, other in zip(mine.readings[name], readings, strict=True):
                assert (one.t_ns, one.t_start_ns, one.t_claimed_ns, one.modality) == (
                    other.t_ns, other.t_start_ns, other.t_claimed_ns, other.modality)  # fmt: skip
                assert one.channels.keys() == other.channels.keys()
                assert one.calibration is None
                for channel, values in other.channels.items():
                    found = one.channels[channel]
                    assert found.dtype == values.dtype and np.array_equal(found, values)
        for name, truths in theirs.truth.items():
            for one, other in zip(mine.truth[name], truths, strict=True):
                assert [i.points for i in one.objects] == [i.points for i in other.objects]
                assert all(np.isnan(i.occlusion) and i.box is None for i in one.objects)


def test_files_lie_where_the_conventions_say(folder):
    place = folder / "shards/000000/00000000"
    assert (place / "top/points/000003.npy").is_file()
    assert (place / "body/gyro/000060.npy").is_file()
    row = pq.read_table(folder / "shards/000000/frames.parquet").to_pylist()[0]
    assert set(ALL) <= row.keys()
    assert np.load(folder / next(
        r["fix"] for r in pq.read_table(folder / "shards/000000/frames.parquet").to_pylist()
        if r["fix"])).shape == NUMBERS["fix"].shape  # fmt: skip


def test_objects_tell_their_points(folder):
    rows = whiteout.open_dataset(folder).table("objects").to_pylist()
    van = [r["points"] for r in rows if r["sensor"] == "top" and r["class_name"] == "van"]
    assert len(van) == 26 and min(van) > 20
    assert {r["points"] for r in rows if r["sensor"] == "body"} == {0}


def test_the_pages_hold_up(folder, monkeypatch):
    page = (folder / "report.html").read_text(encoding="utf-8")
    titles = re.findall(r"<h2>(.*?)</h2>", page)
    assert titles[:3] == ["From above", "Over time", "Objects"] and "Pictures" not in titles
    assert "None ×" not in page and not re.search(r"[>\s]nan[<\s]", page)
    assert "toy_sweep, 20 Hz, points" in page
    monkeypatch.chdir(folder)
    blocks = re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text(), re.S)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_coco_needs_a_camera(spec, tmp_path):
    with pytest.raises(
        PlanError, match="coco writes what cameras see, and scenario 'toys' has none"
    ):
        whiteout.export(spec, out=tmp_path / "data", writers=["coco"])


@pytest.mark.parametrize("sensor", ["top", "body"])
def test_an_episode_with_one_sensor_is_a_dataset(sensor, tmp_path):
    others = {"top", "ahead", "body"} - {sensor}
    text = SCENARIO
    for name in others:
        text = re.sub(rf"  {name}:.*?(?=\n  \w|\Z)", "", text, flags=re.DOTALL)
    whiteout.export(read(text, "one.yaml"), out=tmp_path / "data", frames=2, every=2)
    data = whiteout.open_dataset(tmp_path / "data")
    assert [len(f.readings[sensor]) for f in data.frames] == [1, {"top": 2, "body": 10}[sensor]]
    assert len(data.images) == 0


def test_cameras_beside_other_sensors_go_to_coco(tmp_path):
    text = SCENARIO.replace(
        "sensors:", "sensors:\n  front: {kind: camera, width: 64, height: 48, channels: [rgb, "
        "semantic, instance]}")  # fmt: skip
    whiteout.export(read(text, "mixed.yaml"), out=tmp_path / "data", frames=1, writers=["coco"])
    import json

    told = json.loads((tmp_path / "data/coco/annotations/instances_all.json").read_text())
    assert [image["file_name"].split("/")[2] for image in told["images"]] == ["front"]


def test_the_size_is_foretold(spec, folder):
    from whiteout.dataset.estimate import estimate
    from whiteout.dataset.export import planned

    plan, _, _ = planned(spec, episodes=2, seed=3)
    found = estimate(plan, spec)
    assert found.readings == pytest.approx(2 * (0.7 * (20 + 13 + 100)), rel=0.2)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert size / 8 < found.bytes < 30 * size
