"""A person on a saddle: meshes of ``geometry.people``, seated on a bicycle or a motorcycle."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from ...figure import Keypoint
from ...mesh import Mesh
from ...people import hands
from ...people.keypoints import keypoints
from ...people.person import Frame, frame_of, leg_of, person, posture_of
from ...people.posture import FRONT_HEM, PARTS
from ...people.record import Person
from .rider_motion import Seat, pose_rider

Array = NDArray[np.float64]


class Mount(NamedTuple):
    """Where a machine wants its rider [m]: crank axle and arm, half the distance of the pedals,
    how far the pedals' surface lies over their axle; hips, when the machine decides; a grip (its
    middle), a point of the steering axis and its direction (x, z)."""

    crank: tuple[float, float]
    arm: float
    pedal_y: float
    tread: float
    hips: tuple[float, float]
    grip: tuple[float, float, float]
    axis: tuple[float, float]
    axis_direction: tuple[float, float]
    foot: float
    ankling: float
    pelvis: float
    splay: float
    elbow: tuple[float, float, float]
    reach: float


class Rider(NamedTuple):
    """names and meshes of the parts, how they sit, and the keypoints on them."""

    names: tuple[str, ...]
    meshes: tuple[Mesh, ...]
    seat: Seat
    keypoints: tuple[Keypoint, ...]


def dressed_to_ride(record: Person, **changes) -> Person:
    """The record without what hangs or is held in the hand."""
    top = "jacket" if record.top in ("parka", "coat") else record.top
    bottom = "trousers" if record.bottom == "skirt" else record.bottom
    held = record.carried if record.carried == "backpack" else ""
    return replace(record, **{"top": top, "bottom": bottom, "carried": held, **changes})


def rider(record: Person, mount: Mount, detail: int, head: MeshBuilder | None = None) -> Rider:
    """A rider on a mount; ``head``: in place of the person's own."""
    frame = frame_of(record)
    figure = person(record, detail)
    names = PARTS[:FRONT_HEM]
    meshes = {part.name: part.mesh for part in figure.parts}
    slot = "glove" if record.gloves else "skin"
    for side, name in ((1, "left"), (-1, "right")):
        bulk = 1.22 if record.gloves else 1.0
        grip = hands.hand(frame.body.hand, side, detail, slot, curl=0.95, bulk=bulk)
        old = meshes[f"{name}_hand"]
        colours = dict(zip(old.slots, old.colours, strict=True))
        meshes[f"{name}_hand"] = grip.build(62.0).recoloured(colours)
    if head is not None:
        meshes["head"] = head.build(50.0)
    return Rider(
        tuple(f"rider_{name}" for name in names),
        tuple(meshes[name] for name in names),
        seat_of(record, frame, mount),
        keypoints(frame.body, frame.head),
    )


def seat_of(record: Person, frame: Frame, mount: Mount) -> Seat:
    """The rider's joints on the mount; the back leans until the arms reach the grips."""
    body, leg, posture = frame.body, leg_of(record, frame.body), posture_of(record, frame)
    dx, dz = mount.axis_direction
    unit = float(np.hypot(dx, dz))
    wrist = (
        mount.grip[0] - 0.050 * body.stature,
        mount.grip[1],
        mount.grip[2] + 0.040 * body.stature,
    )
    seat = Seat(
        crank_x=mount.crank[0],
        crank_z=mount.crank[1],
        crank=mount.arm,
        pedal_y=mount.pedal_y,
        sole=body.ankle + mount.tread,
        ankle=body.ankle,
        ball=leg.ball,
        foot=mount.foot,
        ankling=mount.ankling,
        hip_x=mount.hips[0],
        hip_z=mount.hips[1],
        hip_half=body.hip_half,
        thigh=body.thigh,
        shank=body.shank,
        pelvis=mount.pelvis,
        chest=mount.pelvis,
        head=0.0,
        waist=posture.waist,
        shoulder_x=posture.shoulder_x,
        shoulder_y=posture.shoulder_y,
        shoulder_z=posture.shoulder_z,
        neck_x=posture.neck_x,
        neck_z=posture.neck_z,
        upper_arm=posture.upper_arm,
        forearm=posture.forearm,
        axis_x=mount.axis[0],
        axis_z=mount.axis[1],
        axis_dx=dx / unit,
        axis_dz=dz / unit,
        grip_x=wrist[0],
        grip_y=wrist[1],
        grip_z=wrist[2],
        fingers_x=0.93,
        fingers_z=-0.36,
        elbow_x=mount.elbow[0],
        elbow_y=mount.elbow[1],
        elbow_z=mount.elbow[2],
        splay=mount.splay,
    )
    lean = _lean(seat, mount.reach * (posture.upper_arm + posture.forearm))
    return seat._replace(chest=lean, head=0.30 * lean)


def _lean(seat: Seat, reach: float) -> float:
    """The pitch of the chest at which the shoulders are ``reach`` [m] from the wrists."""
    wrist = np.array([seat.grip_x, seat.grip_y, seat.grip_z])

    def distance(pitch: float) -> float:
        c, s = np.cos(seat.pelvis), np.sin(seat.pelvis)
        waist = np.array([seat.hip_x + s * seat.waist, 0.0, seat.hip_z + c * seat.waist])
        c, s = np.cos(pitch), np.sin(pitch)
        x, z = seat.shoulder_x, seat.shoulder_z
        shoulder = waist + np.array([c * x + s * z, seat.shoulder_y, c * z - s * x])
        return float(np.linalg.norm(shoulder - wrist))

    pitches = np.linspace(-0.05, 1.15, 121)
    far = np.array([distance(pitch) for pitch in pitches]) - reach
    return float(pitches[np.argmax(far <= 0)] if (far <= 0).any() else pitches[np.argmin(far)])


def saddle_height(
    thigh: float,
    shank: float,
    crank: tuple[float, float],
    arm: float,
    sole: float,
    ball: float,
    foot: float,
    ankling: float,
    slope: float,
    stretch: float = 0.965,
) -> tuple[float, float]:
    """The hips on a line through the crank's axle, so high that at the lowest pedal the leg is
    stretched to a share of its length. slope: angle of that line from upright, backwards [rad]."""
    turn = np.linspace(0, 2 * np.pi, 73)
    pitch = foot + ankling * np.sin(turn)
    x = crank[0] + arm * np.sin(turn) - ball * np.cos(pitch) + sole * np.sin(pitch)
    z = crank[1] + arm * np.cos(turn) + ball * np.sin(pitch) + sole * np.cos(pitch)
    heights = np.linspace(0.2, 1.2, 401)
    hip_x = crank[0] - np.sin(slope) * heights[:, None]
    hip_z = crank[1] + np.cos(slope) * heights[:, None]
    longest = np.hypot(hip_x - x, hip_z - z).max(1)
    best = int(np.argmax(longest >= stretch * (thigh + shank)))
    return float(hip_x[best, 0]), float(hip_z[best, 0])


def posed(seat: Seat, turn: float, steer: float) -> Array:
    """(17, 4, 4) poses of the rider's parts in the machine's axes."""
    poses = np.empty((FRONT_HEM, 4, 4))
    pose_rider(seat, float(turn), float(steer), poses)
    return poses
