"""Where things echo from: scattering centres of vehicles, people, animals, cycles and posts.

A vehicle echoes from its corners, its wheel houses, a little from its rims, and from the sides that
face the radar (Bühren and Yang, "Simulation of automotive radar target lists using a novel approach
of object representation", IV 2006; Schuler et al., IEEE Trans. Antennas Propag. 56, 2008), a long
one along its lower edges too. People, animals and cycles echo from each of their parts, which move
as they walk and roll (Chen and Ling, Time-Frequency Transforms for Radar Imaging, 2002). Rims turn
with their wheels. The shares of all these are ours; their sum has the median of the class.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.bodies import Cast
from ...simcore.classes import EGO
from ...simcore.scene import Scene
from .aspects import CORNER, EVEN, FACE, SIDE, seen_from
from .echoes import Echo, echoes

Array = NDArray[np.float64]
I8 = NDArray[np.int64]

CORNER_SHARE, WHEEL_SHARE, RIM_SHARE, EDGE_SHARE = 0.25, 0.10, 0.02, 0.10
FLASH = {"front": 1.5, "side": 8.0}
"""What faces give that are met square, beside the sum of the rest at other aspects."""
EDGE = 2.5
"""Length of a piece of a long vehicle's lower edge [m]."""
LONG = 6.0
"""Longer vehicles have such edges [m]."""
FINEST = 0.015
"""Parts with a smaller share of a body's outline are left out."""
LOW = 0.45
"""Height of the centres of vehicles: bumpers, lamps, sills [m]."""
LIMBS = {"arm": ("arm", "hand"), "leg": ("thigh", "shank", "foot", "toes")}
"""Parts of limbs that share a line of sight."""
ROUND = 3
"""Centres on a rim."""
FAR = 1000.0
"""From where the strength of vehicles is averaged over all aspects [m]."""
MEDIAN = np.log(2.0)
"""Median by mean of a sum of many echoes of any phase (exponential)."""


class Centres(NamedTuple):
    """C centres. frame (C,): row of their axes (parts of the cast, then its actors, then what does
    not move); place, normal (C, 3): in these axes; half (C, 3): of a face, half its box [m]; area
    (C,): median [m²]; spread (C,) [dB]; shows (C,): one of the above; instance, class_id (C,);
    item (C,): of the stage, for what is no body, else -1; ray (C,): the centre whose line of sight
    is theirs too; fixed (F, 4, 4): the frames that do not move; body (C,): rank of the instance
    among all, whose ids are bodies (B,), and how many centres each has, counts (B,)."""

    frame: I8
    place: Array
    normal: Array
    half: Array
    area: Array
    spread: Array
    shows: I8
    instance: I8
    class_id: I8
    item: I8
    ray: I8
    fixed: Array
    body: I8
    bodies: I8
    counts: I8


class _Making:
    """Collects rows of ``Centres``."""

    def __init__(self) -> None:
        self.rows: list[tuple] = []
        self.fixed: list[Array] = []

    def add(self, frame, place, area, of, shows=EVEN, normal=(1, 0, 0), half=(0, 0, 0),
            ray=-1) -> int:  # fmt: skip
        """One row; of: (instance, class, item, spread)."""
        number = len(self.rows)
        self.rows.append(
            (frame, place, normal, half, area, of[3], shows, of[0], of[1], of[2],
             number if ray < 0 else ray)
        )  # fmt: skip
        return number

    def done(self) -> Centres:
        """All of them."""
        if not self.rows:
            self.add(0, (0, 0, 0), 0.0, (0, 0, -1, 0.0))
            self.fixed.append(np.eye(4))
        c = list(zip(*self.rows, strict=True))
        integers = [np.array(c[k], np.int64) for k in (0, 6, 7, 8, 9, 10)]
        frame, shows, instance, class_id, item, ray = integers
        place, normal, half, area, spread = (np.array(c[k], np.float64) for k in (1, 2, 3, 4, 5))
        fixed = np.array(self.fixed).reshape(-1, 4, 4)
        bodies, body, counts = np.unique(instance, return_inverse=True, return_counts=True)
        return Centres(
            frame, place, normal, half, area, spread, shows, instance, class_id, item, ray, fixed,
            body, bodies, counts,
        )  # fmt: skip


