"""Plants: Leonardo's rule, sizes, budgets of triangles, separate trunks, the same bytes again."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from outside import well_formed
from whiteout.simcore.geometry.sheets import unit
from whiteout.simcore.geometry.vegetation.birch import birch
from whiteout.simcore.geometry.vegetation.bush import bush, hedge
from whiteout.simcore.geometry.vegetation.crown import TONES, sprays
from whiteout.simcore.geometry.vegetation.foliage import Clumps
from whiteout.simcore.geometry.vegetation.forest import Wood
from whiteout.simcore.geometry.vegetation.grass import tall_grass
from whiteout.simcore.geometry.vegetation.grove import grove
from whiteout.simcore.geometry.vegetation.skeleton import (
    Habit,
    blades,
    grow,
    rooted,
    straightened,
    tubes,
)
from whiteout.simcore.geometry.vegetation.spruce import spruce
from whiteout.simcore.geometry.vegetation.tree import HABITS, LEAF, bare_tree, leafed_tree
from whiteout.simcore.keys import generator

TREES = {
    "bare": lambda d: bare_tree(0, d),
    "leafed": lambda d: leafed_tree(1, d),
    "birch in winter": lambda d: birch(0, d, 11.0, "winter"),
    "birch in summer": lambda d: birch(1, d, 11.0, "summer"),
    "spruce": lambda d: spruce(0, d, 10.0),
}


@pytest.mark.parametrize("number", range(len(HABITS)))
def test_branches_keep_leonardos_rule(number):
    """The cross-sections of all shoots of a branch add up to that of the branch below them."""
    levels = grow(HABITS[number], 9.0, generator("leonardo", number))
    for parents, children in pairwise(levels[:3]):
        length = np.linalg.norm(np.diff(parents.points, axis=1), axis=-1).sum(1)
        for k, points in enumerate(parents.points):
            mine = children.parent == k
            roots, thick = children.points[mine, 0], children.radii[mine, 0]
            lowest = np.linalg.norm(roots - points[0], axis=1).min() / length[k]
            # Without the flare of the roots a branch tapers evenly to 0.6 (the trunk to 0.62).
            below = parents.radii[k, -1] / 0.61 * (1 - 0.39 * lowest)
            assert 0.9 <= (thick**2).sum() / below**2 <= 1.2
    for level in levels:
        assert (np.diff(level.radii, axis=1) <= 1e-12).all()


@pytest.mark.parametrize("number", range(len(HABITS)))
def test_children_spring_from_their_parents(number):
    levels = grow(HABITS[number], 9.0, generator("spring", number))
    for parents, children in pairwise(levels):
        root = children.points[:, 0]
        bone = parents.points[children.parent]
        a, b = bone[:, :-1], bone[:, 1:]
        share = np.einsum("bkj,bkj->bk", root[:, None] - a, b - a) / ((b - a) ** 2).sum(-1)
        foot = a + share.clip(0, 1)[..., None] * (b - a)
        assert np.linalg.norm(foot - root[:, None], axis=-1).min(1).max() < 1e-9


@pytest.mark.parametrize("name", TREES)
def test_trees_have_trunk_and_crown_and_stand_on_the_ground(name):
    for detail in range(3):
        pieces = TREES[name](detail).pieces
        assert [kind for _, kind in pieces] == ["trunk", "vegetation"]
        for mesh, _ in pieces:
            well_formed(mesh)
        trunk, crown = (mesh for mesh, _ in pieces)
        assert abs(trunk.bounds[0, 2]) < 0.05
        assert crown.bounds[1, 2] > 0.9 * trunk.bounds[1, 2]
        # The crown stands over the trunk.
        assert np.abs(crown.bounds.mean(0)[:2] - trunk.bounds.mean(0)[:2]).max() < 2.5


@pytest.mark.parametrize("name", TREES)
def test_levels_of_detail_save_triangles_and_keep_the_size(name):
    counts, heights = [], []
    for detail in range(3):
        tree = TREES[name](detail)
        counts.append(sum(len(mesh.triangles) for mesh, _ in tree.pieces))
        heights.append(tree.extent[1, 2])
    assert counts[0] <= 5000 and counts[1] <= 1200 and counts[2] <= 300
    assert counts[1] <= 0.5 * counts[0] and counts[2] <= 0.4 * counts[1] + 60
    assert max(heights) < 1.35 * min(heights)


def test_trees_are_as_high_as_asked():
    for height in (6.0, 9.0, 14.0):
        assert bare_tree(0, 0, height).extent[1, 2] == pytest.approx(height, rel=0.15)
        assert spruce(0, 0, height).extent[1, 2] == pytest.approx(height, rel=0.03)


def test_crowns_face_outwards():
    """Leaf cards show their fronts away from the middle of the crown, where cameras are."""
    for tree in (leafed_tree(0, 0), leafed_tree(2, 1)):
        crown = tree.pieces[1][0]
        leaves = crown.triangles[np.isin(crown.slot, [crown.slots.index(n) for n in TONES])]
        corner = crown.vertices[leaves].astype(float)
        normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        away = corner.mean(1) - corner.reshape(-1, 3).mean(0)
        assert (np.einsum("ij,ij->i", normal, away) > 0).mean() > 0.6
        # Their bent normals agree with that, too.
        bent = crown.normals[leaves].mean(1)
        assert (np.einsum("ij,ij->i", bent, away) > 0).mean() > 0.85


@pytest.mark.parametrize("make", [lambda d: leafed_tree(2, d), lambda d: birch(1, d, 9.0, "autumn"),
                                  lambda d: bush(0, d, 1.2, "summer")])  # fmt: skip
def test_no_leaf_floats_away_from_the_crown(make):
    """Leaves touch, or nearly touch, others: seen as one body, nothing is loose in the air."""
    for detail in range(2):
        crown = make(detail).pieces[-1][0]
        slots = [crown.slots.index(name) for name in TONES if name in crown.slots]
        corners = crown.vertices[crown.triangles[np.isin(crown.slot, slots)]].astype(float)
        middle, size = corners.mean(1), np.ptp(corners, axis=1).max(1)
        gap = np.linalg.norm(middle[:, None] - middle[None], axis=-1)
        np.fill_diagonal(gap, np.inf)
        loose = gap.min(1) / size
        assert (loose > 2.5).mean() < 1e-3 and loose.max() < 4.0


def test_leaves_cover_as_much_of_the_crown_as_asked():
    """One ball of leaves has 4 π r² times the cover in leaves, whatever their number."""
    ball = Clumps(np.array([[0.0, 0.0, 5.0]]), np.full((1, 3), 1.5))
    for count in (200, 2000):
        found = sprays(ball, np.array([0.0, 0.0, 4.0]), count, generator("cover"), 0.9)
        assert len(found.places) == count
        area = (0.5 * 0.62 * found.long**2).sum()
        assert area == pytest.approx(0.9 * 4 * np.pi * 1.5**2, rel=0.02)
        away = np.linalg.norm(found.places - [0.0, 0.0, 5.0], axis=1)
        assert away.max() < 1.6 * 1.5


def test_leaves_are_darker_deep_in_the_crown():
    crown = leafed_tree(0, 0).pieces[1][0]
    leaf = [crown.slots.index(name) for name in TONES]
    place = crown.vertices[crown.triangles].astype(float).mean(1)
    heart = place[np.isin(crown.slot, leaf)].mean(0)
    away = [np.linalg.norm(place[crown.slot == slot] - heart, axis=1).mean() for slot in leaf]
    light = crown.colours[leaf].sum(1)
    assert (np.diff(light) < 0).all() and (np.diff(away) < 0).all()


def test_tubes_are_as_thick_as_their_branches():
    levels = grow(HABITS[0], 9.0, generator("tube"))
    sheet = tubes(levels[1], 12, "bark")
    rings = sheet.vertices.reshape(len(levels[1].points), -1, 13, 3)
    radius = np.linalg.norm(rings - levels[1].points[:, :, None], axis=-1)
    assert np.abs(radius - levels[1].radii[..., None]).max() < 1e-9


@pytest.mark.parametrize("conifers", [False, True])
@pytest.mark.parametrize("season", ["winter", "summer"])
def test_far_woods_stand_on_the_land_and_end_in_many_tops(conifers, season):
    """Seen from the road, the tops vary from tree to tree, and nothing shows below the body."""
    towards = np.array([1.0, 0.0])
    made = Wood(np.array([50.0, 20.0]), 90.0, 220.0, towards, conifers, 5)
    assert made.rim.shape == (28, 2)
    level = 3.0 + 0.02 * made.rim[:, 0]
    mesh = made.mesh(level, season)
    well_formed(mesh)
    assert len(mesh.triangles) < 2600
    assert mesh.bounds[0, 2] < level.min() and 8.0 < mesh.bounds[1, 2] - level.max() < 28.0
    spread = np.linalg.norm(made.rim - [50.0, 20.0], axis=1)
    assert spread.min() > 22.0 and spread.max() < 72.0
    seen = mesh.vertices[mesh.vertices[:, 0] > 50.0]  # the skyline in bins of 4 m
    place = ((seen[:, 1] - seen[:, 1].min()) / 4.0).astype(int)
    skyline = np.array([seen[place == k, 2].max() for k in range(place.max())])
    assert np.abs(np.diff(skyline)).mean() > 0.3
    again = Wood(np.array([50.0, 20.0]), 90.0, 220.0, towards, conifers, 5).mesh(level, season)
    assert again.vertices.tobytes() == mesh.vertices.tobytes()


def test_farther_woods_are_simpler():
    counts = []
    for distance in (90.0, 250.0, 700.0):
        made = Wood(np.zeros(2), 120.0, distance, np.array([0.0, 1.0]), False, 3)
        counts.append(len(made.mesh(np.zeros(28), "summer").triangles))
    assert counts[0] > counts[1] > counts[2] > 200


def test_hedges_bushes_grass_and_groves_are_well_formed():
    things = [hedge(3.0, 1.2, 0.6, k, k) for k in range(3)]
    things += [bush(k, k, 1.2, s) for k in range(3) for s in ("winter", "summer")]
    things += [tall_grass(k, season=s) for k, s in enumerate(LEAF)]
    things += [grove(k, 1, d, s) for k in ("spruce", "deciduous") for d in (1, 2)
               for s in ("winter", "summer")]  # fmt: skip
    for thing in things:
        for mesh, _ in thing.pieces:
            well_formed(mesh)
    box = hedge(3.0, 1.2, 0.6, 0, 0).extent
    assert box[1, 1] - box[0, 1] == pytest.approx(3.0, abs=0.4)
    assert box[1, 2] == pytest.approx(1.2, abs=0.2)


def test_the_same_tree_grows_again():
    first = leafed_tree(3, 0, 9.0, "autumn").pieces[1][0]
    leafed_tree.cache_clear()
    second = leafed_tree(3, 0, 9.0, "autumn").pieces[1][0]
    assert first is not second
    for name in ("vertices", "normals", "uv", "triangles", "material", "colours"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()


def test_a_tree_takes_less_than_60_ms():
    best = np.inf
    for _ in range(3):
        bare_tree.cache_clear()
        leafed_tree.cache_clear()
        start = time.perf_counter()
        bare_tree(2, 0)
        leafed_tree(2, 0)
        best = min(best, (time.perf_counter() - start) / 2)
    assert best < 0.060


def test_branches_begin_where_their_parents_are_drawn():
    """However boughs were straightened, what grows on them does not float."""
    levels = grow(Habit(), 9.0, generator("rooted"))
    limbs = straightened(levels[1], 1)
    boughs = rooted(levels[2], limbs)
    path = limbs.points[boughs.parent]
    along = unit(path[:, 1] - path[:, 0])
    root = boughs.points[:, 0] - path[:, 0]
    away = np.linalg.norm(root - (root * along).sum(-1, keepdims=True) * along, axis=1)
    before = levels[2].points[:, 0] - path[:, 0]
    gap = np.linalg.norm(before - (before * along).sum(-1, keepdims=True) * along, axis=1)
    assert away.max() < 1e-9 < 0.05 < gap.max()
    assert np.allclose(np.diff(boughs.points, axis=1), np.diff(levels[2].points, axis=1))


def test_blunt_blades_keep_half_their_width():
    levels = grow(Habit(), 9.0, generator("blunt"))
    sheet = blades(levels[2], "bark", blunt=True)
    count = len(levels[2].parent)
    assert len(sheet.triangles) == 4 * count
    corners = sheet.vertices[: 4 * count].reshape(count, 4, 3)
    foot, top = (np.linalg.norm(corners[:, a] - corners[:, a + 1], axis=1) for a in (0, 2))
    assert np.allclose(top, 0.5 * foot)
    a, b, c = (sheet.vertices[sheet.triangles[:, k]] for k in range(3))
    turned = (np.cross(b - a, c - a) * sheet.normals[sheet.triangles[:, 0]]).sum(-1)
    assert (turned > 0).all()
