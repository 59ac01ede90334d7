"""``whiteout scan``: sweeps as files that other programs read."""

import json
import re

import numpy as np
import pytest
from senses import DETECTION, POINT, SCENARIO
from whiteout.dataset.clouds import WRITE, pcd
from whiteout.sensors.cloud import in_world, moved, places, with_places
from whiteout.simcore.pose import inverse, pose, transform

pytestmark = pytest.mark.usefixtures("toys")


@pytest.fixture
def street(tmp_path):
    path = tmp_path / "toys.yaml"
    path.write_text(SCENARIO)
    return path


def read_pcd(data):
    """A binary PCD v0.7 by the rules of its specification: entries in their order, sizes that add
    up to the data, types F, I and U. Returns a structured array."""
    head, mark, body = data.partition(b"DATA binary\n")
    assert mark
    lines = [line for line in head.decode("ascii").splitlines() if not line.startswith("#")]
    entries = {line.split(" ")[0]: line.split(" ")[1:] for line in lines}
    assert list(entries) == ["VERSION", "FIELDS", "SIZE", "TYPE", "COUNT", "WIDTH", "HEIGHT",
                             "VIEWPOINT", "POINTS"]  # fmt: skip
    assert entries["VERSION"] == ["0.7"]
    columns = zip(*(entries[key] for key in ("FIELDS", "SIZE", "TYPE", "COUNT")), strict=True)
    kinds = []
    for name, size, kind, count in columns:
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and count == "1"
        assert int(size) in {"F": (4, 8), "I": (1, 2, 4), "U": (1, 2, 4)}[kind]
        kinds.append((name, f"<{kind.lower()}{size}"))
    number = int(entries["WIDTH"][0]) * int(entries["HEIGHT"][0])
    assert int(entries["POINTS"][0]) == number
    assert [float(word) for word in entries["VIEWPOINT"]] == [0, 0, 0, 1, 0, 0, 0]
    assert len(body) == number * np.dtype(kinds).itemsize
    return np.frombuffer(body, np.dtype(kinds))


def some_points(count=50):
    points = np.zeros(count, POINT)
    rng = np.random.Generator(np.random.Philox(3))
    for name in "xyz":
        points[name] = rng.normal(0.0, 20.0, count)
    points["intensity"] = rng.integers(0, 256, count)
    points["ring"] = np.arange(count) % 32
    points["t_ns"] = 2_000_000_000 - 1_000_000 * np.arange(count)[::-1]
    points["instance"] = np.arange(count) - 3
    return points


def test_a_pcd_holds_all_fields_and_times_that_count_from_the_reading():
    points = some_points()
    back = read_pcd(pcd(points, 2_000_000_000))
    assert back.dtype.names == tuple("t" if n == "t_ns" else n for n in POINT.names)
    for name in set(POINT.names) - {"t_ns"}:
        assert np.array_equal(back[name], points[name])
    assert back["t"] == pytest.approx((points["t_ns"] - 2_000_000_000) * 1e-9, abs=1e-8)
    assert len(read_pcd(pcd(points[:0], 0))) == 0


def test_a_pcd_of_detections_has_places():
    found = np.array(
        [(10.0, np.pi / 2, 0.0, -3, 5, 20), (10.0, 0.0, np.pi / 6, 3, 5, 20)], DETECTION
    )
    back = read_pcd(pcd(found, 0))
    assert back.dtype.names == ("x", "y", "z", *DETECTION.names)
    xyz = np.stack([back[name] for name in "xyz"], -1)
    assert xyz == pytest.approx(np.array([[0, 10, 0], [10 * 0.75**0.5, 0, 5]]), abs=1e-5)


def test_a_bin_is_kittis():
    """As its development kit reads it: float32 in rows of four, reflectance from 0 to 1."""
    points = some_points()
    back = np.frombuffer(WRITE[".bin"](points, 0), "<f4").reshape(-1, 4)
    assert np.array_equal(back[:, :3], np.stack([points[name] for name in "xyz"], -1))
    assert back[:, 3] == pytest.approx(points["intensity"] / 255.0)


def test_a_sweep_is_written_as_each_format(street, tmp_path, call):
    made = {}
    for ending in WRITE:
        out = tmp_path / f"sweep{ending}"
        words = ["scan", street, "--sensor", "top", "--time", "0.32 s", "--out", out]
        code, text, _ = call(*words)
        assert code == 0 and re.search(r"\d+ points of 'top', reading 6 at 0.300 s", text)
        made[ending] = out.read_bytes()
    rows = np.load(tmp_path / "sweep.npy")
    assert rows.dtype == POINT and len(rows) > 5000
    assert rows["t_ns"].max() == 300_000_000
    assert np.array_equal(read_pcd(made[".pcd"])["x"], rows["x"])
    assert np.array_equal(np.frombuffer(made[".bin"], "<f4")[2::4], rows["z"])


