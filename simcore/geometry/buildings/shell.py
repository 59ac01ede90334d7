"""The body of a house: four walls over a rectangle, with storeys and rows of openings.

A building's axes: x out of its front, y along the front, z up; the origin is the middle of the
front wall on the ground, so that it stands at x from -depth to 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..builder import MeshBuilder
from ..fixture import Fixture
from .openings import Panes, WindowStyle, door, gate, shop_front, window
from .roofs import Plan
from .wall import Face, Opening, wall

CURTAIN = (0.30, 0.29, 0.27)
FOUNDATION = -1.0
_HIGH = 6.0
"""Above this height [m] windows are a step less detailed."""


@dataclass
class Shell:
    """A house under construction: its size [m], what its walls are made of, its builder."""

    width: float
    depth: float
    height: float
    rng: np.random.Generator
    detail: int = 0
    material: str = "brick"
    style: WindowStyle = field(default_factory=WindowStyle)
    reveal_material: str = "plaster"
    builder: MeshBuilder = field(default_factory=MeshBuilder)

    def __post_init__(self):
        w, d = self.width / 2, self.depth
        self.front = Face((0, -w, 0), (0, 1, 0))
        self.back = Face((-d, w, 0), (0, -1, 0))
        self.left = Face((0, w, 0), (-1, 0, 0))
        self.right = Face((-d, -w, 0), (1, 0, 0))
        self.panes = Panes(self.rng)
        self.plan = Plan(-d, 0.0, -w, w, self.height)

    def walls(
        self,
        front: Sequence[Opening] = (),
        back: Sequence[Opening] = (),
        left: Sequence[Opening] = (),
        right: Sequence[Opening] = (),
        *,
        base: tuple[float, str, str] | None = None,
    ) -> None:
        """All four walls with what fills their openings.

        base: a ground floor of another kind: its height, material and colour slot. The sides are
        at most of middle detail, and the back, which no road user sees, is of the coarsest.
        """
        for face, openings, wide, finest in (
            (self.front, front, self.width, 0),
            (self.back, back, self.width, 2),
            (self.left, left, self.depth, 1),
            (self.right, right, self.depth, 1),
        ):
            detail = max(self.detail, finest)
            self.storeys(face, wide, openings, detail, None if finest else base)

    def storeys(
        self,
        face: Face,
        width: float,
        openings: Sequence[Opening],
        detail: int,
        base: tuple[float, str, str] | None = None,
    ) -> None:
        """One wall from the foundation to the eaves."""
        reveal = 0.13 if detail < 2 else 0.0
        parts = [(FOUNDATION, self.height, self.material, "wall")]
        if base is not None:
            top, material, colour = base
            parts = [(FOUNDATION, top, material, colour), (top, self.height, self.material, "wall")]
        for low, high, material, colour in parts:
            mine = [o for o in openings if low <= (o.v0 + o.v1) / 2 < high and detail < 2]
            wall(
                self.builder, face, (0.0, width), (low, high), material, colour, mine, reveal,
                self.reveal_material, "reveal",
            )  # fmt: skip
        for opening in openings:
            self.fill(face, opening, max(detail, 1) if opening.v0 > _HIGH else detail)

    def fill(self, face: Face, opening: Opening, detail: int) -> None:
        """Put into an opening what its kind says."""
        kind, builder = opening.kind, self.builder
        if kind in ("window", "small"):
            style = self.style if kind == "window" else self.style._replace(bars=0, transom=0.0)
            window(builder, face, opening, style, self.panes, detail)
        elif kind == "french":
            style = self.style._replace(sill=False, transom=0.75, shutters=0.0)
            window(builder, face, opening, style, self.panes, detail)
        elif kind.startswith("door"):
            number = int(kind[4:] or 0)
            steps = 1 if opening.v0 > 0.05 else 0
            door(builder, face, opening, self.panes, detail, number, steps)
        elif kind == "shop":
            shop_front(builder, face, opening, self.panes, detail)
        elif kind == "gate":
            gate(builder, face, opening, detail)
        else:
            raise ValueError(f"nothing fills an opening of kind '{kind}'")

    def gables(self, rise: float, material: str | None = None, colour: str = "wall") -> None:
        """The triangles of wall under a roof whose ridge runs along y."""
        kind = material or self.material
        for face in (self.left, self.right):
            places = np.array([(0, self.height), (self.depth, self.height),
                               (self.depth / 2, self.height + rise)])  # fmt: skip
            points = face.at(places[:, 0], places[:, 1])
            self.builder.add(points, [[0, 1, 2]], kind, colour, places)

    def fixture(self, colours: dict[str, tuple[float, float, float]]) -> Fixture:
        """The finished building in these default colours."""
        mesh = self.builder.build(30.0).recoloured({"curtain": CURTAIN, **colours})
        return Fixture(((mesh, "building"),))


def row(kind: str, centres: Sequence[float], width: float, v0: float, v1: float) -> list[Opening]:
    """Openings of one size at several places along a wall."""
    return [Opening(kind, u - width / 2, u + width / 2, v0, v1) for u in centres]


def bays(width: float, count: int) -> list[float]:
    """The middles of ``count`` equal bays [m]."""
    return [width * (k + 0.5) / count for k in range(count)]
