"""The JSON Schema of scenario files, by which editors complete and check them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from ...simcore.quantity.schema import definitions, reference
from ...simcore.quantity.settings import Settings, metadata_of
from ..plugins import ACTORS, BEHAVIOURS
from . import rigs
from .kinds import Keyed, Kind, joined_class
from .references import fitting, groups_for
from .spec import ScenarioSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_EXTENDS = {
    "type": "string",
    "description": "A scenario of the library, or a file beside this one, that this one changes: "
    "mappings merge, lists and values replace, null takes away.",
}


_RIG = "The sensors of a known vehicle, or of a file beside this one; `sensors` changes them"


def _rig() -> dict[str, Any]:
    """What ``rig`` may be: a name, which editors offer, or a path."""
    known = [{"const": name, "description": rigs.summary(name)} for name in rigs.names()]
    paths = {"type": "string", "pattern": r"\.ya?ml$"}
    return {"anyOf": [*known, paths], "description": _RIG}


class _Generator(GenerateJsonSchema):
    """Without the titles that pydantic makes from names, which would only repeat them."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def scenario_schema() -> dict[str, Any]:
    """The schema with all kinds of all registries."""
    kinds = {kind.title: kind for kind in _kinds(ScenarioSpec)}
    keyed = {part.registry.name: part for part in _keyed(ScenarioSpec)}
    models = {
        (title, name): joined_class(kind.registry, kind.base, name)
        for title, kind in kinds.items()
        for name in kind.names()
    }
    models |= {
        (title, name): part.registry.load(name).Settings
        for title, part in keyed.items()
        for name in part.registry.names()
    }
    every: list[Any] = [(model, "validation") for model in (ScenarioSpec, *models.values())]
    refs, bundle = models_json_schema(every, schema_generator=_Generator)
    where = {key: refs[model, "validation"] for key, model in models.items()}
    named = bundle["$defs"]
    root = named.pop(refs[ScenarioSpec, "validation"]["$ref"].rpartition("/")[2])
    for title, part in keyed.items():
        named[title] = _any_of(part, {name: where[title, name] for name in part.registry.names()})
    before = {"extends": _EXTENDS, "rig": _rig()}
    named["scenario"] = {**root, "properties": {**before, **root["properties"]}}
    named = _tidied(named)
    ours = {*named, *kinds}
    changes = {f"{name}{_CHANGE}": _changing(model, ours) for name, model in named.items()}
    changes[f"scenario{_CHANGE}"]["required"] = ["whiteout"]
    changed = changes[f"scenario{_CHANGE}"]["properties"]["sensors"]
    whole = named["scenario"]
    named[RIGGED] = {**whole, "properties": {**whole["properties"], "sensors": changed}}
    for title, kind in kinds.items():
        named[title] = _one_of(kind, {name: where[title, name] for name in kind.names()})
        changes[f"{title}{_CHANGE}"] = _one_of_changes(named[title], ours)
    return {
        "$schema": DIALECT,
        "title": "Whiteout scenario",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/scenario{_CHANGE}"},
        "else": {
            "if": {"required": ["rig"]},
            "then": {"$ref": f"#/$defs/{RIGGED}"},
            "else": {"$ref": "#/$defs/scenario"},
        },
        "$defs": {**definitions(), **named, **changes},
    }


RIGGED = "scenario_with_rig"
"""What a file may hold whose sensors change those of a rig."""
_CHANGE = "_change"
"""Ends the names of what may stand in a file that extends another: all may be left out or null."""


def _changing(schema: dict[str, Any], ours: set[str]) -> dict[str, Any]:
    """The schema of a mapping that is merged into another."""
    loose = {key: _referring(part, ours) for key, part in schema.items() if key != "required"}
    loose["properties"] = {
        name: _or_null(part) for name, part in loose.get("properties", {}).items()
    }
    return loose


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    notes: dict[str, Any] = {
        key: schema[key] for key in ("description", "default") if key in schema
    }
    return {**notes, "anyOf": [schema, {"type": "null"}]}


