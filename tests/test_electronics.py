"""Photons, electrons and counts: the laws of EMVA 1288, by statistics of flat fields."""

import numpy as np
import pytest
from imagers import flat, imager, taken
from scipy import stats
from whiteout.sensors.imaging.exposing import EXACT, Chip, expose
from whiteout.sensors.imaging.hdr import Companding, join
from whiteout.sensors.imaging.photons import (
    PER_LUX,
    dark_current,
    efficiencies,
    photons_per_lux,
    through_lens,
)

SIZE = (128, 192)


def numbers(mean, chip=None, key=1, size=SIZE):
    """Counts of pixels with so many electrons in the mean, a count per electron."""
    pixels = size[0] * size[1]
    chip = chip or Chip(*map(np.float32, (0, 1e6, 0, 1, 0, 65535, 0, 0)))
    out = np.empty(pixels, np.uint16)
    weight = np.full((2, 3, size[1]), mean / 3.0, np.float32)
    light, even = np.ones((3, pixels), np.float32), np.ones(pixels, np.float32)
    pattern = np.zeros((2, pixels), np.float32)
    rows = light, 0, size[0], size[1], weight, even, pattern
    expose(*rows, np.uint32(key), np.uint32(7), chip, out)
    return out


def test_a_lux_of_green_light_frees_4e15_photons_a_second():
    """CA-03: 1 lx of 555 nm on 3 µm × 3 µm: 3.68e4 photons a second."""
    assert photons_per_lux(555e-9) * 9e-12 == pytest.approx(3.68e4, rel=0.005)


def test_white_light_has_the_photons_of_daylight():
    """Full sunlight of 1 klx is some 18.5 µmol/m²/s of photosynthetically active radiation
    (Thimijan and Heins, HortScience 18 (1983): 54 lx per µmol)."""
    assert PER_LUX.sum() == pytest.approx(6.022e17 / 54.0, rel=0.05)


def test_a_moonlit_road_gives_one_electron():
    """CA-04: 0.1 lx, albedo 0.2, 33 ms, T = 0.9, N = 1.6, QE = 0.6, 3 µm: about 1.3 electrons,
    below the read noise of usual chips."""
    of = imager(efficiency={"red": 0.6, "green": 0.6, "blue": 0.6, "crosstalk": 0.1})
    electrons = of.response.white[1] * 0.1 * 0.2 / np.pi * 0.033
    assert electrons == pytest.approx(1.3, rel=0.15)
    assert electrons < of.electronics.read_noise


def test_a_lens_lets_through_what_its_aperture_does():
    """E = π L T / 4N²: two stops of aperture are four times the light."""
    assert through_lens(2.0, 0.9) == pytest.approx(np.pi * 0.9 / 16.0)
    assert through_lens(1.4, 1.0) / through_lens(2.8, 1.0) == pytest.approx(4.0)


@pytest.mark.parametrize("mean", [0.02, 0.7, 3.0, 7.8, 8.2, 60.0])
def test_electrons_are_poisson_numbers(mean):
    """By a chi-square test of their distribution, over classes of at least 20 expected."""
    found = np.bincount(numbers(mean), minlength=200)[:200].astype(float)
    expected = stats.poisson.pmf(np.arange(200), mean) * found.sum()
    if mean > EXACT:  # a normal number with the right skew: its moments, and its middle
        x = numbers(mean).astype(float)
        assert x.mean() == pytest.approx(mean, rel=0.005)
        assert x.var() == pytest.approx(mean, rel=0.03)
        assert stats.skew(x) == pytest.approx(mean**-0.5, abs=0.06)
        return
    common = expected >= 20
    rest_found, rest_expected = found[~common].sum(), expected[~common].sum()
    chi = ((found - expected)[common] ** 2 / expected[common]).sum()
    chi += (rest_found - rest_expected) ** 2 / max(rest_expected, 1e-9) if rest_expected > 5 else 0
    assert stats.chi2.sf(chi, common.sum()) > 1e-4


