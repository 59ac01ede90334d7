"""The registries of this room."""

from __future__ import annotations

from ..simcore.registry import Registry

WRITERS = Registry("writers", f"{__package__}.writers")
