"""A branch that fell from a tree.

Class branch.

Example::

    actors:
      branch: {kind: branch, at: {s: 60 m, t: 0 m, heading: 70 deg}}
"""

from __future__ import annotations

from typing import ClassVar

from ...simcore.quantity.fields import Flag, Length, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion, thing


class Settings(Base):
    """How it looks."""

    group: ClassVar[str] = "things"

    length: Length = setting("Length", {"uniform": ["1.8 m", "4 m"]}, low="0.5 m", high="8 m")
    leaves: Flag = setting("Whether it has leaves", {"choice": {True: 1, False: 2}})


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The branch as it lies."""
    from ...simcore.geometry.props import branch

    return thing(branch.figure(length=settings.length, leaves=settings.leaves, key=occasion.key))
