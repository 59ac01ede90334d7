"""How long it takes to start: import, and the first frame with nothing compiled and then again.

The frame is the first reading of ``child-chases-ball``: picture and labels, through the scenario,
as a user gets it. ``NUMBA_CACHE_DIR`` is a new folder for the cold start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from .report import Row

_IMPORT = """
import time
begin = time.perf_counter()
import whiteout
print(time.perf_counter() - begin)
"""
_LABELS = """
import time
begin = time.perf_counter()
from benchmarks.scenes import spheres
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import gbuffer
shot = spheres()
stage = shot.stage()
film = Film(shot.lens)
film.draw(stage, shot.posed(stage), shot.T_world_sensor)
gbuffer(film, ["depth", "instance", "normal"])
print(time.perf_counter() - begin)
"""
_FRAME = """
import time
begin = time.perf_counter()
import whiteout
next(iter(whiteout.run(whiteout.draw("child-chases-ball", seed=1))))
print(time.perf_counter() - begin)
"""


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Import time, and first frames cold and warm."""
    rows = [_row("import whiteout", [_seconds(_IMPORT) for _ in range(7)], 0.3, None, yard)]
    for what, code, cold, warm in (
        ("labels of the spheres", _LABELS, (None, None), (None, None)),
        ("first reading of a scenario", _FRAME, (40.0, 15.0), (2.0, 0.5)),
    ):
        with tempfile.TemporaryDirectory() as cache:
            rows.append(_row(f"{what}, nothing compiled", [_seconds(code, cache)], *cold, yard))
            again = [_seconds(code, cache) for _ in range(3)]
            rows.append(_row(f"{what}, compiled before", again, *warm, yard))
    return {}, rows


def _row(what: str, seconds: list[float], floor, want, yard: float) -> Row:
    median = float(np.median(seconds))
    return Row(what, median, "s", floor, want, median / yard, f"best {min(seconds):.2g}")


def _seconds(code: str, cache: str | None = None) -> float:
    """What a program prints that runs in a new Python."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    return float(done.stdout.splitlines()[-1])
