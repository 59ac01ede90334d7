"""What a class of settings holds, as plain data for listings and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic_core import PydanticUndefined

from .drawable import Chosen, Drawable, Measure, Paint, Truth, Word
from .settings import Settings, joined, keys_of, rules_of


def described(model: type[Settings], path: str = "") -> list[dict[str, Any]]:
    """One row per setting, those of nested settings by their dotted names.

    Keys: name, values (what it takes, for people), unit (SI), default (authored; None also where
    it is required), required, low, high, fixed, description.
    """
    rows: list[dict[str, Any]] = []
    rules = rules_of(model)
    for key, info in keys_of(model).items():
        nested = _nested(info.annotation)
        if nested is not None:
            rows += described(nested, joined(path, key))
            continue
        name = next(n for n, other in model.model_fields.items() if other is info)
        field, limits = rules.get(name, (None, None))
        default = info.default
        rows.append(
            {
                "name": joined(path, key),
                "values": _values(field, info) + _range(limits),
                "unit": field.unit if field else "",
                "default": None if default is PydanticUndefined else default,
                "required": info.is_required(),
                "low": limits.low if limits else None,
                "high": limits.high if limits else None,
                "fixed": limits.fixed if limits else True,
                "description": info.description or "",
            }
        )
    return rows


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


def _values(field: Drawable | None, info: Any) -> str:
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
    kind = getattr(info.annotation, "__name__", str(info.annotation))
    return {"int": "whole number", "str": "text", "tuple": "list"}.get(kind, kind)


def _range(limits: Any) -> str:
    if limits is None or (limits.low is None and limits.high is None):
        return ""
    if limits.low is not None and limits.high is not None:
        return f", {limits.low} to {limits.high}"
    return f", from {limits.low}" if limits.high is None else f", to {limits.high}"
