"""Draws what instruments of navigation tell: Allan deviations, and a way through a tunnel.

python examples/navigation.py --out docs
"""

import argparse
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from whiteout.sensors.models.imu import build
from whiteout.sensors.navigation.allan import deviation
from whiteout.sensors.sensor import Demand

import whiteout

HOURS, RATE = 2.0, 200.0
UNITS = ("adis16470", "bmi088", "mpu6050", "icm42688", "imu_high")
ROAD = {
    "actors": {},
    "require": {},
    "weather": {},
    "surface": {},
    "road": {"kind": "tunnel", "approach": "150 m", "length": "250 m", "curvature": "0.001 1/m"},
    "ego": {"kind": "compact", "at": {"s": "30 m"}, "speed": "60 km/h"},
    "task.goal.s": "520 m",
    "duration": "40 s",
}
INSTRUMENTS = {
    "consumer": {"kind": "gnss", "preset": "consumer", "channels": ["local", "fix"]},
    "rtk": {"kind": "gnss", "preset": "rtk", "channels": ["local", "fix"]},
    "imu": {"kind": "imu", "preset": "imu_mid", "rate": "100 Hz"},
    "wheels": {"kind": "odometry", "rate": "50 Hz"},
}
MOUNT = np.array([1.6, 0.0, 1.5, 1.0])


def drawn(sensors: dict):
    """The road with instruments."""
    return whiteout.draw(whiteout.load("deer-at-bend", {**ROAD, "sensors": sensors}), 2, 0)


def draw_allan(out: Path) -> None:
    """Two simulated hours at 200 Hz of each unit's first axes, and the lines of their data sheets:
    white noise N/√τ and the floor 0.664 B."""
    times, tau = np.arange(round(HOURS * 3600 * RATE)) / RATE, np.geomspace(0.05, 700.0, 34)
    sensors = {name: {"kind": "imu", "preset": name, "rate": "200 Hz"} for name in UNITS}
    settings = drawn(sensors).sensors
    figure, plots = plt.subplots(1, 2, figsize=(8.6, 3.5), layout="constrained")
    scales = ((np.degrees(3600.0), "gyro", "gyroscopes [°/h]"), (1e6 / 9.80665, "accel",
              "accelerometers [µg]"))  # fmt: skip
    for plot, (scale, kind, title) in zip(plots, scales, strict=True):
        for name in UNITS:
            axes = build(name, settings[name], Demand()).triads[kind]
            found = deviation(axes.record(times, 7, axes=(0,))[0], RATE, tau) * scale
            (line,) = plot.loglog(tau, found, label=name, lw=1.6)
            N, B = axes.settings.noise_density * scale, axes.settings.bias_instability * scale
            plot.loglog(tau, N / np.sqrt(tau), ":", color=line.get_color(), lw=1.0)
            plot.axhline(0.664 * B, color=line.get_color(), ls="--", lw=0.6)
            plot.plot(1.0, N, "o", color=line.get_color(), ms=4)
        plot.set(title=title, xlabel="cluster time [s]")
        plot.grid(alpha=0.25)
    plots[0].legend(fontsize=7)
    figure.savefig(out / "allan.png", dpi=90)


def draw_way(out: Path) -> None:
    """A drive through a tunnel by satellites, by carrier phases, and by gyroscope and wheels."""
    frames = list(whiteout.run(drawn(INSTRUMENTS)))
    time = np.array([frame.t_ns for frame in frames]) * 1e-9
    true = np.stack([(frame.ego.T_world_ego @ MOUNT)[:2] for frame in frames])
    told, away = {}, {}
    for name in ("consumer", "rtk"):
        items = [frame.readings[name][-1] for frame in frames]
        told[name] = np.stack([item.channels["local"][:2] for item in items])
        epoch = np.array([item.t_claimed_ns for item in items]) * 1e-9
        there = np.stack([np.interp(epoch, time, true[:, k]) for k in range(2)], 1)
        away[name] = np.linalg.norm(told[name] - there, axis=1)
    way = reckoned(frames)
    lost = np.array([frame.readings["rtk"][-1].channels["fix"] == 0 for frame in frames])
    figure, plots = plt.subplots(2, 1, figsize=(8.6, 4.6), layout="constrained")
    plots[0].plot(*true[lost].T, color="0.8", lw=8, label="no fix")
    plots[0].plot(*true.T, "k", lw=1.0, label="true")
    for name, style in (("consumer", "."), ("rtk", "+")):
        plots[0].plot(*told[name].T, style, ms=4, label=f"gnss, {name}")
        plots[1].semilogy(time, away[name], style, ms=4)
    plots[0].plot(*way.T, "C2--", lw=1.2, label="gyroscope and wheels")
    plots[1].semilogy(time[1:], np.linalg.norm(way - true, axis=1)[1:], "C2--", lw=1.2)
    plots[1].fill_between(time, 1e-3, 100.0, where=lost, color="0.9")
    plots[0].set(xlabel="east [m]", ylabel="north [m]")
    plots[1].set(xlabel="time [s]", ylabel="off by, level [m]", ylim=(1e-3, 100.0))
    plots[0].legend(fontsize=7)
    for plot in plots:
        plot.grid(alpha=0.25)
    figure.savefig(out / "tunnel-way.png", dpi=90)


def reckoned(frames: list) -> np.ndarray:
    """(N, 2) where the antenna is by the yaw rate and the rear wheels alone, from its true place
    and heading at the beginning."""
    T = frames[0].ego.T_world_ego
    heading, here, last, found = np.arctan2(T[1, 0], T[0, 0]), T[:2, 3].copy(), 0.0, []
    for frame in frames:
        for item in frame.readings["imu"][-10:]:
            heading += float(item.channels["gyro"][2]) / 100.0
        for item in frame.readings["wheels"]:
            time, speed = item.t_ns * 1e-9, float(item.channels["wheel_speed"][2:].mean())
            here = here + speed * (time - last) * np.array([np.cos(heading), np.sin(heading)])
            last = time
        found.append(here + MOUNT[0] * np.array([np.cos(heading), np.sin(heading)]))
    return np.array(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="docs")
    out = Path(parser.parse_args().out)
    draw_allan(out)
    draw_way(out)
    print(out / "allan.png", out / "tunnel-way.png")


if __name__ == "__main__":
    main()
