"""What a class of settings holds, as plain data for listings and tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from .drawable import Chosen, Drawable, Measure, Paint, Truth, Word
from .settings import Settings, joined, keys_of, metadata_of, rules_of


def described(model: type[Settings], path: str = "") -> list[dict[str, Any]]:
    """One row per setting, those of nested settings by their dotted names.

    Keys: name, values (what it takes, for people), unit (SI), default (authored; None also where
    it is required), required, within (the setting without which it is not required, empty if it is
    always), low, high, fixed, description.
    """
    rows: list[dict[str, Any]] = []
    rules = rules_of(model)
    for key, info in keys_of(model).items():
        nested = _nested(info.annotation)
        if nested is not None:
            rows += _inner(nested, info, joined(path, key))
            continue
        name = next(n for n, other in model.model_fields.items() if other is info)
        field, limits = rules.get(name, (None, None))
        default = info.default
        rows.append(
            {
                "name": joined(path, key),
                "values": _values(field, info) + _range(limits, info),
                "unit": field.unit if field else "",
                "default": None if default is PydanticUndefined else default,
                "required": info.is_required(),
                "within": "",
                "low": limits.low if limits else None,
                "high": limits.high if limits else None,
                "fixed": limits.fixed if limits else True,
                "description": info.description or "",
            }
        )
    return rows


def _inner(nested: type[Settings], info: FieldInfo, path: str) -> list[dict[str, Any]]:
    """The rows of settings within a setting, with what its own default says of them."""
    given = info.default if isinstance(info.default, Mapping) else {}
    told = _told(info)
    rows = described(nested, path)
    for row in rows:
        inner = row["name"].removeprefix(f"{path}.")
        if inner == "kind" and told:
            row["values"], row["description"] = told, info.description
        if inner in given:
            row["default"], row["required"] = given[inner], False
        if info.default is None and row["required"] and not row["within"]:
            row["within"] = path
    return rows


def _told(info: FieldInfo) -> str:
    """What the metadata of a field that is no quantity say it takes."""
    return next((note.told for note in metadata_of(info) if hasattr(note, "told")), "")


def flow(value: Any) -> str:
    """Authored data on one line, as in YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _nested(annotation: Any) -> type[Settings] | None:
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, Settings):
            return kind
    return None


def _values(field: Drawable | None, info: FieldInfo) -> str:
    if isinstance(field, Measure):
        return field.dimension.name.replace("_", " ")
    if isinstance(field, Word):
        return " | ".join(field.words)
    if isinstance(field, Truth):
        return "true | false"
    if isinstance(field, Paint):
        return "colour"
    if isinstance(field, Chosen):
        return "date"
    return _told(info) or _typed(info.annotation)


def _typed(annotation: Any) -> str:
    """What a type takes, for people."""
    if get_origin(annotation) in (Union, UnionType):
        return _typed(next(kind for kind in get_args(annotation) if kind is not NoneType))
    if get_origin(annotation) is Annotated:
        return _typed(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        return f"list of {_typed(get_args(annotation)[0])}"
    if get_origin(annotation) is Literal:
        return " | ".join(map(str, get_args(annotation)))
    if get_origin(annotation) is dict:
        return "mapping of names"
    kind = getattr(annotation, "__name__", str(annotation))
    return {"int": "whole number", "str": "text", "float": "number"}.get(kind, kind)


def _range(limits: Any, info: FieldInfo) -> str:
    low = next((n.ge for n in info.metadata if hasattr(n, "ge")), limits and limits.low)
    high = next((n.le for n in info.metadata if hasattr(n, "le")), limits and limits.high)
    low, high = (f"{end:g}" if isinstance(end, float) else end for end in (low, high))
    if low is not None and high is not None:
        return f", {low} to {high}"
    if low is None and high is None:
        return ""
    return f", from {low}" if high is None else f", to {high}"