def centres_of(scene: Scene, cast: Cast) -> Centres:
    """The centres of all bodies but the ego's, and of posts, signs and trunks."""
    made, table = _Making(), echoes()
    part = body = 0
    parts = sum(len(role.figure.parts) for role in cast.roles)
    for row, role in enumerate(cast.roles):
        figure = role.figure
        for k, shape in enumerate(figure.bodies):
            number, kind = int(cast.id[body + k]), int(cast.class_id[body + k])
            echo = table.get(kind)
            if kind == EGO or echo is None:
                continue
            own = [(part + p, item) for p, item in enumerate(figure.parts) if item.body == k]
            of = (number, kind, -1, echo.spread)
            if echo.kind == "box":
                _vehicle(made, parts + row, shape, own, echo, of)
            else:
                _limbs(made, own, echo, of)
        part, body = part + len(figure.parts), body + len(figure.bodies)
    moving = parts + len(cast.roles)
    _things(made, scene, moving, table)
    return made.done()


def _vehicle(made: _Making, frame: int, shape, own, echo: Echo, of) -> None:
    """A box on wheels."""
    length, width, height = shape.size
    centre = np.array(shape.centre)
    low = centre[2] - 0.5 * height
    z = min(low + LOW, centre[2]) if low > 0.05 else min(LOW, centre[2])
    half = np.array([0.5 * length, 0.5 * width, 0.5 * height])
    first = len(made.rows)
    corners: dict[tuple[float, float], int] = {}
    for x in (1.0, -1.0):
        for y in (1.0, -1.0):
            place = (centre[0] + x * half[0] * 0.95, centre[1] + y * half[1] * 0.9, z)
            corners[x, y] = made.add(frame, place, CORNER_SHARE, of, CORNER, (x, y, 0.0))
    for number, part in own:
        if part.name.startswith("wheel"):
            side = 1.0 if part.rest[1, 3] >= 0.0 else -1.0
            across = (0.0, side, 0.0)
            place = tuple(part.rest[:3, 3])
            # What hides a corner of a short vehicle hides its wheel.
            near = corners[1.0 if place[0] > centre[0] else -1.0, side] if length < LONG else -1
            house = made.add(frame, place, WHEEL_SHARE, of, SIDE, across, ray=near)
            _wheel(made, number, part, RIM_SHARE, of, SIDE, across, house if near < 0 else near)
    if length > LONG:
        for x in np.arange(-half[0] + EDGE, half[0] - 0.5 * EDGE, EDGE):
            for y in (1.0, -1.0):
                place = (centre[0] + x, centre[1] + y * half[1], z + 0.2)
                made.add(frame, place, EDGE_SHARE, of, SIDE, (0.0, y, 0.0))
    for axis, words in ((0, "front"), (1, "side")):
        for sign in (1.0, -1.0):
            normal = np.zeros(3)
            normal[axis] = sign
            # The middle of the face lies at the height of its sills and lamps.
            middle = (centre[0], centre[1], 0.5 * (z + centre[2]))
            made.add(frame, middle, FLASH[words], of, FACE, tuple(normal), tuple(half))
    _scale(made, first, echo.area, centre)


def _wheel(made: _Making, number: int, part, share: float, of, shows, normal, ray=-1) -> None:
    """A rim that turns."""
    bounds = part.mesh.bounds
    middle, radius = bounds.mean(0).astype(float), 0.4 * float(np.ptp(bounds[:, 2]))
    for k in range(ROUND):
        angle = 2 * np.pi * k / ROUND
        place = middle + radius * np.array([np.cos(angle), 0.0, np.sin(angle)])
        added = made.add(number, tuple(place), share / ROUND, of, shows, normal, ray=ray)
        ray = added if ray < 0 else ray


