"""The pane of a camera in an episode: what is on it at a time, and what that does to a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.physics.driving import columns as c
from ...simcore.pose import Array
from ...simcore.render.lens import Pinhole
from ...simcore.render.projection import Projection
from ...simcore.snapshot import Snapshot
from ..imaging.meter import Glimpse
from .gathering import TICK, TICK_NS, Gathered, Gathering, clean
from .pane import Pane
from .through import Through
from .weather import exposed
from .wiper import swept

F4 = NDArray[np.float32]


class Screen:
    """A pane before a camera. window: drawn settings; memory: what is on it, None before the first
    reading; T_ego_mount (4, 4): the camera's FLU body."""

    def __init__(
        self, name: str, window: Any, lens: Any, pixel_size: float, projection: Projection,
        T_ego_mount: Array, threads: int,
    ):  # fmt: skip
        self.name, self.window, self.T_ego_mount = name, window, T_ego_mount
        pitch = -float(np.arcsin(np.clip(T_ego_mount[2, 0], -1.0, 1.0)))
        self.pane = Pane.of(window, projection, lens.f_number, pixel_size, pitch)
        self.gathering = Gathering(window, self.pane)
        self._focal = projection.fx, projection.fy
        self._through = Through(self.pane, projection, window.contact_angle, threads)
        self.memory: Gathered | None = None

    def follow(self, shot: Snapshot, t_ns: int) -> None:
        """Let the time pass until ``t_ns``; times that have passed change nothing."""
        tick, memory = t_ns // TICK_NS, self.memory
        if memory is None or memory.snow.shape != (self.pane.rows, self.pane.columns):
            memory = clean(self.pane, tick - self._dirty(shot, t_ns))
        if tick <= memory.tick:
            self.memory = memory
            return
        velocity = shot.state_at(t_ns)[0, c.VX : c.VZ + 1]
        T = shot.ego(t_ns) @ self.T_ego_mount
        air, kind = shot.atmosphere, self.window.behind
        around = exposed(air, T, velocity, t_ns * 1e-9, self.pane, kind)
        key = shot.fixed.key("sensors", self.name, "window")
        self.memory = self.gathering.after(memory, tick - memory.tick, around, key)

    def lay(self, image: F4, shot: Snapshot, t_ns: int) -> None:
        """Send the light (3, N) of a picture through the pane, in place."""
        R = (shot.ego(t_ns) @ self.T_ego_mount)[:3, :3]
        self._through.lay(image, *self._now(shot, t_ns), shot, R)

    def before(self, lens: Pinhole) -> Glimpse:
        """The pane as a pinhole in the camera's place looks through it."""
        pane = self.pane._replace(
            scale_x=self.pane.scale_x * (self._focal[0] / lens.fx),
            scale_y=self.pane.scale_y * (self._focal[1] / lens.fy),
        )
        p = Projection("pinhole", lens.width, lens.height, lens.fx, lens.fy, lens.cx, lens.cy)
        through = Through(pane, p, self.window.contact_angle, 1)

        def lay(image: F4, shot: Snapshot, t_ns: int) -> None:
            R = (shot.ego(t_ns) @ self.T_ego_mount)[:3, :3]
            through.lay(image, *self._now(shot, t_ns), shot, R)

        return lay

    def straight(self, shot: Snapshot, t_ns: int) -> F4:
        """(H, W) share of the light of each pixel that comes straight through."""
        return self._through.straight(*self._now(shot, t_ns))

    def _dirty(self, shot: Snapshot, t_ns: int) -> int:
        """For how many ticks it has gathered what falls when it is looked at first."""
        air = shot.atmosphere
        since = max(air.rained, air.stormed) + t_ns * 1e-9
        return int(min(self.window.cleaned, since) / TICK)

    def _now(self, shot: Snapshot, t_ns: int) -> tuple[Gathered, float | None]:
        """What is on it at a time, and where the blade is."""
        self.follow(shot, t_ns)
        state, sweep = self.memory, self.gathering.sweep
        assert state is not None
        if sweep is None:
            return state, None
        band = sweep.between(state.tick * TICK, t_ns * 1e-9)
        if band is not None:
            drops, snow = state.drops.copy(), state.snow.copy()
            swept(band, sweep.leaves, drops, snow, self.pane)
            state = state._replace(drops=drops, snow=snow)
        return state, sweep.at(t_ns * 1e-9)