def test_the_photon_transfer_curve_has_the_slope_of_the_gain():
    """CA-01, σ² = K² σ_d² + 1/12 + K (μ - μ_dark): slope to 1 %, intercept by the read noise."""
    chip = {"full_well": 20000, "read_noise": 3.0, "prnu": 0, "dsnu": 0, "dark_current": 0}
    of = imager(SIZE, bits=14, black_level=400, **chip)
    means, variances = [], []
    for step in range(200):
        light = flat(SIZE, 1.4 * step)
        pair = [
            of.capture(light, taken(), 1000 * step + k).reshape(SIZE)[::2, 1::2] for k in (0, 1)
        ]
        a, b = (values.astype(float) for values in pair)
        means.append((a.mean() + b.mean()) / 2 - 400)
        variances.append(((a - b) ** 2).mean() / 2)
    means, variances = np.array(means), np.array(variances)
    assert means.max() > 4000 and means.max() < 2**14 - 800
    slope, intercept = np.polyfit(means, variances, 1, w=1.0 / (variances + 1.0))
    assert slope == pytest.approx(of.counts, rel=0.01)
    dark = of.counts**2 * 9.0 + 1.0 / 12.0
    assert variances[0] == pytest.approx(dark, rel=0.05)
    assert intercept == pytest.approx(dark, rel=0.3)


def test_the_best_signal_to_noise_is_the_root_of_the_full_well():
    """CA-02, within 2 %."""
    well = 9000.0
    x = numbers(well, Chip(*map(np.float32, (0, 1e6, 0, 1, 0, 65535, 0, 0)))).astype(float)
    assert x.mean() / x.std() == pytest.approx(well**0.5, rel=0.02)


def test_a_full_well_clips_and_so_do_counts():
    x = numbers(5000.0, Chip(*map(np.float32, (0, 4000, 0, 2, 100, 65535, 0, 0))))
    assert set(x) == {8100}
    assert set(numbers(5000.0, Chip(*map(np.float32, (0, 1e6, 0, 1, 0, 1023, 0, 0))))) == {1023}


def test_the_dark_signal_doubles_every_8_kelvin():
    """CA-06, through the counts: 30 °C and 38 °C."""
    chip = {"read_noise": 0, "dsnu": 0, "prnu": 0, "dark_current": 4000.0, "bits": 14}
    dark = [
        imager(SIZE, temperature=t, **chip).capture(flat(SIZE, 0.0), taken(0.5), 3).mean() - 168.0
        for t in ("30 degC", "38 degC")
    ]
    assert dark[1] / dark[0] == pytest.approx(2.0, rel=0.01)
    assert dark_current(10.0, 303.15 + 16.0, 8.0) == pytest.approx(40.0)


def test_uneven_pixels_are_the_same_in_every_reading_of_a_specimen():
    """The mean of many readings leaves the fixed pattern: PRNU in proportion to the signal, DSNU
    the same in the dark."""
    chip = {"read_noise": 1.0, "dark_current": 0, "full_well": 30000, "bits": 16, "dsnu": 3.0}
    chip |= {"mosaic": "mono", "prnu": 0.02, "black_level": 600}
    of = imager((48, 64), **chip)

    def spread(level):
        stack = [of.capture(flat((48, 64), level), taken(), k) / of.counts for k in range(400)]
        return np.mean(stack, 0)

    dark, bright = spread(0.0), spread(30.0)
    assert dark.std() == pytest.approx(3.0, rel=0.1)
    signal = bright - dark
    assert signal.std() / signal.mean() == pytest.approx(0.02, rel=0.1)
    again = imager((48, 64), **chip).capture(flat((48, 64), 0.0), taken(), 5)
    assert np.array_equal(again, of.capture(flat((48, 64), 0.0), taken(), 5))
    other = imager((48, 64), specimen=1, **chip)
    first, second = (np.corrcoef(dark, x)[0, 1] for x in (
        np.mean([c.capture(flat((48, 64), 0.0), taken(), k) for k in range(60)], 0)
        for c in (of, other)
    ))  # fmt: skip
    assert first > 0.9 and abs(second) < 0.1


def test_noise_is_the_same_for_any_number_of_threads_and_other_for_another_key():
    light = np.abs(np.random.default_rng(3).normal(20.0, 15.0, (3, SIZE[0] * SIZE[1])))
    light = light.astype(np.float32)
    one, three = (imager(SIZE, threads=n).capture(light, taken(), 9) for n in (1, 3))
    assert np.array_equal(one, three)
    assert (imager(SIZE).capture(light, taken(), 10) != one).mean() > 0.5


