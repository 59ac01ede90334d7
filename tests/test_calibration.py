"""A camera as measured: OpenCV's K and D in its file, and every label where OpenCV has it.

Bodies are found by ``cv2.projectPoints``; an image off its axis is a window of a wider one.
"""

import contextlib
import io
import re
import textwrap
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest
from imagers import plain
from shapely.geometry import MultiPoint, Point
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.sensors.imaging.meter import COLUMNS, glance
from whiteout.sensors.window.drops import COLUMNS as OF_DROP
from whiteout.sensors.window.drops import RADIUS, VOLUME, X, Y
from whiteout.sensors.window.gathering import clean
from whiteout.sensors.window.pane import Pane
from whiteout.sensors.window.settings import Window
from whiteout.sensors.window.through import Through
from whiteout.simcore.pose import inverse, transform
from whiteout.simcore.render.projection import Projection

import whiteout

CRATE = {"kind": "cardboard_box", "length": "1.2 m", "width": "1.4 m", "height": "1.1 m",
         "open": False, "crushed": False}  # fmt: skip
PLACES = [("19 m", "1.9 m", "20 deg"), ("18 m", "-2.4 m", "50 deg"), ("26 m", "0.2 m", "0 deg")]
K = {"fx": 203.7, "fy": 211.2, "cx": 141.25, "cy": 96.5}
LENSES = {
    "pinhole": {},
    "brown_conrady": {"k1": -0.21, "k2": 0.05, "k3": -0.004, "p1": 0.0011, "p2": -0.0008},
    "kannala_brandt": {"k1": -0.02, "k2": 0.004, "k3": -0.001, "k4": 0.0002},
}


def street(lens, size=(320, 240), step=0, **more):
    """An episode among crates, before a camera with such a lens; its reading and truth."""
    crates = {
        f"crate{k}": {**CRATE, "at": {"s": s, "t": t, "heading": heading}}
        for k, (s, t, heading) in enumerate(PLACES)
    }
    base = {
        "actors": crates, "require": {}, "weather": {}, "surface": {}, "duration": "20 s",
        "road.curvature": "0 1/m", "ego.speed": "18 km/h", "ego.driver": {"kind": "constant"},
        "sensors": {"front": {
            "kind": "camera", "mount": {"x": "1.6 m", "z": "1.5 m", "pitch": "3 deg"},
            "width": size[0], "height": size[1], "lens": lens,
            "channels": ["depth", "instance", "normal", "flow"], **more,
        }},
    }  # fmt: skip
    episode = Episode(draw(load("child-chases-ball", base), 0, 0))
    frame = episode.reset()
    for _ in range(step):
        frame = episode.step([0, 0])
    return episode, frame.readings["front"][-1], frame.truth["front"][-1]


def matrix(k):
    return np.array([[k["fx"], 0, k["cx"]], [0, k["fy"], k["cy"]], [0, 0, 1.0]])


def opencv(model, bends, points):
    """(N, 2) pixels of points (N, 3) in optical axes, by OpenCV with K and D as authored."""
    none = np.zeros(3)
    if model == "kannala_brandt":
        D = np.array([bends[f"k{n}"] for n in (1, 2, 3, 4)])
        return cv2.fisheye.projectPoints(points[:, None], none, none, matrix(K), D)[0][:, 0]
    D = np.array([bends.get(name, 0.0) for name in ("k1", "k2", "p1", "p2", "k3")])
    return cv2.projectPoints(points, none, none, matrix(K), D)[0][:, 0]


def outline(item, reading, model, bends):
    """A crate's outline on the image, its edges being bent."""
    half = np.array(item.size) / 2
    corners = np.array(list(product(*zip(-half, half, strict=True))))
    edges = [
        a + (b - a) * share
        for a, b in product(corners, corners)
        if (a != b).sum() == 1
        for share in np.linspace(0, 1, 9)[:, None]
    ]
    T = inverse(reading.T_world_ego @ reading.T_ego_sensor) @ item.T_world_object
    return MultiPoint(opencv(model, bends, transform(T, np.array(edges)))).convex_hull


@pytest.fixture(scope="module", params=LENSES)
def scene(request):
    model = request.param
    bends = LENSES[model]
    return model, bends, *street({"model": model, **bends, **K})[1:]


