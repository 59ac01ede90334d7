"""Light of lamps that the air scatters on its way: haloes around them and beams before them.

Single scattering along each ray of a small grid, in steps that are short where the ray passes a
lamp and grow away from it. Only what falls or floats scatters: clear air shows no beams.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...kernel import device, kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put, take
from ...lamps import STREET, Packed, beam_at, street_near
from ...light.beams import packed as beams
from ...media.medium import Medium
from ..film import Buffer, Film
from ..workspace import Workspace
from .smallgrid import LANES, Grid, aim, spread_over
from .strip import Lens

F4 = NDArray[np.float32]

STEPS = 5
"""Of each ray and lamp: with the neighbours' a picture of a blizzard at dusk is within 0.4 % of
that by 96 steps at 99 of 100 pixels."""
FAR = 70.0
"""How far rays are followed [m]."""

ANGLES = 4096
"""Entries of a table of phase functions."""

_ONE, _LANES = np.uint64(1), np.uint64(LANES)
_CORE = np.float32(6.0)  # m²: lamps close by are beams, of which far parts count as well
_STEPS, _FAR, _PER_STEP = np.int32(STEPS), np.float32(FAR), np.float32(1 / STEPS)


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

    def march(grid: Grid, top: int, bottom: int) -> None:
        scratch = np.empty((11, grid.columns), np.float32)
        follow(
            *grid.rays, top, bottom, rows, beam, beams(), np.float32(density), phase, scratch,
            grid.light,
        )  # fmt: skip

    spread_over(work, film, buffer, lens, march, image, threads)


@kernel(
    "f4[:,:], i8, f4[:], f4, f4, f4[:,:,:], f4[:,:], i8, i8, f4[:,:], i4[:], f4[:], f4, f4[:] "
    "-> f4[:,:], f4[:,:,:]",
    narrow=True,
)
def follow(
    inverse, stride, lens, step, first, T_world_row, jitter, top, bottom, lamps, beam, table,
    density, phase, scratch_out, light_out,
):  # fmt: skip
    """Radiance (3, rows, columns) for rows [top, bottom) of the small grid, whose rays are those of
    ``smallgrid.Grid``. lamps, beam: packed; table: ``light.beams.packed``; phase: ``phase_table``.
    """
    columns = light_out.shape[2]
    rays, passing = scratch_out[:7], scratch_out[7:]
    for row in range(top, bottom):
        ex, ey, ez = aim(inverse, stride, lens, step, first, T_world_row, row, rays)
        for k in range(columns):
            rays[3, k] = min(rays[3, k], _FAR)
            rays[4, k], rays[5, k], rays[6, k] = 0.0, 0.0, 0.0
        for n in range(lamps.shape[0]):
            lamp = lamps[n]
            px, py, pz = lamp[0] - ex, lamp[1] - ey, lamp[2] - ez
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
        first += _ONE
    while last > first and core[last - _ONE] * core[last - _ONE] > limit:
        last -= _ONE
    # Whole lanes, of which rows are made up.
    return first - first % _LANES, last + (_LANES - last % _LANES) % _LANES


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
