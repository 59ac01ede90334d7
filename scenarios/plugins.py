"""The registries of this room."""

from __future__ import annotations

from ..simcore.registry import Registry

ROADS = Registry("roads", f"{__package__}.roads")
ACTORS = Registry("actors", f"{__package__}.actors")
BEHAVIOURS = Registry("behaviours", f"{__package__}.behaviours")
STARTS = Registry("starts", f"{__package__}.starts")
DRIVERS = Registry("drivers", f"{__package__}.drivers")
TASKS = Registry("tasks", f"{__package__}.tasks")
SUITES = Registry("suites", f"{__package__}.suites")
