"""Skeletons of trees, grown level by level for all branches at once, and tubes around them.

Laterals leave at some 40 degrees, turned by the golden angle from one to the next; a child has 0.58
to 0.78 of its parent's length. Radii keep Leonardo's rule: the cross-sections of the children add
up to 0.9–1.2 of the parent's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sheets import Sheet, unit

Array = NDArray[np.float64]

_GOLDEN = 2.4


class Habit(NamedTuple):
    """How a kind of tree grows.

    trunk: share of the height that is trunk; radius: of the trunk per height; laterals, segments:
    per level; angle, leader: of laterals and end shoots [rad]; lift: upward bias per step,
    negative where branches hang; wander: of directions per step; reach: length of limbs per
    trunk length; first: where on the trunk they begin; ratio: a child's length per parent's.
    """

    trunk: float = 0.42
    radius: float = 0.018
    laterals: tuple[int, ...] = (5, 4, 3, 2)
    segments: tuple[int, ...] = (5, 4, 3, 2, 1)
    angle: float = 0.72
    leader: float = 0.26
    lift: float = 0.09
    wander: float = 0.10
    reach: float = 1.05
    first: float = 0.45
    ratio: tuple[float, float] = (0.58, 0.78)


class Branches(NamedTuple):
    """All branches of a level: points (B, K, 3), radii (B, K) [m], parent (B,), depth."""

    points: Array
    radii: Array
    parent: NDArray[np.int64]


def grow(habit: Habit, height: float, rng: np.random.Generator) -> tuple[Branches, ...]:
    """The branches of a tree of about ``height`` [m], one entry per level, the trunk first."""
    lean = unit(np.array([[rng.normal(0, 0.03), rng.normal(0, 0.03), 1.0]]))
    radius = height * habit.radius
    levels = [
        _extend(
            np.zeros((1, 3)), lean, np.array([height * habit.trunk]), np.array([radius]),
            np.array([radius * 0.62]), habit, 0, np.zeros(1, np.int64), rng,
        )
    ]  # fmt: skip
    levels[0].radii[:, 0] *= 1.4  # the flare of the roots
    for depth, laterals in enumerate(habit.laterals):
        levels.append(_children(levels[-1], laterals, depth, height, habit, rng))
    return tuple(levels)


def _children(
    parents: Branches, laterals: int, depth: int, height: float, habit: Habit, rng
) -> Branches:
    """Laterals along each branch and one shoot at its end."""
    points, radii, _ = parents
    count, knots = points.shape[:2]
    shoots = laterals + 1
    first = habit.first if depth == 0 else 0.35
    u = np.linspace(first, 1.0, shoots)[None].repeat(count, 0)
    u[:, :-1] += rng.uniform(-0.05, 0.05, (count, laterals))
    place = u * (knots - 1)
    low = np.clip(place.astype(int), 0, knots - 2)
    share = place - low
    branch = np.arange(count)[:, None]
    start = (
        points[branch, low] * (1 - share[..., None]) + points[branch, low + 1] * share[..., None]
    )
    along = unit(points[branch, low + 1] - points[branch, low])
    thick = radii[branch, low] * (1 - share) + radii[branch, low + 1] * share

    azimuth = rng.uniform(0, 2 * np.pi, (count, 1)) + _GOLDEN * np.arange(shoots)
    azimuth += rng.normal(0, 0.35, azimuth.shape)
    angle = rng.normal(habit.angle, 0.12, azimuth.shape)
    angle[:, -1] = np.abs(rng.normal(habit.leader, 0.12, count))
    side = np.where(
        np.abs(along[..., 2:]) < 0.95,
        np.cross(along, [0.0, 0.0, 1.0]),
        np.cross(along, [1.0, 0.0, 0.0]),
    )
    side = unit(side)
    other = np.cross(along, side)
    out = np.cos(azimuth)[..., None] * side + np.sin(azimuth)[..., None] * other
    direction = np.cos(angle)[..., None] * along + np.sin(angle)[..., None] * out

    own = np.linalg.norm(points[:, -1] - points[:, 0], axis=-1)[:, None]
    length = own * rng.uniform(*habit.ratio, azimuth.shape)
    length *= (habit.reach * (1.3 - 0.45 * u)) if depth == 0 else 1.0
    radius = thick * np.where(np.arange(shoots) == laterals, 0.9, _lateral(laterals, first))
    parent = np.broadcast_to(branch, azimuth.shape).ravel()
    radius = np.maximum(radius.ravel(), 0.004)
    return _extend(
        start.reshape(-1, 3), direction.reshape(-1, 3), length.ravel(), radius,
        radius * 0.6, habit, depth + 1, parent, rng,
    )  # fmt: skip


def _lateral(laterals: int, first: float) -> float:
    """Radius of laterals per local radius such that the cross-sections of all shoots add up to
    that of the branch below the first of them (branches taper to 0.6, end shoots have 0.9)."""
    local = 1.0 - 0.4 * np.linspace(first, 1.0, laterals + 1)[:-1]
    return float(np.sqrt((local[0] ** 2 - 0.54**2) / (local**2).sum()))


def _extend(start, direction, length, r0, r1, habit, depth, parent, rng) -> Branches:
    """Branches that wander off from their starts."""
    steps = habit.segments[min(depth, len(habit.segments) - 1)]
    points = np.empty((len(start), steps + 1, 3))
    points[:, 0] = start
    lift = np.array([0.0, 0.0, habit.lift if depth else 0.05])
    noise = rng.normal(0, habit.wander + 0.03 * depth, (steps, len(start), 3))
    for k in range(steps):
        direction = unit(direction + noise[k] * (0.5 if depth == 0 else 1.0) + lift)
        points[:, k + 1] = points[:, k] + direction * (length / steps)[:, None]
    share = np.linspace(0, 1, steps + 1)
    return Branches(points, r0[:, None] * (1 - share) + r1[:, None] * share, parent)


def tubes(
    branches: Branches, sides: int, material: str, *, tip: bool = False, thicker: float = 1.0
) -> Sheet:
    """Open tubes around branches; with ``tip`` they run out into a point."""
    points, radii = branches.points, branches.radii * thicker
    count, knots = points.shape[:2]
    tangent = unit(np.gradient(points, axis=1))
    hint = np.where(np.abs(tangent[:, 0, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    side = np.cross(hint, tangent[:, 0])
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    radial = np.empty((count, knots, sides + 1, 3))
    for k in range(knots):
        along = tangent[:, k]
        side = unit(side - along * np.einsum("ij,ij->i", side, along)[:, None])
        lift = np.cross(along, side)
        radial[:, k] = (
            np.cos(angle)[:, None] * side[:, None] + np.sin(angle)[:, None] * lift[:, None]
        )
    if tip:
        radii = radii.copy()
        radii[:, -1] = 0.0
    vertices = points[:, :, None] + radial * radii[:, :, None, None]
    step = np.linalg.norm(np.diff(points, axis=1), axis=-1)
    along = np.concatenate([np.zeros((count, 1)), np.cumsum(step, 1)], 1)
    around = angle * radii[:, :1]
    uv = np.stack(
        [
            np.broadcast_to(around[:, None], vertices.shape[:3]),
            np.broadcast_to(along[:, :, None], vertices.shape[:3]),
        ],
        -1,
    )
    faces = _tube_faces(count, knots, sides, tip)
    return Sheet(vertices.reshape(-1, 3), radial.reshape(-1, 3), uv.reshape(-1, 2), faces, material)


def _tube_faces(count: int, knots: int, sides: int, tip: bool) -> NDArray[np.int64]:
    """Triangles of ``count`` tubes; at a tip only one triangle per side is left."""
    number = np.arange(count * knots * (sides + 1)).reshape(count, knots, sides + 1)
    a, b = number[:, :-1, :-1], number[:, :-1, 1:]
    c, d = number[:, 1:, 1:], number[:, 1:, :-1]
    first = np.stack([a, b, c], -1)
    second = np.stack([a, c, d], -1)
    if tip:
        second = second[:, :-1]
    return np.concatenate([first.reshape(-1, 3), second.reshape(-1, 3)])


def straightened(level: Branches, most: int) -> Branches:
    """The same branches with at most ``most`` segments."""
    knots = level.points.shape[1]
    chosen = np.unique(np.linspace(0, knots - 1, min(knots, most + 1)).round().astype(int))
    return Branches(level.points[:, chosen], level.radii[:, chosen], level.parent)


def rooted(level: Branches, parents: Branches) -> Branches:
    """The same branches, moved to where their parents are drawn after these were bent or
    straightened."""
    path = parents.points[level.parent]  # (B, K, 3)
    start, step = path[:, :-1], np.diff(path, axis=1)
    root = level.points[:, :1]
    share = ((root - start) * step).sum(-1) / np.maximum((step**2).sum(-1), 1e-12)
    places = start + share.clip(0.0, 1.0)[..., None] * step
    nearest = np.argmin(((places - root) ** 2).sum(-1), axis=1)
    moved = places[np.arange(len(nearest)), nearest][:, None] - root
    return Branches(level.points + moved, level.radii, level.parent)


def blades(
    branches: Branches, material: str, *, thicker: float = 1.0, blunt: bool = False
) -> Sheet:
    """Twigs as thin triangles that are seen from both sides; blunt ones, on which others grow, keep
    half their width up to the end."""
    start, end = branches.points[:, 0], branches.points[:, -1]
    along = unit(end - start)
    hint = np.where(np.abs(along[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    side = unit(np.cross(hint, along))
    turn = np.arange(len(start))[:, None] * _GOLDEN
    side = np.cos(turn) * side + np.sin(turn) * np.cross(along, side)
    reach = side * branches.radii[:, :1] * 1.2 * thicker
    front = np.cross(side, along)
    length = np.linalg.norm(end - start, axis=1)
    tips = [end + 0.5 * reach, end - 0.5 * reach] if blunt else [end]
    sides = [front + side, front - side] if blunt else [front]
    corners = np.stack([start - reach, start + reach, *tips], 1)
    normals = np.stack([front - side, front + side, *sides], 1)
    vertices = np.concatenate([corners, corners])
    each = 2 + len(tips)
    uv = np.zeros((len(start), each, 2))
    uv[:, 2:, 1] = length[:, None]
    face = np.array([[0, 1, 2], [0, 2, 3]] if blunt else [[0, 1, 2]])
    first = (each * np.arange(len(start))[:, None, None] + face).reshape(-1, 3)
    second = first[:, [0, 2, 1]] + each * len(start)
    return Sheet(
        vertices.reshape(-1, 3),
        unit(np.concatenate([normals, normals - 2 * front[:, None]])).reshape(-1, 3),
        np.concatenate([uv, uv]).reshape(-1, 2),
        np.concatenate([first, second]),
        material,
    )


def pruned(levels: tuple[Branches, ...], clear: float) -> tuple[Branches, ...]:
    """The tree without the branches that hang lower than ``clear`` [m], and all that grows on
    them: as trees beside roads are cut."""
    kept = [levels[0]]
    keep = np.ones(1, bool)
    for level in levels[1:]:
        row = np.cumsum(keep) - 1  # number of each parent among those that are left
        keep = keep[level.parent] & (level.points[:, 1:, 2].min(1) >= clear)
        left = only(level, keep)
        kept.append(left._replace(parent=row[left.parent]))
    return tuple(kept)


def only(branches: Branches, chosen: NDArray) -> Branches:
    """Some of the branches."""
    return Branches(branches.points[chosen], branches.radii[chosen], branches.parent[chosen])
