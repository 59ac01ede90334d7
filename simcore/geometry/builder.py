"""Builds meshes from lofts, tubes, lathes, boxes and polygons.

Every primitive takes a material by name and, where a part shall be recoloured, the name of a
colour slot (by default the material's own name and colour). Texture coordinates are metres: given
with the primitive, or projected along the dominant axis of each face.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..materials import material as material_named
from ..materials import materials
from .carried import carried
from .mesh import Mesh
from .weld import welded

Array = NDArray[np.float64]
Materials = str | Sequence[Sequence[str | None]]
"""One material for all faces, or one per quad; None leaves the quad out."""


class MeshBuilder:
    """Collects primitives; ``build`` welds them into a ``Mesh``."""

    def __init__(self) -> None:
        self._vertices: list[Array] = []
        self._triangles: list[NDArray[np.int64]] = []
        self._uv: list[Array] = []
        self._material: list[NDArray[np.uint8]] = []
        self._slot: list[NDArray[np.uint8]] = []
        self._slots: dict[str, int] = {}
        self._colours: list[ArrayLike] = []
        self._count = 0

    def add(
        self,
        vertices: ArrayLike,
        triangles: ArrayLike,
        material: str | Sequence[str],
        colour: str | None = None,
        uv: ArrayLike | None = None,
    ) -> None:
        """Triangles (T, 3) over vertices (V, 3), of one material or one per triangle; uv (V, 2)."""
        vertices = np.asarray(vertices, np.float64).reshape(-1, 3)
        triangles = np.asarray(triangles, np.int64).reshape(-1, 3)
        names = [material] * len(triangles) if isinstance(material, str) else list(material)
        kinds = {name: (material_named(name).id, self._slot_of(name, colour)) for name in names}
        self._vertices.append(vertices)
        self._triangles.append(triangles + self._count)
        self._uv.append(
            np.full((len(vertices), 2), np.nan) if uv is None else np.asarray(uv, np.float64)
        )
        self._material.append(np.array([kinds[name][0] for name in names], np.uint8))
        self._slot.append(np.array([kinds[name][1] for name in names], np.uint8))
        self._count += len(vertices)

    def grid(
        self,
        points: ArrayLike,
        material: Materials,
        *,
        colour: str | None = None,
        uv: ArrayLike | None = None,
        closed: bool = False,
        flip: bool = False,
    ) -> None:
        """Quads over points (A, B, 3), counter-clockwise as A goes up and B to the right.

        ``closed`` joins the last column to the first; ``flip`` turns the faces round; ``uv``
        (A, B, 2), or (A, B + 1, 2) when closed.
        """
        points = np.asarray(points, np.float64)
        if closed:
            points = np.concatenate([points, points[:, :1]], 1)
        rows, columns = points.shape[:2]
        number = np.arange(rows * columns).reshape(rows, columns)
        a, b = number[:-1, :-1].ravel(), number[:-1, 1:].ravel()
        c, d = number[1:, 1:].ravel(), number[1:, :-1].ravel()
        if flip:
            b, d = d, b
        triangles = np.stack([a, b, c, a, c, d], 1).reshape(-1, 3)
        if isinstance(material, str):
            names: Any = material
        else:
            quads = [name for row in material for name in row]
            if len(quads) != len(a):
                raise ValueError(f"{len(quads)} materials for {len(a)} quads")
            keep = np.repeat([name is not None for name in quads], 2)
            names = [name for name in quads if name is not None for _ in range(2)]
            triangles = triangles[keep]
        flat = None if uv is None else np.asarray(uv, np.float64).reshape(-1, 2)
        self.add(points.reshape(-1, 3), triangles, names, colour, flat)

    def fan(
        self,
        ring: ArrayLike,
        material: str,
        *,
        colour: str | None = None,
        centre: ArrayLike | None = None,
        flip: bool = False,
    ) -> None:
        """A disc over a ring (N, 3), counter-clockwise, around its mean or ``centre``."""
        ring = np.asarray(ring, np.float64)
        middle = ring.mean(0) if centre is None else np.asarray(centre, np.float64)
        i = np.arange(len(ring))
        j = np.roll(i, -1)
        triangles = np.stack([j, i, 0 * i + len(i)] if flip else [i, j, 0 * i + len(i)], 1)
        self.add(np.vstack([ring, middle]), triangles, material, colour)

    def box(
        self,
        centre: ArrayLike,
        size: ArrayLike,
        material: str,
        *,
        colour: str | None = None,
        R: ArrayLike | None = None,
        leave_out: str = "",
    ) -> None:
        """A box of ``size`` (x, y, z), turned by R; ``leave_out`` names faces, as in "-z+x"."""
        sign = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float64)
        corners = sign * np.asarray(size, np.float64) / 2
        if R is not None:
            corners = corners @ np.asarray(R, np.float64).T
        faces = {
            "-x": (0, 1, 3, 2),
            "+x": (4, 6, 7, 5),
            "-y": (0, 4, 5, 1),
            "+y": (2, 3, 7, 6),
            "-z": (0, 2, 6, 4),
            "+z": (1, 5, 7, 3),
        }
        quads = [quad for name, quad in faces.items() if name not in leave_out]
        triangles = [t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))]
        self.add(corners + np.asarray(centre, np.float64), triangles, material, colour)

    def quad(self, a, b, c, d, material: str, *, colour: str | None = None, uv=None) -> None:
        """One quad, counter-clockwise."""
        self.add([a, b, c, d], [[0, 1, 2], [0, 2, 3]], material, colour, uv)

    def rounded_box(
        self,
        centre: ArrayLike,
        size: ArrayLike,
        radius: float,
        material: str,
        *,
        colour: str | None = None,
        arc: int = 4,
    ) -> None:
        """A box whose edges along x are round, with chamfered ends; z up."""
        length, width, height = np.asarray(size, np.float64)
        angles = np.linspace(0, np.pi / 2, arc)
        rings = []
        for x, inset in (
            (-length / 2, radius),
            (-length / 2 + 0.3 * radius, 0.3 * radius),
            (-length / 2 + radius, 0.0),
            (length / 2 - radius, 0.0),
            (length / 2 - 0.3 * radius, 0.3 * radius),
            (length / 2, radius),
        ):
            y, z = width / 2 - radius, height / 2 - radius
            r = max(radius - inset, 1e-3)
            corners = [
                np.stack([sy * y + r * np.cos(angles + o), sz * z + r * np.sin(angles + o)], 1)
                for sy, sz, o in (
                    (1, 1, 0),
                    (-1, 1, np.pi / 2),
                    (-1, -1, np.pi),
                    (1, -1, 1.5 * np.pi),
                )
            ]
            ring = np.concatenate(corners)
            rings.append(np.column_stack([np.full(len(ring), x), ring]))
        points = np.array(rings) + np.asarray(centre, np.float64)
        self.grid(points, material, colour=colour, closed=True)
        self.fan(points[0], material, colour=colour, flip=True)
        self.fan(points[-1], material, colour=colour)

    def tube(
        self,
        path: ArrayLike,
        radius: ArrayLike,
        material: Materials,
        *,
        colour: str | None = None,
        sides: int = 8,
        radius_up: ArrayLike | None = None,
        exponent: float = 2.0,
        up: ArrayLike = (0.0, 0.0, 1.0),
        caps: bool = True,
    ) -> Array:
        """A tube along path (K, 3) with superelliptic rings; returns the rings (K, sides, 3).

        ``radius`` is across, ``radius_up`` (by default the same) towards ``up``; the frame is
        carried along without twist. Texture: u around, v along, in metres.
        """
        path = np.asarray(path, np.float64)
        count = len(path)
        across = np.broadcast_to(np.asarray(radius, np.float64), count)
        upward = across if radius_up is None else np.broadcast_to(radius_up, count)
        angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
        ca = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2 / exponent)
        sa = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** (2 / exponent)
        side, lift = carried(path, np.asarray(up, np.float64))
        turn, rise = ca * across[:, None], sa * upward[:, None]
        rings = path[:, None] + turn[..., None] * side[:, None] + rise[..., None] * lift[:, None]
        around = np.linspace(0, 2 * np.pi * float(across.max()), sides + 1)
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
        uv = np.stack(np.meshgrid(around, along), -1)
        self.grid(rings, material, colour=colour, uv=uv, closed=True)
        if caps:
            first = material if isinstance(material, str) else material[0][0]
            last = material if isinstance(material, str) else material[-1][0]
            if first is not None:
                self.fan(rings[0], first, colour=colour, flip=True)
            if last is not None:
                self.fan(rings[-1], last, colour=colour)
        return rings

    def ellipsoid(
        self,
        centre: ArrayLike,
        radii: ArrayLike,
        material: str,
        *,
        colour: str | None = None,
        sides: int = 10,
        rings: int = 7,
        R: ArrayLike | None = None,
    ) -> None:
        """An ellipsoid with its poles on z, turned by R."""
        latitude = np.linspace(-np.pi / 2, np.pi / 2, rings)[:, None]
        azimuth = np.linspace(0, 2 * np.pi, sides, endpoint=False)[None]
        points = np.stack(
            [
                np.cos(latitude) * np.cos(azimuth),
                np.cos(latitude) * np.sin(azimuth),
                np.sin(latitude) + 0 * azimuth,
            ],
            -1,
        ) * np.asarray(radii, np.float64)
        if R is not None:
            points = points @ np.asarray(R, np.float64).T
        self.grid(points + np.asarray(centre, np.float64), material, colour=colour, closed=True)

    def lathe(
        self,
        profile: ArrayLike,
        material: Materials,
        *,
        colour: str | None = None,
        sides: int = 20,
        axis: str = "z",
        centre: ArrayLike = (0.0, 0.0, 0.0),
    ) -> None:
        """A surface of revolution from a profile (K, 2) of (place on the axis, radius).

        The outside is to the right of the profile as the place on the axis grows.
        """
        profile = np.asarray(profile, np.float64)
        angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
        place, radius = profile[:, :1], profile[:, 1:]
        first, second = radius * np.cos(angle), radius * np.sin(angle)
        along = place + 0 * angle
        order = {"x": (along, first, second), "y": (second, along, first)}
        points = np.stack(order.get(axis, (first, second, along)), -1)
        self.grid(points + np.asarray(centre, np.float64), material, colour=colour, closed=True)

    def polygon(
        self,
        outline: ArrayLike,
        material: str,
        *,
        T: ArrayLike | None = None,
        colour: str | None = None,
        thickness: float = 0.0,
        holes: Sequence[ArrayLike] = (),
    ) -> None:
        """A flat polygon (N, 2) in the x-y plane, facing +z, moved by T (4, 4).

        With a thickness it is a slab between z = 0 and z = thickness.
        """
        from shapely.geometry import Polygon
        from trimesh.creation import triangulate_polygon

        shape = Polygon(outline, holes)
        flat, faces = triangulate_polygon(shape, engine="earcut")
        a, b, c = (flat[faces[:, k]] for k in range(3))
        turn = np.cross(b - a, c - a) < 0
        faces[turn] = faces[turn][:, ::-1]
        top = np.column_stack([flat, np.full(len(flat), thickness)])
        self.add(_moved(top, T), faces, material, colour)
        if thickness:
            bottom = np.column_stack([flat, np.zeros(len(flat))])
            self.add(_moved(bottom, T), faces[:, ::-1], material, colour)
            for number, ring in enumerate((shape.exterior, *shape.interiors)):
                points = np.asarray(ring.coords)[:, :2]
                low, high = (
                    np.column_stack([points, np.full(len(points), z)]) for z in (0, thickness)
                )
                wall = _moved(np.concatenate([low, high]), T).reshape(2, -1, 3)
                self.grid(wall, material, colour=colour, flip=ring.is_ccw != (number == 0))

    def bounds(self) -> Array:
        """(2, 3): lowest and highest corner of everything so far [m]."""
        points = np.concatenate(self._vertices)
        return np.stack([points.min(0), points.max(0)])

    def reflect(self) -> None:
        """Turn everything so far into its mirror image across the plane y = 0."""
        self._vertices = [points * (1.0, -1.0, 1.0) for points in self._vertices]
        self._triangles = [faces[:, ::-1] for faces in self._triangles]

    def mirror(self, swap: Mapping[str, str] | None = None) -> None:
        """Add the mirror image across y = 0 of everything so far.

        ``swap`` names materials that become others in the image, as left and right indicators do.
        """
        count = self._count
        ids = {material_named(a).id: material_named(b).id for a, b in (swap or {}).items()}
        slots = {
            self._slots[a]: self._slot_of(b, None)
            for a, b in (swap or {}).items()
            if a in self._slots
        }
        material, slot = np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8)
        for table, pairs in ((material, ids), (slot, slots)):
            for old, new in pairs.items():
                table[old] = new
        self._vertices += [points * (1.0, -1.0, 1.0) for points in self._vertices]
        self._triangles += [faces[:, ::-1] + count for faces in self._triangles]
        self._uv += [uv * (-1.0, 1.0) for uv in self._uv]
        self._material += [material[kinds] for kinds in self._material]
        self._slot += [slot[kinds] for kinds in self._slot]
        self._count = 2 * count

    def merge(self, other: MeshBuilder | Mesh, T: ArrayLike | None = None) -> None:
        """Take in another builder's or mesh's triangles, moved by T; colours go by slot name."""
        mesh = other.build() if isinstance(other, MeshBuilder) else other
        vertices = _moved(mesh.vertices.astype(np.float64), T)
        names = [item.name for item in materials()]
        mirrored = T is not None and np.linalg.det(np.asarray(T)[:3, :3]) < 0
        for slot, colour in enumerate(mesh.slots):
            chosen = mesh.slot == slot
            triangles = mesh.triangles[chosen]
            if not len(triangles):
                continue
            if colour not in self._slots:
                self._slots[colour] = len(self._colours)
                self._colours.append(mesh.colours[slot])
            used, triangles = np.unique(triangles, return_inverse=True)
            triangles = triangles.reshape(-1, 3)
            self.add(
                vertices[used],
                triangles[:, ::-1] if mirrored else triangles,
                [names[k] for k in mesh.material[chosen]],
                colour,
                mesh.uv[used],
            )

    def build(self, crease: float = 40.0) -> Mesh:
        """Weld equal positions and smooth the normals across edges of less than ``crease`` deg."""
        if not self._triangles:
            raise ValueError("a mesh needs at least one triangle")
        vertices, triangles = np.concatenate(self._vertices), np.concatenate(self._triangles)
        cosine = float(np.cos(np.radians(crease)))
        corners, faces, good = welded(vertices, triangles, np.concatenate(self._uv), cosine)
        return Mesh(
            vertices=corners.place.astype(np.float32),
            normals=corners.normal.astype(np.float32),
            uv=corners.uv.astype(np.float32),
            triangles=faces.astype(np.int32),
            material=np.concatenate(self._material)[good],
            slot=np.concatenate(self._slot)[good],
            colours=np.asarray(self._colours, np.float32).reshape(-1, 3),
            slots=tuple(self._slots),
        )

    def _slot_of(self, material: str, colour: str | None) -> int:
        name = colour or material
        if name not in self._slots:
            self._slots[name] = len(self._colours)
            self._colours.append(material_named(material).albedo)
        return self._slots[name]


def _moved(points: Array, T: ArrayLike | None) -> Array:
    if T is None:
        return points
    T = np.asarray(T, np.float64)
    return points @ T[:3, :3].T + T[:3, 3]
