"""A city bicycle: frame, fork with handlebar, crank, pedals; built in the axes of the figure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder

Array = NDArray[np.float64]


TREAD = 0.012
"""From a pedal's axle up to its surface [m]."""
REAR_LAMP = 0.235
"""How far the lamp on the rack stands behind the rear axle [m]."""


class Bicycle(NamedTuple):
    """Places (x, z) [m] ahead of the rear axle; radius: of the wheels; saddle: its top."""

    radius: float
    wheelbase: float
    crank: tuple[float, float]
    arm: float
    pedal_y: float
    head_low: tuple[float, float]
    head_top: tuple[float, float]
    grip: tuple[float, float, float]
    saddle: tuple[float, float]

    @property
    def steering(self) -> tuple[float, float]:
        """The direction of the steering axis, upwards."""
        dx, dz = self.head_top[0] - self.head_low[0], self.head_top[1] - self.head_low[1]
        unit = float(np.hypot(dx, dz))
        return (dx / unit, dz / unit)


def bicycle_for(size: float, hips: tuple[float, float]) -> Bicycle:
    """A bicycle for riders of ``size`` (1: 1.74 m tall), its saddle under the hips."""
    radius = 0.345 * min(max(size, 0.75), 1.0)
    wheelbase = 1.02 * (0.25 + 0.75 * size)
    low = (wheelbase - 0.115 * size, radius + 0.31 * size)
    return Bicycle(
        radius=radius,
        wheelbase=wheelbase,
        crank=crank_place(size),
        arm=0.17 * size,
        pedal_y=0.115,
        head_low=low,
        head_top=(low[0] - 0.05 * size, low[1] + 0.155 * size),
        grip=(low[0] - 0.155 * size, 0.225, low[1] + 0.320 * size),
        saddle=(hips[0] - 0.035 * size, hips[1] - 0.115 * size),
    )


def crank_place(size: float) -> tuple[float, float]:
    """Where the crank's axle is."""
    radius = 0.345 * min(max(size, 0.75), 1.0)
    return (0.44 * size, radius - 0.065 * size)


def _tube(builder: MeshBuilder, a, b, radius: float, material: str, colour: str | None, sides=7):
    builder.tube([a, b], radius, material, colour=colour, sides=sides)


def add_frame(builder: MeshBuilder, bike: Bicycle, detail: int) -> None:
    """The rigid frame: tubes, stays, saddle, mudguard, rack, chain, rear lamp, stand."""
    sides = (7, 5, 3)[detail]
    x, z = bike.crank
    sx, sz = bike.saddle
    crank, rear = (x, 0.0, z), (0.0, 0.0, bike.radius)
    lean = (x - sx) / (sz - z)
    seat_z = min(bike.head_top[1] + 0.01, sz - 0.14)
    seat = (x - lean * (seat_z - z), 0.0, seat_z)
    low, top = (bike.head_low[0], 0.0, bike.head_low[1]), (bike.head_top[0], 0.0, bike.head_top[1])
    paint = ("car_paint", "frame")
    _tube(builder, crank, seat, 0.016, *paint, sides)
    _tube(builder, crank, np.add(low, (0, 0, 0.03)), 0.019, *paint, sides)
    _tube(builder, seat, np.add(top, (0, 0, -0.03)), 0.016, *paint, sides)
    _tube(builder, low, top, 0.019, *paint, sides)
    for y in (0.05, -0.05) if detail < 2 else (0.0,):
        _tube(builder, (x, 0.6 * y, z), (0, y, bike.radius), 0.010, *paint, sides - 1)
        _tube(
            builder,
            np.add(seat, (0, 0.5 * y, -0.02)),
            (0, y, bike.radius),
            0.008,
            *paint,
            sides - 1,
        )
    _tube(builder, seat, (sx + 0.015, 0, sz - 0.03), 0.013, "steel", None, sides)
    _add_saddle(builder, bike, detail)
    if detail == 2:
        return
    _add_mudguard(builder, rear, bike.radius, 55, 195, detail)
    for y in (0.018, -0.018):
        stay = (
            -(bike.radius + 0.02) * np.sin(1.0),
            y,
            bike.radius + (bike.radius + 0.02) * np.cos(1.0),
        )
        _tube(builder, (0, 2.6 * y, bike.radius), stay, 0.003, "steel", None, 3)
    lamp = (-REAR_LAMP, 0.0, bike.radius * 2 + 0.058)
    builder.box(lamp, (0.03, 0.085, 0.045), "trim")
    builder.box(np.add(lamp, (-0.018, 0, 0)), (0.012, 0.075, 0.036), "tail_lamp")
    _add_chain(builder, bike)
    if detail == 0:
        _add_rack(builder, bike)
        _tube(
            builder, (x - 0.05, 0.05, z - 0.01), (x - 0.24, 0.10, z + 0.03), 0.007, "steel", None, 4
        )


