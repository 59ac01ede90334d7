"""The whole G-buffer of a street: 50 000 triangles in the frustum, no sky, overdraw above 2.

A frame is: draw all items from their poses, and write the channels to arrays that are used again.
"""

from __future__ import annotations

from pathlib import Path

from .peers import compare
from .raster import measured
from .report import Row
from .scenes import street

CHANNELS = ["depth", "instance", "class", "normal", "material", "uv"]


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Ours with its parts, then the peers."""
    shot = street()
    facts, rows = measured(shot, CHANNELS, yard, 300.0, 500.0)
    return facts, rows + compare(shot, CHANNELS, peers, yard)
