"""Stands where it is: people shift their weight, animals graze.


Example::

    actors:
      waiting: {kind: adult, at: {s: 60 m, t: -5 m, heading: 90 deg}, behaviour: {kind: stand}}
"""

from __future__ import annotations

from ...simcore.quantity.settings import Settings as Base

FOR = ("people", "animals")
"""Groups of actors that can do this."""


class Settings(Base):
    """Nothing to set."""
