"""Exports: the layout, every column, and that files, tables and the world tell the same."""

import hashlib
import json
import socket

import cv2
import gymnasium as gym
import numpy as np
import pyarrow.parquet as pq
import pytest
from datasets import EPISODES, EVERY, SETTINGS, contents, unfinished
from whiteout.dataset.job import ExportError
from whiteout.dataset.plan import PlanError
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.classes import classes

import whiteout

COLUMNS = {
    "episodes": "episode:int64 seed:int64 index:int64 attempt:int32 status:string error:string "
    "split:string tags:list<string> steps:int32 frames:int32 outcome:string "
    "scenario_sha256:string epoch_utc:timestamp[ns,UTC]",
    "frames": "episode:int64 sensor:string modality:string reading:int32 step:int32 t_ns:int64 "
    "t_start_ns:int64 t_end_ns:int64 t_claimed_ns:int64 valid:bool rgb:string "
    "raw:string linear:string mono:string temperature:string events:string event_counts:string "
    "depth:string semantic:string instance:string normal:string flow:string cover:string "
    "damage:string points:string detections:string range_doppler:string gyro:string accel:string "
    "position:string local:string velocity:string covariance:string fix:string "
    "satellites:string dilution:string wheel_speed:string ticks:string steering:string "
    "pressure:string magnetic_field:string distance:string "
    "width:int32 height:int32 fx:double fy:double cx:double cy:double lens:string "
    "distortion:list<double> depth_scale:double T_world_ego:double[16] T_ego_sensor:double[16] "
    "ego_velocity:double[3] friction:float[4] cover_wheels:uint8[4] temperature_c:float "
    "visibility_m:float rain_rate_mm_h:float snow_rate_mm_h:float wind_speed_m_s:float "
    "wind_from_deg:float sun_elevation_deg:float illuminance_lx:float "
    "weather:list<string> faults:list<string> "
    "damaged:float twin:string split:string",
    "objects": "episode:int64 sensor:string reading:int32 t_ns:int64 track:int32 group:int32 "
    "class:uint8 class_name:string attributes:list<string> T_world_object:double[16] "
    "T_sensor_object:double[16] length:float width:float height:float velocity:float[3] x0:float "
    "y0:float x1:float y1:float ax0:float ay0:float ax1:float ay1:float visible_px:int32 "
    "occlusion:float truncation:float weather_visibility:float contrast:float detectable:bool "
    "points:int32 keypoints:list<float> distance_m:float ttc_s:float",
    "steps": "episode:int64 step:int32 t_ns:int64 action:list<float> reward:double cost:double "
    "terminated:bool truncated:bool ttc_s:float thw_s:float drac_m_s2:float btn:float "
    "rss_margin_m:float events:list<string>",
    "faults": "episode:int64 fault:string kind:string target:string t_on_ns:int64 t_off_ns:int64 "
    "severity:float parameters:string",
    "draws": "episode:int64 name:string u:double value:string unit:string",
}
"""The columns that the conventions name, in their order."""

MANIFEST_KEYS = {
    *("format", "format_version", "name", "description", "license", "date", "generator"),
    *("platform", "scenario", "seed", "sampler", "overrides", "command", "episodes", "frames"),
    *("readings", "sensors", "conventions", "classes_sha256", "splits", "writers", "shards"),
    "merkle_root",
}


def type_name(kind):
    text = str(kind).replace("element: ", "").replace("item: ", "").replace(" ", "")
    text = text.replace("timestamp[ns,tz=UTC]", "timestamp[ns,UTC]")
    if text.startswith("fixed_size_list<"):
        inner, _, count = text.removeprefix("fixed_size_list<").partition(">")
        return inner + count
    return text


def rows(folder, table, shard=0):
    return pq.read_table(folder / f"shards/{shard:06d}/{table}.parquet").to_pylist()


