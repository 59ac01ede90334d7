"""Draws docs/traffic.png: ways of cars over time, on a motorway and at a traffic light.

python examples/traffic.py [FILE]
"""

import sys

import matplotlib
import numpy as np
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.simcore.physics.driving import columns as c

import whiteout

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection

COLOURS = {"green": "#31a354", "amber": "#fd8d3c", "red": "#cb181d", "red_amber": "#cb181d"}
LANE = 3.75
MOTORWAY = """
whiteout: 1
duration: 40 s
road: {kind: motorway, lanes: 2, lane: 1, length: 3 km, speed_limit: 130 km/h}
ego: {kind: compact, at: {s: 0 m}, speed: 0 km/h}
task: {kind: reach, goal: {s: 2 km}}
sensors: {}
"""
TOWN = """
whiteout: 1
duration: 75 s
road:
  kind: crossing
  manoeuvre: straight
  approach: 250 m
  exit: 300 m
  control: signals
  signals: {cycle: 60 s, green: 26 s, offset: 18 s}
ego: {kind: compact, at: {s: 0 m}, speed: 0 km/h}
task: {kind: reach, goal: {s: 500 m}}
sensors: {}
"""


def run(text, actors):
    """The episode, times (T,), and s and t of the actors (T, A, 2); the ego stands."""
    episode = Episode(whiteout.draw(read(text + "actors:\n" + actors, "traffic.yaml"), 0, 0), {})
    episode.reset()
    rows = []
    while not episode.ended:
        episode.step([0.0, -1.0])
        rows.append(episode.world.state[0, 1:][:, [c.S, c.T]])
    return episode, 0.1 * np.arange(1, len(rows) + 1), np.array(rows)


def motorway(axes):
    """Trucks at 80 km/h, cars that want more: each line's colour is the lane."""
    actors, s = "", 40.0
    for k, speed in enumerate((130, 115, 80, 140, 100, 80, 125, 110, 80)):
        kind = "box_truck" if speed == 80 else "sedan"
        actors += (
            f"  a{k}: {{kind: {kind}, at: {{s: {s} m}}, speed: {min(speed, 95)} km/h, "
            f"behaviour: {{kind: change_lanes, speed: {speed} km/h}}}}\n"
        )
        s += 45.0
    _, time, ways = run(MOTORWAY, actors)
    for k in range(ways.shape[1]):
        points = np.stack([time, ways[:, k, 0] - 80 / 3.6 * time], 1)
        pieces = LineCollection(
            np.stack([points[:-1], points[1:]], 1), array=ways[:-1, k, 1], cmap="coolwarm",
            clim=(0.0, LANE), lw=1.4,
        )  # fmt: skip
        axes.add_collection(pieces)
    axes.set(xlim=(0, time[-1]), ylim=(0, 700), xlabel="time [s]")
    axes.set_ylabel("way, less that at 80 km/h [m]")
    axes.set_title("overtaking on two lanes: blue the right one, red the left one", fontsize=10)


def town(axes):
    """A platoon at a light: green until 8 s, amber until 11 s, red until 42 s."""
    actors = "".join(
        f"  a{k}: {{kind: sedan, at: {{s: {170 - 22 * k} m}}, speed: 50 km/h, "
        f"behaviour: {{kind: follow_lane, speed: 50 km/h}}}}\n"
        for k in range(8)
    )
    episode, time, ways = run(TOWN, actors)
    layout = episode.setting.layout
    stop = layout.stops[0].x
    for begin in time:
        colour = COLOURS[layout.signals.state(0, begin - 0.05)]
        axes.plot([begin - 0.1, begin], [0, 0], color=colour, lw=4, solid_capstyle="butt")
    for k in range(ways.shape[1]):
        body = episode.world.body[0, k + 1]
        front = body[c.CENTRE_X] + body[c.LENGTH] / 2
        axes.plot(time, ways[:, k, 0] + front - stop, color="#333333", lw=1.1)
    axes.set(xlim=(0, time[-1]), ylim=(-170, 120), xlabel="time [s]")
    axes.set_ylabel("front beyond the stop line [m]")
    axes.set_title("cars at a traffic light", fontsize=10)


def main():
    """Draw both, side by side."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    motorway(axes[0])
    town(axes[1])
    figure.savefig(sys.argv[1] if len(sys.argv) > 1 else "docs/traffic.png", dpi=100)


if __name__ == "__main__":
    main()
