"""What stands on the pavements of streets: lamps, trees, bins, benches, cabinets, signs, covers."""

from __future__ import annotations

import numpy as np

from ..fixture import Fixture
from ..street.bins import COLOURS as BIN_COLOURS
from ..street.bins import litter_bin, wheeled_bin
from ..street.covers import manhole, storm_grate
from ..street.furniture import (
    bench,
    bike_stand,
    bollard,
    grit_bin,
    hydrant,
    post_box,
    utility_cabinet,
)
from ..street.lamp import spacing, street_lamp
from ..street.shelter import advertising_pillar, billboard, bus_shelter
from ..street.signs import sign
from ..vegetation.birch import birch
from ..vegetation.graded import graded
from ..vegetation.tree import VARIANTS, bare_tree, leafed_tree
from .dressing import ParkingSlot
from .site import Site, Zone, towards

PLACE = 6.1
"""Length of a parking place along the road, with room to get in and out [m]."""

CLEAR = 2.6
"""Trees are cut so that nothing hangs lower over pavements and roads [m]."""


def lamps(site: Site, height: float, style: str = "arm", arm: float = 1.3) -> None:
    """Lamps in turn on both sides, 0.35 m behind the kerb."""
    step = site.wishes.lamps or spacing(height)
    for k in site.numbers(step):
        side = 1 if k % 2 else -1
        s, t = step * k, site.walk(side)[0] + side * 0.35
        lamp = street_lamp(height, arm, site.detail(s), style)
        site.put(lamp, s, t, towards(side), foot=(1.2, 0.3))


def deciduous(site: Site, rng: np.random.Generator, detail: int, height: float = 9.0) -> Fixture:
    """A tree as the season has it; one in five is a birch. Low ones keep their low branches.

    Those beside the route are drawn by how far away a camera is.
    """
    kind = int(rng.integers(5))
    variant = int(rng.integers(VARIANTS))
    clear = CLEAR if height >= 7.0 else 0.0
    finest = 0

    def make(detail: int) -> Fixture:
        if kind == 4:
            return birch(variant % 3, detail, height * 1.2, site.season, clear)
        if site.season == "winter":
            return bare_tree(variant, detail, height, clear)
        return leafed_tree(variant, detail, height, site.season, clear)

    if kind != 4 and site.season != "winter":
        finest = -1
    return make(detail) if detail else graded(make, detail, finest)


def street_trees(site: Site, step: float = 17.0, height: float = 8.5) -> None:
    """Trees of one kind in turn on both sides, 0.75 m behind the kerb."""
    step = site.wishes.trees or step
    for k in site.numbers(step):
        rng = site.rng("street tree", k)
        side = 1 if k % 2 else -1
        s = step * k + float(rng.uniform(-1.5, 1.5))
        t = site.walk(side)[0] + side * 0.75
        tree = deciduous(site, rng, site.detail(s), height)
        site.put(tree, s, t, float(rng.uniform(0, 2 * np.pi)), foot=(0.8, 0.5))


def bins(site: Site, share: float = 0.2, step: float = 9.0) -> None:
    """Wheeled bins at the back of the pavements, alone or in pairs."""
    for side in (1, -1):
        back = site.walk(side)[1]
        for k in site.numbers(step):
            rng = site.rng("bin", side, k)
            if rng.random() > share:
                continue
            s = step * k + float(rng.uniform(-3, 3))
            for n in range(int(rng.integers(1, 4))):
                litres = 120 if rng.random() < 0.6 else 240
                colour = BIN_COLOURS[int(rng.integers(len(BIN_COLOURS)))]
                body = BIN_COLOURS[1] if rng.random() < 0.5 else colour
                bin_ = wheeled_bin(litres, site.detail(s, back, 1)).recoloured(
                    {"bin": body, "lid": colour}
                )
                yaw = towards(side) + float(rng.normal(0, 0.15))
                site.put(bin_, s + 0.72 * n, back - side * 0.45, yaw)


def scatter(site: Site, things: tuple[tuple[str, float], ...], step: float = 23.0) -> None:
    """Pavement furniture at random places: (what, weight) pairs, weights summing to at most 1."""
    for side in (1, -1):
        front, back = site.walk(side)
        for k in site.numbers(step):
            rng = site.rng("thing", side, k)
            s = step * k + float(rng.uniform(-0.35, 0.35)) * step
            draw = float(rng.random())
            for name, weight in things:
                if draw < weight:
                    _thing(site, name, s, side, front, back, rng)
                    break
                draw -= weight


