"""Cars that stand in the parking places of a street, besides the actors that the author named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..simcore.geometry.dresser.dressing import ParkingSlot
from ..simcore.keys import fold, uniform
from ..simcore.physics.driving import columns as c
from ..simcore.quantity.settings import Settings
from ..simcore.quantity.terms import Constant, Random
from .embodiment import Embodiment, Occasion
from .plugins import ACTORS

KINDS = {"compact": 0.28, "sedan": 0.22, "wagon": 0.18, "suv": 0.26, "van": 0.06}
"""Kinds of parked cars, by share of the European fleet (assets of the recipe book, section 9)."""
MODELS = 8
"""How many cars of each kind there are; more would be built anew at each reset, for 35 ms each."""
ROOM = 5.5
"""How near to another vehicle none is parked, from middle to middle [m]."""


class Parked(NamedTuple):
    """A parked car: its name, body, and where its rear axle stands: s, t [m], heading [rad]."""

    name: str
    body: Embodiment
    s: float
    t: float
    heading: float


def parked_cars(
    slots: Sequence[ParkingSlot],
    share: float,
    key: int,
    occasion: Occasion,
    taken: Sequence[tuple[float, float]],
) -> Iterator[Parked]:
    """Cars in a share of the slots; ``taken``: (s, t) of the vehicles that are there already.

    Each slot has a key of its own, so that another car, or a longer street, changes no other. They
    are of few models, in any paint.
    """
    for number, slot in enumerate(slots):
        own = fold(key, "slot", number)
        near = any(abs(s - slot.s) < ROOM and abs(t - slot.t) < 2.5 for s, t in taken)
        if near or uniform(own, "taken") >= share:
            continue
        kind = _kind(uniform(own, "kind"))
        model = fold(0, "parked", kind, int(MODELS * uniform(own, "model")))
        keys = {"colour": own, "dirt": own}
        settings = drawn_by_key(ACTORS.load(kind).Settings, model, keys)
        body = ACTORS.load(kind).embody(settings, occasion._replace(key=model))
        ahead = body.body[c.CENTRE_X]
        along = 1.0 if abs(slot.heading) < 1.6 else -1.0
        s = slot.s - along * ahead + 0.3 * (uniform(own, "s") - 0.5)
        t = slot.t + 0.16 * (uniform(own, "t") - 0.5)
        heading = slot.heading + 0.05 * (uniform(own, "yaw") - 0.5)
        yield Parked(f"parked_{number}", body, s, t, heading)


def drawn_by_key(settings: type[Settings], key: int, keys: Mapping[str, int]) -> Any:
    """Settings with all quantities drawn from their defaults: by ``keys`` if they are named there,
    all others by ``key``."""
    authored = settings.model_validate({})
    values = {}
    for quantity in authored.quantities():
        term = quantity.term
        if isinstance(term, Random):
            own = keys.get(quantity.path, key)
            values[quantity.path] = term.distribution.at(uniform(own, quantity.path))
        else:
            assert isinstance(term, Constant)  # parts of cars derive from nothing
            values[quantity.path] = term.value
    return authored.drawn(values)


def _kind(u: float) -> str:
    for kind, share in KINDS.items():
        u -= share
        if u < 0:
            return kind
    return "compact"
