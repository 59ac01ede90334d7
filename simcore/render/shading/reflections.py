"""What wet and icy ground mirrors of the scene itself: houses, lamps, cars, as far as seen.

``mirror`` gives every smooth surface a simple environment. Where level ground mirrors much, the
ray that it throws back is followed through the depth of the picture, and what it meets there takes
the environment's place (screen-space reflection; McGuire and Mara, JCGT 3(4), 2014). What is not
in the picture keeps the environment. Rougher films throw light up and down more than sideways, for
they are seen aslant: three rays, tilted along the line of sight, otherwise in each of four rows,
of which the mean is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.approx import exp, smoothstep
from ...threads import in_bands
from ..film import Buffer, Film
from ..workspace import Workspace
from . import layout as at
from .layout import BLOCK, LANE_COUNT
from .strip import Lens

F4 = NDArray[np.float32]

PLANES = 5
"""Per pixel: share of its surroundings that the ground mirrors, less what the air takes on the way
to the eye; its environment, by that share, as RGB; roughness, by that share."""

LEAST = np.float32(4e-3)
"""Share below which rays are not followed."""

ALIKE = np.float32(0.3)
"""Difference of roughness up to which ground is the same."""

STEPS, NEAREST, GROWS = 24, np.float32(0.25), np.float32(1.32)
"""Places along a ray: the first at this distance [m], each so much further: up to 200 m."""


@kernel("i8, f4[:], i4[:], f4[:], f4 -> f4[:,:]", narrow=True)
def gleams(points, blocks, pixel, weight, extinction, gleam_out):
    """Note what the points on charts mirror, after ``mirror``: gleam_out (PLANES, pixels).

    pixel, weight (N,): of the points; extinction: σ of the air [1/m].
    """
    for b in range(points // 64):
        o, n = np.uint64(b) * BLOCK, np.uint64(b) * LANE_COUNT
        for k in range(LANE_COUNT):
            i, w = o + np.uint64(k), weight[n + np.uint64(k)]
            share = blocks[i + at.F0]
            level = (blocks[i + at.CHART] >= 0.0) & (blocks[i + at.NZ] > 0.9)
            if (not level) | (w == 0.0) | (share < 1e-3):
                continue
            p = np.uint64(pixel[n + np.uint64(k)])
            share = share * w * exp(-extinction * blocks[i + at.DISTANCE])
            gleam_out[0, p] += share
            gleam_out[1, p] += share * blocks[i + at.RED]
            gleam_out[2, p] += share * blocks[i + at.GREEN]
            gleam_out[3, p] += share * blocks[i + at.BLUE]
            gleam_out[4, p] += share * blocks[i + at.ROUGH]


def add_reflections(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens, gleam: F4, limit: np.float32,
    image: F4, threads: int,
) -> None:  # fmt: skip
    """Put what is seen in the place of the environment, in image (3, pixels).

    gleam (PLANES, pixels): by ``gleams``; limit: luminance above which nothing counts.
    """
    height, width = film.lens.height, film.lens.width
    fine = round(1 / buffer.step)
    planes, seen = gleam.reshape(PLANES, height, width), image.reshape(3, height, width)
    met = work.array("met", (4, height, width), np.float32)

    def follow(top: int, bottom: int) -> None:
        reflect(buffer.inverse, top, bottom, fine, lens.values, lens.rows, seen, limit, planes, met)

    def settle(top: int, bottom: int) -> None:
        add_even(planes, met, top, bottom, seen)

    in_bands(follow, height, threads)
    in_bands(settle, height, threads)


@kernel("f4[:,:], i8, i8, i8, f4[:], f4[:,:,:], f4[:,:,:], f4, f4[:,:,:] -> f4[:,:,:]", narrow=True)
def reflect(inverse, top, bottom, fine, lens, T_world_row, image, limit, gleam, met_out):
    """What rays meet that the ground throws back, of rows [top, bottom): met_out (4, H, W) is RGB
    times the share of the rays that meet what is in the picture, and that share.

    inverse (h, w): 1/z of samples, ``fine`` of them per pixel each way; image (3, H, W); gleam
    (PLANES, H, W).
    """
    part = np.float32(1.0 / 3.0)
    for y in range(top, bottom):
        m = T_world_row[min(y, T_world_row.shape[0] - 1)]
        below = (np.float32(np.int32(y)) - lens[3]) / lens[1]
        for x in range(image.shape[2]):
            share = gleam[0, y, x]
            if share < LEAST:
                continue
            red = green = blue = found = np.float32(0.0)
            near = inverse[y * fine + fine // 2, x * fine + fine // 2]
            rough = gleam[4, y, x] / share
            rays = 3 if rough > 0.12 else 1
            if near > 0.0:
                right = (np.float32(np.int32(x)) - lens[2]) / lens[0]
                dx = m[0, 0] * right + m[0, 1] * below + m[0, 2]
                dy = m[1, 0] * right + m[1, 1] * below + m[1, 2]
                dz = m[2, 0] * right + m[2, 1] * below + m[2, 2]
                scale = 1.0 / np.sqrt(dx * dx + dy * dy + 1e-9)
                most = limit if rays == 1 else 0.25 * limit  # lest a lamp be a few bright specks
                # Four rows, and those of the column beside, share the way out among them.
                jitter = 0.25 * np.float32(np.int32((y + 2 * x) & 3)) - 0.375
                for ray in range(rays):
                    lean = 0.5 * rough * rough * (np.float32(np.int32(ray)) - 1.0 + jitter)
                    lean = lean if rays > 1 else np.float32(0.0)
                    r, g, b, f = seen_along(
                        dx, dy, dz, 1.0 / near, dx * scale * lean, dy * scale * lean, m, lens,
                        inverse, fine, image, most,
                    )  # fmt: skip
                    red, green, blue, found = red + r, green + g, blue + b, found + f
            each = part if rays > 1 else np.float32(1.0)
            met_out[0, y, x], met_out[1, y, x] = red * each, green * each
            met_out[2, y, x], met_out[3, y, x] = blue * each, found * each


@kernel("f4[:,:,:], f4[:,:,:], i8, i8 -> f4[:,:,:]", narrow=True)
def add_even(gleam, met, top, bottom, image_out):
    """Add to rows [top, bottom) of image_out (3, H, W), in the environment's place, the mean over
    four rows of what rays met from ground as rough as that of the pixel."""
    height, width = gleam.shape[1], gleam.shape[2]
    for y in range(top, bottom):
        for x in range(width):
            share = gleam[0, y, x]
            if share < LEAST:
                continue
            rough = gleam[4, y, x] / share
            red = green = blue = found = total = np.float32(0.0)
            for row in range(max(y - 2, 0), min(y + 2, height)):
                other = gleam[0, row, x]
                if (other < LEAST) | (abs(gleam[4, row, x] - rough * other) > ALIKE * other):
                    continue
                red, green = red + met[0, row, x], green + met[1, row, x]
                blue, found = blue + met[2, row, x], found + met[3, row, x]
                total += 1.0
            part, gone = share / total, found / total
            more = red * part - gone * gleam[1, y, x]
            image_out[0, y, x] = max(image_out[0, y, x] + more, 0.0)
            more = green * part - gone * gleam[2, y, x]
            image_out[1, y, x] = max(image_out[1, y, x] + more, 0.0)
            more = blue * part - gone * gleam[3, y, x]
            image_out[2, y, x] = max(image_out[2, y, x] + more, 0.0)


@device(narrow=True)
def seen_along(dx, dy, dz, z, lean_x, lean_y, m, lens, inverse, fine, image, limit):
    """What the picture has where level ground at depth z in direction d throws a ray back.

    lean: slopes of the normal; m (3, 4): the camera in the world. Returns RGB times a weight in
    [0, 1], and that weight, 0 for nothing in the picture.
    """
    height, width = np.int64(image.shape[1]), np.int64(image.shape[2])
    twice = 2.0 * (dz - dx * lean_x - dy * lean_y) / (1.0 + lean_x * lean_x + lean_y * lean_y)
    rx, ry, rz = dx + twice * lean_x, dy + twice * lean_y, dz - twice
    unit = 1.0 / np.sqrt(rx * rx + ry * ry + rz * rz)
    rx, ry, rz = rx * unit, ry * unit, max(rz * unit, 0.005)
    # Camera axes: columns of m. The ray starts at d * z from the camera.
    px, py, pz = (
        (m[0, 0] * dx + m[1, 0] * dy + m[2, 0] * dz) * z,
        (m[0, 1] * dx + m[1, 1] * dy + m[2, 1] * dz) * z,
        (m[0, 2] * dx + m[1, 2] * dy + m[2, 2] * dz) * z,
    )
    qx, qy, qz = (
        m[0, 0] * rx + m[1, 0] * ry + m[2, 0] * rz,
        m[0, 1] * rx + m[1, 1] * ry + m[2, 1] * rz,
        m[0, 2] * rx + m[1, 2] * ry + m[2, 2] * rz,
    )
    t, u, v, hit = NEAREST, np.float32(0.0), np.float32(0.0), False
    for _ in range(STEPS):
        u, v, depth = placed(px + qx * t, py + qy * t, pz + qz * t, lens)
        if (depth < 0.1) | outside(u, v, width, height):
            return np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
        there = inverse[np.int64(v + 0.5) * fine, np.int64(u + 0.5) * fine]
        if there * depth > 1.0:  # something stands before this place, or the ray has gone into it
            behind = depth - 1.0 / there
            if behind < 0.4 * t + 0.2:
                hit = True
                break
        t = t * GROWS
    if hit:
        low, high = t / GROWS, t
        for _ in range(4):
            middle = 0.5 * (low + high)
            u, v, depth = placed(px + qx * middle, py + qy * middle, pz + qz * middle, lens)
            inside = inverse[np.int64(v + 0.5) * fine, np.int64(u + 0.5) * fine] * depth > 1.0
            high = middle if inside else high
            low = low if inside else middle
    else:  # the sky, if it is in the picture
        u, v, depth = placed(qx, qy, qz, lens)
        if (depth < 1e-3) | outside(u, v, width, height):
            return np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
        if inverse[np.int64(v + 0.5) * fine, np.int64(u + 0.5) * fine] > 0.0:
            return np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
    i, j = np.int64(v + 0.5), np.int64(u + 0.5)
    edge = np.float32(np.int32(min(min(i + 1, height), min(j + 1, width - j))))
    weight = smoothstep(0.0, 0.06 * np.float32(np.int32(height)), edge)
    return (
        min(image[0, i, j], limit) * weight,
        min(image[1, i, j], limit) * weight,
        min(image[2, i, j], limit) * weight,
        weight,
    )


@device(narrow=True, inline=True)
def placed(x, y, z, lens):
    """Pixel (u, v) of a place in the camera's axes, and its depth."""
    scale = 1.0 / max(z, 1e-3)
    return lens[0] * x * scale + lens[2], lens[1] * y * scale + lens[3], z


@device(narrow=True, inline=True)
def outside(u, v, width, height):
    """Whether a pixel lies outside of the image."""
    wide, high = np.float32(np.int32(width)), np.float32(np.int32(height))
    return (u < -0.49) | (v < -0.49) | (u > wide - 0.51) | (v > high - 0.51)
