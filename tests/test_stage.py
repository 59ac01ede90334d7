"""Stages pack each geometry once and pose what moves."""

import numpy as np
import pytest
from stages import at_rest, ball, box, stage_of
from whiteout.simcore.bodies import Cast, Role, bodies_at
from whiteout.simcore.geometry.figure import BodyShape, Figure, Part
from whiteout.simcore.materials import lit
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.pose import pose
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.stage import Posed, Stage
from whiteout.simcore.scene import Placement, Scene


def cart() -> Figure:
    """A box with a ball in front of it that belongs to a second body."""
    parts = (
        Part("trunk", box(), -1, np.eye(4)),
        Part("nose", ball(8, 6), 0, pose((1.0, 0, 0)), body=1),
    )
    shapes = (
        BodyShape("cart", 40, (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)),
        BodyShape("nose", 70, (2.0, 2.0, 2.0), (1.0, 0.0, 0.0)),
    )
    return Figure(parts, shapes)


def test_items_are_placements_then_parts():
    cube = box()
    red = cube.recoloured({"plaster": (1, 0, 0)})
    placements = (
        Placement(cube, pose((9, 0, 0)), 10, lit=lit("street"), chart=3),
        Placement(red, pose((5, 2, 0)), 18, body=1),
    )
    cast = Cast((Role("a", cart(), c.VEHICLE), Role("b", cart(), c.VEHICLE)), first_id=2)
    stage = Stage(Scene(placements, lanes=None), cast)
    assert len(stage) == 6 and stage.fixed == 2
    assert stage.body.tolist() == [0, 1, 2, 3, 4, 5]
    assert stage.class_id.tolist() == [10, 18, 40, 70, 40, 70]
    assert stage.chart.tolist() == [3, -1, -1, -1, -1, -1]
    # A recoloured copy shares its geometry, not its colours; equal shapes built twice do neither.
    assert stage.mesh[0] == stage.mesh[1] != stage.mesh[2]
    assert stage.palette[0] != stage.palette[1]
    assert stage.colours[stage.palette[1]].tolist() == [1, 0, 0]
    assert [stage.items_of(k).tolist() for k in (1, 5, 9)] == [[1], [5], []]

    state = np.zeros((2, c.STATE))
    state[1, c.X] = 4.0
    posed = stage.posed(bodies_at(cast, state, 0.0))
    assert posed.start is posed.end
    assert posed.start[:, 0, 3].tolist() == [9, 5, 0, 1, 4, 5]
    assert posed.lit[0] == lit("street") and posed.lit[1] == 0
    later = state.copy()
    later[:, c.X] += 1.0
    moved = stage.posed(bodies_at(cast, state, 0.0), bodies_at(cast, later, 0.1))
    assert (moved.end - moved.start)[:, 0, 3].tolist() == [0, 0, 1, 1, 1, 1]


def test_packed_geometry_is_that_of_the_meshes():
    shapes = [ball(6, 5), box(), ball(9, 4)]
    stage = stage_of([(shape, np.eye(4)) for shape in (*shapes, shapes[0])])
    g = stage.geometry
    assert len(g.sphere) == 3 and stage.mesh.tolist() == [0, 1, 2, 0]
    for k, shape in enumerate(shapes):
        v = slice(g.first_vertex[k], g.first_vertex[k + 1])
        t = slice(g.first_triangle[k], g.first_triangle[k + 1])
        assert np.array_equal(g.vertices[:, v].T, shape.vertices)
        assert np.array_equal(g.normals[v], shape.normals)
        assert np.array_equal(g.uv[v], shape.uv)
        assert np.array_equal(g.triangles[t], shape.triangles)
        assert np.array_equal(g.material[t], shape.material)


def test_mirrored_placements_are_refused():
    mirrored = np.diag([1.0, -1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="placement 1 is mirrored"):
        stage_of([(box(), np.eye(4)), (box(), mirrored)])


def test_an_empty_stage_is_all_sky():
    stage = Stage(Scene((), lanes=None), Cast(()))
    film = Film(Pinhole.from_fov(32, 24, 1.0), fine=True)
    film.draw(stage, at_rest(stage), np.eye(4))
    assert film.count == 0
    seen = gbuffer(film, ["class", "depth", "normal", "instance"])
    assert (seen["class"] == 22).all() and np.isinf(seen["depth"]).all()
    assert not seen["normal"].any() and not seen["instance"].any()


def test_no_picture_depends_on_the_one_before():
    stage = stage_of([(ball(), pose((4, 0, 0))), (box(), pose((8, 1, 0)))])
    lens = Pinhole.from_fov(64, 48, 1.0)
    fresh, used = Film(lens, fine=True), Film(lens, fine=True)
    away = np.stack([pose((k + 3.0, 0.4 * k, 0.1), roll=k) for k in range(2)])
    used.draw(stage, Posed(away, away, np.zeros(2, "u4")), pose((0, 0, 1), yaw=0.2))
    gbuffer(used, ["normal", "uv"])
    for film in (fresh, used):
        film.draw(stage, at_rest(stage), np.eye(4))
    a, b = (gbuffer(film, ["normal", "uv", "item"]) for film in (fresh, used))
    for one, other in zip(
        (*fresh.centre[:2], *fresh.fine[:2], *a.values()),
        (*used.centre[:2], *used.fine[:2], *b.values()),
        strict=True,
    ):
        assert one.tobytes() == other.tobytes()


def test_images_too_large_for_the_guards_are_refused():
    with pytest.raises(ValueError, match="8000×100 is too large"):
        Film(Pinhole.from_fov(8000, 100, 1.0))
