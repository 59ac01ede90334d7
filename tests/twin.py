"""A slow renderer in double precision: each pixel meets all triangles at its own row's time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from whiteout.simcore.geometry.mesh import Mesh
from whiteout.simcore.pose import R_FLU_OPTICAL, inverse, pose
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.shutter import INSTANT, Shutter


class Moving(NamedTuple):
    """A mesh that goes from one pose (4, 4) to another along straight lines in camera axes."""

    mesh: Mesh
    start: np.ndarray
    end: np.ndarray


class Seen(NamedTuple):
    """depth (H, W) [m], inf for nothing; item, triangle (H, W), -1 for nothing; weights (H, W, 3)
    of the triangle's corners; margin (H, W): how far inside its triangle a pixel is, as the least
    of its weights, and for nothing the least that any triangle is missed by."""

    depth: np.ndarray
    item: np.ndarray
    triangle: np.ndarray
    weights: np.ndarray


def trace(
    items: Sequence[Moving],
    T_world_sensor: np.ndarray,
    lens: Pinhole,
    T_world_sensor_end: np.ndarray | None = None,
    shutter: Shutter = INSTANT,
) -> Seen:
    """What each pixel's centre sees, front faces only, from the near plane on."""
    ends = T_world_sensor, T_world_sensor if T_world_sensor_end is None else T_world_sensor_end
    corners = []
    for end in range(2):
        camera = inverse(ends[end] @ pose(R=R_FLU_OPTICAL))
        seen = []
        for item in items:
            T = camera @ item[1 + end]
            place = item.mesh.vertices.astype(np.float64) @ T[:3, :3].T + T[:3, 3]
            seen.append(place[item.mesh.triangles])
        corners.append(np.concatenate(seen))
    owner = np.repeat(np.arange(len(items)), [len(item.mesh.triangles) for item in items])
    local = np.concatenate([np.arange(len(item.mesh.triangles)) for item in items])
    u = np.arange(lens.width)
    out = Seen(
        np.full((lens.height, lens.width), np.inf),
        np.full((lens.height, lens.width), -1),
        np.full((lens.height, lens.width), -1),
        np.zeros((lens.height, lens.width, 3)),
    )
    for row in range(lens.height):
        time = shutter.time(row)
        a, b, c = np.moveaxis(corners[0] + time * (corners[1] - corners[0]), 1, 0)
        ray = np.stack(
            [
                (u - lens.cx) / lens.fx,
                np.full(lens.width, (row - lens.cy) / lens.fy),
                np.ones(lens.width),
            ],
            -1,
        )
        # ray · z = weights of a, b, c: the inverse of the matrix of corners, by cross products.
        faces = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)])
        volume = np.einsum("ti,ti->t", a, faces[0])
        share = np.einsum("wi,kti->wtk", ray, faces)
        total = share.sum(-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = volume / total
            weights = share / total[..., None]
        # Volume and total are both negative where a front face is in front of the camera.
        hit = (volume < 0) & (total < 0) & (share <= 0).all(-1) & (z >= lens.near)
        z = np.where(hit, z, np.inf)
        first = np.argmin(z, 1)
        found = np.isfinite(z[u, first])
        out.depth[row] = z[u, first]
        out.item[row] = np.where(found, owner[first], -1)
        out.triangle[row] = np.where(found, local[first], -1)
        out.weights[row] = np.where(found[:, None], weights[u, first], 0.0)
    return out
