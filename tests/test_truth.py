"""Ground truth against itself by independent routes: boxes, masks, projections, keypoints."""

from itertools import product

import numpy as np
import pytest
from shapely.geometry import MultiPoint, Point
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.figure import KEYPOINTS
from whiteout.simcore.pose import inverse, transform

WIDTH, HEIGHT = 320, 240
ADULT = {"kind": "adult", "height": "1.8 m", "headwear": "none", "carrying": "none"}


def street(actors, step=0, **more):
    """The truth of a plain street with these actors."""
    base = {
        "actors": actors, "require": {}, "weather": {}, "surface": {}, "duration": "20 s",
        "road.style": "terraced", "road.curvature": "0 1/m", "road.lane_width": "3.25 m",
        "ego.speed": "0 km/h", "sensors.front.width": WIDTH, "sensors.front.height": HEIGHT,
        "sensors.front.channels": ["depth", "semantic", "instance", "normal"], **more,
    }  # fmt: skip
    episode = Episode(draw(load("child-chases-ball", base), 0, 0))
    frame = episode.reset()
    for _ in range(step):
        frame = episode.step([0, 0])
    return episode, frame.readings["front"][-1], frame.truth["front"][-1]


def crowd(count=6):
    rng = np.random.default_rng(11)
    kinds = ["adult", "child", "sedan", "cyclist", "deer", "van", "traffic_cone", "motorcycle"]
    return {
        f"a{k}": {
            "kind": kinds[k % len(kinds)],
            "at": {"s": f"{rng.uniform(18, 60):.2f} m", "t": f"{rng.uniform(-9, 9):.2f} m",
                   "heading": f"{rng.uniform(0, 360):.1f} deg"},
        }
        for k in range(count)
    }  # fmt: skip


@pytest.fixture(scope="module")
def scene():
    return street(crowd(12), step=3)


def corners(item):
    half = np.array(item.size) / 2
    return transform(item.T_world_object, np.array(list(product(*zip(-half, half, strict=True)))))


def projected(points, reading):
    T = inverse(reading.T_world_ego @ reading.T_ego_sensor)
    p = transform(T, points)
    return p[:, :2] / p[:, 2:] * [reading.calibration.fx, reading.calibration.fy] + [
        reading.calibration.cx,
        reading.calibration.cy,
    ], p[:, 2]


def test_boxes_are_the_extents_of_the_masks(scene):
    _, _, truth = scene
    instance = truth.channels["instance"]
    seen = [item for item in truth.objects if item.visible_px]
    assert len(seen) >= 12
    for item in seen:
        v, u = np.nonzero(instance == item.track)
        assert item.box == (u.min(), v.min(), u.max() + 1, v.max() + 1)
        assert item.visible_px == len(u)
    ids = set(np.unique(instance)) - {0}
    own = {1}  # the ego's body is no object
    far = ids - {item.track for item in truth.objects} - own
    assert not far


def test_three_dimensional_boxes_contain_the_masks(scene):
    _, reading, truth = scene
    instance = truth.channels["instance"]
    for item in truth.objects:
        if item.visible_px < 20 or item.class_id in (18, 19):
            continue
        points, z = projected(corners(item), reading)
        if z.min() < 0.1:
            continue
        hull = MultiPoint(points).convex_hull.buffer(0.8)
        v, u = np.nonzero(instance == item.track)
        inside = np.mean([hull.contains(Point(x, y)) for x, y in zip(u, v, strict=True)])
        assert inside == 1.0, (item.track, item.class_id, inside)


@pytest.mark.parametrize(
    "kind",
    ["sedan", "bus", "adult", "elderly", "child", "wheelchair", "deer", "moose", "ball", "pallet"],
)
def test_three_dimensional_boxes_are_tight(kind):
    """In full view, the mask spans nearly all of the projected box."""
    _, reading, truth = street({"it": {"kind": kind, "at": {"s": "26 m", "heading": "40 deg"}}})
    item = next(o for o in truth.objects if o.track == 2)
    points, _ = projected(corners(item), reading)
    v, u = np.nonzero(truth.channels["instance"] == item.track)
    assert item.occlusion < 0.03  # the road may cover a pixel at its foot
    # Seen from a corner, a slender body spans less of its box's outline than a full one.
    slender = kind in ("adult", "elderly", "child")
    assert (u.max() - u.min() + 2) / np.ptp(points[:, 0]) > (0.55 if slender else 0.7)
    assert (v.max() - v.min() + 2) / np.ptp(points[:, 1]) > 0.8


