"""Wheels: tyre, rim with spokes or a pressed cover, brake disc; turned about y, outside to +y."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...builder import MeshBuilder
from ...mesh import Mesh

SPOKES = {
    # number, half-width at hub and at rim (share of the radius)
    "five": (5, 0.105, 0.085),
    "six": (6, 0.070, 0.075),
    "eight": (8, 0.052, 0.045),
    "ten": (10, 0.042, 0.028),
}
RIMS = (*SPOKES, "cover", "steel", "truck")
"""Alloys by their spokes, a plastic cover, a bare steel wheel, a lorry's dished disc."""

COARSE_SIDES = (12, 8)
"""Of wheels at the levels 1 and 2."""


def sides_of(radius: float, detail: int) -> int:
    """So many that at the finest level a wheel's outline is within 2 mm of a circle."""
    if detail:
        return COARSE_SIDES[detail - 1]
    return 24 if radius < 0.43 else 28


@lru_cache(64)
def wheel(
    radius: float,
    width: float,
    rim: str = "five",
    detail: int = 0,
    left: bool = True,
    tyres: int = 1,
) -> Mesh:
    """A wheel centred on its hub, the outside of it to the left (+y) or to the right.

    With two ``tyres`` the second stands 1.1 widths farther in.

    The corners of its outline stand out and the middles of the sides in by the same, so that a
    wheel of few sides rolls at its radius.
    """
    if rim not in RIMS:
        raise ValueError(f"'{rim}': no such rim; known: {', '.join(RIMS)}")
    builder = MeshBuilder()
    half = width / 2
    tread = radius / np.sqrt(np.cos(np.pi / sides_of(radius, detail)))
    if detail == 2:
        _coarse(builder, radius, half, tread, rim)
    else:
        share = 0.62 if rim == "truck" else 0.70
        _tyre(builder, radius, half, tread, share, detail)
        _rim(builder, radius, half, share, rim, detail)
    if tyres == 2:
        _inner_tyre(builder, radius, half, tread, detail)
    if not left:
        builder.reflect()
    return builder.build()


def _tyre(
    builder: MeshBuilder, radius: float, half: float, tread: float, share: float, detail: int
) -> None:
    wall = (share + 0.55 * (1 - share)) * radius
    profile = [(-0.86 * half, (share - 0.06) * radius), (-0.86 * half, tread)]
    profile += [(0.82 * half, tread), (half, wall), (0.90 * half, share * radius)]
    if detail:
        profile = [(-0.9 * half, tread), (0.9 * half, tread), (0.9 * half, share * radius)]
    builder.lathe(profile, "rubber", sides=sides_of(radius, detail), axis="y")


def _rim(
    builder: MeshBuilder, radius: float, half: float, share: float, rim: str, detail: int
) -> None:
    sides = sides_of(radius, detail)
    deep = (-0.10 if rim == "truck" else 0.15) * half
    back = (share - 0.07) * radius
    edge = (0.88 * half, (share - 0.055) * radius)
    metal = "steel" if rim == "steel" else "rim"
    builder.lathe([(0.90 * half, share * radius), edge], metal, sides=sides, axis="y")
    if detail == 0:
        builder.lathe([edge, (deep, back), (deep, 0)], "under", sides=sides, axis="y")
        builder.lathe([(-0.86 * half, 0), (-0.86 * half, back)], "under", sides=8, axis="y")
    else:
        builder.lathe(
            [edge, (0.6 * half, 0.5 * back), (0.5 * half, 0)], "under", sides=sides, axis="y"
        )
        builder.lathe([(-0.9 * half, 0), (-0.9 * half, radius)], "rubber", sides=6, axis="y")
    if rim == "truck":
        _truck_disc(builder, radius, half, back, detail)
    elif rim in SPOKES:
        if detail == 0:
            brake = [(deep + 0.08 * half, 0.46 * radius), (deep + 0.08 * half, 0.18 * radius)]
            builder.lathe(brake, "steel", sides=12, axis="y")
        _spokes(builder, radius, half, share, rim, detail)
    else:
        _cover(builder, half, (share - 0.05) * radius, rim, detail)


