"""The ground around the ego from above, with what sensors found on it.

Forward is up, and to the right where a plan is wider than it is high.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import classes
from ...simcore.pose import inverse
from ..cloud import places, rays
from ..reading import ObjectTruth, Reading, Truth
from .colours import Colours, lifted, of_doppler, of_points

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]

GROUND, RING, TEXT, EGO = (17, 20, 25), (52, 58, 66), (150, 158, 168), (245, 245, 245)
SHAPE = (640, 640)
"""Height and width of a plan [px]."""
REACH = 50.0
"""How far a plan shows the surroundings [m] unless told."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Distances between rings [m]; the first that makes no more than five."""
FULL_SPEED = 1.0
"""Lines from detections are as long as they move in so many seconds along the ray."""


class Plan:
    """A picture (H, W, 3) that is drawn upon in the ego's axes. reach: ahead and behind [m]."""

    def __init__(self, reach: float = REACH, shape: tuple[int, int] = SHAPE):
        self.reach, self.shape = reach, shape
        self.scale = 0.5 * max(shape) / reach
        self.picture: Picture = np.empty((*shape, 3), np.uint8)
        self.picture[:] = GROUND
        self._rings()

    def points(self, xyz: Array, colours: Colours) -> None:
        """Points (N, 3) in the ego's axes, what is higher over what is lower; two pixels wide."""
        order = np.argsort(xyz[:, 2], kind="stable")
        column, row = self._pixels(xyz[order]).T
        for down in (0, 1):
            for right in (0, 1):
                u, v = column + right, row + down
                inside = (u >= 0) & (v >= 0) & (v < self.shape[0]) & (u < self.shape[1])
                self.picture[v[inside], u[inside]] = colours[order][inside]

    def discs(self, xyz: Array, colours: Colours, radii: Array) -> None:
        """Discs about points (N, 3); radii (N,) [px]."""
        import cv2

        for place, colour, radius in zip(self._pixels(xyz), colours, radii, strict=True):
            ink = tuple(map(int, colour))
            cv2.circle(self.picture, tuple(map(int, place)), int(radius), ink, -1, cv2.LINE_AA)

    def lines(self, start: Array, end: Array, colours: Colours) -> None:
        """Lines between points (N, 3)."""
        import cv2

        for a, b, colour in zip(self._pixels(start), self._pixels(end), colours, strict=True):
            ink = tuple(map(int, colour))
            first, last = tuple(map(int, a)), tuple(map(int, b))
            cv2.line(self.picture, first, last, ink, 1, cv2.LINE_AA)

    def path(self, xyz: Array, colour: tuple[int, int, int]) -> None:
        """A line through points (N, 3) in the ego's axes."""
        near = np.abs(xyz[:, :2]).max(1) < 4.0 * self.reach
        for run in np.split(np.arange(len(xyz)), np.flatnonzero(np.diff(near)) + 1):
            if near[run[0]]:
                self._outline(xyz[run], colour, closed=False)

    def boxes(self, objects: Sequence[ObjectTruth], T_world_ego: Array, seen: bool = True) -> None:
        """Outlines of objects, with a line from the middle to where they head; seen: of those
        alone that the reading has points of."""
        T_ego_world = inverse(T_world_ego)
        for item in objects:
            if seen and not item.points:
                continue
            length, width, _ = item.size
            along, across = (
                np.array([1, 1, -1, -1]) * length / 2,
                np.array([1, -1, -1, 1]) * width / 2,
            )
            floor = np.stack([along, across, np.zeros(4), np.ones(4)])
            middle = np.array([[0, 0, 0, 1], [length / 2, 0, 0, 1]]).T
            T = T_ego_world @ item.T_world_object
            colour = lifted(classes()[item.class_id].colour)
            self._outline((T @ floor)[:3].T, colour)
            a, b = (T @ middle)[:3].T
            self.lines(a[None], b[None], np.array([colour], np.uint8))

    def write(self, text: str, place: tuple[int, int], colour: tuple[int, int, int] = TEXT) -> None:
        """A line of text from a pixel on."""
        import cv2

        if hasattr(cv2, "FontFace"):  # since OpenCV 5
            cv2.putText(self.picture, text, place, colour, cv2.FontFace("sans"), 14, 400)
            return
        font = cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(self.picture, text, place, font, 0.45, colour, 1, cv2.LINE_AA)

    def _rings(self) -> None:
        import cv2

        step = next((s for s in STEPS if self.reach / s <= 5.0), STEPS[-1])
        row, column = self.shape[0] // 2, self.shape[1] // 2
        wide = self.shape[1] > self.shape[0]
        for number in range(1, int(self.reach * 1.42 / step) + 1):
            radius = round(number * step * self.scale)
            cv2.circle(self.picture, (column, row), radius, RING, 1, cv2.LINE_AA)
            at = (column + radius - 40, row - 6) if wide else (column + 4, row - radius + 16)
            if number * step <= self.reach:
                self.write(f"{number * step} m", at)
        car = np.array([[3.4, 0.9], [3.4, -0.9], [-0.9, -0.9], [-0.9, 0.9]])
        self._outline(np.pad(car, ((0, 0), (0, 1))), EGO)
        self.lines(np.array([[2.0, 0.6, 0]]), np.array([[3.4, 0, 0]]), np.array([EGO], np.uint8))
        self.lines(np.array([[2.0, -0.6, 0]]), np.array([[3.4, 0, 0]]), np.array([EGO], np.uint8))

    def _outline(self, corners: Array, colour: tuple[int, int, int], closed: bool = True) -> None:
        import cv2

        pixels = self._pixels(corners).reshape(-1, 1, 2)
        cv2.polylines(self.picture, [pixels], closed, colour, 1, cv2.LINE_AA)

    def _pixels(self, xyz: Array) -> NDArray[np.int32]:
        """(N, 2) column and row of points (N, 3) in the ego's axes."""
        row, column = 0.5 * self.shape[0], 0.5 * self.shape[1]
        x, y = xyz[:, 0] * self.scale, xyz[:, 1] * self.scale
        if self.shape[1] > self.shape[0]:
            pixels = np.stack([column + x, row - y], -1)
        else:
            pixels = np.stack([column - y, row - x], -1)
        return np.clip(np.floor(pixels), -30000, 30000).astype(np.int32)


