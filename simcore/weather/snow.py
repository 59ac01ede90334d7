"""Falling snow from its liquid-equivalent rate, or from how far one sees through it.

With both, its flakes are as dry or as wet as joins the two.

Example::

    weather:
      snow:
        rate: {log_uniform: [0.2 mm/h, 3 mm/h]}
        crystal: {choice: {dry: 3, wet: 1}}
        course: {onset: 2 s, duration: 20 s, rise: 3 s, fall: 5 s, before: 0.3, after: 0.3}
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import model_validator

from ..atmosphere import Atmosphere
from ..keys import fold
from ..media.snow import Snowfall, density_seen, rate_seen
from ..quantity.fields import Length, Precipitation, Time, Word, invalid, setting
from ..quantity.settings import Constant
from ..quantity.settings import Settings as Base
from ._course import Course, share_of

CLOUDS = 1.0
"""Least cloud cover from which snow falls."""

WARMEST = 278.15
"""Air [K] in which flakes still reach the ground; in warmer air hardly one does (Dai, Geophys. Res.
Lett. 35, L12802, 2008)."""


class Settings(Base):
    """How much snow falls, and of which kind."""

    rate: Precipitation | None = setting(
        "Snowfall as liquid water; 0.5 mm/h is light, 3 mm/h heavy",
        None, low="0 mm/h", high="20 mm/h",
    )  # fmt: skip
    visibility: Length | None = setting(
        "MOR in it; with a rate as well, flakes are as dry or wet as joins them",
        None, low="20 m", high="20 km",
    )  # fmt: skip
    crystal: Annotated[Literal["dry", "wet", "plates", "rimed", "graupel"], Word()] = setting(
        "Its flakes: dry dendrites, wet ones that fall twice as fast and hide less, plates, rimed "
        "flakes, graupel",
        "dry",
    )
    since: Time = setting(
        "How long it has snowed when the episode begins; a blizzard is one after 3 h, and what "
        "lies is told by the surface",
        "0 s", low="0 s", high="7 d",
    )  # fmt: skip
    course: Course | None = setting("How it comes and goes; none: it snows evenly", None)

    @model_validator(mode="after")
    def _a_measure(self) -> Any:
        rate, visibility = self.rate, self.visibility
        if rate is None and visibility is None:
            raise invalid(((), "neither rate nor visibility: give one of them, or both"))
        if isinstance(rate, Constant) and isinstance(visibility, Constant) and rate.value > 0:
            try:
                density_seen(rate.value * 3.6e6, visibility.value)
            except ValueError as error:
                raise invalid(((), str(error))) from None
        return self


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with snow falling at ``settings.rate`` [m/s of liquid]."""
    full, density, visibility = settings.rate, 0.0, settings.visibility
    if full is None:
        assert visibility is not None  # one of them is given
        full = rate_seen(visibility, settings.crystal) / 3.6e6
    elif visibility is not None and full > 0.0:
        density = density_seen(full * 3.6e6, visibility)
    rate = full * share_of(settings.course, atmosphere.time) * 3.6e6
    if full <= 0.0:
        return atmosphere
    cover, since = max(atmosphere.cloud_cover, CLOUDS), max(atmosphere.stormed, settings.since)
    air = replace(atmosphere, cloud_cover=cover, stormed=since)
    snowfall = Snowfall(max(rate, 1e-4), fold(atmosphere.key, "snow"), settings.crystal, density)
    return air.with_medium("snow", snowfall) if rate > 1e-4 else air
