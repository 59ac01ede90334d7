"""Pictures: what a film has drawn, lit by sun, sky and lamps, seen through the air.

::

    film = Film(lens, fine=True)
    painter = Painter(stage, samples=4)
    film.draw(stage, posed, T_world_sensor)
    picture = painter.paint(film, Scenery(atmosphere, surface, lamps, time))
    cover = painter.cover(film, surface)

Both are functions of their arguments: a painter keeps depth maps of what stands still, but the
same state gives the same bytes, whatever was painted before and by however many threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..atmosphere import Atmosphere
from ..lamps import Lamp, Packed, nearest, outshone, pack
from ..light.beams import packed as beams
from ..light.colour import luminance
from ..light.exposure import exposure, lamplight
from ..light.tone import curve, develop
from ..light.tubes import daylight_at, shares
from ..surface import Surface
from ..threads import in_bands
from .film import Buffer, Film
from .maps import Maps
from .shading import air, background, glitter, light, lying, mirror, shadows
from .shading.background import Clouds
from .shading.bloom import SHARE, bloom
from .shading.bounce import SPOTS, bounce, spots
from .shading.falling import draw_falling, split_of
from .shading.halo import add_halo, phase_table
from .shading.indoors import indoors, through_tunnel
from .shading.lamplight import lamplight as light_by_lamps
from .shading.layout import LANES
from .shading.looks import Looks
from .shading.outlook import Outlook
from .shading.reflections import PLANES, add_reflections, gleams
from .shading.scenelight import drifted
from .shading.shafts import take_shade
from .shading.snowcover import lie
from .shading.split import Split
from .shading.spray import add_spray
from .shading.strewn import strew
from .shading.strip import Lens, Strip, gathered
from .shading.surroundings import Surroundings
from .shading.tables import Tables
from .shading.way import Way
from .shading.wetness import wet
from .stage import Stage
from .workspace import Workspace

F4 = NDArray[np.float32]

MOST_LAMPS = 64
"""Lamps that light a picture: those that give most light at the camera."""

HALOES = 6
"""Lamps whose light is followed through the air."""

BRIGHT = 2000.0
"""Daylight [lx] in which no light of lamps is seen in the air, nor what the ground throws back."""

SHELTERED = 0.25
"""Where less of the daylight gets in, nothing falls before the camera."""

BRIGHTEST_PART = 12.0
"""Scaled luminance up to which a surface counts that fills only a part of its pixel."""

STRIP = 20480
"""Pixels that are shaded at a time: few enough for the caches, enough for few calls."""


class Scenery(NamedTuple):
    """What is around: the air, the ground, the lamps that are on; time [s] when the exposure
    starts, and how long it is [s]; path: the camera's optical axes (4, 4) in the world then and at
    its end, those of the film unless given."""

    atmosphere: Atmosphere
    surface: Surface
    lamps: Sequence[Lamp] = ()
    time: float = 0.0
    exposure: float = 0.0
    path: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None


class Picture(NamedTuple):
    """srgb (H, W, 3) u1: developed; linear (H, W, 3) f4: luminance RGB [cd/m²], if asked for."""

    srgb: NDArray[np.uint8]
    linear: F4 | None


class Lit(NamedTuple):
    """Light before any lens. image (3, H * W) f4: luminance RGB [cd/m²], the painter's own memory,
    valid until it paints again; gain (3,) f4: the exposure of an ideal camera; around (3,): RGB
    light [lx] to expose for."""

    image: F4
    gain: F4
    around: NDArray[np.float64]


class _Shot(NamedTuple):
    """What is worked out once for a picture."""

    surface: Surface
    outlook: Outlook
    way: Way
    split: Split
    lamps: Packed
    spots: F4
    clouds: Clouds
    limit: np.float32
    open_here: np.float32


class Painter:
    """Paints what films have drawn of one stage.

    samples: 4 (the film's fine samples) or 1 (its centres); threads share the rows out.
    """

    def __init__(self, stage: Stage, samples: int = 4, threads: int = 1):
        if samples not in (1, 4):
            raise ValueError(f"a pixel has 1 or 4 samples, not {samples}")
        self.stage, self.samples, self.threads = stage, samples, threads
        self._tables, self._maps = Tables.of(stage), Maps(stage)
        self._work, self._whole = [Workspace() for _ in range(threads)], Workspace()
        self._surroundings = Surroundings()
        self._outlook: Outlook | None = None

    def paint(self, film: Film, scenery: Scenery, linear: bool = False) -> Picture:
        """The picture of what ``film`` drew last; linear: whether its luminance is wanted too."""
        lit = self.light(film, scenery)
        return self.finish(lit, film.lens.height, film.lens.width, linear)

    def finish(
        self, lit: Lit, height: int, width: int, linear: bool = False, glare: float = SHARE
    ) -> Picture:
        """The picture that an ideal camera makes of light; glare: the share of it that is veiled,
        as in an eye."""
        image = lit.image
        bloom(self._whole, image, height, width, glare)
        srgb = np.empty((height, width, 3), np.uint8)
        develop(image, 0, image.shape[1], lit.gain, curve(), srgb.reshape(-1, 3))
        light = np.ascontiguousarray(image.T).reshape(height, width, 3) if linear else None
        return Picture(srgb, light)

    def light(
        self, film: Film, scenery: Scenery, before_snow: Callable[[F4], F4] | None = None
    ) -> Lit:
        """The light of what ``film`` drew last, as it reaches a lens.

        before_snow: called with the image (3, pixels) when all but falling snow is drawn; returns
        that onto which snow falls.
        """
        atmosphere, place = scenery.atmosphere, film.T_world_camera[:3, 3]
        path = scenery.path or (film.T_world_camera, film.T_world_camera_end)
        outlook = self._outlook_on(scenery)
        lamps = nearest(pack(scenery.lamps), place, MOST_LAMPS)
        lit = lamplight(lamps, film.T_world_camera)
        tubes = film.stage.tubes
        open_there = daylight_at(tubes, np.concatenate([place[None], lamps.rows[:, :3]]))
        open_here = float(open_there[0])
        around = outlook.exposed * open_here
        gain = exposure(around, lit, outlook.albedo)
        natural = float(luminance(around))
        lamps = outshone(lamps, float(luminance(outlook.exposed)) * open_there[1:])
        buffer, lens, looks = self._prepared(film, atmosphere)
        shot = _Shot(
            scenery.surface,
            outlook,
            Way.of(atmosphere, place),
            split_of(film.lens, path, atmosphere, scenery.time, scenery.exposure),
            lamps,
            spots(
                nearest(lamps, place, SPOTS if natural < BRIGHT else 0),
                self._maps.tops,
                outlook.albedo,
            ),
            drifted(outlook.clouds, atmosphere, scenery.time, film.lens.fx),
            np.float32(BRIGHTEST_PART / gain[1]),
            np.float32(open_here),
        )
        height, width = film.lens.height, film.lens.width
        image = self._whole.array("image", (3, height * width), np.float32)
        if self.samples > 1:  # else each pixel is written by its one point
            image.fill(0.0)
        gleam = self._gleam(scenery.surface, image.shape[1])

        def shade(work: Workspace, top: int, bottom: int) -> None:
            strip = gathered(
                work, film, buffer, lens, self._tables, looks, top, bottom, scenery.surface.covered
            )
            self._dress(strip, scenery.surface)
            self._light(work, strip, shot, gleam, image)

        self._in_strips(shade, film)
        if gleam is not None:
            add_reflections(self._whole, film, buffer, lens, gleam, shot.limit, image, self.threads)
        take_shade(
            self._whole, film, buffer, lens, self._maps, outlook.air, shot.way, image, self.threads,
        )  # fmt: skip
        if natural < BRIGHT:
            few = nearest(lamps, place, HALOES)
            density, phase = float(shot.way.floating), phase_table(atmosphere)
            add_halo(self._whole, film, buffer, lens, few, density, phase, image, self.threads)
        add_spray(
            self._whole, film, buffer, lens, atmosphere.plumes, outlook.glow, lamps, image,
            self.threads,
        )  # fmt: skip
        if before_snow is not None:
            image = before_snow(image)
        if open_here > SHELTERED:
            draw_falling(
                film, path, outlook, shot.way, shot.split, shot.lamps, scenery.time,
                scenery.exposure, image, self.threads,
            )  # fmt: skip
        return Lit(image, gain, around + lit)

    def cover(self, film: Film, surface: Surface) -> NDArray[np.uint8]:
        """(H, W) what lies on what is seen at the pixels' centres, by ``covers.csv``."""
        if film.centre is None:
            raise ValueError("the film has no buffer of the pixels' centres")
        self._maps.draw_tops(film)
        lens, buffer = Lens.of(film), film.centre
        looks = Looks.of(self._whole, film, self._tables)
        cover = np.zeros((film.lens.height, film.lens.width), np.uint8)

        def label(work: Workspace, top: int, bottom: int) -> None:
            strip = gathered(
                work, film, buffer, lens, self._tables, looks, top, bottom, surface.covered
            )
            if surface.covered:
                lying.find(0, strip.sky, *self._maps.above, *surface.tables, strip.data)
            else:
                lying.find_nothing(0, strip.sky, strip.data)
            count = strip.sky * 64
            bare = surface.tables.base.bare
            lying.labels(count, strip.data, strip.number[1], bare, cover.reshape(-1))

        self._in_strips(label, film)
        return cover

    def _prepared(self, film: Film, atmosphere: Atmosphere) -> tuple[Buffer, Lens, Looks]:
        """What strips are gathered from: the samples, how they lie, and what is seen there."""
        buffer = film.centre if self.samples == 1 else film.fine
        if buffer is None:
            raise ValueError(f"the film has no buffer for {self.samples} samples a pixel")
        self._maps.draw(film, atmosphere)
        lens, looks = Lens.of(film), Looks.of(self._whole, film, self._tables)
        self._surroundings.prepare(film, buffer, lens, self._maps, self.threads)
        return buffer, lens, looks

    def _in_strips(self, work_on: Callable[[Workspace, int, int], None], film: Film) -> None:
        """Call work_on(workspace, top, bottom) for strips of rows, shared out among threads."""
        height, rows = film.lens.height, max(1, STRIP // film.lens.width)

        def band(first: int, end: int) -> None:
            work = self._work[(first * self.threads + self.threads - 1) // height]
            for top in range(first, end, rows):
                work_on(work, top, min(top + rows, end))

        in_bands(band, height, self.threads)

    def _outlook_on(self, scenery: Scenery) -> Outlook:
        given = scenery.atmosphere, scenery.surface, scenery.lamps
        if self._outlook is None or not self._outlook.still(*given):
            self._outlook = Outlook.on(*given)
        return self._outlook

    def _dress(self, strip: Strip, surface: Surface) -> None:
        """Put patterns and what lies on the points, and find what is around them."""
        sky, data, tables = strip.sky, strip.data, surface.tables
        lying.worn(0, sky, tables.base.shift, tables.profile, surface.dirt, data)
        spans = pairwise(strip.first[:-1])
        for pattern, (begin, end) in zip(self._tables.patterns, spans, strict=True):
            if end > begin:
                pattern(begin, end, data)
        if surface.covered:
            lying.find(0, sky, *self._maps.above, *tables, data)
            if surface.watery:
                wet(0, sky, data)
            if surface.strewn:
                strew(0, sky, data)
            if surface.icy:
                lie(0, sky, data)
        self._surroundings.fetch(sky, strip.place, data)

    def _gleam(self, surface: Surface, pixels: int) -> F4 | None:
        """Room for what the ground mirrors, where it does."""
        if not surface.gleams:
            return None
        gleam = self._whole.array("gleam", (PLANES, pixels), np.float32)
        gleam.fill(0.0)
        return gleam

    def _light(
        self, work: Workspace, strip: Strip, shot: _Shot, gleam: F4 | None, image: F4
    ) -> None:
        """Light the points and add them to the image (3, pixels) and to what it mirrors."""
        maps, outlook = self._maps, shot.outlook
        sky, data = strip.sky, strip.data
        if maps.sunny:
            shadows.shadows(0, sky, *maps.shadow, data)
            if shot.surface.snowy:
                glitter.glitter(0, sky, outlook.day, data)
        if len(shot.lamps.rows):
            shed = work.array("shed", 4 * LANES, np.float32)
            light_by_lamps(0, sky, *shot.lamps, beams(), shot.way.extinction, shed, data)
            if len(shot.spots):
                bounce(0, sky, shot.spots, data)
        if len(self.stage.tubes):
            indoors(0, sky, self.stage.tubes, shares(), data)
        light.daylight(0, sky, outlook.day, outlook.harmonics, data)
        sun = outlook.east, outlook.north
        mirror.mirror(0, sky, outlook.day, outlook.mean, *sun, data)
        if gleam is not None:
            number, weight = strip.number[1], strip.place[3]
            gleams(sky * 64, data, number, weight, shot.way.extinction, gleam)
        shot.way.measure(0, sky, shot.split, data)
        shot.way.measure_sky(sky, strip.blocks, data)
        if len(self.stage.tubes):
            through_tunnel(0, sky, outlook.air, shot.open_here, data)
        else:
            air.through_air(0, sky, outlook.air, data)
        background.background(
            sky, strip.blocks, outlook.clear, outlook.cloud, *sun, shot.clouds, outlook.air, data
        )
        air.collect(strip.blocks * 64, data, strip.number[1], strip.place[3], shot.limit, image)
