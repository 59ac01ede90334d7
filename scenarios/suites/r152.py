"""UN Regulation 152, 01 series: emergency braking behind a standing car.

The most impact speed that is allowed by the speed of the test, as in GRVA's slides on the 01 series
of amendments: none up to 40 km/h, then more. Tested dry; other surfaces are shown for comparison.

Example::

    whiteout evaluate --suite r152
"""

from __future__ import annotations

from ._case import Case

FOLDER = "euro-ncap"
ALLOWED = {20: 0, 30: 0, 40: 0, 42: 10, 45: 15, 50: 25, 55: 30, 60: 35}
"""Most impact speed [km/h] by the speed of the test [km/h]."""


def cases() -> list[Case]:
    """All tests of the suite."""
    return [Case(FOLDER, "ccrs", speed) for speed in ALLOWED]


def verdict(case: Case, impact: float) -> str:
    """Whether the regulation allows an impact speed [km/h]."""
    return "passed" if impact <= ALLOWED[round(case.speed)] else "failed"
