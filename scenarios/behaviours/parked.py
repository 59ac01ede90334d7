"""A vehicle that nobody is in: it stands, its lights are out.


Example::

    actors:
      van: {kind: van, at: {s: 70 m, t: -2.9 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ...simcore.quantity.settings import Settings as Base

FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """Nothing to set."""
