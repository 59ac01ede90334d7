"""A country road between fields: single trees, farms, tall grass, delineators."""

from __future__ import annotations

from ..roadside import bend_rails, delineators, farms, lone_trees, verges, warnings, woods
from ..site import Site


def furnish(site: Site) -> None:
    """What stands beside the road, from the nearest to the farthest."""
    delineators(site)
    bend_rails(site)
    warnings(site, ("deer", "slippery"))
    verges(site)
    farms(site)
    woods(site, 0.08)
    lone_trees(site)
