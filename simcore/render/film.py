"""The film of a camera: draws a stage into visibility buffers, from which all else is derived."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..pose import R_FLU_OPTICAL, Array, pose
from . import clip as clipping
from . import raster as rasters
from . import setup as setups
from . import surface as surfaces
from . import vertex
from .lens import Pinhole
from .stage import Posed, Stage
from .threads import in_bands

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

CENTRE = (1.0, 0.0)
FINE = (0.5, -0.25)
"""Sample grids: samples stand at u = column·step + first, in pixels; likewise v."""


class Shutter(NamedTuple):
    """When the rows of the image are taken: row r at ``first + per_row·r``, where 0 is the start
    and 1 the end of the exposure. ``per_row`` = 0 is a global shutter."""

    first: float = 0.0
    per_row: float = 0.0


INSTANT = Shutter()


class Buffer(NamedTuple):
    """What each sample of a grid sees. inverse (h, w) f4: 1/z [1/m], 0 for nothing; record (h, w)
    i4: the number of the record, -1 for nothing; step, first: where the samples stand [px]."""

    inverse: F4
    record: I4
    step: float
    first: float


class Film:
    """Visibility buffers for a lens, filled by ``draw`` and valid until the next one.

    centre: one sample at the centre of each pixel, from which labels come; fine: 2×2 samples per
    pixel a quarter of a pixel off its centre, as a grid of (2·height, 2·width): those of pixel
    (x, y) are [2y : 2y + 2, 2x : 2x + 2]. Both refer to the same records, of which record r was
    made of triangle ``triangle[r]`` (row of ``stage.geometry``) of item ``item[r]`` (row of
    ``stage``). ``count`` of them are valid.

    The buffers are the same bytes for any number of threads.
    """

    def __init__(self, lens: Pinhole, *, centre: bool = True, fine: bool = False, threads: int = 1):
        self.lens, self.threads = lens, threads
        self.centre = _buffer(lens, 1, CENTRE) if centre else None
        self.fine = _buffer(lens, 2, FINE) if fine else None
        self.count = 0
        self._room(1 << 14)
        self._screen = np.zeros((3, 0), np.float32)

    def draw(
        self,
        stage: Stage,
        posed: Posed,
        T_world_sensor: Array,
        T_world_sensor_end: Array | None = None,
        shutter: Shutter = INSTANT,
    ) -> None:
        """Draw what a sensor sees, whose FLU body goes from one pose (4, 4) to the other."""
        self.stage, self.posed, self.shutter = stage, posed, shutter
        self.T_world_camera = T_world_sensor @ _OPTICAL
        self._place(stage, posed)
        self._records(stage)
        for buffer in (self.centre, self.fine):
            if buffer is not None:
                self._fill(buffer)
        self._planes: F4 | None = None

    def surface(self, record: I4, u: F4, v: F4, inverse: F4) -> tuple[F4, F4]:
        """Texture coordinates (2, N) [m] and unit normals (3, N) in camera axes at N samples.

        record (N,), -1 for none; u, v (N,): their places on the image [px]; inverse (N,): 1/z.
        """
        texture = np.empty((2, len(record)), np.float32)
        normal = np.empty((3, len(record)), np.float32)
        surfaces.surface(self.planes, record, u, v, inverse, texture, normal)
        return texture, normal

    @property
    def planes(self) -> F4:
        """(R, 24): see ``surface``; made when first asked for."""
        if self._planes is None:
            self._planes = self._make_planes()
        return self._planes

    def _place(self, stage: Stage, posed: Posed) -> None:
        """Matrices and states of the items, and their vertices on the screen."""
        items, lens = len(stage), self.lens
        self._camera_item = np.empty((items, 3, 4))
        self._to_lens = np.empty((items, 12), np.float32)
        self.turn = np.empty((items, 9), np.float32)
        vertex.relative(posed.start, self.T_world_camera, self._camera_item)
        k = np.array([lens.fx, lens.fy, lens.cx, lens.cy])
        vertex.matrices(self._camera_item, k, self._to_lens, self.turn)
        beyond = np.empty((items, 9), np.uint8)
        sphere = stage.geometry.sphere
        planes = np.concatenate([_sides(lens, 0.5), _sides(lens, setups.GUARD - lens.width)])
        vertex.spheres_beyond(self._camera_item, stage.mesh, sphere, planes, lens.near, beyond)
        hidden = (beyond[:, [0, 1, 2, 3, 8]] & 1).any(1)
        crossing = (beyond[:, 4:] & 2).any(1)
        self._state = np.where(
            hidden, vertex.HIDDEN, np.where(crossing, vertex.CROSSING, vertex.INSIDE)
        ).astype(np.uint8)
        if self._screen.shape[1] < stage.vertices:
            self._screen = np.empty((3, stage.vertices), np.float32)
        self._item_place = np.zeros(items, np.int32)
        vertex.project(
            stage.geometry.vertices,
            stage.geometry.first_vertex,
            stage.mesh,
            self._state,
            self._to_lens,
            np.float32(lens.near),
            self._screen,
            self._item_place,
        )

    def _records(self, stage: Stage) -> None:
        """Set up and clip the triangles; with more room again, if there was too little."""
        g, lens = stage.geometry, self.lens
        near, fine = np.float32(lens.near), self.fine is not None
        edges = np.array([-0.5, lens.width - 0.5, -0.5, lens.height - 0.5], np.float32)
        while True:
            counts = np.zeros(2, np.int64)
            setups.setup(
                g.triangles,
                g.first_triangle,
                stage.mesh,
                self._state,
                self._item_place,
                self._screen,
                near,
                edges,
                fine,
                self.records,
                self.item,
                self.triangle,
                self._crossing,
                counts,
            )
            self._unclipped = int(counts[0])
            self.count = (
                -1
                if counts[0] < 0
                else clipping.clip(
                    self._crossing,
                    counts[1],
                    g.vertices,
                    g.triangles,
                    g.first_vertex,
                    stage.mesh,
                    self._to_lens,
                    near,
                    edges,
                    fine,
                    counts[0],
                    np.empty((3, 8), np.float32),
                    np.empty((3, 8), np.float32),
                    self.records,
                    self.item,
                    self.triangle,
                )
            )
            if self.count >= 0:
                return
            self._room(2 * len(self.item))

    def _room(self, records: int) -> None:
        self.records = np.empty(records * setups.FIELDS, np.float32)
        self.item = np.empty(records, np.int32)
        self.triangle = np.empty(records, np.int32)
        self._crossing = np.empty((records, 2), np.int32)
        self._plane = np.empty((records, surfaces.PLANE), np.float32)

    def _fill(self, buffer: Buffer) -> None:
        height, width = buffer.inverse.shape
        inverse, record = buffer.inverse.reshape(-1), buffer.record.reshape(-1)
        fill = rasters.raster if width >= 16 else rasters.raster_spans

        def band(top: int, bottom: int) -> None:
            inverse[top * width : bottom * width] = 0.0
            record[top * width : bottom * width] = -1
            window = np.array([0, width, top, bottom], np.int32)
            step, first = np.float32(buffer.step), np.float32(buffer.first)
            fill(self.records, self.count, window, 0, step, first, inverse, record)

        in_bands(band, height, self.threads)

    def _make_planes(self) -> F4:
        stage, g, lens = self.stage, self.stage.geometry, self.lens
        surfaces.planes(
            self._unclipped,
            self.item,
            self.triangle,
            g.triangles,
            g.first_vertex,
            stage.mesh,
            self._item_place,
            self._screen,
            g.normals,
            g.uv,
            self.turn,
            self._plane,
        )
        surfaces.planes_of_clipped(
            self._unclipped,
            self.count,
            self.item,
            self.triangle,
            g.vertices,
            g.triangles,
            g.first_vertex,
            stage.mesh,
            self._to_lens,
            g.normals,
            g.uv,
            self.turn,
            np.array([lens.cx, lens.cy]),
            self._plane,
        )
        return self._plane


_OPTICAL = pose(R=R_FLU_OPTICAL)


def _sides(lens: Pinhole, border: float) -> Array:
    """(4, 3): inward unit normals of the image's four sides, moved ``border`` px outwards."""
    u, v = lens.width - 0.5 + border - lens.cx, lens.height - 0.5 + border - lens.cy
    planes = np.array(
        [
            [lens.fx, 0.0, lens.cx + border],
            [-lens.fx, 0.0, u],
            [0.0, lens.fy, lens.cy + border],
            [0.0, -lens.fy, v],
        ]
    )
    return planes / np.sqrt((planes**2).sum(1, keepdims=True))


def _buffer(lens: Pinhole, scale: int, grid: tuple[float, float]) -> Buffer:
    shape = (lens.height * scale, lens.width * scale)
    return Buffer(np.zeros(shape, np.float32), np.full(shape, -1, np.int32), *grid)
