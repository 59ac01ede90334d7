"""Names that authors give: of actors, sensors, requirements; and references to them."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ...simcore.quantity.fields import invalid
from ...simcore.quantity.units import shortened

PATTERN = "[a-z][a-z0-9_]*"
_NAME = re.compile(PATTERN)
_LONGEST = 48


class Named:
    """Metadata of a text that is a snake_case name, so that expressions can speak of it."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{PATTERN}$"}


@dataclass(frozen=True)
class Refers:
    """Metadata of a field that names something: ``section`` is where the names are given."""

    section: str

    @property
    def told(self) -> str:
        """What such a field takes, for people."""
        return f"name of one of the {self.section}"


def _checked(name: Any) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > _LONGEST:
        text = f"'{shortened(name)}' is no name; use small letters, digits and _, as in van_near"
        raise invalid(((), text))
    if keyword.iskeyword(name):
        raise invalid(((), f"'{name}' cannot be a name, since expressions could not speak of it"))
    return name


Name = Annotated[str, Named()]
ActorName = Annotated[str, Named(), Refers("actors")]
SensorName = Annotated[str, Named(), Refers("sensors")]
