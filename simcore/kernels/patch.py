"""Patches that lie on a chart where an author has put them: ice, a puddle, oil, gravel, leaves.

A row of ``patches`` (P, PATCH) f4, flat: a rounded rectangle in (s, t), |x|⁴ + |y|⁴ < 1, with a
ragged edge, and what lies there instead of what would. Rows are laid one over another in order.
Wheels leave tracks in patches of snow and water as elsewhere.

``strewn`` is a kind and a share in one number, 2 * kind + share: 0 nothing, 1 oil, 2 gravel,
3 leaves.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device
from .approx import smoothstep
from .ground import hidden_share, unswept
from .noise import faded, fbm3

PATCH = 13
"""Floats of a patch, in the order of the names below."""
(
    CHART, S, T, HALF_LENGTH, HALF_WIDTH, SOFT, DEPTH, SHARE, PACKED, ICE, FILM, KIND, REACH,
) = (np.uint64(k) for k in range(PATCH))  # fmt: skip


@device(narrow=True, inline=True)
def inside_of(ds, dt, footprint, half_length, half_width, soft):
    """How much of a footprint at (ds, dt) from the middle of a patch lies within it, in [0, 1]."""
    x, y = ds / half_length, dt / half_width
    x, y = x * x, y * y
    away = np.sqrt(np.sqrt(x * x + y * y))
    within = (1.0 - away) * min(half_length, half_width)
    ragged = 1.6 * soft * (fbm3(ds * 0.8 + half_length, dt * 1.1) - 0.5) * faded(footprint, 1.0)
    edge = 0.25 * soft + 0.5 * footprint + 0.005
    return smoothstep(-edge, edge, within + ragged)


@device(narrow=True, inline=True)
def laid_over(
    w, track, ago, depth, share, packed, ice, film, strewn,
    to_depth, to_share, to_packed, to_ice, to_film, kind,
):  # fmt: skip
    """What lies where a patch takes a share w of a place; track, ago [s]: of the wheels there."""
    packing = track * (1.0 - to_packed)  # what is packed already yields no more
    to_depth = to_depth * (1.0 - 0.88 * packing)
    to_share = min(to_share, hidden_share(to_depth, np.float32(0.0), np.float32(1.0)))
    to_packed = max(to_packed, track)
    to_film = to_film * unswept(track, ago)
    old = np.float32(np.int32(strewn * 0.5))
    left = (strewn - 2.0 * old) * (1.0 - w)
    more = w if kind > 0.0 else np.float32(0.0)
    joined = left + more if kind == old else max(left, more)
    chosen = kind if more > left else old
    return (
        depth + (to_depth - depth) * w,
        share + (to_share - share) * w,
        packed + (to_packed - packed) * w,
        ice + (to_ice - ice) * w,
        film + (to_film - film) * w,
        2.0 * chosen + min(joined, 1.0),
    )
