"""Flakes and drops in beams: which ray meets which, when, and how much of it they take.

A particle counts by itself where its echo alone could be found: its share of the beam's area, (D /
w)², at its distance; one counts wholly whose middle lies in the beam, so that the mean is right.
Those are the particles of ``media.particles``, the camera's too, each where it is when the ray is
sent. What they hide of a beam is told apart from what the air takes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import Atmosphere
from ...simcore.classes import class_id
from ...simcore.media.medium import Medium
from ...simcore.media.particles import Population, Recipe
from ...simcore.threads import in_bands
from .aim import KNOTS, Way
from .beaming import aimed_at, level_with, met_in_air, picked
from .parcels import (
    FINEST,
    LEVELS,
    ROUND,
    TURN,
    UP,
    WEAKEST,
    Beams,
    farthest,
    parcels,
    ranked,
)  # fmt: skip
from .pattern import Pattern
from .receiver import Receiver

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

BLOCKS = 8
"""Parts of the parcels: threads share them, and caches hold them."""


class Struck(NamedTuple):
    """Of P particles in beams. ray (P,) i4; distance (P,) f4 [m]; power (P,) f4: before the air
    takes its part, in units of the threshold; label (P,) u1; cell (P, 3) i4 and number (P,) i4:
    which one of its medium; medium (P,) u1: its place in the atmosphere's media."""

    ray: NDArray[np.int32]
    distance: F4
    power: F4
    label: NDArray[np.uint8]
    cell: NDArray[np.int32]
    number: NDArray[np.int32]
    medium: NDArray[np.uint8]


def finest(distance: Array, receiver: Receiver, lidar_ratio: float) -> Array:
    """(…,) diameter [m] above which a particle counts by itself at a distance [m]."""
    far = np.maximum(np.asarray(distance, np.float64), 1e-3)
    shown = np.maximum(receiver.overlap_at(far), 1e-6)
    share = WEAKEST * receiver.least * far**2 / (_whiteness(lidar_ratio) * shown)
    return np.maximum(receiver.width_at(far) * np.sqrt(share), FINEST)


def hidden(medium: Medium, far: Array, receiver: Receiver) -> Array:
    """(N,) optical depth, one way to distances (N,) [m], of the particles that count by
    themselves."""
    population = medium.population
    assert population is not None
    shadow = population.shadow(finest(far, receiver, medium.lidar_ratio))
    steps = 0.5 * (shadow[1:] + shadow[:-1]) * np.diff(far)
    return np.concatenate([[0.0], np.cumsum(steps)])


