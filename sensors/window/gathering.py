"""How drops and snow on a pane come about in time: a state that goes on in ticks.

A tick is 50 ms of the episode's clock, whatever the camera's rate: the state at a time depends on
what the pane went through, not on which readings were taken. What lands in a tick belongs to the
key of that tick.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.keys import generator
from . import drops as d
from .pane import Pane
from .snow import GLASS, LATENT, SPARSE, drip, holds, settle, stays
from .weather import GRAVITY, Exposed, Stream, drying, melting
from .wiper import Sweep, swept

F4 = NDArray[np.float32]

TICK_NS = 50_000_000
TICK = TICK_NS * 1e-9
MOST = 96
"""Drops or flakes that land in a tick; where there were more, each stands for several."""
SMALLEST = 0.3
"""Drops below this diameter are counted in those above [mm]."""
COLLAPSES = 0.7
"""Width of a flake on the pane by that in the air (ours)."""
BEAD = 0.05
"""Water of molten snow from which a drop comes [mm³]."""

WIPED, MELTED, STUCK, BLOWN = 3, 4, 5, 6
TALLY = 7
"""Entries of ``Gathered.tally`` beyond those of ``drops``: water and snow that a wiper took, snow
that has melted, stayed, and been blown off [mg]."""


class Gathered(NamedTuple):
    """What is on a pane after a tick. drops (N, 5): see ``drops``; snow, soaked (R, C): and the
    water that it has melted into, in cells [kg/m²]; tally (TALLY,): what came and went since the
    beginning."""

    tick: int
    drops: F4
    snow: F4
    soaked: F4
    tally: NDArray[np.float64]


def clean(pane: Pane, tick: int) -> Gathered:
    """A pane without anything on it."""
    cells = np.zeros((pane.rows, pane.columns), np.float32)
    return _frozen(
        Gathered(tick, np.zeros((0, d.COLUMNS), np.float32), cells, cells, np.zeros(TALLY))
    )


class Gathering:
    """What gathers on a pane of drawn settings ``Window``."""

    def __init__(self, window: Any, pane: Pane):
        self.window, self.pane = window, pane
        self.sweep = None if window.wiper is None else Sweep.of(window.wiper, pane)
        self.cap = d.cap_volume(window.contact_angle)
        self._section = d.cap_section(window.contact_angle)
        self._rows = np.zeros((d.MOST, d.COLUMNS), np.float32)

    def after(self, state: Gathered, ticks: int, around: Exposed, key: int) -> Gathered:
        """The state so many ticks later, in weather that stays as it is. key: 64-bit stream of what
        lands."""
        if ticks <= 0:
            return state
        count, rows = len(state.drops), self._rows
        rows[:count] = state.drops
        snow, soaked, tally = state.snow.copy(), state.soaked.copy(), state.tally.copy()
        forces = self._forces(around)
        for tick in range(state.tick + 1, state.tick + ticks + 1):
            chance = generator(key, tick)
            landing = [self._rain(s, chance) for s in around.streams if not s.frozen]
            for stream in around.streams:
                if stream.frozen:
                    self._snow(stream, chance, snow, tally)
            if snow.any() or soaked.any():
                landing.append(self._melted(around, chance, snow, soaked, tally))
                self._blown(around, chance, snow, tally)
            arriving = np.concatenate([np.zeros((0, d.COLUMNS), np.float32), *landing])
            passed = np.zeros(3, np.float32)
            count = d.step(arriving, count, forces, rows, passed)
            tally[:3] += passed
            if self.sweep is not None:
                band = self.sweep.between((tick - 1) * TICK, tick * TICK)
                tally[WIPED] += swept(band, self.sweep.leaves, rows[:count], snow, self.pane)
        return _frozen(Gathered(state.tick + ticks, rows[:count].copy(), snow, soaked, tally))

    def _forces(self, around: Exposed) -> d.Forces:
        x, y = around.along
        push = 0.5 * 1.2 * d.DRAG * self._section * float(np.hypot(x, y)) * 1e-6
        dries = drying(around, self.window.heater) * 1e3
        return d.Forces(*(np.float32(value) for value in (
            TICK, GRAVITY * 1e-6 * self.pane.pull, 2e-3 * d.TENSION * self.window.hysteresis,
            push * x, push * y, self.cap, dries, self.pane.half_x, self.pane.half_y,
        )))  # fmt: skip

    def _rain(self, stream: Stream, chance: np.random.Generator) -> F4:
        """(K, 5) drops of a tick: exponential in the diameter, or all of one size."""
        whole = stream.mass * self.pane.area * TICK * 1e6  # mg
        s, least = stream.slope, SMALLEST
        mean = 1.0
        if s > 0.0:  # of D³ over exponential diameters above the least
            mean = least**3 + 3 * least**2 / s + 6 * least / s**2 + 6 / s**3
        single = np.pi / 6.0 * (mean if s > 0.0 else least**3)
        number = whole / single
        count = int(chance.poisson(min(number, MOST)))
        u = chance.random((count, 4))
        volume = np.full(count, single)
        if s > 0.0:
            volume = np.pi / 6.0 * (least - np.log1p(-u[:, 2]) / s) ** 3
        volume *= max(number / MOST, 1.0)
        found = np.zeros((count, d.COLUMNS), np.float32)
        found[:, d.X] = (2.0 * u[:, 0] - 1.0) * self.pane.half_x
        found[:, d.Y] = (2.0 * u[:, 1] - 1.0) * self.pane.half_y
        found[:, d.VOLUME] = volume
        found[:, d.GRIP] = 0.7 + 0.6 * u[:, 3]
        return found

    def _snow(
        self, stream: Stream, chance: np.random.Generator, snow: F4, tally: NDArray[np.float64]
    ) -> None:
        """Let the flakes of a tick land; they are exponential in their melted diameter."""
        whole, s = stream.mass * self.pane.area * TICK * 1e6, stream.slope
        single = np.pi / s**3 if s > 0.0 else np.pi / 6.0 * stream.scale**3
        number = whole / single
        count = int(chance.poisson(min(number, MOST)))
        u = chance.random((count, 4))
        melted = -np.log1p(-u[:, 2]) / s if s > 0.0 else np.full(count, stream.scale)
        wide = stream.scale * melted**stream.power if s > 0.0 else melted
        cell = self.pane.cell
        flakes = np.empty((count, 5), np.float32)
        flakes[:, 0] = u[:, 0] * self.pane.columns
        flakes[:, 1] = u[:, 1] * self.pane.rows
        flakes[:, 2] = np.pi / 6.0 * melted**3 * max(number / MOST, 1.0)
        flakes[:, 3] = np.minimum(COLLAPSES * 0.5 * wide / cell, 0.25 * self.pane.columns)
        flakes[:, 4] = u[:, 3]
        stay = stays(stream.sticky, stream.speed)
        limits = np.float32(GLASS * stay), np.float32(stay), np.float32(cell)
        stuck = np.zeros(1, np.float32)
        settle(flakes, *limits, snow, stuck)
        tally[STUCK] += stuck[0]

    def _melted(
        self, around: Exposed, chance: np.random.Generator, snow: F4, soaked: F4,
        tally: NDArray[np.float64],
    ) -> F4:  # fmt: skip
        """Melt snow for a tick; (K, 5) the drops that come of it."""
        rate = melting(around, self.window.heater, LATENT)
        if rate <= 0.0:
            return np.zeros((0, d.COLUMNS), np.float32)
        rate /= max(float((snow > 0.0).mean()), SPARSE)
        lost = np.minimum(snow, np.float32(rate * TICK))
        snow -= lost
        soaked += lost
        pane = self.pane
        tally[MELTED] += float(lost.sum(dtype=np.float64)) * pane.cell**2
        found = np.zeros((MOST, d.COLUMNS), np.float32)
        half = np.array([pane.half_x, pane.half_y], np.float32)
        places = chance.random(snow.shape, np.float32)
        count = drip(places, np.float32(BEAD), np.float32(pane.cell), half, soaked, found)
        return found[:count]

    def _blown(
        self, around: Exposed, chance: np.random.Generator, snow: F4, tally: NDArray[np.float64]
    ) -> None:
        """Let the air take cells of snow along, as much the more often as it is too fast."""
        sticky = max((s.sticky for s in around.streams if s.frozen), default=1.0)
        excess = (float(np.hypot(*around.along)) / holds(sticky)) ** 2 - 1.0
        if excess <= 0.0:
            return
        gone = (chance.random(snow.shape) < -np.expm1(-excess * TICK)) & (snow > 0.0)
        tally[BLOWN] += float(snow[gone].sum(dtype=np.float64)) * self.pane.cell**2
        snow[gone] = 0.0


def _frozen(state: Gathered) -> Gathered:
    for array in state[1:]:
        array.flags.writeable = False
    return state
