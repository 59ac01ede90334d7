"""The JSON Schema of scenario files, by which editors complete and check them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from ...simcore.quantity.schema import definitions
from ...simcore.quantity.settings import Settings, metadata_of
from .kinds import Keyed, Kind, joined_class
from .spec import ScenarioSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_EXTENDS = {
    "type": "string",
    "description": "A scenario of the library, or a file beside this one, that this one changes: "
    "mappings merge, lists and values replace, null takes away.",
}


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
    for title, kind in kinds.items():
        named[title] = _one_of(kind, {name: where[title, name] for name in kind.names()})
    for title, part in keyed.items():
        named[title] = _any_of(part, {name: where[title, name] for name in part.registry.names()})
    properties = {"extends": _EXTENDS, **root["properties"]}
    return {
        "$schema": DIALECT,
        **_tidied({**root, "properties": properties}),
        "title": "Whiteout scenario",
        "$defs": {**definitions(), **_tidied(named)},
    }


def _one_of(kind: Kind, models: dict[str, Any]) -> dict[str, Any]:
    """A mapping whose ``kind`` decides what else it holds."""
    about = kind.registry.summary
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"oneOf": [{"const": name, "description": about(name)} for name in models]}
        },
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": model,
            }
            for name, model in models.items()
        ],
    }


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
    for note in ("x-low", "x-high", "x-fixed"):
        tidy.pop(note, None)
    name = tidy.pop("x-quantity", None) or tidy.pop("x-kind", None)
    return {"$ref": f"#/$defs/{name}", **tidy} if name else tidy


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
