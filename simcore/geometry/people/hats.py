"""What people wear on their heads: knit caps, peaked caps, hoods and safety helmets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..sculpt import Clay
from .hair import add_crown, add_shell, shell
from .head import Head

Array = NDArray[np.float64]

EDGE = {
    "knit_cap": 0.60,
    "bobble_cap": 0.60,
    "cap": 0.66,
    "helmet": 0.66,
    "cycle_helmet": 0.70,
    "hood": -0.3,
}
"""The height above which each covers the hair, in units of the head."""

HATS = tuple(EDGE)

_COLUMNS = (
    (0, 30, 60, 90, 120, 150, 180),
    (0, 45, 90, 135, 180),
    (0, 70, 180),
)


def hat(model: Head, kind: str, detail: int) -> MeshBuilder:
    """A head-dress by name; colour slots ``hat`` and ``hat_trim``, hoods in that of the top."""
    builder = MeshBuilder()
    {
        "knit_cap": _knit,
        "bobble_cap": _bobble,
        "cap": _cap,
        "helmet": _helmet,
        "cycle_helmet": _cycle_helmet,
        "hood": _hood,
    }[kind](builder, model, detail)
    return builder


def _azimuths(detail: int) -> Array:
    half = np.radians(_COLUMNS[detail])
    return np.concatenate([half, 2 * np.pi - half[-2:0:-1]])


def _constant(low: tuple[float, float, float]) -> Array:
    """Heights of a level edge at front, ears and nape, on the azimuths of a style."""
    return np.interp((0, 30, 48, 62, 74, 86, 100, 116, 145, 180), (0, 95, 180), low)


def _knit(builder: MeshBuilder, model: Head, detail: int) -> None:
    azimuth = _azimuths(detail)
    low = _constant((0.745, 0.555, 0.42))

    def thickness(azimuth: Array, height: Array, share: Array) -> Array:
        crown = np.clip((height - 0.85) / 0.15, 0, 1)
        return 0.045 + 0.050 * crown * (0.5 - 0.5 * np.cos(azimuth)) + 0.035 * crown

    points = shell(model, low, azimuth, (4, 2, 1)[detail], thickness)
    add_shell(builder, model, points, "cloth", "hat")
    add_crown(builder, model, points, "cloth", "hat")
    if detail < 2:  # the turned-up brim
        low_edge = shell(model, low - 0.01, azimuth, 8, lambda a, h, s: 0.045 + 0.033 + 0 * a)
        rim = shell(model, low - 0.01, azimuth, 8, lambda a, h, s: 0.0 * a)
        band = np.array([rim[0], low_edge[0], low_edge[2], rim[2]])
        builder.grid(model.placed(band), "cloth", colour="hat_trim", closed=True)


def _bobble(builder: MeshBuilder, model: Head, detail: int) -> None:
    _knit(builder, model, detail)
    builder.ellipsoid(
        model.placed(np.array([-0.10, 0, 1.17])),
        model.size * np.array([0.13, 0.13, 0.12]),
        "cloth",
        colour="hat_trim",
        sides=(8, 6, 4)[detail],
        rings=(6, 4, 3)[detail],
    )


def _cap(builder: MeshBuilder, model: Head, detail: int) -> None:
    azimuth = _azimuths(detail)
    low = _constant((0.755, 0.665, 0.56))
    points = shell(model, low, azimuth, (4, 2, 1)[detail], lambda a, h, s: 0.030 + 0.03 * s)
    add_shell(builder, model, points, "cloth", "hat")
    add_crown(builder, model, points, "cloth", "hat")
    _peak(builder, model, detail, 0.33, 0.745, 0.30, 0.26, -0.05, "cloth")


def _peak(
    builder: MeshBuilder, model: Head, detail: int, x: float, z: float, width: float,
    reach: float, drop: float, material: str,
) -> None:  # fmt: skip
    """A visor: an arched plate in front, seen from above and below."""
    across = np.linspace(-1, 1, (7, 5, 3)[detail])
    back = np.column_stack(
        [x * np.sqrt(1 - 0.6 * across**2) - 0.02, across * width, z - 0.03 * across**2]
    )
    front = back + np.column_stack(
        [reach * np.sqrt(1.02 - across**2), 0 * across, drop - 0.02 * across**2]
    )
    for lift, flip in ((0.0, True), (-0.012, False)):
        plate = np.array([back, front]) + np.array([0, 0, lift])
        builder.grid(model.placed(plate), material, colour="hat", flip=flip)
    edge = np.array([front + np.array([0, 0, -0.012]), front])
    builder.grid(model.placed(edge), material, colour="hat")


def _helmet(builder: MeshBuilder, model: Head, detail: int) -> None:
    """An industrial safety helmet: a hard dome with a ridge, a brim and a short peak."""
    azimuth = _azimuths(detail)
    circle = np.column_stack([np.cos(azimuth), np.sin(azimuth), 0 * azimuth])
    rings = []
    for height, depth, width in (
        (0.68, 0.520, 0.430),
        (0.692, 0.475, 0.390),
        (0.75, 0.470, 0.385),
        (0.92, 0.420, 0.345),
        (1.05, 0.300, 0.245),
        (1.11, 0.120, 0.100),
    ):
        rings.append(circle * [depth, width, 0] + [-0.06, 0, height])
    points = np.array(rings)
    add_shell(builder, model, points, "plastic", "hat")
    add_crown(builder, model, points, "plastic", "hat")
    inner = circle * [0.40, 0.33, 0] + [-0.06, 0, 0.672]
    builder.grid(model.placed(np.array([inner, points[0]])), "plastic", colour="hat", closed=True)
    _peak(builder, model, detail, 0.40, 0.685, 0.27, 0.17, -0.02, "plastic")
    if detail == 0:
        ridge = np.array(
            [
                (0.30, 0, 0.93),
                (0.15, 0, 1.08),
                (-0.06, 0, 1.135),
                (-0.27, 0, 1.08),
                (-0.42, 0, 0.93),
            ]
        )
        builder.tube(
            model.placed(ridge),
            model.size * 0.035,
            "plastic",
            colour="hat",
            sides=5,
            radius_up=model.size * 0.02,
        )


def _cycle_helmet(builder: MeshBuilder, model: Head, detail: int) -> None:
    """A bicycle helmet: a smooth shell, longer behind, with dark vents and a strap."""
    azimuth = _azimuths(detail)
    low = _constant((0.80, 0.70, 0.60))

    def thickness(azimuth: Array, height: Array, share: Array) -> Array:
        behind = 0.5 - 0.5 * np.cos(azimuth)
        return 0.095 + 0.035 * behind + 0.02 * share

    points = shell(model, low, azimuth, (4, 2, 1)[detail], thickness)
    add_crown(builder, model, points, "plastic", "hat")
    if detail:
        add_shell(builder, model, points, "plastic", "hat")
        return
    rim = shell(model, low, azimuth, 4, lambda a, h, s: 0.015 + 0.0 * a)[0]
    points = np.concatenate([rim[None], points])
    count = points.shape[1]
    vent = [[k % 2 == 0 and 0 < row < 4 for k in range(count)] for row in range(len(points) - 1)]
    for dark, material, colour in ((False, "plastic", "hat"), (True, "trim", "vent")):
        quads = np.where(np.array(vent) == dark, material, "")
        names = [[name or None for name in row] for row in quads.tolist()]
        builder.grid(model.placed(points), names, colour=colour, closed=True)
    for side in (1.0, -1.0):
        ends = np.array([[0.02, side * 0.36, 0.66], [0.16, side * 0.20, 0.02]])
        strap = np.array([ends - np.array([0.018, 0, 0]), ends + np.array([0.018, 0, 0])])
        lift = np.array([0.0, 0.02 * side, -0.03])
        builder.grid(model.placed(strap + lift), "trim", colour="strap", flip=side < 0)


def _hood(builder: MeshBuilder, model: Head, detail: int) -> None:
    """A hood drawn up: rings about the axis of the face, the first one its opening."""
    clay = Clay()
    clay.ellipsoid((-0.09, 0, 0.62), (0.49, 0.43, 0.47), 0.02)
    clay.ellipsoid((-0.03, 0, 0.20), (0.36, 0.36, 0.46), 0.25)
    around = np.linspace(0, 2 * np.pi, (14, 9, 5)[detail], endpoint=False)
    tilts = ((58, 70, 92, 118, 146), (58, 92, 140), (58, 115))
    tilt = np.radians(tilts[detail])[:, None]
    directions = np.stack(
        [
            np.cos(tilt) + 0 * around,
            np.sin(tilt) * np.sin(around),
            -np.sin(tilt) * np.cos(around),
        ],
        -1,
    )
    centre = np.array([-0.02, 0, 0.42])
    points = clay.cast(centre, directions, 1.0)
    points = centre + (points - centre) * (1.0, 1.05, 1.12)[detail]
    points[0] += np.array([0.05, 0, 0]) + 0.02 * directions[0]
    lip = points[0] + (centre + np.array([0.2, 0, 0]) - points[0]) * [0.5, 0.22, 0.22]
    grid = np.concatenate([lip[None], points])
    builder.grid(model.placed(grid), "cloth", colour="top", closed=True, flip=True)
    builder.fan(model.placed(points[-1]), "cloth", colour="top", flip=True)
