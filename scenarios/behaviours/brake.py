"""A vehicle that keeps lane and speed, and brakes to a stop when its start comes.

Example::

    actors:
      car:
        kind: sedan
        at: {s: 40 m}
        speed: 50 km/h
        behaviour: {kind: brake, deceleration: 6 m/s^2}
        start: {kind: at_time, time: 3 s}
"""

from __future__ import annotations

from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import steering_towards
from ..conduct.post import Post

ALWAYS = True
FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How it brakes."""

    deceleration: Acceleration = setting(
        "Deceleration until it stands", "6 m/s^2", low="0.5 m/s^2", high="11 m/s^2"
    )


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Deceleration [m/s²], the speed to keep before [m/s], t of the lane [m]."""
    return settings.deceleration, post.actor.speed, post.actor.at.t


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane and speed until the start, then brake."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        table = line[route[e, 0] : route[e, 1]]
        row = state[e, n]
        wish = 2.0 * (params[k, 1] - row[c.SPEED])
        command_out[e, n, c.ACCELERATION] = -params[k, 0] if time[k] >= row[c.STARTED] else wish
        command_out[e, n, c.STEERING] = steering_towards(row, body[e, n], table, params[k, 2], 1.0)
