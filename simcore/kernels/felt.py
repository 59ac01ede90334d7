"""What wheels find on the ground, at many places at once: look-ups of one place cost as much as
those of sixteen, which a processor makes side by side.

Places and what is found there stand in one flat array ``felt`` (FELT,) f4, a row of 64 for each
quantity.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device
from .ground import cover_of, lying_at, track_at
from .memory import get, put, take
from .patch import CHART as ON
from .patch import DEPTH as TO_DEPTH
from .patch import FILM as TO_FILM
from .patch import HALF_LENGTH, HALF_WIDTH, KIND, PATCH, REACH, SOFT, inside_of, laid_over
from .patch import ICE as TO_ICE
from .patch import PACKED as TO_PACKED
from .patch import SHARE as TO_SHARE
from .patch import S as MIDDLE_S
from .patch import T as MIDDLE_T

PLACES = 64
"""Most places at a time."""
CHART, S, T, WHO, COVER, DEPTH, SHARE, PACKED, ICE, FILM, STREWN, OWN_1, OWN_2, OWN_3 = (
    np.uint64(row * PLACES) for row in range(14)
)
"""Rows: a place's chart, s and t [m]; whose it is, for the caller; what lies there: cover, depth of
the snow [m], share of the ground that it hides, how packed it is, ice, film of water [m], what is
strewn (``patch``); three of the caller's own."""
FELT = 14 * PLACES
_GROUP = np.uint64(16)


@device(narrow=True, counted=True)
def feel(
    count, footprint, base, start, first_row, rows, tile_of, cells, stamps, profile, patches,
    felt_out,
):  # fmt: skip
    """Find what lies at the first ``count`` places of felt_out.

    footprint: size of what touches the ground [m]; base … patches: ``Surface.tables``. The places
    up to the next multiple of 16 are looked up as well, at the beginning of chart 0: what was left
    there may be a place of another surface.
    """
    one = np.float32(1.0)
    for k in range(np.uint64(count), np.uint64((count + 15) // 16 * 16)):
        felt_out[k + CHART] = felt_out[k + S] = felt_out[k + T] = 0.0
    for group in range((count + 15) // 16):
        o = np.uint64(group) * _GROUP
        for k in range(_GROUP):
            i = o + np.uint64(k)
            depth, share, packed, ice, film, _ = lying_at(
                np.int32(get(felt_out, i + CHART)), get(felt_out, i + S), get(felt_out, i + T),
                footprint, one, base, start, first_row, rows, tile_of, cells, stamps, profile,
            )  # fmt: skip
            put(felt_out, i + DEPTH, depth)
            put(felt_out, i + SHARE, share)
            put(felt_out, i + PACKED, packed)
            put(felt_out, i + ICE, ice)
            put(felt_out, i + FILM, film)
            put(felt_out, i + STREWN, np.float32(0.0))
        for n in range(patches.shape[0] // PATCH):
            _lay(
                o, np.uint64(n * PATCH), footprint,
                base, start, first_row, rows, tile_of, cells, stamps, patches, felt_out,
            )  # fmt: skip
        for k in range(_GROUP):
            i = o + np.uint64(k)
            cover = cover_of(
                get(felt_out, i + DEPTH), get(felt_out, i + SHARE), get(felt_out, i + PACKED),
                get(felt_out, i + ICE), get(felt_out, i + FILM), get(felt_out, i + STREWN),
                base.bare,
            )  # fmt: skip
            put(felt_out, i + COVER, np.float32(np.int32(cover)))


@device(narrow=True, counted=True)
def _lay(o, p, footprint, base, start, first_row, rows, tile_of, cells, stamps, patches, felt_out):
    """Lay the patch at ``p`` over the group of places from ``o`` on, if it reaches any."""
    chart, middle_s, middle_t = take(patches, p + ON), patches[p + MIDDLE_S], patches[p + MIDDLE_T]
    half_s, half_t = patches[p + HALF_LENGTH], patches[p + HALF_WIDTH]
    reach, soft = patches[p + REACH], patches[p + SOFT]
    near = np.int32(0)
    for k in range(_GROUP):
        i = o + np.uint64(k)
        apart = abs(felt_out[i + S] - middle_s) <= half_s + reach
        apart = apart & (abs(felt_out[i + T] - middle_t) <= half_t + reach)
        near += np.int32(apart & (felt_out[i + CHART] == chart))
    if near == 0:
        return
    to_depth, to_share, to_packed = (
        patches[p + TO_DEPTH],
        patches[p + TO_SHARE],
        patches[p + TO_PACKED],
    )
    to_ice, to_film, kind = patches[p + TO_ICE], patches[p + TO_FILM], patches[p + KIND]
    for k in range(_GROUP):
        i = o + np.uint64(k)
        s, t = get(felt_out, i + S), get(felt_out, i + T)
        ds, dt = s - middle_s, t - middle_t
        mine = (abs(ds) <= half_s + reach) & (abs(dt) <= half_t + reach)
        mine = mine & (get(felt_out, i + CHART) == chart)
        w = inside_of(ds, dt, footprint, half_s, half_t, soft)
        w = w if mine else np.float32(0.0)
        track, _, _, since = track_at(
            np.int32(get(felt_out, i + CHART)), s, t, start, first_row, rows, tile_of, cells, stamps
        )
        depth, share, packed, ice, film, strewn = laid_over(
            w, track, base.now - since,
            get(felt_out, i + DEPTH), get(felt_out, i + SHARE), get(felt_out, i + PACKED),
            get(felt_out, i + ICE), get(felt_out, i + FILM), get(felt_out, i + STREWN),
            to_depth, to_share, to_packed, to_ice, to_film, kind,
        )  # fmt: skip
        put(felt_out, i + DEPTH, depth)
        put(felt_out, i + SHARE, share)
        put(felt_out, i + PACKED, packed)
        put(felt_out, i + ICE, ice)
        put(felt_out, i + FILM, film)
        put(felt_out, i + STREWN, strewn)
