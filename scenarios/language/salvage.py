"""What is left of a scenario when all that is wrong is cut away, so that the rest can be checked.

A file is told all its mistakes at once: an unknown name in one actor's expression is found although
another actor has a unit that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ...simcore.quantity.terms import key_text
from .problems import Path
from .references import NAMED
from .spec import ScenarioSpec

_ROUNDS = 12  # what is cut away can leave a hole higher up, at most once per level


def what_holds(
    data: Mapping[str, Any], wrong: Iterable[Path], context: Any
) -> tuple[ScenarioSpec, set[Path]]:
    """The scenario without its wrong parts, and the paths that were cut.

    Sections that are wrong as a whole are None, or empty where they hold named parts.
    """
    cut: set[Path] = set()
    for place in wrong:
        data = _without(data, place, cut)
    parts: dict[str, Any] = {}
    for name, info in ScenarioSpec.model_fields.items():
        parts[name] = {} if name in NAMED else None
        model = TypeAdapter(info.rebuild_annotation())
        for _ in range(_ROUNDS):
            if name not in data and info.is_required():
                break
            try:
                parts[name] = model.validate_python(data.get(name, info.default), context=context)
                break
            except ValidationError as error:
                for line in error.errors(include_url=False):
                    data = _without(data, (name, *line["loc"]), cut)
    return ScenarioSpec.model_construct(**parts), cut


def _without(data: Mapping[str, Any], place: Path, cut: set[Path]) -> dict[str, Any]:
    """A copy without the innermost mapping entry that leads to a place; it is added to ``cut``.

    A place that does not exist is something that is missing: what it is missing from goes.
    """
    trail: list[Any] = []
    inner: Any = data
    for part in place:
        key = _key(inner, part)
        if key is None:
            break
        trail.append(key)
        inner = inner[key]
    if not trail:
        return dict(data)
    cut.add(tuple(key_text(key) for key in trail))
    return _removed(data, trail)


def _key(data: Any, part: str | int) -> Any:
    """The key of a mapping that stands as ``part`` in paths; None when there is none."""
    if not isinstance(data, Mapping):
        return None
    return part if part in data else next((key for key in data if key_text(key) == part), None)


def _removed(data: Mapping[str, Any], trail: list[Any]) -> dict[str, Any]:
    copy = dict(data)
    if len(trail) > 1:
        copy[trail[0]] = _removed(data[trail[0]], trail[1:])
    else:
        del copy[trail[0]]
    return copy
