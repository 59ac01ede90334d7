"""A peer: MetaDrive with some fifteen others and 64 beams; a step is 0.1 s in five substeps of
Bullet. It fetches its assets at the first run. Run by the peers' Python; prints JSON.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.remove(str(Path(__file__).parent))  # or this file would be taken for the package
from metadrive import MetaDriveEnv

CONFIG = {
    "use_render": False,
    "num_scenarios": 1,
    "traffic_density": 0.15,
    "map": "SSSS",
    "log_level": 50,
    "vehicle_config": {"lidar": {"num_lasers": 64, "distance": 60}},
}


def main(seconds=4.0):
    env = MetaDriveEnv(CONFIG)
    env.reset(seed=0)
    others = len(env.engine.traffic_manager.vehicles) - 1
    taken, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        *_, terminated, truncated, _ = env.step([0.0, 0.3])
        taken.append(time.perf_counter() - begin)
        if terminated or truncated:
            env.reset()
    print(json.dumps({"steps": 1 / float(np.median(taken)), "note": f"{others} others"}))


main()
