"""``report.html``: what a dataset looks like and what is in it, on one page without a network."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..scenarios.language.spec import ScenarioSpec
from . import charts, sections, senses
from .reader import Dataset
from .sidecar import Sidecar, read_sidecar
from .statistics import Statistics


def report(out: Path, summary: Mapping[str, Any], spec: ScenarioSpec) -> str:
    """The page of the dataset in a folder, whose manifest need not be written yet.

    summary: keys of the manifest; spec: the scenario, whose units are those of the draws.
    """
    from jinja2 import Environment

    seen = Statistics(Dataset(out))
    found = [read_sidecar(out, shard) for shard in seen.data.shards]
    sidecars = [sidecar for sidecar in found if isinstance(sidecar, Sidecar)]
    with charts.style():
        parts = [
            *sections.pictures(seen),
            *senses.plans(seen),
            *senses.over_time(seen),
            sections.objects(seen),
            sections.episodes(seen, sidecars),
            *sections.draws(seen, spec),
            sections.surroundings(seen),
            sections.files(seen, sidecars),
            sections.made(summary),
        ]
    text = files(__package__).joinpath("report.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True).from_string(text)
    return page.render(
        name=summary["name"],
        description=summary["description"],
        version=summary["generator"]["version"],
        sections=[part for part in parts if part.pictures or part.charts or part.rows],
        note=seen.note,
        tiles=[
            ("episodes", f"{len(seen.episodes):,}"),
            ("kept frames", f"{summary['frames']:,}"),
            ("readings", f"{summary['readings']:,}"),
            ("labels of objects", f"{len(seen.objects):,}"),
            ("classes of objects", f"{len(seen.objects['class_name'].unique()):,}"),
            ("on the disk", sections.bytes_text(sum(sidecar.bytes for sidecar in sidecars))),
        ],
    )
