"""How thick the air is on the way to each point: alike everywhere, in layers, or in banks.

Each has a kernel of its own, chosen once for a picture; all leave the optical depth, less what
particles that are drawn hide, in the row ``layout.DISTANCE`` of the points, which nothing asks for
afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import CONTRAST, Atmosphere
from ...kernel import device, kernel
from ...kernels.memory import get, put, take
from ...media import layers
from ...media.banks import COLUMNS, ROWS, turned
from ...media.layers import ENTRIES, TOP
from . import layout as at
from .layout import BLOCK, LANE_COUNT
from .split import ENTRIES as DRAWN
from .split import Split

F4 = NDArray[np.float32]

HAZE_DEPTH = 400.0
"""How high haze beyond the usual one reaches [m]."""

CLEAREST = -np.log(CONTRAST) / 40e3
"""Extinction [1/m] of air whose haze is part of the sky's own model; more than that dims the sky,
as what falls does."""

LONGEST = 12.0
"""Optical depths of a way that a survey of banks covers at most."""

_TOP, _LAST = np.float32(1.0 / TOP), np.float32(ENTRIES - 1)
_COLUMNS, _ROWS = np.int32(COLUMNS), np.int32(ROWS)
_PER_TURN, _FAR = np.float32(COLUMNS / 4), np.float32(ROWS - 1)


WHOLE = Split(1.0, np.zeros(DRAWN, np.float32), ())
"""Of which no particle is told apart: the medium is all there is."""


class Banked(NamedTuple):
    """Where banks are seen from. x, y, height: of the eye [m], height over the ground; reach: of
    the survey [m]; ceiling: how high the banks reach above the eye [m]."""

    x: np.float32
    y: np.float32
    height: np.float32
    reach: np.float32
    ceiling: np.float32


@dataclass(frozen=True, eq=False)
class Way:
    """The air as one eye looks through it.

    extinction: σ [1/m] around the eye; floating: of it, what is beyond the usual haze; level:
    height of the ground [m]; upward: optical depth straight up of what lies evenly over the ground,
    and of what lies in banks; plain, heaped (ENTRIES,): ``layers.means`` of both, None for air that
    is the same everywhere, or without banks; survey (COLUMNS · ROWS,), banked: of the banks.
    """

    extinction: np.float32
    floating: np.float32
    level: np.float32
    upward: tuple[np.float32, np.float32]
    plain: F4 | None = None
    heaped: F4 | None = None
    survey: F4 | None = None
    banked: Banked | None = None

    @classmethod
    def of(cls, atmosphere: Atmosphere, eye: NDArray[np.float64]) -> Way:
        """The way from an eye (3,)."""
        media = [medium for _, medium in atmosphere.media]
        height = max(float(eye[2]) - atmosphere.level, 0.0)
        clear = -np.log(CONTRAST) / atmosphere.haze
        haze = max(clear - CLEAREST, 0.0) * HAZE_DEPTH
        level, usual = np.float32(atmosphere.level), min(clear, CLEAREST)
        if layers.even(media):
            up = haze + sum(m.seen * m.depth for m in media)
            total = clear + sum(m.seen for m in media)
            floats = np.float32(total - usual)
            return cls(np.float32(total), floats, level, (np.float32(up), np.float32(0.0)))
        even = [m for m in media if m.banks is None]
        heaps = [m for m in media if m.banks is not None]
        plain = layers.means(even, height) + np.float32(clear)
        up = np.float32(haze + layers.upward(even, height))
        near = clear + float(layers.density(even, np.array([height]))[0])
        if not heaps:
            floats = np.float32(near - usual)
            return cls(np.float32(near), floats, level, (up, np.float32(0.0)), plain)
        carried = atmosphere.wind.displacement(atmosphere.time)[:2]
        thick = float(layers.density(heaps, np.array([0.0]))[0])
        reach = float(np.clip(LONGEST / max(thick, 1e-4), 100.0, 3000.0))
        banks = heaps[0].banks
        assert banks is not None
        survey = banks.survey(eye, carried, reach)
        ceiling = max(m.depth for m in heaps) - height
        here = float(survey[0, 0])
        near += here * float(layers.density(heaps, np.array([height]))[0])
        seen = Banked(
            np.float32(eye[0]), np.float32(eye[1]), np.float32(height), np.float32(reach),
            np.float32(max(ceiling, 0.0)),
        )  # fmt: skip
        floats = np.float32(near - usual)
        return cls(
            np.float32(near), floats, level, (up, np.float32(layers.upward(heaps, height))), plain,
            layers.means(heaps, height), survey.reshape(-1), seen,
        )  # fmt: skip

    def measure(self, first: int, end: int, split: Split, blocks: F4) -> None:
        """Optical depth of the points of blocks [first, end)."""
        drawn = np.float32(split.reach), split.drawn
        if self.plain is None:
            alike(first, end, self.extinction, *drawn, blocks)
        elif self.heaped is None:
            layered(first, end, self.level, self.plain, *drawn, blocks)
        else:
            assert self.survey is not None and self.banked is not None
            in_banks(
                first, end, self.level, self.plain, self.heaped, self.survey, self.banked, *drawn,
                blocks,
            )  # fmt: skip

    @property
    def floating_to(self) -> F4:
        """(ENTRIES,) mean σ [1/m] on the way to a height, for ``mean_to``, of what is beyond the
        usual haze; banks as thick everywhere as around the eye."""
        if self.plain is None:
            return np.full(ENTRIES, self.floating, np.float32)
        found = self.plain - (self.extinction - self.floating)
        if self.heaped is not None and self.survey is not None:
            found = found + self.survey[0] * self.heaped
        return np.maximum(found, np.float32(0.0))

    def depths(self, points: NDArray[np.float64], away: NDArray[np.float64]) -> F4:
        """(N,) optical depth to points (N, 3) in the world at distances (N,) [m], drawn particles
        included."""
        count = -(-len(points) // int(LANE_COUNT))
        blocks = np.zeros((count, int(BLOCK)), np.float32)
        first, lanes = np.arange(len(points)) // int(LANE_COUNT), int(LANE_COUNT)
        lane = np.arange(len(points)) % lanes
        for row, values in zip((at.X, at.Y, at.Z, at.DISTANCE), (*points.T, away), strict=True):
            blocks[first, int(row) + lane] = values
        self.measure(0, count, WHOLE, blocks.reshape(-1))
        found: F4 = blocks[first, int(at.DISTANCE) + lane]
        return found

    def measure_sky(self, first: int, end: int, blocks: F4) -> None:
        """Optical depth to the sky in blocks [first, end)."""
        if self.survey is None or self.banked is None:
            upwards(first, end, self.upward[0], blocks)
        else:
            upwards_in_banks(first, end, *self.upward, self.survey, self.banked, blocks)


@device(narrow=True, inline=True)
def drawn_at(distance, reach, drawn):
    """What drawn particles hide on the way to a distance [m], from ``split.Split``."""
    x = min(max(distance / reach, 0.0), 1.0) * np.float32(DRAWN - 1)
    k = min(np.int32(x), np.int32(DRAWN - 2))
    low = take(drawn, np.uint64(k))
    return low + (take(drawn, np.uint64(k + np.int32(1))) - low) * (x - np.float32(k))


@device(narrow=True, inline=True)
def mean_to(table, height):
    """Mean σ [1/m] on the way from the eye to a height above the ground [m]."""
    x = min(np.sqrt(max(height, 0.0) * _TOP), 1.0) * _LAST
    k = min(np.int32(x), np.int32(ENTRIES - 2))
    low = take(table, np.uint64(k))
    return low + (take(table, np.uint64(k + np.int32(1))) - low) * (x - np.float32(k))


@device(narrow=True, inline=True)
def surveyed_at(survey, reach, x, y, distance):
    """Mean thickness of banks on a level way from the eye in direction (x, y)."""
    turn = turned(x, y) * _PER_TURN
    far = np.sqrt(min(max(distance / reach, 0.0), 1.0)) * _FAR
    i = min(np.int32(turn), np.int32(_COLUMNS - np.int32(1)))
    j = min(np.int32(far), np.int32(_ROWS - np.int32(2)))
    u, v = turn - np.float32(i), far - np.float32(j)
    beside = np.int32(i + np.int32(1))
    beside = np.int32(0) if beside >= _COLUMNS else beside
    a, b = np.uint64(i * _ROWS + j), np.uint64(beside * _ROWS + j)
    one = np.uint64(1)
    low = take(survey, a) + (take(survey, b) - take(survey, a)) * u
    high = take(survey, a + one) + (take(survey, b + one) - take(survey, a + one)) * u
    return low + (high - low) * v


@kernel("i8, i8, f4, f4, f4[:] -> f4[:]", narrow=True)
def alike(first, end, extinction, reach, drawn, blocks_out):
    """In air that is the same everywhere. reach, drawn: see ``split.Split``."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            away = get(blocks_out, i + at.DISTANCE)
            put(blocks_out, i + at.DISTANCE, extinction * away - drawn_at(away, reach, drawn))


