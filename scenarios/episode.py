"""An episode: a drawn scenario that runs, step by step, and can be saved and restored.

::

    for frame in run(draw("child-chases-ball", seed=1)):
        ...

An environment holds an ``Episode`` and gives it an agent's actions; ``run`` gives it those of the
scenario's own driver. The frames of both are the same for the same actions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..sensors.frame import Criticality, Frame
from ..sensors.plugins import SENSORS
from ..sensors.reading import Reading, Truth
from ..sensors.sensor import Demand, Rig, Sensor
from ..sensors.twins import twins_named
from ..simcore.physics.driving import columns as c
from ..simcore.physics.driving import world as driving
from ..simcore.physics.driving.criticality import LIGHT
from ..simcore.snapshot import Snapshot
from ..simcore.surface import Surface
from .draw import Scenario
from .ground import climate_of
from .plugins import TASKS
from .setting import Setting, wheels
from .told import ego_state, rims, surroundings

Array = NDArray[np.float64]


class State(NamedTuple):
    """All that changes in an episode: what ``Episode.save`` returns and ``restore`` takes."""

    step: int
    world: driving.State
    surface: Surface
    task: Any
    ended: bool
    sensors: Mapping[str, Any]


class Before(NamedTuple):
    """The world before a step: rows of state, speeds of the ego's rims [m/s], time."""

    state: Array
    rims: Array
    t_ns: int


