"""Forward motion: where the surface point seen at each pixel's centre will be in the next picture.

Two films of one stage are compared, both valid: the one drawn now and the one drawn next. The flow
of a pixel is the way in pixels from its centre to the place where its point lands, at the time of
the row that it lands on. It is *valid* when something is seen, the point lands on the image in
front of the near plane, and nothing hides it there: the surface that is next seen at the nearest
pixel's centre, extended to the place itself, is not nearer than the point by more than 0.5 % of
its distance. The sky is taken as infinitely far, so that its flow is that of the camera's
rotation alone; it is never valid, since nothing there can be matched.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernel import device, kernel
from .film import Film
from .still import F4, Still
from .sweep import time_of, weights

_CLOSER = np.float32(1.005)


def forward_flow(
    now: Film, after: Film, flow: F4 | None = None, valid: NDArray[np.bool_] | None = None
) -> tuple[F4, NDArray[np.bool_]]:
    """Flow (H, W, 2) in pixels and whether it is valid (H, W); written to arrays if given."""
    shape = (now.lens.height, now.lens.width)
    valid = np.empty(shape, np.bool_) if valid is None else valid
    flow, landed = carried(now, after, flow)
    time = np.array([*after.shutter, after.lens.near], np.float32)
    seen, records = after.labels.record, after.drawing.records
    if isinstance(after.drawing, Still):
        in_sight(landed, flow, seen, records, valid)
    else:
        in_sight_swept(landed, flow, seen, records, time, valid)
    return flow, valid


def carried(now: Film, after: Film, flow: F4 | None = None) -> tuple[F4, F4]:
    """Flow (H, W, 2) in pixels, and 1/z (H, W) where each point lands, 0 for nothing; see
    ``forward_flow``."""
    if now.stage is not after.stage or now.lens != after.lens:
        raise ValueError("flow needs two films of the same stage and lens")
    shape = (now.lens.height, now.lens.width)
    flow = np.empty((*shape, 2), np.float32) if flow is None else flow
    landed = np.empty(shape, np.float32)
    time = np.array([*after.shutter, after.lens.near], np.float32)
    k = np.array([now.lens.fx, now.lens.fy, now.lens.cx, now.lens.cy])
    record, drawing = now.labels.record, now.drawing
    if isinstance(drawing, Still):
        moves = np.empty((len(after.camera_item), len(now.stage), 12), np.float32)
        displacements(now.camera_item[0], after.camera_item, k, moves)
        seen_now = record, now.labels.inverse, drawing.item
        if len(moves) == 1:
            carry(*seen_now, moves.reshape(-1), time[2], np.int32(0), flow, landed)
        else:
            carry_into_sweep(*seen_now, moves, time, flow, landed)
    else:
        g = now.stage.geometry
        carry_swept(
            record,
            drawing.records,
            drawing.item,
            drawing.triangle,
            np.array(now.shutter, np.float32),
            g.vertices,
            g.triangles,
            g.first_vertex,
            now.mesh,
            after.drawing.to_lens,
            time,
            flow,
            landed,
        )
    turns = np.stack([after.T_world_camera[:3, :3], after.T_world_camera_end[:3, :3]])
    turn_sky(record, now.T_world_row, turns.astype(np.float32), k.astype(np.float32), time, flow)
    return flow, landed


@kernel("f8[:,:,:], f8[:,:,:,:], f8[:] -> f4[:,:,:]", counted=True)
def displacements(now, after, lens, move_out):
    """How lens space moves with each item from now to E instants after.

    now (I, 3, 4), after (E, I, 3, 4): the items seen from the camera; lens (4,): fx, fy, cx, cy;
    move_out (E, I, 12): takes (u·z, v·z, z, 1) now to the same after, row by row.
    """
    inverse = np.empty((3, 4))
    for i in range(now.shape[0]):
        m = now[i]
        determinant = 0.0
        for row in range(3):
            a, b = (row + 1) % 3, (row + 2) % 3
            for column in range(3):
                c, d = (column + 1) % 3, (column + 2) % 3
                inverse[column, row] = m[a, c] * m[b, d] - m[a, d] * m[b, c]
            determinant += m[row, 0] * inverse[0, row]
        for row in range(3):
            inverse[row, 3] = 0.0
            for k in range(3):
                inverse[row, k] /= determinant
                inverse[row, 3] -= inverse[row, k] * m[k, 3]
        for e in range(after.shape[0]):
            n = after[e, i]
            for row in range(3):
                for column in range(4):
                    total = n[row, 3] if column == 3 else 0.0
                    for k in range(3):
                        total += n[row, k] * inverse[k, column]
                    # From the camera's axes to lens space: K on the left, its inverse right.
                    move_out[e, i, 4 * row + column] = total
            m_out = move_out[e, i]
            for column in range(4):
                x, y, z = m_out[column], m_out[4 + column], m_out[8 + column]
                m_out[column] = lens[0] * x + lens[2] * z
                m_out[4 + column] = lens[1] * y + lens[3] * z
            for row in range(3):
                x, y, z = m_out[4 * row], m_out[4 * row + 1], m_out[4 * row + 2]
                m_out[4 * row] = x / lens[0]
                m_out[4 * row + 1] = y / lens[1]
                m_out[4 * row + 2] = z - x * lens[2] / lens[0] - y * lens[3] / lens[1]


@device(narrow=True, inline=True)
def _land(x0, y0, z0, x1, y1, z1, time):
    """u, v and z of a point of lens space in motion, on the row whose time it is.

    time (3,): the shutter's first and per row, and the near plane.
    """
    t = min(max(time[0], 0.0), 1.0)
    for _ in range(4 if time[1] != 0.0 else 0):
        z = max(z0 + t * (z1 - z0), time[2])
        t = min(max(time[0] + time[1] * (y0 + t * (y1 - y0)) / z, 0.0), 1.0)
    z = z0 + t * (z1 - z0)
    return (x0 + t * (x1 - x0)) / z, (y0 + t * (y1 - y0)) / z, z


@kernel("i4[:,:], f4[:,:], i4[:], f4[:], f4, i4 -> f4[:,:,:], f4[:,:]", narrow=True)
def carry(record, inverse, item, move, near, top, flow_out, landed_out):
    """Flow from one instant to another, with 1/z where each point lands, 0 for nothing.

    record, inverse (H, W): what is seen now in rows from ``top`` on; move (I * 12,): see
    ``displacements``; near [m].
    """
    for y in range(record.shape[0]):
        v = np.float32(np.int32(np.int32(y) + top))
        for x in range(record.shape[1]):
            u = np.float32(np.int32(x))
            flow_out[y, x, 0], flow_out[y, x, 1], landed_out[y, x] = 0.0, 0.0, 0.0
            if record[y, x] < 0:
                continue
            m = np.uint64(item[np.uint64(record[y, x])]) * np.uint64(12)
            z = 1.0 / inverse[y, x]
            p = (move[m] * u + move[m + np.uint64(1)] * v + move[m + np.uint64(2)]) * z
            q = (move[m + np.uint64(4)] * u + move[m + np.uint64(5)] * v) * z
            r = (move[m + np.uint64(8)] * u + move[m + np.uint64(9)] * v) * z
            p += move[m + np.uint64(3)]
            q += move[m + np.uint64(6)] * z + move[m + np.uint64(7)]
            r += move[m + np.uint64(10)] * z + move[m + np.uint64(11)]
            if r >= near:
                back = 1.0 / r
                flow_out[y, x, 0], flow_out[y, x, 1] = p * back - u, q * back - v
                landed_out[y, x] = back


@kernel("i4[:,:], f4[:,:], i4[:], f4[:,:,:], f4[:] -> f4[:,:,:], f4[:,:]", narrow=True)
def carry_into_sweep(record, inverse, item, move, time, flow_out, landed_out):
    """The same into a picture whose rows are taken one by one.

    move (2, I, 12): to the start and to the end of its exposure; time (3,): see ``_land``.
    """
    for y in range(record.shape[0]):
        v = np.float32(np.int32(y))
        for x in range(record.shape[1]):
            u = np.float32(np.int32(x))
            flow_out[y, x, 0], flow_out[y, x, 1], landed_out[y, x] = 0.0, 0.0, 0.0
            if record[y, x] < 0:
                continue
            i = item[record[y, x]]
            z = 1.0 / inverse[y, x]
            a, b = move[0, i], move[1, i]
            p, q, r = _land(
                (a[0] * u + a[1] * v + a[2]) * z + a[3],
                (a[4] * u + a[5] * v + a[6]) * z + a[7],
                (a[8] * u + a[9] * v + a[10]) * z + a[11],
                (b[0] * u + b[1] * v + b[2]) * z + b[3],
                (b[4] * u + b[5] * v + b[6]) * z + b[7],
                (b[8] * u + b[9] * v + b[10]) * z + b[11],
                time,
            )
            if r >= time[2]:
                flow_out[y, x, 0], flow_out[y, x, 1], landed_out[y, x] = p - u, q - v, 1.0 / r


@kernel(
    "i4[:,:], f4[:], i4[:], i4[:], f4[:], f4[:,:], i4[:,:], i4[:], i4[:], f4[:,:,:], f4[:] "
    "-> f4[:,:,:], f4[:,:]",
    narrow=True,
    counted=True,
)
def carry_swept(
    record,
    records,
    item,
    triangle,
    shutter,
    vertices,
    triangles,
    first_vertex,
    mesh,
    to_lens,
    time,
    flow_out,
    landed_out,
):
    """The same for what a rolling shutter saw: by the corners of the triangles.

    records (R * 24,): see ``sweep``; shutter (2,): first and per row of the picture taken now;
    to_lens (E, I, 12): from the items' axes to lens space after.
    """
    last = to_lens.shape[0] - 1
    point = np.empty(3, np.float32)
    for y in range(record.shape[0]):
        v = np.float32(np.int32(y))
        now = time_of(v, shutter[0], shutter[1])
        for x in range(record.shape[1]):
            u = np.float32(np.int32(x))
            flow_out[y, x, 0], flow_out[y, x, 1], landed_out[y, x] = 0.0, 0.0, 0.0
            n = record[y, x]
            if n < 0:
                continue
            i, t = item[n], triangle[n]
            a, b, c = weights(records, np.uint64(n) * np.uint64(24), now, u, v)
            base = first_vertex[mesh[i]]
            for k in range(3):
                point[k] = (
                    a * vertices[k, triangles[t, 0] + base]
                    + b * vertices[k, triangles[t, 1] + base]
                    + c * vertices[k, triangles[t, 2] + base]
                )
            m, s = to_lens[0, i], to_lens[last, i]
            p, q, r = _land(
                m[0] * point[0] + m[1] * point[1] + m[2] * point[2] + m[3],
                m[4] * point[0] + m[5] * point[1] + m[6] * point[2] + m[7],
                m[8] * point[0] + m[9] * point[1] + m[10] * point[2] + m[11],
                s[0] * point[0] + s[1] * point[1] + s[2] * point[2] + s[3],
                s[4] * point[0] + s[5] * point[1] + s[6] * point[2] + s[7],
                s[8] * point[0] + s[9] * point[1] + s[10] * point[2] + s[11],
                time,
            )
            if r >= time[2]:
                flow_out[y, x, 0], flow_out[y, x, 1], landed_out[y, x] = p - u, q - v, 1.0 / r


@kernel("i4[:,:], f4[:,:,:], f4[:,:,:], f4[:], f4[:] -> f4[:,:,:]", narrow=True, counted=True)
def turn_sky(record, T_world_row, turns, lens, time, flow_out):
    """Flow of pixels that see nothing, by the rotation of the camera alone.

    T_world_row (H, 3, 4): the camera at each row now; turns (2, 3, 3): its optical axes in the
    world at the start and the end of the exposure after; lens (4,): fx, fy, cx, cy.
    """
    far = np.empty((2, 3), np.float32)
    for y in range(record.shape[0]):
        down = (np.float32(np.int32(y)) - lens[3]) / lens[1]
        for x in range(record.shape[1]):
            if record[y, x] >= 0:
                continue
            right = (np.float32(np.int32(x)) - lens[2]) / lens[0]
            for end in range(2):
                for k in range(3):
                    far[end, k] = 0.0
                    for axis in range(3):
                        row = T_world_row[y, axis]
                        world = row[0] * right + row[1] * down + row[2]
                        far[end, k] += turns[end, axis, k] * world
                far[end, 0] = lens[0] * far[end, 0] + lens[2] * far[end, 2]
                far[end, 1] = lens[1] * far[end, 1] + lens[3] * far[end, 2]
            p, q, r = _land(far[0, 0], far[0, 1], far[0, 2], far[1, 0], far[1, 1], far[1, 2], time)
            if r > 0.0:
                flow_out[y, x, 0] = p - np.float32(np.int32(x))
                flow_out[y, x, 1] = q - np.float32(np.int32(y))


def inverse_at(film: Film, record: NDArray[np.int32], u: F4, v: F4) -> F4:
    """(N,) 1/z of records (N,) extended to places u, v (N,) of the image; 0 for none (-1)."""
    out = np.empty(len(record), np.float32)
    if isinstance(film.drawing, Still):
        inverse_of(record, u, v, film.drawing.records, out)
    else:
        time = np.array([*film.shutter, film.lens.near], np.float32)
        inverse_of_swept(record, u, v, film.drawing.records, time, out)
    return out


@device(narrow=True, inline=True)
def _plane_at(records, e, u, v):
    """1/z of a still record whose fields begin at e, at (u, v), not beyond its corners'."""
    there = records[e + 8] + (v - records[e + 1]) * records[e + 10]
    there = there + (u - records[e]) * records[e + 9]
    return min(max(there, records[e + 13]), records[e + 14])