def image(folder, name):
    return cv2.imread(str(folder / name), cv2.IMREAD_UNCHANGED)


def test_a_dataset_has_the_files_of_the_layout(small_dataset):
    top = {path.name for path in small_dataset.iterdir()}
    assert top == {"manifest.json", "plan.json", "scenario.yaml", "classes.json", "report.html",
                   "README.md", "log", "shards", "coco"}  # fmt: skip
    assert {path.name for path in (small_dataset / "shards").iterdir()} == {
        f"{shard:06d}{ending}" for shard in range(EPISODES) for ending in ("", ".json")
    }
    shard = small_dataset / "shards/000001"
    assert {path.name for path in shard.iterdir()} == {
        "00000001", *(f"{table}.parquet" for table in COLUMNS)
    }  # fmt: skip
    episode = shard / "00000001"
    assert {path.name for path in episode.iterdir()} == {"scenario.yaml", "lanes.json", "front"}
    channels = {"rgb", "depth", "semantic", "instance", "normal", "flow"}
    delivered = {path.name for path in (episode / "front").iterdir()}
    assert delivered - {"cover"} == channels
    assert [path.name for path in sorted((episode / "front/rgb").iterdir())] == [
        f"{reading:06d}.png" for reading in range(0, 7, EVERY)
    ]
    assert unfinished(small_dataset) == []


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_have_exactly_the_columns_of_the_conventions(small_dataset, table):
    found = pq.read_schema(small_dataset / f"shards/000000/{table}.parquet")
    wanted = [column.partition(":")[::2] for column in COLUMNS[table].split()]
    assert [(field.name, type_name(field.type)) for field in found] == wanted


def test_frames_are_sorted_and_their_files_are_there(small_dataset):
    for shard in range(EPISODES):
        found = rows(small_dataset, "frames", shard)
        keys = [(row["episode"], row["t_ns"], row["sensor"]) for row in found]
        assert keys == sorted(keys)
        assert [row["step"] for row in found] == list(range(0, 7, EVERY))
        for row in found:
            assert row["t_ns"] == row["step"] * 100_000_000 == row["t_claimed_ns"]
            assert row["points"] is None and row["twin"] is None and row["split"] == "all"
            for channel in ("rgb", "depth", "semantic", "instance", "normal"):
                picture = image(small_dataset, row[channel])
                assert picture.shape[:2] == (row["height"], row["width"]) == (72, 96)
        assert [row["flow"] is None for row in found] == [False, False, False, True]


def test_every_step_has_a_row_and_kept_ones_have_readings(small_dataset):
    steps = rows(small_dataset, "steps")
    assert [row["step"] for row in steps] == list(range(7))
    assert steps[0]["action"] is None and len(steps[1]["action"]) == 2
    assert [row["truncated"] for row in steps] == [False] * 6 + [True]
    episode = rows(small_dataset, "episodes")[0]
    assert (episode["steps"], episode["frames"], episode["outcome"]) == (7, 4, "time_out")
    assert (episode["status"], episode["error"], episode["tags"]) == (
        "ok",
        None,
        ["test", "street"],
    )


def test_boxes_are_the_extent_of_the_masks_in_the_files(small_dataset):
    seen = 0
    for frame in rows(small_dataset, "frames"):
        instance = image(small_dataset, frame["instance"])
        semantic = image(small_dataset, frame["semantic"])
        for item in rows(small_dataset, "objects"):
            if item["reading"] != frame["reading"]:
                continue
            v, u = np.nonzero(instance == item["track"])
            assert item["visible_px"] == len(u)
            assert set(semantic[v, u]) <= {item["class"]}
            if len(u) == 0:
                assert item["x0"] is None
                continue
            seen += 1
            box = [item[name] for name in ("x0", "y0", "x1", "y1")]
            assert box == [u.min(), v.min(), u.max() + 1, v.max() + 1]
    assert seen > 10


