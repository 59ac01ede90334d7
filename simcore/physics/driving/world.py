"""The driving backend: all actors of E environments as arrays, advanced together.

``Behaviour`` and ``Trigger`` rows come from the plug-ins of ``scenarios``; this module only calls
their kernels, once per control step, and integrates what they command.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import Kernel
from ...line import Line
from ...surface import Surface
from . import columns as c
from .advance import WORK, advance
from .car.columns import CAR, DESIGN
from .car.design import at_start
from .ground import GroundTables, Strip, ground_tables
from .laid import Surfaces, surfaces_of
from .tyres.grip import table

Array = NDArray[np.float64]

BEHAVIOUR = (
    "f8, f8[:,:,:], f8[:,:,:], i4[:,:], f8[:,:], i8[:,:], i4[:,:], f8[:,:] -> f8[:,:,:], f8[:,:,:]"
)
"""Signature of ``decide(time, state, body, model, line, route, rows, params, memory_out,
command_out)``: rows (R, 2) are the (environment, actor) pairs that carry a behaviour, params (R, K)
their settings; route (E, 2): the first row and the end of each route in line; memory (E, N, MEMORY)
is the behaviour's own."""

TRIGGER = "f8, f8[:,:,:], f8[:,:,:], i4[:,:], f8[:,:] -> u1[:]"
"""Signature of ``due(time, state, body, rows, params, due_out)``: due_out (R,) is 1 where the row
may begin."""

MEMORY = 8


class Actor(NamedTuple):
    """An actor at the start: its model (``columns``), body (BODY,) and state (STATE,); design
    (DESIGN,) of a car."""

    model: int
    body: Array
    state: Array
    design: Array | None = None


class Environment(NamedTuple):
    """One environment: the ego's route, the ground, fixed boxes (K, 5: x, y, yaw, half-length,
    half-width), actors, the ego first, and what lies on the ground: without it, friction is what
    the actors' states say.
    """

    route: Line
    strips: tuple[Strip, ...]
    obstacles: Array
    actors: tuple[Actor, ...]
    surface: Surface | None = None


class Rows(NamedTuple):
    """The rows that one plug-in's kernel serves: rows (R, 2) i4, params (R, K) f8; always: whether
    it is called for rows that have not begun, too."""

    kernel: Kernel
    rows: NDArray[np.int32]
    params: Array
    always: bool = False


class State(NamedTuple):
    """All that changes: what ``World.save`` returns and ``World.restore`` takes."""

    time_ns: int
    state: Array
    command: Array
    memory: Array
    car: Array
    hint: NDArray[np.int32]


