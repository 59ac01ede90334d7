"""Euro NCAP's tests of emergency braking for pedestrians, cyclists and cars, with its colours.

Geometry and speeds: Euro NCAP, AEB/LSS VRU and CA Frontal protocols (v4.5.1 and v1.1): adults at
5, running 8, children 5, cyclists 15 and 20 km/h, where the ego would hit them at 25, 50 or 75 %
of its width if it did not brake. The headways and decelerations of CCRb (12 and 40 m, 2 and 6
m/s²) are those of the car-to-car protocol as commonly cited; they were not read in its text.

Example::

    whiteout evaluate --suite euro-ncap --surface snow
"""

from __future__ import annotations

from ._case import Case

FOLDER = "euro-ncap"
BANDS = ((0.0, "green"), (10.0, "yellow"), (20.0, "orange"), (30.0, "brown"), (1e9, "red"))
"""Colours by the most impact speed [km/h]."""
TOLERANCE = 2.0
"""Of the bands above the first [km/h]."""
_SPEEDS = {
    "cpna-25": range(10, 65, 10),
    "cpna-75": range(10, 65, 10),
    "cpfa-50": range(10, 65, 10),
    "cpnco-50": range(10, 65, 10),
    "cpla-25": range(20, 65, 10),
    "cpla-50": range(20, 65, 10),
    "cbna-50": range(10, 65, 10),
    "cbnao-50": range(10, 65, 10),
    "cbfa-50": range(10, 65, 10),
    "cbla-50": range(25, 65, 5),
    "ccrs": range(10, 85, 10),
    "ccrm": range(30, 85, 10),
}
_BRAKES = [(gap, rate) for gap in (12, 40) for rate in (2, 6)]


def cases() -> list[Case]:
    """All tests of the suite."""
    found = [Case(FOLDER, piece, v) for piece, speeds in _SPEEDS.items() for v in speeds]
    for gap, rate in _BRAKES:
        own = (
            f"actors.car.at.s={{expr: ego.at.s + 4.563 + {gap}}}",
            f"actors.car.behaviour.deceleration={rate} m/s^2",
        )
        found.append(Case(FOLDER, "ccrb", 50, own, f"{gap} m, {rate} m/s²"))
    return found


def verdict(case: Case, impact: float) -> str:
    """The colour of an impact speed [km/h]."""
    for most, colour in BANDS:
        if impact <= most + (TOLERANCE if most else 0.0):
            return colour
    raise AssertionError("the last band has no end")
