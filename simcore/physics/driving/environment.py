"""What an environment of the driving backend is made of: actors, ground, and the kernels that move
its actors.

Behaviours, starts and drivers come from the plug-ins of ``scenarios``; their kernels have one of
the two signatures below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import Kernel
from ...line import Line
from ...surface import Surface
from . import columns as c
from .ground import Strip

if TYPE_CHECKING:  # loose bodies are imported where a world has some
    from ..rigid.loose import Loose

Array = NDArray[np.float64]

BEHAVIOUR = (
    "f8[:], f8[:,:,:], f8[:,:,:], i4[:,:], f8[:,:], i8[:,:], i4[:,:], f8[:,:]"
    " -> f8[:,:,:], f8[:,:,:]"
)
"""Signature of ``decide(time, state, body, model, line, route, rows, params, memory_out,
command_out)``: rows (R, 2) are the (environment, actor) pairs that carry a behaviour, params (R, K)
their settings, time (R,) the time since the start of each one's environment [s]; route (E, 2): the
first row and the end of each route in line; memory (E, N, MEMORY) is the behaviour's own."""

TRIGGER = "f8[:], f8[:,:,:], f8[:,:,:], i4[:,:], f8[:,:] -> u1[:]"
"""Signature of ``due(time, state, body, rows, params, due_out)``: due_out (R,) is 1 where the row
may begin; the others as in ``BEHAVIOUR``."""

MEMORY = 10

Look = Callable[[float, Array], tuple[Array, Array]]
"""``look(time, state)``: how far those in rows (N, STATE) see at a time [s] (N,) [m], and the
light of sun, moon and sky where they are (N,) [lx]."""


class Actor(NamedTuple):
    """An actor at the start: its model (``columns``), body (BODY,) and state (STATE,); design
    (DESIGN,) of a car."""

    model: int
    body: Array
    state: Array
    design: Array | None = None


class Rows(NamedTuple):
    """The actors that one plug-in's kernel serves: rows (R,) their numbers, params (R, K) f8;
    always: whether it is called for those that have not begun, too."""

    kernel: Kernel
    rows: Sequence[int]
    params: Array
    always: bool = False


class Environment(NamedTuple):
    """One environment: the ego's route, the ground, fixed boxes (K, 5: x, y, yaw, half-length,
    half-width), actors, the ego first, and what lies on the ground: without it, friction is what
    the actors' states say.

    behaviours move the others once they have started; triggers start those that wait; drivers say
    what they would do in the ego's place (``World.wanted``), which ``step`` need not follow: who
    does not ask them leaves them out, since they take as long as all others. loose: bodies that
    PyBullet moves; such an environment is alone in its world. look: how far its air lets one see
    and how light it is, asked at every control step where that is changing, else once; without it
    all is in clear daylight.
    """

    route: Line
    strips: tuple[Strip, ...]
    obstacles: Array
    actors: tuple[Actor, ...]
    surface: Surface | None = None
    behaviours: tuple[Rows, ...] = ()
    triggers: tuple[Rows, ...] = ()
    drivers: tuple[Rows, ...] = ()
    loose: tuple[Loose, ...] = ()
    look: Look | None = None
    changing: bool = False


class Group(NamedTuple):
    """The rows of all environments that one kernel serves, in the order of the environments."""

    kernel: Kernel
    always: bool
    rows: NDArray[np.int32]
    params: Array


def refuse_loose(item: Environment, count: int) -> None:
    """Raise ``ValueError`` if an environment with loose bodies is to be one of ``count``."""
    if item.loose and count > 1:
        raise ValueError(
            "an environment with loose bodies that PyBullet moves runs alone, not beside others"
        )


def cars_in(item: Environment) -> int:
    """Number of the first row of an environment after which there is no car."""
    return max((n + 1 for n, actor in enumerate(item.actors) if actor.model == c.CAR), default=0)


def grouped(environments: Sequence[Sequence[Rows]]) -> list[Group]:
    """The rows of E environments, those of each kernel together."""
    found: dict[str, list[tuple[int, Rows]]] = {}
    for e, groups in enumerate(environments):
        for item in groups:
            found.setdefault(item.kernel.name, []).append((e, item))
    return [
        Group(
            items[0][1].kernel,
            items[0][1].always,
            np.array([(e, n) for e, item in items for n in item.rows], np.int32),
            np.concatenate([np.asarray(item.params, np.float64) for _, item in items]),
        )
        for items in found.values()
    ]
