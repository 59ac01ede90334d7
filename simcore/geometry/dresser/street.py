"""A whole street: the ground, its markings and what stands along it, from a line and a style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ...line import Line
from ...registry import Registry
from ...scene import Placement
from ..ground.corridor import Corridor, Drop
from ..ground.markings import Bars, Shape, lane_lines
from ..ground.paint import painted
from ..ground.sections import Section
from .dressing import Dressing
from .site import Site, Zone

_LINES = {"country": "rural", "motorway": "motorway"}


@cache
def styles() -> Registry:
    """The styles of neighbourhoods: files in ``dresser/styles``."""
    return Registry("styles", f"{__package__}.styles")


@dataclass(frozen=True)
class Street:
    """The ground along a line and what stands on it."""

    corridor: Corridor
    dressing: Dressing
    marks: tuple[Bars | Shape, ...]

    def placements(self, first: int = 1, on: int = 0, chart: int = -1) -> tuple[Placement, ...]:
        """All meshes. first: instance id of the first counted thing; on: mask of lit circuits;
        chart: number of the ground's chart."""
        ground = self.corridor.surfaces(chart) + painted(self.corridor, self.marks, chart)
        return ground + self.dressing.placements(first, on)


def street(
    line: Line,
    section: Section,
    style: str,
    key: int,
    *,
    season: str = "winter",
    country: str = "de",
    span: tuple[float, float] | None = None,
    route: tuple[float, float] | None = None,
    clear: Sequence[Zone] = (),
    drops: Sequence[Drop] = (),
    marks: Iterable[Bars | Shape] | None = None,
) -> Street:
    """A street in a style; ``marks`` by default the lines that the section asks for."""
    bare = Corridor(line, section, span, route, drops)
    site = Site(bare, key, season, country, clear)
    styles().load(style).furnish(site)
    dressing = site.dressing()
    corridor = Corridor(line, section, span, route, (*drops, *dressing.drops))
    if marks is None:
        marks = lane_lines(corridor, country, _LINES.get(style, "urban"))
    return Street(corridor, dressing, tuple(marks))
