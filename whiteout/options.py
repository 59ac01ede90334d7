"""Options that several commands share, and how they print."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Replace a value of the scenario, as in ego.speed='30 km/h'; may be repeated.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results only.")]
Seed = Annotated[
    int | None, typer.Option("--seed", min=0, help="Seed of the draws.", show_default="0")
]


def print_json(data: Any) -> None:
    """Data for other programs, on stdout."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def print_columns(rows: list[tuple[str, ...]]) -> None:
    """Rows of text with aligned columns; the last may be as long as it likes."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        typer.echo("  ".join([*cells, row[-1]]).rstrip())
