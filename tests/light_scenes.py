"""Five small scenes for an independent light transport: matt things, a sun, a sky, fog, snow.

All is matt: ``interior`` is the material that mirrors least, and each thing has its own albedo.
The ground reaches far beyond what is seen, so that it fills the lower half of what it lights.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pictures import CLEAR, Item, air, block, floor, sun
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.sky import Sky
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.surface import Chart, Surface

HALF = 400.0
"""Half of the side of the ground [m]."""

GREY = (0.125, 0.125, 0.12)
"""Albedo of the ground: the mean of streets, gardens and fields that surroundings are lit by."""

DEEP_SNOW = 0.1
"""Depth of the snow [m]."""

WHOLE = Chart((-HALF, HALF), lanes=())

AHEAD = 30.0
"""How far the middle of the fog's picture is from the camera [m]."""


class SunAlone(Atmosphere):
    """Air under a black sky."""

    @property
    def open_sky(self) -> Sky:  # type: ignore[override]
        return super().open_sky.dimmed(1e-9)


class LightScene(NamedTuple):
    """Things, a camera (FLU) and the air and ground that light them.

    sky: whether it shines; lit: whether only what the sun sees is compared; limits: of the median
    and of the 95th percentile of the relative difference of luminance, None where it is told and
    not asked for; width [px], three by two; paths: how many are followed per pixel.
    """

    items: list[Item]
    T: NDArray[np.float64]
    atmosphere: Atmosphere
    surface: Surface
    fov: float = 50.0
    sky: bool = True
    lit: bool = False
    limits: tuple[float, float] | None = (0.15, 0.40)
    width: int = 108
    paths: int = 256


def bare(depth: float = 0.0) -> Surface:
    """The ground, with snow of a depth [m] on it or none."""
    return Surface.laid([WHOLE], depth, key=3)


def boxes() -> list[Item]:
    """A plane and three boxes."""
    return [
        Item(floor(half=HALF, albedo=GREY), np.eye(4)),
        Item(block((2.0, 2.0, 2.0), albedo=(0.5, 0.5, 0.5)), pose((0.0, 0.0, 0.0), yaw=0.4)),
        Item(block((1.0, 3.0, 1.2), albedo=(0.6, 0.5, 0.4)), pose((2.8, -1.5, 0.0), yaw=-0.2)),
        Item(block((1.5, 1.0, 3.0), albedo=(0.3, 0.3, 0.3)), pose((-1.0, 3.0, 0.0), yaw=0.9)),
    ]


def corner() -> list[Item]:
    """Two walls that meet over a floor, and a chest."""
    white = (0.5, 0.5, 0.5)
    return [
        Item(floor(half=HALF, albedo=GREY), np.eye(4)),
        Item(block((0.3, 6.3, 3.0), albedo=white), pose((3.15, -0.15, 0.0))),
        Item(block((6.0, 0.3, 3.0), albedo=white), pose((0.0, -3.15, 0.0))),
        Item(block((1.0, 0.6, 0.8), albedo=(0.4, 0.3, 0.2)), pose((1.6, -1.4, 0.0), yaw=0.5)),
    ]


def posts() -> list[Item]:
    """Boxes at several distances on a plane, most of them about AHEAD."""
    places = [(-12.0, 4.0), (-4.0, -3.5), (0.0, 0.0), (1.0, 6.0), (9.0, -8.0), (24.0, 3.0)]
    made = [Item(floor(half=HALF, albedo=GREY), np.eye(4))]
    for k, (x, y) in enumerate(places):
        tone = (0.04, 0.5, 0.2)[k % 3]
        made.append(
            Item(block((1.5, 2.0, 2.5), albedo=(tone,) * 3), pose((x, y, 0.0), yaw=0.3 * k))
        )
    return made


def above() -> NDArray[np.float64]:
    """A camera that sees the boxes and no sky."""
    return look_at((-9.0, -7.0, 9.0), (0.5, 0.3, 0.5))


def in_fog(depth: float, cover: float = 1.0, **others: Any) -> LightScene:
    """The posts in fog of this optical depth to AHEAD, under this share of clouds."""
    T = look_at((-AHEAD * 0.96, 0.0, 8.0), (0.0, 0.0, 0.5))
    atmosphere = air(40, cover).with_medium("fog", Fog(depth / AHEAD))
    return LightScene(posts(), T, atmosphere, bare(), 40.0, **others)


def snowy() -> LightScene:
    """Boxes, which keep no snow, on a plane under deep snow."""
    _, *others = boxes()
    ground = Item(floor("asphalt", HALF), np.eye(4), 0)
    return LightScene([ground, *others], above(), air(30), bare(DEEP_SNOW))


def sun_alone() -> LightScene:
    """Boxes under a black sky, where the sun sees them."""
    black = SunAlone(sun(40), haze=CLEAR)
    return LightScene(
        boxes(), above(), black, bare(), sky=False, lit=True, limits=(0.05, 0.20), paths=64
    )


def inside_corner() -> LightScene:
    """The corner, with sunlight on its floor and on one of its walls."""
    T = look_at((-5.0, 6.0, 3.6), (1.2, -1.4, 0.9))
    return LightScene(corner(), T, air(40, azimuth=300.0), bare())


SCENES = {
    "boxes under the sun": sun_alone,
    "boxes under sun and sky": lambda: LightScene(boxes(), above(), air(40), bare()),
    "an interior corner": inside_corner,
    "fog, optical depth 0.3": lambda: in_fog(0.3),
    "fog, optical depth 1": lambda: in_fog(1.0),
    "fog, optical depth 3": lambda: in_fog(3.0, limits=None),
    "fog in sunshine, optical depth 0.3": lambda: in_fog(
        0.3, 0.0, limits=None, width=54, paths=8192
    ),
    "snow": snowy,
}
"""By name."""
