"""Distributions as inverse CDFs: each turns one number u in [0, 1) into one value.

Parameters are SI values. Special functions are scipy's (the ones beneath ``scipy.stats``, which
itself takes a third of a second to import); the elementary ones are closed forms. Every
distribution is frozen, checks its parameters when it is made, raising ``ValueError`` with a
sentence, and says its ``support``, which of its ``ends`` are the author's own words, and how much
of it lies ``within`` an interval.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic, TypeVar

from .distribution import Bounded, Distribution, Tailed

Value = TypeVar("Value")
_LEAST = 2.0**-54  # half the distance between two u: the tail of u = 0 is not infinitely long
_BELOW_ONE = 1.0 - 2.0**-53
_MOST_EVENTS = 1e6


@dataclass(frozen=True)
class Uniform(Bounded):
    """Any value from low to high, equally likely."""

    low: float
    high: float

    def __post_init__(self):
        _ascending(self.low, self.high)

    def at(self, u: float) -> float:
        return min(self.low + u * (self.high - self.low), self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class UniformCount(Bounded):
    """Any whole number from low to high, both included, equally likely."""

    low: int
    high: int

    def __post_init__(self):
        _ascending(self.low, self.high)

    def at(self, u: float) -> int:
        return min(self.low + math.floor(u * (self.high - self.low + 1)), self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class LogUniform(Bounded):
    """From low to high, each factor equally likely: as often between 1 and 2 as between 2 and 4."""

    low: float
    high: float

    def __post_init__(self):
        _ascending(self.low, self.high)
        _positive(low=self.low)

    def at(self, u: float) -> float:
        span = math.log(self.high) - math.log(self.low)
        return min(max(self.low * math.exp(u * span), self.low), self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class Choice(Bounded, Generic[Value]):
    """One of several values, by weight, in the order of the file."""

    values: tuple[Value, ...]
    weights: tuple[float, ...]

    def __post_init__(self):
        _weights(self.weights)

    def at(self, u: float) -> Value:
        return self.values[_pick(self.weights, u)[0]]

    @property
    def support(self) -> tuple[Any, Any]:
        drawn = [v for v, w in zip(self.values, self.weights, strict=True) if w > 0]
        return min(drawn), max(drawn)  # type: ignore[type-var]


@dataclass(frozen=True)
class Normal(Tailed):
    """The bell curve; it has no bounds."""

    mean: float
    sd: float

    def __post_init__(self):
        _positive(sd=self.sd)

    def at(self, u: float) -> float:
        from scipy.special import ndtri

        return float(self.mean + self.sd * ndtri(max(u, _LEAST)))

    def below(self, value: float) -> float:
        return _normal_below((value - self.mean) / self.sd)

    @property
    def support(self) -> tuple[float, float]:
        return -math.inf, math.inf


@dataclass(frozen=True)
class TruncatedNormal(Bounded):
    """The part of a bell curve between low and high."""

    mean: float
    sd: float
    low: float
    high: float

    def __post_init__(self):
        _positive(sd=self.sd)
        _ascending(self.low, self.high)

    def at(self, u: float) -> float:
        a, b = (self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd
        # The left tail keeps its digits, the right one is its mirror image.
        z = -_normal_between(1.0 - u, -b, -a) if a > 0 else _normal_between(u, a, b)
        return min(max(self.mean + self.sd * z, self.low), self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class LogNormal(Tailed):
    """The logarithm is normal: half of the values lie below the median; never negative."""

    median: float
    sigma: float

    def __post_init__(self):
        _positive(median=self.median, sigma=self.sigma)

    def at(self, u: float) -> float:
        from scipy.special import ndtri

        return self.median * math.exp(self.sigma * ndtri(max(u, _LEAST)))

    def below(self, value: float) -> float:
        if value <= 0.0:
            return 0.0
        return _normal_below((math.log(value) - math.log(self.median)) / self.sigma)

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf


@dataclass(frozen=True)
class Beta(Bounded):
    """From low to high, mean at a/(a + b); a = b = 1 is uniform."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self):
        _positive(a=self.a, b=self.b)
        _ascending(self.low, self.high)

    def at(self, u: float) -> float:
        from scipy.special import betaincinv

        share = float(betaincinv(self.a, self.b, max(u, _LEAST)))
        return min(self.low + (self.high - self.low) * share, self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class Triangular(Bounded):
    """From low to high, most often near the mode."""

    low: float
    mode: float
    high: float

    def __post_init__(self):
        _ascending(self.low, self.high)
        if not self.low <= self.mode <= self.high:
            raise ValueError("the mode must lie between low and high")

    def at(self, u: float) -> float:
        width, rise = self.high - self.low, self.mode - self.low
        if u * width < rise:
            return self.low + math.sqrt(u * width * rise)
        return self.high - math.sqrt((1.0 - u) * width * (self.high - self.mode))

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class Exponential(Tailed):
    """Waiting times of events that come at random; never negative."""

    mean: float

    def __post_init__(self):
        _positive(mean=self.mean)

    def at(self, u: float) -> float:
        return -self.mean * math.log1p(-u)

    def below(self, value: float) -> float:
        return -math.expm1(-max(value, 0.0) / self.mean)

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf


@dataclass(frozen=True)
class Poisson(Tailed):
    """The number of events that come at random, ``mean`` on average."""

    mean: float

    def __post_init__(self):
        _positive(mean=self.mean)
        if self.mean > _MOST_EVENTS:
            raise ValueError(f"the mean must be at most {_MOST_EVENTS:g}")

    def at(self, u: float) -> int:
        from scipy.special import pdtr, pdtrik

        guess = math.ceil(pdtrik(max(u, _LEAST), self.mean))
        return guess - 1 if guess > 0 and pdtr(guess - 1, self.mean) >= u else guess

    def below(self, value: float) -> float:
        from scipy.special import pdtr

        if value == math.inf:
            return 1.0
        return float(pdtr(math.ceil(value) - 1, self.mean)) if value > 0.0 else 0.0

    def within(self, low: float, high: float) -> float:
        return self.below(high + 1.0) - self.below(low)

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf


@dataclass(frozen=True)
class Weibull(Tailed):
    """Wind speeds, lifetimes; shape 1 is exponential, 2 is Rayleigh; never negative."""

    shape: float
    scale: float

    def __post_init__(self):
        _positive(shape=self.shape, scale=self.scale)

    def at(self, u: float) -> float:
        return self.scale * (-math.log1p(-u)) ** (1.0 / self.shape)

    def below(self, value: float) -> float:
        try:
            return -math.expm1(-((max(value, 0.0) / self.scale) ** self.shape))
        except OverflowError:
            return 1.0

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf


@dataclass(frozen=True)
class Mixture:
    """Several distributions by weight. The one u picks the part, its rest goes on to the part."""

    weights: tuple[float, ...]
    parts: tuple[Distribution, ...]

    def __post_init__(self):
        _weights(self.weights)

    def at(self, u: float) -> Any:
        place, rest = _pick(self.weights, u)
        return self.parts[place].at(rest)

    @property
    def support(self) -> tuple[float, float]:
        ends = [p.support for p, w in zip(self.parts, self.weights, strict=True) if w > 0]
        return min(low for low, _ in ends), max(high for _, high in ends)

    @property
    def ends(self) -> tuple[Any, ...]:
        drawn = zip(self.parts, self.weights, strict=True)
        return tuple(end for part, weight in drawn if weight > 0 for end in part.ends)

    def within(self, low: float, high: float) -> float:
        shares = [part.within(low, high) for part in self.parts]
        weighted = math.fsum(w * share for w, share in zip(self.weights, shares, strict=True))
        return weighted / math.fsum(self.weights)


def _pick(weights: Sequence[float], u: float) -> tuple[int, float]:
    """The place of the weight that u falls on, and how far into it, again in [0, 1)."""
    ends = list(accumulate(weights))
    target = u * ends[-1]
    place = min(bisect_right(ends, target), len(ends) - 1)
    while weights[place] == 0:  # only rounding at the very end leads onto an empty place
        place -= 1
    before = ends[place - 1] if place else 0.0
    return place, min(max((target - before) / weights[place], 0.0), _BELOW_ONE)


def _normal_below(z: float) -> float:
    """The share of a standard normal below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _normal_between(u: float, a: float, b: float) -> float:
    """The standard normal between a and b at u, exact far out in the left tail."""
    from numpy import logaddexp
    from scipy.special import log_ndtr, ndtri_exp

    if u <= 0.0:
        return a
    if u >= 1.0:
        return b
    tail = logaddexp(math.log1p(-u) + log_ndtr(a), math.log(u) + log_ndtr(b))
    return float(ndtri_exp(tail))


def _positive(**parameters: float) -> None:
    for name, value in parameters.items():
        if not value > 0:
            raise ValueError(f"{name} must be greater than 0")


def _ascending(low: float, high: float) -> None:
    if not low < high:
        raise ValueError("the first bound must be lower than the second")
    if not math.isfinite(high - low):
        raise ValueError("the bounds lie too far apart")


def _weights(weights: Sequence[float]) -> None:
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    if not 0 < math.fsum(weights) < math.inf:
        raise ValueError("the weights must have a sum greater than 0")
