"""Vehicles as articulated figures: a file is a kind.

Each kind has ``figure(variation, detail)``, which builds a ``Figure``; its variation is a frozen
record of plain values, and cars, truck and bus draw one with ``draw(rng)``. ``detail`` 0 is the
finest level, 2 the coarsest. ``parts.paint`` gives the colours.
"""

from ...registry import Registry

VEHICLES = Registry("vehicles", __name__)
