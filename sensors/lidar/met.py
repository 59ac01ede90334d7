"""What rays meet: how a surface stands to them, what it is made of and where on the ground it
is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.pose import inverse
from ...simcore.rays.world import Hits
from ...simcore.render.stage import Posed, Stage

Array = NDArray[np.float64]
F4 = NDArray[np.float32]


class Met(NamedTuple):
    """Of R rays. cosine (R,) f4: of the angle from the surface's normal (R, 3) f4; material, slot
    (R,) u1; item (R,) i4, -1 for none; s, t (R,) f4: on the chart, 0 off charts."""

    cosine: F4
    normal: F4
    material: NDArray[np.uint8]
    slot: NDArray[np.uint8]
    item: NDArray[np.int32]
    s: F4
    t: F4


def met_by(
    stage: Stage, posed: Posed, mesh: NDArray[np.int32], centre: Array, origin: F4, direction: F4,
    hits: Hits,
) -> Met:  # fmt: skip
    """What the hits of rays are of; origin, direction (R, 3) as they were cast, about a centre
    (3,); mesh (I,): by which items are hit."""
    rows = posed.start[:, :3].astype(np.float64)
    rows[:, :, 3] -= centre
    whole = np.tile(np.eye(4), (len(rows), 1, 1))
    whole[:, :3] = rows
    back = inverse(whole)[:, :3] if len(rows) else rows
    geometry, count = stage.geometry, len(hits.distance)
    made = Met(
        np.zeros(count, np.float32), np.zeros((count, 3), np.float32), np.zeros(count, np.uint8),
        np.zeros(count, np.uint8), hits.item, np.zeros(count, np.float32),
        np.zeros(count, np.float32),
    )  # fmt: skip
    examined(
        *(origin, direction, hits.distance, hits.item, hits.triangle),
        *(rows.reshape(-1, 12).astype(np.float32), back.reshape(-1, 12).astype(np.float32)),
        *(stage.chart, mesh, geometry.first_vertex, geometry.vertices, geometry.triangles),
        *(geometry.uv, geometry.material, geometry.slot),
        *(made.cosine, made.normal, made.material, made.slot, made.s, made.t),
    )
    return made


@kernel(
    "f4[:,:], f4[:,:], f4[:], i4[:], i4[:], f4[:,:], f4[:,:], i4[:], i4[:], i4[:], f4[:,:], "
    "i4[:,:], f4[:,:], u1[:], u1[:] -> f4[:], f4[:,:], u1[:], u1[:], f4[:], f4[:]",
    narrow=True,
)
def examined(
    origin, direction, distance, item, triangle, pose, back, chart, mesh, first_vertex, vertices,
    triangles, uv, material, slot, cosine_out, normal_out, material_out, slot_out, s_out, t_out,
):  # fmt: skip
    """See ``Met``; pose, back (I, 12): rows from the items' axes to those of the rays, and back."""
    for n in range(distance.shape[0]):
        i, k = item[n], triangle[n]
        if i < 0:
            continue
        first = first_vertex[mesh[i]]
        a, b, c = triangles[k, 0] + first, triangles[k, 1] + first, triangles[k, 2] + first
        ex, ey, ez = away(vertices, a, b)
        fx, fy, fz = away(vertices, a, c)
        x, y, z = ey * fz - ez * fy, ez * fx - ex * fz, ex * fy - ey * fx
        nx = pose[i, 0] * x + pose[i, 1] * y + pose[i, 2] * z
        ny = pose[i, 4] * x + pose[i, 5] * y + pose[i, 6] * z
        nz = pose[i, 8] * x + pose[i, 9] * y + pose[i, 10] * z
        length = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-20
        dx, dy, dz = direction[n, 0], direction[n, 1], direction[n, 2]
        cosine_out[n] = min(abs(nx * dx + ny * dy + nz * dz) / length, 1.0)
        normal_out[n, 0], normal_out[n, 1] = nx / length, ny / length
        normal_out[n, 2] = nz / length
        material_out[n], slot_out[n] = material[k], slot[k]
        if chart[i] < 0:
            continue
        far = distance[n]
        px, py, pz = origin[n, 0] + far * dx, origin[n, 1] + far * dy, origin[n, 2] + far * dz
        qx = back[i, 0] * px + back[i, 1] * py + back[i, 2] * pz + back[i, 3] - vertices[0, a]
        qy = back[i, 4] * px + back[i, 5] * py + back[i, 6] * pz + back[i, 7] - vertices[1, a]
        qz = back[i, 8] * px + back[i, 9] * py + back[i, 10] * pz + back[i, 11] - vertices[2, a]
        # Shares of the two other corners, by the areas of the parts.
        scale = 1.0 / (x * x + y * y + z * z + 1e-30)
        u = ((qy * fz - qz * fy) * x + (qz * fx - qx * fz) * y + (qx * fy - qy * fx) * z) * scale
        v = ((ey * qz - ez * qy) * x + (ez * qx - ex * qz) * y + (ex * qy - ey * qx) * z) * scale
        s_out[n] = uv[a, 0] + u * (uv[b, 0] - uv[a, 0]) + v * (uv[c, 0] - uv[a, 0])
        t_out[n] = uv[a, 1] + u * (uv[b, 1] - uv[a, 1]) + v * (uv[c, 1] - uv[a, 1])


@device(narrow=True, inline=True)
def away(vertices, a, b):
    """From a vertex to another."""
    return (
        vertices[0, b] - vertices[0, a],
        vertices[1, b] - vertices[1, a],
        vertices[2, b] - vertices[2, a],
    )
