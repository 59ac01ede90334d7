"""Light through a pane with drops and snow on it, far out of focus before a lens.

A pixel sees, through the lens's entrance pupil, a disc of the pane as wide as the pupil: a share
of its light comes straight, the rest by way of what lies there. A drop is a short lens of water
that shows half of the world upside down (Roser and Geiger, ICCV Workshops 2009; Halimeh and Roser,
IV 2009); snow lets through diffusely what falls on it from outside. Both are drawn sharp on a
canvas coarser than the picture, blurred by the pupil's disc, and laid over the picture; nothing is
added that the surroundings do not shine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import clamp, exp, sin_turns
from ...simcore.pose import Array
from ...simcore.render.projection import Projection
from ...simcore.render.workspace import Workspace
from ...simcore.threads import in_bands
from .discs import chords, disc
from .drops import GRIP, RADIUS, X, Y
from .gathering import Gathered
from .pane import Pane
from .surroundings import HIGH, STEP, WIDE, Outside, Surroundings, angles
from .wiper import BLADE

F4 = NDArray[np.float32]

WATER = 1.333
"""Index of refraction."""
ENTRIES = 65
"""Of the tables of a drop, over the distance from its middle."""
SURFACE = 30.0
"""Area of the grains of snow by mass [m²/kg], a few days old or fallen wet: fresh dry snow has 60
and more (Domine et al., J. Geophys. Res. 112, F02031, 2007)."""
FORWARD = 0.86
"""Mean cosine of scattering by grains of snow."""
UNEVEN = np.float32(0.15)
"""By how much a drop's radius differs along its edge for each mm of it, up to 1.5 mm."""
SOFT = 4.0
"""Most pixels of the canvas in the radius of the pupil's disc."""
RUBBER = np.float32(0.02)
"""Albedo of a blade."""
_DEEP = np.float32(0.5 * SURFACE)
_BACK = np.float32(0.75 * (1.0 - FORWARD))
_MIDDLE_X, _MIDDLE_Y = np.float32(0.5 * (WIDE - 1)), np.float32(0.5 * (HIGH - 1))
_LAST_X, _LAST_Y = np.float32(WIDE - 1.01), np.float32(HIGH - 1.01)
_LAST = np.float32(ENTRIES - 1)
_STEP = np.float32(1.0 / STEP)


