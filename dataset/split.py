"""Shares episodes out to splits such as train, val and test.

What is shared out are groups: all that is made of one scenario family (a scenario's name) with
one seed and one index stands on the same street, whatever the weather, the sensors or the number
of episodes, and always falls to the same split. So no street of the training data is ever seen
again in a test, not even in another export.

Indices are taken in blocks, in which every split has its exact share; a key of the family, the
seed and the block says which index of a block falls where, so that no split lines up with the
points of a Sobol sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import gcd

from ..simcore.keys import uniform

WHOLE = "all"
"""The split of a dataset that is not split."""

_PARTS = 1000


def shares_from(text: str) -> dict[str, float]:
    """The shares in "train=0.8,val=0.1,test=0.1". Raises ``ValueError``."""
    shares: dict[str, float] = {}
    for item in text.split(","):
        name, equals, number = (part.strip() for part in item.partition("="))
        try:
            share = float(number)
        except ValueError:
            share = -1.0
        if not equals or name in shares or not 0.0 < share <= 1.0:
            raise ValueError(f"split '{item}': write name=share, as in train=0.8,val=0.1,test=0.1")
        shares[name] = share
    return checked(shares)


def checked(shares: Mapping[str, float]) -> dict[str, float]:
    """The shares, if they can be meant. Raises ``ValueError``."""
    for name in shares:
        if not name.replace("_", "").replace("-", "").isalnum():
            raise ValueError(f"split '{name}': a name is made of letters, digits, _ and -")
    total = sum(shares.values())
    if abs(total - 1.0) > 1e-9:
        raise ValueError(f"split: the shares add up to {total:g}, not to 1")
    if any(abs(share * _PARTS - round(share * _PARTS)) > 1e-6 for share in shares.values()):
        raise ValueError("split: shares are whole thousandths")
    return dict(shares)


def split_of(shares: Mapping[str, float] | None, family: str, seed: int, index: int) -> str:
    """The split to which an episode falls."""
    if not shares:
        return WHOLE
    parts = [round(share * _PARTS) for share in shares.values()]
    size = _PARTS // gcd(*parts)
    block, place = divmod(index, size)
    counts = tuple(part * size // _PARTS for part in parts)
    return list(shares)[_block(counts, family, seed, block)[place]]


@lru_cache(maxsize=256)
def _block(counts: tuple[int, ...], family: str, seed: int, block: int) -> list[int]:
    """Which split (its number) each index of a block falls to."""
    size = sum(counts)
    ranked = sorted(range(size), key=lambda k: uniform("split", family, seed, block * size + k))
    numbers = [number for number, count in enumerate(counts) for _ in range(count)]
    found = [0] * size
    for number, place in zip(numbers, ranked, strict=True):
        found[place] = number
    return found
