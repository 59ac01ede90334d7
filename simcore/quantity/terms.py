"""What stands behind a quantity in a scenario: a constant, a distribution or an expression.

``read`` turns the authored form (``"3 m"``, ``{uniform: [2 m, 4 m]}``, ``{expr: …}``) into a
``Term``. A ``Scale`` says how single values of a field are read: lengths, counts, words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..registry import unknown
from . import distributions as d
from . import expressions
from .units import DIMENSIONS, NUMBER, Dimension, UnitError, shortened, split, to_si

Location = tuple[str | int, ...]


class TermError(ValueError):
    """What is wrong with a term: pairs of a place inside it and a sentence."""

    def __init__(self, *problems: tuple[Location, str]):
        super().__init__("; ".join(message for _, message in problems))
        self.problems = problems


@dataclass(frozen=True)
class Constant:
    """A value that is the same in every draw."""

    value: Any
    unit: str = ""


@dataclass(frozen=True)
class Random:
    """A value that each draw takes from a distribution."""

    distribution: d.Distribution
    unit: str = ""


@dataclass(frozen=True)
class Derived:
    """A value that follows from others. ``whole``: it is rounded to a whole number."""

    expression: expressions.Expression
    whole: bool = False
    unit: str = ""

    def evaluate(self, values: Mapping[str, Any]) -> float:
        """The value that follows from others. Raises ``ExpressionError``."""
        value = self.expression.evaluate(values)
        if not self.whole:
            return value
        if abs(value - round(value)) > 1e-9:
            raise expressions.ExpressionError(
                f"'{self.expression.text}' gives {value:g}, but a count is a whole number"
            )
        return round(value)


Term = Constant | Random | Derived


class Scale:
    """Reads single numbers of a dimension, and remembers the first unit that was used."""

    def __init__(self, dimension: Dimension):
        self.dimension = dimension
        self.unit = ""

    def read(self, raw: Any, place: Location, difference: bool = False) -> float:
        """The SI value of a number or of a text with a unit. Raises ``TermError``."""
        try:
            if isinstance(raw, str):
                number, unit = split(raw, self.dimension)
                if not unit and self.dimension.bare:
                    raise UnitError(f"'{raw}' is a text; write the number without quotes: {raw}")
            elif isinstance(raw, int | float) and not isinstance(raw, bool):
                number, unit = float(raw), ""
            else:
                raise UnitError(
                    f"{described(raw)} is no quantity; expected one like '{self.dimension.example}'"
                )
            value = to_si(number, unit, self.dimension, difference)
        except UnitError as error:
            raise TermError((place, str(error))) from None
        self.unit = self.unit or unit
        if self.dimension.name == "count":
            return _whole(value, place)
        return value


_VALUE, _SPREAD, _BARE = "value", "spread", "bare"
_FORMS: dict[str, tuple[Callable[..., d.Distribution], dict[str, str], tuple[str, ...]]] = {
    "uniform": (d.Uniform, {"low": _VALUE, "high": _VALUE}, ()),
    "log_uniform": (d.LogUniform, {"low": _VALUE, "high": _VALUE}, ()),
    "normal": (d.Normal, {"mean": _VALUE, "sd": _SPREAD}, ()),
    "truncated_normal": (
        d.TruncatedNormal,
        {"mean": _VALUE, "sd": _SPREAD, "low": _VALUE, "high": _VALUE},
        (),
    ),
    "log_normal": (d.LogNormal, {"median": _VALUE, "sigma": _BARE}, ()),
    "beta": (
        d.Beta,
        {"a": _BARE, "b": _BARE, "low": _VALUE, "high": _VALUE},
        ("low", "high"),
    ),
    "triangular": (d.Triangular, {"low": _VALUE, "mode": _VALUE, "high": _VALUE}, ()),
    "exponential": (d.Exponential, {"mean": _VALUE}, ()),
    "poisson": (d.Poisson, {"mean": _BARE}, ()),
    "weibull": (d.Weibull, {"shape": _BARE, "scale": _VALUE}, ()),
}
"""By name: the class, the roles of its parameters, and which of them may be left out."""

LISTED = ("uniform", "log_uniform")
"""Distributions written as a list [low, high]; the others are mappings of parameters."""

SYNONYMS = {
    "gaussian": "normal", "gauss": "normal", "bell": "normal", "norm": "normal",
    "truncnorm": "truncated_normal", "clipped_normal": "truncated_normal",
    "bounded_normal": "truncated_normal", "log_gaussian": "log_normal", "reciprocal": "log_uniform",
    "range": "uniform", "between": "uniform", "randint": "uniform", "random": "uniform",
    "rand": "uniform", "flat": "uniform", "categorical": "choice", "discrete": "choice",
    "choose": "choice", "one_of": "choice", "options": "choice", "weighted": "choice",
    "bernoulli": "choice", "triangle": "triangular", "expon": "exponential", "exp": "exponential",
    "rayleigh": "weibull", "sum": "mixture", "expression": "expr", "formula": "expr",
    "eval": "expr",
}  # fmt: skip
"""What other languages and libraries call these distributions."""

COUNTING = ("uniform", "choice", "poisson", "mixture", "expr")
"""What a count can be drawn from; other distributions give fractions."""

NAMES = (*_FORMS, "choice", "mixture", "expr")
"""All forms that a quantity can take besides a constant."""


def forms(dimension: Dimension) -> tuple[str, ...]:
    """The forms that a quantity of a dimension can take."""
    if dimension.name == "count":
        return COUNTING
    return tuple(name for name in NAMES if name != "poisson" or dimension.name == "number")


def parameters(form: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Roles ("value", "spread", "bare") of a form's parameters, and the optional ones."""
    _, roles, optional = _FORMS[form]
    return roles, optional


