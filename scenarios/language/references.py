"""What the parts of a scenario say about each other: expressions, and names of actors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...simcore.quantity.drawable import Measure
from ...simcore.quantity.expressions import Expression
from ...simcore.quantity.settings import Quantity, Settings, metadata_of
from ...simcore.quantity.terms import Derived
from ...simcore.quantity.units import shortened
from ...simcore.registry import unknown
from ..plugins import ACTORS, BEHAVIOURS
from .names import Refers
from .problems import Path
from .triggers import mistimed

if TYPE_CHECKING:
    from .spec import ScenarioSpec

NAMED = ("actors", "weather", "sensors", "require")
"""The sections of a scenario whose keys are names."""

Quantities = Mapping[str, Quantity]


def crossed(spec: ScenarioSpec, blind: Collection[Path] = ()) -> Iterator[tuple[Path, str]]:
    """What does not fit together, as pairs of place and sentence.

    blind: paths of parts that are missing from ``spec`` because they have errors of their own; what
    refers to them is not called wrong.
    """
    quantities = {quantity.path: quantity for quantity in spec.quantities()}
    yield from _circles(quantities)
    for place, expression in _expressions(spec, quantities):
        for name in expression.names:
            problem = _unknown(name, spec, quantities, blind)
            if problem:
                yield place, problem
    yield from _lost(spec, (), spec, blind)
    yield from _misfits(spec)
    yield from mistimed(spec.sensors)


def fitting(kind: str) -> tuple[str, ...]:
    """The behaviours of which an actor of a kind is capable: those whose ``FOR`` has its group.

    Kinds and behaviours of other people's packages that say nothing of groups fit all.
    """
    group = getattr(ACTORS.load(kind).Settings, "group", None)
    every = BEHAVIOURS.names()
    return tuple(n for n in every if group is None or group in (groups_for(n) or (group,)))


def groups_for(behaviour: str) -> tuple[str, ...]:
    """The groups of actors that a behaviour is for; empty where it does not say."""
    return getattr(BEHAVIOURS.load(behaviour), "FOR", ())


def _misfits(spec: ScenarioSpec) -> Iterator[tuple[Path, str]]:
    """Behaviours of which the actors are not capable."""
    for name, actor in spec.actors.items():
        behaviour = getattr(actor, "behaviour", None)
        if behaviour is None or behaviour.kind in (fits := fitting(actor.kind)):
            continue
        can = f"{', '.join(fits)}" if fits else "do nothing but stay where it is"
        text = f"'{behaviour.kind}' is for {' and '.join(groups_for(behaviour.kind))}"
        yield ("actors", name, "behaviour", "kind"), f"{text}; what fits '{actor.kind}': {can}"


def order(quantities: Quantities) -> list[str]:
    """The names of all quantities, each after those that it is derived from.

    Names that depend on themselves are left out.
    """
    waiting = {
        path: set(_uses(quantity)) & quantities.keys() for path, quantity in quantities.items()
    }
    users: dict[str, list[str]] = {}
    for path, uses in waiting.items():
        for used in uses:
            users.setdefault(used, []).append(path)
    ready = [path for path, uses in waiting.items() if not uses]
    for path in ready:  # grows while it is walked
        for user in users.get(path, ()):
            waiting[user].discard(path)
            if not waiting[user]:
                ready.append(user)
    return ready


def _uses(quantity: Quantity) -> tuple[str, ...]:
    return quantity.term.expression.names if isinstance(quantity.term, Derived) else ()


def _expressions(spec: ScenarioSpec, quantities: Quantities) -> Iterator[tuple[Path, Expression]]:
    for path, quantity in quantities.items():
        if isinstance(quantity.term, Derived):
            yield (*path.split("."), "expr"), quantity.term.expression
    for name, expression in spec.require.items():
        yield ("require", name), expression


def _unknown(name: str, spec: ScenarioSpec, quantities: Quantities, blind: Collection[Path]) -> str:
    """A sentence when a name in an expression stands for no number."""
    if name in quantities:
        if isinstance(quantities[name].field, Measure):
            return ""
        return f"'{name}' is no number, and expressions know numbers only"
    parts = name.split(".")
    if any(tuple(parts[: len(place)]) == place for place in blind):
        return ""
    if parts[0] in NAMED and len(parts) > 1:
        known = _names(spec, parts[0], blind)
        if parts[1] not in known:
            what = parts[0].removesuffix("s")
            return f"'{name}': " + unknown(parts[1], known, f"there is no such {what}")
    inner = [path for path in quantities if path.startswith(f"{name}.")]
    if inner:
        return f"'{name}' is no quantity but holds some; did you mean '{inner[0]}'?"
    return unknown(name, quantities, "no quantity of this scenario has this name").replace(
        "; known: ", "; there are: "
    )


def _circles(quantities: Quantities) -> Iterator[tuple[Path, str]]:
    """One sentence for every circle of expressions."""
    left = quantities.keys() - set(order(quantities))
    for name in sorted(left):
        trail: dict[str, None] = {}
        while name in left and name not in trail:
            trail[name] = None
            name = next((used for used in _uses(quantities[name]) if used in left), "")
        if name in trail:
            names = list(trail)
            circle = shortened(" → ".join([*names[names.index(name) :], name]), 200)
            yield (*name.split("."), "expr"), f"depends on itself: {circle}"
        left -= trail.keys()


def _lost(
    part: Any, path: Path, spec: ScenarioSpec, blind: Collection[Path]
) -> Iterator[tuple[Path, str]]:
    """References to names that are not given, or to the part itself."""
    if isinstance(part, Mapping):
        for key, item in part.items():
            yield from _lost(item, (*path, key), spec, blind)
    if not isinstance(part, Settings):
        return
    for name, info in type(part).model_fields.items():
        value = getattr(part, name, None)
        yield from _lost(value, (*path, name), spec, blind)
        for note in metadata_of(info):
            if isinstance(note, Refers) and isinstance(value, str):
                yield from _reference(note.section, value, (*path, name), spec, blind)


def _reference(
    section: str, name: str, place: Path, spec: ScenarioSpec, blind: Collection[Path]
) -> Iterator[tuple[Path, str]]:
    known = _names(spec, section, blind)
    what = section.removesuffix("s")
    if place[:2] == (section, name):
        article = "an" if what[0] in "aeiou" else "a"
        yield place, f"{article} {what} cannot refer to itself"
    elif name not in known and (section,) not in blind:
        yield place, unknown(name, known, f"there is no such {what}")


def _names(spec: ScenarioSpec, section: str, blind: Collection[Path]) -> set[str]:
    """The names of a section, those of parts with errors of their own included."""
    return {*getattr(spec, section), *(p[1] for p in blind if p[0] == section and len(p) == 2)}