class World:
    """E environments with up to N actors each; row 0 of the actors is the ego.

    behaviours move the others once they have started; triggers start those that wait; drivers say
    what they would do in the egos' place (``wanted``), which ``step`` need not follow.
    """

    def __init__(
        self,
        environments: Sequence[Environment],
        behaviours: Sequence[Rows] = (),
        triggers: Sequence[Rows] = (),
        drivers: Sequence[Rows] = (),
        control_ns: int = 100_000_000,
        substeps: int = 10,
    ):
        count, most = len(environments), max(len(item.actors) for item in environments)
        self.control_ns, self.substeps = control_ns, substeps
        self.behaviours, self.triggers = tuple(behaviours), tuple(triggers)
        self.drivers = tuple(drivers)
        self.ground: GroundTables = ground_tables(
            [item.route for item in environments], [item.strips for item in environments]
        )
        boxes = [np.asarray(item.obstacles, np.float64).reshape(-1, 5) for item in environments]
        self.obstacle = np.concatenate(boxes)
        self.obstacle_bounds = np.cumsum([0, *map(len, boxes)]).astype(np.int64)
        self.model = np.zeros((count, most), np.int32)
        self.body = np.zeros((count, most, c.BODY))
        self.state = np.zeros((count, most, c.STATE))
        self.command = np.zeros((count, most, c.COMMAND))
        self.memory = np.zeros((count, most, MEMORY))
        self.hint = np.full((count, most, 3), -1, np.int32)
        self.contact = np.full((count, c.CONTACT), -1.0)
        self.time_ns = 0
        for e, item in enumerate(environments):
            for n, actor in enumerate(item.actors):
                self.model[e, n], self.body[e, n] = actor.model, actor.body
                self.state[e, n] = actor.state
        cars = max((int(n) + 1 for _, n in np.argwhere(self.model == c.CAR)), default=0)
        self.design = np.zeros((count, cars, DESIGN))
        self.car = np.zeros((count, cars, CAR))
        for e, n in np.argwhere(self.model == c.CAR):
            row = environments[e].actors[n].design
            self.design[e, n], self.car[e, n] = row, at_start(row, self.state[e, n, c.SPEED])
        self.lay([item.surface for item in environments])
        self.command[..., c.FACE] = np.where(self.model == c.WALKER, np.nan, 0.0)
        self._advance(0)
        self.decide()

    @property
    def time(self) -> float:
        """Seconds since the start."""
        return self.time_ns * 1e-9

    def lay(self, surfaces: Sequence[Surface | None]) -> None:
        """What lies on the ground of each environment from now on."""
        self.laid: Surfaces = surfaces_of(surfaces)

    def decide(self) -> None:
        """Let waiting actors begin and all that have begun choose their commands."""
        for group in self.triggers:
            due = np.zeros(len(group.rows), np.uint8)
            group.kernel(self.time, self.state, self.body, group.rows, group.params, due)
            e, n = group.rows[due == 1].T
            started = self.state[e, n, c.STARTED]
            self.state[e, n, c.STARTED] = np.minimum(started, self.time)
        for group in (*self.behaviours, *self.drivers):
            begun = self.state[group.rows[:, 0], group.rows[:, 1], c.STARTED] <= self.time
            begun |= group.always
            if begun.any():
                group.kernel(
                    *(self.time, self.state, self.body, self.model),
                    *(self.ground.line, self.ground.route),
                    *(group.rows[begun], group.params[begun]),
                    *(self.memory, self.command),
                )

    def wanted(self) -> Array:
        """(E, 2) acceleration [m/s²] and steering [rad] that the drivers would command now."""
        return self.command[:, 0, :2].copy()

    def step(self, ego_command: Array) -> Array:
        """One control step under commands (E, 2: acceleration, steering) of the egos.

        Returns (E, CONTACT): what each ego touched first (row, N + obstacle, or -1), the closing
        speed [m/s], when in the step [s], and what the contact did to both; see ``columns``.
        """
        self.command[:, 0, :2] = ego_command
        self._advance(self.substeps)
        self.command[self.model == c.BALL] = 0.0  # a ball is hit once
        self.time_ns += self.control_ns
        self.decide()
        return self.contact.copy()

    def _advance(self, substeps: int) -> None:
        actors = self.model.shape[1]
        others = actors + int(np.diff(self.obstacle_bounds).max())
        pairs = np.empty((actors * others, 2), np.int32)
        advance(
            *(self.control_ns * 1e-9 / self.substeps, substeps),
            *(self.command, self.body, self.model, self.design, table()),
            *(*self.ground, self.obstacle, self.obstacle_bounds, *self.laid),
            *(self.state, self.car, self.hint, self.contact, np.empty(WORK), pairs),
        )

    def save(self) -> State:
        """A copy of all that changes."""
        arrays = (self.state, self.command, self.memory, self.car, self.hint)
        return State(self.time_ns, *(array.copy() for array in arrays))

    def restore(self, saved: State) -> None:
        """Go back to a saved state."""
        self.time_ns = saved.time_ns
        self.state[...], self.command[...] = saved.state, saved.command
        self.memory[...], self.car[...], self.hint[...] = saved.memory, saved.car, saved.hint
