"""Export episodes of a scenario as a labelled dataset.

The same command resumes an export that was interrupted, and makes the same bytes for any number
of workers. Kept are the frames of every K-th step; --set changes the scenario; --twins keeps the
same pictures without the weather, without the sensor's noise and faults, or without both.

Example::

    whiteout export child-chases-ball --episodes 32 --seed 1 --out data --workers 4
    whiteout export child-chases-ball --episodes 100 --out data --every 10 --to coco
    whiteout export child-chases-ball --out pairs --every 10 --twins clean,weather
    whiteout export my-scenario.yaml --episodes 1000 --out data --split train=0.8,val=0.2 --dry-run
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..dataset.estimate import Estimate, estimate
from ..dataset.export import planned
from ..dataset.finish import command as canonical
from ..dataset.job import MAX_FAILURES, Job, Result, usable_cores
from ..dataset.plan import LICENSE, SHARD_SIZE, Plan, PlanError
from ..dataset.progress import clock_text, counted, show
from ..dataset.sections import bytes_text
from ..dataset.split import shares_from
from ..exits import told
from ..main import FAILED, INTERRUPTED
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..scenarios.language.spec import ScenarioSpec


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario of the library, or a YAML file.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the dataset.", show_default="out/<scenario>")
    ] = None,
    episodes: Annotated[int, typer.Option("--episodes", "-n", help="How many episodes.")] = 1,
    seed: Seed = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-j", help="Processes.", show_default="one per core"),
    ] = None,
    every: Annotated[int, typer.Option(help="Keep the frame of each K-th step.")] = 1,
    frames: Annotated[
        int | None, typer.Option(help="End an episode after so many kept frames.")
    ] = None,
    twins: Annotated[
        str | None,
        typer.Option(help="Twins beside each picture, as in clean,weather,sensor."),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", help="Write this format as well, such as coco; may be repeated."),
    ] = None,
    classes: Annotated[
        str,
        typer.Option(help="Classes of other formats: native, coco, cityscapes, nuscenes, kitti."),
    ] = "native",
    image: Annotated[str, typer.Option(help="Format of pictures: png, or jpeg:95.")] = "png",
    split: Annotated[
        str | None, typer.Option(help="Shares, as in train=0.8,val=0.1,test=0.1.")
    ] = None,
    sampler: Annotated[str, typer.Option(help="random, sobol or latin_hypercube.")] = "random",
    shard_size: Annotated[int, typer.Option(help="Episodes per shard.")] = SHARD_SIZE,
    shard: Annotated[
        str | None, typer.Option(help="Make part i of n alone, as in 0/8; for clusters.")
    ] = None,
    license: Annotated[str, typer.Option(help="License of the data.")] = LICENSE,
    date: Annotated[str | None, typer.Option(help="Date of the data, YYYY-MM-DD.")] = None,
    max_failures: Annotated[
        int, typer.Option(help="Stop when more episodes than this fail.")
    ] = MAX_FAILURES,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Begin anew.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare digests of the shards that are there.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be made, and its size.")
    ] = False,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make or resume a dataset."""
    with told():
        plan, authored, spec = planned(
            scenario,
            overrides or (),
            seed=seed,
            sampler=sampler,
            episodes=episodes,
            every=every,
            frames=frames,
            twins=tuple(name.strip() for name in twins.split(",")) if twins else (),
            shard_size=shard_size,
            writers=tuple(dict.fromkeys(to or ())),
            classes=classes,
            image=image,
            split=_shares(split),
            license=license,
            date=date,
        )
        for note in () if quiet else plan.notes:
            typer.echo(note, err=True)
        if dry_run:
            _print_plan(plan, scenario, spec, json)
            return
        crew = min(usable_cores(), len(plan.shards)) if workers is None else workers
        if not quiet and workers and workers > len(plan.shards):
            typer.echo(_few_shards(plan, workers), err=True)
        folder, watcher = out or Path("out") / plan.scenario, show(quiet)
        job = Job(plan, authored, spec, folder, crew, _part(shard), max_failures, watcher)
        result = _result(job, overwrite, check)
    if json:
        print_json({**result._asdict(), "out": str(result.out), "whole": result.whole})
    else:
        typer.echo(str(result.out) if quiet else _summary(result))
    if result.failed:
        raise typer.Exit(FAILED)


def _result(job: Job, overwrite: bool, check: bool) -> Result:
    try:
        return job.run(overwrite, check)
    except KeyboardInterrupt:
        typer.echo(f"interrupted; the same command resumes in {job.out}", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _shares(text: str | None) -> dict[str, float] | None:
    try:
        return shares_from(text) if text else None
    except ValueError as error:
        raise PlanError(str(error)) from None


def _part(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal()):
        raise PlanError(f"shard '{text}': write i/n with i from 0 to n - 1")
    return int(number), int(count)


def _few_shards(plan: Plan, workers: int) -> str:
    return (
        f"with {counted(plan.episodes, 'episode')} in shards of {plan.shard_size} no more than "
        f"{len(plan.shards)} of {workers} workers can be busy; smaller shards (--shard-size) would "
        "share the work better"
    )


def _print_plan(plan: Plan, scenario: str, spec: ScenarioSpec, json: bool) -> None:
    guess: Estimate = estimate(plan, spec)
    if json:
        print_json({"plan": plan.record(), "estimate": guess._asdict(), "scenario": spec.data})
        return
    typer.echo(canonical(plan, scenario))
    typer.echo(
        f"at most {counted(guess.frames, 'frame')}, {counted(guess.readings, 'reading')} of "
        f"{counted(guess.episodes, 'episode')} in {counted(guess.shards, 'shard')}; about "
        f"{bytes_text(guess.bytes)}, from {bytes_text(guess.least)} to {bytes_text(guess.most)} "
        "as the scenery goes"
    )


def _summary(result: Result) -> str:
    if not result.whole:
        total = result.made + result.found + result.missing
        return (
            f"{result.out}: {total - result.missing} of {total} shards are there; the dataset is "
            "whole when the other parts are made"
        )
    counts = (
        f"{counted(result.episodes, 'episode')}, {counted(result.frames, 'frame')}, "
        f"{counted(result.readings, 'reading')}"
    )
    if result.episodes:
        lines = [f"{result.out} is whole: {counts}"]
    else:
        lines = [f"{result.out} holds nothing: no episode could be made"]
    if result.made:
        rate = result.frames / max(result.seconds, 1e-3)
        pace = f" ({rate:.1f} frames/s)" if not result.found else ""
        lines.append(f"made in {clock_text(result.seconds)}{pace}")
    if result.failed:
        lines.append(f"{counted(result.failed, 'episode')} failed: see {result.out / 'log'}")
    lines.append(f"report: {result.out / 'report.html'}")
    return "\n".join(lines)
