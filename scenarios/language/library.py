"""The library: scenarios by name, YAML files in ``scenarios/library``.

Other people's packages add theirs by the entry-point group ``whiteout.scenarios``: the entry's
name is the scenario's, its value a package that holds ``<name>.yaml``.
"""

from __future__ import annotations

from .shelf import Shelf

_SHELF = Shelf("library", "scenarios")
names, text = _SHELF.names, _SHELF.text


def summary(name: str) -> str:
    """The description of a scenario, read from its file."""
    from .document import parse

    metadata = parse(text(name), f"{name}.yaml").data.get("metadata") or {}
    return str(metadata.get("description", ""))
