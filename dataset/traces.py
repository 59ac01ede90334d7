"""What sensors of numbers told over time, as plots: turn rates, places, speeds …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sensors.numbers import NUMBERS
from ..sensors.reading import Reading
from . import charts

COLOURS = ("#c8442d", "#2d8a4e", "#2f6690", "#b07d18")
WIDTH, HEIGHT = 4.6, 1.55
"""Of a plot [in]."""
PLOTTED = tuple(name for name in NUMBERS if name != "covariance")
EARTH = 6_371_008.8
"""Mean radius of the Earth [m] (IUGG)."""
DOTS = 150
"""Dots per inch of pictures."""


class Trace(NamedTuple):
    """A channel of a sensor over time. time (N,) [s]; values (N, …)."""

    sensor: str
    channel: str
    time: NDArray[np.float64]
    values: NDArray[np.float64]


def traces_of(readings: Mapping[str, Sequence[Reading]]) -> list[Trace]:
    """The traces of the channels of numbers in readings, by sensor."""
    found = []
    for sensor, own in readings.items():
        names = [name for name in PLOTTED if own and name in own[0].channels]
        time = np.array([reading.t_ns * 1e-9 for reading in own])
        for name in names:
            values = np.stack([np.asarray(r.channels[name], np.float64) for r in own])
            found.append(Trace(sensor, name, time, values))
    return found


def drawing(traces: Iterable[Trace]) -> Any:
    """A figure with a plot of each trace, two beside each other; that of a place is a map. None
    where there is nothing to plot."""
    from matplotlib.figure import Figure

    chosen = list(traces)
    if not chosen:
        return None
    across = min(2, len(chosen))
    down = -(-len(chosen) // across)
    figure = Figure(figsize=(across * WIDTH, down * (HEIGHT + 0.35)), layout="constrained")
    figure.set_facecolor("white")
    plots = figure.subplots(down, across, squeeze=False).reshape(-1)
    for plot, trace in zip(plots, chosen, strict=False):
        _plotted(plot, trace)
    for plot in plots[len(chosen) :]:
        plot.set_axis_off()
    return figure


def chart(trace: Trace) -> str:
    """One trace as SVG, of the size of a report's charts."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3.1, 1.9), layout="constrained")
    _plotted(figure.subplots(), trace)
    return charts.svg(figure)


def picture(traces: Iterable[Trace]) -> NDArray[np.uint8] | None:
    """(H, W, 3) RGB of ``drawing``, None where there is nothing to plot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with charts.style():
        figure = drawing(traces)
        if figure is None:
            return None
        figure.set_dpi(DOTS)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])


def _plotted(plot: Any, trace: Trace) -> None:
    if trace.channel in ("position", "local"):
        _map(plot, trace)
    else:
        _over_time(plot, trace)


def _over_time(plot: Any, trace: Trace) -> None:
    about = NUMBERS[trace.channel]
    columns = trace.values.reshape(len(trace.time), -1).T
    mark = "." if len(trace.time) < 25 else None
    for number, column in enumerate(columns):
        name = about.entries[number] if about.entries else None
        colour = COLOURS[number % len(COLOURS)]
        style = {"drawstyle": "steps-post"} if about.dtype is np.uint8 else {}
        plot.plot(trace.time, column, color=colour, lw=1.0, marker=mark, label=name, **style)
    if about.entries:
        plot.legend(fontsize=7, frameon=False, ncols=4, loc="best", handlelength=1.2)
    _titled(plot, trace, "s", about.unit)


def _map(plot: Any, trace: Trace) -> None:
    """East and north in metres from the first place, of latitude and longitude on a sphere."""
    there = trace.values[np.isfinite(trace.values).all(1)]
    if len(there):
        east, north = (there - there[0])[:, :2].T
        if trace.channel == "position":
            degree = np.radians(1.0) * EARTH
            shift = there - there[0]
            east = shift[:, 1] * degree * np.cos(np.radians(there[0, 0]))
            north = shift[:, 0] * degree
        plot.plot(east, north, color=COLOURS[2], lw=1.0, marker=".", ms=3)
        plot.plot(east[:1], north[:1], color=COLOURS[0], marker="o", ms=5)
    plot.set_aspect("equal", adjustable="datalim")
    _titled(plot, trace, "m east of the first", "m north")


def _titled(plot: Any, trace: Trace, below: str, beside: str) -> None:
    plot.set_title(f"{trace.sensor}: {trace.channel.replace('_', ' ')}")
    plot.set_xlabel(below, fontsize=8)
    plot.set_ylabel(beside, fontsize=8)
    plot.margins(x=0.01)
