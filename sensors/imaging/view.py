"""What a lens sees, put together from pinholes that the rasteriser can draw through.

Brown-Conrady looks through one larger pinhole; Kannala-Brandt through up to six faces of a cube,
each as large as is needed. Light is interpolated between four samples of a face, labels take the
nearest. A *sample* is a pixel of a face, the faces lying one after the other.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.kernels.memory import get, put, take
from ...simcore.render.lens import Pinhole
from ...simcore.render.projection import Projection
from ...simcore.render.shutter import Shutter

Array = NDArray[np.float64]
F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

TURNS = np.array(
    [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0, 0, 1], [0, 1, 0], [-1, 0, 0]],
        [[0, 0, -1], [0, 1, 0], [1, 0, 0]],
        [[1, 0, 0], [0, 0, -1], [0, 1, 0]],
        [[1, 0, 0], [0, 0, 1], [0, -1, 0]],
        [[-1, 0, 0], [0, 1, 0], [0, 0, -1]],
    ],
    np.float64,
)
"""(6, 3, 3) from a face's axes to the camera's: ahead, right, left, up, down, behind."""

HOUSING = 0.1
"""Nothing nearer than this [m] is seen: there is the camera itself, and the pane that it looks
through, of a vehicle whose glass a mount happens to touch."""


class Face(NamedTuple):
    """One pinhole. turn (3, 3): from its axes to the camera's; first: its first sample."""

    lens: Pinhole
    turn: Array
    first: int


