"""Channels of the G-buffer are those of the surface at each pixel's centre."""

import numpy as np
import pytest
from stages import Setting, at_rest, ball, box, drawn, ground, scaled, settings, stage_of
from test_rolling import filmed
from twin import Moving, trace
from whiteout.simcore.geometry.builder import MeshBuilder
from whiteout.simcore.materials import material
from whiteout.simcore.pose import look_at, pose, rotation
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import CHANNELS, gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.shutter import Shutter


def twin_of(setting: Setting, lens: Pinhole):
    items = [Moving(mesh, T, T) for mesh, T in setting.items]
    return items, trace(items, setting.T_world_sensor, lens)


@pytest.mark.parametrize("setting", [settings()[k] for k in (0, 2, 4, 8)], ids=lambda s: s.name)
def test_texture_place_and_normal_are_interpolated_on_the_triangle(setting):
    lens = setting.lens(96, 72)
    film = drawn(setting, lens)
    seen = gbuffer(film, CHANNELS)
    items, truth = twin_of(setting, lens)
    first = film.stage.geometry.first_triangle[film.mesh[seen["item"]]]
    same = (seen["item"] == truth.item) & (seen["triangle"] - first == truth.triangle)
    same &= (truth.item >= 0) & (truth.depth < 60)
    assert same.mean() > 0.2
    R = film.T_world_camera[:3, :3]
    for y, x in np.argwhere(same)[::5]:
        mesh, T, _ = items[truth.item[y, x]]
        weights = truth.weights[y, x]
        triangle = truth.triangle[y, x]
        corners = mesh.triangles[triangle]
        uv = weights @ mesh.uv[corners].astype(float)
        place = T[:3, :3] @ (weights @ mesh.vertices[corners].astype(float)) + T[:3, 3]
        normal = np.linalg.inv(T[:3, :3]).T @ (weights @ mesh.normals[corners].astype(float))
        normal /= np.linalg.norm(normal)
        assert np.allclose(seen["uv"][y, x], uv, atol=3e-3)
        assert np.allclose(seen["position"][y, x], place, atol=3e-3)
        assert np.allclose(seen["normal_world"][y, x], normal, atol=1e-3)
        assert np.allclose(R @ seen["normal"][y, x], normal, atol=1e-3)
        assert seen["material"][y, x] == mesh.material[triangle]
        assert seen["slot"][y, x] == mesh.slot[triangle]


def test_normals_of_flat_things_are_those_of_their_faces_however_they_are_scaled():
    """A rotated box with unequal scales: normals stay at right angles to the faces."""
    T = scaled(pose((6, 0, 0), R=rotation(0.3, 0.5, 0.7)), 2.0, 0.5, 1.2)
    setting = Setting("box", [(box(), T)], look_at((0, 0, 0), (1, 0, 0)), 0.6)
    film = drawn(setting)
    seen = gbuffer(film, ["normal_world", "position", "item"])
    inside = (seen["item"] >= 0)[1:-1, 1:-1]
    p = seen["position"].astype(float)
    across = np.cross(p[2:, 1:-1] - p[:-2, 1:-1], p[1:-1, 2:] - p[1:-1, :-2])
    length = np.linalg.norm(across, axis=-1)
    normal = seen["normal_world"][1:-1, 1:-1]
    cosine = np.abs((across * normal).sum(-1)) / np.maximum(length, 1e-12)
    flat = inside & (length < 3 * np.median(length[inside]))
    assert (cosine[flat] > 0.9999).mean() > 0.95


def test_normals_of_a_sphere_point_away_from_its_centre():
    setting = Setting("ball", [(ball(80, 60), pose((4, 0.5, 0.2)))], np.eye(4), 0.8)
    seen = gbuffer(drawn(setting), ["normal_world", "position", "item", "normal"])
    some = seen["item"] >= 0
    radial = seen["position"][some] - np.float32([4, 0.5, 0.2])
    radial /= np.linalg.norm(radial, axis=1, keepdims=True)
    assert np.allclose(np.linalg.norm(seen["normal"][some], axis=1), 1, atol=1e-5)
    assert ((radial * seen["normal_world"][some]).sum(1) > 0.999).all()
    assert (seen["normal"][some][:, 2] < 0.05).all()  # they face the camera, which looks along z


def test_what_is_not_there():
    setting = Setting("one ball", [(ball(), pose((4, 0, 0)))], np.eye(4), 1.2)
    seen = gbuffer(drawn(setting), CHANNELS)
    corner = {name: array[0, 0] for name, array in seen.items()}
    assert corner["depth"] == np.inf
    assert (corner["class"], corner["instance"], corner["material"], corner["slot"]) == (
        22,
        0,
        0,
        0,
    )
    assert (corner["chart"], corner["item"], corner["triangle"]) == (-1, -1, -1)
    for name in ("uv", "normal", "normal_world", "position"):
        assert not corner[name].any()


