"""Reading datasets back: the frames that were made, lazily, with errors that say what to do."""

import math
import shutil

import numpy as np
import pytest
from datasets import EPISODES, SETTINGS
from whiteout.dataset import rebuild
from whiteout.dataset.reader import DatasetError, Listing, open_dataset
from whiteout.scenarios.episode import run
from whiteout.scenarios.language.load import load

import whiteout


@pytest.fixture(scope="module")
def data(small_dataset):
    return whiteout.open_dataset(small_dataset)


@pytest.fixture(scope="module")
def made(small_street):
    """The kept frames of episode 1 as the world makes them."""
    drawn = whiteout.draw(load(small_street), SETTINGS["seed"], 1)
    return [frame for frame in run(drawn) if frame.step % SETTINGS["every"] == 0]


def test_a_dataset_is_the_sequence_of_its_episodes(data):
    assert len(data) == len(data.episodes) == EPISODES
    assert [episode.number for episode in data] == list(range(EPISODES))
    assert data[-1].number == EPISODES - 1
    assert [len(episode) for episode in data] == [4] * EPISODES
    assert len(data.frames) == len(data.images) == 4 * EPISODES
    assert data.frames[5].step == data[1][1].step == 2
    assert [frame.step for frame in data.frames[2:6]] == [4, 6, 0, 2]
    with pytest.raises(IndexError, match="there is no item 12: there are 12"):
        data.frames[12]


def test_frames_are_those_that_were_made(data, made):
    for back, frame in zip(data[1], made, strict=True):
        assert (back.step, back.t_ns, back.events) == (frame.step, frame.t_ns, frame.events)
        assert (back.reward, back.cost, back.outcome) == (frame.reward, frame.cost, frame.outcome)
        assert (back.terminated, back.truncated) == (frame.terminated, frame.truncated)
        assert back.origin == frame.origin and back.faults == frame.faults
        assert np.array_equal(back.ego.velocity, frame.ego.velocity)
        assert back.ego.speed == pytest.approx(frame.ego.speed, abs=1e-9)
        assert np.allclose(back.surroundings.friction, frame.surroundings.friction)
        assert back.surroundings.cover_wheels == frame.surroundings.cover_wheels
        assert back.criticality == pytest.approx(frame.criticality, rel=1e-6)
        if frame.action is None:
            assert back.action is None
        else:
            assert np.array_equal(back.action, frame.action)


def test_readings_are_those_that_were_made(data, made):
    for back, frame in zip(data[1], made, strict=True):
        (mine,), (theirs,) = back.readings["front"], frame.readings["front"]
        for name in ("sensor", "modality", "index", "t_ns", "t_start_ns", "t_end_ns",
                     "t_claimed_ns", "valid", "calibration"):  # fmt: skip
            assert getattr(mine, name) == getattr(theirs, name)
        assert np.array_equal(mine.T_world_ego, theirs.T_world_ego)
        assert np.array_equal(mine.T_ego_sensor, theirs.T_ego_sensor)
        assert np.array_equal(mine.channels["rgb"], theirs.channels["rgb"])


def test_truth_is_that_which_was_made(data, made):
    for back, frame in zip(data[1], made, strict=True):
        (mine,), (theirs,) = back.truth["front"], frame.truth["front"]
        assert set(mine.channels) == set(theirs.channels)
        for name in ("semantic", "instance"):
            assert np.array_equal(mine.channels[name], theirs.channels[name])
            assert mine.channels[name].dtype == theirs.channels[name].dtype
        far = ~(theirs.channels["depth"] < 65535.5 / 256)
        assert np.array_equal(np.isinf(mine.channels["depth"]), far)
        near = mine.channels["depth"][~far]
        assert np.allclose(near, theirs.channels["depth"][~far], rtol=0, atol=0.5 / 256)
        assert len(mine.objects) == len(theirs.objects)
        for item, other in zip(mine.objects, theirs.objects, strict=True):
            assert item[:4] == other[:4] and item.visible_px == other.visible_px
            assert np.array_equal(item.T_world_object, other.T_world_object)
            assert item.size == pytest.approx(other.size) and item.box == other.box
            assert item.amodal_box == other.amodal_box
            assert item.occlusion == pytest.approx(other.occlusion)
            told = pytest.approx(other.weather_visibility, rel=1e-6, nan_ok=True)
            assert item.weather_visibility == told and item.detectable is other.detectable
            assert item.contrast == pytest.approx(other.contrast, rel=1e-6, nan_ok=True)
            assert (item.keypoints is None) == (other.keypoints is None)
            if item.keypoints is not None:
                assert np.array_equal(item.keypoints, other.keypoints)
            assert math.isclose(item.ttc_s, other.ttc_s, rel_tol=1e-6)


