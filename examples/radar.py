"""What a radar sees: a motorway from above, a street by range and speed, and somebody who walks.

    python examples/radar.py --out docs/radar.jpg

Left: what an ARS408-like radar detects in `motorway-cut-in`, coloured by the speed over ground,
with the outlines of what is there. Middle: the range-Doppler map of its near scan in
`child-chases-ball`. Right: from a car that stands, the cells around a walker over time.
"""

from __future__ import annotations

import argparse
from itertools import islice

import matplotlib
import numpy as np
from whiteout.sensors.models.radar import map_axes

import whiteout

matplotlib.use("Agg")
import matplotlib.pyplot as plt

RADAR = {
    "kind": "radar", "preset": "ars408", "mount": {"x": "3.7 m", "z": "0.5 m"}, "rate": "20 Hz",
    "channels": ["detections", "range_doppler"], "interference": {"probability": 0},
}  # fmt: skip
WALK = {
    "actors": {
        "walker": {
            "kind": "adult", "at": {"s": "30 m", "t": "0.4 m"},
            "behaviour": {"kind": "walk", "against": True, "speed": "1.4 m/s"},
        },
    },
    "ego.speed": "0 km/h", "ego.driver": {"kind": "constant"}, "require": {},
}  # fmt: skip
MAP = {"aspect": "auto", "origin": "lower", "cmap": "magma", "vmin": 0, "vmax": 45}


def frames(name: str, steps: int, overrides: dict | None = None):
    """The frames of a scenario of the library that has a radar and nothing else."""
    changes = {**(overrides or {}), "sensors": {"radar": RADAR}}
    return islice(whiteout.run(whiteout.draw(whiteout.load(name, changes), 0, 0)), steps)


def bins() -> tuple[np.ndarray, np.ndarray]:
    """Ranges and speeds of the map of the near scan."""
    drawn = whiteout.draw(whiteout.load("child-chases-ball", {"sensors": {"radar": RADAR}}), 0, 0)
    return map_axes(drawn.sensors["radar"])


def plan(axis) -> None:
    """Detections from above."""
    *_, before, frame = frames("motorway-cut-in", 40)
    reading, truth = frame.readings["radar"][-1], frame.truth["radar"][-1]
    last = before.readings["radar"][-1]
    passed = np.linalg.norm(reading.T_world_ego[:3, 3] - last.T_world_ego[:3, 3])
    speed = passed / ((reading.t_ns - last.t_ns) * 1e-9)
    found = reading.channels["detections"]
    found = found[found["ambig_state"] == 3]
    over_ground = found["doppler"] + speed * np.cos(found["azimuth"])
    x, y = (found["range"] * f(found["azimuth"]) for f in (np.cos, np.sin))
    T = np.linalg.inv(reading.T_world_ego @ reading.T_ego_sensor)
    for item in truth.objects:
        corners = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1), (1, 1)]) / 2 * item.size[:2]
        local = np.column_stack([corners, np.zeros(5), np.ones(5)])
        here = (T @ item.T_world_object @ local.T)[:2]
        axis.plot(here[1], here[0], color="k", lw=0.8)
    real = found["ghost"] == 0
    shown = {"cmap": "coolwarm", "vmin": -30, "vmax": 30}
    dots = axis.scatter(y[real], x[real], c=over_ground[real], s=9, lw=0.3, ec="k", **shown)
    axis.scatter(y[~real], x[~real], c=over_ground[~real], s=26, marker="x", lw=1.2, **shown)
    plt.colorbar(dots, ax=axis, label="speed over ground along the line of sight [m/s]")
    axis.set(xlim=(26, -26), ylim=(-2, 125), xlabel="left [m]", ylabel="ahead [m]")
    axis.set_title("motorway-cut-in (x: ghosts and noise)", fontsize=9)


def street(axis, away: np.ndarray, speed: np.ndarray) -> None:
    """A range-Doppler map on the way through a street."""
    *_, frame = frames("child-chases-ball", 38)
    shown = frame.readings["radar"][-1].channels["range_doppler"]
    picture = axis.imshow(shown, extent=(speed[0], speed[-1], away[0], away[-1]), **MAP)
    plt.colorbar(picture, ax=axis, label="power above noise [dB]")
    axis.set(xlim=(-16, 6), ylim=(0, 60), xlabel="radial speed [m/s]", ylabel="range [m]")
    axis.set_title("child-chases-ball, at 36 km/h: range and Doppler", fontsize=9)


def walk(axis, away: np.ndarray, speed: np.ndarray) -> None:
    """The cells of somebody who comes nearer, over time."""
    rows, times = [], []
    for frame in frames("pedestrian-at-night", 41, WALK):
        for reading, truth in zip(frame.readings["radar"], frame.truth["radar"], strict=True):
            walker = next(item for item in truth.objects if item.class_name == "adult")
            near = abs(away - walker.distance_m) < 0.8
            rows.append(reading.channels["range_doppler"][near].max(0))
            times.append(reading.t_ns * 1e-9)
    extent = (times[0], times[-1], speed[0], speed[-1])
    picture = axis.imshow(np.array(rows).T, extent=extent, interpolation="nearest", **MAP)
    plt.colorbar(picture, ax=axis, label="power above noise [dB]")
    axis.set(ylim=(-7, 3), xlabel="time [s]", ylabel="radial speed [m/s]")
    axis.set_title("a walker who comes nearer at 1.4 m/s", fontsize=9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="docs/radar.jpg")
    out = parser.parse_args().out
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(14, 5), dpi=85)
    plan(left)
    street(middle, *bins())
    walk(right, *bins())
    figure.tight_layout()
    figure.savefig(out, pil_kwargs={"quality": 80})
    print(out)


if __name__ == "__main__":
    main()
