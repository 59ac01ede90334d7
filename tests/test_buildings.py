"""Buildings: measures of the recipe book, closed shells, slots, levels of detail."""

from __future__ import annotations

import numpy as np
import pytest
from outside import backs_seen, normals_agree, well_formed
from whiteout.simcore.geometry.builder import MeshBuilder
from whiteout.simcore.geometry.buildings import apartment, detached, farm, hall, terraced
from whiteout.simcore.geometry.buildings.gable import KINDS, gabled
from whiteout.simcore.geometry.buildings.openings import CROSS, REVEAL, Panes, window
from whiteout.simcore.geometry.buildings.wall import Face, Opening, wall
from whiteout.simcore.keys import generator
from whiteout.simcore.materials import material

ALL = {
    **{f"terraced {k}": (lambda d, k=k: terraced.terraced(k, k % 2 == 1, d)) for k in range(6)},
    **{f"detached {k}": (lambda d, k=k: detached.detached(k, d)) for k in range(8)},
    **{f"apartment {k}": (lambda d, k=k: apartment.apartment(k, k % 2 == 0, d)) for k in range(7)},
    "farm house": farm.farm_house,
    "barn": farm.barn,
    **{f"hall {k}": (lambda d, k=k: hall.hall(k, d)) for k in range(3)},
    "garage": lambda d: hall.garage(d),
    "gabled garage": lambda d: hall.garage(d, True),
}


@pytest.mark.parametrize("name", ALL)
def test_buildings_are_closed_and_show_no_backs(name):
    for detail in range(3):
        meshes = [mesh for mesh, _ in ALL[name](detail).pieces]
        for mesh in meshes:
            well_formed(mesh)
            assert normals_agree(mesh) > 0.995
        assert backs_seen(meshes, low=1.2) < 0.002


@pytest.mark.parametrize("name", ALL)
def test_detail_falls_and_the_outline_stays(name):
    fine, middle, coarse = (ALL[name](detail) for detail in range(3))
    counts = [sum(len(m.triangles) for m, _ in f.pieces) for f in (fine, middle, coarse)]
    assert counts[0] > 1.1 * counts[1] > 1.3 * counts[2]
    assert counts[2] <= 340
    for other in (middle, coarse):
        assert np.abs(other.extent[1, 1:] - fine.extent[1, 1:]).max() < 1.3


@pytest.mark.parametrize("name", ALL)
def test_fronts_stand_on_the_line_and_reach_into_the_ground(name):
    extent = ALL[name](0).extent
    assert extent[0, 2] == pytest.approx(-1.0)
    assert 0.0 <= extent[1, 0] < 3.0  # steps, awnings, bay windows and eaves before the front
    assert abs(extent[0, 1] + extent[1, 1]) < 0.5


def test_storeys_windows_and_doors_have_the_measures_of_the_grammar():
    """Section 4.4: shop 3.9 m, storeys 3.0 m, door 2.1 m, window sill 0.90 m over the floor."""
    block = apartment.apartment(0, True, 0).pieces[0][0]
    panes = block.vertices[block.triangles[block.material == material("window").id]]
    front = panes[(panes[..., 0] > -0.2).all(1) & (panes[..., 0] < 0.02).all(1)]
    low = np.round(np.unique(np.round(front[..., 2].min(1), 2)), 2)
    sills = 3.9 + 3.0 * np.arange(3) + 0.90 + CROSS.frame
    assert all(np.abs(low - sill).min() < 0.011 for sill in sills)
    shop = block.vertices[block.triangles[block.material == material("shop_window").id]]
    assert shop[..., 2].min() == pytest.approx(0.45, abs=1e-5)
    assert shop[..., 2].max() == pytest.approx(2.85, abs=1e-5)
    leaf = block.vertices[block.triangles[block.material == material("door").id]]
    assert np.ptp(leaf[..., 2]) == pytest.approx(2.1, abs=1e-3)


def test_panes_lie_in_a_reveal_and_count_windows():
    builder = MeshBuilder()
    face = Face((0, 0, 0), (0, 1, 0))
    openings = [Opening("window", 1.0, 2.15, 0.9, 2.45), Opening("window", 3, 4.15, 0.9, 2.45)]
    wall(builder, face, (0, 5), (0, 3), "brick", openings=openings)
    panes = Panes(generator("test"), curtained=0.0)
    for opening in openings:
        window(builder, face, opening, CROSS, panes, 0)
    mesh = builder.build()
    glass = mesh.triangles[mesh.material == material("window").id]
    assert np.allclose(mesh.vertices[glass][..., 0], -REVEAL)
    numbers = np.floor(mesh.uv[glass][..., 0])
    assert sorted(np.unique(numbers)) == [1, 2]
    assert (numbers.max(1) == numbers.min(1)).all()
    # The wall is what is left: 15 m² without two windows of 1.15 × 1.55 m.
    bricks = mesh.vertices[mesh.triangles[mesh.material == material("brick").id]].astype(float)
    plane = bricks[np.abs(bricks[..., 0]).max(1) < 1e-6]
    area = np.linalg.norm(np.cross(plane[:, 1] - plane[:, 0], plane[:, 2] - plane[:, 0]), axis=1)
    assert area.sum() / 2 == pytest.approx(15.0 - 2 * 1.15 * 1.55, abs=1e-4)


