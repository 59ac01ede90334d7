"""Arms that reach for something: the hand of a walking or sitting figure put on a handle."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ..mesh import Mesh
from ..people import hands
from ..people.person import Frame
from ..people.posture import FOREARM, HAND, UPPER_ARM
from ..people.record import Person
from ..vehicles.parts.rider_motion import framed, links

Array = NDArray[np.float64]


class Grip(NamedTuple):
    """Where a left hand holds, in the figure's axes; for a right hand all is mirrored at y = 0.

    x, y, z: the wrist [m]; fingers_*: where the hand points; back_*: where its back faces, roughly;
    elbow_*: where the elbow points.
    """

    x: float
    y: float
    z: float
    fingers_x: float
    fingers_y: float
    fingers_z: float
    back_x: float
    back_y: float
    back_z: float
    elbow_x: float
    elbow_y: float
    elbow_z: float


@kernel("i8, f8, f8, Grip -> f8[:,:,:]", Grip=Grip)
def reach(hand, upper, forearm, grip, poses_out):
    """Put hand 0 (left) or 1 (right) where ``grip`` says; poses_out (P, 4, 4): a person's parts,
    whose shoulder stays. upper, forearm: lengths of the arm's bones [m]."""
    side = 1.0 - 2.0 * hand
    arm, lower, palm = (
        poses_out[UPPER_ARM + hand],
        poses_out[FOREARM + hand],
        poses_out[HAND + hand],
    )
    shoulder = (arm[0, 3], arm[1, 3], arm[2, 3])
    wrist = (grip.x, side * grip.y, grip.z)
    pole = (grip.elbow_x, side * grip.elbow_y, grip.elbow_z)
    links(arm, lower, shoulder, wrist, upper, forearm, pole, -1.0)
    fx, fy, fz = grip.fingers_x, side * grip.fingers_y, grip.fingers_z
    norm = sqrt(fx * fx + fy * fy + fz * fz)
    fx, fy, fz = fx / norm, fy / norm, fz / norm
    bx, by, bz = grip.back_x, side * grip.back_y, grip.back_z
    along = bx * fx + by * fy + bz * fz
    bx, by, bz = bx - along * fx, by - along * fy, bz - along * fz
    norm = side * sqrt(bx * bx + by * by + bz * bz)  # the back of the right hand is -y
    end = (
        lower[0, 3] - forearm * lower[0, 2],
        lower[1, 3] - forearm * lower[1, 2],
        lower[2, 3] - forearm * lower[2, 2],
    )
    framed(palm, end, (fx, fy, fz), (bx / norm, by / norm, bz / norm))


def fist(record: Person, frame: Frame, side: int, detail: int, old: Mesh) -> Mesh:
    """The left (+1) or right (-1) hand closed round a handle, in the colours of ``old``."""
    slot, bulk = ("glove", 1.22) if record.gloves else ("skin", 1.0)
    made = hands.hand(frame.body.hand, side, detail, slot, curl=0.95, bulk=bulk).build(62.0)
    return made.recoloured(dict(zip(old.slots, old.colours, strict=True)))
