"""Poses as 4×4 matrices: ``T_world_cam @ p_cam = p_world``.

Right-handed, z up; roll, pitch and yaw turn about x, y and z and are applied as yaw·pitch·roll,
so a positive pitch looks down and a positive yaw turns left. Quaternions are (w, x, y, z).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

R_FLU_OPTICAL: Array = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])
"""Optical axes (x right, y down, z forward) seen from FLU axes (x forward, y left, z up)."""


def rotation(roll: ArrayLike = 0.0, pitch: ArrayLike = 0.0, yaw: ArrayLike = 0.0) -> Array:
    """(…, 3, 3) rotation matrices from angles [rad] that broadcast against each other."""
    roll, pitch, yaw = np.broadcast_arrays(
        *(np.asarray(angle, np.float64) for angle in (roll, pitch, yaw))
    )
    cr, sr, cp, sp = np.cos(roll), np.sin(roll), np.cos(pitch), np.sin(pitch)
    cy, sy = np.cos(yaw), np.sin(yaw)
    rows = [
        [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
        [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
        [-sp, cp * sr, cp * cr],
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def pose(
    position: ArrayLike = (0.0, 0.0, 0.0),
    roll: ArrayLike = 0.0,
    pitch: ArrayLike = 0.0,
    yaw: ArrayLike = 0.0,
    R: ArrayLike | None = None,
) -> Array:
    """(…, 4, 4) pose from a position [m] and either angles [rad] or a rotation matrix."""
    R = rotation(roll, pitch, yaw) if R is None else np.asarray(R, np.float64)
    position = np.asarray(position, np.float64)
    shape = np.broadcast_shapes(position.shape[:-1], R.shape[:-2])
    T = np.zeros((*shape, 4, 4))
    T[..., :3, :3], T[..., :3, 3], T[..., 3, 3] = R, position, 1.0
    return T


def inverse(T: ArrayLike) -> Array:
    """The inverse of rigid poses (…, 4, 4)."""
    T = np.asarray(T, np.float64)
    R = np.swapaxes(T[..., :3, :3], -1, -2)
    return pose(-np.einsum("...ij,...j->...i", R, T[..., :3, 3]), R=R)


def transform(T: ArrayLike, points: ArrayLike) -> Array:
    """(…, N, 3) points moved by poses (…, 4, 4)."""
    T = np.asarray(T, np.float64)
    return np.asarray(points) @ np.swapaxes(T[..., :3, :3], -1, -2) + T[..., None, :3, 3]


def to_quaternion(R: ArrayLike) -> Array:
    """(…, 4) unit quaternions (w, x, y, z), w ≥ 0, of rotation matrices (…, 3, 3)."""
    R = np.asarray(R, np.float64)
    xx, yy, zz = R[..., 0, 0], R[..., 1, 1], R[..., 2, 2]
    squares = np.stack([1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz], -1)
    # Outer product of the quaternion with itself, times four: take its best conditioned row.
    a, b, c = R[..., 2, 1], R[..., 0, 2], R[..., 1, 0]
    d, e, f = R[..., 1, 2], R[..., 2, 0], R[..., 0, 1]
    outer = np.stack(
        [
            np.stack([squares[..., 0], a - d, b - e, c - f], -1),
            np.stack([a - d, squares[..., 1], c + f, b + e], -1),
            np.stack([b - e, c + f, squares[..., 2], a + d], -1),
            np.stack([c - f, b + e, a + d, squares[..., 3]], -1),
        ],
        -2,
    )
    best = np.argmax(squares, -1)[..., None, None]
    q = np.take_along_axis(outer, np.broadcast_to(best, (*best.shape[:-2], 1, 4)), -2)[..., 0, :]
    q = q / np.linalg.norm(q, axis=-1, keepdims=True)
    return np.where(q[..., :1] < 0, -q, q)


def from_quaternion(q: ArrayLike) -> Array:
    """(…, 3, 3) rotation matrices of quaternions (…, 4), which need not be normalised."""
    q = np.asarray(q, np.float64)
    w, x, y, z = np.moveaxis(q / np.linalg.norm(q, axis=-1, keepdims=True), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def to_angles(R: ArrayLike) -> tuple[Array, Array, Array]:
    """Roll, pitch and yaw [rad] of rotation matrices (…, 3, 3)."""
    R = np.asarray(R, np.float64)
    pitch = np.arcsin(np.clip(-R[..., 2, 0], -1.0, 1.0))
    return np.arctan2(R[..., 2, 1], R[..., 2, 2]), pitch, np.arctan2(R[..., 1, 0], R[..., 0, 0])


def look_at(eye: ArrayLike, target: ArrayLike) -> Array:
    """T_world_sensor in FLU axes: x from ``eye`` to ``target``, y level."""
    forward = np.asarray(target, np.float64) - np.asarray(eye, np.float64)
    yaw = np.arctan2(forward[1], forward[0])
    pitch = -np.arctan2(forward[2], np.hypot(forward[0], forward[1]))
    return pose(eye, pitch=pitch, yaw=yaw)
