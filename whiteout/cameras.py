"""Which camera of a scenario a command looks through."""

from __future__ import annotations

from .dataset.plan import PlanError
from .scenarios.draw import Scenario


def camera_of(drawn: Scenario, sensor: str | None) -> str:
    """The name of the camera that was asked for, of the first that delivers rgb unless one was.
    Raises ``PlanError``."""
    cameras = [name for name, item in drawn.sensors.items() if item.kind == "camera"]
    if not cameras:
        raise PlanError(f"scenario '{drawn.name}' has no camera: give it one in `sensors:`")
    if sensor is not None and sensor not in cameras:
        raise PlanError(f"there is no camera '{sensor}'; there are {', '.join(cameras)}")
    shown = [name for name in cameras if "rgb" in drawn.sensors[name].channels]
    if sensor not in (None, *shown) or not shown:
        name = sensor or cameras[0]
        raise PlanError(f"camera '{name}' shows nothing: add rgb to sensors.{name}.channels")
    return sensor or shown[0]
