"""The driving backend: all actors of E environments as arrays, advanced together.

The kernels of behaviours and starts are called once per control step, and what they command is
integrated. An environment is the same, bit for bit, whatever stands beside it, however many threads
share the work, and whenever others are reset.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...kernels.felt import FELT
from ...kernels.line import COLUMNS
from ...surface import Surface
from ...threads import in_bands
from . import columns as c
from .advance import WORK, advance
from .beams import beams, directions
from .car.columns import ASKED_X, CAR, DESIGN, NOWHERE, POSES
from .car.design import at_start
from .car.wheel import WHEELS
from .criticality import MEASURES, criticality
from .dusk import lamps_later
from .environment import MEMORY, Environment, Group, cars_in, grouped, refuse_loose
from .ground import STRIP, ground_tables
from .laid import Surfaces
from .neighbours import NEIGHBOUR, neighbours
from .perception import F4, Perception, Senses
from .road_ahead import PLACE, road_ahead
from .slots import Slots
from .tyres.grip import table

if TYPE_CHECKING:  # loose bodies are imported where a world has some
    from ..rigid.loose import Told
    from ..rigid.tumbling import Tumbling

Array = NDArray[np.float64]
Job = tuple[Any, ...]
"""A kernel, its arguments but for the environments' begin and end, the last of which is what it
finds."""

USUAL = Senses()

CLEAR, DAYLIGHT = 40e3, 100e3
"""Sight [m] and light [lx] where nothing is said of the air: those of a clear noon."""


class State(NamedTuple):
    """All that changes: what ``World.save`` returns and ``World.restore`` takes."""

    time_ns: NDArray[np.int64]
    state: Array
    command: Array
    memory: Array
    car: Array
    hint: NDArray[np.int32]
    told: tuple[Told, ...] = ()


class World:
    """E environments with up to N actors each; row 0 of the actors is the ego.

    time_ns (E,): since the start of each; threads share the environments out.
    """

    def __init__(
        self,
        environments: Sequence[Environment],
        control_ns: int = 100_000_000,
        substeps: int = 10,
        threads: int = 1,
    ):
        count, most = len(environments), max(len(item.actors) for item in environments)
        for item in environments:
            refuse_loose(item, count)
        self.control_ns, self.substeps, self.threads = control_ns, substeps, threads
        self.environments = list(environments)
        self.time_ns = np.zeros(count, np.int64)
        self.model = np.zeros((count, most), np.int32)
        self.body = np.zeros((count, most, c.BODY))
        self.state = np.zeros((count, most, c.STATE))
        self.command = np.zeros((count, most, c.COMMAND))
        self.memory = np.zeros((count, most, MEMORY))
        self.hint = np.full((count, most, 3), -1, np.int32)
        self.contact = np.full((count, c.CONTACT), -1.0)
        cars = max((cars_in(item) for item in environments), default=0)
        self.design = np.zeros((count, cars, DESIGN))
        self.car = np.zeros((count, cars, CAR))
        self.route = np.zeros((count, 2), np.int64)
        self._slots = [Slots(count, np.zeros((0, width))) for width in _WIDTHS]
        self._parts = np.zeros((count, len(_WIDTHS), 2), np.int64)
        self._laid = Surfaces(count)
        self._groups: dict[str, list[Group]] | None = None
        self._changing: set[int] = set()
        for e, item in enumerate(environments):
            self._put(e, item)
        self._advance(0, count, 0)
        self._loosen()
        self._decide(0, count)

    @property
    def time(self) -> Array:
        """(E,) seconds since the start."""
        return self.time_ns * np.float64(1e-9)

    @property
    def line(self) -> Array:
        """The lines of all environments; see ``route``."""
        return self._slots[0].array

    def lay(self, e: int, surface: Surface | None) -> None:
        """What lies on the ground of an environment from now on."""
        self._laid.lay(e, surface)
        self.car[e, :, ASKED_X : ASKED_X + POSES] = NOWHERE  # what cars know is of the old one

    def reset(self, e: int, environment: Environment | None = None) -> None:
        """Begin an environment anew, or another one in its place; the others go on as they are.

        Raises ``ValueError``, and changes nothing, where one with loose bodies is not to be alone.
        """
        if environment is not None:
            refuse_loose(environment, len(self.environments))
            self._put(e, environment)
        else:
            self._begin(e)
        self._advance(e, e + 1, 0)
        self._loosen()
        self._decide(e, e + 1)

    def wanted(self) -> Array:
        """(E, 2) acceleration [m/s²] and steering [rad] that the drivers would command now."""
        return self.command[:, 0, :2].copy()

    def step(self, ego_command: Array) -> Array:
        """One control step under commands (E, 2: acceleration, steering) of the egos.

        Returns (E, CONTACT): what each ego touched first (row, N + obstacle, or -1), the closing
        speed [m/s], when in the step [s], and what the contact did to both; see ``columns``.
        """
        return self._go(ego_command, ())

    def criticality(self) -> Array:
        """(E, 5) how near each ego is to a collision; columns as ``criticality`` names them."""
        return self._found(self._criticality())

    def beams(self, count: int = 64, reach: float = 60.0) -> F4:
        """(E, count) distances [m], up to ``reach``, from the centres of the egos' boxes to other
        boxes: straight ahead, then counter-clockwise."""
        return self._found(self._beams(count, reach))

    def neighbours(self, count: int = 8) -> F4:
        """(E, count, NEIGHBOUR) the nearest others of each ego; see ``neighbours``."""
        return self._found(self._neighbours(count))

    def road_ahead(self, ahead: ArrayLike) -> F4:
        """(E, K, PLACE) the routes ``ahead`` (K,) [m] of the egos; see ``road_ahead``."""
        return self._found(self._road_ahead(ahead))

    def perceive(self, senses: Senses = USUAL) -> Perception:
        """Beams, neighbours, road ahead and criticality, as the methods of these names give them,
        with one handover to the threads instead of four."""
        jobs = self._jobs(senses)
        self._share(*jobs)
        return _perceived(jobs)

    def step_and_perceive(
        self, ego_command: Array, senses: Senses = USUAL
    ) -> tuple[Array, Perception]:
        """What ``step`` and then ``perceive`` return, with one handover to the threads: some 5 %
        faster where there are several."""
        jobs = self._jobs(senses)
        return self._go(ego_command, jobs), _perceived(jobs)

    def save(self) -> State:
        """A copy of all that changes."""
        told = () if self._tumbling is None else self._tumbling.save()
        return State(**{name: getattr(self, name).copy() for name in _ARRAYS}, told=told)

    def restore(self, saved: State) -> None:
        """Go back to a saved state."""
        for name in _ARRAYS:
            getattr(self, name)[...] = getattr(saved, name)
        if self._tumbling is not None:
            self._tumbling.restore(saved.told)

    def _go(self, ego_command: Array, jobs: tuple[Job, ...]) -> Array:
        """One control step of all environments, and then jobs; returns the contacts."""
        self.command[:, 0, :2] = ego_command
        self._group()

        def work(begin: int, end: int) -> None:
            self._step(begin, end)
            _run(jobs, begin, end)

        in_bands(work, len(self.time_ns), self.threads)
        return self.contact.copy()

    def _criticality(self) -> Job:
        measures = np.empty((len(self.time_ns), MEASURES))
        return criticality, self.state, self.body, measures

    def _beams(self, count: int, reach: float) -> Job:
        found = np.empty((len(self.time_ns), count), np.float32)
        boxes = self._slots[-1].array, self._parts
        return beams, self.state, self.body, *boxes, directions(count), reach, found

    def _neighbours(self, count: int) -> Job:
        found = np.empty((len(self.time_ns), count, NEIGHBOUR), np.float32)
        return neighbours, self.state, self.body, found

    def _road_ahead(self, ahead: ArrayLike) -> Job:
        ways = np.asarray(ahead, np.float64)
        found = np.empty((len(self.time_ns), len(ways), PLACE), np.float32)
        return road_ahead, self.state, self.line, self.route, ways, found

    def _found(self, job: Job) -> Any:
        self._share(job)
        return job[-1]

    def _share(self, *jobs: Job) -> None:
        """Call the kernels of jobs for all environments."""
        in_bands(partial(_run, jobs), len(self.time_ns), self.threads)

    def _jobs(self, senses: Senses) -> tuple[Job, ...]:
        """In the order of ``Perception``."""
        return (
            self._beams(senses.beams, senses.reach),
            self._neighbours(senses.neighbours),
            self._road_ahead(senses.ahead),
            self._criticality(),
        )

    def _step(self, begin: int, end: int) -> None:
        if self._tumbling is None:
            self._advance(begin, end, self.substeps)
        else:
            self._tumble(self._tumbling)
        command = self.command[begin:end]
        command[self.model[begin:end] == c.BALL] = 0.0  # a ball is hit once
        self.time_ns[begin:end] += self.control_ns
        self._decide(begin, end)

    def _advance(self, begin: int, end: int, substeps: int) -> None:
        actors = self.model.shape[1]
        boxes = int(np.diff(self._parts[:, -1]).max())
        pairs = np.empty((actors * (actors + boxes), 2), np.int32)
        advance(
            *(begin, end, self.control_ns * 1e-9 / self.substeps, substeps),
            *(self.command, self.body, self.model, self.design, table()),
            *(*(slot.array for slot in self._slots), self._parts, self.route),
            *self._laid.arrays,
            *(self.state, self.car, self.hint, self.contact, np.empty(WORK), pairs),
            *(np.empty((2, FELT), np.float32), np.empty(WHEELS)),
        )

    def _loosen(self) -> None:
        """Make the loose bodies of an environment that has some, where it begins."""
        self._tumbling: Tumbling | None = None
        loose = self.environments[0].loose
        if not loose:
            return
        from ..rigid.coupling import begin

        ground = (self._slots[0].array, self._slots[1].array, self._slots[2].array)
        self._tumbling = begin(
            *(loose, self.body[0], self.model[0], self.design[0], self.state[0]),
            *(self.control_ns * 1e-9 / self.substeps, ground, self.environments[0].obstacles),
        )

    def _tumble(self, tumbling: Tumbling) -> None:
        """One control step with loose bodies."""
        from ..rigid.coupling import together

        together(
            *(tumbling, self.state[0], self.command[0], self.contact[0]),
            *(self.body[0], self.model[0], self.design[0], self.substeps),
            lambda: self._advance(0, 1, 1),
        )

    def _decide(self, begin: int, end: int) -> None:
        """Let waiting actors begin and all that have begun choose their commands."""
        for e in self._changing:
            if begin <= e < end:
                self._look(e)
        groups = self._group()
        for group in groups["triggers"]:
            rows, params, time = self._among(group, begin, end)
            due = np.zeros(len(rows), np.uint8)
            group.kernel(time, self.state, self.body, rows, params, due)
            e, n = rows[due == 1].T
            self.state[e, n, c.STARTED] = np.minimum(self.state[e, n, c.STARTED], time[due == 1])
        for group in (*groups["behaviours"], *groups["drivers"]):
            rows, params, time = self._among(group, begin, end)
            if not group.always:
                begun = self.state[rows[:, 0], rows[:, 1], c.STARTED] <= time
                if not begun.all():
                    rows, params, time = rows[begun], params[begun], time[begun]
            if len(rows):
                group.kernel(
                    *(time, self.state, self.body, self.model, self.line, self.route),
                    *(rows, params, self.memory, self.command),
                )

    def _among(self, group: Group, begin: int, end: int) -> tuple[NDArray[np.int32], Array, Array]:
        """Rows and params of a group in environments [begin, end), and the time there."""
        first, last = np.searchsorted(group.rows[:, 0], (begin, end))
        rows = group.rows[first:last]
        return rows, group.params[first:last], self.time[rows[:, 0]]

    def _put(self, e: int, item: Environment) -> None:
        """Put an environment into its slots, at its beginning."""
        self._make_room(len(item.actors), cars_in(item))
        self.environments[e] = item
        self._groups = None
        (self._changing.add if item.changing else self._changing.discard)(e)
        ground = ground_tables(item.route, item.strips)
        boxes = np.asarray(item.obstacles, np.float64).reshape(-1, 5)
        tables = (ground.line, ground.profile, ground.strip, boxes)
        for k, (slot, rows) in enumerate(zip(self._slots, tables, strict=True)):
            slot.put(e, rows)
            self._parts[:, k] = slot.bounds
        lengths = self.route[:, 1] - self.route[:, 0]
        lengths[e] = ground.route
        self.route[:, 0] = self._parts[:, 0, 0]
        self.route[:, 1] = self.route[:, 0] + lengths
        self._begin(e)

    def _begin(self, e: int) -> None:
        """Put the actors of an environment where they are at its beginning."""
        item = self.environments[e]
        for array in (self.model, self.body, self.state, self.memory, self.design, self.car):
            array[e] = 0
        self.hint[e], self.contact[e], self.time_ns[e] = -1, -1.0, 0
        for n, actor in enumerate(item.actors):
            self.model[e, n], self.body[e, n] = actor.model, actor.body
            self.state[e, n] = actor.state
            if actor.design is not None and actor.model == c.CAR:
                self.design[e, n] = actor.design
                self.car[e, n] = at_start(actor.design, actor.state[c.SPEED])
        self.command[e] = 0.0
        self.command[e, self.model[e] == c.WALKER, c.FACE] = np.nan
        self.lay(e, item.surface)
        self._look(e)

    def _look(self, e: int) -> None:
        """Let the actors of an environment see how far they see, and their lamps how dark it is."""
        item = self.environments[e]
        state = self.state[e, : len(item.actors)]
        sight, light = (CLEAR, DAYLIGHT) if item.look is None else item.look(self.time[e], state)
        since = self.control_ns * 1e-9 if self.time_ns[e] else 0.0
        state[:, c.LAMPS] = lamps_later(state[:, c.LAMPS], sight, light, since)
        state[:, c.SIGHT], state[:, c.LIGHT] = sight, light

    def _make_room(self, actors: int, cars: int) -> None:
        """Have rows for so many actors, of which the last car is so many rows from the first."""
        for name in ("model", "body", "state", "command", "memory", "hint"):
            setattr(self, name, _widened(getattr(self, name), actors))
        for name in ("design", "car"):
            setattr(self, name, _widened(getattr(self, name), cars))

    def _group(self) -> dict[str, list[Group]]:
        """The rows of all environments by kernel."""
        if self._groups is None:
            self._groups = {
                kind: grouped([getattr(item, kind) for item in self.environments])
                for kind in ("triggers", "behaviours", "drivers")
            }
        return self._groups


def _run(jobs: tuple[Job, ...], begin: int, end: int) -> None:
    for kernel, *arguments in jobs:
        kernel(begin, end, *arguments)


def _perceived(jobs: tuple[Job, ...]) -> Perception:
    return Perception(*(job[-1] for job in jobs))


_ARRAYS = tuple(name for name in State._fields if name != "told")
_WIDTHS = (COLUMNS, 2, STRIP, 5)


def _widened(array: NDArray, rows: int) -> NDArray:
    """The array (E, N, …) with at least so many rows in each environment."""
    if array.shape[1] >= rows:
        return array
    wider = np.zeros((array.shape[0], rows, *array.shape[2:]), array.dtype)
    wider[:, : array.shape[1]] = array
    return wider