def test_occlusion_and_amodal_boxes():
    van = {"kind": "van", "at": {"s": "25 m", "t": "0 m"}, "behaviour": {"kind": "parked"}}
    person = {**ADULT, "at": {"s": "32 m", "t": "0.2 m"}}
    beside = {**ADULT, "at": {"s": "32 m", "t": "1.35 m"}}
    _, _, alone = street({"person": person})
    _, _, hidden = street({"van": van, "person": person})
    _, _, half = street({"van": van, "person": beside})

    def find(truth):
        return next(item for item in truth.objects if item.class_id == class_id("adult"))

    free, behind, partly = find(alone), find(hidden), find(half)
    assert free.occlusion == 0.0 and free.box == free.amodal_box
    assert behind.visible_px == 0 and behind.box is None and behind.occlusion == 1.0
    assert behind.amodal_box == free.amodal_box  # not from its 3D box, and whatever stands before
    assert 0.1 < partly.occlusion < 0.9
    # By an independent route: 1 - visible/alone.
    lone = find(street({"person": beside})[2])
    assert partly.occlusion == pytest.approx(1 - partly.visible_px / lone.visible_px)


def test_truncation_is_the_share_beyond_the_image():
    car = {"kind": "sedan", "at": {"s": "17 m", "t": "4.6 m"}, "behaviour": {"kind": "parked"}}
    _, _, narrow = street({"car": car})
    _, _, wide = street({"car": car}, **{
        "sensors.front.width": 3 * WIDTH, "sensors.front.height": 3 * HEIGHT,
        "sensors.front.fov": f"{np.degrees(2 * np.arctan(3 * np.tan(np.radians(35)))):.9f} deg",
    })  # fmt: skip

    def find(truth):
        return next(item for item in truth.objects if item.class_id == class_id("car"))

    # The wide image holds the narrow one in its middle, pixel by pixel.
    left, top = WIDTH, HEIGHT
    inside = wide.channels["instance"][top : top + HEIGHT, left : left + WIDTH]
    track = find(wide).track
    whole = (wide.channels["instance"] == track).sum()
    share = 1 - (inside == track).sum() / whole
    assert 0.05 < share < 0.95
    assert find(narrow).truncation == pytest.approx(share, abs=0.02)


def test_keypoints_lie_on_the_person():
    person = {**ADULT, "at": {"s": "18 m", "t": "0 m", "heading": "180 deg"}}
    _, _, truth = street({"person": person})
    item = next(o for o in truth.objects if o.class_id == class_id("adult"))
    instance = truth.channels["instance"]
    named = dict(zip(KEYPOINTS, item.keypoints, strict=True))
    for name, (u, v, seen) in named.items():
        assert seen > 0, name
        assert instance[round(float(v)), round(float(u))] == item.track, name
    _, y0, _, y1 = item.box
    height = y1 - y0
    assert named["nose"][2] == 2 and named["left_eye"][2] == 2
    # Facing the camera: their left is on our right; heights as in Drillis & Contini.
    assert named["left_shoulder"][0] > named["right_shoulder"][0]
    for name, share in (("nose", 0.93), ("left_shoulder", 0.81), ("left_knee", 0.285)):
        assert (y1 - named[name][1]) / height == pytest.approx(share, abs=0.04), name


def test_hidden_keypoints_are_marked():
    box = {"kind": "cardboard_box", "length": "1 m", "width": "1.5 m", "height": "1.0 m",
           "open": False, "crushed": False, "at": {"s": "17 m", "t": "0 m"}}  # fmt: skip
    person = {**ADULT, "at": {"s": "18.5 m", "t": "0 m", "heading": "180 deg"}}
    _, _, truth = street({"box": box, "person": person})
    item = next(o for o in truth.objects if o.class_id == class_id("adult"))
    named = dict(zip(KEYPOINTS, item.keypoints[:, 2], strict=True))
    assert named["nose"] == 2 and named["left_shoulder"] == 2
    assert named["left_knee"] == 1 and named["right_ankle"] == 1


