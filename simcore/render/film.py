"""The film of a camera: draws a stage into visibility buffers, from which all else is derived."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..pose import R_FLU_OPTICAL, Array, pose
from ..threads import in_bands
from . import vertex
from .lens import Pinhole
from .samples import at_samples
from .shutter import INSTANT, Shutter
from .stage import Posed, Stage
from .still import F4, F8, I4, Still, Window
from .swept import Swept
from .workspace import Workspace

CENTRE = (1.0, 0.0)
FINE = (0.5, -0.25)
"""Sample grids: samples stand at u = column·step + first, in pixels; likewise v."""


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
    (x, y) are [2y : 2y + 2, 2x : 2x + 2]. Both hold numbers of the same records: record r was made
    of triangle ``triangle[r]`` (row of ``stage.geometry``) of item ``item[r]`` (row of ``stage``),
    r < ``count``.

    After ``draw``: stage, posed, shutter as they were given; T_world_camera, the optical axes in
    the world at the start, and T_world_camera_end; mesh (I,): the meshes that items were drawn by;
    drawing, the ``Still`` or ``Swept`` behind it.
    The buffers are the same bytes for any number of threads. scratch: memory for those who read.
    """

    def __init__(self, lens: Pinhole, *, centre: bool = True, fine: bool = False, threads: int = 1):
        if 3 * max(lens.width, lens.height) > vertex.GUARD:
            raise ValueError(f"an image of {lens.width}×{lens.height} is too large to be drawn")
        self.lens, self.threads = lens, threads
        self.centre = _buffer(lens, 1, CENTRE) if centre else None
        self.fine = _buffer(lens, 2, FINE) if fine else None
        self._work, self.scratch = Workspace(), Workspace()

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
        self.T_world_camera_end = self.T_world_camera
        if T_world_sensor_end is not None:
            self.T_world_camera_end = T_world_sensor_end @ _OPTICAL
        self._rows: F4 | None = None
        self.camera_item = self._seen_from_camera()
        lens = self.lens
        window = (-0.5, lens.width - 0.5, -0.5, lens.height - 0.5)
        self.mesh = stage.drawn(self.camera_item[0], lens.fx)
        self.drawing = self.set_up(
            self._work, self.mesh, self.camera_item, window, 1.0 if self.fine is None else 4.0
        )
        buffers = [buffer for buffer in (self.centre, self.fine) if buffer is not None]
        for buffer in buffers:
            self._fill(buffer)
        self.drawing.seen_in = tuple(buffer.record for buffer in buffers)

    @property
    def labels(self) -> Buffer:
        """The buffer of the pixels' centres; ``ValueError`` when the film has none."""
        if self.centre is None:
            raise ValueError("labels need a film with samples at the pixels' centres")
        return self.centre

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.drawing.count

    @property
    def item(self) -> I4:
        """(R,) row of the stage's items that each record belongs to."""
        return self.drawing.item

    @property
    def triangle(self) -> I4:
        """(R,) row of the geometry's triangles that each record was made of."""
        return self.drawing.triangle

    @property
    def T_world_row(self) -> F4:
        """(H, 3, 4) pose of the camera in the world at each row's time."""
        if self._rows is None:
            time = self.shutter.time(np.arange(self.lens.height))[:, None, None]
            start, end = self.T_world_camera[:3], self.T_world_camera_end[:3]
            same = self.T_world_camera_end is self.T_world_camera
            moved = start + time * (end - start) if not same else start
            rows = np.broadcast_to(moved, (self.lens.height, 3, 4))
            self._rows = np.ascontiguousarray(rows, np.float32)
        return self._rows

    def surface(self, record: I4, u: F4, v: F4, inverse: F4) -> tuple[F4, F4]:
        """Texture coordinates (2, N) [m] and unit normals (3, N) in camera axes at N samples.

        record (N,): as the buffers hold them, -1 for none; u, v (N,): places on the image [px];
        inverse (N,): 1/z there.
        """
        return at_samples(self.drawing, record, u, v, inverse)

    def set_up(
        self, work: Workspace, mesh: I4, camera_item: F8, window: Window, grid: float
    ) -> Still | Swept:
        """Set up items for rasterising, with what was last drawn as the rest; see ``Still``."""
        geometry, lens = self.stage.geometry, self.lens
        if len(camera_item) == 1:
            return Still(work, geometry, mesh, lens, camera_item, window, grid)
        return Swept(work, geometry, mesh, lens, camera_item, window, grid, *self.shutter)

    def _seen_from_camera(self) -> F8:
        """(E, I, 3, 4): the items in the camera's axes, at one instant or at start and end."""
        posed = self.posed
        seen = np.empty((2, len(self.stage), 3, 4))
        vertex.relative(posed.start, self.T_world_camera, seen[0])
        if posed.end is posed.start and self.T_world_camera_end is self.T_world_camera:
            return seen[:1]
        vertex.relative(posed.end, self.T_world_camera_end, seen[1])
        if self.shutter.per_row != 0:
            return seen
        return seen[:1] + self.shutter.time(0) * (seen[1:] - seen[:1])

    def _fill(self, buffer: Buffer) -> None:
        height, width = buffer.inverse.shape
        inverse, record = buffer.inverse.reshape(-1), buffer.record.reshape(-1)

        def band(top: int, bottom: int) -> None:
            inverse[top * width : bottom * width] = 0.0
            record[top * width : bottom * width] = -1
            window = np.array([0, width, top, bottom], np.int32)
            self.drawing.fill(window, 0, buffer.step, buffer.first, inverse, record)

        in_bands(band, height, self.threads)


_OPTICAL = pose(R=R_FLU_OPTICAL)


def _buffer(lens: Pinhole, scale: int, grid: tuple[float, float]) -> Buffer:
    shape = (lens.height * scale, lens.width * scale)
    return Buffer(np.zeros(shape, np.float32), np.full(shape, -1, np.int32), *grid)
