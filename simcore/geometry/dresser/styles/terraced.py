"""Rows of terraced houses with small front gardens, street trees and lamps."""

from __future__ import annotations

from ...buildings.colours import coat
from ...buildings.terraced import FAMILIES, family_material, family_size, terraced
from ...street.lamp import spacing, street_lamp
from ...vegetation.tree import VARIANTS, bare_tree
from ..site import Site, towards


def furnish(site: Site) -> None:
    """Houses on both sides, then what stands on the pavements."""
    for side in (1, -1):
        _houses(site, side)
    _lamps(site)
    _trees(site)


def _houses(site: Site, side: int) -> None:
    """Terraces of 3 to 7 houses with a gap between them."""
    front = site.section.find("sidewalk", side)[1] + side * 3.0
    s, row = site.span[0], 0
    while True:
        rng = site.rng("terrace", side, row)
        family, count = int(rng.integers(FAMILIES)), int(rng.integers(3, 8))
        width = family_size(family)[0]
        colours = coat(rng, family_material(family))
        for k in range(count):
            middle = s + width / 2
            if middle + width / 2 > site.span[1]:
                return
            own = {**colours, "door": coat(rng, "plaster")["door"]}
            if family_material(family) == "plaster" and rng.random() < 0.5:
                own["wall"] = coat(rng, "plaster")["wall"]
            house = terraced(family, bool(k % 2), site.detail(middle)).recoloured(own)
            site.put(house, middle, front, towards(side))
            s += width
        s += float(rng.uniform(2.0, 4.5))
        row += 1


def _lamps(site: Site) -> None:
    height = 6.0
    step = spacing(height)
    count = int((site.span[1] - site.span[0]) / step)
    for k in range(count):
        side = 1 if k % 2 else -1
        s = site.span[0] + step * (k + 0.5)
        kerb = site.section.find("kerb", side)[1]
        lamp = street_lamp(height, detail=site.detail(s))
        site.put(lamp, s, kerb + side * 0.35, towards(side), foot=0.2)


def _trees(site: Site) -> None:
    for side in (1, -1):
        kerb = site.section.find("kerb", side)[1]
        s, k = site.span[0] + (5.0 if side > 0 else 12.0), 0
        while s < site.span[1]:
            rng = site.rng("tree", side, k)
            tree = bare_tree(int(rng.integers(VARIANTS)), site.detail(s))
            site.put(tree, s, kerb + side * 0.7, float(rng.uniform(0, 6.28)), foot=0.4)
            s += float(rng.uniform(13.0, 19.0))
            k += 1
