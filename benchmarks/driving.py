"""Driving without sensors: steps of environments on one core and on two, and peers.

A step is 0.1 s in ten substeps: the ego's full car (combined slip, wheel spin, anti-lock brakes,
stability control), fifteen others (IDM, MOBIL), contact, the ground beneath all wheels, 64 beams,
neighbours, the road ahead, criticality. Egos steer and accelerate at random around their lane.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.scenarios.setting import Setting
from whiteout.simcore.physics.driving.world import World

from .measure import timed
from .report import Row

ENVIRONMENTS = 160
SCENARIO = Path(__file__).parent / "motorway.yaml"
PEERS = {"highway": "highway-env", "metadrive": "MetaDrive"}


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Ours on a dry road and on a wet one, alone and together, then the peers."""
    rows = []
    for what, overrides in (("dry", ()), ("wet", ("surface.water_film=0.4 mm",))):
        source = load(str(SCENARIO), overrides)
        made = [
            Setting(draw(source, 1, k)).environment()._replace(drivers=())
            for k in range(ENVIRONMENTS)
        ]
        one = _steps(made, 1)
        floor, want = (50e3, 200e3) if what == "dry" else (None, None)
        note = f"{1e6 / one:.1f} µs a step"
        rows.append(
            Row(f"whiteout: {what}, one core", one, "1/s", floor, want, 1 / one / yard, note)
        )
        if what == "dry":
            two = _on_two_cores(made)
            note = "no second core" if two is None else f"{two / one:.2f} times"
            rows.append(Row("whiteout: dry, two cores", two, "1/s", 1.8 * one, note=note))
            alone = _steps(made[:1], 1)
            rows.append(Row("whiteout: dry, a single environment", alone, "1/s"))
    return {"environments": ENVIRONMENTS, "actors": 16}, rows + [
        _peer(script, name, peers, yard) for script, name in PEERS.items()
    ]


def _steps(made: list, threads: int) -> float:
    """Environment steps per second, at the median."""
    world = World(made, threads=threads)
    shape = (50, len(made), 2)
    commands = np.random.default_rng(1).uniform((-1.0, -0.004), (1.0, 0.004), shape)
    start, number = world.save(), 0

    def step() -> None:
        nonlocal number
        if number % 200 == 0:  # 20 s: before anybody is at the end of the road
            world.restore(start)
        world.step_and_perceive(commands[number % len(commands)])
        number += 1

    return len(made) / timed(step, 4.0, 100).median


def _on_two_cores(made: list) -> float | None:
    """The same with two threads, which the other benchmarks have no use for."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) < 2:
        return None
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        return _steps(made, 2)
    finally:
        os.sched_setaffinity(0, before)


def _peer(script: str, name: str, python: Path, yard: float) -> Row:
    """Steps per second of a peer under its own Python, or why there are none."""
    if not python.exists():
        return Row(name, None, "1/s", note=f"not installed: no {python} (make bench-peers)")
    path = Path(__file__).parent / "peers" / f"{script}.py"
    done = subprocess.run([str(python), str(path)], capture_output=True, text=True, timeout=300)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return Row(name, None, "1/s", note=f"does not run: {reason}")
    found = json.loads(done.stdout.splitlines()[-1])
    return Row(
        name, found["steps"], "1/s", yardsticks=1 / found["steps"] / yard, note=found["note"]
    )
