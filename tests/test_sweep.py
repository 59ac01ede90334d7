"""``whiteout sweep``: one moment under several values of a setting, all else as it was."""

import json

import cv2
import numpy as np
import pytest
from whiteout.dataset.plan import PlanError

import whiteout
from whiteout.steps import captions_of, values_of


def test_values_of_ranges_and_lists():
    assert values_of("0..10 mm/h") == [f"{k} mm/h" for k in (0, 2, 4, 6, 8, 10)]
    assert values_of("2 m..0 m", 3, False) == ["2 m", "1 m", "0 m"]
    assert values_of("10..1000 m", 3, True) == ["10 m", "100 m", "1000 m"]
    assert values_of("20..2000 m", 4, True) == ["20 m", "92.8 m", "431 m", "2000 m"]
    assert values_of("-1..1", 3, False) == ["-1", "0", "1"]
    assert values_of("dry, wet , 3 m") == ["dry", "wet", "3 m"]
    assert values_of("5, 60 mm/h") == ["5 mm/h", "60 mm/h"]
    assert values_of("-8, .5,1e1 degC") == ["-8 degC", ".5 degC", "1e1 degC"]
    assert values_of("1 m, 2, 3 km") == ["1 m", "2", "3 km"]  # whose 2 is told to have no unit
    assert values_of("0, 1") == ["0", "1"]
    for text, log, way_out in (
        ("0..", False, "0..10 mm/h"),
        ("dry,,wet", False, "dry, wet, ice"),
        ("0 m..1 km", False, "give both ends in km"),
        ("0..1 m", True, "above 0"),
        (",".join("a" * 65), False, "at most 64"),
        ("dry, wet", True, "for ranges"),
    ):
        with pytest.raises(PlanError, match=way_out):
            values_of(text, logarithmic=log)
    with pytest.raises(PlanError, match="for ranges"):
        values_of("dry, wet", 3)


def test_captions_have_three_digits_where_these_tell_values_apart():
    told = captions_of(values_of("0..10 mm/h", 4))
    assert told == ["0 mm/h", "3.33 mm/h", "6.67 mm/h", "10 mm/h"]
    assert captions_of(["1234.56 m", "0.0123456 m", "-66.6667 m"]) == [
        "1235 m", "0.0123 m", "-66.7 m",
    ]  # fmt: skip
    assert captions_of(["1.0001", "1.0002"]) == ["1.0001", "1.0002"]
    assert captions_of(["dry", "12 h", "1e400"]) == ["dry", "12 h", "1e400"]


def test_values_may_be_below_zero(call, small_street, tmp_path):
    words = (
        "sweep",
        small_street,
        "sensors.front.mount.pitch",
        "-.5..0.5 deg",
        "--steps",
        "2",
        "--json",
    )
    code, out, err = call(*words, "--out", tmp_path)
    assert (code, err) == (0, "")
    assert [item["value"] for item in json.loads(out)["pictures"]] == ["-0.5 deg", "0.5 deg"]
    code, _, err = call(
        "sweep", small_street, "sensors.front.mount.pitch", "-1, 1 deg", "--stepz", "2"
    )
    assert code == 2 and "--stepz" in err


def test_each_picture_is_that_of_an_episode_with_its_value(call, small_street, tmp_path):
    """The second value is that of an episode of its own, run to the same time."""
    words = ("sweep", small_street, "weather.clouds.cover", "0, 1", "--at", "0.2 s", "--seed", "3")
    code, out, err = call(*words, "--out", tmp_path, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [item["value"] for item in found["pictures"]] == ["0", "1"]
    pictures = [cv2.imread(item["picture"])[..., ::-1] for item in found["pictures"]]
    spec = whiteout.load(small_street, ["weather.clouds.cover=1"])
    frames = whiteout.run(whiteout.draw(spec, seed=3))
    frame = next(frame for frame in frames if frame.t_ns >= 200_000_000)
    (camera,) = frame.readings
    assert np.array_equal(pictures[1], frame.readings[camera][-1].channels["rgb"])
    assert not np.array_equal(*pictures)
    assert cv2.imread(found["strip"]) is not None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("weather.snw.rate", "0..1 mm/h"), "did you mean 'snow'?"),
        (("weather.snow.rate", "0..1 m"), "no unit of precipitation"),
        (("weather.snow.rate", "0..1 mm/h", "--at", "1 h"), "is after the end"),
        (("weather.snow.rate", "0..1 mm/h", "--at", "soon"), "--at"),
        (("weather.snow.rate", "0..1 mm/h", "--sensor", "rear"), "there is no camera 'rear'"),
    ],
)
def test_mistakes_are_told(call, small_street, words, told):
    code, out, err = call("sweep", small_street, *words)
    assert (code, out) == (2, "")
    assert told in err and "Traceback" not in err
