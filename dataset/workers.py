"""Worker processes that make shards.

They are started afresh (``spawn``), without the parent's script, each with one thread for the
libraries' own mathematics, and told by the parent which shard to make next. One that dies gives its
shard back; it is made anew by another. When the parent is gone they end.
"""

from __future__ import annotations

import errno
import multiprocessing as mp
import os
import signal
import sys
import time
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from ..scenarios.language.spec import ScenarioSpec
from .events import Compiling, Dropped, Ended, Event, Made, Note, Stepped, Tell
from .plan import Plan
from .provenance import versions
from .shard import clear_shard, make_shard

ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)
DEATHS = 3
"""So many workers may die over one shard before the export gives up."""
LOADED, LOADS = 0.1, 5
"""A kernel that is ready in less time [s] was compiled before; so many are taken as a sign."""
_ADVICE = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "make room"),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR),
        "choose a folder that can be written to",
    ),
}
"""What helps against errors of the system."""
PULSE = 0.2
"""How often those who watch are called even if nothing happened [s]."""


class ExportError(RuntimeError):
    """An export that could not go on; what is whole stays, and the message says what to do."""


@dataclass(eq=False)
class _Worker:
    process: Any
    pipe: Connection
    shard: int | None = None


def make_shards(
    plan: Plan,
    spec: ScenarioSpec,
    shards: Sequence[int],
    out: Path,
    workers: int,
    threads: int,
    tell: Tell,
    idle: Callable[[], None],
) -> None:
    """Have shards made by worker processes. Raises ``ExportError``; when it is left, for whatever
    reason, no worker is alive.

    tell: hears every event, in this process; idle: is called a few times a second.
    """
    crew = _Crew(plan, spec, out, threads, tell)
    try:
        crew.work(deque(shards), min(workers, len(shards)), idle)
    finally:
        crew.dismiss()


class _Stove:
    """Knows whether the kernels are compiled. Until they are, one worker works alone: the others
    then load what it has compiled, instead of compiling all of it at the same time.
    """

    def __init__(self) -> None:
        self.warm = False
        self._quick, self._began = 0, 0.0

    def hear(self, event: Event) -> None:
        """Kernels that are ready at once come from the cache; so do all after the first frame."""
        if isinstance(event, Compiling) and not event.done:
            self._began = time.monotonic()
        elif isinstance(event, Compiling):
            quick = time.monotonic() - self._began < LOADED
            self._quick = self._quick + 1 if quick else -LOADS
            self.warm = self.warm or self._quick >= LOADS
        elif isinstance(event, Stepped | Ended | Made):
            self.warm = True


