"""Check scenario files, and say on which line what is wrong with them.

Every file is also drawn once, so that requirements that nothing meets are found, and meshes that do
not fit their sizes. What a road file holds without any effect is listed as well; that is no error.

Example::

    whiteout validate my-scenario.yaml
    whiteout validate child-chases-ball --set weather.snow.rate="5 mm/h"
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..main import BAD_INPUT
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..scenarios.draw import Scenario, draw
from ..scenarios.embodiment import Occasion
from ..scenarios.language.files import files_of
from ..scenarios.language.load import load
from ..scenarios.language.problems import Problem, ScenarioError, dotted
from ..scenarios.language.spec import ScenarioSpec
from ..scenarios.plugins import ACTORS, ROADS


def command(
    files: Annotated[list[str], typer.Argument(help="YAML files, or scenarios of the library.")],
    overrides: Overrides = None,
    seed: Seed = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check every file; exit with 2 when one has an error."""
    results = [_checked(file, overrides or (), seed) for file in files]
    if json:
        print_json(results)
    for result in results:
        for problem in result["problems"]:
            if not json:
                typer.echo(problem["text"], err=True)
        for remark in () if json or quiet else result["remarks"]:
            typer.echo(f"note: {remark}", err=True)
        if not json and not quiet and not result["problems"]:
            typer.echo(
                f"{result['file']}: valid; {result['actors']} actors, "
                f"{result['random']} random quantities"
            )
    if any(result["problems"] for result in results):
        raise typer.Exit(BAD_INPUT)


def _checked(file: str, overrides: Any, seed: int | None) -> dict[str, Any]:
    spec = None
    try:
        spec = load(file, overrides)
        drawn = draw(spec, seed, None if seed is None else 0)
        _embody(drawn)
    except ScenarioError as error:
        told = [_of_file(spec, problem) for problem in error.problems]
        problems = [{**problem._asdict(), "text": str(problem)} for problem in told]
        return {"file": file, "valid": False, "problems": problems, "remarks": []}
    counts = {"actors": len(spec.actors), "random": len(drawn.u)}
    remarks = getattr(ROADS.load(spec.road.kind), "remarks", None)
    notes = list(remarks(spec.road)) if remarks else []
    return {"file": file, "valid": True, "problems": [], "remarks": notes, **counts}


def _embody(drawn: Scenario) -> None:
    """Make the actors that come from files, which may not fit the sizes that were drawn."""
    for path, _ in files_of(drawn.world):
        if path[0] != "actors":
            continue
        item = drawn.actors[str(path[1])]
        ACTORS.load(item.kind).embody(item, Occasion(0, drawn.light.date))


def _of_file(spec: ScenarioSpec | None, problem: Problem) -> Problem:
    """A problem of a file that a scenario names, told by the line that names it."""
    for path, file in spec.files.items() if spec else ():
        start = f"{file.path}: "
        if problem.message.startswith(start):
            return spec.problem(dotted(path), problem.message.replace(start, f"{file.name} ", 1))
    return problem
