"""What several kinds of roads have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.geometry.dresser.site import Wishes
from ...simcore.quantity.fields import Length, Ratio, Speed, Word, setting
from ...simcore.quantity.settings import Settings
from ...simcore.scene import Placement

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


def drives(settings: Paved) -> int:
    """The side on which traffic keeps: -1 right, 1 left."""
    return -1 if settings.traffic_side == "right" else 1


def wishes_of(settings: Paved) -> Wishes:
    """What the settings ask of the dresser."""
    per_hour = 2.236936 if settings.markings == "us" else 3.6
    return Wishes(
        lamps=getattr(settings, "lamps", None),
        trees=getattr(settings, "trees", None),
        clearing=getattr(settings, "clearing", 5.0),
        speed_limit=round(settings.speed_limit * per_hour),
        guard_rails=getattr(settings, "guard_rail", True),
    )


def worn(placements: tuple[Placement, ...], wear: float) -> tuple[Placement, ...]:
    """The same road with its markings rubbed down: paint of .62 fades to a third of itself."""
    done = []
    for place in placements:
        paints = {
            name: colour * (1.0 - 0.65 * wear)
            for name, colour in zip(place.mesh.slots, place.mesh.colours, strict=True)
            if name.startswith("marking")
        }
        done.append(place._replace(mesh=place.mesh.recoloured(paints)) if paints else place)
    return tuple(done)
