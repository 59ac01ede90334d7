"""A country road through woods."""

from __future__ import annotations

from ..roadside import bend_rails, delineators, verges, warnings, woods
from ..site import Site


def furnish(site: Site) -> None:
    """What stands beside the road, from the nearest to the farthest."""
    delineators(site)
    bend_rails(site)
    warnings(site, ("deer",))
    verges(site, 0.6)
    woods(site, 0.96)