def test_objects_lie_where_their_matrices_say(small_dataset):
    frames = {row["reading"]: row for row in rows(small_dataset, "frames")}
    for item in rows(small_dataset, "objects"):
        frame = frames[item["reading"]]
        T = [np.reshape(frame[name], (4, 4)) for name in ("T_world_ego", "T_ego_sensor")]
        T_sensor_object = np.reshape(item["T_sensor_object"], (4, 4))
        assert np.allclose(
            T[0] @ T[1] @ T_sensor_object, np.reshape(item["T_world_object"], (4, 4))
        )
        assert item["distance_m"] == pytest.approx(np.linalg.norm(T_sensor_object[:3, 3]), 1e-5)
        assert item["class_name"] == classes()[item["class"]].name


def test_draws_hold_what_was_drawn(small_dataset, small_street):
    drawn = whiteout.draw(load(small_street), 5, 1)
    found = {row["name"]: row for row in rows(small_dataset, "draws", 1)}
    assert found.keys() == drawn.u.keys()
    assert found["road.lane_width"]["u"] == drawn.u["road.lane_width"]
    assert float(found["road.lane_width"]["value"]) == drawn.road.lane_width
    assert found["road.lane_width"]["unit"] == "m"


def test_the_epoch_is_the_clock_of_the_light(small_dataset):
    # 15 June 2026, 12 h, one hour ahead of UTC: the defaults of `light`
    assert (
        rows(small_dataset, "episodes")[0]["epoch_utc"].isoformat() == "2026-06-15T11:00:00+00:00"
    )


def test_sidecars_and_manifest_hold_the_digests_of_all_files(small_dataset):
    manifest = json.loads((small_dataset / "manifest.json").read_text())
    assert manifest.keys() - {"files"} == MANIFEST_KEYS
    plan = hashlib.sha256((small_dataset / "plan.json").read_bytes()).hexdigest()
    covered = {"manifest.json", *manifest["files"]}
    digests = contents(small_dataset)
    roots = []
    for shard, entry in enumerate(manifest["shards"]):
        name = f"shards/{shard:06d}.json"
        sidecar = json.loads((small_dataset / name).read_text())
        assert sidecar.keys() == {"shard", "plan_sha256", "episodes", "status", "files", "merkle",
                                  "failures"}  # fmt: skip
        assert sidecar["plan_sha256"] == plan
        assert (sidecar["episodes"], sidecar["status"]) == ([shard, shard + 1], "ok")
        for path, item in sidecar["files"].items():
            assert item["sha256"] == digests[path]
            assert item["bytes"] == (small_dataset / path).stat().st_size
        covered |= {name, *sidecar["files"]}
        assert sidecar["merkle"] == entry["merkle"] == merkle(sidecar["files"])
        assert entry["bytes"] == sum(item["bytes"] for item in sidecar["files"].values())
        roots.append(bytes.fromhex(sidecar["merkle"]))
    assert covered == digests.keys()
    roots.append(bytes.fromhex(merkle(manifest["files"])))
    assert manifest["merkle_root"] == joined(roots).hex()


def merkle(files):
    """The root as the documentation describes it."""
    return joined(
        [
            hashlib.sha256(b"\0" + name.encode() + b"\0" + bytes.fromhex(item["sha256"])).digest()
            for name, item in sorted(files.items())
        ]
    ).hex()


def joined(level):
    while len(level) > 1:
        pairs = [level[k : k + 2] for k in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\1" + b"".join(p)).digest() if len(p) == 2 else p[0] for p in pairs
        ]
    return level[0]


