"""The commands export, demo, preview and doctor: what they make, print, and how they exit."""

import json

import cv2
import pytest
from datasets import contents

import whiteout
from whiteout.checkup import Finding
from whiteout.commands import doctor

SMALL = ["--set", "sensors.front.width=96", "--set", "sensors.front.height=72"]


def test_export_makes_a_dataset_and_finds_it_again(call, small_street, small_dataset, tmp_path):
    words = ["export", small_street, "--episodes", 3, "--seed", 5, "--every", 2, "--shard-size", 1,
             "--to", "coco", "--workers", 1, "--out", tmp_path / "data"]  # fmt: skip
    code, out, err = call(*words)
    assert code == 0
    assert "is whole: 3 episodes, 12 frames, 12 readings" in out and "report.html" in out
    assert "frames/s" in err
    assert contents(tmp_path / "data") == contents(small_dataset)
    code, out, err = call(*words, "--json")
    assert (code, err) == (0, "")
    assert {"made": 0, "found": 3, "whole": True}.items() <= json.loads(out).items()
    code, out, err = call(*words[:3], 4, *words[4:])
    assert code == 2 and "episodes is 3 there and 4 here" in err


def test_a_dry_run_writes_nothing(call, small_street, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["export", small_street, "--episodes", 40, "--every", 3, "--dry-run"]
    code, out, _ = call(*words)
    assert code == 0 and list(tmp_path.iterdir()) == []
    command, size = out.splitlines()
    assert command.startswith(f"whiteout export {small_street} --episodes 40")
    assert size.startswith("at most 120 frames, 120 readings of 40 episodes in 3 shards; about ")
    code, out, _ = call(*words, "--json")
    assert json.loads(out)["estimate"]["frames"] == 120
    assert json.loads(out)["plan"]["every"] == 3
    assert json.loads(out)["scenario"]["metadata"]["name"] == "small-street"


def test_an_estimate_holds_for_a_dataset_that_was_made(call, tmp_path):
    words = ["export", "stopped-car-behind-crest", "--every", 10, "--frames", 4, "--to", "coco"]
    words += ["--workers", 1, "--out", tmp_path / "data"]
    guess = json.loads(call(*words, "--dry-run", "--json")[1])["estimate"]
    assert call(*words)[0] == 0
    made = sum(path.stat().st_size for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert guess["least"] * 0.7 < made < guess["most"]
    assert guess["least"] < guess["bytes"] < guess["most"]


@pytest.mark.parametrize(
    ("place", "code", "why"),
    [
        ("file", 2, "file is a file: choose a folder"),
        ("file/deeper", 1, "cannot be written: Not a directory; choose a folder that can be"),
    ],
)
@pytest.mark.parametrize("command", ["export", "preview"])
def test_what_cannot_be_written_to_is_named_before_anything_is_rendered(
    call, small_street, tmp_path, monkeypatch, command, place, code, why
):
    def render(*_, **__):
        raise AssertionError("it began")

    monkeypatch.setattr("whiteout.scenarios.episode.Episode.reset", render)
    (tmp_path / "file").touch()
    found, out, err = call(command, small_street, "--out", tmp_path / place)
    if command == "preview":
        code, why = 1, "cannot be written to: "
    assert (found, out) == (code, "")
    assert why in err and str(tmp_path / "file") in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--split", "train=2"], "write name=share"),
        (["--shard", "3"], "write i/n"),
        (["--to", "yolo2"], "there is no such writer"),
        (["--image", "jpeg"], "png, or jpeg:1"),
        (["--t-wise", "2"], "No such option"),
    ],
)
def test_bad_options_are_told_in_a_sentence(call, small_street, tmp_path, words, why):
    code, _, err = call("export", small_street, "--out", tmp_path / "data", *words)
    assert code == 2 and why in err and "Traceback" not in err
    assert not (tmp_path / "data").exists()


def test_failed_episodes_make_a_command_fail(call, small_street, tmp_path, monkeypatch):
    def stumble(self, action, sense=True):
        raise ZeroDivisionError("the road ended")

    monkeypatch.setattr("whiteout.scenarios.episode.Episode.step", stumble)
    out = tmp_path / "data"
    code, said, err = call("export", small_street, "--out", out)
    assert code == 1
    assert f"{out} holds nothing: no episode could be made" in said and "whole" not in said
    assert "1 episode failed" in said and "episode 0 failed: ZeroDivisionError" in err
    code, said, err = call("export", small_street, "--out", out, "--overwrite", "--quiet")
    assert (code, said) == (1, f"{out}\n")
    assert err == "episode 0 failed: ZeroDivisionError: the road ended\n"