def read(raw: Any, dimension: Dimension) -> Term:
    """The term of an authored quantity. Raises ``TermError`` with all that is wrong."""
    scale = Scale(dimension)
    if not isinstance(raw, Mapping):
        value = scale.read(raw, ())
        return Constant(value, scale.unit)
    form, body = _form(raw, forms(dimension), ())
    if form == "expr":
        return Derived(_expression(body), dimension.name == "count")
    distribution = _distribution(form, body, scale, (form,))
    return Random(distribution, scale.unit)


def read_choice(raw: Any, value: Callable[[Any, Location], Any]) -> Term:
    """The term of something that is no number: one value, or a weighted choice of several."""
    if not isinstance(raw, Mapping):
        return Constant(value(raw, ()))
    form, body = _form(raw, ("choice",), ())
    return Random(_choice(body, value, (form,)))


def _form(raw: Mapping, known: Sequence[str], place: Location) -> tuple[str, Any]:
    words = [str(key) for key in raw]
    if len(words) != 1:
        given = f"{', '.join(words)} together" if words else "an empty mapping"
        raise TermError((place, f"expected one distribution ({', '.join(known)}), got {given}"))
    if words[0] not in known:
        if words[0] in NAMES:
            text = f"'{words[0]}' cannot be used here; use {', '.join(known)}"
        else:
            near = SYNONYMS.get(words[0].lower().replace("-", "_"))
            text = f"'{words[0]}': unknown distribution; did you mean '{near}'?"
            if near not in known:
                text = unknown(words[0], known, "unknown distribution")
        raise TermError(((*place, words[0]), text))
    return words[0], raw[next(iter(raw))]


def _distribution(form: str, body: Any, scale: Scale, place: Location) -> d.Distribution:
    if form == "choice":
        return _choice(body, scale.read, place)
    if form == "mixture":
        return _mixture(body, scale, place)
    make, roles, optional = _FORMS[form]
    if form == "uniform" and scale.dimension.name == "count":
        make = d.UniformCount
    if scale.dimension.bare is False and form == "beta":
        optional = ()
    return _made(make, _arguments(form, body, scale, roles, optional, place), place)


def _arguments(form, body, scale, roles, optional, place) -> dict[str, float]:
    given = _listed(form, body, roles, place) if form in LISTED else body
    if not isinstance(given, Mapping):
        raise TermError((place, f"{form} is written {{{', '.join(f'{n}: …' for n in roles)}}}"))
    problems = [
        ((*place, str(name)), unknown(str(name), roles, f"unknown parameter of {form}"))
        for name in given
        if name not in roles
    ]
    arguments = {}
    for number, (name, role) in enumerate(roles.items()):
        where = (*place, number if form in LISTED else name)
        if name not in given:
            if name not in optional:
                problems.append((place, f"{form} needs '{name}'"))
            continue
        reader = Scale(DIMENSIONS["number"]) if role == _BARE else scale
        try:
            arguments[name] = reader.read(given[name], where, role == _SPREAD)
        except TermError as error:
            problems.extend(error.problems)
    if problems:
        raise TermError(*problems)
    return arguments


