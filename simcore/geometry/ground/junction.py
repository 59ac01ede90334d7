"""Where two roads meet: a joint carriageway with rounded corners, kerbs and pavements around it.

Both roads must be level across near the junction (sections made with ``crossfall=0``); their lines
cross, or the side road begins on the main road's line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...scene import Placement
from ..sheets import Sheet, assembled, polygons, triangulated, unit
from .corridor import Corridor
from .cut import without
from .sections import CROSSFALL, KERB_HEIGHT, KERB_WIDTH

Array = NDArray[np.float64]

_ROUND = 10
"""Pieces of a quarter of a circle."""
_BEHIND = 62.0
"""How far the plots along the side road and what stands behind them reach from it [m]."""


class Arm(NamedTuple):
    """A road at the junction: where its line passes the middle, and how far the joint area reaches
    along it to both sides [m]."""

    corridor: Corridor
    middle: float
    before: float
    after: float


class Junction:
    """The joint area of a main road and a side road, which takes the place of both there.

    main, side: their corridors; at: s on the main road's line and s on the side road's where they
    meet; radius: of the kerb at the corners [m]. A road whose span ends within the area has no arm
    there (a T-junction). paved: zones (s0, s1, t0, t1) of the main road that are paved as well.
    """

    def __init__(
        self,
        main: Corridor,
        side: Corridor,
        at: tuple[float, float],
        radius: float = 7.0,
        paved: Sequence[tuple[float, float, float, float]] = (),
    ):
        self.main, self.side, self.radius, self._paved = main, side, radius, tuple(paved)
        self.arms = (self._arm(main, side, at[0]), self._arm(side, main, at[1]))
        self._shapes()

    def _arm(self, own: Corridor, other: Corridor, middle: float) -> Arm:
        reach = max(abs(other.section.edge(1)), abs(other.section.edge(-1))) + self.radius + 1.5
        first, last = own.span
        before = min(reach, max(middle - first, 0.0))
        after = min(reach, max(last - middle, 0.0))
        return Arm(own, middle, before, after)

    def _shapes(self) -> None:
        """The polygons of the joint area in plan (shapely)."""
        from shapely import union_all

        r = self.radius
        roads, paved = [], []
        for arm in self.arms:
            section = arm.corridor.section
            edges = section.edge(-1), section.edge(1)
            walks = walk_edge(arm.corridor, -1), walk_edge(arm.corridor, 1)
            roads.append(_strip(arm, edges, 4.0 * r))
            paved.append(_strip(arm, walks, 0.0))
        joint = union_all(roads)
        rounded = joint.buffer(r, quad_segs=_ROUND).buffer(-r, quad_segs=_ROUND)
        zone = union_all(paved)
        # Around wide corners the pavement goes on in its width.
        corner = zone.buffer(self.rounding, quad_segs=_ROUND).buffer(
            -self.rounding, quad_segs=_ROUND
        )
        corner = union_all([corner, *(_zone(self.main, zone) for zone in self._paved)])
        self.zone = corner
        self.carriageway = rounded.intersection(corner)
        kerbed = rounded.buffer(KERB_WIDTH, quad_segs=_ROUND).intersection(corner)
        self.kerb = kerbed.difference(rounded)
        self.sidewalk = corner.difference(kerbed)
        self._rounded = rounded

    @property
    def rounding(self) -> float:
        """Radius of the outer edge of the pavement at the corners [m]."""
        return max(2.0, self.radius - self._pavement)

    @property
    def _pavement(self) -> float:
        """Width of the narrowest pavement with its kerb [m]."""
        return min(
            abs(walk_edge(road, k) - road.section.edge(k))
            for road in (self.main, self.side) for k in (-1, 1)
        )  # fmt: skip

    def height(self, points: Array) -> Array:
        """(P,) height of the joint carriageway, extended, at points (P, 2) [m]."""
        heights, weights = [], []
        for arm in self.arms:
            corridor = arm.corridor
            s, t = corridor.line.project(points)
            s = s.clip(*corridor.span)
            t = t.clip(corridor.section.edge(-1), corridor.section.edge(1))
            heights.append(corridor.exact(s, t)[:, 2])
            reach = np.where(s < arm.middle, arm.before, arm.after)
            inside = 1.0 - np.abs(s - arm.middle) / np.maximum(reach, 1e-6)
            weights.append(np.where(reach > 0, np.clip(inside, 1e-9, 1.0), 1.0))
        (first, second), (a, b) = heights, weights
        # At the end of an arm (its weight next to 0) the height is that road's own.
        return (first * b + second * a) / (a + b)

    def surfaces(self, chart: int = -1) -> tuple[Placement, ...]:
        """The joint area as meshes."""
        road = self._sheet(self.carriageway.buffer(0.01), 0.0, "asphalt", 0.0)
        walk = self._sheet(self.sidewalk, KERB_HEIGHT, "paving", CROSSFALL)
        top = self._sheet(self.kerb, KERB_HEIGHT, "kerbstone", 0.0)
        placements = []
        for sheets, name in ((road, "road"), (walk, "sidewalk"), (top + self._faces(), "kerb")):
            if sheets:
                mesh = assembled(sheets)
                placements.append(Placement(mesh, np.eye(4), class_id(name), chart=chart))
        return tuple(placements)

    def of_main(self, placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
        """The main road's ground without the joint area and without the side road's room."""
        land, paved = _parted(placements)
        room = self.zone.union(
            _strip_all(self.side, walk_edge(self.side, -1), walk_edge(self.side, 1))
        )
        return without(paved, self.zone) + without(land, room)

    def of_side(self, placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
        """The side road's ground without the joint area and without the main road's land."""
        land, paved = _parted(placements)
        section = self.main.section
        room = self.zone.union(_strip_all(self.main, section.end(-1), section.end(1)))
        return without(paved, self.zone) + without(land, room)

    def reach(self, corridor: Corridor) -> tuple[float, float]:
        """From which to which s the joint area takes the place of a road [m]."""
        arm = next(arm for arm in self.arms if arm.corridor is corridor)
        return arm.middle - arm.before, arm.middle + arm.after

    def mouth(self, corridor: Corridor, side: int, deep: float) -> tuple[float, float] | None:
        """Between which s of a road the other one comes out on a side, with its pavements and as
        far as ``deep`` from this one's [m]; None: it does not."""
        other = self.side if corridor is self.main else self.main
        s = np.arange(*other.span, 0.5)
        walk = abs(walk_edge(corridor, side))
        found = []
        for edge in (-1, 1):
            points = other.exact(s, np.full(len(s), walk_edge(other, edge)))[:, :2]
            along, t = corridor.line.project(points)
            found.append(along[(side * t > walk - 0.5) & (side * t < walk + deep)])
        along = np.concatenate(found)
        return (float(along.min()), float(along.max())) if len(along) else None

    def room(
        self, corridor: Corridor, deep: float = 20.0
    ) -> tuple[tuple[float, float, float, float], ...]:
        """Zones (s0, s1, t0, t1) of a road to be kept free of what would stand beside it: the
        joint area, and where the other road and the plots along it lie. deep: of the plots along
        the main road [m]."""
        low, high = self.reach(corridor)
        walks = walk_edge(corridor, -1), walk_edge(corridor, 1)
        # Awnings and balconies may reach a little over the pavements there.
        zones = [(low - 9.0, high + 9.0, walks[0] + 1.3, walks[1] - 1.3)]
        for side, walk in zip((-1, 1), walks, strict=True):
            found = self.mouth(corridor, side, deep)
            if found is None:
                continue
            more = 0.0 if corridor is self.main else deep
            near, far = sorted((walk - side * 0.5, side * 80.0))
            zones.append((found[0] - more, found[1] + more, near, far))
            if corridor is self.main:
                near, far = sorted((walk + side * deep, side * 80.0))
                zones.append((found[0] - _BEHIND, found[1] + _BEHIND, near, far))
        return tuple(zones)

    def _sheet(self, polygon: Any, lift: float, material: str, slope: float) -> list[Sheet]:
        """A polygon at ``lift`` above the carriageway, rising with the distance from it."""
        import shapely

        sheets = []
        for part in polygons(polygon.segmentize(3.0), 1e-4):
            flat, faces = triangulated(part)
            z = self.height(flat) + lift
            if slope:
                away = shapely.distance(shapely.points(flat), self._rounded)
                z = z + slope * np.clip(away - KERB_WIDTH, 0.0, self._pavement - KERB_WIDTH)
            points = np.column_stack([flat, z])
            normals = np.tile([0.0, 0.0, 1.0], (len(flat), 1))
            s, t = self.main.line.project(flat)
            sheets.append(Sheet(points, normals, np.column_stack([s, t]), faces, material))
        return sheets

    def _faces(self) -> list[Sheet]:
        """The sides of the kerbs towards the carriageway."""
        from shapely import line_merge

        border = self._rounded.boundary.intersection(self.zone.buffer(-1e-6))
        if border.geom_type == "MultiLineString":
            border = line_merge(border)
        sheets = []
        for curve in getattr(border, "geoms", [border]):
            if curve.geom_type != "LineString" or curve.length < 0.05:
                continue
            flat = np.asarray(curve.coords)[:, :2]
            along = unit(np.gradient(flat, axis=0))
            left = np.column_stack([-along[:, 1], along[:, 0]])
            probe = flat[len(flat) // 2] + 0.05 * left[len(flat) // 2]
            inwards = left if _covers(self._rounded, probe) else -left
            z = self.height(flat)
            low = np.column_stack([flat, z - 0.02])
            high = np.column_stack([flat, z + KERB_HEIGHT])
            points = np.concatenate([low, high])
            normals = np.tile(np.column_stack([inwards, 0 * z]), (2, 1))
            count = len(flat)
            i = np.arange(count - 1)
            faces = np.concatenate([np.stack([i, i + 1, i + 1 + count], 1),
                                    np.stack([i, i + 1 + count, i + count], 1)])  # fmt: skip
            if np.array_equal(inwards, left):
                faces = faces[:, ::-1]
            run = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(flat, axis=0), axis=1))]
            uv = np.column_stack([np.tile(run, 2), points[:, 2]])
            sheets.append(Sheet(points, normals, uv, faces, "kerbstone"))
        return sheets


