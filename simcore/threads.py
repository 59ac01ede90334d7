"""Work on bands of rows or of environments, shared out among threads; kernels release the GIL."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from itertools import pairwise


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="whiteout-bands")


def in_bands(
    work: Callable[[int, int], None], rows: int, threads: int, most: int | None = None
) -> None:
    """Call ``work(first, end)`` for bands of ``rows`` that cover them all, one per thread, or
    several of at most ``most`` rows one after the other; the calling thread does the first."""
    if threads <= 1:
        _in_turn(work, most, 0, rows)
        return
    cuts = _cuts(0, rows, threads)
    others = [_pool(threads).submit(_in_turn, work, most, *band) for band in pairwise(cuts[1:])]
    try:
        _in_turn(work, most, cuts[0], cuts[1])
    finally:
        wait(others)
    for other in others:
        other.result()


def _in_turn(work: Callable[[int, int], None], most: int | None, first: int, end: int) -> None:
    if most is None or end - first <= most:
        work(first, end)
        return
    for band in pairwise(_cuts(first, end, -(-(end - first) // most))):
        work(*band)


def _cuts(first: int, end: int, parts: int) -> list[int]:
    return [first + (end - first) * k // parts for k in range(parts + 1)]


if hasattr(os, "register_at_fork"):
    # A forked child inherits the pool but not its threads, and would wait for them for ever.
    os.register_at_fork(after_in_child=_pool.cache_clear)
