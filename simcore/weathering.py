"""How what lies on the ground changes with the weather: it falls, melts, freezes, runs off.

All is counted as water, in the mean over the ground, so that nothing is lost: what has fallen lies
there as snow, water or ice, or has run off. The ground takes on the warmth of the air through the
heat that passes between them, h (T_air - T), h = 5.7 + 3.8 v W/(m² K) in a wind v [m/s] (McAdams,
Heat Transmission, 1954). The same heat melts and freezes, h (T - 0 °C) / (ρ L): 0.16 mm per hour
and kelvin in a light wind, or 4 mm per day, as degree-day factors of snow are (3 to 5 mm per day
and kelvin: Hock, Journal of Hydrology 282, 2003). Each step is exact for a weather that stays as
it is, so that its length does not matter.
"""

from __future__ import annotations

import math
from typing import NamedTuple

FREEZING = 273.15
"""[K]"""

LATENT = 1000.0 * 334e3
"""Heat that melts ice, per volume of its water [J/m³]."""

GROUND_HEAT = 2300.0 * 900.0 * 0.05
"""Heat per kelvin of the upper 5 cm of asphalt, 2300 kg/m³ of 900 J/(kg K) [J/(m² K)]."""

FRESH = 0.1
"""Density of snow that wheels have not packed, of that of water: the rule of ten to one."""

RUNS_OFF = 300.0
"""Time in which a road with the usual crossfall loses all but 1/e of what it does not hold [s]: in
rain of 10 mm/h 0.8 mm stay above its texture."""

STEADY = 10.0 / 3.6e6
"""In heavier rain [m/s] water runs faster: films grow by the rate to 0.6, as Gallaway, Schiller and
Rose measured, to 0.59 (FHWA-RD-79-30, 1979)."""


class Climate(NamedTuple):
    """Weather above the ground. air: its temperature [K]; wind [m/s]; snow, rain: rates of liquid
    water [m/s]."""

    air: float = 283.15
    wind: float = 2.5
    snow: float = 0.0
    rain: float = 0.0

    @property
    def exchange(self) -> float:
        """Heat that passes between ground and air [W/(m² K)]."""
        return 5.7 + 3.8 * self.wind


class Lying(NamedTuple):
    """What lies, in the mean, as depth of water [m]. snow; film: liquid; frozen: film that has
    frozen; glaze: ice that was there at the beginning; gone: what has run off; temperature of the
    ground [K]."""

    snow: float
    film: float
    frozen: float
    glaze: float
    gone: float
    temperature: float

    @property
    def water(self) -> float:
        """All of it [m]."""
        return self.snow + self.film + self.frozen + self.glaze + self.gone


def weathered(lying: Lying, climate: Climate, holds: float, dt: float) -> Lying:
    """What lies after dt [s]; holds: film that does not run off [m]."""
    turn = turning(lying.temperature, climate, dt)
    if 0.0 < turn < dt:  # first it freezes and then it thaws, or the other way round
        before = weathered(lying, climate, holds, turn)._replace(temperature=FREEZING)
        return weathered(before, climate, holds, dt - turn)
    temperature, thaw, frost = warmth(lying.temperature, climate, dt)
    per_kelvin = climate.exchange / LATENT
    snow = lying.snow + climate.snow * dt
    melts = [0.0, 0.0, 0.0]
    heat = per_kelvin * thaw
    for k, there in enumerate((snow, lying.frozen, lying.glaze)):
        melts[k] = min(heat, there)
        heat -= melts[k]
    inflow = climate.rain * dt + sum(melts)
    freezes = min(per_kelvin * frost, lying.film + inflow)
    snow -= melts[0]
    held = holds + 0.15 * snow / FRESH  # snow holds water until it is soaked (``ground.SOAKED``)
    film, gone = _run_off(lying.film, inflow - freezes, held, dt, climate.rain)
    return Lying(
        snow,
        film,
        lying.frozen + freezes - melts[1],
        lying.glaze - melts[2],
        lying.gone + gone,
        temperature,
    )


def warmth(start: float, climate: Climate, dt: float) -> tuple[float, float, float]:
    """Temperature of the ground after dt [K], and the time integrals of how far it lay above and
    below freezing [K s]; start [K]."""
    delay = GROUND_HEAT / climate.exchange
    air, first = climate.air - FREEZING, start - FREEZING
    last = air + (first - air) * math.exp(-dt / delay)

    def integral(a: float, b: float, span: float) -> float:
        return air * span + (a - b) * delay

    turn = turning(start, climate, dt)
    if turn >= dt:
        total = integral(first, last, dt)
        return last + FREEZING, max(total, 0.0), max(-total, 0.0)
    parts = integral(first, 0.0, turn), integral(0.0, last, dt - turn)
    return last + FREEZING, max(parts), max(-min(parts), 0.0)


def turning(start: float, climate: Climate, dt: float) -> float:
    """Time until ground of ``start`` [K] passes the freezing point [s]; dt if it does not."""
    air, first = climate.air - FREEZING, start - FREEZING
    if first * air >= 0.0:
        return dt
    return min(GROUND_HEAT / climate.exchange * math.log((first - air) / -air), dt)


def _run_off(
    film: float, inflow: float, held: float, dt: float, rain: float
) -> tuple[float, float]:
    """Film and what has run off after dt, when ``inflow`` [m] comes evenly meanwhile."""
    over = film - held
    if over + inflow <= 0.0:
        return film + inflow, 0.0
    first = max(over, 0.0)
    more = inflow - (first - over)
    x = dt / (RUNS_OFF * min(1.0, (max(rain, 1e-12) / STEADY) ** -0.4))
    left = first * math.exp(-x) + more * -math.expm1(-x) / x if x > 0 else first
    left = max(left, 0.0)
    return held + left, first + more - left
