"""A lens before the whole picture: OpenCV undistorts it, and every label follows it.

Rays through pixels come from OpenCV's undistortion of the calibration, hits from embree.
"""

import cv2
import numpy as np
import pytest
from imagers import plain
from pictures import Item as Thing
from pictures import Tracer, air, block, floor, ground, stage_of
from stages import at_rest
from stages import stage_of as numbered
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.sensors.imaging.eye import Eye
from whiteout.sensors.imaging.optics import Optics, blur_radius, defocus, falloff
from whiteout.sensors.imaging.settings import Lens
from whiteout.sensors.imaging.view import View
from whiteout.sensors.truth.alone import alone_in
from whiteout.simcore.pose import R_FLU_OPTICAL, inverse, look_at, pose
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.projection import Projection

BROWN = (-0.22, 0.05, 0.0008, -0.0006, -0.004)
FISH = (-0.02, 0.004, -0.001, 0.0002)
LENSES = {
    "brown_conrady": Projection.from_fov("brown_conrady", 160, 120, np.radians(95), BROWN),
    "kannala_brandt": Projection.from_fov("kannala_brandt", 160, 120, np.radians(175), FISH),
}
OPTICAL = pose(R=R_FLU_OPTICAL)
WORLD = [
    (floor(half=200.0), np.eye(4)),
    (block((2.0, 2.0, 2.0)), pose((7.0, 1.5, 0.0), yaw=0.4)),
    (block((1.0, 3.0, 1.2)), pose((5.0, -2.5, 0.0), yaw=-0.2)),
    (block((1.5, 1.0, 3.0)), pose((1.5, 4.0, 0.0), yaw=0.9)),
    (block((0.6, 0.6, 4.0)), pose((3.0, 0.2, 0.0))),
]
T_SENSOR = look_at((0.0, 0.0, 1.6), (6.0, -0.2, 1.2))


def opencv_rays(lens, pixels):
    """(N, 3) unit directions of pixels, by OpenCV."""
    points = np.asarray(pixels, np.float64).reshape(-1, 1, 2)
    if lens.model == "brown_conrady":
        criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 100, 1e-12)
        flat = cv2.undistortPoints(
            points, lens.K, np.array(lens.coefficients), None, None, None, criteria
        )[:, 0]
        rays = np.concatenate([flat, np.ones((len(flat), 1))], 1)
    else:  # OpenCV's tangents end at 90 degrees: its polynomial, inverted by roots
        k = np.array(lens.coefficients)
        a = (points[:, 0] - [lens.cx, lens.cy]) / lens.fx
        radius = np.hypot(*a.T)
        theta = np.linspace(0, 2.0, 200001)
        bent = theta * (
            1 + theta**2 * (k[0] + theta**2 * (k[1] + theta**2 * (k[2] + theta**2 * k[3])))
        )
        angle = np.interp(radius, bent, theta)
        around = a / np.maximum(radius, 1e-12)[:, None]
        rays = np.concatenate([np.sin(angle)[:, None] * around, np.cos(angle)[:, None]], 1)
    return rays / np.linalg.norm(rays, axis=1, keepdims=True)


def seen_by(lens, T_sensor=T_SENSOR):
    eye = Eye(View(lens), fine=False)
    stage = numbered(WORLD)
    eye.draw(stage, at_rest(stage), T_sensor)
    return eye, stage


@pytest.fixture(scope="module", params=LENSES)
def scene(request):
    lens = LENSES[request.param]
    eye, _ = seen_by(lens)
    T = T_SENSOR @ OPTICAL
    v, u = np.indices((lens.height, lens.width)).reshape(2, -1)
    rays = opencv_rays(lens, np.stack([u, v], -1))
    tracer = Tracer([Thing(mesh, T) for mesh, T in WORLD])
    origin = np.broadcast_to(T[:3, 3], rays.shape)
    triangle, distance = tracer.first(origin, rays @ T[:3, :3].T)
    owner = np.where(triangle >= 0, tracer.owner[triangle] + 1, 0)
    return lens, eye, rays, owner.reshape(120, 160), distance.reshape(120, 160), tracer, triangle


def inner(owner):
    """Pixels whose neighbours see the same thing."""
    same = np.ones(owner.shape, bool)
    for shift in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        same &= np.roll(owner, shift, (0, 1)) == owner
    same[[0, -1]], same[:, [0, -1]] = False, False
    return same


