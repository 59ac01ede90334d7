"""Laws of the rasteriser: no gaps, no double hits, order, samples, windows, threads, clipping."""

import numpy as np
import pytest
from stages import at_rest, drawn, settings, stage_of
from twin import Moving, trace
from whiteout.simcore.geometry.mesh import Mesh
from whiteout.simcore.pose import R_FLU_OPTICAL, look_at, pose
from whiteout.simcore.render.alone import Canvas
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import CHANNELS, gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.raster import EDGES, raster, raster_spans

FACING = pose(R=R_FLU_OPTICAL.T)  # a sensor whose optical axes are the world's
UNIT = Pinhole(48, 40, 1.0, 1.0, 0.0, 0.0)  # a point at z = 1 lands on the pixel (x, y)


def triangles(corners) -> Mesh:
    """A mesh of loose triangles (T, 3, 3), turned so that UNIT sees their fronts."""
    corners = np.asarray(corners, np.float32).copy()
    edges = corners[:, 1:, :2] - corners[:, :1, :2]
    away = edges[:, 0, 0] * edges[:, 1, 1] - edges[:, 0, 1] * edges[:, 1, 0] > 0
    corners[away] = corners[away][:, ::-1]
    count = 3 * len(corners)
    return Mesh(
        vertices=corners.reshape(-1, 3),
        normals=np.tile(np.float32([0, 0, -1]), (count, 1)),
        uv=np.zeros((count, 2), np.float32),
        triangles=np.arange(count, dtype=np.int32).reshape(-1, 3),
        material=np.zeros(len(corners), np.uint8),
        slot=np.zeros(len(corners), np.uint8),
        colours=np.ones((1, 3), np.float32),
        slots=("plain",),
    )


def sheet(points: np.ndarray) -> np.ndarray:
    """Triangles (T, 3, 3) that join a grid of points (A, B, 2) at z = 1."""
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    flat = np.concatenate([np.stack([a, b, c], 2), np.stack([a, c, d], 2)]).reshape(-1, 3, 2)
    return np.concatenate([flat, np.ones((*flat.shape[:2], 1))], -1)


def grids() -> dict[str, np.ndarray]:
    """Grids of points around the image: on pixel centres, between them, and anywhere."""
    rng = np.random.default_rng(3)
    x, y = np.meshgrid(np.arange(-4.0, 53, 4), np.arange(-4.0, 45, 4))
    whole = np.stack([x, y], -1)
    anywhere = whole + rng.uniform(-0.95, 0.95, whole.shape)
    return {
        "on centres": whole,
        "on halves": np.round(anywhere * 2) / 2,
        "anywhere": anywhere,
        "thin": anywhere * [1, 0.05] + [0, 18],
    }


def film_of(meshes, lens=UNIT, T_world_sensor=FACING, **options) -> Film:
    stage = stage_of([(mesh, np.eye(4)) for mesh in meshes])
    film = Film(lens, **options)
    film.draw(stage, at_rest(stage), T_world_sensor)
    return film


def buffers(film: Film) -> list[bytes]:
    return [b.tobytes() for buffer in (film.centre, film.fine) for b in buffer[:2]]


@pytest.mark.parametrize("name", grids())
def test_triangles_that_share_edges_cover_each_centre_once(name):
    pieces = sheet(grids()[name])
    film = film_of([triangles(piece[None]) for piece in pieces])
    canvas, hits = Canvas(film), np.zeros((UNIT.height, UNIT.width), int)
    for body in range(1, len(pieces) + 1):
        alone = canvas.draw(body)
        if alone is not None:
            for y, x in np.argwhere(alone.mask) + alone.origin[::-1]:
                if 0 <= y < UNIT.height and 0 <= x < UNIT.width:
                    hits[y, x] += 1
    inside = slice(None) if name != "thin" else slice(18, 20)
    assert hits.max() == 1
    assert (hits[inside] == 1).all()
    assert np.array_equal(film.centre.record >= 0, hits > 0)


def test_a_sample_on_an_edge_belongs_to_the_right_and_lower_triangle():
    left = triangles([[(4, 4, 1), (10, 4, 1), (10, 10, 1)]])
    film = film_of([left])
    rows, columns = np.nonzero(film.centre.record >= 0)
    assert (rows.min(), rows.max()) == (4, 9)
    assert columns.max() == 9
    assert film.centre.record[4, 4] >= 0  # the left edge itself is inside


