"""Builds the figure of an animal from its record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...pose import pose, transform
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, Motion, Part
from . import extremities, form
from .footfall import Limbs
from .legs import HOOF_PITCH, PAW_PITCH, SEGMENTS, leg_parts
from .motion import PARTS, Carriage, Gaits
from .record import Animal, Colour
from .species import SPECIES, Leg, Species

Array = NDArray[np.float64]

_CREASE = 75.0


def limbs_of(
    kind: Species, record: Animal, spine: tuple[float, float] = (0.0, 0.0)
) -> tuple[Limbs, float]:
    """The legs in metres, and the factor from units of the table to metres.

    ``spine``: x and z of the joint of the trunk, from which those of the legs are counted [m].

    The legs are stretched so that the withers come to the shoulder's height over standing feet.
    """
    unit, middle = record.shoulder, _middle(kind)
    pitch = PAW_PITCH if kind.paws else HOOF_PITCH
    values: dict[str, float] = {}
    for end, leg, angles in (
        ("fore", kind.fore, (-0.10, 0.12, 0.0)),
        ("hind", kind.hind, (0.49, -0.70, 0.14)),
    ):
        x = (leg.root[0] - middle) * unit
        lengths = _stretched(leg, pitch, angles) * unit
        values |= {f"{end}_{name}": v for name, v in zip(SEGMENTS, lengths, strict=True)}
        values |= {f"{end}_x": x - spine[0], f"{end}_y": leg.out * unit}
        values |= {f"{end}_z": leg.root[1] * unit - spine[1]}
        values[f"stand_{end}"] = x + (0.02 if end == "fore" else -0.02) * unit
    sole = kind.fore.radii[6] * unit
    values |= {
        "foot_pitch": pitch,
        "foot_ahead": (1.7 if kind.paws else 1.65) * sole,
        "foot_behind": 1.35 * sole,
        "hip_height": kind.hind.root[1] * unit,
        "gait_scale": kind.stride * record.stride,
    }
    return Limbs(**{name: float(value) for name, value in values.items()}), unit


def _middle(kind: Species) -> float:
    """Where the figure's origin lies in the table: midway between the feet."""
    return 0.5 * (kind.fore.root[0] + kind.hind.root[0])


def _stretched(leg: Leg, pitch: float, angles: tuple[float, float, float]) -> Array:
    """Lengths with which the leg, standing at these pitches, just reaches the ground."""
    lengths = np.array(leg.lengths)
    upright = lengths[:3] @ np.cos(angles) + lengths[3] * np.cos(pitch)
    return lengths * (leg.root[1] / upright)


def animal(record: Animal, detail: int = 0) -> Figure:
    """The figure of an animal; detail 0 near (about 2500 triangles), 1 (1000), 2 far (350)."""
    kind, lower = form.lowered(SPECIES[record.species])
    shape = form.form_of(kind, record.girth)
    carriage = _carriage(kind, record, shape, record.shoulder, lower)
    limbs, unit = limbs_of(kind, record, (carriage.spine_x, carriage.spine_z))
    gaits = Gaits(limbs, carriage)
    rest = np.zeros((len(PARTS), 4, 4))
    gaits(Motion(alert=0.5), rest)
    builders = _builders(kind, record, shape, detail, lower)
    scale = pose() * np.diag([unit, unit, unit, 1.0])
    worn = slots(record)
    parts = []
    for k, name in enumerate(PARTS):
        made = MeshBuilder()
        stretch = scale
        if name.endswith(SEGMENTS):
            stretch = _stretch(kind, limbs, name) @ scale
        made.merge(builders[name], stretch)
        parts.append(Part(name, made.build(_CREASE).recoloured(worn), -1, rest[k]))
    return Figure(
        parts=tuple(parts),
        bodies=(_shape(kind, tuple(parts)),),
        articulation=gaits,
        hip_height=limbs.hip_height,
        gait_scale=limbs.gait_scale,
    )


def _stretch(kind: Species, limbs: Limbs, name: str) -> Array:
    """Bones are as long as the legs need: the table's parts stretched along z."""
    _, end, segment = name.split("_")
    index = SEGMENTS.index(segment)
    table = (kind.fore if end == "fore" else kind.hind).lengths[index]
    names = ("upper", "lower", "cannon", "foot")
    real = getattr(limbs, f"{end}_{names[index]}")
    unit = limbs.hip_height / kind.hind.root[1]
    return np.diag([1.0, 1.0, real / (table * unit), 1.0])


