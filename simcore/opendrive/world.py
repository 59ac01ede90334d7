"""A network as something to drive on and to look at: what a road plug-in lays out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..geometry.dresser.dressing import Dressing, ParkingSlot, Stand
from ..geometry.ground.cut import without
from ..geometry.ground.landscape import GREENS
from ..lanes import LaneMap
from ..scene import Placement
from .flat import laid_flat, parking_slots
from .graph import Graph
from .ground import Ground, ground_of
from .land import landscape, relief_of
from .lane_map import lane_map
from .paint import painted
from .placing import place
from .planting import planted
from .route import Stage, Way, way_along
from .segments import PAVEMENT
from .signals import signal_stands
from .surfaces import Surfaces, surfaces
from .things import thing_stands
from .tube import tunnel_lamps

LANDS = {"fields": "country", "forest": "forest", "mixed": "country"}


@dataclass(frozen=True, eq=False)
class RoadWorld:
    """The roads of a file with the ego's way.

    landscape: "fields", "forest" or "mixed"; clearing: from a road to the first trees [m]; lights:
    what traffic lights show; key: of the land.
    """

    graph: Graph
    stages: tuple[Stage, ...]
    landscape: str = "fields"
    clearing: float = 6.0
    lights: str = "green"
    key: int = 0

    @cached_property
    def way(self) -> Way:
        """The ego's way."""
        return way_along(self.graph, self.stages)

    @cached_property
    def ground(self) -> Ground:
        """Strips and charts."""
        return ground_of(self.graph, self.way)

    def lanes(self, speed_limit: float | None = None) -> LaneMap:
        """The lane map. speed_limit: holds everywhere instead of the file's [m/s]."""
        return lane_map(self.ground, self.way, speed_limit)

    @cached_property
    def edges(self) -> tuple[float, float]:
        """t of the right and the left edge of the carriageway, seen from the route, in its middle
        [m]."""
        stage = self.stages[len(self.stages) // 2]
        item = next(
            x
            for x in self.ground.segments
            if x.course.road.id == stage.key.road and x.number == stage.key.section
        )
        right, left = item.reach((PAVEMENT,)) or (-2.0, 2.0)
        own = item.lanes[stage.key.lane]
        middle = float((own.inner + own.outer).mean() / 2)
        if self.graph.forward(stage.key):
            return right - middle, left - middle
        return middle - left, middle - right

    def surfaces(self, season: str) -> Surfaces:
        """The roads' own meshes."""
        return surfaces(self.ground, GREENS[season][0])

    def marks(self) -> tuple[Placement, ...]:
        """All that is painted."""
        marks: list[Placement] = []
        for item in self.ground.segments:
            crossed = self.ground.crossed.get(item.course.road.id)
            own = tuple(painted(item))
            marks += own if crossed is None or crossed.is_empty else without(own, crossed)
        for name, course in self.graph.courses.items():
            mine = [item for item in self.ground.segments if item.course.road.id == name]
            if mine:
                marks += laid_flat(course, mine)
        return tuple(marks)

    def dressing(self, season: str) -> Dressing:
        """Roads, land, objects and signals."""
        made = self.surfaces(season)
        stands: list[Stand] = []
        for number, course in enumerate(self.graph.courses.values()):
            stands += signal_stands(course, self.lights, place)
            stands += thing_stands(course, place, season, self.key + number)
        stands += tunnel_lamps(self.ground.segments)
        placed = made.placements + self.marks()
        if not made.area.is_empty:
            relief = relief_of(self.ground, made.area, LANDS[self.landscape], self.key)
            placed += landscape(relief, self.key, season)
            stands += planted(
                relief, self.way.line, self.landscape, season, self.key, self.clearing
            )
        return Dressing(tuple(stands), (), (), placed)

    def slots(self) -> tuple[ParkingSlot, ...]:
        """Where cars may stand parked."""
        return tuple(
            slot
            for course in self.graph.courses.values()
            for slot in parking_slots(course, self.way.line)
        )