def test_the_first_drawn_wins_a_tie():
    quad = sheet(np.array([[[2, 2], [30, 2]], [[2, 30], [30, 30]]], float))
    film = film_of([triangles(quad), triangles(quad), triangles(quad)])
    assert (gbuffer(film, ["item"])["item"][2:30, 2:30] == 0).all()


@pytest.mark.parametrize("setting", settings()[::3], ids=lambda s: s.name)
def test_threads_change_no_byte(setting):
    one = drawn(setting, fine=True)
    channels = gbuffer(one, CHANNELS)
    for threads in (2, 3, 7):
        many = drawn(setting, fine=True, threads=threads)
        assert buffers(many) == buffers(one)
        for name, made in gbuffer(many, CHANNELS).items():
            assert made.tobytes() == channels[name].tobytes(), name


@pytest.mark.parametrize("setting", settings(), ids=lambda s: s.name)
def test_blocks_and_single_samples_fill_the_same_bytes(setting):
    film = drawn(setting, fine=True)
    for buffer in (film.centre, film.fine):
        height, width = buffer.inverse.shape
        inverse, record = np.zeros(height * width, np.float32), np.full(height * width, -1, "i4")
        window, edges = np.array([0, width, 0, height], np.int32), np.empty(EDGES, np.float32)
        for fill in (raster, raster_spans):
            inverse[:], record[:] = 0, -1
            grid = np.float32(buffer.step), np.float32(buffer.first)
            fill(film.drawing.records, film.count, window, 0, *grid, edges, inverse, record)
            assert inverse.tobytes() == buffer.inverse.tobytes(), fill
            assert record.tobytes() == buffer.record.tobytes(), fill


@pytest.mark.parametrize("setting", settings()[::2], ids=lambda s: s.name)
def test_fine_samples_are_those_of_an_image_of_twice_the_size(setting):
    lens = setting.lens()
    twice = Pinhole(
        *(2 * lens.width, 2 * lens.height, 2 * lens.fx, 2 * lens.fy),
        *(2 * lens.cx + 0.5, 2 * lens.cy + 0.5, lens.near),
    )
    fine, large = drawn(setting, fine=True), drawn(setting, twice)
    items = [
        np.where(record >= 0, film.item[record], -1)
        for film, record in ((fine, fine.fine.record), (large, large.centre.record))
    ]
    assert (items[0] == items[1]).mean() > 0.9998
    same = items[0] == items[1]
    assert np.allclose(fine.fine.inverse[same], large.centre.inverse[same], rtol=2e-3, atol=1e-6)
    centre = gbuffer(fine, ["item"])["item"]
    assert np.array_equal(centre, gbuffer(drawn(setting), ["item"])["item"])


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (15, 9), (16, 4), (17, 33), (31, 2)])
def test_small_images_are_cut_out_of_large_ones(size):
    setting = settings()[0]
    lens = setting.lens()
    small = lens._replace(width=size[0], height=size[1], cx=lens.cx - 100, cy=lens.cy - 140)
    part = gbuffer(drawn(setting, small), ["item", "normal", "uv", "depth"])
    whole = gbuffer(drawn(setting), ["item", "normal", "uv", "depth"])
    cut = np.s_[140 : 140 + size[1], 100 : 100 + size[0]]
    assert np.array_equal(part["item"], whole["item"][cut])
    for name in ("normal", "uv", "depth"):
        assert np.allclose(part[name], whole[name][cut], rtol=1e-3, atol=1e-3), name


def test_random_triangles_land_where_double_precision_puts_them():
    rng = np.random.default_rng(11)
    corners = rng.uniform(-8, 56, (300, 1, 3)) + rng.normal(0, 6, (300, 3, 3))
    corners[..., 2] = rng.uniform(1, 9, (300, 1)) + rng.uniform(0, 0.9, (300, 3))
    corners[..., :2] *= corners[..., 2:]
    mesh = triangles(corners)
    seen = gbuffer(film_of([mesh]), ["triangle", "depth"])
    truth = trace([Moving(mesh, np.eye(4), np.eye(4))], FACING, UNIT)
    same = seen["triangle"] == truth.triangle
    assert same.mean() > 0.999
    inside = truth.weights.min(-1) > 1e-3
    assert same[inside].mean() > 0.9995  # else another one wins by a hair's breadth in depth
    assert np.allclose(seen["depth"][same & inside], truth.depth[same & inside], rtol=1e-5)


