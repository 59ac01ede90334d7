"""Which sensors of a scenario a command looks through."""

from __future__ import annotations

from typing import NamedTuple

from .dataset.plan import PlanError
from .dataset.traces import PLOTTED
from .scenarios.draw import Scenario
from .sensors.seen import SHOWN
from .simcore.registry import unknown


def camera_of(drawn: Scenario, sensor: str | None) -> str:
    """The name of the camera that was asked for, of the first that shows something unless one was.
    Raises ``PlanError``."""
    channels = {
        name: getattr(item, "channels", ()) for name, item in drawn.sensors.items()
        if hasattr(item, "fov") and hasattr(item, "width")
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


class Chosen(NamedTuple):
    """The sensors that are looked at: camera and lidar, None for none; radars; those that give
    numbers. The camera is shown itself if ``seen``, and else lies under the points alone."""

    camera: str | None
    lidar: str | None
    radars: tuple[str, ...]
    numbers: tuple[str, ...]
    seen: bool

    @property
    def leader(self) -> str | None:
        """Whose readings are the moments that are shown; None where there is nothing to see."""
        first = self.camera if self.seen else None
        return first or self.lidar or next(iter(self.radars), None)


def chosen(drawn: Scenario, sensor: str | None) -> Chosen:
    """All that a rig has, or the one sensor that was asked for. Raises ``PlanError``."""
    channels = {name: {*getattr(item, "channels", ())} for name, item in drawn.sensors.items()}
    if sensor is not None and sensor not in channels:
        raise PlanError(unknown(sensor, channels, "there is no such sensor"))
    asked = {sensor: channels[sensor]} if sensor is not None else channels
    lidar = next((name for name, found in asked.items() if "points" in found), None)
    radars = tuple(name for name, found in asked.items() if "detections" in found)
    numbers = tuple(name for name, found in asked.items() if found & {*PLOTTED})
    nothing = lidar is None and not radars and not numbers
    if sensor is not None and not nothing:
        return Chosen(_beneath(drawn) if lidar else None, lidar, radars, numbers, False)
    if nothing or _beneath(drawn) is not None:
        return Chosen(camera_of(drawn, sensor), lidar, radars, numbers, True)
    return Chosen(None, lidar, radars, numbers, False)


def _beneath(drawn: Scenario) -> str | None:
    """A camera on whose picture points can be laid, if there is one."""
    try:
        return camera_of(drawn, None)
    except PlanError:
        return None
