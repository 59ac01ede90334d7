"""Pictures: what a film has drawn, lit by sun, sky and lamps, seen through the air.

::

    film = Film(lens, fine=True)
    painter = Painter(stage, samples=4)
    film.draw(stage, posed, T_world_sensor)
    picture = painter.paint(film, Scenery(atmosphere, surface, lamps, time))

A picture is a function of its arguments: painters keep depth maps of what stands still, but the
same state gives the same bytes, whatever was painted before and by however many threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..atmosphere import Atmosphere
from ..lamps import Lamp, nearest, pack
from ..light.beams import tables as beams
from ..light.colour import luminance
from ..light.exposure import exposure
from ..light.tone import curve, develop
from ..materials import CIRCUITS, materials
from ..snowfall import MEAN_FALL
from ..surface import Surface
from .film import Film
from .maps import Maps
from .shading import (
    air,
    background,
    flakes,
    gather,
    lamplight,
    light,
    lying,
    mirror,
    points,
    shadows,
)
from .shading.bloom import bloom
from .shading.layout import LANES, ROWS
from .shading.scenelight import air_of, clouds_of, daylight_of, flake_glow, ground_albedo
from .shading.split import ENTRIES, Split
from .shading.surroundings import Surroundings
from .stage import Stage
from .threads import in_bands
from .workspace import Workspace

F4 = NDArray[np.float32]

PAVED = ("asphalt", "concrete", "kerbstone", "marking", "paving")
"""Patterns of ground that ices over."""

MOST_LAMPS = 64
"""Lamps that light a picture: those that give most light at the camera."""

BRIGHTEST_PART = 12.0
"""Scaled luminance up to which a surface counts that fills only a part of its pixel."""

STRIP = 12288
"""Samples' pixels that are shaded at a time: what the caches hold."""


class Scenery(NamedTuple):
    """What is around: the air, the ground, the lamps that are on; time [s] when the exposure
    starts, and how long it is [s]."""

    atmosphere: Atmosphere
    surface: Surface
    lamps: Sequence[Lamp] = ()
    time: float = 0.0
    exposure: float = 0.0


class Picture(NamedTuple):
    """linear (H, W, 3) f4: luminance RGB [cd/m²]; srgb (H, W, 3) u1: developed."""

    linear: F4
    srgb: NDArray[np.uint8]