def _carriage(
    kind: Species, record: Animal, shape: form.Form, unit: float, lower: Array
) -> Carriage:
    origin = np.array([_middle(kind), 0.0, 0.0])
    spine, neck, upper, poll = shape.spine, shape.neck, shape.upper_neck, shape.poll
    ear = np.array([kind.ear[0], 0.75 * kind.head[0][3], kind.ear[1] - 0.03])
    ear = transform(lower, ear[None])[0] - poll
    tip = np.array(kind.trunk[0])
    root = np.array([tip[0] + 0.0, 0.0, tip[1] + 0.85 * tip[2]]) - spine
    places = {
        "spine": spine - origin, "neck": neck - spine, "upper": upper - neck,
        "poll": poll - upper, "tail": root,
    }  # fmt: skip
    values = {
        f"{name}_{axis}": float(place[k] * unit)
        for name, place in places.items()
        for k, axis in ((0, "x"), (2, "z"))
    }
    made = Carriage(
        **values,
        ear_x=float(ear[0] * unit),
        ear_y=float(ear[1] * unit),
        ear_z=float(ear[2] * unit),
        neck_down=kind.neck_down,
        neck_built=0.5 * kind.neck_down,
        graze=float(kind.graze),
        tail_rest=1.1 if kind.paws else 0.25,
        tail_raised=2.3 if kind.paws else 2.4,
        ear_play=0.25 if kind.ear_way[2] < 0 else 1.0,
        idle=record.phase,
    )
    return Carriage(*map(float, made))


def _builders(
    kind: Species, record: Animal, shape: form.Form, detail: int, lower: Array
) -> dict[str, MeshBuilder]:
    """The builders of all parts in units of the withers' height."""
    made = {
        "chest": form.trunk(shape, False, detail),
        "rump": form.trunk(shape, True, detail),
        "neck": form.neck(shape, False, detail),
        "upper_neck": form.neck(shape, True, detail),
        "head": form.head(shape, detail),
        "tail": extremities.tail(kind, detail),
    }
    T = pose(-shape.poll) @ lower
    if record.antlers:
        made["head"].merge(extremities.antlers(record.species, detail), T)
    if record.tusks:
        made["head"].merge(extremities.tusks(detail), T)
    if record.species == "moose":
        made["head"].merge(extremities.bell(detail), T)
    for side, sign in (("left", 1), ("right", -1)):
        made[f"{side}_ear"] = MeshBuilder()
        made[f"{side}_ear"].merge(extremities.ear(kind, sign, detail), pose(R=lower[:3, :3]))
        for end, leg in (("fore", kind.fore), ("hind", kind.hind)):
            for name, builder in leg_parts(
                leg, detail, kind.paws, record.girth, end == "hind"
            ).items():
                made[f"{side}_{end}_{name}"] = builder
    return made


def _shape(kind: Species, parts: tuple[Part, ...]) -> BodyShape:
    """The box of the standing animal, antlers included."""
    corners = np.concatenate(
        [part.mesh.vertices @ part.rest[:3, :3].T + part.rest[:3, 3] for part in parts]
    )
    low, high = corners.min(0), corners.max(0)
    low[2] = 0.0
    size, centre = (high - low).tolist(), (0.5 * (high + low)).tolist()
    return BodyShape(kind.class_name, class_id(kind.class_name), tuple(size), tuple(centre))


def slots(record: Animal) -> dict[str, Colour]:
    """The colours of all slots of an animal's parts."""
    coat, belly = record.coat, record.belly
    red, green, blue = (0.6 * a + 0.4 * b for a, b in zip(coat, belly, strict=True))
    return {
        "coat": coat,
        "belly": belly,
        "throat": (red, green, blue),
        "legs": record.legs,
        "rump": record.rump,
        "muzzle": record.muzzle,
        "ears": record.ears,
        "antler": record.antler,
        "tail_under": record.rump,
        "tusk": (0.60, 0.56, 0.45),
        "nose": (0.02, 0.018, 0.016),
        "hoof": (0.02, 0.018, 0.016),
        "eye": (0.012, 0.009, 0.007),
        "eye_shine": (0.03, 0.04, 0.02),
    }
