"""Settings: what a scenario may say about a plug-in, as a frozen pydantic model.

The same class serves twice: *authored*, with a term behind every quantity (the result of
``model_validate``), and *drawn*, with SI values (the result of ``drawn``)::

    class Settings(quantity.Settings):
        speed: Speed = setting("Speed along the road", "30 km/h", low="0 m/s")

    authored = Settings.model_validate({"speed": {"uniform": ["20 km/h", "40 km/h"]}})
    drawn = authored.drawn({"speed": 7.5})
    drawn.speed  # 7.5
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.fields import FieldInfo
from typing_extensions import Self

from ..registry import unknown
from .drawable import Drawable, invalid
from .fields import Limits
from .terms import Constant, Derived, Random, Term, described
from .units import shortened


class Quantity(NamedTuple):
    """A named quantity of an authored model: its dotted path, its term and its field's rules."""

    path: str
    term: Term
    field: Drawable
    limits: Limits


class Settings(BaseModel):
    """Base of everything that a scenario file can hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_default=True)

    def quantities(self, path: str = "") -> Iterator[Quantity]:
        """All quantities of an authored model, in the order of its fields."""
        rules = rules_of(type(self))
        for name in type(self).model_fields:
            value, place = getattr(self, name), joined(path, name)
            if isinstance(value, Term):
                yield Quantity(place, value, *rules[name])
            elif isinstance(value, Settings):
                yield from value.quantities(place)
            elif isinstance(value, Mapping):
                for key, item in value.items():
                    if isinstance(item, Settings):
                        yield from item.quantities(joined(place, key))

    def drawn(self, values: Mapping[str, Any], path: str = "") -> Self:
        """The same settings with a plain value for every quantity, taken by its path."""
        plain = {
            name: _plain(getattr(self, name), values, joined(path, name))
            for name in type(self).model_fields
        }
        return type(self).model_construct(_fields_set=set(plain), **plain)

    def resolved(self, values: Mapping[str, Any], path: str = "") -> dict[str, Any]:
        """Authored data that say the given values: what ``model_validate`` reads back."""
        data = {}
        rules = rules_of(type(self))
        for name, info in type(self).model_fields.items():
            value, place = getattr(self, name), joined(path, name)
            if isinstance(value, Term):
                data[info.alias or name] = rules[name][0].written(values[place], value.unit)
            elif value is not None or info.default is not None:
                data[info.alias or name] = _resolved(value, values, place)
        return data

    @model_validator(mode="wrap")
    @classmethod
    def _explain(cls, data: Any, handler: Any) -> Any:
        if not isinstance(data, Mapping | cls):
            raise invalid(((), f"expected a mapping of {', '.join(keys_of(cls))}"))
        try:
            return handler(data)
        except ValidationError as error:
            raise explained(error, keys_of(cls), cls.offered()) from None

    @classmethod
    def offered(cls) -> tuple[str, ...]:
        """The keys that errors offer to authors."""
        return tuple(keys_of(cls))


@cache
def rules_of(model: type[Settings]) -> dict[str, tuple[Drawable, Limits]]:
    """How the quantities of a class are read and bounded, by field name."""
    rules = {}
    for name, info in model.model_fields.items():
        notes = list(metadata_of(info))
        for note in notes:
            if isinstance(note, Drawable):
                limits = [other for other in notes if isinstance(other, Limits)]
                rules[name] = note, limits[0] if limits else Limits()
    return rules


def keys_of(model: type[Settings]) -> dict[str, FieldInfo]:
    """The fields of a class by the keys that authors write."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def explained(
    error: ValidationError, fields: Mapping[str, FieldInfo], offered: Iterable[str] = ()
) -> ValidationError:
    """The error with our words for what stands directly in a mapping of these fields.

    offered: the keys that an author may write, unless they are the fields.
    """
    problems = []
    for line in error.errors(include_url=False):
        place, kind, message = line["loc"], line["type"], line["msg"]
        if len(place) == 1 and kind == "extra_forbidden":
            message = _unknown_key(str(place[0]), offered or fields)
        elif len(place) == 1 and kind == "missing":
            about = fields[str(place[0])].description
            message = f"is missing{f': {about}' if about else ''}"
        elif kind == "literal_error":
            message = _other_word(line["input"], line["ctx"]["expected"])
        elif kind in _SENTENCES:
            message = _SENTENCES[kind].format(**line.get("ctx", {}))
            message += _example(kind, line["input"], fields.get(str(place[0])) if place else None)
        problems.append((place, message))
    return invalid(*problems)


_SENTENCES = {
    "string_type": "expected a text",
    "string_too_long": "expected at most {max_length} characters",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "bool_type": "expected true or false",
    "dict_type": "expected a mapping",
    "list_type": "expected a list",
    "tuple_type": "expected a list",
    "too_short": "expected at least {min_length}",
    "too_long": "expected at most {max_length}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}
"""Our words for what pydantic finds in fields that are no quantities."""


def _other_word(given: Any, expected: str) -> str:
    """A sentence on a word that is none of those expected, 'one' or 'another'."""
    known = re.findall(r"'([^']*)'", expected)
    if len(known) < 2 or not isinstance(given, str):
        return f"expected {expected}, got {described(given)}"
    about = f"expected one of {', '.join(known)}"
    return unknown(shortened(given), known, about).partition("; known:")[0]


def _example(kind: str, given: Any, field: FieldInfo | None) -> str:
    """How a list or a mapping would be written in the place of what was given."""
    if kind in ("list_type", "tuple_type") and isinstance(given, str | int | float):
        return f", as in [{shortened(given)}]"
    extra = None if field is None else field.json_schema_extra
    if kind == "dict_type" and isinstance(extra, dict) and "x-example" in extra:
        return f", as in {extra['x-example']}"
    return ""


def _unknown_key(key: str, fields: Iterable[str]) -> str:
    if " " in key:  # {description: one, two}
        return "unknown setting; put texts with commas or colons in quotes"
    text = unknown(key, fields, "unknown setting").partition(": ")[2]
    return text if ";" in text else f"{text}; known: {', '.join(sorted(fields))}"


def joined(path: str, name: str) -> str:
    """A dotted path one step further down."""
    return f"{path}.{name}" if path else name


def metadata_of(info: FieldInfo) -> Iterator[Any]:
    """All annotations of a field, those of an optional or nested type included."""
    yield from info.metadata
    waiting = [info.annotation]
    while waiting:
        kind = waiting.pop()
        yield from getattr(kind, "__metadata__", ())
        waiting.extend(get_args(kind))


def _plain(value: Any, values: Mapping[str, Any], path: str) -> Any:
    if isinstance(value, Term):
        return values[path]
    if isinstance(value, Settings):
        return value.drawn(values, path)
    if isinstance(value, Mapping):
        return {key: _plain(item, values, joined(path, key)) for key, item in value.items()}
    return value


def _resolved(value: Any, values: Mapping[str, Any], path: str) -> Any:
    if isinstance(value, Settings):
        return value.resolved(values, path)
    if isinstance(value, Mapping):
        return {key: _resolved(item, values, joined(path, key)) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_resolved(item, values, path) for item in value]
    return getattr(value, "authored", value)  # expressions and files say how they were written


__all__ = ["Constant", "Derived", "Quantity", "Random", "Settings", "Term", "joined"]
