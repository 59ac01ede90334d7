"""Each row of the image sees the world at its own time."""

import numpy as np
import pytest
from stages import ball, box, ground, settings, stage_of
from test_raster import FACING, buffers, grids, sheet, triangles
from twin import Moving, trace
from whiteout.simcore.pose import look_at, pose, transform
from whiteout.simcore.render.alone import Canvas
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.shutter import Shutter, project
from whiteout.simcore.render.stage import Posed

LENS = Pinhole.from_fov(96, 72, 1.2)
DOWN = Shutter(0.0, 1 / 71)


def filmed(items, T_start, T_end, shutter=DOWN, lens=LENS, stage=None, **options) -> Film:
    stage = stage or stage_of([(item.mesh, item.start) for item in items])
    start, end = (np.stack([item[k] for item in items]) for k in (1, 2))
    film = Film(lens, **options)
    film.draw(stage, Posed(start, end, np.zeros(len(items), "u4")), T_start, T_end, shutter)
    return film


def moving_scene():
    """Boxes and balls that cross, turn and come closer over a ground, and a camera that pitches,
    sinks and drives: exaggerated to many pixels over the read-out."""
    items = [Moving(ground(), np.eye(4), np.eye(4))]
    for k in range(7):
        start = pose((3 + 1.4 * k, 2.5 * np.sin(2 * k), 0.8), yaw=k)
        end = pose((2.6 + 1.4 * k, 2.5 * np.sin(2 * k) + 0.7, 0.9), yaw=k + 0.5, roll=0.3)
        items.append(Moving(box() if k % 2 else ball(12, 7), start, end))
    items.append(Moving(box((0.3, 0.1, 3)), pose((1.2, -0.8, 1)), pose((0.2, -0.9, 1))))
    T_end = look_at((0.6, 0.05, 1.42), (10.5, 0.9, 0.1))
    return items, look_at((0, 0, 1.5), (10, 0, 0.6)), T_end


@pytest.mark.parametrize("shutter", [DOWN, Shutter(1.0, -1 / 71), Shutter(0.3, 0.4 / 71)])
def test_a_rolling_shutter_sees_what_each_pixel_meets_at_its_rows_time(shutter):
    items, T_start, T_end = moving_scene()
    film = filmed(items, T_start, T_end, shutter)
    seen = gbuffer(film, ["item", "triangle", "depth", "uv", "normal"])
    truth = trace(items, T_start, LENS, T_end, shutter)
    first = film.stage.geometry.first_triangle[film.mesh[seen["item"]]]
    triangle = np.where(seen["item"] >= 0, seen["triangle"] - first, -1)
    same = (seen["item"] == truth.item) & (triangle == truth.triangle)
    assert same.mean() > 0.999
    assert np.isfinite(truth.depth).mean() > 0.5
    hit = same & np.isfinite(truth.depth) & (truth.depth < 500)
    assert np.allclose(seen["depth"][hit], truth.depth[hit], rtol=1e-4)
    for y, x in np.argwhere(hit)[::7]:
        item = items[truth.item[y, x]]
        corners = item.mesh.triangles[truth.triangle[y, x]]
        uv = truth.weights[y, x] @ item.mesh.uv[corners].astype(float)
        assert np.allclose(seen["uv"][y, x], uv, rtol=1e-3, atol=2e-3)
    one_pose = filmed(items, T_start, T_start, Shutter(0.0, 0.0))
    assert (gbuffer(one_pose, ["item"])["item"] != seen["item"]).mean() > 0.02


def test_near_things_and_samples_off_the_centre_agree_with_a_still_picture():
    """With the same poses twice a rolling shutter sees what a global one sees."""
    for setting in settings():
        items = [Moving(mesh, T, T.copy()) for mesh, T in setting.items]
        T = setting.T_world_sensor
        lens = setting.lens(160, 120)
        still = filmed(items, T, None, Shutter(), lens, fine=True)
        swept = filmed(items, T, T.copy(), Shutter(0, 1 / 119), lens, fine=True)
        assert type(still.drawing) is not type(swept.drawing)
        for one, other in ((still.centre, swept.centre), (still.fine, swept.fine)):
            a = np.where(one.record >= 0, still.item[one.record], -1)
            b = np.where(other.record >= 0, swept.item[other.record], -1)
            assert (a == b).mean() > 0.9995, setting.name
            assert np.allclose(one.inverse[a == b], other.inverse[a == b], rtol=2e-3, atol=1e-6)
        a, b = (gbuffer(film, ["normal", "uv", "depth"]) for film in (still, swept))
        same = (a["depth"] < 40) & np.isclose(a["depth"], b["depth"], rtol=1e-3)
        assert np.quantile(np.abs(a["normal"] - b["normal"])[same], 0.999) < 2e-3
        assert np.quantile(np.abs(a["uv"] - b["uv"])[same], 0.99) < 5e-3


