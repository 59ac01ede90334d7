"""A country road between woods and fields in turn."""

from __future__ import annotations

from ..roadside import bend_rails, delineators, farms, lone_trees, verges, warnings, woods
from ..site import Site


def furnish(site: Site) -> None:
    """What stands beside the road, from the nearest to the farthest."""
    delineators(site)
    bend_rails(site)
    warnings(site, ("deer", "slippery"))
    verges(site)
    woods(site, 0.45)
    farms(site, share=0.35)
    lone_trees(site, share=0.4)
