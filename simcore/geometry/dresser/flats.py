"""Blocks of flats wall to wall along a street, in groups with gaps between them."""

from __future__ import annotations

from typing import Any

from ..buildings.apartment import VARIANTS, apartment, material, side_wall, size
from ..buildings.colours import coat
from ..ground.pad import Pad
from ..vegetation.bush import bush, hedge
from .corner import House, ended, forecourt, green
from .plots import boundary
from .rows import Row, rows
from .site import Site, Zone, towards

_PAVED = (0.27, 0.26, 0.24)

_STREET = 0.5
"""From this share of shops on, a street is paved up to its buildings."""


def flats(site: Site, side: int, shops: float, setback: tuple[float, float]) -> None:
    """Groups of 2 to 5 blocks; ``shops``: share of blocks with shops; setback: range [m]."""
    for row in rows(site, side, "flats", _group):
        rng = site.rng("flats", side, row.number, "colours")
        away = float(rng.uniform(*setback))
        front = site.walk(side)[1] + side * away
        offset = -row.length / 2
        houses: list[House | None] = []
        for number, variant in enumerate(row.what):
            width = size(variant)[0]
            s, t, yaw = row.place(site, front, offset + width / 2)
            offset += width
            edge = row.corner and number == (0 if row.mouth < 0 else len(row.what) - 1)
            # Behind a hedge around a corner there are no shops.
            shop = bool(rng.random() < shops) and (shops > _STREET or not edge)
            detail = site.detail(s, t, 1)
            kind = "shops" if shop else "front"
            block = apartment(variant, shop, detail).recoloured(coat(rng, material(variant)))
            slack = 0.9 + row.slack(yaw, size(variant)[1])
            stands = site.put(block, s, t, yaw, slack=slack)
            walls = side_wall(variant, shop)
            houses.append(House(site.last, block, walls, detail, kind) if stands else None)
            if away > 2.0 and not shop:
                _green(site, row, s, width, rng)
        ended(site, row, houses)
        deep = away + size(0)[1]
        if shops > _STREET:
            _alley(site, row, deep)
        if row.corner:
            (forecourt if shops > _STREET else green)(site, row, deep)


def _group(rng) -> tuple[float, float, Any]:
    variants = [int(rng.integers(VARIANTS)) for _ in range(int(rng.integers(2, 6)))]
    return sum(size(v)[0] for v in variants), float(rng.uniform(3.0, 9.0)), variants


def _alley(site: Site, row: Row, deep: float) -> None:
    """A paved gap between two rows, closed by a wall."""
    (low, high), edge = row.gap, site.walk(row.side)[1] + row.side * 0.06
    back = edge + row.side * 0.7 * deep
    if site.span[0] < low and high < site.span[1]:
        site.pave(Pad(low - 0.3, high + 0.3, edge, back, colour="alley", albedo=_PAVED))
        boundary(site, row.side, (low - 0.2, high + 0.2), back, "yard_wall")


def _green(site: Site, row: Row, s: float, width: float, rng) -> None:
    """A low hedge with a gap in the middle, and bushes behind it."""
    t = site.walk(row.side)[1] + row.side * 0.4
    for part in (-1, 1):
        at = s + part * (width / 4 + 0.6)
        length = round((width / 2 - 1.6) * 2) / 2
        if length > 1.0:
            low = hedge(length, 0.7, 0.5, int(rng.integers(3)), site.detail(at, t))
            site.put(low, at, t, towards(row.side), slack=0.05)
    for _ in range(2):
        at = s + float(rng.uniform(-0.45, 0.45)) * width
        shrub = bush(int(rng.integers(3)), site.detail(at, t), 1.2, site.season, True)
        if site.free(Zone(at - 0.6, at + 0.6, *sorted((t + row.side * 0.6, t + row.side * 1.7)))):
            site.put(shrub, at, t + row.side * 1.2, 0.0)
