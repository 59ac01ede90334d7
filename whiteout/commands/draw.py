"""Draw an episode of a scenario and print every value.

Values are shown in the units of the scenario; --json gives SI values, --yaml the resolved scenario,
which alone reproduces the episode.

Example::

    whiteout draw child-chases-ball --seed 1 --index 3
    whiteout draw child-chases-ball --seed 1 --index 3 --yaml > episode.yaml
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import typer

from ..options import Json, Overrides, Quiet, Seed, print_columns, print_json
from ..scenarios.draw import Scenario, draw
from ..scenarios.language.load import load
from ..scenarios.language.spec import ScenarioSpec


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario of the library, or a YAML file.")],
    seed: Seed = None,
    index: Annotated[int | None, typer.Option(min=0, help="Number of the episode.")] = None,
    sampler: Annotated[str, typer.Option(help="random, sobol or latin_hypercube.")] = "random",
    points: Annotated[int, typer.Option(min=0, help="How many points a Latin hypercube has.")] = 0,
    overrides: Overrides = None,
    yaml: Annotated[bool, typer.Option("--yaml", help="Print the resolved scenario.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw one episode."""
    spec = load(scenario, overrides or ())
    drawn = draw(spec, seed, index, sampler, points)
    if yaml:
        typer.echo(drawn.dump(), nl=False)
    elif json:
        print_json(_record(drawn))
    else:
        if not quiet:
            typer.echo(
                f"{drawn.name}: seed {drawn.seed}, index {drawn.index}, attempt {drawn.attempt}, "
                f"sampler {drawn.sampler}\n"
            )
        print_columns(_rows(spec, drawn))


def _rows(spec: ScenarioSpec, drawn: Scenario) -> list[tuple[str, ...]]:
    rows = []
    for name, quantity in spec.plan.quantities.items():
        shown = quantity.field.shown(drawn.values[name], quantity.term.unit)
        u = f"u = {drawn.u[name]:.6f}" if name in drawn.u else ""
        rows.append((name, shown, u))
    return rows


def _record(drawn: Scenario) -> dict[str, Any]:
    record: dict[str, Any] = {
        key: getattr(drawn, key)
        for key in ("name", "spec", "seed", "index", "attempt", "sampler", "u")
    }
    record["values"] = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in drawn.values.items()
    }
    return record