def test_the_demo_makes_24_frames_and_is_quick_the_second_time(call, tmp_path):
    words = ["demo", "--out", tmp_path / "demo", "--workers", 1, *SMALL, "--json"]
    code, out, _ = call(*words)
    found = json.loads(out)
    assert (code, found["frames"]) == (0, 24)
    sheet = cv2.imread(found["contact_sheet"])
    assert sheet.shape[1] > 1600 and sheet.shape[0] > 1500
    assert len(whiteout.open_dataset(found["dataset"]).images) == 24
    again = json.loads(call(*words)[1])
    assert again["seconds"] < 1.0
    code, out, _ = call("demo", "--out", tmp_path / "demo", "--workers", 1, *SMALL, "--seed", 9,
                        "--set", "duration=1.2 s", "--quiet")  # fmt: skip
    assert code == 0 and "report.html" in out  # other settings: it is made anew


def test_a_preview_is_a_sheet_and_a_video(call, small_street, tmp_path):
    words = ["preview", small_street, "--seed", 5, "--out", tmp_path, "--every", 2, "--json"]
    code, out, _ = call(*words)
    found = json.loads(out)
    assert (code, found["outcome"], found["steps"], found["codec"]) == (0, "time_out", 6, "VP9")
    assert cv2.imread(found["sheet"]).shape[1] > 1600
    film = cv2.VideoCapture(found["video"])
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 7
    assert film.get(cv2.CAP_PROP_FRAME_WIDTH) == 2 * 96  # the picture, and its depth beside
    words = ["preview", small_street, "--out", tmp_path / "b", "--no-video", "--overlay", "boxes"]
    assert call(*words)[0] == 0
    assert [path.suffix for path in (tmp_path / "b").iterdir()] == [".png"]


def test_a_preview_names_actors_that_never_started(call, small_street, tmp_path):
    late = "actors.walker.start={kind: at_time, time: 9 s}"
    words = ["preview", small_street, "--out", tmp_path, "--no-video", "--set", late]
    code, out, _ = call(*words)
    assert code == 0
    assert "walker never started: its start (at_time) did not come" in out
    assert json.loads(call(*words, "--json")[1])["never_started"] == ["walker"]
    assert json.loads(call(*words[:-2], "--json")[1])["never_started"] == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--overlay", "boxs"], "overlay 'boxs': there are boxes"),
        (["--sensor", "rear"], "'rear': there is no such sensor; known: front"),
        (["--set", "sensors.front.channels=[depth]"], "add rgb to sensors.front.channels"),
        (
            ["--set", "sensors.front.channels=[rgb]", "--overlay", "masks"],
            "overlay 'masks': add instance to sensors.front.channels",
        ),
    ],
)
def test_a_preview_says_what_there_is(call, small_street, tmp_path, words, why):
    code, _, err = call("preview", small_street, "--out", tmp_path, *words)
    assert code == 2 and why in err


def test_a_preview_shows_what_the_channels_allow(call, small_street, tmp_path):
    words = ["preview", small_street, "--out", tmp_path, "--no-video", "--json"]
    code, out, _ = call(*words, "--set", "sensors.front.channels=[rgb]")
    assert code == 0
    assert cv2.imread(json.loads(out)["sheet"]) is not None


def test_the_doctor_finds_everything_here(call):
    code, out, _ = call("doctor", "--json")
    found = {finding["name"]: finding for finding in json.loads(out)}
    assert code == 0
    assert {"python", "numpy", "numba", "opencv-python-headless", "pybullet", "images", "video",
            "kernel cache", "kernels", "disk", "display"} <= found.keys()  # fmt: skip
    assert all(finding["state"] in ("ok", "note") for finding in found.values())
    assert all(finding["remedy"] for finding in found.values() if finding["state"] == "note")


def test_the_doctor_fails_where_something_is_missing(call, monkeypatch):
    lacking = [Finding("numpy", "missing", "is not installed", "pip install numpy")]
    monkeypatch.setattr(doctor, "findings", lambda: iter(lacking))
    code, out, _ = call("doctor")
    assert code == 1
    assert "MISSING" in out and "→ pip install numpy" in out
    assert "1 needed things are missing: numpy" in out
