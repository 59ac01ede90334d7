"""Points of the unit cube: which u in [0, 1) each named quantity of a draw gets.

A quantity's name keys its stream, so that other quantities neither see nor change it, and every
point can be had without those before it:

* ``random``: Philox4x32-10.
* ``sobol``: the sequence of Joe & Kuo (2008) in Gray code order, one dimension per quantity in the
  order of the file, under a random linear matrix scramble and digital shift (Matoušek, "On the
  L2-discrepancy for anchored boxes", J. Complexity 14, 1998). Beyond the table's dimensions the
  numbers are random.
* ``latin_hypercube``: of N points one lies in each of N equal slices of every quantity; slices are
  permuted by a keyed Feistel network with cycle walking (Black & Rogaway, CT-RSA 2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ..simcore.keys import fold, philox, uniform

SAMPLERS = ("random", "sobol", "latin_hypercube")
MOST_SOBOL_POINTS = 2**32

_BITS = 32
_LOW_BITS = 21  # with the 32 above them the 53 bits of a float
_ROUNDS = 8


@dataclass(frozen=True)
class Points:
    """A way of choosing points. count: how many points a Latin hypercube has."""

    sampler: str
    seed: int
    count: int = 0

    def u(self, name: str, place: int, index: int, attempt: int) -> float:
        """The number for a quantity: its name, its place in the file, the point's index."""
        if self.sampler == "sobol" and place < len(_table()):
            return sobol(self.seed, index, attempt, name, place)
        if self.sampler == "latin_hypercube":
            return latin(self.seed, index, attempt, name, self.count)
        return uniform(self.seed, index, attempt, name)


def sobol(seed: int, index: int, attempt: int, name: str, dimension: int) -> float:
    """Coordinate ``dimension`` of point ``index``; another attempt is another scramble."""
    directions, shift = _scramble(seed, attempt, name, dimension)
    bits = sobol_bits(directions, index)
    return ((bits << _LOW_BITS) ^ shift) * 2.0**-53


def sobol_bits(directions: tuple[int, ...], index: int) -> int:
    """The 32 bits of a point, in Gray code order."""
    gray, bits = index ^ (index >> 1), 0
    for direction in directions:
        if gray & 1:
            bits ^= direction
        gray >>= 1
    return bits


@cache
def directions(dimension: int) -> tuple[int, ...]:
    """The 32 direction numbers of a dimension, from the initial ones by their recurrence."""
    row = _table()[dimension]
    if not row:
        return tuple(1 << (_BITS - 1 - k) for k in range(_BITS))
    degree, polynomial, *m = row
    for k in range(degree, _BITS):
        number = m[k - degree] ^ (m[k - degree] << degree)
        for j in range(1, degree):
            if polynomial >> (degree - 1 - j) & 1:
                number ^= m[k - j] << j
        m.append(number)
    return tuple(m[k] << (_BITS - 1 - k) for k in range(_BITS))


def latin(seed: int, index: int, attempt: int, name: str, count: int) -> float:
    """Coordinate of point ``index`` of a Latin hypercube of ``count`` points."""
    cell = permuted(index, count, fold(seed, "latin_hypercube", attempt, name))
    inside = uniform(seed, index, attempt, name)
    return min((cell + inside) / count, 1.0 - 2.0**-53)


def permuted(index: int, count: int, key: int) -> int:
    """Where a keyed permutation of 0 … count - 1 takes ``index``."""
    half = max(1, ((count - 1).bit_length() + 1) // 2)
    mask = (1 << half) - 1
    while True:
        left, right = index >> half, index & mask
        for turn in range(_ROUNDS):
            left, right = right, left ^ (fold(key, turn, right) & mask)
        index = left << half | right
        if index < count:
            return index


@lru_cache(maxsize=4096)
def _scramble(seed: int, attempt: int, name: str, dimension: int) -> tuple[tuple[int, ...], int]:
    """Direction numbers under a random lower triangular matrix, and a shift of 53 bits."""
    key = fold(seed, "sobol", attempt, name)
    words = [word for counter in range(9) for word in philox(key, counter)]
    rows = []
    for digit in range(_BITS):  # 0 is the most significant; a digit sees those above it
        own = 1 << (_BITS - 1 - digit)
        rows.append(words[digit] & ~(own * 2 - 1) & 0xFFFFFFFF | own)
    mixed = [
        sum(
            ((row & direction).bit_count() & 1) << (_BITS - 1 - digit)
            for digit, row in enumerate(rows)
        )
        for direction in directions(dimension)
    ]
    return tuple(mixed), words[32] << _LOW_BITS | words[33] >> (32 - _LOW_BITS)


@cache
def _table() -> tuple[tuple[int, ...], ...]:
    """Rows (degree, polynomial, m_1 …) by dimension; the first dimension has none."""
    text = files(__package__).joinpath("sobol.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return ((), *(tuple(map(int, line.split())) for line in lines))
