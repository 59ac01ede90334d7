"""Pictures through fog and rain: contrast at the visibility, what is hidden on the way, streaks."""

import numpy as np
import pytest
from pictures import Item, block, film_of, floor, painted, stage_of, sun
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.media.banks import Banks
from whiteout.simcore.media.blowing import BlowingSnow
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.shading import flakes
from whiteout.simcore.surface import Surface
from whiteout.simcore.wind import CALM

EYE = np.array([0.0, 0.0, 1.5])
LEVEL = look_at(EYE, (10, 0, 1.5))
HAZELESS = 1e9


def ground() -> Surface:
    return Surface.laid([])


def contrast_of_black_at(distance: float, atmosphere: Atmosphere) -> float:
    """(L_horizon - L_target) / L_horizon of a black wall before the horizon."""
    wall = block((1.0, 0.6 * distance, 40.0), "under", (0, 0, 0))
    stage = stage_of([Item(wall, pose((distance + 0.5, 0.0, -20.0)))])
    film = film_of(stage, LEVEL, 320, 240, 70.0)
    light = luminance(painted(stage, film, Scenery(atmosphere, ground())).linear)
    wide = 0.3 * film.lens.fx
    middle, row = 160, slice(118, 122)
    target = light[row, middle - 2 : middle + 2].mean()
    beside = light[row, int(middle + 1.25 * wide) + 8 : int(middle + 1.25 * wide) + 12].mean()
    return float(1.0 - target / beside)


@pytest.mark.parametrize("visibility", [60.0, 150.0])
@pytest.mark.parametrize(
    ("share", "expected", "within"), [(0.5, 0.05**0.5, 0.004), (1, 0.05, 2e-3)]
)
def test_contrast_at_the_visibility(visibility, share, expected, within):
    # AT-01 and AT-02 through the picture, in linear light.
    fog = Fog(np.log(20) / visibility)
    air = Atmosphere(sun(35), 1.0, HAZELESS).with_medium("fog", fog)
    assert air.visibility == pytest.approx(visibility, rel=1e-3)
    found = contrast_of_black_at(share * visibility, air)
    assert found == pytest.approx(expected, abs=within)


def test_at_twice_the_visibility_a_four_hundredth_is_left():
    air = Atmosphere(sun(35), 1.0, HAZELESS).with_medium("fog", Fog(np.log(20) / 60.0))
    assert contrast_of_black_at(120.0, air) == pytest.approx(0.0025, abs=5e-4)


def passed(stage, film, atmosphere, painter, times=(0.0,), exposure=0.0) -> float:
    """How much of the difference between a black and a white wall comes to the camera."""

    def difference(air):
        found = []
        for time in times:
            scenery = Scenery(air, ground(), (), time, exposure)
            light = luminance(painter.paint(film, scenery, linear=True).linear)
            found.append(light[:, 40:150].mean() - light[:, 170:280].mean())
        return float(np.mean(found))

    clear = Atmosphere(atmosphere.sun, atmosphere.cloud_cover, HAZELESS)
    return difference(atmosphere) / difference(clear)


def two_walls(distance: float, T=LEVEL, width: int = 320, height: int = 48, fov: float = 12.0):
    """A black wall to the left and a white one to the right, lit by themselves alike."""
    items = [
        Item(
            block((0.2, 60.0, 120.0), "under", (albedo,) * 3),
            pose((distance + 0.1, 30.0 * side, -60.0)),
        )
        for albedo, side in ((0.0, 1), (1.0, -1))
    ]
    stage = stage_of(items)
    return stage, film_of(stage, T, width, height, fov)


