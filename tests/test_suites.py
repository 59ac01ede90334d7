"""Suites of set pieces: the geometry of the protocols, verdicts, and the command that runs them."""

import json
import sys

import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.scenarios.plugins import SUITES
from whiteout.scenarios.suites import _case as tests
from whiteout.simcore.physics.driving import columns as c

WIDTH = 1.815
"""Of the reference ego [m] (CA Frontal v1.1)."""

PLANNED = {
    # Lateral place of the middle of who is hit, as a share of the width from the middle; speed.
    "cpna-25": (-0.25, 5), "cpna-75": (0.25, 5), "cpfa-50": (0.0, 8), "cpnco-50": (0.0, 5),
    "cpla-25": (-0.25, 5), "cpla-50": (0.0, 5), "cbna-50": (0.0, 15), "cbnao-50": (0.0, 10),
    "cbfa-50": (0.0, 20), "cbla-50": (0.0, 15), "ccrs": (0.0, 0), "ccrm": (0.0, 20),
}  # fmt: skip


def hit(piece, speed, driver="constant", surface="dry"):
    """The ego's row and the row that it hit, both at the moment before, their bodies, and when."""
    file, overrides = tests.source_of(tests.Case("euro-ncap", piece, speed), surface)
    drawn = draw(load(file, [*overrides, f"ego.driver.kind={driver}"]), 0, 0)
    episode = Episode(drawn, demands={})
    frame = episode.reset()
    states = [episode.world.state[0].copy()]
    while not frame.ended:
        frame = episode.step(episode.driver_action)
        states.append(episode.world.state[0].copy())
    assert frame.outcome == "collision", (piece, speed)
    # The contact changes speeds and places: where they would have been without it.
    when = episode.world.contact[0, c.WHEN] / (episode.world.control_ns * 1e-9)
    state = states[-2].copy()
    state[:, c.T] += when * (states[-2] - states[-3])[:, c.T]
    name = next(e.partition(":")[2] for e in frame.events if e.startswith("collision:"))
    row = episode.setting.names.index(name)
    return state[[0, row]], episode.world.body[0][[0, row]], frame


@pytest.mark.parametrize("piece", PLANNED)
@pytest.mark.parametrize("speed", [30, 50])
def test_without_braking_they_meet_where_the_protocol_says(piece, speed):
    """CR-04: ±0.05 m across, ±0.2 km/h of the targets, ego +1 km/h, 6.5 s after the start."""
    share, target = PLANNED[piece]
    state, body, frame = hit(piece, speed)
    across = state[1, c.T]
    if piece in ("cbna-50", "cbnao-50", "cbfa-50"):  # the box's middle, ahead of the rear axle
        across += body[1, c.CENTRE_X] * (1 if piece != "cbfa-50" else -1)
    assert across == pytest.approx(share * WIDTH, abs=0.05)
    assert body[0, c.WIDTH] == pytest.approx(WIDTH, abs=0.005)
    assert body[0, c.LENGTH] == pytest.approx(4.358, abs=0.005)
    assert 3.6 * state[1, c.SPEED] == pytest.approx(target, abs=0.2)
    assert 3.6 * state[0, c.SPEED] == pytest.approx(speed, abs=1.0)
    assert frame.t_ns * 1e-9 == pytest.approx(6.5, abs=0.05)


def test_obstructions_stand_where_the_protocol_says():
    file, overrides = tests.source_of(tests.Case("euro-ncap", "cpnco-50", 40), "dry")
    episode = Episode(draw(load(file, overrides), 0, 0), demands={})
    episode.reset()
    names, state = episode.setting.names, episode.world.state[0]
    body = episode.world.body[0]
    child, near, large = (names.index(name) for name in ("child", "near", "large"))
    for row, length, width in ((near, 4.316, 1.79), (large, 4.418, 1.82)):
        assert body[row, c.LENGTH] == pytest.approx(length, abs=0.01)
        assert body[row, c.WIDTH] == pytest.approx(width, abs=0.01)
        side = state[row, c.T] + body[row, c.WIDTH] / 2
        assert -WIDTH / 2 - side == pytest.approx(1.0, abs=0.02)
    front = state[near, c.S] + body[near, c.CENTRE_X] + body[near, c.LENGTH] / 2
    assert state[child, c.S] - front == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(
    ("impact", "colour"),
    [(0, "green"), (0.1, "yellow"), (12, "yellow"), (13, "orange"), (32, "brown"), (33, "red")],
)
def test_colours(impact, colour):
    """0 / ≤ 10 / ≤ 20 / ≤ 30 / > 30 km/h, tolerance 2."""
    suite = SUITES.load("euro_ncap")
    assert suite.verdict(suite.cases()[0], impact) == colour


def test_the_plain_system_does_what_the_regulation_asks_on_a_dry_road():
    """CR-03: 60 km/h against what stands, 35 at most (01 series; before it 45)."""
    suite = SUITES.load("r152")
    for case in suite.cases():
        assert tests.run_case(case, "dry", "aeb", suite.verdict).verdict == "passed", case
    assert suite.verdict(suite.cases()[-1], 35.1) == "failed"


def test_the_less_grip_the_harder_the_impact():
    suite = SUITES.load("euro_ncap")
    case = tests.Case("euro-ncap", "ccrs", 50)
    impacts = [tests.run_case(case, s, "aeb", suite.verdict).impact for s in tests.SURFACES]
    assert impacts == sorted(impacts) and impacts[0] == 0.0 and impacts[3] > impacts[2] > 10.0


def test_the_command_runs_a_policy(call, tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(
        "class Coast:\n"
        "    observation = ['ego']\n"
        "    def reset(self, seed): self.steps = 0\n"
        "    def act(self, observation):\n"
        "        assert 'ego' in observation\n"
        "        return [0.0, -1.0]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "mine", raising=False)
    code, out, _ = call("evaluate", "--suite", "r152", "--policy", "mine:Coast", "--json")
    found = json.loads(out)
    assert code == 0 and [item["speed_km_h"] for item in found] == [20, 30, 40, 42, 45, 50, 55, 60]
    assert {item["verdict"] for item in found} == {"passed"}  # it brakes from the beginning


def test_overrides_change_every_case(call):
    """A system that brakes at 1 m/s² hits what a usual one does not."""
    words = ["evaluate", "--suite", "r152", "--json", "--set", "ego.driver.braking=1 m/s^2"]
    code, out, _ = call(*words)
    assert code == 0 and json.loads(out)[-1]["verdict"] == "failed"


def test_who_leaves_the_road_is_not_praised_for_missing(call, tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(
        "class Aside:\n"
        "    observation = ['ego']\n"
        "    def reset(self, seed): pass\n"
        "    def act(self, observation): return [0.3, 0.0]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "mine", raising=False)
    code, out, _ = call("evaluate", "--suite", "r152", "--policy", "mine:Aside", "--json")
    assert code == 0 and {item["verdict"] for item in json.loads(out)} == {"off_road"}


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--suite", "euro-ncp"], "euro_ncap"),
        (["--suite", "r152", "--surface", "mud"], "dry, wet, snow, ice"),
        (["--suite", "r152", "--policy", "nobody:make"], "nobody"),
        (["--suite", "r152", "--policy", "json:dumps2"], "dumps2"),
        (["--suite", "r152", "--policy", "nobody"], "nobody"),
    ],
)
def test_mistakes_are_told(call, words, hint):
    code, _, err = call("evaluate", *words)
    assert code == 2 and hint in err and "Traceback" not in err
