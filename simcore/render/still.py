"""A stage at one instant: what a global shutter sees, and the common case."""

from __future__ import annotations

from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from . import clip as clipping
from . import cover as covers
from . import pixels, vertex
from . import raster as rasters
from . import setup as setups
from . import surface as surfaces
from .lens import Pinhole
from .stage import Geometry
from .workspace import Workspace

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
I4 = NDArray[np.int32]
Window = tuple[float, float, float, float]


class Still:
    """Items set up for rasterising, as they are at one instant.

    mesh (I,): the mesh of each item; camera_item (1, I, 3, 4): the items seen from the camera;
    window: least and greatest u and v [px] that may be filled; grid: samples stand at some of
    the multiples of 1 / grid. Of the records, ``count`` are valid: record r is made of triangle
    ``triangle[r]`` of item ``item[r]``. They live in ``work`` and die with its next use. seen_in:
    the buffers of record numbers that were filled; surfaces can be asked for at what they hold.
    """

    def __init__(
        self,
        work: Workspace,
        geometry: Geometry,
        mesh: I4,
        lens: Pinhole,
        camera_item: F8,
        window: Window,
        grid: float,
    ):
        self.lens, self._geometry, self._mesh, self._work = lens, geometry, mesh, work
        items, g = len(mesh), geometry
        to_lens = work.array("to_lens", (1, items, 12), np.float32)
        turn = work.array("turn", (1, items, 9), np.float32)
        k = np.array([lens.fx, lens.fy, lens.cx, lens.cy])
        vertex.matrices(camera_item, k, to_lens, turn)
        self.to_lens, self._to_lens, self._turn = to_lens, to_lens[0], turn[0]
        self._state = work.array("state", items, np.uint8)
        planes = vertex.bounding_planes(lens, window)
        vertex.states(camera_item, mesh, g.sphere, planes, lens.near, self._state)
        self._set_up(np.array(window, np.float32), np.float32(grid))
        self._planes: F4 | None = None
        self.seen_in: tuple[I4, ...] = ()

    def fill(
        self, window: I4, origin: int, step: float, first: float, inverse: F4, record: I4
    ) -> None:
        """Fill rows of a visibility buffer; see ``raster``."""
        fill = rasters.fastest(int(window[1] - window[0]))
        grid = np.float32(step), np.float32(first)
        edges = np.empty(rasters.EDGES, np.float32)
        fill(self.records, self.count, window, origin, *grid, edges, inverse, record)

    def surface(self, blocks: int, number: I4, place: F4, data: F4) -> None:
        """Texture coordinates and normals of points; see ``surface.surface``."""
        surfaces.surface(blocks, number, place, self.planes.reshape(-1), data)

    def faces(
        self, record: I4, depth: F4, top: int, bottom: int, width: int, texture: F4, normal: F4
    ) -> None:
        """Texture coordinates and normals of rows of pixels; see ``pixels.faces``."""
        planes = self.planes.reshape(-1)
        pixels.faces(planes, record, depth, top, bottom, width, texture, normal)

    def prepare(self) -> None:
        """Work out what ``surface`` and ``faces`` need, before threads share them."""
        self.planes  # noqa: B018

    def extent(self, window: Window) -> tuple[int, int, int, int]:
        """First column and row, end column and row of the pixels that can be covered."""
        return pixels_within(window, self.records, self.count, (setups.FIELDS, 11, 12, 1, 4))

    def cover(self, window: I4, mask: NDArray[np.uint8]) -> None:
        """Set the pixels that are covered; see ``cover``."""
        covers.cover(self.records, self.count, window, mask)

    @property
    def planes(self) -> F4:
        """(R, 24): see ``surface``; made when first asked for."""
        if self._planes is None:
            self._planes = self._make_planes()
        return self._planes

    def _set_up(self, window: F4, grid: np.float32) -> None:
        g, work = self._geometry, self._work
        room = g.room_for(self._mesh, self._state) + 1
        self.records = work.array("records", room * setups.FIELDS, np.float32)
        self.item = work.array("item", room, np.int32)
        self.triangle = work.array("triangle", room, np.int32)
        crossing_item = work.array("crossing_item", room, np.int32)
        crossing = work.array("crossing", room, np.int32)
        count = np.zeros(2, np.int64)
        near = np.float32(self.lens.near)
        setups.setup(
            g.vertices,
            g.first_vertex,
            g.triangles,
            g.first_triangle,
            self._mesh,
            self._state,
            self._to_lens,
            near,
            window,
            grid,
            work.array("screen", (3, g.largest), np.float32),
            self.records,
            self.item,
            self.triangle,
            crossing_item,
            crossing,
            count,
        )
        self._unclipped = self.count = int(count[0])
        if count[1]:
            self.count = clipping.clip(
                crossing_item,
                crossing,
                count[1],
                g.vertices,
                g.triangles,
                g.first_vertex,
                self._mesh,
                self._to_lens,
                near,
                window,
                grid,
                self._unclipped,
                work.array("polygon", (2, 3, 8), np.float32),
                self.records,
                self.item,
                self.triangle,
            )

    def _make_planes(self) -> F4:
        g, lens = self._geometry, self.lens
        made = self._work.array("planes", (len(self.item), surfaces.PLANE), np.float32)
        numbers = self.seen, self._unclipped, self.item, self.triangle
        surfaces.planes(
            *numbers,
            g.vertices.reshape(-1),
            g.triangles.reshape(-1),
            g.first_vertex,
            self._mesh,
            self._to_lens.reshape(-1),
            g.normals.reshape(-1),
            g.uv.reshape(-1),
            self._turn.reshape(-1),
            made.reshape(-1),
        )
        if self.count > self._unclipped:
            surfaces.planes_of_clipped(
                *numbers,
                g.vertices,
                g.triangles,
                g.first_vertex,
                self._mesh,
                self._to_lens,
                g.normals,
                g.uv,
                self._turn,
                np.array([lens.cx, lens.cy]),
                made,
            )
        return made

    @cached_property
    def seen(self) -> I4:
        """The records that are seen in some buffer."""
        return pixels.seen(self._work, self.count, self.seen_in)


def pixels_within(
    window: Window, records: F4, count: int, fields: tuple[int, int, int, int, int]
) -> tuple[int, int, int, int]:
    """First column and row, end column and row of a window's pixels that records may cover."""
    found = np.empty(4, np.float32)
    covers.extent(records, count, *fields, found)
    low_u, low_v, high_u, high_v = found.tolist()
    left, top = ceil(max(low_u - 0.1, window[0])), ceil(max(low_v - 0.1, window[2]))
    right, bottom = ceil(min(high_u + 0.1, window[1])), ceil(min(high_v + 0.1, window[3]))
    return left, top, right, bottom
