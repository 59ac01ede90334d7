"""List scenarios, or the plug-ins that scenarios are made of.

Example::

    whiteout list
    whiteout list behaviours
    whiteout list presets
    whiteout list actors --json
"""

from __future__ import annotations

from typing import Annotated

import typer

from ..catalogue import catalogues
from ..options import Json, Quiet, print_columns, print_json
from ..simcore.registry import UnknownNameError, unknown


def command(
    what: Annotated[
        str,
        typer.Argument(
            help="scenarios, roads, actors, behaviours, presets, sensors, drivers, tasks, …"
        ),
    ] = "scenarios",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print names, each with a line about it."""
    known = catalogues()
    if what not in known:
        raise UnknownNameError(unknown(what, known, "there are no such things to list"))
    rows = [(name, known[what].summary(name)) for name in known[what].names()]
    if json:
        print_json([{"name": name, "summary": summary} for name, summary in rows])
    elif quiet:
        print_columns([(name,) for name, _ in rows])
    else:
        print_columns(rows)
