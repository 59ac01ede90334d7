"""Clouds: how much of the sky they cover."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..atmosphere import Atmosphere


def apply(settings: Any, atmosphere: Atmosphere) -> Atmosphere:
    """The air under clouds that fill ``settings.cover`` of the sky, in [0, 1], or more."""
    return replace(atmosphere, cloud_cover=max(atmosphere.cloud_cover, settings.cover))
