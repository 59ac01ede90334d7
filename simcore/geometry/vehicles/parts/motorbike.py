"""A naked motorcycle: frame, engine, tank and seat; fork with handlebar and head lamp."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .details import QUAD
from .plate import HEIGHT as PLATE_HEIGHT

Array = NDArray[np.float64]

WHEELBASE, RADIUS, FRONT_TYRE, REAR_TYRE = 1.42, 0.31, 0.12, 0.16
AXIS_LOW, AXIS_TOP = (1.17, 0.70), (1.085, 0.90)
"""Two points (x, z) of the steering axis; its rake is some 24 degrees."""
GRIP = (0.965, 0.335, 1.055)
PEG = (0.50, 0.215, 0.36)
HIPS = (0.375, 0.885)
LAMP = (1.285, 0.865)
TAIL = (-0.315, 0.795)


def steering_axis() -> tuple[float, float]:
    """The direction of the steering axis (x, z), upwards."""
    dx, dz = AXIS_TOP[0] - AXIS_LOW[0], AXIS_TOP[1] - AXIS_LOW[1]
    unit = float(np.hypot(dx, dz))
    return (dx / unit, dz / unit)


def add_chassis(builder: MeshBuilder, detail: int) -> None:
    """Everything that does not steer, but the wheels."""
    sides = (8, 6, 4)[detail]
    _add_tank(builder, detail)
    _add_seat(builder, detail)
    _add_engine(builder, detail)
    for y in (0.09, -0.09):
        builder.tube(
            [(0.0, 1.1 * y, RADIUS), (0.30, y, 0.40), (0.50, y, 0.44)], 0.026, "trim", sides=sides
        )
        if detail < 2:
            spine = [(1.08, 0.5 * y, 0.78), (0.80, y, 0.64), (0.52, y, 0.50), (0.48, y, 0.36)]
            builder.tube(spine, 0.024, "steel", colour="frame", sides=sides)
            down = [(1.09, 0.4 * y, 0.70), (0.98, 0.8 * y, 0.45), (0.86, y, 0.27)]
            builder.tube(down, 0.018, "steel", colour="frame", sides=sides)
            rail = [(0.55, y, 0.68), (0.20, 1.1 * y, 0.72), (-0.18, 0.8 * y, 0.76)]
            builder.tube(rail, 0.014, "steel", colour="frame", sides=sides - 2)
    _add_exhaust(builder, detail)
    _add_tail(builder, detail)
    if detail == 2:
        return
    for side in (1, -1):
        x, y, z = PEG
        builder.tube([(x, side * 0.12, z), (x, side * (y + 0.05), z)], 0.012, "trim", sides=5)
    chain = [(0.50, 0.085, 0.40), (0.0, 0.085, RADIUS + 0.06)]
    builder.tube(chain, 0.008, "steel", sides=4, caps=False)
    chain = [(0.50, 0.085, 0.33), (0.0, 0.085, RADIUS - 0.06)]
    builder.tube(chain, 0.008, "steel", sides=4, caps=False)
    if detail == 0:
        builder.tube(
            [(0.28, 0.0, 0.40), (0.40, 0.0, 0.66)], 0.032, "plastic", colour="spring", sides=7
        )
        builder.tube([(0.60, 0.13, 0.22), (0.36, 0.16, 0.20)], 0.010, "trim", sides=4)


def _add_tank(builder: MeshBuilder, detail: int) -> None:
    path = [(1.08, 0, 0.82), (1.02, 0, 0.855), (0.86, 0, 0.875), (0.68, 0, 0.83), (0.55, 0, 0.765)]
    if detail == 2:
        path = path[::2]
    across = [0.075, 0.145, 0.170, 0.130, 0.085][:: 2 if detail == 2 else 1]
    upward = [0.060, 0.105, 0.120, 0.095, 0.050][:: 2 if detail == 2 else 1]
    builder.tube(
        path, across, "car_paint", sides=(14, 10, 6)[detail], radius_up=upward, exponent=2.4
    )
    if detail == 0:
        builder.lathe([(0.978, 0.035), (0.992, 0.030), (0.992, 0.0)], "chrome", sides=10,
                      centre=(0.88, 0.0, 0.0))  # fmt: skip
        for side in (1, -1):
            _add_shroud(builder, side)


def _add_shroud(builder: MeshBuilder, side: int) -> None:
    """A plate beside the radiator, seen from both sides."""
    places = [(1.12, 0.115, 0.74), (1.00, 0.155, 0.66), (0.92, 0.155, 0.78), (1.08, 0.13, 0.84)]
    back = tuple(triangle[::-1] for triangle in QUAD)
    for inset, faces in ((0.0, QUAD), (0.002, back)):
        corners = [(x, side * (y - inset), z) for x, y, z in places]
        builder.add(corners, faces if side > 0 else [face[::-1] for face in faces], "car_paint")


def _add_seat(builder: MeshBuilder, detail: int) -> None:
    path = [
        (0.60, 0, 0.765),
        (0.42, 0, 0.755),
        (0.20, 0, 0.785),
        (0.05, 0, 0.825),
        (-0.14, 0, 0.845),
    ]
    across, upward = [0.075, 0.135, 0.145, 0.120, 0.060], [0.045, 0.055, 0.050, 0.045, 0.030]
    step = 2 if detail == 2 else 1
    sides = (10, 8, 5)[detail]
    path, across, upward = path[::step], across[::step], upward[::step]
    builder.tube(path, across, "leather", colour="saddle", sides=sides, radius_up=upward)
    tail = [(0.22, 0, 0.725), (-0.05, 0, 0.765), (-0.24, 0, 0.805), (-0.32, 0, 0.805)]
    step = 3 if detail == 2 else 1
    across, upward = [0.125, 0.115, 0.075, 0.045][::step], [0.055, 0.050, 0.038, 0.026][::step]
    builder.tube(tail[::step], across, "car_paint", sides=sides, radius_up=upward)


def _add_engine(builder: MeshBuilder, detail: int) -> None:
    if detail == 2:
        builder.box((0.72, 0, 0.42), (0.45, 0.34, 0.38), "steel", colour="engine")
        return
    arc = 3 - detail
    builder.rounded_box(
        (0.66, 0, 0.34), (0.46, 0.30, 0.26), 0.07, "steel", colour="engine", arc=arc
    )
    lean = np.array([[0.94, 0, 0.34], [0, 1, 0], [-0.34, 0, 0.94]])
    builder.box((0.84, 0, 0.54), (0.24, 0.30, 0.26), "steel", colour="engine", R=lean)
    for side in (1, -1):  # clutch and alternator covers
        ring = [(0.15 * side, 0.105), (0.185 * side, 0.085), (0.185 * side, 0.0)]
        builder.lathe(
            ring if side > 0 else ring[::-1], "rim", colour="cover",
            sides=12 - 4 * detail, axis="y", centre=(0.62, 0.0, 0.34),
        )  # fmt: skip
    if detail:
        return
    for k in range(5):
        up = -0.09 + 0.045 * k
        place = np.array([0.84, 0, 0.54]) + lean @ [0, 0, up]
        builder.box(place, (0.27, 0.335, 0.012), "rim", colour="cover", R=lean)
    builder.box((1.06, 0, 0.56), (0.035, 0.30, 0.24), "trim", R=lean)  # radiator
    builder.box((1.08, 0, 0.56), (0.006, 0.26, 0.20), "steel", R=lean)


def _add_exhaust(builder: MeshBuilder, detail: int) -> None:
    sides = (8, 6, 4)[detail]
    pipe = [(0.94, -0.06, 0.50), (1.00, -0.07, 0.36), (0.88, -0.12, 0.20), (0.55, -0.17, 0.20),
            (0.34, -0.19, 0.27)]  # fmt: skip
    if detail < 2:
        builder.tube(pipe, 0.024, "steel", sides=sides)
        other = [(x, -y if k < 2 else y + 0.05, z) for k, (x, y, z) in enumerate(pipe[:4])]
        builder.tube(other, 0.024, "steel", sides=sides)
    silencer = [
        (0.36, -0.19, 0.27),
        (0.30, -0.195, 0.285),
        (-0.06, -0.225, 0.395),
        (-0.12, -0.23, 0.412),
    ]
    builder.tube(silencer, [0.03, 0.052, 0.058, 0.046], "chrome", sides=sides + 2)


def _add_tail(builder: MeshBuilder, detail: int) -> None:
    x, z = TAIL
    builder.box((x, 0, z), (0.05, 0.13, 0.055), "trim")
    upper, lower = (x - 0.027, 0, z + 0.011), (x - 0.027, 0, z - 0.014)
    builder.box(upper, (0.008, 0.115, 0.022), "tail_lamp", leave_out="+x")
    builder.box(lower, (0.008, 0.115, 0.022), "brake_lamp", leave_out="+x")
    if detail == 2:
        return
    # Number plate on its carrier, with a mudguard above the rear wheel.
    builder.box((x + 0.035, 0, 0.70), (0.02, 0.12, 0.20), "trim")
    builder.box((x + 0.012, 0, 0.64), (0.012, 0.20, PLATE_HEIGHT + 0.05), "trim")
    builder.box((x + 0.004, 0, 0.64), (0.006, 0.18, PLATE_HEIGHT + 0.03), "plate", leave_out="+x")
    for side, material in ((1, "indicator_left"), (-1, "indicator_right")):
        stalk = [(x + 0.05, 0.05 * side, 0.745), (x + 0.03, 0.15 * side, 0.745)]
        builder.tube(stalk, 0.008, "trim", sides=4)
        builder.ellipsoid(
            (x + 0.025, 0.17 * side, 0.745), (0.03, 0.026, 0.022), material, sides=6, rings=4
        )


def add_fork(builder: MeshBuilder, detail: int) -> None:
    """Everything that steers but the wheel, in the axes of the figure."""
    sides = (8, 6, 4)[detail]
    hub = np.array([WHEELBASE, 0.0, RADIUS])
    ax, az = steering_axis()
    top = np.array([AXIS_TOP[0], 0.0, AXIS_TOP[1]]) + 0.035 * np.array([az, 0, -ax])
    middle = hub + 0.48 * (top - hub)
    for y in (0.095, -0.095):
        leg = np.array([0.0, y, 0.0])
        builder.tube([hub + leg, middle + leg], 0.030, "trim", sides=sides)
        builder.tube(
            [middle + leg, top + leg + np.array([ax, 0, az]) * 0.03], 0.022, "chrome", sides=sides
        )
    for share in (0.72, 0.97):
        place = hub + share * (top - hub) - 0.02 * np.array([az, 0, -ax])
        builder.box(place, (0.10, 0.25, 0.035), "trim")
    _add_bar(builder, detail)
    _add_head_lamp(builder, detail)
    if detail == 2:
        return
    angle = np.radians(np.linspace(48, 150, 8 - 3 * detail))
    for out, turn in ((RADIUS + 0.030, -1), (RADIUS + 0.0285, 1)):
        rows = []
        for y, drop in ((-0.068, 0.03), (-0.05, 0.004), (0.05, 0.004), (0.068, 0.03)):
            r = out - drop
            rows.append(
                np.stack([hub[0] + r * np.cos(angle), 0 * angle + y, hub[2] + r * np.sin(angle)], 1)
            )
        builder.grid(rows[::turn], "car_paint")


def _add_bar(builder: MeshBuilder, detail: int) -> None:
    gx, gy, gz = GRIP
    half = [(gx, gy + 0.065, gz), (gx + 0.03, gy - 0.07, gz + 0.01), (1.08, 0.10, 0.985)]
    path = [*half, (1.085, 0.0, 0.975), *((x, -y, z) for x, y, z in half[::-1])]
    builder.tube(path, 0.012, "steel", sides=(6, 5, 4)[detail])
    for side in (1, -1):
        ends = [
            (gx - 0.002, side * (gy + 0.065), gz),
            (gx + 0.024, side * (gy - 0.055), gz + 0.008),
        ]
        builder.tube(ends, 0.019, "rubber", sides=(8, 5, 4)[detail])
        if detail == 0:
            lever = [
                (gx + 0.05, side * (gy - 0.06), gz),
                (gx + 0.075, side * (gy + 0.06), gz - 0.01),
            ]
            builder.tube(lever, 0.006, "steel", sides=4)


def add_mirrors(builder: MeshBuilder, detail: int) -> None:
    """Both mirrors on their stalks, in the axes of the figure."""
    for side in (1, -1):
        stalk = [(1.02, side * 0.24, GRIP[2]), (1.03, side * 0.31, 1.16)]
        builder.tube(stalk, 0.007, "trim", sides=4)
        place = (1.03, side * 0.345, 1.185)
        builder.ellipsoid(place, (0.022, 0.072, 0.045), "trim", sides=8 - 2 * detail, rings=5)
        if detail == 0:
            corners = ((0.29, 1.165), (0.29, 1.21), (0.395, 1.21), (0.395, 1.165))
            glass = [(1.0065, side * y, z) for y, z in corners]
            builder.add(glass if side > 0 else glass[::-1], QUAD, "chrome")


def _add_head_lamp(builder: MeshBuilder, detail: int) -> None:
    x, z = LAMP
    sides = (14, 8, 6)[detail]
    turn = 2 * np.pi * np.arange(sides) / sides
    shell = [(x - 0.13, 0, z - 0.01), (x - 0.09, 0, z), (x - 0.02, 0, z), (x, 0, z)]
    builder.tube(shell, [0.05, 0.088, 0.098, 0.098], "lamp_housing", sides=sides)
    upper = np.stack([0 * turn + x + 0.004, 0.084 * np.cos(turn), z + 0.084 * np.sin(turn)], 1)
    if detail:
        builder.fan(upper, "head_lamp")
        return
    # The low beam above, the high beam below, and a ring of running light around.
    outer = np.stack([0 * turn + x + 0.004, 0.096 * np.cos(turn), z + 0.096 * np.sin(turn)], 1)
    builder.grid([outer, upper], "running_lamp", closed=True, flip=False)
    for material, offset in (("head_lamp", 0.040), ("high_lamp", -0.040)):
        disc = np.stack(
            [0 * turn + x + 0.008, 0.036 * np.cos(turn), z + offset + 0.036 * np.sin(turn)], 1
        )
        builder.fan(disc, material)
    for side, material in ((1, "indicator_left"), (-1, "indicator_right")):
        stalk = [(x - 0.09, 0.08 * side, z), (x - 0.09, 0.17 * side, z)]
        builder.tube(stalk, 0.009, "trim", sides=4)
        builder.ellipsoid(
            (x - 0.085, 0.19 * side, z), (0.032, 0.026, 0.022), material, sides=6, rings=4
        )
    # Instruments above the lamp, on a stem.
    builder.box((1.115, 0, 1.00), (0.03, 0.05, 0.09), "trim")
    builder.box((1.155, 0, 1.055), (0.045, 0.17, 0.085), "trim",
                R=np.array([[0.8, 0, -0.6], [0, 1, 0], [0.6, 0, 0.8]]))  # fmt: skip
