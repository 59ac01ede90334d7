"""Sunlight and skylight on all points: Lambert, GGX, clear coat, and what the ground throws back.

Diffuse light of the sky comes from its spherical harmonics, less what is not open; what hides the
sky sends light of its own, as does the ground below. Highlights: GGX with Smith's visibility
(Walter et al. 2007), Schlick's Fresnel; how much of its environment a surface mirrors: Karis' fit
of the split sum ("Physically based shading on mobile", 2014).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import exp, smoothstep
from . import layout as at
from .layout import BLOCK, LANE_COUNT

INVERSE_PI = np.float32(0.31830989)
COAT_LOBE = np.float32(4.0e-4)  # square of GGX' alpha: half a degree, as the sun's disc


class Daylight(NamedTuple):
    """Sun and sky as luminance RGB. sun_x, sun_y, sun_z: unit vector to the sun; sun_*: its light
    on what faces it [lx]; ground_*: light that open ground throws back [lx]; walls_*: light that
    what hides the sky sends instead, if it hid all [lx]; halo: share of the sky's light that comes
    from around the sun, which is hidden together with it."""

    sun_x: np.float32
    sun_y: np.float32
    sun_z: np.float32
    sun_red: np.float32
    sun_green: np.float32
    sun_blue: np.float32
    ground_red: np.float32
    ground_green: np.float32
    ground_blue: np.float32
    walls_red: np.float32
    walls_green: np.float32
    walls_blue: np.float32
    halo: np.float32


@kernel("i8, i8, day, f4[:,:] -> f4[:]", narrow=True, day=Daylight)
def daylight(first, end, day, sky, blocks_out):
    """Add the light of sun and sky to blocks [first, end). sky (9, 3): harmonics [lx].

    Afterwards F0 and COAT hold how much of a *sharp* image of its environment a point mirrors with
    its base and its coat; rougher reflections are part of what was added.
    """
    r0, r1, r2, r3, r4 = sky[0, 0], sky[1, 0], sky[2, 0], sky[3, 0], sky[4, 0]
    r5, r6, r7, r8 = sky[5, 0], sky[6, 0], sky[7, 0], sky[8, 0]
    g0, g1, g2, g3, g4 = sky[0, 1], sky[1, 1], sky[2, 1], sky[3, 1], sky[4, 1]
    g5, g6, g7, g8 = sky[5, 1], sky[6, 1], sky[7, 1], sky[8, 1]
    b0, b1, b2, b3, b4 = sky[0, 2], sky[1, 2], sky[2, 2], sky[3, 2], sky[4, 2]
    b5, b6, b7, b8 = sky[5, 2], sky[6, 2], sky[7, 2], sky[8, 2]
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            nx, ny, nz = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
            xy, yz, xz = 1.092548 * nx * ny, 1.092548 * ny * nz, 1.092548 * nx * nz
            zz, xx = 0.315392 * (3.0 * nz * nz - 1.0), 0.546274 * (nx * nx - ny * ny)
            x, y, z, c = 0.488603 * nx, 0.488603 * ny, 0.488603 * nz, np.float32(0.282095)
            red = (
                c * r0 + y * r1 + z * r2 + x * r3 + xy * r4 + yz * r5 + zz * r6 + xz * r7 + xx * r8
            )
            green = c * g0 + y * g1 + z * g2 + x * g3 + xy * g4 + yz * g5 + zz * g6 + xz * g7
            blue = c * b0 + y * b1 + z * b2 + x * b3 + xy * b4 + yz * b5 + zz * b6 + xz * b7
            red, green, blue = max(red, 0.0), max(green + xx * g8, 0.0), max(blue + xx * b8, 0.0)
            near, sky_share = blocks_out[i + at.NEAR], blocks_out[i + at.OPEN]
            facing = nx * day.sun_x + ny * day.sun_y + nz * day.sun_z
            hidden = min(max(facing * 4.0, 0.0), 1.0) * (1.0 - blocks_out[i + at.SUN])
            dimmed = sky_share * (1.0 - day.halo * hidden)
            shut = (1.0 - sky_share) * (0.25 + 0.75 * sky_share) * (0.5 + 0.5 * nz)
            below = (0.5 - 0.5 * nz) * (0.4 + 0.6 * sky_share)
            red = (red * dimmed + shut * day.walls_red + below * day.ground_red) * near
            green = (green * dimmed + shut * day.walls_green + below * day.ground_green) * near
            blue = (blue * dimmed + shut * day.walls_blue + below * day.ground_blue) * near

            ex, ey, ez = blocks_out[i + at.EX], blocks_out[i + at.EY], blocks_out[i + at.EZ]
            rough, f0 = blocks_out[i + at.ROUGH], blocks_out[i + at.F0]
            coat = blocks_out[i + at.COAT]
            coated = np.float32(1.0) if coat > 0.0 else np.float32(0.0)
            toward = max(nx * ex + ny * ey + nz * ez, 0.03)
            lit = max(facing, 0.0)
            hx, hy, hz = ex + day.sun_x, ey + day.sun_y, ez + day.sun_z
            scale = 1.0 / np.sqrt(hx * hx + hy * hy + hz * hz + 1e-12)
            half = max((nx * hx + ny * hy + nz * hz) * scale, 0.0)
            fresnel = fifth(1.0 - max((ex * hx + ey * hy + ez * hz) * scale, 0.0))
            # Most of what a very rough surface would mirror is lost in its pits.
            smooth = min(max(1.1 - rough, 0.15), 1.0)
            shine = ggx(half * half, lit, toward, max(rough * rough, 0.03)) * smooth
            shine = shine * (f0 + (1.0 - f0) * fresnel)
            coat_lobe = half * half * (COAT_LOBE - 1.0) + 1.0
            gloss = COAT_LOBE * 0.07957747 / (coat_lobe * coat_lobe * max(lit * toward, 0.02))
            shine = shine + gloss * coated * (coat + (1.0 - coat) * fresnel)
            direct = lit * blocks_out[i + at.SUN]
            shine = shine * direct

            mirrored = environment_share(rough, f0, toward) * smooth
            veil = (coat + (1.0 - coat) * fifth(1.0 - toward)) * coated
            sharp = smoothstep(0.62, 0.34, rough)
            kept = (1.0 - veil) * INVERSE_PI
            hazy = kept * mirrored * (1.0 - sharp)
            kept = kept * (1.0 - mirrored)
            dr, dg, db = direct * day.sun_red, direct * day.sun_green, direct * day.sun_blue
            ar, ag, ab = blocks_out[i + at.RED], blocks_out[i + at.GREEN], blocks_out[i + at.BLUE]
            add_red = ar * kept * (red + dr) + hazy * red + shine * day.sun_red
            add_green = ag * kept * (green + dg) + hazy * green + shine * day.sun_green
            add_blue = ab * kept * (blue + db) + hazy * blue + shine * day.sun_blue
            blocks_out[i + at.OUT_RED] = blocks_out[i + at.OUT_RED] + add_red
            blocks_out[i + at.OUT_GREEN] = blocks_out[i + at.OUT_GREEN] + add_green
            blocks_out[i + at.OUT_BLUE] = blocks_out[i + at.OUT_BLUE] + add_blue
            blocks_out[i + at.F0] = mirrored * sharp * (1.0 - veil)
            blocks_out[i + at.COAT] = veil


@device(narrow=True, inline=True)
def fifth(x):
    """x to the fifth power."""
    square = x * x
    return square * square * x


@device(narrow=True, inline=True)
def ggx(half, lit, toward, alpha):
    """D·V of GGX: of the normal's cosines, the square of that with the half vector, and those with
    the light and the eye."""
    square = alpha * alpha
    lobe = half * (square - 1.0) + 1.0
    # Smith's masking without its roots (Hammon, "PBR diffuse lighting for GGX+Smith", 2017).
    mask = 2.0 * lit * toward * (1.0 - alpha) + (lit + toward) * alpha
    return square * 0.15915494 / (lobe * lobe * max(mask, 1e-4))


@device(narrow=True, inline=True)
def environment_share(rough, f0, toward):
    """Share of an even environment that a surface mirrors (Karis' fit of the split sum)."""
    x = 1.0 - rough
    a = min(x * x, exp(-6.4324 * toward)) * x + 0.0425 - 0.0275 * rough
    bias = 1.04 * a + 0.022 * rough - 0.04
    scale = 1.04 - 0.572 * rough - 1.04 * a
    return max(f0 * scale + bias, 0.0)
