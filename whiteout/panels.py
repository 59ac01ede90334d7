"""What a rig sees at the moments of an episode, as pictures beside each other.

Of a camera its picture with overlays, its depth and twins; of a LiDAR its points from above and
over the camera's picture; of all radars their detections from above.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .cameras import Chosen
from .dataset.pictures import Panel, Picture, beside
from .sensors.cloud import Track, in_world
from .sensors.frame import Frame
from .sensors.overlay import overlaid
from .sensors.reading import Reading, Truth
from .sensors.seen import SHOWN, picture_of
from .sensors.sensor import Demand
from .sensors.views.above import REACH, SHAPE, detections_from_above, points_from_above
from .sensors.views.colours import of_points
from .sensors.views.projected import laid_over

LEAST = 640
"""Width of plans beside a camera's picture [px]."""
RADAR_REACH = 80.0
"""How far plans of radars show the surroundings [m]."""
MOST_ACROSS = 3
"""So many panels stand in one row of a video."""
NEEDS = {"boxes": (), "masks": ("instance",), "keypoints": (), "depth": ("depth",)}
"""Channels that overlays need besides the picture."""


class Panels:
    """Makes the panels. by: what colours points (``views.colours.BY``); deskewed: whether the
    LiDAR gives them as if it had stood at the sweep's end."""

    def __init__(
        self,
        chosen: Chosen,
        overlays: tuple[str, ...],
        twins: tuple[str, ...],
        by: str,
        deskewed: bool = False,
    ):
        self.chosen, self.overlays, self.twins, self.by = chosen, overlays, twins, by
        self.deskewed = deskewed
        self.track = Track()
        self._latest: dict[str, tuple[Reading, Truth]] = {}

    @property
    def demands(self) -> dict[str, Demand]:
        """What the rig must give."""
        c = self.chosen
        wanted = {name: Demand(("detections",)) for name in c.radars}
        if c.lidar is not None:
            wanted[c.lidar] = Demand(("points",))
        if c.camera is not None:
            channels = {*SHOWN, *(name for o in self.overlays for name in NEEDS[o])}
            objects = any(o != "depth" for o in self.overlays)
            wanted[c.camera] = Demand(tuple(sorted(channels)), objects=objects and c.seen)
        return wanted

    def of(self, frame: Frame) -> Iterator[tuple[Reading, list[Panel]]]:
        """The panels of each reading of the leading sensor in a frame; of the others, the reading
        that is nearest in time of those of the frame, and the last one before it."""
        self.track.add(frame.t_ns, frame.ego.T_world_ego)
        leader = self.chosen.leader or ""
        pairs = {
            name: list(zip(readings, frame.truth[name], strict=True))
            for name, readings in frame.readings.items()
        }
        before = dict(self._latest)
        for number, (reading, truth) in enumerate(pairs.get(leader, [])):
            self._latest[leader] = reading, truth
            for name, own in pairs.items():
                known = [*([before[name]] if name in before else []), *own]
                if name != leader and known:
                    self._latest[name] = min(known, key=lambda p: abs(p[0].t_ns - reading.t_ns))
            yield reading, [*self._camera(frame, number), *self._points(), *self._radars(frame)]
        self._latest.update({name: own[-1] for name, own in pairs.items() if own})

    @property
    def _shape(self) -> tuple[int, int]:
        """Of plans: that of the camera's picture, but large enough to see something."""
        if self.chosen.camera not in self._latest:
            return SHAPE
        lens = self._latest[self.chosen.camera][0].calibration
        if lens is None or lens.width <= 0:
            return SHAPE
        return round(LEAST * lens.height / lens.width), LEAST

    def _camera(self, frame: Frame, number: int) -> Iterator[Panel]:
        name = self.chosen.camera
        if name is None or not self.chosen.seen:
            return
        reading, truth = self._latest[name]
        drawn = tuple(o for o in self.overlays if o != "depth")
        yield Panel(_time(reading), overlaid(reading, truth, drawn))
        if "depth" in self.overlays:
            yield Panel("depth", overlaid(reading, truth, ("depth",)))
        for kind in self.twins:
            yield Panel(kind, frame.twins[kind][name][number].channels["rgb"])

    def _points(self) -> Iterator[Panel]:
        name, camera = self.chosen.lidar, self.chosen.camera
        if name not in self._latest:
            return
        reading, truth = self._latest[name]
        plan = points_from_above(reading, truth, self.by, REACH, self._shape)
        yield Panel(f"{name}, {_time(reading)}", plan)
        if camera is not None and camera in self._latest:
            under, _ = self._latest[camera]
            by = "range" if self.by == "height" else self.by  # heights hardly differ there
            points, T = reading.channels["points"], reading.T_ego_sensor
            way = (lambda _: reading.T_world_ego) if self.deskewed else self.track
            xyz, colours = in_world(points, way, T), of_points(points, T, by)
            yield Panel(f"{name} over {camera}", laid_over(picture_of(under), under, xyz, colours))

    def _radars(self, frame: Frame) -> Iterator[Panel]:
        pairs = [self._latest[name] for name in self.chosen.radars if name in self._latest]
        if pairs:
            last = max(reading.t_ns for reading, _ in pairs)
            velocity = self.track.velocity(last) if frame.step else frame.ego.velocity
            plan = detections_from_above(pairs, velocity, RADAR_REACH, self._shape)
            names = ", ".join(self.chosen.radars) if len(pairs) < 3 else f"{len(pairs)} radars"
            yield Panel(f"{names}, {last / 1e9:.1f} s", plan)


def together(panels: list[Panel]) -> Picture:
    """Panels as one picture (H, W, 3) of cells as large as the largest, in one row or two."""
    import cv2

    pictures = [panel.picture for panel in panels]
    tall, wide = (max(picture.shape[axis] for picture in pictures) for axis in (0, 1))
    cells = []
    for picture in pictures:
        scale = min(tall / picture.shape[0], wide / picture.shape[1])
        if scale > 1.0:
            size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST))
        cell = np.zeros((tall, wide, 3), np.uint8)
        cell[: picture.shape[0], : picture.shape[1]] = picture
        cells.append(cell)
    across = len(cells) if len(cells) <= MOST_ACROSS else -(-len(cells) // 2)
    rows = [cells[k : k + across] for k in range(0, len(cells), across)]
    rows[-1] += [np.zeros((tall, wide, 3), np.uint8)] * (across - len(rows[-1]))
    return np.concatenate([beside(row) for row in rows], 0)


def _time(reading: Reading) -> str:
    return f"{reading.t_ns / 1e9:.1f} s"
