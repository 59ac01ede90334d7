"""Cameras' electronics for tests: drawn settings, and flat fields."""

from __future__ import annotations

import numpy as np
from whiteout.sensors.imaging.control import Taken
from whiteout.sensors.imaging.imager import Imager
from whiteout.sensors.imaging.settings import Electronics, Exposure, Processing

WHITE = np.ones(3)


def plain(model, **given):
    """Drawn settings of a class: every quantity its constant."""
    authored = model.model_validate(given)
    return authored.drawn({q.path: q.term.value for q in authored.quantities()})


def imager(size=(64, 96), processing=None, noise=True, threads=1, f_number=1.6, **electronics):
    """An imager behind an even lens."""
    chip = plain(Electronics, **electronics)
    made = plain(Processing, **(processing or {}))
    even = np.ones(size[0] * size[1], np.float32)
    return Imager("front", size, chip, made, f_number, 0.9, even, noise, threads)


def exposure(**given):
    """Drawn settings of an exposure."""
    return plain(Exposure, **given)


def flat(size, luminance):
    """Light (3, N) of an even white field [cd/m²]."""
    return np.full((3, size[0] * size[1]), luminance, np.float32)


def taken(seconds=0.01, gain=1.0, white=WHITE):
    """How a reading is taken."""
    return Taken(seconds, gain, np.asarray(white, np.float64))
