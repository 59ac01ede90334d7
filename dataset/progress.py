"""Shows how an export gets on: bars on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import IO, Any, Protocol

from .events import Compiling, Dropped, Ended, Event, Made, Note, Stepped

EVERY = 5.0
"""Time between lines where there is no terminal [s]."""
RECENT = 30.0
"""The rate is that of so many last seconds."""


class Show(Protocol):
    """Somebody who watches an export."""

    def begin(self, episodes: int, shards: int, done: int) -> None:
        """So many episodes and shards are to be made; ``done`` shards are there already."""

    def hear(self, event: Event) -> None:
        """Something happened."""

    def idle(self) -> None:
        """Called a few times a second."""

    def end(self) -> None:
        """It is over, in whatever way."""

    def warn(self, event: Event) -> None:
        """Something was found before it began."""


class Silence:
    """Shows nothing at all."""

    def begin(self, episodes: int, shards: int, done: int) -> None:
        """Nothing."""

    def hear(self, event: Event) -> None:
        """Nothing."""

    def idle(self) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def warn(self, event: Event) -> None:
        """Nothing."""


class Failures(Silence):
    """Shows nothing but episodes that fail."""

    def hear(self, event: Event) -> None:
        """Say it at once."""
        if isinstance(event, Ended) and event.error:
            print(remark(event), file=sys.stderr, flush=True)


class Tally:
    """Counts what was made, and how fast."""

    def __init__(self, episodes: int, shards: int, done: int, clock: Callable[[], float]):
        self.episodes, self.shards, self.done, self.clock = episodes, shards, done, clock
        self.ended = self.kept = self.failed = self.kernels = 0
        self.kernel, self.compiling = "", False
        self.running: dict[int, Stepped] = {}
        self.whole: dict[int, tuple[int, int]] = {}
        self.first: tuple[float, float] | None = None
        self.marks = [(clock(), 0)]

    def hear(self, event: Event) -> None:
        """Count an event."""
        if isinstance(event, Compiling):
            self.kernels += event.done
            self.kernel = event.kernel.removeprefix("whiteout.")
            self.compiling = not event.cached
        elif isinstance(event, Stepped):
            self.running[event.episode] = event
            self.first = self.first or (self.clock(), self.share)
        elif isinstance(event, Ended):
            self.running.pop(event.episode, None)
            self.ended += 1
            self.kept += event.kept
            self.failed += event.error is not None
            ended, kept = self.whole.get(event.shard, (0, 0))
            self.whole[event.shard] = (ended + 1, kept + event.kept)
        elif isinstance(event, Dropped):
            ended, kept = self.whole.pop(event.shard, (0, 0))
            self.ended, self.kept = self.ended - ended, self.kept - kept
            self.running = {k: v for k, v in self.running.items() if v.shard != event.shard}
        elif isinstance(event, Made):
            self.done += 1

    @property
    def frames(self) -> int:
        """Frames kept so far, those of running episodes included."""
        return self.kept + sum(step.kept for step in self.running.values())

    @property
    def share(self) -> float:
        """Share of the episodes that is made."""
        running = sum(step.step / max(step.limit, 1) for step in self.running.values())
        return min((self.ended + running) / max(self.episodes, 1), 1.0)

    @property
    def rate(self) -> float:
        """Frames per second of late."""
        now = self.clock()
        self.marks = [mark for mark in self.marks if now - mark[0] < RECENT] or self.marks[-1:]
        if now - self.marks[-1][0] > 1.0:
            self.marks.append((now, self.frames))
        time_first, frames_first = self.marks[0]
        return (self.frames - frames_first) / max(now - time_first, 1e-3)

    @property
    def left(self) -> float | None:
        """Seconds left, None where nothing can be said yet."""
        if self.first is None:
            return None
        spent, done = self.clock() - self.first[0], self.share - self.first[1]
        if done < 0.01 or spent < 2.0:
            return None
        return spent * (1.0 - self.share) / done

    @property
    def text(self) -> str:
        """One line about it."""
        if self.kernels and not self.frames:
            how = "compiling" if self.compiling else "loading"
            return f"{how} kernels: {self.kernels} ready, now {self.kernel}"
        left = "" if self.left is None else f", {clock_text(self.left)} left"
        failed = f", {self.failed} failed" if self.failed else ""
        shards = f"shard {self.done}/{self.shards}, " if self.shards > 1 else ""
        return (
            f"{shards}episode {self.ended}/{self.episodes}, "
            f"{counted(self.frames, 'frame')}, {self.rate:.1f} frames/s{left}{failed}"
        )


class Lines:
    """A line every few seconds, for logs."""

    def __init__(self, stream: IO[str] | None = None, clock: Callable[[], float] = time.monotonic):
        self.stream, self.clock = stream or sys.stderr, clock
        self.last = clock()
        self.told_compiling = False

    def begin(self, episodes: int, shards: int, done: int) -> None:
        """Start to count."""
        self.tally = Tally(episodes, shards, done, self.clock)

    def hear(self, event: Event) -> None:
        """Count it; say at once what cannot wait."""
        self.tally.hear(event)
        if isinstance(event, Compiling) and not event.cached and not self.told_compiling:
            self.told_compiling = True
            self._say("compiling kernels: it takes a minute or two, the first time alone")
        if text := remark(event):
            self._say(text)
        self.idle()

    def idle(self) -> None:
        """Say how far it is, from time to time."""
        if self.clock() - self.last < EVERY:
            return
        self.last = self.clock()
        self._say(self.tally.text)

    def end(self) -> None:
        """Say where it ended."""
        self._say(self.tally.text)

    def warn(self, event: Event) -> None:
        """Say it."""
        self._say(remark(event) or "")

    def _say(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


class Bars:
    """A bar on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(stderr=True)

    def begin(self, episodes: int, shards: int, done: int) -> None:
        """Show an empty bar."""
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        self.tally = Tally(episodes, shards, done, time.monotonic)
        self.progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.description}"),
            console=self.console,
        )
        self.task = self.progress.add_task("starting", total=1.0)
        self.progress.start()

    def hear(self, event: Event) -> None:
        """Count it, and say what cannot wait."""
        self.tally.hear(event)
        if text := remark(event):
            self.progress.console.print(text, style="yellow", highlight=False, markup=False)

    def idle(self) -> None:
        """Show how far it is."""
        tally = self.tally
        text = tally.text
        self.progress.update(self.task, completed=tally.share, description=text)

    def end(self) -> None:
        """Leave the bar as it is."""
        self.progress.update(self.task, completed=self.tally.share, description=self.tally.text)
        self.progress.stop()

    def warn(self, event: Event) -> None:
        """Say it."""
        self.console.print(remark(event), style="yellow", highlight=False, markup=False)


def show(quiet: bool = False) -> Show:
    """Bars on a terminal, lines elsewhere; if quiet, failures alone."""
    if quiet:
        return Failures()
    return Bars() if sys.stderr.isatty() else Lines()


def remark(event: Any) -> str | None:
    """What people are told of an event at once."""
    if isinstance(event, Ended) and event.error:
        return f"episode {event.episode} failed: {event.error}"
    if isinstance(event, Dropped):
        return f"shard {event.shard} is made anew: {event.reason}"
    if isinstance(event, Note) and event.text:
        return event.text
    return None


def counted(number: int, what: str) -> str:
    """A number of things: "1 frame", "2 frames"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def clock_text(seconds: float) -> str:
    """Seconds as m:ss or h:mm:ss."""
    whole = round(seconds)
    minutes, hours = whole // 60 % 60, whole // 3600
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
