"""JSON Schema of quantities: constants with their units, distributions, expressions."""

from __future__ import annotations

from typing import Any

from .terms import LISTED, forms, parameters
from .units import DIMENSIONS, NUMBER, UNIT, Dimension

_ABOUT = {
    "uniform": "Any value between, equally likely: [low, high].",
    "log_uniform": "Any factor between equally likely: [low, high].",
    "choice": "One of these: {value: weight, …} or [value, …].",
    "normal": "The bell curve, without bounds: {mean, sd}.",
    "truncated_normal": "The bell curve between bounds: {mean, sd, low, high}.",
    "log_normal": "The logarithm is normal: {median, sigma}.",
    "beta": "Between low and high, mean at a/(a + b): {a, b, low, high}.",
    "triangular": "Most often near the mode: {low, mode, high}.",
    "exponential": "Waiting times: {mean}.",
    "poisson": "How many events: {mean}.",
    "weibull": "Wind speeds, lifetimes: {shape, scale}.",
    "mixture": "Several distributions by weight: [{weight, of}, …].",
    "expr": "Arithmetic over other quantities in SI values: actors.van.at.s + 8.6",
}


def definitions() -> dict[str, Any]:
    """Schemas of all dimensions by name, to stand under ``$defs``."""
    named: dict[str, Any] = {}
    for dimension in DIMENSIONS.values():
        name = dimension.name
        named[f"{name}_value"] = _value(dimension)
        named[f"{name}_distribution"] = _distributions(dimension)
        named[name] = {
            "anyOf": [
                {"$ref": f"#/$defs/{name}_value"},
                {"$ref": f"#/$defs/{name}_distribution"},
            ]
        }
    return named


def _value(dimension: Dimension) -> dict[str, Any]:
    if dimension.name == "count":
        return {"type": "integer"}
    if dimension.bare:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER} ?%$"}]}
    return {
        "type": "string",
        "pattern": f"^{NUMBER} +{UNIT}$",
        "examples": [dimension.example],
    }


def _distributions(dimension: Dimension) -> dict[str, Any]:
    names = forms(dimension)
    return {  # no "maxProperties": with it yaml-language-server completes nothing here
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            name: {"description": _ABOUT[name], **_form(name, dimension)} for name in names
        },
    }


def _form(form: str, dimension: Dimension) -> dict[str, Any]:
    value = {"$ref": f"#/$defs/{dimension.name}_value"}
    number = {"type": "number"}
    if form == "expr":
        return {"type": ["string", "number"]}
    if form == "choice":
        weights = {"type": "object", "additionalProperties": number, "minProperties": 1}
        return {"anyOf": [weights, {"type": "array", "items": value, "minItems": 1}]}
    if form == "mixture":
        of = {"anyOf": [value, {"$ref": f"#/$defs/{dimension.name}_distribution"}]}
        part = {
            "type": "object",
            "required": ["weight", "of"],
            "additionalProperties": False,
            "properties": {"weight": number, "of": of},
        }
        return {"type": "array", "items": part, "minItems": 1}
    roles, optional = parameters(form)
    if form in LISTED:
        return {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
    return {
        "type": "object",
        "required": [name for name in roles if name not in optional or not dimension.bare],
        "additionalProperties": False,
        "properties": {name: number if role == "bare" else value for name, role in roles.items()},
    }
