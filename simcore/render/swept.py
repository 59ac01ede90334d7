"""A stage while it moves: what a rolling shutter sees, each row at its own time."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from . import pixels, sweep, vertex
from .cover import cover_swept
from .lens import Pinhole
from .samples import at_samples
from .stage import Geometry
from .still import F4, F8, I4, Window, pixels_within
from .surface_swept import surface_swept
from .workspace import Workspace


class Swept:
    """Items set up for rasterising while they move; used like ``Still``.

    camera_item (2, I, 3, 4): the items seen from the camera at the start and the end of the
    exposure; first, per_row: row r of pixels is taken at the time ``first + per_row·r`` between
    them, from 0 to 1.
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
        first: float,
        per_row: float,
    ):
        self.lens, self._geometry, self._mesh, self._work = lens, geometry, mesh, work
        self.seen_in: tuple[I4, ...] = ()
        self._time = np.float32(first), np.float32(per_row)
        items, g = len(mesh), geometry
        self._near = np.float32(lens.near)
        self.to_lens = to_lens = work.array("to_lens", (2, items, 12), np.float32)
        self._turn = work.array("turn", (2, items, 9), np.float32)
        k = np.array([lens.fx, lens.fy, lens.cx, lens.cy])
        vertex.matrices(camera_item, k, to_lens, self._turn)
        state = work.array("state", items, np.uint8)
        planes = vertex.bounding_planes(lens, window)
        vertex.states(camera_item, mesh, g.sphere, planes, lens.near, state)
        place = work.array("place", items, np.int32)
        vertices = work.array("swept", (6, g.vertices_of(mesh)), np.float32)
        vertex.sweep(g.vertices, g.first_vertex, mesh, state, to_lens, vertices, place)
        room = g.room_for(mesh, np.minimum(state, 1)) + 1
        self.records = work.array("records", room * sweep.FIELDS, np.float32)
        self.item = work.array("item", room, np.int32)
        self.triangle = work.array("triangle", room, np.int32)
        self.count = sweep.setup_swept(
            g.triangles,
            g.first_triangle,
            mesh,
            state,
            place,
            vertices,
            self._near,
            np.array(window, np.float32),
            np.float32(grid),
            self.records,
            self.item,
            self.triangle,
        )

    def fill(
        self, window: I4, origin: int, step: float, first: float, inverse: F4, record: I4
    ) -> None:
        """Fill rows of a visibility buffer; see ``raster``."""
        grid = np.float32(step), np.float32(first)
        sweep.raster_swept(
            self.records,
            self.count,
            window,
            origin,
            *grid,
            self._near,
            *self._time,
            np.empty(sweep.EDGES, np.float32),
            inverse,
            record,
        )

    def surface(self, blocks: int, number: I4, place: F4, data: F4) -> None:
        """Texture coordinates and normals of points; see ``surface_swept``."""
        g = self._geometry
        surface_swept(
            blocks,
            number,
            place,
            self.records,
            self.item,
            self.triangle,
            g.triangles.reshape(-1),
            g.first_vertex,
            self._mesh,
            g.normals.reshape(-1),
            g.uv.reshape(-1),
            self._turn.reshape(-1),
            *self._time,
            data,
        )

    def extent(self, window: Window) -> tuple[int, int, int, int]:
        """First column and row, end column and row of the pixels that can be covered."""
        return pixels_within(window, self.records, self.count, (sweep.FIELDS, 18, 19, 20, 21))

    def cover(self, window: I4, mask: NDArray[np.uint8]) -> None:
        """Set the pixels that are covered; see ``cover.cover_swept``."""
        cover_swept(self.records, self.count, window, self._near, *self._time, mask)

    def faces(
        self, record: I4, depth: F4, top: int, bottom: int, width: int, texture: F4, normal: F4
    ) -> None:
        """Texture coordinates and normals of rows of pixels; see ``pixels.faces``."""
        rows = slice(top * width, bottom * width)
        v, u = np.indices((bottom - top, width), np.float32).reshape(2, -1)
        inverse = np.float32(1) / depth[rows]
        found = at_samples(self, record[rows], u, v + np.float32(top), inverse)
        texture.reshape(2, -1)[:, rows], normal.reshape(3, -1)[:, rows] = found

    @cached_property
    def seen(self) -> I4:
        """The records that are seen in some buffer."""
        return pixels.seen(self._work, self.count, self.seen_in)

    def prepare(self) -> None:
        """Nothing has to be worked out before threads share ``surface`` and ``faces``."""
