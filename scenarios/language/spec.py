"""The canonical form of a scenario: what may stand in its YAML file.

Every class here is a ``Settings``: authored in a ``ScenarioSpec``, with plain SI values in a
``Scenario``. A key enters together with the code that obeys it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler, PrivateAttr, model_validator
from pydantic_core import CoreSchema, core_schema

from ...sensors.plugins import SENSORS
from ...simcore.plugins import EFFECTS
from ...simcore.quantity.expressions import Expression, ExpressionError, parse
from ...simcore.quantity.fields import (
    Angle,
    Date,
    Flag,
    Length,
    Rate,
    Ratio,
    Speed,
    Time,
    invalid,
    setting,
)
from ...simcore.quantity.settings import Settings
from ...simcore.quantity.terms import Constant
from ..actors._vehicle import Vehicle
from ..plugins import ACTORS, BEHAVIOURS, DRIVERS, ROADS, STARTS, TASKS
from .document import Places, located
from .files import LocalFile, addressed, files_of
from .kinds import Keyed, Kind, Kinded
from .names import Name, SensorName
from .plan import Plan, planned
from .problems import Path, Problem
from .surface import Surface

VERSION = 1


class Metadata(Settings):
    """What the scenario is about, for people and for catalogues."""

    name: str = Field("", description="The name of the file without .yaml", max_length=80)
    description: str = Field("", description="One sentence", max_length=400)
    tags: tuple[str, ...] = Field((), description="Free words", strict=False, max_length=40)
    domain: Literal["driving"] = Field("driving", description="Which physics moves the ego")


class Rates(Settings):
    """How often things are decided and computed."""

    control: Rate = setting(
        "Decisions of drivers and agents", "10 Hz", low="1 Hz", high="100 Hz", fixed=True
    )
    physics: Rate = setting(
        "Steps of physics; a multiple of control", "100 Hz", low="10 Hz", high="1000 Hz", fixed=True
    )

    @model_validator(mode="after")
    def _multiple(self) -> Rates:
        if isinstance(self.control, Constant) and isinstance(self.physics, Constant):
            ratio = self.physics.value / self.control.value
            if ratio != round(ratio):
                raise invalid((("physics",), "must be a whole multiple of control"))
        return self


class At(Settings):
    """A place on the road: s along the ego's route, t to the left of its lane's centre."""

    s: Length = setting("Distance along the ego's route", low="-1 km", high="20 km")
    t: Length = setting("Distance to the left of the ego's lane", "0 m", low="-200 m", high="200 m")
    heading: Angle = setting("Direction, left of the road's", "0 deg")


class Road(Kinded):
    """The road and what stands beside it."""


class Behaviour(Kinded):
    """What an actor does."""


class Start(Kinded):
    """When an actor begins to do it."""


class Driver(Kinded):
    """Who drives the ego when no agent does."""


class Task(Kinded):
    """What the ego is to do, and how it is rewarded."""


class Assists(Settings):
    """Which systems help the driver of the ego."""

    abs: Flag = setting("Anti-lock brakes", True)
    traction_control: Flag = setting("Engine and brakes keep wheels from spinning", True)
    stability_control: Flag = setting("Single brakes keep the car on the course steered", True)


class Ego(Kinded):
    """The vehicle that carries the sensors."""

    at: At = setting("Where it begins (rear axle)", {"s": "10 m"})
    speed: Speed = setting("Speed at the beginning", "30 km/h", low="0 km/h", high="250 km/h")
    driver: Annotated[Driver, Kind(DRIVERS, Driver)] = setting(
        "Who drives it when no agent does", {"kind": "idm"}
    )
    assists: Assists = setting("Which systems help who drives it", {})


class Actor(Kinded):
    """A road user, an animal or a thing."""

    at: At = setting("Where it begins")
    speed: Speed | None = setting(
        "Speed at the beginning; its behaviour decides unless given",
        None,
        low="0 km/h",
        high="250 km/h",
    )
    behaviour: Annotated[Behaviour, Kind(BEHAVIOURS, Behaviour)] | None = setting(
        "What it does; unless given it stays where it is", None
    )
    start: Annotated[Start, Kind(STARTS, Start)] | None = setting(
        "When it begins to do it; unless given at once", None
    )


class Mount(Settings):
    """The pose of a sensor in the axes of the ego: origin at the rear axle on the ground."""

    x: Length = setting("Forward of the rear axle", "1.6 m", low="-10 m", high="10 m")
    y: Length = setting("Left of the middle", "0 m", low="-3 m", high="3 m")
    z: Length = setting("Above the ground", "1.5 m", low="0 m", high="10 m")
    roll: Angle = setting("About x; positive leans to the right", "0 deg")
    pitch: Angle = setting("About y; positive looks down", "0 deg")
    yaw: Angle = setting("About z; positive looks left", "0 deg")


class Clock(Settings):
    """What a sensor's own clock says; true time is that of the simulation."""

    offset: Time = setting("Ahead of true time at the beginning", "0 s", low="-1 h", high="1 h")
    drift: Ratio = setting("How much it runs fast", "0 ppm", low=-1e-3, high=1e-3)
    jitter: Time = setting("Standard deviation of its stamps", "0 s", low="0 s", high="1 s")


class Sensor(Kinded):
    """What looks at the world."""

    mount: Mount = setting("Where it sits on the ego (x forward, y left, z up)", {})
    rate: Rate = setting("Readings per second", "10 Hz", low="0.1 Hz", high="1000 Hz", fixed=True)
    offset: Time = setting("When it begins, unless triggered", "0 s", low="0 s", high="1 h")
    jitter: Time = setting(
        "Standard deviation of its true instants", "0 s", low="0 s", high="1 s", fixed=True
    )
    clock: Clock = setting("Its own clock, by which it runs and stamps its readings", {})
    trigger: SensorName | None = setting("The sensor whose readings set it off", None)
    delay: Time = setting("After the reading that sets it off", "0 s", low="0 s", high="10 s")


