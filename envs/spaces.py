"""What an agent sees and does: names, shapes and bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from ..sensors.frame import Frame
from ..sensors.numbers import NUMBERS
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


class Returns(NamedTuple):
    """How returns of a sensor are observed: rows unless told, and fields with their bounds; a last
    column is 1 for a return, and 0 for a row that there is none for."""

    rows: int
    fields: tuple[Measure, ...]


RETURNS = {
    "points": Returns(
        8192,
        (
            *(Measure(axis, -1000.0, 1000.0) for axis in "xyz"),
            Measure("intensity", 0.0, 255.0),
        ),
    ),
    "detections": Returns(
        128,
        (
            Measure("range", 0.0, 1000.0),
            Measure("azimuth", -4.0, 4.0),
            Measure("elevation", -4.0, 4.0),
            Measure("doppler", -200.0, 200.0),
            Measure("rcs", -200.0, 200.0),
            Measure("snr", -200.0, 200.0),
        ),
    ),
}
"""What of points and detections is observed: measurements, never truth."""
MOST_ROWS = 1_000_000
_ROWS = re.compile(r"(\w+)\[(\d+)\]")


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
    """One entry of an observation: a channel of a sensor, or what needs none (sensor None).

    rows: of ``RETURNS``, 0 for others.
    """

    key: str
    sensor: str | None
    channel: str
    rows: int = 0


def parts(names: Iterable[str] | None, sensors: Mapping[str, Any]) -> tuple[Part, ...]:
    """The entries of an observation.

    names: "ego", those of ``SENSES``, "front" (its rgb, or the first that it gives), "front.depth",
    "top.points[4096]" with the number of rows …; None for the ego's state and all sensors: of a
    camera its picture, or all that it gives where it gives no picture. Raises ``ValueError`` for
    others.
    """
    chosen = [*_usual(sensors), "ego"] if names is None else list(names)
    found = []
    for name in chosen:
        sensor, _, rest = name.partition(".")
        if name == "ego" or name in SENSES:
            found.append(Part(name, None, ""))
            continue
        if sensor not in sensors:
            known = ", ".join(["ego", *SENSES, *sensors])
            raise ValueError(
                f"observation '{name}': there are {known}, and after a sensor's name a point and "
                "one of its channels"
            )
        given = _given(sensors[sensor])
        match = _ROWS.fullmatch(rest)
        channel = (
            match[1] if match else rest or ("rgb" if "rgb" in given or not given else given[0])
        )
        if channel not in given:
            raise ValueError(
                f"observation '{name}': '{sensor}' gives {', '.join(given) or 'no image'}; "
                f"sensors.{sensor}.channels says what"
            )
        found.append(Part(name, sensor, channel, _rows(name, channel, match)))
    if not found:
        raise ValueError("an observation needs at least one entry, such as 'ego'")
    return tuple(found)


def _rows(name: str, channel: str, match: re.Match[str] | None) -> int:
    """How many returns are observed."""
    if channel not in RETURNS:
        if match:
            raise ValueError(f"observation '{name}': '{channel}' has no rows to choose")
        return 0
    rows = int(match[2]) if match else RETURNS[channel].rows
    if not 1 <= rows <= MOST_ROWS:
        raise ValueError(f"observation '{name}': from 1 to {MOST_ROWS} rows")
    return rows


def _given(sensor: Any) -> list[str]:
    return [
        c for c in getattr(sensor, "channels", ()) if c in IMAGES or c in RETURNS or c in NUMBERS
    ]


def _usual(sensors: Mapping[str, Any]) -> Iterator[str]:
    for name, sensor in sensors.items():
        given = _given(sensor)
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
            boxes[part.key] = _box(part, sensors[part.sensor])
    return spaces.Dict(boxes)


def _box(part: Part, sensor: Any) -> spaces.Box:
    """The space of a channel of a sensor."""
    if part.channel in NUMBERS:
        about = NUMBERS[part.channel]
        return spaces.Box(about.low, about.high, about.shape or (1,), about.dtype)
    if part.channel in RETURNS:
        fields = RETURNS[part.channel].fields
        low, high = (
            np.array([*(getattr(field, k) for field in fields), end], np.float32)
            for k, end in (("low", 0.0), ("high", 1.0))
        )
        shape = (part.rows, len(low))
        return spaces.Box(np.broadcast_to(low, shape), np.broadcast_to(high, shape))
    values, kind, least, most = IMAGES[part.channel]
    dtype: Any = kind
    return spaces.Box(least, most, (sensor.height, sensor.width, values), dtype)


def observe(
    frame: Frame,
    entries: Iterable[Part],
    space: spaces.Dict,
    latest: Mapping[str, Frame],
    world: World,
    to_goal: float,
    heading_error: float,
    limit: float,
) -> dict[str, NDArray]:
    """The observation of a frame; every array is the caller's own.

    latest: by sensor, the frame with its newest reading, which stays until the next falls due;
    before its first reading a sensor's entries are 0.
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
            box = space[part.key]
            seen[part.key] = np.zeros(box.shape or (), box.dtype)
            if part.sensor in latest:
                values = _measured(latest[part.sensor], part.sensor, part)
                seen[part.key] = values.reshape(box.shape or ()).astype(box.dtype)
    return seen


def _measured(frame: Frame, sensor: str, part: Part) -> NDArray:
    """What the newest reading holds; every array is the caller's own."""
    values = frame.readings[sensor][-1].channels.get(part.channel)
    if values is None:
        values = frame.truth[sensor][-1].channels[part.channel]
    if part.channel in RETURNS:
        return _table(values, RETURNS[part.channel], part.rows)
    if part.channel in NUMBERS:
        return np.where(np.isnan(values), 0.0, values)
    return np.array(values)


def _table(returns: NDArray, about: Returns, rows: int) -> NDArray[np.float32]:
    """(rows, fields + 1) of returns (N,), evenly thinned out where there are more than rows."""
    if len(returns) > rows:
        returns = returns[np.arange(rows) * len(returns) // rows]
    table = np.zeros((rows, len(about.fields) + 1), np.float32)
    for column, field in enumerate(about.fields):
        values = returns[field.name].astype(np.float32)
        known = np.where(np.isnan(values), 0.0, values)
        table[: len(returns), column] = np.clip(known, field.low, field.high)
    table[: len(returns), -1] = 1.0
    return table
