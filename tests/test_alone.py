"""Bodies drawn alone: amodal pixels and boxes."""

import numpy as np
import pytest
from stages import at_rest, ball, box, drawn, ground, settings, stage_of
from test_rolling import DOWN, LENS, filmed, moving_scene
from twin import Moving
from whiteout.simcore.bodies import Cast
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.alone import Canvas
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.shutter import BOX_EDGES, CORNERS, Shutter, project_hull
from whiteout.simcore.render.stage import Stage
from whiteout.simcore.scene import Placement, Scene


def alone_on_a_large_film(items, T, lens) -> np.ndarray:
    """Mask (3H, 3W) of what the items cover on an image that reaches as far as the canvas."""
    large = Pinhole(
        *(3 * lens.width, 3 * lens.height, lens.fx, lens.fy),
        *(lens.cx + lens.width, lens.cy + lens.height, lens.near),
    )
    stage = stage_of(items)
    film = Film(large)
    film.draw(stage, at_rest(stage), T)
    return film.centre.record >= 0


@pytest.mark.parametrize("setting", [settings()[k] for k in (0, 2, 5, 6, 9)], ids=lambda s: s.name)
def test_amodal_pixels_are_those_of_the_body_drawn_on_its_own(setting):
    lens = setting.lens(160, 120)
    film = drawn(setting, lens)
    visible = gbuffer(film, ["instance"])["instance"]
    canvas, some_outside, some_hidden = Canvas(film), 0, 0
    for number, item in enumerate(setting.items[:14]):
        truth = alone_on_a_large_film([item], setting.T_world_sensor, lens)
        alone = canvas.draw(number + 1)
        if alone is None:
            assert not truth.any()
            continue
        mask = np.zeros(truth.shape, bool)
        x, y = alone.origin[0] + 160, alone.origin[1] + 120
        mask[y : y + alone.mask.shape[0], x : x + alone.mask.shape[1]] = alone.mask
        assert (mask != truth).sum() <= 2  # another origin of the image rounds otherwise
        rows, columns = np.nonzero(mask)
        box_ = columns.min() - 160, rows.min() - 120, columns.max() - 159, rows.max() - 119
        assert alone.box == box_
        inside = mask[120:240, 160:320]
        assert (alone.inside, alone.outside) == (inside.sum(), mask.sum() - inside.sum())
        assert not (visible[~inside] == number + 1).any()  # what is seen is never outside of it
        some_outside += alone.outside > 0
        some_hidden += (visible == number + 1).sum() < alone.inside
    assert some_hidden


def test_all_parts_of_a_body_count_and_things_in_front_do_not():
    head, trunk = box((0.3, 0.3, 0.3)), box((0.3, 0.5, 0.8))
    placements = (
        Placement(head, pose((5, 0, 0.6)), 30, body=7),
        Placement(trunk, pose((5, 0, 0)), 30, body=7),
        Placement(box((0.1, 0.6, 3)), pose((3, 0, 0)), 0),
    )
    stage = Stage(Scene(placements, lanes=None), Cast(()))
    film = Film(Pinhole.from_fov(160, 120, 0.9))
    film.draw(stage, at_rest(stage), np.eye(4))
    alone = Canvas(film).draw(7)
    free = alone_on_a_large_film([(p.mesh, p.T) for p in placements[:2]], np.eye(4), film.lens)
    assert alone.inside == free.sum()
    assert (gbuffer(film, ["instance"])["instance"] == 7).sum() < 0.5 * alone.inside
    assert Canvas(film).draw(8) is None