def _inner_tyre(
    builder: MeshBuilder, radius: float, half: float, tread: float, detail: int
) -> None:
    """The second tyre of a pair: its tread and inner wall."""
    shift = -2.2 * half
    profile = [(-0.9 * half, 0.0), (-0.9 * half, tread), (0.85 * half, tread)]
    profile += [(0.9 * half, 0.6 * radius)]
    places = [(place + shift, distance) for place, distance in profile]
    builder.lathe(places, "rubber", sides=sides_of(radius, detail), axis="y")


def _spokes(
    builder: MeshBuilder, radius: float, half: float, share: float, rim: str, detail: int
) -> None:
    """Seen from outside: a flat front, narrower than its foot, and two flanks; a hub cap."""
    count, at_hub, at_rim = SPOKES[rim]
    inner, outer = 0.10 * radius, (share - 0.04) * radius
    hub, edge, thick = 0.66 * half, (0.80 + 0.1 * detail) * half, 0.30 * half
    a, b = at_hub * radius, at_rim * radius
    front = [[-a, hub, inner], [a, hub, inner], [b, edge, outer], [-b, edge, outer]]
    foot = [[-1.25 * a, hub - thick, inner], [1.25 * a, hub - thick, inner]]
    foot += [[1.3 * b, edge - thick, outer], [-1.3 * b, edge - thick, outer]]
    quads = [(0, 3, 2, 1), (1, 2, 6, 5), (3, 0, 4, 7)][: 1 if detail else 3]
    triangles = np.array([t for q in quads for t in (q[:3], (q[0], q[2], q[3]))])
    turn = 2 * np.pi * np.arange(count)[:, None] / count
    c, s = np.cos(turn), np.sin(turn)
    x, y, z = np.array(front + foot).T
    vertices = np.stack([c * x + s * z, 0 * c + y, c * z - s * x], -1)
    every = triangles + len(x) * np.arange(count)[:, None, None]
    builder.add(vertices.reshape(-1, 3), every.reshape(-1, 3), "rim")
    cap = [(0.50 * half, 0.17 * radius), (0.72 * half, 0.15 * radius), (0.72 * half, 0)]
    if detail == 0:
        builder.lathe(cap, "rim", sides=8, axis="y")


def _cover(builder: MeshBuilder, half: float, outer: float, rim: str, detail: int) -> None:
    """A disc with a ring of slots and a hub: a silver cover or a dark steel wheel."""
    face = "rim" if rim == "cover" else "steel"
    sides = 20 - 10 * detail
    rings = [(0.80 * half, outer), (0.85 * half, 0.78 * outer), (0.76 * half, 0.52 * outer)]
    rings += [(0.60 * half, 0.28 * outer), (0.60 * half, 0)]
    slotted = ["trim" if k % 2 else face for k in range(sides)]
    rows = [[face] * sides, slotted, [face] * sides, [face] * sides]
    builder.lathe(rings, rows, sides=sides, axis="y")


def _truck_disc(
    builder: MeshBuilder, radius: float, half: float, outer: float, detail: int
) -> None:
    """A dished disc with hand holes, a hub and a ring of nuts."""
    sides = 20 - 10 * detail
    rings = [(0.30 * half, outer), (0.18 * half, 0.80 * outer), (0.10 * half, 0.60 * outer)]
    rings += [(0.42 * half, 0.52 * outer), (0.42 * half, 0.34 * outer)]
    holed = ["trim" if k % 2 else "rim" for k in range(sides)]
    rows = [holed, ["rim"] * sides, ["rim"] * sides, ["rim"] * sides]
    builder.lathe(rings, rows, sides=sides, axis="y")
    hub = [(0.42 * half, 0.34 * outer), (0.82 * half, 0.28 * outer), (0.82 * half, 0)]
    builder.lathe(hub, "rim", sides=8, axis="y")
    if detail == 0:
        for angle in 2 * np.pi * np.arange(10) / 10:
            place = (0.43 * outer * np.sin(angle), 0.45 * half, 0.43 * outer * np.cos(angle))
            builder.box(place, (0.03, 0.03, 0.03), "steel", leave_out="-y")


def _coarse(builder: MeshBuilder, radius: float, half: float, tread: float, rim: str) -> None:
    profile = [(-half, tread), (half, tread), (half, 0)]
    builder.lathe(profile, "rubber", sides=COARSE_SIDES[1], axis="y")
    face = "steel" if rim == "steel" else "rim"
    builder.lathe([(half + 0.004, 0.6 * radius), (half + 0.004, 0)], face, sides=6, axis="y")
