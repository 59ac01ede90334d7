"""What no scene can be: two bodies in one place, a goal where no road leads, snow in summer's air.

Every draw is held to this as to a requirement of the author's. A road may have ``end(settings)``,
the s where it ends, and a task ``flaw(settings, start, end)``, what makes it impossible between
these two. An effect of the weather may have ``WARMEST`` [K], the warmest air in which it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from ..simcore.keys import fold
from ..simcore.physics.driving import columns as c
from ..simcore.plugins import EFFECTS
from ..simcore.quantity.settings import Quantity
from ..simcore.quantity.terms import Derived, Random
from .embodiment import Embodiment, Occasion
from .language.problems import DrawError
from .language.spec import ScenarioSpec
from .plugins import ACTORS, ROADS, TASKS

REACH = 20.0
"""Bodies whose places lie further apart do not touch [m]: two buses, front to front."""
DEEP = 0.25
"""Bodies overlap whatever their drawn measures when they do so by more than this [m]."""


class Box(NamedTuple):
    """A body seen from above: its middle [m], direction [rad], half its length and width [m]."""

    x: float
    y: float
    yaw: float
    length: float
    width: float


class Flaw(NamedTuple):
    """Why a draw cannot be. name: as of a requirement; path: of what is to be changed; sentence;
    hopeless: it is so in every draw."""

    name: str
    path: str
    sentence: str
    hopeless: bool


class _Asked:
    """Settings that remember which of their fields were asked for."""

    def __init__(self, settings: Any):
        self.settings = settings
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self.settings, name)


def flaw(spec: ScenarioSpec, world: ScenarioSpec, seed: int, index: int) -> Flaw | None:
    """What makes a draw impossible, if anything. world: ``spec`` with its drawn values."""
    return _of_task(spec, world) or _of_weather(spec, world) or _of_places(spec, world, seed, index)


def _of_weather(spec: ScenarioSpec, world: ScenarioSpec) -> Flaw | None:
    warmth = getattr(world.weather.get("temperature"), "value", None)
    for name in world.weather if warmth is not None else ():
        most = getattr(EFFECTS.load(name), "WARMEST", None)
        if most is not None and warmth > most:
            path = "weather.temperature"
            sentence = f"is too warm for {name}: there is none above {most - 273.15:g} degC"
            settled = _settled(spec.plan.quantities, (path,))
            return Flaw(f"cold_enough({name})", path, sentence, settled)
    return None


def _of_task(spec: ScenarioSpec, world: ScenarioSpec) -> Flaw | None:
    end = getattr(ROADS.load(world.road.kind), "end", None)
    judge = getattr(TASKS.load(world.task.kind), "flaw", None)
    if end is None or judge is None:
        return None
    road = _Asked(world.road)
    found = judge(world.task, world.ego.at.s, end(road))
    if found is None:
        return None
    needed = ("task.", "ego.at.s", *(f"road.{name}" for name in road.names))
    name, path, sentence = found
    return Flaw(name, path, sentence, _settled(spec.plan.quantities, needed))


def _of_places(spec: ScenarioSpec, world: ScenarioSpec, seed: int, index: int) -> Flaw | None:
    cast: dict[str, Any] = {"ego": world.ego, **world.actors}
    bodies: dict[str, Embodiment] = {}
    for (one, a), (other, b) in combinations(cast.items(), 2):
        if math.hypot(a.at.s - b.at.s, a.at.t - b.at.t) > REACH:
            continue
        if one == _carrier(b) or other == _carrier(a):
            continue  # cargo lies on what carries it
        for name, item in ((one, a), (other, b)):
            if name not in bodies:
                bodies[name] = _embodied(spec, world, name, item, fold(seed, index, "actors", name))
        pair = bodies[one], bodies[other]
        depth = _overlap(*(_box(at.s, at.t, at.heading, body) for at, body in zip(
            (a.at, b.at), pair, strict=True)))  # fmt: skip
        if depth <= 0.0 or all(body.model != c.VEHICLE for body in pair):
            continue  # people may stand close to each other, and things lie on things
        if _overlap(*_in_the_world(world, (a.at, b.at), pair)) > 0.0:
            path = f"actors.{other}.at"
            first = "ego.at." if one == "ego" else f"actors.{one}.at."
            known = depth > DEEP and _settled(spec.plan.quantities, (first, f"{path}."))
            sentence = f"stands inside '{one}' when the episode begins: move one of them"
            return Flaw(f"no_overlap({one}, {other})", path, sentence, known)
    return None


def _carrier(item: Any) -> str | None:
    """The actor that another one lies on, if any."""
    return getattr(getattr(item, "behaviour", None), "of", None)


def _embodied(
    spec: ScenarioSpec, world: ScenarioSpec, name: str, item: Any, key: int
) -> Embodiment:
    try:
        return ACTORS.load(item.kind).embody(item, Occasion(key, world.light.date))
    except ValueError as error:  # a mesh that is too small or too large
        raise DrawError([spec.problem(f"actors.{name}", str(error))]) from None


def _in_the_world(world: ScenarioSpec, places: Any, bodies: Any) -> Iterator[Box]:
    """The boxes where the road really leads; in its own coordinates bends look straight."""
    route = ROADS.load(world.road.kind).lay_out(world.road, 0).lanes.route
    for at, body in zip(places, bodies, strict=True):
        x, y, _ = route.at(at.s, at.t)
        yield _box(float(x), float(y), float(route.axis(at.s).heading) + at.heading, body)


def _box(x: float, y: float, yaw: float, body: Embodiment) -> Box:
    ahead = float(body.body[c.CENTRE_X])
    left = float(body.body[c.CENTRE_Y])
    cos, sin = math.cos(yaw), math.sin(yaw)
    half = float(body.body[c.LENGTH]) / 2, float(body.body[c.WIDTH]) / 2
    return Box(x + ahead * cos - left * sin, y + ahead * sin + left * cos, yaw, *half)


def _overlap(a: Box, b: Box) -> float:
    """How deep two boxes overlap along their least separated axis [m]; negative when apart."""
    depths = []
    for angle in (a.yaw, a.yaw + math.pi / 2, b.yaw, b.yaw + math.pi / 2):
        ux, uy = math.cos(angle), math.sin(angle)
        radii = sum(
            box.length * abs(math.cos(box.yaw - angle)) + box.width * abs(math.sin(box.yaw - angle))
            for box in (a, b)
        )
        depths.append(radii - abs((b.x - a.x) * ux + (b.y - a.y) * uy))
    return min(depths)


def _settled(quantities: Mapping[str, Quantity], prefixes: tuple[str, ...]) -> bool:
    """Whether nothing beneath some paths hangs on chance."""
    waiting = [name for name in quantities if name.startswith(prefixes)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        term = quantities[name].term
        if isinstance(term, Random):
            return False
        if isinstance(term, Derived):
            waiting += term.expression.names
    return True