def test_slots_and_palettes_find_the_colour_of_a_recoloured_copy():
    b = MeshBuilder()
    b.quad((0, -1, -1), (0, -1, 1), (0, 1, 1), (0, 1, -1), "plastic", colour="a")
    b.quad((-0.1, 0, 0), (-0.1, 0, 1), (-0.1, 1, 1), (-0.1, 1, 0), "plastic", colour="b")
    plain = b.build()
    painted = plain.recoloured({"b": (0.9, 0.1, 0.2)})
    stage = stage_of([(plain, pose((3, 1.5, 0))), (painted, pose((3, -1.5, 0)))])
    assert len(stage.geometry.sphere) == 1  # the geometry is shared
    film = Film(Pinhole.from_fov(160, 120, 1.6))
    film.draw(stage, at_rest(stage), np.eye(4))
    seen = gbuffer(film, ["item", "slot", "material"])
    some = seen["item"] >= 0
    colour = stage.colours[stage.palette[seen["item"]] + seen["slot"]]
    grey = material("plastic").albedo
    assert {tuple(c) for c in np.round(colour[some & (seen["item"] == 0)], 4)} == {
        tuple(np.round(np.float32(grey), 4))
    }
    second = {tuple(c) for c in np.round(colour[some & (seen["item"] == 1)], 4)}
    assert tuple(np.round(np.float32((0.9, 0.1, 0.2)), 4)) in second
    assert len(second) == 2
    assert (seen["material"][some] == material("plastic").id).all()


def test_surfaces_at_samples_are_those_of_the_channels():
    """``Film.surface`` at the pixels' centres gives what the channels hold, still or moving."""
    setting = settings()[0]
    T = setting.T_world_sensor
    items = [Moving(mesh, pose_, pose_) for mesh, pose_ in setting.items]
    lens = setting.lens(96, 72)
    for film in (filmed(items, T, None, Shutter(), lens), filmed(items, T, T.copy(), lens=lens)):
        seen = gbuffer(film, ["uv", "normal"])
        v, u = np.indices((72, 96), np.float32).reshape(2, -1)
        buffer = film.centre
        texture, normal = film.surface(buffer.record.reshape(-1), u, v, buffer.inverse.reshape(-1))
        assert np.allclose(texture.T.reshape(72, 96, 2), seen["uv"], rtol=1e-4, atol=1e-3)
        assert np.allclose(normal.T.reshape(72, 96, 3), seen["normal"], atol=1e-4)


def test_fine_samples_have_surfaces_too():
    """Texture coordinates of a floor, which are its x and y, at the four samples of each pixel."""
    setting = Setting("floor", [(ground(40), np.eye(4))], look_at((0, 0, 2), (5, 0, 0)), 1.0)
    film = drawn(setting, setting.lens(96, 72), fine=True)
    h, w = film.fine.record.shape
    v, u = (k.reshape(-1).astype(np.float32) * 0.5 - 0.25 for k in np.indices((h, w)))
    record, inverse = film.fine.record.reshape(-1), film.fine.inverse.reshape(-1)
    texture, _ = film.surface(record, u, v, inverse)
    hit = record >= 0
    lens, z = film.lens, 1 / inverse[hit]
    ray = np.stack([(u[hit] - lens.cx) / lens.fx * z, (v[hit] - lens.cy) / lens.fy * z, z])
    place = film.T_world_camera[:3, :3] @ ray + film.T_world_camera[:3, 3:]
    assert hit.mean() > 0.5
    assert np.allclose(texture[:, hit], place[:2], atol=2e-3)


def test_a_film_without_centres_has_no_labels():
    film = drawn(settings()[0], fine=True, centre=False)
    assert (film.fine.record >= 0).any()
    with pytest.raises(ValueError, match="samples at the pixels' centres"):
        gbuffer(film, ["depth"])


def test_only_channels_that_exist_are_made_and_memory_can_be_used_again():
    setting = settings()[3]
    film = drawn(setting)
    with pytest.raises(KeyError, match="no channel is called 'colour'; there are depth"):
        gbuffer(film, ["colour"])
    first = gbuffer(film, ["depth", "normal"])
    assert set(first) == {"depth", "normal"}
    copy = {name: array.copy() for name, array in first.items()}
    for array in first.values():
        array[...] = -5
    again = gbuffer(film, ["normal", "depth"], out=first)
    for name, array in again.items():
        assert np.shares_memory(array, first[name])
        assert np.array_equal(array, copy[name])
    with pytest.raises(ValueError, match="was not made for an image of this size"):
        gbuffer(film, ["depth"], out={"depth": np.zeros((3, 4), np.float32)})
