"""Layouts of roads that are networks, from a file or made by code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from ...simcore.geometry.dresser.dressing import Dressing
from ...simcore.opendrive.build import mirrored
from ...simcore.opendrive.graph import Graph
from ...simcore.opendrive.records import Network
from ...simcore.opendrive.route import choose
from ...simcore.opendrive.tube import tunnel_spaces
from ...simcore.opendrive.world import RoadWorld
from ..layout import Dressed, Layout, Occasion
from ._shared import Paved, worn


def network_layout(world: RoadWorld, wear: float, speed_limit: float | None = None) -> Layout:
    """A network with the ego's way. wear: of the marks; speed_limit: holds everywhere [m/s]."""
    strips = world.ground.strips

    @cache
    def made(season: str) -> Dressing:
        return world.dressing(season)

    def dress(occasion: Occasion) -> Dressed:
        built = made(occasion.season)
        return Dressed(
            worn(built.placements(occasion.first, occasion.lit), wear),
            built.bodies(occasion.first),
            built.lamps(occasion.lit),
        )

    return Layout(
        world.lanes(speed_limit),
        tuple(strip for strip, _ in strips),
        world.ground.charts,
        tuple(edges for _, edges in strips),
        world.edges,
        dress,
        lambda season: world.slots(),
        world.way.line.span[1],
        tubes=tuple(tunnel_spaces(world.ground.segments)),
    )


def made_by_code(
    network: Network, settings: Paved, key: int, route: Sequence[str], lane: int | None = None
) -> Layout:
    """A network built for right-hand traffic, on the side that the settings ask for.

    route: the roads that the ego drives over; lane: in which it begins, as in right-hand traffic.
    """
    if settings.traffic_side == "left":
        network, lane = mirrored(network), None if lane is None else -lane
    graph = Graph(network)
    extra: Any = settings
    world = RoadWorld(
        graph,
        choose(graph, tuple(route), None, lane),
        getattr(extra, "landscape", "fields"),
        getattr(extra, "clearing", 6.0),
        key=key,
    )
    return network_layout(world, settings.wear, settings.speed_limit)
