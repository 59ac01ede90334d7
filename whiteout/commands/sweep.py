"""See one moment of a scenario under several values of one setting.

All else is drawn as it was: the same street, the same people, the same noise. VALUES are a range
that is gone through in --steps, or a list, where a unit of the last value is that of all.

Example::

    whiteout sweep child-chases-ball weather.snow.rate "0..10 mm/h"
    whiteout sweep deer-at-bend weather.fog.visibility "20..2000 m" --log --steps 8
    whiteout sweep motorway-cut-in light.time "12, 18, 22 h" --at "4 s" --json
    whiteout sweep child-chases-ball ego.at.t "-1..1 m" --steps 3
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from ..cameras import camera_of
from ..dataset.events import Ended, Stepped
from ..dataset.files import made_writable
from ..dataset.job import usable_cores
from ..dataset.pictures import Panel, save, sheet
from ..dataset.plan import PlanError
from ..dataset.progress import Show, show
from ..dataset.workers import watched
from ..exits import told
from ..moments import seconds
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..scenarios.draw import Scenario, draw
from ..scenarios.episode import Episode, run
from ..scenarios.language.load import load
from ..sensors.seen import SHOWN, picture_of
from ..sensors.sensor import Demand
from ..steps import USUAL, captions_of, values_of

COLUMNS = 4
"""Most pictures beside each other."""


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario of the library, or a YAML file.")],
    path: Annotated[str, typer.Argument(help="The setting, as in weather.snow.rate.")],
    values: Annotated[str, typer.Argument(help='A range, "0..10 mm/h", or a list, "dry, wet".')],
    steps: Annotated[
        int | None,
        typer.Option(min=1, help="How many values of a range.", show_default=str(USUAL)),
    ] = None,
    log: Annotated[
        bool, typer.Option("--log/--linear", help="Go through a range by factors.")
    ] = False,
    at: Annotated[str, typer.Option(help="Time since the start of the episode.")] = "0 s",
    out: Annotated[Path, typer.Option(help="Folder for what is made.")] = Path("out/sweep"),
    seed: Seed = None,
    index: Annotated[int | None, typer.Option(min=0, help="Number of the episode.")] = None,
    sensor: Annotated[
        str | None, typer.Option(help="The camera to look through; the first unless given.")
    ] = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw a strip of pictures, one for each value."""
    with told():
        asked = values_of(values, steps, log)
        time = seconds(at, "--at")
        drawn = [
            draw(load(scenario, [*(overrides or ()), f"{path}={value}"]), seed, index)
            for value in asked
        ]
        camera = camera_of(drawn[0], sensor)
        if time > drawn[0].duration:
            raise PlanError(f"--at {at} is after the end: it lasts {drawn[0].duration:g} s")
        made_writable(out)
        panels = _pictures(drawn, asked, camera, time, show(quiet or json))
        per_row = -(-len(panels) // -(-len(panels) // COLUMNS))
        rows = [panels[k : k + per_row] for k in range(0, len(panels), per_row)]
        name = f"{drawn[0].name}-{drawn[0].seed}-{drawn[0].index}-{path}"
        strip = out / f"{name}.png"
        save(strip, sheet(rows, f"{drawn[0].name}: {path} at {time:g} s"))
        found: list[dict[str, Any]] = []
        for number, (value, panel) in enumerate(zip(asked, panels, strict=True)):
            picture = out / f"{name}-{number:02d}.png"
            save(picture, panel.picture)
            found.append({"value": value, "picture": str(picture)})
    if json:
        print_json({"strip": str(strip), "path": path, "pictures": found})
        return
    typer.echo(f"strip     {strip}")
    if not quiet:
        typer.echo(f"pictures  {out / name}-00.png to -{len(found) - 1:02d}.png")


def _pictures(
    drawn: list[Scenario], values: list[str], camera: str, time: float, watcher: Show
) -> list[Panel]:
    """A picture of each at that time, or of its last moment if it was over before."""
    watcher.begin(len(drawn), 1, 0)
    panels = []
    try:
        with ExitStack() as stack:
            stack.enter_context(watched(watcher.hear))
            for number, (item, caption) in enumerate(zip(drawn, captions_of(values), strict=True)):
                panels.append(_picture(item, number, caption, camera, time, watcher))
    finally:
        watcher.end()
    return panels


def _picture(
    drawn: Scenario, number: int, caption: str, camera: str, time: float, watcher: Show
) -> Panel:
    episode = Episode(drawn, {camera: Demand(SHOWN, objects=False)}, threads=usable_cores())
    panel = None
    for frame in run(drawn, episode):
        watcher.hear(Stepped(0, number, frame.step, episode.limit, 0))
        watcher.idle()
        for reading in frame.readings[camera]:
            seconds = reading.t_ns * 1e-9
            if panel is None or seconds <= time + 1e-9:
                late = "" if abs(seconds - time) < 0.05 else f", {seconds:.1f} s"
                panel = Panel(caption + late, picture_of(reading))
        if panel is not None and frame.t_ns * 1e-9 >= time - 1e-9:
            break
    watcher.hear(Ended(0, number, 1))
    if panel is None:
        raise PlanError(f"camera '{camera}' takes no picture before the episode ends")
    return panel