def _scale(made: _Making, first: int, area: float, centre: Array) -> None:
    """Make the median over all aspects of the sum of rows from ``first`` on an area [m²]."""
    rows = made.rows[first:]
    own, normal, half = (np.array([row[k] for row in rows], np.float64) for k in (1, 2, 3))
    share = np.array([row[4] for row in rows], np.float64)
    shows = np.array([row[6] for row in rows], np.int64)
    angles = np.radians(np.arange(0.5, 360.0, 1.0))
    still, none = np.zeros(len(rows), np.int64), np.zeros(len(rows))
    frame, turned = np.eye(4)[None], [np.empty((len(rows), 3)) for _ in range(2)]
    total, each = np.empty(len(angles)), np.empty(len(rows))
    for k, angle in enumerate(angles):
        eye = centre + FAR * np.array([np.cos(angle), np.sin(angle), 0.0])
        seen_from(frame, frame, still, own, normal, half, shows, share, none, eye, 1.0, 0,
                  *turned, each)  # fmt: skip
        total[k] = each.sum()
    scale = area / float(np.median(total))
    made.rows[first:] = [(*row[:4], row[4] * scale, *row[5:]) for row in rows]


def _limbs(made: _Making, own, echo: Echo, of) -> None:
    """A centre in each part, by its outline."""
    if not own:
        return
    sizes = []
    for _, part in own:
        x, y, z = np.ptp(part.mesh.bounds, axis=0).astype(float)
        sizes.append(0.5 * (x + y) * z + 0.2 * x * y)
    share = np.array(sizes) / sum(sizes)
    kept = share >= FINEST
    total = echo.area / (MEDIAN if kept.sum() > 3 else 1.0)
    rays: dict[str, int] = {}
    for (number, part), part_share, big in zip(own, share / share[kept].sum(), kept, strict=True):
        if not big:
            continue
        if "wheel" in part.name:
            _wheel(made, number, part, part_share * total, of, EVEN, (1.0, 0.0, 0.0))
        else:
            middle = tuple(part.mesh.bounds.mean(0).astype(float))
            limb = _limb(part.name)
            added = made.add(number, middle, part_share * total, of, ray=rays.get(limb, -1))
            rays.setdefault(limb, added)


def _limb(name: str) -> str:
    """Of which limb a part is: what hides a hand hides the arm."""
    side = name.partition("_")[0]
    for limb, words in LIMBS.items():
        if any(word in name for word in words):
            return f"{side} {limb}"
    return name


def _things(made: _Making, scene: Scene, moving: int, table: dict[int, Echo]) -> None:
    """What stands for good: counted bodies, posts, trunks."""
    feet: dict[int, Array | None] = {}
    for fixed in scene.bodies:
        echo = table.get(fixed.class_id)
        if echo is not None and echo.kind != "surface":
            made.fixed.append(fixed.T)
            of = (fixed.id, fixed.class_id, -1, echo.spread)
            made.add(moving + len(made.fixed) - 1, (0, 0, 0), echo.area, of)
    for number, item in enumerate(scene.placements):
        echo = table.get(item.class_id)
        if item.body or echo is None or echo.kind != "point":
            continue
        if id(item.mesh) not in feet:
            feet[id(item.mesh)] = _foot(item.mesh.vertices)
        foot = feet[id(item.mesh)]
        if foot is not None:
            made.fixed.append(item.T)
            made.add(moving + len(made.fixed) - 1, tuple(foot), echo.area,
                     (0, item.class_id, number, echo.spread))  # fmt: skip


def _foot(vertices: NDArray[np.float32]) -> Array | None:
    """A place in what stands on one foot, 1 m high or half its height; None for what does not."""
    if not len(vertices):
        return None
    bottom, top = float(vertices[:, 2].min()), float(vertices[:, 2].max())
    low = vertices[vertices[:, 2] < bottom + 0.6, :2].astype(np.float64)
    if np.ptp(low, axis=0).max() > 1.5:
        return None
    x, y = low.mean(0)
    return np.array([x, y, bottom + min(1.0, 0.5 * (top - bottom))])
