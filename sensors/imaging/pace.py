"""How fast things move on an image."""

from __future__ import annotations

import numpy as np

from ...simcore.pose import R_FLU_OPTICAL, Array, pose
from ...simcore.render import vertex
from ...simcore.render.motion import carry, displacements
from ...simcore.render.stage import Posed
from .eye import Eye

SHARE = 0.995
"""Of the pixels that see something, this share moves no faster: what comes within arm's length
moves by hundreds of pixels, and would set the pace for all."""

_OPTICAL = pose(R=R_FLU_OPTICAL)


def fastest(eye: Eye, then: Posed, T_world_sensor: Array) -> float:
    """How far [px] all but the fastest pixels of what an eye has drawn at an instant move until the
    items and its FLU body (4, 4) are there."""
    found = [0.0]
    for film, turn in zip(eye.films, eye.turns, strict=True):
        stage, lens = film.stage, film.lens
        seen = np.empty((1, len(stage), 3, 4))
        vertex.relative(then.start, T_world_sensor @ turn @ _OPTICAL, seen[0])
        k = np.array([lens.fx, lens.fy, lens.cx, lens.cy])
        moves = np.empty((1, len(stage), 12), np.float32)
        displacements(film.camera_item[0], seen, k, moves)
        flow = np.empty((lens.height, lens.width, 2), np.float32)
        landed = np.empty((lens.height, lens.width), np.float32)
        buffer = film.labels
        carry(buffer.record, buffer.inverse, film.item, moves.reshape(-1), np.float32(lens.near),
              np.int32(0), flow, landed)  # fmt: skip
        length = np.hypot(flow[..., 0], flow[..., 1])[landed > 0.0]
        if len(length):
            found.append(float(np.quantile(length, SHARE)))
    return max(found)
