"""Whether memory stays flat: 2 000 episodes of a reset and 20 steps each, with a camera.

What is resident after an episode goes up and down by some megabytes with the size of its scene.
Growth is therefore the least of the last fifth of the episodes less the least of the second fifth,
by when all that is kept once is kept.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

import gymnasium as gym

import whiteout  # noqa: F401  (registers the environments)

from .report import Row

EPISODES, STEPS = 2000, 20
_STATUS = Path("/proc/self/statm")


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Growth of resident memory, which takes some ten minutes to see."""
    what = f"growth over {EPISODES} episodes"
    if not _STATUS.exists():
        return {}, [Row(what, None, "MB", 5.0, note="resident memory is read from /proc")]
    env = gym.make(
        "whiteout/ChildChasesBall-v0", sensors={"front": {"width": 32, "height": 32}},
        observation=["front", "ego"],
    )  # fmt: skip
    env.action_space.seed(0)
    resident = []
    for episode in range(EPISODES):
        env.reset(seed=episode)
        over, steps = False, 0
        while not over and steps < STEPS:
            *_, terminated, truncated, _ = env.step(env.action_space.sample())
            over, steps = terminated or truncated, steps + 1
        gc.collect()
        resident.append(_resident())
    env.close()
    fifth = EPISODES // 5
    before, after = min(resident[fifth : 2 * fifth]), min(resident[-fifth:])
    note = f"from {before:.0f} to {after:.0f} MB"
    return {"most [MB]": round(max(resident))}, [Row(what, after - before, "MB", 5.0, note=note)]


def _resident() -> float:
    """Resident memory of this process [MB]."""
    pages = int(_STATUS.read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6
