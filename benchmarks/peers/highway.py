"""A peer: highway-env with fifteen others, 64 beams and ten substeps of 10 ms a step.

Its vehicles are kinematic, without tyres. Run by the peers' Python; prints JSON.
"""

import json
import time

import gymnasium as gym
import highway_env
import numpy as np

CONFIG = {
    "vehicles_count": 15,
    "lanes_count": 3,
    "simulation_frequency": 100,
    "policy_frequency": 10,
    "duration": 20,
    "observation": {"type": "LidarObservation", "cells": 64},
    "action": {"type": "ContinuousAction"},
}


def main(seconds=4.0):
    gym.register_envs(highway_env)
    env = gym.make("highway-v0", config=CONFIG)
    env.reset(seed=0)
    taken, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        *_, terminated, truncated, _ = env.step(np.zeros(2, np.float32))
        taken.append(time.perf_counter() - begin)
        if terminated or truncated:
            env.reset()
    print(json.dumps({"steps": 1 / float(np.median(taken)), "note": "kinematic vehicles"}))


main()