def test_bodies_are_where_opencv_has_them(scene):
    """Masks fill the outlines by OpenCV to a pixel, and boxes are theirs."""
    model, bends, reading, truth = scene
    crates = [item for item in truth.objects if item.class_name == "cardboard_box"]
    assert len(crates) == 3
    inside = 0
    for item in crates:
        hull = outline(item, reading, model, bends)
        v, u = np.nonzero(truth.channels["instance"] == item.track)
        assert len(u) > 300
        assert all(hull.buffer(0.8).contains(Point(x, y)) for x, y in zip(u, v, strict=True))
        x0, y0, x1, y1 = hull.bounds  # of points, whose pixels' edges are 0.5 further
        assert item.amodal_box == pytest.approx((x0 + 0.5, y0 + 0.5, x1 + 0.5, y1 + 0.5), abs=1.3)
        if item.occlusion == 0.0 and item.truncation == 0.0:
            inside += 1
            assert len(u) == pytest.approx(hull.area, rel=0.03)
    assert inside


def test_depth_is_that_of_the_ray_by_opencv(scene):
    """The road is level: a pixel's ray by OpenCV at the pixel's depth ends on it."""
    model, bends, reading, truth = scene
    depth, normal = truth.channels["depth"], truth.channels["normal"]
    T = reading.T_world_ego @ reading.T_ego_sensor
    ground = (depth < 12) & (normal @ T[:3, :3].T[:, 2].astype(np.float32) > 0.999)
    v, u = np.nonzero(ground)
    seen = np.ascontiguousarray(np.stack([u, v], -1)[::7], float)
    D = [bends.get(name, 0.0) for name in ("k1", "k2", "p1", "p2", "k3")]
    if model == "kannala_brandt":
        D = np.array([bends[f"k{n}"] for n in (1, 2, 3, 4)])
        flat = cv2.fisheye.undistortPoints(seen[:, None], matrix(K), D)[:, 0]
    else:
        stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 200, 1e-12)
        flat = cv2.undistortPoints(seen, matrix(K), np.array(D), None, None, None, stop)[:, 0]
    points = np.concatenate([flat, np.ones((len(flat), 1))], 1) * depth[ground][::7, None]
    height = transform(T, points)[:, 2]
    assert len(points) > 1000
    assert np.quantile(abs(height - np.median(height)), 0.9) < 0.1  # cambered, with pavements


def test_flow_leads_to_where_opencv_has_the_points_next():
    """Pixels of crates, carried along with these to the next reading's camera."""
    lens = {"model": "brown_conrady", **LENSES["brown_conrady"], **K}
    episode, before, truth = street(lens)
    first = episode.reset()
    frame = episode.step([0, 0])
    after, then = frame.readings["front"][-1], frame.truth["front"][-1]
    flow = episode.complete(first).truth["front"][0].channels
    D = np.array([lens[name] for name in ("k1", "k2", "p1", "p2", "k3")])
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 200, 1e-12)
    moved = {o.track: o.T_world_object for o in then.objects}
    crates = [o for o in truth.objects if o.class_name == "cardboard_box"]
    for crate in crates:
        mine = (truth.channels["instance"] == crate.track) & flow["flow_valid"]
        v, u = np.nonzero(mine)
        seen = np.ascontiguousarray(np.stack([u, v], -1), float)
        flat = cv2.undistortPoints(seen, matrix(K), D, None, None, None, stop)[:, 0]
        rays = np.concatenate([flat, np.ones((len(flat), 1))], 1)
        points = rays * truth.channels["depth"][mine][:, None]
        carried = moved[crate.track] @ inverse(crate.T_world_object)
        T = inverse(after.T_world_ego @ after.T_ego_sensor) @ carried
        T = T @ before.T_world_ego @ before.T_ego_sensor
        wanted = opencv("brown_conrady", lens, transform(T, points)) - seen
        assert len(points) > 200 and np.hypot(*wanted.T).mean() > 0.3
        away = np.abs(flow["flow"][mine] - wanted).max(-1)
        assert np.median(away) < 0.03 and np.quantile(away, 0.95) < 0.15


REAL = {
    "preset": "standard", "noise": False, "exposure": {"time": "12 ms", "gain": 1},
    "shutter": {"readout": "20 ms"}, "channels": ["linear", "depth", "instance", "flow"],
}  # fmt: skip
CLEAR = {"f_number": 5.6, "falloff": 0, "softness": 0, "glare": 0, "flare": 0}


