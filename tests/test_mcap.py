"""Recordings in MCAP: what the official reader finds in them is what was sensed."""

import json
import sys

import cv2
import numpy as np
import pytest
from datasets import contents
from senses import SCENARIO, registered
from whiteout.dataset.plan import PlanError
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import run
from whiteout.scenarios.language.load import read
from whiteout.simcore.pose import from_quaternion

import whiteout

REASON = "needs pip install -e '.[test-formats]'"
NUMPY = {1: "u1", 2: "i1", 3: "u2", 4: "i2", 5: "u4", 6: "i4", 7: "f4", 8: "f8"}
"""Of Foxglove's packed fields, by the number of foxglove.PackedElementField.NumericType."""


@pytest.fixture(scope="module", autouse=True)
def kinds():
    with registered():
        yield


@pytest.fixture(scope="module")
def spec():
    camera = "sensors:\n  front: {kind: camera, width: 64, height: 48, channels: [rgb]}"
    text = SCENARIO.replace("sensors:", camera).replace("rate: 13 Hz", "rate: 13 Hz\n    clock: "
                                                        "{offset: 5 ms}")  # fmt: skip
    return read(text, "toys.yaml")


@pytest.fixture(scope="module")
def folder(spec, tmp_path_factory):
    pytest.importorskip("foxglove", reason=REASON)
    out = tmp_path_factory.mktemp("mcap") / "data"
    whiteout.export(spec, 2, seed=3, out=out, frames=3, writers=["mcap"], shard_size=1)
    return out


@pytest.fixture(scope="module")
def made(spec):
    return list(run(draw(spec, 3, 1)))[:3]


@pytest.fixture(scope="module")
def found(folder):
    """The messages by topic, with their log times."""
    reader = pytest.importorskip("mcap.reader", reason=REASON)
    protobuf = pytest.importorskip("mcap_protobuf.decoder", reason=REASON)
    messages = {}
    with (folder / "mcap/000001/00000001.mcap").open("rb") as file:
        recording = reader.make_reader(file)
        for schema, channel, message in recording.iter_messages():
            if channel.message_encoding == "json":
                content = json.loads(message.data)
            else:
                decode = protobuf.DecoderFactory().decoder_for("protobuf", schema)
                content = decode(message.data)
            messages.setdefault(channel.topic, []).append((message.log_time, content))
    return messages


def readings(made, name):
    return [reading for frame in made for reading in frame.readings[name]]


def test_every_reading_has_its_message_at_its_time(found, made):
    topics = {"top": "points", "ahead": "detections", "front": "image", "body": "gyro"}
    for sensor, topic in topics.items():
        times = [time for time, _ in found[f"/{sensor}/{topic}"]]
        assert times == [reading.t_ns for reading in readings(made, sensor)]
    _, last = found["/top/points"][-1]
    time = last.timestamp.seconds * 10**9 + last.timestamp.nanos
    assert time == readings(made, "top")[-1].t_ns and last.frame_id == "top"


@pytest.mark.parametrize(("sensor", "channel"), [("top", "points"), ("ahead", "detections")])
def test_points_come_back(found, made, sensor, channel):
    for (_, cloud), reading in zip(
        found[f"/{sensor}/{channel}"], readings(made, sensor), strict=True
    ):
        names = [field.name for field in cloud.fields]
        kind = np.dtype({
            "names": names,
            "formats": [f"<{NUMPY[field.type]}" for field in cloud.fields],
            "offsets": [field.offset for field in cloud.fields],
            "itemsize": cloud.point_stride,
        })  # fmt: skip
        rows, own = np.frombuffer(cloud.data, kind), reading.channels[channel]
        assert {"x", "y", "z"} <= {*names} and len(rows) == len(own)
        for name in set(names) & set(own.dtype.names):
            assert np.array_equal(rows[name], own[name])
        if channel == "points":
            assert rows["t"] == pytest.approx((own["t_ns"] - reading.t_ns) * 1e-9, abs=1e-8)


def test_pictures_and_their_cameras_come_back(found, made):
    for (_, image), (_, lens), reading in zip(
        found["/front/image"], found["/front/calibration"], readings(made, "front"), strict=True
    ):
        assert image.format == "png"
        picture = cv2.imdecode(np.frombuffer(image.data, np.uint8), cv2.IMREAD_COLOR)
        assert np.array_equal(picture[..., ::-1], reading.channels["rgb"])
        assert np.reshape(lens.K, (3, 3)) == pytest.approx(reading.calibration.K)
        assert (lens.width, lens.height) == (64, 48)