@pytest.mark.parametrize(
    "medium",
    [
        Fog(0.04, depth=1.2),
        BlowingSnow(0.02, 4.0),
        Fog(0.05, depth=30.0, banks=Banks(0.5, 15.0, 9)),
    ],
    ids=["ground fog", "blowing snow", "banks"],
)
def test_layers_and_banks_hide_what_lies_on_the_way(medium):
    # e^-∫σ along the rays of the picture, times the light that still falls on the walls.
    stage, film = two_walls(40.0)
    air = Atmosphere(sun(40), 1.0, HAZELESS).with_medium("medium", medium)
    painter = Painter(stage, 1)
    found = passed(stage, film, air, painter)
    lens, T = film.lens, film.T_world_camera
    u, v = np.meshgrid(np.r_[40:150:5, 170:280:5], np.arange(2, 48, 4))
    way = np.stack([(u - lens.cx) / lens.fx, (v - lens.cy) / lens.fy, np.ones(u.shape)], -1)
    way = way @ T[:3, :3].T
    reach = 40.0 / way[..., 0]
    share = (np.arange(400) + 0.5) / 400
    places = EYE + way[..., None, :] * (reach[..., None, None] * share[:, None])
    depth = air.extinction_at(places).mean(-1) * reach * np.linalg.norm(way, axis=-1)
    skies = air.sky, Atmosphere(air.sun, 1.0, HAZELESS).sky
    dimmed, clear = (float(luminance(sky.irradiance([-1.0, 0.0, 0.0]))) for sky in skies)
    assert found == pytest.approx(np.exp(-depth).mean() * dimmed / clear, rel=0.03)


def test_drops_and_medium_together_hide_what_the_book_says():
    # Particles within 2 %: whichever drops are drawn, what is left of the contrast is e^(-σ d).
    stage, film = two_walls(15.0, fov=50.0)
    rain = Rainfall(150.0, "thunderstorm", key=4)
    air = Atmosphere(sun(40), 1.0, HAZELESS).with_medium("rain", rain)
    times = [3.0 * k for k in range(16)]
    found = passed(stage, film, air, Painter(stage, 1), times, 0.008)
    assert found == pytest.approx(np.exp(-rain.seen * 15.0 * 1.02), rel=0.02)


def streaks(medium, seconds: float):
    """Lengths [px] and widths of what is drawn, of all that is found with a still camera."""
    values = [400.0, 400.0, 319.5, 239.5, 640.0, 480.0, 0.0, 12.0, 0.1, 1e-6, seconds, 0, 0, 0]
    view = flakes.View(*(np.float32(value) for value in values))
    T = film_of(stage_of([Item(floor(), np.eye(4))]), LEVEL, 64, 48).T_world_camera
    data = flakes.found(medium, CALM, view, T, T, 2.0).reshape(-1, flakes.ROWS, 64)
    x0, y0, x1, y1, radius = (data[:, k].ravel() for k in range(5))
    return np.hypot(x1 - x0, y1 - y0), radius, y1 - y0


def test_streaks_are_as_long_as_drops_fall_while_the_shutter_is_open():
    # Book 2.2: the length is f v T / Z, and the opacity of a streak falls with its length.
    rain = Rainfall(20.0, key=6)
    (short, radius, down), (long, same, _) = (streaks(rain, t) for t in (2e-3, 4e-3))
    both = (radius > 0) & (same > 0) & (long < 100)
    assert both.sum() > 100
    assert np.median(long[both] / short[both]) == pytest.approx(2.0, rel=0.02)
    assert (down[radius > 0] > 0).all()


def test_snow_falls_five_times_as_slowly_as_rain():
    lengths = [np.median(s[r > 0]) for s, r, _ in (streaks(m, 4e-3) for m in FALLING)]
    assert lengths[0] > 3 * lengths[1]


FALLING = (Rainfall(5.0, key=1), Snowfall(5.0, key=1))


def test_the_same_air_gives_the_same_bytes_for_any_threads():
    stage = stage_of([Item(floor("asphalt"), np.eye(4), 0)])
    film = film_of(stage, LEVEL, 160, 120)
    air = Atmosphere(sun(20), 0.5).with_medium("fog", Fog(0.03, depth=6.0, banks=Banks(0.5, 20.0)))
    air = air.with_medium("rain", Rainfall(20.0, key=2))
    scenery = Scenery(air, ground(), (), 1.0, 0.01)
    one, two = (Painter(stage, 1, threads=n).paint(film, scenery).srgb for n in (1, 2))
    assert np.array_equal(one, two)
