"""Pixels that tell changes of light: counts, times, noise and states, against closed forms."""

import numpy as np
import pytest
from imagers import plain
from whiteout.sensors.imaging.retina import EVENT, Retina
from whiteout.sensors.models.event import Pixels
from whiteout.sensors.seen import coloured_counts, counted

SIZE = (40, 60)
PIXELS = SIZE[0] * SIZE[1]
MS = 1_000_000
IDEAL = {"refractory": "0 ms", "bandwidth_per_lux": 0, "dark": 1e-4}
C = 0.2


def retina(noise=False, threads=1, specimen=0, **given):
    settings = plain(Pixels, specimen=specimen, **{**IDEAL, **given})
    even = np.ones(PIXELS, np.float32)
    return Retina("front", SIZE, settings, 1.8, 0.9, even, noise, threads)


def even(luminance):
    return np.full((3, PIXELS), luminance, np.float32)


def run(of, luminance, step_ns, start_ns=0):
    """All events of a series of even luminances."""
    state = of.begin(start_ns, even(luminance[0]))
    found = []
    for k, value in enumerate(luminance[1:], 1):
        light = even(value) if np.ndim(value) == 0 else value
        state, events = of.follow(state, start_ns + k * step_ns, light, 977 * k)
        found.append(events)
    return np.concatenate(found)


@pytest.mark.parametrize("ratio", [1.15, 1.3, 3.0, 20.0, 1 / 3.0, 1 / 20.0])
def test_a_step_gives_as_many_events_as_thresholds_lie_in_its_contrast(ratio):
    """floor(|ln ratio| / C) per pixel, all of one sign (ESIM)."""
    events = run(retina(threshold_on=C, threshold_off=0.25), [1000.0, 1000.0 * ratio], 10 * MS)
    threshold = C if ratio > 1 else 0.25
    expected = int(np.floor(abs(np.log(ratio)) / threshold))
    assert len(events) == expected * PIXELS
    assert (events["polarity"] == (1 if ratio > 1 else -1)).all()
    assert set(np.unique(events["x"])) == (set(range(SIZE[1])) if expected else set())


def test_small_steps_add_up_over_looks():
    logs = 0.15 * np.arange(5)  # 0.6 in all: three thresholds
    assert len(run(retina(), 500.0 * np.exp(logs), MS)) == 3 * PIXELS
    there_and_back = 500.0 * np.exp([0.0, 0.15, 0.0, 0.15, 0.0])
    assert len(run(retina(), there_and_back, MS)) == 0


def test_times_lie_where_the_logarithm_crosses():
    """Evenly, at k C / ln ratio of the way between two looks, to the microsecond."""
    events = run(retina(), [1000.0, 1000.0 * np.exp(1.1)], 10 * MS, start_ns=3 * MS)
    times = np.unique(events["t_ns"])
    assert times == pytest.approx(3 * MS + 10 * MS * C / 1.1 * np.arange(1, 6), abs=1000)
    assert (np.diff(events["t_ns"]) >= 0).all()
    first = events[events["t_ns"] == times[0]]
    place = first["y"].astype(int) * SIZE[1] + first["x"]
    assert (np.diff(place) > 0).all()


def test_a_sine_of_the_logarithm_gives_its_closed_count():
    """Levels of multiples of C: up 2 floor(A / C) per period, and as many down."""
    amplitude = 1.03
    phase = 2 * np.pi * np.arange(0, 301) / 100
    events = run(retina(), 300.0 * np.exp(amplitude * np.sin(phase)), MS)
    late = events[events["t_ns"] > 100 * MS]
    for sign in (1, -1):
        assert (late["polarity"] == sign).sum() == 2 * 2 * int(amplitude / C) * PIXELS


def test_a_moving_edge_is_told_where_and_when_it_passes():
    of = retina()
    columns = np.arange(SIZE[1])

    def light(k):  # 1 px per look, its slope 1 px wide
        share = np.clip(10.0 + k - columns + 0.5, 0.0, 1.0)
        row = np.exp(np.log(100.0) + share * np.log(4.0))
        return np.tile(np.tile(row, SIZE[0]), (3, 1)).astype(np.float32)

    state, found = of.begin(0, light(0)), []
    for k in range(1, 31):
        state, some = of.follow(state, k * MS, light(k), 5)
        found.append(some)
    events = np.concatenate(found)
    assert len(events) == 30 * SIZE[0] * int(np.log(4.0) / C)
    slope, start = np.polyfit(events["x"], events["t_ns"] / MS, 1)
    assert slope == pytest.approx(1.0, rel=0.01)  # ms per px
    assert start == pytest.approx(-10.0, abs=0.6)


def test_a_pixel_is_held_after_an_event():
    """In a ramp of s per second, every C / s + refractory; the level is that of the release."""
    span, rise = 10e-3, 3.1
    events = run(retina(refractory="0.5 ms"), [100.0, 100.0 * np.exp(rise)], int(span * 1e9))
    slope = rise / span
    every = C / slope + 0.5e-3
    assert len(events) == PIXELS * int(np.floor(1 + (span - C / slope) / every))
    times = np.unique(events["t_ns"]) * 1e-9
    assert np.diff(times) == pytest.approx(every, abs=2e-6)
    # Over many looks, that end while pixels are held, too.
    many = run(retina(refractory="0.5 ms"), 100.0 * np.exp(np.linspace(0, rise, 41)), 250_000)
    assert len(many) == len(events)