@kernel("i4[:], f4[:], f4[:], f4[:] -> f4[:]", narrow=True)
def inverse_of(record, u, v, records, inverse_out):
    """1/z of records (N,) at places u, v (N,); records (R * 16,): see ``setup``."""
    for n in range(record.shape[0]):
        inverse_out[n] = 0.0
        if record[n] >= 0:
            inverse_out[n] = _plane_at(records, np.int64(record[n]) * 16, u[n], v[n])


@kernel("i4[:], f4[:], f4[:], f4[:], f4[:] -> f4[:]", narrow=True)
def inverse_of_swept(record, u, v, records, time, inverse_out):
    """The same for a rolling shutter; records (R * 24,): see ``sweep``; time: see ``_land``."""
    for n in range(record.shape[0]):
        inverse_out[n] = 0.0
        if record[n] < 0:
            continue
        e = np.int64(record[n]) * 24
        t = time_of(v[n], time[0], time[1])
        inverse_out[n] = 1.0 / max(_depth_at(records, e, t, u[n], v[n]), time[2])


@device(narrow=True, inline=True)
def _depth_at(records, e, t, u, v):
    """z of a swept record whose fields begin at e, at time t and at (u, v), within its corners."""
    a, b, c = weights(records, np.uint64(e), t, u, v)
    return (
        a * (records[e + 2] + t * (records[e + 11] - records[e + 2]))
        + b * (records[e + 5] + t * (records[e + 14] - records[e + 5]))
        + c * (records[e + 8] + t * (records[e + 17] - records[e + 8]))
    )


