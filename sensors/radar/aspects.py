"""How strongly centres show to where the radar is, and where they are, in one pass over all."""

from __future__ import annotations

import math

import numpy as np

from ...simcore.kernel import device, kernel
from ...simcore.kernels.rng import pcg3d, unit, unit_open

EVEN, CORNER, SIDE, FACE = 0, 1, 2, 3
"""How a centre shows: from all around; from about its corner; from its side, and a little from
beneath the vehicle; where the radar stands square to the face."""
BENEATH = 0.15
"""What wheels on the far side give."""
LOBE = math.radians(4.0)
"""Of a face: over so many degrees it gives 1/e; panels are curved."""
TURN = math.radians(0.25)
"""A vehicle's centres change their strength when it turns by so much."""


@device
def scintillated(number, turned, spread, key):
    """Log-normal factor of the strength of a centre by how it is turned [steps]; spread: standard
    deviation [dB]."""
    a, b, _ = pcg3d(np.uint32(number), np.uint32(turned & 0xFFFF), np.uint32(key))
    size = np.sqrt(-2.0 * np.log(np.float64(unit_open(a))))
    normal = size * np.cos(6.283185307179586 * np.float64(unit(b)))
    return 10.0 ** (0.1 * spread * normal)


@device
def share_seen(shows, cosine):
    """Share of a centre that is seen, by the cosine of the angle between its normal and the way to
    the radar."""
    if shows == CORNER:
        return min(max((cosine + 0.75) / 0.4, 0.0), 1.0)
    if shows == SIDE:
        return BENEATH + (1.0 - BENEATH) * min(max(0.5 + 2.0 * cosine, 0.0), 1.0)
    if shows == FACE:
        angle = math.acos(min(max(cosine, -1.0), 1.0)) / LOBE
        return math.exp(-angle * angle)
    return 1.0


@kernel(
    "f8[:,:,:], f8[:,:,:], i8[:], f8[:,:], f8[:,:], f8[:,:], i8[:], f8[:], f8[:], f8[:], f8, i8 "
    "-> f8[:,:], f8[:,:], f8[:]"
)
def seen_from(
    now, then, frame, place, normal, half, shows, area, spread, eye, seconds, key, place_out,
    velocity_out, area_out,
):  # fmt: skip
    """Centres (C,) as ``Centres`` has them, in frames (F, 4, 4) that were ``then`` so many seconds
    ago, seen from an eye (3,): place_out, velocity_out (C, 3) in the world, area_out (C,) [m²].

    A face is seen at its place that is nearest to the eye: square to it wherever the eye stands
    before the face. It is high enough to be square to it in the vertical.
    """
    for k in range(frame.shape[0]):
        T, old = now[frame[k]], then[frame[k]]
        dx, dy, dz = eye[0] - T[0, 3], eye[1] - T[1, 3], eye[2] - T[2, 3]
        ex = T[0, 0] * dx + T[1, 0] * dy + T[2, 0] * dz
        ey = T[0, 1] * dx + T[1, 1] * dy + T[2, 1] * dz
        ez = T[0, 2] * dx + T[1, 2] * dy + T[2, 2] * dz
        x, y, z = place[k, 0], place[k, 1], place[k, 2]
        nx, ny, nz = normal[k, 0], normal[k, 1], normal[k, 2]
        if shows[k] == FACE:
            if abs(nx) > 0.5:
                x += nx * half[k, 0]
                y += min(max(ey - y, -half[k, 1]), half[k, 1])
            else:
                x += min(max(ex - x, -half[k, 0]), half[k, 0])
                y += ny * half[k, 1]
            ez = z
        tx, ty, tz = ex - x, ey - y, ez - z
        size = math.sqrt((tx * tx + ty * ty + tz * tz) * (nx * nx + ny * ny + nz * nz))
        cosine = (tx * nx + ty * ny + tz * nz) / max(size, 1e-6)
        strength = area[k] * share_seen(shows[k], cosine)
        if spread[k] > 0.0:
            turned = np.int64(np.floor(math.atan2(ey, ex) / TURN))
            strength *= scintillated(k, turned, spread[k], key)
        area_out[k] = strength
        for a in range(3):
            here = T[a, 0] * x + T[a, 1] * y + T[a, 2] * z + T[a, 3]
            there = old[a, 0] * x + old[a, 1] * y + old[a, 2] * z + old[a, 3]
            place_out[k, a], velocity_out[k, a] = here, (here - there) / seconds
