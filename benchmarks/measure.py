"""How times are taken: medians of repeated calls, on one core, beside a fixed yardstick."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import NamedTuple

import numba
import numpy as np


class Timing(NamedTuple):
    """Seconds per call: the median and the least of ``count`` calls."""

    median: float
    least: float
    count: int


def timed(call: Callable[[], object], seconds: float = 1.5, least_calls: int = 15) -> Timing:
    """Time a call again and again for some seconds; what it compiles is not counted."""
    call()
    call()
    taken = []
    end = time.perf_counter() + seconds
    while len(taken) < least_calls or time.perf_counter() < end:
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return Timing(float(np.median(taken)), min(taken), len(taken))


def use_one_core() -> None:
    """Keep this process, and those that it starts, on one core, as all figures are per core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


@numba.njit(cache=False, fastmath=False, error_model="numpy")
def _steps(count):
    state, total = np.uint32(1), np.float32(0.0)
    for _ in range(count):
        state ^= np.uint32(state << np.uint32(13))
        state ^= np.uint32(state >> np.uint32(17))
        state ^= np.uint32(state << np.uint32(5))
        total = total * np.float32(0.5) + np.float32(np.int32(state >> np.uint32(8)))
    return total


def yardstick() -> float:
    """Seconds for a million steps of a fixed chain of integer and float operations.

    A time divided by this one can be compared between machines, roughly.
    """
    return timed(lambda: _steps(1_000_000), 0.5).least
