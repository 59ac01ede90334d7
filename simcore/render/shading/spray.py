"""Spray behind vehicles over a finished picture: how much it hides, and the light it throws back.

The optical depth of all plumes is summed up along the rays of a small grid, between the planes that
bound each; it is fetched for the pixels with regard to depth. Eddies stand in the air where the
vehicle has left them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put, take
from ...kernels.noise import noise
from ...lamps import Packed, illuminance
from ...media.spray import ENDS, Plume
from ...threads import in_bands
from ..film import Buffer, Film
from ..workspace import Workspace
from .creases import smoothed
from .smallgrid import aim, jitters
from .strip import Lens
from .surroundings import alike

F4 = NDArray[np.float32]

STEPS = 12
REACH = 250.0
"""Plumes that begin farther away are not drawn [m]."""

MIDDLE = 4.0
"""Where behind the vehicle it is asked how bright a plume is [m]."""

_STEPS, _PER_STEP, _ENDS = np.int32(STEPS), np.float32(1 / STEPS), np.float32(ENDS)


def add_spray(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens, plumes: Sequence[Plume], glow: F4,
    lamps: Packed, image: F4, threads: int,
) -> None:  # fmt: skip
    """Blend plumes over image (3, pixels); glow (3,): radiance of a thick cloud of drops by day;
    lamps: packed, which light the nearest plume and with it all."""
    place = film.T_world_camera[:2, 3]
    near = [p for p in plumes if np.hypot(p.x - place[0], p.y - place[1]) < REACH]
    if not near:
        return
    rows = np.array(near, np.float32)
    first = min(near, key=lambda p: float(np.hypot(p.x - place[0], p.y - place[1])))
    glow = glow + _lamplit(first, lamps, film.T_world_camera[:3, 3])
    height, width = film.lens.height, film.lens.width
    fine = round(1 / buffer.step)
    stride = 4 * fine
    shape = max(-(-height * fine // stride), 2), max(-(-width * fine // stride), 2)
    raw, even = (work.array(name, shape, np.float32) for name in ("raw spray", "spray"))
    jitter = jitters(shape[1])
    grid = lens.values, np.float32(buffer.step), np.float32(buffer.first)

    def march(top: int, bottom: int) -> None:
        scratch = np.empty((5, shape[1]), np.float32)
        hidden(buffer.inverse, stride, *grid, lens.rows, jitter, top, bottom, rows, scratch, raw)

    def blur(top: int, bottom: int) -> None:
        smoothed(raw, top, bottom, np.empty(shape[1], np.float32), even)

    def spread(top: int, bottom: int) -> None:
        whole = image.reshape(3, height, width)
        blend(buffer.inverse, top, bottom, stride, fine, even, glow, whole)

    in_bands(march, shape[0], threads)
    in_bands(blur, shape[0], threads)
    in_bands(spread, height, threads)


def _lamplit(plume: Plume, lamps: Packed, eye: NDArray[np.float64]) -> F4:
    """(3,) radiance [cd/m²] of a plume in the light of lamps: half of what falls on it from before
    and behind, evenly, as of a thick cloud."""
    if not len(lamps.rows):
        return np.zeros(3, np.float32)
    back = np.array([plume.forward_x, plume.forward_y, 0.0]) * -MIDDLE
    middle = np.array([plume.x, plume.y, plume.z + 0.5 * plume.height]) + back
    toward = (eye - middle) / np.linalg.norm(eye - middle)
    light = illuminance(lamps, [middle], toward) + illuminance(lamps, [middle], -toward)
    return (0.5 / np.pi * light[0]).astype(np.float32)


@kernel(
    "f4[:,:], i8, f4[:], f4, f4, f4[:,:,:], f4[:,:], i8, i8, f4[:,:] -> f4[:,:], f4[:,:]",
    narrow=True,
)
def hidden(
    inverse, stride, lens, step, first, T_world_row, jitter, top, bottom, plumes, scratch_out,
    depth_out,
):  # fmt: skip
    """Optical depth (rows, columns) of plumes (P, 9) for rows [top, bottom) of a small grid of
    rays; the others as in ``smallgrid.Grid``."""
    columns = depth_out.shape[1]
    dx, dy, dz = scratch_out[0], scratch_out[1], scratch_out[2]
    end, total = scratch_out[3], scratch_out[4]
    for row in range(top, bottom):
        ex, ey, ez = aim(inverse, stride, lens, step, first, T_world_row, row, scratch_out)
        for k in range(columns):
            total[k] = 0.0
        start = jitter[row & 3]
        for n in range(plumes.shape[0]):
            ox, oy, oz = ex - plumes[n, 0], ey - plumes[n, 1], ez - plumes[n, 2]
            fx, fy, density = plumes[n, 3], plumes[n, 4], plumes[n, 5]
            fades, half, high = 1.0 / plumes[n, 6], 0.5 * plumes[n, 7], 0.5 * plumes[n, 8]
            far = _ENDS * plumes[n, 6]
            side, top_z = 2.5 * (half + 0.05 * far), 2.5 * (high + 0.03 * far)
            u0, w0 = -(ox * fx + oy * fy), oy * fx - ox * fy
            for column in range(np.uint64(columns)):
                k = np.uint64(column)
                a, b, c = get(dx, k), get(dy, k), get(dz, k)
                du, dw = -(a * fx + b * fy), b * fx - a * fy
                # Between the planes that bound it: behind, to the sides, above.
                p = 1.0 / (du if abs(du) > 1e-6 else np.float32(1e-6))
                q = 1.0 / (dw if abs(dw) > 1e-6 else np.float32(1e-6))
                r = 1.0 / (c if abs(c) > 1e-6 else np.float32(1e-6))
                near = max(min((-1.0 - u0) * p, (far - u0) * p), 0.0)
                near = max(near, min((-side - w0) * q, (side - w0) * q))
                near = max(near, min(-oz * r, (top_z - oz) * r))
                last = min(max((-1.0 - u0) * p, (far - u0) * p), get(end, k))
                last = min(last, max((-side - w0) * q, (side - w0) * q))
                last = min(last, max(-oz * r, (top_z - oz) * r))
                dt = max(last - near, 0.0) * _PER_STEP
                t = near + take(start, k) * dt
                found = np.float32(0.0)
                for _ in range(_STEPS):
                    u, w, z = u0 + t * du, w0 + t * dw, max(oz + t * c, 0.0)
                    back = max(u, 0.0)
                    across, up = w / (half + 0.05 * back), z / (high + 0.03 * back)
                    shape = exp(-(across * across) - up * up - back * fades)
                    shape = shape * min(max(u + 1.0, 0.0), 1.0)
                    eddy = noise((ex + t * a) * 0.8 + z, (ey + t * b) * 1.6 + z * 1.3)
                    found = found + shape * (0.3 + 1.4 * eddy)
                    t = t + dt
                put(total, k, get(total, k) + found * dt * density)
        for k in range(columns):
            depth_out[row, k] = total[k]


@kernel("f4[:,:], i8, i8, i8, i8, f4[:,:], f4[:] -> f4[:,:,:]", narrow=True)
def blend(inverse, top, bottom, stride, fine, depth, glow, image_out):
    """Dim rows [top, bottom) of image_out (3, H, W) by depth (rows, columns), towards glow (3,);
    the others as in ``smallgrid.fetch``."""
    height, width = inverse.shape
    rows, columns = depth.shape
    part = np.float32(np.int32(fine)) / np.float32(np.int32(stride))
    table, flat = depth.reshape(-1), inverse.reshape(-1)
    most, last = np.int32(width - 1), np.int32(columns - 2)
    for y in range(top, bottom):
        v = min(max((np.float32(np.int32(y)) + 0.5) * part - 0.5, 0.0), np.float32(rows - 1))
        j = min(np.int64(v), rows - 2)
        fv = v - np.float32(np.int32(j))
        line = np.int32(min(y * fine + fine // 2, height - 1) * width)
        above = np.int32(min(j * stride + stride // 2, height - 1) * width)
        below = np.int32(min((j + 1) * stride + stride // 2, height - 1) * width)
        place = np.int32(j * columns)
        red, green, blue = image_out[0, y], image_out[1, y], image_out[2, y]
        for column in range(np.uint64(image_out.shape[2])):
            k = np.uint64(column)
            x = np.int32(k)
            here = take(flat, np.uint64(line + min(x * np.int32(fine) + np.int32(fine // 2), most)))
            u = max((np.float32(x) + 0.5) * part - 0.5, 0.0)
            i = min(np.int32(u), last)
            fu = min(u - np.float32(i), 1.0)
            a = min(i * np.int32(stride) + np.int32(stride // 2), most)
            b = min(a + np.int32(stride), most)
            p = ((1.0 - fu) * (1.0 - fv) + 0.01) * alike(here, take(flat, np.uint64(above + a)))
            q = (fu * (1.0 - fv) + 0.01) * alike(here, take(flat, np.uint64(above + b)))
            r = ((1.0 - fu) * fv + 0.01) * alike(here, take(flat, np.uint64(below + a)))
            s = (fu * fv + 0.01) * alike(here, take(flat, np.uint64(below + b)))
            n, o = np.uint64(place + i), np.uint64(place + i + np.int32(columns))
            one = np.uint64(1)
            found = p * take(table, n) + q * take(table, n + one)
            found = found + r * take(table, o) + s * take(table, o + one)
            share = 1.0 - exp(-found / (p + q + r + s))
            put(red, k, get(red, k) + (glow[0] - get(red, k)) * share)
            put(green, k, get(green, k) + (glow[1] - get(green, k)) * share)
            put(blue, k, get(blue, k) + (glow[2] - get(blue, k)) * share)
