"""The order in which the quantities of a scenario are drawn, worked out once per scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...simcore.quantity.settings import Quantity
from ...simcore.quantity.terms import Derived, Random, key_text
from .references import order

if TYPE_CHECKING:
    from .spec import ScenarioSpec


@dataclass(frozen=True, eq=False)
class Plan:
    """quantities: by path. places: of those drawn at random, their dimension in the unit cube:
    what the file says first, in its order, then defaults. first: the names that requirements need,
    each after those it is derived from; then: all others.
    """

    quantities: Mapping[str, Quantity]
    places: Mapping[str, int]
    first: tuple[str, ...]
    then: tuple[str, ...]


def planned(spec: ScenarioSpec) -> Plan:
    """The plan of a scenario that has been checked."""
    quantities = {quantity.path: quantity for quantity in spec.quantities()}
    written = {path: place for place, path in enumerate(_paths(spec.data, ""))}
    last = len(written)
    ranked = sorted(quantities, key=lambda path: written.get(path, last))
    chance = [path for path in ranked if isinstance(quantities[path].term, Random)]
    needed = {name for condition in spec.require.values() for name in condition.names}
    sequence = order(quantities)
    for path in reversed(sequence):
        term = quantities[path].term
        if path in needed and isinstance(term, Derived):
            needed.update(term.expression.names)
    return Plan(
        {path: quantities[path] for path in ranked},
        {path: place for place, path in enumerate(chance)},
        tuple(path for path in sequence if path in needed),
        tuple(path for path in sequence if path not in needed),
    )


def _paths(data: Any, path: str) -> Iterable[str]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            inner = f"{path}.{key_text(key)}" if path else key_text(key)
            yield inner
            yield from _paths(value, inner)
