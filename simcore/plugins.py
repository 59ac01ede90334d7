"""The registries of this room."""

from __future__ import annotations

from .registry import Registry

EFFECTS = Registry("effects", f"{__package__}.weather")
