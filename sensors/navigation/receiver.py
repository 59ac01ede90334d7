"""A GNSS receiver: which satellites it follows, when it has a fix, and how far that is off.

Its error has three parts: what code ranges add each time (noise, multipath, reflections that come
alone), by the geometry of the satellites; a slow part by orbits, clocks and air that no averaging
takes away, a Gauss-Markov process (Beard & McLain, Small Unmanned Aircraft, 2012, 7.5: time
constant 1100 s); and what jammers and spoofers do.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.snapshot import Snapshot
from .keyed import markovs, normals
from .ranging import (
    ECHO,
    LEAVES,
    WAVE,
    Fix,
    carrier_to_noise,
    jammed,
    multipath,
    solve,
    spread,
)
from .satellites import directions
from .sky import Sky, look_up

Array = NDArray[np.float64]

NONE, SINGLE, DIFFERENTIAL, FIXED, FLOAT = 0, 1, 2, 4, 5
"""Kinds of fixes, as the GGA sentence of NMEA 0183 numbers them."""
ALWAYS = -(10**18)
"""The time since which a receiver that is on has followed its satellites [ns]."""
CARRIER = 0.25
"""Most that multipath can shift a carrier's phase [waves]."""


class Locked(NamedTuple):
    """enough, ready: since when enough satellites are in view for a fix, and for fixing carrier
    phases [ns]; None where they are not."""

    enough: int | None = ALWAYS
    ready: int | None = ALWAYS


class Solved(NamedTuple):
    """place, velocity (3,): as the receiver has them, in the world [m, m/s]; covariance (3, 3) of
    the place; code: kind of fix; used: satellites; dilution: PDOP."""

    place: Array
    velocity: Array
    covariance: Array
    code: int
    used: int
    dilution: float


class Followed(NamedTuple):
    """The K signals that are strong enough. toward (K, 3); density (K,): C/N₀ [dB-Hz]; direct (K,):
    whether it comes straight; echo (K,) [m], NaN for none; number (K,): of the satellite."""

    toward: Array
    density: Array
    direct: NDArray[np.bool_]
    echo: Array
    number: NDArray[np.int64]


