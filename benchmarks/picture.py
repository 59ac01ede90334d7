"""Pictures of the street: drawn, shaded and developed, with filtered shadows and materials.

A frame is: draw all items from their poses, light and shade the samples, develop to sRGB. The sun
stands still and nothing moves, so that its depth maps are kept; drawing them afresh is a row of
its own. In the blizzard snow lies and falls, and lamps are on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.classes import class_id
from whiteout.simcore.lamps import Lamp
from whiteout.simcore.light.sun import SunPosition
from whiteout.simcore.media.banks import Banks
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.maps import Maps
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.surface import Chart, Surface
from whiteout.simcore.wind import Wind

from .measure import timed
from .report import Row, frames
from .scenes import Shot, street

BANKS = Banks(0.5, 40.0, key=3)
CHARTS = [Chart((-20.0, 400.0), (-1.6, 1.6))]
GROUND = ("road", "lane_marking", "sidewalk", "kerb", "parking", "terrain")


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Clear, wet and blizzard, in three sizes, with one and four samples per pixel."""
    shot = on_charts(street())
    clear, blizzard = sceneries()
    wet = clear._replace(surface=Surface.laid(CHARTS, water_film=1e-3, rut_depth=3e-3))
    small, wide = (Pinhole.from_fov(*size, np.radians(70)) for size in ((84, 84), (1280, 720)))
    rows = [
        row("640×480, clear, 1 sample", shot, shot.lens, 1, clear, yard, 60.0, 120.0),
        row("640×480, clear, 4 samples", shot, shot.lens, 4, clear, yard),
        row("640×480, wet, 1 sample", shot, shot.lens, 1, wet, yard),
        row("640×480, fog, 1 sample", shot, shot.lens, 1, foggy(clear), yard),
        row("640×480, banks of fog, 1 sample", shot, shot.lens, 1, foggy(clear, BANKS), yard),
        row("640×480, rain, 1 sample", shot, shot.lens, 1, rainy(wet), yard),
        row("640×480, blizzard, 1 sample", shot, shot.lens, 1, blizzard, yard, 30.0, 60.0),
        row("640×480, blizzard, 4 samples", shot, shot.lens, 4, blizzard, yard),
        row("1280×720, blizzard, 1 sample", shot, wide, 1, blizzard, yard, 10.0),
        row("84×84, clear, 1 sample", shot, small, 1, clear, yard),
        row("84×84, blizzard, 1 sample", shot, small, 1, blizzard, yard, 500.0, 2000.0),
        fresh_maps(shot, clear, yard),
    ]
    return {"items": len(shot.placements), "lamps in the blizzard": len(blizzard.lamps)}, rows


def foggy(scenery: Scenery, banks: Banks | None = None) -> Scenery:
    """The same in fog of 60 m, even or in banks."""
    air = scenery.atmosphere.with_medium("fog", Fog(0.05, depth=30.0, banks=banks))
    return scenery._replace(atmosphere=air)


def rainy(scenery: Scenery) -> Scenery:
    """The same in rain of 20 mm/h, with an exposure of 8 ms."""
    air = scenery.atmosphere.with_medium("rain", Rainfall(20.0, key=5))
    return scenery._replace(atmosphere=air, exposure=0.008)


def on_charts(shot: Shot) -> Shot:
    """The shot with its ground on a chart, whose (s, t) its texture coordinates are."""
    ground = {class_id(name) for name in GROUND}
    placements = tuple(
        item._replace(chart=0) if item.class_id in ground else item for item in shot.placements
    )
    return shot._replace(placements=placements)


def sceneries() -> tuple[Scenery, Scenery]:
    """A fair winter's day, and a blizzard at dusk with lamps."""
    sun, dusk = (SunPosition(np.radians(90 - e), np.radians(210)) for e in (30, -3))
    sides = [(25.0 * k, 5.0 * (-1) ** k, 6.0) for k in range(8)]
    noses = [(2.0, y, 0.7) for y in (-2.2, -1.0)]
    lamps = [Lamp(at, (0, 0, -1.0), (1.2, 1.0, 0.6), 2500.0, "street", 30.0) for at in sides]
    lamps += [Lamp(at, (1, 0, -0.01), (1.0, 1, 0.9), 10100.0, "low_beam", 150.0) for at in noses]
    storm = Atmosphere(dusk, 1.0, wind=Wind((6.0, 3.0, 0.0))).with_medium("snow", Snowfall(1.5, 7))
    clear = Scenery(Atmosphere(sun, 0.2), Surface.laid(CHARTS))
    return clear, Scenery(storm, Surface.laid(CHARTS, 0.02, 0.2, key=3), lamps, 3.0, 0.01)


def row(
    what: str, shot: Shot, lens: Pinhole, samples: int, scenery: Scenery, yard: float,
    floor: float | None = None, want: float | None = None,
) -> Row:  # fmt: skip
    """Whole frames of one kind."""
    stage = shot.stage()
    posed, painter = shot.posed(stage), Painter(stage, samples)
    film = Film(lens, fine=samples == 4)

    def frame() -> None:
        film.draw(stage, posed, shot.T_world_sensor)
        painter.paint(film, scenery)

    return frames(f"whiteout: {what}", timed(frame), yard, floor, want)


def fresh_maps(shot: Shot, scenery: Scenery, yard: float) -> Row:
    """All depth maps drawn afresh, as when the camera has left their window."""
    stage = shot.stage()
    film = Film(shot.lens)
    film.draw(stage, shot.posed(stage), shot.T_world_sensor)
    made = timed(lambda: Maps(stage).draw(film, scenery.atmosphere))
    return Row("whiteout: all depth maps afresh", made.median, "s", 0.05, None, made.median / yard)
