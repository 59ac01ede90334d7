"""Builds the figure of a person from their record."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...registry import unknown
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, Motion, Part
from ..sculpt import Clay
from . import carried, feet, hair, hands, hats, hems, limbs, neckwear, torso
from .colours import slots
from .head import Head, head, mould
from .keypoints import keypoints
from .motion import Gaits
from .pelvis_path import COLUMNS, SPEEDS, pelvis_table
from .posture import FRONT_HEM, HAND, NO_HEM, PARTS, Hem, Posture
from .proportions import Proportions, proportions
from .record import BOTTOMS, CARRIED, SEXES, TOPS, Person
from .stride import Leg
from .wardrobe import Cut, cut_of

Array = NDArray[np.float64]


class Frame(NamedTuple):
    """What all builders share: segments, the trunk's build and clay, the head, the clothes' cut."""

    body: Proportions
    build: torso.Build
    clay: Clay
    head: Head
    cut: Cut


def body_of(record: Person) -> Proportions:
    """The segments of a person."""
    return proportions(
        record.stature, record.age, record.sex, record.girth,
        shoulders=record.shoulders, legs=record.legs, arms=record.arms,
    )  # fmt: skip


def frame_of(record: Person) -> Frame:
    """The measures, the trunk and the head of a person."""
    body = body_of(record)
    grown = float(np.clip((record.age - 10.0) / 6.0, 0.0, 1.0))
    build = torso.Build(
        female=grown if record.sex == "female" else 0.0,
        child=float(np.clip((13.0 - record.age) / 10.0, 0.0, 1.0)),
        girth=body.girth,
        belly=record.belly,
    )
    chin = body.trunk + body.neck - torso.neck_place(body)[2]
    model = mould(record.face, body.head, chin, record.age, record.sex, record.girth)
    return Frame(body, build, torso.trunk_clay(body, build), model, cut_of(record))


def leg_of(record: Person, body: Proportions) -> Leg:
    """The lengths of the legs as the gait needs them."""
    sole = feet.sole(body)
    lengths = (
        body.thigh, body.shank, body.ankle, sole.heel, sole.ball, sole.toe, body.hip_height,
        record.ways.stride,
    )  # fmt: skip
    return Leg(*map(float, lengths))


def posture_of(record: Person, frame: Frame) -> Posture:
    """How the parts hang together and how the person moves."""
    body, ways, unit = frame.body, record.ways, record.stature
    waist = torso.waist_height(body)
    shoulder, neck = torso.shoulder_place(body), torso.neck_place(body)
    posture = Posture(
        hip_half=body.hip_half,
        waist=waist,
        shoulder_x=shoulder[0],
        shoulder_y=shoulder[1],
        shoulder_z=shoulder[2] - waist,
        neck_x=neck[0],
        neck_z=neck[2] - waist,
        upper_arm=body.upper_arm - body.acromion_drop,
        forearm=body.forearm,
        arm_out=0.09 + 1.8 * frame.cut.ease + 0.20 * max(body.girth - 1.0, 0.0),
        elbow=0.25,
        toe_out=ways.toe_out,
        lean=ways.lean,
        stoop=ways.stoop,
        arm_swing=ways.arm_swing,
        step=ways.step * unit,
        stand=ways.stand * unit,
        stagger=ways.stagger * unit,
        weight=ways.weight * unit,
        sway=ways.sway,
    )
    return Posture(*map(float, posture))


def person(record: Person, detail: int = 0) -> Figure:
    """The figure of a person; detail 0 near (about 3500 triangles), 1 (1250), 2 far (420).

    Raises ``ValueError`` when the record names a hat, a garment or a hair style there is not.
    """
    _check(record)
    frame = frame_of(record)
    leg = leg_of(record, frame.body)
    hem, rows = hem_for(frame)
    table = np.empty((SPEEDS, COLUMNS))
    pelvis_table(leg, table)
    table.flags.writeable = False
    holds = carried.holds_of(record.carried, record.carried_side)
    gaits = Gaits(leg, posture_of(record, frame), hem, holds, table)
    names = PARTS if hem.length else PARTS[:FRONT_HEM]
    rest = np.zeros((len(names), 4, 4))
    gaits(Motion(), rest)
    builders = part_builders(record, frame, detail, rest)
    if hem.length:
        builders |= hem_builders(frame, rows, detail)
    meshes = {name: builder.build(_CREASE) for name, builder in builders.items()}
    worn = slots(record)
    parts = tuple(
        Part(name, meshes[name].recoloured(worn), -1, rest[k]) for k, name in enumerate(names)
    )
    return Figure(
        parts=parts,
        bodies=(body_shape(record, parts),),
        articulation=gaits,
        keypoints=keypoints(frame.body, frame.head),
        hip_height=frame.body.hip_height,
        gait_scale=leg.gait_scale,
    )


def _check(record: Person) -> None:
    known = {
        "sex": SEXES,
        "hair": ("bald", *hair.STYLES),
        "top": TOPS,
        "bottom": BOTTOMS,
        "hat": ("", *hats.HATS),
        "carried": CARRIED,
    }
    for field, words in known.items():
        word = getattr(record, field)
        if word not in words:
            raise ValueError(unknown(word, words, f"no such {field} of a person"))


_CREASE = 62.0
"""Bodies and cloth have no sharper edges [deg]."""


def class_of(record: Person) -> str:
    """The class of a person: children up to twelve years, workers by their clothes."""
    if record.age < 13.0:
        return "child"
    return "worker" if record.worker else "adult"


def body_shape(record: Person, parts: tuple[Part, ...]) -> BodyShape:
    """The box of the standing figure, with all that it wears and carries."""
    corners = np.concatenate(
        [part.mesh.vertices @ part.rest[:3, :3].T + part.rest[:3, 3] for part in parts]
    )
    low, high = corners.min(0), corners.max(0)
    low[2] = 0.0
    name = class_of(record)
    size, centre = (high - low).tolist(), (0.5 * (high + low)).tolist()
    return BodyShape(name, class_id(name), tuple(size), tuple(centre))


def hem_for(frame: Frame) -> tuple[Hem, Array]:
    """The hem of the coat, jacket or skirt, and its sections."""
    cut, unit = frame.cut, frame.body.stature
    if not cut.hem:
        return NO_HEM, np.zeros((0, 4))
    return hems.hem_of(
        frame.body,
        frame.clay,
        top=cut.hem[0] * unit,
        low=cut.hem[1] * unit,
        ease=cut.hem_ease,
        flare=cut.flare,
        slack=0.0 if cut.hem_colour == "bottom" else 0.45,
    )


def hem_builders(frame: Frame, rows: Array, detail: int) -> dict[str, MeshBuilder]:
    """Both panels of the hem."""
    lining = detail == 0 or (detail == 1 and rows[-1, 0] > 0.12 * frame.body.stature)
    return {
        name: hems.panel(rows, front, "cloth", frame.cut.hem_colour, detail, lining)
        for name, front in (("front_hem", True), ("back_hem", False))
    }


def part_builders(record: Person, frame: Frame, detail: int, rest: Array) -> dict[str, MeshBuilder]:
    """The builders of all parts but the hem, by name."""
    made = {
        "pelvis": torso.pelvis(frame.body, frame.clay, frame.cut.legs, detail, bool(frame.cut.hem)),
        "chest": _chest(record, frame, detail),
        "head": _head(record, frame, detail),
    }
    for k, (side, name) in enumerate(((1, "left"), (-1, "right"))):
        made |= _arm(record, frame, side, name, detail, rest[HAND + k])
        made |= _leg(record, frame, side, name, detail)
    return made


def _head(record: Person, frame: Frame, detail: int) -> MeshBuilder:
    model, hat = frame.head, record.hat
    builder = head(model, detail, covered=record.hair != "bald" or bool(hat))
    style = "buzz" if hat == "hood" and record.hair != "bald" else record.hair
    if style != "bald":
        builder.merge(hair.hair(model, style, detail, hats.EDGE.get(hat)))
    if hat:
        builder.merge(hats.hat(model, hat, detail))
    return builder


def _chest(record: Person, frame: Frame, detail: int) -> MeshBuilder:
    body, cut = frame.body, frame.cut
    builder = torso.chest(body, frame.clay, cut.top, detail)
    if detail == 2:
        return _with_pack(builder, record, frame, detail)
    if cut.collar and not record.scarf:
        builder.merge(neckwear.collar(body, cut.top, detail, cut.collar))
    if cut.hood and record.hat != "hood":
        builder.merge(neckwear.hood_down(body, cut.top, detail))
    if record.scarf:
        builder.merge(neckwear.scarf(body, torso.surface(body, frame.clay, cut.top), detail))
    return _with_pack(builder, record, frame, detail)


def _with_pack(builder: MeshBuilder, record: Person, frame: Frame, detail: int) -> MeshBuilder:
    if record.carried == "backpack":
        surface = torso.surface(frame.body, frame.clay, frame.cut.top)
        builder.merge(carried.backpack(frame.body, surface.depth, detail))
        if detail == 0:
            builder.merge(carried.straps(frame.body, surface))
    return builder


def _arm(
    record: Person, frame: Frame, side: int, name: str, detail: int, hand_pose: Array
) -> dict[str, MeshBuilder]:
    body, cut, unit = frame.body, frame.cut, record.stature
    tape = (limbs.Band(0.55, 0.68, "retro_band", "retro_band"),) if cut.top.tape else ()
    slim = 1.0 - 0.06 * frame.build.female
    upper = limbs.upper_arm_table(unit, body.girth * slim, 0.62 * cut.top.ease, cut.sleeve_quilt)
    lower = limbs.forearm_table(unit, body.girth * slim, 0.62 * cut.top.ease, cut.cuff)
    busy = bool(record.carried) and side == record.carried_side
    held = record.carried if busy and record.carried in carried.CURL else ""
    curl = carried.CURL.get(held, 0.32)
    bulk = 1.22 if record.gloves else 1.0
    palm = hands.hand(
        body.hand, side, detail, "glove" if record.gloves else "skin", curl=curl, bulk=bulk
    )
    if held == "bag":
        palm.merge(carried.bag(hand_pose[:3, :3].T, body, side, detail))
    elif held == "umbrella":
        palm.merge(carried.umbrella(hand_pose[:3, :3].T, body, side, detail))
    elif held in ("phone", "call"):
        palm.merge(carried.phone(body, side))
    length = body.upper_arm - body.acromion_drop
    return {
        f"{name}_upper_arm": limbs.limb(upper, length, detail, "arm", "cloth", "top"),
        f"{name}_forearm": limbs.limb(
            lower, body.forearm, detail, "arm", "cloth", "top", bands=tape, bottom=True
        ),
        f"{name}_hand": palm,
    }


def _leg(record: Person, frame: Frame, side: int, name: str, detail: int) -> dict[str, MeshBuilder]:
    body, cut, unit = frame.body, frame.cut, record.stature
    female = frame.build.female
    thigh = limbs.thigh_table(unit, body.girth, cut.legs.ease, female)
    shank = limbs.shank_table(unit, body.girth, cut.legs.ease, cut.leg_hem)
    bands: tuple[limbs.Band, ...] = ()
    if record.boots:
        shank[:, 1:3] += (0.007 * (shank[:, :1] > 0.5)) * unit / 1.75
        bands = (limbs.Band(0.58, 1.5, "leather", "shoe"),)
    elif cut.top.tape:
        bands = (limbs.Band(0.50, 0.60, "retro_band", "retro_band"),)
    material, colour = cut.legs.material, cut.legs.colour
    return {
        f"{name}_thigh": limbs.limb(thigh, body.thigh, detail, "leg", material, colour, cap=1),
        f"{name}_shank": limbs.limb(
            shank, body.shank, detail, "leg", material, colour, bands=bands, bottom=True
        ),
        f"{name}_foot": feet.foot(body, side, detail),
        f"{name}_toes": feet.toes(body, side, detail),
    }
