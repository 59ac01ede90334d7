"""What several kinds of roads have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Length, Ratio, Speed, Word, setting
from ...simcore.quantity.settings import Settings

BEYOND = 120.0
"""How far a road goes on before and after what the scenario is about [m]."""


class Paved(Settings):
    """Settings of every road with lanes."""

    lane_width: Length = setting("Width of each lane", "3.25 m", low="2.4 m", high="4.5 m")
    traffic_side: Annotated[Literal["right", "left"], Word()] = setting(
        "Side on which traffic keeps", "right"
    )
    speed_limit: Speed = setting("Speed limit", "50 km/h", low="5 km/h", high="200 km/h")
    markings: Annotated[Literal["de", "at", "us"], Word()] = setting(
        "Pattern of the markings: German, Austrian or American", "de"
    )
    wear: Ratio = setting(
        "How worn the markings are, 0 new", {"beta": {"a": 2, "b": 4}}, low=0, high=1
    )


class Street(Paved):
    """Settings of roads in towns."""

    sidewalk_width: Length = setting("Width of the pavements", "2.4 m", low="1 m", high="8 m")
    style: Annotated[Literal["terraced", "detached", "blocks", "shops", "industrial"], Word()] = (
        setting("What is built along it", "terraced")
    )
    lamps: Length = setting("Distance between street lamps", "27 m", low="10 m", high="200 m")
    trees: Length = setting("Distance between street trees", "16 m", low="5 m", high="500 m")


def style_of(settings: Street) -> str:
    """The dresser's style for what is built along a street."""
    return settings.style
