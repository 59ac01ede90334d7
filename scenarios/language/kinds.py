"""Mappings whose ``kind`` names a plug-in: the plug-in's Settings say what else they hold.

A plug-in's class and the keys that its whole registry shares (an actor's ``at``) are joined into
one class per kind, so that authors write them side by side and code reads ``actor.at`` and
``actor.height`` alike; the object is an instance of both classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import (
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    ValidationInfo,
    create_model,
)
from pydantic_core import CoreSchema, core_schema

from ...sensors.plugins import SENSORS
from ...simcore.quantity.fields import invalid
from ...simcore.quantity.settings import Settings
from ...simcore.quantity.units import shortened
from ...simcore.registry import Registry, unknown
from .. import plugins

_REGISTRIES = {
    registry.name: registry
    for registry in (*vars(plugins).values(), SENSORS)
    if isinstance(registry, Registry)
}


class Kinded(Settings):
    """Base of the classes made here. ``kind`` is the plug-in's name in its registry."""

    origin: ClassVar[tuple[Registry, type[Kinded]]]
    kind: str

    def __reduce__(self) -> Any:
        registry, base = self.origin
        return _restored, (registry.name, base, self.kind, self.__dict__, self.model_fields_set)


class Kind:
    """Metadata of a field that holds a plug-in of ``registry`` with the shared keys of ``base``.

    of: only plug-ins whose Settings derive from this class (the ego is a vehicle).
    """

    def __init__(self, registry: Registry, base: type[Kinded], of: type[Settings] = Settings):
        self.registry, self.base, self.of = registry, base, of

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"x-kind": self.title}

    @property
    def told(self) -> str:
        """What ``kind`` may be, for people."""
        return " | ".join(self.names())

    @property
    def title(self) -> str:
        """What the kinds of this registry are called in the JSON Schema."""
        return self.base.__name__.lower()

    def names(self) -> tuple[str, ...]:
        """The kinds that may stand here; those of other people's packages included."""
        every = self.registry.names()
        if self.of is Settings:
            return every
        return tuple(n for n in every if issubclass(self.registry.load(n).Settings, self.of))

    def _validated(self, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, self.base):
            return data
        if not isinstance(data, Mapping):
            example = "{kind: " + (self.registry.names() or ("…",))[0] + "}"
            raise invalid(((), f"expected a mapping with a kind, as {example}"))
        if "kind" not in data:
            raise invalid(((), f"needs a 'kind', one of {', '.join(self.names())}"))
        kind = data["kind"]
        if kind not in self.registry.names():
            text = unknown(shortened(kind), self.names(), f"unknown kind of {self.what}")
            raise invalid((("kind",), text))
        if not issubclass(self.registry.load(kind).Settings, self.of):
            what = self.of.__name__.lower()
            raise invalid((("kind",), f"'{kind}' is no {what}; use {', '.join(self.names())}"))
        model = joined_class(self.registry, self.base, kind)
        return model.model_validate(data, context=info.context)

    @property
    def what(self) -> str:
        """One thing of this registry, for messages."""
        return self.registry.name.removesuffix("s")


class Keyed:
    """Metadata of a mapping whose keys name plug-ins, and whose values are their Settings."""

    def __init__(self, registry: Registry):
        self.registry = registry

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"x-kind": self.registry.name}

    def _validated(self, data: Any, info: ValidationInfo) -> dict[str, Settings]:
        known = self.registry.names()
        if not isinstance(data, Mapping):
            raise invalid(((), f"expected a mapping of {self.registry.name}: {', '.join(known)}"))
        parts: dict[str, Settings] = {}
        problems: list[tuple[tuple[str | int, ...], str]] = []
        for name, body in data.items():
            if name not in known:
                text = unknown(shortened(name), known, f"unknown {self.registry.name[:-1]}")
                problems.append(((str(name),), text.partition(": ")[2]))
                continue
            try:
                model = self.registry.load(name).Settings
                parts[name] = model.model_validate(body, context=info.context)
            except ValidationError as error:
                problems += [((name, *line["loc"]), line["msg"]) for line in error.errors()]
        if problems:
            raise invalid(*problems)
        return parts


@cache
def joined_class(registry: Registry, base: type[Kinded], kind: str) -> type[Kinded]:
    """The class of a kind: the keys of ``base`` and those of the plug-in. ``UnknownNameError``."""
    module = registry.load(kind)
    literal: Any = Literal[kind]  # type: ignore[valid-type]
    model: type[Kinded] = create_model(
        f"{kind}_{base.__name__}".lower(),
        __base__=(module.Settings, base),  # fields of the last come first: kind, at, …
        __doc__=registry.summary(kind),
        kind=(literal, Field(description=registry.summary(kind))),
    )
    model.origin = registry, base
    return model


def _restored(registry: str, base: type[Kinded], kind: str, state: dict, fields: set) -> Any:
    model = joined_class(_REGISTRIES[registry], base, kind)
    return model.model_construct(_fields_set=fields, **state)
