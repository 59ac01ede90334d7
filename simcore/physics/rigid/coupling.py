"""Loose bodies and the driving kernels, one step of both after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..driving import columns as c
from .kernels import heights, shove, weights
from .loose import Hit, Loose, Told, poses_of
from .tumbling import Tumbling

Array = NDArray[np.float64]


def begin(
    loose: Sequence[Loose],
    body: Array,
    model: NDArray[np.int32],
    design: Array,
    state: Array,
    dt: float,
    ground: tuple[Array, Array, Array],
    obstacles: Array,
) -> Tumbling:
    """The loose bodies of an environment, from its rows of ``body``, ``model``, ``design`` and
    ``state``; the last is changed: what is carried lies on its carrier.

    ground: lines, profiles and strips; obstacles (K, 5): fixed boxes. Raises
    ``MissingLibraryError`` where PyBullet is not installed.
    """
    masses = np.empty((len(body), 3))
    weights(body, model, design, masses)

    def height(points: Array) -> Array:
        found = np.empty(len(points))
        heights(np.ascontiguousarray(points), *ground, np.full(3, -1, np.int32), found)
        return found

    for item in loose:
        row = state[item.row]
        if item.carrier >= 0:
            row[c.Z] = state[item.carrier, c.Z] + item.floor
        else:
            row[c.Z] = height(row[None, c.X : c.Y + 1])[0]
    return Tumbling(loose, body, model, masses, state, dt, height, obstacles)


def together(
    tumbling: Tumbling,
    state: Array,
    command: Array,
    contact: Array,
    body: Array,
    model: NDArray[np.int32],
    design: Array,
    substeps: int,
    advance: Callable[[], None],
) -> None:
    """One control step of an environment: ``advance`` moves all other rows by one of its substeps.

    state (N, STATE) and contact (CONTACT,) are written; a push that stands in command (N, COMMAND)
    is given once.
    """
    whole = np.zeros(c.CONTACT)
    whole[c.WHAT] = -1.0
    rows = [item.row for item in tumbling.loose]
    for step in range(substeps):
        push = np.zeros((len(rows), 4))
        if step == 0:
            push[:, :3] = command[rows][:, [c.WANT_VX, c.WANT_VY, c.WANT_VZ]]
            push[:, 3] = command[rows, c.FACE] == 1.0
        before = poses_of(state)
        advance()
        add(whole, contact, step * tumbling.dt)
        after = poses_of(state)
        for hit in tumbling.step(Told(before, after, push, state[rows, c.FRICTION])):
            tell(whole, hit, (step + 1) * tumbling.dt)
            shove(hit.row, *hit.velocity, hit.turn, hit.towards, body, model, design, state)
        show(tumbling, state)
    command[rows] = 0.0
    contact[:] = whole


def add(whole: Array, part: Array, since: float) -> None:
    """Add the contact of one substep, which began at ``since`` [s], to that of the control step."""
    if whole[c.WHAT] < 0.0 <= part[c.WHAT]:
        whole[: c.DELTA_X] = part[: c.DELTA_X]
        whole[c.WHEN] += since
    whole[c.DELTA_X : c.DELTA_Y + 1] += part[c.DELTA_X : c.DELTA_Y + 1]
    if part[c.WHAT] == whole[c.WHAT]:
        whole[c.OTHER_X : c.OTHER_Y + 1] += part[c.OTHER_X : c.OTHER_Y + 1]


def tell(whole: Array, hit: Hit, when: float) -> None:
    """Note what a loose body did to the ego."""
    if hit.row != 0:
        return
    if whole[c.WHAT] < 0.0 and hit.other >= 0:
        whole[c.WHAT], whole[c.WHEN] = hit.other, when
        whole[c.CLOSING] = np.hypot(*hit.relative)
        whole[c.IMPACT] = max(float(-hit.relative @ hit.normal), 0.0)
        whole[[c.RELATIVE_X, c.RELATIVE_Y]] = hit.relative
    whole[[c.DELTA_X, c.DELTA_Y]] += hit.velocity


def show(tumbling: Tumbling, state: Array) -> None:
    """Write where the loose bodies are into their rows."""
    for k, item in enumerate(tumbling.loose):
        row, velocity = state[item.row], tumbling.velocity[k]
        row[c.X : c.ROLL + 1] = tumbling.pose[item.row]
        row[c.VX : c.VZ + 1] = velocity[:3]
        row[c.PHASE], row[c.YAW_RATE] = tumbling.phase[k], velocity[5]
        row[c.SPEED] = np.hypot(velocity[0], velocity[1])
