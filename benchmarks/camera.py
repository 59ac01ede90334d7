"""A real camera on the street: electronics and processing alone, and whole frames in a blizzard.

The whole frames have particles, lamps, a lens with softness and stray light, noise, mosaic and
picture; some also the motion blur of a moving camera, and a bent lens.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from whiteout.sensors.imaging.control import Taken
from whiteout.sensors.imaging.eye import Eye
from whiteout.sensors.imaging.imager import Imager
from whiteout.sensors.imaging.motion import smear
from whiteout.sensors.imaging.optics import Optics
from whiteout.sensors.imaging.settings import Electronics, Lens, Processing
from whiteout.sensors.imaging.view import View
from whiteout.sensors.window.gathering import Gathering, clean
from whiteout.sensors.window.pane import Pane
from whiteout.sensors.window.settings import Window
from whiteout.sensors.window.through import Through
from whiteout.sensors.window.weather import Exposed, Stream
from whiteout.simcore.pose import pose
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.projection import Projection
from whiteout.simcore.render.shutter import Shutter
from whiteout.simcore.render.workspace import Workspace

from .measure import timed
from .picture import on_charts, sceneries
from .report import Row, frames
from .scenes import Shot, street

SIZE = (480, 640)
MILLISECONDS = 4e-3
"""What noise and picture may take."""
PANE = 4e-3
"""What a wet pane may take."""


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Electronics by day, by night and with three exposures; a blizzard through two lenses."""
    rows = [
        _electronics("by day", 900.0, 0.002, yard),
        _electronics("by night, few electrons", 0.05, 0.033, yard),
        _electronics("three exposures joined", 900.0, 0.002, yard, {"hdr": {"exposures": 3}}),
    ]
    shot = on_charts(street())
    _, blizzard = sceneries()
    pinhole = Projection.from_fov("pinhole", 640, 480, np.radians(70))
    bent = Projection.from_fov(
        "brown_conrady", 640, 480, np.radians(70), (-0.1, 0.01, 0.0, 0.0, 0.0)
    )
    rows.append(_pane(blizzard, pinhole, yard))
    rows.append(_blizzard("a pinhole", shot, blizzard, pinhole, False, yard))
    rows.append(_blizzard("a pinhole, with motion blur", shot, blizzard, pinhole, True, yard))
    rows.append(_blizzard("a bent lens", shot, blizzard, bent, False, yard))
    rows.append(_blizzard("a bent lens, with motion blur", shot, blizzard, bent, True, yard))
    return {"size": "640×480"}, rows


def plain(model: Any, given: dict[str, Any] | None = None) -> Any:
    """Drawn settings: every quantity its constant."""
    authored = model.model_validate(given or {})
    return authored.drawn({q.path: q.term.value for q in authored.quantities()})


def imager(electronics: dict[str, Any] | None = None) -> Imager:
    """Usual electronics behind an even lens."""
    chip = plain(Electronics, electronics)
    even = np.ones(SIZE[0] * SIZE[1], np.float32)
    return Imager("front", SIZE, chip, plain(Processing), 1.8, 0.9, even)


def _electronics(
    what: str, level: float, seconds: float, yard: float, chip: dict[str, Any] | None = None
) -> Row:
    of, taken = imager(chip), Taken(seconds, 1.0, np.ones(3))
    uneven = np.random.Generator(np.random.Philox(1)).lognormal(0.0, 1.0, (3, SIZE[0] * SIZE[1]))
    light = (level * uneven).astype(np.float32)
    made = timed(lambda: of.rgb(of.capture(light, taken, 1), taken), 1.0)
    note = f"best {made.least * 1e3:.2f} ms"
    floor = MILLISECONDS if chip is None else None
    return Row(
        f"noise and picture, {what}", made.median, "s", floor, None, made.median / yard, note
    )


def _pane(scenery: Scenery, lens: Projection, yard: float) -> Row:
    """Half a minute of heavy rain on a windscreen: two ticks of it, the picture and its mask."""
    window = plain(Window, {"behind": "windscreen"})
    pane = Pane.of(window, lens, 1.8, 4e-6, 0.0)
    gathering, through = Gathering(window, pane), Through(pane, lens, window.contact_angle, 1)
    rain = Exposed((Stream(False, 5e-3, 11.0, 2.6),), (0.0, -7.0), 283.15, 37.0, 0.95)
    wet = gathering.after(clean(pane, 0), 600, rain, 1)
    image = np.full((3, SIZE[0] * SIZE[1]), 100.0, np.float32)

    def work() -> None:
        gathering.after(wet, 2, rain, 1)
        through.lay(image, wet, None, scenery, np.eye(3))
        through.straight(wet, None)

    made = timed(work, 1.0)
    note = f"best {made.least * 1e3:.2f} ms, {len(wet.drops)} drops"
    return Row("rain on a windscreen", made.median, "s", PANE, None, made.median / yard, note)


def _blizzard(
    what: str, shot: Shot, scenery: Scenery, lens: Projection, moves: bool, yard: float
) -> Row:
    stage = shot.stage()
    posed, view = shot.posed(stage), View(lens)
    eye, painter = Eye(view, fine=False), Painter(stage, samples=1)
    optics, of = Optics(plain(Lens), lens, plain(Electronics), 1), imager()
    taken, work = Taken(0.01, 4.0, np.ones(3)), Workspace()
    start = shot.T_world_sensor
    end = start @ pose((14.0 * taken.seconds, 0.0, 0.0)) if moves else start
    samples = np.empty((3, view.samples), np.float32)
    image = np.empty((3, lens.width * lens.height), np.float32)

    def frame() -> None:
        eye.draw(stage, posed, start, end, Shutter(0.5, 0.0))
        film = eye.films[0]
        blurred = scenery._replace(exposure=taken.seconds)
        blur = partial(smear, film, span=taken.seconds, seconds=taken.seconds, work=work)
        lit = painter.light(film, blurred, blur if moves else None)
        light = lit.image
        if not view.straight:
            samples[...] = lit.image
            view.light(samples, image, 0, image.shape[1])
            light = image
        light = optics.veiled(optics.flared(optics.blurred(light, None)))
        of.rgb(of.capture(light, taken, 3), taken)

    return frames(f"blizzard with all of it through {what}", timed(frame), yard, 30.0, 60.0)
