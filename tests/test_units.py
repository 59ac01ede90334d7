"""Numbers with units: exact values, one dimension per field, texts that are no quantities."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whiteout.simcore.quantity.units import DIMENSIONS, UnitError, bound, read, write

# Values from the SI brochure (9th edition), tables 1, 4 and 8, and the international mile and foot.
VALUES = [
    ("25 km/h", "speed", 25 / 3.6),
    ("60 mph", "speed", 26.8224),
    ("10 kn", "speed", 10 * 1852 / 3600),
    ("3 mm/h", "precipitation", 3e-3 / 3600),
    ("-8 degC", "temperature", 265.15),
    ("300 K", "temperature", 300.0),
    ("90 deg", "angle", math.pi / 2),
    ("1 turn", "angle", 2 * math.pi),
    ("30 deg/s", "angular_speed", math.pi / 6),
    ("60 rpm", "angular_speed", 2 * math.pi),
    ("13.5 h", "time", 48600.0),
    ("2 years", "time", 2 * 365.25 * 86400),
    ("250 ms", "time", 0.25),
    ("0.004 1/m", "curvature", 0.004),
    ("10 Hz", "rate", 10.0),
    ("5 1/s", "rate", 5.0),
    ("1.5 km", "length", 1500.0),
    ("12 ft", "length", 3.6576),
    ("5 mm", "length", 0.005),
    ("2 m/s^2", "acceleration", 2.0),
    ("2 m/s²", "acceleration", 2.0),
    ("1013 hPa", "pressure", 101300.0),
    ("1400 kg", "mass", 1400.0),
    ("800 g", "mass", 0.8),
    ("800 lx", "illuminance", 800.0),
    ("20 %", "ratio", 0.2),
    ("20%", "ratio", 0.2),
    ("1e-3 m", "length", 0.001),
    (".5 m", "length", 0.5),
    ("+4. m", "length", 4.0),
]


@pytest.mark.parametrize(("text", "dimension", "value"), VALUES)
def test_texts_have_their_si_values(text, dimension, value):
    assert read(text, DIMENSIONS[dimension]) == pytest.approx(value, rel=1e-15)


def test_a_difference_of_temperatures_has_no_offset():
    assert read("2 degC", DIMENSIONS["temperature"], difference=True) == 2.0


WRONG = [
    ("5 m", "speed", "'m' is no unit of speed; expected one like '50 km/h'"),
    ("5", "length", "has no unit; expected one like '3.5 m'"),
    ("70", "angle", "has no unit"),
    ("70 deg", "ratio", "bare number, without the unit 'deg'"),
    ("10 rpm", "rate", "'rpm' is no unit of rate"),
    ("3 m", "count", "a count is a bare whole number, without the unit 'm'"),
    ("5 kmh", "speed", "'kmh': unknown unit; did you mean 'km/h'?"),
    ("5 KM/H", "speed", "'KM': unknown unit; did you mean 'km'?"),
    ("8mm", "length", "put a space between number and unit, as in '8 mm'"),
    ("3,5 m", "length", "write decimals with a point"),
    ("1_000 m", "length", "write digits without underscores"),
    ("12:30", "time", "write times in hours"),
    ("1e999 m", "length", "numbers must be finite"),
    ("1e308 km", "length", "numbers must be finite"),
    ("9**9**9 m", "length", "is no quantity"),
    ("5 m**9**9**9", "length", "is no quantity"),
    ("m", "length", "is no quantity"),
    ("", "length", "is no quantity"),
    ("nan m", "length", "is no quantity"),
    ("5 m" + " " * 100 + "x", "length", "is no quantity"),
    ("٣ m", "length", "is no quantity"),
]


@pytest.mark.parametrize(("text", "dimension", "message"), WRONG)
def test_what_is_no_quantity_is_refused_with_the_way_out(text, dimension, message):
    with pytest.raises(UnitError) as error:
        read(text, DIMENSIONS[dimension])
    assert message in str(error.value)


@settings(deadline=None)
@given(st.text(max_size=70), st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_a_finite_quantity_or_a_unit_error(text, dimension):
    try:
        value = read(text, DIMENSIONS[dimension])
    except UnitError:
        return
    assert math.isfinite(value)


@settings(deadline=None)
@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12),
    st.sampled_from([("length", "km"), ("speed", "km/h"), ("temperature", "degC"),
                     ("angle", "deg"), ("precipitation", "mm/h"), ("time", "h"), ("mass", "g"),
                     ("length", ""), ("curvature", "1/m")]),
)  # fmt: skip
def test_written_values_are_read_back_bit_for_bit(value, kind):
    dimension, unit = DIMENSIONS[kind[0]], kind[1]
    assert read(write(value, dimension, unit), dimension) == value


def test_values_are_written_in_the_unit_of_the_author():
    assert write(read("0.37 mm/h", DIMENSIONS["precipitation"]), DIMENSIONS["precipitation"],
                 "mm/h") == "0.37 mm/h"  # fmt: skip
    assert write(265.15, DIMENSIONS["temperature"], "degC") == "-8.0 degC"


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=DIMENSIONS)
def test_every_dimension_reads_its_own_example(dimension):
    assert math.isfinite(read(dimension.example, dimension))


def test_limits_of_the_code_are_si_values():
    assert bound("5 km") == 5000.0
    assert bound("36 km/h") == pytest.approx(10.0)
    assert bound("2 kg") == 2.0
    assert bound(0.5) == 0.5
