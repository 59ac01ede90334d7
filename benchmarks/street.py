"""The whole G-buffer of a street: 50 000 triangles in the frustum, no sky, overdraw above 2.

A frame is: draw all items from their poses, and write the channels to arrays that are used again.

Expected from the study: 1.5 ms to draw and 0.8 ms for labels without texture coordinates. Found
on an EPYC with AVX-512: 0.35 ms for vertices and records, 0.65 ms to fill 3 layers, and 1.4 ms for
the channels, of which 0.65 ms go to normals and texture coordinates: two fifths of the blocks of
16 pixels lie on one triangle and cost 0.1 ms, the others are bound by instructions, 11 cycles per
pixel. Neither bands that fit the cache, huge pages, runs of pixels nor gathering by blocks helped.
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
