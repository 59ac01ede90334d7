"""Placements that are drawn finer from close by: the mesh whose pieces one could just make out."""

import numpy as np
import pytest
from stages import at_rest, ball, box
from whiteout.simcore.bodies import Cast
from whiteout.simcore.geometry.vegetation.birch import birch
from whiteout.simcore.geometry.vegetation.graded import SIZES as OF_CROWNS
from whiteout.simcore.geometry.vegetation.graded import graded
from whiteout.simcore.geometry.vegetation.tree import leafed_tree
from whiteout.simcore.materials import material
from whiteout.simcore.pose import pose
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.motion import forward_flow
from whiteout.simcore.render.shutter import Shutter
from whiteout.simcore.render.stage import SMALL, Stage
from whiteout.simcore.scene import Grade, Placement, Scene

MESHES = [ball(24, 12), ball(12, 6), ball(6, 4)]
SIZES = (0.0, 0.2, 0.5)
GRADES = tuple(Grade(size, mesh) for size, mesh in zip(SIZES, MESHES, strict=True))


def stage_of(*placements):
    return Stage(Scene(placements, lanes=None), Cast(()))


def drawn(stage, lens, *, x=0.0):
    """The film of a camera at x, who looks ahead."""
    film = Film(lens)
    film.draw(stage, at_rest(stage), pose((x, 0.0, 0.0)))
    return film


def lens_of(width):
    return Pinhole.from_fov(width, width, np.radians(60))


@pytest.mark.parametrize("width", [64, 512])
def test_the_coarsest_is_drawn_whose_pieces_are_small(width):
    lens = lens_of(width)
    # Where pieces of a size are SMALL pixels, from the nearest place of the ball on.
    near, far = (size * lens.fx / SMALL + 1.0 for size in SIZES[1:])
    for away, grade in ((near - 0.1, 0), (near + 0.1, 1), (far - 0.1, 1), (far + 0.1, 2)):
        stage = stage_of(Placement(MESHES[1], pose((away, 0, 0)), 20, grades=GRADES))
        film = drawn(stage, lens)
        g = stage.geometry
        mesh = film.mesh[0]
        count = g.first_triangle[mesh + 1] - g.first_triangle[mesh]
        assert count == len(MESHES[grade].triangles)
        seen = film.triangle[film.labels.record[film.labels.record >= 0]]
        assert ((seen >= g.first_triangle[mesh]) & (seen < g.first_triangle[mesh + 1])).all()
    assert stage.mesh[0] != film.mesh[0]  # shadows are those of its own mesh


def test_others_are_drawn_as_they_are():
    plain = Placement(MESHES[0], pose((40.0, 3.0, 0)), 20)
    stage = stage_of(plain, Placement(MESHES[1], pose((40.0, 0, 0)), 20, grades=GRADES))
    assert drawn(stage, lens_of(64)).mesh[0] == stage.mesh[0]


def test_flow_follows_what_is_drawn_otherwise_later():
    """From one grade to another between two pictures, and through a rolling shutter: pixels of the
    middle of a ball that grows to twice its size stay, those 10 px out go out by 10 px."""
    lens = lens_of(128)
    size = 24.0 * SMALL / lens.fx
    grades = (Grade(0.0, MESHES[0]), Grade(size, MESHES[1]))
    stage = stage_of(Placement(MESHES[0], pose((50.0, 0, 0)), 20, grades=grades))
    for shutter in (Shutter(0.0, 0.0), Shutter(0.0, 1.0 / 128)):
        films = []
        for x in (0.0, 30.0):
            film = Film(lens)
            end = None if shutter.per_row == 0 else pose((x + 1e-3, 0, 0))
            film.draw(stage, at_rest(stage), pose((x, 0, 0)), end, shutter)
            films.append(film)
        assert films[0].mesh[0] != films[1].mesh[0]
        flow, valid = forward_flow(*films)
        inside = gbuffer(films[0], {"depth"})["depth"] < 60.0
        assert valid[inside].mean() > 0.7
        v, u = np.nonzero(valid & inside)
        z = gbuffer(films[0], {"depth"})["depth"][v, u]
        expected = (u - lens.cx) * (z / (z - 30.0) - 1.0)
        assert flow[v, u, 0] == pytest.approx(expected, abs=0.05)


def test_grades_are_refused_that_cannot_be_one_thing():
    coarse_first = Placement(MESHES[0], np.eye(4), 20, grades=GRADES[::-1])
    with pytest.raises(ValueError, match="from fine to coarse"):
        stage_of(coarse_first)
    with pytest.raises(ValueError, match="other colours"):
        stage_of(Placement(MESHES[0], np.eye(4), 20, grades=(Grade(0.0, box()),)))


def test_trees_have_one_crown_in_all_grades():
    tree = graded(lambda detail: leafed_tree(1, detail), 0, finest=-1)
    crowns = [grade.mesh for grade in tree.grades[1]]
    counts = [len(mesh.triangles) for mesh in crowns]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 2 * counts[1] > 8 * counts[2]
    own = tree.pieces[1][0]
    for mesh in crowns:
        assert mesh.slots == own.slots
        assert np.array_equal(mesh.colours, own.colours)
        assert np.ptp(mesh.bounds, axis=0) == pytest.approx(np.ptp(own.bounds, axis=0), rel=0.25)
    red = tree.recoloured(dict.fromkeys(own.slots, (0.5, 0.1, 0.1)))
    assert all((grade.mesh.colours == np.float32([0.5, 0.1, 0.1])).all() for grade in red.grades[1])
    placed = tree.placements(np.eye(4))
    assert [len(item.grades) for item in placed] == [4, 4]


@pytest.mark.parametrize(
    ("make", "detail"),
    [(leafed_tree, 0), (leafed_tree, 1), (leafed_tree, 2), (birch, 1), (birch, 2)],
)
def test_sizes_are_about_those_of_the_sprays_that_are_drawn(make, detail):
    """The shortest side of the leaves' triangles, measured."""
    crown = make(1, detail, season="summer").pieces[1][0]
    corners = crown.vertices[crown.triangles[crown.material == material("leaf").id]]
    sides = np.linalg.norm(corners - np.roll(corners, 1, 1), axis=2)
    assert 0.6 < OF_CROWNS[detail] / np.median(sides.min(1)) < 1.4