def falling(
    air: Atmosphere, pattern: Pattern, receiver: Receiver, way: Way, distance: F4, passing: F4,
    begin: float, end: float, threads: int = 1,
) -> Struck:  # fmt: skip
    """The particles in the beams of a sweep from a time to another [s], before what the rays meet
    at distance (R,) [m]; passing (R,) f4: share of the beams that they let through, which this
    multiplies, there and back."""
    parts = []
    for place, (_, medium) in enumerate(air.media):
        if medium.population is None:
            continue
        hunt = Hunt(medium, air, pattern, receiver, way, distance, begin, end)
        for struck, through in hunt.blocks(place, threads):
            parts.append(struck)
            passing *= through
    if not parts:
        nothing = [np.zeros(0, t) for t in ("i4", "f4", "f4", "u1", "i4", "u1")]
        nothing.insert(4, np.zeros((0, 3), np.int32))
        return Struck._make(nothing)
    return Struck(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


class Hunt:
    """The search for a medium's particles in the beams of a sweep; see ``falling``."""

    def __init__(
        self, medium: Medium, air: Atmosphere, pattern: Pattern, receiver: Receiver, way: Way,
        distance: F4, begin: float, end: float,
    ):  # fmt: skip
        population = medium.population
        assert population is not None
        first, last = (population.displacement(t, air.wind) for t in (begin, end))
        tall = pattern.table.elevation
        low, high = float(np.sin(tall.min())) - 0.02, float(np.sin(tall.max())) + 0.02
        level = low + (np.arange(LEVELS) + 0.5) * (high - low) / LEVELS
        self.nearest = abs(np.sin(tall)[None, :] - level[:, None]).argmin(1).astype(np.int32)
        self.sine = np.sin(tall).astype(np.float32)[self.nearest]
        self.beams = Beams(*(np.float32(x) for x in (
            pattern.view, pattern.start, pattern.columns, low, LEVELS / (high - low),
            0.5 * receiver.divergence, receiver.aperture, receiver.least, receiver.nearest,
            max(receiver.overlap, receiver.nearest + 1e-6), TURN / pattern.view,
            np.linalg.norm(last - first + way.start - way.centre),
            np.sqrt(WEAKEST * receiver.least / _whiteness(medium.lidar_ratio)),
        )))  # fmt: skip
        self.medium, self.pattern, self.distance = medium, pattern, distance
        self.recipe = population.recipe(medium.key, begin)
        self.span = np.float32(begin), np.float32(end)
        self.white = np.float32(_whiteness(medium.lidar_ratio))
        box, reach, slack = _box(population, medium, air, receiver, way, first, last)
        shift = [(x - way.centre).astype(np.float32) for x in (first, last)]
        self.moved = np.concatenate([shift[0], shift[1] - shift[0]])
        room = int(np.prod(box[1] - box[0] + 1))
        looked = (
            np.empty((room, 3), np.int32), np.empty(room, np.float32), np.empty(room, np.float32),
            np.empty((room, 3), np.float32), np.empty((room, 12), np.float32),
        )  # fmt: skip
        count = parcels(
            box, self.recipe, self.beams, *map(np.float32, (reach, slack, low, high)),
            _sight(pattern, distance, low, high), *shift, _seen_from(way), *looked,
        )  # fmt: skip
        made: list[Any] = [x[:count] for x in looked]
        self.cells, self.limit, self.guess, self.going, self.pose = made

    def blocks(self, place: int, threads: int) -> list[tuple[Struck, F4]]:
        """What each of BLOCKS parts of the parcels has in beams, and what that lets through of
        these; place: of the medium. Threads share the parts, which are the same for any number."""
        cuts = [len(self.cells) * k // BLOCKS for k in range(BLOCKS + 1)]
        found: list[Any] = [None] * BLOCKS

        def band(first: int, last: int) -> None:
            for k in range(first, last):
                found[k] = self._block(slice(cuts[k], cuts[k + 1]), place)

        in_bands(band, BLOCKS, threads)
        return found

    def _block(self, part: slice, place: int) -> tuple[Struck, F4]:
        pattern, cells, guess = self.pattern, self.cells[part], self.guess[part]
        start, number, rank = _ranked(cells, self.limit[part], self.recipe)
        seen = np.empty((4, len(rank)), np.float32)
        level_with(
            cells, start, number, rank, self.recipe, self.beams, self.sine, guess, self.pose[part],
            self.moved, *self.span, seen,
        )  # fmt: skip
        row, which = (np.empty(len(rank) + 1, np.int32) for _ in range(2))
        many = picked(start, seen[3], row, which)
        ray, away, share = (np.empty(many, t) for t in (np.int32, np.float32, np.float32))
        place_then = np.empty((3, many), np.float32)
        azimuth, after = pattern.table.azimuth, pattern.table.after / pattern.seconds
        aimed_at(
            many, row, which, *seen, rank, guess, self.going[part].reshape(-1), self.recipe,
            self.beams, azimuth.astype(np.float32), after.astype(np.float32), self.nearest,
            pattern.direction.reshape(-1), pattern.beams, ray, away, share, place_then,
        )  # fmt: skip
        room, tall = 2 * many + 1024, np.sort(pattern.table.elevation)
        step = float(np.diff(tall).min()) if len(tall) > 1 else TURN
        while True:
            passing = np.ones(len(self.distance), np.float32)
            found = tuple(np.empty(room, t) for t in ("i4", "f4", "f4", "i4", "i4"))
            count = met_in_air(
                many, row, which, number, ray, away, share, place_then, self.beams,
                pattern.direction, pattern.beams, np.float32(pattern.step),
                np.float32(max(step, 1e-4)), self.distance, self.white, *found, passing,
            )  # fmt: skip
            if count >= 0:
                break
            room *= 4
        struck = [x[:count] for x in found]
        label = np.full(count, class_id(self.medium.label), np.uint8)
        struck[3:4] = [label, cells[struck[3]]]
        struck.append(np.full(count, place, np.uint8))
        return Struck._make(struck), passing


def _sight(pattern: Pattern, distance: F4, low: float, high: float) -> F4:
    """(ROUND, UP) how far one sees at most in directions, and in those beside them [m]."""
    most = np.zeros(ROUND * UP, np.float32)
    farthest(_bins(pattern, low, high), distance, most)
    table: F4 = most.reshape(ROUND, UP)
    for axis in (0, 1):
        least, last = np.roll(table, 1, axis), np.roll(table, -1, axis)
        if axis == 1:
            least[:, 0], last[:, -1] = table[:, 0], table[:, -1]
        table = np.maximum(table, np.maximum(least, last))
    return table


@lru_cache(maxsize=16)
def _bins(pattern: Pattern, low: float, high: float) -> NDArray[np.int32]:
    """(R,) the direction that each ray is counted to."""
    column = np.floor(pattern.azimuth % TURN * (ROUND / TURN)).astype(np.int64) % ROUND
    sine = np.tile(np.sin(pattern.table.elevation), pattern.columns)
    row = np.clip(((sine - low) / (high - low) * UP).astype(np.int64), 0, UP - 1)
    return (column * UP + row).astype(np.int32)


def _ranked(
    cells: NDArray[np.int32], last: F4, recipe: Recipe
) -> tuple[NDArray[np.int32], NDArray[np.int32], F4]:
    """The particles of parcels (N, 3) up to ranks (N,), see ``ranked``."""
    expected = float(last.sum())
    room = int(expected + 8.0 * np.sqrt(expected)) + 16
    first = np.empty(len(cells) + 1, np.int32)
    while True:
        number, rank = np.empty(room, np.int32), np.empty(room, np.float32)
        count = ranked(cells, last, recipe, first, number, rank)
        if count >= 0:
            return first, number[:count], rank[:count]
        room *= 2


def _whiteness(lidar_ratio: float) -> float:
    """Reflectance of a white disc that sends as much straight back as a particle that takes twice
    its shadow."""
    return TURN / lidar_ratio


def _seen_from(way: Way) -> F4:
    """(KNOTS, 12) from the axes of the way into the scanner's."""
    rows = way.knots.reshape(-1, 3, 4)
    turn = np.swapaxes(rows[:, :, :3], 1, 2)
    shift = -np.einsum("nij,nj->ni", turn, rows[:, :, 3])
    return np.ascontiguousarray(np.concatenate([turn, shift[:, :, None]], 2).reshape(KNOTS, 12))


def _box(
    population: Population, medium: Medium, air: Atmosphere, receiver: Receiver, way: Way,
    first: Array, last: Array,
) -> tuple[NDArray[np.int32], float, float]:  # fmt: skip
    """(2, 3) least and greatest parcel in which some particle may count, how far away that is [m],
    and by how much the parcels move against the scanner, either way [m]."""
    far = np.linspace(0.5, 60.0, 239)
    wide = finest(far, receiver, medium.lidar_ratio) < population.widest
    reach = float(far[wide].max()) + 0.25 if wide.any() else 0.0
    here = 0.5 * (way.start + way.centre)
    slack = 0.5 * float(np.linalg.norm(way.start - way.centre) + np.linalg.norm(last - first))
    middle = here - 0.5 * (first + last)
    low, high = np.floor(middle - reach - slack), np.floor(middle + reach + slack)
    ground = min(air.level, here[2] - 2.0) - 2.0
    low[2] = max(low[2], np.floor(ground - 0.5 * (first + last)[2]))
    return np.array([low, high], np.int32), reach, slack