def _add_saddle(builder: MeshBuilder, bike: Bicycle, detail: int) -> None:
    sx, sz = bike.saddle
    path = [
        (sx - 0.14, 0, sz - 0.015),
        (sx - 0.09, 0, sz),
        (sx, 0, sz - 0.01),
        (sx + 0.13, 0, sz - 0.022),
    ]
    builder.tube(path, [0.045, 0.085, 0.045, 0.018], "leather", colour="saddle",
                 sides=(10, 6, 4)[detail], radius_up=[0.016, 0.028, 0.024, 0.014])  # fmt: skip


def _add_mudguard(builder, centre, radius: float, start: float, stop: float, detail: int) -> None:
    """A curved sheet over a wheel between two angles [deg] from the front, upwards."""
    angle = np.radians(np.linspace(start, stop, 10 - 4 * detail))
    sides = []
    for thick in (0.0, 0.0015):
        rows = []
        for y, drop in ((-0.030, 0.012), (0.0, 0.0), (0.030, 0.012)):
            r = radius + 0.022 - drop - thick
            x, z = centre[0] + r * np.cos(angle), centre[2] + r * np.sin(angle)
            rows.append(np.stack([x, 0 * angle + y, z], 1))
        sides.append(rows)
    builder.grid(sides[0][::-1], "plastic", colour="mudguard")
    builder.grid(sides[1], "plastic", colour="mudguard")


def _add_chain(builder: MeshBuilder, bike: Bicycle) -> None:
    """Both runs of the chain, on the right, under a guard."""
    x, z = bike.crank
    for up in (1, -1):
        ends = [(x, -0.045, z + 0.075 * up), (0.0, -0.045, bike.radius + 0.032 * up)]
        builder.tube(ends, 0.006, "steel", sides=4, caps=False)
    guard = [
        (x + 0.07, -0.060, z + 0.085),
        (x - 0.02, -0.060, z + 0.105),
        (0.06, -0.060, bike.radius + 0.055),
    ]
    builder.tube(guard, 0.006, "plastic", colour="mudguard", sides=4, radius_up=0.020)


def _add_rack(builder: MeshBuilder, bike: Bicycle) -> None:
    z = 2 * bike.radius + 0.085
    for y in (0.055, -0.055):
        builder.tube([(0.16, y, z), (-0.22, y, z)], 0.005, "steel", sides=4)
        builder.tube(
            [(-0.08, y, z), (0.0, 0.9 * y, bike.radius)], 0.004, "steel", sides=3, caps=False
        )
    for x in (0.12, -0.02, -0.18):
        builder.tube([(x, 0.055, z), (x, -0.055, z)], 0.004, "steel", sides=3, caps=False)


