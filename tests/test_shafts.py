"""Air in shadow sends on nothing of the sun: closed forms of single scattering."""

import numpy as np
import pytest
from pictures import Item, air, block, film_of, floor, ground, painted, stage_of
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.maps import Maps
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.shading.outlook import Outlook
from whiteout.simcore.render.shading.shafts import take_shade
from whiteout.simcore.render.shading.strip import Lens
from whiteout.simcore.render.shading.way import Way
from whiteout.simcore.render.workspace import Workspace

DENSITY = 0.008
WALL = Item(block((1.0, 60.0, 30.0)), pose((60.5, 0.0, 0.0)))
AHEAD = look_at((0.0, 0.0, 1.5), (10.0, 0.0, 1.5))


def roof(begin, end):
    """A slab over the street, from one distance to another."""
    return Item(block((end - begin, 60.0, 1.0)), pose(((begin + end) / 2, 0.0, 9.0)))


def foggy():
    """High behind the camera's back, so that the wall throws no shadow before it."""
    return air(88.0, azimuth=270.0).with_medium("fog", Fog(DENSITY, depth=12.0))


def taken(items, atmosphere, threads=1):
    """(3, 120, 160) what is taken away of a picture, and the air."""
    stage = stage_of([Item(floor(half=100.0), np.eye(4)), WALL, *items])
    film = film_of(stage, AHEAD, fov=10.0)  # nothing but the wall around the middle
    maps = Maps(stage)
    maps.draw(film, atmosphere)
    seen = Outlook.on(atmosphere, ground(), ()).air
    # As bright a glow as may be, whatever the fog leaves of the sun.
    seen = seen._replace(
        glow_red=np.float32(1e5), glow_green=np.float32(2e5), glow_blue=np.float32(5e4)
    )
    image = np.full((3, 120 * 160), 1e6, np.float32)
    way = Way.of(atmosphere, film.T_world_camera[:3, 3])
    take_shade(Workspace(), film, film.labels, Lens.of(film), maps, seen, way, image, threads)
    return image.reshape(3, 120, 160) - np.float32(1e6), seen


@pytest.mark.parametrize(("begin", "end"), [(0.0, 60.0), (20.0, 60.0), (10.0, 35.0)])
def test_what_a_shaded_stretch_would_have_sent_on_is_gone(begin, end):
    atmosphere = foggy()
    image, seen = taken([roof(begin, end)], atmosphere)
    cosine = float(atmosphere.luminary.direction[0])  # straight ahead
    f = float(seen.forward)
    lobe = (1 - f) ** 2 / (1 + f * f - 2 * f * cosine)
    share = np.exp(-DENSITY * begin) - np.exp(-DENSITY * min(end, 60.0))
    middle = image[:, 58:62, 70:90].mean((1, 2))
    assert middle == pytest.approx(-lobe * share * np.array([1e5, 2e5, 5e4]), rel=0.03)


def test_air_in_the_sun_keeps_its_light():
    image, _ = taken([], foggy())
    assert np.abs(image[:, 20:62]).max() < 500.0  # but for the wall's own foot


def test_clear_air_has_no_shafts_and_thick_fog_no_sun():
    stage = stage_of([Item(floor(), np.eye(4)), WALL, roof(0.0, 60.0)])
    film = film_of(stage, AHEAD)
    for atmosphere in (air(40.0), air(40.0).with_medium("fog", Fog(0.3, depth=200.0))):
        maps = Maps(stage)
        maps.draw(film, atmosphere)
        image = np.ones((3, 120 * 160), np.float32)
        seen = Outlook.on(atmosphere, ground(), ()).air
        way = Way.of(atmosphere, film.T_world_camera[:3, 3])
        take_shade(Workspace(), film, film.labels, Lens.of(film), maps, seen, way, image, 1)
        assert (image == 1.0).all()


def test_threads_share_the_rows():
    one, three = (taken([roof(20.0, 60.0)], foggy(), threads)[0] for threads in (1, 3))
    assert np.array_equal(one, three)


def test_what_is_seen_under_a_roof_has_more_contrast():
    """In low fog: the same wall, with the air before it in the sun and in shadow."""
    atmosphere = air(40.0, azimuth=90.0).with_medium("fog", Fog(0.004, depth=10.0))
    lit = []
    for items in ([], [roof(2.0, 58.0)]):
        stage = stage_of([Item(floor(half=100.0), np.eye(4)), WALL, *items])
        picture = painted(stage, film_of(stage, AHEAD), Scenery(atmosphere, ground()))
        lit.append(luminance(picture.linear[40:55, 70:90].astype(float)).mean())
    assert lit[1] < 0.97 * lit[0]


@pytest.mark.parametrize("depth", [60.0, 4.0])
def test_thin_things_before_shade_lose_no_more_than_the_air_before_them(depth):
    """Black posts 3 m away in the shade of a wall, towards a low sun, in fog of two depths: each
    still shows a third, or more, of the light of 3 m of air in no sun."""
    posts = [
        Item(block((0.03, 0.03, 4.0), "under", (0.0, 0.0, 0.0)), pose((3.0, y, 0.0)))
        for y in np.arange(-1.5, 1.6, 0.37)
    ]
    wall = Item(block((1.0, 200.0, 60.0)), pose((80.0, 0.0, 0.0)))
    stage = stage_of([Item(floor(half=200.0), np.eye(4)), wall, *posts])
    atmosphere = air(15.0, azimuth=90.0).with_medium("fog", Fog(0.006, depth=depth))
    film = film_of(stage, AHEAD, fine=True)
    image = Painter(stage, 4).light(film, Scenery(atmosphere, ground())).image
    side = Outlook.on(atmosphere, ground(), ()).air.side_green
    assert image[1].min() > side * (1 - np.exp(-0.006 * 3.0)) / 3