def _listed(form: str, body: Any, roles: Mapping[str, str], place: Location) -> dict[str, Any]:
    if not isinstance(body, Sequence) or isinstance(body, str) or len(body) != len(roles):
        raise TermError((place, f"{form} is written [{', '.join(roles)}]"))
    return dict(zip(roles, body, strict=True))


def _choice(body: Any, value: Callable[[Any, Location], Any], place: Location) -> d.Distribution:
    if isinstance(body, Mapping):
        options = list(body)
        weights = _weights(body.values(), [(*place, key_text(key)) for key in body])
    elif isinstance(body, Sequence) and not isinstance(body, str):
        options, weights = list(body), [1.0] * len(body)
    else:
        raise TermError((place, "choice is written {value: weight, …} or [value, …]"))
    if not options:
        raise TermError((place, "choice needs at least one value"))
    named = isinstance(body, Mapping)
    values: list[Any] = []
    problems: list[tuple[Location, str]] = []
    for number, option in enumerate(options):
        try:
            at = (*place, key_text(option) if named else number)
            values.append(value(_unquoted(option) if named else option, at))
        except TermError as error:
            problems.extend(error.problems)
    if problems:
        raise TermError(*problems)
    return _made(d.Choice, {"values": tuple(values), "weights": tuple(weights)}, place)


def _unquoted(key: Any) -> Any:
    """A key of a mapping, which JSON makes a text, as the number that it says, if it says one."""
    number = float(key) if isinstance(key, str) and re.fullmatch(NUMBER, key) else math.inf
    return number if math.isfinite(number) else key


def _mixture(body: Any, scale: Scale, place: Location) -> d.Distribution:
    if not isinstance(body, Sequence) or isinstance(body, str) or not body:
        raise TermError((place, "mixture is written [{weight: 3, of: {…}}, {weight: 1, of: {…}}]"))
    known = [name for name in forms(scale.dimension) if name != "expr"]
    parts, weights, problems = [], [], []
    for number, part in enumerate(body):
        where = (*place, number)
        if not isinstance(part, Mapping) or set(part) != {"weight", "of"}:
            problems.append((where, "each part of a mixture is written {weight: 3, of: {…}}"))
            continue
        try:
            weights += _weights([part["weight"]], [(*where, "weight")])
            parts.append(_part(part["of"], known, scale, (*where, "of")))
        except TermError as error:
            problems.extend(error.problems)
    if problems:
        raise TermError(*problems)
    return _made(d.Mixture, {"weights": tuple(weights), "parts": tuple(parts)}, place)


def _part(raw: Any, known: Sequence[str], scale: Scale, place: Location) -> d.Distribution:
    if not isinstance(raw, Mapping):
        return d.Choice((scale.read(raw, place),), (1.0,))
    form, body = _form(raw, known, place)
    return _distribution(form, body, scale, (*place, form))


def key_text(key: Any) -> str:
    """How a key of a mapping stands in paths and messages."""
    if isinstance(key, bool) or key is None:
        return "null" if key is None else str(key).lower()
    return str(key)


def _weights(raw, places: Sequence[Location]) -> list[float]:
    scale = Scale(DIMENSIONS["number"])
    return [scale.read(weight, place) for weight, place in zip(raw, places, strict=True)]


def _made(make: Callable[..., Any], arguments: Mapping[str, Any], place: Location) -> Any:
    try:
        return make(**arguments)
    except ValueError as error:
        raise TermError((place, str(error))) from None


def _expression(body: Any) -> expressions.Expression:
    text = repr(float(body)) if isinstance(body, int | float) else body
    if not isinstance(text, str) or isinstance(body, bool):
        raise TermError((("expr",), "expr is a text, as in {expr: ego.at.s + 12}"))
    try:
        return expressions.parse(text)
    except expressions.ExpressionError as error:
        raise TermError((("expr",), str(error))) from None


def _whole(value: float, place: Location) -> int:
    if value != math.floor(value) or abs(value) > 2**53:
        raise TermError((place, f"{value:g} is no whole number"))
    return int(value)


def described(raw: Any) -> str:
    """Authored data for messages, in few words."""
    if raw is None:
        return "an empty value"
    if isinstance(raw, bool):
        return f"'{str(raw).lower()}'"
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return "a list"
    if isinstance(raw, Mapping):
        return "a mapping"
    return f"'{shortened(raw)}'"
