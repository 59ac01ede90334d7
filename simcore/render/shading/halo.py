"""Light of lamps that the air scatters on its way: haloes around them and beams before them.

Single scattering along each ray of a small grid, in steps that are short where the ray passes a
lamp, grow away from it, and start at a different place for each of 4 × 4 neighbours; smoothed over
those neighbours and fetched for the pixels with regard to depth. Only what falls or floats
scatters: clear air shows no beams.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...kernel import device, kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put, take
from ...lamps import STREET, Packed, beam_at, street_near
from ...light.beams import packed as beams
from ...media.medium import Medium
from ...threads import in_bands
from ..film import Buffer, Film
from ..workspace import Workspace
from .creases import smoothed
from .strip import Lens
from .surroundings import alike

F4 = NDArray[np.float32]

STEPS = 8
"""Of each ray and lamp: with the neighbours' it is within 2 % of 96 steps at 99 of 100 pixels."""
FAR = 70.0
"""How far rays are followed [m]."""

LANES = 8
"""Places at a time: rows of the small grid are so many or a multiple."""

ANGLES = 4096
"""Entries of a table of phase functions."""

_SHARE, _ONE, _LANES = np.float32(0.25), np.uint64(1), np.uint64(LANES)
_CORE = np.float32(6.0)  # m²: lamps close by are beams, of which far parts count as well
_STEPS, _FAR, _PER_STEP = np.int32(STEPS), np.float32(FAR), np.float32(1 / STEPS)


@cache
def jitters(columns: int) -> F4:
    """(4, columns) where in its first step the ray of a place begins, in [0, 1)."""
    order = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])  # Bayer
    return ((order[:, np.arange(columns) % 4] + 0.5) / 16).astype(np.float32, order="C")


def phase_table(atmosphere: Atmosphere) -> F4:
    """(ANGLES,) phase function [1/sr] of all that falls or floats, by sqrt((1 - cosine) / 2), the
    sine of half of the angle."""
    return _phases(tuple(medium for _, medium in atmosphere.media))


@lru_cache(maxsize=64)
def _phases(media: tuple[Medium, ...]) -> F4:
    cosine = 1.0 - 2.0 * (np.arange(ANGLES) / (ANGLES - 1)) ** 2
    total, found = 0.0, np.full(ANGLES, 1.0 / (4.0 * np.pi))
    for medium in media:
        total += medium.seen
        found += (medium.phase(cosine) - found) * (medium.seen / max(total, 1e-12))
    table = found.astype(np.float32)
    table.flags.writeable = False
    return table


@device(narrow=True, inline=True)
def phase_at(table, cosine):
    """The phase function [1/sr] by the cosine of the scattering angle."""
    x = np.sqrt(min(max(0.5 - 0.5 * cosine, 0.0), 1.0)) * np.float32(ANGLES - 1)
    return take(table, np.uint64(np.int32(x + 0.5)))


