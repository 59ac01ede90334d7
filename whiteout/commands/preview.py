"""Look at an episode: a contact sheet and a video, with boxes, masks, keypoints and depth.

Example::

    whiteout preview child-chases-ball --seed 1
    whiteout preview my-scenario.yaml --index 3 --overlay boxes --overlay keypoints --no-video
    whiteout preview child-chases-ball --twin clean --overlay boxes --no-video
    whiteout preview child-chases-ball --set weather.snow.rate="3 mm/h" --out look
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from ..cameras import camera_of
from ..dataset.background import Background
from ..dataset.events import Ended, Stepped
from ..dataset.files import made_writable
from ..dataset.job import usable_cores
from ..dataset.pictures import Panel, Picture, beside, save, sheet
from ..dataset.plan import PlanError
from ..dataset.progress import Show, show
from ..dataset.video import Video
from ..dataset.workers import watched
from ..exits import told
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..scenarios.draw import Scenario, draw
from ..scenarios.episode import Episode, run
from ..scenarios.language.load import load
from ..sensors.frame import Frame
from ..sensors.overlay import LEGEND, OVERLAYS, overlaid
from ..sensors.seen import SHOWN
from ..sensors.sensor import Demand
from ..sensors.twins import twins_named

MOMENTS = 16
"""Most moments on a contact sheet."""
COLUMNS = 4
NEEDS = {"boxes": (), "masks": ("instance",), "keypoints": (), "depth": ("depth",)}
"""Channels that overlays need besides the picture."""


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario of the library, or a YAML file.")],
    out: Annotated[Path, typer.Option(help="Folder for what is made.")] = Path("out/preview"),
    seed: Seed = None,
    index: Annotated[int | None, typer.Option(min=0, help="Number of the episode.")] = None,
    sensor: Annotated[
        str | None, typer.Option(help="The camera to look through; the first unless given.")
    ] = None,
    overlay: Annotated[
        list[str] | None,
        typer.Option("--overlay", help="boxes, masks, keypoints, depth; all unless given."),
    ] = None,
    twin: Annotated[
        list[str] | None,
        typer.Option("--twin", help="Show this twin beside: clean, weather or sensor."),
    ] = None,
    every: Annotated[int, typer.Option(min=1, help="Steps between rows of the sheet.")] = 10,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write a video.")] = True,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one episode and draw what its camera sees."""
    with told():
        drawn = draw(load(scenario, overrides or ()), seed, index)
        camera = camera_of(drawn, sensor)
        overlays = _overlays(overlay, camera, drawn.sensors[camera].channels)
        if twin and drawn.sensors[camera].kind != "camera":
            raise PlanError(f"'{camera}' has no twins: sensors of kind camera have")
        made_writable(out)
        name = f"{drawn.name}-{drawn.seed}-{drawn.index}"
        watcher = show(quiet or json)
        looked = _Look(drawn, camera, overlays, _twins(twin), every, watcher)
        film = out / f"{name}.mp4" if video else None
        codec = looked.record(film)
        save(out / f"{name}.png", looked.contact_sheet())
    found = {
        "sheet": str(out / f"{name}.png"),
        "video": None if film is None else str(film),
        "codec": codec,
        "outcome": looked.outcome,
        "steps": looked.steps,
        "never_started": list(looked.waiting),
    }
    if json:
        print_json(found)
        return
    for name in looked.waiting:
        kind = drawn.actors[name].start.kind
        typer.echo(f"{name} never started: its start ({kind}) did not come")
    typer.echo(f"contact sheet  {found['sheet']}")
    if film is not None:
        typer.echo(f"video          {film}")
        if codec != "VP9" and not quiet:
            text = f"this OpenCV has no VP9: the video is {codec}, which browsers do not play"
            typer.echo(text, err=True)


