"""What the settings of all cameras share: pixels and view."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ...simcore.quantity.fields import invalid, setting
from .glass import unfit


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


def fits(settings: Any) -> Any:
    """Settings of a camera whose lens can have the view that it is given. Raises a pydantic
    error."""
    if problem := unfit(settings.lens, settings.fov, settings.width, settings.height):
        raise invalid((("lens",), problem))
    return settings
