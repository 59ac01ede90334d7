"""A cardboard box that fell from a load, whole or crushed.

Class cardboard_box.

Example::

    actors:
      box: {kind: cardboard_box, at: {s: 60 m, t: 0.5 m}, crushed: {choice: {true: 1, false: 2}}}
"""

from __future__ import annotations

from typing import ClassVar

from ...simcore.quantity.fields import Flag, Length, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion, thing


class Settings(Base):
    """How it looks."""

    group: ClassVar[str] = "things"

    length: Length = setting("Length", {"uniform": ["0.30 m", "0.60 m"]}, low="0.1 m", high="1.5 m")
    width: Length = setting("Width", {"uniform": ["0.25 m", "0.45 m"]}, low="0.1 m", high="1.5 m")
    height: Length = setting(
        "Height", {"uniform": ["0.20 m", "0.45 m"]}, low="0.05 m", high="1.5 m"
    )
    open: Flag = setting("Whether its flaps stand open", {"choice": {True: 1, False: 1}})
    crushed: Flag = setting("Whether a wheel has gone over it", False)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The box as it lies."""
    from ...simcore.geometry.props import cardboard_box

    return thing(
        cardboard_box.figure(
            length=settings.length,
            width=settings.width,
            height=settings.height,
            open=settings.open,
            crushed=settings.crushed,
            key=occasion.key,
        )
    )
