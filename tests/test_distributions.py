"""Inverse CDFs: against scipy.stats, at their ends, and as authors write them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from whiteout.simcore.quantity import distributions as d
from whiteout.simcore.quantity.terms import Constant, Derived, Random, TermError, read
from whiteout.simcore.quantity.units import DIMENSIONS

U = [1e-12, 1e-4, 0.01, 0.2, 0.5, 0.7, 0.99, 0.9999, 1 - 1e-10]
LAST = 1.0 - 2.0**-53

PAIRS = [
    (d.Uniform(-2.0, 5.0), stats.uniform(-2, 7)),
    (d.LogUniform(0.2, 30.0), stats.loguniform(0.2, 30)),
    (d.Normal(1.5, 0.4), stats.norm(1.5, 0.4)),
    (d.TruncatedNormal(1.0, 0.5, 0.2, 1.1), stats.truncnorm(-1.6, 0.2, 1.0, 0.5)),
    (d.TruncatedNormal(0.0, 1.0, 9.0, 11.0), stats.truncnorm(9, 11)),
    (d.TruncatedNormal(0.0, 1.0, -12.0, -10.0), stats.truncnorm(-12, -10)),
    (d.LogNormal(0.9, 0.3), stats.lognorm(0.3, scale=0.9)),
    (d.Beta(1.0, 6.0), stats.beta(1, 6)),
    (d.Beta(2.5, 0.7, 3.0, 8.0), stats.beta(2.5, 0.7, 3, 5)),
    (d.Triangular(1.0, 1.5, 4.0), stats.triang(0.5 / 3, 1, 3)),
    (d.Triangular(1.0, 1.0, 4.0), stats.triang(0, 1, 3)),
    (d.Triangular(1.0, 4.0, 4.0), stats.triang(1, 1, 3)),
    (d.Exponential(2.5), stats.expon(scale=2.5)),
    (d.Weibull(2.0, 4.0), stats.weibull_min(2, scale=4)),
    (d.Poisson(0.3), stats.poisson(0.3)),
    (d.Poisson(7.5), stats.poisson(7.5)),
    (d.Poisson(4000.0), stats.poisson(4000)),
]
IDS = [str(pair[0]) for pair in PAIRS]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=IDS)
def test_quantiles_are_those_of_scipy_stats(ours, theirs):
    values = [ours.at(u) for u in U]
    np.testing.assert_allclose(values, theirs.ppf(U), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=IDS)
def test_samples_have_the_mean_and_spread_of_the_distribution(ours, theirs):
    values = np.array([ours.at((k + 0.5) / 4000) for k in range(4000)])
    mean, spread = theirs.mean(), theirs.std()
    assert abs(values.mean() - mean) < 0.01 * spread
    assert abs(values.std() - spread) < 0.05 * spread


EVERY = [
    *[pair[0] for pair in PAIRS],
    d.UniformCount(2, 5),
    d.Mixture((1.0, 3.0), (d.Uniform(0.0, 1.0), d.Normal(5.0, 0.1))),
    d.Choice((1.0, 2.0, 3.0), (0.0, 1.0, 0.0)),
]


@pytest.mark.parametrize("distribution", EVERY, ids=str)
@pytest.mark.parametrize("u", [0.0, 5e-324, 2.0**-53, 0.5, LAST])
def test_the_ends_of_u_give_finite_values_within_the_support(distribution, u):
    low, high = distribution.support
    assert math.isfinite(distribution.at(u))
    assert low <= distribution.at(u) <= high


@settings(deadline=None)
@given(st.sampled_from(EVERY[: len(PAIRS)]), st.floats(0, LAST), st.floats(0, LAST))
def test_values_rise_with_u(distribution, u, v):
    assert (distribution.at(min(u, v))) <= distribution.at(max(u, v))


def test_a_count_takes_every_whole_number_equally_often():
    values = [d.UniformCount(2, 5).at(k / 4000) for k in range(4000)]
    assert {value: values.count(value) for value in values} == {2: 1000, 3: 1000, 4: 1000, 5: 1000}


def test_a_choice_takes_values_by_weight_in_order():
    choice = d.Choice(("winter", "none", "all_season"), (3.0, 0.0, 1.0))
    values = [choice.at(k / 1000) for k in range(1000)]
    assert values.count("winter") == 750
    assert values.count("all_season") == 250
    assert choice.at(0.7499) == "winter"
    assert choice.at(0.75) == "all_season"
    assert choice.at(LAST) == "all_season"


def test_a_mixture_gives_each_part_the_whole_range_of_u():
    mixture = d.Mixture((1.0, 3.0), (d.Uniform(0.0, 1.0), d.Uniform(10.0, 20.0)))
    values = np.array([mixture.at((k + 0.5) / 8000) for k in range(8000)])
    low, high = values[values < 5], values[values > 5]
    assert len(low) == 2000
    assert stats.kstest(low, stats.uniform(0, 1).cdf).statistic < 1e-3
    assert stats.kstest(high, stats.uniform(10, 10).cdf).statistic < 1e-3


AUTHORED = [
    ("3 m", "length", Constant(3.0, "m")),
    ({"uniform": ["2 km", "3 km"]}, "length", Random(d.Uniform(2000.0, 3000.0), "km")),
    ({"choice": {"2 m": 3, "4 m": 1}}, "length", Random(d.Choice((2.0, 4.0), (3.0, 1.0)), "m")),
    ({"choice": ["2 m", "4 m"]}, "length", Random(d.Choice((2.0, 4.0), (1.0, 1.0)), "m")),
    ({"normal": {"mean": "0 degC", "sd": "2 degC"}}, "temperature",
     Random(d.Normal(273.15, 2.0), "degC")),
    ({"log_normal": {"median": "0.9 s", "sigma": 0.3}}, "time", Random(d.LogNormal(0.9, 0.3), "s")),
    ({"beta": {"a": 1, "b": 6}}, "ratio", Random(d.Beta(1.0, 6.0))),
    ({"beta": {"a": 1, "b": 6, "low": "1 m", "high": "2 m"}}, "length",
     Random(d.Beta(1.0, 6.0, 1.0, 2.0), "m")),
    ({"uniform": [1, 4]}, "count", Random(d.UniformCount(1, 4))),
    ({"uniform": ["10 %", "30 %"]}, "ratio", Random(d.Uniform(0.1, 0.3), "%")),
    ({"mixture": [{"weight": 2, "of": "0 s"},
                  {"weight": 1, "of": {"uniform": ["1 s", "2 s"]}}]}, "time",
     Random(d.Mixture((2.0, 1.0), (d.Choice((0.0,), (1.0,)), d.Uniform(1.0, 2.0))), "s")),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "dimension", "term"), AUTHORED, ids=str)
def test_authored_quantities_are_read_in_si(raw, dimension, term):
    assert read(raw, DIMENSIONS[dimension]) == term


def test_expressions_of_counts_are_whole():
    term = read({"expr": "a.b * 2"}, DIMENSIONS["count"])
    assert isinstance(term, Derived)
    assert term.evaluate({"a.b": 1.5}) == 3
    with pytest.raises(ValueError, match="a count is a whole number"):
        term.evaluate({"a.b": 1.2})


WRONG = [
    ({"unifrom": ["1 m", "2 m"]}, ("unifrom",), "did you mean 'uniform'?"),
    ({"uniform": ["1 m", "2 s"]}, ("uniform", 1), "'s' is no unit of length"),
    ({"uniform": ["2 m", "1 m"]}, ("uniform",), "first bound must be lower"),
    ({"uniform": ["1 m"]}, ("uniform",), "uniform is written [low, high]"),
    ({"uniform": ["1 m", "2 m"], "normal": {}}, (), "expected one distribution"),
    ({}, (), "expected one distribution"),
    ({"normal": {"mean": "1 m"}}, ("normal",), "normal needs 'sd'"),
    ({"normal": {"mean": "1 m", "sdd": "1 m", "sd": "1 m"}}, ("normal", "sdd"), "'sd'?"),
    ({"normal": {"mean": "1 m", "sd": "0 m"}}, ("normal",), "sd must be greater than 0"),
    ({"log_uniform": ["0 m", "1 m"]}, ("log_uniform",), "low must be greater than 0"),
    ({"beta": {"a": 1, "b": 1}}, ("beta",), "beta needs 'low'"),
    ({"triangular": {"low": "1 m", "mode": "5 m", "high": "2 m"}}, ("triangular",), "the mode"),
    ({"choice": {"1 m": -1}}, ("choice",), "weights must not be negative"),
    ({"choice": {"1 m": 0}}, ("choice",), "a sum greater than 0"),
    ({"choice": []}, ("choice",), "at least one value"),
    ({"choice": ["1 m", {"uniform": ["1 m", "2 m"]}]}, ("choice", 1), "is no quantity"),
    ({"poisson": {"mean": 3}}, (), "'poisson' cannot be used here"),
    ({"mixture": [{"of": "1 m"}]}, ("mixture", 0), "each part of a mixture is written"),
    ({"mixture": [{"weight": 1, "of": {"expr": "1"}}]}, ("mixture", 0, "of"), "'expr' cannot"),
    (True, (), "'true' is no quantity"),
    (None, (), "an empty value is no quantity"),
    (["1 m"], (), "a list is no quantity"),
]


@pytest.mark.parametrize(("raw", "place", "message"), WRONG, ids=str)
def test_what_is_wrong_with_a_term_is_told_with_its_place(raw, place, message):
    with pytest.raises(TermError) as error:
        read(raw, DIMENSIONS["length"])
    problems = [(where, text) for where, text in error.value.problems if message in text]
    assert problems, error.value.problems
    assert problems[0][0][: len(place)] == place


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(TermError) as error:
        read({"truncated_normal": {"mean": "1 s", "sd": "2", "high": "x"}}, DIMENSIONS["length"])
    assert len(error.value.problems) == 4


@pytest.mark.parametrize("distribution", EVERY, ids=str)
def test_the_share_within_bounds_is_that_of_the_values(distribution):
    """Counted over an even grid of u; distributions without tails lie within their own ends."""
    values = np.array([distribution.at((k + 0.5) / 4000) for k in range(4000)])
    low, high = np.quantile(values, [0.1, 0.7])
    bounds = (low, high) if not distribution.ends else distribution.support
    counted = ((values >= bounds[0]) & (values <= bounds[1])).mean()
    assert distribution.within(*bounds) == pytest.approx(counted, abs=1e-3)
    assert distribution.within(-math.inf, math.inf) == pytest.approx(1.0)
    assert all(math.isfinite(end) for end in distribution.ends)
