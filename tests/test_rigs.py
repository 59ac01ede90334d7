"""Rigs: sensors of known vehicles by name, changed and taken away beside."""

import json

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language import rigs
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.scenarios.language.schema import scenario_schema
from whiteout.sensors.plugins import SENSORS
from whiteout.sensors.sensor import Demand
from whiteout.simcore.pose import R_FLU_OPTICAL, pose

START = "whiteout: 1\nroad: {kind: straight}\nego: {kind: compact}\n"


def kinds_of(name):
    sensors = parse(rigs.text(name), name).data["sensors"]
    return {item["kind"] for item in sensors.values()}


def complete(name):
    """Skips a rig of which some kind of sensor, named in it, is not registered."""
    missing = kinds_of(name) - {*SENSORS.names()}
    if missing:
        pytest.skip(f"no sensor of kind {', '.join(sorted(missing))} is registered")


def known(name):
    """A rig's scenario with those sensors alone whose kind is registered."""
    sensors = parse(rigs.text(name), name).data["sensors"]
    lacking = [n for n, item in sensors.items() if item["kind"] not in SENSORS.names()]
    lines = "".join(f"  {n}: null\n" for n in lacking)
    return f"{START}rig: {name}\n" + (f"sensors:\n{lines}" if lacking else "")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pair.yaml").write_text(
        "description: Two cameras.\n"
        "sensors:\n"
        "  left: {kind: camera, width: 64, height: 48, mount: {y: 0.3 m}}\n"
        "  right: {kind: camera, width: 64, height: 48, mount: {y: -0.3 m}}\n"
    )
    return tmp_path


@pytest.mark.parametrize("name", rigs.names())
def test_a_rig_is_a_scenario_with_its_sensors(name):
    complete(name)
    spec = read(f"{START}rig: {name}\n", "rig.yaml")
    assert {*spec.sensors} == {*parse(rigs.text(name), name).data["sensors"]}
    drawn = draw(spec, 1, 0)
    again = read(drawn.dump(), "scenario.yaml")
    assert draw(again) == drawn and "rig" not in spec.data


@pytest.mark.parametrize("name", rigs.names())
def test_a_rig_names_its_sources_and_says_what_it_is(name):
    text = rigs.text(name)
    assert text.startswith("# ") and len(text.partition("description:")[0]) > 300
    assert 30 < len(rigs.summary(name)) < 90


@pytest.mark.parametrize("name", rigs.names())
def test_a_rig_holds_what_is_registered(name):
    assert read(known(name), "rig.yaml").sensors


def test_nuscenes_cameras_look_where_those_of_the_data_set_look():
    """Quaternions (w, x, y, z) and translations of `calibrated_sensor`, of two cameras and the
    LiDAR, of log n015-2018-07-24-11-22-45."""
    records = {
        "cam_front": ((1.70079118954, 0.0159456324149, 1.51095763913), (
            0.4998015430569128, -0.5030316162024876, 0.4997798114386805, -0.49737083824542755)),
        "cam_back_left": ((1.03569100218, 0.484795032713, 1.59097014818), (
            0.6924185592174665, -0.7031619420114925, -0.11648342771943819, 0.11203317912370753)),
        "lidar_top": ((0.943713, 0.0, 1.84023), (
            0.7077955119163518, -0.006492242056004365, 0.010646214713995808, -0.7063073142877817)),
    }  # fmt: skip
    drawn = draw(read(known("nuscenes"), "rig.yaml"), 0, 0)
    for name, (place, (w, x, y, z)) in records.items():
        R = np.array([
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ])  # fmt: skip
        m = drawn.sensors[name].mount
        T = pose((m.x, m.y, m.z), roll=m.roll, pitch=m.pitch, yaw=m.yaw)
        axes = T[:3, :3] @ (R_FLU_OPTICAL if name.startswith("cam") else np.eye(3))
        assert T[:3, 3] == pytest.approx(place, abs=1e-4)
        assert axes == pytest.approx(R, abs=2e-5)


def test_nuscenes_cameras_fire_as_the_beam_of_the_lidar_passes_them():
    """In the sweep that begins with the trigger, points straight ahead of a camera are measured
    when its picture is taken, within the 2 ms that the data set's own stamps leave."""
    drawn = draw(read(known("nuscenes"), "rig.yaml"), 0, 0)
    episode = Episode(drawn, {"lidar_top": Demand(("points",), objects=False)})
    episode.reset()
    sweep = episode.step((0.0, 0.0)).readings["lidar_top"][0]
    assert sweep.index == 1
    points = sweep.channels["points"]
    T = sweep.T_ego_sensor
    xyz = np.stack([points[a] for a in "xyz"], -1) @ T[:3, :3].T
    azimuth = np.arctan2(xyz[:, 1], xyz[:, 0])
    far = np.hypot(xyz[:, 0], xyz[:, 1]) > 4.0
    cameras = [name for name in drawn.sensors if name.startswith("cam")]
    assert len(cameras) == 6
    for name in cameras:
        turn = (azimuth - drawn.sensors[name].mount.yaw + np.pi) % (2 * np.pi) - np.pi
        passing = points["t_ns"][(np.abs(turn) < np.radians(2.0)) & far]
        assert np.median(passing) == pytest.approx(episode.rig.time(name, 0), abs=2e6)