def test_a_back_hides_the_face():
    person = {**ADULT, "at": {"s": "18 m", "t": "0 m", "heading": "0 deg"}}
    _, _, truth = street({"person": person})
    item = next(o for o in truth.objects if o.class_id == class_id("adult"))
    named = dict(zip(KEYPOINTS, item.keypoints[:, 2], strict=True))
    assert named["nose"] == 1 and named["left_eye"] == 1


def test_riders_and_their_machines_are_two_bodies_of_one_group(scene):
    _, _, truth = scene
    rider = next(o for o in truth.objects if o.class_id == class_id("cyclist"))
    bike = next(o for o in truth.objects if o.class_id == class_id("bicycle"))
    assert rider.track != bike.track and rider.group == bike.group
    assert bike.attributes[0] == "cycle.with_rider"
    assert rider.keypoints is not None and bike.keypoints is None


def test_the_same_actor_keeps_its_track():
    walker = {**ADULT, "at": {"s": "20 m", "t": "-3 m"},
              "behaviour": {"kind": "cross", "speed": "1.5 m/s"}}  # fmt: skip
    episode, _, _ = street({"walker": walker})
    tracks, places = set(), []
    for _ in range(16):
        frame = episode.step([0, 0])
        item = next(o for o in frame.truth["front"][0].objects if o.class_id == 30)
        tracks.add(item.track)
        places.append(item.T_world_object[:2, 3])
        velocity = item.velocity
    assert len(tracks) == 1
    moved = (places[-1] - places[-11]) / 1.0  # the box breathes with the stride
    assert moved == pytest.approx(np.array(velocity[:2]), abs=0.15)


def test_semantic_and_instance_agree(scene):
    _, _, truth = scene
    semantic, instance = truth.channels["semantic"], truth.channels["instance"]
    for item in truth.objects:
        assert set(np.unique(semantic[instance == item.track])) <= {item.class_id}


def test_depth_of_an_object_lies_within_its_box(scene):
    _, reading, truth = scene
    depth, instance = truth.channels["depth"], truth.channels["instance"]
    for item in truth.objects:
        if item.visible_px < 20:
            continue
        _, z = projected(corners(item), reading)
        own = depth[instance == item.track]
        assert own.min() >= z.min() - 0.02 and own.max() <= z.max() + 0.02


PATCHES = {
    name: {"cover": name, "at": {"s": f"{s} m", "t": f"{t} m"}, "length": "3 m", "width": "2 m"}
    for name, s, t in (("oil", 17, -1), ("black_ice", 17, 1.6), ("slush", 21, -1),
                       ("leaves", 21, 1.6), ("gravel", 15, 4.5), ("loose_snow", 19, 4.5))
}  # fmt: skip


@pytest.mark.parametrize("surface", [
    {"snow_depth": "2 cm", "ice_fraction": 0.3},
    {"water_film": "1.5 mm", "patches": PATCHES},
], ids=["winter", "wet with patches"])  # fmt: skip
def test_the_cover_seen_is_the_cover_that_wheels_feel(surface):
    """Every pixel of the road, unprojected, against the surface that friction comes from."""
    episode = Episode(draw(load("child-chases-ball", {
        "weather": {}, "surface": surface,
        "sensors.front.channels": ["depth", "semantic", "cover"],
    }), 0, 0))  # fmt: skip
    frame = episode.reset()
    reading, truth = frame.readings["front"][-1], frame.truth["front"][-1]
    cover = truth.channels["cover"]
    assert len(set(np.unique(cover))) >= 4
    depth = truth.channels["depth"].astype(float)
    v, u = np.nonzero((truth.channels["semantic"] == class_id("road")) & (depth < 15))
    camera = reading.calibration
    rays = np.stack([(u + 0.5 - camera.cx) / camera.fx, (v + 0.5 - camera.cy) / camera.fy], -1)
    seen = np.concatenate([rays, np.ones((len(u), 1))], -1) * depth[v, u, None]
    world = transform(reading.T_world_ego @ reading.T_ego_sensor, seen)
    surface, strip = episode.surface, episode.setting.layout.strips[0]
    s, t = strip.line.project(world)
    felt = surface.at(strip.chart, s, t, 0.02).cover
    assert len(u) > 5000
    assert np.mean(felt == cover[v, u]) > 0.9
    # Fine grain fades with the pixel's footprint; whether anything lies there does not.
    assert np.mean((felt == 0) == (cover[v, u] == 0)) > 0.95
