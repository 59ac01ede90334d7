"""Turns a drawn scenario into a world: road, actors, air, ground, and what can be seen of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..simcore.atmosphere import Atmosphere, compose
from ..simcore.bodies import Bodies, Cast, lamps_of
from ..simcore.climate import air_temperature
from ..simcore.lamps import Lamp
from ..simcore.light.moon import Moon, moon_position
from ..simcore.light.sun import SunPosition, sun_position
from ..simcore.light.tubes import packed
from ..simcore.line import Line
from ..simcore.materials import lit
from ..simcore.media.layers import even
from ..simcore.physics.driving import columns as c
from ..simcore.physics.driving.car.design import Assists, design_of, understeer
from ..simcore.physics.driving.dusk import DARK, POOR_SIGHT
from ..simcore.physics.driving.environment import Actor, Environment, Rows
from ..simcore.physics.driving.world import World
from ..simcore.physics.rigid.loose import Loose
from ..simcore.place import Place, place_of
from ..simcore.plugins import EFFECTS
from ..simcore.rays.world import Rays
from ..simcore.render.stage import Stage
from ..simcore.scene import Scene
from ..simcore.surface import Surface
from .casting import cast_of
from .conduct.lights import lights_of
from .conduct.post import Post
from .draw import Scenario
from .embodiment import Embodiment
from .embodiment import Occasion as Making
from .ground import surface_of
from .layout import Dressed, Layout
from .layout import Occasion as Dressing
from .outlook import Outlook, eyes_of
from .parked import Parked, parked_cars
from .plugins import ACTORS, BEHAVIOURS, DRIVERS, ROADS, STARTS

Array = NDArray[np.float64]

RUBBER = 0.8
"""Friction of what rolls, where it slides."""
NOTHING = np.zeros((0, 5))
RAINING = 273.15 + 2.0
"""Air in which rain falls is at least as warm [K], unless a scenario says it: less is sleet or snow
(Jennings et al., Nature Communications 9, 1148, 2018)."""
STREET_LIGHTING = 50.0
"""Below this light [lx] street lamps are on (photocells: 35 to 70 lx)."""
WINDOWS = 300.0
"""Below this light [lx] some windows are lit."""


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything of an episode that does not change, made from a scenario."""

    scenario: Scenario

    def key(self, *parts: int | str) -> int:
        """A 64-bit key for noise of this draw; see ``Scenario.key``."""
        return self.scenario.key(*parts)

    @cached_property
    def layout(self) -> Layout:
        """The road."""
        road = self.scenario.road
        return ROADS.load(road.kind).lay_out(road, self.scenario.key("road"))

    @cached_property
    def atmosphere(self) -> Atmosphere:
        """Sun, sky and weather at the beginning."""
        return self.atmosphere_at(0.0)

    @cached_property
    def effects(self) -> list[tuple[ModuleType, Any]]:
        """Modules of the weather's effects and their settings, wind and warmth first."""
        found = [(EFFECTS.load(name), item) for name, item in self.scenario.weather.items()]
        return sorted(found, key=lambda pair: not getattr(pair[0], "FIRST", False))

    @cached_property
    def changing(self) -> bool:
        """Whether the weather differs by time or place: it comes and goes, lies low or drifts."""
        courses = any(_course(item) for _, item in self.effects)
        return courses or not even([medium for _, medium in self.atmosphere.media])

    def atmosphere_at(self, time: float, level: float | None = None) -> Atmosphere:
        """Sun, sky and weather at a time [s]; level: height of the ground there [m], unless it is
        where the ego begins."""
        sun, moon = self.luminaries
        low = self._level if level is None else level
        base = Atmosphere(sun, key=self.scenario.key("weather"), time=time, level=low, moon=moon)
        air = compose(base, self.effects)
        return air if air.warm else replace(air, air_temperature=self._warmth)

    @cached_property
    def _warmth(self) -> float:
        """Temperature of the air [K] where the weather does not say it: that of all that falls at
        some time, so that a shower does not find another air than it leaves."""
        light, ground = self.scenario.light, self.scenario.surface
        steady = [
            (effect, item.model_copy(update={"course": None}) if _course(item) else item)
            for effect, item in self.effects
        ]
        air = compose(Atmosphere(self.luminaries[0]), steady)
        lying = ground.snow_depth > 0.0 or ground.ice_fraction > 0.0
        warmth = air_temperature(light.latitude, light.date, air.freezing, lying)
        if air.rain_rate_mm_h > 0.0 and not air.freezing:
            return max(warmth, RAINING)
        return warmth

    @cached_property
    def luminaries(self) -> tuple[SunPosition, Moon]:
        """Sun and moon."""
        light = self.scenario.light
        here = light.date, light.time, light.utc_offset, light.latitude, light.longitude
        return sun_position(*here), moon_position(*here)

    @property
    def place(self) -> Place:
        """Where on the Earth the world's origin lies, and when time 0 is."""
        light = self.scenario.light
        return place_of(light.date, light.time, light.utc_offset, light.latitude, light.longitude)

    @cached_property
    def _level(self) -> float:
        at = self.scenario.ego.at
        return float(self.layout.lanes.route.at(at.s, at.t)[2])

    @cached_property
    def surface(self) -> Surface:
        """The ground at the beginning."""
        key = self.scenario.key("surface")
        return surface_of(self.scenario.surface, self.layout, self.atmosphere, key)

    @cached_property
    def parked(self) -> tuple[Parked, ...]:
        """Cars in parking places, besides the authored actors."""
        road, date = self.scenario.road, self.scenario.light.date
        share = getattr(road, "parked", 0.0)
        if share <= 0.0:
            return ()
        taken = [(item.at.s + 1.3, item.at.t) for item in self.scenario.actors.values()]
        key = self.scenario.key("road", "parked")
        slots = self.layout.slots(season(date.month))
        return tuple(parked_cars(slots, share, key, Making(key, date), taken))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the rows of the world: the ego, the actors, the parked cars."""
        return ("ego", *self.scenario.actors, *(car.name for car in self.parked))

    @property
    def _items(self) -> tuple[Any, ...]:
        return self.scenario.ego, *self.scenario.actors.values()

    @cached_property
    def embodiments(self) -> tuple[Embodiment, ...]:
        """The bodies of the rows of the world."""
        date = self.scenario.light.date
        own = tuple(
            ACTORS.load(item.kind).embody(item, Making(self.scenario.key("actors", name), date))
            for name, item in zip(self.names, self._items, strict=False)
        )
        return own + tuple(car.body for car in self.parked)

    @cached_property
    def cast(self) -> Cast:
        """The figures of the rows of the world."""
        return cast_of(self)

    @cached_property
    def automatic(self) -> frozenset[int]:
        """The rows of vehicles whose low beams switch by themselves."""
        kinds = [getattr(getattr(item, "behaviour", None), "kind", "") for item in self._items]
        rows = enumerate(zip(kinds, self.embodiments, strict=False))
        return frozenset(k for k, (kind, made) in rows if made.automatic and kind != "parked")

    @cached_property
    def dressed(self) -> Dressed:
        """What stands around."""
        date, air = self.scenario.light.date, self.atmosphere
        dim = air.illuminance < DARK or air.visibility < POOR_SIGHT
        circuits = [
            *(["street"] if air.illuminance < STREET_LIGHTING else []),
            *(["window", "shop"] if air.illuminance < WINDOWS else []),
            *(["beacon_amber"] if dim else []),
        ]
        first = len(self.cast.id) + 1
        return self.layout.dress(Dressing(season(date.month), lit(*circuits), first))

    @cached_property
    def scene(self) -> Scene:
        """The fixed world."""
        made = self.dressed
        return Scene(
            *(made.placements, self.layout.lanes, made.bodies, made.lamps),
            *(self.layout.signals, self.layout.tubes),
        )

    @cached_property
    def stage(self) -> Stage:
        """All meshes, packed."""
        return Stage(self.scene, self.cast)

    @cached_property
    def rays(self) -> Rays:
        """The trees over them by which rays find what they hit."""
        return Rays(self.stage)

    def environment(self) -> Environment:
        """What the physics need of it, alone or as one of many (``World``)."""
        return Environment(
            *(self.layout.lanes.route, self.layout.strips, NOTHING),
            *(tuple(self._actors()), self.surface),
            self._rows(BEHAVIOURS, "behaviour", "decide"),
            self._rows(STARTS, "start", "due"),
            self._drivers(),
            self.loose,
            *(self._outlook, self.changing or len(self.layout.tubes) > 0),
        )

    @property
    def _outlook(self) -> Outlook:
        air_at = self.atmosphere_at if self.changing else lambda time: self.atmosphere
        eyes = eyes_of([made.body for made in self.embodiments])
        return Outlook(air_at, eyes, packed(self.layout.tubes))

    @cached_property
    def loose(self) -> tuple[Loose, ...]:
        """The actors that PyBullet moves, none in most scenarios."""
        found = []
        for row, item in enumerate(self.scenario.actors.values(), 1):
            if getattr(item.behaviour, "physics", "planar") != "rigid":
                continue
            behaviour: Any = item.behaviour
            carrier = getattr(behaviour, "of", None)
            body = self.embodiments[row].body
            found.append(
                Loose(
                    row,
                    _shape(body),
                    float(body[c.ROLLING]) if body[c.ROLLING] >= c.LOOSE else RUBBER,
                    float(body[c.RESTITUTION]),
                    -1 if carrier is None else self.names.index(carrier),
                    0.0 if carrier is None else behaviour.floor,
                )
            )
        return tuple(found)

    def world(self) -> World:
        """The physics at the start."""
        rates = self.scenario.rates
        return World(
            [self.environment()],
            control_ns=round(1e9 / rates.control),
            substeps=round(rates.physics / rates.control),
        )

    @property
    def ego_box(self) -> tuple[float, float, float]:
        """Length and width of the ego's body and how far its middle is ahead of its origin [m]."""
        body = self.embodiments[0].body
        return float(body[c.LENGTH]), float(body[c.WIDTH]), float(body[c.CENTRE_X])

    @cached_property
    def boxes(self) -> dict[int, tuple[float, float, float, float]]:
        """Length, width and height of the vehicles that move, the ego aside, and how far their
        middle is ahead of their origin [m], by row."""
        found = {}
        for row in range(1, 1 + len(self.scenario.actors)):
            made = self.embodiments[row]
            if made.model == c.VEHICLE and made.body[c.LENGTH] > 2.5:
                columns = [c.LENGTH, c.WIDTH, c.HEIGHT, c.CENTRE_X]
                length, width, height, ahead = made.body[columns].tolist()
                found[row] = length, width, height, ahead
        return found

    def lamps(self, bodies: Bodies, seconds: float = 0.0) -> tuple[Lamp, ...]:
        """The light sources that are on: fixed ones and those of the bodies; those that flash in
        the mean of so long around."""
        return (*self.scene.lamps, *lamps_of(bodies, seconds))

    def _actors(self) -> list[Actor]:
        route = self.layout.lanes.route
        actors: list[Actor] = []
        for item, body in zip(self._items, self.embodiments, strict=False):
            state = _placed(route, item.at.s, item.at.t, item.at.heading)
            waits = getattr(item, "start", None) is not None
            state[c.STARTED] = np.inf if waits else 0.0
            if body.model == c.VEHICLE and item.speed is not None:
                state[c.SPEED] = item.speed
                state[c.VX] = item.speed * np.cos(state[c.YAW])
                state[c.VY] = item.speed * np.sin(state[c.YAW])
            physics = getattr(getattr(item, "behaviour", None), "physics", "planar")
            model = c.RIGID if physics == "rigid" else body.model
            actors.append(Actor(model, body.body, state) if actors else self._ego(state))
        for car in self.parked:
            state = _placed(route, car.s, car.t, car.heading)
            actors.append(Actor(c.VEHICLE, car.body.body, state))
        return actors

    def _ego(self, state: Array) -> Actor:
        """The ego as a car."""
        made, assists = self.embodiments[0], self.scenario.ego.assists
        assert made.wheeled is not None  # the schema lets only vehicles be the ego
        body = made.body.copy()
        body[c.UNDERSTEER] = understeer(made.wheeled[0])
        helped = Assists(assists.abs, assists.traction_control, assists.stability_control)
        row = design_of(made.wheeled[0], body, made.wheeled[1], helped)
        return Actor(c.CAR, body, state, row)

    def _post(self, row: int, item: Any) -> Post:
        return Post(
            row=row,
            rows={name: number for number, name in enumerate(self.names)},
            actor=item,
            route=self.layout.lanes.route,
            edges=self.layout.edges,
            speed_limit=self.layout.lanes.speed_limit,
            lanes=self.layout.lanes,
            lights=lights_of(self.layout),
        )

    def _rows(self, registry: Any, attribute: str, kernel: str) -> tuple[Rows, ...]:
        """The rows of each plug-in that some actor names."""
        found: dict[str, list[tuple[int, Sequence[float]]]] = {}
        modules: dict[str, ModuleType] = {}
        for row, item in enumerate(self.scenario.actors.values(), 1):
            settings = getattr(item, attribute)
            if settings is None:
                continue
            module = registry.load(settings.kind)
            if hasattr(module, kernel):
                modules[settings.kind] = module
                params = module.params(settings, self._post(row, item))
                found.setdefault(settings.kind, []).append((row, params))
        return tuple(
            Rows(
                getattr(modules[kind], kernel),
                [row for row, _ in rows],
                np.array([params for _, params in rows], np.float64),
                getattr(modules[kind], "ALWAYS", False),
            )
            for kind, rows in found.items()
        )

    def _drivers(self) -> tuple[Rows, ...]:
        ego = self.scenario.ego
        module = DRIVERS.load(ego.driver.kind)
        params = np.array([module.params(ego.driver, self._post(0, ego))], np.float64)
        return (Rows(module.decide, [0], params),)


