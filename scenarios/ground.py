"""The ground at the beginning of an episode, from what a scenario says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..simcore.atmosphere import Atmosphere
from ..simcore.patches import Patch
from ..simcore.surface import Surface
from ..simcore.weathering import Climate
from .layout import Layout

SAMPLES = 2.0
"""Distance between the places at which a patch is sought on the charts [m]."""


def surface_of(settings: Any, layout: Layout, atmosphere: Atmosphere, key: int) -> Surface:
    """The ground of a layout under an atmosphere; settings: ``surface`` of a drawn scenario."""
    laid = Surface.laid(
        layout.charts,
        settings.snow_depth,
        settings.ice_fraction,
        settings.base,
        key,
        water_film=settings.water_film,
        compaction=settings.compaction,
        temperature=settings.temperature,
        texture=settings.texture,
        rut_depth=settings.rut_depth,
        patches=tuple(patches_of(settings.patches.values(), layout)),
        climate=climate_of(atmosphere),
    )
    return laid.after(atmosphere.rained)


def climate_of(atmosphere: Atmosphere) -> Climate:
    """The weather above the ground."""
    origin = np.zeros(3)
    wind = atmosphere.wind.velocity(origin, 0.0)
    return Climate(
        float(atmosphere.temperature(origin)),
        float(np.hypot(wind[0], wind[1])),
        atmosphere.snow_rate_mm_h / 3.6e6,
        atmosphere.rain_rate_mm_h / 3.6e6,
    )


def patches_of(settings: Any, layout: Layout) -> Iterator[Patch]:
    """The patches on the charts that they reach: s and t of the route become those of a chart.

    A patch that reaches over several charts lies on each of them, as far as that goes.
    """
    route = layout.lanes.route
    for item in settings:
        s0, t0 = item.at.s, item.at.t
        along = np.linspace(-1, 1, max(2, int(np.ceil(item.length / SAMPLES))) + 1)
        across = np.linspace(-1, 1, max(2, int(np.ceil(item.width / SAMPLES))) + 1)
        ds, dt = (
            x.ravel()
            for x in np.meshgrid(along * item.length / 2, across * item.width / 2, indexing="ij")
        )
        nearest_first = np.argsort(ds * ds + dt * dt, kind="stable")
        ds, dt = ds[nearest_first], dt[nearest_first]
        places = route.at(s0 + ds, t0 + dt)
        heading = route.axis(s0 + ds).heading
        found: set[int] = set()
        free = np.ones(len(places), bool)
        for strip in layout.strips:
            if strip.chart < 0:
                continue
            s, t = strip.line.project(places)
            inside = (s >= strip.span[0]) & (s <= strip.span[1])
            inside &= (t >= strip.profile[0, 0]) & (t <= strip.profile[-1, 0]) & free
            free &= ~inside
            if strip.chart in found or not inside.any():
                continue
            found.add(strip.chart)
            k = int(np.argmax(inside))  # its place that is nearest to the middle
            turn = heading[k] - float(strip.line.axis(s[k]).heading)
            cos, sin = np.cos(turn), np.sin(turn)
            length, width = item.length, item.width
            if abs(sin) > abs(cos):  # a road that crosses the route
                length, width = width, length
            yield Patch(
                strip.chart,
                float(s[k] - cos * ds[k] + sin * dt[k]),
                float(t[k] - sin * ds[k] - cos * dt[k]),
                length,
                width,
                item.cover,
                item.depth,
                item.softness,
            )