def test_walls_have_no_vertex_on_anothers_edge():
    """A T-junction would let single pixels of sky through."""
    builder = MeshBuilder()
    openings = [Opening("window", 1, 2, 1, 2), Opening("door0", 3, 4, 0, 2.4)]
    wall(builder, Face((0, 0, 0), (0, 1, 0)), (0, 6), (0, 4), "brick", openings=openings, reveal=0)
    mesh = builder.build()
    points = np.unique(mesh.vertices.round(5), axis=0)
    corner = mesh.vertices[mesh.triangles].astype(float)
    for k in range(3):
        a, b = corner[:, k], corner[:, (k + 1) % 3]
        along = np.einsum("pj,tj->tp", points, b - a) - np.einsum("tj,tj->t", a, b - a)[:, None]
        share = along / ((b - a) ** 2).sum(1)[:, None]
        foot = a[:, None] + share[..., None] * (b - a)[:, None]
        on = np.linalg.norm(points[None] - foot, axis=-1) < 1e-4
        assert not (on & (share > 1e-3) & (share < 1 - 1e-3)).any()


def test_colours_come_through_slots_and_share_the_geometry():
    house = detached.detached(0)
    other = house.recoloured({"wall": (0.1, 0.2, 0.3)})
    a, b = house.pieces[0][0], other.pieces[0][0]
    assert a.vertices is b.vertices and a.triangles is b.triangles
    assert np.allclose(b.colours[b.slots.index("wall")], (0.1, 0.2, 0.3))
    assert not np.allclose(a.colours[a.slots.index("wall")], (0.1, 0.2, 0.3))


def test_neighbours_of_a_terrace_are_mirrored():
    for family in range(terraced.FAMILIES):
        one, two = (terraced.terraced(family, mirrored, 1).extent for mirrored in (False, True))
        assert np.allclose(one[:, 1], -two[::-1, 1], atol=0.06)
        width, _ = terraced.family_size(family)
        assert one[1, 1] - one[0, 1] == pytest.approx(width, abs=0.25)


ENDS = {
    **{f"apartment {k}": (apartment.apartment(k, False, 1), apartment.side_wall(k, False))
       for k in range(apartment.VARIANTS)},
    **{f"terraced {k}": (terraced.terraced(k, False, 1), terraced.side_wall(k))
       for k in range(terraced.FAMILIES)},
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("kind", KINDS)
def test_ends_of_rows_have_windows_on_their_side_walls(name, kind):
    """They lie before the wall, within its outline, and face away from it."""
    house, of = ENDS[name]
    wall_y = house.pieces[0][0].vertices[:, 1]
    glass = (material("window").id, material("shop_window").id)
    for side in (-1, 1):
        for detail in range(3):
            ended = gabled(house, of, kind, side, detail)
            mesh = ended.pieces[-1][0]
            well_formed(mesh)
            assert normals_agree(mesh) == 1.0
            panes = np.isin(mesh.material, glass)
            assert panes.sum() >= 2 * of.storeys
            corner = mesh.vertices[mesh.triangles[panes]].astype(float)
            assert (mesh.normals[mesh.triangles[panes]][..., 1] * side > 0.99).all()
            before = corner[..., 1] * side - of.half
            assert (before > 0.0).all() and (before < 0.1).all()
            assert np.abs(wall_y).max() == pytest.approx(of.half, abs=0.6)
            assert (corner[..., 0] < -0.2).all() and (corner[..., 0] > 0.2 - of.depth).all()
            # Under the slopes of the roof, which fall by the rise over half the depth.
            slope = of.rise * (1 - np.abs(2 * corner[..., 0] / of.depth + 1))
            assert (corner[..., 2] < of.height + 0.3 + slope).all()


def test_a_gable_keeps_the_lights_and_adds_those_of_its_shops():
    block, of = apartment.apartment(1, True, 1), apartment.side_wall(1, True)
    assert gabled(block, of, "stairs", 1, 1).lights == block.lights
    for side in (-1, 1):
        more = gabled(block, of, "shops", side, 1).lights[len(block.lights) :]
        assert more and all(light.place[1] * side > of.half for light in more)
    with pytest.raises(ValueError, match="stairs, front, shops"):
        gabled(block, of, "none", 1, 1)
