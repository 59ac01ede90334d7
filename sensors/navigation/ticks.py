"""Wheels that are counted: teeth that pass, and the speeds that a control unit makes of them.

A wheel of n teeth tells its angle in steps of 2π/n. Speed is that of the whole teeth between the
last tooth of this reading and that of the reading before, by the time between them, as anti-lock
control units have it (Bosch Automotive Handbook, wheel-speed sensors). Where no tooth has passed,
it is at most a tooth by the time since the last, and below a least speed nothing is told.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .keyed import normals

Array = NDArray[np.float64]


class Wheels(NamedTuple):
    """t_ns: until when they were watched; angle (4,) [rad] since the beginning; tooth (4,) and
    tooth_ns (4,): number and time of the last that passed; told_tooth, told_ns (4,): those at the
    reading before; read_ns: its time, -1 before the first; speed (4,): what it told [m/s]."""

    t_ns: int
    angle: Array
    tooth: Array
    tooth_ns: Array
    told_tooth: Array
    told_ns: Array
    read_ns: int
    speed: Array


def at_rest(t_ns: int, speed: Array) -> Wheels:
    """Wheels whose watch begins at a time with speeds (4,) [m/s]."""
    angle = np.zeros(4)
    now = np.full(4, float(t_ns))
    tooth = np.zeros(4)
    return Wheels(t_ns, angle, tooth, now, tooth.copy(), now.copy(), -1, speed.copy())


def turned(
    wheels: Wheels, until_ns: int, first: Array, last: Array, teeth: int, uneven: float, key: int
) -> Wheels:
    """Wheels after the time until ``until_ns``, over which their angular speeds [rad/s] go evenly
    from first (4,) to last (4,). uneven: of the teeth's places, as a share of their distance."""
    seconds = (until_ns - wheels.t_ns) * 1e-9
    if seconds <= 0.0:
        return wheels
    angle = wheels.angle + 0.5 * (first + last) * seconds
    pitch = 2.0 * np.pi / teeth
    tooth, tooth_ns = wheels.tooth.copy(), wheels.tooth_ns.copy()
    for wheel in range(4):
        number = np.floor(angle[wheel] / pitch)
        if number == tooth[wheel]:
            continue
        # The tooth lies at the border that was crossed last, which is above it when turning back.
        place = number if angle[wheel] >= wheels.angle[wheel] else number + 1.0
        off = uneven * normals(key, [wheel], [int(place) % teeth])[0]
        away = (place + off) * pitch - wheels.angle[wheel]
        share = _when(first[wheel], last[wheel], seconds, away)
        tooth[wheel], tooth_ns[wheel] = number, wheels.t_ns + share * 1e9
    return wheels._replace(t_ns=until_ns, angle=angle, tooth=tooth, tooth_ns=tooth_ns)


def told(wheels: Wheels, t_ns: int, teeth: int, radius: float, least: float) -> Wheels:
    """Wheels after a reading at a time: ``speed`` is what it tells."""
    if wheels.read_ns == t_ns:
        return wheels
    if (
        wheels.read_ns < 0
    ):  # before a first pair of teeth a control unit has the speed it began with
        kept = np.where(np.abs(wheels.speed) < least, 0.0, wheels.speed)
        return wheels._replace(
            read_ns=t_ns, speed=kept, told_tooth=wheels.tooth, told_ns=wheels.tooth_ns
        )
    way = 2.0 * np.pi * radius / teeth
    passed = wheels.tooth - wheels.told_tooth
    between = np.maximum(wheels.tooth_ns - wheels.told_ns, 1.0) * 1e-9
    waited = np.maximum(t_ns - wheels.tooth_ns, 1.0) * 1e-9
    held = np.clip(wheels.speed, -way / waited, way / waited)
    speed = np.where(passed != 0.0, passed * way / between, held)
    speed = np.where(np.abs(speed) < least, 0.0, speed)
    return wheels._replace(
        read_ns=t_ns, speed=speed, told_tooth=wheels.tooth, told_ns=wheels.tooth_ns
    )


def _when(first: float, last: float, seconds: float, away: float) -> float:
    """After how long [s] a wheel has turned by ``away`` [rad] that begins with the speed first and
    ends with last."""
    grow = (last - first) / seconds
    root = np.sqrt(max(first**2 + 2.0 * grow * away, 0.0))
    ahead = 1.0 if away >= 0.0 else -1.0
    below = first + ahead * root
    found = 2.0 * away / below if abs(below) > 1e-12 else seconds
    return float(np.clip(found, 0.0, seconds))
