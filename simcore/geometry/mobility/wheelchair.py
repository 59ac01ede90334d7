"""A wheelchair that is pushed by hand: frame, seat, drive wheels with hand rims, castors.

Measures: drive wheels of 24 inch (radius .305 m), hand rim .88 of that, castors .08 m, seat .50 m
high, back .92 m, arm rests .715 m, foot plates about .10 m (recipe book, section 2.5); with that it
is .67 m wide and about 1.0 m long, within the 0.70 and 1.20 m of ISO 7193. The origin is on the
ground below the middle of the drive axle, about which a wheelchair turns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...pose import pose
from ..builder import MeshBuilder
from ..figure import Part
from ..mesh import Mesh
from ..vehicles.parts.spoked import bicycle_wheel

Array = NDArray[np.float64]

WHEEL, WHEEL_OUT = 0.305, 0.280
"""Radius of the drive wheels and how far out they stand [m]."""
RIM, RIM_OUT, RIM_TUBE = 0.88 * WHEEL, 0.045, 0.0095
"""Hand rim: its radius, how far outside the wheel it is, and the radius of its tube [m]."""
CASTOR, CASTOR_AT = 0.080, (0.33, 0.225)
"""Radius of the castors and where they touch the ground: ahead, and out [m]."""
SEAT, BACK, ARM = 0.50, 0.92, 0.715
"""Heights of the seat, the push handles and the arm rests [m]."""
SIDE = 0.225
"""Half the distance of the frame's sides [m]."""
PLATE_TILT, PLATE_OUT = -0.15, 0.105
"""Pitch of the foot plates, toes up [rad], and how far out they are [m]."""
FRAME = {"frame": (0.02, 0.02, 0.021), "upholstery": (0.02, 0.02, 0.022)}
"""Colours unless others are given."""


class Plates(NamedTuple):
    """Where the balls of the feet rest on the foot plates [m]: ahead and up."""

    x: float
    z: float


def wheelchair(plates: Plates, detail: int) -> list[Part]:
    """Parts: frame, left and right drive wheel, left and right castor."""
    frame = MeshBuilder()
    _add_tubes(frame, detail)
    _add_leg_rests(frame, plates, detail)
    _add_seat(frame)
    chair = Part("chair", frame.build().recoloured(FRAME), -1, pose())
    parts = [chair]
    for name, side in (("left", 1), ("right", -1)):
        wheel = drive_wheel(side, detail)
        parts.append(Part(f"{name}_wheel", wheel, 0, pose((0.0, side * WHEEL_OUT, WHEEL))))
    small = castor(detail)
    for name, side in (("left", 1), ("right", -1)):
        place = (CASTOR_AT[0], side * CASTOR_AT[1], CASTOR)
        parts.append(Part(f"{name}_castor", small, 0, pose(place)))
    return parts


def _add_tubes(frame: MeshBuilder, detail: int) -> None:
    """Both sides of the frame, the push handles, the cross brace, axles and castor forks."""
    sides = (8, 6, 4)[detail]

    def tube(path, radius=0.0115, colour="frame", material="plastic"):
        frame.tube(path, radius, material, colour=colour, sides=sides)

    for y in (SIDE, -SIDE):
        tube([(-0.05, y, 0.24), (-0.055, y, 0.50), (-0.095, y, 0.86), (-0.115, y, BACK - 0.02),
              (-0.15, y, BACK)])  # fmt: skip
        tube([(-0.14, y, BACK), (-0.26, y, BACK)], 0.0165, "grips", "rubber")
        tube([(-0.05, y, 0.245), (0.33, y, 0.245)])
        tube([(-0.05, y, SEAT - 0.01), (0.37, y, SEAT)])
        tube([(0.33, y, 0.245), (0.34, y, SEAT)])
        tube([(-0.06, y, ARM - 0.03), (0.27, y, ARM - 0.025), (0.30, y, ARM - 0.06),
              (0.30, y, SEAT)])  # fmt: skip
        frame.rounded_box((0.13, y, ARM - 0.012), (0.30, 0.052, 0.024), 0.01, "trim", arc=2)
        out = np.sign(y) * WHEEL_OUT
        frame.box((0.0, y, 0.29), (0.05, 0.016, 0.20), "plastic", colour="frame")
        tube([(0.0, y, WHEEL), (0.0, out, WHEEL)], 0.012, "axle", "steel")
        _add_fork(frame, float(y), sides)
        frame.box((0.12, np.sign(y) * (SIDE + 0.012), 0.605), (0.30, 0.005, 0.185), "trim")
    for a in (1.0, -1.0):
        tube([(0.13 + 0.012 * a, -a * 0.215, 0.25), (0.13 + 0.012 * a, a * 0.215, SEAT - 0.02)])


def _add_fork(frame: MeshBuilder, y: float, sides: int) -> None:
    """The stem and fork of a castor, which trails its stem."""
    x, top = CASTOR_AT[0], CASTOR * 2 + 0.02
    frame.tube([(x + 0.02, y, top), (x + 0.02, y, 0.26)], 0.014, "steel", sides=sides)
    frame.box((x + 0.015, y, top), (0.05, 0.052, 0.012), "steel")
    for out in (0.022, -0.022):
        path = [(x + 0.015, y + out, top), (x, y + out, CASTOR)]
        frame.tube(path, 0.006, "steel", sides=max(sides - 2, 4))


