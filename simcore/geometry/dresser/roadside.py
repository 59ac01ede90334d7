"""What stands beside country roads: delineators, guard rails, trees, woods, farms, signs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..buildings.farm import barn, farm_house
from ..fixture import Fixture
from ..street.barrier import delineator, rail_along, rail_end
from ..street.fence import wire_fence
from ..street.signs import sign
from ..vegetation.bush import bush
from ..vegetation.edge import wood_depth
from ..vegetation.grass import tall_grass
from ..vegetation.grove import SIZE, grove
from ..vegetation.grove import VARIANTS as GROVES
from ..vegetation.spruce import spruce
from .pavement import deciduous, travel
from .site import Site, Zone, towards


def delineators(site: Site) -> None:
    """Posts every 50 m, closer in bends (radius/10, at least 5 m), 0.5 m beside the paved road."""
    for side in (1, -1):
        s = np.ceil(site.span[0] / 50.0) * 50.0
        while s < site.span[1]:
            t = site.section.edge(side) + side * 0.75
            post = delineator(site.detail(s), side != site.drives)
            site.put(post, s, t, travel(site, side), foot=(0.1, 0.1))
            curvature = abs(float(site.corridor.line.axis(s).curvature))
            step = 50.0 if curvature < 1 / 800 else max(5.0, 0.1 / curvature)
            # Posts of a straight stay at whole multiples of 50 m.
            s = (np.floor(s / 50.0) + 1) * 50.0 if step == 50.0 else s + step


def bend_rails(site: Site, radius: float = 300.0) -> None:
    """Guard rails on the outside of bends tighter than ``radius``, with their ends turned down."""
    if not site.wishes.guard_rails:
        return
    s = np.arange(*site.span, 2.0)
    curvature = site.corridor.line.axis(s).curvature
    for side in (1, -1):
        bent = -side * curvature > 1 / radius
        starts = np.flatnonzero(bent & ~np.r_[False, bent[:-1]])
        ends = np.flatnonzero(bent & ~np.r_[bent[1:], False])
        for first, last in zip(s[starts], s[ends], strict=True):
            low = max(first - 12.0, site.span[0] + 5.0)
            high = min(last + 12.0, site.span[1] - 5.0)
            if high - low > 16.0:
                rail(site, side, low, high)


def rail(site: Site, side: int, s0: float, s1: float, t: float | None = None) -> None:
    """A guard rail 1.2 m beside the paved road (or at t), in pieces of at most 60 m."""
    t = site.section.edge(side) + side * 1.2 if t is None else t
    cuts = np.linspace(s0, s1, max(1, int(np.ceil((s1 - s0) / 60.0))) + 1)
    lift = float(site.section.height(t))
    for a, b in pairwise(cuts):
        site.add(rail_along(site.corridor.line, a, b, t, side, lift), np.eye(4))
        site.take(Zone(a, b, t - 0.3, t + 0.3))
    # The end piece is low at its -y; y runs with s on the left, against s on the right.
    for s, low_first in ((s0 - 2.0, True), (s1 + 2.0, False)):
        turn = towards(side)
        piece = rail_end(site.detail(s))
        if low_first == (side > 0):
            site.put(piece, s, t, turn, foot=(0.1, 0.1))
        else:
            site.put(_mirrored(piece), s, t, turn, foot=(0.1, 0.1))


def _mirrored(fixture: Fixture) -> Fixture:
    """The mirror image of a fixture across its x-z plane."""
    from ..builder import MeshBuilder

    pieces = []
    for mesh, name in fixture.pieces:
        builder = MeshBuilder()
        builder.merge(mesh, np.diag([1.0, -1.0, 1.0, 1.0]))
        pieces.append((builder.build(), name))
    return Fixture(tuple(pieces))


def verges(site: Site, share: float = 0.5) -> None:
    """Tall grass in patches along the edges of the verges, near the route."""
    for side in (1, -1):
        found = site.section.find("verge", side)
        if found is None:
            continue
        for k in site.numbers(6.0):
            rng = site.rng("grass", side, k)
            s = 6.0 * k + float(rng.uniform(-1, 1))
            if rng.random() < share and site.detail(s) == 0:
                t = found[1] + side * float(rng.uniform(-0.3, 0.6))
                tuft = tall_grass(int(rng.integers(3)), 3.0, 0.6, site.season)
                site.put(tuft, s, t, towards(side), foot=(0.1, 0.1))


def lone_trees(site: Site, step: float = 45.0, share: float = 0.6) -> None:
    """Single trees and groups of bushes in the fields."""
    for side in (1, -1):
        start = abs(site.section.edge(side)) + site.wishes.clearing
        for k in site.numbers(step):
            rng = site.rng("lone tree", side, k)
            s = step * k + float(rng.uniform(-0.45, 0.45)) * step
            t = side * (start + float(rng.gamma(1.6, 8.0)))
            if rng.random() < share:
                detail = max(site.detail(s, t), 1 if abs(t) > 24.0 else 0)
                height = float(rng.choice([7.0, 9.0, 12.0]))
                tree = deciduous(site, rng, detail, height)
                site.put(tree, s, t, float(rng.uniform(0, 6.28)), foot=(1.0, 1.0))
            for _ in range(int(rng.poisson(0.8))):
                at = s + float(rng.normal(0, 4)), t + side * float(rng.uniform(-3, 6))
                shrub = bush(int(rng.integers(3)), site.detail(*at, 1), 1.6, site.season)
                if abs(at[1]) > start:
                    site.put(shrub, *at, 0.0, foot=(0.6, 0.6))


def woods(site: Site, share: float = 1.0, block: float = 80.0, away: float = 0.0) -> None:
    """Woods along both sides, in blocks of one kind: trees, then groves.

    share: of the blocks; where almost all are wooded, the dark of the forest closes the view
    behind the groves; away: least distance of the first trees from the paved road [m].
    """
    for side in (1, -1):
        for k in site.numbers(block):
            rng = site.rng("wood", side, k)
            conifers = bool(rng.random() < 0.6)
            if rng.random() < share:
                span = (max(block * k, site.span[0]), min(block * (k + 1), site.span[1]))
                if span[1] - span[0] > 12.0:
                    _wood(site, side, span, conifers, rng, away, share > 0.9)


def _wood(
    site: Site, side: int, span: tuple[float, float], conifers: bool, rng, away: float,
    closed: bool,
) -> None:  # fmt: skip
    edge = site.section.edge(side) + side * max(site.wishes.clearing, away)
    if closed:
        _depth(site, side, span, edge + side * 15.0, conifers, rng)
    kind = "spruce" if conifers else "deciduous"
    along, deep = SIZE
    for row in range(2 if closed or away > 9.0 else 3):
        t = edge + side * (4.5 + deep * row)
        for k in range(int((span[1] - span[0]) / along)):
            s = span[0] + along * (k + 0.5) + float(rng.uniform(-0.8, 0.8))
            near = row == 0 and away < 9.0 and site.detail(s, edge) == 0
            detail = 1 if near else 2
            patch = grove(kind, int(rng.integers(GROVES)), detail, site.season)
            site.put(patch, s, t, towards(side), foot=(4.0, 4.0), sink=0.1)
    for _ in range(int((span[1] - span[0]) / 9.0)):  # the foremost trees stand by themselves
        s, t = float(rng.uniform(*span)), edge + side * float(rng.uniform(-0.8, 0.6))
        detail = site.detail(s, t, 0 if rng.random() < 0.4 else 1)
        tall = float(rng.choice([6.0, 8.0, 10.0]))
        if conifers and rng.random() < 0.8:
            tree = spruce(int(rng.integers(3)), detail, tall)
        else:
            tree = deciduous(site, rng, detail, tall)
        site.put(tree, s, t, float(rng.uniform(0, 6.28)), foot=(0.5, 0.3))
    for _ in range(int((span[1] - span[0]) / 12.0)):
        s, t = float(rng.uniform(*span)), edge + side * float(rng.uniform(-2.0, 0.5))
        shrub = bush(int(rng.integers(3)), site.detail(s, t, 1), 1.2, site.season)
        site.put(shrub, s, t, 0.0, foot=(0.4, 0.3))


def _depth(site: Site, side: int, span: tuple[float, float], t: float, conifers: bool, rng) -> None:
    """The dark curtain behind the trees, unless a bend leaves no room for it."""
    s = np.linspace(*span, max(6, int((span[1] - span[0]) / 1.6)))
    axis = site.corridor.line.axis(s)
    key = int(rng.integers(2**31))
    if (axis.curvature * (t + side * 14.0) > 0.8).any():
        return
    # Its ends turn away from the road behind the last trees.
    end = np.clip(1.0 - np.minimum(s - span[0], span[1] - s) / 12.0, 0.0, 1.0)
    front = site.corridor.at(s, t + side * 11.0 * end**1.5)
    inwards = side * np.stack([-np.sin(axis.heading), np.cos(axis.heading)], -1)
    height = 13.0 if conifers else 11.5
    mesh = wood_depth(front, inwards, height, conifers, site.season, key)
    site.add(Fixture(((mesh, "vegetation"),)), np.eye(4))
    site.take(Zone(*span, *sorted((t, t + side * 15.0))))


def farms(site: Site, step: float = 260.0, share: float = 0.5) -> None:
    """A farm house and a barn, some 30 m from the road."""
    for side in (1, -1):
        for k in site.numbers(step):
            rng = site.rng("farm", side, k)
            if rng.random() > share:
                continue
            s = step * k + float(rng.uniform(40.0, step - 40.0))
            t = site.section.edge(side) + side * float(rng.uniform(24.0, 30.0))
            yaw = towards(side) + float(rng.uniform(-0.5, 0.5))
            if site.put(farm_house(site.detail(s, t)), s, t, yaw, slack=0.5):
                other = s + float(rng.choice([-1, 1])) * 22.0
                site.put(barn(site.detail(other, t)), other, t + side * 2.0, yaw + 0.3, slack=0.5)


def warnings(site: Site, kinds: tuple[str, ...], step: float = 300.0) -> None:
    """Warning signs and speed limits before the traffic of each side."""
    limit = site.wishes.speed_limit
    for side in (1, -1):
        t = site.section.edge(side) + side * 1.3
        for k in site.numbers(step):
            rng = site.rng("warning", side, k)
            s = step * k + float(rng.uniform(0.1, 0.4)) * step
            names = [kinds[int(rng.integers(len(kinds)))]] if kinds else []
            if limit:
                names.append(f"limit_{limit}")
            if names:
                board = sign(tuple(names), site.country, site.detail(s))
                site.put(board, s, t, travel(site, side), foot=(0.4, 0.4))


def wildlife_fence(site: Site, away: float) -> None:
    """A wire fence along both sides, ``away`` from the paved road [m]."""
    for side in (1, -1):
        t = site.section.edge(side) + side * away
        for k in site.numbers(4.0):
            s = 4.0 * k
            panel = wire_fence(4.0, 2.0, site.detail(s, t, 2), False)
            site.put(panel, s, t, towards(side), foot=(1.9, 0.1))
