"""Splits: exact shares of whole groups, the same whatever else is exported."""

from collections import Counter

import pytest
from whiteout.dataset.split import WHOLE, checked, shares_from, split_of

SHARES = {"train": 0.8, "val": 0.1, "test": 0.1}


def test_every_block_has_its_exact_shares():
    for block in range(20):
        found = Counter(split_of(SHARES, "family", 3, block * 10 + k) for k in range(10))
        assert found == {"train": 8, "val": 1, "test": 1}


def test_thousandths_are_exact():
    shares = {"a": 0.995, "b": 0.005}
    found = Counter(split_of(shares, "family", 3, k) for k in range(200))
    assert found == {"a": 199, "b": 1}


def test_a_group_falls_where_it_falls_whatever_else_there_is():
    alone = [split_of(SHARES, "family", 3, k) for k in (0, 17, 1234)]
    among = [split_of(SHARES, "family", 3, k) for k in range(1235)]
    assert alone == [among[0], among[17], among[1234]]


def test_families_and_seeds_fall_differently_and_without_a_period():
    rows = {
        (family, seed): tuple(split_of(SHARES, family, seed, k) for k in range(60))
        for family in ("one", "two")
        for seed in (1, 2)
    }
    assert len(set(rows.values())) == 4
    for row in rows.values():
        assert len({row[k : k + 10] for k in range(0, 60, 10)}) > 1


def test_even_and_odd_points_of_a_sobol_sequence_go_to_both_halves():
    half = {"a": 0.5, "b": 0.5}
    even = Counter(split_of(half, "family", 1, k) for k in range(0, 200, 2))
    assert 20 < even["a"] < 80


def test_nothing_is_split_unless_asked_for():
    assert split_of(None, "family", 1, 2) == WHOLE


def test_shares_are_read_from_a_text():
    assert shares_from("train=0.8, val=0.1,test=0.1") == SHARES


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("train", "write name=share"),
        ("train=x", "write name=share"),
        ("train=0.5,train=0.5", "write name=share"),
        ("train=-1,val=2", "write name=share"),
        ("train=0.5,val=0.4", "add up to 0.9"),
        ("a=0.33333,b=0.66667", "thousandths"),
        ("a/b=0.5,c=0.5", "letters"),
    ],
)
def test_shares_that_cannot_be_meant_are_refused(text, why):
    with pytest.raises(ValueError, match=why):
        shares_from(text)


def test_shares_add_up_to_one_within_rounding():
    assert checked({"a": 0.7, "b": 0.2, "c": 0.1})
