"""A wooden pallet, 1.2 m by 0.8 m, whole or broken.

Class pallet.

Example::

    actors:
      pallet: {kind: pallet, at: {s: 60 m, t: 0.3 m, heading: 20 deg}}
"""

from __future__ import annotations

from typing import ClassVar

from ...simcore.quantity.fields import Flag, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion, thing


class Settings(Base):
    """How it looks."""

    group: ClassVar[str] = "things"

    broken: Flag = setting("Whether boards are missing", {"choice": {True: 1, False: 3}})


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The pallet as it lies."""
    from ...simcore.geometry.props import pallet

    return thing(pallet.figure(broken=settings.broken, key=occasion.key))