@kernel("i8, i8, f4, f4[:], f4, f4[:] -> f4[:]", narrow=True)
def layered(first, end, level, plain, reach, drawn, blocks_out):
    """In air that differs by height. level: of the ground [m]; plain: ``layers.means``."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            away = get(blocks_out, i + at.DISTANCE)
            mean = mean_to(plain, get(blocks_out, i + at.Z) - level)
            put(blocks_out, i + at.DISTANCE, mean * away - drawn_at(away, reach, drawn))


@kernel("i8, i8, f4, f4[:], f4[:], f4[:], banked, f4, f4[:] -> f4[:]", narrow=True, banked=Banked)
def in_banks(first, end, level, plain, heaped, survey, banked, reach, drawn, blocks_out):
    """In air that differs by height, with banks. heaped: ``layers.means`` of these, survey: how
    thick they lie around the eye."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            away = get(blocks_out, i + at.DISTANCE)
            height = get(blocks_out, i + at.Z) - level
            x, y = get(blocks_out, i + at.X) - banked.x, get(blocks_out, i + at.Y) - banked.y
            flat = np.sqrt(x * x + y * y)
            rise = max(height - banked.height, 1e-3)  # banks end above, whatever stands beyond
            within = min(banked.ceiling / rise, 1.0) * flat
            share = surveyed_at(survey, banked.reach, x, y, within)
            mean = mean_to(plain, height) + share * mean_to(heaped, height)
            put(blocks_out, i + at.DISTANCE, mean * away - drawn_at(away, reach, drawn))


@kernel("i8, i8, f4 -> f4[:]", narrow=True)
def upwards(first, end, upward, blocks_out):
    """To the sky. upward: optical depth straight up."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            z = -get(blocks_out, i + at.EZ)
            put(blocks_out, i + at.DISTANCE, upward / (max(z, 0.0) + 0.03))


@kernel("i8, i8, f4, f4, f4[:], banked -> f4[:]", narrow=True, banked=Banked)
def upwards_in_banks(first, end, upward, heaped, survey, banked, blocks_out):
    """To the sky, through banks. upward, heaped: optical depths straight up."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            x, y = -get(blocks_out, i + at.EX), -get(blocks_out, i + at.EY)
            z = max(-get(blocks_out, i + at.EZ), 0.0) + 0.03
            flat = banked.ceiling / z * np.sqrt(x * x + y * y)
            share = surveyed_at(survey, banked.reach, x, y, flat)
            put(blocks_out, i + at.DISTANCE, (upward + heaped * share) / z)
