"""Who is in the world: the figures of its rows, their lamps and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..simcore.bodies import Cast, Role
from ..simcore.classes import EGO
from ..simcore.keys import uniform
from ..simcore.light.flashing import RHYTHMS
from ..simcore.light.tubes import packed
from .embodiment import Embodiment, Occasion
from .plugins import ACTORS

if TYPE_CHECKING:
    from .setting import Setting

DARK = 1000.0
"""Below this light [lx] lamps of vehicles are on (UN R48 6.2.7.6.2: dipped beam below 1000 lx)."""


def cast_of(setting: Setting) -> Cast:
    """The figures of the rows of the world: the ego, the actors, the parked cars."""
    scenario = setting.scenario
    settings: tuple[Any, ...] = (scenario.ego, *scenario.actors.values())
    roles = [
        _role(setting, name, item, body)
        for name, item, body in zip(setting.names, settings, setting.embodiments, strict=False)
    ]
    roles += [
        Role(car.name, car.body.figure(), car.body.model, parked=True) for car in setting.parked
    ]
    dusk = DARK / max(setting.atmosphere.illuminance, DARK)
    return Cast(tuple(roles), tunnels=packed(setting.layout.tubes), dusk=dusk)


def _role(setting: Setting, name: str, item: Any, body: Embodiment) -> Role:
    behaviour = getattr(item, "behaviour", None)
    parked = behaviour is not None and behaviour.kind == "parked"
    brakes = ("brake",) if getattr(behaviour, "brake_lights", False) else ()
    key = setting.scenario.key("actors", name)

    def on(lights: tuple[str, ...]) -> tuple[str, ...]:
        """What of a vehicle's lights it has on: parked ones flash, if anything."""
        return (*(x for x in lights if x in RHYTHMS or not parked), *brakes)

    within = None
    if setting.layout.tubes and not setting.dark and not parked:
        made = ACTORS.load(item.kind).embody(item, Occasion(key, setting.scenario.light.date, True))
        within = on(made.lights)
    return Role(
        name,
        body.figure(),
        body.model,
        on(body.lights),
        EGO if name == "ego" else None,
        body.attributes,
        parked,
        uniform(key, "flashes"),
        within,
    )
