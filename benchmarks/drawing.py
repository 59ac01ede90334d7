"""Other ways to draw the street: samples, rolling shutter, flow, bodies alone, small images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from whiteout.simcore.pose import pose
from whiteout.simcore.render.alone import Canvas
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.motion import forward_flow
from whiteout.simcore.render.shutter import Shutter

from .measure import timed
from .report import Row, frames
from .scenes import street


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """One row for each way; nobody else's renderer does these."""
    shot = street()
    stage = shot.stage()
    posed, lens, T = shot.posed(stage), shot.lens, shot.T_world_sensor
    later = T @ pose((0.33, 0.02, 0.0), yaw=0.01)  # 15 m/s and 25°/s over 22 ms

    def draw(film: Film, end=None, shutter: Shutter = Shutter()) -> Film:  # noqa: B008
        film.draw(stage, posed, T, end, shutter)
        return film

    fine, both = Film(lens, centre=False, fine=True), Film(lens, fine=True)
    small = Film(lens._replace(width=84, height=84, fx=60.0, fy=60.0, cx=41.5, cy=41.5))
    rolling, rows_down = Film(lens), Shutter(0.0, 1.0 / (lens.height - 1))
    ways = (
        ("2×2 samples per pixel", lambda: draw(fine)),
        ("2×2 samples and centres", lambda: draw(both)),
        ("rolling shutter of a moving camera", lambda: draw(rolling, later, rows_down)),
        ("84×84", lambda: draw(small)),
    )
    rows = [frames(what, timed(call), yard) for what, call in ways]
    now, after = draw(Film(lens)), Film(lens)
    after.draw(stage, posed, later)
    flow, valid = forward_flow(now, after)
    rows.append(frames("flow", timed(lambda: forward_flow(now, after, flow, valid)), yard))
    return {}, [*rows, _alone(now, yard)]


def _alone(film: Film, yard: float) -> Row:
    canvas = Canvas(film)
    bodies = [int(body) for body in np.unique(film.stage.body) if body]
    seen = [body for body in bodies if canvas.draw(body) is not None]
    taken = [timed(lambda body=body: canvas.draw(body), 0.05).median for body in seen]
    median, most = float(np.median(taken)), max(taken)
    note = f"of {len(seen)} bodies; the slowest {most * 1e6:.0f} µs"
    return Row("a body alone, median", median, "s", 100e-6, None, median / yard, note)