def test_ids_are_those_of_rays_through_the_lens(scene):
    _, eye, _, owner, *_ = scene
    instance = eye.labels({"instance"})["instance"]
    assert (instance == owner)[inner(owner)].mean() > 0.9995
    assert (instance == owner).mean() > 0.985


def test_depth_is_that_of_rays_through_the_lens(scene):
    """Along the optical axis, where pixels look ahead; not only to the nearest sample."""
    _, eye, rays, owner, distance, *_ = scene
    depth = eye.labels({"depth"})["depth"]
    expected = distance * rays[:, 2].reshape(120, 160)
    sure = inner(owner) & (owner > 0) & (expected > 0.05) & (expected < 60)
    assert sure.mean() > 0.3
    wrong = abs(depth - expected)[sure] / expected[sure]
    assert np.quantile(wrong, 0.99) < 2e-3 and np.median(wrong) < 2e-5
    assert np.isinf(depth[(owner == 0) & inner(owner)]).all()


def test_normals_are_in_the_cameras_axes(scene):
    _, eye, _, owner, _, tracer, triangle = scene
    normal = eye.labels({"normal"})["normal"]
    expected = tracer.normals[triangle] @ (T_SENSOR @ OPTICAL)[:3, :3]
    sure = inner(owner) & (owner == 1)
    assert (normal.reshape(-1, 3) * expected).sum(-1).reshape(120, 160)[sure].min() > 0.999


def test_boxes_of_bodies_alone_are_those_of_their_masks_through_the_lens(scene):
    """Box, area inside and area outside, against rays over a canvas larger than the image."""
    lens, eye, _, _, _, _, _ = scene
    pad = 80
    wide = lens._replace(width=160 + 2 * pad, height=120 + 2 * pad, cx=lens.cx + pad,
                         cy=lens.cy + pad)  # fmt: skip
    v, u = np.indices((wide.height, wide.width)).reshape(2, -1)
    rays = wide.rays(np.stack([u, v], -1))
    ok = np.isfinite(rays[:, 0])
    T = T_SENSOR @ OPTICAL
    alone = alone_in(eye)
    for number in (2, 3, 4, 5):
        mesh, T_item = WORLD[number - 1]
        tracer = Tracer([Thing(mesh, T_item)])
        hit = np.zeros(len(rays), bool)
        origin = np.broadcast_to(T[:3, 3], rays[ok].shape)
        hit[ok] = tracer.first(origin, rays[ok] @ T[:3, :3].T)[0] >= 0
        mask = hit.reshape(wide.height, wide.width)
        found = alone.draw(number)
        assert found is not None
        if found.inside == 0:  # which is no object of a reading
            continue
        rows, columns = np.nonzero(mask)
        box = columns.min() - pad, rows.min() - pad, columns.max() + 1 - pad, rows.max() + 1 - pad
        assert np.abs(np.array(found.box) - box).max() <= 1.5
        within = mask[pad:-pad, pad:-pad].sum()
        assert found.inside == pytest.approx(within, abs=0.03 * within + 12)
        beyond = mask.sum() - within
        assert found.outside == pytest.approx(beyond, abs=0.06 * beyond + 15)


def test_flow_leads_to_where_points_land(scene):
    """The camera moves; points of the ground, projected by OpenCV's own functions."""
    lens, eye, rays, owner, distance, *_ = scene
    moved = T_SENSOR @ pose((0.25, 0.1, 0.02), yaw=0.04, pitch=0.01)
    after, _ = seen_by(lens, moved)
    stage_now, stage_after = eye.films[0].stage, after.films[0].stage
    assert len(stage_now) == len(stage_after)
    for film in after.films:
        film.stage = stage_now
    flow, valid = eye.flow_to(after)
    T = T_SENSOR @ OPTICAL
    points = (rays * distance.reshape(-1, 1)) @ T[:3, :3].T + T[:3, 3]
    local = points @ inverse(moved @ OPTICAL)[:3, :3].T + inverse(moved @ OPTICAL)[:3, 3]
    there = lens.project(local)
    if lens.model == "brown_conrady":
        known = (owner.ravel() > 0) & (local[:, 2] > 0.1)
        check, _ = cv2.projectPoints(local[known][:2000], np.zeros(3), np.zeros(3), lens.K,
                                     np.array(lens.coefficients))  # fmt: skip
        inside = np.isfinite(there[known][:2000, 0])
        assert np.abs(check[:, 0] - there[known][:2000])[inside].max() < 1e-6
    v, u = np.indices((120, 160)).reshape(2, -1)
    expected = (there - np.stack([u, v], -1)).reshape(120, 160, 2)
    sure = inner(owner) & (owner > 0) & valid
    assert sure.mean() > 0.33
    error = np.abs(flow - expected)[sure].max(-1)
    assert np.quantile(error, 0.99) < 0.02
    lands = (
        np.isfinite(there[:, 0]) & (abs(there[:, 0] - 79.5) < 78) & (abs(there[:, 1] - 59.5) < 58)
    )
    open_ground = inner(owner) & (owner == 1) & lands.reshape(120, 160)
    assert valid[open_ground].mean() > 0.93


