"""Bushes and hedges: clumps of small leaves, or bare twigs in winter."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled, lattice, unit
from .crown import TONES, leaves, sprays
from .foliage import Clumps, cards
from .skeleton import Branches, blades
from .tree import LEAF

VARIANTS = 3

EVERGREEN = (
    (0.062, 0.115, 0.038),
    (0.045, 0.09, 0.03),
    (0.033, 0.067, 0.023),
    (0.022, 0.045, 0.016),
)


@lru_cache(maxsize=64)
def bush(
    variant: int = 0, detail: int = 0, size: float = 1.2, season: str = "summer",
    evergreen: bool = False,
) -> Fixture:  # fmt: skip
    """A bush about ``size`` high and wide [m]; deciduous ones are bare in winter."""
    rng = generator("bush", variant % VARIANTS, int(evergreen))
    if season == "winter" and not evergreen:
        return Fixture(((assembled([_canes(size, detail, rng)]), "vegetation"),))
    count = (7, 5, 3)[detail]
    angle = 2.4 * np.arange(count) + rng.uniform(0, 6)
    away = size * 0.3 * np.sqrt(np.arange(count) / max(count - 1, 1))
    centres = np.stack([away * np.cos(angle), away * np.sin(angle),
                        size * rng.uniform(0.28, 0.62, count)], -1)  # fmt: skip
    centres[1:, 2] -= 0.16 * away[1:]
    clumps = Clumps(centres, np.full((count, 3), size) * [0.3, 0.3, 0.32])
    heart = np.array([0.0, 0.0, 0.15 * size])
    found = sprays(clumps, heart, (620, 210, 76)[detail], rng, 1.15)
    found = found.only(found.places[:, 2] > 0.03 * size)
    material = "hedge" if evergreen else "leaf"
    colours = EVERGREEN if evergreen else LEAF["summer" if season == "winter" else season]
    mesh = assembled(leaves(found, heart, rng, material, hang=0.1))
    mesh = mesh.recoloured(dict(zip(TONES, colours, strict=True)))
    return Fixture(((mesh, "vegetation"),))


def _canes(size: float, detail: int, rng: np.random.Generator) -> Sheet:
    """Bare stems that rise from one root and fork."""
    stems = (26, 14, 7)[detail]
    direction = unit(np.stack([rng.normal(0, 0.45, stems), rng.normal(0, 0.45, stems),
                               np.ones(stems)], -1))  # fmt: skip
    root = np.concatenate([rng.normal(0, 0.06 * size, (stems, 2)), np.zeros((stems, 1))], 1)
    tops = root + direction * size * rng.uniform(0.7, 1.1, (stems, 1))
    starts, ends = [root], [tops]
    for _ in range(3 if detail < 2 else 1):
        share = rng.uniform(0.3, 0.85, (stems, 1))
        fork = root * (1 - share) + tops * share
        out = unit(direction + rng.normal(0, 0.45, (stems, 3)))
        starts.append(fork)
        ends.append(fork + out * size * rng.uniform(0.2, 0.45, (stems, 1)))
    points = np.stack([np.concatenate(starts), np.concatenate(ends)], 1)
    thick = size * np.repeat([0.010, *([0.006] * (len(starts) - 1))], stems)
    radii = np.stack([thick, 0 * thick], 1)
    twigs = Branches(points, radii, np.zeros(len(points), np.int64))
    return blades(twigs, "bark", thicker=(1.0, 1.4, 2.2)[detail])


@lru_cache(maxsize=64)
def hedge(
    length: float = 3.0, height: float = 1.2, width: float = 0.6, variant: int = 0, detail: int = 0
) -> Fixture:
    """A clipped evergreen hedge along y, its ends closed."""
    rng = generator("hedge", variant % VARIANTS)
    steps = max(2, round(length / (0.3, 0.75, 3.0)[detail]))
    around = (9, 7, 5)[detail]
    angle = np.linspace(np.pi, 0.0, around)
    power = 0.3
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * width / 2
    z = np.sin(angle) ** power * height
    y = np.linspace(-length / 2, length / 2, steps + 1)
    points = np.empty((steps + 1, around, 3))
    points[..., 0], points[..., 1], points[..., 2] = x, y[:, None], z
    rough = 0.07 * width if detail < 2 else 0.02
    points[1:-1] += rng.normal(0, rough, points[1:-1].shape) * [1.0, 0.5, 0.6]
    points[..., 2] = np.where(np.arange(around) % (around - 1) == 0, -0.05, points[..., 2])
    sheets = [_loft(points)]
    if detail < 2:
        count = int(length * (28, 9)[detail])
        places, outwards = _on_box(count, length, width, height, rng)
        card = (0.15, 0.26)[detail]
        centre = np.array([0.0, 0.0, 0.3 * height])
        leaves = cards(places, outwards, centre, (card, 0.7 * card), rng, "hedge", "leaf_light")
        flat = unit(0.8 * np.repeat(outwards, 4, 0) + 0.4 * leaves.normals)
        sheets.append(leaves._replace(normals=flat, albedo=(0.06, 0.115, 0.035)))
    return Fixture(((assembled(sheets), "vegetation"),))


def _loft(points: np.ndarray) -> Sheet:
    """Faces over (A, B, 3) points that arch over the hedge, with its two ends."""
    rows, columns = points.shape[:2]
    along, across = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = unit(np.cross(across, along))
    uv = np.stack([points[..., 1], points[..., 2] + 0.8 * points[..., 0]], -1)
    faces = lattice(rows, columns)
    vertices, all_normals, all_uv = [points.reshape(-1, 3)], [normals.reshape(-1, 3)], [
        uv.reshape(-1, 2)
    ]  # fmt: skip
    triangles, base = [faces], rows * columns
    for ring, sign in ((points[0], -1.0), (points[-1], 1.0)):
        i = np.arange(1, columns - 1)
        fan = np.stack([0 * i, i + 1, i], 1) if sign < 0 else np.stack([0 * i, i, i + 1], 1)
        vertices.append(ring)
        all_normals.append(np.broadcast_to([0.0, sign, 0.0], ring.shape))
        all_uv.append(ring[:, [0, 2]])
        triangles.append(fan + base)
        base += columns
    return Sheet(np.concatenate(vertices), np.concatenate(all_normals), np.concatenate(all_uv),
                 np.concatenate(triangles), "hedge")  # fmt: skip


def _on_box(count: int, length: float, width: float, height: float, rng):
    """Places on the sides and the top of a hedge and the directions outwards."""
    areas = np.array([length * height, length * height, length * width])
    face = rng.choice(3, count, p=areas / areas.sum())
    y = rng.uniform(-length / 2, length / 2, count)
    up = rng.uniform(0.06, 1.0, count) * height
    x = np.where(face == 0, -width / 2, np.where(face == 1, width / 2, 0.0))
    x = np.where(face == 2, rng.uniform(-0.45, 0.45, count) * width, x * 1.06)
    z = np.where(face == 2, height * 1.02, up)
    outwards = np.stack([np.sign(x) * (face != 2), 0 * x, 1.0 * (face == 2)], -1)
    return np.stack([x, y, z], -1), outwards
