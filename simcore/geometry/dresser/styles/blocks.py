"""Blocks of flats behind strips of green, street trees, lamps."""

from __future__ import annotations

from ..corner import Corner
from ..flats import flats
from ..pavement import bins, covers, lamps, parking_slots, scatter, street_signs, street_trees
from ..site import Site

CORNER = Corner(setback=2.0, beside=3.2, deep=21.0)


def furnish(site: Site) -> None:
    """Blocks on both sides, then what stands on the pavements."""
    for side in (1, -1):
        flats(site, side, shops=0.15, setback=(2.5, 5.0))
    lamps(site, 8.0, arm=1.6)
    street_trees(site, 16.0, 9.0)
    bins(site, 0.25, 14.0)
    scatter(site, (("cabinet", 0.12), ("bikes", 0.12), ("litter", 0.14), ("shelter", 0.05)))
    street_signs(site, ("parking", "children"))
    covers(site)
    parking_slots(site)
