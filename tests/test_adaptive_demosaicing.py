"""Full colour along edges: what is grey stays grey, what is flat stays flat, edges get no rims."""

import numpy as np
import pytest
from whiteout.sensors.imaging.adaptive import demosaic_along_edges
from whiteout.sensors.imaging.mosaic import BAYER, colour_of, demosaic, fold_back, weights
from whiteout.simcore.render.workspace import Workspace

SIZE = (48, 64)


def plane_of(rgb, mosaic):
    """What a mosaic keeps of a picture (3, H, W), with the rim that the filters need."""
    colour = colour_of(mosaic)
    plane = np.zeros((SIZE[0] + 4, SIZE[1] + 4), np.float32)
    for y in (0, 1):
        for x in (0, 1):
            plane[2 + y : -2 : 2, 2 + x : -2 : 2] = rgb[colour[y, x], y::2, x::2]
    plane[:, 0], plane[:, 1] = plane[:, 4], plane[:, 3]
    plane[:, -1], plane[:, -2] = plane[:, -5], plane[:, -4]
    fold_back(plane)
    return plane, colour.astype(np.int32)


def filled(rgb, mosaic="rggb", method="adaptive", threads=1):
    """(3, H, W) what is made of it again."""
    plane, colour = plane_of(np.asarray(rgb, np.float32), mosaic)
    out = np.empty((3, SIZE[0] * SIZE[1]), np.float32)
    if method == "adaptive":
        demosaic_along_edges(Workspace(), plane, colour, threads, out)
    else:
        demosaic(plane, 0, SIZE[0], colour, weights(method), out)
    return out.reshape(3, *SIZE)


def edge(degrees, low=0.05, high=0.9):
    """(3, H, W) grey: dark on one side of a line, as sharp as pixels have it."""
    y, x = (np.arange(4 * n) / 4 - n / 2 for n in SIZE)
    a = np.radians(degrees)
    fine = (np.cos(a) * x + np.sin(a) * y[:, None] > 0.3).astype(np.float64)
    part = fine.reshape(SIZE[0], 4, SIZE[1], 4).mean((1, 3))
    return np.repeat((low + (high - low) * part)[None], 3, 0)


@pytest.mark.parametrize("mosaic", BAYER)
def test_flat_colour_is_exact(mosaic):
    rgb = np.broadcast_to(np.array([0.2, 0.5, 0.9])[:, None, None], (3, *SIZE))
    assert filled(rgb, mosaic) == pytest.approx(rgb, abs=1e-6)


@pytest.mark.parametrize("mosaic", BAYER)
@pytest.mark.parametrize("degrees", [0, 90])
def test_grey_edges_along_the_pixels_stay_grey_and_sharp(mosaic, degrees):
    rgb = edge(degrees)
    assert filled(rgb, mosaic) == pytest.approx(rgb, abs=0.02)


@pytest.mark.parametrize("degrees", [0, 7, 30, 45, 60, 83, 90, 130])
def test_edges_get_less_of_rims_and_colours_than_by_fixed_filters(degrees):
    rgb = edge(degrees)
    mine, fixed = filled(rgb), filled(rgb, method="malvar")
    rims = [np.maximum(rgb.min() - it, it - rgb.max()).clip(0.0).mean() for it in (mine, fixed)]
    assert rims[0] < 0.4 * rims[1]
    assert np.ptp(mine, axis=0).mean() < 0.5 * np.ptp(fixed, axis=0).mean()
    assert np.abs(mine - rgb).mean() <= np.abs(fixed - rgb).mean()


def test_single_bright_pixels_have_no_colour_of_their_own():
    """A flake of one pixel on dark ground: by fixed filters it is as red, green or blue as the
    filter that it happens to fall on."""
    rgb = np.full((3, *SIZE), 0.05)
    rgb[:, 10::8, 10::8] = 0.6
    rgb[:, 15::8, 13::8] = 0.6
    chroma = [np.ptp(filled(rgb, method=how), axis=0).mean() for how in ("adaptive", "malvar")]
    assert chroma[0] < 0.7 * chroma[1]


def test_threads_share_the_rows():
    rgb = np.random.Generator(np.random.Philox(3)).random((3, *SIZE))
    assert np.array_equal(filled(rgb), filled(rgb, threads=3))