@kernel("f4[:,:], f4[:,:,:], i4[:,:], f4[:] -> b1[:,:]", narrow=True)
def in_sight(landed, flow, record, records, valid_out):
    """Which points are next seen where they land.

    landed (H, W): 1/z there, 0 for nothing; record (H, W) and records (R * 16,): of the picture
    taken next (see ``setup``).
    """
    height, width = landed.shape
    for y in range(height):
        for x in range(width):
            valid_out[y, x] = False
            u = np.float32(np.int32(x)) + flow[y, x, 0]
            v = np.float32(np.int32(y)) + flow[y, x, 1]
            column, row = np.int64(np.floor(u + 0.5)), np.int64(np.floor(v + 0.5))
            if landed[y, x] == 0.0 or not (0 <= column < width and 0 <= row < height):
                continue
            n = record[row, column]
            if n >= 0:
                there = _plane_at(records, n * 16, u, v)
                valid_out[y, x] = there <= landed[y, x] * _CLOSER
            else:
                valid_out[y, x] = True


@kernel("f4[:,:], f4[:,:,:], i4[:,:], f4[:], f4[:] -> b1[:,:]", narrow=True)
def in_sight_swept(landed, flow, record, records, time, valid_out):
    """The same when the next picture is a rolling shutter's; records (R * 24,): see ``sweep``."""
    height, width = landed.shape
    for y in range(height):
        for x in range(width):
            valid_out[y, x] = False
            u = np.float32(np.int32(x)) + flow[y, x, 0]
            v = np.float32(np.int32(y)) + flow[y, x, 1]
            column, row = np.int64(np.floor(u + 0.5)), np.int64(np.floor(v + 0.5))
            if landed[y, x] == 0.0 or not (0 <= column < width and 0 <= row < height):
                continue
            n = record[row, column]
            if n >= 0:
                e = n * 24
                t = time_of(v, time[0], time[1])
                depth = _depth_at(records, e, t, u, v)
                valid_out[y, x] = depth * landed[y, x] * _CLOSER >= 1.0
            else:
                valid_out[y, x] = True
