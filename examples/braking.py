"""Draws docs/braking.png: how far cars slide by what lies on the road and by what they roll on.

python examples/braking.py [FILE]
"""

import sys

import matplotlib
import numpy as np
from whiteout.scenarios.proving import brake_test, braked, ground, proving_ground
from whiteout.simcore.physics.driving.car.design import Assists, Tyres

matplotlib.use("Agg")
from matplotlib import pyplot as plt

START = 50 / 3.6
COVERS = {
    "dry": "#444444", "wet": "#2b7bba", "puddle": "#6fb7e0", "loose_snow": "#9a8fbf",
    "packed_snow": "#6a51a3", "ice": "#d95f02",
}  # fmt: skip
TYRES = {"summer": "#e6ab02", "all_season": "#66a61e", "winter": "#1f78b4", "studded": "#7570b3"}


def curves(axes):
    """Speed over the way, by cover, with and without anti-lock brakes."""
    for cover, colour in COVERS.items():
        for abs, style in ((True, "-"), (False, ":")):
            assists = Assists(abs, abs, abs)
            world = proving_ground("compact", Tyres("all_season"), assists, START, ground(cover))
            track = braked(world)
            label = cover.replace("_", " ") if abs else None
            axes.plot(track.way, np.maximum(track.speed, 0) * 3.6, style, color=colour, label=label)
    axes.plot([], [], "k-", label="ABS")
    axes.plot([], [], "k:", label="locked")
    axes.set(xlabel="way [m]", ylabel="speed [km/h]", xlim=(0, 130), ylim=(0, 52))
    axes.set_title("All-season tyres, from the moment the pedal goes down", fontsize=10)
    axes.legend(fontsize=8, ncols=2)


def bars(axes):
    """Stopping distance by cover and tyre."""
    covers = ["dry", "wet", "packed_snow", "ice"]
    for number, (tyre, colour) in enumerate(TYRES.items()):
        ways = [brake_test(cover, tyre=tyre, start=START).distance_m for cover in covers]
        places = np.arange(len(covers)) + 0.2 * (number - 1.5)
        bar = axes.bar(places, ways, 0.19, color=colour, label=tyre.replace("_", "-"))
        axes.bar_label(bar, fmt="%.0f", fontsize=7)
    axes.set_xticks(range(len(covers)), [cover.replace("_", " ") for cover in covers])
    axes.set(ylabel="50 km/h to 0 [m]", yscale="log", ylim=(7, 250))
    axes.set_yticks([10, 20, 50, 100, 200], ["10", "20", "50", "100", "200"])
    axes.set_title("With ABS, by tyre", fontsize=10)
    axes.legend(fontsize=8)


def main():
    """Draw both."""
    figure, axes = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    curves(axes[0])
    bars(axes[1])
    figure.savefig(sys.argv[1] if len(sys.argv) > 1 else "docs/braking.png", dpi=110)


if __name__ == "__main__":
    main()
