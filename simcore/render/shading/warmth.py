"""What points radiate from 8 to 14 µm: how warm they are by their balance of heat, and what they
mirror of the sky.

Nothing of it comes from a picture in visible light but how much sunlight a point's albedo leaves.
Snow that melts and ice are no warmer than 0 °C; wet ground loses heat by evaporation, which passes
h Δ/γ of heat per kelvin above the dew point (Δ/γ = 1.24 of water near 10 °C, Monteith 1965).
"""

from __future__ import annotations

import numpy as np

from ...heat.air import Overhead
from ...heat.balance import balanced
from ...heat.engines import FIELDS
from ...heat.planck import STEFAN, black
from ...kernel import device, kernel
from ...kernels.approx import exp
from . import layout as at
from .layout import BLOCK, LANE_COUNT

_STEFAN = np.float32(STEFAN)
_FIELDS = np.int64(FIELDS)
MELTING = np.float32(273.15)
EVAPORATES = np.float32(1.24)
WET = np.float32(1.0 / 1e-4)
"""Per film of water [1/m] above which the ground is as wet as it can be: 0.1 mm."""
SNOW_EMISSIVITY, SNOW_CONDUCTS = np.float32(0.985), np.float32(1.5)
"""FLIR's and the ASTER tables; fresh snow of 5 cm, 0.08 W/(m K)."""
WATER_EMISSIVITY = np.float32(0.98)


@device(narrow=True, inline=True)
def sky_at(above, z):
    """Radiance of the sky [W/(m² sr)] in a direction whose sine of the elevation is z."""
    passed = exp(-above.depth / max(z, 0.02))
    return (
        above.black
        + (above.cloud - above.black) * passed * above.cover
        - above.black * (passed * (1.0 - above.cover))
    )


@device(narrow=True, counted=True)
def warmed(spots, first, end, place, k, x, y, z):
    """Heat that is conducted [W/(m² K)] at a point of the world, and its mean inside [K], by the
    spots [first, end) of the thing number k."""
    m = place[k]
    px = m[0] * x + m[1] * y + m[2] * z + m[3]
    py = m[4] * x + m[5] * y + m[6] * z + m[7]
    pz = m[8] * x + m[9] * y + m[10] * z + m[11]
    conducts, warm = np.float32(0.0), np.float32(0.0)
    for s in range(first, end):
        f = np.int64(s) * _FIELDS
        dx, dy = (px - spots[f]) * spots[f + 3], (py - spots[f + 1]) * spots[f + 4]
        dz = (pz - spots[f + 2]) * spots[f + 5]
        inside = max(1.0 - (dx * dx + dy * dy + dz * dz), 0.0)
        share = min(2.0 * inside, 1.0) * spots[f + 6]
        conducts += share
        warm += share * spots[f + 7]
    return conducts, warm