def add_fork(builder: MeshBuilder, bike: Bicycle, detail: int) -> None:
    """Everything that steers but the wheel: blades, stem, handlebar, lamp, mudguard, bell."""
    sides = (7, 5, 3)[detail]
    low, top = (
        np.array([bike.head_low[0], 0, bike.head_low[1]]),
        np.array([bike.head_top[0], 0, bike.head_top[1]]),
    )
    axis = np.array([bike.steering[0], 0.0, bike.steering[1]])
    hub = np.array([bike.wheelbase, 0.0, bike.radius])
    crown = low - 0.015 * axis
    for y in (0.05, -0.05):
        bend = crown + 0.65 * (hub - crown) - np.array([0.02, 0, 0])
        path = [
            crown + np.array([0, 0.6 * y, 0]),
            bend + np.array([0, y, 0]),
            hub + np.array([0, y, 0]),
        ]
        builder.tube(path, [0.014, 0.012, 0.008], "car_paint", colour="frame", sides=sides - 1)
    gx, gy, gz = bike.grip
    clamp = np.array([top[0] + 0.02, 0.0, gz - 0.02])
    builder.tube([top - 0.02 * axis, top + 0.06 * axis, clamp], 0.014, "steel", sides=sides)
    bar = [
        (gx, gy + 0.06, gz - 0.005),
        (gx + 0.02, gy - 0.06, gz + 0.005),
        (clamp[0], 0.09, gz + 0.01),
    ]
    other = [(x, -y, z) for x, y, z in bar[::-1]]
    builder.tube(np.array([*bar, tuple(clamp), *other]), 0.011, "steel", sides=sides - 1)
    for side in (1, -1):
        grip = [(gx, side * (gy + 0.065), gz - 0.006), (gx + 0.016, side * (gy - 0.05), gz + 0.004)]
        builder.tube(grip, 0.017, "rubber", sides=sides)
        if detail == 0:
            lever = [
                (gx + 0.03, side * (gy - 0.06), gz),
                (gx + 0.075, side * (gy + 0.05), gz - 0.02),
            ]
            builder.tube(lever, 0.005, "steel", sides=4)
    if detail == 2:
        return
    _add_mudguard(builder, hub, bike.radius, 45, 150, detail)
    place = crown + np.array([0.075, 0.0, 0.10])
    path = [place, place + np.array([0.03, 0, 0]), place + np.array([0.05, 0, 0])]
    builder.tube(path, [0.022, 0.036, 0.036], "trim", sides=8)
    ring = 2 * np.pi * np.arange(8) / 8
    lens = place + np.stack([0 * ring + 0.052, 0.031 * np.cos(ring), 0.031 * np.sin(ring)], 1)
    builder.fan(lens, "head_lamp")
    if detail == 0:
        _tube(builder, crown + np.array([0.01, 0, 0.02]), place, 0.005, "steel", None, 4)
        builder.ellipsoid(
            (gx + 0.07, gy - 0.13, gz + 0.03), (0.022, 0.022, 0.018), "chrome", sides=6, rings=4
        )


def lamp_places(bike: Bicycle) -> dict[str, tuple[float, float, float]]:
    """Front lens and rear lamp."""
    ax, az = bike.steering
    return {
        "low_beam": (
            bike.head_low[0] - 0.015 * ax + 0.127,
            0.0,
            bike.head_low[1] - 0.015 * az + 0.10,
        ),
        "tail": (-REAR_LAMP - 0.025, 0.0, bike.radius * 2 + 0.058),
    }


def add_crank(builder: MeshBuilder, bike: Bicycle, detail: int) -> None:
    """Both arms, the left one upright, and the chain ring, about the axle at the origin."""
    y, arm = bike.pedal_y - 0.045, bike.arm
    for side in (1, -1):
        ends = [(0, side * (y - 0.01), 0), (0, side * y, side * arm)]
        builder.tube(ends, 0.012, "steel", sides=4 if detail else 5)
    if detail == 2:
        return
    builder.tube([(0, y, 0), (0, -y, 0)], 0.014, "steel", sides=6)
    rim = [(-0.047, 0.060), (-0.047, 0.088), (-0.041, 0.088), (-0.041, 0.060)]
    builder.lathe([*rim, rim[0]], "steel", sides=16 - 6 * detail, axis="y")
    for k in range(5):
        c, s = np.cos(2 * np.pi * k / 5), np.sin(2 * np.pi * k / 5)
        builder.tube(
            [(0, -0.044, 0), (0.065 * s, -0.044, 0.065 * c)], 0.008, "steel", sides=3, caps=False
        )


def add_pedal(builder: MeshBuilder, detail: int) -> None:
    """A pedal about its axle at the origin."""
    builder.box((0, 0, 0), (0.095, 0.085, 0.024), "trim")
    if detail == 0:
        for x in (0.049, -0.049):
            builder.box((x, 0, 0), (0.004, 0.06, 0.014), "indicator_left", colour="reflector")
