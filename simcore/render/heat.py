"""Pictures in long-wave infra-red: what a film has drawn, by how warm it is and how it radiates.

::

    painter = HeatPainter(stage, cast)
    film.draw(stage, posed, T_world_sensor)
    radiance = painter.radiance(film, Scenery(atmosphere, surface), bodies)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..atmosphere import CONTRAST, Atmosphere
from ..bodies import Bodies, Cast
from ..heat.air import in_long_waves, overhead
from ..heat.engines import Engines
from ..heat.planck import table
from ..heat.surfaces import properties
from .film import Film
from .picture import Painter, Scenery
from .shading import shadows, warmth
from .shading.layout import FILM, LANES, ROWS
from .shading.split import ENTRIES, Split
from .shading.strip import Strip, gathered
from .shading.way import CLEAREST, HAZE_DEPTH, Way
from .stage import Stage
from .workspace import Workspace

F4 = NDArray[np.float32]

NOTHING_DRAWN = Split(1.0, np.zeros(ENTRIES, np.float32), ())
"""No particle is told apart: all are a medium."""


class HeatPainter(Painter):
    """Paints the radiance of a stage and its cast from 8 to 14 µm."""

    def __init__(self, stage: Stage, cast: Cast, samples: int = 4, threads: int = 1):
        super().__init__(stage, samples, threads)
        self._engines = Engines.of(cast, stage.fixed)

    def radiance(self, film: Film, scenery: Scenery, bodies: Bodies) -> F4:
        """(H * W,) f4 [W/(m² sr)] of what ``film`` drew last, as it reaches a lens.

        bodies: as they were drawn. The painter's own memory, valid until it paints again.
        """
        atmosphere, surface = scenery.atmosphere, scenery.surface
        buffer, lens, looks = self._prepared(film, atmosphere)
        air, ground = atmosphere.air_temperature, surface.lying.temperature
        wind = atmosphere.wind.velocity(np.zeros(3), atmosphere.time)
        driven = self._engines.at(bodies, air, wind)
        above = overhead(atmosphere)
        way = _way(in_long_waves(atmosphere, 1.0 / film.lens.fx), film.T_world_camera[:3, 3])
        world = film.item, film.triangle, film.stage.geometry.material, properties(air, ground)
        height, width = film.lens.height, film.lens.width
        image = self._whole.array("radiance", height * width, np.float32)
        image.fill(0.0)

        def shade(work: Workspace, top: int, bottom: int) -> None:
            strip = gathered(
                work, film, buffer, lens, self._tables, looks, top, bottom, surface.covered
            )
            self._dress(strip, surface)
            if not surface.covered:  # nobody has said how wet the points are
                strip.data.reshape(-1, ROWS, LANES)[: strip.sky, int(FILM) // LANES] = 0.0
            if self._maps.sunny:
                shadows.shadows(0, strip.sky, *self._maps.shadow, strip.data)
            more = above, np.float32(ground), table(), strip.data
            warmth.radiate(0, strip.sky, strip.number[0], *world, *driven, *more)
            self._through_air(strip, way, above, image)

        self._in_strips(shade, film)
        return image

    def _through_air(self, strip: Strip, way: Way, above: Any, image: F4) -> None:
        sky, blocks, data = strip.sky, strip.blocks, strip.data
        warmth.sky(sky, blocks, above, data)
        way.measure(0, sky, NOTHING_DRAWN, data)
        way.measure_sky(sky, blocks, data)
        warmth.through(0, blocks, above.black, data)
        warmth.gathered(blocks * 64, data, strip.number[1], strip.place[3], image)


def _way(atmosphere: Atmosphere, eye: NDArray[np.float64]) -> Way:
    """The way from an eye (3,) through air of long waves, whose vapour is part of the sky."""
    way = Way.of(atmosphere, eye)
    haze = max(-np.log(CONTRAST) / atmosphere.haze - CLEAREST, 0.0) * HAZE_DEPTH
    return replace(way, upward=(np.float32(max(way.upward[0] - haze, 0.0)), way.upward[1]))
