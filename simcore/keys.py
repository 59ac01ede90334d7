"""Counter-based randomness: a number depends on its key and its place, never on what came before.

``fold(seed, "sensor", "front", step)`` names a stream; the same name gives the same numbers for
any order of evaluation, number of workers or threads. Draws use Philox4x32-10 (Salmon et al.,
"Parallel random numbers: as easy as 1, 2, 3", SC 2011) keyed by BLAKE2b-64 of the name.
"""

from __future__ import annotations

import hashlib

import numpy as np

_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_MASK = 0xFFFFFFFF


def fold(*parts: int | str) -> int:
    """A 64-bit key for a name made of integers and words; types and borders count.

    ``fold(1, 23)``, ``fold(12, 3)`` and ``fold("1", 23)`` all differ.
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        if isinstance(part, str):
            data, tag = part.encode(), b"s"
        else:
            data, tag = str(int(part)).encode(), b"i"
        digest.update(tag + len(data).to_bytes(4, "little") + data)
    return int.from_bytes(digest.digest(), "little")


def philox(key: int, counter: int = 0) -> tuple[int, int, int, int]:
    """Four 32-bit words of Philox4x32-10 for a 64-bit key and a 128-bit counter."""
    c0, c1, c2, c3 = ((counter >> shift) & _MASK for shift in (0, 32, 64, 96))
    k0, k1 = key & _MASK, (key >> 32) & _MASK
    for _ in range(10):
        p0, p1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _MASK, (p0 >> 32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _WEYL[0]) & _MASK, (k1 + _WEYL[1]) & _MASK
    return c0, c1, c2, c3


def uniform(*parts: int | str) -> float:
    """The one number in [0, 1) that belongs to a name, with 53 random bits."""
    low, high, _, _ = philox(fold(*parts))
    return ((high << 21) | (low >> 11)) * 2.0**-53


def generator(*parts: int | str) -> np.random.Generator:
    """A NumPy generator of its own for a name, where an asset needs many numbers in a row."""
    return np.random.Generator(np.random.Philox(key=fold(*parts)))
