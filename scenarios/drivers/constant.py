"""A driver who keeps lane and speed, whatever happens.

Example::

    ego:
      kind: compact
      driver: {kind: constant}
"""

from __future__ import annotations

from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """Nothing to set."""
