"""Rows of terraced houses behind small front gardens, street trees, lamps, bins."""

from __future__ import annotations

import numpy as np

from ...buildings.colours import coat
from ...buildings.terraced import FAMILIES, family_material, family_size, side_wall, terraced
from ...vegetation.bush import bush
from ..corner import Corner, House, enclosed, ended
from ..pavement import bins, covers, lamps, parking_slots, scatter, street_signs, street_trees
from ..plots import boundary, boundary_kind, path
from ..rows import Row, backdrop, rows
from ..site import Site

CORNER = Corner(setback=0.15, beside=3.4, deep=20.0)

_GARDEN = 3.2


def furnish(site: Site) -> None:
    """Houses on both sides, then what stands on the pavements."""
    for side in (1, -1):
        for row in rows(site, side, "terrace", _terrace):
            _houses(site, row)
        backdrop(site, side, 44.0)
    lamps(site, 6.0)
    street_trees(site)
    bins(site)
    scatter(site, (("cabinet", 0.16), ("post_box", 0.08), ("litter", 0.1), ("grit", 0.06)))
    street_signs(site, ("parking", "children"))
    covers(site)
    parking_slots(site)


def _terrace(rng: np.random.Generator) -> tuple[float, float, tuple[int, int]]:
    """Length of a row, the gap after it [m], and its family and number of houses."""
    family, count = int(rng.integers(FAMILIES)), int(rng.integers(3, 8))
    return family_size(family)[0] * count, float(rng.uniform(2.0, 4.5)), (family, count)


def _houses(site: Site, row: Row) -> None:
    rng = site.rng("terrace houses", row.side, row.number)
    family, count = row.what
    width = family_size(family)[0]
    front = site.walk(row.side)[1] + row.side * _GARDEN
    colours = coat(rng, family_material(family))
    kind, tint = boundary_kind(rng)
    houses: list[House | None] = []
    for k in range(count):
        offset = width * (k + 0.5 - count / 2)
        s, t, yaw = row.place(site, front, offset)
        own = {**colours, "door": coat(rng, "plaster")["door"]}
        if family_material(family) == "plaster" and rng.random() < 0.5:
            own["wall"] = coat(rng, "plaster")["wall"]
        mirrored = bool(k % 2)
        detail = site.detail(s, t, 1)
        house = terraced(family, mirrored, detail).recoloured(own)
        slack = 0.4 + row.slack(yaw, family_size(family)[1])
        if not site.put(house, s, t, yaw, slack=slack):
            houses.append(None)
            continue
        houses.append(House(site.last, house, side_wall(family), detail))
        # The door is 0.95 m from the house's right edge, seen from the street, or mirrored.
        y = -width / 2 + 0.95 if not mirrored else width / 2 - 0.95
        door = s + y * row.side
        path(site, row.side, door, t - row.side * 0.35)
        fence = site.walk(row.side)[1] + row.side * 0.25
        if kind != "none":
            gap = (door - 0.55, door + 0.55)
            boundary(site, row.side, (s - width / 2, s + width / 2), fence, kind, (gap,), tint)
        if rng.random() < 0.5:
            shrub = bush(int(rng.integers(3)), site.detail(s, t), 0.8, site.season,
                         bool(rng.random() < 0.6))  # fmt: skip
            where = s - y * row.side * float(rng.uniform(0.3, 0.9))
            site.put(shrub, where, fence + row.side * 1.1, float(rng.uniform(0, 6)))
    ended(site, row, houses)
    if row.corner:
        enclosed(site, row, 0.25, "hedge" if kind == "none" else kind, tint)
