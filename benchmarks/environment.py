"""Environments in one process: steps and resets, with the state alone and with a small camera."""

from __future__ import annotations

import time
from pathlib import Path

import gymnasium as gym
import numpy as np

import whiteout  # noqa: F401  (registers the environments)

from .report import Row

EPISODES = 15
CAMERA = {"front": {"width": 84, "height": 84}}


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Medians over the steps and resets of some episodes under random actions."""
    rows = []
    for what, observation in (("state", ["ego"]), ("camera of 84×84 and state", ["front", "ego"])):
        env = gym.make("whiteout/ChildChasesBall-v0", sensors=CAMERA, observation=observation)
        env.action_space.seed(0)
        steps, resets = _timed(env)
        env.close()
        step, reset = float(np.median(steps)), float(np.median(resets))
        share = sum(steps) + sum(resets)
        note = f"{len(steps) / share:.0f} with resets; best {1 / min(steps):.0f}"
        rows.append(Row(f"{what}: steps", 1 / step, "1/s", None, None, step / yard, note))
        rows.append(Row(f"{what}: reset", reset, "s", None, None, reset / yard))
    return {}, rows


def _timed(env: gym.Env) -> tuple[list[float], list[float]]:
    """Seconds of each step and of each reset but the first, which compiles."""
    steps, resets = [], []
    for episode in range(EPISODES + 1):
        begin = time.perf_counter()
        env.reset(seed=episode)
        resets.append(time.perf_counter() - begin)
        over = False
        while not over:
            begin = time.perf_counter()
            *_, terminated, truncated, _ = env.step(env.action_space.sample())
            steps.append(time.perf_counter() - begin)
            over = terminated or truncated
        if episode == 0:
            steps.clear()
            resets.clear()
    return steps, resets