def _referring(schema: Any, ours: set[str]) -> Any:
    """The schema with references to what may be changed, and null for everything with a name."""
    if isinstance(schema, list):
        return [_referring(part, ours) for part in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _referring(part, ours) for key, part in schema.items()}
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    if name in ours:
        loose["$ref"] = f"#/$defs/{name}{_CHANGE}"
    if "patternProperties" in loose:
        named = loose["patternProperties"]
        loose["patternProperties"] = {name: _or_null(part) for name, part in named.items()}
    return loose


def _one_of(kind: Kind, models: dict[str, Any]) -> dict[str, Any]:
    """A mapping whose ``kind`` decides what else it holds."""
    about = kind.registry.summary
    fits = {n: {"enum": list(fitting(n))} for n in models} if kind.registry is ACTORS else {}
    choices = [
        {"const": name, "description": about(name) + _meant_for(kind, name)} for name in models
    ]
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"oneOf": choices}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": _capable(model, fits.get(name)) if kind.title == "actor" else model,
            }
            for name, model in models.items()
        ],
    }


def _capable(model: dict[str, Any], behaviours: Any) -> dict[str, Any]:
    """An actor with the behaviours that fit it."""
    chosen = {"properties": {"kind": behaviours}}
    return {"allOf": [model, {"properties": {"behaviour": chosen}}]}


def _meant_for(kind: Kind, name: str) -> str:
    groups = groups_for(name) if kind.registry is BEHAVIOURS else ()
    return f" For {' and '.join(groups)}." if groups else ""


def _one_of_changes(schema: dict[str, Any], ours: set[str]) -> dict[str, Any]:
    """The same where another file may have said the kind."""
    cases = [{**case, "then": _referring(case["then"], ours)} for case in schema["allOf"]]
    unsaid = {"if": {"not": {"required": ["kind"]}}}
    any_of = [_model_of(case["then"]) for case in cases]
    return {
        "type": "object",
        "properties": schema["properties"],
        "allOf": [*cases, {**unsaid, "then": {"anyOf": any_of}}],
    }


def _model_of(schema: dict[str, Any]) -> dict[str, Any]:
    return schema["allOf"][0] if "allOf" in schema else schema


def _any_of(part: Keyed, models: dict[str, Any]) -> dict[str, Any]:
    """A mapping whose keys are the names of plug-ins."""
    about = part.registry.summary
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {**model, "description": about(name)} for name, model in models.items()
        },
    }


def _kinds(model: type[Settings]) -> Iterator[Kind]:
    for info in model.model_fields.values():
        for note in metadata_of(info):
            if isinstance(note, Kind):
                yield note
                yield from _kinds(note.base)


def _keyed(model: type[Settings]) -> Iterator[Keyed]:
    for info in model.model_fields.values():
        yield from (note for note in metadata_of(info) if isinstance(note, Keyed))


def _tidied(schema: Any) -> Any:
    """The schema with our names for quantities and kinds turned into references, and with units
    and bounds told in descriptions."""
    if isinstance(schema, list):
        return [_tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _tidied(part) for key, part in schema.items()}
    if isinstance(tidy.get("description"), str):  # and not a setting of that name
        tidy["description"] += _rules(tidy)
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    tidy.pop("x-example", None)
    low, high, fixed = (tidy.pop(note, None) for note in ("x-low", "x-high", "x-fixed"))
    if "x-quantity" in tidy:
        return {**reference(tidy.pop("x-quantity"), low, high, bool(fixed)), **tidy}
    if "x-kind" in tidy:
        return {"$ref": f"#/$defs/{tidy.pop('x-kind')}", **tidy}
    return tidy


def _rules(field: dict[str, Any]) -> str:
    """What a field's bounds demand, for people."""
    low, high = field.get("x-low"), field.get("x-high")
    rules = []
    if low is not None and high is not None:
        rules.append(f"{low} to {high}")
    elif low is not None or high is not None:
        rules.append(f"at least {low}" if high is None else f"at most {high}")
    if field.get("x-fixed"):
        rules.append("the same in every draw")
    return f" ({', '.join(rules)})" if rules else ""