@pytest.mark.parametrize("model", LENSES)
def test_opencv_undistorts_the_picture(model):
    """The picture through the lens, undistorted by OpenCV with the calibration, is that of a
    pinhole, but for its interpolation."""
    things = [Thing(mesh, T) for mesh, T in WORLD]
    stage = stage_of(things)
    scenery = Scenery(air(35.0), ground())
    size, f = (320, 240), 190.0
    given = {"brown_conrady": BROWN, "kannala_brandt": FISH}[model]
    lens = Projection(model, *size, f, f, 159.5, 119.5, given)
    straight = Projection("pinhole", 200, 150, 190.0, 190.0, 99.5, 74.5)
    pictures = []
    for each in (lens, straight):
        view = View(each)
        eye = Eye(view, fine=True)
        eye.draw(stage, at_rest(stage), T_SENSOR)
        lights = [Painter(stage).light(film, scenery).image.copy() for film in eye.films]
        image = np.empty((3, each.width * each.height), np.float32)
        view.light(np.concatenate(lights, 1), image, 0, each.width * each.height)
        pictures.append(image.T.reshape(each.height, each.width, 3).copy())
    K, D = lens.K, np.array(given)
    make = cv2.fisheye.initUndistortRectifyMap if model == "kannala_brandt" else (
        cv2.initUndistortRectifyMap)  # fmt: skip
    maps = make(K, D, np.eye(3), straight.K, (200, 150), cv2.CV_32FC1)
    undone = cv2.remap(pictures[0], *maps, cv2.INTER_LINEAR)
    difference = np.abs(undone - pictures[1])[2:-2, 2:-2].max(-1)
    scale = pictures[1].mean()
    assert np.median(difference) < 0.01 * scale
    assert np.quantile(difference, 0.9) < 0.06 * scale
    shifted = np.abs(np.roll(undone, 1, 1) - pictures[1])[2:-2, 2:-2].max(-1)
    assert np.quantile(shifted, 0.9) > 2.0 * np.quantile(difference, 0.9)


def test_light_falls_off_by_cos_to_the_fourth():
    lens = Projection.from_fov("pinhole", 201, 101, np.radians(90))
    share = falloff(lens, 1.0).reshape(101, 201)
    u = np.array([100.0, 100.0 + lens.fx * np.tan(np.radians(30.0))])
    assert share[50, 100] == pytest.approx(1.0)
    assert np.interp(u[1], np.arange(201), share[50]) == pytest.approx(0.5625, abs=1e-3)
    edge = np.cos(np.arctan(100.0 / lens.fx)) ** 4
    assert share[50, 200] == pytest.approx(edge) and edge == pytest.approx(0.25, abs=0.01)


def optics(size=(64, 96), **given):
    lens = Projection.from_fov("pinhole", size[1], size[0], np.radians(60))
    return Optics(plain(Lens, **given), lens, None, 1)


def test_stray_light_is_taken_from_where_it_came():
    """A lamp in a dark picture: the sum stays, and the dark is no longer dark."""
    size = (160, 240)
    image = np.zeros((3, *size), np.float32)
    image[:, 78:82, 118:122] = 1e4
    out = optics(size, glare=0.03).veiled(image.reshape(3, -1).copy()).reshape(3, *size)
    assert out.sum() == pytest.approx(image.sum(), rel=1e-3)
    assert out[0, 80, 120] == pytest.approx(0.97e4, rel=0.01)
    assert out[0, 80, 140] > out[0, 80, 170] > out[0, 5, 5] > 0.0
    even = np.full((3, size[0] * size[1]), 7.0, np.float32)
    assert optics(size, glare=0.2).veiled(even.copy()) == pytest.approx(even, rel=1e-4)


