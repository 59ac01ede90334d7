"""Noise that is a function of its key and of time: any value can be had without those before it.

White noise is one word per place. Gauss-Markov processes and random walks are bridges: their values
at the borders of cells come from words, those within by halving the cell, each middle with the
mean and variance that it has between its neighbours (Lévy's construction of Brownian motion; for
Gauss-Markov Doob's of 1942: mean (a + b) / (2 cosh d), variance tanh d, a distance of d time
constants from both). The same time gives the same value at any rate and in any order.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.rng import pcg3d, unit, unit_open

Array = NDArray[np.float64]

FINEST, SMOOTHEST = 0.25, 1.0 / 64.0
"""A process goes straight between places that are as close together [s], and as close by its time
constant."""
CELLS = 1 << 30
"""Places of a cell; one of a Gauss-Markov process is a time constant long."""
HORIZON = 32
"""Cells after which a Gauss-Markov process has forgotten: exp(-32) is 1e-14."""
WALK_CELL = 64.0
"""Cell of a random walk [s]."""


@device
def normal_at(low, high, stream, place):
    """A normal number for a key (two uint32), a stream and a place (int64)."""
    x, y, _ = pcg3d(
        np.uint32(low) ^ np.uint32(np.uint32(stream) * np.uint32(0x9E3779B1)),
        np.uint32(high) ^ np.uint32(place >> np.int64(32)),
        np.uint32(place & np.int64(0xFFFFFFFF)),
    )
    size = math.sqrt(-2.0 * math.log(np.float64(unit_open(x))))
    return size * math.cos(2.0 * math.pi * np.float64(unit(y)))


@kernel("u4, u4, i8[:], i8[:] -> f8[:]")
def white(low, high, stream, place, normal_out):
    """Normal numbers (N,) of a key's streams (N,) at places (N,)."""
    for n in range(normal_out.shape[0]):
        normal_out[n] = normal_at(low, high, stream[n], place[n])


@device
def border(low, high, stream, cell):
    """A Gauss-Markov process of variance 1 at the beginning of a cell."""
    keep = math.exp(-1.0)
    fresh = math.sqrt(1.0 - keep * keep)
    value = normal_at(low, high, stream, (cell - HORIZON) * CELLS)
    for k in range(cell - HORIZON + 1, cell + 1):
        value = keep * value + fresh * normal_at(low, high, stream, k * CELLS)
    return value


@kernel("u4, u4, i8[:], f8[:], f8[:] -> f8[:]")
def markov(low, high, stream, constant, time, value_out):
    """Gauss-Markov processes of variance 1: streams (N,) of a key, time constants (N,) [s], at
    times (N,) [s]. Neighbours that lie close together cost little."""
    last, cell = np.int64(-1), np.int64(0)
    first, end = np.int64(0), np.int64(0)
    a = b = start = stop = known = 0.0
    for n in range(value_out.shape[0]):
        at = time[n] / constant[n] * CELLS
        place = np.int64(math.floor(at))
        wanted = np.int64(math.floor(at / CELLS))
        other = (stream[n] != last) | (constant[n] != known) | (wanted != cell)
        if other:
            last, known, cell = stream[n], constant[n], wanted
            start = border(low, high, stream[n], cell)
            stop = border(low, high, stream[n], cell + 1)
        if other or place < first or place >= end:
            first, end, a, b = cell * CELLS, (cell + 1) * CELLS, start, stop
            apart = 1.0
            while apart * constant[n] > FINEST or apart > SMOOTHEST:
                apart *= 0.5
                middle = (first + end) // 2
                value = (a + b) / (2.0 * math.cosh(apart))
                value += math.sqrt(math.tanh(apart)) * normal_at(low, high, stream[n], middle)
                if place >= middle:
                    first, a = middle, value
                else:
                    end, b = middle, value
        value_out[n] = a + (b - a) * (at - first) / (end - first)


@kernel("u4, u4, i8[:], f8[:] -> f8[:]")
def walk(low, high, stream, time, value_out):
    """Random walks from 0 at time 0 that grow by a variance of 1 per second: streams (N,) of a
    key at times (N,) [s], at least 0."""
    last, cell = np.int64(-1), np.int64(0)
    first = end = np.int64(0)
    begin = a = b = 0.0
    step = math.sqrt(WALK_CELL)
    for n in range(value_out.shape[0]):
        at = max(time[n], 0.0) / WALK_CELL * CELLS
        place = np.int64(math.floor(at))
        if not ((first <= place) & (place < end) & (stream[n] == last)):
            wanted = np.int64(math.floor(at / CELLS))
            if stream[n] != last or wanted < cell:
                cell, begin = np.int64(0), 0.0
            last = stream[n]
            while cell < wanted:
                cell += 1
                begin += step * normal_at(low, high, stream[n], cell * CELLS)
            a, b = begin, begin + step * normal_at(low, high, stream[n], (cell + 1) * CELLS)
            first, end = cell * CELLS, (cell + 1) * CELLS
            apart = WALK_CELL
            while apart > FINEST:
                apart *= 0.5
                middle = (first + end) // 2
                value = 0.5 * (a + b)
                value += math.sqrt(0.5 * apart) * normal_at(low, high, stream[n], middle)
                if place >= middle:
                    first, a = middle, value
                else:
                    end, b = middle, value
        value_out[n] = a + (b - a) * (at - first) / (end - first)


def words(key: int) -> tuple[int, int]:
    """The two halves of a 64-bit key."""
    return key & 0xFFFFFFFF, (key >> 32) & 0xFFFFFFFF


def normals(key: int, streams: ArrayLike, places: ArrayLike) -> Array:
    """(N,) normal numbers of a key's streams at places, which broadcast against each other."""
    wide = np.broadcast_arrays(np.asarray(streams, np.int64), np.asarray(places, np.int64))
    stream, place = (np.ascontiguousarray(part).reshape(-1) for part in wide)
    found = np.empty(len(stream))
    white(*words(key), stream, place, found)
    return found


def markovs(key: int, streams: ArrayLike, constants: ArrayLike, times: ArrayLike) -> Array:
    """(N,) Gauss-Markov processes of variance 1 of a key's streams, with time constants [s], at
    times [s]; all broadcast against each other."""
    wide = np.broadcast_arrays(
        np.asarray(streams, np.int64), np.asarray(constants, np.float64),
        np.asarray(times, np.float64),
    )  # fmt: skip
    stream, constant, time = (np.ascontiguousarray(part).reshape(-1) for part in wide)
    found = np.empty(len(stream))
    markov(*words(key), stream, constant, time, found)
    return found


def walks(key: int, streams: ArrayLike, times: ArrayLike) -> Array:
    """(N,) random walks of a key's streams at times [s], which broadcast; variance 1 per second."""
    wide = np.broadcast_arrays(np.asarray(streams, np.int64), np.asarray(times, np.float64))
    stream, time = (np.ascontiguousarray(part).reshape(-1) for part in wide)
    found = np.empty(len(stream))
    walk(*words(key), stream, time, found)
    return found
