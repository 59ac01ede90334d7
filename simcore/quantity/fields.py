"""Field types for settings: ``height: Length = setting("Stature", "1.7 m", low="0.5 m")``.

A type checker sees plain ``float``, ``int``, ``bool`` or words. In an authored model such a field
holds a ``Term``; in a drawn one it holds the SI value itself. A choice between words is declared
``Annotated[Literal["left", "right"], Word()]``.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from .drawable import Day, Measure, Paint, Truth, Word, invalid
from .terms import Constant, Derived, Random
from .units import DIMENSIONS, bound

__all__ = [
    "Acceleration",
    "AccelerationDrift",
    "AccelerationNoise",
    "AccelerationWalk",
    "Angle",
    "AngularByAcceleration",
    "AngularDrift",
    "AngularNoise",
    "AngularSpeed",
    "AngularWalk",
    "Colour",
    "Count",
    "Curvature",
    "Date",
    "Flag",
    "HeatFlux",
    "Length",
    "Limits",
    "MagneticField",
    "Number",
    "PerKelvin",
    "Power",
    "Precipitation",
    "Pressure",
    "PressureDrift",
    "Rate",
    "Ratio",
    "Rectification",
    "Speed",
    "Temperature",
    "Time",
    "Word",
    "invalid",
    "setting",
]


LEAST_SHARE = 0.01
"""What of a distribution with tails must lie within the bounds; the rest of it is cut."""


@dataclass(frozen=True)
class Limits:
    """Metadata of a field: bounds that hold for every draw, and whether it may differ at all."""

    low: str | float | None = None
    high: str | float | None = None
    fixed: bool = False

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """The lowest and highest SI value allowed, infinite where there is no bound."""
        low = -math.inf if self.low is None else bound(self.low)
        return low, math.inf if self.high is None else bound(self.high)

    @property
    def sentence(self) -> str:
        """What the bounds demand."""
        ends = [] if self.low is None else [f"at least {self.low}"]
        ends += [] if self.high is None else [f"at most {self.high}"]
        return f"must be {' and '.join(ends)}"

    def hold(self, value: Any) -> bool:
        """Whether a value lies within the bounds; what is no number always does."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return True
        low, high = self.bounds
        return low <= value <= high

    def check(self, term: Any) -> Any:
        """The term unchanged, or a pydantic error when it can be seen to leave the bounds."""
        if self.fixed and isinstance(term, Random | Derived):
            raise invalid(((), "must be the same in every draw: give a constant"))
        if isinstance(term, Constant) and not self.hold(term.value):
            raise invalid(((), self.sentence))
        if isinstance(term, Random) and self.bounds != (-math.inf, math.inf):
            if not all(map(self.hold, term.distribution.ends)):
                raise invalid(((), f"the distribution leaves its bounds: {self.sentence}"))
            share = term.distribution.within(*self.bounds)
            if not share >= LEAST_SHARE:
                raise invalid(((), _outside(share, self.sentence)))
        return term

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


def _outside(share: float, sentence: str) -> str:
    told = f"only {100 * share:.1g} %" if share >= 1e-6 else "next to nothing"
    return (
        f"{told} of the distribution lies within its bounds: {sentence}; move it there, or use "
        "truncated_normal or uniform"
    )


def setting(
    description: str,
    default: Any = ...,
    *,
    low: str | float | None = None,
    high: str | float | None = None,
    fixed: bool = False,
    example: str | None = None,
) -> Any:
    """Declare a field: what it means, its authored default (none: it must be given), its bounds.

    low, high: as ``"20 m"``, or bare numbers for bare quantities; fixed: no distribution, since
    arrays, spaces or files are laid out by it; example: how a mapping of names is written.
    """
    notes = {"x-low": low, "x-high": high, "x-fixed": fixed or None, "x-example": example}
    extra: dict[str, Any] = {name: note for name, note in notes.items() if note is not None}
    info = FieldInfo(default=default, description=description, json_schema_extra=extra)
    info.metadata.append(Limits(low, high, fixed))
    return info


Length = Annotated[float, Measure(DIMENSIONS["length"])]
Speed = Annotated[float, Measure(DIMENSIONS["speed"])]
Acceleration = Annotated[float, Measure(DIMENSIONS["acceleration"])]
Angle = Annotated[float, Measure(DIMENSIONS["angle"])]
AngularSpeed = Annotated[float, Measure(DIMENSIONS["angular_speed"])]
Time = Annotated[float, Measure(DIMENSIONS["time"])]
Rate = Annotated[float, Measure(DIMENSIONS["rate"])]
Curvature = Annotated[float, Measure(DIMENSIONS["curvature"])]
Temperature = Annotated[float, Measure(DIMENSIONS["temperature"])]
Precipitation = Annotated[float, Measure(DIMENSIONS["precipitation"])]
HeatFlux = Annotated[float, Measure(DIMENSIONS["heat_flux"])]
Pressure = Annotated[float, Measure(DIMENSIONS["pressure"])]
Power = Annotated[float, Measure(DIMENSIONS["power"])]
MagneticField = Annotated[float, Measure(DIMENSIONS["magnetic_field"])]
AngularNoise = Annotated[float, Measure(DIMENSIONS["angular_noise"])]
AccelerationNoise = Annotated[float, Measure(DIMENSIONS["acceleration_noise"])]
AngularWalk = Annotated[float, Measure(DIMENSIONS["angular_walk"])]
AccelerationWalk = Annotated[float, Measure(DIMENSIONS["acceleration_walk"])]
AngularDrift = Annotated[float, Measure(DIMENSIONS["angular_drift"])]
AccelerationDrift = Annotated[float, Measure(DIMENSIONS["acceleration_drift"])]
AngularByAcceleration = Annotated[float, Measure(DIMENSIONS["angular_by_acceleration"])]
Rectification = Annotated[float, Measure(DIMENSIONS["rectification"])]
PressureDrift = Annotated[float, Measure(DIMENSIONS["pressure_drift"])]
PerKelvin = Annotated[float, Measure(DIMENSIONS["per_kelvin"])]
Ratio = Annotated[float, Measure(DIMENSIONS["ratio"])]
Number = Annotated[float, Measure(DIMENSIONS["number"])]
Count = Annotated[int, Measure(DIMENSIONS["count"])]
Flag = Annotated[bool, Truth()]
Date = Annotated[datetime.date, Day()]
Colour = Annotated[str | tuple[float, float, float], Paint()]
