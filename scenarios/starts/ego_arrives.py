"""Begins when the ego is so close that it would arrive here within a time.

The ego's time of arrival is its distance along the route to this actor's place, over its speed.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
        start: {kind: ego_arrives, within: 2.5 s}
"""

from __future__ import annotations

from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import TRIGGER
from ...simcore.quantity.fields import Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post


class Settings(Base):
    """How near the ego must be."""

    within: Time = setting("Time to arrival at which it begins", low="0 s", high="60 s")


def params(settings: Settings, post: Post) -> Sequence[float]:
    """The time to arrival [s]."""
    return (settings.within,)


@kernel(TRIGGER)
def due(time, state, body, rows, params, due_out):
    """1 where the ego, at its speed, is that near, or has passed."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        way = state[e, n, c.S] - state[e, 0, c.S]
        due_out[k] = way <= params[k, 0] * state[e, 0, c.SPEED]
