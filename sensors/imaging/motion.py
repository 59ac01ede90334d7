"""Motion blur: light smeared along the way of what is seen, while it is gathered.

Half of each pixel's way on the image during the exposure is known from the motion of the body that
it sees, or of the camera alone for the sky. Light of a pixel is the mean over its own way; where
something nearer moves otherwise, that covers it for a part of the time (after McGuire et al., "A
reconstruction filter for plausible motion blur", I3D 2012). All is done in linear light.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import sortable, unsorted
from ...simcore.kernels.memory import get, put, take
from ...simcore.render import vertex
from ...simcore.render.film import Film
from ...simcore.render.motion import carry, displacements, turn_sky
from ...simcore.render.workspace import Workspace
from ...simcore.threads import in_bands

F4 = NDArray[np.float32]

TILE = 16
BAND = 16
"""Rows whose ways are found at a time: few enough for the caches."""
FARTHEST = 48.0
"""The longest half of a way that is followed [px]."""
LEAST = 0.66
"""The shortest half that is followed: of one up to 2/3 px all of four places are the pixel."""
_FARTHEST, _LEAST, _ONE = np.float32(FARTHEST), np.float32(LEAST), np.uint64(1)
_NEARER = np.float32(1.03)
_SMOOTH = np.float32(0.5)
"""Ways that differ by less than this [px] from one pixel to the next belong to one surface."""


def half_ways(film: Film, span: float, seconds: float, work: Workspace) -> F4:
    """(2, H * W) how far what each pixel sees goes on the image in half the exposure [px].

    span: seconds from the film's start to its end; seconds: the exposure.
    """
    lens, posed = film.lens, film.posed
    seen = np.empty((2, len(film.stage), 3, 4))
    vertex.relative(posed.start, film.T_world_camera, seen[0])
    vertex.relative(posed.end, film.T_world_camera_end, seen[1])
    now = 0.5 * (seen[0] + seen[1])
    part = 0.5 * seconds / span
    after = (now + part * (seen[1] - seen[0]))[None]
    k = np.array([lens.fx, lens.fy, lens.cx, lens.cy])
    moves = np.empty((1, len(film.stage), 12), np.float32)
    displacements(now, after, k, moves)
    start, end = film.T_world_camera[:3], film.T_world_camera_end[:3]
    middle = 0.5 * (start + end)
    rows = np.ascontiguousarray(np.broadcast_to(middle, (BAND, 3, 4)), np.float32)
    turned = np.repeat((middle + part * (end - start))[None, :, :3], 2, 0).astype(np.float32)
    time = np.array([0.0, 0.0, lens.near], np.float32)
    ways = work.array("ways", (2, lens.height * lens.width), np.float32)
    record, inverse = film.labels.record, film.labels.inverse

    def band(first: int, end: int) -> None:
        flow, landed = (np.empty((BAND, lens.width, *more), np.float32) for more in ((2,), ()))
        for top in range(first * BAND, min(end * BAND, lens.height), BAND):
            bottom = min(top + BAND, lens.height)
            here, count = np.s_[top:bottom], bottom - top
            carry(
                record[here], inverse[here], film.item, moves.reshape(-1), time[2], np.int32(top),
                flow[:count], landed[:count],
            )  # fmt: skip
            eye = np.array([lens.fx, lens.fy, lens.cx, lens.cy - top], np.float32)
            turn_sky(record[here], rows[:count], turned, eye, time, flow[:count])
            pixels = np.s_[top * lens.width : bottom * lens.width]
            limit(flow[:count].reshape(-1), ways[0, pixels], ways[1, pixels])

    in_bands(band, -(-lens.height // BAND), film.threads)
    return ways


def smear(film: Film, image: F4, span: float, seconds: float, work: Workspace) -> F4:
    """An image (3, H * W) of what a film saw, blurred by its motion; see ``half_ways``. It is the
    image itself where nothing moves, else memory of ``work``."""
    lens = film.lens
    ways = half_ways(film, span, seconds, work)
    tiles = -(-lens.height // TILE), -(-lens.width // TILE)
    span_of = work.array("tiles", (6, *tiles), np.float32)
    spans(ways, lens.height, lens.width, span_of)
    longest = float(span_of[4].max())
    if longest < LEAST:
        return image
    wide = work.array("wide tiles", (5, *tiles), np.float32)
    dilate(span_of, int(np.ceil(longest / TILE)), wide)
    out = work.array("smeared", image.shape, np.float32)
    inverse = film.labels.inverse.reshape(-1)

    def band(first: int, end: int) -> None:
        top, bottom = first * TILE, min(end * TILE, lens.height)
        gather(image, ways, inverse, wide, top, bottom, lens.width, out)

    in_bands(band, tiles[0], film.threads)
    return out


@kernel("f4[:] -> f4[:], f4[:]", narrow=True)
def limit(flow, x_out, y_out):
    """Ways (N,) of flow (N, 2), flattened, none longer than ``FARTHEST``."""
    for n in range(np.uint64(x_out.shape[0])):
        x, y = get(flow, n + n), get(flow, n + n + _ONE)
        scale = _FARTHEST / max(np.sqrt(x * x + y * y), _FARTHEST)
        put(x_out, n, x * scale)
        put(y_out, n, y * scale)


@kernel("f4[:,:], i8, i8 -> f4[:,:,:]", narrow=True)
def spans(way, height, width, span_out):
    """Least and greatest x and y of the ways in each tile, the longest, and by how much they differ
    at most from one pixel to the next: span_out (6, h, w)."""
    across, down = way[0], way[1]
    low, high = sortable(np.float32(-1e9)), sortable(np.float32(1e9))
    for j in range(span_out.shape[1]):
        for i in range(span_out.shape[2]):
            a, b, c, d = high, low, high, low
            e = jump = sortable(np.float32(0.0))
            columns = min(16, width - i * 16)
            for y in range(j * 16, min(j * 16 + 16, height)):
                first = np.uint64(y * width + i * 16)
                next_row = np.uint64(width if y + 1 < height else 0)
                for x in range(np.uint64(columns)):
                    n = first + x
                    p, q = get(across, n), get(down, n)
                    a, b = min(a, sortable(p)), max(b, sortable(p))
                    c, d = min(c, sortable(q)), max(d, sortable(q))
                    e = max(e, sortable(p * p + q * q))
                    step = max(
                        sortable(abs(get(across, n + next_row) - p)),
                        sortable(abs(get(down, n + next_row) - q)),
                    )
                    jump = max(jump, step)
                for x in range(np.uint64(min(columns, width - i * 16 - 1))):
                    n = first + x
                    step = max(
                        sortable(abs(get(across, n + _ONE) - get(across, n))),
                        sortable(abs(get(down, n + _ONE) - get(down, n))),
                    )
                    jump = max(jump, step)
            span_out[0, j, i], span_out[1, j, i] = unsorted(a), unsorted(b)
            span_out[2, j, i], span_out[3, j, i] = unsorted(c), unsorted(d)
            span_out[4, j, i], span_out[5, j, i] = np.sqrt(unsorted(e)), unsorted(jump)


@kernel("f4[:,:,:], i8 -> f4[:,:,:]", narrow=True)
def dilate(span, reach, wide_out):
    """Over a tile and those around that can reach it: the longest way, its x and y, and the
    greatest step from one pixel to the next; then the longest of the tile alone: wide_out
    (5, h, w)."""
    rows, columns = span.shape[1], span.shape[2]
    for j in range(rows):
        for i in range(columns):
            wide_out[0, j, i], wide_out[3, j, i] = span[4, j, i], span[5, j, i]
            wide_out[1, j, i], wide_out[2, j, i] = _longest(span, j, i)
            wide_out[4, j, i] = span[4, j, i]
            for y in range(max(j - reach, 0), min(j + reach + 1, rows)):
                for x in range(max(i - reach, 0), min(i + reach + 1, columns)):
                    away = np.float32(np.int32(max(abs(y - j), abs(x - i)) - 1)) * 16.0
                    if max(span[4, y, x], span[4, j, i]) < away:
                        continue
                    wide_out[3, j, i] = max(wide_out[3, j, i], span[5, y, x])
                    if span[4, y, x] > wide_out[0, j, i]:
                        wide_out[0, j, i] = span[4, y, x]
                        wide_out[1, j, i], wide_out[2, j, i] = _longest(span, y, x)


@device(narrow=True, inline=True)
def _longest(span, j, i):
    """The corner of a tile's span that is furthest from no motion."""
    x = span[1, j, i] if span[1, j, i] > -span[0, j, i] else span[0, j, i]
    y = span[3, j, i] if span[3, j, i] > -span[2, j, i] else span[2, j, i]
    return x, y


