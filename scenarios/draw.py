"""Draws: one point of the unit cube turned into a world, ``draw(spec, seed, index)``.

Episode i of seed S is ``draw(spec, S, i)`` everywhere. Draws that break a requirement are rejected
and drawn anew with the next ``attempt``, which the result keeps.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ..simcore.keys import fold, uniform
from ..simcore.quantity.expressions import ExpressionError
from ..simcore.quantity.settings import Quantity, Settings
from ..simcore.quantity.terms import Constant, Random
from ..simcore.registry import unknown
from .language.load import load
from .language.problems import DrawError, Problem
from .language.spec import (
    Actor,
    Ego,
    Light,
    Metadata,
    Rates,
    Record,
    Road,
    ScenarioSpec,
    Sensor,
    Surface,
    Task,
)
from .points import MOST_SOBOL_POINTS, SAMPLERS, Points
from .possible import Flaw, flaw

MOST_ATTEMPTS = 1000
MOST_IMPOSSIBLE = 300
"""So many draws of one index may be impossible for the same reason, where that can be chance."""
MOST_TRIES = 2000
"""How often a quantity is drawn again that falls outside of its bounds: with a hundredth of its
distribution inside (``fields.LEAST_SHARE``) all fall outside once in 500 million draws."""


class Drawn(NamedTuple):
    """One random quantity of a draw: its path, the u it came from, its value and SI unit."""

    name: str
    u: float
    value: Any
    unit: str


@dataclass(frozen=True)
class Scenario:
    """A drawn scenario: plain SI values everywhere, and all that is needed to draw it again.

    spec: SHA-256 of the authored scenario; u: the point in the unit cube, by path; values: every
    quantity by its dotted path; world: the scenario as a tree, ``world.actors["child"].at.s``.
    """

    name: str
    spec: str
    seed: int
    index: int
    attempt: int
    sampler: str
    u: Mapping[str, float]
    values: Mapping[str, Any]
    world: ScenarioSpec
    draws: tuple[Drawn, ...]
    data: Mapping[str, Any]

    @property
    def metadata(self) -> Metadata:
        return self.world.metadata

    @property
    def duration(self) -> float:
        """Length of the episode [s]."""
        return self.world.duration

    @property
    def rates(self) -> Rates:
        return self.world.rates

    @property
    def road(self) -> Road:
        return self.world.road

    @property
    def ego(self) -> Ego:
        return self.world.ego

    @property
    def actors(self) -> Mapping[str, Actor]:
        return self.world.actors

    @property
    def weather(self) -> Mapping[str, Settings]:
        """The settings of the effects in force, by name."""
        return self.world.weather

    @property
    def surface(self) -> Surface:
        return self.world.surface

    @property
    def light(self) -> Light:
        return self.world.light

    @property
    def sensors(self) -> Mapping[str, Sensor]:
        return self.world.sensors

    @property
    def task(self) -> Task:
        return self.world.task

    def key(self, *parts: int | str) -> int:
        """A key for details that have no name in the file, as the houses of a street.

        It hangs on seed and index alone: other weather, another actor or a draw rejected on the
        way leave the street as it is.
        """
        return fold(self.seed, self.index, *parts)

    def dump(self) -> str:
        """YAML that alone reproduces the episode: reading it back gives an equal Scenario."""
        from .language.write import written

        return written(self.data)


def read_scenario(path: str | Path) -> Scenario:
    """The draw that a resolved ``scenario.yaml`` holds. Raises ``ScenarioError``."""
    spec = load(Path(path))
    if spec.draw is None:
        raise DrawError([Problem(str(path), 0, "draw", "is missing: this is no resolved scenario")])
    return draw(spec)


def draw(
    spec: ScenarioSpec | str | Path,
    seed: int | None = None,
    index: int | None = None,
    sampler: str = "random",
    count: int = 0,
) -> Scenario:
    """Episode ``index`` of ``seed``, both 0 unless given. Raises ``DrawError``.

    sampler: "random", "sobol" or "latin_hypercube", which needs ``count``, the number of points. A
    resolved scenario that is drawn without a seed and an index is the very draw it records.
    """
    spec = spec if isinstance(spec, ScenarioSpec) else load(spec)
    record = spec.draw if seed is None and index is None else None
    if record is not None:
        seed, index, sampler = record.seed, record.index, record.sampler
        attempts = range(record.attempt, record.attempt + 1)
        points = Points("random", seed)
    else:
        seed, index = _whole(seed, "seed"), _whole(index, "index")
        attempts = range(MOST_ATTEMPTS)
        points = _points(sampler, seed, index, count)
    failures: Counter[str] = Counter()
    flaws: dict[str, Flaw] = {}
    for attempt in attempts:
        u: dict[str, float] = {}
        values: dict[str, Any] = {}
        _fill(spec, spec.plan.first, points, index, attempt, u, values)
        failed = _failed(spec, values)
        if not failed:
            _fill(spec, spec.plan.then, points, index, attempt, u, values)
            world = spec.drawn(values)
            found = flaw(spec, world, seed, index)
            if found is None:
                break
            failed = [found.name]
            flaws[found.name] = found
        failures.update(failed)
        if flaws and _hopeless(flaws, failed, failures):
            raise _starved(spec, failures, flaws, attempt + 1)
    else:
        raise _starved(spec, failures, flaws, len(attempts))
    u = {name: u[name] for name in spec.plan.places}
    if record is not None:
        u = {**record.u, **u}
    origin = Record(
        spec=record.spec if record else spec.digest,
        seed=seed,
        index=index,
        attempt=attempt,
        sampler=sampler,
        u=u,
    )
    return _scenario(spec, origin, values, world)


def _whole(number: Any, name: str) -> int:
    try:
        return 0 if number is None else operator.index(number)
    except TypeError:
        raise TypeError(f"{name}: expected a whole number, got {number!r}") from None


def _points(sampler: str, seed: int, index: int, count: int) -> Points:
    if sampler not in SAMPLERS:
        raise DrawError(unknown(sampler, SAMPLERS, "unknown sampler"))
    if seed < 0 or index < 0:
        raise DrawError("seed and index must not be negative")
    if sampler == "latin_hypercube" and not index < count:
        raise DrawError(
            f"a Latin hypercube of {count} points has no point {index}: say how many points there "
            f"are (--points on the command line, count in Python)"
        )
    if sampler == "sobol" and index >= MOST_SOBOL_POINTS:
        raise DrawError(f"a Sobol sequence has {MOST_SOBOL_POINTS} points, not {index}")
    return Points(sampler, seed, count)


def _fill(
    spec: ScenarioSpec,
    names: tuple[str, ...],
    points: Points,
    index: int,
    attempt: int,
    u: dict[str, float],
    values: dict[str, Any],
) -> None:
    """Draw the named quantities into ``u`` and ``values``."""
    for name in names:
        quantity = spec.plan.quantities[name]
        term = quantity.term
        if isinstance(term, Constant):
            values[name] = term.value
            continue
        if isinstance(term, Random):
            first = points.u(name, spec.plan.places[name], index, attempt)
            u[name], value = _within(spec, quantity, first, (points.seed, index, attempt, name))
        else:
            try:
                value = term.evaluate(values)
            except ExpressionError as error:
                raise _impossible(spec, name, str(error)) from None
        values[name] = _held(spec, quantity, value)


def _within(
    spec: ScenarioSpec, quantity: Quantity, first: float, key: tuple[int | str, ...]
) -> tuple[float, Any]:
    """u and value of a random quantity: those of the ``first`` u whose value lies in its bounds.

    What falls outside is drawn again by itself, so that no other quantity is changed by it.
    """
    bounded = quantity.limits.bounds != (-math.inf, math.inf)
    u = first
    for number in range(MOST_TRIES):
        if number:
            u = uniform(*key, "again", number)
        try:
            value = quantity.term.distribution.at(u)  # type: ignore[union-attr]
        except (OverflowError, ValueError, ZeroDivisionError):
            if bounded:
                continue
            raise _impossible(spec, quantity.path, f"has no finite value at u = {u}") from None
        if quantity.limits.hold(value):
            return u, value
    text = f"{MOST_TRIES} values drawn for it lie outside of its bounds: {quantity.limits.sentence}"
    raise _impossible(spec, quantity.path, f"{text}; use truncated_normal or uniform")


def _held(spec: ScenarioSpec, quantity: Quantity, value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise _impossible(spec, quantity.path, "was drawn as a number that is not finite")
    if not quantity.limits.hold(value):
        shown = quantity.field.shown(value, quantity.term.unit)
        text = f"was drawn as {shown}, but {quantity.limits.sentence}"
        raise _impossible(spec, quantity.path, text)
    return value


def _failed(spec: ScenarioSpec, values: Mapping[str, Any]) -> list[str]:
    """The names of the requirements that the values do not meet."""
    failed = []
    for name, condition in spec.require.items():
        try:
            if not condition.evaluate(values):
                failed.append(name)
        except ExpressionError as error:
            raise _impossible(spec, f"require.{name}", str(error)) from None
    return failed


def _hopeless(flaws: Mapping[str, Flaw], failed: list[str], failures: Counter[str]) -> bool:
    """Whether a draw that is impossible leaves no hope that others are not."""
    return any(
        name in flaws and (flaws[name].hopeless or failures[name] >= MOST_IMPOSSIBLE)
        for name in failed
    )


def _starved(
    spec: ScenarioSpec, failures: Counter[str], flaws: Mapping[str, Flaw], attempts: int
) -> DrawError:
    told = ", ".join(f"{name} {count} times" for name, count in failures.most_common())
    worst = failures.most_common(1)[0][0]
    ended = next((flaws[n] for n in failures if n in flaws and flaws[n].hopeless), None)
    ended = ended or flaws.get(worst)
    if ended is not None:
        text = "" if ended.hopeless else f"; none of {attempts} draws is possible: {told}"
        return _impossible(spec, ended.path, ended.sentence + text)
    text = (
        f"none of {attempts} draws meets all requirements; they failed: {told}; loosen "
        f"'{worst}' or narrow what it compares: {spec.require[worst].text}"
    )
    return _impossible(spec, f"require.{worst}", text)


def _impossible(spec: ScenarioSpec, path: str, text: str) -> DrawError:
    return DrawError([spec.problem(path, text)])


def _scenario(
    spec: ScenarioSpec, record: Record, values: dict[str, Any], world: ScenarioSpec
) -> Scenario:
    plan = spec.plan
    values = {name: values[name] for name in plan.quantities}
    data = {**spec.resolved(values), "draw": record.resolved({})}
    data["metadata"]["name"] = spec.name
    metadata = spec.metadata.model_copy(update={"name": spec.name})
    world = world.model_copy(update={"draw": None, "metadata": metadata})
    draws = tuple(
        Drawn(name, u, values[name], plan.quantities[name].field.unit)
        for name, u in record.u.items()
        if name in values
    )
    return Scenario(
        spec.name,
        record.spec,
        record.seed,
        record.index,
        record.attempt,
        record.sampler,
        record.u,
        values,
        world,
        draws,
        data,
    )