def _course(effect: Any) -> bool:
    """Whether an effect, by its settings, comes and goes."""
    return getattr(effect, "course", None) is not None


def _placed(route: Line, s: float, t: float, heading: float) -> Array:
    """(STATE,) of an actor that stands on the route."""
    state = np.zeros(c.STATE)
    state[c.X : c.Z + 1] = route.at(s, t)
    state[c.YAW] = float(route.axis(s).heading) + heading
    state[c.FRICTION] = 1.0
    return state


def _shape(body: Array) -> str:
    """What a thing is to PyBullet: what rolls is a ball, or a wheel where it is narrow."""
    if body[c.ROLLING] >= c.LOOSE:
        return "box"
    return "ball" if body[c.WIDTH] > 0.9 * body[c.LENGTH] else "wheel"


def season(month: int) -> str:
    """The season of a month in the northern hemisphere."""
    return ("winter", "spring", "summer", "autumn")[month % 12 // 3]


def wheels(body: Array, state: Array) -> Array:
    """(4, 2) places of a vehicle's wheels in the world: front left and right, rear left, right."""
    cos, sin = np.cos(state[c.YAW]), np.sin(state[c.YAW])
    x = np.array([body[c.WHEELBASE], body[c.WHEELBASE], 0.0, 0.0])
    y = np.array([0.5, -0.5, 0.5, -0.5]) * body[c.TRACK]
    return np.stack([state[c.X] + x * cos - y * sin, state[c.Y] + x * sin + y * cos], 1)