def add_halo(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens, lamps: Packed, density: float,
    phase: F4, image: F4, threads: int,
) -> None:  # fmt: skip
    """Add the scattered light of packed lamps, a few, to image (3, pixels); density: σ [1/m] of
    what falls or floats; phase: its ``phase_table``."""
    rows, beam = lamps
    if not len(rows) or density < 1e-4:
        return
    height, width = film.lens.height, film.lens.width
    fine = round(1 / buffer.step)
    stride = 4 * fine
    shape = max(-(-height // 4), 2), -(-width // (4 * LANES)) * LANES
    raw, even = (work.array(name, (3, *shape), np.float32) for name in ("raw halo", "halo"))
    jitter = jitters(shape[1])
    down, across = (
        np.minimum(np.arange(count) * stride + stride // 2, most - 1)
        for count, most in zip(shape, buffer.inverse.shape, strict=True)
    )
    places = np.ascontiguousarray(buffer.inverse[np.ix_(down, across)])
    grid = lens.values, np.float32(buffer.step), np.float32(buffer.first)

    def march(top: int, bottom: int) -> None:
        scratch = np.empty((11, shape[1]), np.float32)
        follow(
            buffer.inverse, top, bottom, stride, *grid, lens.rows, jitter, rows, beam,
            beams(), np.float32(density), phase, scratch, raw,
        )  # fmt: skip

    def blur(top: int, bottom: int) -> None:
        line = np.empty(shape[1], np.float32)
        for channel in range(3):
            smoothed(raw[channel], top, bottom, line, even[channel])

    def round_off(top: int, bottom: int) -> None:
        line = np.empty(shape[1], np.float32)
        for channel in range(3):
            rounded(even[channel], top, bottom, line, raw[channel])

    def spread(top: int, bottom: int) -> None:
        fetch(buffer.inverse, places, top, bottom, fine, raw, image.reshape(3, height, width))

    in_bands(march, shape[0], threads)
    in_bands(blur, shape[0], threads)
    in_bands(round_off, shape[0], threads)
    in_bands(spread, height, threads)


@kernel(
    "f4[:,:], i8, i8, i8, f4[:], f4, f4, f4[:,:,:], f4[:,:], f4[:,:], i4[:], f4[:], f4, f4[:] "
    "-> f4[:,:], f4[:,:,:]",
    narrow=True,
)
def follow(
    inverse, top, bottom, stride, lens, step, first, T_world_row, jitter, lamps, beam, table,
    density, phase, scratch_out, light_out,
):  # fmt: skip
    """Radiance (3, rows, columns) for rows [top, bottom) of the small grid.

    inverse (h, w): 1/z of the samples, which stand at u = column·step + first; stride: samples
    between places; jitter (4, columns); lamps, beam: packed; table: ``light.beams.packed``;
    phase: ``phase_table``.
    """
    height, width = inverse.shape
    columns = light_out.shape[2]
    rays, passing = scratch_out[:7], scratch_out[7:]
    for row in range(top, bottom):
        y = min(row * stride + stride // 2, height - 1)
        v = np.float32(np.int32(y)) * step + first
        m = T_world_row[min(max(np.int64(v + 0.5), 0), T_world_row.shape[0] - 1)]
        below = (v - lens[3]) / lens[1]
        for k in range(columns):
            x = min(k * stride + stride // 2, width - 1)
            right = (np.float32(np.int32(x)) * step + first - lens[2]) / lens[0]
            length = np.sqrt(right * right + below * below + 1.0)
            scale = 1.0 / length
            rays[0, k] = (m[0, 0] * right + m[0, 1] * below + m[0, 2]) * scale
            rays[1, k] = (m[1, 0] * right + m[1, 1] * below + m[1, 2]) * scale
            rays[2, k] = (m[2, 0] * right + m[2, 1] * below + m[2, 2]) * scale
            rays[3, k] = min(length / max(inverse[y, x], 1e-6), _FAR)
            rays[4, k], rays[5, k], rays[6, k] = 0.0, 0.0, 0.0
        for n in range(lamps.shape[0]):
            lamp = lamps[n]
            px, py, pz = lamp[0] - m[0, 3], lamp[1] - m[1, 3], lamp[2] - m[2, 3]
            begin, last = pass_by(px, py, pz, lamp[15], rays, passing)
            for s in range(_STEPS):
                part = np.float32(np.int32(s))
                if beam[n] == STREET:
                    shed_evenly(px, py, pz, lamp, part, begin, last, jitter[row & 3], table,
                                density, phase, passing, rays)  # fmt: skip
                else:
                    shed(px, py, pz, lamp, beam[n], part, begin, last, jitter[row & 3], table,
                         density, phase, passing, rays)  # fmt: skip
        for k in range(columns):
            light_out[0, row, k] = rays[4, k] * density
            light_out[1, row, k] = rays[5, k] * density
            light_out[2, row, k] = rays[6, k] * density


@device(narrow=True)
def pass_by(px, py, pz, limit, rays, passing_out):
    """How rays (7, columns) pass a lamp at (px, py, pz) from the eye: how far out, how close, where
    their first step is and how long it is, in w of ``stepped``: passing_out (4, columns). Returns
    the first column that comes within the lamp's reach, whose square is ``limit``, and the end."""
    dx, dy, dz, end = rays[0], rays[1], rays[2], rays[3]
    beside, core, begin, span = passing_out[0], passing_out[1], passing_out[2], passing_out[3]
    away = np.sqrt(px * px + py * py + pz * pz)
    columns = np.uint64(rays.shape[1])
    for column in range(columns):
        k = np.uint64(column)
        along = get(dx, k) * px + get(dy, k) * py + get(dz, k) * pz
        near = np.sqrt(max(away * away - along * along, 0.0))
        near = max(near, max(_CORE / (away + 0.1), 0.2))
        left = get(end, k) - along
        first_w = -along / (near + abs(along))
        put(beside, k, along)
        put(core, k, near)
        put(begin, k, first_w)
        put(span, k, (left / (near + abs(left)) - first_w) * _PER_STEP)
    first, last = np.uint64(0), columns
    while first < columns and core[first] * core[first] > limit:
        first += _LANES
    while last > first and core[last - _ONE] * core[last - _ONE] > limit:
        last -= _LANES
    return first, last


@device(narrow=True)
def shed_evenly(
    px, py, pz, lamp, part, first, last, start, table, density, phase, passing, rays_out
):
    """Add to columns [first, last) of rays what a street lamp sends them in one step; see
    ``shed``."""
    dx, dy, dz = rays_out[0], rays_out[1], rays_out[2]
    red, green, blue = rays_out[4], rays_out[5], rays_out[6]
    beside, core, begin, span = passing[0], passing[1], passing[2], passing[3]
    f0, f1, f2 = lamp[3], lamp[4], lamp[5]
    lr, lg, lb, limit = lamp[12], lamp[13], lamp[14], lamp[15]
    for column in range(np.uint64(last - first)):
        k = np.uint64(column) + first
        w = get(begin, k) + (part + take(start, k)) * get(span, k)
        t, dt = stepped(w, get(beside, k), get(core, k), get(span, k))
        a, b, c = get(dx, k), get(dy, k), get(dz, k)
        x, y, z, scale = toward(a * t - px, b * t - py, c * t - pz)
        light = street_near(table, x * f0 + y * f1 + z * f2)
        cosine = -(x * a + y * b + z * c)
        light = light * sent(scale, t, dt, density, limit, phase, cosine)
        put(red, k, get(red, k) + light * lr)
        put(green, k, get(green, k) + light * lg)
        put(blue, k, get(blue, k) + light * lb)


@device(narrow=True)
def shed(
    px, py, pz, lamp, kind, part, first, last, start, table, density, phase, passing, rays_out
):
    """Add to columns [first, last) of rays what a lamp at (px, py, pz) from the eye sends them.

    lamp (16,), kind: packed; part: the step's number; start (columns,): where in a step; passing:
    see ``pass_by``; rays_out (7, columns): direction, length [m] and RGB radiance by density.
    """
    dx, dy, dz = rays_out[0], rays_out[1], rays_out[2]
    red, green, blue = rays_out[4], rays_out[5], rays_out[6]
    beside, core, begin, span = passing[0], passing[1], passing[2], passing[3]
    f0, f1, f2 = lamp[3], lamp[4], lamp[5]
    r0, r1, r2 = lamp[6], lamp[7], lamp[8]
    u0, u1, u2 = lamp[9], lamp[10], lamp[11]
    lr, lg, lb, limit = lamp[12], lamp[13], lamp[14], lamp[15]
    for column in range(np.uint64(last - first)):
        k = np.uint64(column) + first
        w = get(begin, k) + (part + take(start, k)) * get(span, k)
        t, dt = stepped(w, get(beside, k), get(core, k), get(span, k))
        a, b, c = get(dx, k), get(dy, k), get(dz, k)
        x, y, z, scale = toward(a * t - px, b * t - py, c * t - pz)
        light = beam_at(
            table,
            kind,
            x * f0 + y * f1 + z * f2,
            x * r0 + y * r1 + z * r2,
            x * u0 + y * u1 + z * u2,
        )
        cosine = -(x * a + y * b + z * c)
        light = light * sent(scale, t, dt, density, limit, phase, cosine)
        put(red, k, get(red, k) + light * lr)
        put(green, k, get(green, k) + light * lg)
        put(blue, k, get(blue, k) + light * lb)


@device(narrow=True, inline=True)
def stepped(w, beside, near, span):
    """Distance along a ray, and how long the step there is: even steps in w = u / (near + |u|), u
    from where the ray passes the lamp, ``beside``."""
    rest = 1.0 / max(1.0 - abs(w), 1e-3)
    reach = near * rest
    return beside + reach * w, reach * rest * span


@device(narrow=True, inline=True)
def toward(x, y, z):
    """The unit vector of a vector, and one over its length."""
    scale = 1.0 / np.sqrt(x * x + y * y + z * z + 1e-6)
    return x * scale, y * scale, z * scale, scale


@device(narrow=True, inline=True)
def sent(scale, t, dt, density, limit, phase, cosine):
    """What air at a place sends to the eye of one candela. scale: 1 / its distance from the lamp;
    t, dt: distance from the eye and length of the step."""
    away = 1.0 / scale
    falls = min(scale * scale, 25.0)
    # A smooth end from half of the square of the lamp's reach on.
    end = min(max(2.0 - 2.0 * away * away / limit, 0.0), 1.0)
    falls = falls * end * end * (3.0 - 2.0 * end)
    return phase_at(phase, cosine) * exp(-density * (t + away)) * dt * falls


@kernel("f4[:,:], i8, i8 -> f4[:], f4[:,:]", narrow=True)
def rounded(even, top, bottom, line_out, round_out):
    """Bells instead of the squares that ``smoothed`` makes of single bright places, and in the
    middle of them again; line_out (columns,): scratch."""
    rows, columns = even.shape
    for row in range(top, bottom):
        a, b = even[max(row - 2, 0)], even[max(row - 1, 0)]
        c, d = even[row], even[min(row + 1, rows - 1)]
        for k in range(columns):
            line_out[k] = 0.015625 * (a[k] + 3.0 * (b[k] + c[k]) + d[k])
        out = round_out[row]
        for k in range(2, columns - 1):
            out[k] = line_out[k - 2] + 3.0 * (line_out[k - 1] + line_out[k]) + line_out[k + 1]
        for k in (0, 1, columns - 1):
            out[k] = 8.0 * line_out[min(k, columns - 1)]


@device(narrow=True, inline=True)
def shares(here, right, down, a, b, c, d):
    """Weights of four places around a pixel by its nearness to them, (right, down) in [0, 1], and
    by the likeness of 1/z: a, b above, c, d below."""
    p = ((1.0 - right) * (1.0 - down) + 0.01) * alike(here, a)
    q = (right * (1.0 - down) + 0.01) * alike(here, b)
    r = ((1.0 - right) * down + 0.01) * alike(here, c)
    s = (right * down + 0.01) * alike(here, d)
    scale = 1.0 / (p + q + r + s)
    return p * scale, q * scale, r * scale, s * scale


@kernel("f4[:,:], f4[:,:], i8, i8, i8, f4[:,:,:] -> f4[:,:,:]", narrow=True)
def fetch(inverse, grid, top, bottom, fine, light, image_out):
    """Add light (3, rows, columns) to rows [top, bottom) of image_out (3, H, W).

    inverse (h, w): 1/z of samples, ``fine`` of them per pixel each way; grid (rows, columns): of
    the places, which stand four pixels apart.
    """
    width = np.int64(inverse.shape[1])
    rows, columns = np.int64(light.shape[1]), np.int64(light.shape[2])
    red, green, blue = light[0].reshape(-1), light[1].reshape(-1), light[2].reshape(-1)
    flat, places, wide = inverse.reshape(-1), grid.reshape(-1), np.int64(image_out.shape[2])
    cells = max(min(columns - 1, (wide - 2) // 4), 0)
    for y in range(top, bottom):
        v = min(max((np.float32(np.int32(y)) + 0.5) * _SHARE - 0.5, 0.0), np.float32(rows - 1))
        j = min(np.int64(v), rows - 2)
        fv = v - np.float32(np.int32(j))
        middle = min(y * fine + fine // 2, np.int64(inverse.shape[0]) - 1) * width + fine // 2
        first, above = np.uint64(middle), np.uint64(j * columns)
        below, step = np.uint64((j + 1) * columns), np.uint64(fine)
        out_red, out_green, out_blue = image_out[0, y], image_out[1, y], image_out[2, y]
        for pixel in range(4):  # of those between two places
            right, shift = 0.125 + 0.25 * np.float32(pixel), np.uint64(2 + pixel)
            for cell in range(np.uint64(cells)):
                k = np.uint64(cell)
                x, o, n = np.uint64(4) * k + shift, above + k, below + k
                here = take(flat, first + x * step)
                p, q, r, s = shares(here, right, fv, *corners(places, o, n))
                a, b, c, d = corners(red, o, n)
                put(out_red, x, get(out_red, x) + (p * a + q * b + r * c + s * d))
                a, b, c, d = corners(green, o, n)
                put(out_green, x, get(out_green, x) + (p * a + q * b + r * c + s * d))
                a, b, c, d = corners(blue, o, n)
                put(out_blue, x, get(out_blue, x) + (p * a + q * b + r * c + s * d))
        for edge in range(wide - 4 * cells):
            x = np.uint64(edge if edge < 2 else edge + 4 * cells)
            u = max((np.float32(np.int32(x)) + 0.5) * _SHARE - 0.5, 0.0)
            i = min(np.int32(u), np.int32(columns - 2))
            right = min(u - np.float32(i), 1.0)
            o, n = above + np.uint64(i), below + np.uint64(i)
            here = take(flat, first + x * step)
            p, q, r, s = shares(here, right, fv, *corners(places, o, n))
            for out, shed in ((out_red, red), (out_green, green), (out_blue, blue)):
                a, b, c, d = corners(shed, o, n)
                out[x] += p * a + q * b + r * c + s * d


@device(narrow=True, inline=True)
def corners(plane, above, below):
    """Entries of a flattened plane at two places side by side and the two below them."""
    a, b = take(plane, above), take(plane, above + _ONE)
    return a, b, take(plane, below), take(plane, below + _ONE)