class Light(Settings):
    """Date, clock and place: they put the sun where it stands."""

    date: Date = setting("Day", "2026-06-15")
    time: Time = setting("Clock time of the place", "12 h", low="0 h", high="24 h")
    utc_offset: Time = setting("Clock time minus UTC", "1 h", low="-12 h", high="14 h")
    latitude: Angle = setting("North positive", "50 deg", low="-90 deg", high="90 deg")
    longitude: Angle = setting("East positive", "10 deg", low="-180 deg", high="180 deg")


class Record(Settings):
    """Which draw a resolved scenario came from; written by the program, not by authors."""

    spec: str = setting("SHA-256 of the scenario that was drawn")
    seed: int = Field(description="The seed", ge=0)
    index: int = Field(description="The number of the episode", ge=0)
    attempt: int = Field(description="How many draws before it were rejected", ge=0)
    sampler: str = setting("The sampler")
    u: dict[str, float] = setting("The point in the unit cube, by path")


@dataclass(frozen=True)
class Condition:
    """Metadata of a requirement: an expression that is true or false."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_condition)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "examples": ["actors.child.at.s - ego.at.s > 40"]}


def _condition(data: Any) -> Expression:
    if isinstance(data, Expression):
        return data
    if not isinstance(data, str):
        raise invalid(((), "expected a comparison, as in actors.child.at.s - ego.at.s > 40"))
    try:
        return parse(data, truth=True)
    except ExpressionError as error:
        raise invalid(((), str(error))) from None


class ScenarioSpec(Settings):
    """A scenario as its author wrote it: every quantity a constant, distribution or expression."""

    whiteout: Literal[1] = setting("Version of the language")
    metadata: Metadata = setting("Name, description, tags", {})
    duration: Time = setting("Length of an episode", "20 s", low="0.1 s", high="1 h", fixed=True)
    rates: Rates = setting("Rates of control and physics", {})
    road: Annotated[Road, Kind(ROADS, Road)] = setting("The road")
    ego: Annotated[Ego, Kind(ACTORS, Ego, Vehicle)] = Field(
        description="The vehicle with the sensors"
    )
    actors: dict[Name, Annotated[Actor, Kind(ACTORS, Actor)]] = setting(
        "Everyone else, by name", {}, example="{van: {kind: van, at: {s: 60 m, t: -2.9 m}}}"
    )
    weather: Annotated[dict[str, Settings], Keyed(EFFECTS)] = setting(
        "Effects by name; none is a clear sky", {}
    )
    surface: Surface = setting("The state of the road", {})
    light: Light = setting("Date, clock and place", {})
    sensors: dict[Name, Annotated[Sensor, Kind(SENSORS, Sensor)]] = setting(
        "What looks at the world, by name", {}, example="{front: {kind: camera}}"
    )
    task: Annotated[Task, Kind(TASKS, Task)] = setting("What the ego is to do", {"kind": "reach"})
    require: dict[Name, Annotated[Expression, Condition()]] = Field(
        {},
        description="What every draw must meet, by name; the name is what errors say",
        max_length=100,
        json_schema_extra={"x-example": "{far: actors.van.at.s - ego.at.s > 40}"},
    )
    draw: Record | None = setting("Set in resolved scenarios by the program", None)

    _data: dict[str, Any] = PrivateAttr(default_factory=dict)
    _stem: str = PrivateAttr(default="scenario")
    _places: Places = PrivateAttr(default_factory=dict)
    _file: str = PrivateAttr(default="scenario")

    def keep(
        self, data: dict[str, Any], stem: str, places: Places | None = None, file: str = ""
    ) -> ScenarioSpec:
        """Remember the authored data, ``extends`` and overrides resolved, and where all of it
        stands; returns the scenario."""
        self._data, self._stem = data, stem
        self._places, self._file = places or {}, file or stem
        return self

    @classmethod
    def offered(cls) -> tuple[str, ...]:
        """The keys of a file: ``draw`` is written by the program, ``extends`` and ``rig`` are read
        before all others."""
        return ("extends", "rig", *(name for name in cls.model_fields if name != "draw"))

    def problem(self, path: str, message: str) -> Problem:
        """What is wrong with a quantity or requirement, told with its file and line."""
        return located(tuple(path.split(".")), message, self._places, self._file)

    @property
    def name(self) -> str:
        """The scenario's name: of its metadata, else of its file."""
        return self.metadata.name or self._stem

    @property
    def data(self) -> dict[str, Any]:
        """The authored data as plain mappings, lists, texts and numbers; not to be changed."""
        return self._data

    @cached_property
    def digest(self) -> str:
        """SHA-256 of name and authored data, in the order of the file; files count by content."""
        data = addressed(self._data, self.files)
        metadata = {**data.pop("metadata", {}), "name": self.name}
        data = {"metadata": metadata, **data}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def files(self) -> dict[Path, LocalFile]:
        """The files that it names, by where they stand in the data."""
        return dict(files_of(self))

    @cached_property
    def plan(self) -> Plan:
        """In which order its quantities are drawn."""
        return planned(self)


SHARED: dict[str, type[Kinded]] = {
    "roads": Road,
    "actors": Actor,
    "behaviours": Behaviour,
    "starts": Start,
    "drivers": Driver,
    "sensors": Sensor,
    "tasks": Task,
}
"""The keys that all plug-ins of a registry share, by its name."""
