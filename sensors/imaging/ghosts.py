"""Ghosts of bright lights: what two surfaces of a lens mirror lands elsewhere on the sensor.

To the first order a pair of surfaces maps where light enters the lens, and at which angle, to a
place on the sensor by a matrix (Lee and Eisemann, "Practical real-time lens-flare rendering",
Computer Graphics Forum 32, 2013; Hullin et al., ACM Trans. Graph. 30, 108, 2011). Each surface on
the way and the stop cut a disc out of the beam: a ghost is where all of these overlap, and all of
it is equally bright. Its light is the source's, by the product of the two reflectances.

The lens is a double Gauss, scaled so that its picture is the camera's.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DOUBLE_GAUSS = (
    (29.475, 3.76, 1.67, 12.6), (84.83, 0.12, 1.0, 12.6), (19.275, 4.025, 1.67, 11.5),
    (40.77, 3.275, 1.699, 11.5), (12.75, 5.705, 1.0, 9.0), (0.0, 4.5, 1.0, 8.55),
    (-14.495, 1.18, 1.603, 8.5), (40.77, 6.065, 1.658, 10.0), (-20.385, 0.19, 1.0, 10.0),
    (437.065, 3.22, 1.717, 10.0), (-39.73, 0.0, 1.0, 10.0),
)  # fmt: skip
"""Radius of curvature [mm], 0 for the stop, way to the next surface [mm], index there, half the
diameter [mm]: f/2, 50 mm, 22° to either side. A. W. Tronnier, US patent 2,673,491, as in W. J.
Smith, Modern Lens Design (1992), p. 312."""

FASTEST = 2.0
"""Its f-number."""

HALF_FIELD = np.radians(22.0)

LAYERS = (520.0, 610.0, 480.0, 560.0, 640.0)
"""Light [nm] that the coatings of its surfaces take best, in turn: makers vary them (ours)."""

COATING = 1.38
"""Index of magnesium fluoride."""

BANDS = (610.0, 540.0, 455.0)
"""Of red, green and blue [nm]."""


class Ghost(NamedTuple):
    """What a pair of surfaces does with a beam of slope 1. place (D,): of the discs that are cut
    out of it on the sensor [mm]; radius (D,) [mm]; pupil: radius that the whole pupil has there
    [mm]; share (3,): of red, green and blue that is mirrored, for a mean of 1 at each surface."""

    place: Array
    radius: Array
    pupil: float
    share: Array


def refraction(radius: float, before: float, after: float) -> Array:
    """(2, 2) for height and slope at a surface between two indices."""
    power = 0.0 if radius == 0.0 else (after - before) / (after * radius)
    return np.array([[1.0, 0.0], [-power, before / after]])


def mirror(radius: float) -> Array:
    """(2, 2) at a surface that mirrors, along the light's way; radius: positive where it bulges
    towards the light."""
    return np.array([[1.0, 0.0], [2.0 / radius, 1.0]])


def gap(length: float) -> Array:
    """(2, 2) for a way [mm]."""
    return np.array([[1.0, length], [0.0, 1.0]])


class _Ray:
    """A bundle on its way. M: its matrix; passed: of each aperture the first row of the matrix
    there, and its radius [mm]."""

    def __init__(self) -> None:
        self.M, self.passed = np.eye(2), list[tuple[float, float, float]]()

    def cross(self, k: int) -> None:
        """Go through the aperture of surface k."""
        self.passed.append((self.M[0, 0], self.M[0, 1], DOUBLE_GAUSS[k][3]))

    def forward(self, first: int, end: int) -> None:
        """Through surfaces [first, end) and the way behind each."""
        for k in range(first, end):
            self.cross(k)
            radius, length, index, _ = DOUBLE_GAUSS[k]
            self.M = gap(length) @ refraction(radius, _before(k), index) @ self.M

    def back(self, first: int, end: int) -> None:
        """From behind surface ``first`` through it and those before it, to just behind ``end``."""
        for k in range(first, end, -1):
            radius, _, index, _ = DOUBLE_GAUSS[k]
            self.M = gap(DOUBLE_GAUSS[k][1]) @ self.M
            self.cross(k)
            self.M = refraction(-radius, index, _before(k)) @ self.M
        self.M = gap(DOUBLE_GAUSS[end][1]) @ self.M


def _before(k: int) -> float:
    return 1.0 if k == 0 else DOUBLE_GAUSS[k - 1][2]


def focal_length() -> tuple[float, float]:
    """Focal length, and the way from the last surface to the focus [mm]."""
    ray = _Ray()
    ray.forward(0, len(DOUBLE_GAUSS))
    return -1.0 / ray.M[1, 0], -ray.M[0, 0] / ray.M[1, 0]


def reflectance(index: float, layer: float) -> Array:
    """(3,) of a surface of glass under a quarter of a wave of magnesium fluoride (Born and Wolf,
    Principles of Optics, 1.6.4)."""
    a, b = (1.0 - COATING) / (1.0 + COATING), (COATING - index) / (COATING + index)
    turn = np.cos(np.pi * layer / np.array(BANDS))
    both = a * a + b * b + 2.0 * a * b * turn
    return both / (1.0 + a * a * b * b + 2.0 * a * b * turn)


@cache
def ghosts(f_number: float) -> tuple[Ghost, ...]:
    """All that pairs of surfaces between glass and air make, at an f-number."""
    focal, behind = focal_length()
    pupil = focal / (2.0 * max(f_number, FASTEST))
    last = len(DOUBLE_GAUSS)
    stop = next(k for k, surface in enumerate(DOUBLE_GAUSS) if surface[0] == 0.0)
    glass = [k for k in range(last) if k != stop and 1.0 in (_before(k), DOUBLE_GAUSS[k][2])]
    found = []
    for j in glass:
        for i in glass[: glass.index(j)]:
            ray = _Ray()
            ray.forward(0, j)
            ray.cross(j)
            ray.M = mirror(DOUBLE_GAUSS[j][0]) @ ray.M
            ray.back(j - 1, i)
            ray.cross(i)
            ray.M = mirror(-DOUBLE_GAUSS[i][0]) @ ray.M
            ray.M = gap(DOUBLE_GAUSS[i][1]) @ ray.M
            ray.forward(i + 1, last)
            ray.M = gap(behind) @ ray.M
            found.append(_cut(ray, pupil, _share(i) * _share(j)))
    return tuple(found)


def _share(k: int) -> Array:
    """(3,) reflectance of a surface by its mean."""
    found = reflectance(max(_before(k), DOUBLE_GAUSS[k][2]), LAYERS[k % len(LAYERS)])
    return found / found.mean()


def _cut(ray: _Ray, pupil: float, share: Array) -> Ghost:
    """The discs on the sensor. A place x in the entrance passes |a x + b| < r, and lands at
    A x + B."""
    (A, B), _ = ray.M
    rows = [(a, b, r) for a, b, r in ray.passed if abs(a) > 1e-9]
    rows.append((1.0, 0.0, pupil))
    place = np.array([B - A * b / a for a, b, _ in rows])
    radius = np.array([abs(A / a) * r for a, _, r in rows])
    return Ghost(place, radius, abs(A) * pupil, share)
