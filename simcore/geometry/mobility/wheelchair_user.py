"""Somebody who drives a wheelchair by its hand rims: one body, of class wheelchair_user.

Hands push over about 75 degrees of the rim, from behind the top to well ahead, moving with it, and
go back above it: about one push per metre, which is one per second at a usual 1 m/s (contact
angles and cadence of Boninger et al. 2002, "Propulsion patterns and pushrim biomechanics in manual
wheelchair propulsion", Arch. Phys. Med. Rehabil. 83).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import cos, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ..figure import BodyShape, Figure, Motion
from ..people.person import frame_of, leg_of, slots
from ..people.record import Person
from ..vehicles.parts.rider import Mount, dressed_to_ride, posed, rider
from ..vehicles.parts.rider_motion import Seat
from ..vehicles.parts.riding import boxes, figure_parts
from ..vehicles.parts.rolling import turned_y
from .grip import Grip, reach
from .wheelchair import (
    CASTOR,
    PLATE_OUT,
    PLATE_TILT,
    RIM,
    RIM_OUT,
    SEAT,
    WHEEL,
    WHEEL_OUT,
    Plates,
    wheelchair,
)

Array = NDArray[np.float64]

HIPS = (0.055, SEAT + 0.125)
"""Place of the hip joints: ahead and up [m]."""
FIRST, LAST = radians(-24.0), radians(50.0)
"""Where on the rim the hands take hold and let go, from its top forwards [rad]."""
PUSH = 1.05
"""Way per push [m]."""
HELD = (LAST - FIRST) * WHEEL / PUSH
"""Share of a push for which the hands are on the rim: they go with it."""
LIFT = 0.06
"""How far the hands come off the rim on their way back [m]."""
STRETCH = 0.985
"""How far arms are stretched at most."""
SHIN = radians(20.0)
"""How far the lower legs point forwards [rad]."""
LOWEST = 0.05
"""Least height of the foot plates [m]."""


class Pushing:
    """The articulation: wheels, castors, and the person whose hands go round with the rims."""

    def __init__(self, seat: Seat, stature: float, upright: float) -> None:
        self.seat, self.stature = seat, stature
        self.back, self.ahead = (self._bow(share, upright) for share in (0.0, HELD))

    def _bow(self, share: float, upright: float) -> float:
        """The pitch of the chest nearest to ``upright`` with which the arms reach the rims."""
        seat, grip = self.seat, self._grip(share)
        c, s = cos(seat.pelvis), sin(seat.pelvis)
        waist = np.array([seat.hip_x + s * seat.waist, 0.0, seat.hip_z + c * seat.waist])
        pitch = np.linspace(-0.15, 0.60, 151)
        cosine, sine = np.cos(pitch), np.sin(pitch)
        x, z = seat.shoulder_x, seat.shoulder_z
        shoulder = np.stack(
            [cosine * x + sine * z, np.full(len(pitch), seat.shoulder_y), cosine * z - sine * x], 1
        )
        far = np.linalg.norm(waist + shoulder - [grip.x, grip.y, grip.z], axis=1)
        beyond = np.maximum(far - STRETCH * (seat.upper_arm + seat.forearm), 0.0)
        return float(pitch[np.argmin(100.0 * beyond + np.abs(pitch - upright))])

    def __call__(self, motion: Motion, local: Array) -> None:
        """Parts 0 to 4: chair, drive wheels, castors; then the person's."""
        local[1:3, :3, :3] = turned_y(motion.way / WHEEL)
        local[3:5, :3, :3] = turned_y(motion.way / CASTOR)
        share = motion.way / PUSH
        share -= np.floor(share)
        forth = 0.5 + 0.5 * cos(2 * pi * (share - HELD))
        bow = self.back + (self.ahead - self.back) * forth
        seat = self.seat._replace(chest=bow, head=0.25 * bow)
        people = posed(seat, 0.0, 0.0)
        grip = self._grip(share)
        for hand in range(2):
            reach(hand, seat.upper_arm, seat.forearm, grip, people)
        local[5:] = people

    def _grip(self, share: float) -> Grip:
        """Where the hands are at a share of a push."""
        away = 0.0
        if share < HELD:
            angle = FIRST + share * PUSH / WHEEL
        else:
            w = (share - HELD) / (1.0 - HELD)
            angle = LAST + (FIRST - LAST) * w * w * (3.0 - 2.0 * w)
            away = LIFT * sin(pi * w)
        radius = RIM + away
        rim = np.array([radius * sin(angle), WHEEL_OUT + RIM_OUT, WHEEL + radius * cos(angle)])
        point = 0.95 + 0.10 * angle  # fingers from forwards to down [rad]
        fingers = np.array([cos(point), 0.0, -sin(point)])
        back = np.array([0.15, 0.85, 0.5])
        wrist = rim - 0.055 * self.stature * fingers + 0.012 * self.stature * back
        return Grip(*map(float, (*wrist, *fingers, *back, -1.0, 0.30, 0.1)))


@lru_cache(32)
def wheelchair_user(record: Person, detail: int = 0) -> Figure:
    """The figure of a wheelchair user; colours: those of ``people.person.slots``, "frame" and
    "upholstery"."""
    record = replace(dressed_to_ride(record), carried="")
    frame = frame_of(record)
    body, leg = frame.body, leg_of(record, frame.body)
    knee = (HIPS[0] + 0.995 * body.thigh, HIPS[1] - 0.05)
    ankle = (knee[0] + sin(SHIN) * body.shank, knee[1] - cos(SHIN) * body.shank)
    tilt = PLATE_TILT
    plates = Plates(
        ankle[0] + cos(tilt) * leg.ball - sin(tilt) * body.ankle,
        max(ankle[1] - sin(tilt) * leg.ball - cos(tilt) * body.ankle, LOWEST),
    )
    grip = (0.0, WHEEL_OUT + RIM_OUT, WHEEL + RIM)
    mount = Mount(
        crank=(plates.x, plates.z), arm=0.0, pedal_y=PLATE_OUT, tread=0.0, hips=HIPS, grip=grip,
        axis=(0.0, 0.0), axis_direction=(0.0, 1.0), foot=tilt, ankling=0.0, pelvis=-0.12,
        splay=0.06, elbow=(-1.0, 0.5, 0.1), reach=0.9,
    )  # fmt: skip
    on_it = rider(record, mount, detail)
    motion = Pushing(on_it.seat, record.stature, 0.04 + record.ways.stoop)
    machine = wheelchair(plates, detail)
    parts, keypoints = figure_parts(machine, on_it, slots(record))
    parts = tuple(part._replace(body=0) for part in parts)
    shape = Figure(parts=parts, bodies=(), articulation=motion)
    [box] = boxes(shape, [Motion(way=way) for way in np.linspace(0.0, PUSH, 8, endpoint=False)])
    return Figure(
        parts=parts,
        bodies=(BodyShape("wheelchair_user", class_id("wheelchair_user"), *box),),
        articulation=motion,
        keypoints=keypoints,
        hip_height=body.hip_height,
    )