class _Crew:
    def __init__(self, plan: Plan, spec: ScenarioSpec, out: Path, threads: int, tell: Tell):
        self.plan, self.spec, self.out, self.threads, self.tell = plan, spec, out, threads, tell
        self.workers: list[_Worker] = []
        self.deaths: Counter[int | None] = Counter()
        self.stove = _Stove()
        self.context = mp.get_context("spawn")

    def work(self, waiting: deque[int], count: int, idle: Callable[[], None]) -> None:
        """Keep ``count`` workers busy until no shard is left."""
        while waiting or any(worker.shard is not None for worker in self.workers):
            while len(self.workers) < count and waiting:
                self._hire()
            for worker in self.workers if self.stove.warm else self.workers[:1]:
                if worker.shard is None and waiting:
                    worker.shard = waiting.popleft()
                    with suppress(OSError):  # it has died: that is noticed below
                        worker.pipe.send(worker.shard)
            ready = wait([worker.pipe for worker in self.workers], PULSE)
            for worker in [w for w in self.workers if w.pipe in ready]:
                self._listen(worker, waiting)
            idle()

    def dismiss(self) -> None:
        """End all workers and remove what they leave half done."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join(5.0)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()
            if worker.shard is not None:
                clear_shard(self.plan, self.out, worker.shard)
        self.workers.clear()

    def _hire(self) -> None:
        ours, theirs = self.context.Pipe()
        arguments = (theirs, self.plan, self.spec, self.out, self.threads)
        process = self.context.Process(target=_serve, args=arguments, daemon=True)
        with _one_thread(), _without_main():
            process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))

    def _listen(self, worker: _Worker, waiting: deque[int]) -> None:
        try:
            while worker.pipe.poll():
                self._heard(worker, worker.pipe.recv())
        except (EOFError, OSError):
            self._lost(worker, waiting)

    def _heard(self, worker: _Worker, message: Event | Exception | None) -> None:
        if isinstance(message, Exception):
            raise message
        if message is None:
            worker.shard = None
        else:
            self.stove.hear(message)
            self.tell(message)

    def _lost(self, worker: _Worker, waiting: deque[int]) -> None:
        worker.process.join(5.0)
        code = worker.process.exitcode
        self.workers.remove(worker)
        worker.pipe.close()
        killed = code is not None and code < 0
        reason = f"signal {signal.Signals(-code).name}" if killed else f"exit code {code}"
        shard = worker.shard
        self.deaths[shard] += 1
        if shard is not None:
            clear_shard(self.plan, self.out, shard)
        if self.deaths[shard] >= DEATHS:
            over = "before they had anything to do" if shard is None else f"over shard {shard}"
            raise ExportError(
                f"{DEATHS} workers died {over} ({reason}); if memory is short, use fewer workers"
            )
        if shard is not None:
            self.tell(Dropped(shard, f"its worker died ({reason})"))
            waiting.appendleft(shard)


def _serve(pipe: Connection, plan: Plan, spec: ScenarioSpec, out: Path, threads: int) -> None:
    """What a worker does: make the shards it is told, and tell what happens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to act upon
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tell = _Voice(pipe)
    if plan.versions != versions():
        pipe.send(ExportError("the program was changed while it ran: run it again"))
        return
    with watched(tell):
        while True:
            try:
                shard = pipe.recv()
                make_shard(plan, spec, shard, out, tell, threads)
                pipe.send(None)
            except (EOFError, BrokenPipeError):  # the parent is gone
                os._exit(1)
            except Exception as error:
                pipe.send(Note("", "".join(traceback.format_exception(error))))
                pipe.send(disaster(error, out))
                return


class _Voice:
    """Sends events to the parent; of steps no more than a few a second."""

    def __init__(self, pipe: Connection):
        self.pipe, self.last = pipe, 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Stepped):
            now = time.monotonic()
            if now - self.last < PULSE / 2:
                return
            self.last = now
        self.pipe.send(event)


@contextmanager
def watched(tell: Tell) -> Iterator[None]:
    """Tell of kernels being compiled and of warnings, while shards are made in this process."""
    import cv2

    from ..simcore.kernel import KERNELS, on_compile

    listening = True
    cached: dict[str, bool] = {}

    def compiling(kernel: str, done: bool) -> None:
        if listening:
            if not done:  # what is compiled now lies in the cache afterwards
                cached[kernel] = any(k.cached for k in KERNELS if k.name == kernel)
            tell(Compiling(kernel, done, cached.get(kernel, False)))

    def warned(message: Any, category: type, file: str, line: int, *_: Any) -> None:
        tell(Note(f"{category.__name__}: {message} ({Path(file).name}:{line})"))

    on_compile(compiling)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = warned  # type: ignore[assignment]
            yield
    finally:
        listening = False
        cv2.setNumThreads(threads)


def disaster(error: Exception, out: Path) -> Exception:
    """An error that ends an export to a folder, as a sentence that says what to do."""
    if isinstance(error, ExportError):
        return error
    if isinstance(error, OSError):
        reason, place = error.strerror or str(error), error.filename or out
        advice = _ADVICE.get(error.errno or 0, "see to it")
        return ExportError(f"{place}: cannot be written: {reason}; {advice} and run it again")
    if isinstance(error, MemoryError):
        return ExportError("out of memory: use fewer workers and run it again")
    return ExportError(f"{type(error).__name__}: {error}")


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes started meanwhile use one thread each for BLAS and OpenMP."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes started meanwhile do not run the parent's script again, as ``spawn`` has them do.

    They need nothing of it; and a script that exports at its top level would start workers of its
    own, while one that came through a pipe cannot be read twice.
    """
    main = vars(sys.modules["__main__"])
    names = ("__file__", "__spec__")
    hidden = {name: main.pop(name) for name in names if name in main}
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(hidden)
