"""Everything that can be drawn: shared meshes packed once, and a table of the items placed.

An *item* is one row of the table: a placement of the scene, or a part of the cast; the scene's
come first. Meshes that share their arrays (recoloured copies) share their packed geometry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..bodies import Bodies, Cast
from ..geometry.mesh import Mesh
from ..light.flashing import FLASHING, shares
from ..light.tubes import packed
from ..scene import Placement, Scene

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
I4 = NDArray[np.int32]


class Geometry(NamedTuple):
    """M distinct meshes end to end: V vertices, T triangles.

    vertices (3, V) f4 [m]; normals (V, 3) f4; uv (V, 2) f4; triangles (T, 3) i4, numbered within
    their mesh; material, slot (T,) u1; first_vertex, first_triangle (M + 1,) i4: where each mesh
    begins; sphere (M, 4) f4: centre and radius.
    """

    vertices: F4
    normals: F4
    uv: F4
    triangles: I4
    material: NDArray[np.uint8]
    slot: NDArray[np.uint8]
    first_vertex: I4
    first_triangle: I4
    sphere: F4

    @property
    def largest(self) -> int:
        """The number of vertices of the largest mesh."""
        return int(np.diff(self.first_vertex).max())

    def vertices_of(self, mesh: I4) -> int:
        """How many vertices items with these meshes (I,) have together."""
        return int((self.first_vertex[mesh + 1] - self.first_vertex[mesh]).sum())

    def room_for(self, mesh: I4, state: NDArray[np.uint8]) -> int:
        """How many records their triangles can become: clipping makes up to six of one."""
        triangles = self.first_triangle[mesh + 1] - self.first_triangle[mesh]
        return int((triangles * _ROOM[state]).sum())


_NO_ROWS = np.zeros(0, np.int64)
_ROOM = np.array([0, 1, 6])


class Posed(NamedTuple):
    """Where the items of a stage are while a picture is taken.

    start, end (I, 4, 4): poses in the world when the exposure starts and ends; between them every
    point moves on a straight line. The same array twice means that nothing moves. lit (I,) u4:
    masks of the lamp circuits that are on. glow (I, CIRCUITS) f4: how bright each shines, as a
    share of its mean, or of its flashes; None where all are steady.
    """

    start: F8
    end: F8
    lit: NDArray[np.uint32]
    glow: F4 | None = None


SMALL = 3.0
"""Size on the image [px] up to which pieces of a mesh are small enough (``scene.Grade``)."""


class Grades(NamedTuple):
    """The G items that are drawn by several meshes. item (G,); mesh (G, L) i4: rows of them, from
    the finest on; size (G, L): of their pieces [m], infinite where there are fewer; centre (G, 3),
    radius (G,): of spheres around them in their axes."""

    item: NDArray[np.int64]
    mesh: I4
    size: F8
    centre: F8
    radius: F8


class Stage:
    """The packed meshes of a scene and its cast, with one row per item (I items).

    geometry: the meshes; mesh (I,) i4: row of each item's own mesh; class_id (I,) u1; body (I,) i4:
    instance id, 0 for what is not counted; chart (I,) i4, -1 for none; palette (I,) i4: the row of
    ``colours`` (C, 3) f4, linear albedo, that colour slot 0 of the item has; fixed: how many items
    never move; tubes: pieces of tunnels (``light.tubes.packed``).

    Mirrored placements are refused with a ``ValueError``: they would turn the faces inside out.
    """

    def __init__(self, scene: Scene, cast: Cast):
        placed = scene.placements
        meshes = [item.mesh for item in placed] + list(cast.meshes)
        self.fixed = len(placed)
        more = [grade.mesh for item in placed for grade in item.grades]
        self.geometry, rows = _pack([*meshes, *more])
        self.mesh = rows[: len(meshes)]
        self._grades = _graded(placed, self.geometry, rows[len(meshes) :])
        self.colours, self.palette = _palettes(meshes)
        self.class_id = _column([item.class_id for item in placed], cast.part_class, np.uint8)
        self.body = _column([item.body for item in placed], cast.part_id, np.int32)
        self.chart = _column([item.chart for item in placed], np.full(len(cast.meshes), -1), "i4")
        self._poses = np.zeros((len(meshes), 4, 4))
        self._rows: dict[int, NDArray[np.int64]] | None = None
        self._lit = _column([item.lit for item in placed], np.zeros(len(cast.meshes)), np.uint32)
        self._group = np.array([item.group for item in placed], np.int32)
        self._switched = np.flatnonzero(self._group >= 0) if scene.signals else _NO_ROWS
        self._signals = scene.signals
        self.tubes = packed(scene.tubes)
        alone = (np.arange(self.fixed) * 0.6180339887) % 1.0  # lamps of road works, each by itself
        self._phase = _column(alone.tolist(), cast.part_phase, np.float64)
        for number, item in enumerate(placed):
            self._poses[number] = item.T
        mirrored = np.linalg.det(self._poses[: self.fixed, :3, :3]) <= 0
        if mirrored.any():
            raise ValueError(
                f"placement {int(np.argmax(mirrored))} is mirrored or flat; "
                "mirror the mesh itself with MeshBuilder.merge"
            )

    def __len__(self) -> int:
        return len(self.mesh)

    def drawn(self, camera_item: F8, focal: float) -> I4:
        """(I,) row of the mesh that each item is drawn by: of its grades the coarsest with pieces
        that are small on the image, else the finest.

        camera_item (I, 3, 4): the items seen from the camera; focal: its focal length [px].
        """
        g = self._grades
        if not len(g.item):
            return self.mesh
        pose = camera_item[g.item]
        centre = np.einsum("gij,gj->gi", pose[:, :, :3], g.centre) + pose[:, :, 3]
        away = np.maximum(np.sqrt((centre**2).sum(1)) - g.radius, 0.0)
        small = g.size * focal <= SMALL * away[:, None]
        last = np.maximum(small.sum(1) - 1, 0)
        mesh = self.mesh.copy()
        mesh[g.item] = g.mesh[np.arange(len(last)), last]
        return mesh

    def items_of(self, body: int) -> NDArray[np.int64]:
        """The rows of the items that belong to the body with this instance id."""
        if self._rows is None:
            order = np.argsort(self.body, kind="stable")
            bodies, first = np.unique(self.body[order], return_index=True)
            self._rows = dict(zip(bodies.tolist(), np.split(order, first[1:]), strict=True))
        return self._rows.get(body, _NO_ROWS)

    def posed(self, start: Bodies, end: Bodies | None = None) -> Posed:
        """The items while the bodies go from ``start`` to ``end`` (None: an instant)."""
        lit = self._lit.copy()
        lit[self.fixed :] = start.lit
        if self._signals is not None:
            lit[self._switched] = self._signals.lit(self._group[self._switched], start.time)
        first = self._with_parts(start)
        last = first if end is None else self._with_parts(end)
        return Posed(first, last, lit, self.flashes(lit, start.time))

    def flashes(
        self, lit: NDArray[np.uint32], start: float | F8, seconds: float = 0.0
    ) -> F4 | None:
        """(I, CIRCUITS) for which share of an exposure the circuits that are on, lit (I,), shine
        where they flash; None where nothing does. start [s]: when it begins, for all or (I,)."""
        return shares(self._phase, start, seconds) if (lit & FLASHING).any() else None

    def _with_parts(self, bodies: Bodies) -> F8:
        poses = self._poses.copy()
        poses[self.fixed :] = bodies.T_part
        return poses


def _graded(placed: Sequence[Placement], geometry: Geometry, rows: I4) -> Grades:
    """The grades of placements, whose meshes have these rows one after the other."""
    items = [number for number, item in enumerate(placed) if item.grades]
    most = max((len(placed[number].grades) for number in items), default=0)
    mesh, size = np.zeros((len(items), most), np.int32), np.full((len(items), most), np.inf)
    first = 0
    for k, number in enumerate(items):
        item = placed[number]
        count = len(item.grades)
        if any(grade.mesh.slots != item.mesh.slots for grade in item.grades):
            raise ValueError(f"the grades of placement {number} have other colours than its mesh")
        mesh[k, :count] = rows[first : first + count]
        size[k, :count] = [grade.size for grade in item.grades]
        if (np.diff(size[k, :count]) <= 0.0).any():
            raise ValueError(f"the grades of placement {number} do not go from fine to coarse")
        first += count
    sphere = geometry.sphere[mesh[:, 0]].astype(np.float64) if items else np.zeros((0, 4))
    return Grades(np.array(items, np.int64), mesh, size, sphere[:, :3], sphere[:, 3])


def _pack(meshes: Iterable[Mesh]) -> tuple[Geometry, I4]:
    """The distinct geometries of the meshes, and the row of each mesh."""
    rows: dict[tuple[int, ...], int] = {}
    distinct: list[Mesh] = []
    number = []
    for mesh in meshes:
        arrays = (mesh.vertices, mesh.normals, mesh.uv, mesh.triangles, mesh.material, mesh.slot)
        key = tuple(map(id, arrays))
        if key not in rows:
            rows[key] = len(distinct)
            distinct.append(mesh)
        number.append(rows[key])
    if not distinct:
        distinct = [_NOTHING]
    geometry = Geometry(
        vertices=np.ascontiguousarray(np.concatenate([m.vertices for m in distinct]).T),
        normals=np.concatenate([m.normals for m in distinct]),
        uv=np.concatenate([m.uv for m in distinct]),
        triangles=np.concatenate([m.triangles for m in distinct]),
        material=np.concatenate([m.material for m in distinct]),
        slot=np.concatenate([m.slot for m in distinct]),
        first_vertex=_starts([len(m.vertices) for m in distinct]),
        first_triangle=_starts([len(m.triangles) for m in distinct]),
        sphere=np.stack([m.sphere for m in distinct]),
    )
    return geometry, np.array(number, np.int32)


def _palettes(meshes: Iterable[Mesh]) -> tuple[F4, I4]:
    """All distinct colour tables end to end, and where each mesh's begins."""
    rows: dict[int, int] = {}
    tables: list[F4] = []
    first = []
    count = 0
    for mesh in meshes:
        key = id(mesh.colours)
        if key not in rows:
            rows[key] = count
            tables.append(mesh.colours)
            count += len(mesh.colours)
        first.append(rows[key])
    return np.concatenate([*tables, np.zeros((0, 3), np.float32)]), np.array(first, np.int32)


def _starts(counts: list[int]) -> I4:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _column(fixed: list, moving, dtype) -> NDArray:
    return np.concatenate([np.asarray(fixed, dtype), np.asarray(moving).astype(dtype)])


_NOTHING = Mesh(
    vertices=np.zeros((1, 3), np.float32),
    normals=np.zeros((1, 3), np.float32),
    uv=np.zeros((1, 2), np.float32),
    triangles=np.zeros((0, 3), np.int32),
    material=np.zeros(0, np.uint8),
    slot=np.zeros(0, np.uint8),
    colours=np.zeros((0, 3), np.float32),
    slots=(),
)
