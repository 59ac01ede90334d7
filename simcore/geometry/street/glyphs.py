"""Digits and capitals as strokes, in the manner of road-sign lettering.

A glyph is drawn in a box one unit high, of its own width; strokes are widened to polygons, so that
characters are crisp at any size.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Stroke = list[tuple[float, float]]

STROKE = 0.155
_GAP = 0.17


def _arc(x: float, y: float, rx: float, ry: float, first: float, last: float) -> Stroke:
    """Part of an ellipse from one angle to another [deg]."""
    angle = np.radians(np.linspace(first, last, max(3, int(abs(last - first) / 20) + 1)))
    return [(x + rx * np.cos(a), y + ry * np.sin(a)) for a in angle]


def _glyphs() -> dict[str, tuple[float, list[Stroke]]]:
    """Width and strokes of each character; strokes keep half a stroke's width inside the box."""
    arc = _arc
    m = STROKE / 2  # margin
    t = 1 - m  # top
    w = 0.6
    l, r, c = m, w - m, w / 2  # noqa: E741  left, right, centre
    x, y, b = c - m, 0.5 - m, 0.25 - m / 2  # radii of the full width, full height, half height
    return {
        "0": (w, [arc(c, 0.5, x, y, 90, 450)]),
        "1": (0.42, [[(0.06, 0.74), (0.42 - m, t), (0.42 - m, 0.0)]]),
        "2": (w, [[*arc(c, 0.7, x, 0.3 - m, 170, -35), (l + 0.02, m), (w, m)]]),
        "3": (w, [arc(c, 0.72, x * 0.92, b, 160, -90), arc(c, 0.285, x, 0.285 - m, 90, -160)]),
        "4": (w + 0.04, [[(0.48, 0.0), (0.48, t), (m, 0.3), (w + 0.04, 0.3)]]),
        "5": (w, [[(w - 0.04, t), (l + 0.06, t), (l + 0.03, 0.55),
                   *arc(c, 0.33, x, 0.33 - m, 130, -155)]]),
        "6": (w, [arc(c, 0.32, x, 0.32 - m, 0, 360), [(r - 0.04, t), (c + 0.02, 0.88), (l, 0.3)]]),
        "7": (w, [[(0.0, t), (r, t), (l + 0.12, 0.0)]]),
        "8": (w, [arc(c, 0.735, x * 0.88, 0.265 - m, 0, 360), arc(c, 0.28, x, 0.28 - m, 0, 360)]),
        "9": (w, [arc(c, 0.68, x, 0.32 - m, 0, 360), [(l + 0.04, m), (c - 0.02, 0.12), (r, 0.7)]]),
        "A": (0.68, [[(m, 0.0), (0.34, t), (0.68 - m, 0.0)], [(0.15, 0.3), (0.53, 0.3)]]),
        "B": (w, [[(l, 0.0), (l, t), (0.3, t), *arc(0.3, 0.74, 0.22, b, 90, -90), (l, 0.5)],
                  [*arc(0.3, 0.28, 0.225, 0.28 - m, 90, -90), (l, m)]]),
        "C": (w, [arc(c, 0.5, x, y, 50, 310)]),
        "D": (w, [[(l, m), (l, t), (0.24, t), *arc(0.24, 0.5, r - 0.24, y, 90, -90), (l, m)]]),
        "E": (0.52, [[(0.52, t), (l, t), (l, m), (0.52, m)], [(l, 0.5), (0.46, 0.5)]]),
        "F": (0.5, [[(0.5, t), (l, t), (l, 0.0)], [(l, 0.5), (0.44, 0.5)]]),
        "G": (w, [[*arc(c, 0.5, x, y, 50, 340), (r, 0.45), (c, 0.45)]]),
        "H": (w, [[(l, 0.0), (l, 1.0)], [(r, 0.0), (r, 1.0)], [(l, 0.5), (r, 0.5)]]),
        "I": (STROKE, [[(m, 0.0), (m, 1.0)]]),
        "J": (0.5, [[(0.5 - m, 1.0), (0.5 - m, 0.3), *arc(0.22, 0.26, 0.2, 0.26 - m, 0, -150)]]),
        "K": (w, [[(l, 0.0), (l, 1.0)], [(w - 0.03, 1.0), (l, 0.4)],
                  [(0.24, 0.55), (w - 0.02, 0.0)]]),
        "L": (0.5, [[(l, 1.0), (l, m), (0.5, m)]]),
        "M": (0.76, [[(m, 0.0), (m, t), (0.38, 0.3), (0.76 - m, t), (0.76 - m, 0.0)]]),
        "N": (0.64, [[(m, 0.0), (m, t), (0.64 - m, m), (0.64 - m, 1.0)]]),
        "O": (0.68, [arc(0.34, 0.5, 0.34 - m, y, 90, 450)]),
        "P": (w, [[(l, 0.0), (l, t), (0.3, t), *arc(0.3, 0.7, 0.225, 0.3 - m, 90, -90),
                   (l, 0.4 + m)]]),
        "R": (w, [[(l, 0.0), (l, t), (0.3, t), *arc(0.3, 0.72, 0.22, 0.28 - m, 90, -90),
                   (l, 0.44 + m)], [(0.28, 0.5), (w - 0.04, 0.0)]]),
        "S": (w, [[*arc(c, 0.73, x * 0.95, 0.27 - m, 35, 180),
                   *arc(c, 0.27, x, 0.27 - m, 80, -150)]]),
        "T": (0.58, [[(0.0, t), (0.58, t)], [(0.29, t), (0.29, 0.0)]]),
        "U": (w, [[(l, 1.0), (l, 0.3), *arc(c, 0.3, x, 0.3 - m, 180, 360), (r, 1.0)]]),
        "V": (0.64, [[(m, 1.0), (0.32, m), (0.64 - m, 1.0)]]),
        "W": (0.9, [[(m, 1.0), (0.24, m), (0.45, 0.75), (0.66, m), (0.9 - m, 1.0)]]),
        "X": (0.62, [[(m, 0.0), (0.62 - m, 1.0)], [(m, 1.0), (0.62 - m, 0.0)]]),
        "Y": (0.64, [[(m, 1.0), (0.32, 0.5), (0.64 - m, 1.0)], [(0.32, 0.5), (0.32, 0.0)]]),
        "Z": (0.58, [[(0.0, t), (0.58 - m, t), (m, m), (0.58, m)]]),
    }  # fmt: skip


