"""What the settings of all cameras share: preset, pixels, view and channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ...simcore.quantity.fields import invalid, setting
from .glass import unfit
from .presets import presets


def preset_of(table: str, what: str) -> Any:
    """The field that names a preset of a table; what: a camera of that kind."""
    return Field(
        None,
        description=f"A known {what}, below all that is set here",
        json_schema_extra={"enum": [None, *presets(table)]},
    )


def columns(usual: int) -> Any:
    """The field of the width."""
    return Field(usual, ge=8, le=4096, description="Columns of the image")


def rows(usual: int) -> Any:
    """The field of the height."""
    return Field(usual, ge=8, le=4096, description="Rows of the image")


def view(usual: str) -> Any:
    """The field of the field of view."""
    return setting(
        "Horizontal field of view, of the middle row", usual, low="5 deg", high="240 deg"
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


def fits(settings: Any) -> Any:
    """Settings of a camera whose lens can have the view that it is given. Raises a pydantic
    error."""
    if problem := unfit(settings.lens, settings.fov, settings.width, settings.height):
        raise invalid((("lens",), problem))
    return settings