def test_sensors_beside_a_rig_change_add_and_take_away(folder):
    text = f"""{START}rig: pair.yaml
sensors:
  left: {{width: 32}}
  right: null
  third: {{kind: camera}}
"""
    spec = read(text, "rig.yaml", folder)
    assert [*spec.sensors] == ["left", "third"]
    left = draw(spec, 0, 0).sensors["left"]
    assert (left.width, left.height, left.mount.y) == (32, 48, 0.3)


def test_a_rig_takes_the_place_of_the_sensors_of_what_is_extended(folder):
    (folder / "base.yaml").write_text(START + "sensors: {front: {kind: camera}}\n")
    spec = read("whiteout: 1\nextends: base.yaml\nrig: pair.yaml\n", "rig.yaml", folder)
    assert [*spec.sensors] == ["left", "right"]
    (folder / "rigged.yaml").write_text(f"{START}rig: pair.yaml\n")
    more = "whiteout: 1\nextends: rigged.yaml\nsensors: {left: {height: 24}, right: null}\n"
    spec = read(more, "more.yaml", folder)
    assert [*spec.sensors] == ["left"] and spec.sensors["left"].height == 24


def test_a_rig_may_be_chosen_from_outside(folder):
    rig = ["rig=pair.yaml", "sensors.left.width=40"]
    spec = read(START + "sensors: {front: {kind: camera}}\n", "rig.yaml", folder, rig)
    assert [*spec.sensors] == ["left", "right"] and spec.sensors["left"].width == 40
    spec = load("child-chases-ball", {f"sensors.{n}": None for n in ()} | {"rig": "kitti"} | {
        f"sensors.{n}": None for n, item in parse(rigs.text("kitti"), "k").data["sensors"].items()
        if item["kind"] not in SENSORS.names()})  # fmt: skip
    assert "image_02" in spec.sensors and "front" not in spec.sensors


WRONG = [
    (
        "rig: nuscense",
        "rig.yaml:4: rig: 'nuscense': there is no such rig; did you mean 'nuscenes'?",
    ),
    ("rig: 5", "rig.yaml:4: rig: expected the name of a rig, or a path"),
    ("rig: gone.yaml", "rig.yaml:4: rig: there is no file 'gone.yaml' beside this one"),
    ("rig: ../pair.yaml", "rig.yaml:4: rig: '../pair.yaml' leaves the folder of the file"),
    ("rig: pair.yaml\nsensors: {left: {widht: 3}}", "rig.yaml:5: sensors.left.widht: unknown"),
    ("rig: bad.yaml", "bad.yaml:2: ego: a rig holds description and sensors; the rest belongs to"),
    ("rig: none.yaml", "none.yaml:1: sensors: is missing"),
    ("rig: off.yaml", "off.yaml:1: sensors.left.width: expected a whole number"),
]


@pytest.mark.parametrize(("lines", "message"), WRONG, ids=[line for line, _ in WRONG])
def test_mistakes_are_told_where_they_stand(lines, message, folder):
    (folder / "bad.yaml").write_text("sensors: {}\nego: {kind: compact}\n")
    (folder / "none.yaml").write_text("description: Nothing.\n")
    (folder / "off.yaml").write_text("sensors: {left: {kind: camera, width: wide}}\n")
    with pytest.raises(ScenarioError) as caught:
        read(START + lines + "\n", "rig.yaml", folder)
    assert message in str(caught.value)


def test_editors_offer_the_rigs():
    offered = scenario_schema()["$defs"]["scenario"]["properties"]["rig"]["anyOf"]
    assert {item.get("const") for item in offered} == {*rigs.names(), None}


def test_rigs_are_listed_and_shown(call):
    code, text, _ = call("list", "rigs")
    assert code == 0 and "nuscenes        nuScenes' car with six cameras" in text
    code, text, _ = call("show", "nuscenes")
    assert code == 0 and "Written rig: nuscenes" in text and "cam_front_left:" in text
    code, text, _ = call("show", "rigs/kitti", "--json")
    assert json.loads(text)[0]["sensors"]["velodyne"]["preset"] == "hdl_64e"