def pose(message):
    T = np.eye(4)
    T[:3, 3] = (message.translation.x, message.translation.y, message.translation.z)
    r = message.rotation
    T[:3, :3] = from_quaternion((r.w, r.x, r.y, r.z))
    return T


def test_transforms_lead_from_the_world_to_every_sensor(found, made):
    tree = [(time, t) for time, message in found["/tf"] for t in message.transforms]
    mounts = {t.child_frame_id: pose(t) for _, t in tree if t.parent_frame_id == "ego"}
    assert set(mounts) == {"top", "ahead", "front", "body"}
    for sensor, T in mounts.items():
        assert pytest.approx(readings(made, sensor)[0].T_ego_sensor) == T
    ways = {time: pose(t) for time, t in tree if t.child_frame_id == "ego"}
    for frame in made:
        assert ways[frame.t_ns] == pytest.approx(frame.ego.T_world_ego)
    for reading in readings(made, "top"):
        assert ways[reading.t_ns] == pytest.approx(reading.T_world_ego)


def test_boxes_are_those_of_the_truth(found, made):
    assert [time for time, _ in found["/objects"]] == [frame.t_ns for frame in made]
    (_, scene), frame = found["/objects"][-1], made[-1]
    objects = {item.track: item for item in frame.truth["top"][-1].objects}
    assert {int(entity.id) for entity in scene.entities} >= set(objects)
    van = next(item for item in objects.values() if item.class_name == "van")
    entity = next(e for e in scene.entities if int(e.id) == van.track)
    size, place = entity.cubes[0].size, entity.cubes[0].pose.position
    assert (size.x, size.y, size.z) == pytest.approx(van.size)
    assert (place.x, place.y, place.z) == pytest.approx(tuple(van.T_world_object[:3, 3]))
    assert entity.metadata[0].value == "van" and entity.texts[0].text.startswith("van")


def test_numbers_are_plotted_by_their_names(found, made):
    _, gyro = found["/body/gyro"][7]
    assert gyro == {"x": 7, "y": 7, "z": 7, "claimed_ns": 70_000_000}
    assert set(found["/body/wheel_speed"][0][1]) == {
        "front_left", "front_right", "rear_left", "rear_right", "claimed_ns"}  # fmt: skip
    assert found["/body/steering"][3][1]["value"] == 3
    speeds = [message["speed"] for _, message in found["/ego"]]
    assert speeds == pytest.approx([frame.ego.speed for frame in made])


def test_a_fix_is_told_where_there_is_one(found, made):
    """The toy's fix is the number of the reading: 0, that is none, for the first."""
    fixes = found["/body/fix"]
    assert [time for time, _ in fixes] == [r.t_ns for r in readings(made, "body")[1:]]
    _, fix = fixes[4]
    assert (fix.latitude, fix.longitude, fix.altitude) == (5.0, 5.0, 5.0)
    assert list(fix.position_covariance) == [5.0] * 9 and fix.position_covariance_type == 3


def test_the_same_bytes_for_any_number_of_shards_before(spec, folder, tmp_path):
    whiteout.export(spec, 2, seed=3, out=tmp_path / "data", frames=3, writers=["mcap"],
                    shard_size=2)  # fmt: skip
    a, b = contents(folder / "mcap"), contents(tmp_path / "data/mcap")
    assert sorted(a.values()) == sorted(b.values()) and len(a) == 2


def test_a_failed_episode_leaves_nothing(spec, folder, tmp_path, monkeypatch):
    def stumble(self, action, sense=True):
        raise ZeroDivisionError("the road ended")

    monkeypatch.setattr("whiteout.scenarios.episode.Episode.step", stumble)
    whiteout.export(spec, 1, out=tmp_path / "data", writers=["mcap"])
    assert not list((tmp_path / "data").rglob("*.mcap"))


def test_without_the_library_the_extra_is_named(spec, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "foxglove", None)
    monkeypatch.setattr("whiteout.dataset.plan.find_spec", lambda name: None)
    with pytest.raises(PlanError, match=r"mcap needs foxglove.*pip install 'whiteout\[mcap\]'"):
        whiteout.export(spec, 1, out=tmp_path / "data", writers=["mcap"])
