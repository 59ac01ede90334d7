"""A thing that rolls or slides freely from where it is, until friction stops it.

``physics: rigid`` lets PyBullet move it in three dimensions: a wheel leans, tips over and lies
down, a crate tumbles. That needs PyBullet, and an environment of its own.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from ...simcore.kernel import kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Angle, Speed, Word, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post

FOR = ("things",)
"""Groups of actors that can do this."""


class Settings(Base):
    """Its first velocity."""

    heading: Angle = setting("Direction, left of the road's", "0 deg")
    speed: Speed = setting("Speed with which it sets off", "3 m/s", low="0 m/s", high="40 m/s")
    physics: Annotated[Literal["planar", "rigid"], Word()] = setting(
        "What moves it: the driving kernels in the plane, or PyBullet in three dimensions", "planar"
    )


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Heading from the road [rad], speed [m/s]."""
    return settings.heading, settings.speed


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Give each row its velocity once."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        if memory_out[e, n, 0] == 1.0:
            continue
        table = line[route[e, 0] : route[e, 1]]
        heading = place(table, state[e, n, c.S], 0.0, -1)[3] + params[k, 0]
        command_out[e, n, c.WANT_VX] = params[k, 1] * math.cos(heading)
        command_out[e, n, c.WANT_VY] = params[k, 1] * math.sin(heading)
        command_out[e, n, c.WANT_VZ] = 0.0
        command_out[e, n, c.FACE] = 1.0
        memory_out[e, n, 0] = 1.0
