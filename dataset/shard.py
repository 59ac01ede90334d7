"""Makes one shard: the unit of work and of resume.

Everything is written in folders named ``.000000.tmp`` and moved to its place when it is whole; the
sidecar comes last.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..scenarios.episode import Episode, run
from ..scenarios.language.problems import ScenarioError
from ..scenarios.language.spec import ScenarioSpec
from ..sensors.frame import Frame
from .background import Background
from .events import Ended, Made, Stepped, Tell
from .files import digests, files_under
from .layout import SHARDS, made_in, shard_name
from .plan import Plan
from .plugins import WRITERS
from .sidecar import Failure, Sidecar
from .writer import Ending, Header, Pen

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
"""Errors of the disk: no fault of an episode, and the next one would meet them as well."""


def make_shard(
    plan: Plan, spec: ScenarioSpec, shard: int, out: Path, tell: Tell, threads: int = 0
) -> Sidecar:
    """Make a shard of a dataset and say so in its sidecar.

    threads: encode images beside. Raises ``OSError`` if it cannot be written; episodes that fail
    are left out and named in the sidecar.
    """
    began = time.monotonic()
    homes = {name: home(out, name) for name in plan.all_writers}
    clear_shard(plan, out, shard)
    background = Background(threads)
    try:
        pens = [
            WRITERS.load(name).open_shard(plan, shard, made_in(place, shard), background)
            for name, place in homes.items()
        ]
        endings = [
            (number, _episode(plan, spec, shard, number, pens, tell))
            for number in plan.episodes_of(shard)
        ]
        for pen in pens:
            pen.close()
        files = digests(_made(out, homes, shard))
        for place in homes.values():
            _settle(made_in(place, shard), place)
    finally:
        background.close()
        for place in homes.values():
            shutil.rmtree(made_in(place, shard), ignore_errors=True)
    span = plan.episodes_of(shard)
    failures = tuple(
        Failure(number, *plan.origin(spec, number), ending.error)
        for number, ending in endings
        if ending.error is not None
    )
    sidecar = Sidecar(shard, plan.digest, (span.start, span.stop), files, failures)
    sidecar.write(out)
    kept = sum(ending.frames for _, ending in endings)
    seconds = time.monotonic() - began
    tell(Made(shard, len(span), len(failures), kept, sidecar.bytes, seconds))
    return sidecar


def home(out: Path, writer: str) -> Path:
    """The folder of a writer."""
    return out / (SHARDS if writer == "native" else writer)


def clear_shard(plan: Plan, out: Path, shard: int) -> None:
    """Remove what an interrupted or damaged making of a shard left behind."""
    for name in plan.all_writers:
        shutil.rmtree(made_in(home(out, name), shard), ignore_errors=True)
    shutil.rmtree(out / SHARDS / shard_name(shard), ignore_errors=True)


def _episode(
    plan: Plan, spec: ScenarioSpec, shard: int, number: int, pens: list[Pen], tell: Tell
) -> Ending:
    """Run one episode and have it written. Errors of the disk and of writers are raised."""
    seed, index = plan.origin(spec, number)
    attempt = _Attempt()
    with attempt:
        scenario = plan.drawn(spec, number)
        episode = Episode(scenario, twins=plan.twins)
        lanes = episode.setting.layout.lanes
    if attempt.error:
        header = Header(number, seed, index, plan.split_of(seed, index), None, None)
    else:
        split = plan.split_of(seed, index)
        header = Header(number, seed, index, split, scenario, lanes)
    for pen in pens:
        pen.begin(header)
    ending = Ending(0, 0, None, attempt.error)
    if not attempt.error:
        frames = run(scenario, episode, plan.keeps)
        for frame in _guarded(frames, attempt):
            for pen in pens:
                pen.write(frame)
            kept = ending.frames + plan.keeps(frame.step)
            ending = Ending(ending.steps + 1, kept, frame.outcome)
            tell(Stepped(shard, number, frame.step, episode.limit, kept))
            if kept == plan.frames:
                break
    if attempt.error:
        ending = Ending(ending.steps, 0, None, attempt.error)
    for pen in pens:
        pen.end(ending)
    tell(Ended(shard, number, ending.frames, ending.error, attempt.trace))
    return ending


class _Attempt:
    """Keeps the error of what is done under it, unless it is the disk's or everybody's."""

    error: str | None = None
    trace = ""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> bool:
        if not isinstance(error, Exception) or isinstance(error, MemoryError):
            return False
        if isinstance(error, OSError) and error.errno in _FULL:
            return False
        told = error.portable if isinstance(error, ScenarioError) else error
        self.error = f"{type(error).__name__}: {told}"
        self.trace = "".join(traceback.format_exception(error))
        return True


def _guarded(frames: Iterator[Frame], attempt: _Attempt) -> Iterator[Frame]:
    """The frames until one cannot be made."""
    while True:
        frame = None
        with attempt:
            frame = next(frames, None)
        if frame is None:
            return
        yield frame


def _made(out: Path, homes: Mapping[str, Path], shard: int) -> dict[str, Path]:
    """All files of a shard by the path that they will have in the dataset."""
    found = {}
    for place in homes.values():
        folder = made_in(place, shard)
        for path in files_under(folder):
            name = (place / path.relative_to(folder)).relative_to(out).as_posix()
            found[name] = path
    return found


def _settle(folder: Path, place: Path) -> None:
    """Move what is in a folder to a place: whole folders where there is none yet, else files."""
    for path in sorted(folder.iterdir()):
        target = place / path.name
        if path.is_dir() and target.is_dir():
            _settle(path, target)
        else:
            os.replace(path, target)
