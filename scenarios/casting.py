"""Who is in the world: the figures of its rows, their lamps and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..simcore.bodies import Cast, Role
from ..simcore.classes import EGO
from ..simcore.keys import uniform
from ..simcore.light.flashing import RHYTHMS
from .embodiment import Embodiment

if TYPE_CHECKING:
    from .setting import Setting


def cast_of(setting: Setting) -> Cast:
    """The figures of the rows of the world: the ego, the actors, the parked cars."""
    scenario = setting.scenario
    settings: tuple[Any, ...] = (scenario.ego, *scenario.actors.values())
    rows = zip(settings, setting.embodiments, strict=False)
    roles = [_role(setting, row, *made) for row, made in enumerate(rows)]
    roles += [
        Role(car.name, car.body.figure(), car.body.model, parked=True) for car in setting.parked
    ]
    return Cast(tuple(roles))


def _role(setting: Setting, row: int, item: Any, body: Embodiment) -> Role:
    name, behaviour = setting.names[row], getattr(item, "behaviour", None)
    parked = behaviour is not None and behaviour.kind == "parked"
    brakes = ("brake",) if getattr(behaviour, "brake_lights", False) else ()
    # Parked ones flash, if anything.
    lights = (*(x for x in body.lights if x in RHYTHMS or not parked), *brakes)
    return Role(
        name,
        body.figure(),
        body.model,
        lights,
        EGO if name == "ego" else None,
        body.attributes,
        parked,
        uniform(setting.scenario.key("actors", name), "flashes"),
        row in setting.automatic,
    )
