"""When sensors measure, and what their clocks say: closed forms of the number of a reading.

A free-running sensor measures when its own clock shows k/rate + offset, so that a clock that runs
fast moves the true instants too: T_k = (k/rate + offset)/(1 + drift). A triggered one measures
``delay`` after every reading of its trigger, or after as many as its rate asks for, spread evenly:
nuScenes' cameras take 12 pictures in 20 sweeps. ``jitter`` is the standard deviation of a normal
deviate that is added to T_k. The stamp of an instant t is t (1 + drift) + offset of the clock, and
a normal deviate of the clock's own jitter.

Deviates come from a key and the number k alone, so that no reading hangs on another. They are cut
at ``CUT`` standard deviations, and ``most_jitter`` is what leaves readings in their order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from ..simcore.keys import fold, philox

SECOND = 1_000_000_000
CUT = 4.5
"""Normal deviates beyond are cut: 7 of a million."""
FINE = 1_000_000
"""Rates are compared as fractions with denominators up to this."""


def circle(settings: Mapping[str, Any], name: str) -> list[str]:
    """The sensors that trigger each other in a circle which begins at one; empty where none do."""
    chain = [name]
    while (trigger := settings[chain[-1]].trigger) is not None and trigger in settings:
        if trigger == name:
            return chain
        if trigger in chain:
            return []
        chain.append(trigger)
    return []


def least_gap(
    settings: Mapping[str, Any], name: str, rates: Mapping[str, float], steps: int = 1
) -> float:
    """The shortest time [s] that can lie between readings of a sensor that are so many apart; below
    0 where its jitter could swap them. rates: of all sensors [Hz]; there is no circle of triggers.
    """
    swing = 2.0 * CUT * _plain(settings[name].jitter)
    return _unmoved_gap(settings, name, rates, steps) - swing


def most_jitter(settings: Mapping[str, Any], name: str, rates: Mapping[str, float]) -> float:
    """The largest standard deviation [s] with which a sensor's readings keep their order."""
    return max(0.0, _unmoved_gap(settings, name, rates, 1) / (2.0 * CUT))


def _unmoved_gap(
    settings: Mapping[str, Any], name: str, rates: Mapping[str, float], steps: int
) -> float:
    trigger = settings[name].trigger
    if trigger is None:
        return steps / rates[name]
    return least_gap(settings, trigger, rates, int(steps * _ratio(rates[trigger], rates[name])))


def _plain(value: Any) -> float:
    """A setting that is the same in every draw, authored or drawn."""
    return float(getattr(value, "value", value))


@cache
def _ratio(trigger: float, own: float) -> Fraction:
    return Fraction(trigger / own).limit_denominator(FINE)


class Schedule:
    """The instants of all sensors of a rig.

    settings: drawn, by name, those of triggers included; key: of the draw, 0 where no sensor has
    jitter. Raises ``ValueError`` for a trigger that is not among them.
    """

    def __init__(self, settings: Mapping[str, Any], key: int = 0):
        self.settings, self.key = settings, key
        self._keys = {
            name: (fold(key, "instants", name), fold(key, "stamps", name)) for name in settings
        }
        for name, item in settings.items():
            if item.trigger is not None and item.trigger not in settings:
                raise ValueError(
                    f"sensor '{name}' is triggered by '{item.trigger}', which is not in the rig"
                )

    def time(self, name: str, index: int) -> int:
        """The true instant of a reading [ns], never before 0."""
        return max(0, round(self._instant(name, index)))

    def stamp(self, name: str, index: int, t_ns: int) -> int:
        """What the clock of a sensor says at a true time [ns], as it stamps a reading."""
        clock = self.settings[name].clock
        told = t_ns + t_ns * clock.drift + clock.offset * SECOND
        if clock.jitter:
            told += clock.jitter * SECOND * deviate(self._keys[name][1], index)
        return round(told)

    def due(self, name: str, after_ns: int, until_ns: int) -> Sequence[tuple[int, int]]:
        """Index and time of the readings of a sensor in (after_ns, until_ns]."""
        index = self._first(name, after_ns)
        found: list[tuple[int, int]] = []
        while (time := self.time(name, index)) <= until_ns:
            found.append((index, time))
            index += 1
        return found

    def longest_ns(self, name: str, steps: int = 1) -> float:
        """Readings that are so many apart are no further apart than this [ns]."""
        item = self.settings[name]
        swing = 2.0 * CUT * item.jitter * SECOND
        if item.trigger is None:
            return steps * SECOND / item.rate / (1.0 + item.clock.drift) + swing
        ratio = _ratio(self.settings[item.trigger].rate, item.rate)
        return self.longest_ns(item.trigger, math.ceil(steps * ratio)) + swing

    def _instant(self, name: str, index: int) -> float:
        item = self.settings[name]
        if item.trigger is None:
            instant = (index / item.rate + item.offset) * SECOND / (1.0 + item.clock.drift)
        else:
            ratio = _ratio(self.settings[item.trigger].rate, item.rate)
            after = index * ratio.numerator // ratio.denominator
            instant = self._instant(item.trigger, after) + item.delay * SECOND
        if item.jitter:
            instant += item.jitter * SECOND * deviate(self._keys[name][0], index)
        return instant

    def _first(self, name: str, after_ns: int) -> int:
        """The number of the first reading after a time: readings are in order."""
        if self.time(name, 0) > after_ns:
            return 0
        low = max(0, int((after_ns - self.time(name, 0)) * 1e-9 * self.settings[name].rate) - 1)
        while low > 0 and self.time(name, low) > after_ns:
            low = max(0, low - 2)
        return next(k for k in _from(low) if self.time(name, k) > after_ns)


def _from(index: int) -> Iterator[int]:
    while True:
        yield index
        index += 1


def deviate(key: int, index: int) -> float:
    """The normal deviate of a number, by Box and Muller (1958), cut at ``CUT``."""
    a, b, c, d = philox(key, index)
    first, second = ((a << 21 | b >> 11) + 1) * 2.0**-53, (c << 21 | d >> 11) * 2.0**-53
    value = math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)
    return min(max(value, -CUT), CUT)
