"""Roads of a file in ASAM OpenDRIVE (1.4 to 1.8), beside the scenario.

Reference lines, heights, lanes, marks, junctions, signals and objects become ground, lanes and
things as those of every road here. The ego's route is the longest drive that the lanes allow,
unless ``route`` names the roads or ``start_road`` where it begins; s = 0 is where it begins, t = 0
the middle of its lane. What has no effect is named by ``whiteout validate``.

Example::

    road:
      kind: opendrive
      file: town.xodr
      route: ["1", "2"]
      landscape: fields
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from ...simcore.opendrive.graph import Graph
from ...simcore.opendrive.parse import load_network
from ...simcore.opendrive.read import RoadFileError
from ...simcore.opendrive.remarks import remarks_on
from ...simcore.opendrive.route import RouteError, choose
from ...simcore.opendrive.world import RoadWorld
from ...simcore.quantity.fields import Length, Ratio, Speed, Word, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ..language.files import Beside, LocalFile
from ..layout import Layout
from ._network import network_layout


class Settings(Base):
    """Which file, which way through it, and what lies around."""

    file: Annotated[LocalFile, Beside(".xodr", ".xml")] = Field(
        description="The file, beside the scenario"
    )
    route: tuple[str, ...] = Field(
        (),
        description="Ids of the roads that the ego drives over, in order; unless given the "
        "longest drive",
        strict=False,
        max_length=1000,
    )
    start_road: str | None = Field(
        None, description="Id of the road where the ego's route begins, when `route` is not given"
    )
    start_lane: int | None = Field(
        None, description="Lane in which the route begins, as -1; unless given the best"
    )
    speed_limit: Speed | None = setting(
        "Speed limit everywhere; that of the file unless given", None, low="5 km/h", high="250 km/h"
    )
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around the roads", "fields"
    )
    clearing: Length = setting(
        "From the edge of a road to the first trees", "6 m", low="1 m", high="60 m"
    )
    lights: Annotated[Literal["green", "amber", "red", "off"], Word()] = setting(
        "What traffic lights show", "green"
    )
    wear: Ratio = setting(
        "How worn the markings are, 0 new", {"beta": {"a": 2, "b": 4}}, low=0, high=1
    )
    parked: Ratio = setting("Share of the file's parking spaces where cars stand", 0, low=0, high=1)

    @field_validator("route", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        """Ids may be written without quotes."""
        if isinstance(value, list | tuple):
            return tuple(str(x) if isinstance(x, int) and not isinstance(x, bool) else x
                         for x in value)  # fmt: skip
        return value

    @field_validator("start_road", mode="before")
    @classmethod
    def _id(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @model_validator(mode="after")
    def _drivable(self) -> Settings:
        if self.route and self.start_road is not None:
            raise invalid((("start_road",), "'route' says already where the ego begins"))
        try:
            network = load_network(self.file.path)
        except RoadFileError as error:
            raise invalid((("file",), str(error))) from None
        try:
            choose(Graph(network), self.route, self.start_road, self.start_lane)
        except RouteError as error:
            where = "route" if self.route else "start_road" if self.start_road else "file"
            raise invalid(((where,), str(error))) from None
        return self


def remarks(settings: Settings) -> tuple[str, ...]:
    """What of the file has no effect, with file, line and element, for people."""
    return remarks_on(load_network(settings.file.path))


def lay_out(settings: Settings, key: int) -> Layout:
    """The roads, with the ego's route from s = 0 on."""
    graph = Graph(load_network(settings.file.path))
    stages = choose(graph, settings.route, settings.start_road, settings.start_lane)
    world = RoadWorld(graph, stages, settings.landscape, settings.clearing, settings.lights, key)
    return network_layout(world, settings.wear, settings.speed_limit)
