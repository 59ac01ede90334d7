"""An export at work: prepares the folder, has shards made, makes the dataset whole."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NamedTuple

from ..scenarios.language.spec import ScenarioSpec
from .events import Dropped, Ended, Event, Note
from .files import digests, json_text
from .finish import begin, finish
from .interrupts import interruptible
from .kept import ChangedError, keep, kept_names
from .layout import (
    CLASSES,
    FILES,
    LOG,
    MANIFEST,
    PLAN,
    README,
    REPORT,
    SCENARIO,
    SHARDS,
    sidecar_file,
)
from .lock import LockedError, locked
from .log import Log
from .plan import Plan, PlanError, difference
from .progress import Show, counted
from .shard import make_shard
from .sidecar import Sidecar, checked_shard
from .workers import ExportError, disaster, make_shards, watched

MAX_FAILURES = 10


class Result(NamedTuple):
    """What an export came to.

    episodes: written; failed: those that could not be; frames: kept steps, readings: of all
    sensors, both 0 unless the dataset is whole; made, found: shards made now, and found whole;
    missing: shards that are still to be made, elsewhere.
    """

    out: Path
    episodes: int
    failed: int
    frames: int
    readings: int
    made: int
    found: int
    missing: int
    seconds: float

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.missing == 0


class Job:
    """One run of an export. authored: the scenario without the overrides; part: (i, n) or None."""

    def __init__(
        self,
        plan: Plan,
        authored: ScenarioSpec,
        spec: ScenarioSpec,
        out: Path,
        workers: int,
        part: tuple[int, int] | None,
        max_failures: int,
        show: Show,
    ):
        if workers < 1:
            raise PlanError(f"workers must be at least 1, not {workers}")
        if part is not None and not 0 <= part[0] < part[1]:
            raise PlanError(f"part {part[0]}/{part[1]}: write i/n with i from 0 to n - 1")
        self.plan, self.authored, self.spec, self.out = plan, authored, spec, out.resolve()
        self.workers, self.part, self.max_failures, self.show = workers, part, max_failures, show
        self.log = Log(self.out)
        self.failures = 0

    def run(self, overwrite: bool, check: bool) -> Result:
        """Make what is missing. Raises ``PlanError`` and ``ExportError``."""
        began = time.monotonic()
        with interruptible():
            try:
                self._refuse(overwrite)
                with locked(self.out, self.part):
                    made, there = self._run(overwrite, check)
            except (LockedError, ChangedError) as error:
                raise ExportError(str(error)) from None
            except OSError as error:
                raise disaster(error, self.out) from error
        done = [item for item in there if item is not None]
        manifest = {"frames": 0, "readings": 0}
        if len(done) == len(there):
            manifest = json.loads((self.out / MANIFEST).read_bytes())
        failed = sum(len(item.failures) for item in done)
        total = sum(item.episodes[1] - item.episodes[0] for item in done)
        return Result(
            self.out,
            total - failed,
            failed,
            manifest["frames"],
            manifest["readings"],
            len(made),
            len(done) - len(made),
            len(there) - len(done),
            time.monotonic() - began,
        )

    def _run(self, overwrite: bool, check: bool) -> tuple[list[int], list[Sidecar | None]]:
        """Returns the shards made and the sidecars of all shards, None for those not there."""
        if overwrite:
            _wipe(self.out)
        if not (self.out / PLAN).exists():
            begin(self.plan, self.authored, self.out)
        keep(self.authored, self.out)
        self.spec = keep(self.spec, self.out)
        there = self._there(check)
        first, step = self.part or (0, 1)
        mine = self.plan.shards[first::step]
        missing = [shard for shard in mine if there[shard] is None]
        if missing:
            (self.out / MANIFEST).unlink(missing_ok=True)
            self._make(missing, [s for s in mine if there[s] is not None])
            there = self._there(False)
        done = [item for item in there if item is not None]
        if len(done) == len(there) and not self._whole(check):
            begin(self.plan, self.authored, self.out)
            names = dict.fromkeys((*kept_names(self.authored), *kept_names(self.spec)))
            finish(self.plan, self.spec, self.out, done, list(names))
        return missing, there

    def _there(self, check: bool) -> list[Sidecar | None]:
        """The sidecars of all shards; damaged ones are told of, removed, and count as missing."""
        found: list[Sidecar | None] = []
        for shard in self.plan.shards:
            state = checked_shard(self.plan, self.out, shard, check)
            if isinstance(state, str):
                event = Dropped(shard, state)
                self.log.hear(event)
                self.show.warn(event)
                (self.out / MANIFEST).unlink(missing_ok=True)
                sidecar_file(self.out, shard).unlink()
                state = None
            found.append(state)
        return found

    def _make(self, missing: list[int], found: list[int]) -> None:
        spans = [self.plan.episodes_of(shard) for shard in missing]
        self.show.begin(sum(map(len, spans)), len(missing) + len(found), len(found))
        self.log.begin({"workers": self.workers, "shards": missing, "pid": os.getpid()})
        how = "failed"
        try:
            self._work(missing)
            how = "done"
        except KeyboardInterrupt:
            how = "interrupted"
            raise
        finally:
            self.log.end(how)
            self.show.end()

    def _work(self, missing: list[int]) -> None:
        cores = usable_cores()
        if self.workers > 1:
            threads = int(cores > self.workers)
            everything = (self.plan, self.spec, missing, self.out, self.workers, threads)
            make_shards(*everything, self._hear, self.show.idle)
            return
        try:
            with watched(self._hear):
                for shard in missing:
                    make_shard(self.plan, self.spec, shard, self.out, self._hear, int(cores > 1))
        except ExportError:
            raise
        except Exception as error:
            self.log.hear(Note("", traceback.format_exc()))
            raise disaster(error, self.out) from error

    def _hear(self, event: Event) -> None:
        self.log.hear(event)
        self.show.hear(event)
        self.show.idle()
        if isinstance(event, Ended) and event.error:
            self.failures += 1
            if self.failures > self.max_failures:
                raise ExportError(
                    f"{counted(self.failures, 'episode')} failed, the last with {event.error}; "
                    f"what is whole stays; allow more with --max-failures, or see {self.log.path}"
                )

    def _refuse(self, overwrite: bool) -> None:
        """Refuse a folder that is not this dataset's. Raises ``PlanError``."""
        path = self.out / PLAN
        if self.out.exists() and not self.out.is_dir():
            raise PlanError(f"{self.out} is a file: choose a folder")
        if not path.exists():
            there = self.out.iterdir() if self.out.exists() else ()
            other = min((item.name for item in there if item.name != LOG), default=None)
            if other is not None:
                raise PlanError(
                    f"{self.out} holds other things ({other}): choose a new or empty folder"
                )
            return
        if overwrite:
            return
        try:
            begun = json.loads(path.read_bytes())
        except ValueError:
            raise PlanError(f"{path} is damaged: begin anew with --overwrite") from None
        here = json.loads(json_text(self.plan.record()))
        if begun != here:
            raise PlanError(
                f"{self.out} was begun with other settings: {difference(begun, here)}; "
                "give another folder, or begin anew with --overwrite"
            )

    def _whole(self, deep: bool) -> bool:
        """Whether the manifest stands, and with it all that it names; deep: by the digests."""
        try:
            files = json.loads((self.out / MANIFEST).read_bytes())["files"]
            if deep:
                return files == digests({name: self.out / name for name in files})
            return all((self.out / n).stat().st_size == item["bytes"] for n, item in files.items())
        except (OSError, ValueError, KeyError):
            return False


def usable_cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _wipe(out: Path) -> None:
    """Remove a dataset, and nothing else that lies in its folder; its log stays."""
    try:
        plan: dict[str, Any] = json.loads((out / PLAN).read_bytes())
    except (OSError, ValueError):
        plan = {}
    (out / MANIFEST).unlink(missing_ok=True)
    folders = [name for name in plan.get("writers", ()) if name != "native"]
    for name in (SHARDS, FILES, *folders):
        if (out / name).is_dir():
            shutil.rmtree(out / name)
    for name in (README, REPORT, CLASSES, SCENARIO, PLAN):
        (out / name).unlink(missing_ok=True)
