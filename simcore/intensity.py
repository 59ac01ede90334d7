"""Names for how strong weather is: the enumerations of ASAM OSI, snow by visibility, blizzards.

Open Simulation Interface, osi_environment.proto: fog by visibility, precipitation by its rate,
light by illuminance. Snow: light, moderate and heavy by visibility, as the National Weather Service
rounds it (Rasmussen et al., J. Appl. Meteorol. 38, 1999). A blizzard is one when a wind of 56 km/h
(35 mph) and a visibility below 400 m (1/4 mile) have lasted for three hours (NWS).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Sequence

FOG = (
    (50.0, 200.0, 1000.0, 2000.0, 4000.0, 10000.0),
    (
        "dense", "thick", "light", "mist", "moderate_visibility", "good_visibility",
        "excellent_visibility",
    ),
)  # fmt: skip
PRECIPITATION = (
    (0.1, 0.5, 1.9, 8.1, 34.0, 149.0),
    ("none", "very_light", "light", "moderate", "heavy", "very_heavy", "extreme"),
)
ILLUMINATION = (
    (0.01, 1.0, 3.0, 10.0, 20.0, 400.0, 1000.0, 10000.0),
    tuple(f"level{k}" for k in range(1, 10)),
)
SNOW = ((500.0, 1000.0), ("heavy", "moderate", "light"))

BLIZZARD_VISIBILITY = 400.0
BLIZZARD_WIND = 56.0 / 3.6
BLIZZARD_LASTS = 3 * 3600.0


OWN = ("hail", "blowing_snow", "dust", "smoke", "sandstorm")
"""Media that are named as they are."""

FREEZES = 273.15


def called(
    media: Collection[str], visibility: float, rain: float, snow: float, wind: float,
    lasted: float, warmth: float, illuminance: float,
) -> tuple[str, ...]:  # fmt: skip
    """The names of a weather. media: names of what is in the air; visibility: MOR [m]; rain, snow:
    rates of liquid water [mm/h], of whatever is frozen the latter; wind [m/s]; lasted: how long
    snow has fallen or blown, 0 if it does not [s]; warmth: of the air [K]; illuminance [lx].

    Poor sight is fog where there is fog: else it is called by what is in the air.
    """
    names = []
    if visibility < 2000.0 and ("fog" in media or not media):
        seen = fog_class(visibility)
        names.append(seen if seen == "mist" else f"{seen}_fog")
    falls = precipitation_class(rain + snow)
    if falls != "none":
        names.append(f"{falls}_{'rain' if rain > 0.9 * (rain + snow) else 'precipitation'}")
    if rain > 0.0 and warmth <= FREEZES:
        names.append("freezing_rain")
    if snow > 0.0 and any(name in media for name in ("snow", "sleet")):
        names.append(f"{snow_class(visibility * _AT_TWO_PERCENT)}_snow")
    names += [name for name in OWN if name in media]
    if lasted > 0.0 and blizzard(visibility, wind, lasted):
        names.append("blizzard")
    return (*names, illumination_class(illuminance))


_AT_TWO_PERCENT = math.log(50.0) / math.log(20.0)
"""Visibility at a contrast of 2 % to that at 5 %."""


def fog_class(visibility: float) -> str:
    """By MOR [m]: dense below 50 m, thick below 200 m, light below 1 km, mist below 2 km."""
    return _named(FOG, visibility)


def precipitation_class(rate_mm_h: float) -> str:
    """By the rate of all that falls, as liquid water [mm/h]."""
    return _named(PRECIPITATION, rate_mm_h)


def illumination_class(illuminance: float) -> str:
    """By light on level ground [lx]: level1 is night, level9 day."""
    return _named(ILLUMINATION, illuminance)


def snow_class(visibility: float) -> str:
    """Of falling snow by the visibility at a contrast of 2 % [m]."""
    return _named(SNOW, visibility)


def blizzard(visibility: float, wind: float, lasted: float) -> bool:
    """Whether snow with a MOR [m], a wind [m/s] and a duration [s] is a blizzard."""
    thick, strong = visibility < BLIZZARD_VISIBILITY, wind >= BLIZZARD_WIND - 1e-9
    return thick and strong and lasted >= BLIZZARD_LASTS


def _named(table: tuple[Sequence[float], Sequence[str]], value: float) -> str:
    edges, names = table
    return names[bisect_right(edges, value)]
