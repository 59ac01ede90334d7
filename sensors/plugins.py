"""The registries of this room."""

from __future__ import annotations

from ..simcore.registry import Registry

SENSORS = Registry("sensors", f"{__package__}.models")
