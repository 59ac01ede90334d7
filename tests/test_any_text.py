"""Any text at all: a scenario or a clean error, and what is written is read back."""

import copy
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language import library
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.scenarios.language.write import written

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
    | st.sampled_from(["yes", "off", "012", "1e5", ".inf", "null", "3 m", "a: b", "- x", "#", "'"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.from_regex(r"[a-z]{1,3}[a-z_]{2}", fullmatch=True), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{5}", fullmatch=True), PLAIN, max_size=4))
def test_what_is_written_is_read_back_unchanged(data):
    assert parse(written(data), "f").data == data


LIBRARY = [library.text(name) for name in library.names()]
FRAGMENTS = ["{", "}", "[", "]", ":", "- ", "\n", "  ", "\t", "#", "&a ", "*a", "!!str ", "| ", "'",
             '"', "null", "true", "1e999", ".nan", "-", ",", "? ", "---", "yes", "\x00", "\u2028",
             "{uniform: [1 m, 2 m]}", "{choice: {a: 1}}", "{expr: ego.at.s}", "{expr: 1/0}",
             "extends: child-chases-ball", "kind:", "1 m", "2 km/h", "<<"]  # fmt: skip


@st.composite
def mangled(draw_from):
    text = draw_from(st.sampled_from(LIBRARY))
    for _ in range(draw_from(st.integers(1, 4))):
        start = draw_from(st.integers(0, len(text)))
        end = start + draw_from(st.sampled_from([0, 0, 1, 5, 40]))
        text = text[:start] + draw_from(st.sampled_from(FRAGMENTS)) + text[end:]
    return text


VALUES = [None, True, 0, -1, 3.5, 1e300, "", "x", "3 m", "5 km/h", "30 deg", [], {}, [1, 2],
          {"uniform": ["1 m", "2 m"]}, {"uniform": ["2 m", "1 m"]}, {"expr": "ego.at.s"},
          {"expr": "ego.at.s / 0"}, {"expr": "log(0)"}, {"expr": ""}, {"choice": {"3 m": 1}},
          {"choice": []}, {"normal": {"mean": "1 m", "sd": "1 m"}}, {"poisson": {"mean": 3}},
          {"mixture": [{"weight": 1, "of": "3 m"}]}, {"beta": {"a": 1e-300, "b": 1e300}},
          {"log_normal": {"median": "1 s", "sigma": 500}}, {"kind": "van"}, {"kind": ["x"]},
          {"log_uniform": ["1e-300 m", "1e300 m"]}, "not (1 > 2)", "(" * 100,
          {"truncated_normal": {"mean": "1e300 m", "sd": "1 m", "low": "0 m", "high": "1 m"}},
          {"weibull": {"shape": 1e-3, "scale": "1 m"}}]  # fmt: skip


def paths(data, path=()):
    yield path
    for key, value in data.items() if isinstance(data, dict) else ():
        yield from paths(value, (*path, key))


@st.composite
def changed(draw_from):
    """A scenario of the library with values replaced, removed or added, as JSON."""
    data = json.loads(json.dumps(parse(draw_from(st.sampled_from(LIBRARY)), "f").data))
    for _ in range(draw_from(st.integers(1, 2))):
        path = draw_from(st.sampled_from([p for p in paths(data) if p]))
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        what = draw_from(st.integers(0, 9))
        if what == 0:
            del inner[path[-1]]
        else:
            key = path[-1] if what < 8 else draw_from(st.sampled_from(["kind", "at", "x y", "s"]))
            inner[key] = copy.deepcopy(draw_from(st.sampled_from(VALUES)))
    return json.dumps(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80) | mangled() | changed())
def test_any_text_is_a_scenario_or_a_clean_error(text):
    try:
        drawn = draw(read(text, "f.yaml"), 0, 0)
    except ScenarioError as error:
        assert all(problem.message for problem in error.problems)
        assert all("\n" not in str(problem) for problem in error.problems)
        return
    assert draw(read(drawn.dump(), "scenario.yaml")) == drawn
