"""Approximations and noises of the kernels against NumPy and against what they promise."""

import numpy as np
import pytest
from whiteout.simcore.kernel import kernel
from whiteout.simcore.kernels import approx, noise


@kernel("f4[:] -> f4[:], f4[:], f4[:]", narrow=True)
def approximations(x, exp_out, log_out, sin_out):
    for n in range(x.shape[0]):
        exp_out[n], log_out[n] = approx.exp(x[n]), approx.log(abs(x[n]) + 1e-30)
        sin_out[n] = approx.sin_turns(x[n])


@kernel("f4[:], f4[:] -> f4[:,:]", narrow=True)
def noises(x, y, out):
    for n in range(x.shape[0]):
        out[0, n] = noise.noise(x[n], y[n])
        out[1, n], out[2, n], out[3, n] = noise.grain(x[n], y[n])
        out[4, n], out[5, n], out[6, n] = noise.noise_slope(x[n], y[n])
        out[7, n] = noise.fbm3(x[n], y[n])


def of(x, y) -> np.ndarray:
    x, y = np.broadcast_arrays(np.asarray(x, np.float32), np.asarray(y, np.float32))
    out = np.empty((8, x.size), np.float32)
    noises(np.ascontiguousarray(x.ravel()), np.ascontiguousarray(y.ravel()), out)
    return out.astype(np.float64)


def scattered(count: int, reach: float) -> np.ndarray:
    """(2, count) places; the golden ratio and its like scatter them evenly."""
    n = np.arange(count)
    return reach * (np.stack([n * 0.7548776662, n * 0.5698402910]) % 1.0 - 0.5)


def test_approximations_are_as_close_as_they_say():
    x = np.concatenate([np.linspace(-80, 80, 20001), np.geomspace(1e-20, 1e20, 5001)])
    x = x.astype(np.float32)
    out = [np.empty_like(x) for _ in range(3)]
    approximations(x, *out)
    exact = x.astype(np.float64)
    within = np.abs(exact) < 80
    assert np.abs(out[0][within] / np.exp(exact[within]) - 1).max() < 1e-5
    logarithm = np.log(np.abs(exact) + 1e-30)
    assert (np.abs(out[1] - logarithm) < 1e-5 + 2e-7 * np.abs(logarithm)).all()
    turns = np.abs(exact) < 1e3
    assert np.abs(out[2][turns] - np.sin(2 * np.pi * exact[turns])).max() < 1.3e-3


def test_noise_stays_in_its_range_and_around_its_mean():
    found = of(*scattered(200_000, 3e4))
    for row in (0, 4, 7):
        assert found[row].min() >= 0.0
        assert found[row].max() <= 1.0
        assert found[row].mean() == pytest.approx(0.5, abs=0.01)
    assert found[0].std() == pytest.approx(0.23, abs=0.02)
    assert found[1].mean() == pytest.approx(0.0, abs=0.005)
    assert found[1].std() == pytest.approx(0.18, abs=0.02)
    assert np.abs(found[1]).max() < 1.0


def test_noise_goes_on_without_steps_below_zero_as_above():
    line = np.linspace(-3.0, 3.0, 24001)
    for row in (0, 1, 7):
        assert np.abs(np.diff(of(line, 0.37)[row])).max() < 0.01


def test_slopes_are_derivatives():
    x, y = scattered(2000, 40.0)
    step = 2.0**-9
    here = of(x, y)
    for value, across, up in ((1, 2, 3), (4, 5, 6)):
        east = (of(x + step, y)[value] - of(x - step, y)[value]) / (2 * step)
        north = (of(x, y + step)[value] - of(x, y - step)[value]) / (2 * step)
        assert np.abs(east - here[across]).max() < 0.02
        assert np.abs(north - here[up]).max() < 0.02


def test_noise_does_not_repeat_along_a_road():
    line = of(np.arange(0.5, 20000.0), 0.5)[0]
    centred = line - line.mean()
    power = np.abs(np.fft.rfft(centred)) ** 2
    likeness = np.fft.irfft(power)[1:10000] / np.fft.irfft(power)[0]
    assert np.abs(likeness[2:]).max() < 0.06
