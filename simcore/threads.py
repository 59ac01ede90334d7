"""Work on bands of rows or of environments, shared out among threads; kernels release the GIL."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="whiteout-bands")


def in_bands(work: Callable[[int, int], None], rows: int, threads: int) -> None:
    """Call ``work(first, end)`` for bands of ``rows`` that cover them all, one per thread."""
    if threads <= 1:
        work(0, rows)
        return
    cuts = [rows * k // threads for k in range(threads + 1)]
    for _ in _pool(threads).map(work, cuts[:-1], cuts[1:]):
        pass


if hasattr(os, "register_at_fork"):
    # A forked child inherits the pool but not its threads, and would wait for them for ever.
    os.register_at_fork(after_in_child=_pool.cache_clear)
