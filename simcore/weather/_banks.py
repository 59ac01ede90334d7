"""Banks of fog, dust or smoke, as scenarios say them."""

from __future__ import annotations

from ..atmosphere import Atmosphere
from ..keys import fold
from ..media.banks import Banks
from ..quantity.fields import Length, Ratio, setting
from ..quantity.settings import Settings


class Heaps(Settings):
    """Banks with gaps between them, which drift with the wind."""

    share: Ratio = setting("Of the ground that lies in them, in the mean", 0.6, low=0.05, high=0.95)
    size: Length = setting("From one bank to the next", "50 m", low="5 m", high="1 km")


def banks_of(settings: Heaps | None, atmosphere: Atmosphere, name: str) -> Banks | None:
    """The banks of an effect of this name, None where it lies evenly."""
    if settings is None:
        return None
    return Banks(settings.share, settings.size, fold(atmosphere.key, name))