def _thing(site: Site, name: str, s: float, side: int, front: float, back: float, rng) -> None:
    detail = site.detail(s)
    makers = {
        "bench": bench, "litter": litter_bin, "cabinet": utility_cabinet, "post_box": post_box,
        "bikes": bike_stand, "hydrant": hydrant, "grit": grit_bin, "pillar": advertising_pillar,
        "bollard": bollard, "shelter": bus_shelter, "billboard": billboard,
    }  # fmt: skip
    fixture = makers[name](detail)
    depth = fixture.extent[1, 0], -fixture.extent[0, 0]  # before and behind its origin
    if name in ("litter", "hydrant", "bikes"):
        t = front + side * (depth[0] + 0.35)
    else:
        t = back - side * (depth[1] + 0.05)
    yaw = towards(side)
    if name == "billboard":
        t, yaw = back + side * 1.5, towards(side) - site.drives * side * 0.7
    if name == "shelter" and not _clear_before(site, s, side, front):
        return
    site.put(fixture, s, t, yaw)


def _clear_before(site: Site, s: float, side: int, front: float) -> bool:
    """Whether a bus shelter has 4.5 m of free pavement before it; its sign goes there."""
    zone = Zone(s - 2.3, s + 2.3, *sorted((front + side * 0.1, front + side * 0.5)))
    if not site.free(zone):
        return False
    stop = sign("bus_stop", site.country, site.detail(s))
    return site.put(stop, s - 2.9 * side, front + side * 0.4, travel(site, side))


def travel(site: Site, side: int) -> float:
    """Yaw of a sign on a side that faces the traffic driving there, relative to the line."""
    return np.pi if side == site.drives else 0.0


def street_signs(site: Site, kinds: tuple[str, ...] = ("parking",), step: float = 60.0) -> None:
    """Speed limits at regular places, others between them, before the traffic of each side."""
    limit = site.wishes.speed_limit
    for side in (1, -1):
        front = site.walk(side)[0]
        for k in site.numbers(step):
            rng = site.rng("sign", side, k)
            s = step * k + float(rng.uniform(-12, 12))
            if k % 3 == 0 and limit:
                kind = f"limit_{limit}"
            elif rng.random() < 0.45 and kinds:
                kind = kinds[int(rng.integers(len(kinds)))]
            else:
                continue
            board = sign(kind, site.country, site.detail(s))
            site.put(board, s, front + side * 0.45, travel(site, side), foot=(0.4, 0.4))


def covers(site: Site) -> None:
    """A manhole cover every 35 m in a lane, a storm grate every 22 m in each gutter."""
    lanes = site.section.lanes()
    for k in site.numbers(35.0):
        rng = site.rng("manhole", k)
        t, width = lanes[int(rng.integers(len(lanes)))]
        s = 35.0 * k + float(rng.uniform(-8, 8))
        if site.detail(s) < 2:
            place = t + float(rng.uniform(-0.2, 0.2)) * width
            site.embed(manhole(site.detail(s)), s, place, float(rng.uniform(0, 6.28)))
    for side in (1, -1):
        gutter = site.section.find("gutter", side)
        if gutter is None:
            continue
        for k in site.numbers(22.0):
            s = 22.0 * k + 7.0
            if site.detail(s) < 2 and not site.kept_clear(s, sum(gutter) / 2):
                site.embed(storm_grate(site.detail(s), 0.29), s, sum(gutter) / 2)


def parking_slots(site: Site, length: float = PLACE) -> None:
    """Room for parked cars on the parking strips, apart from dropped kerbs."""
    for side in (1, -1):
        strip = site.section.find("parking", side)
        if strip is None:
            continue
        t, width = sum(strip) / 2, abs(strip[1] - strip[0])
        heading = 0.0 if side == site.drives else np.pi
        for k in site.numbers(length):
            s = length * (k + 0.5)
            low, high = s - length / 2 - 0.8, s + length / 2 + 0.8
            gap = any(d.side == side and d.s0 < high and d.s1 > low for d in site.drops)
            if not gap and site.span[0] < s < site.span[1]:
                site.park(ParkingSlot(s, t, heading, length - 0.8, width))
