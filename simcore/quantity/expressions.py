"""Arithmetic over other quantities: ``actors.van.at.s + 8.6``.

Names are dotted paths and stand for SI values; numbers are SI values too. Texts are split into
known tokens first and then parsed by ``ast``, of which a white list is allowed: + - * / ``**2``,
comparisons, and/or/not, min, max, abs, sqrt, sin, cos, atan2, exp, log.
"""

from __future__ import annotations

import ast
import keyword
import math
import operator
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ..registry import unknown
from .units import UNSIGNED, shortened

FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    "min": (min, 2, 8),
    "max": (max, 2, 8),
    "abs": (abs, 1, 1),
    "sqrt": (math.sqrt, 1, 1),
    "sin": (math.sin, 1, 1),
    "cos": (math.cos, 1, 1),
    "atan2": (math.atan2, 2, 2),
    "exp": (math.exp, 1, 1),
    "log": (math.log, 1, 1),
}
"""Functions by name, with the least and the greatest number of their arguments."""

_ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARISONS = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_LONGEST, _MOST_NODES, _DEEPEST = 500, 200, 40
_DOTTED = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_TOKEN = re.compile(rf"\s*(?:({UNSIGNED})|({_DOTTED})|(\*\*|<=|>=|==|!=|[-+*/<>(),]))\s*", re.ASCII)

Evaluate = Callable[[Mapping[str, Any]], Any]


class ExpressionError(ValueError):
    """An expression that is not understood, or that has no finite value."""


@dataclass(frozen=True)
class Expression:
    """A parsed expression; two are equal when their texts are. ``truth``: it says yes or no."""

    text: str
    truth: bool
    names: tuple[str, ...] = field(compare=False)
    _run: Evaluate = field(compare=False, repr=False)

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """The value, given those of ``names``. Raises ``ExpressionError`` when it is not finite."""
        try:
            result = self._run(values)
        except ZeroDivisionError:
            raise ExpressionError(f"'{self.text}' divides by zero") from None
        except (ValueError, OverflowError):
            raise ExpressionError(f"'{self.text}' has no finite value here") from None
        if not self.truth and not math.isfinite(result):
            raise ExpressionError(f"'{self.text}' has no finite value here")
        return result

    @property
    def authored(self) -> str:
        """How it stands in a file."""
        return self.text

    def __reduce__(self):
        return parse, (self.text, self.truth)


def parse(text: str, truth: bool = False) -> Expression:
    """Read an expression, one that is true or false when ``truth``. Raises ``ExpressionError``."""
    words = _tokens(text)
    try:
        tree = ast.parse(" ".join(words), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"'{shortened(text)}' cannot be read as an expression") from None
    reader = _Reader(" ".join(words))
    run, is_truth = reader.read(tree)
    if is_truth != truth:
        raise ExpressionError(
            f"'{shortened(text)}' must be a comparison, true or false"
            if truth
            else f"'{shortened(text)}' is true or false; a number is expected here"
        )
    return Expression(" ".join(text.split()), truth, tuple(reader.names), run)


def _tokens(text: str) -> list[str]:
    if len(text) > _LONGEST:
        raise ExpressionError(f"an expression has at most {_LONGEST} characters")
    if not text.strip():
        raise ExpressionError("an expression is expected here, as 'ego.at.s + 12'")
    words: list[str] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(_strange(text[place:].strip()))
        word = match[match.lastindex or 0]
        follows_number = words and re.fullmatch(UNSIGNED, words[-1])
        if follows_number and match.lastindex == 2 and not keyword.iskeyword(word):
            raise ExpressionError(
                f"'{words[-1]} {word}': expressions have no units, every name and number is an SI "
                "value (m, s, m/s, rad, K)"
            )
        words.append(word)
        place = match.end()
    return words


def _strange(rest: str) -> str:
    if rest[0] == "=":
        return "'=' is no comparison; write '=='"
    if rest[0] in "^%&|":
        known = "squares are written '** 2'; " if rest[0] == "^" else ""
        return f"'{rest[0]}' is not known; {known}use + - * / ** 2, comparisons, and, or, not"
    return f"'{shortened(rest, 20)}' is not part of the language of expressions"


