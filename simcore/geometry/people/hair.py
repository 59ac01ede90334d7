"""Hair as a shell over the scalp, from the hairline to the crown, with the volume of its style.

A style says, by azimuth from straight ahead, how far down the hair reaches (heights in units of
the head) and how thick it lies; long styles hang over the neck. Styles are anyone's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from .head import CENTRE, Head

Array = NDArray[np.float64]


Thickness = Callable[[Array, Array, Array], Array]
"""Thickness by azimuth [rad], height (units of the head) and share of the way to the crown."""


class Style(NamedTuple):
    """low: heights of the lower edge at _EDGE azimuths; thick: at the top, side and back; lift:
    extra height above the forehead; rough: share of the thickness by which locks differ."""

    low: tuple[float, ...]
    thick: tuple[float, float, float]
    lift: float = 0.0
    rough: float = 0.0
    hang: float = 0.0


_EDGE = (0.0, 30.0, 48.0, 62.0, 74.0, 86.0, 100.0, 116.0, 145.0, 180.0)
_SHORT = (0.865, 0.855, 0.790, 0.690, 0.520, 0.585, 0.590, 0.420, 0.220, 0.190)
_RECEDED = (0.975, 0.960, 0.900, 0.760, 0.540, 0.585, 0.590, 0.420, 0.220, 0.190)
_BOB = (0.800, 0.790, 0.720, 0.420, 0.100, 0.080, 0.070, 0.060, 0.050, 0.045)
_LONG = (0.860, 0.840, 0.740, 0.460, 0.000, -0.200, -0.330, -0.420, -0.480, -0.500)
_TIED = (0.865, 0.855, 0.790, 0.690, 0.570, 0.590, 0.560, 0.360, 0.200, 0.180)

STYLES = {
    "buzz": Style(_SHORT, (0.016, 0.012, 0.014)),
    "short": Style(_SHORT, (0.055, 0.028, 0.040), lift=0.015, rough=0.25),
    "parted": Style(_SHORT, (0.055, 0.045, 0.055), lift=0.045, rough=0.15),
    "receding": Style(_RECEDED, (0.025, 0.030, 0.035), rough=0.2),
    "curly": Style(_SHORT, (0.150, 0.115, 0.130), lift=0.020, rough=0.28),
    "bob": Style(_BOB, (0.055, 0.075, 0.075), rough=0.1, hang=0.05),
    "long": Style(_LONG, (0.050, 0.065, 0.070), lift=0.010, rough=0.12, hang=0.07),
    "ponytail": Style(_TIED, (0.028, 0.024, 0.030), rough=0.05),
    "bun": Style(_TIED, (0.028, 0.024, 0.030), rough=0.05),
}
"""Hair styles by name; "bald" is none."""

_ROWS = (5, 3, 2)
_COLUMNS = (  # azimuths of one half [deg]
    (0, 26, 48, 64, 80, 98, 120, 150, 180),
    (0, 40, 70, 95, 140, 180),
    (0, 70, 180),
)


def hair(model: Head, style: str, detail: int, pressed: float | None = None) -> MeshBuilder:
    """The hair of a head; ``pressed``: the height above which a hat lies on it."""
    builder = MeshBuilder()
    if style == "bald":
        return builder
    kind = STYLES[style]
    half = np.radians(_COLUMNS[detail])
    azimuth = np.concatenate([half, 2 * np.pi - half[-2:0:-1]])
    thickness = _thickness(kind, pressed, 0.05 if detail == 2 else 0.0)
    if pressed is None:
        points = shell(model, kind.low, azimuth, _ROWS[detail], thickness, kind.hang > 0)
        add_crown(builder, model, points, "hair", "hair")
    else:
        end = np.arctan2(pressed - CENTRE[1], 0.36) + 0.15
        rows = max(_ROWS[detail] - 2, 1)
        points = shell(model, kind.low, azimuth, rows, thickness, kind.hang > 0, end)
    add_shell(builder, model, points, "hair", "hair", hang=kind.hang)
    if detail < 2 and style == "ponytail":
        _tail(builder, model, detail)
    if detail < 2 and style == "bun":
        builder.ellipsoid(
            model.placed(np.array([-0.46, 0, 0.74])),
            model.size * np.array([0.13, 0.15, 0.14]),
            "hair",
            colour="hair",
            sides=8,
            rings=6 - detail,
        )
    return builder


def _thickness(kind: Style, pressed: float | None, more: float) -> Thickness:
    """``more``: added to it, where a coarse skull would show through."""

    def thickness(azimuth: Array, height: Array, share: Array) -> Array:
        behind = 0.5 - 0.5 * np.cos(azimuth)
        top = np.clip((height - 0.62) / 0.25, 0, 1)
        side = kind.thick[1] + (kind.thick[2] - kind.thick[1]) * behind**2
        depth = side + (kind.thick[0] - side) * top
        depth = depth + kind.lift * top * np.clip(1 - 2.5 * behind, 0, 1)
        locks = np.sin(7 * azimuth + 9 * height) * np.sin(4 * azimuth - 13 * height + 1.3)
        depth = depth * (1 + kind.rough * locks) * np.clip(0.25 + 1.7 * share, 0, 1)
        if pressed is not None:
            depth = np.where(height > pressed, np.minimum(depth, 0.012), depth)
            under = np.interp(_off(azimuth), _EDGE, kind.low) > pressed
            depth = np.where(under, -0.02, depth)  # all of it is under the hat
        # The edge of short hair dips under the skin, so that no slit shows beneath it.
        return more + (depth if kind.hang else np.where(share > 0, depth, -0.012))

    return thickness


def _off(azimuth: Array) -> Array:
    """Degrees from straight ahead."""
    return np.abs((np.degrees(azimuth) + 180) % 360 - 180)


def shell(
    model: Head,
    low: Sequence[float] | Array,
    azimuth: Array,
    rows: int,
    thickness: Thickness,
    hanging: bool = False,
    end: float = np.radians(80),
) -> Array:
    """(rows + 1, columns, 3) points over the scalp, from the edge ``low`` up to ``end`` [rad].

    ``hanging``: below the jaw hair hangs from the skull and leaves the neck.
    """
    off = _off(azimuth)
    edge = np.interp(off, _EDGE, low)
    forward = np.interp(off, (0, 60, 180), (0.36, 0.28, 0.42))
    rise = np.arctan2(edge - CENTRE[1], forward)
    start = np.where(edge < CENTRE[1], edge - CENTRE[1], rise)
    start = np.minimum(start, end - 0.05)
    share = np.linspace(0, 1, rows + 1)[:, None]
    station = start + (end - start) * share
    flat = station < 0
    elevation = np.where(flat, 0.0, station)
    z = CENTRE[1] + np.where(flat, station, 0.0)
    x = CENTRE[0] + np.clip((CENTRE[1] - z) * -0.16, -0.12, 0)
    origins = np.stack(np.broadcast_arrays(x, 0.0, z), -1)
    directions = np.stack(
        [
            np.cos(elevation) * np.cos(azimuth),
            np.cos(elevation) * np.sin(azimuth),
            np.sin(elevation),
        ],
        -1,
    )
    bare = model.clay.cast(origins, directions, 0.75)
    reach = np.linalg.norm(bare - origins, axis=-1)
    if hanging:
        widest = np.interp(off, (0, 70, 110, 180), (0.30, 0.315, 0.33, 0.36))
        widest = widest * np.clip(1 - 0.25 * (0.42 - z), 0.7, 1)
        reach = np.where(z < 0.42, np.maximum(reach, widest), reach)
    depth = thickness(azimuth + 0 * station, bare[..., 2], share + 0 * station)
    return origins + directions * (reach + depth)[..., None]


def add_shell(
    builder: MeshBuilder, model: Head, points: Array, material: str, colour: str, hang: float = 0.0
) -> None:
    """The grid of a ``shell``, with a rim inwards where its edge hangs free."""
    builder.grid(model.placed(points), material, colour=colour, closed=True)
    if hang:
        axis = np.array([-0.1, 0.0, 0.0]) + points[0] * [0, 0, 1]
        inner = axis + (points[0] - axis) * 0.72 + np.array([0, 0, hang])
        rim = model.placed(np.array([inner, points[0]]))
        builder.grid(rim, material, colour=colour, closed=True)


def add_crown(builder: MeshBuilder, model: Head, points: Array, material: str, colour: str) -> None:
    """Close the upper end of a ``shell``."""
    crown = points[-1].mean(0) + np.array([0, 0, 0.02])
    count = points.shape[1]
    index = np.arange(count)
    faces = np.column_stack([index, (index + 1) % count, np.full(count, count)])
    builder.add(model.placed(np.vstack([points[-1], crown])), faces, material, colour)


def _tail(builder: MeshBuilder, model: Head, detail: int) -> None:
    path = np.array(
        [(-0.42, 0, 0.74), (-0.56, 0, 0.66), (-0.60, 0, 0.40), (-0.55, 0, 0.08), (-0.54, 0, -0.15)]
    )
    builder.tube(
        model.placed(path),
        model.size * np.array([0.06, 0.095, 0.11, 0.085, 0.02]),
        "hair",
        colour="hair",
        sides=(7, 5)[detail],
        up=(1.0, 0.0, 0.0),
    )
