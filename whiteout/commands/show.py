"""Show a scenario, a plug-in, a preset, a rig or a section: what it is, and its settings.

A name that several registries have is written with its registry, as in roads/bend. Environments
are shown as the scenarios behind them.

Example::

    whiteout show child-chases-ball
    whiteout show urban_street
    whiteout show behaviours/cross --json
    whiteout show ar0231
    whiteout show nuscenes
    whiteout show light
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..catalogue import registries
from ..envs.registration import ids
from ..options import Json, Overrides, print_columns, print_json
from ..scenarios.language import library, rigs, sections
from ..scenarios.language.document import parse
from ..scenarios.language.load import opened, read
from ..scenarios.language.references import groups_for
from ..scenarios.language.spec import SHARED
from ..scenarios.language.write import written
from ..scenarios.plugins import BEHAVIOURS
from ..sensors.plugins import SENSORS
from ..sensors.presets.tables import named, values_of
from ..simcore.quantity.describe import described, flow
from ..simcore.registry import Registry, UnknownNameError, unknown
from ..simcore.weather._course import Course

PARTS = {"course": ("weather", Course)}
"""What many plug-ins have in them: their registry, and the settings."""


def command(
    name: Annotated[
        str, typer.Argument(help="A scenario, a YAML file, a plug-in, a preset, a rig, a section.")
    ],
    overrides: Overrides = None,
    json: Json = False,
) -> None:
    """Show one thing."""
    name = ids().get(name, name).removeprefix("scenarios/")
    if name.endswith((".yaml", ".yml")) or name in library.names():
        _show_scenario(name, overrides, json)
        return
    if (rig := name.removeprefix("rigs/")) in rigs.names():
        _show_rig(rig, json)
        return
    if (preset := name.removeprefix("presets/")) in named():
        if json:
            print_json([_preset(preset)])
        else:
            _show_preset(preset)
        return
    if name in PARTS:
        _show_part(name, json)
        return
    found = [] if name in sections.names() else _found(name)
    if json:
        print_json([_plugin(registry, plugin) for registry, plugin in found] or [_section(name)])
        return
    for registry, plugin in found:
        _show_plugin(registry, plugin)
    if not found:
        _show_section(name)


def _found(name: str) -> list[tuple[Registry, str]]:
    folder, slash, plugin = name.rpartition("/")
    known = registries()
    if slash and folder not in known:
        if folder == "whiteout":
            raise UnknownNameError(unknown(name, ids(), "there is no such environment"))
        raise UnknownNameError(unknown(folder, known, "no such registry"))
    places = [known[folder]] if slash else list(known.values())
    found = [(registry, plugin) for registry in places if plugin in registry.names()]
    if not found:
        names = {n for registry in places for n in registry.names()}
        names |= {*library.names(), *sections.names(), *named(), *rigs.names(), *PARTS}
        what = "there is no such scenario, plug-in, preset, rig or section"
        raise UnknownNameError(unknown(name, names, what))
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


def _show_rig(name: str, json: bool) -> None:
    """A rig as it is written, with its sources."""
    if json:
        data = parse(rigs.text(name), f"{name}.yaml").data
        about = {"registry": "rigs", "name": name, "summary": rigs.summary(name)}
        print_json([{**about, "sensors": data["sensors"]}])
        return
    typer.echo(f"rigs/{name}\n\nWritten rig: {name}; sensors: beside it changes single ones.\n")
    typer.echo(rigs.text(name), nl=False)


def _plugin(registry: Registry, name: str) -> dict[str, Any]:
    return {
        "registry": registry.name,
        "name": name,
        "summary": registry.summary(name),
        "manual": registry.manual(name),
        "example": registry.example(name),
        "for": list(groups_for(name)) if registry is BEHAVIOURS else [],
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
    if registry is BEHAVIOURS and groups_for(name):
        typer.echo(f"It is for {' and '.join(groups_for(name))}.\n")
    settings, shared = _settings(registry, name), _shared(registry)
    _print_settings("Settings:", settings)
    _print_settings(f"What all {registry.name} have:", shared)
    if not settings and not shared:
        typer.echo("There is nothing to set.\n")
    if registry is SENSORS:
        _show_presets(name)


def _show_part(name: str, json: bool) -> None:
    registry, model = PARTS[name]
    about, rows = " ".join((model.__doc__ or "").split()), described(model)
    if json:
        print_json([{"registry": registry, "name": name, "summary": about, "settings": rows}])
        return
    typer.echo(f"{name}, of {registry}: {about}\n")
    _print_settings("Settings:", rows)


def _preset(name: str) -> dict[str, Any]:
    about = named()[name]
    return {
        "registry": "presets",
        "name": name,
        "kind": about.kind,
        "summary": about.summary,
        "settings": [value._asdict() for value in values_of(name)],
    }


def _show_preset(name: str) -> None:
    about = named()[name]
    typer.echo(f"presets/{name}\n\n{about.summary}\n")
    typer.echo(f"Written {{kind: {about.kind}, preset: {name}}}; below all that is set there.\n")
    typer.echo("Settings, and where they are from:\n")
    for setting, value, source in values_of(name):
        typer.echo(f"  {setting}: {flow(value)}\n      {source}")
    typer.echo()


def _show_presets(kind: str) -> None:
    """Those of a kind of sensor, if there are any."""
    found = {name: about.summary for name, about in named().items() if about.kind == kind}
    if found:
        typer.echo(f"Presets; whiteout show {next(iter(found))} prints its values:\n")
        print_columns([(f"  {name}", summary) for name, summary in found.items()])
        typer.echo()


def _section(name: str) -> dict[str, Any]:
    found = sections.section(name)
    kinds = [f"{registry.name}/{kind}" for registry, names in found.kinds for kind in names]
    return {
        "registry": "sections",
        "name": name,
        "summary": found.summary,
        "settings": list(found.rows),
        "kinds": kinds,
    }


def _show_section(name: str) -> None:
    found = sections.section(name)
    typer.echo(f"{name}: {found.summary}\n")
    _print_settings("Settings:", list(found.rows))
    for registry, names in found.kinds:
        typer.echo(f"Each kind has more; whiteout show {registry.name}/{names[0]} prints those:\n")
        print_columns([(f"  {kind}", registry.summary(kind)) for kind in names])
        typer.echo()


def _print_settings(title: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    typer.echo(f"{title}\n")
    for row in rows:
        default = (
            "must be given" if row["required"] else f"default {flow(row['default']) or 'empty'}"
        )
        default += f" with {row['within']}" if row["within"] else ""
        typer.echo(f"  {row['name']}: {row['description']}")
        typer.echo(f"      {row['values']}; {default}")
    typer.echo()
