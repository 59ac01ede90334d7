"""Registers the scenarios of the library with Gymnasium, by their file names."""

from __future__ import annotations

from importlib.resources import files

import gymnasium as gym

ENTRY = "whiteout.envs.environment:ScenarioEnv"


def ids() -> dict[str, str]:
    """Environment ids and the scenarios behind them: ``whiteout/ChildChasesBall-v0``."""
    folder = files("whiteout.scenarios").joinpath("library")
    names = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".yaml"))
    return {f"whiteout/{''.join(map(str.capitalize, name.split('-')))}-v0": name for name in names}


def register() -> None:
    """Make all ids known; calling it again changes nothing."""
    for name, scenario in ids().items():
        if name not in gym.registry:
            gym.register(name, ENTRY, kwargs={"scenario": scenario})
    if "whiteout/Scenario-v0" not in gym.registry:
        gym.register("whiteout/Scenario-v0", ENTRY)
