"""Everything that can be listed and shown: the registries of all rooms, and the library."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Protocol

from .dataset.plugins import WRITERS
from .envs.registration import ids
from .scenarios import plugins
from .scenarios.language import library, rigs
from .sensors.plugins import SENSORS
from .sensors.presets import tables as presets
from .simcore.plugins import EFFECTS
from .simcore.registry import Registry


class Catalogue(Protocol):
    """Things by name, each with a line about it."""

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""

    def summary(self, name: str) -> str:
        """One line about a thing."""


class Library:
    """The scenarios."""

    names = staticmethod(library.names)
    summary = staticmethod(library.summary)


class Rigs:
    """The sensors of known vehicles."""

    names = staticmethod(rigs.names)
    summary = staticmethod(rigs.summary)


class Environments:
    """The scenarios as environments of Gymnasium, by their registered ids."""

    def names(self) -> tuple[str, ...]:
        """All ids, sorted."""
        return tuple(sorted(ids()))

    def summary(self, name: str) -> str:
        """The description of the scenario behind an id."""
        return library.summary(ids()[name])


class Presets:
    """The known sensors of all kinds."""

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(presets.named()))

    def summary(self, name: str) -> str:
        """Its kind, and a line about it."""
        about = presets.named()[name]
        return f"{about.kind}: {about.summary}"


def registries() -> dict[str, Registry]:
    """The registries of plug-ins that have a folder, by name."""
    found = [registry for registry in vars(plugins).values() if isinstance(registry, Registry)]
    found += [SENSORS, EFFECTS, WRITERS]
    return {registry.name: registry for registry in found if find_spec(registry.package)}


def catalogues() -> dict[str, Catalogue]:
    """Everything that can be listed, by name."""
    own = {"scenarios": Library(), "envs": Environments(), "presets": Presets(), "rigs": Rigs()}
    return {**own, **registries()}
