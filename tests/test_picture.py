"""Pictures: the same bytes always, labels that say what was blended, energy that is kept."""

import numpy as np
import pytest
from pictures import (
    STREET,
    Item,
    air,
    block,
    film_of,
    floor,
    from_above,
    ground,
    painted,
    stage_of,
    sun,
    three_boxes,
)
from stages import at_rest
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.covers import cover_id
from whiteout.simcore.geometry.builder import MeshBuilder
from whiteout.simcore.lamps import Lamp, illuminance, pack
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.materials import material, materials
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render import picture as picture_module
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.shading import layout as at
from whiteout.simcore.render.shading import lying
from whiteout.simcore.render.shading.layout import LANES, ROWS
from whiteout.simcore.render.shading.looks import Looks
from whiteout.simcore.render.shading.strip import Lens, gathered
from whiteout.simcore.render.shading.tables import Tables
from whiteout.simcore.render.workspace import Workspace
from whiteout.simcore.surface import Surface
from whiteout.simcore.wind import Wind

NIGHT = (
    Lamp((0.0, 0.0, 6.0), (0.0, 0.0, -1.0), (1.3, 0.95, 0.6), 2500.0, "street", 40.0),
    Lamp((-8.0, -1.0, 0.7), (1.0, 0.1, -0.01), (1.0, 1.0, 0.9), 10100.0, "low_beam", 120.0),
)


def street() -> list[Item]:
    """A snowy street with a few things on it."""
    return [
        Item(floor("asphalt"), np.eye(4), 0),
        Item(block((4.2, 1.8, 1.4), "car_paint"), pose((6.0, 3.0, 0.0)), -1),
        Item(block((0.4, 0.4, 3.0), "bark"), pose((3.0, -4.0, 0.0)), -1),
        Item(block((8.0, 0.4, 5.0), "brick"), pose((10.0, -8.0, 0.0)), -1),
        Item(block((3.0, 3.0, 0.2), "concrete"), pose((12.0, 7.0, 2.5)), -1),
    ]


def blizzard(rate: float = 1.5) -> Atmosphere:
    return Atmosphere(sun(8), 1.0, wind=Wind((3.0, 1.0, 0.0))).with_medium(
        "snow", Snowfall(rate, key=5)
    )


AHEAD = look_at((-6.0, 0.0, 1.5), (6.0, 0.0, 1.0))


@pytest.mark.parametrize("samples", [1, 4])
def test_bytes_do_not_depend_on_threads(samples):
    stage = stage_of(street())
    scenery = Scenery(blizzard(), ground(0.02, 0.2), NIGHT, 2.5, 0.01)
    pictures = []
    for threads in (1, 2, 3):
        film = film_of(stage, AHEAD, 200, 151, fine=samples == 4, threads=threads)
        painter = Painter(stage, samples, threads)
        picture = painter.paint(film, scenery, linear=True)
        pictures.append((picture.srgb, picture.linear, painter.cover(film, scenery.surface)))
    for other in pictures[1:]:
        for mine, theirs in zip(pictures[0], other, strict=True):
            assert np.array_equal(mine, theirs)


def test_bytes_do_not_depend_on_how_points_are_gathered(monkeypatch):
    """What a block of points may leave out must be nothing, to the last bit, whoever shares it."""
    b = MeshBuilder()
    for k, name in enumerate(
        ("car_paint", "hedge", "plaster", "bark", "asphalt", "rubber", "brick")
    ):
        b.ellipsoid((1.5 * k, -5.0 + 2 * (k % 5), 0.8), (0.7, 0.7, 0.7), name, sides=24, rings=12)
    stage = stage_of([*street(), Item(b.build(), np.eye(4))])
    film = film_of(stage, AHEAD, 240, 180)
    lamps = (*NIGHT, Lamp((4.0, 3.0, 0.8), (-1.0, 0, 0), (4.0, 0.2, 0.1), 8.0, "point", 12.0))
    low = Atmosphere(sun(2), 0.3)
    fair = Scenery(Atmosphere(sun(35), 0.2), ground())
    for scenery in (Scenery(low, ground(0.01, 0.3), lamps), fair):
        pictures = []
        for strip in (700, 20480):
            monkeypatch.setattr(picture_module, "STRIP", strip)
            painter = Painter(stage, 1)
            pictures.append(painter.paint(film, scenery, linear=True).linear)
        assert np.array_equal(*pictures)


