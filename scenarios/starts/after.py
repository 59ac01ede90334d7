"""Begins some time after another actor began.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
        start: {kind: ego_arrives, within: 2.5 s}
      child:
        kind: child
        at: {s: 70 m, t: -5 m}
        behaviour: {kind: chase, target: ball, speed: 3 m/s}
        start: {kind: after, actor: ball, delay: 0.5 s}
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import TRIGGER
from ...simcore.quantity.fields import Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post
from ..language.names import ActorName


class Settings(Base):
    """Whom it waits for, and how long."""

    actor: ActorName = Field(description="The actor that begins first")
    delay: Time = setting("Time between both", "0 s", low="0 s", high="60 s")


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Row of the other actor, delay [s]."""
    return post.rows[settings.actor], settings.delay


@kernel(TRIGGER)
def due(time, state, body, rows, params, due_out):
    """1 where the other began long enough ago."""
    for k in range(rows.shape[0]):
        other = int(params[k, 0])
        due_out[k] = state[rows[k, 0], other, c.STARTED] + params[k, 1] <= time[k]
