"""What an agent sees and does: names, shapes and bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from ..sensors.frame import Frame
from ..simcore.physics.driving.world import World

ACTION = spaces.Box(-1.0, 1.0, (2,), np.float32)
"""Steering (1: front wheels fully to the left) and acceleration (1: full throttle, -1: brakes)."""


class Measure(NamedTuple):
    """One entry of the ego's state; values are clipped to the bounds."""

    name: str
    low: float
    high: float


EGO = (
    Measure("speed_m_s", -20.0, 80.0),
    Measure("acceleration_m_s2", -20.0, 20.0),
    Measure("steering_rad", -1.6, 1.6),
    Measure("yaw_rate_rad_s", -5.0, 5.0),
    Measure("offset_m", -100.0, 100.0),
    Measure("heading_error_rad", -4.0, 4.0),
    Measure("to_goal_m", -1000.0, 20000.0),
    Measure("speed_limit_m_s", 0.0, 80.0),
)
"""The vector observation "ego"; offset and heading error are against the route."""

LOW = np.array([measure.low for measure in EGO], np.float32)
HIGH = np.array([measure.high for measure in EGO], np.float32)

IMAGES = {
    "rgb": (3, np.uint8, 0, 255),
    "raw": (1, np.uint16, 0, 65535),
    "linear": (3, np.float32, -np.inf, np.inf),
    "mono": (1, np.uint8, 0, 255),
    "temperature": (1, np.float32, 0.0, np.inf),
    "event_counts": (2, np.uint16, 0, 65535),
    "depth": (1, np.float32, 0.0, np.inf),
    "semantic": (1, np.uint8, 0, 255),
    "instance": (1, np.int32, 0, 2**31 - 1),
    "normal": (3, np.float32, -1.0, 1.0),
    "cover": (1, np.uint8, 0, 255),
    "damage": (1, np.uint8, 0, 255),
}
"""Channels of a camera that may be observed: how many values per pixel, dtype, bounds."""


class Sense(NamedTuple):
    """An entry that needs no sensor: its shape, its bounds, which ``low`` and ``high`` give for the
    last axis, and what finds it in the world (1, *shape)."""

    shape: tuple[int, ...]
    low: ArrayLike
    high: ArrayLike
    find: Callable[[World], NDArray[np.float32]]


AHEAD = (0.0, 10.0, 20.0, 40.0, 80.0)
"""How far ahead the route is observed [m]."""
REACH = 60.0
"""How far beams reach [m]."""

SENSES = {
    "beams": Sense((64,), 0.0, REACH, lambda world: world.beams(64, REACH)),
    "neighbours": Sense(
        (8, 9),
        (0.0, -1e3, -1e3, -200.0, -200.0, -1.0, -1.0, 0.0, 0.0),
        (1.0, 1e3, 1e3, 200.0, 200.0, 1.0, 1.0, 100.0, 100.0),
        lambda world: world.neighbours(8),
    ),
    "road": Sense(
        (len(AHEAD), 4),
        (-1e3, -1e3, -4.0, -1.0),
        (1e3, 1e3, 4.0, 1.0),
        lambda world: world.road_ahead(AHEAD),
    ),
}
"""Distances to the boxes around, straight ahead and then counter-clockwise; the nearest others, by
the columns of ``neighbours``; places of the route ahead, by those of ``road_ahead``."""


class Part(NamedTuple):
    """One entry of an observation: a channel of a sensor, or what needs none (sensor None)."""

    key: str
    sensor: str | None
    channel: str


def parts(names: Iterable[str] | None, sensors: Mapping[str, Any]) -> tuple[Part, ...]:
    """The entries of an observation.

    names: "ego", those of ``SENSES``, "front" (its rgb), "front.depth" …; None for the ego's state
    and, of each camera, its picture, or all that it gives where it gives no picture. Raises
    ``ValueError`` for others.
    """
    chosen = [*_usual(sensors), "ego"] if names is None else list(names)
    found = []
    for name in chosen:
        sensor, _, channel = name.partition(".")
        if name == "ego" or name in SENSES:
            found.append(Part(name, None, ""))
        elif sensor not in sensors:
            known = ", ".join(["ego", *SENSES, *sensors])
            raise ValueError(
                f"observation '{name}': there are {known}, and after a camera's name a point and "
                "one of its channels"
            )
        elif (channel or "rgb") not in (given := _given(sensors[sensor])):
            raise ValueError(
                f"observation '{name}': '{sensor}' gives {', '.join(given) or 'no image'}; "
                f"sensors.{sensor}.channels says what"
            )
        else:
            found.append(Part(name, sensor, channel or "rgb"))
    if not found:
        raise ValueError("an observation needs at least one entry, such as 'ego'")
    return tuple(found)


def _given(camera: Any) -> list[str]:
    return [channel for channel in camera.channels if channel in IMAGES]


def _usual(sensors: Mapping[str, Any]) -> Iterator[str]:
    for name, camera in sensors.items():
        given = _given(camera)
        yield from [name] if "rgb" in given else [f"{name}.{channel}" for channel in given]


def observation_space(entries: Iterable[Part], sensors: Mapping[str, Any]) -> spaces.Dict:
    """The space of observations with these entries."""
    boxes: dict[str, spaces.Space] = {}
    for part in entries:
        if part.key in SENSES:
            sense = SENSES[part.key]
            low, high = (np.full(sense.shape, k, np.float32) for k in (sense.low, sense.high))
            boxes[part.key] = spaces.Box(low, high, dtype=np.float32)
        elif part.sensor is None:
            low, high = (
                np.array([getattr(m, k) for m in EGO], np.float32) for k in ("low", "high")
            )
            boxes[part.key] = spaces.Box(low, high, dtype=np.float32)
        else:
            values, dtype, least, most = IMAGES[part.channel]
            camera = sensors[part.sensor]
            shape = (camera.height, camera.width, values)
            boxes[part.key] = spaces.Box(least, most, shape, dtype)
    return spaces.Dict(boxes)


def observe(
    frame: Frame,
    entries: Iterable[Part],
    latest: Mapping[str, Frame],
    world: World,
    to_goal: float,
    heading_error: float,
    limit: float,
) -> dict[str, NDArray]:
    """The observation of a frame; every array is the caller's own.

    latest: by sensor, the frame with its newest reading, which stays until the next falls due.
    """
    seen: dict[str, NDArray] = {}
    for part in entries:
        if part.key in SENSES:
            sense = SENSES[part.key]
            low, high = (np.float32(np.asarray(k)) for k in (sense.low, sense.high))
            seen[part.key] = np.clip(sense.find(world)[0], low, high)
        elif part.sensor is None:
            ego = frame.ego
            values = np.array(
                [
                    *(ego.speed, ego.accel, ego.steer, ego.yaw_rate),
                    *(ego.t, heading_error, to_goal, limit),
                ],
                np.float32,
            )
            seen[part.key] = np.clip(values, LOW, HIGH)
        else:
            seen[part.key] = _image(latest[part.sensor], part.sensor, part.channel)
    return seen


def _image(frame: Frame, sensor: str, channel: str) -> NDArray:
    image = frame.readings[sensor][-1].channels.get(channel)
    if image is None:
        image = frame.truth[sensor][-1].channels[channel]
    if channel == "depth":
        image = image.astype(np.float32)
    return image.reshape(*image.shape[:2], -1).copy()
