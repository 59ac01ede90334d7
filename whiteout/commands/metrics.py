"""Measure how critical an episode is: TTC, THW, DRAC, BTN, RSS, PET.

The episode is run again under its own driver, without sensors: a name or a file of a scenario is
drawn; a folder of an episode in a dataset holds the drawn scenario, which is that very episode.

Example::

    whiteout metrics child-chases-ball --seed 1 --index 3
    whiteout metrics data/shards/000000/00000003 --json
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer

from ..options import Json, Overrides, Quiet, Seed, print_columns, print_json
from ..scenarios.draw import draw
from ..scenarios.language.load import load
from ..scenarios.metrics import Metrics, measure

MEANINGS = {
    "ttc_s": ("least time to collision", "s"),
    "thw_s": ("least time headway", "s"),
    "drac_m_s2": ("most deceleration to avoid a crash", "m/s²"),
    "btn": ("most brake threat number", ""),
    "rss_margin_m": ("least gap beyond RSS' safe distance", "m"),
}


def command(
    episode: Annotated[
        str, typer.Argument(help="An episode's folder, a scenario file, or a library name.")
    ],
    seed: Seed = None,
    index: Annotated[int | None, typer.Option(min=0, help="Number of the episode.")] = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure one episode."""
    path = Path(episode)
    source = str(path / "scenario.yaml") if path.is_dir() else episode
    drawn = draw(load(source, overrides or ()), seed, index)
    found = measure(drawn)
    if json:
        print_json({"name": drawn.name, "seed": drawn.seed, "index": drawn.index, **record(found)})
        return
    if not quiet:
        typer.echo(f"{drawn.name}: seed {drawn.seed}, index {drawn.index}\n")
    print_columns(rows(found))


def record(found: Metrics) -> dict[str, Any]:
    """What --json prints; null stands for infinite."""
    return {
        "outcome": found.outcome,
        "impact_m_s": found.impact,
        "speed_m_s": found.speed,
        "worst": {
            name: {"value": _finite(item.value), "time_s": item.time}
            for name, item in found.worst.items()
        },
        "pet_s": found.pet,
        "time_s": found.time.tolist(),
        "series": {name: [*map(_finite, values)] for name, values in found.series.items()},
    }


def rows(found: Metrics) -> list[tuple[str, ...]]:
    """Lines of text: what, value, when."""
    lines = []
    for name, (meaning, unit) in MEANINGS.items():
        value, time = found.worst[name]
        shown = f"{value:.2f} {unit}".strip() if math.isfinite(value) else "–"
        lines.append((name, meaning, shown, f"at {time:.1f} s" if math.isfinite(value) else ""))
    for actor, pet in found.pet.items():
        meaning = f"post-encroachment time with {actor}"
        lines.append(("pet_s", meaning, f"{pet:.2f} s", "" if pet > 0 else "both at once"))
    impact = f"at {found.impact:.1f} m/s" if found.outcome == "collision" else ""
    lines.append(("outcome", "how it ended", found.outcome, impact))
    return lines


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