class Painter:
    """Paints what a film has drawn of one stage.

    samples: 4 (the film's fine samples) or 1 (its centres); threads share the rows out.
    """

    def __init__(self, stage: Stage, samples: int = 4, threads: int = 1):
        if samples not in (1, 4):
            raise ValueError(f"a pixel has 1 or 4 samples, not {samples}")
        self.stage, self.samples, self.threads = stage, samples, threads
        self._patterns, self._pattern = _patterns()
        self._materials, self._circuit = _materials()
        self._seed = _seeds(len(stage))
        self._face, self._along = _faces(stage), _along(stage)
        self._maps = Maps(stage)
        self._work = [Workspace() for _ in range(threads)]
        self._surroundings = Surroundings()

    def paint(self, film: Film, scenery: Scenery) -> Picture:
        """The picture of what ``film`` drew last."""
        lens = film.lens
        self._film, self._scenery = film, scenery
        self._lens = np.array([lens.fx, lens.fy, lens.cx, lens.cy], np.float32)
        self._rows = film.T_world_row if film.shutter.per_row else film.T_world_row[:1]
        self._day = daylight_of(scenery.atmosphere, scenery.surface)
        self._air = air_of(scenery.atmosphere, scenery.surface)
        self._clouds = clouds_of(scenery.atmosphere, scenery.time, 1 / lens.fx)
        place = film.T_world_camera[:3, 3]
        self._lamps = pack(nearest(scenery.lamps, place, MOST_LAMPS))
        self._split = self._split_of(film)
        albedo = float(luminance(ground_albedo(scenery.surface)))
        gain = exposure(scenery.atmosphere, scenery.lamps, film.T_world_camera, albedo)
        self._limit = np.float32(BRIGHTEST_PART / gain[1])
        self._maps.draw(film, scenery.atmosphere)
        buffer = film.centre if self.samples == 1 else film.fine
        self._buffer = buffer
        self._surroundings.prepare(film, buffer, self._lens, self._rows, self._maps, self.threads)
        image = np.zeros((3, lens.height * lens.width), np.float32)
        film.drawing.planes if hasattr(film.drawing, "planes") else None
        turn = film.posed.start[:, :2, 0]
        self._heading = (turn / np.maximum(np.linalg.norm(turn, axis=1), 1e-9)[:, None]).astype(
            "f4"
        )
        bands = max(1, self.threads)

        def band(first: int, end: int) -> None:
            work = self._work[first * bands // lens.height]
            rows = max(1, STRIP // lens.width)
            for top in range(first, end, rows):
                self._strip(work, top, min(top + rows, end), image)

        in_bands(band, lens.height, self.threads)
        self._snow(film, image)
        image = bloom(image, lens.height, lens.width)
        srgb = np.empty((lens.height, lens.width, 3), np.uint8)
        develop(image, 0, image.shape[1], gain, curve(), srgb.reshape(-1, 3))
        linear = np.ascontiguousarray(image.T).reshape(lens.height, lens.width, 3)
        return Picture(linear, srgb)

    def _split_of(self, film: Film) -> Split:
        """Which flakes are drawn; nothing without snow."""
        snow, seconds = self._scenery.atmosphere.medium("snow"), self._scenery.exposure
        if snow is None:
            return Split(film.lens.fx, 0.0, 1.0, np.zeros(ENTRIES, np.float32))
        moved = film.T_world_camera_end[:3, 3] - film.T_world_camera[:3, 3]
        wind = self._scenery.atmosphere.wind.velocity(np.zeros(3), self._scenery.time)
        streak = np.linalg.norm((wind - [0.0, 0.0, MEAN_FALL]) * seconds - moved)
        return Split.of(snow, film.lens.fx, float(streak))

    def _snow(self, film: Film, image: F4) -> None:
        """Draw the flakes that can be told apart over the image (3, pixels)."""
        atmosphere, lens = self._scenery.atmosphere, film.lens
        snow = atmosphere.medium("snow")
        if snow is None:
            return
        split, seconds = self._split, self._scenery.exposure
        start, end = film.T_world_camera, film.T_world_camera_end
        drift = atmosphere.wind.velocity(np.zeros(3), self._scenery.time) * seconds
        values = [
            lens.fx, lens.fy, lens.cx, lens.cy, lens.width, lens.height, split.streak, split.reach,
            seconds, *(drift - end[:3, 3] + start[:3, 3]),
        ]  # fmt: skip
        view = flakes.View(*(np.float32(value) for value in values))
        data = flakes.found(snow, atmosphere.wind, view, start, end, self._scenery.time)
        blocks = len(data) // (64 * flakes.ROWS)
        flakes.light(
            blocks, start[:3, 3].astype(np.float32),
            flake_glow(atmosphere, self._scenery.surface), self._air, view.reach, split.drawn,
            self._lamps.rows, self._lamps.beam, beams().reshape(-1), data,
        )  # fmt: skip
        buffer = film.centre or film.fine
        stride, inverse = round(1 / buffer.step), buffer.inverse.reshape(-1)

        def band(top: int, bottom: int) -> None:
            flakes.splat(blocks, data, inverse, lens.width, stride, top, bottom, image)

        in_bands(band, lens.height, self.threads)

    def _strip(self, work: Workspace, top: int, bottom: int, image: F4) -> None:
        """Shade the rows [top, bottom) into image (3, pixels)."""
        place, number, first = self._points(work, top, bottom)
        blocks = int(first[-1])
        sky = int(first[-2])
        film, count = self._film, blocks * LANES
        texture = work.array("texture", (2, count), np.float32)
        normal = work.array("normal", (3, count), np.float32)
        record = number[0]
        film.drawing.surface(record, place[0], place[1], place[2], texture, normal)
        data = work.array("blocks", blocks * LANES * ROWS, np.float32)
        gather.places(blocks, place, texture, normal, self._lens, self._rows, data)
        stage = self.stage
        gather.properties(
            sky, number, film.item, film.triangle, stage.geometry.material, stage.geometry.slot,
            self._along, self._materials, self._circuit, stage.palette, stage.colours, stage.chart,
            self._seed, self._heading, film.posed.lit, stage.fixed, data,
        )  # fmt: skip
        surface = self._scenery.surface
        tables = surface.tables
        lying.worn(0, sky, tables.base.shift, tables.profile, surface.dirt, data)
        for pattern, start, end in zip(self._patterns, first[:-1], first[1:], strict=False):
            if end > start:
                pattern(int(start), int(end), data)
        if surface.snow_depth > 0 or surface.ice_fraction > 0:
            lying.find(0, sky, *self._tops, *tables, data)
            lying.lie(0, sky, data)
        self._surroundings.fetch(sky, place, data)
        self._light(sky, data)
        atmosphere = self._scenery.atmosphere
        east, north = atmosphere.sky.heading.astype(np.float32)
        background.background(
            sky, blocks, atmosphere.sky.clear.reshape(-1), atmosphere.sky.cloud.reshape(-1),
            east, north, self._clouds, self._air, data,
        )  # fmt: skip
        air.collect(count, data, number[1], place[3], self._limit, image)

    def _light(self, sky: int, data: F4) -> None:
        """Light the blocks before the sky's, and bring them to the camera."""
        atmosphere, maps = self._scenery.atmosphere, self._maps
        if maps.sunny:
            shadows.shadows(
                0, sky, maps.sun, maps.near.texel, maps.near.depth.reshape(-1), maps.near.matrix,
                maps.far.depth.reshape(-1), maps.far.matrix, maps.far.texel, data,
            )  # fmt: skip
        if len(self._lamps.rows):
            table = beams().reshape(-1)
            lamplight.lamplight(0, sky, self._lamps.rows, self._lamps.beam, table, data)
        light.daylight(0, sky, self._day, atmosphere.sky.harmonics.astype(np.float32), data)
        east, north = atmosphere.sky.heading.astype(np.float32)
        mirror.mirror(0, sky, self._day, atmosphere.sky.mean.reshape(-1), east, north, data)
        split = self._split
        air.through_air(0, sky, self._air, np.float32(split.reach), split.drawn, data)

    @property
    def _tops(self) -> tuple:
        layers = self._maps.layers
        return layers.reshape(-1), np.int32(layers.shape[1]), self._maps.tops.matrix

    def _points(self, work: Workspace, top: int, bottom: int):
        """Sorted points of rows [top, bottom): place (4, N), number (2, N), first (P + 2,)."""
        film, stage, buffer = self._film, self.stage, self._buffer
        kinds = len(self._patterns) + 1
        most = (bottom - top) * film.lens.width * (5 if self.samples == 4 else 1)
        place = work.array("unsorted_place", (4, most), np.float32)
        number = work.array("unsorted_number", (2, most), np.int32)
        pattern = work.array("pattern", most, np.uint8)
        count = np.empty(kinds, np.int32)
        rows = np.int32(top), np.int32(bottom)
        if self.samples == 4:
            found = points.group_fine(
                buffer.record, buffer.inverse, *rows, film.item, film.triangle,
                stage.geometry.material, self._face, self._pattern, place, number, pattern, count,
            )  # fmt: skip
        else:
            found = points.group_centre(
                buffer.record, buffer.inverse, *rows, film.triangle, stage.geometry.material,
                self._pattern, place, number, pattern, count,
            )  # fmt: skip
        blocks = int(((count + LANES - 1) // LANES).sum())
        sorted_place = work.array("place", (4, blocks * LANES), np.float32)
        sorted_number = work.array("number", (2, blocks * LANES), np.int32)
        first = np.empty(kinds + 1, np.int32)
        points.sort(found, place, number, pattern, count, sorted_place, sorted_number, first)
        return sorted_place, sorted_number, first


def _patterns():
    """The kernels of all patterns in use, and the number of each material's."""
    names = sorted({material.pattern for material in materials()})
    kernels = [import_module(f"{__package__}.shading.patterns.{name}").shade for name in names]
    return kernels, np.array([names.index(m.pattern) for m in materials()], np.uint8)


def _materials():
    """Table of materials (M, 6), and the bit of the circuit that each shines by (M,)."""
    table = [
        (m.roughness, m.f0, m.coat, m.snow, m.luminance, m.pattern in PAVED) for m in materials()
    ]
    circuit = [1 << CIRCUITS.index(m.circuit) if m.circuit else 0 for m in materials()]
    return np.array(table, np.float32), np.array(circuit, np.uint32)


def _seeds(items: int) -> F4:
    """(I,) a number in [0, 1) for each item."""
    word = (np.arange(items, dtype=np.uint64) * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF
    return ((word ^ (word >> 15)) * 0x2C1B3C6D % 2**24).astype(np.float32) / 2**24


def _faces(stage: Stage) -> F4:
    """(T, 3) unit normals of the stage's triangles, in their meshes' axes."""
    g = stage.geometry
    starts = np.repeat(g.first_vertex[:-1], np.diff(g.first_triangle))
    a, b, c = (g.vertices.T[g.triangles[:, k] + starts] for k in range(3))
    normal = np.cross(b - a, c - a)
    return (normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)).astype(
        np.float32
    )


def _along(stage: Stage) -> F4:
    """(T, 2) level direction in which u grows on the stage's triangles, in their meshes' axes."""
    g = stage.geometry
    starts = np.repeat(g.first_vertex[:-1], np.diff(g.first_triangle))
    a, b, c = (g.triangles[:, k] + starts for k in range(3))
    p, q = (g.vertices.T[k] - g.vertices.T[a] for k in (b, c))
    d, e = (g.uv[k] - g.uv[a] for k in (b, c))
    area = d[:, 0] * e[:, 1] - e[:, 0] * d[:, 1]
    along = (p * e[:, 1:] - q * d[:, 1:]) * np.sign(area)[:, None]
    return (along[:, :2] / np.maximum(np.linalg.norm(along[:, :2], axis=1), 1e-9)[:, None]).astype(
        np.float32
    )