def test_bytes_do_not_depend_on_what_was_painted_before():
    stage = stage_of(street())
    scenery = Scenery(blizzard(), ground(0.02, 0.2), NIGHT, 2.5, 0.01)
    film = film_of(stage, AHEAD)
    fresh = Painter(stage, 1).paint(film, scenery).srgb
    painter = Painter(stage, 1)
    painter.paint(film_of(stage, look_at((20, 5, 3), (0, 0, 0))), Scenery(air(30), ground()))
    painter.paint(film_of(stage, AHEAD, 300, 200), Scenery(air(5, 0.4), ground(0.01), NIGHT))
    assert np.array_equal(painter.paint(film_of(stage, AHEAD), scenery).srgb, fresh)


def test_time_moves_the_flakes_and_nothing_else():
    stage = stage_of(street())
    film = film_of(stage, AHEAD)
    painter = Painter(stage, 1)
    snowy = [
        painter.paint(film, Scenery(blizzard(), ground(), (), t)).srgb for t in (1.0, 1.1, 1.0)
    ]
    assert np.array_equal(snowy[0], snowy[2])
    assert not np.array_equal(snowy[0], snowy[1])
    clear = [painter.paint(film, Scenery(air(30, 1.0), ground(), (), t)).srgb for t in (1.0, 1.1)]
    assert np.array_equal(clear[0], clear[1])


