"""Makes a dataset whole once all its shards are: merged files, readme, report, manifest."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..scenarios.language import library
from ..scenarios.language.files import addressed
from ..scenarios.language.spec import ScenarioSpec
from ..scenarios.language.write import written
from ..simcore.classes import classes
from ..simcore.covers import covers
from .files import digests, json_text, merkle, tree, write_whole
from .layout import (
    CLASSES,
    CONVENTIONS,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    PLAN,
    README,
    REPORT,
    SCENARIO,
    SHARDS,
    shard_name,
)
from .plan import LICENSE, SHARD_SIZE, Plan
from .plugins import WRITERS
from .provenance import generator, platform_record
from .readme import readme
from .report import report
from .shard import home
from .sidecar import Sidecar


def begin(plan: Plan, authored: ScenarioSpec, out: Path) -> None:
    """Write what stands before the first shard: plan, scenario, classes.

    authored: the scenario without the overrides, which the plan holds.
    """
    write_whole(out / PLAN, json_text(plan.record()))
    metadata = {**authored.data.get("metadata", {}), "name": plan.scenario}
    data = addressed(authored.data, authored.files)
    write_whole(out / SCENARIO, written({**data, "metadata": metadata}))
    table = {
        "classes": [_class_row(item) for item in classes().values()],
        "covers": [cover._asdict() for cover in covers()],
    }
    write_whole(out / CLASSES, json_text(table))
    (out / SHARDS).mkdir(exist_ok=True)


def finish(
    plan: Plan, spec: ScenarioSpec, out: Path, sidecars: Sequence[Sidecar], kept: Sequence[str]
) -> None:
    """Write all that spans the shards, the manifest last. Doing it twice changes nothing.

    kept: paths of the files that the scenario names.
    """
    names = [
        (home(out, writer) / name).relative_to(out).as_posix()
        for writer in plan.all_writers
        for name in WRITERS.load(writer).merge(plan, home(out, writer))
    ]
    summary = _summary(plan, spec, out, sidecars)
    write_whole(out / README, readme(summary))
    write_whole(out / REPORT, report(out, summary, spec))
    names += [PLAN, SCENARIO, CLASSES, README, REPORT, *kept]
    files = digests({name: out / name for name in names})
    roots = [bytes.fromhex(root) for root in (*(s.merkle for s in sidecars), merkle(files))]
    manifest = {
        **summary,
        "platform": platform_record(),
        "classes_sha256": files[CLASSES]["sha256"],
        "shards": [
            {
                "id": shard_name(sidecar.shard),
                "episodes": list(sidecar.episodes),
                "bytes": sidecar.bytes,
                "merkle": sidecar.merkle,
            }
            for sidecar in sidecars
        ],
        "files": files,
        "merkle_root": tree(roots),
    }
    write_whole(out / MANIFEST, json_text(manifest))


def command(plan: Plan, scenario: str | None = None) -> str:
    """The command that makes the same dataset. scenario: as it was given; unless it is, its name in
    the library, or the file that a dataset keeps of it."""
    if scenario is None:
        scenario = plan.scenario if plan.scenario in library.names() else SCENARIO
    words = ["whiteout", "export", scenario, "--episodes", str(plan.episodes)]
    if plan.seed is not None:
        words += ["--seed", str(plan.seed)]
    split = ",".join(f"{name}={share:g}" for name, share in (plan.split or {}).items())
    options: Mapping[str, tuple[Any, Any]] = {
        "--sampler": (plan.sampler, "random"),
        "--every": (plan.every, 1),
        "--frames": (plan.frames, None),
        "--twins": (",".join(plan.twins), ""),
        "--shard-size": (plan.shard_size, SHARD_SIZE),
        "--classes": (plan.classes, "native"),
        "--image": (plan.image, "png"),
        "--split": (split, ""),
        "--license": (plan.license, LICENSE),
        "--date": (plan.date, None),
    }
    for name, (value, usual) in options.items():
        if value != usual:
            words += [name, str(value)]
    for writer in plan.writers:
        words += ["--to", writer]
    for text in plan.overrides:
        words += ["--set", text]
    return shlex.join(words)


def _summary(
    plan: Plan, spec: ScenarioSpec, out: Path, sidecars: Sequence[Sidecar]
) -> dict[str, Any]:
    """What the manifest and the readme say alike."""
    import pyarrow.parquet as pq

    splits: Counter[str] = Counter(dict.fromkeys(plan.split or (), 0))
    written_episodes = frames = readings = 0
    for sidecar in sidecars:
        folder = out / SHARDS / shard_name(sidecar.shard)
        rows = pq.read_table(folder / "episodes.parquet", columns=["split", "status", "frames"])
        for row in rows.to_pylist():
            if row["status"] == "ok":
                splits[row["split"]] += 1
                written_episodes += 1
                frames += row["frames"]
        readings += pq.read_metadata(folder / "frames.parquet").num_rows
    failed = sum(len(sidecar.failures) for sidecar in sidecars)
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": plan.scenario,
        "description": spec.metadata.description,
        "license": plan.license,
        "date": plan.date,
        "generator": generator(),
        "scenario": {"name": plan.scenario, "sha256": plan.scenario_sha256},
        "seed": plan.seed,
        "sampler": plan.sampler,
        "overrides": list(plan.overrides),
        "command": command(plan),
        "episodes": {"requested": plan.episodes, "written": written_episodes, "failed": failed},
        "frames": frames,
        "readings": readings,
        "sensors": {name: dict(item) for name, item in plan.sensors.items()},
        "conventions": CONVENTIONS,
        "splits": dict(splits),
        "writers": list(plan.all_writers),
    }


def _class_row(item: Any) -> dict[str, Any]:
    return {**item._asdict(), "colour": list(item.colour)}