class Receiver:
    """A receiver with settings as ``models.gnss.Settings`` has them."""

    def __init__(self, name: str, settings: Any):
        self.name, self.settings = name, settings
        s, rtk = settings, settings.rtk
        self._spacing = s.correlators
        self._noise = s.noise, s.noise if rtk is None else rtk.noise
        slow = s.drift_horizontal, s.drift_vertical, s.correlation
        self._slow = {SINGLE: slow, DIFFERENTIAL: slow}
        if rtk is not None:
            self._slow[FIXED] = rtk.drift, 1.5 * rtk.drift, s.correlation
            self._slow[FLOAT] = rtk.float_drift, 1.5 * rtk.float_drift, rtk.convergence

    def follow(self, shot: Snapshot, t_ns: int, epoch_ns: int, antenna: Array) -> Followed:
        """The signals at an epoch, at an antenna (3,); t_ns: a time of the shot close to it."""
        s, seconds = self.settings, epoch_ns * 1e-9
        toward = directions(s.constellations, shot.fixed.place, seconds)
        number = np.flatnonzero(toward[:, 2] > np.sin(s.mask))
        sky = look_up(shot, t_ns, antenna, toward[number])
        density = carrier_to_noise(np.arcsin(sky.toward[:, 2]), _loss(sky))
        if (jammer := s.jamming) is not None and _within(jammer, seconds):
            source = shot.scene.lanes.route.at(jammer.s, jammer.t)
            away = np.linalg.norm(source + np.array([0.0, 0.0, jammer.height]) - antenna)
            density = jammed(density, jammer.power, float(away))
        heard = (sky.open | np.isfinite(sky.echo)) & (density >= s.threshold)
        return Followed(
            sky.toward[heard], density[heard], sky.open[heard], sky.echo[heard], number[heard]
        )

    def lock(self, signals: Followed, t_ns: int, before: Locked) -> Locked:
        """Since when there are enough satellites, after a look at the signals."""
        rtk = self.settings.rtk
        enough = len(signals.toward) >= 4
        ready = rtk is not None and int(signals.direct.sum()) >= int(rtk.satellites)
        return Locked(
            (t_ns if before.enough is None else before.enough) if enough else None,
            (t_ns if before.ready is None else before.ready) if ready else None,
        )

    def solve(
        self, signals: Followed, place: Array, velocity: Array, epoch_ns: int, key: int,
        locked: Locked,
    ) -> Solved:  # fmt: skip
        """The solution of an epoch, the antenna being at a place (3,) with a velocity (3,)."""
        s, seconds = self.settings, epoch_ns * 1e-9
        wait = round(s.reacquisition * 1e9)
        if locked.enough is None or epoch_ns - locked.enough < wait:
            return _nothing(len(signals.toward))
        code = self._code(epoch_ns, locked)
        errors = self._carrier if code == FIXED else self._ranges
        noise = self._noise[code == FIXED]
        sd = spread(signals.density, noise)
        used = signals.direct if code == FIXED else np.ones(len(sd), np.bool_)
        made = errors(signals, sd, epoch_ns, key)
        fix = solve(signals.toward[used], made[used], sd[used])
        if fix is None:
            return _nothing(len(signals.toward))
        drift, cover = self._drift(code, seconds, key)
        off, moved = self._spoofed(seconds)
        rates = self._rates(signals, epoch_ns, key)
        return Solved(
            place + fix.error + drift + off,
            velocity + (np.zeros(3) if rates is None else rates.error) + moved,
            fix.unit + np.diag(cover**2),
            code,
            fix.used,
            fix.dilution,
        )

    def _code(self, epoch_ns: int, locked: Locked) -> int:
        s = self.settings
        alone = DIFFERENTIAL if s.differential else SINGLE
        if s.rtk is None or locked.ready is None:
            return alone
        return FIXED if epoch_ns - locked.ready >= round(s.rtk.convergence * 1e9) else FLOAT

    def _ranges(self, signals: Followed, sd: Array, epoch_ns: int, key: int) -> Array:
        """(K,) errors of code ranges [m]."""
        number = signals.number
        error = sd * normals(key, number, epoch_ns)
        echoing = np.isfinite(signals.echo)
        phase = 2.0 * np.pi * normals(key, 1000 + number, 0)
        both = echoing & signals.direct
        error[both] += multipath(signals.echo[both], self._spacing, phase[both])
        alone = echoing & ~signals.direct
        error[alone] += signals.echo[alone]
        return error

    def _carrier(self, signals: Followed, sd: Array, epoch_ns: int, key: int) -> Array:
        """(K,) errors of ranges by carriers whose waves are counted [m]."""
        error = sd * normals(key, signals.number, epoch_ns)
        both = np.isfinite(signals.echo)
        phase = (
            2.0 * np.pi * (signals.echo[both] / WAVE + normals(key, 1000 + signals.number[both], 0))
        )
        size = 10.0 ** (-ECHO / 20.0)
        turned = np.arctan2(size * np.sin(phase), 1.0 + size * np.cos(phase)) / (2.0 * np.pi)
        error[both] += WAVE * np.clip(turned, -CARRIER, CARRIER)
        return error

    def _rates(self, signals: Followed, epoch_ns: int, key: int) -> Fix | None:
        """Errors of the velocity, by Doppler shifts."""
        sd = spread(signals.density, self.settings.velocity_noise)
        error = sd * normals(key, 2000 + signals.number, epoch_ns)
        return solve(signals.toward, error, sd)

    def _drift(self, code: int, seconds: float, key: int) -> tuple[Array, Array]:
        """(3,) the slow error now, and its standard deviation."""
        level, up, constant = self._slow[code]
        size = np.array([level, level, up])
        stream = 3000 + 3 * code + np.arange(3)
        return size * markovs(key, stream, max(constant, 1.0), seconds), size

    def _spoofed(self, seconds: float) -> tuple[Array, Array]:
        """(3,) how far a spoofer has led the place away, and its speed."""
        led = self.settings.spoofing
        if led is None or not _within(led, seconds):
            return np.zeros(3), np.zeros(3)
        away = np.array([np.sin(led.bearing), np.cos(led.bearing), 0.0]) * led.speed
        return away * (seconds - led.start), away


def steady(innovation: float, rate: float, step: float) -> float:
    """Standard deviation in the end of x⁺ = e^{-kT} x + η: of η, k [1/s], T [s]."""
    return float(innovation / np.sqrt(1.0 - np.exp(-2.0 * rate * step)))


def _loss(sky: Sky) -> Array:
    """(S,) what leaves and walls take [dB]."""
    return np.asarray(LEAVES * sky.leafy + ECHO * ~sky.open, np.float64)


def _within(item: Any, seconds: float) -> bool:
    return bool(item.start <= seconds < item.start + item.duration)


def _nothing(used: int) -> Solved:
    lost = np.full(3, np.nan)
    return Solved(lost, lost.copy(), np.full((3, 3), np.nan), NONE, used, float("nan"))
