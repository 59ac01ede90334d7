"""The world over an interval of time: what sensors look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .atmosphere import Atmosphere
from .bodies import Bodies, Cast, between, bodies_at
from .lamps import Lamp
from .media.spray import LEAST_FILM, Plume, plume
from .physics.driving import columns as c
from .place import Place
from .pose import pose
from .rays.world import Rays
from .render.stage import Stage
from .scene import Scene
from .surface import Surface

Array = NDArray[np.float64]


class Fixed(Protocol):
    """What stays the same during an episode; meshes are made when first asked for."""

    @property
    def scene(self) -> Scene:
        """What does not move."""

    @property
    def cast(self) -> Cast:
        """The figures of what does."""

    @property
    def stage(self) -> Stage:
        """The packed meshes of both."""

    @property
    def rays(self) -> Rays:
        """The trees by which rays find what they hit of it."""

    @property
    def changing(self) -> bool:
        """Whether the weather differs by time or place."""

    @property
    def atmosphere(self) -> Atmosphere:
        """Sun, sky and weather at the beginning."""

    def atmosphere_at(self, time: float, level: float | None = None) -> Atmosphere:
        """Sun, sky and weather at a time [s], over ground at a level [m]."""

    @property
    def place(self) -> Place:
        """Where on the Earth the world's origin lies, and when time 0 is."""

    def key(self, *parts: int | str) -> int:
        """A 64-bit key for noise, the same for the same draw."""

    @property
    def ego_box(self) -> tuple[float, float, float]:
        """Length and width of the ego's body and how far its middle is ahead of its origin [m]."""

    @property
    def boxes(self) -> Mapping[int, tuple[float, float, float, float]]:
        """Length, width and height of the vehicles that move, the ego aside, and how far their
        middle is ahead of their origin [m], by row."""

    def lamps(self, bodies: Bodies, seconds: float = 0.0) -> tuple[Lamp, ...]:
        """The light sources that are on; those that flash in the mean of so long around."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One environment from t0_ns to t1_ns; ``at`` interpolates.

    state0, state1 (A, STATE): the actors' rows at the ends of the interval, the ego's first; clear:
    whether its air is shown without what falls or floats in it; rims0, rims1 (4,): speeds of the
    rims of the ego's wheels [m/s], front left and right, rear left and right, NaN if not known.
    """

    fixed: Fixed
    surface: Surface
    t0_ns: int
    t1_ns: int
    state0: Array
    state1: Array
    _made: dict[int, Bodies] = field(default_factory=dict, repr=False)
    clear: bool = False
    rims0: Array = field(default_factory=lambda: np.full(4, np.nan), repr=False)
    rims1: Array = field(default_factory=lambda: np.full(4, np.nan), repr=False)

    @property
    def scene(self) -> Scene:
        """What does not move."""
        return self.fixed.scene

    @cached_property
    def atmosphere(self) -> Atmosphere:
        """Sun, sky and weather at the end of the interval, around the ego."""
        air, plumes = self.fixed.atmosphere, self._plumes()
        if self.fixed.changing:
            level = round(float(self.state1[0, c.Z]) * 10.0) / 10.0
            air = self.fixed.atmosphere_at(self.t1_ns * 1e-9, level)
        if self.clear:
            return air.cleared
        return replace(air, plumes=plumes) if plumes else air

    @cached_property
    def cleared(self) -> Snapshot:
        """The same world without its weather: clear air over bare, dry ground. Bodies, lamps and
        clouds are as they were."""
        return replace(self, surface=self.surface.cleared, clear=True)

    def _plumes(self) -> tuple[Plume, ...]:
        """Spray behind vehicles that drive through water, the ego's own aside."""
        film = self.surface.lying.film
        if film <= LEAST_FILM:
            return ()
        found = []
        for row, size in self.fixed.boxes.items():
            state = self.state1[row]
            yaw, back = float(state[c.YAW]), size[3] - 0.5 * size[0]
            place = state[c.X : c.Z + 1] + back * np.array([np.cos(yaw), np.sin(yaw), 0.0])
            found.append(plume(place, yaw, float(state[c.SPEED]), size[:3], film))
        return tuple(item for item in found if item is not None)

    def at(self, t_ns: int) -> Bodies:
        """The bodies at a time of the interval. Raises ``ValueError`` outside of it."""
        if t_ns not in self._made:
            state = self.state_at(t_ns)
            self._made[t_ns] = bodies_at(self.fixed.cast, state, t_ns * 1e-9)
        return self._made[t_ns]

    def state_at(self, t_ns: int) -> Array:
        """(A, STATE) rows at a time of the interval. Raises ``ValueError`` outside of it."""
        if not self.t0_ns <= t_ns <= self.t1_ns:
            raise ValueError(f"{t_ns} ns lies outside of {self.t0_ns} to {self.t1_ns} ns")
        if t_ns == self.t1_ns:  # the end itself, bit for bit
            return self.state1
        share = (t_ns - self.t0_ns) / (self.t1_ns - self.t0_ns)
        return between(self.state0, self.state1, share)

    def ego(self, t_ns: int) -> Array:
        """(4, 4) T_world_ego at a time of the interval."""
        return _pose_of(self.state_at(t_ns)[0])

    def state_near(self, t_ns: int) -> Array:
        """(A, STATE) rows at a time that may lie a little outside of the interval, where everything
        moves on as it does: exposures begin before a reading's time and end after it."""
        if self.t0_ns <= t_ns <= self.t1_ns:
            return self.state_at(t_ns)
        if self.t1_ns > self.t0_ns:
            share = (t_ns - self.t0_ns) / (self.t1_ns - self.t0_ns)
            return between(self.state0, self.state1, share)
        state, seconds = self.state1.copy(), (t_ns - self.t1_ns) * 1e-9
        state[:, c.X : c.Z + 1] += state[:, c.VX : c.VZ + 1] * seconds
        state[:, c.YAW] += state[:, c.YAW_RATE] * seconds
        return state

    def near(self, t_ns: int) -> Bodies:
        """The bodies at a time that may lie a little outside of the interval."""
        if t_ns not in self._made:
            state = self.state_near(t_ns)
            self._made[t_ns] = bodies_at(self.fixed.cast, state, t_ns * 1e-9)
        return self._made[t_ns]

    def ego_near(self, t_ns: int) -> Array:
        """(4, 4) T_world_ego at a time that may lie a little outside of the interval."""
        return _pose_of(self.state_near(t_ns)[0])

    def ego_way(self, start_ns: int, end_ns: int, count: int) -> Array:
        """(count, 4, 4) T_world_ego at even times from one to another, which may lie a little
        outside of the interval."""
        first, last = self.state_near(start_ns)[0], self.state_near(end_ns)[0]
        rows = first + np.linspace(0.0, 1.0, count)[:, None] * (last - first)
        return _pose_of(rows)

    def rims(self, t_ns: int) -> Array:
        """(4,) speeds of the rims of the ego's wheels [m/s] at a time that may lie a little outside
        of the interval: what they turn by, whether or not they slip."""
        if self.t1_ns <= self.t0_ns:
            return self.rims1
        share = min(max((t_ns - self.t0_ns) / (self.t1_ns - self.t0_ns), 0.0), 1.0)
        return self.rims0 + share * (self.rims1 - self.rims0)

    def lamps(self, t_ns: int, seconds: float = 0.0) -> tuple[Lamp, ...]:
        """The light sources that are on; those that flash in the mean of an exposure around it."""
        return self.fixed.lamps(self.at(t_ns), seconds)


def _pose_of(rows: Array) -> Array:
    """(…, 4, 4) poses of actors by their rows (…, STATE)."""
    place, roll, pitch, yaw = (
        rows[..., columns] for columns in (slice(c.X, c.Z + 1), c.ROLL, c.PITCH, c.YAW)
    )
    return pose(place, roll=roll, pitch=pitch, yaw=yaw)
