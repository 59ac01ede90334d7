"""From counts to pictures: demosaicing, white, colours; and mistakes of others."""

import numpy as np
import pytest
from imagers import flat, imager, taken
from whiteout.sensors.imaging.control import Taken
from whiteout.sensors.imaging.mosaic import BAYER, colour_of, demosaic, fold_back, weights
from whiteout.simcore.light.tone import encoded

QUIET = {"prnu": 0, "dsnu": 0, "dark_current": 0, "read_noise": 0, "bits": 16, "black_level": 800}
SIZE = (48, 64)


def ramp(size):
    """A colour that changes evenly over the image, planar (3, H, W)."""
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    return np.stack([0.2 + 0.003 * x, 0.5 - 0.002 * y, 0.3 + 0.001 * (x + y)])


def mosaicked(image, pattern):
    """The plane of a mosaic with room around it, as ``linearise`` makes it."""
    _, height, width = image.shape
    colour = colour_of(pattern)
    chosen = colour[np.arange(height)[:, None] & 1, np.arange(width) & 1]
    plane = np.zeros((height + 4, width + 4), np.float32)
    plane[2:-2, 2:-2] = np.take_along_axis(image, chosen[None], 0)[0]
    plane[:, :2], plane[:, -2:] = plane[:, [4, 3]], plane[:, [-4, -5]]
    fold_back(plane)
    return plane, colour.astype(np.int32)


@pytest.mark.parametrize("method", ["malvar", "bilinear"])
@pytest.mark.parametrize("pattern", BAYER)
def test_even_gradients_are_filled_in_exactly(method, pattern):
    """Both interpolations are exact for what is linear in x and y, away from the borders."""
    image = ramp(SIZE)
    plane, colour = mosaicked(image, pattern)
    out = np.empty((3, SIZE[0] * SIZE[1]), np.float32)
    demosaic(plane, 0, SIZE[0], colour, weights(method), out)
    inner = np.s_[:, 3:-3, 3:-3]
    if method == "bilinear":
        assert out.reshape(image.shape)[inner] == pytest.approx(image[inner], abs=2e-6)
    else:  # gradients of another colour come in, and cancel for those that are linear
        assert out.reshape(image.shape)[inner] == pytest.approx(image[inner], abs=2e-6)


@pytest.mark.parametrize("pattern", [*BAYER, "mono"])
def test_grey_is_grey_under_every_mosaic(pattern):
    of = imager(SIZE, mosaic=pattern, **QUIET)
    raw = of.capture(flat(SIZE, 20.0), taken(), 1)
    mean = of.rgb(raw, taken()).reshape(-1, 3).mean(0)
    assert np.ptp(mean) < 0.6


def test_linear_light_is_what_it_was():
    """Luminance comes back in cd/m², by colour, for any exposure, gain and white balance."""
    size = (32, 32)
    light = np.repeat(np.array([[12.0], [20.0], [7.0]], np.float32), size[0] * size[1], 1)
    for how in (taken(0.004), taken(0.001, 3.0), taken(0.004, 1.0, (1.3, 1.0, 0.7))):
        of = imager(size, noise=False, **QUIET)
        found = of.linear(of.capture(light, how, 0), how)[4:-4, 4:-4].mean((0, 1))
        assert found == pytest.approx([12.0, 20.0, 7.0], rel=0.01)


def test_white_balance_makes_white_white():
    """A white wall under warm light, balanced for it."""
    white = np.array([1.5, 1.0, 0.5])
    light = np.repeat((30.0 * white[:, None]).astype(np.float32), SIZE[0] * SIZE[1], 1)
    of = imager(SIZE, noise=False, **QUIET)
    balanced = of.rgb(of.capture(light, taken(0.002), 0), taken(0.002, 1.0, white))
    assert np.ptp(balanced.reshape(-1, 3).mean(0)) < 3
    plain = of.rgb(of.capture(light, taken(0.002), 0), taken(0.002)).reshape(-1, 3).mean(0)
    assert plain[0] > plain[1] + 10 > plain[2] + 20


def test_what_is_burnt_out_is_white_not_pink():
    for gain in (0.25, 1.0, 8.0):
        of = imager(SIZE, noise=False, **QUIET)
        how = Taken(0.01, gain, np.array([1.2, 1.0, 0.7]))
        picture = of.rgb(of.capture(flat(SIZE, 1e5), how, 0), how)
        assert picture.min() >= 253


def test_the_curve_of_srgb_is_that_of_the_standard():
    of = imager(SIZE, {"tone": "srgb"}, noise=False, mosaic="mono", **QUIET)
    full = (of.most - of.black) / of.counts / of.response.white[0] / 0.01
    for share in (0.01, 0.18, 0.5):
        picture = of.rgb(of.capture(flat(SIZE, share * full), taken(), 0), taken())
        assert picture.mean() == pytest.approx(255 * float(encoded(np.array(share))), abs=1.0)


def test_jpeg_leaves_its_blocks():
    light = np.abs(np.random.default_rng(1).normal(20, 8, (3, SIZE[0] * SIZE[1])))
    light = light.astype(np.float32)
    fine, coarse = (imager(SIZE, {"jpeg": q}).rgb(imager(SIZE).capture(light, taken(0.005), 0),
                    taken(0.005)) for q in (None, 20))  # fmt: skip
    assert 2.0 < abs(fine.astype(float) - coarse).mean() < 40.0


def test_noise_depends_on_the_signal_and_comes_before_the_curve():
    """Others add Gaussian noise to 8-bit sRGB. Here, in linear light, the variance grows with the
    signal; in the picture the shadows are noisier than the lights."""
    size, how = (96, 96), taken(0.004)
    of = imager(size, prnu=0, dsnu=0)
    raw_noise, picture_noise = [], []
    for level in (2.0, 60.0):
        raw = of.capture(flat(size, level), how, int(level))
        raw_noise.append(raw.reshape(size)[::2, 1::2].astype(float).var())
        picture_noise.append(of.rgb(raw, how)[..., 1].astype(float).std())
    assert raw_noise[1] > 8.0 * raw_noise[0]
    assert picture_noise[1] < 0.7 * picture_noise[0]


def test_demosaicing_makes_the_noise_of_neighbours_alike():
    """Others add noise pixel by pixel to finished pictures; here a third or so is shared."""
    size, how = (96, 96), taken(0.004)
    of = imager(size, prnu=0, dsnu=0)
    red = of.rgb(of.capture(flat(size, 20.0), how, 4), how)[4:-4, 4:-4, 0].astype(float)
    red -= red.mean()
    assert np.corrcoef(red[:, 1:].ravel(), red[:, :-1].ravel())[0, 1] > 0.15


def test_a_night_is_no_dimmed_day():
    """A twentieth of the light, and 16 times the exposure: the picture is nearly as bright, and
    much noisier."""
    size = (96, 96)
    of = imager(size)
    day, night = taken(0.004), taken(0.004, 16.0)
    bright = of.rgb(of.capture(flat(size, 16.0), day, 1), day).astype(float)
    dark = of.rgb(of.capture(flat(size, 1.0), night, 2), night).astype(float)
    assert dark.mean() == pytest.approx(bright.mean(), rel=0.05)
    assert dark[..., 1].std() > 2.5 * bright[..., 1].std()