def rows_of(film, surface) -> dict[str, np.ndarray]:
    """SNOW, PACKED, ICE and CHART of the points that a picture of one sample shades, (H, W)."""
    painter = Painter(film.stage, 1)
    painter.cover(film, surface)
    tables = Tables.of(film.stage)
    strip = gathered(
        Workspace(), film, film.centre, Lens.of(film), tables, Looks.of(Workspace(), film, tables),
        0, film.lens.height, True,
    )  # fmt: skip
    lying.find(0, strip.sky, *painter._maps.above, *surface.tables, strip.data)
    data = strip.data.reshape(strip.blocks, ROWS, LANES)
    used = strip.place[3, : strip.sky * LANES] > 0
    found = {}
    for name in ("SNOW", "PACKED", "ICE", "CHART"):
        image = np.full(film.lens.height * film.lens.width, np.nan)
        row = data[: strip.sky, int(getattr(at, name)) // LANES].ravel()
        image[strip.number[1, : strip.sky * LANES][used]] = row[used]
        found[name] = image.reshape(film.lens.height, film.lens.width)
    return found


def test_labels_say_what_the_picture_blends():
    stage = stage_of(street())
    film = film_of(stage, AHEAD, 240, 180)
    surface = ground(0.012, 0.3).driven([[0, -5.0, 0.5, 10.0, -0.5, 0.25]])
    cover = Painter(stage, 1).cover(film, surface)
    rows = rows_of(film, surface)
    hidden, packed, ice = rows["SNOW"] > 0.5, rows["PACKED"] > 0.5, rows["ICE"] > 0.5
    names = {
        "loose_snow": hidden & ~packed,
        "packed_snow": hidden & packed & ~ice,
        "ice": hidden & packed & ice,
        "black_ice": ~hidden & ice,
        "dry": ~hidden & ~ice,
    }
    seen = ~np.isnan(rows["SNOW"])
    for name, where in names.items():
        assert np.array_equal(cover[seen] == cover_id(name), where[seen]), name
        if name != "ice":
            assert where[seen].any(), name
    assert (cover[~seen] == 0).all()


def test_snow_is_white_where_the_label_says_so():
    stage = stage_of(street())
    film = film_of(stage, AHEAD, 240, 180)
    surface = ground(0.03)
    painter = Painter(stage, 1)
    overcast = air(30, 1.0)
    snowy = painter.paint(film, Scenery(overcast, surface), linear=True).linear
    bare = painter.paint(film, Scenery(overcast, ground()), linear=True).linear
    cover = painter.cover(film, surface)
    chart = gbuffer(film, ["chart"])["chart"]
    loose = (cover == cover_id("loose_snow")) & (chart == 0)
    untouched = (cover == 0) & np.isfinite(gbuffer(film, ["depth"])["depth"])
    ratio = luminance(snowy) / luminance(bare)
    assert np.median(ratio[loose]) > 4.0
    assert np.median(ratio[untouched & (chart < 0)]) < 2.0  # walls get more light from the ground


def test_the_wheels_and_the_camera_read_the_same_ground():
    stage = stage_of([Item(floor("asphalt"), np.eye(4), 0)])
    film = film_of(stage, look_at((0, 0, 3.0), (4, 0, 0)), 160, 120)
    surface = ground(0.02, 0.2).driven([[0, 0.0, 1.0, 8.0, 1.0, 0.3]])
    cover = Painter(stage, 1).cover(film, surface)
    uv = gbuffer(film, ["uv"])["uv"]
    s, t = uv[..., 0].ravel(), uv[..., 1].ravel()
    away = np.linalg.norm(gbuffer(film, ["position"])["position"] - [0, 0, 3.0], axis=-1).ravel()
    near = away < 6.0
    footprint = np.median(away[near]) / film.lens.fx
    wheels = surface.at(0, s[near], t[near], footprint).cover
    assert (wheels == cover.ravel()[near]).mean() > 0.97


def test_nothing_lies_under_a_roof_or_on_a_wall():
    stage = stage_of(street())
    surface = ground(0.04)
    film = film_of(stage, look_at((12.0, 0.0, 1.0), (12.0, 7.0, 0.0)), 200, 150, 70.0)
    cover = Painter(stage, 1).cover(film, surface)
    made = gbuffer(film, ["position", "normal_world", "depth"])
    x, y, z = np.moveaxis(made["position"], -1, 0)
    seen = np.isfinite(made["depth"])
    roofed = seen & (np.abs(x - 12) < 0.8) & (np.abs(y - 7) < 0.8) & (z < 0.1)
    open_ = seen & (z < 0.1) & (y < 4.5)
    walls = seen & (made["normal_world"][..., 2] < 0.3)
    assert roofed.sum() > 50
    assert (cover[roofed] == 0).all()
    assert np.isin(cover[open_], [cover_id("loose_snow"), cover_id("packed_snow")]).mean() > 0.95
    assert (cover[walls] == 0).all()


def test_a_black_target_at_the_visibility_has_a_contrast_of_five_percent():
    # WMO: the visibility is where a black target has 5 % of the contrast that it has nearby.
    for distance, contrast in ((0.5, 20**-0.5), (1.0, 0.05), (2.0, 0.0025)):
        visibility = 60.0
        haze = Atmosphere(sun(30), 1.0, visibility)
        wall = block((0.2, 4000.0, 4000.0), "under", (0.0, 0.0, 0.0))
        stage = stage_of([Item(wall, pose((distance * visibility + 0.1, 0.0, -2000.0)))])
        film = film_of(stage, look_at((0, 0, 1.5), (10, 0, 1.5)), 33, 33, 4.0)
        seen = luminance(painted(stage, film, Scenery(haze, ground())).linear)[16, 16]
        empty = stage_of([Item(wall, pose((-50.0, 0.0, 0.0)))])
        film = film_of(empty, look_at((0, 0, 1.5), (10, 0, 1.5)), 33, 33, 4.0)
        sky = luminance(painted(empty, film, Scenery(haze, ground())).linear)[16, 16]
        assert (sky - seen) / sky == pytest.approx(contrast, abs=0.002)


def test_the_horizon_has_no_seam():
    stage = stage_of([Item(floor("asphalt", 2000.0), np.eye(4), 0)])
    film = film_of(stage, look_at((0, 0, 1.5), (100, 0, 1.5)), 64, 200, 20.0)
    snow = blizzard(2.0)
    light = luminance(painted(stage, film, Scenery(snow, ground(0.03), (), 0.0)).linear)
    column = np.median(light, 1)
    horizon = round(film.lens.cy)
    step = np.abs(np.diff(column[horizon - 12 : horizon + 12])) / column[horizon]
    assert step.max() < 0.02


def test_all_that_comes_in_goes_out_of_a_white_floor():
    # An overcast day over a white, matt floor: its luminance is illuminance / π, no more.
    white = floor("interior", albedo=(1.0, 1.0, 1.0))
    stage = stage_of([Item(white, np.eye(4))])
    overcast = air(40, 1.0)
    film = film_of(stage, look_at((0, 0, 5.0), (0.1, 0, 0)))
    light = luminance(painted(stage, film, Scenery(overcast, ground())).linear)
    assert np.median(light) == pytest.approx(overcast.illuminance / np.pi, rel=0.03)
    assert light.max() < 1.05 * overcast.illuminance / np.pi


@pytest.mark.parametrize("name", [m.name for m in materials() if not m.circuit])
def test_no_surface_sends_more_than_it_gets(name):
    # In even light from all sides nothing is brighter than a white surface (a furnace).
    stage = stage_of([Item(floor(name, 20.0), np.eye(4), 0)])
    film = film_of(stage, look_at((-3.0, 0, 1.2), (0, 0, 0)), 64, 48)
    overcast = air(40, 1.0)
    light = painted(stage, film, Scenery(overcast, ground())).linear
    assert np.isfinite(light).all()
    most = float(luminance(overcast.sky.luminance([[0, 0, 1]]))[0])
    assert (luminance(light) < 1.02 * most).all()
    mean = np.median(light.reshape(-1, 3), 0) / (overcast.illuminance / np.pi)
    albedo = np.array(material(name).albedo)
    assert (mean < 1.6 * albedo + 0.75 * (material(name).coat + material(name).f0) + 0.12).all()


def test_lamps_light_the_ground_as_they_should():
    stage = stage_of([Item(floor(albedo=(0.5, 0.5, 0.5)), np.eye(4))])
    T = look_at((-1.0, 0, 8.0), (0, 0, 0))
    film = film_of(stage, T, 160, 120)
    dark = Atmosphere(sun(-40), 0.0, 1e9)
    lit = painted(stage, film, Scenery(dark, ground(), NIGHT[:1])).linear
    position = gbuffer(film, ["position"])["position"].reshape(-1, 3)
    expected = illuminance(pack(NIGHT[:1]), position, [0, 0, 1.0]) * 0.5 / np.pi
    ratio = luminance(lit).ravel() / luminance(expected)
    inside = np.linalg.norm(position[:, :2], axis=1) < 5
    assert np.median(ratio[inside]) == pytest.approx(1.0, abs=0.05)


def test_a_lamp_that_is_on_shines():
    lens = block((0.4, 0.4, 0.4), "tail_lamp")
    both = [Item(lens, pose((3.0, y, 1.0))) for y in (-1.0, 1.0)]
    stage = stage_of(both)
    film = film_of(stage, look_at((0, 0, 1.2), (3, 0, 1.2)), 120, 90)
    film.posed.lit[:] = [1 << 3, 0]
    light = painted(stage, film, Scenery(Atmosphere(sun(-40), 0.0), ground())).linear
    right, left = light[:, 60:].max((0, 1)), light[:, :60].max((0, 1))
    assert right[0] > 300  # 600 cd/m² head-on, and red
    assert right[0] > 5 * right[1]
    assert luminance(left) < 1.0


def test_flakes_and_medium_together_hide_what_the_book_says():
    # A black wall before a white one, 15 m away, in snow of known extinction: what is left of
    # their contrast, in the mean over the pictures, is e^(-σ d), whichever flakes are drawn.
    distance = 15.0
    half = [block((0.2, 300.0, 600.0), "under", albedo) for albedo in ((0, 0, 0), (1, 1, 1))]
    items = [
        Item(half[0], pose((distance + 0.1, -150.0, -300.0))),
        Item(half[1], pose((distance + 0.1, 150.0, -300.0))),
    ]
    stage = stage_of(items)
    snow = Snowfall(2.0, key=12)
    overcast = Atmosphere(sun(40), 1.0, 1e9)
    film = film_of(stage, look_at((0, 0, 1.5), (10, 0, 1.5)), 640, 96, 60.0)
    painter = Painter(stage, 1)

    def contrast(scenery):
        light = luminance(painter.paint(film, scenery, linear=True).linear)
        return light[:, 40:300].mean() - light[:, 340:600].mean()

    clear = contrast(Scenery(overcast, ground()))
    snowy = overcast.with_medium("snow", snow)
    found = np.mean([contrast(Scenery(snowy, ground(), (), 3.0 * k, 0.008)) for k in range(24)])
    path = distance * 1.02  # mean over the picture's width
    assert found / clear == pytest.approx(np.exp(-snow.extinction() * path), rel=0.02)


def test_flakes_are_drawn_as_many_as_can_be_told_apart():
    stage = stage_of([Item(floor("asphalt"), np.eye(4), 0)])
    film = film_of(stage, AHEAD, 320, 240)
    painter = Painter(stage, 1)
    still = painter.paint(film, Scenery(air(30, 1.0), ground())).srgb.astype(int)
    snow = painter.paint(film, Scenery(blizzard(), ground(), (), 1.0, 0.01)).srgb.astype(int)
    assert (np.abs(still - snow).max(-1) > 3).mean() > 0.5
    light = Snowfall(0.05, key=1)
    few = Atmosphere(sun(30), 1.0).with_medium("snow", light)
    drizzle = painter.paint(film, Scenery(few, ground(), (), 1.0, 0.01)).srgb.astype(int)
    assert (np.abs(still - drizzle).max(-1) > 3).mean() < (np.abs(still - snow).max(-1) > 3).mean()


def test_pictures_keep_their_size_and_say_what_is_missing():
    stage = stage_of(three_boxes())
    film = film_of(stage, from_above(), 84, 84)
    picture = Painter(stage, 1).paint(film, Scenery(air(30), ground()))
    assert picture.srgb.shape == (84, 84, 3)
    assert picture.linear is None
    with pytest.raises(ValueError, match="4 samples"):
        Painter(stage, 4).paint(film, Scenery(air(30), ground()))
    with pytest.raises(ValueError, match="1 or 4"):
        Painter(stage, 2)


def test_a_surface_without_charts_is_fine():
    stage = stage_of(three_boxes())
    film = film_of(stage, from_above(), 84, 84)
    bare = Surface.laid([], 0.02)
    assert Painter(stage, 1).paint(film, Scenery(air(30), bare)).srgb.any()
    assert STREET.lanes == (-1.6, 1.6)


def test_what_moves_and_rests_leaves_no_trace():
    things = [Item(block((4.0, 1.8, 1.4), "car_paint"), pose((6, y, 0))) for y in (-3, 3, 6)]
    stage = stage_of([Item(floor("asphalt"), np.eye(4), 0), *things])
    posed = at_rest(stage)
    stage.fixed = 1  # from here on the things move
    scenery = Scenery(Atmosphere(sun(12), 0.2), ground(0.02), NIGHT)
    used = Painter(stage, 1)
    poses = posed.start
    for step in range(8):
        poses = poses.copy()
        moving = 1 + step % 3, 1 + step // 2 % 3  # of three things one or two
        poses[np.unique(moving), 0, 3] += 20.0 if step == 5 else 0.7
        film = Film(Pinhole.from_fov(160, 120, np.radians(60)))
        camera = look_at((-6.0 + 4.0 * step, 0.0, 2.5), (10.0 + 4.0 * step, 0.0, 0.5))
        film.draw(stage, posed._replace(start=poses, end=poses), camera)
        seen = used.paint(film, scenery, linear=True).linear
        assert np.array_equal(seen, Painter(stage, 1).paint(film, scenery, linear=True).linear)
