"""Make 24 labelled frames of a child running after a ball into a snowy street.

Two episodes, every tenth step, with a contact sheet and a report to look at. The first time the
kernels are compiled, which takes a minute or two; doing it again takes seconds.

Example::

    whiteout demo
    whiteout demo --out look --seed 3
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..dataset.export import Result, export
from ..dataset.job import usable_cores
from ..dataset.pictures import Panel, labelled, save, sheet
from ..dataset.plan import PlanError
from ..dataset.progress import Show, clock_text, show
from ..dataset.reader import open_dataset
from ..exits import told
from ..main import FAILED, INTERRUPTED
from ..options import Json, Overrides, Quiet, print_json
from ..sensors.overlay import LEGEND

SCENARIO = "child-chases-ball"
SEED = 31
EPISODES, EVERY, FRAMES = 2, 10, 12
COLUMNS = 4


def command(
    out: Annotated[Path, typer.Option(help="Folder for what is made.")] = Path("out/demo"),
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = SEED,
    workers: Annotated[
        int | None, typer.Option("--workers", "-j", help="Processes.", show_default="two")
    ] = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make the demo, or show where it lies."""
    if not quiet and not json:
        typer.echo(f"{EPISODES * FRAMES} frames of {SCENARIO} go to {out}", err=True)
    with told():
        folder = out / "dataset"
        crew = workers or min(2, usable_cores())
        texts = overrides or []
        try:
            result = _made(folder, seed, crew, texts, show(quiet or json))
        except KeyboardInterrupt:
            typer.echo("interrupted; the same command resumes", err=True)
            raise typer.Exit(INTERRUPTED) from None
        contact = out / "contact-sheet.png"
        if result.made or not contact.exists():
            _contact_sheet(folder, contact)
    found = {
        "frames": result.frames,
        "contact_sheet": str(contact),
        "report": str(folder / "report.html"),
        "dataset": str(folder),
        "seconds": round(result.seconds, 1),
    }
    if json:
        print_json(found)
    else:
        how = f"made in {clock_text(result.seconds)}" if result.made else "they were there already"
        typer.echo(f"{result.frames} frames: {how}")
        typer.echo(f"contact sheet  {found['contact_sheet']}")
        typer.echo(f"report         {found['report']}")
        typer.echo(f"dataset        {found['dataset']}")
    if result.failed:
        raise typer.Exit(FAILED)


def _made(folder: Path, seed: int, workers: int, overrides: list[str], watcher: Show) -> Result:
    """The dataset; one that was made with other settings or by another version gives way."""

    def attempt(overwrite: bool) -> Result:
        return export(
            SCENARIO,
            EPISODES,
            seed,
            out=folder,
            workers=workers,
            every=EVERY,
            frames=FRAMES,
            shard_size=1,
            overrides=overrides,
            overwrite=overwrite,
            progress=watcher,
        )

    try:
        return attempt(False)
    except PlanError:
        if not (folder / "plan.json").exists():
            raise
        return attempt(True)


def _contact_sheet(folder: Path, path: Path) -> None:
    data = open_dataset(folder)
    panels = [
        Panel(
            f"episode {image.row['episode']}, {image.row['t_ns'] / 1e9:.0f} s",
            labelled(image.reading, image.truth),
        )
        for image in data.images
    ]
    rows = [panels[k : k + COLUMNS] for k in range(0, len(panels), COLUMNS)]
    title = f"{SCENARIO}: what was drawn, seen and labelled"
    save(path, sheet(rows, title, legend=list(LEGEND.values())))
