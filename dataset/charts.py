"""Charts of reports, as SVG that stands in HTML; the same numbers give the same text."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LETTER = 0.063
"""Mean width of a letter of the axes [in]."""
INK, MUTED, BAR = "#1d2733", "#6b7785", "#2f6690"
STYLE: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.size": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "whiteout",
    "axes.edgecolor": "#c5ccd3",
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "axes.axisbelow": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


def histogram(
    values: ArrayLike,
    title: str,
    unit: str = "",
    bins: int | Sequence[float] = 24,
    small: bool = False,
    log: bool = False,
) -> str:
    """How often values occur; those that are not finite are named beside."""
    data = np.asarray(values, np.float64).reshape(-1)
    finite = data[np.isfinite(data)]
    beside = len(data) - len(finite)
    shape = (2.1, 1.3, 0.3) if small else (3.1, 1.9, 0.5)
    axes, done = _drawing(*shape)
    if len(finite):
        edges: Any = bins
        if isinstance(bins, int) and np.ptp(finite) < 1e-9 * max(abs(finite[0]), 1e-9):
            reach = max(abs(finite[0]), 1.0)
            edges = finite[0] + 0.02 * reach * np.array([-1.0, 1.0])
            axes.set_xlim(finite[0] - 0.5 * reach, finite[0] + 0.5 * reach)
        axes.hist(finite, edges, color=BAR, edgecolor="white", linewidth=0.4, log=log)
    axes.set_title(title)
    axes.set_xlabel("; ".join(filter(None, [unit, f"{beside} without end" * (beside > 0)])))
    if not log:
        _whole_counts(axes.yaxis)
    axes.locator_params(axis="x", nbins=4 if small else 6)
    return done()


def bars(
    counts: Mapping[str, float], title: str, unit: str = "", log: bool = False, small: bool = False
) -> str:
    """Counts by name, the first on top."""
    names = list(counts)[::-1]
    values = [counts[name] for name in names]
    height = 0.74 + (0.17 if small else 0.2) * max(len(names), 3)
    left = 0.15 + LETTER * max(map(len, names), default=0)
    axes, done = _drawing(2.1 if small else 3.1, height, left)
    axes.barh(names, values, color=BAR, height=0.7, log=log)
    most = max(values, default=1)
    for place, value in enumerate(values):
        axes.text(value, place, f" {value:,.0f}", va="center", fontsize=7.5, color=MUTED)
    axes.set_title(title)
    axes.set_xlabel(unit)
    axes.set_xlim(0.5 if log else 0, max(most, 1) ** 1.15 * 1.6 if log else most * 1.22 or 1)
    axes.set_ylim(len(names) - max(len(names), 3) - 0.6, len(names) - 0.4)
    axes.tick_params(axis="y", length=0)
    if not log:
        _whole_counts(axes.xaxis)
    return done()


def places(x: ArrayLike, y: ArrayLike, title: str, names: tuple[str, str]) -> str:
    """Where pairs of values above 0 lie, as a map of their density on logarithmic scales."""
    from matplotlib.colors import LinearSegmentedColormap, LogNorm

    a, b = np.asarray(x, np.float64), np.asarray(y, np.float64)
    axes, done = _drawing(3.1, 1.9, 0.55)
    if len(a):
        edges = [_edges(values) for values in (a, b)]
        table, _, _ = np.histogram2d(a, b, bins=edges)
        colours = LinearSegmentedColormap.from_list("density", ["#c9d9e6", BAR, "#0b2239"])
        norm = LogNorm(1, max(table.max(), 2))
        axes.pcolormesh(*edges, np.ma.masked_equal(table.T, 0), cmap=colours, norm=norm)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title(title)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    return done()


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of bins of about a tenth of a decade, at least a pixel wide."""
    high = max(float(values.max()), 2.0) * 1.1
    fine = np.geomspace(1.0, high, max(4, round(12 * np.log10(high))))
    edges = [0.9]
    for edge in fine:
        if edge - edges[-1] >= 1.0:
            edges.append(float(np.floor(edge)) + 0.5)
    return np.array([*edges, high + 1.0])


def style() -> AbstractContextManager[None]:
    """How all charts look; to be entered once around them, since it costs time."""
    import matplotlib as mpl

    return mpl.rc_context(STYLE)  # type: ignore[arg-type]


def _drawing(width: float, height: float, left: float) -> tuple[Any, Callable[[], str]]:
    """Axes to draw on, and what turns them into SVG without a head; no date, no program.

    left: room for the names and numbers of the y axis [in].
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))

    def done() -> str:
        return svg(figure)

    right, top, bottom = 0.12, 0.24, 0.4
    place = (left / width, bottom / height)
    size = (1 - (left + right) / width, 1 - (top + bottom) / height)
    return figure.add_axes((*place, *size)), done


def svg(figure: Any) -> str:
    """A figure as SVG without a head; no date, no program."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]


def _whole_counts(axis: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(4, integer=True))
