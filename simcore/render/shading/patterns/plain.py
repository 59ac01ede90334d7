"""One even colour."""

from __future__ import annotations

from ....kernel import kernel


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """What ``gather`` filled in stays as it is."""
