"""The criticality of whole episodes."""

import json

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.scenarios.metrics import measure

from whiteout.main import run

CROSSING = """
whiteout: 1
metadata: {name: meeting, description: Somebody crosses before a car., tags: [test]}
duration: 12 s
road: {kind: urban_street, length: 150 m}
ego: {kind: compact, at: {s: 10 m}, speed: 10 m/s, driver: {kind: idm}}
actors:
  ball: {kind: ball, at: {s: 60 m, t: 3 m}}
  walker: {kind: adult, at: {s: 60 m, t: -6 m}, behaviour: {kind: cross, speed: 3 m/s}}
sensors:
  front: {kind: camera}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "meeting.yaml"
    path.write_text(CROSSING)
    return path


def test_worst_values_are_those_of_the_series(file):
    found = measure(draw(load(file), 1, 0))
    assert len(found.time) == len(found.series["ttc_s"]) > 30
    assert found.worst["ttc_s"].value == found.series["ttc_s"].min()
    assert found.worst["btn"].value == found.series["btn"].max()
    assert found.time[np.argmax(found.series["btn"])] == found.worst["btn"].time


def test_post_encroachment_is_with_those_whose_way_is_crossed_and_not_with_balls(file):
    """The walker is across the lane in 2.4 s, the ego there after 4 s or, if it waits, later."""
    found = measure(draw(load(file), 1, 0))
    assert list(found.pet) == ["walker"] and 0.5 < found.pet["walker"] < 9.0


def test_the_command_prints_text_and_json(file, capsys):
    with pytest.raises(SystemExit) as stop:
        run(["metrics", str(file), "--seed", "1"])
    text = capsys.readouterr().out
    assert not stop.value.code and "post-encroachment time with walker" in text
    with pytest.raises(SystemExit):
        run(["metrics", str(file), "--seed", "1", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["outcome"] and set(found["worst"]) == set(found["series"])


def test_an_episodes_folder_is_that_episode(file, tmp_path, capsys):
    drawn = draw(load(file), 3, 2)
    folder = tmp_path / "00000002"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(drawn.dump(), encoding="utf-8")
    with pytest.raises(SystemExit):
        run(["metrics", str(folder), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["seed"], found["index"]) == (3, 2)
    assert found["series"]["ttc_s"][0] == (
        None if np.isinf(first := measure(drawn).series["ttc_s"][0]) else first
    )