def test_the_manifest_says_what_is_there(small_dataset):
    manifest = json.loads((small_dataset / "manifest.json").read_text())
    assert manifest["format"] == "whiteout" and manifest["date"] is None
    assert manifest["episodes"] == {"requested": 3, "written": 3, "failed": 0}
    assert (manifest["frames"], manifest["readings"]) == (12, 12)
    assert manifest["splits"] == {"all": 3}
    assert manifest["writers"] == ["native", "coco"]
    assert manifest["sensors"]["front"]["rate_hz"] == 10.0
    assert manifest["platform"]["numpy"] == np.__version__
    assert manifest["license"] == "CC-BY-4.0"
    assert "--every 2" in manifest["command"] and "--workers" not in manifest["command"]
    table = json.loads((small_dataset / "classes.json").read_text())
    assert {row["id"]: row["name"] for row in table["classes"]}[31] == "child"


def test_no_hashed_file_names_the_machine_or_a_path(small_dataset):
    words = [str(small_dataset), socket.gethostname(), "/home/", "workers"]
    for path in small_dataset.rglob("*"):
        if path.suffix in (".json", ".yaml", ".md", ".html"):
            text = path.read_text()
            assert not [word for word in words if len(word) > 3 and word in text], path


def test_lanes_are_those_of_the_road(small_dataset, small_street):
    lanes = json.loads((small_dataset / "shards/000002/00000002/lanes.json").read_text())
    drawn = whiteout.draw(load(small_street), 5, 2)
    road = Episode(drawn, {}).setting.layout.lanes
    assert lanes.keys() == {"lanes", "lines", "drivable", "route"}
    assert [lane["id"] for lane in lanes["lanes"]] == [lane.id for lane in road.lanes]
    assert set(lanes["route"]["lanes"]) <= {lane["id"] for lane in lanes["lanes"]}
    ego = next(lane for lane in lanes["lanes"] if lane["id"] == lanes["route"]["lanes"][0])
    assert ego["width"][0] == pytest.approx(drawn.road.lane_width, abs=1e-3)
    assert len(lanes["drivable"]) == sum(lane["kind"] == "driving" for lane in lanes["lanes"])
    route = np.array(lanes["route"]["points"])
    assert np.allclose(route, road.route.at(np.array(lanes["route"]["s"])), atol=2e-3)


@pytest.fixture(scope="module")
def every_step(small_street, tmp_path_factory):
    """The same first episode with every step kept."""
    out = tmp_path_factory.mktemp("every") / "data"
    whiteout.export(small_street, out=out, **{**SETTINGS, "episodes": 1, "every": 1, "writers": []})
    return out


def test_what_is_kept_does_not_hang_on_what_is_left_out(small_dataset, every_step):
    kept = contents(small_dataset / "shards/000000/00000000")
    whole = contents(every_step / "shards/000000/00000000")
    assert set(kept) < set(whole)
    assert kept == {name: whole[name] for name in kept}  # flow, too, goes to the next reading


def test_frames_end_an_episode_early_and_pictures_may_be_jpeg(
    small_street, small_dataset, tmp_path
):
    settings = {**SETTINGS, "episodes": 1, "frames": 2, "writers": [], "image": "jpeg:90"}
    whiteout.export(small_street, out=tmp_path / "two", **settings)
    episode = rows(tmp_path / "two", "episodes")[0]
    assert (episode["frames"], episode["steps"], episode["outcome"]) == (2, 3, None)
    assert rows(tmp_path / "two", "frames")[1]["rgb"].endswith("front/rgb/000002.jpg")
    part = contents(tmp_path / "two/shards/000000/00000000")
    whole = contents(small_dataset / "shards/000000/00000000")
    jpeg = {name for name in part if name.endswith(".jpg")}
    assert jpeg == {"front/rgb/000000.jpg", "front/rgb/000002.jpg"}
    assert {name: part[name] for name in part.keys() - jpeg} == {
        name: whole[name] for name in part.keys() - jpeg
    }
    assert sum("/flow/" in name for name in part) == 2


