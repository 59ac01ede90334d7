"""Begins at a time of the episode.

Example::

    actors:
      walker:
        kind: adult
        at: {s: 70 m, t: 5 m}
        behaviour: {kind: cross, speed: 1.4 m/s}
        start: {kind: at_time, time: {uniform: [1 s, 4 s]}}
"""

from __future__ import annotations

from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving.environment import TRIGGER
from ...simcore.quantity.fields import Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post


class Settings(Base):
    """When it begins."""

    time: Time = setting("Time since the episode began", low="0 s", high="1 h")


def params(settings: Settings, post: Post) -> Sequence[float]:
    """The time [s]."""
    return (settings.time,)


@kernel(TRIGGER)
def due(time, state, body, rows, params, due_out):
    """1 from the time on."""
    for k in range(rows.shape[0]):
        due_out[k] = params[k, 0] <= time[k]