class _Reader:
    """Turns a syntax tree into nested functions, collecting the names on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.names: dict[str, None] = {}
        self.nodes = 0

    def read(self, node: ast.AST, depth: int = 0) -> tuple[Evaluate, bool]:
        """(function of the values, whether it is a truth)."""
        self.nodes += 1
        if self.nodes > _MOST_NODES or depth > _DEEPEST:
            raise ExpressionError("the expression is too long; give parts of it names of their own")
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return _constant(number), False
            case ast.Name() | ast.Attribute():
                return self._name(node), False
            case ast.UnaryOp():
                return self._unary(node, depth)
            case ast.BinOp():
                return self._binary(node, depth), False
            case ast.BoolOp(op=op, values=parts):
                runs = [self._typed(part, depth, True) for part in parts]
                return _all(runs) if isinstance(op, ast.And) else _any(runs), True
            case ast.Compare():
                return self._compare(node, depth), True
            case ast.Call():
                return self._call(node, depth), False
        raise ExpressionError(
            f"'{self._text(node)}' is not allowed; expressions know numbers, paths, "
            f"+ - * / ** 2, comparisons, and, or, not, {', '.join(FUNCTIONS)}"
        )

    def _text(self, node: ast.AST) -> str:
        return shortened(ast.get_source_segment(self.source, node) or "")

    def _typed(self, node: ast.AST, depth: int, truth: bool) -> Evaluate:
        run, is_truth = self.read(node, depth + 1)
        if is_truth != truth:
            want = "true or false" if truth else "a number"
            raise ExpressionError(f"'{self._text(node)}' should be {want}")
        return run

    def _name(self, node: ast.Name | ast.Attribute) -> Evaluate:
        name = ast.get_source_segment(self.source, node) or ""
        self.names[name] = None
        return lambda values: values[name]

    def _unary(self, node: ast.UnaryOp, depth: int) -> tuple[Evaluate, bool]:
        if isinstance(node.op, ast.Not):
            inner = self._typed(node.operand, depth, True)
            return lambda values: not inner(values), True
        inner = self._typed(node.operand, depth, False)
        if isinstance(node.op, ast.USub):
            return lambda values: -inner(values), False
        return inner, False

    def _binary(self, node: ast.BinOp, depth: int) -> Evaluate:
        operate = _ARITHMETIC.get(type(node.op))
        if operate is None:
            raise ExpressionError(f"'{self._text(node)}': use + - * / and ** 2")
        if isinstance(node.op, ast.Pow) and not (
            isinstance(node.right, ast.Constant) and node.right.value == 2
        ):
            raise ExpressionError("the only power is '** 2'; use sqrt, exp and log for others")
        left, right = self._typed(node.left, depth, False), self._typed(node.right, depth, False)
        return lambda values: operate(left(values), right(values))

    def _compare(self, node: ast.Compare, depth: int) -> Evaluate:
        runs = [self._typed(part, depth, False) for part in (node.left, *node.comparators)]
        if any(type(op) not in _COMPARISONS for op in node.ops):
            raise ExpressionError(f"'{self._text(node)}': compare with < <= > >= == !=")
        compare = [_COMPARISONS[type(op)] for op in node.ops]

        def run(values: Mapping[str, Any]) -> bool:
            numbers = [part(values) for part in runs]
            if not all(map(math.isfinite, numbers)):
                raise OverflowError
            return all(test(*pair) for test, pair in zip(compare, pairwise(numbers), strict=True))

        return run

    def _call(self, node: ast.Call, depth: int) -> Evaluate:
        name = self._text(node.func)
        if name not in FUNCTIONS:
            raise ExpressionError(unknown(name, FUNCTIONS, "unknown function"))
        function, least, most = FUNCTIONS[name]
        if node.keywords or not least <= len(node.args) <= most:
            count = f"{least}" if least == most else f"{least} to {most}"
            raise ExpressionError(f"{name} takes {count} argument{'s' if most > 1 else ''}")
        runs = [self._typed(part, depth, False) for part in node.args]
        return lambda values: function(*(run(values) for run in runs))


def _constant(number: float) -> Evaluate:
    if not abs(number) <= sys.float_info.max:
        raise ExpressionError("numbers must be finite")
    value = float(number)
    return lambda values: value


def _all(runs: list[Evaluate]) -> Evaluate:
    return lambda values: all(run(values) for run in runs)


def _any(runs: list[Evaluate]) -> Evaluate:
    return lambda values: any(run(values) for run in runs)
