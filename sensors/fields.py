"""What the settings of all sensors share: a preset and the channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ..simcore.quantity.fields import invalid
from .presets.tables import presets


def preset_of(table: str, what: str) -> Any:
    """The field that names a preset of a table; what: a camera of that kind."""
    return Field(
        None,
        description=f"A known {what}, below all that is set here",
        json_schema_extra={"enum": [None, *presets(table)]},
    )


def held(usual: Sequence[str]) -> Any:
    """The field of the channels."""
    return Field(
        usual,
        strict=False,
        min_length=1,
        description="What a reading holds",
        json_schema_extra={"uniqueItems": True},
    )


def once(channels: tuple[Any, ...]) -> tuple[Any, ...]:
    """Channels of a sensor, if none stands twice among them. Raises a pydantic error."""
    twice = {channel for channel in channels if channels.count(channel) > 1}
    if twice:
        raise invalid(((), f"'{min(twice)}' stands twice"))
    return channels