class _Look:
    """An episode as a camera sees it."""

    def __init__(
        self, drawn: Scenario, camera: str, overlays: tuple[str, ...], twins: tuple[str, ...],
        every: int, watcher: Show,
    ):  # fmt: skip
        self.drawn, self.camera, self.overlays, self.watcher = drawn, camera, overlays, watcher
        self.twins = twins
        self.every, self.outcome, self.steps = every, "", 0
        self.waiting: tuple[str, ...] = ()
        self.moments: list[list[Panel]] = []

    def record(self, film: Path | None) -> str | None:
        """Run the episode; returns the codec of its video."""
        self.watcher.begin(1, 1, 0)
        background = Background(int(usable_cores() > 1))
        writer: Video | None = None
        try:
            with ExitStack() as stack:
                stack.enter_context(watched(self.watcher.hear))
                for frame, panels in self._frames(film is not None):
                    self._keep(frame, panels)
                    if film is None:
                        continue
                    picture = beside([panel.picture for panel in panels])
                    if writer is None:
                        rate = self.drawn.sensors[self.camera].rate
                        height, width = picture.shape[:2]
                        writer = stack.enter_context(Video(film, rate, width, height))
                    background.submit(writer.add, picture)
                background.finish()
        finally:
            background.close()
            self.watcher.end()
        return writer.codec if writer else None

    def _frames(self, all_steps: bool) -> Iterator[tuple[Frame, list[Panel]]]:
        channels = {*SHOWN, *(name for o in self.overlays for name in NEEDS[o])}
        demand = Demand(tuple(sorted(channels)), objects=any(o != "depth" for o in self.overlays))
        wanted = {self.camera: demand}
        episode = Episode(self.drawn, wanted, threads=usable_cores(), twins=self.twins)
        sensed = (lambda step: True) if all_steps else (lambda step: step % self.every == 0)
        for frame in run(self.drawn, episode, sensed):
            event = Stepped(0, 0, frame.step, episode.limit, frame.step + 1)
            self.watcher.hear(event)
            self.watcher.idle()
            self.steps, self.outcome = frame.step, frame.outcome or ""
            pairs = zip(frame.readings[self.camera], frame.truth[self.camera], strict=True)
            for number, (reading, truth) in enumerate(pairs):
                time = f"{reading.t_ns / 1e9:.1f} s"
                drawn = tuple(o for o in self.overlays if o != "depth")
                panels = [Panel(time, overlaid(reading, truth, drawn))]
                if "depth" in self.overlays:
                    panels.append(Panel("depth", overlaid(reading, truth, ("depth",))))
                for kind in self.twins:
                    picture = frame.twins[kind][self.camera][number].channels["rgb"]
                    panels.append(Panel(kind, picture))
                yield frame, panels
        self.waiting = episode.waiting
        self.watcher.hear(Ended(0, 0, self.steps + 1))

    def contact_sheet(self) -> Picture:
        """Moments of the episode on one page."""
        per_row = max(1, COLUMNS // len(self.moments[0]))
        groups = [self.moments[k : k + per_row] for k in range(0, len(self.moments), per_row)]
        rows = [[panel for moment in group for panel in moment] for group in groups]
        drawn = self.drawn
        title = f"{drawn.name}, seed {drawn.seed}, index {drawn.index}: {self.outcome}"
        legend = [LEGEND[name] for name in self.overlays if name in LEGEND]
        return sheet(rows, title.replace("_", " "), legend=legend)

    def _keep(self, frame: Frame, panels: list[Panel]) -> None:
        """Keep a moment for the sheet; when there are too many, every other one."""
        if frame.step % self.every:
            return
        self.moments.append(panels)
        if len(self.moments) > MOMENTS:
            self.moments, self.every = self.moments[::2], self.every * 2


def _twins(chosen: list[str] | None) -> tuple[str, ...]:
    try:
        return twins_named(chosen or ())
    except ValueError as error:
        raise PlanError(str(error)) from None


def _overlays(chosen: list[str] | None, camera: str, channels: Collection[str]) -> tuple[str, ...]:
    """Those chosen; without a choice, all that the camera's channels allow."""
    unknown = set(chosen or ()) - set(OVERLAYS)
    if unknown:
        raise PlanError(f"overlay '{min(unknown)}': there are {', '.join(OVERLAYS)}")
    for name in chosen or ():
        for channel in set(NEEDS[name]) - set(channels):
            raise PlanError(f"overlay '{name}': add {channel} to sensors.{camera}.channels")
    return tuple(chosen or (name for name in OVERLAYS if set(NEEDS[name]) <= set(channels)))
