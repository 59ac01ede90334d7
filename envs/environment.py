"""Any scenario as a Gymnasium environment.

::

    import gymnasium as gym
    import whiteout

    env = gym.make("whiteout/ChildChasesBall-v0", sensors={"front": {"width": 84, "height": 84}})
    observation, info = env.reset(seed=1)
    observation, reward, terminated, truncated, info = env.step([0.0, -0.2])
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray

from ..scenarios.draw import Scenario, draw
from ..scenarios.episode import Episode
from ..scenarios.language.load import load
from ..sensors.frame import Frame
from ..sensors.overlay import known, overlaid
from ..sensors.reading import Truth
from ..sensors.seen import SHOWN
from ..sensors.sensor import Demand
from .plan import plan
from .spaces import ACTION, Part, observation_space, observe, parts
from .window import Window, problem

Observation = dict[str, NDArray]


class ScenarioEnv(gym.Env[Observation, NDArray[np.float32]]):
    """One scenario, drawn anew at each reset.

    scenario: a name of the library or the path of a YAML file; overrides: texts "path=value" or a
    mapping from dotted paths; sensors: settings to change, by sensor, None for one not to look at;
    observation: names of entries (see ``spaces.parts``); overlays: what ``render`` draws over the
    picture (see ``sensors.overlay``); threads: share the rows of pictures. Where names or texts may
    be several, a single one may stand by itself.

    ``reset(seed=S)`` begins episode 0 of S, each further ``reset()`` the next one;
    ``options={"index": i}`` picks one of S, ``{"scenario": s}`` a drawn scenario.
    """

    metadata = {"render_modes": ["rgb_array", "human"], "render_fps": 10}  # noqa: RUF012

    def __init__(
        self,
        scenario: str | Path,
        overrides: str | Sequence[str] | Mapping[str, Any] = (),
        sensors: Mapping[str, Mapping[str, Any] | None] | None = None,
        observation: str | Sequence[str] | None = None,
        render_mode: str | None = None,
        overlays: str | Sequence[str] = (),
        threads: int = 1,
    ):
        if render_mode not in (None, "rgb_array", "human"):
            raise ValueError(f"render_mode '{render_mode}': there are rgb_array and human")
        if render_mode == "human" and (reason := problem()):
            raise RuntimeError(reason)
        if not isinstance(threads, int) or threads < 1:
            raise ValueError(f"threads {threads!r}: a whole number from 1 on")
        changes = _changes(sensors)
        self.source = load(scenario, _overrides(overrides, changes))
        self._unchanged = load(scenario, _overrides(overrides, {}))
        self.render_mode, self.threads = render_mode, threads
        self.overlays = known(_listed(overlays))
        left_out = {name for name, settings in changes.items() if settings is None}
        if left_out - set(self.source.sensors):
            raise ValueError(
                f"sensors {sorted(left_out - set(self.source.sensors))}: there are "
                f"{', '.join(self.source.sensors)}"
            )
        looking = {k: v for k, v in self.source.sensors.items() if k not in left_out}
        self._entries = parts(None if observation is None else _listed(observation), looking)
        self._space = observation_space(self._entries, looking)
        space: gym.Space = self._space
        self.observation_space = space
        self.action_space = ACTION
        rate = round(self.source.rates.control.value)  # type: ignore[attr-defined]
        # Where no window can be had, checkers that try out all modes need not try that one.
        modes = ["rgb_array"] if problem() else ["rgb_array", "human"]
        self.metadata = {**self.metadata, "render_modes": modes, "render_fps": rate}
        self._seed: int | None = None
        self._index = -1
        self._frame: Frame | None = None
        self._latest: dict[str, Frame] = {}
        self._window: Window | None = None

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin an episode; see the class for which one."""
        super().reset(seed=seed)
        scenario = self._next(seed, options or {})
        self._latest.clear()
        self.episode = Episode(scenario, _demands(self._entries), threads=self.threads)
        return self._shown(self.episode.reset())

    def step(
        self, action: NDArray[np.float32]
    ) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """One control step under steering and acceleration in [-1, 1]."""
        self._begun("step()")
        frame = self.episode.step(action)
        observation, info = self._shown(frame)
        return observation, frame.reward, frame.terminated, frame.truncated, info

    @property
    def frame(self) -> Frame | None:
        """The last frame, with all that observation and info are made of; None before a reset."""
        return self._frame

    def driver_action(self) -> NDArray[np.float32]:
        """What the scenario's own driver would do now: an expert to imitate or to beat."""
        self._begun("driver_action()")
        return self.episode.driver_action

    def get_ground_truth(self) -> dict[str, Truth]:
        """The truth of this instant for each sensor of the scenario, with all its channels but
        flow, which needs the next instant."""
        self._begun("get_ground_truth()")
        return {name: pair[1] for name, pair in self.episode.look().items()}

    def render(self) -> NDArray[np.uint8] | None:  # type: ignore[override]
        """The first camera's picture (H, W, 3) at the size that the scenario gives it; where it has
        no camera, the surroundings from above."""
        if self.render_mode is None:
            gym.logger.warn("render() needs render_mode='rgb_array' or 'human' when made")
            return None
        self._begun("render()")
        picture = self._picture()
        if self.render_mode == "rgb_array":
            return picture
        self._window = self._window or Window(self.source.name, self.metadata["render_fps"])
        self._window.show(picture)
        return None

    def _picture(self) -> NDArray[np.uint8]:
        name = _first_camera(self._unchanged)
        if name is None:
            return plan(self.episode)
        scenario = self.episode.scenario
        drawn = draw(self._unchanged, scenario.seed, scenario.index).sensors[name]
        demand = Demand(None if self.overlays else SHOWN, bool(self.overlays))
        reading, truth = self.episode.look({name: drawn}, demand)[name]
        return overlaid(reading, truth, self.overlays)

    def close(self) -> None:
        """Close the window, if there is one. May be called twice."""
        if self._window is not None:
            self._window.close()
            self._window = None

    def _next(self, seed: int | None, options: dict[str, Any]) -> Scenario:
        known = {"index", "scenario"}
        if set(options) - known:
            raise ValueError(f"options {sorted(set(options) - known)}: there are {sorted(known)}")
        if seed is not None or self._seed is None:
            self._seed = int(self.np_random.integers(2**31)) if seed is None else seed
            self._index = -1
        if "scenario" in options:
            return self._fitting(options["scenario"])
        self._index = int(options.get("index", self._index + 1))
        return draw(self.source, self._seed, self._index)

    def _fitting(self, scenario: Any) -> Scenario:
        """A drawn scenario, if what its sensors give lies in the observation space."""
        if not isinstance(scenario, Scenario):
            raise TypeError(
                f"options['scenario']: expected a drawn scenario, as whiteout.draw(…) gives it, "
                f"got {type(scenario).__name__}"
            )
        wanted = {part.sensor for part in self._entries if part.sensor is not None}
        if wanted - set(scenario.sensors) or (
            observation_space(self._entries, scenario.sensors) != self.observation_space
        ):
            raise ValueError(
                "options['scenario']: its sensors give other observations than this environment's; "
                "make one for it with the same `sensors`"
            )
        return scenario

    def _begun(self, call: str) -> None:
        if self._frame is None:
            raise RuntimeError(f"call reset() before {call}")

    def _shown(self, frame: Frame) -> tuple[Observation, dict[str, Any]]:
        self._frame = frame
        lanes = self.episode.setting.layout.lanes
        heading = float(lanes.route.axis(frame.ego.s).heading)
        yaw = float(np.arctan2(frame.ego.T_world_ego[1, 0], frame.ego.T_world_ego[0, 0]))
        error = (yaw - heading + np.pi) % (2 * np.pi) - np.pi
        to_goal = self.episode.task.goal - frame.ego.s
        self._latest.update({name: frame for name, new in frame.readings.items() if new})
        seen = observe(
            frame, self._entries, self._space, self._latest, self.episode.world, to_goal, error,
            lanes.speed_limit,
        )  # fmt: skip
        if self.render_mode == "human":
            self.render()
        return seen, information(frame)