def points_from_above(
    reading: Reading,
    truth: Truth,
    by: str = "height",
    reach: float = REACH,
    shape: tuple[int, int] = SHAPE,
) -> Picture:
    """A reading's points and the boxes of what it has points of. by: see ``colours.BY``."""
    plan, points = Plan(reach, shape), reading.channels["points"]
    xyz = places(points) @ reading.T_ego_sensor[:3, :3].T + reading.T_ego_sensor[:3, 3]
    plan.points(xyz, of_points(points, reading.T_ego_sensor, by))
    plan.boxes(truth.objects, reading.T_world_ego)
    plan.write(f"{reading.sensor}: {len(points)} points by {by}", (10, 20))
    return plan.picture


def detections_from_above(
    pairs: Sequence[tuple[Reading, Truth]],
    velocity: Array | None = None,
    reach: float = REACH,
    shape: tuple[int, int] = SHAPE,
) -> Picture:
    """Detections of one or several radars, coloured by how fast they come or go, with the boxes of
    objects.

    velocity (3,): of the ego in the world [m/s], which is taken off, so that what stands is grey;
    None: Doppler as it was measured. Discs grow with RCS.
    """
    plan, count = Plan(reach, shape), 0
    for reading, truth in pairs:
        plan.boxes(truth.objects, reading.T_world_ego, seen=False)
    for reading, _ in pairs:
        found, T = reading.channels["detections"], reading.T_ego_sensor
        speed, ahead = found["doppler"].astype(np.float64), rays(found) @ T[:3, :3].T
        if velocity is not None:
            speed = speed + ahead @ (reading.T_world_ego[:3, :3].T @ velocity)
        xyz = found["range"].astype(np.float64)[:, None] * ahead + T[:3, 3]
        colours = of_doppler(speed)
        plan.lines(xyz, xyz + FULL_SPEED * speed[:, None] * ahead, colours)
        plan.discs(xyz, colours, np.clip(3.0 + found["rcs"] / 10.0, 2.0, 6.0))
        count += len(found)
    names = ", ".join(reading.sensor for reading, _ in pairs)
    what = "as measured" if velocity is None else "over ground"
    plan.write(
        f"{names if len(pairs) < 3 else f'{len(pairs)} radars'}: {count} detections", (10, 20)
    )
    plan.write(f"Doppler {what}; red: comes nearer, blue: goes away", (10, shape[0] - 30))
    plan.write("line: its way in 1 s along the ray", (10, shape[0] - 12))
    return plan.picture
