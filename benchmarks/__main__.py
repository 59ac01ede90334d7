"""Runs benchmarks: all of them, or those that are named."""

from __future__ import annotations

import json
import platform
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from .measure import use_one_core, yardstick
from .report import as_json, table

_NOT_BENCHMARKS = {"__init__", "__main__", "measure", "report", "scenes", "peers"}


def main(
    names: Annotated[list[str] | None, typer.Argument(help="Benchmarks; all if none.")] = None,
    as_json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    peers: Annotated[
        Path, typer.Option(help="Python of the peers' environment (make bench-peers).")
    ] = Path(".venv-peers/bin/python"),
) -> None:
    """Measure on one core. Example: python -m benchmarks raster street --json"""
    use_one_core()
    yard = yardstick()
    found = {path.stem for path in Path(__file__).parent.glob("*.py")} - _NOT_BENCHMARKS
    for name in names or ():
        if name not in found:
            raise typer.BadParameter(f"no benchmark '{name}'; there are {', '.join(sorted(found))}")
    results = {}
    for name in names or sorted(found):
        module = import_module(f"benchmarks.{name}")
        facts, rows = module.run(yard, peers)
        if not as_json_:
            table(module.__doc__.strip().splitlines()[0], facts, rows)
        results[name] = as_json(facts, rows)
    machine = {
        "python": platform.python_version(),
        "processor": _processor(),
        "yardstick_ms": yard * 1e3,
    }
    if as_json_:
        print(json.dumps({"machine": machine, "benchmarks": results}, indent=1))
    else:
        print(", ".join(f"{key} {value}" for key, value in machine.items()))


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
        return next(line for line in text.splitlines() if "model name" in line).split(": ")[1]
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    typer.run(main)