@pytest.mark.parametrize("model", ["pinhole", "brown_conrady"])
def test_an_image_off_its_axis_is_a_window_of_a_wider_one(model):
    """Column by column, in rolling rows and smeared: labels, amodal boxes, flow and light."""
    bends = {"model": model, **LENSES[model], **CLEAR, "fx": 150.0}
    wide = street({**bends, "cx": 159.5}, (320, 120), 2, **REAL)[1:]
    part = street({**bends, "cx": 159.5 - 180}, (140, 120), 2, **REAL)[1:]
    window = np.s_[:, 180:]
    a, b = wide[1].channels, part[1].channels
    same = 1.0 if model == "pinhole" else 0.97
    assert len(np.unique(b["instance"])) > 3
    assert (a["instance"][window] == b["instance"]).mean() >= same
    near = np.isfinite(a["depth"][window]) & np.isfinite(b["depth"])
    assert np.median(abs(a["depth"][window][near] / b["depth"][near] - 1)) < 1e-5
    light = [reading.channels["linear"] for reading in (wide[0], part[0])]
    apart, beside = (
        float(abs(light[0][:, first:-1] - light[1][:, : 319 - first]).mean())
        for first in (180, 181)
    )
    # Edges are sampled by each pixel's own pattern: alike, and nowhere else.
    assert light[0][window].mean() == pytest.approx(light[1].mean(), rel=0.02)
    assert apart < 0.4 * beside
    boxes = [{o.track: o for o in truth.objects} for _, truth in (wide, part)]
    found = [t for t in boxes[1] if boxes[1][t].box and boxes[0][t].truncation == 0.0]
    assert found
    for track in found:
        shifted = np.array(boxes[0][track].amodal_box) - [180, 0, 180, 0]
        assert np.abs(shifted - boxes[1][track].amodal_box).max() <= (model != "pinhole")


def test_truncation_counts_from_the_images_borders():
    """Of the widest image, the share of a crate's pixels that the narrow one leaves out."""
    wide = street({"fx": 200.0, "cx": 199.5, "cy": 99.5}, (400, 200))[2]
    crate = max(
        (o for o in wide.objects if o.class_name == "cardboard_box"), key=lambda o: o.box[0]
    )
    mask = wide.channels["instance"] == crate.track
    cut = int(np.mean(crate.box[::2]))
    share = mask[:, cut:].sum() / mask.sum()
    narrow = street({"fx": 200.0, "cx": 199.5, "cy": 99.5}, (cut, 200))[2]
    found = next(o for o in narrow.objects if o.track == crate.track)
    assert 0.2 < share < 0.8 and found.truncation == pytest.approx(share, abs=1e-6)


def front(**changes):
    return load("child-chases-ball", {f"sensors.front.{k}": v for k, v in changes.items()})


def test_what_is_left_out_of_a_matrix_is_square_and_centred():
    _, reading, _ = street({"fx": 300}, (160, 100))
    k = reading.calibration
    assert (k.fx, k.fy, k.cx, k.cy) == (300.0, 300.0, 79.5, 49.5)