def test_triangles_that_share_edges_cover_each_centre_once_while_they_move():
    lens = Pinhole(48, 40, 1.0, 1.0, 0.0, 0.0)
    start, end = pose((0, 0, 0)), pose((3.3, 1.7, 0.02), roll=0.002, yaw=0.1)
    for name in ("on centres", "anywhere"):
        points = grids()[name]
        pieces = [triangles(piece[None]) for piece in sheet(points)]
        film = filmed(
            [Moving(mesh, start, end) for mesh in pieces], FACING, None, Shutter(0, 1 / 39), lens
        )
        canvas, hits = Canvas(film), np.zeros((120, 144), int)
        for body in range(1, len(pieces) + 1):
            alone = canvas.draw(body)
            if alone is not None:
                (x, y), (h, w) = alone.origin, alone.mask.shape
                hits[y + 40 : y + 40 + h, x + 48 : x + 48 + w] += alone.mask
        assert hits.max() == 1
        assert (hits[46:72, 54:88] == 1).all()


def test_skew_of_a_bar_that_crosses_the_image():
    """CA-05: 694 px/s under a read-out of 22.85 ms shears the image by 15.9 px."""
    lens = Pinhole(640, 480, 1000.0, 1000.0, 319.5, 239.5)
    speed, readout, distance = 694.0, 22.85e-3, 20.0
    way = speed * readout * distance / 1000.0  # 13.9 m/s at 20 m
    bar = box((0.1, 0.5, 30.0))
    start, end = pose((distance, 0.0, 0.0)), pose((distance, -way, 0.0))
    film = filmed([Moving(bar, start, end)], np.eye(4), None, Shutter(0, 1 / 479), lens)
    seen = film.centre.record >= 0
    middle = (seen * np.arange(640)).sum(1) / seen.sum(1)
    skew = np.polyfit(np.arange(480), middle, 1)[0] * 479
    print(f"\nskew {skew:.2f} px")
    assert skew == pytest.approx(15.9, rel=0.02)
    assert seen.sum(1).std() < 1


def test_a_global_shutter_takes_one_instant_between_the_poses():
    items, T_start, T_end = moving_scene()
    film = filmed(items, T_start, T_end, Shutter(0.4, 0.0))
    truth = trace(items, T_start, LENS, T_end, Shutter(0.4, 0.0))
    seen = gbuffer(film, ["item", "depth"])
    assert (seen["item"] == truth.item).mean() > 0.999
    hit = (seen["item"] == truth.item) & (truth.depth < 500)
    assert np.allclose(seen["depth"][hit], truth.depth[hit], rtol=1e-4)


def test_threads_change_no_byte():
    items, T_start, T_end = moving_scene()
    one, two, five = (filmed(items, T_start, T_end, fine=True, threads=n) for n in (1, 2, 5))
    assert buffers(one) == buffers(two) == buffers(five)


def test_points_land_where_the_picture_shows_them():
    """The centre of a small ball, projected, is the middle of its pixels, whatever it does."""
    T_start, T_end = look_at((0, 0, 1.5), (10, 0, 1)), look_at((0.3, 0, 1.5), (10, 0.5, 1.3))
    lens = Pinhole.from_fov(320, 240, 1.2)
    shutter = Shutter(0, 1 / 239)
    for k in range(6):
        a, b = np.array([6, 2.0 - k, 1 + 0.3 * k]), np.array([5.5, 3.0 - k, 1.3 + 0.3 * k])
        small = np.diag([0.15, 0.15, 0.15, 1.0])
        film = filmed(
            [Moving(ball(24, 12), pose(a) @ small, pose(b) @ small)], T_start, T_end, shutter, lens
        )
        rows, columns = np.nonzero(film.centre.record >= 0)
        seen_from = [np.linalg.inv(T) for T in (film.T_world_camera, film.T_world_camera_end)]
        start, end = (transform(T, p) for T, p in zip(seen_from, (a, b), strict=True))
        place, _ = project(lens, start[0], end[0], shutter)
        assert np.allclose(place, [columns.mean(), rows.mean()], atol=0.35)
