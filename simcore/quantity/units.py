"""Numbers with units: ``"25 km/h"`` is a number, a space and a unit, and 6.944… m/s inside.

One regular expression splits a text; pint then sees the unit alone, and only units of
``units.txt``. What has a dimension carries its unit; bare numbers are counts, ratios and
probabilities.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from ..registry import unknown

if TYPE_CHECKING:
    import pint

UNSIGNED = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
NUMBER = rf"[-+]?{UNSIGNED}"
_WORD = r"[A-Za-zµ°%]+(?:(?:\^|\*\*)?-?[23]|[²³])?"
UNIT = rf"(?:1/)?{_WORD}(?:[*/·]{_WORD})*"
_QUANTITY = re.compile(rf"({NUMBER})( *)({UNIT})?")
_LONGEST = 64


class UnitError(ValueError):
    """A text that is no quantity, or one of another dimension; the message says what would be."""


class Dimension(NamedTuple):
    """What a quantity measures: its SI unit, and a text that shows how one is written."""

    name: str
    si: str
    example: str

    @property
    def bare(self) -> bool:
        """True for counts, ratios and other numbers that carry no unit."""
        return not self.si


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("length", "m", "3.5 m"),
        Dimension("speed", "m/s", "50 km/h"),
        Dimension("acceleration", "m/s^2", "2 m/s^2"),
        Dimension("angle", "rad", "90 deg"),
        Dimension("angular_speed", "rad/s", "30 deg/s"),
        Dimension("time", "s", "1.5 s"),
        Dimension("rate", "Hz", "10 Hz"),
        Dimension("curvature", "1/m", "0.004 1/m"),
        Dimension("temperature", "K", "-8 degC"),
        Dimension("precipitation", "m/s", "2 mm/h"),
        Dimension("mass", "kg", "1400 kg"),
        Dimension("pressure", "Pa", "1013 hPa"),
        Dimension("heat_flux", "W/m^2", "800 W/m^2"),
        Dimension("illuminance", "lx", "800 lx"),
        Dimension("luminous_intensity", "cd", "12000 cd"),
        Dimension("power", "W", "0.1 W"),
        Dimension("magnetic_field", "T", "50 µT"),
        Dimension("angular_noise", "rad/s/rtHz", "0.014 deg/s/rtHz"),
        Dimension("acceleration_noise", "m/s^2/rtHz", "160 µgee/rtHz"),
        Dimension("angular_walk", "rad/s^2/rtHz", "2e-5 rad/s^2/rtHz"),
        Dimension("acceleration_walk", "m/s^3/rtHz", "3e-3 m/s^3/rtHz"),
        Dimension("angular_drift", "rad/s/K", "0.015 deg/s/K"),
        Dimension("acceleration_drift", "m/s^2/K", "0.2 mgee/K"),
        Dimension("angular_by_acceleration", "rad*s/m", "0.1 deg/s/gee"),
        Dimension("rectification", "s^2/m", "0.2 mgee/gee^2"),
        Dimension("pressure_drift", "Pa/K", "1.5 Pa/K"),
        Dimension("per_kelvin", "1/K", "3e-4 1/K"),
        Dimension("ratio", "", "0.25"),
        Dimension("number", "", "1.5"),
        Dimension("count", "", "3"),
    )
}
"""Every dimension by name; ``precipitation`` is a speed that people write in mm/h."""


def read(text: str, dimension: Dimension, difference: bool = False) -> float:
    """The SI value of a text such as ``"25 km/h"``. Raises ``UnitError``.

    difference: the text is a distance between two values (a standard deviation), so that 2 degC
    are 2 K and not 275.15 K.
    """
    number, unit = split(text, dimension)
    return to_si(number, unit, dimension, difference)


def split(text: str, dimension: Dimension) -> tuple[float, str]:
    """The number and the unit (empty: none) of a text. Raises ``UnitError``."""
    match = _QUANTITY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise UnitError(f"'{shortened(text)}' is no quantity{_remedy(text, dimension)}")
    number, space, unit = float(match[1]), match[2], match[3] or ""
    if unit and unit != "%" and not space:
        raise UnitError(f"'{text}': put a space between number and unit, as in '{match[1]} {unit}'")
    if not math.isfinite(number):
        raise UnitError(f"'{text}': numbers must be finite")
    return number, unit


def to_si(number: float, unit: str, dimension: Dimension, difference: bool = False) -> float:
    """A number with a unit in SI. Raises ``UnitError`` for a unit of another dimension."""
    if not unit and not dimension.bare:
        raise UnitError(f"{number:g} has no unit; expected one like '{dimension.example}'")
    if unit and dimension.name == "count":
        raise UnitError(f"a count is a bare whole number, without the unit '{unit}'")
    if not unit:
        return number
    scale, offset = _factor(unit, dimension)
    value = number * scale + (0.0 if difference else offset)
    if not math.isfinite(value):
        raise UnitError(f"{number:g} {unit}: numbers must be finite")
    return value


def write(value: float, dimension: Dimension, unit: str = "") -> str:
    """A text that ``read`` turns into exactly this SI value, in ``unit`` if one can be had."""
    if dimension.bare:
        return repr(value)
    if unit and unit != dimension.si:
        guess = from_si(value, unit, dimension)
        for number in (guess, math.nextafter(guess, math.inf), math.nextafter(guess, -math.inf)):
            if to_si(number, unit, dimension) == value:
                return f"{number!r} {unit}"
    return f"{value!r} {dimension.si}"


def from_si(value: float, unit: str, dimension: Dimension) -> float:
    """An SI value as a number of ``unit``."""
    scale, offset = _factor(unit, dimension)
    return (value - offset) / scale


def bound(limit: str | float) -> float:
    """The SI value of a limit that the code states, such as ``"5 km"`` or ``0.5``."""
    if not isinstance(limit, str):
        return float(limit)
    number, _, unit = limit.partition(" ")
    return float(_registry().Quantity(float(number), _units(unit)).to_root_units().magnitude)


def shortened(text: object, length: int = 40) -> str:
    """A text for messages: on one line, not longer than a few words."""
    line = " ".join(str(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"


@lru_cache(maxsize=512)
def _factor(unit: str, dimension: Dimension) -> tuple[float, float]:
    """(scale, offset): SI value = number · scale + offset."""
    registry = _registry()
    given = _units(unit)
    wanted = registry.parse_units(dimension.si)
    if given.dimensionality != wanted.dimensionality:
        raise UnitError(_mismatch(unit, dimension))
    offset = float(registry.Quantity(0.0, given).to(wanted).magnitude)
    return float(registry.Quantity(1.0, given).to(wanted).magnitude) - offset, offset


def _units(unit: str) -> pint.Unit:
    import pint

    try:
        return _registry().parse_units(unit)
    except (pint.PintError, AttributeError, ValueError) as error:
        name = getattr(error, "unit_names", unit)
        word = name if isinstance(name, str) else name[0]
        raise UnitError(unknown(word, _words(), "unknown unit")) from None


def _mismatch(unit: str, dimension: Dimension) -> str:
    if dimension.bare:
        return f"expected a bare number, without the unit '{unit}'"
    what = dimension.name.replace("_", " ")
    return f"'{unit}' is no unit of {what}; expected one like '{dimension.example}'"


def _remedy(text: str, dimension: Dimension) -> str:
    if re.match(r"[-+]?\d+,\d", text):
        return f"; write decimals with a point, as in '{dimension.example}'"
    if re.fullmatch(r"\d{1,2}:\d\d(:\d\d)?", text) and dimension.name == "time":
        return "; write times in hours, as in '13.5 h'"
    if re.match(r"[-+]?\d+_\d", text):
        return "; write digits without underscores"
    return f"; expected one like '{dimension.example}'"


@cache
def _registry() -> pint.UnitRegistry:
    import pint

    registry: pint.UnitRegistry = pint.UnitRegistry(None)
    text = files(__package__).joinpath("units.txt").read_text(encoding="utf-8")
    registry.load_definitions(text.splitlines())
    return registry


@cache
def _words() -> tuple[str, ...]:
    """The unit words that people use, for suggestions."""
    lines = files(__package__).joinpath("units.txt").read_text(encoding="utf-8").splitlines()
    names = [
        name.strip()
        for line in lines
        if "=" in line and "-" not in line.split("=")[0]
        for name in line.split("=")[2:]
    ]
    return (*names, "km", "cm", "mm", "km/h", "kg", "hPa", "mph", "rpm")