class View:
    """The pinholes of a projection, and where in them its pixels look.

    faces; straight: whether pixels are the samples of the only face themselves; face (N,) i4: of
    each pixel, -1 for those that see nothing; u, v (N,) f4: place on it [px].
    """

    def __init__(self, projection: Projection):
        self.projection = projection
        p, pixels = projection, projection.width * projection.height
        self.straight = p.model == "pinhole"
        if self.straight:
            lens = Pinhole(p.width, p.height, p.fx, p.fy, p.cx, p.cy, HOUSING)
            self.faces: tuple[Face, ...] = (Face(lens, TURNS[0], 0),)
            v, u = np.indices((p.height, p.width), np.float32).reshape(2, -1)
            self.face, self.u, self.v = np.zeros(pixels, np.int32), u, v
            return
        v8, u8 = np.indices((p.height, p.width), np.float64).reshape(2, -1)
        rays = p.rays(np.stack([u8, v8], -1))
        self.face = _nearest_face(rays, p.model == "kannala_brandt")
        self.u, self.v = np.zeros(pixels, np.float32), np.zeros(pixels, np.float32)
        faces: list[Face] = []
        first = 0
        numbers = np.full(6, -1, np.int32)
        for k in range(6):
            mine = self.face == k
            if not mine.any():
                continue
            lens = self._fitted(rays[mine] @ TURNS[k], mine)
            numbers[k] = len(faces)
            faces.append(Face(lens, TURNS[k], first))
            first += lens.width * lens.height
        self.faces = tuple(faces)
        self.face = np.where(self.face >= 0, numbers[self.face], -1).astype(np.int32)

    def _fitted(self, rays: Array, mine: NDArray[np.bool_]) -> Pinhole:
        """The smallest pinhole that rays (M, 3) of its axes pass, as sharp as the image."""
        x, y = rays[:, 0] / rays[:, 2], rays[:, 1] / rays[:, 2]
        f = max(self.projection.fx, self.projection.fy) * self._magnification
        # In the middle of the image samples and pixels coincide.
        cx, cy = self.projection.cx, self.projection.cy
        left = float(np.floor(x.min() * f + cx)) - 2.0 - cx
        top = float(np.floor(y.min() * f + cy)) - 2.0 - cy
        width = int(np.ceil(x.max() * f) + 2.0 - left) + 1
        height = int(np.ceil(y.max() * f) + 2.0 - top) + 1
        self.u[mine], self.v[mine] = x * f - left, y * f - top
        return Pinhole(max(width, 8), max(height, 8), f, f, -left, -top, HOUSING)

    @cached_property
    def _magnification(self) -> float:
        """The greatest radial growth of the image over a pinhole's, at least 1 and at most 2."""
        p = self.projection
        if p.model == "kannala_brandt":
            return 1.0
        reach = float(np.nanmax(np.tan(np.arccos(p.rays(p._corners())[:, 2]))))
        radius = np.linspace(0.0, reach, 64)
        bent = p._bent(radius, np.zeros(64))[0]
        return float(np.clip((np.diff(bent) / np.diff(radius)).max(), 1.0, 2.0))

    @cached_property
    def blind(self) -> NDArray[np.bool_]:
        """(N,) pixels that see nothing."""
        return self.face < 0

    @property
    def samples(self) -> int:
        """How many samples the faces have together."""
        last = self.faces[-1]
        return last.first + last.lens.width * last.lens.height

    @cached_property
    def nearest(self) -> I4:
        """(N,) the sample nearest to where each pixel looks; 0 for those that see nothing."""
        first, width = self._of_faces
        row, column = np.int32(np.rint(self.v)), np.int32(np.rint(self.u))
        return np.where(self.face >= 0, first + row * width + column, 0).astype(np.int32)

    @cached_property
    def between(self) -> tuple[I4, I4, F4]:
        """Of each pixel the sample above and left (N,), samples in a row there (N,), and how far to
        the right and down it looks (2, N); both 0 for those that see nothing."""
        first, width = self._of_faces
        row, column = np.floor(self.v), np.floor(self.u)
        base = np.where(self.face >= 0, first + np.int32(row) * width + np.int32(column), 0)
        part = np.stack([self.u - column, self.v - row]).astype(np.float32)
        return base.astype(np.int32), width, part

    @property
    def _of_faces(self) -> tuple[I4, I4]:
        """First sample and width of each pixel's face."""
        chosen = np.maximum(self.face, 0)
        first = np.array([face.first for face in self.faces], np.int32)[chosen]
        return first, np.array([face.lens.width for face in self.faces], np.int32)[chosen]

    def out(self, face: I4, u: F4 | Array, v: F4 | Array) -> Array:
        """(N, 3) where places u, v (N,) on faces (N,) lie, in the camera's axes, 1 ahead of each
        face; NaN for no face."""
        rays = np.full((len(face), 3), np.nan)
        for k, item in enumerate(self.faces):
            mine = face == k
            x = (u[mine].astype(np.float64) - item.lens.cx) / item.lens.fx
            y = (v[mine].astype(np.float64) - item.lens.cy) / item.lens.fy
            rays[mine] = np.stack([x, y, np.ones_like(x)], -1) @ item.turn.T
        return rays

    @cached_property
    def ahead(self) -> F4:
        """(N,) how far along the camera's axis a pixel looks for each metre along its face's."""
        return np.nan_to_num(self.out(self.face, self.u, self.v)[:, 2]).astype(np.float32)

    def shutter(self, face: int, shutter: Shutter) -> Shutter:
        """When the rows of a face are taken, if those of the image are by ``shutter``: the line
        that fits the pixels that look through it best."""
        if self.straight or not shutter.per_row:
            return shutter
        mine = self.face == face
        row = np.flatnonzero(mine) // self.projection.width
        v = self.v[mine].astype(np.float64)
        spread = float(np.var(v))
        slope = 0.0 if spread < 1.0 else float(np.cov(v, row, bias=True)[0, 1]) / spread
        start = float(row.mean()) - slope * float(v.mean())
        return Shutter(shutter.first + shutter.per_row * start, shutter.per_row * slope)

    def light(self, samples: F4, out: F4, first: int, end: int) -> None:
        """Light (3, N) of pixels [first, end) from samples (3, S)."""
        base, width, part = self.between
        for c in range(3):
            interpolate(samples[c], base, width, part[0], part[1], first, end, out[c])
        if (self.face < 0).any():
            out[:, first:end][:, self.face[first:end] < 0] = 0.0


def _nearest_face(rays: Array, cube: bool) -> NDArray[np.int32]:
    """(N,) the face that each ray (N, 3) hits, -1 for none."""
    none = ~np.isfinite(rays[:, 0])
    if not cube:
        return np.where(none, -1, 0).astype(np.int32)
    ahead = np.where(none[:, None], 0.0, rays) @ TURNS[:, :, 2].T
    return np.where(none, -1, ahead.argmax(1)).astype(np.int32)


@kernel("f4[:], i4[:], i4[:], f4[:], f4[:], i8, i8 -> f4[:]", narrow=True)
def interpolate(samples, base, width, right, down, first, end, out):
    """Values of pixels [first, end) between four samples (S,); see ``View.between``."""
    for n in range(np.uint64(first), np.uint64(end)):
        i, s = get(base, n), get(width, n)
        x, y = get(right, n), get(down, n)
        a, b = take(samples, np.uint64(i)), take(samples, np.uint64(i + np.int32(1)))
        c = take(samples, np.uint64(i + s))
        d = take(samples, np.uint64(i + s + np.int32(1)))
        above, below = a + (b - a) * x, c + (d - c) * x
        put(out, n, above + (below - above) * y)
