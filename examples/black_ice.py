"""Draws docs/black-ice.png: a car meets black ice in a bend, without and with stability control.

python examples/black_ice.py [FILE]
"""

import sys

import matplotlib
import numpy as np
from whiteout.scenarios.episode import Episode

import whiteout

matplotlib.use("Agg")
from matplotlib import pyplot as plt

MIDDLE, LENGTH = 120.0, 40.0
"""Where the ice lies on the way, and how long it is [m]."""


def drive(stability, speed="57 km/h"):
    """The episode, its ego's poses (N, 4, 4), and how it ended."""
    ice = {"cover": "black_ice", "at": {"s": f"{MIDDLE} m"}, "length": f"{LENGTH} m",
           "width": "30 m"}  # fmt: skip
    spec = whiteout.load(
        "deer-at-bend",
        {
            "actors": {}, "require": {}, "sensors": {}, "weather": {},
            "ego.kind": "pickup", "ego.speed": speed, "ego.driver": {"kind": "constant"},
            "ego.assists": {"stability_control": stability, "traction_control": stability},
            "surface.patches": {"ice": ice},
        },
    )  # fmt: skip
    episode = Episode(whiteout.draw(spec, 2, 0), {})
    frames = [episode.reset()]
    while not frames[-1].ended:
        frames.append(episode.step(episode.driver_action))
    return episode, np.array([frame.ego.T_world_ego for frame in frames]), frames[-1].outcome


def strip(axes, route, s, edges, **look):
    """A strip of the road between two edges."""
    right, left = (route.at(s, t)[:, :2] for t in edges)
    axes.fill(*np.concatenate([right, left[::-1]]).T, **look)


def main():
    """Draw both runs, one above the other."""
    shared = {"sharex": True, "sharey": True, "layout": "constrained"}
    figure, axes = plt.subplots(2, 1, figsize=(9, 7.6), **shared)
    for ax, stability in zip(axes, (False, True), strict=True):
        episode, poses, outcome = drive(stability)
        layout = episode.setting.layout
        strip(ax, layout.lanes.route, np.arange(60.0, 230.0), layout.edges, color="0.82")
        on_ice = np.arange(MIDDLE - LENGTH / 2, MIDDLE + LENGTH / 2 + 0.1)
        strip(ax, layout.lanes.route, on_ice, layout.edges, color="#9ecae1", label="black ice")
        length, width, ahead = episode.setting.ego_box
        x, y = ahead + np.array([-1, 1, 1, -1]) * length / 2, np.array([-1, -1, 1, 1]) * width / 2
        corners = np.stack([x, y, 0 * x, 0 * x + 1])
        ax.plot(poses[:, 0, 3], poses[:, 1, 3], color="#cb181d", lw=1)
        for T in poses[::4]:
            ax.fill(*(T @ corners)[:2], facecolor="none", edgecolor="#333333", lw=0.9)
        words = "with" if stability else "without"
        ax.set_title(f"{words} stability control: {outcome.replace('_', ' ')}", fontsize=10)
        ax.set(aspect="equal", xlim=(70, 205), ylim=(-50, 8), ylabel="[m]")
        ax.legend(loc="lower left", fontsize=8)
    axes[1].set_xlabel("[m]; the car every 0.4 s; driver keeps lane and 57 km/h")
    figure.savefig(sys.argv[1] if len(sys.argv) > 1 else "docs/black-ice.png", dpi=100)


if __name__ == "__main__":
    main()