def test_deskewed_points_are_where_the_sensor_would_have_seen_them_at_once(street, tmp_path, call):
    """The toy scanner casts all rays at one instant; the ego drives at 8.3 m/s, so that a point of
    50 ms before the end comes nearer by 0.42 m."""
    for name, more in (("raw", []), ("still", ["--deskew"])):
        out = tmp_path / f"{name}.npy"
        assert call("scan", street, "--time", "0.3 s", "--out", out, *more)[0] == 0
    raw, still = (np.load(tmp_path / f"{name}.npy") for name in ("raw", "still"))
    late = (raw["t_ns"].max() - raw["t_ns"]) * 1e-9
    assert raw["x"] - still["x"] == pytest.approx(30 / 3.6 * late, abs=0.02)
    assert still["z"] == pytest.approx(raw["z"], abs=0.01)
    assert np.array_equal(raw["t_ns"], still["t_ns"])


def test_a_wall_seen_in_passing_is_straight_again():
    """Points of one wall in the world, measured from a turning and driving ego, come back to it
    within a millimetre: poses are taken at eleven times and straight between."""
    T_ego_sensor = pose((0.9, 0.1, 1.9), yaw=0.3, pitch=0.05)

    def way(t_ns):
        s = t_ns * 1e-9
        return pose((20.0 * s, 3.0 * s * s, 0.1), yaw=0.6 * s, roll=0.02)

    times = np.arange(0, 100_000_001, 500_000)
    wall = np.stack([np.linspace(-40, 40, len(times)), np.full(len(times), 12.0),
                     np.linspace(0, 3, len(times))], -1)  # fmt: skip
    points = np.zeros(len(times), [("x", "f8"), ("y", "f8"), ("z", "f8"), ("t_ns", "i8")])
    points["t_ns"] = times
    seen = np.stack([
        transform(inverse(way(t) @ T_ego_sensor), place[None])[0]
        for t, place in zip(times.tolist(), wall, strict=True)
    ])  # fmt: skip
    points = with_places(points, seen)
    assert np.abs(in_world(points, way, T_ego_sensor) - wall).max() < 1e-3
    last = int(times[-1])
    found = moved(points, way, T_ego_sensor, last)
    there = transform(inverse(way(last) @ T_ego_sensor), wall)
    assert np.abs(places(found) - there).max() < 1e-3
    assert len(moved(points[:0], way, T_ego_sensor, last)) == 0


def test_json_says_what_was_written(street, tmp_path, call):
    out = tmp_path / "found.npy"
    code, text, _ = call(
        "scan", street, "--sensor", "ahead", "--time", "0.2 s", "--out", out, "--json"
    )
    told = json.loads(text)
    assert code == 0 and np.load(out).dtype == DETECTION
    assert told["detections"] == len(np.load(out))
    assert (told["sensor"], told["reading"], told["t_ns"]) == ("ahead", 2, 153846154)
    assert told["fields"] == list(DETECTION.names)
    assert np.shape(told["T_ego_sensor"]) == (4, 4)


WRONG = [
    (["--sensor", "tap"], "'tap': there is no such sensor; did you mean 'top'?"),
    (["--sensor", "body"], "'body' gives neither points nor detections; there are top, ahead"),
    (["--time", "2 m"], "--time: 'm' is "),
    (["--time", "-1 s"], "--time -1 s: an episode begins at 0 s"),
    (["--time", "2 s"], "the episode ends at 0.6 s (time_out): give an earlier --time"),
    (["--out", "x.las"], "x.las: the name must end in .npy, .pcd, .bin"),
    (["--sensor", "ahead", "--out", "x.bin"], "a .bin file holds points, not what 'ahead' gives"),
    (["--sensor", "ahead", "--deskew"], "leave out --deskew"),
    (["--set", "sensors.top.offset=0.5 s", "--time", "0.2 s"],
     "'top' takes its first reading at 0.500 s, not by 0.2 s"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), WRONG, ids=[m[:24] for _, m in WRONG])
def test_what_cannot_be_meant_is_told(words, message, street, tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = words if "--out" in words else [*words, "--out", "x.npy"]
    code, _, error = call("scan", street, *given)
    assert code == 2 and message in error
    assert not list(tmp_path.glob("x.*"))


def test_a_scenario_without_points_is_told(tmp_path, call):
    code, _, error = call("scan", "child-chases-ball", "--out", tmp_path / "x.npy")
    assert code == 2 and "no sensor of 'child-chases-ball' gives points or detections" in error


@pytest.mark.parametrize(("ending", "fields"), [(".bin", "x y z intensity"), (".pcd", "x y z t")])
def test_json_names_the_fields_of_the_file(street, tmp_path, call, ending, fields):
    out = tmp_path / f"found{ending}"
    words = ("--sensor", "top", "--time", "0.3 s", "--out", out, "--json")
    _, text, _ = call("scan", street, *words)
    told = json.loads(text)["fields"]
    if ending == ".bin":
        assert " ".join(told) == fields
    else:
        assert told == list(read_pcd(out.read_bytes()).dtype.names)
        assert set(fields.split()) <= set(told) and "t_ns" not in told
