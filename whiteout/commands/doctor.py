"""Check that everything Whiteout needs is there and works, and say how to get what is not.

Exits with 1 if something is missing that is needed.

Example::

    whiteout doctor
    whiteout doctor --json
"""

from __future__ import annotations

from collections.abc import Iterator

import typer

from ..checkup import Finding, findings
from ..main import FAILED
from ..options import Json, Quiet, print_json

MARKS = {"ok": "ok", "missing": "MISSING", "note": "note"}


def command(json: Json = False, quiet: Quiet = False) -> None:
    """Check the installation."""
    found = list(findings())
    if json:
        print_json([finding._asdict() for finding in found])
    else:
        for line in _lines(found, quiet):
            typer.echo(line)
    if any(finding.state == "missing" for finding in found):
        raise typer.Exit(FAILED)


def _lines(found: list[Finding], quiet: bool) -> Iterator[str]:
    width = max(len(finding.name) for finding in found)
    for finding in found:
        if quiet and finding.state == "ok":
            continue
        yield f"{MARKS[finding.state]:7}  {finding.name:{width}}  {finding.text}".rstrip()
        if finding.remedy:
            yield f"{'':7}  {'':{width}}  → {finding.remedy}"
    missing = [finding.name for finding in found if finding.state == "missing"]
    if missing:
        yield f"\n{len(missing)} needed things are missing: {', '.join(missing)}"
    elif not quiet:
        yield "\nEverything that is needed is there."