class Through:
    """What a pane does to the light of a picture. threads share the rows."""

    def __init__(self, pane: Pane, projection: Projection, contact_angle: float, threads: int):
        self.pane, self.projection, self.threads = pane, projection, threads
        self._bends = bends(contact_angle)
        blur, self._coarse = pane.blur, 2
        while blur / self._coarse > SOFT:
            self._coarse *= 2
        self._chords = chords(max(blur / self._coarse, 0.5))
        self._margin = len(self._chords) // 2 + 2
        p, s, m = projection, self._coarse, self._margin
        self._shape = -(-p.height // s) + 2 * m, -(-p.width // s) + 2 * m
        rows, columns = ((np.arange(n) - m + 0.5) * s - 0.5 for n in self._shape)
        u, v = np.meshgrid(np.clip(columns, 0, p.width - 1), np.clip(rows, 0, p.height - 1))
        looks = np.nan_to_num(angles(p.rays(np.stack([u, v], -1))))
        self._looks = np.ascontiguousarray(np.moveaxis(looks, -1, 0), np.float32)
        self._place = np.array(
            [(columns[0] - p.cx) * pane.scale_x + pane.axis_x,
             (rows[0] - p.cy) * pane.scale_y + pane.axis_y,
             s * pane.scale_x, s * pane.scale_y], np.float32,
        )  # fmt: skip
        self._surroundings = Surroundings(projection)
        self._of: tuple[Gathered | None, float | None] = None, None
        self._laid: F4 | None = None
        self._work = Workspace()

    def lay(
        self, image: F4, state: Gathered, blade: float | None, outside: Outside, R: Array
    ) -> None:
        """Send the light (3, N) of a picture through the pane, in place. blade: where its middle
        is [mm]; R (3, 3): the camera's FLU body in the world."""
        if self.empty(state, blade):
            return
        self._surroundings.look(image, outside, R)
        mean = self._surroundings.mean.astype(np.float32)
        canvas = self._canvas(state, blade, self._surroundings.light, mean)
        height, width = self.projection.height, self.projection.width
        self._blend(canvas, image.reshape(3, height, width))

    def straight(self, state: Gathered, blade: float | None) -> F4:
        """(H, W) share of the light of each pixel that comes straight."""
        height, width = self.projection.height, self.projection.width
        share = np.ones((1, height, width), np.float32)
        if self.empty(state, blade):
            return share[0]
        canvas = self._laid
        if canvas is None or self._of[0] is not state or self._of[1] != blade:
            dark = np.zeros((3, HIGH, WIDE), np.float32)
            canvas = self._canvas(state, blade, dark, np.zeros(3, np.float32))
        shares = np.zeros((2, *canvas.shape[1:]), np.float32)
        shares[0] = canvas[0]
        self._blend(shares, share)
        return share[0]

    def _blend(self, canvas: F4, planes: F4) -> None:
        margin, coarse = self._margin, self._coarse
        in_bands(
            lambda a, b: blend(canvas, margin, coarse, a, b, planes), planes.shape[1], self.threads
        )

    def empty(self, state: Gathered, blade: float | None) -> bool:
        """Whether there is nothing on the pane."""
        return not len(state.drops) and blade is None and not state.snow.any()

    def _canvas(self, state: Gathered, blade: float | None, light: F4, mean: F4) -> F4:
        """(4, h, w): share that comes straight, and light that does not, blurred."""
        sharp = self._work.array("sharp", (4, *self._shape), np.float32)
        if state.snow.any():
            cells = np.array([self.pane.half_x, self.pane.half_y, self.pane.cell], np.float32)
            cover(state.snow, cells, self._place, mean, sharp)
        else:
            sharp[0], sharp[1:] = 1.0, 0.0
        stamp(state.drops, self._place, self._looks, self._bends, light, mean, sharp)
        if blade is not None:
            x = self._place[0] + self._place[2] * np.arange(self._shape[1])
            hidden = np.clip((0.5 * BLADE - abs(x - blade)) / self._place[2] + 0.5, 0.0, 1.0)
            sharp *= (1.0 - hidden).astype(np.float32)
            sharp[1:] += (RUBBER * mean)[:, None, None] * hidden.astype(np.float32)
        blurred = self._work.array("blurred", sharp.shape, np.float32)
        disc(sharp, self._chords, blurred)
        self._of, self._laid = (state, blade), blurred
        return blurred


def bends(contact_angle: float) -> F4:
    """(3, ENTRIES) of a drop from its middle to its rim: by how much a ray is bent towards the
    middle [rad], what passes, and whether none does, being mirrored back within.

    A ray that comes straight through the pane meets the cap at asin(ρ sin θ).
    """
    rho = np.linspace(0.0, 1.0, ENTRIES)
    sine = np.minimum(rho * np.sin(min(contact_angle, np.pi / 2)), 0.9999)
    out = WATER * sine
    back = out >= 1.0
    leaves = np.arcsin(np.minimum(out, 1.0))
    bent = leaves - np.arcsin(sine)
    passes = np.where(back, 0.0, 0.98 * (1.0 - fresnel(np.arcsin(sine), leaves)))
    return np.stack([bent, passes, back]).astype(np.float32)


def fresnel(inside: Array, outside: Array) -> Array:
    """(…,) share of unpolarised light mirrored where water ends, by the angles [rad]."""
    i, t = np.cos(inside), np.cos(outside)
    s = (WATER * i - t) / (WATER * i + t)
    p = (WATER * t - i) / (WATER * t + i)
    return 0.5 * (s * s + p * p)


@kernel("f4[:,:], f4[:], f4[:], f4[:] -> f4[:,:,:]", narrow=True)
def cover(snow, cells, place, mean, canvas_out):
    """Begin a canvas (4, h, w) with the snow on a pane, of cells (R, C) [kg/m²].

    cells: half the pane's width and height, side of a cell [mm]; place: x and y of the first pixel,
    width and height of one [mm]; mean (3,): light from outside over π. What scatters only forward
    passes; two streams give the rest (Bohren, Am. J. Phys. 55, 524, 1987).
    """
    rows, columns = snow.shape
    deep = _DEEP  # extinction is twice a grain's shadow, a quarter of its area
    per = 1.0 / cells[2]
    for j in range(canvas_out.shape[1]):
        y = clamp((place[1] + place[3] * np.float32(np.int32(j)) + cells[1]) * per - 0.5, 0.0,
                  np.float32(rows - 1))  # fmt: skip
        r = np.int64(y)
        q = min(r + 1, rows - 1)
        dy = y - np.float32(np.int32(r))
        for i in range(canvas_out.shape[2]):
            x = clamp((place[0] + place[2] * np.float32(np.int32(i)) + cells[0]) * per - 0.5, 0.0,
                      np.float32(columns - 1))  # fmt: skip
            c = np.int64(x)
            d = min(c + 1, columns - 1)
            dx = x - np.float32(np.int32(c))
            above = snow[r, c] + (snow[r, d] - snow[r, c]) * dx
            below = snow[q, c] + (snow[q, d] - snow[q, c]) * dx
            depth = deep * (above + (below - above) * dy)
            passes = 1.0 / (1.0 + depth * _BACK)
            kept = exp(-depth)
            canvas_out[0, j, i] = kept
            for k in range(3):
                canvas_out[k + 1, j, i] = mean[k] * max(passes - kept, 0.0)


@kernel("f4[:,:], f4[:], f4[:,:,:], f4[:,:], f4[:,:,:], f4[:] -> f4[:,:,:]", narrow=True)
def stamp(drops, place, looks, bends, light, mean, canvas_out):
    """Draw drops (N, 5) on a canvas (4, h, w), each over what was there.

    place: as for ``cover``; looks (2, h, w): where its pixels look [rad]; bends: see there; light:
    of the surroundings, and its mean (3,), which drops show that are smaller than a pixel.
    """
    height, width = canvas_out.shape[1], canvas_out.shape[2]
    per_x, per_y = 1.0 / place[2], 1.0 / place[3]
    for n in range(drops.shape[0]):
        a = drops[n, RADIUS]
        u, v = (drops[n, X] - place[0]) * per_x, (drops[n, Y] - place[1]) * per_y
        reach = a * (1.0 + 1.5 * UNEVEN)
        wide, high = reach * per_x + 0.5, reach * per_y + 0.5
        left, right = max(np.int64(u - wide + 1.0), 0), min(np.int64(u + wide) + 1, width)
        top, bottom = max(np.int64(v - high + 1.0), 0), min(np.int64(v + high) + 1, height)
        if (u + wide < 0.0) | (v + high < 0.0):
            continue
        if a * per_x < 0.75:
            _dot(u, v, min(3.1415927 * a * a * per_x * per_y, 1.0), mean, canvas_out)
            continue
        bulge_x, bulge_y = _bulges(a, drops[n, GRIP])
        for j in range(top, bottom):
            dy = (np.float32(np.int32(j)) - v) * place[3]
            for i in range(left, right):
                dx = (np.float32(np.int32(i)) - u) * place[2]
                away = _away(dx, dy, bulge_x, bulge_y)
                share = clamp((a - away) * per_x + 0.5, 0.0, 1.0)
                if share <= 0.0:
                    continue
                _show(i, j, dx, dy, away, a, share, looks, bends, light, canvas_out)


@device(narrow=True, inline=True)
def _bulges(a, grip):
    """How much wider a drop is across and aslant: where glass is uneven its edge is caught, the
    more easily the larger it is (ours)."""
    much = UNEVEN * min(a, 1.5)
    turn = 10.0 * grip
    return much * sin_turns(turn), much * sin_turns(turn + 0.25)


@device(narrow=True, inline=True)
def _away(dx, dy, bulge_x, bulge_y):
    """Distance from a drop's middle, by that of its edge there."""
    square = dx * dx + dy * dy
    wider = (bulge_x * (dx * dx - dy * dy) + bulge_y * 2.0 * dx * dy) / max(square, 1e-9)
    return np.sqrt(square) * (1.0 - wider)


@device(narrow=True)
def _dot(u, v, area, mean, canvas_out):
    """Lay a drop that is smaller than a pixel over the four around it."""
    height, width = canvas_out.shape[1], canvas_out.shape[2]
    i, j = np.int64(u + 1.0) - 1, np.int64(v + 1.0) - 1
    fx, fy = u - np.float32(np.int32(i)), v - np.float32(np.int32(j))
    for r in range(max(j, 0), min(j + 2, height)):
        for c in range(max(i, 0), min(i + 2, width)):
            share = (fx if c > i else 1.0 - fx) * (fy if r > j else 1.0 - fy) * area
            canvas_out[0, r, c] *= 1.0 - share
            for k in range(3):
                canvas_out[k + 1, r, c] += (mean[k] - canvas_out[k + 1, r, c]) * share


@device(narrow=True)
def _show(i, j, dx, dy, away, a, share, looks, bends, light, canvas_out):
    """Lay what a drop shows at a pixel over the canvas."""
    entry = min(away / a, 1.0) * _LAST
    e = min(np.int64(entry), ENTRIES - 2)
    part = entry - np.float32(np.int32(e))
    bent = bends[0, e] + (bends[0, e + 1] - bends[0, e]) * part
    passes = bends[1, e] + (bends[1, e + 1] - bends[1, e]) * part
    per = bent / max(away, 1e-6)
    # Beyond the angle at which none leaves, the light comes from inside: of the dark side.
    x = (looks[0, j, i] - per * dx) * _STEP + _MIDDLE_X
    y = (looks[1, j, i] - per * dy) * _STEP + _MIDDLE_Y
    x = clamp(x, 0.0, _LAST_X)
    y = clamp(y, 0.0, _LAST_Y)
    c, r = np.int64(x), np.int64(y)
    fx, fy = x - np.float32(np.int32(c)), y - np.float32(np.int32(r))
    canvas_out[0, j, i] *= 1.0 - share
    for k in range(3):
        above = light[k, r, c] + (light[k, r, c + 1] - light[k, r, c]) * fx
        below = light[k, r + 1, c] + (light[k, r + 1, c + 1] - light[k, r + 1, c]) * fx
        shown = (above + (below - above) * fy) * passes
        canvas_out[k + 1, j, i] += (shown - canvas_out[k + 1, j, i]) * share


@kernel("f4[:,:,:], i8, i8, i8, i8 -> f4[:,:,:]", narrow=True, counted=True)
def blend(canvas, margin, coarse, top, bottom, image_out):
    """Rows [top, bottom) of image_out (P, H, W) through a canvas (1 + P, h, w): times what comes
    straight, and the light that does not. coarse: pixels for one of the canvas; margin: of it."""
    planes, width, across = image_out.shape[0], image_out.shape[2], canvas.shape[2]
    line = np.empty(across, np.float32)
    kept, light = np.empty(width + 2 * coarse, np.float32), np.empty(width + 2 * coarse, np.float32)
    zoom, half = 1.0 / np.float32(np.int32(coarse)), coarse // 2
    for y in range(top, bottom):
        v = (np.float32(np.int32(y)) + 0.5) * zoom - 0.5 + np.float32(np.int32(margin))
        j = np.int64(v)
        down = v - np.float32(np.int32(j))
        _between(canvas[0, j], canvas[0, j + 1], down, line)
        _widened(line, margin, coarse, zoom, kept)
        for k in range(planes):
            _between(canvas[k + 1, j], canvas[k + 1, j + 1], down, line)
            _widened(line, margin, coarse, zoom, light)
            to, share, more = image_out[k, y], kept[half : half + width], light[half : half + width]
            for x in range(width):
                to[x] = to[x] * share[x] + more[x]


@device(narrow=True)
def _between(a, b, part, line):
    for x in range(line.shape[0]):
        line[x] = a[x] + (b[x] - a[x]) * part


@device(narrow=True)
def _widened(line, margin, coarse, zoom, out):
    """A line of the canvas from half a pixel of it before the picture's border on."""
    first = line[margin - 1 :]
    for k in range(coarse):
        part = (np.float32(np.int32(k)) + 0.5) * zoom
        for n in range(out.shape[0] // coarse):
            out[n * coarse + k] = first[n] + (first[n + 1] - first[n]) * part
