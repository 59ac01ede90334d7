"""JSON Schema of quantities: constants with their units, distributions, expressions."""

from __future__ import annotations

from typing import Any

from .terms import LISTED, forms, parameters
from .units import DIMENSIONS, NUMBER, UNIT, UNSIGNED, Dimension, bound

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


WEIGHT = {"type": "number", "minimum": 0}

_SIGNED = ("normal", "truncated_normal")
"""Distributions whose mean may lie where no value may."""
_FROM_0 = rf"(?:\+?{UNSIGNED}|-0(?:\.0*)?)"


def definitions() -> dict[str, Any]:
    """Schemas of all dimensions by name, to stand under ``$defs``; see ``reference``."""
    named: dict[str, Any] = {}
    for dimension in DIMENSIONS.values():
        for suffix in ("", "_from_0"):
            name = dimension.name + suffix
            named[f"{name}_value"] = _value(dimension, suffix)
            named[f"{name}_distribution"] = _distributions(dimension, suffix)
            named[name] = {
                "anyOf": [
                    {"$ref": f"#/$defs/{name}_value"},
                    {"$ref": f"#/$defs/{name}_distribution"},
                ]
            }
    return named


def reference(dimension: str, low: Any = None, high: Any = None, fixed: bool = False) -> dict:
    """The schema of a field by its bounds, as far as they can be said: signs, and bare numbers."""
    zero = dimension != "temperature" and low is not None and bound(low) >= 0.0
    name = dimension + ("_from_0" if zero else "") + ("_value" if fixed else "")
    found: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
    if DIMENSIONS[dimension].bare:
        found |= {} if low is None else {"minimum": low}
        found |= {} if high is None else {"maximum": high}
    return found


def _value(dimension: Dimension, suffix: str) -> dict[str, Any]:
    least = {"minimum": 0} if suffix else {}
    number = _FROM_0 if suffix else NUMBER
    if dimension.name == "count":
        return {"type": "integer", **least}
    if dimension.bare:
        percent = {"type": "string", "pattern": f"^{number}( ?%| ppm)$"}
        return {"anyOf": [{"type": "number", **least}, percent]}
    return {
        "type": "string",
        "pattern": f"^{number} +{UNIT}$",
        "examples": [dimension.example],
    }


def _distributions(dimension: Dimension, suffix: str) -> dict[str, Any]:
    names = forms(dimension)
    return {  # no "maxProperties": with it yaml-language-server completes nothing here
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            name: {"description": _ABOUT[name], **_form(name, dimension, suffix)} for name in names
        },
    }


def _form(form: str, dimension: Dimension, suffix: str) -> dict[str, Any]:
    value = {"$ref": f"#/$defs/{dimension.name}{suffix}_value"}
    if form == "expr":
        return {"type": ["string", "number"]}
    if form == "choice":
        weights = {"type": "object", "additionalProperties": WEIGHT, "minProperties": 1}
        return {"anyOf": [weights, {"type": "array", "items": value, "minItems": 1}]}
    if form == "mixture":
        of = {"anyOf": [value, {"$ref": f"#/$defs/{dimension.name}{suffix}_distribution"}]}
        part = {
            "type": "object",
            "required": ["weight", "of"],
            "additionalProperties": False,
            "properties": {"weight": WEIGHT, "of": of},
        }
        return {"type": "array", "items": part, "minItems": 1}
    roles, optional = parameters(form)
    if form in LISTED:
        return {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
    kinds = {
        "bare": {"type": "number", "exclusiveMinimum": 0},
        "spread": {"$ref": f"#/$defs/{dimension.name}_from_0_value"},
        "value": value,
        "mean": {"$ref": f"#/$defs/{dimension.name}_value"},
    }
    signed = {"mean": "mean"} if form in _SIGNED else {}
    return {
        "type": "object",
        "required": [name for name in roles if name not in optional or not dimension.bare],
        "additionalProperties": False,
        "properties": {name: kinds[signed.get(name, role)] for name, role in roles.items()},
    }
