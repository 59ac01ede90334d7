"""Points of the unit cube: Sobol as scipy's, Latin hypercubes stratified, streams kept apart."""

import numpy as np
import pytest
from scipy.stats import qmc
from whiteout.scenarios.points import Points, directions, latin, permuted, sobol, sobol_bits


def test_sobol_bits_are_those_of_scipy():
    theirs = qmc.Sobol(512, scramble=False, bits=32).random(256)
    for dimension in (0, 1, 2, 3, 10, 77, 200, 511):
        ours = [sobol_bits(directions(dimension), index) * 2.0**-32 for index in range(256)]
        assert np.array_equal(ours, theirs[:, dimension])


def test_a_far_sobol_point_is_had_without_those_before_it():
    sequence = qmc.Sobol(8, scramble=False, bits=32).fast_forward(123_456)
    theirs = sequence.random(1)[0]
    ours = [sobol_bits(directions(dimension), 123_456) * 2.0**-32 for dimension in range(8)]
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("seed", [0, 7])
def test_scrambled_sobol_points_fill_every_dyadic_box_once(seed):
    """The first two dimensions are a (0, m, 2)-net: 2^m points, one in each box of area 2^-m."""
    points = np.array([[sobol(seed, i, 0, name, k) for k, name in enumerate("ab")]
                       for i in range(64)])  # fmt: skip
    for bits in range(7):
        boxes = {(int(x * 2**bits), int(y * 2 ** (6 - bits))) for x, y in points}
        assert len(boxes) == 64


def test_scrambles_differ_by_seed_and_attempt():
    values = {sobol(seed, 5, attempt, "a", 3) for seed in range(4) for attempt in range(4)}
    assert len(values) == 16


def test_scrambled_sobol_integrates_better_than_chance():
    """Mean of a smooth function of 6 numbers: the error of 256 points, over 8 scrambles."""

    def error(u):
        return abs(np.prod(1.0 + 0.5 * (np.array(u) - 0.5), 1).mean() - 1.0)

    names = "abcdef"
    low, high = [], []
    for seed in range(8):
        low.append(error([[sobol(seed, i, 0, n, k) for k, n in enumerate(names)]
                          for i in range(256)]))  # fmt: skip
        chance = Points("random", seed)
        high.append(error([[chance.u(n, k, i, 0) for k, n in enumerate(names)]
                           for i in range(256)]))  # fmt: skip
    assert np.mean(low) < 0.2 * np.mean(high)


def test_quantities_beyond_the_table_get_random_numbers():
    assert Points("sobol", 1).u("a", 5000, 3, 0) == Points("random", 1).u("a", 5000, 3, 0)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 16, 100, 1000])
def test_a_latin_hypercube_has_one_point_in_every_slice(count):
    cells = sorted(int(latin(4, index, 0, "a", count) * count) for index in range(count))
    assert cells == list(range(count))


def test_slices_of_two_quantities_are_paired_at_random():
    a = [latin(4, index, 0, "a", 500) for index in range(500)]
    b = [latin(4, index, 0, "b", 500) for index in range(500)]
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(500)


def test_keyed_permutations_are_uniform():
    """Over 3000 keys every place of 5 goes to every place equally often: chi-square, 16 degrees."""
    table = np.zeros((5, 5))
    for key in range(3000):
        for place in range(5):
            table[place, permuted(place, 5, key)] += 1
    assert (table.sum(0) == 3000).all()
    assert ((table - 600) ** 2 / 600).sum() < 45  # p = 1e-4


@pytest.mark.parametrize("sampler", ["random", "sobol", "latin_hypercube"])
def test_numbers_lie_in_the_half_open_unit_interval(sampler):
    points = Points(sampler, 2, 300)
    values = [points.u(name, place, i, 0) for place, name in enumerate("abc") for i in range(300)]
    assert min(values) >= 0.0
    assert max(values) < 1.0
    assert len(set(values)) == len(values)