@kernel(
    "i8, i8, i4[:], i4[:], i4[:], u1[:], f4[:,:], i4[:], f4[:,:], i4[:], f4[:], u1[:], f4[:], "
    "above, f4, f4[:] -> f4[:]",
    narrow=True,
    counted=True,
    above=Overhead,
)
def radiate(
    first, end, record, item, triangle, material, table, row, place, begin, spots, heated,
    exchanged, above, ground, planck, blocks_out,
):  # fmt: skip
    """Radiance of blocks [first, end) into OUT_RED, whose other rows are filled.

    record (N,): of the points; item, triangle (R,): of the records; material (T,); table (M, 6):
    ``surfaces.properties``; row … exchanged: ``engines.Driven``; ground [K]; planck: its table.
    """
    for b in range(first, end):
        o, p = np.uint64(b) * BLOCK, np.uint64(b) * LANE_COUNT
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            r = record[p + np.uint64(k)]
            it, m = item[r], table[np.int64(material[triangle[r]])]
            nx, ny, nz = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
            gx, gy, gz = blocks_out[i + at.GX], blocks_out[i + at.GY], blocks_out[i + at.GZ]
            ex, ey, ez = blocks_out[i + at.EX], blocks_out[i + at.EY], blocks_out[i + at.EZ]
            conducts, warm = m[3], m[3] * m[4]
            if m[5] == 1.0 and blocks_out[i + at.LIT] <= 0.0:
                conducts, warm = np.float32(0.0), np.float32(0.0)
            if m[5] > 1.0 and np.float32(heated[it]) != m[5]:
                conducts, warm = np.float32(0.0), np.float32(0.0)
            n = row[it]
            if n >= 0:
                x, y, z = blocks_out[i + at.X], blocks_out[i + at.Y], blocks_out[i + at.Z]
                more, its = warmed(spots, begin[n], begin[n + 1], place, n, x, y, z)
                conducts, warm = conducts + more, warm + its
            passed = exchanged[it] * m[2]
            wet = min(blocks_out[i + at.FILM] * WET, 1.0) if ground > MELTING else np.float32(0.0)
            conducts += wet * passed * EVAPORATES
            warm += wet * passed * EVAPORATES * above.dew
            inside = warm / max(conducts, 1e-6)

            open_ = blocks_out[i + at.OPEN] * blocks_out[i + at.NEAR]
            up = open_ * (0.5 + 0.5 * gz)
            facing = max(gx * above.sun_x + gy * above.sun_y + gz * above.sun_z, 0.0)
            lit = blocks_out[i + at.SUN] * facing * above.sun
            lit += up * above.diffuse + (0.5 - 0.5 * gz) * above.thrown * open_
            albedo = 0.2126 * blocks_out[i + at.RED] + 0.7152 * blocks_out[i + at.GREEN]
            albedo = min(albedo + 0.0722 * blocks_out[i + at.BLUE], 1.0)
            shut = _STEFAN * above.air * above.air * above.air * above.air
            down = up * above.sky + (1.0 - up) * shut
            takes = m[1] * (1.0 - albedo) * lit + m[0] * down
            kelvin = balanced(takes, m[0], passed, above.air, conducts, inside)
            if blocks_out[i + at.ICE] > 0.3:
                kelvin = min(kelvin, MELTING)

            cosine = min(max(nx * ex + ny * ey + nz * ez, 0.0), 1.0)
            steep = 1.0 - cosine
            steep = steep * steep * steep * steep * steep * (1.0 - blocks_out[i + at.ROUGH])
            normal = m[0] + (WATER_EMISSIVITY - m[0]) * wet
            emits = normal * (1.0 - max(steep, 0.0))
            z = 2.0 * cosine * nz - ez
            mirrored = above.black
            if z > 0.0:
                mirrored = above.black + open_ * (sky_at(above, z) - above.black)
            light = emits * black(planck, kelvin) + (1.0 - emits) * mirrored

            snow = blocks_out[i + at.SNOW]
            if snow > 0.0:
                takes = (1.0 - max(albedo, 0.5)) * lit + SNOW_EMISSIVITY * down
                cold = balanced(
                    takes, SNOW_EMISSIVITY, passed, above.air, SNOW_CONDUCTS, min(ground, MELTING)
                )
                white = SNOW_EMISSIVITY * black(planck, min(cold, MELTING))
                white += (1.0 - SNOW_EMISSIVITY) * above.black
                light += (white - light) * snow
            blocks_out[i + at.OUT_RED] = light


@kernel("i8, i8, above -> f4[:]", narrow=True, above=Overhead)
def sky(first, end, above, blocks_out):
    """Radiance of the sky into OUT_RED of blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            blocks_out[i + at.OUT_RED] = sky_at(above, -blocks_out[i + at.EZ])


@kernel("i8, i8, f4 -> f4[:]", narrow=True)
def through(first, end, own, blocks_out):
    """Bring OUT_RED of blocks [first, end) to the camera through air that radiates ``own``; their
    ways have been measured (``way``)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            passed = exp(-blocks_out[i + at.DISTANCE])
            blocks_out[i + at.OUT_RED] = own + (blocks_out[i + at.OUT_RED] - own) * passed


@kernel("i8, f4[:], i4[:], f4[:] -> f4[:]", narrow=True)
def gathered(points, blocks, pixel, weight, image_out):
    """Add OUT_RED of the points to their pixels by their shares ``weight`` (N,)."""
    for n in range(points):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64) + at.OUT_RED
        image_out[pixel[n]] += weight[n] * blocks[i]