class Episode:
    """One run of a scenario.

    demands: what is wanted of each sensor, by name; None for all that the scenario names, {} for
    no sensors at all. sensors: settings that replace the scenario's, by name. threads: share the
    rows of pictures. twins: kinds of twins that its frames hold beside readings
    (``sensors.twins``); ``ValueError`` for one that is unknown.
    """

    def __init__(
        self,
        scenario: Scenario,
        demands: Mapping[str, Demand] | None = None,
        sensors: Mapping[str, Any] | None = None,
        threads: int = 1,
        twins: Iterable[str] = (),
    ):
        self.scenario = scenario
        self.twins = twins_named(twins)
        self.setting = Setting(scenario)
        settings = scenario.sensors if sensors is None else sensors
        self.rig = Rig(settings, demands, threads, scenario.key("sensors"))
        self.task = TASKS.load(scenario.task.kind).Task(scenario.task, self.setting)
        self.limit = round(scenario.duration * scenario.rates.control)
        self.threads = threads
        self._shots: dict[int, Snapshot] = {}
        self._sensed: tuple[int, int, Mapping[str, Any]] | None = None
        self._lookers: dict[tuple[str, Demand | None], Sensor] = {}

    def reset(self, sense: bool = True) -> Frame:
        """Begin: the frame at time 0; ``sense`` as in ``step``."""
        self.world = self.setting.world()
        self.surface = self.setting.surface
        self.step_number = 0
        self.task.reset()
        self.rig.reset()
        self.ended = False
        self._shots.clear()
        before = Before(self.world.state[0].copy(), rims(self.world), 0)
        return self._frame(None, before, (), (0.0, 0.0), sense)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The actors whose start has not come."""
        started = self.world.state[0, :, c.STARTED]
        pairs = zip(self.setting.names, started, strict=True)
        return tuple(name for name, time in pairs if time == np.inf)

    @property
    def driver_action(self) -> NDArray[np.float32]:
        """(2,) what the scenario's driver would do now: steering and acceleration in [-1, 1]."""
        accel, steer = self.world.wanted()[0]
        body = self.world.body[0, 0]
        most = body[c.MAX_ACCEL] if accel > 0 else body[c.MAX_BRAKE]
        action = np.array([steer / body[c.MAX_STEER], accel / most])
        return np.clip(action, -1.0, 1.0).astype(np.float32)

    def step(self, action: ArrayLike, sense: bool = True) -> Frame:
        """One control step under an action (2,): steering and acceleration in [-1, 1].

        Steering 1 turns the front wheels fully to the left; acceleration 1 is full throttle, -1
        full braking. Without ``sense`` the readings that fall due are not taken, and the step costs
        physics alone, and a glance of each camera that chooses its exposure by what it sees. Raises
        ``RuntimeError`` once the episode has ended, ``ValueError`` for an action that is not two
        finite numbers.
        """
        if self.ended:
            raise RuntimeError("the episode has ended; call reset() to begin another")
        asked = np.asarray(action, np.float32)
        if asked.shape != (2,) or not np.isfinite(asked).all():
            raise ValueError(
                f"action {asked.tolist()}: two finite numbers, steering and acceleration"
            )
        given = np.clip(asked, -1.0, 1.0)
        time = int(self.world.time_ns[0])
        was = Before(self.world.state[0].copy(), rims(self.world), time)
        before = was.state
        contact = self.world.step(self._command(given)[None])[0]
        self.surface = self._driven(before)
        self.world.lay(0, self.surface)
        self.step_number += 1
        harm = float(contact[c.CLOSING]), float(np.hypot(contact[c.DELTA_X], contact[c.DELTA_Y]))
        events = (*self._events(contact), *self._switched(before))
        return self._frame(given, was, events, harm, sense)

    def complete_at(self, frame: Frame) -> int:
        """When the truth of all of a frame's readings can be completed [ns]."""
        times = [
            self.rig.time(name, frame.readings[name][-1].index + 1)
            for name in self._flowing()
            if frame.readings[name]
        ]
        return max(times, default=frame.t_ns)

    def complete(self, frame: Frame) -> Frame:
        """The frame with those channels of truth that need the sensor's next reading: flow.

        The next reading is the one that falls due next, whether it is taken or not. Readings after
        which none falls due within the steps made so far stay without.
        """
        truth = dict(frame.truth)
        for name, sensor in self._flowing().items():
            done: list[Truth] = []
            for reading, item in zip(frame.readings[name], frame.truth[name], strict=True):
                time = self.rig.time(name, reading.index + 1)
                after = next((s for s in self._shots.values() if s.t1_ns >= time), None)
                if after is not None:
                    flow = sensor.flow(self._shots[frame.step], reading.t_ns, after, time)
                    item = replace(item, channels={**item.channels, **flow})
                done.append(item)
            truth[name] = tuple(done)
        return replace(frame, truth=truth)

    @property
    def shot(self) -> Snapshot:
        """The world over the last step. Raises ``RuntimeError`` where none was made since
        ``restore``."""
        if self.step_number not in self._shots:
            raise RuntimeError("no step was made: call reset() or step() first")
        return self._shots[self.step_number]

    def twin(self, kind: str) -> dict[str, tuple[Reading, ...]]:
        """Twins of the last step's readings, by sensor: "clean", "weather" or "sensor".

        Nothing that is to come depends on whether they were made. Raises ``ValueError`` for an
        unknown kind, ``RuntimeError`` where no step was made since ``restore``.
        """
        (name,) = twins_named((kind,))
        if self._sensed is None:
            raise RuntimeError("no readings to have twins of: call reset() or step() first")
        return self.rig.twins((name,), self._shots[self.step_number], *self._sensed)[name]

    def look(
        self, sensors: Mapping[str, Any] | None = None, demand: Demand | None = None
    ) -> dict[str, tuple[Reading, Truth]]:
        """Readings of this instant and their truth, besides those that are due.

        sensors: drawn or authored-constant settings by name, by default the scenario's own.
        """
        settings = self.scenario.sensors if sensors is None else sensors
        shot = self._shots[self.step_number]
        found = {}
        for name, item in settings.items():
            key = (name, demand)
            if key not in self._lookers:
                wanted = demand or Demand()
                model = SENSORS.load(item.kind)
                self._lookers[key] = model.build(name, item, wanted, self.threads)
            looker, own = self._lookers[key], self.rig.sensors.get(name)
            looker.restore(None if own is None else own.save())
            found[name] = looker.sense(shot, shot.t1_ns, self.step_number)
        return found

    def save(self) -> State:
        """All that changes; ``restore`` goes back to it, bit for bit."""
        world = self.world.save()
        task, sensors = self.task.save(), self.rig.save()
        return State(self.step_number, world, self.surface, task, self.ended, sensors)

    def restore(self, saved: State) -> None:
        """Go back to a saved state of this scenario."""
        if not hasattr(self, "world"):
            self.reset()
        self.world.restore(saved.world)
        self.step_number, self.surface, self.ended = saved.step, saved.surface, saved.ended
        self.world.lay(0, self.surface)
        self.task.restore(saved.task)
        self.rig.restore(saved.sensors)
        self._shots.clear()
        self._sensed = None

    def _command(self, action: NDArray[np.float32]) -> Array:
        body = self.world.body[0, 0]
        steer, accel = float(action[0]), float(action[1])
        most = body[c.MAX_ACCEL] if accel > 0 else body[c.MAX_BRAKE]
        return np.array([accel * most, steer * body[c.MAX_STEER]])

    def _frame(
        self,
        action: NDArray[np.float32] | None,
        before: Before,
        events: tuple[str, ...],
        harm: tuple[float, float],
        sense: bool,
    ) -> Frame:
        now, t1_ns = self.world.state[0].copy(), int(self.world.time_ns[0])
        t0_ns = before.t_ns
        shot = Snapshot(
            *(self.setting, self.surface, t0_ns, t1_ns, before.state, now),
            rims0=before.rims,
            rims1=rims(self.world),
        )
        self._remember(shot)
        after = -1 if action is None else t0_ns
        self._sensed = after, t1_ns if sense else after, self.rig.save()
        readings, truth = self.rig.sense(shot, *self._sensed[:2])
        twins = self.rig.twins(self.twins, shot, *self._sensed) if self.twins else {}
        if not sense:
            self.rig.follow(shot, after, t1_ns)
        verdict = self.task.judge(self.world, events)
        self.ended = verdict.terminated or self.step_number >= self.limit
        truncated = self.ended and not verdict.terminated
        measures = self.world.criticality()
        return Frame(
            step=self.step_number,
            t_ns=t1_ns,
            ego=ego_state(self.world, shot.ego(t1_ns)),
            surroundings=surroundings(self.world, self.setting),
            criticality=Criticality(*map(float, measures[0])),
            readings=readings,
            truth=truth,
            action=action,
            reward=float(sum(verdict.reward_terms.values())),
            reward_terms=verdict.reward_terms,
            cost=verdict.cost,
            terminated=verdict.terminated,
            truncated=truncated,
            events=events,
            impact=harm[0],
            outcome="time_out" if truncated else verdict.outcome,
            task=self.task.text,
            faults=(),
            origin={"seed": self.scenario.seed, "index": self.scenario.index},
            delta_v=harm[1],
            twins=twins,
        )

    def _flowing(self) -> dict[str, Sensor]:
        return {k: v for k, v in self.rig.sensors.items() if "flow" in v.channels}

    def _remember(self, shot: Snapshot) -> None:
        """Keep a snapshot for as long as flow may be asked for from it or to it."""
        longest = max(map(self.rig.schedule.longest_ns, self._flowing()), default=0.0)
        oldest = shot.t1_ns - longest - self.world.control_ns
        self._shots = {k: v for k, v in self._shots.items() if v.t1_ns >= oldest}
        self._shots[self.step_number] = shot

    def _driven(self, before: Array) -> Surface:
        """The ground after this step: weathered, its snow packed and its water pushed aside."""
        now = float(self.world.time[0])
        climate = climate_of(self.setting.atmosphere_at(now)) if self.setting.changing else None
        surface = self.surface.later(now, climate)
        if not (surface.snowy or surface.watery):
            return surface
        passes = []
        strips = self.setting.layout.strips
        for actor, model in enumerate(self.world.model[0]):
            now = self.world.state[0, actor]
            if model not in (c.VEHICLE, c.CAR) or abs(now[c.SPEED]) < 0.05 or now[c.CHART] < 0:
                continue
            strip = next(s for s in strips if s.chart == int(now[c.CHART]))
            body = self.world.body[0, actor]
            s0, t0 = strip.line.project(wheels(body, before[actor]))
            s1, t1 = strip.line.project(wheels(body, now))
            width = 0.4 * body[c.WHEEL_RADIUS] + 0.08
            chart = np.full(4, now[c.CHART])
            passes.append(np.stack([chart, s0, t0, s1, t1, np.full(4, width)], 1))
        return surface.driven(np.concatenate(passes)) if passes else surface

    def _switched(self, before: Array) -> tuple[str, ...]:
        """Lamps of vehicles that have come on or gone out since state (A, STATE)."""
        was, now = before[:, c.LAMPS] > 0.0, self.world.state[0, :, c.LAMPS] > 0.0
        names = self.setting.names
        changed = [row for row in np.flatnonzero(was != now) if row in self.setting.automatic]
        return tuple(f"lamps_{'on' if now[row] else 'off'}:{names[row]}" for row in changed)

    def _events(self, contact: Array) -> tuple[str, ...]:
        what = int(contact[0])
        if what < 0:
            return ()
        names = self.setting.names
        if what >= len(names):
            return ("collision", "collision:obstacle")
        if self.world.body[0, what, c.MASS] < LIGHT:
            return (f"touch:{names[what]}",)
        return ("collision", f"collision:{names[what]}")


def run(
    scenario: Scenario,
    episode: Episode | None = None,
    sensed: Callable[[int], bool] = lambda step: True,
) -> Iterator[Frame]:
    """The frames of an episode under the scenario's own driver, each complete with its flow.

    sensed: which steps' readings are taken; the frames of the others come without.
    """
    episode = Episode(scenario) if episode is None else episode
    frame = episode.reset(sensed(0))
    waiting = deque([frame])
    while not frame.ended:
        frame = episode.step(episode.driver_action, sensed(frame.step + 1))
        waiting.append(frame)
        while len(waiting) > 1 and episode.complete_at(waiting[0]) <= frame.t_ns:
            yield episode.complete(waiting.popleft())
    for frame in waiting:
        yield episode.complete(frame)
