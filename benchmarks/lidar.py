"""A LiDAR's reading of 65 536 rays in a street, and what weather adds to it.

64 beams of 1 024 columns at 10 Hz, from a car's roof in the library's street with the child and the
ball, on one core: rays, parts of beams at edges, glass, materials, echoes, noise, labels. The same
reading is taken in clear air and in weathers, in turns; the difference is what these cost.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.lidar import Lidar
from whiteout.sensors.sensor import Demand

from .report import Row

TURNS, MOST = 15, 0.015
WEATHERS = {
    "fog of 60 m": {"fog": {"visibility": "60 m"}},
    "banks of fog": {"fog": {"visibility": "60 m", "banks": {"share": 0.5}}},
    "rain of 20 mm/h": {"rain": {"rate": "20 mm/h"}},
    "snow of 0.5 mm/h": {"snow": {"rate": "0.5 mm/h"}},
    "snow of 1 mm/h": {"snow": {"rate": "1 mm/h"}},
    "snow of 2.5 mm/h": {"snow": {"rate": "2.5 mm/h"}},
}
SCAN = {
    "kind": "lidar", "mount": {"x": "0.9 m", "z": "1.9 m"}, "beams": {"count": 64},
    "scan": {"columns": 1024}, "optics": {"overlap": "10 m"},
}  # fmt: skip


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """The clear reading, and what each weather adds."""
    worlds = {name: _world(weather) for name, weather in {"": {}, **WEATHERS}.items()}
    taken: dict[str, list[float]] = {name: [] for name in worlds}
    points: dict[str, int] = {}
    for turn in range(TURNS + 2):
        for name, (lidar, shot) in worlds.items():
            begin = time.perf_counter()
            reading, _ = lidar.sense(shot, shot.t1_ns, 0)
            if turn >= 2:  # what compiles and what is made once is not counted
                taken[name].append(time.perf_counter() - begin)
            points[name] = len(reading.channels["points"])
    clear = np.array(taken.pop(""))
    rows = [Row("whiteout: a clear reading, all of it", float(np.median(clear)), "s", None, None,
                float(np.median(clear)) / yard)]  # fmt: skip
    for name, times in taken.items():
        added = float(np.median(np.array(times) - clear))
        rows.append(Row(f"whiteout: {name} adds", added, "s", MOST, 0.003, added / yard))
    return {"rays": 65536, "points": points[""], "turns": TURNS}, rows


def _world(weather: dict) -> tuple[Lidar, object]:
    changes = {"weather": weather, "surface": {"base": "asphalt"}, "sensors": {"top": SCAN}}
    scenario = draw(load("child-chases-ball", changes), 1)
    episode = Episode(scenario, {})
    episode.reset()
    for _ in range(10):
        episode.step(episode.driver_action, sense=False)
    shot = episode._shots[episode.step_number]
    return Lidar("top", scenario.sensors["top"], Demand(None, objects=False)), shot