def test_softness_has_its_width():
    image = np.zeros((3, 64, 96), np.float32)
    image[:, 32, 48] = 1.0
    out = optics(softness=0.6).blurred(image.reshape(3, -1), None).reshape(3, 64, 96)[0]
    x = np.arange(96) - 48
    assert out.sum() == pytest.approx(1.0, abs=1e-5)
    assert (out.sum(0) * x**2).sum() == pytest.approx(0.36, abs=1e-4)


def test_a_thin_lens_blurs_what_is_out_of_focus():
    """f = 8 mm, N = 2, 4 µm: focused at 2 m, a point at infinity is a disc of
    f²/N · 1/2 m = 16 µm, 4 pixels wide; at 1 m as much; at 2 m none."""
    focal_px = 8e-3 / 4e-6
    radius = blur_radius(np.array([0.0, 1.0, 0.5], np.float32), 2.0, 2.0, focal_px, 4e-6)
    assert radius == pytest.approx([2.0, 2.0, 0.0], abs=1e-5)


def test_a_blurred_point_is_an_even_disc():
    image = np.zeros((3, 41, 41), np.float32)
    image[:, 20, 20] = 1.0
    radius = np.full((41, 41), 5.0, np.float32)
    out = np.empty_like(image)
    defocus(image, radius, 5, 0, 41, out)
    assert out[0].sum() == pytest.approx(1.0, rel=0.02)
    y, x = np.indices((41, 41)) - 20
    away = np.hypot(x, y)
    assert np.ptp(out[0][away < 4.4]) < 1e-6
    assert (out[0][away > 5.6] == 0).all()
    assert out[0][away < 4.4].mean() == pytest.approx(1 / (np.pi * 25), rel=0.02)


def lensed(name, **more):
    over = {
        "sensors.front.width": 160, "sensors.front.height": 120, "sensors.front.fov": "80 deg",
        "sensors.front.channels": ["rgb", "depth", "instance", "semantic", "normal", "cover"],
        **more,
    }  # fmt: skip
    return Episode(draw(load(name, over), 0, 0)).reset()


def test_an_even_lens_is_a_pinhole():
    """Brown-Conrady without coefficients, which goes the way of all lenses: the same labels."""
    plainly = lensed("child-chases-ball")
    bent = lensed("child-chases-ball", **{"sensors.front.lens.model": "brown_conrady"})
    a, b = (f.truth["front"][0] for f in (plainly, bent))
    for channel in ("instance", "semantic", "cover"):
        assert (a.channels[channel] == b.channels[channel]).mean() > 0.98
    near = np.isfinite(a.channels["depth"]) & np.isfinite(b.channels["depth"])
    ratio = b.channels["depth"][near] / a.channels["depth"][near]
    assert np.median(abs(ratio - 1)) < 1e-4
    assert [o.track for o in a.objects] == [o.track for o in b.objects]
    for one, other in zip(a.objects, b.objects, strict=True):
        assert np.abs(np.array(one.amodal_box) - other.amodal_box).max() <= 1.0
        assert other.truncation == pytest.approx(one.truncation, abs=0.05)
    pictures = [f.readings["front"][0].channels["rgb"].astype(float) for f in (plainly, bent)]
    assert np.median(abs(pictures[0] - pictures[1])) <= 3


def test_the_calibration_is_in_the_reading():
    frame = lensed("child-chases-ball", **{"sensors.front.preset": "wide"})
    k = frame.readings["front"][0].calibration
    assert k.lens == "brown_conrady" and k.distortion == (-0.08, 0.004, 0.0, 0.0, 0.0)
    assert k.fx == k.fy and k.cx == 79.5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fov": "170 deg"}, "at most 150 deg"),
        ({"lens.k1": -0.1}, "no coefficients of a pinhole"),
        ({"fov": "120 deg", "lens": {"model": "brown_conrady", "k1": -0.4}}, "turns back"),
        ({"lens.model": "fisheye"}, "kannala_brandt"),
    ],
)
def test_lenses_that_cannot_be_are_named(changes, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        load("child-chases-ball", {f"sensors.front.{k}": v for k, v in changes.items()})