@pytest.mark.parametrize("behind", [1, 2])
def test_triangles_are_cut_at_the_near_plane(behind):
    rng = np.random.default_rng(behind)
    lens = Pinhole.from_fov(64, 48, 1.4, near=0.3)
    for _ in range(20):
        corners = np.array([0, 0, 3]) + rng.uniform(-3, 3, (3, 3))
        corners[:behind, 2] = rng.uniform(-4, 0.29, behind)
        both = np.stack([corners, corners[::-1]])  # one of the two shows its front
        mesh = Mesh(
            vertices=both.reshape(-1, 3).astype(np.float32),
            normals=np.zeros((6, 3), np.float32),
            uv=np.zeros((6, 2), np.float32),
            triangles=np.arange(6, dtype=np.int32).reshape(2, 3),
            material=np.zeros(2, np.uint8),
            slot=np.zeros(2, np.uint8),
            colours=np.ones((1, 3), np.float32),
            slots=("plain",),
        )
        seen = gbuffer(film_of([mesh], lens), ["triangle", "depth"])
        truth = trace([Moving(mesh, np.eye(4), np.eye(4))], FACING, lens)
        same = seen["triangle"] == truth.triangle
        assert same.mean() > 0.998
        hit = same & np.isfinite(truth.depth)
        assert np.allclose(seen["depth"][hit], truth.depth[hit], rtol=1e-4)
        assert seen["depth"].min() >= 0.3 * (1 - 1e-6)


def test_shared_edges_that_cross_the_near_plane_leave_no_gap():
    rng = np.random.default_rng(5)
    x, y = np.meshgrid(np.linspace(-30, 30, 13), np.linspace(-5, 60, 14))
    points = np.stack([x + rng.uniform(-1, 1, x.shape), y, 0 * x - 1.5 + 0.1 * np.sin(x + y)], -1)
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    pieces = np.concatenate([np.stack([a, b, c], 2), np.stack([a, c, d], 2)]).reshape(-1, 3, 3)
    stage = stage_of([(_loose(piece), np.eye(4)) for piece in pieces])
    film = Film(Pinhole.from_fov(160, 120, 1.5))
    film.draw(stage, at_rest(stage), look_at((0.2, 0.1, 0), (0, 10, -1.8)))
    below = np.s_[70:, :]
    assert (film.centre.record[below] >= 0).all()


def _loose(piece: np.ndarray) -> Mesh:
    return Mesh(
        vertices=piece.astype(np.float32),
        normals=np.tile(np.float32([0, 0, 1]), (3, 1)),
        uv=np.zeros((3, 2), np.float32),
        triangles=np.array([[0, 1, 2]], np.int32),
        material=np.zeros(1, np.uint8),
        slot=np.zeros(1, np.uint8),
        colours=np.ones((1, 3), np.float32),
        slots=("plain",),
    )


def test_far_points_beyond_the_guards_do_not_move_edges():
    """A wall whose end is far off the screen to the side keeps its straight upper edge."""
    lens = Pinhole.from_fov(320, 240, 1.2)
    near_end, far_end = (3.0, -0.5, 4.0), (-9000.0, -0.5, 4.0)
    wall = [near_end, far_end, (-9000.0, 3.0, 4.0)], [near_end, (-9000.0, 3.0, 4.0), (3, 3, 4)]
    mesh = triangles(np.array(wall))
    item = gbuffer(film_of([mesh], lens), ["item"])["item"]
    top = np.ceil(-0.5 / 4.0 * lens.fy + lens.cy)
    end = np.ceil(3.0 / 4.0 * lens.fx + lens.cx)
    expected = np.full(item.shape, -1)
    expected[int(top) :, : int(end)] = 0
    bottom = 3.0 / 4.0 * lens.fy + lens.cy
    expected[int(np.ceil(bottom)) :] = -1
    assert np.array_equal(item, expected)
