"""Goes after another actor with a delay and a distance, as deer follow a leader.

It sets off ``delay`` after the one that it follows did, goes where that one is now, closes up to
its ``spacing`` and stops when that one stops. Deer that cross come in groups of 1 + Poisson(0.7)
on the mean: where one has crossed, the next comes.

Example::

    actors:
      hind:
        kind: deer
        at: {s: 120 m, t: 8 m}
        behaviour: {kind: bolt, speed: 8 m/s}
      fawn:
        kind: deer
        shoulder: 0.55 m
        at: {s: 122 m, t: 11 m}
        behaviour: {kind: follow, leader: hind, delay: 1 s, spacing: 3 m}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import Field

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post
from ..language.names import ActorName

FOR = ("people", "animals")
"""Groups of actors that can do this."""


class Settings(Base):
    """Whom it follows, how late and how far behind."""

    leader: ActorName = Field(description="The actor that it follows")
    delay: Time = setting(
        "How long after the leader it sets off",
        {"log_normal": {"median": "1 s", "sigma": 0.5}},
        low="0 s",
        high="60 s",
    )
    spacing: Length = setting(
        "Distance behind the leader that it keeps",
        {"truncated_normal": {"mean": "4 m", "sd": "1.5 m", "low": "1.5 m", "high": "10 m"}},
        low="0.5 m",
        high="100 m",
    )
    speed: Speed = setting("Fastest it goes", "12 m/s", low="0.2 m/s", high="20 m/s")


SETS_OFF = 0.3
"""Speed from which a leader counts as having set off [m/s]."""
CLOSING = 0.7
"""How fast it closes a gap: speed over that of the leader, per distance too much [1/s]."""
HEADWAY = 0.25
"""Distance that it adds while the leader moves away, per speed [s]: what it takes to react."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Row of the leader, delay [s], spacing [m], speed [m/s]."""
    return post.rows[settings.leader], settings.delay, settings.spacing, settings.speed


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Memory: 1 once the leader has set off; when it did."""
    for k in range(rows.shape[0]):
        e, n, first = rows[k, 0], rows[k, 1], int(params[k, 0])
        delay, spacing, fastest = params[k, 1], params[k, 2], params[k, 3]
        pace = state[e, first, c.SPEED]
        if memory_out[e, n, 0] == 0.0 and pace > SETS_OFF:
            memory_out[e, n, 0], memory_out[e, n, 1] = 1.0, time[k]
        dx = state[e, first, c.X] - state[e, n, c.X]
        dy = state[e, first, c.Y] - state[e, n, c.Y]
        distance = max(math.sqrt(dx * dx + dy * dy), 1e-6)
        speed = 0.0
        if memory_out[e, n, 0] == 1.0 and time[k] >= memory_out[e, n, 1] + delay:
            # The leader's speed away from it, and more where the gap is too long.
            away = (state[e, first, c.VX] * dx + state[e, first, c.VY] * dy) / distance
            more = CLOSING * (distance - spacing - HEADWAY * max(away, 0.0))
            speed = min(max(away + more, 0.0), fastest)
        command_out[e, n, c.WANT_VX] = speed * dx / distance
        command_out[e, n, c.WANT_VY] = speed * dy / distance
        command_out[e, n, c.WANT_ALERT] = 0.3
        command_out[e, n, c.FACE] = math.atan2(dy, dx)
