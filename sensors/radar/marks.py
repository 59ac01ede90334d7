"""Detections as records, with the states that an ARS408 and nuScenes give them.

``invalid_state``, ``pdh0``, ``ambig_state`` and ``dyn_prop`` have the values that nuScenes-devkit
documents (``RadarPointCloud``). States that only the maker's firmware knows are not made.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .detecting import Found, cells_of
from .echo import ASIDE, HALF_MIRRORED, MIRRORED, NOISE, Stand
from .equation import Link, in_decibel
from .signals import Signals

DETECTION = np.dtype(
    [
        ("range", "f4"), ("azimuth", "f4"), ("elevation", "f4"), ("doppler", "f4"), ("rcs", "f4"),
        ("snr", "f4"), ("scan", "u1"), ("invalid_state", "u1"), ("pdh0", "u1"),
        ("ambig_state", "u1"), ("dyn_prop", "u1"), ("instance", "i4"), ("class", "u1"),
        ("ghost", "u1"),
    ]
)  # fmt: skip
"""A detection. range [m]; azimuth, elevation [rad], left and up of the radar's axis; doppler: speed
at which the range grows [m/s], positive for what goes away; rcs [dBsm]; snr [dB]; scan: 0 far, 1
near; states as nuScenes has them. Truth: instance and class of what gives the most of it, 0 for
none, and ghost: 0 an echo of what is there, 1 an image in a mirror, 2 half-way to one, 3 noise, 4
an echo from the other side."""

VALID, LOW_RCS, MIRROR, WRONG_SIDE, ARTEFACT, FAR_IN_NEAR, SEVERAL = (
    0x00, 0x04, 0x06, 0x0A, 0x0C, 0x0F, 0x10,
)  # fmt: skip
"""``invalid_state`` in use; mirrors are invalid, the others valid."""
LOW = -15.0
"""Detections of less than this have a low cross section [dBsm] (ours)."""
FAR = 95.0
"""Of the near scan (nuScenes-devkit)."""
CHANCES = (0.25, 0.5, 0.75, 0.9, 0.99, 0.999)
"""``pdh0``: 1 below the first of these chances to be an artefact, … 7 above the last."""
MOVING, STATIONARY, ONCOMING, CANDIDATE, UNKNOWN = 0, 1, 2, 3, 4
"""``dyn_prop`` in use."""
AMBIGUOUS, UNAMBIGUOUS = 1, 3
"""``ambig_state`` in use."""
SLOW = 0.5
"""Slower than this, beyond three times the error, is stationary [m/s] (ours)."""
SURE = 15.0
"""Weaker detections [dB] are candidates only (ours)."""


def records(
    link: Link, scan: Any, number: int, mistakes: Any, made: Signals, found: Found, stand: Stand
) -> NDArray:
    """(D,) ``DETECTION`` of a scan, and with what truth."""
    out = np.zeros(len(found.range), DETECTION)
    out["range"], out["azimuth"], out["elevation"] = found.range, found.azimuth, found.elevation
    out["doppler"], out["scan"] = found.speed, number
    out["rcs"], out["snr"] = in_decibel(found.area), in_decibel(found.snr)
    real = found.main >= 0
    main = found.main[real]
    for name, column in (("instance", "instance"), ("class", "class_id"), ("ghost", "ghost")):
        out[name][real] = getattr(made.echoes, column)[main]
    out["ghost"][~real] = NOISE
    likely = _artefact(link, scan, mistakes, found)
    out["pdh0"] = 1 + np.searchsorted(CHANCES, likely, side="right")
    out["ambig_state"] = np.where(found.folded.astype(bool), AMBIGUOUS, UNAMBIGUOUS)
    out["dyn_prop"] = _motion(found, stand)
    state = np.full(len(out), VALID)
    state[out["rcs"] < LOW] = LOW_RCS
    state[found.bodies > 1] = SEVERAL
    if number == 1:
        state[found.range > FAR] = FAR_IN_NEAR
    state[likely > CHANCES[2]] = ARTEFACT
    knows = found.chance < mistakes.mirrors_told
    state[knows & np.isin(out["ghost"], (MIRRORED, HALF_MIRRORED))] = MIRROR
    state[knows & (out["ghost"] == ASIDE)] = WRONG_SIDE
    out["invalid_state"] = state
    return out


def _artefact(link: Link, scan: Any, mistakes: Any, found: Found) -> NDArray[np.float64]:
    """(D,) chance that noise made a detection, from how often it makes one as strong in a scan,
    against one thing that may be there."""
    n = float(mistakes.reference_cells)
    often = cells_of(link, scan) * (1.0 + found.snr / n) ** -n
    return often / (1.0 + often)


def _motion(found: Found, stand: Stand) -> NDArray[np.int64]:
    """(D,) ``dyn_prop`` by the speed over ground along the line of sight."""
    flat = stand.towards(found.azimuth, found.elevation)
    over_ground = found.speed + flat @ stand.velocity
    still = np.where(found.snr < 10.0 ** (0.1 * SURE), CANDIDATE, STATIONARY)
    moving = np.where(over_ground > 0.0, MOVING, ONCOMING)
    state = np.where(np.abs(over_ground) < SLOW + 3.0 * found.error, still, moving)
    return np.where(found.folded.astype(bool), UNKNOWN, state)
