"""``whiteout preview --rerun``: a recording that Rerun's own tool verifies and prints."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from senses import SCENARIO

pytestmark = pytest.mark.usefixtures("toys")
REASON = "needs pip install -e '.[view]'"


@pytest.fixture
def street(tmp_path):
    camera = "sensors:\n  front: {kind: camera, width: 64, height: 48, channels: [rgb]}"
    path = tmp_path / "toys.yaml"
    path.write_text(SCENARIO.replace("sensors:", camera))
    return path


def tool(*words):
    """Rerun's command line, beside this Python or on the path."""
    here = Path(sys.executable).with_name("rerun")
    command = str(here) if here.exists() else shutil.which("rerun")
    return subprocess.run([command, "rrd", *map(str, words)], capture_output=True, text=True,
                          check=True)  # fmt: skip


def test_a_recording_holds_every_sense(call, street, tmp_path):
    pytest.importorskip("rerun", reason=REASON)
    words = ["preview", street, "--rerun", "--no-video", "--json", "--out", tmp_path / "out"]
    code, text, _ = call(*words)
    found = json.loads(text)
    assert code == 0 and found["video"] is None
    assert (
        "verified without error"
        in (done := tool("verify", found["recording"])).stdout + done.stderr
    )
    told = tool("print", found["recording"]).stdout
    for place in (
        "/world/ego", "/world/ego/front", "/world/ego/top/points", "/world/ego/ahead/detections",
        "/world/objects", "/plots/body/gyro/x", "/plots/body/steering/value", "/plots/ego/speed",
    ):  # fmt: skip
        assert re.search(rf"{place}\b", told), place


def test_without_the_sdk_the_extra_is_named(call, street, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rerun", None)
    code, _, error = call("preview", street, "--rerun", "--no-video", "--out", tmp_path / "out")
    assert code == 2 and "--rerun needs the Rerun SDK: pip install 'whiteout[view]'" in error
