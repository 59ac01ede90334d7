"""Counter-based keys: Philox against its authors' vectors, names that do not collide."""

import hashlib

import numpy as np
import pytest
from whiteout.simcore.keys import fold, generator, philox, uniform

# Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds: counter, key, result.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000",
     "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
     "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
     "d16cfe09 94fdcceb 5001e420 24126ea1"),
]  # fmt: skip


def words(text):
    """Words of 32 bits as one number, the first the lowest."""
    return sum(int(word, 16) << 32 * place for place, word in enumerate(text.split()))


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_philox_gives_the_known_answers_of_random123(counter, key, result):
    assert sum(w << 32 * k for k, w in enumerate(philox(words(key), words(counter)))) == words(
        result
    )


def test_a_name_is_the_blake2b_of_its_tagged_parts():
    data = b"i" + (2).to_bytes(4, "little") + b"12" + b"s" + (1).to_bytes(4, "little") + b"a"
    expected = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
    assert fold(12, "a") == expected


def test_types_and_borders_of_parts_count():
    names = [(1, 23), (12, 3), ("1", 23), ("12", 3), ("123",), (123,), ("", "123"), (-123,)]
    assert len({fold(*name) for name in names}) == len(names)


def test_uniform_is_uniform_and_independent_of_its_neighbours():
    from scipy import stats

    u = np.array([uniform(3, index, "a") for index in range(4000)])
    v = np.array([uniform(3, index, "b") for index in range(4000)])
    assert u.min() >= 0.0
    assert u.max() < 1.0
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(u, v)[0, 1]) < 4 / np.sqrt(len(u))
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 4 / np.sqrt(len(u))


def test_uniform_has_53_random_bits():
    lowest = [int(uniform(5, index) * 2**53) & 1 for index in range(2000)]
    assert 900 < sum(lowest) < 1100


def test_generators_of_equal_names_agree():
    assert np.array_equal(generator(1, "x").random(5), generator(1, "x").random(5))
    assert not np.array_equal(generator(1, "x").random(5), generator(2, "x").random(5))
