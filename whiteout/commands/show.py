"""Show a scenario or a plug-in: what it is, an example, and its settings with units and defaults.

A name that several registries have is written with its registry, as in roads/bend.

Example::

    whiteout show child-chases-ball
    whiteout show urban_street
    whiteout show behaviours/cross --json
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..catalogue import registries
from ..options import Json, Overrides, print_json
from ..scenarios.language import library
from ..scenarios.language.document import parse
from ..scenarios.language.load import opened, read
from ..scenarios.language.spec import SHARED
from ..scenarios.language.write import written
from ..simcore.quantity.describe import described, flow
from ..simcore.registry import Registry, UnknownNameError, unknown


def command(
    name: Annotated[str, typer.Argument(help="A scenario, a YAML file, or a plug-in.")],
    overrides: Overrides = None,
    json: Json = False,
) -> None:
    """Show one thing."""
    if name.endswith((".yaml", ".yml")) or name.removeprefix("scenarios/") in library.names():
        _show_scenario(name.removeprefix("scenarios/"), overrides, json)
        return
    found = _found(name)
    if json:
        print_json([_plugin(registry, plugin) for registry, plugin in found])
        return
    for registry, plugin in found:
        _show_plugin(registry, plugin)


def _found(name: str) -> list[tuple[Registry, str]]:
    folder, slash, plugin = name.rpartition("/")
    known = registries()
    if slash and folder not in known:
        raise UnknownNameError(unknown(folder, known, "no such registry"))
    places = [known[folder]] if slash else list(known.values())
    found = [(registry, plugin) for registry in places if plugin in registry.names()]
    if not found:
        names = {n for registry in places for n in registry.names()} | set(library.names())
        raise UnknownNameError(unknown(name, names, "there is no such scenario or plug-in"))
    return found


def _show_scenario(name: str, overrides: Any, json: bool) -> None:
    """A scenario as it was written, or with ``extends`` and overrides resolved."""
    text, file, folder = opened(name)
    spec = read(text, file, folder, overrides or ())
    if json:
        print_json({"name": spec.name, "sha256": spec.digest, "scenario": spec.data})
    elif overrides or "extends" in parse(text, file).data:
        typer.echo(written(spec.data), nl=False)
    else:
        typer.echo(text if isinstance(text, str) else text.decode("utf-8-sig"), nl=False)


def _plugin(registry: Registry, name: str) -> dict[str, Any]:
    return {
        "registry": registry.name,
        "name": name,
        "summary": registry.summary(name),
        "manual": registry.manual(name),
        "example": registry.example(name),
        "settings": _settings(registry, name),
        "shared": _shared(registry),
    }


def _settings(registry: Registry, name: str) -> list[dict[str, Any]]:
    model = getattr(registry.load(name), "Settings", None)
    return described(model) if model else []


def _shared(registry: Registry) -> list[dict[str, Any]]:
    """The keys that all plug-ins of a registry have."""
    base = SHARED.get(registry.name)
    return [row for row in described(base) if row["name"] != "kind"] if base else []


def _show_plugin(registry: Registry, name: str) -> None:
    typer.echo(f"{registry.name}/{name}\n")
    typer.echo(registry.manual(name) + "\n")
    settings, shared = _settings(registry, name), _shared(registry)
    _print_settings("Settings:", settings)
    _print_settings(f"What all {registry.name} have:", shared)
    if not settings and not shared:
        typer.echo("There is nothing to set.\n")


def _print_settings(title: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    typer.echo(f"{title}\n")
    for row in rows:
        default = "must be given" if row["required"] else f"default {flow(row['default'])}"
        typer.echo(f"  {row['name']}: {row['description']}")
        typer.echo(f"      {row['values']}; {default}")
    typer.echo()
