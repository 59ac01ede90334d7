"""65 536 rays in a street of 50 000 triangles of which 60 things move: a spinning scan's.

A scan is: the small tree over all items, where they are at its beginning and at its end, and the
nearest hit of each ray at its own time. The peer is embree, single rays, whose tree over all
triangles is made anew, since some have moved; its rays all see the scan's beginning.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from whiteout.simcore.rays.world import Rays
from whiteout.simcore.render.stage import Posed, Stage

from .measure import timed
from .report import Row
from .scenes import Shot, street

RINGS, COLUMNS, REACH, MOVERS = 64, 1024, 120.0, 60
MOST = 0.020
"""What a scan may take [s]."""


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Ours, and embree where it is installed."""
    shot = street()
    stage = shot.stage()
    posed, eye = moving(shot, stage), shot.T_world_sensor[:3, 3] + [0.0, 0.0, 0.4]
    direction, moment = scan()
    rays = Rays(stage)
    facts: dict[str, object] = {
        "triangles": len(rays.forest.triangle), "items": len(stage), "moving": MOVERS,
        "rays": len(direction),
    }  # fmt: skip

    def sweep() -> None:
        rays.among(posed, eye).closest(eye, direction, REACH, moment)

    hits = rays.among(posed, eye).closest(eye, direction, REACH, moment)
    facts["hit"] = f"{100 * np.isfinite(hits.distance).mean():.0f} %"
    made, tree = timed(sweep), timed(lambda: rays.among(posed, eye))
    once = timed(lambda: Rays(stage), 0.5)
    rows = [
        Row("whiteout: a scan, all in", made.median, "s", MOST, 0.008, made.median / yard,
            f"best {made.least * 1e3:.1f} ms"),
        Row("whiteout: of it the tree over the items", tree.median, "s"),
        Row("whiteout: trees of all meshes, once", once.median, "s"),
    ]  # fmt: skip
    return facts, rows + embree(stage, posed, eye, direction)


def scan() -> tuple[np.ndarray, np.ndarray]:
    """Directions (R, 3), column by column, and when in the turn they are taken, in [0, 1)."""
    up = np.radians(np.linspace(-25.0, 15.0, RINGS))
    turn = np.arange(COLUMNS) / COLUMNS
    a, e = np.meshgrid(2 * np.pi * turn, up, indexing="ij")
    found = np.stack([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], -1)
    return found.reshape(-1, 3).astype(np.float32), np.repeat(turn, RINGS).astype(np.float32)


def moving(shot: Shot, stage: Stage) -> Posed:
    """60 things that go on by 1.4 m, as at 50 km/h in a tenth of a second."""
    posed = shot.posed(stage)
    end = posed.start.copy()
    end[np.flatnonzero(stage.body)[-MOVERS:], 0, 3] += 1.4
    return posed._replace(end=end)


def embree(stage: Stage, posed: Posed, eye: np.ndarray, direction: np.ndarray) -> list[Row]:
    """Its times for the same rays."""
    try:
        import trimesh
        from trimesh.ray.ray_pyembree import RayMeshIntersector
    except ImportError:
        return [Row("embree", None, "s", note="not installed: pip install trimesh embreex")]
    g = stage.geometry
    vertices, faces, base = [], [], 0
    for k, mesh in enumerate(stage.mesh):
        own = g.vertices[:, g.first_vertex[mesh] : g.first_vertex[mesh + 1]].T
        vertices.append(own @ posed.start[k, :3, :3].T + posed.start[k, :3, 3])
        faces.append(g.triangles[g.first_triangle[mesh] : g.first_triangle[mesh + 1]] + base)
        base += len(own)
    world = trimesh.Trimesh(np.concatenate(vertices), np.concatenate(faces), process=False)
    caster = RayMeshIntersector(world, scale_to_box=False)
    origins = np.broadcast_to(eye, direction.shape)
    cast = timed(lambda: caster.intersects_first(origins, direction))

    def rebuilt() -> None:
        RayMeshIntersector(world, scale_to_box=False).intersects_first(origins, direction)

    whole = timed(rebuilt)
    return [
        Row("embree: cast alone", cast.median, "s"),
        Row("embree: cast and rebuilt", whole.median, "s"),
    ]
