"""Expressions: arithmetic as Python's, a white list, and nothing else."""

import math
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whiteout.simcore.quantity.expressions import FUNCTIONS, ExpressionError, parse

VALUES = {"ego.at.s": 10.0, "ego.speed": 8.0, "actors.van.at.s": 70.5, "a": -2.0, "zero": 0.0}

RIGHT = [
    ("actors.van.at.s + 8.6", 79.1),
    ("-a", 2.0),
    ("+a * 2 - 1", -5.0),
    ("(actors.van.at.s - ego.at.s) / ego.speed", 7.5625),
    ("ego.speed ** 2 / 2", 32.0),
    ("2 * ego.speed**2", 128.0),
    ("min(ego.speed, a, 3)", -2.0),
    ("max(ego.speed, a)", 8.0),
    ("abs(a) + sqrt(16)", 6.0),
    ("sin(0) + cos(0) + atan2(0, 1) + exp(0) + log(1)", 2.0),
    ("1e3 + .5 + 2.", 1002.5),
    ("1", 1.0),
]


@pytest.mark.parametrize(("text", "value"), RIGHT)
def test_arithmetic_is_as_usual(text, value):
    assert parse(text).evaluate(VALUES) == pytest.approx(value, rel=1e-15)


TRUTHS = [
    ("actors.van.at.s - ego.at.s > 5.5 * ego.speed", True),
    ("1 < 2 < 3", True),
    ("1 < 3 < 2", False),
    ("a == -2 and not zero != 0", True),
    ("a > 0 or ego.speed >= 8", True),
    ("a > 0 or (ego.speed <= 7 and 1 < 2)", False),
]


@pytest.mark.parametrize(("text", "value"), TRUTHS)
def test_requirements_are_true_or_false(text, value):
    assert parse(text, truth=True).evaluate(VALUES) is value


def test_names_are_listed_once_in_order():
    names = parse("b.c + a * b.c - min(a, d)").names
    assert names == ("b.c", "a", "d")


WRONG = [
    ("", "an expression is expected here"),
    ("actors.van.at.s + 8.6 m", "expressions have no units"),
    ("ego.speed = 3", "write '=='"),
    ("ego.speed ^ 2", "squares are written '** 2'"),
    ("ego.speed % 2", "'%' is not known"),
    ("ego.speed ** 3", "the only power is '** 2'"),
    ("2 ** ego.speed", "the only power is '** 2'"),
    ("9 ** 9 ** 9", "the only power is '** 2'"),
    ("7 // 2", "cannot be read"),
    ("sqr(2)", "did you mean 'sqrt'?"),
    ("sqrt(1, 2)", "sqrt takes 1 argument"),
    ("min(1)", "min takes 2 to 8 arguments"),
    ("min(a=1, b=2)", "write '=='"),
    ("__import__('os')", "not part of the language"),
    ("a.__class__.__bases__", None),
    ("lambda: 1", "not part of the language"),
    ("a if b else c", "is not allowed"),
    ("[1, 2]", "not part of the language"),
    ("a[0]", "not part of the language"),
    ("a < 2", "true or false; a number is expected"),
    ("1 + (a < 2)", "should be a number"),
    ("a is 2", "compare with"),
    ("a in b", "compare with"),
    ("True", "is not allowed"),
    ("1e999", "numbers must be finite"),
    ("012", "cannot be read"),
    ("1 +", "cannot be read"),
    ("(" * 300, "cannot be read"),
    ("-" * 450 + "1", "too long"),
    ("1+" * 249 + "1", "too long"),
    ("a" * 501, "at most 500 characters"),
    ("a\x00b", "not part of the language"),
    ("import os", "cannot be read"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_no_expression_is_refused_with_a_sentence(text, message):
    if message is None:  # dunder names are names like others: they only look up drawn values
        assert parse(text).names == (text,)
        return
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_requirement_must_be_a_comparison():
    with pytest.raises(ExpressionError, match="must be a comparison"):
        parse("ego.speed", truth=True)
    with pytest.raises(ExpressionError, match="should be true or false"):
        parse("ego.speed and 1 < 2", truth=True)


NOT_FINITE = ["1 / zero", "sqrt(a)", "log(zero)", "exp(1000)", "1e308 * 1e308 + a", "zero / zero"]


@pytest.mark.parametrize("text", NOT_FINITE)
def test_results_that_are_not_finite_are_errors(text):
    with pytest.raises(ExpressionError, match=r"divides by zero|no finite value"):
        parse(text).evaluate(VALUES)
    with pytest.raises(ExpressionError, match=r"divides by zero|no finite value"):
        parse(f"{text} > 3", truth=True).evaluate(VALUES)


ALPHABET = ["a", "ego.speed", "1", "2.5", "+", "-", "*", "/", "**", "2", "(", ")", "<", "==", "!=",
            "and", "or", "not", "if", "else", "lambda", ",", "min", "sqrt", ".", "=", "\n", "1e9",
            "is", "in", "None", "0x1", "_", "await", "yield", ":="]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_an_expression_or_a_clean_error(text):
    for truth in (False, True):
        try:
            expression = parse(text, truth)
        except ExpressionError:
            continue
        try:
            value = expression.evaluate(dict.fromkeys(expression.names, 1.5))
        except ExpressionError:
            continue
        assert value in (True, False) if truth else math.isfinite(value)


@settings(deadline=None)
@given(st.recursive(
    st.floats(-1e3, 1e3).map(lambda x: f"{x!r}") | st.sampled_from(["a", "b.c"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda t: f"({t[0]} {t[1]} {t[2]})"
    ), max_leaves=12,
))  # fmt: skip
def test_values_equal_those_of_python(text):
    try:
        ours = parse(text).evaluate({"a": 1.25, "b.c": -3.0})
    except ExpressionError:
        ours = None
    try:
        theirs = float(eval(text.replace("b.c", "(-3.0)").replace("a", "1.25")))
    except ZeroDivisionError:
        theirs = math.nan
    assert ours == theirs if math.isfinite(theirs) else ours is None


def test_expressions_travel_between_processes():
    expression = parse("ego.speed + min(a, 3)")
    again = pickle.loads(pickle.dumps(expression))
    assert again == expression
    assert again.evaluate(VALUES) == expression.evaluate(VALUES)


def test_the_white_list_of_functions_is_that_of_the_conventions():
    assert set(FUNCTIONS) == {"min", "max", "abs", "sqrt", "sin", "cos", "atan2", "exp", "log"}
