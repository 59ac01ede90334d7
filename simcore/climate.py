"""How warm the air is where a scenario does not say: the mean of latitude and day, and snow.

The mean is that of a whole circle of latitude, by its two largest modes: a Legendre polynomial for
the year and the sine of the latitude for the seasons, as in the energy balance models of North
(Rev. Geophys. 19, 91, 1981). Their sizes follow from zonal means of 1970 to 2000: from the equator
to 60° N it is 39 K in January and 12 K in July, to 60° S 26 K and 22 K in winter and summer (R. T.
Pierrehumbert, Principles of Planetary Climate, "A few observations of the Earth"); from 60° S to
60° N within 5 K. Oceans are milder, continents harsher: Europe's west is 10 K warmer in January.
"""

from __future__ import annotations

import datetime
import math

ZERO = 273.15
"""0 °C [K]."""

GLOBAL = ZERO + 14.0
"""Mean of the Earth, 1961 to 1990 (Jones et al., Rev. Geophys. 37, 173, 1999) [K]."""

POLEWARD = -(39.0 + 12.0) / 2.0 / 1.125
"""Weight of P2(sin latitude), which falls by 1.125 from 60° to the equator [K]."""

SEASONS = ((39.0 - 12.0) / 2.0 / math.sin(math.pi / 3), (26.0 - 22.0) / 2.0 / math.sin(math.pi / 3))
"""Swing of the seasons per sine of the latitude, north and south [K]: half of the land is north."""

COLDEST = 20.0
"""Day of the year when the north is coldest, a month after the solstice (Trenberth, Mon. Weather
Rev. 111, 1276, 1983)."""

SNOWING = (ZERO - 2.0, ZERO)
"""Between these snow falls [K]. Warmer, it would melt: half of what falls at 1 °C is rain (Jennings
et al., Nature Communications 9, 1148, 2018). Colder air holds less water, 8 % per kelvin, so that
most of the snow falls close to freezing."""


def mean_temperature(latitude: float, date: datetime.date) -> float:
    """Mean of the air near the ground [K] on a day at a latitude [rad], north positive."""
    x = math.sin(latitude)
    day = date.timetuple().tm_yday - 1
    season = -math.cos(2.0 * math.pi * (day - COLDEST) / 365.25)
    swing = SEASONS[0] if x > 0.0 else SEASONS[1]
    return GLOBAL + POLEWARD * (1.5 * x * x - 0.5) + swing * x * season


def air_temperature(latitude: float, date: datetime.date, snowing: bool, lying: bool) -> float:
    """The air [K] where snow falls, or snow or ice lies: as the mean, but so that these stay."""
    mean = mean_temperature(latitude, date)
    if snowing:
        return min(max(mean, SNOWING[0]), SNOWING[1])
    return min(mean, ZERO) if lying else mean
