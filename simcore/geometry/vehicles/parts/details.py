"""What lies on a sheet of body work: panel gaps, mouldings, panels, discs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...builder import MeshBuilder
from .sheet import Place, Region, Sheet, traced

Array = NDArray[np.float64]


SLIVER = 5e-5
"""Height of a piece that is too thin to be drawn [m]."""
QUAD = ((0, 1, 2), (0, 2, 3))
"""The triangles of four corners."""


def ribbon(
    builder: MeshBuilder,
    sheet: Sheet,
    path: ArrayLike,
    width: float,
    material: str,
    *,
    lift: float = 0.002,
    colour: str | None = None,
) -> None:
    """A flat strip along a path (K, 2) of sheet coordinates: a panel gap or a line of trim."""
    places, normals = traced(sheet, path)
    across = _across(places, normals) * (width / 2)
    raised = places + normals * lift
    builder.grid([raised - across, raised + across], material, colour=colour)


def bead(
    builder: MeshBuilder,
    sheet: Sheet,
    path: ArrayLike,
    width: float,
    height: float,
    material: str,
    *,
    lift: float = 0.0,
    colour: str | None = None,
    ends: bool = True,
) -> None:
    """A raised moulding along a path; with ``ends`` it tapers into the sheet at both."""
    places, normals = traced(sheet, path)
    across = _across(places, normals) * (width / 2)
    if ends:
        reach = np.linalg.norm(places[[1, -2]] - places[[0, -1]], axis=1, keepdims=True)
        slope = np.minimum(0.4, 0.6 * height / np.maximum(reach, 1e-9))
        near = places[[0, -1]] + (places[[1, -2]] - places[[0, -1]]) * slope
        at = [1, len(places) - 1]
        places = np.insert(places, at, near, axis=0)
        normals = np.insert(normals, at, normals[[0, -1]], axis=0)
        across = np.insert(across, at, across[[0, -1]], axis=0)
    rise = np.full((len(places), 1), height)
    if ends:
        rise[[0, -1]] = 0.0
    foot = places + normals * lift
    top = foot + normals * rise
    builder.grid(
        [foot - across, top - 0.7 * across, top + 0.7 * across, foot + across],
        material,
        colour=colour,
    )


def panel(
    builder: MeshBuilder,
    sheet: Sheet,
    field: Region,
    material: str,
    *,
    lift: float = 0.003,
    colour: str | None = None,
) -> None:
    """A panel over a region, cut where the sheet is. Raises ValueError beside the sheet."""
    if not patch(builder, sheet, field.windows(), material, lift=lift, colour=colour):
        raise ValueError(f"the panel of {material} lies beside its sheet")


def patch(
    builder: MeshBuilder,
    sheet: Sheet,
    windows: Sequence[Sequence[Place]],
    material: str,
    *,
    lift: float,
    colour: str | None = None,
) -> bool:
    """What of convex windows, counter-clockwise, lies on the sheet; whether anything does."""
    pieces = [piece for window in windows for piece in sheet.cut(window)]
    if not pieces:
        return False
    flat = np.array([place for piece in pieces for place in piece])
    points, normals = sheet.at(flat[:, 0], flat[:, 1])
    corners, start = [], 0
    for piece in pieces:
        corners += [(start, start + n, start + n + 1) for n in range(1, len(piece) - 1)]
        start += len(piece)
    triangles, raised = np.array(corners), points + normals * lift
    a, b, c = (raised[triangles[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    longest = np.linalg.norm([b - a, c - b, a - c], axis=2).max(0)
    builder.add(raised, triangles[area > SLIVER * longest], material, colour)
    return True


def disc(
    builder: MeshBuilder,
    sheet: Sheet,
    place: Place,
    radius: float,
    material: str,
    *,
    lift: float = 0.006,
    sides: int = 12,
    colour: str | None = None,
    direction: ArrayLike | None = None,
) -> None:
    """A flat disc on the sheet, facing along its normal or ``direction``."""
    centre, normal = sheet.at(*place)
    if direction is not None:
        normal = np.asarray(direction, np.float64) / np.linalg.norm(direction)
    first = np.cross(normal, [0.0, 0.0, 1.0])
    first /= np.linalg.norm(first)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    turned = np.outer(np.cos(angle), first) + np.outer(np.sin(angle), np.cross(normal, first))
    builder.fan(centre + normal * lift + radius * turned, material, colour=colour)


def _across(places: Array, normals: Array) -> Array:
    """(K, 3) unit vectors to the left of the path, in the sheet; level with the plane y = 0 in it,
    where the mirror image begins."""
    left = np.cross(normals, np.gradient(places, axis=0))
    left[np.abs(places[:, 1]) < 1e-9, 1] = 0.0
    return left / np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-12)