def _covers(polygon: Any, point: Array) -> bool:
    from shapely import Point

    return bool(polygon.covers(Point(point)))


def _zone(corridor: Corridor, zone: tuple[float, float, float, float]) -> Any:
    return _ribbon(corridor, zone[:2], zone[2:])


def walk_edge(corridor: Corridor, side: int) -> float:
    """t of the outer edge of the pavement on a side, or of the carriageway where there is none."""
    found = corridor.section.find("edging", side) or corridor.section.find("sidewalk", side)
    return found[1] if found else corridor.section.edge(side)


def _strip(arm: Arm, edges: tuple[float, float], more: float) -> Any:
    """The polygon between two t over an arm's reach and ``more``, as far as the road goes."""
    first, last = arm.corridor.span
    s0 = max(arm.middle - arm.before - more, first)
    s1 = min(arm.middle + arm.after + more, last)
    return _ribbon(arm.corridor, (s0, s1), edges)


def _strip_all(corridor: Corridor, right: float, left: float) -> Any:
    return _ribbon(corridor, corridor.span, (right, left))


def _ribbon(corridor: Corridor, span: tuple[float, float], edges: tuple[float, float]) -> Any:
    from shapely import Polygon

    stations = corridor.stations[(corridor.stations > span[0]) & (corridor.stations < span[1])]
    s = np.concatenate([[span[0]], stations, [span[1]]])
    right, left = (corridor.exact(s, t)[:, :2] for t in sorted(edges))
    return Polygon(np.concatenate([right, left[::-1]]))


def _parted(placements: tuple[Placement, ...]) -> tuple[list[Placement], list[Placement]]:
    terrain = class_id("terrain")
    return (
        [p for p in placements if p.class_id == terrain],
        [p for p in placements if p.class_id != terrain],
    )