def test_nothing_is_decoded_before_it_is_asked_for(small_dataset, monkeypatch):
    opened = []
    decoded = rebuild.decoded

    def counting(channel, path, scale):
        opened.append(channel)
        return decoded(channel, path, scale)

    monkeypatch.setattr(rebuild, "decoded", counting)
    data = open_dataset(small_dataset)
    frames = list(data.frames)
    assert opened == []
    valid = frames[0].truth["front"][0].channels["flow_valid"]
    assert opened == ["flow"] and valid.dtype == np.bool_


def test_images_come_with_row_path_reading_and_truth(data):
    image = data.images[6]
    assert image.path.is_file() and image.path.name == "000004.png"
    assert (image.row["episode"], image.row["reading"]) == (1, 4)
    assert image.reading.channels["rgb"].shape == (72, 96, 3)
    assert image.truth.channels["semantic"].shape == (72, 96)
    assert data.episode(1).image("front", 4).path == image.path
    with pytest.raises(KeyError, match="no reading 3 of 'front'"):
        data.episode(1).image("front", 3)
    with pytest.raises(KeyError, match="episode 7 was not written"):
        data.episode(7)


def test_tables_scenario_lanes_and_classes_are_at_hand(data, small_street):
    assert data.table("frames").num_rows == 12
    assert data.table("frames", 1, ["episode"]).to_pydict() == {"episode": [1] * 4}
    with pytest.raises(KeyError, match="there is no table 'frame'; there are episodes"):
        data.table("frame")
    drawn = whiteout.draw(load(small_street), SETTINGS["seed"], 2)
    assert data[2].scenario.values == drawn.values
    assert data[2].lanes["route"]["lanes"]
    assert data.classes[31]["name"] == "child"


def test_a_folder_without_a_dataset_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"holds no dataset: there is no manifest.json"):
        open_dataset(tmp_path)


def test_an_unfinished_dataset_says_how_to_resume(small_dataset, tmp_path):
    out = shutil.copytree(small_dataset, tmp_path / "data")
    (out / "manifest.json").unlink()
    (out / "shards/000001.json").unlink()
    with pytest.raises(DatasetError, match=r"2 of 3 shards are made; run .* again to resume"):
        open_dataset(out)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("shards/000001/00000001/front/rgb/000002.png", "rgb/000002.png was changed"),
        ("report.html", "report.html is missing or was changed"),
        ("shards/000002.json", "damaged"),
    ],
)
def test_changed_files_are_found_on_request(small_dataset, tmp_path, name, why):
    out = shutil.copytree(small_dataset, tmp_path / "data")
    assert open_dataset(out, verify=True).verify() == []
    path = out / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    open_dataset(out)
    with pytest.raises(DatasetError, match=why):
        open_dataset(out, verify=True)


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("shards/000001/00000001/front/rgb/000002.png",
         lambda data: data[1][1].readings["front"][0].channels["rgb"]),
        ("shards/000001/00000001/front/flow/000002.png",
         lambda data: data[1][1].truth["front"][0].channels["flow_valid"]),
        ("shards/000001/00000001/lanes.json", lambda data: data[1].lanes),
        ("shards/000001/00000001/scenario.yaml", lambda data: data[1].scenario),
        ("shards/000000/objects.parquet", lambda data: data.table("objects")),
        ("classes.json", lambda data: data.classes),
        ("plan.json", lambda data: data.shards),
    ],
)  # fmt: skip
@pytest.mark.parametrize("damage", ["torn", "gone"])
def test_damage_is_of_one_kind_and_names_file_and_remedy(
    small_dataset, tmp_path, name, use, damage
):
    out = shutil.copytree(small_dataset, tmp_path / "data")
    path = out / name
    size = path.stat().st_size
    path.unlink()
    if damage == "torn":
        path.write_bytes(b"{" * (size // 3))
    with pytest.raises(DatasetError) as error:
        use(open_dataset(out))
    assert name in str(error.value) and "--check" in str(error.value)


def test_objects_know_the_names_of_their_classes(data):
    (truth,) = data[0][0].truth["front"]
    assert {"adult", "van"} & {item.class_name for item in truth.objects}
    rows = {row["track"]: row["class_name"] for row in data[0].rows("objects")}
    assert all(item.class_name == rows[item.track] for item in truth.objects)


def test_listings_make_a_part_only_when_it_is_asked_for():
    made = []

    def part(k, count):
        return lambda: made.append(k) or list(range(10 * k, 10 * k + count))

    listing = Listing([part(0, 3), part(1, 0), part(2, 2)], [3, 0, 2])
    assert (len(listing), made) == (5, [])
    assert (listing[3], listing[4], made) == (20, 21, [2])
    assert list(listing) == [0, 1, 2, 20, 21] and listing[-5] == 0
