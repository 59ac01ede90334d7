"""Run a suite of set pieces against a driver or a policy, and print impact speeds and verdicts.

A policy is ``module:factory``: ``factory()`` returns an object with ``reset(seed)`` and
``act(observation)``, which returns steering and acceleration in [-1, 1], and perhaps an attribute
``observation``: the entries that it wants. Without a colon it is the name of a driver of the
library.

Example::

    whiteout evaluate --suite euro-ncap
    whiteout evaluate --suite euro-ncap --surface dry --surface snow --policy idm
    whiteout evaluate --suite r152 --policy my_module:make --json
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from ..envs.environment import ScenarioEnv
from ..main import BAD_INPUT
from ..options import Json, Overrides, Quiet, Seed, print_json
from ..scenarios.plugins import SUITES
from ..scenarios.suites._case import (
    SURFACES,
    Case,
    Outcome,
    judged,
    run_case,
    source_of,
    stands,
)
from ..simcore.registry import UnknownNameError

COLOURS = {
    "green": "green", "yellow": "yellow", "orange": "dark_orange", "brown": "rgb(150,90,40)",
    "red": "red", "passed": "green", "failed": "red", "off_road": "red",
}  # fmt: skip
"""How verdicts are printed."""


def command(
    suite: Annotated[str, typer.Option(help="The suite; see `whiteout list suites`.")],
    policy: Annotated[
        str, typer.Option(help="A driver of the library, or module:factory.")
    ] = "aeb",
    surface: Annotated[
        list[str] | None,
        typer.Option(
            "--surface", help=f"{', '.join(SURFACES)}; may be repeated. Dry unless given."
        ),
    ] = None,
    seed: Seed = None,
    overrides: Overrides = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run all cases of a suite."""
    chosen = surface or ["dry"]
    try:
        module = SUITES.load(suite.replace("-", "_"))
        if unknown := [name for name in chosen if name not in SURFACES]:
            raise ValueError(f"--surface {unknown[0]}: there are {', '.join(SURFACES)}")
        outcomes = list(
            _shown(
                _run(module, policy, chosen, seed or 0, overrides or []),
                *(module, chosen, quiet or json),
            )
        )
    except (UnknownNameError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    if json:
        print_json([record(outcome) for outcome in outcomes])
    else:
        _table(suite, outcomes, chosen)


def record(outcome: Outcome) -> dict[str, Any]:
    """What --json prints of a case."""
    case = outcome.case
    return {
        "piece": case.piece,
        "label": case.label,
        "speed_km_h": case.speed,
        "surface": outcome.surface,
        "impact_km_h": round(outcome.impact, 2),
        "verdict": outcome.verdict,
    }


def _run(
    module: Any, policy: str, surfaces: list[str], seed: int, overrides: list[str]
) -> Iterator[Outcome]:
    agent = policy_of(policy) if ":" in policy else None
    for case in module.cases():
        for name in surfaces:
            if agent is None:
                yield run_case(case, name, policy, module.verdict, seed, overrides)
            else:
                yield run_policy(case, name, agent, module.verdict, seed, overrides)


def policy_of(text: str) -> Any:
    """The policy that ``module:factory`` makes. Raises ``ValueError``."""
    name, _, factory = text.partition(":")
    sys.path.insert(0, str(Path.cwd()))  # as `python -m` has it
    try:
        made = getattr(import_module(name), factory)()
    except (ImportError, AttributeError) as error:
        raise ValueError(f"--policy {text}: {error}") from None
    finally:
        sys.path.pop(0)
    missing = [call for call in ("reset", "act") if not callable(getattr(made, call, None))]
    if missing:
        raise ValueError(f"--policy {text}: what it makes has no {' and no '.join(missing)}")
    return made


def run_policy(
    case: Case, surface: str, agent: Any, verdict: Any, seed: int, overrides: list[str]
) -> Outcome:
    """Run a case under a policy, in an environment."""
    source = source_of(case, surface, overrides)
    env = ScenarioEnv(*source, observation=getattr(agent, "observation", None))
    observation, _ = env.reset(seed=seed)
    agent.reset(seed)
    while not env.frame.ended and not stands(env.frame):
        observation, *_ = env.step(agent.act(observation))
    env.close()
    return judged(case, surface, env.episode, env.frame, verdict)


def _shown(
    outcomes: Iterator[Outcome], module: Any, surfaces: list[str], quiet: bool
) -> Iterator[Outcome]:
    """The outcomes, with a bar on stderr."""
    from rich.console import Console
    from rich.progress import track

    if quiet:
        yield from outcomes
        return
    total = len(module.cases()) * len(surfaces)
    yield from track(outcomes, "cases", total, console=Console(stderr=True), transient=True)


def _table(suite: str, outcomes: list[Outcome], surfaces: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    grid = Table(title=f"{suite}: impact speed \\[km/h], – for none", title_justify="left")
    for name in ("piece", "speed", *surfaces):
        grid.add_column(name, justify="left" if name == "piece" else "right")
    for k in range(0, len(outcomes), len(surfaces)):
        row = outcomes[k : k + len(surfaces)]
        case = row[0].case
        name = f"{case.piece} {case.label}".strip()
        cells = [
            f"[{COLOURS[o.verdict]}]{'–' if o.impact == 0 else f'{o.impact:.0f}'} {o.verdict}[/]"
            for o in row
        ]
        grid.add_row(name, f"{case.speed:g}", *cells)
    Console().print(grid)
