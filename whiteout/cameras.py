"""Which camera of a scenario a command looks through."""

from __future__ import annotations

from .dataset.plan import PlanError
from .scenarios.draw import Scenario
from .sensors.seen import SHOWN


def camera_of(drawn: Scenario, sensor: str | None) -> str:
    """The name of the camera that was asked for, of the first unless one was. Raises
    ``PlanError``."""
    eyes = {
        name: item.kind
        for name, item in drawn.sensors.items()
        if not set(SHOWN).isdisjoint(getattr(item, "channels", ()))
    }
    cameras = sorted(eyes, key=lambda name: eyes[name] != "camera")  # those of light first
    if not cameras:
        raise PlanError(f"scenario '{drawn.name}' has no camera: give it one in `sensors:`")
    if sensor is not None and sensor not in cameras:
        raise PlanError(f"there is no camera '{sensor}'; there are {', '.join(cameras)}")
    return sensor or cameras[0]
