"""Rays against the world: the same hits as embree's, also of what moves, whatever the threads."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from stages import at_rest, ball, box, drawn, settings, stage_of
from whiteout.simcore.pose import pose
from whiteout.simcore.rays.forest import Forest
from whiteout.simcore.rays.tree import tree_over
from whiteout.simcore.rays.world import Rays
from whiteout.simcore.render.gbuffer import gbuffer

REACH = 150.0


def turned(rng, size):
    """A pose somewhere in a cube of a size, turned about the vertical, larger or smaller."""
    T = pose(rng.uniform(-size, size, 3), yaw=rng.uniform(0, 7), pitch=rng.uniform(-1, 1))
    T[:3, :3] *= rng.uniform(0.4, 1.6)
    return T


def crowd(count=60, size=25.0):
    """Boxes and balls, closed, some of them in one another."""
    rng = np.random.Generator(np.random.Philox(5))
    return [(ball(24, 16) if k % 2 else box((2, 1, 3)), turned(rng, size)) for k in range(count)]


class Embree:
    """All triangles in the world, each from its front or from any side."""

    def __init__(self, stage, poses):
        g = stage.geometry
        corners, self.item, self.triangle = [], [], []
        for k, mesh in enumerate(stage.mesh):
            own = np.arange(g.first_triangle[mesh], g.first_triangle[mesh + 1])
            local = g.vertices[:, g.first_vertex[mesh] : g.first_vertex[mesh + 1]].T
            world = local.astype(np.float64) @ poses[k, :3, :3].T + poses[k, :3, 3]
            corners.append(world[g.triangles[own]])
            self.item += [k] * len(own)
            self.triangle += own.tolist()
        self.item, self.triangle = np.array(self.item), np.array(self.triangle)
        self.corner = np.concatenate(corners)
        self.normal = np.cross(
            self.corner[:, 1] - self.corner[:, 0], self.corner[:, 2] - self.corner[:, 0]
        )

    def first(self, origin, direction):
        """Distance, item and triangle of the first fronts that rays from one place meet."""
        front = np.flatnonzero(((self.corner[:, 0] - origin) * self.normal).sum(1) < 0)
        vertices = self.corner[front].reshape(-1, 3)
        mesh = trimesh.Trimesh(vertices, np.arange(len(vertices)).reshape(-1, 3), process=False)
        caster = trimesh.ray.ray_pyembree.RayMeshIntersector(mesh, scale_to_box=False)
        origins = np.broadcast_to(origin, direction.shape)
        hit = caster.intersects_first(origins, direction)
        n = self.normal[front[hit]]
        along = ((self.corner[front[hit], 0] - origin) * n).sum(1) / (direction * n).sum(1)
        found = hit >= 0
        return (
            np.where(found, along, np.inf),
            np.where(found, self.item[front[hit]], -1),
            np.where(found, self.triangle[front[hit]], -1),
        )


def sphere(count, seed=1):
    """Directions all around (N, 3)."""
    rng = np.random.Generator(np.random.Philox(seed))
    found = rng.normal(size=(count, 3))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def agree(mine, others, reach=REACH):
    """At least 99.99 % of the rays hit the same, to a tenth of a millimetre."""
    away = others[0]
    away = np.where(away <= reach, away, np.inf)
    same = np.isfinite(mine.distance) == np.isfinite(away)
    both = np.isfinite(mine.distance) & np.isfinite(away)
    near = np.abs(mine.distance[both] - away[both]) <= 1e-4
    assert same.mean() >= 0.9999
    assert near.mean() >= 0.9999
    return both


@pytest.mark.parametrize("where", [(0.3, 0.2, 0.1), (31.0, -3.0, 2.0), (4e5, 4e6, 120.0)])
def test_hits_are_those_of_embree(where):
    """Also 4000 km from the origin, as maps in UTM have it: places are told about the centre."""
    far = np.zeros(3) if where[0] < 1e3 else np.array(where)
    here = np.array(where) - far
    items = [(mesh, pose(far) @ T) for mesh, T in crowd()]
    stage = stage_of(items)
    posed = at_rest(stage)
    direction = sphere(60_000).astype(np.float32)
    hits = Rays(stage).among(posed, here + far).closest(here + far, direction, REACH)
    near = posed.start.copy()
    near[:, :3, 3] -= far
    others = Embree(stage, near).first(here, direction.astype(np.float64))
    both = agree(hits, others)
    assert (hits.item[both] == others[1][both]).mean() > 0.9999
    assert (hits.triangle[both] == others[2][both]).mean() > 0.999  # edges belong to two


@pytest.mark.parametrize("number", range(10))
def test_what_rays_hit_is_what_cameras_see(number):
    """The scenes of the rasteriser: depth and item through the centres of the pixels."""
    setting = settings()[number]
    film = drawn(setting)
    seen, lens = gbuffer(film, {"depth", "item"}), film.lens
    v, u = np.indices((lens.height, lens.width))
    ahead = np.stack([(u - lens.cx) / lens.fx, (v - lens.cy) / lens.fy, np.ones(u.shape)], -1)
    length = np.linalg.norm(ahead, axis=-1)
    direction = (ahead / length[..., None]).reshape(-1, 3) @ film.T_world_camera[:3, :3].T
    eye = film.T_world_camera[:3, 3]
    start = np.float32(lens.near) * length.reshape(-1)
    among = Rays(film.stage).among(film.posed, eye)
    hits = among.closest(eye, direction, near=start)
    depth = (hits.distance / length.reshape(-1)).reshape(u.shape)
    same = np.isfinite(depth) == np.isfinite(seen["depth"])
    assert same.mean() > 0.999
    both = np.isfinite(depth) & np.isfinite(seen["depth"])
    close = np.abs(depth[both] / seen["depth"][both] - 1.0) < 1e-3
    assert close.mean() > 0.998


def test_what_moves_is_hit_where_it_is_at_the_time():
    items = crowd(30)
    stage = stage_of(items)
    posed = at_rest(stage)
    rng = np.random.Generator(np.random.Philox(8))
    end = posed.start.copy()
    end[::2, :3, 3] += rng.uniform(-3, 3, (15, 3))  # every other item moves, without turning
    moved = posed._replace(end=end)
    direction, eye = sphere(20_000, 3).astype(np.float32), np.array([0.1, 0.2, 30.0])
    moment = rng.choice([0.0, 0.25, 1.0], len(direction)).astype(np.float32)
    hits = Rays(stage).among(moved, eye).closest(eye, direction, REACH, moment)
    for time in (0.0, 0.25, 1.0):
        mine = moment == time
        there = posed.start + time * (end - posed.start)
        others = Embree(stage, there).first(eye, direction[mine].astype(np.float64))
        agree(type(hits)(*(field[mine] for field in hits)), others)


def test_what_turns_is_nearly_where_it_is():
    """A car that turns by 4° during a sweep: within the square of the angle times its size."""
    stage = stage_of([(box((4.5, 1.8, 1.5)), pose((12.0, 0, 0)))])
    posed = at_rest(stage)
    angle = np.radians(4.0)
    moved = posed._replace(end=pose((12.0, 0, 0), yaw=angle)[None])
    direction = sphere(20_000, 4).astype(np.float32)
    direction[:, 0] = np.abs(direction[:, 0]) + 4.0
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    hits = Rays(stage).among(moved, (0, 0, 0)).closest((0, 0, 0), direction, REACH, 0.5)
    half = pose((12.0, 0, 0), yaw=angle / 2)[None]
    away, _, _ = Embree(stage, half).first(np.zeros(3), direction.astype(np.float64))
    both = np.isfinite(hits.distance) & np.isfinite(away)
    assert both.sum() > 1000
    assert np.abs(hits.distance[both] - away[both]).max() < angle**2 * 4.5


def test_near_reach_and_hidden_items():
    stage = stage_of([(box(), pose((x, 0.0, 0.0))) for x in (5.0, 10.0, 20.0)])
    rays, ahead = Rays(stage), np.array([[1.0, 0.0, 0.0]])
    among = rays.among(at_rest(stage), (0, 0, 0))
    assert among.closest((0, 0, 0), ahead).distance == pytest.approx(4.5)
    assert among.closest((0, 0, 0), ahead, near=4.6).item == 1
    assert among.closest((0, 0, 0), ahead, reach=4.4).item == -1
    assert np.isinf(among.closest((0, 0, 0), -ahead).distance)
    others = rays.among(at_rest(stage), (0, 0, 0), hidden=[0, 1])
    assert others.closest((0, 0, 0), ahead).item == 2
    nothing = rays.among(at_rest(stage), (0, 0, 0), hidden=[0, 1, 2])
    assert np.isinf(nothing.closest((0, 0, 0), ahead).distance).all()
    assert len(among.closest((0, 0, 0), np.zeros((0, 3))).distance) == 0
    with pytest.raises(ValueError, match="shape"):
        among.closest((0, 0, 0), np.zeros((4, 2)))


def test_threads_share_the_rays():
    stage = stage_of(crowd())
    among = Rays(stage).among(at_rest(stage), (0, 0, 0))
    one, three = (among.closest((0, 0, 0), sphere(9_999), threads=n) for n in (1, 3))
    assert all(np.array_equal(a, b) for a, b in zip(one, three, strict=True))


@pytest.mark.parametrize("leaf", [1, 4])
@pytest.mark.parametrize("kind", ["spread", "the same", "a line", "one"])
def test_trees_hold_everything_once_in_boxes_that_hold_it(kind, leaf):
    rng = np.random.Generator(np.random.Philox(2))
    low = rng.uniform(-9, 9, (1 if kind == "one" else 500, 3))
    low *= {"the same": 0.0, "a line": np.array([1, 0, 0])}.get(kind, 1.0)
    boxes = np.concatenate([low, low + rng.uniform(0, 1, low.shape)], 1).astype(np.float32)
    if kind == "the same":
        boxes[:] = boxes[0]
    tree = tree_over(boxes, leaf)
    assert sorted(tree.order) == list(range(len(boxes)))
    held = []

    def below(node):
        first, count = tree.child[node]
        box = tree.box[node]
        if count:
            assert count <= leaf
            held.extend(tree.order[first : first + count])
            inside = boxes[tree.order[first : first + count]]
        else:
            inside = np.stack([below(first), below(first + 1)])
        assert (inside[:, :3].min(0) == box[:3]).all() and (inside[:, 3:].max(0) == box[3:]).all()
        return box

    below(0)
    assert sorted(held) == list(range(len(boxes)))


def test_trees_are_refused_without_boxes_and_for_nan():
    with pytest.raises(ValueError, match="nothing"):
        tree_over(np.zeros((0, 6), np.float32))
    with pytest.raises(ValueError, match="finite"):
        tree_over(np.full((2, 6), np.nan, np.float32))


def test_meshes_without_triangles_have_no_tree():
    stage = stage_of([])
    assert Forest.of(stage.geometry).root.tolist() == [-1]
    hits = Rays(stage).among(at_rest(stage), (0, 0, 0)).closest((0, 0, 0), sphere(5))
    assert np.isinf(hits.distance).all()
