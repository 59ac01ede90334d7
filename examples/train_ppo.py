"""Trains PPO to drive a scenario, with Stable-Baselines3 (``pip install stable-baselines3``).

    python examples/train_ppo.py --steps 20000
    python examples/train_ppo.py --scenario my.yaml --observe ego front

What the agent sees is chosen with ``--observe``: "ego" is the state of the car, "front" the camera.
"""

import argparse

import gymnasium as gym
import numpy as np
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import SubprocVecEnv

import whiteout  # noqa: F401  (registers the environments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="child-chases-ball")
    parser.add_argument("--observe", nargs="+", default=["ego"])
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--environments", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    settings = {
        "scenario": given.scenario,
        "observation": given.observe,
        "sensors": {"front": {"width": 84, "height": 84}},
    }
    training = make_vec_env(
        "whiteout/Scenario-v0",
        given.environments,
        given.seed,
        env_kwargs=settings,
        vec_env_cls=SubprocVecEnv,
    )
    model = PPO("MultiInputPolicy", training, n_steps=256, seed=given.seed, verbose=1)
    model.learn(given.steps)
    training.close()

    # Episodes that the agent has not seen, and what the scenario's own driver makes of them.
    env = Monitor(gym.make("whiteout/Scenario-v0", **settings))
    env.reset(seed=1_000_000)
    mean, deviation = evaluate_policy(model, env, 20)
    print(f"agent:  return {mean:.1f} ± {deviation:.1f}")
    print(f"driver: return {np.mean([driven(env) for _ in range(20)]):.1f}")


def driven(env: gym.Env) -> float:
    """The return of an episode under the driver that the scenario names."""
    env.reset()
    total, over = 0.0, False
    while not over:
        _, reward, terminated, truncated, _ = env.step(env.unwrapped.driver_action())
        total, over = total + reward, terminated or truncated
    return total


if __name__ == "__main__":
    main()
