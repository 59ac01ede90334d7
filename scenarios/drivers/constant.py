"""A driver who keeps lane and speed, whatever happens.

Example::

    ego:
      kind: compact
      driver: {kind: constant}
"""

from __future__ import annotations

from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import steering_towards
from ..conduct.post import Post


class Settings(Base):
    """Nothing to set."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """The speed to keep [m/s]."""
    return (post.actor.speed,)


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane and speed."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        table = line[route[e, 0] : route[e, 1]]
        row = state[e, n]
        command_out[e, n, c.ACCELERATION] = 2.0 * (params[k, 0] - row[c.SPEED])
        command_out[e, n, c.STEERING] = steering_towards(row, body[e, n], table, 0.0, 1.0)
