"""Exports: episodes of a scenario as a dataset, by one process or many, always the same bytes.

::

    whiteout.export("child-chases-ball", episodes=32, seed=1, out="data", workers=4)

The plan is written first and decides every byte. Shards are made one by one; the same call
resumes what was interrupted, skipping the shards that are whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..scenarios.language.load import load
from ..scenarios.language.spec import ScenarioSpec
from .job import MAX_FAILURES, Job, Result
from .plan import LICENSE, SHARD_SIZE, Plan
from .progress import Show, Silence

Overrides = Sequence[str] | Mapping[str, Any]


def export(
    scenario: str | Path | ScenarioSpec,
    episodes: int = 1,
    seed: int | None = None,
    *,
    out: str | Path,
    workers: int = 1,
    every: int = 1,
    frames: int | None = None,
    twins: Sequence[str] = (),
    writers: Sequence[str] = (),
    classes: str = "native",
    image: str = "png",
    overrides: Overrides = (),
    split: Mapping[str, float] | None = None,
    sampler: str = "random",
    shard_size: int = SHARD_SIZE,
    license: str = LICENSE,
    date: str | None = None,
    part: tuple[int, int] | None = None,
    max_failures: int = MAX_FAILURES,
    overwrite: bool = False,
    check: bool = False,
    progress: Show | None = None,
) -> Result:
    """Write episodes 0 … N - 1 of a seed to the folder ``out``, or go on with it.

    scenario: a name of the library, a file, or what ``load`` returns; overrides: texts
    "path=value" or a mapping from dotted paths; workers: processes, 1 for this one alone; every:
    keep each so many steps; frames: keep at most so many of an episode, which then ends; twins:
    "clean", "weather", "sensor", kept beside each reading (``sensors.twins``); writers:
    formats besides the native one; classes: the set of classes they use; image: "png" or
    "jpeg:95" for pictures; split: shares by name; part: (i, n) makes every n-th shard from the
    i-th on, for clusters; max_failures: stop when more episodes fail; overwrite: begin anew;
    check: compare digests, not sizes alone, of the shards that are there.

    Raises ``PlanError`` or ``ScenarioError`` for what cannot be meant, ``ExportError`` when it
    cannot go on. After ``KeyboardInterrupt`` no half file is left, and the same call resumes.
    """
    plan, authored, spec = planned(
        scenario,
        overrides,
        seed=seed,
        sampler=sampler,
        episodes=episodes,
        every=every,
        frames=frames,
        twins=tuple(twins),
        shard_size=shard_size,
        writers=tuple(dict.fromkeys(writers)),
        classes=classes,
        image=image,
        split=split,
        license=license,
        date=date,
    )
    job = Job(plan, authored, spec, Path(out), workers, part, max_failures, progress or Silence())
    return job.run(overwrite, check)


def planned(
    scenario: str | Path | ScenarioSpec, overrides: Overrides = (), **settings: Any
) -> tuple[Plan, ScenarioSpec, ScenarioSpec]:
    """The plan of an export, the scenario as it was written, and with its overrides."""
    texts = override_texts(overrides)
    if isinstance(scenario, ScenarioSpec):
        authored = spec = scenario
        if texts:
            raise TypeError("give overrides to load(), which read the scenario, not to export()")
    else:
        authored = load(scenario)
        spec = load(scenario, texts) if texts else authored
    return Plan.of(spec, overrides=texts, **settings), authored, spec


def override_texts(overrides: Overrides) -> tuple[str, ...]:
    """Overrides as texts "path=value"."""
    if isinstance(overrides, Mapping):
        return tuple(
            f"{path}={value if isinstance(value, str) else json.dumps(value)}"
            for path, value in overrides.items()
        )
    return tuple(overrides)
