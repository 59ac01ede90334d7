"""A motorway: guard rails, gantries, delineators, fences, bushes on the embankments."""

from __future__ import annotations

from ...street.barrier import noise_wall
from ...street.gantry import PLACES, gantry
from ...street.signs import sign
from ...vegetation.bush import bush
from ..pavement import travel
from ..roadside import delineators, lone_trees, rail, wildlife_fence, woods
from ..site import Site, Zone, towards


def furnish(site: Site) -> None:
    """What stands beside the carriageways, from the median outwards."""
    _median(site)
    for side in (1, -1):
        _outer_rails(site, side)
        _gantries(site, side)
        _limits(site, side)
        _noise_walls(site, side)
    delineators(site)
    wildlife_fence(site, 7.5)
    _bushes(site)
    woods(site, 0.15, away=12.0)
    lone_trees(site, 60.0, 0.5)


def _median(site: Site) -> None:
    """Rails back to back in the middle, over the whole length."""
    found = site.section.find("median", 1)
    middle = site.section.t0
    half = abs(found[1] - found[0]) - 0.55 if found else 0.4
    low, high = site.span[0] + 2.0, site.span[1] - 2.0
    for side in (1, -1):
        # A rail that stands to the left of the right-hand carriageway faces right.
        rail(site, side, low, high, middle - side * half * 0.6)


def _outer_rails(site: Site, side: int) -> None:
    """Rails along some stretches of 120 m."""
    for k in site.numbers(120.0):
        rng = site.rng("rail", side, k)
        if rng.random() < 0.55:
            low, high = 120.0 * k + 6.0, 120.0 * (k + 1) - 6.0
            if low > site.span[0] + 4.0 and high < site.span[1] - 4.0:
                rail(site, side, low, high)


def _gantries(site: Site, side: int) -> None:
    """An overhead sign some every 500 m over each carriageway."""
    outer, inner = site.section.edge(side) + side * 1.0, site.section.t0 + side * 0.45
    span = abs(outer - inner)
    for k in site.numbers(500.0):
        rng = site.rng("gantry", side, k)
        s = 500.0 * k + float(rng.uniform(120.0, 380.0))
        names = [PLACES[int(i)] for i in rng.choice(len(PLACES), 3, replace=False)]
        boards = ((names[0], f"{names[1]} {int(rng.integers(8, 90))}", "v"), (names[2], "^"))
        if not site.span[0] + 10.0 < s < site.span[1] - 10.0:
            continue
        T = site.corridor.pose(s, (outer + inner) / 2, travel(site, side))
        site.add(gantry(round(span, 1), boards, site.detail(s)), T)
        for t in (outer, inner):
            site.take(Zone(s - 0.6, s + 0.6, t - 0.5, t + 0.5))


def _limits(site: Site, side: int) -> None:
    """Speed limits on the outer side of each carriageway, every 400 m."""
    limit = site.wishes.speed_limit
    t = site.section.edge(side) + side * 2.0
    for k in site.numbers(400.0) if limit else ():
        s = 400.0 * k + 60.0
        board = sign(f"limit_{limit}", site.country, site.detail(s), size=0.75)
        site.put(board, s, t, travel(site, side), foot=(0.4, 0.4))


def _noise_walls(site: Site, side: int) -> None:
    """Here and there a noise wall of 200 m, 5 m beside the paved road."""
    t = site.section.edge(side) + side * 5.0
    for k in site.numbers(250.0):
        if site.chance("noise wall", side, k) > 0.22:
            continue
        for n in range(50):
            s = 250.0 * k + 4.0 * n
            wall = noise_wall(4.0, 3.4, site.detail(s, t, 1))
            site.put(wall, s, t, towards(side), foot=(1.9, 0.2))


def _bushes(site: Site) -> None:
    for side in (1, -1):
        for k in site.numbers(9.0):
            rng = site.rng("shrub", side, k)
            s = 9.0 * k + float(rng.uniform(-4, 4))
            t = site.section.edge(side) + side * float(rng.uniform(4.0, 7.0))
            if rng.random() < 0.55:
                size = float(rng.choice([1.2, 1.6]))
                shrub = bush(int(rng.integers(3)), site.detail(s, t, 1), size, site.season)
                site.put(shrub, s, t, float(rng.uniform(0, 6.28)), foot=(0.5, 0.5))
