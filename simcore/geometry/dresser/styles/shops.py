"""A shopping street: blocks of flats over shops, wide pavements, benches, stops, lamps."""

from __future__ import annotations

from ..corner import Corner
from ..flats import flats
from ..pavement import covers, lamps, parking_slots, scatter, street_signs, street_trees
from ..site import Site

CORNER = Corner(setback=0.05, beside=3.2, deep=18.0, paved=True)


def furnish(site: Site) -> None:
    """Blocks on both sides, then what stands on the pavements."""
    for side in (1, -1):
        flats(site, side, shops=0.9, setback=(0.1, 0.1))
    lamps(site, 8.0, arm=1.6)
    scatter(site, (("shelter", 0.07),), 40.0)
    street_trees(site, 19.0, 8.0)
    scatter(
        site,
        (("litter", 0.2), ("bench", 0.16), ("bikes", 0.12), ("pillar", 0.06), ("cabinet", 0.06),
         ("post_box", 0.06), ("bollard", 0.08)), 11.0,
    )  # fmt: skip
    street_signs(site, ("parking", "crossing"))
    covers(site)
    parking_slots(site)
