"""Poses against their definitions: yaw·pitch·roll, right-handed, positive pitch looks down."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from whiteout.simcore import pose as p


def test_rotation_is_yaw_pitch_roll():
    roll, pitch, yaw = 0.3, -0.4, 1.9
    expected = Rotation.from_euler("ZYX", [yaw, pitch, roll]).as_matrix()
    assert np.allclose(p.rotation(roll, pitch, yaw), expected, atol=1e-14)


def test_positive_pitch_looks_down_and_positive_yaw_turns_left():
    forward = np.array([1.0, 0.0, 0.0])
    assert (p.rotation(pitch=0.1) @ forward)[2] < 0
    assert (p.rotation(yaw=0.1) @ forward)[1] > 0


def test_optical_axes():
    right, down, ahead = p.R_FLU_OPTICAL.T
    assert np.array_equal(right, [0, -1, 0])
    assert np.array_equal(down, [0, 0, -1])
    assert np.array_equal(ahead, [1, 0, 0])


def test_quaternions_agree_with_scipy_and_come_back():
    rotations = Rotation.random(200, rng=np.random.default_rng(1))
    q = p.to_quaternion(rotations.as_matrix())
    expected = rotations.as_quat(scalar_first=True)
    assert np.allclose(np.abs((q * expected).sum(-1)), 1.0, atol=1e-12)
    assert (q[:, 0] >= 0).all()
    assert np.allclose(p.from_quaternion(q), rotations.as_matrix(), atol=1e-12)


def test_half_turns_have_quaternions():
    for axis in np.eye(3):
        R = Rotation.from_rotvec(np.pi * axis).as_matrix()
        assert np.allclose(p.from_quaternion(p.to_quaternion(R)), R, atol=1e-12)


def test_inverse_undoes_and_transform_moves():
    T = p.pose((1.0, 2.0, 3.0), 0.1, 0.2, 0.3)
    points = np.random.default_rng(0).normal(size=(5, 3))
    assert np.allclose(p.transform(p.inverse(T), p.transform(T, points)), points)
    assert np.allclose(p.inverse(T) @ T, np.eye(4))


def test_angles_come_back():
    assert p.to_angles(p.rotation(0.2, 0.3, -2.0)) == pytest.approx((0.2, 0.3, -2.0))


def test_look_at_points_the_x_axis_at_the_target():
    T = p.look_at((1.0, 1.0, 2.0), (4.0, -3.0, 0.5))
    ahead = p.transform(p.inverse(T), np.array([[4.0, -3.0, 0.5]]))[0]
    assert ahead == pytest.approx([np.sqrt(9 + 16 + 2.25), 0, 0], abs=1e-12)
