"""Collects demonstrations of a scenario's own driver, with the truth of each step.

python examples/collect.py --episodes 2 --out demonstrations.npz
"""

import argparse

import gymnasium as gym
import numpy as np

import whiteout  # noqa: F401  (registers the environments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--env", default="whiteout/DeerAtBend-v0")
    parser.add_argument("--episodes", type=int, default=2)
    parser.add_argument("--out", default="demonstrations.npz")
    given = parser.parse_args()
    env = gym.make(given.env, sensors={"front": {"width": 160, "height": 120}})
    pictures, states, actions, episodes = [], [], [], []
    for episode in range(given.episodes):
        seen, info = env.reset(seed=0 if episode == 0 else None)
        over = False
        while not over:
            action = env.unwrapped.driver_action()
            pictures.append(seen["front"])
            states.append(seen["ego"])
            actions.append(action)
            episodes.append(info["index"])
            seen, _, terminated, truncated, info = env.step(action)
            over = terminated or truncated
        found = {item.track for item in env.unwrapped.get_ground_truth()["front"].objects}
        print(f"episode {episode}: {len(actions)} steps so far, {len(found)} objects at its end")
    np.savez_compressed(
        given.out,
        picture=np.stack(pictures),
        ego=np.stack(states),
        action=np.stack(actions),
        episode=np.array(episodes),
    )
    print(f"{len(actions)} steps in {given.out}")


if __name__ == "__main__":
    main()
