"""Settings: one class, authored with terms and drawn with plain values."""

import datetime
import pickle
from typing import Annotated, Literal

import pytest
from pydantic import ValidationError
from whiteout.simcore.quantity.colours import COLOURS, albedo
from whiteout.simcore.quantity.describe import described
from whiteout.simcore.quantity.fields import (
    Angle,
    Colour,
    Count,
    Date,
    Flag,
    Length,
    Speed,
    Word,
    setting,
)
from whiteout.simcore.quantity.settings import Settings
from whiteout.simcore.quantity.terms import Constant, Derived, Random


class Place(Settings):
    """A part of the settings."""

    s: Length = setting("Along", low="0 m", high="1 km")
    heading: Angle = setting("Direction", "0 deg")


class Thing(Settings):
    """Settings with a field of every type."""

    at: Place = setting("Where")
    speed: Speed | None = setting("How fast", None, low="0 km/h", high="100 km/h")
    side: Annotated[Literal["left", "right"], Word()] = setting("Which side", "left")
    count: Count = setting("How many", {"poisson": {"mean": 2}}, low=0)
    open: Flag = setting("Whether it is open", False)
    day: Date = setting("When", "2026-01-15")
    colour: Colour = setting("Paint", {"choice": {"red": 1, "blue": 3}})
    rate: Length = setting("Fixed", "3 m", fixed=True)
    width: int = setting("Columns", 640)


def problems(data):
    """What is wrong with data, as {dotted place: sentence}."""
    with pytest.raises(ValidationError) as error:
        Thing.model_validate(data)
    return {".".join(map(str, line["loc"])): line["msg"] for line in error.value.errors()}


AT = {"at": {"s": "10 m"}}


def test_authored_settings_hold_terms():
    thing = Thing.model_validate({**AT, "speed": {"expr": "a.b"}})
    assert thing.at.s == Constant(10.0, "m")
    assert isinstance(thing.speed, Derived)
    assert isinstance(thing.count, Random)
    assert thing.width == 640


def test_drawn_settings_hold_plain_values():
    thing = Thing.model_validate({**AT, "speed": {"uniform": ["10 km/h", "20 km/h"]}})
    values = {q.path: q.term.value if isinstance(q.term, Constant) else q.term.distribution.at(0.5)
              for q in thing.quantities("x")}  # fmt: skip
    drawn = thing.drawn(values, "x")
    assert isinstance(drawn, Thing)
    assert drawn.at.s == 10.0
    assert drawn.speed == pytest.approx(15 / 3.6)
    assert drawn.side == "left"
    assert drawn.count == 2
    assert isinstance(drawn.count, int)
    assert drawn.open is False
    assert drawn.day == datetime.date(2026, 1, 15)
    assert drawn.colour == "blue"
    assert pickle.loads(pickle.dumps(drawn)) == drawn


def test_resolved_settings_are_read_back_as_the_same_values():
    thing = Thing.model_validate({**AT, "colour": [0.1, 0.2, 0.3], "open": True})
    values = {q.path: q.term.value if isinstance(q.term, Constant) else q.term.distribution.at(0.9)
              for q in thing.quantities()}  # fmt: skip
    again = Thing.model_validate(thing.resolved(values))
    assert {q.path: q.term.value for q in again.quantities()} == values


def test_quantities_are_listed_by_their_dotted_paths():
    names = [quantity.path for quantity in Thing.model_validate(AT).quantities("a")]
    assert names == ["a.at.s", "a.at.heading", "a.side", "a.count", "a.open", "a.day", "a.colour",
                     "a.rate"]  # fmt: skip


WRONG = [
    ({}, "at", "is missing: Where"),
    ({"at": {}}, "at.s", "is missing: Along"),
    ({"at": 3}, "at", "expected a mapping of s, heading"),
    ({"at": {"s": "-1 m"}}, "at.s", "must be at least 0 m and at most 1 km"),
    ({"at": {"s": {"uniform": ["0 m", "2 km"]}}}, "at.s", "the distribution leaves its bounds"),
    ({**AT, "sped": 1}, "sped", "unknown setting; did you mean 'speed'?"),
    ({**AT, "zzz": 1}, "zzz", "unknown setting; known: at, colour, count, day"),
    ({**AT, "side": "rigth"}, "side", "expected one of left, right; did you mean 'right'?"),
    ({**AT, "side": {"uniform": ["left", "right"]}}, "side", "'uniform' cannot be used here"),
    ({**AT, "side": {"choice": {"up": 1}}}, "side.choice.up", "expected one of left, right"),
    ({**AT, "count": 1.5}, "count", "1.5 is no whole number"),
    ({**AT, "count": {"normal": {"mean": 1, "sd": 1}}}, "count", "'normal' cannot be used here"),
    ({**AT, "open": "maybe"}, "open", "expected true or false, got 'maybe'"),
    ({**AT, "day": "15.1.2026"}, "day", "is no date; expected one like 2026-01-15"),
    ({**AT, "day": "2026-02-30"}, "day", "is no date"),
    ({**AT, "colour": "redd"}, "colour", "unknown colour; did you mean 'red'?"),
    ({**AT, "colour": [1, 2, 3]}, "colour", "each from 0 to 1"),
    ({**AT, "rate": {"uniform": ["1 m", "2 m"]}}, "rate", "must be the same in every draw"),
    ({**AT, "width": "640"}, "width", "expected a whole number"),
    ({**AT, "width": True}, "width", "expected a whole number"),
]


@pytest.mark.parametrize(("data", "place", "message"), WRONG, ids=str)
def test_errors_name_the_place_and_the_way_out(data, place, message):
    found = problems(data)
    assert any(message in text for at, text in found.items() if at.startswith(place)), found


def test_all_errors_are_told_at_once():
    found = problems({"at": {"s": "1 s", "haeding": 1}, "side": "up", "count": -0.5, "x": 1})
    assert len(found) == 5


def test_a_default_is_checked_like_what_authors_write():
    class Wrong(Settings):
        """A default beyond its bounds."""

        s: Length = setting("Along", "-1 m", low="0 m")

    with pytest.raises(ValidationError, match="must be at least 0 m"):
        Wrong()


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Thing.model_validate(AT).width = 3


def test_a_description_has_units_defaults_and_bounds():
    rows = {row["name"]: row for row in described(Thing)}
    assert rows["at.s"] == {
        "name": "at.s", "values": "length, 0 m to 1 km", "unit": "m", "default": None,
        "required": True, "within": "", "low": "0 m", "high": "1 km", "fixed": False,
        "description": "Along",
    }  # fmt: skip
    assert rows["side"]["values"] == "left | right"
    assert rows["colour"]["default"] == {"choice": {"red": 1, "blue": 3}}
    assert rows["rate"]["fixed"]


def test_colours_are_albedos():
    assert albedo("red") == COLOURS["red"]
    assert albedo((0.1, 0.2, 0.3)) == (0.1, 0.2, 0.3)
    assert all(0 <= part <= 1 for colour in COLOURS.values() for part in colour)
