"""Lenses: there and back, as OpenCV has them, and what they are made of."""

import cv2
import numpy as np
import pytest
from whiteout.sensors.imaging.view import TURNS, View
from whiteout.simcore.render.projection import Projection

BROWN = (-0.28, 0.09, 0.0006, -0.0004, -0.012)
FISH = (-0.02, 0.004, -0.001, 0.0002)
WIDE = Projection.from_fov("brown_conrady", 640, 480, np.radians(100), BROWN)
FISHEYE = Projection.from_fov("kannala_brandt", 640, 480, np.radians(190), FISH)
LENSES = {
    "pinhole": Projection.from_fov("pinhole", 640, 480, np.radians(70)),
    "brown_conrady": WIDE,
    "kannala_brandt": FISHEYE,
}


@pytest.mark.parametrize("name", LENSES)
def test_there_and_back_is_where_it_was(name):
    """CA-08: to 1e-6 px over the whole image, and rays to 1e-9."""
    lens = LENSES[name]
    v, u = np.mgrid[-0.5:480:7.3, -0.5:640:7.7]
    pixels = np.stack([u, v], -1)
    rays = lens.rays(pixels)
    assert np.isfinite(rays).all()
    assert np.abs(lens.project(rays * 7.0) - pixels).max() < 1e-6
    assert np.abs(lens.rays(lens.project(rays)) - rays).max() < 1e-9


def points(count=500, reach=1.2):
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-reach, reach, (2, count))
    return np.stack([x, y, np.ones(count)], -1) * rng.uniform(1, 40, (count, 1))


def test_brown_conrady_is_that_of_opencv():
    where = points(reach=0.9)
    expected, _ = cv2.projectPoints(where, np.zeros(3), np.zeros(3), WIDE.K, np.array(BROWN))
    assert WIDE.project(where) == pytest.approx(expected[:, 0], abs=1e-8)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 200, 1e-12)
    straight = cv2.undistortPoints(expected, WIDE.K, np.array(BROWN), None, None, None, criteria)
    rays = WIDE.rays(expected[:, 0])
    assert rays[:, :2] / rays[:, 2:] == pytest.approx(straight[:, 0], abs=1e-7)


def test_kannala_brandt_is_that_of_opencv():
    where = points()
    expected, _ = cv2.fisheye.projectPoints(
        where[:, None], np.zeros(3), np.zeros(3), FISHEYE.K, np.array(FISH)
    )
    assert FISHEYE.project(where) == pytest.approx(expected[:, 0], abs=1e-8)
    straight = cv2.fisheye.undistortPoints(expected, FISHEYE.K, np.array(FISH))[:, 0]
    rays = FISHEYE.rays(expected[:, 0])
    assert rays[:, :2] / rays[:, 2:] == pytest.approx(straight, abs=1e-6)


@pytest.mark.parametrize("name", LENSES)
def test_the_field_of_view_is_what_the_middle_row_sees(name):
    lens = LENSES[name]
    middle = (lens.height - 1) / 2
    left, right = lens.rays([[-0.5, middle], [lens.width - 0.5, middle]])
    angle = np.arctan2(right[0], right[2]) - np.arctan2(left[0], left[2])
    asked = {"pinhole": 70, "brown_conrady": 100, "kannala_brandt": 190}[name]
    # Tangential parts bend the row itself a little.
    assert np.degrees(angle) == pytest.approx(asked, abs=0.25 if name == "brown_conrady" else 0.01)


def test_a_lens_that_folds_is_refused():
    with pytest.raises(ValueError, match="turns back"):
        Projection.from_fov("brown_conrady", 640, 480, np.radians(120), (-0.4, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="corners"):
        Projection.from_fov("brown_conrady", 640, 480, np.radians(80), (-0.38, 0, 0, 0, 0))


def test_what_lies_behind_a_lens_is_not_seen():
    assert np.isnan(LENSES["pinhole"].project([0.1, 0.1, -1.0])).all()
    assert np.isnan(WIDE.project([5.0, 5.0, 1.0])).all()
    assert np.isfinite(FISHEYE.project([1.0, 0.0, -0.05])).all()


@pytest.mark.parametrize("name", LENSES)
def test_every_pixel_looks_where_its_ray_goes(name):
    """Through its face, nowhere off it."""
    lens = LENSES[name]
    view = View(lens)
    v, u = np.indices((lens.height, lens.width)).reshape(2, -1)
    rays = lens.rays(np.stack([u, v], -1))
    for number, face in enumerate(view.faces):
        mine = view.face == number
        k = face.lens
        local = np.stack([(view.u - k.cx) / k.fx, (view.v - k.cy) / k.fy, 1 + 0 * view.u], -1)[mine]
        local = local.astype(float) @ face.turn.T
        local /= np.linalg.norm(local, axis=-1, keepdims=True)
        assert np.abs(local - rays[mine]).max() < 2e-6
        if not view.straight:
            assert view.u[mine].min() >= 1 and view.u[mine].max() < k.width - 1
            assert view.v[mine].min() >= 1 and view.v[mine].max() < k.height - 1
    assert (view.face >= 0).all()


def test_faces_are_right_handed():
    assert np.linalg.det(TURNS) == pytest.approx(np.ones(6))
    assert TURNS[:, :, 2].tolist() == [[0, 0, 1], [1, 0, 0], [-1, 0, 0], [0, -1, 0], [0, 1, 0],
                                       [0, 0, -1]]  # fmt: skip


def test_light_is_interpolated_between_samples():
    """What grows evenly over a face is found exactly; so are even faces of a cube."""
    view = View(WIDE)
    k = view.faces[0].lens
    v, u = np.indices((k.height, k.width), np.float32).reshape(2, -1)
    samples = np.stack([u, v, 3 + 0 * u])
    out = np.empty((3, 640 * 480), np.float32)
    view.light(samples, out, 0, 640 * 480)
    assert np.abs(out[0] - view.u).max() < 1e-3 and np.abs(out[1] - view.v).max() < 1e-3
    assert (out[2] == 3).all()


def test_pixels_outside_of_the_image_circle_see_nothing():
    small = Projection("kannala_brandt", 64, 48, 8.0, 8.0, 31.5, 23.5, (0.0, 0.0, 0.0, 0.0))
    view = View(small)
    assert view.face.reshape(48, 64)[0, 0] == -1 and view.face.reshape(48, 64)[24, 32] >= 0
    out = np.full((3, 64 * 48), 9.0, np.float32)
    view.light(np.ones((3, view.samples), np.float32), out, 0, 64 * 48)
    assert out[0, 0] == 0.0 and out[0, 24 * 64 + 32] == 1.0
