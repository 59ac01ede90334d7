"""Which camera of a scenario a command looks through."""

from __future__ import annotations

from .dataset.plan import PlanError
from .scenarios.draw import Scenario
from .sensors.seen import SHOWN


def camera_of(drawn: Scenario, sensor: str | None) -> str:
    """The name of the camera that was asked for, of the first that shows something unless one was.
    Raises ``PlanError``."""
    channels = {
        name: getattr(item, "channels", ()) for name, item in drawn.sensors.items()
        if hasattr(item, "fov")
    }  # fmt: skip
    if not channels:
        raise PlanError(f"scenario '{drawn.name}' has no camera: give it one in `sensors:`")
    if sensor is not None and sensor not in channels:
        raise PlanError(f"there is no camera '{sensor}'; there are {', '.join(channels)}")
    shown = [name for name, found in channels.items() if not set(SHOWN).isdisjoint(found)]
    if sensor not in (None, *shown) or not shown:
        name = sensor or next(iter(channels))
        raise PlanError(f"camera '{name}' shows nothing: add rgb to sensors.{name}.channels")
    # Those of light come first.
    return sensor or min(shown, key=lambda name: drawn.sensors[name].kind != "camera")
