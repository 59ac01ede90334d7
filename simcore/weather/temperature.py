"""Temperature of the air, in place of the mean of the place and day.

Example::

    weather:
      temperature: {uniform: [-8 degC, -1 degC]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import model_validator

from ..atmosphere import Atmosphere
from ..quantity.fields import Temperature, setting
from ..quantity.settings import Settings as Base

FIRST = True
"""It is applied before other effects, which ask for it."""


class Settings(Base):
    """How warm the air is: a temperature by itself, or as ``value``."""

    value: Temperature = setting("Of the air", low="-60 degC", high="60 degC")

    @model_validator(mode="wrap")
    @classmethod
    def _bare(cls, data: Any, handler: Any) -> Any:
        if isinstance(data, cls) or (isinstance(data, Mapping) and "value" in data):
            return handler(data)
        return handler({"value": data})

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        made = handler(core)
        plain = handler.resolve_ref_schema(made)["properties"]["value"]
        return {"anyOf": [plain, made]}


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air at ``settings.value`` [K]."""
    return replace(atmosphere, air_temperature=settings.value, warm=True)
