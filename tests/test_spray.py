"""Spray behind vehicles: water that is thrown up, by speed and film; hidden in pictures as told."""

import numpy as np
import pytest
from pictures import sun
from test_weather_pictures import EYE, HAZELESS, two_walls
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.media.spray import FADES, SLOWEST, extinction_at, plume
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.surface import Surface

CAR, TRUCK = (4.5, 1.8, 1.5), (12.0, 2.5, 3.8)


def test_there_is_none_on_dry_roads_or_at_walking_pace():
    assert plume(np.zeros(3), 0.0, 30.0, CAR, 0.05e-3) is None
    assert plume(np.zeros(3), 0.0, SLOWEST, CAR, 2e-3) is None


def test_it_grows_with_speed_and_water_and_size():
    def thick(speed, film, size=CAR):
        return plume(np.zeros(3), 0.0, speed, size, film).density

    assert thick(20, 1e-3) < thick(35, 1e-3) < thick(35, 2e-3)
    assert thick(35, 3e-3) == thick(35, 9e-3)  # what is deeper is pushed aside
    # Twice the share from twice the wheels fills a cross-section that is 3.5 times as large.
    assert thick(25, 1e-3, TRUCK) / thick(25, 1e-3) == pytest.approx(4 * 2.7 / 9.5, rel=1e-6)


def test_it_trails_behind_and_fades():
    made = plume([10.0, 5.0, 0.0], np.pi / 2, 25.0, CAR, 1e-3)  # heads north
    at = made.at([[10, 4, 0.3], [10, 5 - FADES * 25, 0.3], [10, 7, 0.3], [14, 4, 0.3], [10, 4, 6]])
    assert at[0] > 2 * at[1] > 0
    assert at[2] == 0.0
    assert at[3] < 0.02 * at[0]
    assert at[4] < 1e-3 * at[0]
    assert extinction_at([made, made], [[10, 4, 0.3]])[0] == pytest.approx(2 * at[0])


def test_visibility_behind_a_truck_is_told():
    made = plume([20.0, 0.0, 0.0], 0.0, 25.0, TRUCK, 2e-3)
    air = Atmosphere(sun(40), 1.0, plumes=(made,))
    near, far = air.visibility_at([[15.0, 0, 1.5], [15.0, 30.0, 1.5]])
    assert near < 100.0 < 10e3 < far
    assert air.extinction_at([15.0, 0, 1.5], "near_infrared") > 0.02
    assert air.extinction_at([15.0, 0, 1.5], "radar") == 0.0


def test_it_hides_in_pictures_what_its_extinction_says():
    # The mean over its eddies, which are even over many metres, of the rays of the picture.
    stage, film = two_walls(60.0)
    made = plume([45.0, 0.0, 0.0], 0.0, 20.0, TRUCK, 0.5e-3)
    painter = Painter(stage, 1)

    def light(air):
        scenery = Scenery(air, Surface.laid([]))
        return luminance(painter.paint(film, scenery, linear=True).linear)

    clear = Atmosphere(sun(40), 1.0, HAZELESS)
    bare, behind = light(clear), light(Atmosphere(sun(40), 1.0, HAZELESS, plumes=(made,)))
    lens, T = film.lens, film.T_world_camera
    u, v = np.meshgrid(np.r_[100:150:5, 170:220:5], np.arange(4, 44, 4))
    way = np.stack([(u - lens.cx) / lens.fx, (v - lens.cy) / lens.fy, np.ones(u.shape)], -1)
    way = way @ T[:3, :3].T
    share = (np.arange(600) + 0.5) / 600
    reach = 60.0 / way[..., 0]
    places = EYE + way[..., None, :] * (reach[..., None, None] * share[:, None])
    depth = made.at(places).mean(-1) * reach * np.linalg.norm(way, axis=-1)
    white = slice(170, 220)
    black = slice(100, 150)
    found = (behind[4:44, white].mean() - behind[4:44, black].mean()) / (
        bare[4:44, white].mean() - bare[4:44, black].mean()
    )
    assert found == pytest.approx(np.exp(-depth).mean(), rel=0.12)