@kernel("f4[:,:], f4[:,:], f4[:], f4[:,:,:], i8, i8, i8 -> f4[:,:]", narrow=True)
def gather(image, way, inverse, wide, top, bottom, width, out):
    """Light (3, N) of rows [top, bottom), tile by tile; see ``smear``."""
    red, green, blue = image[0], image[1], image[2]
    height = image.shape[1] // width
    for j in range(top // 16, (bottom + 15) // 16):
        for i in range(wide.shape[2]):
            left, right = i * 16, min(i * 16 + 16, width)
            longest, even = wide[0, j, i], wide[3, j, i] < _SMOOTH
            steps = min(max(np.int64(longest * 1.5) + 2, 4), 24)
            own = min(max(np.int64(wide[4, j, i] * 1.5) + 2, 4), 24)
            for y in range(j * 16, min(j * 16 + 16, bottom)):
                begin = y * width
                if longest < _LEAST or (even and wide[4, j, i] < _LEAST):
                    for n in range(begin + left, begin + right):
                        out[0, n], out[1, n], out[2, n] = red[n], green[n], blue[n]
                elif even:
                    _along(red, green, blue, way, y, left, right, width, height, own, out)
                else:
                    for x in range(left, right):
                        _mixed(
                            red, green, blue, way, inverse, x, y, width, height, steps,
                            wide[1, j, i], wide[2, j, i], out,
                        )  # fmt: skip


@device(narrow=True)
def _along(red, green, blue, way, y, left, right, width, height, steps, out):
    """Means along the pixels' own ways, where all around moves alike."""
    dx, dy = way[0], way[1]
    r_out, g_out, b_out = out[0], out[1], out[2]
    begin = y * width
    per = 2.0 / np.float32(np.int32(steps))
    share = 1.0 / np.float32(np.int32(steps))
    most_x, most_y = np.float32(np.int32(width - 1)), np.float32(np.int32(height - 1))
    for x in range(np.uint64(begin + left), np.uint64(begin + right)):
        put(r_out, x, np.float32(0.0))
        put(g_out, x, np.float32(0.0))
        put(b_out, x, np.float32(0.0))
    for k in range(steps):
        t = (np.float32(np.int32(k)) + 0.5) * per - 1.0
        for x in range(np.uint64(right - left)):
            n = x + np.uint64(begin + left)
            u = np.float32(np.int32(np.int32(x) + np.int32(left))) + t * get(dx, n) + 0.5
            v = np.float32(np.int32(y)) + t * get(dy, n) + 0.5
            column = np.int32(min(max(u, 0.0), most_x + 0.5))
            row = np.int32(min(max(v, 0.0), most_y + 0.5))
            place = np.uint64(row * np.int32(width) + column)
            put(r_out, n, get(r_out, n) + share * take(red, place))
            put(g_out, n, get(g_out, n) + share * take(green, place))
            put(b_out, n, get(b_out, n) + share * take(blue, place))


@device(narrow=True)
def _mixed(red, green, blue, way, inverse, x, y, width, height, steps, far_x, far_y, out):
    """One pixel where things move differently: its own mean, behind what passes before it."""
    n = y * width + x
    mine_x, mine_y, here = way[0, n], way[1, n], inverse[n]
    mine = np.sqrt(mine_x * mine_x + mine_y * mine_y)
    own = min(np.int64(mine * 1.5) + 3, steps)
    u0, v0 = np.float32(np.int32(x)) + 0.5, np.float32(np.int32(y)) + 0.5
    most_x, most_y = np.float32(np.int32(width)) - 0.5, np.float32(np.int32(height)) - 0.5
    r, g, b, total = np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
    fr, fg, fb, over = np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
    length = np.sqrt(far_x * far_x + far_y * far_y)
    alike = 0.2 * max(mine, length) + 0.5
    other = abs(far_x - mine_x) + abs(far_y - mine_y) > alike
    for k in range(own):
        t = (np.float32(np.int32(k)) + 0.5) * 2.0 / np.float32(np.int32(own)) - 1.0
        column = np.int64(min(max(u0 + t * mine_x, 0.0), most_x))
        row = np.int64(min(max(v0 + t * mine_y, 0.0), most_y))
        p = row * width + column
        apart = abs(way[0, p] - mine_x) + abs(way[1, p] - mine_y) > alike
        if not (apart and inverse[p] > here * _NEARER):
            r, g, b, total = r + red[p], g + green[p], b + blue[p], total + 1.0
    for k in range(steps if other else 0):
        t = (np.float32(np.int32(k)) + 0.5) * 2.0 / np.float32(np.int32(steps)) - 1.0
        column = np.int64(min(max(u0 + t * far_x, 0.0), most_x))
        row = np.int64(min(max(v0 + t * far_y, 0.0), most_y))
        p = row * width + column
        if inverse[p] > here * _NEARER:
            # It passes here if its own way leads it as far as it is away.
            along = abs(way[0, p] * far_x + way[1, p] * far_y)
            if along >= abs(t) * length * length:
                fr, fg, fb, over = fr + red[p], fg + green[p], fb + blue[p], over + 1.0
    if total == 0.0:
        r, g, b, total = red[n], green[n], blue[n], np.float32(1.0)
    share = over / np.float32(np.int32(steps))
    keep, front = (1.0 - share) / total, share / max(over, 1.0)
    out[0, n], out[1, n], out[2, n] = (
        r * keep + fr * front,
        g * keep + fg * front,
        (b * keep + fb * front),
    )
