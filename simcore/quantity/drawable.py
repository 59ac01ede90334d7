"""How the value of a field is read, checked, written and described, be it drawn or not.

Each class here is metadata of an annotation (``Annotated[float, Measure(…)]``), which pydantic asks
for its schema. ``fields`` has the annotations ready for use.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..registry import unknown
from . import terms
from .colours import COLOURS
from .terms import Location, Term, TermError
from .units import Dimension, from_si, shortened, write


def invalid(*problems: tuple[Location, str]) -> ValidationError:
    """A pydantic error that carries sentences of ours, each with its place."""
    return ValidationError.from_exception_data(
        "settings",
        [
            {
                "type": PydanticCustomError("whiteout", "{sentence}", {"sentence": sentence}),
                "loc": place,
                "input": None,
            }
            for place, sentence in problems
        ],
    )


class Drawable:
    """Metadata of a field whose value can be drawn: how it is read, checked, written, described."""

    unit = ""

    def read(self, raw: Any) -> Term:
        """The term of an authored value. Raises ``TermError``."""
        raise NotImplementedError

    def written(self, value: Any, unit: str = "") -> Any:
        """The authored form of a drawn value; reading it back gives exactly that value."""
        return value

    def shown(self, value: Any, unit: str = "") -> str:
        """A drawn value for people."""
        return str(self.written(value, unit))

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the authored value."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        inner = handler(source)  # a Limits that pydantic applied first is kept around ours
        own = core_schema.no_info_plain_validator_function(self._validated)
        return {**inner, "schema": own} if inner["type"] == "function-after" else own  # type: ignore[return-value,typeddict-item]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return self.schema()

    def _validated(self, raw: Any) -> Term:
        try:
            return self.read(raw)
        except TermError as error:
            raise invalid(*error.problems) from None


@dataclass(frozen=True)
class Measure(Drawable):
    """A number with a dimension: any constant, distribution or expression."""

    dimension: Dimension

    @property
    def unit(self) -> str:  # type: ignore[override]
        return self.dimension.si

    def read(self, raw: Any) -> Term:
        return terms.read(raw, self.dimension)

    def written(self, value: Any, unit: str = "") -> Any:
        return value if self.dimension.bare else write(value, self.dimension, unit)

    def shown(self, value: Any, unit: str = "") -> str:
        if self.dimension.bare:
            return f"{value:.6g}"
        unit = unit or self.dimension.example.partition(" ")[2]
        return f"{from_si(value, unit, self.dimension):.6g} {unit}"

    def schema(self) -> dict[str, Any]:
        return {"x-quantity": self.dimension.name}


@dataclass(frozen=True)
class Chosen(Drawable):
    """Base of fields that are no numbers: one value, or a weighted choice."""

    def value(self, raw: Any, place: Location) -> Any:
        """One value. Raises ``TermError``."""
        raise NotImplementedError

    def one(self) -> dict[str, Any]:
        """JSON Schema of one value."""
        raise NotImplementedError

    def read(self, raw: Any) -> Term:
        return terms.read_choice(raw, self.value)

    def schema(self) -> dict[str, Any]:
        one = self.one()
        weight = {"type": "number", "minimum": 0}
        names: dict[str, Any] = {"type": "object", "additionalProperties": weight}
        if "enum" in one and all(isinstance(word, str) for word in one["enum"]):
            names = {
                "type": "object",
                "properties": dict.fromkeys(one["enum"], weight),
                "additionalProperties": False,
            }
        choice = {
            "type": "object",
            "properties": {
                "choice": {
                    "description": "One of these: {value: weight, …} or [value, …].",
                    "anyOf": [names, {"type": "array", "items": one, "minItems": 1}],
                }
            },
            "required": ["choice"],
            "additionalProperties": False,
        }
        return {"anyOf": [one, choice]}


@dataclass(frozen=True)
class Word(Chosen):
    """One of the words of the field's ``Literal`` type."""

    words: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        object.__setattr__(self, "words", get_args(source))
        return super().__get_pydantic_core_schema__(source, handler)

    def value(self, raw: Any, place: Location) -> str:
        if raw not in self.words or not isinstance(raw, str):
            text = unknown(shortened(raw), self.words, f"expected one of {', '.join(self.words)}")
            raise TermError((place, text.partition("; known:")[0]))
        return raw

    def one(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Truth(Chosen):
    """true or false."""

    def value(self, raw: Any, place: Location) -> bool:
        if raw in ("true", "false"):  # keys of JSON are texts
            return raw == "true"
        if not isinstance(raw, bool):
            raise TermError((place, f"expected true or false, got {terms.described(raw)}"))
        return raw

    def one(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day(Chosen):
    """A date of the calendar, as 2026-01-15."""

    def value(self, raw: Any, place: Location) -> datetime.date:
        try:
            if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
                return datetime.date.fromisoformat(raw)
        except ValueError:  # the 30th of February
            pass
        raise TermError((place, f"'{shortened(raw)}' is no date; expected one like 2026-01-15"))

    def written(self, value: datetime.date, unit: str = "") -> str:
        return value.isoformat()

    def one(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "examples": ["2026-01-15"]}


@dataclass(frozen=True)
class Paint(Chosen):
    """A colour: a word, or linear red, green and blue albedo in [0, 1]."""

    def value(self, raw: Any, place: Location) -> str | tuple[float, float, float]:
        if isinstance(raw, str) and raw in COLOURS:
            return raw
        if isinstance(raw, Sequence) and not isinstance(raw, str):
            if len(raw) == 3 and all(_share(part) for part in raw):
                return float(raw[0]), float(raw[1]), float(raw[2])
            raise TermError((place, "a colour in numbers is [red, green, blue], each from 0 to 1"))
        text = unknown(shortened(raw), COLOURS, "unknown colour")
        raise TermError((place, text))

    def written(self, value: Any, unit: str = "") -> Any:
        return value if isinstance(value, str) else list(value)

    def one(self) -> dict[str, Any]:
        share = {"type": "number", "minimum": 0, "maximum": 1}
        numbers = {"type": "array", "items": share, "minItems": 3, "maxItems": 3}
        return {"anyOf": [{"enum": sorted(COLOURS)}, numbers]}


def _share(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and 0 <= part <= 1
