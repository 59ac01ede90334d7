"""A whole street: the ground, its markings and what stands along it, from a line and a style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from ...keys import fold
from ...line import Line
from ...registry import Registry
from ...scene import Placement
from ..ground.corridor import Corridor, Drop
from ..ground.landscape import GREENS, LANDS, Land, landscape
from ..ground.markings import Bars, Shape, lane_lines, parking_bays
from ..ground.paint import painted
from ..ground.sections import Section
from .dressing import Dressing
from .pavement import PLACE
from .site import Mouth, Site, Wishes, Zone

_LINES = {"fields": "rural", "forest": "rural", "mixed": "rural", "motorway": "motorway"}
_LANDS = {"terraced": "suburban", "detached": "suburban", "blocks": "town", "shops": "town",
          "industrial": "town"}  # fmt: skip


@cache
def styles() -> Registry:
    """The styles of neighbourhoods: files in ``dresser/styles``."""
    return Registry("styles", f"{__package__}.styles")


@dataclass(frozen=True, eq=False)
class Street:
    """The ground along a line and what stands on it; land: the country around it."""

    corridor: Corridor
    dressing: Dressing
    marks: tuple[Bars | Shape, ...]
    season: str = "summer"
    land: tuple[Placement, ...] = field(default=(), repr=False)

    def ground(self, chart: int = -1) -> tuple[Placement, ...]:
        """The road and its markings; chart: number of the ground's chart."""
        surfaces = self.corridor.surfaces(chart, {"grass": GREENS[self.season][0]})
        return surfaces + painted(self.corridor, self.marks, chart)

    def placements(self, first: int = 1, on: int = 0, chart: int = -1) -> tuple[Placement, ...]:
        """All meshes. first: instance id of the first counted thing; on: mask of lit circuits."""
        return self.ground(chart) + self.dressing.placements(first, on) + self.land


def street(
    line: Line,
    section: Section,
    style: str,
    key: int,
    *,
    season: str = "winter",
    country: str = "de",
    drives: int = -1,
    span: tuple[float, float] | None = None,
    route: tuple[float, float] | None = None,
    clear: Sequence[Zone] = (),
    drops: Sequence[Drop] = (),
    marks: Iterable[Bars | Shape] | None = None,
    wishes: Wishes | None = None,
    land: Land | str | None = None,
) -> Street:
    """A street in a style.

    marks: by default the lines that the section asks for; land: the country around, by default
    what suits the style, "none" for none (where several streets share one landscape).
    """
    bare = Corridor(line, section, span, route, drops)
    dressing = furnished(bare, style, key, season, country, drives, clear, wishes)
    corridor = Corridor(line, section, span, route, (*drops, *dressing.drops))
    if marks is None:
        marks = [*lane_lines(corridor, country, _LINES.get(style, "urban"))]
        marks += _bays(corridor, style)
    around = land or land_of(style)
    country_side = (
        () if around == "none" else landscape([corridor], fold(key, "land"), around, season)
    )
    return Street(corridor, dressing, tuple(marks), season, country_side)


def _bays(corridor: Corridor, style: str) -> list[Bars | Shape]:
    """Marks between parking places, where parking is in short supply."""
    if style not in ("shops", "blocks"):
        return []
    edges = PLACE * np.arange(
        np.ceil(corridor.span[0] / PLACE), np.floor(corridor.span[1] / PLACE) + 1
    )
    sides = [side for side in (1, -1) if corridor.section.find("parking", side)]
    return [parking_bays(corridor, side, edges) for side in sides]


def furnished(
    corridor: Corridor,
    style: str,
    key: int,
    season: str = "winter",
    country: str = "de",
    drives: int = -1,
    clear: Sequence[Zone] = (),
    wishes: Wishes | None = None,
    mouths: Sequence[Mouth] = (),
) -> Dressing:
    """What a style puts along a corridor."""
    site = Site(corridor, key, season, country, drives, clear, wishes, mouths)
    styles().load(style).furnish(site)
    return site.dressing()


def land_of(style: str) -> str:
    """The name of the landscape that suits a style."""
    name = _LANDS.get(style, style)
    return name if name in LANDS else "country"
