"""Rows of the physics book that are about an image, through rendered images."""

import numpy as np
import pytest
from pictures import Item, air, block, film_of, painted, stage_of, sun
from scipy import ndimage
from watched import Watched, camera
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.media.aerosol import Aerosol
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.surface import Surface

HAZELESS = 1e9
LEVEL = look_at((0, 0, 1.5), (10, 0, 1.5))
BARE = Surface.laid([])


def drops(seconds: float) -> dict[tuple[int, int], tuple[int, float]]:
    """Streaks of drops before a dark wall: by their upper end and column [px], how long [px] they
    are and how much brighter than the wall, as its share."""
    stage = stage_of([Item(block((1.0, 60.0, 60.0), "under", (0.02,) * 3), pose((3.5, 0, -30)))])
    film, painter = film_of(stage, LEVEL, 480, 480, 20.0), Painter(stage, 1)
    clear = Atmosphere(sun(35), 1.0, HAZELESS)
    rainy = clear.with_medium("rain", Rainfall(1.0, key=5))
    wet, dry = (
        luminance(painter.light(film, Scenery(a, BARE, (), 0.0, seconds)).image.T).reshape(480, 480)
        for a in (rainy, clear)
    )
    more = wet / dry.mean() - 1.0
    label, _ = ndimage.label(more > 0.1, np.ones((3, 3)))
    found = {}
    for row, column in ndimage.find_objects(label):
        if row.start > 0 and row.stop < 480:
            place = row.start, (column.start + column.stop) // 2
            found[place] = row.stop - row.start, float(more[row, column].max())
    return found


def test_streaks_of_the_picture_lengthen_and_fade_with_the_exposure():
    # Book 2.2 (Garg and Nayar): a drop's length is f v T / Z, and its contrast goes with 1 / T.
    short, middle, long = (drops(seconds) for seconds in (2e-3, 4e-3, 8e-3))
    same = [p for p in short if p in middle and p in long and short[p][0] >= 4]
    length, contrast = (
        np.array([[found[p][k] for found in (short, middle, long)] for p in same]) for k in (0, 1)
    )
    assert len(same) > 40
    grown = np.diff(length, axis=1)  # their width is part of their extent
    assert np.median(grown[:, 1] / grown[:, 0]) == pytest.approx(2.0, rel=0.1)
    assert np.median(contrast[:, 1] / contrast[:, 0]) == pytest.approx(0.5, rel=0.03)
    assert np.median(contrast[:, 2] / contrast[:, 1]) == pytest.approx(0.5, rel=0.03)


def left_of_contrast(distance: float, atmosphere: Atmosphere) -> float:
    """Share of the difference between a black and a white wall that comes through the air."""
    found = []
    for albedo in (0.0, 1.0):
        wall = block((1.0, 400.0, 400.0), "under", (albedo,) * 3)
        stage = stage_of([Item(wall, pose((distance + 0.5, 0.0, -200.0)))])
        film = film_of(stage, LEVEL, 64, 48, 4.0)
        found.append(luminance(painted(stage, film, Scenery(atmosphere, BARE)).linear).mean())
    return found[1] - found[0]


@pytest.mark.parametrize("medium", [Fog(0.03, depth=400.0), Aerosol(0.01, "dust", 400.0)])
def test_transmittance_multiplies_along_the_way_in_the_picture(medium):
    # AT-02: T(a + b) = T(a) T(b), of what is left of a contrast.
    clear = Atmosphere(sun(35), 1.0, HAZELESS)
    thick = clear.with_medium("medium", medium)
    base, near, far, both = (  # of which the first 10 m and the light on the walls are taken off
        left_of_contrast(10.0 + d, thick) / left_of_contrast(10.0 + d, clear)
        for d in (0.0, 30.0, 50.0, 80.0)
    )
    near, far, both = near / base, far / base, both / base
    assert both == pytest.approx(near * far, rel=5e-3)
    assert near == pytest.approx(np.exp(-medium.seen * 30.0), rel=5e-3)


CHIP = {
    "mosaic": "mono", "bits": 14, "full_well": 20000, "read_noise": 3.0, "prnu": 0, "dsnu": 0,
    "dark_current": 0, "black_level": 400,
}  # fmt: skip


def test_the_photon_transfer_curve_of_rendered_flat_fields_has_the_slope_of_the_gain():
    # CA-01, EMVA 1288: 200 pictures of a white wall under clouds, ten for each of 20 exposures up
    # to most of a full well: variance over mean is K within 1 %.
    wall = block((1.0, 60.0, 60.0), albedo=(0.8, 0.8, 0.8))
    world = Watched([(wall, pose((6.5, 0.0, -30.0)))], np.eye(4), atmosphere=air(35.0, 1.0))
    means, variances = [], []
    for step in range(20):
        of = camera(
            ("raw",), width=192, height=128, fov="10 deg", electronics=CHIP,
            lens={"softness": 0, "falloff": 0, "glare": 0},
            processing={"white_balance": "fixed"},
            exposure={"time": f"{0.05 + 0.05 * step} ms", "gain": 1.0},
        )  # fmt: skip
        times = 400_000_000 + 10 * step + np.arange(10)  # each with noise of its own
        shots = [of.sense(world, int(t), 0)[0].channels["raw"] for t in times]
        for a, b in zip(shots[::2], shots[1::2], strict=True):
            means.append((float(a.mean()) + float(b.mean())) / 2 - 400)
            variances.append(float(((a.astype(float) - b) ** 2).mean()) / 2)
    assert 0.6 * 2**14 < max(means) < 0.95 * (2**14 - 400)
    slope, _ = np.polyfit(means, variances, 1, w=1.0 / (np.array(variances) + 1.0))
    assert slope == pytest.approx((2**14 - 1 - 400) / 20000, rel=0.01)
