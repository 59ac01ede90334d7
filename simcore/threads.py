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


def in_bands(work: Callable[[int, int], None], rows: int, threads: int) -> None:
    """Call ``work(first, end)`` for bands of ``rows`` that cover them all, one per thread; the
    calling thread does the first."""
    if threads <= 1:
        work(0, rows)
        return
    cuts = [rows * k // threads for k in range(threads + 1)]
    others = [_pool(threads).submit(work, *band) for band in pairwise(cuts[1:])]
    try:
        work(cuts[0], cuts[1])
    finally:
        wait(others)
    for other in others:
        other.result()


if hasattr(os, "register_at_fork"):
    # A forked child inherits the pool but not its threads, and would wait for them for ever.
    os.register_at_fork(after_in_child=_pool.cache_clear)