def information(frame: Frame) -> dict[str, Any]:
    """What ``info`` holds at every step: plain numbers under fixed keys."""
    return {
        "cost": frame.cost,
        "is_success": frame.outcome == "arrived",
        "collision": frame.outcome == "collision",
        "off_road": frame.outcome == "off_road",
        "impact_m_s": frame.impact,
        "delta_v_m_s": frame.delta_v,
        "ttc_s": frame.criticality.ttc_s,
        "thw_s": frame.criticality.thw_s,
        "drac_m_s2": frame.criticality.drac_m_s2,
        "btn": frame.criticality.btn,
        "rss_margin_m": frame.criticality.rss_margin_m,
        "reward_terms": {name: float(value) for name, value in frame.reward_terms.items()},
        "s_m": frame.ego.s,
        "t_m": frame.ego.t,
        "speed_m_s": frame.ego.speed,
        "step": frame.step,
        "seed": int(frame.origin["seed"]),
        "index": int(frame.origin["index"]),
    }


def _listed(names: str | Sequence[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _changes(sensors: Any) -> Mapping[str, Mapping[str, Any] | None]:
    """What is changed of sensors, if it is such."""
    given = {} if sensors is None else sensors
    if not isinstance(given, Mapping) or not all(
        item is None or isinstance(item, Mapping) for item in given.values()
    ):
        raise TypeError(
            "sensors: expected settings by sensor, as {'front': {'width': 84}}, "
            f"got {sensors!r}"
        )
    return given


def _overrides(
    overrides: str | Sequence[str] | Mapping[str, Any],
    sensors: Mapping[str, Mapping[str, Any] | None],
) -> list[str] | dict[str, Any]:
    """The scenario's overrides and those of its sensors, joined."""
    changes = {
        f"sensors.{name}.{key}": value
        for name, settings in sensors.items()
        for key, value in (settings or {}).items()
    }
    if isinstance(overrides, Mapping):
        return {**overrides, **changes}
    return [
        *_listed(overrides),
        *(f"{path}={json.dumps(value)}" for path, value in changes.items()),
    ]


def _demands(entries: tuple[Part, ...]) -> dict[str, Demand]:
    """What the rig must deliver for these entries."""
    wanted: dict[str, list[str]] = {}
    for part in entries:
        if part.sensor is not None:
            wanted.setdefault(part.sensor, []).append(part.channel)
    return {name: Demand(tuple(channels), objects=False) for name, channels in wanted.items()}


def _first_camera(source: Any) -> str | None:
    eyes = [
        (settings.kind != "camera", name)
        for name, settings in source.sensors.items()
        if not set(SHOWN).isdisjoint(getattr(settings, "channels", ()))
    ]
    if eyes:  # those of light first
        return min(eyes, key=lambda eye: eye[0])[1]
    return None
