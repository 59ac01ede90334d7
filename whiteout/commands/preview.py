"""Look at an episode: a contact sheet and a video of what its sensors see, and plots.

Of a camera: its picture with boxes, masks, keypoints, and its depth. Of a LiDAR: its points from
above, and over the camera's picture. Of radars: their detections from above, with Doppler. Of
sensors that give numbers, such as an IMU: plots over time.

Example::

    whiteout preview child-chases-ball --seed 1
    whiteout preview my-scenario.yaml --index 3 --overlay boxes --overlay keypoints --no-video
    whiteout preview child-chases-ball --twin clean --overlay boxes --no-video
    whiteout preview my-scenario.yaml --sensor top --by intensity
    whiteout preview my-scenario.yaml --rerun
    whiteout preview child-chases-ball --set weather.snow.rate="3 mm/h" --out look
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from ..cameras import Chosen, chosen
from ..dataset import traces
from ..dataset.background import Background
from ..dataset.events import Ended, Stepped
from ..dataset.files import made_writable
from ..dataset.job import usable_cores
from ..dataset.pictures import Panel, Picture, save, sheet
from ..dataset.plan import PlanError
from ..dataset.progress import Show, show
from ..dataset.traces import PLOTTED
from ..dataset.video import Video
from ..dataset.workers import watched
from ..exits import told
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..panels import NEEDS, Panels, together
from ..scenarios.draw import Scenario, draw
from ..scenarios.episode import Episode, run
from ..scenarios.language.load import load
from ..sensors.frame import Frame
from ..sensors.overlay import LEGEND, OVERLAYS
from ..sensors.reading import Reading
from ..sensors.sensor import Demand
from ..sensors.twins import twins_named
from ..sensors.views.colours import BY
from ..viewing import Viewing

MOMENTS = 16
"""Most moments on a contact sheet."""
COLUMNS = 4


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario of the library, or a YAML file.")],
    out: Annotated[Path, typer.Option(help="Folder for what is made.")] = Path("out/preview"),
    seed: Seed = None,
    index: Annotated[int | None, typer.Option(min=0, help="Number of the episode.")] = None,
    sensor: Annotated[
        str | None, typer.Option(help="The sensor to look through; some of each kind unless given.")
    ] = None,
    overlay: Annotated[
        list[str] | None,
        typer.Option("--overlay", help="boxes, masks, keypoints, depth; all unless given."),
    ] = None,
    twin: Annotated[
        list[str] | None,
        typer.Option("--twin", help="Show this twin beside: clean, weather or sensor."),
    ] = None,
    by: Annotated[
        str, typer.Option(help="What colours points: height, intensity, class or range.")
    ] = "height",
    every: Annotated[int, typer.Option(min=1, help="Steps between rows of the sheet.")] = 10,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write a video.")] = True,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Write a recording for the Rerun viewer as well.")
    ] = False,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one episode and draw what its sensors see."""
    with told():
        drawn = draw(load(scenario, overrides or ()), seed, index)
        eyes = chosen(drawn, sensor)
        overlays = _overlays(overlay, eyes, drawn)
        if by not in BY:
            raise PlanError(f"--by {by}: there are {', '.join(BY)}")
        if twin and not (eyes.seen and drawn.sensors[eyes.camera or ""].kind == "camera"):
            raise PlanError(f"'{eyes.leader or sensor}' has no twins: sensors of kind camera have")
        still = bool(getattr(drawn.sensors.get(eyes.lidar or ""), "deskew", False))
        made_writable(out)
        name = f"{drawn.name}-{drawn.seed}-{drawn.index}"
        watcher = show(quiet or json)
        looked = _Look(drawn, Panels(eyes, overlays, _twins(twin), by, still), every, watcher)
        film = out / f"{name}.mp4" if video and eyes.leader else None
        tape = out / f"{name}.rrd" if rerun else None
        with ExitStack() as stack:
            if tape is not None:
                looked.viewing = stack.enter_context(Viewing(tape, name, by))
            codec = looked.record(film)
        sheet_file = out / f"{name}.png" if looked.moments else None
        if sheet_file is not None:
            save(sheet_file, looked.contact_sheet())
        plots = plotted(drawn, eyes.numbers)
        plots_file = None if plots is None else out / f"{name}-plots.png"
        if plots is not None and plots_file is not None:
            save(plots_file, plots)
    found = {
        "sheet": None if sheet_file is None else str(sheet_file),
        "video": None if film is None else str(film),
        "codec": codec,
        "recording": None if tape is None else str(tape),
        "plots": None if plots_file is None else str(plots_file),
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
    made = {"contact sheet": sheet_file, "video": film, "plots": plots_file, "recording": tape}
    for what, file in made.items():
        if file is not None:
            typer.echo(f"{what:13}  {file}")
    if film is not None and codec != "VP9" and not quiet:
        text = f"this OpenCV has no VP9: the video is {codec}, which browsers do not play"
        typer.echo(text, err=True)


def plotted(drawn: Scenario, sensors: Sequence[str]) -> Picture | None:
    """Plots of what the sensors of numbers tell over the episode; None where there are none."""
    if not sensors:
        return None
    wanted = {name: Demand(PLOTTED, objects=False) for name in sensors}
    readings: dict[str, list[Reading]] = {name: [] for name in sensors}
    for frame in run(drawn, Episode(drawn, wanted)):
        for name in sensors:
            readings[name] += frame.readings[name]
    return traces.picture(traces.traces_of(readings))


class _Look:
    """An episode as its sensors see it."""

    def __init__(self, drawn: Scenario, panels: Panels, every: int, watcher: Show):
        self.drawn, self.panels, self.watcher = drawn, panels, watcher
        self.every, self.outcome, self.steps = every, "", 0
        self.waiting: tuple[str, ...] = ()
        self.moments: list[list[Panel]] = []
        self._kept = -1
        self.viewing: Viewing | None = None

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
                    picture = together(panels)
                    if writer is None:
                        rate = self.drawn.sensors[self.panels.chosen.leader or ""].rate
                        height, width = picture.shape[:2]
                        writer = stack.enter_context(Video(film, rate, width, height))
                    if picture.shape[:2] == (height, width):  # as at the beginning
                        background.submit(writer.add, picture)
                background.finish()
        finally:
            background.close()
            self.watcher.end()
        return writer.codec if writer else None

    def _frames(self, all_steps: bool) -> Iterator[tuple[Frame, list[Panel]]]:
        wanted = self.panels.demands
        if self.viewing is not None:
            wanted |= {n: Demand(PLOTTED, objects=False) for n in self.panels.chosen.numbers}
            all_steps = True
        episode = Episode(self.drawn, wanted, threads=usable_cores(), twins=self.panels.twins)
        sensed = (lambda step: True) if all_steps else (lambda step: step % self.every == 0)
        for frame in run(self.drawn, episode, sensed):
            event = Stepped(0, 0, frame.step, episode.limit, frame.step + 1)
            self.watcher.hear(event)
            self.watcher.idle()
            self.steps, self.outcome = frame.step, frame.outcome or ""
            if self.viewing is not None:
                self.viewing.add(frame)
            for _, panels in self.panels.of(frame):
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
        legend = [LEGEND[name] for name in self.panels.overlays if name in LEGEND]
        return sheet(rows, title.replace("_", " "), legend=legend)

    def _keep(self, frame: Frame, panels: list[Panel]) -> None:
        """Keep a moment for the sheet; when there are too many, every other one."""
        if frame.step % self.every:
            return
        if self._kept == frame.step:  # of several readings in a step the last
            self.moments.pop()
        self._kept = frame.step
        self.moments.append(panels)
        if len(self.moments) > MOMENTS:
            self.moments, self.every = self.moments[::2], self.every * 2


def _twins(chosen: list[str] | None) -> tuple[str, ...]:
    try:
        return twins_named(chosen or ())
    except ValueError as error:
        raise PlanError(str(error)) from None


def _overlays(given: list[str] | None, eyes: Chosen, drawn: Scenario) -> tuple[str, ...]:
    """Those given; without a choice, all that the camera's channels allow."""
    unknown = set(given or ()) - set(OVERLAYS)
    if unknown:
        raise PlanError(f"overlay '{min(unknown)}': there are {', '.join(OVERLAYS)}")
    if not eyes.seen or eyes.camera is None:
        if given:
            raise PlanError(f"overlay '{given[0]}': '{eyes.leader}' is no camera")
        return ()
    channels = set(drawn.sensors[eyes.camera].channels)
    for name in given or ():
        for channel in set(NEEDS[name]) - channels:
            raise PlanError(f"overlay '{name}': add {channel} to sensors.{eyes.camera}.channels")
    return tuple(given or (name for name in OVERLAYS if set(NEEDS[name]) <= channels))
