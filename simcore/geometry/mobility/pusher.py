"""Somebody who pushes a stroller: two bodies, the person and the stroller."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ..figure import BodyShape, Figure, Motion
from ..people.motion import Gaits
from ..people.person import body_shape, frame_of, person
from ..people.record import Person
from ..vehicles.parts.riding import boxes
from ..vehicles.parts.rolling import turned_y
from .grip import Grip, fist, reach
from .stroller import FRONT, HANDLE, REAR, stroller

Array = NDArray[np.float64]

GRIP = 0.155
"""How far from the middle of the handle the hands hold it [m]."""
STEPS = 0.94
"""Length of the steps, as a share of those without a stroller: there is an axle ahead."""


class Pushing:
    """The articulation: the gait, hands on the handle, wheels that roll."""

    def __init__(self, gaits: Gaits, grip: Grip, people: int) -> None:
        self.gaits, self.grip, self.people = gaits, grip, people

    def __call__(self, motion: Motion, local: Array) -> None:
        """The person's parts, then the stroller, its rear and its front wheels."""
        count, posture = self.people, self.gaits.posture
        people = local[:count]
        self.gaits(motion, people)
        for hand in range(2):
            reach(hand, posture.upper_arm, posture.forearm, self.grip, people)
        local[count + 1 : count + 3, :3, :3] = turned_y(motion.way / REAR)
        local[count + 3 : count + 5, :3, :3] = turned_y(motion.way / FRONT)


@lru_cache(32)
def pusher(record: Person, detail: int = 0) -> Figure:
    """The figure of a person who pushes a stroller; colours: those of ``people.person.slots``,
    "cloth", "tubes" and "blanket"."""
    held = record.carried if record.carried == "backpack" else ""
    ways = record.ways._replace(stride=STEPS * record.ways.stride)
    record = replace(record, carried=held, ways=ways)
    frame, figure = frame_of(record), person(record, detail)
    gaits = figure.articulation
    assert isinstance(gaits, Gaits)
    unit = record.stature
    grip = Grip(
        HANDLE[0] - 0.050 * unit, GRIP, HANDLE[1] + 0.040 * unit,
        0.93, 0.0, -0.36, 0.36, 0.0, 0.93, -0.5, 0.45, -1.0,
    )  # fmt: skip
    people = [
        part._replace(mesh=fist(record, frame, 1 if part.name[0] == "l" else -1, detail, part.mesh))
        if part.name.endswith("_hand")
        else part
        for part in figure.parts
    ]
    first = len(people)
    machine = [
        part._replace(body=1, parent=first if part.parent == 0 else -1) for part in stroller(detail)
    ]
    moves = Pushing(gaits, grip, first)
    rest = np.stack([part.rest for part in (*people, *machine)])
    moves(Motion(), rest)
    parts = tuple(p._replace(rest=T) for p, T in zip((*people, *machine), rest, strict=True))
    _, box = boxes(Figure(parts=parts, bodies=(), articulation=moves), [Motion()])
    return Figure(
        parts=parts,
        bodies=(
            body_shape(record, parts[:first]),
            BodyShape("stroller", class_id("stroller"), *box),
        ),
        articulation=moves,
        keypoints=figure.keypoints,
        hip_height=figure.hip_height,
        gait_scale=figure.gait_scale,
    )
