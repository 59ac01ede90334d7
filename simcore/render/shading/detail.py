"""What patterns share: bending normals, stone lattices, means of things too small to see."""

from __future__ import annotations

import numpy as np

from ...kernel import device
from ...kernels.noise import floored, lattice
from . import layout as at


@device(narrow=True, inline=True)
def tint(blocks_out, i, factor):
    """Multiply the colour of point i."""
    blocks_out[i + at.RED] = blocks_out[i + at.RED] * factor
    blocks_out[i + at.GREEN] = blocks_out[i + at.GREEN] * factor
    blocks_out[i + at.BLUE] = blocks_out[i + at.BLUE] * factor


@device(narrow=True, inline=True)
def blend(blocks_out, i, red, green, blue, share):
    """Move the colour of point i towards another by a share in [0, 1]."""
    blocks_out[i + at.RED] += (red - blocks_out[i + at.RED]) * share
    blocks_out[i + at.GREEN] += (green - blocks_out[i + at.GREEN]) * share
    blocks_out[i + at.BLUE] += (blue - blocks_out[i + at.BLUE]) * share


@device(narrow=True, inline=True)
def bend(blocks_out, i, along, up):
    """Tilt the normal of point i by two slopes: along the level direction in its surface, and
    along the one across that (on level ground: towards x and y). Where both are 0 it stays as it
    is."""
    nx, ny, nz = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
    level = nx * nx + ny * ny
    steep = level > 0.04
    scale = 1.0 / np.sqrt(level + 1e-9)
    tx = -ny * scale if steep else np.float32(1.0)
    ty = nx * scale if steep else np.float32(0.0)
    bx, by, bz = -nz * ty, nz * tx, nx * ty - ny * tx
    x, y, z = nx - along * tx - up * bx, ny - along * ty - up * by, nz - up * bz
    scale = 1.0 / np.sqrt(x * x + y * y + z * z + 1e-12)
    even = (along == 0.0) & (up == 0.0)
    blocks_out[i + at.NX] = nx if even else x * scale
    blocks_out[i + at.NY] = ny if even else y * scale
    blocks_out[i + at.NZ] = nz if even else z * scale


@device(narrow=True, inline=True)
def across_axis(blocks, i):
    """Two world coordinates of point i [m], across the axis that its surface faces most: for what
    stands still and whose own texture coordinates stretch."""
    x, y, z = blocks[i + at.X], blocks[i + at.Y], blocks[i + at.Z]
    a, b, c = abs(blocks[i + at.GX]), abs(blocks[i + at.GY]), abs(blocks[i + at.GZ])
    level = c > max(a, b)
    first = y if a > b else x
    return x if level else first, y if level else z


@device(narrow=True, inline=True)
def grazing(blocks_out, i):
    """Length of a pixel's footprint on the surface of point i [m]; longer where seen aslant."""
    toward = blocks_out[i + at.NX] * blocks_out[i + at.EX]
    toward = toward + blocks_out[i + at.NY] * blocks_out[i + at.EY]
    toward = max(toward + blocks_out[i + at.NZ] * blocks_out[i + at.EZ], 0.06)
    return blocks_out[i + at.FOOTPRINT] / np.sqrt(toward)


@device(narrow=True, inline=True)
def fraction(x):
    """x less the whole number below it."""
    return x - np.float32(floored(x))


@device(narrow=True, inline=True)
def line(distance, half, blur):
    """How much of a footprint of ``blur`` a line of this half width fills at a distance from its
    middle; broad, faint lines where it is thinner than the footprint."""
    width = half + 0.5 * blur
    edge = min(half, width) / max(width, 1e-6)
    x = min(max((width - distance) / max(blur, 1e-5) + 0.0, 0.0), 1.0)
    return x * edge


@device(narrow=True, inline=True)
def near_edge(x, half, blur):
    """How much of a footprint lies within ``half`` of a whole number, x and half in periods."""
    f = fraction(x)
    return line(min(f, 1.0 - f), half, blur)


@device(narrow=True, inline=True)
def cell_value(x, y):
    """A number in [0, 1) of the cell of whole numbers that (x, y) lies in."""
    return lattice(floored(x), floored(y))
