"""Somebody who walks with a cane: it goes with the leg on the other side.

The cane is as long as the wrist is high, .50 of stature, and is set down and lifted with the other
foot (two-point gait), held in the hand that swings ahead with it anyway.
"""

from __future__ import annotations

from math import pi, sin, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..figure import Figure, Motion, Part
from ..gait import gait_length
from ..mesh import Mesh
from ..people.motion import Gaits
from ..people.person import body_shape, frame_of, person
from ..people.record import Person
from .grip import Grip, fist, reach

Array = NDArray[np.float64]

LENGTH = 0.50
"""Of the cane, as a share of stature."""
DUTY = 0.62
"""Share of the cycle for which it stands on the ground, as the foot that it goes with."""
LIFT = 0.05
"""How high its tip swings [m]."""
AHEAD, OUT = 0.10, 0.135
"""Where its tip stands on the mean, as shares of stature: ahead of the body and beside it."""
HELD = 0.45
"""How far the hand follows the tip forth and back."""


class Stick(NamedTuple):
    """A cane in use [m]: its length, the side that holds it (+1 left), place of its tip on the
    mean, height of the wrist over the handle and how far it is behind, lengths of the arm."""

    length: float
    side: int
    ahead: float
    out: float
    wrist_up: float
    wrist_back: float
    upper_arm: float
    forearm: float


class Caned:
    """The articulation: the gait, and one arm with the cane, which is the last part."""

    def __init__(self, gaits: Gaits, stick: Stick, hip_height: float, scale: float) -> None:
        self.gaits, self.stick = gaits, stick
        self.hip_height, self.scale = hip_height, scale

    def __call__(self, motion: Motion, local: Array) -> None:
        """Write the poses of the parts for a motion into local (P + 1, 4, 4)."""
        people = local[:-1]
        self.gaits(motion, people)
        stick = self.stick
        tip, handle = self._course(motion)
        grip = Grip(
            handle[0] - stick.wrist_back, handle[1], handle[2] + stick.wrist_up,
            0.93, 0.0, -0.36, 0.36, 0.0, 0.93, -1.0, 0.45, -0.4,
        )  # fmt: skip
        hand = 0 if stick.side > 0 else 1
        reach(hand, stick.upper_arm, stick.forearm, grip, people)
        tip[1], handle[1] = stick.side * tip[1], stick.side * handle[1]
        way = (handle - tip) / stick.length
        across = np.array([-way[2], 0.0, way[0]])
        across /= -sqrt(way[0] ** 2 + way[2] ** 2)  # forwards
        pose = local[-1]
        pose[:] = np.eye(4)
        pose[:3, 0], pose[:3, 2], pose[:3, 3] = across, way, tip
        pose[:3, 1] = np.cross(way, across)

    def _course(self, motion: Motion) -> tuple[Array, Array]:
        """Tip and handle of a cane held in the left hand."""
        stick, speed = self.stick, abs(motion.speed)
        stride = gait_length(speed, self.hip_height, self.scale)
        # The right foot touches down half a cycle after phase 0, the left one at it.
        share = motion.phase / (2 * pi) + (0.5 if stick.side > 0 else 0.0)
        share -= np.floor(share)
        lift = 0.0
        if share < DUTY:
            along = stride * (0.5 * DUTY - share)
        else:
            w = (share - DUTY) / (1.0 - DUTY)
            along = stride * DUTY * (w * w * (3.0 - 2.0 * w) - 0.5)
            # It leaves the ground and comes to it as fast as that goes by.
            along -= stride * (1.0 - DUTY) * w * (1.0 - w) * (1.0 - 2.0 * w)
            lift = min(0.25 * stride, LIFT) * sin(pi * w)
        tip = np.array([stick.ahead + along, stick.out, lift])
        x, y = stick.ahead + HELD * along, 0.93 * stick.out
        rise = sqrt(stick.length**2 - (x - tip[0]) ** 2 - (y - tip[1]) ** 2)
        return tip, np.array([x, y, lift + rise])


def with_cane(record: Person, side: int = -1, detail: int = 0) -> Figure:
    """The figure of a person with a cane in the left (+1) or right (-1) hand."""
    frame, figure = frame_of(record), person(record, detail)
    gaits = figure.articulation
    assert isinstance(gaits, Gaits)
    unit, posture = record.stature, gaits.posture
    stick = Stick(
        LENGTH * unit, side, AHEAD * unit, OUT * unit, 0.040 * unit, 0.050 * unit,
        posture.upper_arm, posture.forearm,
    )  # fmt: skip
    name = "left_hand" if side > 0 else "right_hand"
    parts = [
        part._replace(mesh=fist(record, frame, side, detail, part.mesh))
        if part.name == name else part
        for part in figure.parts
    ]  # fmt: skip
    moves = Caned(gaits, stick, figure.hip_height, figure.gait_scale)
    rest = np.zeros((len(parts) + 1, 4, 4))
    moves(Motion(), rest)
    parts.append(Part("cane", cane(stick.length, detail), -1, rest[-1]))
    placed = tuple(part._replace(rest=T) for part, T in zip(parts, rest, strict=True))
    return Figure(
        parts=placed,
        bodies=(body_shape(record, placed),),
        articulation=moves,
        keypoints=figure.keypoints,
        hip_height=figure.hip_height,
        gait_scale=figure.gait_scale,
    )


def cane(length: float, detail: int) -> Mesh:
    """A walking cane from its tip at the origin up to a handle along x, ``length`` [m] above."""
    builder = MeshBuilder()
    sides = (8, 6, 4)[detail]
    builder.tube([(0, 0, 0), (0, 0, 0.035)], 0.014, "rubber", sides=sides)
    shaft = [(0, 0, 0.03), (0, 0, length - 0.03)]
    builder.tube(shaft, (0.0085, 0.011), "painted_wood", colour="cane", sides=sides)
    bend = [(0.0, 0.0, length - 0.035), (-0.004, 0.0, length - 0.01), (-0.03, 0.0, length + 0.004)]
    builder.tube(bend, 0.0105, "painted_wood", colour="cane", sides=sides)
    handle = [(-0.055, 0, length), (-0.02, 0, length + 0.006), (0.03, 0, length + 0.004),
              (0.062, 0, length - 0.006)]  # fmt: skip
    builder.tube(handle, (0.011, 0.014, 0.014, 0.010), "painted_wood", colour="cane", sides=sides)
    return builder.build(60.0).recoloured({"cane": (0.09, 0.045, 0.02)})
