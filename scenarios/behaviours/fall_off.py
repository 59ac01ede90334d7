"""Cargo that lies on a vehicle until its start comes, then slides off it.

It lies where ``at`` is above the vehicle, ``floor`` above the road, and is carried along; let go,
it has the vehicle's velocity and ``speed`` besides, by default backwards, so that it slides over
the floor, falls and tumbles. PyBullet moves it: ``pip install 'whiteout[robotics]'``.

Example::

    actors:
      truck: {kind: pickup, at: {s: 60 m}, speed: 50 km/h, behaviour: {kind: follow_lane}}
      crate:
        kind: cardboard_box
        at: {s: 59.7 m}
        behaviour: {kind: fall_off, of: truck, floor: 1.15 m}
        start: {kind: at_time, time: 2 s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Angle, Length, Speed, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post
from ..language.names import ActorName

FOR = ("things",)
"""Groups of actors that can do this."""


class Settings(Base):
    """What it lies on, and how it leaves that."""

    physics: ClassVar[str] = "rigid"

    of: ActorName = Field(description="The vehicle that it lies on")
    floor: Length = setting(
        "Height of what it lies on above the road", "1 m", low="0.2 m", high="5 m"
    )
    speed: Speed = setting(
        "Speed with which it begins to slide over the floor", "4 m/s", low="0 m/s", high="15 m/s"
    )
    heading: Angle = setting("Where it slides, left of the vehicle's heading", "180 deg")


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Row of the vehicle, speed [m/s] and direction [rad] over its floor."""
    return post.rows[settings.of], settings.speed, settings.heading


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Let each row go once."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        if memory_out[e, n, 0] == 1.0:
            continue
        heading = state[e, int(params[k, 0]), c.YAW] + params[k, 2]
        command_out[e, n, c.WANT_VX] = params[k, 1] * math.cos(heading)
        command_out[e, n, c.WANT_VY] = params[k, 1] * math.sin(heading)
        command_out[e, n, c.WANT_VZ] = 0.0
        command_out[e, n, c.FACE] = 1.0
        memory_out[e, n, 0] = 1.0
