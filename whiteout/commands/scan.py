"""Write one sweep of a LiDAR, or one radar's detections, to a file.

The scenario runs under its own driver up to the time, and the sensor's last reading until then is
written: .npy as a structured array with all truth, .pcd for the Point Cloud Library and its kin,
.bin as KITTI's x, y, z and intensity.

Example::

    whiteout scan my-scenario.yaml --sensor top --time "2 s" --out sweep.pcd
    whiteout scan my-scenario.yaml --sensor top --time "2 s" --out sweep.bin --no-deskew
    whiteout scan my-scenario.yaml --sensor ahead --out detections.npy --json
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray

from ..dataset.clouds import WRITE, told_in
from ..dataset.files import write_whole
from ..dataset.plan import PlanError
from ..exits import told
from ..moments import seconds
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..scenarios.draw import Scenario, draw
from ..scenarios.episode import Episode
from ..scenarios.language.load import load
from ..sensors.cloud import moved
from ..sensors.numbers import LISTS
from ..sensors.reading import Reading
from ..sensors.sensor import Demand
from ..simcore.registry import unknown


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario of the library, or a YAML file.")],
    out: Annotated[Path, typer.Option(help="The file: its ending .npy, .pcd or .bin says how.")],
    sensor: Annotated[
        str | None, typer.Option(help="Which; the first that gives points unless given.")
    ] = None,
    time: Annotated[str, typer.Option(help='When, as in "2 s".')] = "1 s",
    deskew: Annotated[
        bool | None,
        typer.Option(
            "--deskew/--no-deskew",
            help="Points as if the ego had stood at the sweep's end; by the scenario unless given.",
            show_default=False,
        ),
    ] = None,
    seed: Seed = None,
    index: Annotated[int | None, typer.Option(min=0, help="Number of the episode.")] = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write one sweep."""
    with told():
        drawn = draw(load(scenario, overrides or ()), seed, index)
        name, channel = _chosen(drawn, sensor)
        write = WRITE.get(out.suffix)
        if write is None:
            raise PlanError(f"{out}: the name must end in {', '.join(WRITE)}")
        if deskew is not None and channel != "points":
            raise PlanError(f"'{name}' gives detections of one instant: leave out --deskew")
        if out.suffix == ".bin" and channel != "points":
            raise PlanError(
                f"a .bin file holds points, not what '{name}' gives: write .npy or .pcd"
            )
        found = taken(drawn, name, channel, seconds(time, "--time"), deskew)
    write_whole(out, write(found.rows, found.reading.t_ns))
    reading, rows = found.reading, found.rows
    if json:
        print_json(
            {
                "file": str(out),
                "sensor": name,
                "reading": reading.index,
                "t_ns": reading.t_ns,
                channel: len(rows),
                "fields": told_in(rows, out.suffix),
                "deskewed": found.deskewed,
                "T_world_ego": reading.T_world_ego.tolist(),
                "T_ego_sensor": reading.T_ego_sensor.tolist(),
            }
        )
    elif not quiet:
        typer.echo(
            f"{out}: {len(rows)} {channel} of '{name}', reading {reading.index} at "
            f"{reading.t_ns / 1e9:.3f} s"
        )


class Taken(NamedTuple):
    """A reading and the rows of its points or detections; deskewed: whether they are."""

    reading: Reading
    rows: NDArray
    deskewed: bool


def taken(drawn: Scenario, name: str, channel: str, time: float, deskew: bool | None) -> Taken:
    """The last reading of a sensor until a time. Raises ``PlanError`` where there is none."""
    item: Any = drawn.sensors[name]
    if deskew is not None and hasattr(item, "deskew"):  # the sensor itself does it, or does not
        item = item.model_copy(update={"deskew": deskew})
    done = bool(getattr(item, "deskew", False))
    episode = Episode(drawn, {name: Demand((channel,))}, {**drawn.sensors, name: item})
    until = round(time * 1e9)
    due = episode.rig.due(name, -1, until)
    if not due:
        first = episode.rig.time(name, 0) / 1e9
        raise PlanError(f"'{name}' takes its first reading at {first:.3f} s, not by {time:g} s")
    index, t_ns = due[-1]
    frame = episode.reset(t_ns == 0)
    while frame.t_ns < t_ns:
        if frame.ended:
            end = frame.t_ns / 1e9
            raise PlanError(
                f"the episode ends at {end:g} s ({frame.outcome}): give an earlier --time"
            )
        after = frame.t_ns + round(1e9 / drawn.rates.control)
        frame = episode.step(episode.driver_action, after >= t_ns)
    reading = next(r for r in frame.readings[name] if r.index == index)
    rows = np.asarray(reading.channels[channel])
    if deskew and not done:
        way = episode.shot.ego_near
        rows = moved(rows, way, reading.T_ego_sensor, reading.t_ns)
    return Taken(reading, rows, done or bool(deskew))


def _chosen(drawn: Scenario, sensor: str | None) -> tuple[str, str]:
    """The sensor, and which of its channels is written. Raises ``PlanError``."""
    given = {
        name: next((c for c in LISTS if c in getattr(item, "channels", ())), None)
        for name, item in drawn.sensors.items()
    }
    giving = {name: channel for name, channel in given.items() if channel}
    if not giving:
        raise PlanError(
            f"no sensor of '{drawn.name}' gives points or detections: give it a LiDAR in "
            f"`sensors:`, or by --set 'sensors.{sensor or 'top'}={{kind: lidar, preset: hdl_32e}}'"
        )
    if sensor is not None and sensor not in given:
        raise PlanError(unknown(sensor, given, "there is no such sensor"))
    if sensor is not None and sensor not in giving:
        raise PlanError(
            f"'{sensor}' gives neither points nor detections; there are {', '.join(giving)}"
        )
    name = sensor or min(giving, key=lambda key: LISTS.index(giving[key]))
    return name, giving[name]
