"""Whatever interrupts an export leaves no half file, and the same call ends with the same bytes."""

import errno
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from datasets import EPISODES, EVERY, SETTINGS, contents, unfinished
from whiteout.dataset.events import Dropped, Stepped
from whiteout.dataset.export import planned
from whiteout.dataset.interrupts import interruptible
from whiteout.dataset.lock import locked
from whiteout.dataset.plan import PlanError
from whiteout.dataset.progress import Silence
from whiteout.dataset.sidecar import Sidecar, checked_shard
from whiteout.dataset.workers import ExportError
from whiteout.dataset.writers import native

import whiteout

SLOW = """
import time
from whiteout.dataset.writers import native
from whiteout.main import run

write = native._write

def slow(path, content):
    if "000000" not in path.parts[path.parts.index("shards") + 1]:
        time.sleep(0.3)
    write(path, content)

native._write = slow
run()
"""
"""The command, with time to stop it after the first shard."""

COMMAND = [
    *(sys.executable, "-c", SLOW, "export"),
    *("--episodes", str(EPISODES), "--seed", "5", "--every", str(EVERY)),
    *("--shard-size", "1", "--to", "coco", "--workers", "1", "--quiet"),
]
"""The export of ``SETTINGS`` as a command."""


@pytest.fixture
def copied(small_dataset, tmp_path):
    """A whole dataset that may be changed."""
    return shutil.copytree(small_dataset, tmp_path / "data")


class Heard(Silence):
    """Keeps what it hears, and does something at the first step."""

    def __init__(self, act=lambda: None):
        self.act, self.events = act, []

    def hear(self, event):
        first = not any(isinstance(item, Stepped) for item in self.events)
        self.events.append(event)
        if isinstance(event, Stepped) and first:
            self.act()

    warn = hear


def kill_a_worker():
    os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)


def test_two_workers_of_whom_one_is_killed_make_the_same_bytes(
    small_street, small_dataset, tmp_path
):
    heard = Heard(kill_a_worker)
    out = tmp_path / "data"
    try:
        result = whiteout.export(small_street, out=out, workers=2, progress=heard, **SETTINGS)
    except ExportError as error:
        if "was changed while it ran" in str(error):
            pytest.skip(str(error))
        raise
    assert result.whole and result.failed == 0
    lost = [event for event in heard.events if isinstance(event, Dropped)]
    assert len(lost) == 1 and "SIGKILL" in lost[0].reason
    assert contents(out) == contents(small_dataset)
    assert unfinished(out) == [] and not multiprocessing.active_children()


def _interruptible():
    """Shells start what runs in the background with interrupts ignored, tests included."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_command_that_is_stopped_resumes(small_street, small_dataset, tmp_path, stop):
    out = tmp_path / "data"
    words = [*COMMAND, str(small_street), "--out", str(out)]
    process = subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, cwd=tmp_path, preexec_fn=_interruptible
    )
    deadline = time.monotonic() + 120
    while not (out / "shards/000000.json").exists():  # the first of three shards
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(stop)
    _, told = process.communicate(timeout=60)
    if (out / "plan.json").read_bytes() != (small_dataset / "plan.json").read_bytes():
        pytest.skip("the program was changed while its tests ran")
    assert not (out / "manifest.json").exists()
    if stop == signal.SIGINT:
        assert process.returncode == 130 and "the same command resumes" in told
        assert unfinished(out) == []
    before = (out / "shards/000000.json").stat().st_mtime_ns
    result = whiteout.export(small_street, out=out, **SETTINGS)
    assert result.found >= 1 and result.found + result.made == EPISODES
    assert (out / "shards/000000.json").stat().st_mtime_ns == before
    assert contents(out) == contents(small_dataset) and unfinished(out) == []


def test_a_full_disk_is_told_and_leaves_no_half_file(
    small_street, small_dataset, tmp_path, monkeypatch
):
    out, write, written = tmp_path / "data", native._write, []

    def filling(path, content):
        written.append(path)
        if len(written) > 40:  # in the midst of the second shard
            with path.open("wb") as file:
                file.write(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(native, "_write", filling)
        with pytest.raises(
            ExportError, match=f"{out}/.*: No space left on device; make room and run it again"
        ):
            whiteout.export(small_street, out=out, **SETTINGS)
    assert (out / "shards/000000.json").exists()
    assert not (out / "shards/000001").exists() and not (out / "manifest.json").exists()
    assert unfinished(out) == []
    assert whiteout.export(small_street, out=out, **SETTINGS).found == 1
    assert contents(out) == contents(small_dataset)


def test_a_whole_dataset_is_left_as_it_is(small_street, copied):
    before = {path: path.stat().st_mtime_ns for path in copied.rglob("*") if path.is_file()}
    result = whiteout.export(small_street, out=copied, **SETTINGS)
    assert (result.made, result.found, result.whole) == (0, EPISODES, True)
    assert {p: p.stat().st_mtime_ns for p in before if "log" not in p.parts} == {
        p: t for p, t in before.items() if "log" not in p.parts
    }


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seed": 6}, "seed is 5 there and 6 here"),
        ({"every": 3}, "every is 2 there and 3 here"),
        ({"writers": []}, 'writers is ["native","coco"] there and ["native"] here'),
        (
            {"overrides": ["ego.speed=20 km/h"]},
            'overrides is [] there and ["ego.speed=20 km/h"] here',
        ),
    ],
)
def test_another_plan_is_refused_and_named(small_street, copied, change, why):
    before = contents(copied)
    with pytest.raises(PlanError) as error:
        whiteout.export(small_street, out=copied, **{**SETTINGS, **change})
    assert why in str(error.value) and "--overwrite" in str(error.value)
    assert contents(copied) == before


def test_another_program_is_refused_and_named(small_street, copied):
    plan = json.loads((copied / "plan.json").read_text())
    plan["versions"]["numpy"] = "1.0"
    (copied / "plan.json").write_text(json.dumps(plan))
    with pytest.raises(PlanError, match=r"version of numpy is 1\.0 there and \d"):
        whiteout.export(small_street, out=copied, **SETTINGS)


def test_a_damaged_plan_is_refused(small_street, copied):
    (copied / "plan.json").write_text("{")
    with pytest.raises(PlanError, match=r"plan.json is damaged: begin anew with --overwrite"):
        whiteout.export(small_street, out=copied, **SETTINGS)


def test_damaged_shards_are_found_and_made_anew(small_street, small_dataset, copied):
    shards = copied / "shards"
    with (shards / "000000/frames.parquet").open("r+b") as file:
        file.truncate(100)
    sidecar = shards / "000001.json"
    sidecar.write_text(sidecar.read_text()[:200])
    picture = shards / "000002/00000002/front/depth/000002.png"
    data = bytearray(picture.read_bytes())
    data[-20] ^= 1
    picture.write_bytes(bytes(data))
    heard = Heard()
    result = whiteout.export(small_street, out=copied, check=True, progress=heard, **SETTINGS)
    assert (result.made, result.found) == (EPISODES, 0)
    told = [event.reason for event in heard.events if isinstance(event, Dropped)]
    assert "frames.parquet has 100 bytes instead of" in told[0]
    assert "its sidecar 000001.json is damaged" in told[1]
    assert "depth/000002.png was changed" in told[2]
    assert contents(copied) == contents(small_dataset)


def test_files_are_compared_by_size_or_by_digest(small_street, copied):
    plan, *_ = planned(small_street, **{**SETTINGS, "writers": ("coco",)})
    picture = copied / "shards/000001/00000001/front/depth/000002.png"
    data = bytearray(picture.read_bytes())
    data[-20] ^= 1
    picture.write_bytes(bytes(data))
    assert isinstance(checked_shard(plan, copied, 1), Sidecar)
    assert "was changed" in checked_shard(plan, copied, 1, deep=True)
    picture.unlink()
    assert "000002.png is missing" in checked_shard(plan, copied, 1)
    (copied / "shards/000001.json").unlink()
    assert checked_shard(plan, copied, 1) is None


SCRIPT = """
import whiteout

