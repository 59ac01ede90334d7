"""Small jobs done on threads while the next frame is made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

_AHEAD = 32
"""Most jobs that may wait; more would only fill the memory."""


class Background:
    """Runs jobs on ``threads`` threads, or at once where there are none.

    The error of a job is raised by a later ``submit`` or by ``finish``. Which thread does a job
    decides nothing: jobs are functions of what they are given.
    """

    def __init__(self, threads: int = 0):
        self._pool = ThreadPoolExecutor(threads) if threads else None
        self._waiting: deque[Future[Any]] = deque()

    def submit(self, job: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a job done; its result can be had from what is returned."""
        future: Future[T]
        if self._pool is None:
            future = Future()
            future.set_result(job(*arguments))
            return future
        future = self._pool.submit(job, *arguments)
        self._waiting.append(future)
        while self._waiting and (len(self._waiting) > _AHEAD or self._waiting[0].done()):
            self._waiting.popleft().result()
        return future

    def finish(self) -> None:
        """Wait until all jobs are done."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """Drop what waits and end the threads."""
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