def test_an_environment_and_an_export_see_the_same(small_street, every_step):
    env = gym.make("whiteout/Scenario-v0", scenario=str(small_street), observation=["front"])
    try:
        observation, _ = env.reset(seed=5)
        for step in range(4):
            file = image(every_step, f"shards/000000/00000000/front/rgb/{step:06d}.png")[..., ::-1]
            assert np.array_equal(observation["front"], file)
            observation, *_ = env.step(env.unwrapped.driver_action())
    finally:
        env.close()


def test_the_scenario_of_an_episode_alone_makes_it_again(small_dataset, tmp_path):
    episode = "shards/000002/00000002"
    settings = {"every": EVERY, "out": tmp_path / "again"}
    whiteout.export(small_dataset / episode / "scenario.yaml", **settings)
    again = contents(tmp_path / "again/shards/000000/00000000")
    assert again == contents(small_dataset / episode)
    row = rows(tmp_path / "again", "episodes")[0]
    assert (row["seed"], row["index"]) == (5, 2)


def test_a_failing_episode_is_recorded_and_the_rest_goes_on(small_street, tmp_path, monkeypatch):
    step = Episode.step

    def stumbling(self, action, sense=True):
        if self.scenario.index == 1 and self.step_number == 3:
            raise ZeroDivisionError("the road ended")
        return step(self, action, sense)

    monkeypatch.setattr(Episode, "step", stumbling)
    out = tmp_path / "data"
    settings = {**SETTINGS, "shard_size": 3}
    result = whiteout.export(small_street, out=out, **settings)
    assert (result.episodes, result.failed, result.whole) == (2, 1, True)
    sidecar = json.loads((out / "shards/000000.json").read_text())
    assert sidecar["status"] == "failures"
    error = "ZeroDivisionError: the road ended"
    assert sidecar["failures"] == [{"episode": 1, "seed": 5, "index": 1, "error": error}]
    episodes = rows(out, "episodes")
    assert [row["status"] for row in episodes] == ["ok", "failed", "ok"]
    assert episodes[1]["error"] == error and episodes[1]["frames"] == 0
    assert {row["episode"] for row in rows(out, "frames")} == {0, 2}
    assert [path.name for path in (out / "shards/000000/00000001").iterdir()] == ["scenario.yaml"]
    assert not list((out / "coco").rglob("00000001"))
    assert "the road ended" in (out / "log/export.jsonl").read_text()
    assert json.loads((out / "manifest.json").read_text())["episodes"]["failed"] == 1
    assert len(whiteout.open_dataset(out).episodes) == 2
    with pytest.raises(ExportError, match=r"1 episode failed.*the road ended"):
        whiteout.export(small_street, out=out, **settings, max_failures=0, overwrite=True)
    assert not (out / "manifest.json").exists() and unfinished(out) == []


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"episodes": 0}, "episodes must be between 1"),
        ({"every": 0}, "every must be between 1"),
        ({"writers": ["coca"]}, "did you mean 'coco'"),
        ({"classes": "cocoa"}, "did you mean 'coco'"),
        ({"sampler": "sobel"}, "did you mean 'sobol'"),
        ({"image": "gif"}, "png, or jpeg"),
        ({"date": "today"}, "YYYY-MM-DD"),
        ({"split": {"train": 0.5}}, "add up to 0.5"),
        ({"workers": 0}, "workers must be at least 1"),
        ({"part": (2, 2)}, "i from 0 to n - 1"),
        ({"seed": 2**63}, "seed must be between"),
        ({"writers": ["coco"], "overrides": {"sensors.front.channels": ["rgb", "depth"]}},
         "needs the channels rgb, semantic, instance; sensor 'front' has no semantic"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    small_street, tmp_path, settings, why
):
    with pytest.raises(PlanError, match=why):
        whiteout.export(small_street, out=tmp_path / "data", **settings)
    assert not (tmp_path / "data").exists()


def test_a_folder_with_other_things_is_left_alone(small_street, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(PlanError, match=r"holds other things \(mine.txt\)"):
        whiteout.export(small_street, out=tmp_path, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