@cache
def glyph(character: str, stroke: float = STROKE) -> tuple[float, Any]:
    """Width and shapely polygon of a character one unit high."""
    from shapely import LineString, union_all

    width, strokes = _glyphs()[character]
    how = {"cap_style": "flat", "join_style": "mitre", "mitre_limit": 1.6, "quad_segs": 3}
    return width, union_all([LineString(points).buffer(stroke / 2, **how) for points in strokes])


def text(words: str, height: float, centre: tuple[float, float] = (0.0, 0.0)) -> Any:
    """A line of text as one shapely polygon, around ``centre``; ``height`` of capitals [m]."""
    from shapely import union_all
    from shapely.affinity import affine_transform

    place, shapes = 0.0, []
    for character in words.upper():
        if character == " ":
            place += 0.42
            continue
        width, shape = glyph(character)
        shapes.append((place, shape))
        place += width + _GAP
    total = place - _GAP
    left, low = centre[0] - total * height / 2, centre[1] - height / 2
    return union_all(
        [affine_transform(s, [height, 0, 0, height, left + p * height, low]) for p, s in shapes]
    )


def text_width(words: str, height: float) -> float:
    """Width of a line of text [m]."""
    widths = [0.42 if c == " " else _glyphs()[c][0] + _GAP for c in words.upper()]
    return (sum(widths) - _GAP) * height
