"""Plots of land along streets: their boundaries, garden paths, driveways, gardens."""

from __future__ import annotations

import numpy as np

from ..buildings.colours import PLASTER, pick
from ..buildings.hall import garage
from ..fixture import Fixture
from ..ground.pad import Pad
from ..street.fence import garden_wall, picket_fence, railing, wire_fence
from ..vegetation.bush import bush, hedge
from ..vegetation.spruce import spruce
from .dressing import ParkingSlot
from .pavement import deciduous
from .site import Site, Zone, towards

Colour = tuple[float, float, float] | None

_FENCES = ((0.70, 0.69, 0.66), (0.22, 0.13, 0.07), (0.10, 0.11, 0.10), (0.16, 0.20, 0.14))


def boundary(
    site: Site,
    side: int,
    s: tuple[float, float],
    t: float,
    kind: str,
    gaps: tuple[tuple[float, float], ...] = (),
    colour: Colour = None,
) -> None:
    """A fence, hedge, wall or railing along the front of a plot, open at the gaps."""
    edges = sorted([s[0], *(x for gap in gaps for x in gap), s[1]])
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        length = b - a
        if length < 0.7:
            continue
        count = max(1, round(length / 3.0))
        wide = float(np.floor(length / count * 4) / 4)
        start = (a + b - wide * count) / 2
        for k in range(count):
            middle = start + wide * (k + 0.5)
            fixture = panel(kind, wide, site.detail(middle, t, 1), colour)
            site.put(fixture, middle, t, towards(side), slack=0.08)


def panel(kind: str, length: float, detail: int, colour: Colour = None) -> Fixture:
    """One piece of a boundary: "picket", "hedge", "low_hedge", "wall", "yard_wall", "wire", or else
    a railing."""
    if kind == "picket":
        return picket_fence(length, detail).recoloured({"fence": colour or _FENCES[0]})
    if kind == "hedge":
        return hedge(length, 1.25, 0.6, int(length * 4) % 3, detail)
    if kind == "low_hedge":
        return hedge(length, 0.7, 0.5, int(length * 4) % 3, detail)
    if kind == "wire":
        return wire_fence(length, 1.8, detail)
    if kind == "yard_wall":
        return garden_wall(length, 1.9, detail).recoloured({"wall": colour or (0.30, 0.13, 0.08)})
    if kind == "wall":
        return garden_wall(length, 0.75, detail).recoloured({"wall": colour or (0.30, 0.13, 0.08)})
    return railing(length, max(detail, 1))


def boundary_kind(rng: np.random.Generator) -> tuple[str, Colour]:
    """What stands around a garden, and its colour."""
    kind = ("picket", "hedge", "wall", "railing", "none")[
        int(rng.choice(5, p=(0.30, 0.30, 0.2, 0.12, 0.08)))
    ]
    colour = _FENCES[int(rng.integers(len(_FENCES)))] if kind == "picket" else None
    return kind, colour


def path(site: Site, side: int, s: float, t: float, width: float = 1.1) -> None:
    """A paved path from the pavement to a door at (s, t)."""
    start = site.walk(side)[1] + side * 0.06
    if abs(t - start) > 0.3 and site.span[0] < s - width and s + width < site.span[1]:
        zone = Zone(s - width / 2, s + width / 2, *sorted((start, t)))
        site.pave(Pad(*zone, colour="path", albedo=(0.27, 0.26, 0.24)))
        site.take(zone)


def driveway(site: Site, side: int, s: float, t: float, rng: np.random.Generator) -> None:
    """A driveway 3 m wide to t with a dropped kerb, room for a car, and perhaps a garage."""
    half = 1.5
    walk = site.walk(side)
    start = walk[1] + side * 0.06
    zone = Zone(s - half, s + half, *sorted((walk[0], t)))
    if not site.free(zone):
        return
    site.take(zone)
    site.drop(side, s - half, s + half)
    tarmac = rng.random() < 0.4
    material, albedo = ("asphalt", None) if tarmac else ("paving", (0.24, 0.22, 0.20))
    site.pave(Pad(s - half, s + half, start, t, material, "parking", "driveway", albedo))
    if rng.random() < 0.7:
        colours = {"wall": pick(rng, PLASTER), "gate": (0.55, 0.55, 0.54)}
        building = garage(site.detail(s, t), rng.random() < 0.5).recoloured(colours)
        site.put(building, s, t, towards(side), slack=0.1)
    if abs(t - start) > 5.5:
        middle = (start + t) / 2
        site.park(ParkingSlot(s, middle, towards(side), 5.0, 2.4))


def garden(
    site: Site, side: int, s: tuple[float, float], t: tuple[float, float], rng: np.random.Generator,
    trees: float = 0.6, least: int = 0,
) -> None:  # fmt: skip
    """Trees and bushes on a plot, wherever there is room between the given s and t.

    trees: 1.6 times as many are drawn on average; least: as of ``Site.detail``.
    """
    low, high = sorted(t)
    for _ in range(int(rng.poisson(trees * 1.6))):
        place = float(rng.uniform(*s)), float(rng.uniform(low, high))
        detail = site.detail(*place, least)
        height = float(rng.choice([5.0, 7.0, 9.0]))
        if rng.random() < 0.25:
            tree = spruce(int(rng.integers(3)), detail, height + 1.0)
        else:
            tree = deciduous(site, rng, detail, height)
        foot = 0.16 * height
        site.put(tree, *place, float(rng.uniform(0, 6.28)), foot=(foot, foot))
    for _ in range(int(rng.poisson(2.0))):
        place = float(rng.uniform(*s)), float(rng.uniform(low, high))
        size = float(rng.choice([0.8, 1.2, 1.6]))
        shrub = bush(int(rng.integers(3)), site.detail(*place, least), size, site.season,
                     bool(rng.random() < 0.5))  # fmt: skip
        site.put(shrub, *place, float(rng.uniform(0, 6.28)))