def test_noise_of_neighbours_is_independent():
    x = numbers(200.0).reshape(SIZE).astype(float) - 200.0
    for shift in ((0, 1), (1, 0), (1, 1)):
        other = np.roll(x, shift, (0, 1))
        assert abs(np.corrcoef(x.ravel(), other.ravel())[0, 1]) < 4.0 / np.sqrt(x.size)
    assert abs(np.corrcoef(numbers(200.0, key=1), numbers(200.0, key=2))[0, 1]) < 0.03


def test_the_clean_twin_is_the_mean_of_the_noisy_ones():
    size = (32, 48)
    chip = {"bits": 16, "black_level": 500, "prnu": 0, "dsnu": 0}
    light = flat(size, 2.0)
    clean = imager(size, noise=False, **chip).capture(light, taken(), 0).astype(float)
    noisy = imager(size, **chip)
    mean = np.mean([noisy.capture(light, taken(), k) for k in range(300)], 0)
    for y in (0, 1):
        for x in (0, 1):
            cell = np.s_[y::2, x::2]
            a, b = clean.reshape(size)[cell], mean.reshape(size)[cell]
            assert len(set(a.ravel())) == 1
            assert b.mean() == pytest.approx(a.mean(), abs=0.7)


def test_joined_exposures_follow_the_light_over_their_whole_range():
    """Three exposures, 16 times apart, tell 256 full pixels from more; the noise rises where one
    takes over from the other."""
    size, ratio = (64, 64), 16.0
    hdr = {"exposures": 3, "ratio": ratio, "bits": 16}
    of = imager(size, hdr=hdr, prnu=0, dsnu=0, dark_current=0, mosaic="mono")
    assert of.span == ratio**2
    table = of._companding.table()
    levels = np.geomspace(0.02, 200.0, 25)
    full = (of.most - of.black) / of.counts / (of.response.white[0] * 0.01)
    means, noise = [], []
    for k, level in enumerate(levels):
        value = table[of.capture(flat(size, level * full), taken(), k)].astype(float) * of.span
        means.append(value.mean())
        noise.append(value.std() / value.mean())
    assert means == pytest.approx(levels, rel=0.03)
    before, after = (np.argmin(abs(levels - x)) for x in (0.6, 1.3))
    assert noise[after] > 2.0 * noise[before]


@pytest.mark.parametrize("gain", [0.125, 0.5, 4.0])
def test_joined_exposures_follow_the_light_at_any_gain(gain):
    """Below a gain of 1 wells are full before counts are: the next exposure takes over there."""
    size, how = (16, 16), taken(0.01, gain)
    of = imager(size, hdr={"exposures": 3, "bits": 16}, noise=False, dark_current=0, mosaic="mono")
    full = (of.most - of.black) / of.counts / (of.response.white[0] * 0.01) / max(gain, 1.0)
    levels = np.geomspace(0.05, 200.0, 15)
    found = [of.linear(of.capture(flat(size, x * full), how, 0), how).mean() for x in levels]
    assert found == pytest.approx(levels * full, rel=0.03)


def test_companding_comes_back():
    both = Companding.smooth(12, 168.0, 256.0)
    value = np.geomspace(1e-6, 1.0, 4000).astype(np.float32)
    counts = both.counts(value)
    assert (np.diff(counts.astype(int)) >= 0).all() and counts[-1] == 4095
    back = both.table()[counts]
    worth = np.diff(both.table()[168:4097].astype(float))
    place = np.clip(counts.astype(int) - 168, 1, len(worth) - 1)
    coarser = np.maximum(worth[place - 1], worth[place])
    assert (abs(back - value) <= 0.51 * coarser + 1e-7).all()


def test_the_clearest_unclipped_exposure_is_taken():
    counts = np.array([[1000, 4095, 4095], [200, 3000, 4095], [120, 300, 900]], np.uint16)
    value = np.empty(3, np.float32)
    scale = np.array([1, 16, 256], np.float32) / np.float32(256 * 3995)
    join(counts, 0, 3, scale, np.float32(100), np.float32(4095), value)
    assert value == pytest.approx([900 * scale[0], 2900 * scale[1], 800 * scale[2]], rel=1e-5)


def test_filters_leak_into_their_neighbours():
    table = efficiencies(0.5, 0.6, 0.4, 0.1)
    assert table[1] == pytest.approx([0.06, 0.6, 0.06])
    assert table[0, 2] < table[0, 1] < table[0, 0]