def test_photoreceptors_follow_with_a_bandwidth_that_grows_with_the_light():
    """A first-order lag of f = 20 Hz/lx · light: level(t) by its exponential."""
    luminance = 2.0
    lux = np.pi * 0.9 / (4 * 1.8**2) * luminance * np.e**2
    of = retina(bandwidth_per_lux=20.0, bandwidth="1e5 Hz")
    state, told = of.begin(0, even(luminance)), 0
    for k in range(1, 21):
        state, events = of.follow(state, k * MS, even(luminance * np.e**2), 1)
        told += len(events)
        reached = 2.0 * (1 - np.exp(-2 * np.pi * 20.0 * lux * k * 1e-3))
        assert state.level[0] - np.log(lux / np.e**2) == pytest.approx(reached, abs=2e-3)
        assert told == PIXELS * int(np.floor(reached / C))
    capped = retina(bandwidth_per_lux=20.0, bandwidth="10 Hz")
    slow, _ = capped.follow(capped.begin(0, even(1e3)), 10 * MS, even(1e3 * np.e), 1)
    reached = 1 - np.exp(-2 * np.pi * 10.0 * 0.01)
    assert slow.level[0] - capped.begin(0, even(1e3)).level[0] == pytest.approx(reached, abs=1e-3)


def test_what_stands_still_says_nothing_to_even_pixels():
    assert len(run(retina(), [30.0] * 50, 10 * MS)) == 0


QUIET = {"noise_rate": "0 Hz", "leak_rate": "0 Hz", "hot_pixels": 0, "mismatch": 0}


def test_leaks_say_brighter_at_their_rate():
    given = {**QUIET, "leak_rate": "0.1 Hz"}
    events = run(retina(True, **given), [1000.0] * 81, 1000 * MS)
    assert (events["polarity"] == 1).all()
    late = events[events["t_ns"] > 20_000 * MS]
    assert len(late) / PIXELS / 60.0 == pytest.approx(0.1, rel=0.05)


@pytest.mark.parametrize(("luminance", "share"), [(0.0, 1.0), (1e5, 0.25)])
def test_noise_comes_at_its_rate_alike_in_both_signs(luminance, share):
    """Poisson's: the variance of counts in tenths of a second is their mean."""
    of = retina(True, **{**QUIET, "noise_rate": "2 Hz"})
    events = run(of, [luminance] * 301, 10 * MS)
    rate = 2.0 * share
    for sign in (1, -1):
        some = events[events["polarity"] == sign]
        assert len(some) / PIXELS / 3.0 == pytest.approx(rate, rel=0.04)
    where = events["y"].astype(int) * SIZE[1] + events["x"]
    counts = np.bincount(where, minlength=PIXELS)
    assert counts.var() / counts.mean() == pytest.approx(1.0, abs=0.1)
    inside = events["t_ns"] % (10 * MS) / (10 * MS)
    assert inside.mean() == pytest.approx(0.5, abs=0.02)


def test_hot_pixels_are_few_and_loud():
    of = retina(True, **{**QUIET, "hot_pixels": 0.01, "hot_rate": "30 Hz"})
    events = run(of, [100.0] * 101, 10 * MS)
    counts = np.bincount(events["y"].astype(int) * SIZE[1] + events["x"], minlength=PIXELS)
    hot = counts > 0
    assert 8 <= hot.sum() <= 45  # 24 of 2400
    assert counts[hot].mean() == pytest.approx(30.0, abs=1.0)
    assert (events["polarity"] == 1).all()


def test_thresholds_are_uneven_and_those_of_the_specimen():
    up, down, _ = retina(True, **{**QUIET, "mismatch": 0.03}).limits
    again, other = (retina(True, specimen=k, **{**QUIET, "mismatch": 0.03}).limits for k in (0, 1))
    assert up.std() / up.mean() == pytest.approx(0.03, rel=0.06)
    assert np.array_equal(up, again[0]) and not np.array_equal(up, other[0])
    assert abs(np.corrcoef(up, down)[0, 1]) < 0.08


def test_threads_and_repetitions_give_the_same_bytes():
    rng = np.random.Generator(np.random.Philox(3))
    lights = [rng.uniform(1.0, 300.0, (3, PIXELS)).astype(np.float32) for _ in range(4)]
    made = []
    for threads in (1, 1, 3):
        of = retina(True, threads, refractory="0.2 ms", noise_rate="100 Hz")
        state, found = of.begin(0, lights[0]), []
        for k, light in enumerate(lights[1:], 1):
            state, events = of.follow(state, k * MS, light, 11 * k)
            assert (np.diff(events["t_ns"]) >= 0).all()
            assert events["t_ns"].min() >= (k - 1) * MS and events["t_ns"].max() <= k * MS
            found.append(events.tobytes())
        made.append((found, [part.tobytes() for part in state[1:]]))
    assert made[0] == made[1] == made[2]


def test_events_are_counted_by_pixel_and_sign():
    events = np.zeros(4, EVENT)
    events["x"], events["y"], events["polarity"] = (1, 1, 1, 2), (0, 0, 0, 1), (1, 1, -1, -1)
    counts = counted(events, (2, 3))
    assert counts[0, 1].tolist() == [2, 1] and counts[1, 2].tolist() == [0, 1]
    assert counts.sum() == 4
    picture = coloured_counts(counts)
    assert picture[0, 1, 2] > picture[0, 1, 0]  # blue: brighter
    assert picture[1, 2, 0] > picture[1, 2, 2]
    assert (picture[0, 0] == picture[1, 0]).all()
