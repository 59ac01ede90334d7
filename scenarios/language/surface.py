"""What a scenario may say of the ground: what lies on it at the beginning, and patches of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ...simcore.patches import LIES
from ...simcore.quantity.distributions import Choice
from ...simcore.quantity.fields import Length, Ratio, Temperature, Word, invalid, setting
from ...simcore.quantity.settings import Settings
from ...simcore.quantity.terms import Constant, Random
from .names import Name

MOST_PATCHES = 64


class Spot(Settings):
    """The middle of a patch: s along the ego's route, t to the left of its lane's centre."""

    s: Length = setting("Distance along the ego's route", low="-1 km", high="20 km")
    t: Length = setting("Distance to the left of the ego's lane", "0 m", low="-200 m", high="200 m")


class Patch(Settings):
    """A patch of ground on which something else lies than around it."""

    cover: Annotated[
        Literal[
            "dry", "damp", "wet", "puddle", "slush", "loose_snow", "packed_snow", "ice",
            "black_ice", "oil", "gravel", "leaves",
        ],
        Word(),
    ] = setting("What lies there")  # fmt: skip
    at: Spot = setting("Where its middle is")
    length: Length = setting("Extent along the road", "5 m", low="0.2 m", high="2 km")
    width: Length = setting("Extent across it", "3 m", low="0.2 m", high="100 m")
    depth: Length | None = setting(
        "Depth of its water or snow; unless given the cover's usual one", None,
        low="0 m", high="0.5 m",
    )  # fmt: skip
    softness: Length = setting(
        "Width of its ragged edge; 0 m is as cut with a knife", "0.3 m", low="0 m", high="10 m"
    )

    @model_validator(mode="after")
    def _deep(self) -> Patch:
        if self.depth is None:
            return self
        flat = [word for word in _words(self.cover) if not LIES[word].deep]
        if flat:
            raise invalid((("depth",), f"{flat[0]} has no depth; only water and snow have"))
        return self


class Surface(Settings):
    """The state of the road at the beginning; the weather changes it."""

    base: Annotated[Literal["asphalt", "concrete"], Word()] = setting(
        "What it is made of", "asphalt"
    )
    texture: Length | None = setting(
        "Mean texture depth by the sand patch; unless given 0.8 mm of asphalt, 0.5 mm of concrete",
        None, low="0.1 mm", high="5 mm",
    )  # fmt: skip
    rut_depth: Length = setting(
        "Depth of the tracks that traffic has worn into it, where water stands", "3 mm",
        low="0 mm", high="50 mm",
    )  # fmt: skip
    temperature: Temperature | None = setting(
        "Of the ground; unless given that of the air, and below freezing under snow and ice", None,
        low="-50 degC", high="80 degC",
    )  # fmt: skip
    water_film: Length = setting("Mean depth of the water on it", "0 mm", low="0 m", high="20 mm")
    snow_depth: Length = setting("Depth of the snow that lies", "0 mm", low="0 m", high="1 m")
    compaction: Ratio = setting(
        "How packed that snow is away from the tracks, 0 loose to 1 packed", 0, low=0, high=1
    )
    ice_fraction: Ratio = setting("Share of the road that ice covers", 0, low=0, high=1)
    patches: dict[Name, Patch] = Field(
        {}, description="Places where something else lies, by name", max_length=MOST_PATCHES
    )


def _words(term: Any) -> tuple[str, ...]:
    """The words that a drawn or authored word may take."""
    if isinstance(term, str):
        return (term,)
    if isinstance(term, Constant):
        return (term.value,)
    if isinstance(term, Random) and isinstance(term.distribution, Choice):
        return term.distribution.values
    return ()
