"""How much a tyre grips: the table by cover and kind of tyre, and what changes it.

``grip.csv`` has the peak friction of straight braking on each cover for each kind of tyre (the
physics book's matrix) and the shape of its curve over slip: where the peak is, what of it is left
to a locked wheel, and the stiffness as a share of that on dry asphalt. Water, temperature and load
change the peak.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ....kernel import device
from .pac2002 import PDX1, PDX2, PDY1, PDY2, PKY2
from .water import wet_friction

TYRES = ("summer", "all_season", "winter", "studded")
"""Kinds of tyre; a tyre's number is its place."""

PEAK, PEAK_SLIP, SLIDING, STIFFNESS = range(4)
"""Columns of a row of the table."""

NEW_TREAD = 8e-3
"""Depth of a new tyre's tread [m]."""

COLD = -7.5
"""Temperature for which the table's rows of ice and snow hold [degC]."""

LOAD_TERM = 0.5 * (PDX2 / PDX1 + PDY2 / PDY1)
"""How peak friction changes per nominal load, as a share: the mean of PAC2002's two."""

DAMP_AT = 1e-4
"""Film [m] for which the table's row of damp ground holds."""

DRY, DAMP, WET, PUDDLE, LOOSE_SNOW, PACKED_SNOW, ICE, BLACK_ICE = 0, 1, 2, 3, 5, 6, 7, 8


@cache
def table() -> NDArray[np.float64]:
    """(4, 12, 4) by kind of tyre, cover and column."""
    with files(__package__).joinpath("grip.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = np.array(
        [
            [
                [float(row[key]) for key in (tyre, "peak_slip", "sliding", "stiffness")]
                for row in rows
            ]
            for tyre in TYRES
        ]
    )
    found.flags.writeable = False
    return found


@device
def warmth(cover, temperature):
    """How temperature [degC] changes friction on ice and snow.

    Ice: that of wet ice (.05 for .09) at 0 degC; the table's from -5 to -10; more in greater cold.
    Snow: somewhat less as it melts. The slopes are rough: the book's numbers have no finer steps.
    """
    if cover < LOOSE_SNOW or cover > BLACK_ICE:
        return 1.0
    warm = min(max((temperature + 5.0) / 5.0, 0.0), 1.0)
    if cover <= PACKED_SNOW:
        return 1.0 - 0.15 * warm
    return 1.0 - 0.44 * warm + 0.02 * min(max(-10.0 - temperature, 0.0), 20.0)


@device
def loaded(ratio):
    """How a load, as a share of the nominal one, changes peak friction and stiffness per load:
    PAC2002's fall of friction, and of cornering stiffness."""
    friction = 1.0 + LOAD_TERM * (min(ratio, 2.5) - 1.0)
    square = 1.0 / (PKY2 * PKY2)
    return friction, (1.0 + square) / (1.0 + ratio * ratio * square)


@device
def drying(tyre):
    """How a film of water takes the difference between dry and wet ground away [1/m]: exponentially
    (Kulakowski & Harwood, ASTM STP 1031, 1990), through the row of damp ground. tyre (12, 4): its
    rows of the table."""
    dry, damp, wet = tyre[DRY, PEAK], tyre[DAMP, PEAK], tyre[WET, PEAK]
    return math.log((dry - wet) / (damp - wet)) / DAMP_AT


@device
def peak_friction(tyre, cover, speed, water, temperature, floats):
    """Peak friction at the nominal load on a cover.

    tyre (12, 4): its rows of the table; speed [m/s]; water: ``water.standing`` of its film;
    temperature [degC]; floats: ``water.lift``. What water does on snow and ice is in the
    temperature.
    """
    friction = tyre[cover, PEAK] * warmth(cover, temperature)
    if water[0] <= 0.0 or (LOOSE_SNOW <= cover <= BLACK_ICE):
        return friction
    slid = tyre[cover, PEAK_SLIP]
    if cover <= PUDDLE:
        left = water[3]
        friction = tyre[WET, PEAK] + left * (tyre[DRY, PEAK] - tyre[WET, PEAK])
        slid = (1.0 - left) * tyre[WET, PEAK_SLIP]
    return wet_friction(friction, slid, speed, water, floats)


@device
def secant(slip, friction, peak_slip, sliding, stiffness):
    """Force per load and slip at a slip, in [0, …): the force is this times the slip's vector.

    slip: |slip velocity| by the greater of the speeds of hub and rim, so that a locked wheel has 1
    and all slips share one curve (similarity: Pacejka, *Tyre and Vehicle Dynamics*, 3.2.2, 4.3.1;
    Burckhardt's slips). Up to the peak it is TMeasy's first arc (Rill, *Road Vehicle Dynamics*,
    2011, 3.3), beyond it falls so that ``sliding`` of the peak is left at slip 1.
    """
    ratio = slip / peak_slip
    steep = stiffness * peak_slip / max(friction, 1e-12)
    rising = stiffness / (1.0 + (steep - 2.0) * ratio + ratio * ratio)
    end = 2.0 * peak_slip / (1.0 + peak_slip * peak_slip)
    left = (sliding - end) / (1.0 - end)
    falling = friction * (left + (1.0 - left) * 2.0 * ratio / (1.0 + ratio * ratio))
    falling = falling / max(slip, 1e-12)
    force = rising if ratio <= 1.0 else falling
    return force if friction > 0.0 else 0.0