@pytest.mark.parametrize("kind", ["camera", "thermal", "event"])
def test_every_camera_can_be_calibrated_on_top_of_its_preset(kind, tmp_path):
    preset = {"camera": "ar0231", "thermal": "boson_640", "event": "davis346"}[kind]
    given = {"kind": kind, "preset": preset, "width": 64, "height": 48, "channels": ["depth"],
             "lens": {"fx": 50.5, "fy": 51, "cx": 30, "cy": {"uniform": [20, 28]}}}  # fmt: skip
    drawn = draw(load("child-chases-ball", {"sensors": {"front": given}}), 3, 0)
    file = tmp_path / "again.yaml"
    file.write_text(drawn.dump())
    assert draw(load(file)).sensors == drawn.sensors
    k = Episode(drawn).reset().readings["front"][0].calibration
    assert (k.fx, k.fy, k.cx) == (50.5, 51.0, 30.0) and 20 < k.cy < 28


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lens": {"fx": 400}}, "the lens has fx, .* take one of the two away; `fov: null`"),
        ({"lens": {"cx": 300, "fy": 20}}, "fy, cx of a calibration are nothing without fx"),
        ({"fov": None, "lens": {"fx": 40}}, "at most 75 deg"),
        ({"fov": None, "lens": {"fx": 400, "model": "brown_conrady", "k1": -0.9}}, "turns back"),
        ({"fov": None, "lens": {"fx": 0}}, "must be at least 1"),
    ],
)
def test_calibrations_that_cannot_be_are_named(changes, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        front(**changes)


def test_a_camera_without_any_focal_length_is_none():
    text = "whiteout: 1\nroad: {kind: straight}\nego: {kind: compact}\nsensors:\n  front: "
    with pytest.raises(ScenarioError, match="fov: must be given where the lens has no fx"):
        read(text + "{kind: camera, fov: null}", "f.yaml")


def test_datasets_hold_the_calibration(tmp_path):
    lens = {"model": "brown_conrady", **LENSES["brown_conrady"], **K}
    camera = {"kind": "camera", "width": 320, "height": 240, "lens": lens, "channels": ["depth"]}
    made = whiteout.export(
        "child-chases-ball", out=tmp_path / "data", frames=1,
        overrides={"sensors": {"front": camera}},
    )  # fmt: skip
    row = next(iter(pq.read_table(next(made.out.glob("shards/*/frames.parquet"))).to_pylist()))
    assert {name: row[name] for name in K} == K
    assert row["distortion"] == [lens[name] for name in ("k1", "k2", "p1", "p2", "k3")]


@pytest.mark.parametrize("model", ["pinhole", "brown_conrady"])
def test_exposure_goes_by_what_such_a_camera_sees(model):
    """The borders of what is metered look where those of the image do."""
    bends = [LENSES["brown_conrady"][k] for k in ("k1", "k2", "p1", "p2", "k3")]
    lens = Projection.calibrated(
        model, 320, 240, (203.7, 211.2), (141.25, 96.5), () if model == "pinhole" else tuple(bends)
    )
    seen = glance(lens, None)
    assert seen.width == COLUMNS
    for u, v, axis in ((-0.5, 119.5, 0), (319.5, 119.5, 0), (159.5, -0.5, 1), (159.5, 239.5, 1)):
        ray = lens.rays([u, v])
        place = seen.K @ (ray / ray[2])
        end = -0.5 if (u if axis == 0 else v) == -0.5 else (seen.width, seen.height)[axis] - 0.5
        assert place[axis] == pytest.approx(end, abs=1e-6)


def test_a_drop_on_the_middle_of_a_pane_is_in_the_middle_of_the_picture():
    """A pane lies before the image, wherever the axis meets it, for the glance as well."""
    lens = Projection.calibrated("pinhole", 160, 120, (115.0, 115.0), (20.0, 100.0))
    window = plain(Window, behind="windscreen", slope="90 deg")
    pane = Pane.of(window, lens, 1.8, 3e-6, 0.0)
    drops = np.zeros((1, OF_DROP), np.float32)
    drops[0, [X, Y, RADIUS, VOLUME]] = 0.0, 0.0, 6.0, 216.0
    state = clean(pane, 0)._replace(drops=drops)
    hidden = 1.0 - Through(pane, lens, window.contact_angle, 1).straight(state, None)
    v, u = np.indices(hidden.shape)
    middle = (u * hidden).sum() / hidden.sum(), (v * hidden).sum() / hidden.sum()
    assert middle == pytest.approx((79.5, 59.5), abs=0.5)


PAGE = (Path(__file__).parents[1] / "docs" / "cameras.md").read_text(encoding="utf-8")
OWN = PAGE.partition("## Your own calibration")[2].partition("\n## ")[0]


def test_the_page_on_calibrations_says_what_works():
    """What its program writes of K and D is the lens of its example."""
    head = "whiteout: 1\nroad: {kind: straight}\nego: {kind: compact}\n"
    (example,) = re.findall(r"```yaml\n(.*?)```", OWN, re.DOTALL)
    (program,) = re.findall(r"```python\n(.*?)```", OWN, re.DOTALL)
    shown = draw(read(head + example, "page.yaml"), 0, 0).sensors["front"]
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(program, {})
    text = head + "sensors:\n  front:\n    kind: camera\n    width: 1280\n    height: 720\n"
    text += textwrap.indent(told.getvalue(), "    ")
    assert draw(read(text, "made.yaml"), 0, 0).sensors["front"] == shown
