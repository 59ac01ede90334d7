"""Weather on one picture: what ours adds to it, and filters that others lay over a finished one.

A picture of the street under a clear sky is painted, then the same in fog, rain and snow, in turns:
the difference is what weather costs. It is light through the air by distance, particles by their
places, speeds and the exposure. The others change the colours of that same picture, and know
neither distances nor time. At 640×480, one sample per pixel, one core.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.picture import Painter, Scenery

from .peers.filters import filters
from .picture import BANKS, foggy, on_charts, rainy, sceneries
from .report import Row
from .scenes import Shot, street

TURNS = 40


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Ours, then the filters."""
    shot = on_charts(street())
    clear, _ = sceneries()
    ours = {
        "fog of 60 m": foggy(clear),
        "banks of fog": foggy(clear, BANKS),
        "rain of 20 mm/h": rainy(clear),
        "snow of 2 mm/h": snowy(clear),
    }
    whole, added, picture = measured(shot, clear, ours)
    rows = [Row("whiteout: the clear picture, all of it", whole * 1e3, "ms", None, None)]
    rows += [_row(f"whiteout: {name} adds", s * 1e3, yard) for name, s in added.items()]
    for found in filters(picture, peers):
        if found.ms is None:
            rows.append(Row(found.library, None, "ms", note=found.note))
            continue
        ratios = ", ".join(
            f"{found.ms / (added[name] * 1e3):.1f}"
            for name in added
            if found.what.split(",")[0] in name
        )
        note = f"{ratios} times ours" if ratios else ""
        rows.append(_row(f"{found.library}: {found.what}", found.ms, yard, note))
    return {"turns": TURNS}, rows


def snowy(scenery: Scenery) -> Scenery:
    """The same in falling snow, with an exposure of 8 ms."""
    air = scenery.atmosphere.with_medium("snow", Snowfall(2.0, 7))
    return scenery._replace(atmosphere=air, exposure=0.008)


def measured(
    shot: Shot, clear: Scenery, weathers: dict[str, Scenery]
) -> tuple[float, dict[str, float], np.ndarray]:
    """Median seconds of the clear picture, what each weather adds, and that picture (H, W, 3)."""
    stage = shot.stage()
    posed, film = shot.posed(stage), Film(shot.lens)
    painters = {name: Painter(stage, 1) for name in ("", *weathers)}
    sceneries = {"": clear, **weathers}
    taken: dict[str, list[float]] = {name: [] for name in sceneries}
    picture = np.empty(0, np.uint8)
    for turn in range(TURNS + 2):
        for name, scenery in sceneries.items():
            begin = time.perf_counter()
            film.draw(stage, posed, shot.T_world_sensor)
            made = painters[name].paint(film, scenery)
            if turn >= 2:  # what compiles and what is made once is not counted
                taken[name].append(time.perf_counter() - begin)
            if not name:
                picture = made.srgb
    plain = np.array(taken.pop(""))
    added = {name: float(np.median(np.array(t) - plain)) for name, t in taken.items()}
    return float(np.median(plain)), added, picture


def _row(what: str, ms: float, yard: float, note: str = "") -> Row:
    return Row(what, ms, "ms", None, None, ms / 1e3 / yard, note)
