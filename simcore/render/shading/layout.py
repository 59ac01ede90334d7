"""How shading points lie in memory: blocks of 64 points, one row of 64 floats per quantity.

All quantities of a point stand in one flat array, ``blocks[block * BLOCK + ROW + lane]``. Every
loop over the lanes of a block then has a fixed length and fixed distances between rows: it is
vectorised without a check for overlap, and a block of all rows fits the first-level cache. Points
are sorted by pattern, and each pattern begins a new block; unused lanes repeat a point and weigh
nothing.
"""

from __future__ import annotations

import numpy as np

LANES = 64
"""Points in a block."""

_NAMES = (
    # place and normal in the world, unit vector to the eye, distance to it [m]
    "X", "Y", "Z", "NX", "NY", "NZ", "EX", "EY", "EZ", "DISTANCE",
    # the mesh's own normal, which patterns leave alone; level direction of the texture's u
    "GX", "GY", "GZ", "AX", "AY",
    # texture coordinates [m]; size of a pixel there, across the line of sight [m]
    "U", "V", "FOOTPRINT",
    # albedo; roughness; reflectance at normal incidence; that of the clear coat
    "RED", "GREEN", "BLUE", "ROUGH", "F0", "COAT",
    # a number in [0, 1) of the item; luminance of the material if it is lit, else 0 [cd/m²]
    "SEED", "LIT",
    # how well snow stays; 1 for paved ground, which ices; chart, -1 for none; 1 for what moves
    "KEEP", "HARD", "CHART", "MOVING",
    # on charts: how much traffic has worn the ground; dirt along the kerb
    "WORN", "GUTTER",
    # light: share of the sun, ambient occlusion nearby, share of the sky that is open
    "SUN", "NEAR", "OPEN",
    # what lies there: share hidden by snow, its depth [m], how packed it is, ice, slope of ruts,
    # film of water [m], what is strewn (``kernels.patch``)
    "SNOW", "DEPTH", "PACKED", "ICE", "RUT", "FILM", "STREWN",
    # radiance towards the eye, as luminance RGB; patterns put in what shines by itself
    "OUT_RED", "OUT_GREEN", "OUT_BLUE",
)  # fmt: skip

ROWS = len(_NAMES)
BLOCK = np.uint64(ROWS * LANES)
LANE_COUNT = np.uint64(LANES)

(
    X, Y, Z, NX, NY, NZ, EX, EY, EZ, DISTANCE, GX, GY, GZ, AX, AY, U, V, FOOTPRINT, RED, GREEN,
    BLUE, ROUGH, F0, COAT, SEED, LIT, KEEP, HARD, CHART, MOVING, WORN, GUTTER, SUN, NEAR, OPEN,
    SNOW, DEPTH, PACKED, ICE, RUT, FILM, STREWN, OUT_RED, OUT_GREEN, OUT_BLUE,
) = (np.uint64(row * LANES) for row in range(ROWS))  # fmt: skip
