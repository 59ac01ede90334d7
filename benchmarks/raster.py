"""Depth, ids and normals of a ground and spheres of 50 000 triangles, 640×480.

A frame is: draw all items from their poses, and write the channels to arrays that are used again.
Of the time, a sixth goes to choosing triangles, a fifth to filling, half to the channels. OpenGL
gets all triangles in one buffer, in the camera's axes, and draws them by one call.
"""

from __future__ import annotations

from pathlib import Path

from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer

from .measure import timed
from .peers import compare
from .report import Row, frames
from .scenes import Shot, in_frustum, near_clipped, overdraw, spheres

CHANNELS = ["depth", "instance", "normal"]


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Ours with its parts, then the peers."""
    shot = spheres()
    facts, rows = measured(shot, CHANNELS, yard, 300.0, 600.0)
    return facts, rows + compare(shot, CHANNELS, peers, yard)


def measured(
    shot: Shot, channels: list[str], yard: float, floor: float, want: float
) -> tuple[dict[str, object], list[Row]]:
    """Rows for whole frames, for drawing without channels, and making the stage."""
    stage = shot.stage()
    posed, film = shot.posed(stage), Film(shot.lens)
    film.draw(stage, posed, shot.T_world_sensor)
    out = gbuffer(film, channels)

    def draw() -> None:
        film.draw(stage, posed, shot.T_world_sensor)

    def frame() -> None:
        draw()
        gbuffer(film, channels, out)

    facts = {
        "triangles": sum(len(item.mesh.triangles) for item in shot.placements),
        "in the frustum": in_frustum(shot),
        "crossing the near plane": near_clipped(shot),
        "front faces over samples": film.count,
        "covered": f"{(film.centre.record >= 0).mean():.1%}",
        "overdraw": f"{overdraw(film):.2f}",
        "items": len(stage),
    }
    what = ", ".join(channels)
    made = timed(shot.stage)
    return facts, [
        frames(f"whiteout: {what}", timed(frame), yard, floor, want),
        frames("whiteout: 1/z and records only", timed(draw), yard),
        Row("whiteout: making the stage", made.median, "s", 0.015, None, made.median / yard),
    ]