result = whiteout.export({!r}, out={!r}, episodes=2, seed=5, every=6, shard_size=1, workers=2)
print(result.made)
"""


@pytest.mark.parametrize("piped", [False, True])
def test_a_script_needs_no_guard_for_workers(small_street, tmp_path, piped):
    out, script = tmp_path / "data", tmp_path / "script.py"
    script.write_text(SCRIPT.format(str(small_street), str(out)))
    words = [sys.executable, "-" if piped else str(script)]
    text = script.read_text() if piped else None
    done = subprocess.run(words, input=text, capture_output=True, text=True, cwd=tmp_path)
    if "was changed while it ran" in done.stderr:
        pytest.skip("the program was changed while its tests ran")
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")


def test_sigterm_is_an_interruption():
    with pytest.raises(KeyboardInterrupt), interruptible():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


class Dying:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)


def test_an_interruption_that_meets_a_finaliser_comes_again():
    hook = sys.unraisablehook
    with pytest.raises(KeyboardInterrupt), interruptible():
        Dying()
        for _ in range(100):
            time.sleep(0.02)
    assert sys.unraisablehook is hook


def test_a_changed_file_beside_the_shards_is_found_by_its_digest(
    small_street, small_dataset, copied
):
    path = copied / "classes.json"
    path.write_text(path.read_text().replace("child", "chold"))
    assert whiteout.export(small_street, out=copied, check=True, **SETTINGS).made == 0
    assert contents(copied) == contents(small_dataset)


def test_a_lost_report_is_written_again_and_nothing_else_is(small_street, small_dataset, copied):
    (copied / "report.html").unlink()
    assert whiteout.export(small_street, out=copied, **SETTINGS).made == 0
    assert contents(copied) == contents(small_dataset)


def test_overwriting_removes_the_dataset_and_nothing_else(small_street, copied):
    (copied / "notes.txt").write_text("mine")
    settings = {**SETTINGS, "episodes": 1, "writers": [], "frames": 1}
    assert whiteout.export(small_street, out=copied, overwrite=True, **settings).made == 1
    assert not (copied / "coco").exists() and not (copied / "shards/000001.json").exists()
    assert (copied / "notes.txt").read_text() == "mine"


def test_parts_made_elsewhere_make_a_whole(small_street, small_dataset, tmp_path):
    out = tmp_path / "data"
    first = whiteout.export(small_street, out=out, part=(0, 2), **SETTINGS)
    assert (first.made, first.missing, first.whole) == (2, 1, False)
    assert not (out / "manifest.json").exists()
    second = whiteout.export(small_street, out=out, part=(1, 2), **SETTINGS)
    assert (second.made, second.missing, second.whole) == (1, 0, True)
    assert contents(out) == contents(small_dataset)


def test_two_exports_do_not_write_to_one_folder(small_street, copied):
    (copied / "report.html").unlink()
    with locked(copied), pytest.raises(ExportError, match="another export is writing there"):
        whiteout.export(small_street, out=copied, **SETTINGS)
    with locked(copied, (0, 2)), locked(copied, (1, 2)):
        pass