def _add_leg_rests(frame: MeshBuilder, plates: Plates, detail: int) -> None:
    """Leg rests that come down from the seat's front, and the foot plates on them."""
    sides = (8, 6, 4)[detail]
    tilt = np.array(
        [[np.cos(PLATE_TILT), 0, np.sin(PLATE_TILT)], [0, 1, 0],
         [-np.sin(PLATE_TILT), 0, np.cos(PLATE_TILT)]]
    )  # fmt: skip
    for side in (1.0, -1.0):
        x, z, out = plates.x - 0.04, plates.z, PLATE_OUT + 0.075
        path = [(0.345, side * SIDE, SEAT), (0.40, side * SIDE, SEAT - 0.02),
                (0.45, side * (SIDE - 0.006), SEAT - 0.08),
                (x - 0.05, side * out, z + 0.10), (x, side * out, z + 0.012),
                (x, side * (out - 0.02), z - 0.006)]  # fmt: skip
        frame.tube(path, 0.011, "plastic", colour="frame", sides=sides)
        middle = np.array([plates.x, side * PLATE_OUT, plates.z]) + tilt @ [-0.03, 0.0, -0.006]
        frame.box(middle, (0.17, 0.145, 0.012), "trim", R=tilt)


def _add_seat(frame: MeshBuilder) -> None:
    """Seat, cushion and back."""
    frame.box((0.155, 0.0, SEAT), (0.42, 0.43, 0.016), "fabric", colour="upholstery")
    frame.rounded_box(
        (0.155, 0.0, SEAT + 0.030), (0.41, 0.41, 0.052), 0.02, "fabric", colour="upholstery", arc=3
    )
    z = np.linspace(0.53, BACK - 0.07, 4)
    x = np.interp(z, [0.50, 0.86], [-0.055, -0.095])
    y = SIDE * np.array([-1.0, -0.6, 0.0, 0.6, 1.0])
    hang = 0.022 * (1.0 - (y / SIDE) ** 2)  # the cloth gives way in the middle
    for front in (1.0, -1.0):
        points = np.empty((len(z), len(y), 3))
        points[..., 0] = x[:, None] - hang[None] + front * 0.004
        points[..., 1], points[..., 2] = y[None], z[:, None]
        frame.grid(points, "fabric", colour="upholstery", flip=front < 0)
    for k, flip in ((0, True), (-1, False)):
        edge = np.empty((2, len(y), 3))
        edge[..., 1], edge[..., 2] = y, z[k]
        edge[0, :, 0], edge[1, :, 0] = x[k] - hang + 0.004, x[k] - hang - 0.004
        frame.grid(edge, "fabric", colour="upholstery", flip=flip)


@lru_cache(8)
def drive_wheel(side: int, detail: int) -> Mesh:
    """A spoked wheel with its hand rim on the left (+1) or right (-1), turned about y."""
    builder = MeshBuilder()
    builder.merge(bicycle_wheel(WHEEL, detail))
    sides, around = (28, 16, 10)[detail], (6, 5, 4)[detail]
    turn = 2.0 * np.pi * np.arange(around + 1) / around
    ring = np.column_stack([
        side * RIM_OUT + RIM_TUBE * np.sin(turn), RIM + RIM_TUBE * np.cos(turn)
    ])  # fmt: skip
    builder.lathe(ring, "chrome", sides=sides, axis="y")
    if detail < 2:
        for angle in 2.0 * np.pi * np.arange(6) / 6:
            s, c = np.sin(angle), np.cos(angle)
            path = [((WHEEL - 0.045) * s, 0.0, (WHEEL - 0.045) * c),
                    (RIM * s, side * RIM_OUT, RIM * c)]  # fmt: skip
            builder.tube(path, 0.004, "steel", sides=4)
    return builder.build().recoloured({"reflector": (0.60, 0.25, 0.02)})


@lru_cache(4)
def castor(detail: int) -> Mesh:
    """A small wheel, turned about y."""
    builder = MeshBuilder()
    sides = (18, 12, 8)[detail]
    outer = CASTOR / np.sqrt(np.cos(np.pi / sides))
    half = 0.013
    tyre = [(-half, 0.72 * CASTOR), (-half, 0.9 * CASTOR), (-0.5 * half, outer),
            (0.5 * half, outer), (half, 0.9 * CASTOR), (half, 0.72 * CASTOR)]  # fmt: skip
    builder.lathe(tyre, "rubber", sides=sides, axis="y")
    disc = [(half, 0.72 * CASTOR), (0.4 * half, 0.6 * CASTOR), (half, 0.2 * CASTOR), (half, 0.0)]
    rim = [(-y, r) for y, r in disc[::-1]]
    builder.lathe(rim, "rim", colour="castor_rim", sides=sides, axis="y")
    builder.lathe(disc, "rim", colour="castor_rim", sides=sides, axis="y")
    return builder.build().recoloured({"castor_rim": (0.10, 0.10, 0.105)})
