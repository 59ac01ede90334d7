"""What people are told while a dataset is made, and jobs done beside."""

import io
import threading

import pytest
from whiteout.dataset.background import Background
from whiteout.dataset.events import Compiling, Dropped, Ended, Made, Note, Stepped
from whiteout.dataset.progress import Lines, Tally, clock_text, counted, remark, show
from whiteout.dataset.workers import LOADS, _Stove


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self):
        return self.now


def test_shares_frames_and_time_left_follow_from_events():
    clock = Clock()
    tally = Tally(episodes=4, shards=2, done=0, clock=clock)
    assert tally.left is None and tally.share == 0.0
    tally.hear(Stepped(0, 0, 0, 100, 1))
    clock.now = 10.0
    tally.hear(Stepped(0, 0, 50, 100, 6))
    assert (tally.frames, tally.share) == (6, 0.125)
    assert tally.left == pytest.approx(70.0)  # an eighth in 10 s, counted from the first step
    assert tally.rate == pytest.approx(0.6, rel=0.01)
    tally.hear(Ended(0, 0, 11))
    tally.hear(Ended(0, 1, 0, "it failed"))
    tally.hear(Made(0, 2, 1, 11, 1000, 5.0))
    assert (tally.ended, tally.failed, tally.done, tally.frames) == (2, 1, 1, 11)


def test_what_a_dropped_shard_had_is_taken_back():
    tally = Tally(4, 2, 0, Clock())
    for event in (Ended(0, 0, 5), Ended(1, 2, 7), Stepped(1, 3, 5, 10, 2), Stepped(0, 1, 5, 10, 3)):
        tally.hear(event)
    tally.hear(Dropped(1, "its worker died"))
    assert (tally.ended, tally.frames) == (1, 8)


def test_lines_come_every_few_seconds_and_at_once_for_what_cannot_wait():
    clock, stream = Clock(), io.StringIO()
    lines = Lines(stream, clock)
    lines.begin(2, 1, 0)
    lines.hear(Compiling("whiteout.simcore.b", False, cached=True))
    lines.hear(Compiling("whiteout.simcore.b", True, cached=True))
    assert stream.getvalue() == ""  # what is only loaded takes no time worth a word
    lines.hear(Compiling("whiteout.simcore.a", False))
    lines.hear(Compiling("whiteout.simcore.a", True))
    clock.now = 6.0
    lines.idle()
    for step in range(50):
        lines.hear(Stepped(0, 0, step, 100, step + 1))
    lines.hear(Ended(0, 0, 50, "ValueError: no road"))
    lines.end()
    said = stream.getvalue().splitlines()
    assert said[0].startswith("compiling kernels: it takes a minute")
    assert said[1] == "compiling kernels: 2 ready, now simcore.a"
    assert said[2] == "episode 0 failed: ValueError: no road"
    assert said[3].startswith("episode 1/2, 50 frames") and len(said) == 4


def test_numbers_are_counted():
    assert [counted(number, "frame") for number in (0, 1, 2, 1200)] == [
        *("0 frames", "1 frame", "2 frames", "1,200 frames"),
    ]


def test_quiet_watchers_hear_of_failures_alone(capsys):
    watcher = show(quiet=True)
    watcher.begin(2, 1, 0)
    watcher.hear(Compiling("whiteout.simcore.a", False))
    watcher.hear(Ended(0, 0, 50))
    watcher.hear(Ended(0, 1, 0, "ValueError: no road"))
    watcher.end()
    assert capsys.readouterr() == ("", "episode 1 failed: ValueError: no road\n")


def test_notes_without_a_text_are_for_the_log_alone():
    assert remark(Note("", "a trace")) is None
    assert remark(Note("a warning")) == "a warning"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (125, "2:05"), (3723, "1:02:03")]
)
def test_times_are_written_for_people(seconds, text):
    assert clock_text(seconds) == text


def test_others_begin_when_the_kernels_load_quickly_or_a_first_frame_is_there():
    cold, warm = _Stove(), _Stove()
    for number in range(LOADS):
        assert not warm.warm
        warm.hear(Compiling(f"k{number}", False))
        warm.hear(Compiling(f"k{number}", True))
    assert warm.warm
    cold.hear(Compiling("slow", False))
    cold._began -= 3.0
    cold.hear(Compiling("slow", True))
    for number in range(LOADS):
        cold.hear(Compiling(f"k{number}", False))
        cold.hear(Compiling(f"k{number}", True))
    assert not cold.warm
    cold.hear(Stepped(0, 0, 0, 10, 1))
    assert cold.warm


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_jobs_are_done_and_their_errors_are_raised(threads):
    background = Background(threads)
    try:
        done = [background.submit(lambda k=k: k * k) for k in range(100)]
        background.finish()
        assert [future.result() for future in done] == [k * k for k in range(100)]
        with pytest.raises(ZeroDivisionError):
            background.submit(lambda: 1 // 0)
            background.finish()
    finally:
        background.close()
    assert threading.active_count() < 10
