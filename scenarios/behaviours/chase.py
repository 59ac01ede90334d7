"""Runs after another actor and stops where that has come to rest.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
      child:
        kind: child
        at: {s: 70 m, t: -5 m}
        behaviour: {kind: chase, target: ball, speed: 3 m/s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import Field

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Speed, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post
from ..language.names import ActorName

FOR = ("people", "animals")
"""Groups of actors that can do this."""


class Settings(Base):
    """Whom it runs after, and how fast."""

    target: ActorName = Field(description="The actor to run after")
    speed: Speed = setting("Speed of running", "3 m/s", low="0.2 m/s", high="12 m/s")


CLOSE = 0.5
"""How near it goes to what it has caught up with [m]."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Row of the target, speed [m/s]."""
    return post.rows[settings.target], settings.speed


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Run towards where the target is; slow down over the last metre."""
    for k in range(rows.shape[0]):
        e, n, target = rows[k, 0], rows[k, 1], int(params[k, 0])
        dx = state[e, target, c.X] - state[e, n, c.X]
        dy = state[e, target, c.Y] - state[e, n, c.Y]
        distance = math.sqrt(dx * dx + dy * dy)
        speed = params[k, 1] * min(max(distance - CLOSE, 0.0), 1.0)
        command_out[e, n, c.WANT_VX] = speed * dx / max(distance, 1e-6)
        command_out[e, n, c.WANT_VY] = speed * dy / max(distance, 1e-6)
        command_out[e, n, c.FACE] = math.atan2(dy, dx)