def test_a_truncated_body_reaches_beyond_the_image_and_a_passed_one_is_gone():
    lens = Pinhole.from_fov(160, 120, 1.0)
    cube = box((2, 2, 2))
    items = [(cube, pose((4, 2.2, 0))), (cube, pose((-5, 0, 0))), (cube, pose((1.3, 0.2, -1.3)))]
    stage = stage_of(items)
    film = Film(lens)
    film.draw(stage, at_rest(stage), np.eye(4))
    canvas = Canvas(film)
    left = canvas.draw(1)
    assert left.box[0] < 0 < left.box[2] <= 160
    assert 0.3 < left.outside / (left.inside + left.outside) < 0.9
    assert canvas.draw(2) is None
    below = canvas.draw(3)  # it reaches behind the near plane: the canvas is its bound
    assert below.box[3] == 240
    assert below.box[0] >= -160 and below.box[2] <= 320


def test_a_rolling_shutter_shears_the_body_as_it_shears_the_picture():
    items, T_start, T_end = moving_scene()
    film = filmed(items, T_start, T_end, DOWN)
    visible = gbuffer(film, ["instance"])["instance"]
    canvas = Canvas(film)
    found = 0
    for number in range(1, len(items) + 1):
        alone = canvas.draw(number)
        one = filmed([items[number - 1]], T_start, T_end, DOWN)
        inside = one.centre.record >= 0
        if alone is None:
            assert not inside.any()
            continue
        assert alone.inside == inside.sum()
        assert not ((visible == number) & ~inside).any()
        found += 1
    assert found > 5


def corners_of(size, poses, cameras) -> list[np.ndarray]:
    """(8, 3) corners of a box in the camera's axes at start and end."""
    seen = [np.linalg.inv(camera) @ T for camera, T in zip(cameras, poses, strict=True)]
    return [(CORNERS * size) @ T[:3, :3].T + T[:3, 3] for T in seen]


@pytest.mark.parametrize("rolling", [False, True])
def test_projected_boxes_hold_the_pixels_of_what_is_in_them(rolling):
    """Corners of 3D boxes, cut at the near plane, enclose the mask, closely when all in front."""
    rng = np.random.default_rng(4)
    T_start, T_end = look_at((0, 0, 1.2), (10, 0, 1)), look_at((0.1, 0, 1.2), (10, 0.6, 0.9))
    shutter, tight = DOWN if rolling else Shutter(), 0
    for k in range(60):
        size = rng.uniform(0.3, 2.5, 3)
        near = 2.5 if rolling else 0.3
        start = pose(rng.uniform([near, -3, 0], [8, 3, 2]), yaw=rng.uniform(0, 6))
        end = start @ pose((0.2, 0.1, 0), yaw=0.05)
        film = filmed([Moving(box(size), start, end)], T_start, T_end, shutter, LENS)
        alone = Canvas(film).draw(1)
        if alone is None:
            continue
        ends = corners_of(size, (start, end), (film.T_world_camera, film.T_world_camera_end))
        hull = project_hull(film.lens, ends[0], BOX_EDGES, ends[1], shutter)
        held = np.clip(hull, [-96, -72, -96, -72], [192, 144, 192, 144])
        assert (held[:2] <= np.add(alone.box[:2], 1.0)).all(), k
        assert (held[2:] >= np.subtract(alone.box[2:], 1.0)).all(), k
        if min(p[:, 2].min() for p in ends) > 0.5 and (held == hull).all():
            assert np.abs(np.subtract(alone.box, hull)).max() < 2.0
            tight += 1
    assert tight > 10
    behind = pose((-5, 0, 0))
    ends = corners_of(1.0, (behind,), (film.T_world_camera,))
    assert project_hull(film.lens, ends[0], BOX_EDGES) is None


def test_large_meshes_and_the_ground_are_drawn_alone_too():
    items = [(ground(), np.eye(4)), (ball(), pose((5, 0, 1)))]
    T = look_at((0, 0, 1.5), (10, 0, 1))
    lens = Pinhole.from_fov(160, 120, 1.2)
    stage = stage_of(items)
    film = Film(lens)
    film.draw(stage, at_rest(stage), T)
    alone = Canvas(film).draw(1)
    truth = alone_on_a_large_film(items[:1], T, lens)
    assert alone.inside == truth[120:240, 160:320].sum()
    assert alone.outside == pytest.approx(truth.sum() - alone.inside, abs=300)
