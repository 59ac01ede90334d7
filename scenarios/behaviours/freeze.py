"""An animal that crosses, freezes in the lamps of a car that comes near, then bolts or stays.

Only lamps that shine at night do this: by day it walks on. A dipped beam gives 1 lx at 100 m and
4 lx at 50 m (UN R112: 10 100 cd towards 50R), over a field of about 20 deg to each side; a deer's
eyes, wide open in the dark, are dazzled by it, and it stands with its head raised.

Example::

    actors:
      deer:
        kind: deer
        at: {s: 120 m, t: -5 m}
        behaviour: {kind: freeze, speed: 1.5 m/s, within: 50 m, hold: 2 s, then: back}
    light: {date: 2026-11-10, time: 19 h, latitude: 59 deg}
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from ...simcore.kernel import device, kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Length, Speed, Time, Word, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.gap import CREEP
from ..conduct.post import Post
from ..conduct.sight import NIGHT

FOR = ("animals",)
"""Groups of actors that can do this."""

THEN = ("stay", "cross", "back")


class Settings(Base):
    """How it crosses, what dazzles it, and what it does after."""

    speed: Speed = setting(
        "Speed at which it walks across before", "1.5 m/s", low="0 m/s", high="20 m/s"
    )
    within: Length = setting(
        "How near the lamps must be",
        {"truncated_normal": {"mean": "60 m", "sd": "15 m", "low": "20 m", "high": "100 m"}},
        low="5 m",
        high="200 m",
    )
    hold: Time = setting(
        "How long it stands dazzled before it does anything",
        {"truncated_normal": {"mean": "2 s", "sd": "1 s", "low": "0.4 s", "high": "6 s"}},
        low="0 s",
        high="60 s",
    )
    then: Annotated[Literal["stay", "cross", "back"], Word()] = setting(
        "What follows: it stays until no lamps are on it any more, or bolts, across the road or "
        "back",
        {"choice": {"stay": 1, "cross": 1, "back": 1}},
    )
    bolt: Speed = setting("Speed at which it bolts", "9 m/s", low="0.5 m/s", high="20 m/s")
    spurt: Time = setting("Time in which it reaches that speed", "1.2 s", low="0.2 s", high="5 s")


TAN_FIELD = math.tan(math.radians(20.0))
"""How far to each side of their axis lamps dazzle."""
MOTOR = 150.0
"""What is lighter [kg] has no head lamps: a bicycle's lamp dazzles no deer."""
AFTER = 3.0
"""How long it still stands when the lamps have passed [s]."""
FAR = 200.0
"""t beyond which an animal that bolts is out of the scene [m]."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed [m/s], distance [m], hold [s], what follows, speed of bolting [m/s], spurt [s], side to
    which it crosses, t at which a walk across ends."""
    right, left = post.edges
    start = post.actor.at.t
    from_left = start > (right + left) / 2
    beyond = max(start - left if from_left else right - start, 0.5)
    goal = right - beyond if from_left else left + beyond
    return (
        *(settings.speed, settings.within, settings.hold, float(THEN.index(settings.then))),
        *(settings.bolt, settings.spurt, -1.0 if from_left else 1.0, goal),
    )


@device
def dazzled(state, body, model, n, within):
    """Whether row n stands in the lamps of a vehicle that drives and is no farther than that."""
    for m in range(state.shape[0]):
        if (model[m] != c.VEHICLE and model[m] != c.CAR) or state[m, c.SPEED] < CREEP:
            continue
        if body[m, c.MASS] < MOTOR:
            continue
        front = 0.5 * body[m, c.LENGTH] + body[m, c.CENTRE_X]
        cos, sin = math.cos(state[m, c.YAW]), math.sin(state[m, c.YAW])
        dx = state[n, c.X] - state[m, c.X] - front * cos
        dy = state[n, c.Y] - state[m, c.Y] - front * sin
        ahead, aside = dx * cos + dy * sin, abs(dy * cos - dx * sin)
        if ahead > 0.0 and aside < ahead * TAN_FIELD and dx * dx + dy * dy < within * within:
            return True
    return False


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Memory: 0 walking, 1 dazzled, 2 bolting; since when; when last lit; heading across; 1 once
    that is known; 1 once it has been dazzled."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        walk, within, hold, then = params[k, 0], params[k, 1], params[k, 2], params[k, 3]
        bolt, spurt, side, goal = params[k, 4], params[k, 5], params[k, 6], params[k, 7]
        memory, t = memory_out[e, n], state[e, n, c.T]
        if memory[4] == 0.0:
            table = line[route[e, 0] : route[e, 1]]
            memory[3] = place(table, state[e, n, c.S], 0.0, -1)[3] + side * 0.5 * math.pi
            memory[4] = 1.0
        lit = state[e, n, c.LIGHT] < NIGHT and dazzled(state[e], body[e], model[e], n, within)
        if lit:
            memory[2] = time[k]
        if memory[0] == 0.0 and memory[5] == 0.0 and lit:
            memory[0], memory[1], memory[5] = 1.0, time[k], 1.0
        if memory[0] == 1.0 and time[k] - memory[1] >= hold:
            if then == 0.0 and time[k] - memory[2] >= AFTER:
                memory[0] = 0.0
            elif then > 0.0:
                memory[0], memory[1] = 2.0, time[k]
        heading, speed, alert = memory[3], walk, 0.2
        if side * (t - goal) >= 0.0:
            speed = 0.0
        if memory[0] == 1.0:
            speed, alert = 0.0, 1.0
        elif memory[0] == 2.0:
            heading += math.pi if then == 2.0 else 0.0
            speed = bolt * min((time[k] - memory[1]) / spurt, 1.0) if abs(t) < FAR else 0.0
            alert = 0.3
        command_out[e, n, c.WANT_VX] = speed * math.cos(heading)
        command_out[e, n, c.WANT_VY] = speed * math.sin(heading)
        command_out[e, n, c.WANT_ALERT] = alert
        command_out[e, n, c.FACE] = math.nan if memory[0] == 1.0 else heading
