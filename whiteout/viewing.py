"""An episode as a file that the Rerun viewer opens: pictures, points, boxes, poses, numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .dataset.plan import PlanError
from .sensors.cloud import places, rays
from .sensors.frame import Frame
from .sensors.numbers import NUMBERS
from .sensors.reading import Reading
from .sensors.seen import SHOWN, picture_of
from .sensors.views.colours import of_doppler, of_points
from .simcore.classes import classes

QUALITY = 90
"""Of pictures, as JPEG."""


class Viewing:
    """A recording of an episode; used as ``with Viewing(path, name, by) as viewing``. by: what
    colours points. Raises ``PlanError`` where Rerun is not installed."""

    def __init__(self, path: Path, name: str, by: str):
        try:
            import rerun
        except ImportError:
            text = "--rerun needs the Rerun SDK: pip install 'whiteout[view]'"
            raise PlanError(text) from None
        self._rr, self.by = rerun, by
        self._stream = rerun.RecordingStream("whiteout", recording_id=name)
        self._stream.save(str(path))
        self._stream.log("world", rerun.ViewCoordinates.RIGHT_HAND_Z_UP, static=True)
        self._mounted: set[str] = set()

    def __enter__(self) -> Viewing:
        return self

    def __exit__(self, *_: Any) -> None:
        self._stream.flush()
        self._stream.disconnect()

    def add(self, frame: Frame) -> None:
        """A step: its readings in the order of their times, then the ego and all objects."""
        readings = [reading for own in frame.readings.values() for reading in own]
        for reading in sorted(readings, key=lambda item: (item.t_ns, item.sensor)):
            self._reading(reading)
        self._at(frame.t_ns)
        self._pose("world/ego", frame.ego.T_world_ego)
        self._number("plots/ego/speed", frame.ego.speed)
        self._objects(frame)

    def _reading(self, reading: Reading) -> None:
        rr, place, T = self._rr, f"world/ego/{reading.sensor}", reading.T_ego_sensor
        self._at(reading.t_ns)
        self._pose("world/ego", reading.T_world_ego)
        if reading.sensor not in self._mounted:
            self._mounted.add(reading.sensor)
            self._pose(place, T, static=True)
            if (c := reading.calibration) is not None:
                lens = rr.Pinhole(image_from_camera=c.K, width=c.width, height=c.height)
                self._stream.log(place, lens, static=True)
        if not set(SHOWN).isdisjoint(reading.channels):
            picture = rr.Image(picture_of(reading)).compress(jpeg_quality=QUALITY)
            self._stream.log(place, picture)
        if "points" in reading.channels:
            points = reading.channels["points"]
            cloud = rr.Points3D(places(points), colors=of_points(points, T, self.by))
            self._stream.log(f"{place}/points", cloud)
        if "detections" in reading.channels:
            found = reading.channels["detections"]
            xyz = found["range"].astype(np.float64)[:, None] * rays(found)
            colours = of_doppler(found["doppler"].astype(np.float64))
            self._stream.log(f"{place}/detections", rr.Points3D(xyz, colors=colours, radii=0.15))
        for channel, about in NUMBERS.items():
            if channel in reading.channels and channel != "covariance":
                values = np.asarray(reading.channels[channel], np.float64).reshape(-1)
                names = about.entries or ("value",)
                for name, value in zip(names, values.tolist(), strict=True):
                    where = f"plots/{reading.sensor}/{channel}/{name.replace(' ', '_')}"
                    self._number(where, value)

    def _objects(self, frame: Frame) -> None:
        found = {
            item.track: item
            for own in frame.truth.values()
            for truth in own
            for item in truth.objects
        }
        if not found:
            return
        objects = list(found.values())
        boxes = self._rr.Boxes3D(
            centers=[item.T_world_object[:3, 3] for item in objects],
            sizes=[item.size for item in objects],
            rotation_axis_angles=[
                self._rr.RotationAxisAngle((0, 0, 1), radians=_yaw(item.T_world_object))
                for item in objects
            ],
            colors=[classes()[item.class_id].colour for item in objects],
            labels=[f"{item.class_name} {item.track}" for item in objects],
            show_labels=False,
        )
        self._stream.log("world/objects", boxes)

    def _at(self, t_ns: int) -> None:
        self._stream.set_time("time", duration=np.timedelta64(t_ns, "ns"))

    def _pose(self, place: str, T: Any, static: bool = False) -> None:
        moved = self._rr.Transform3D(translation=T[:3, 3], mat3x3=T[:3, :3])
        self._stream.log(place, moved, static=static)

    def _number(self, place: str, value: float) -> None:
        if np.isfinite(value):
            self._stream.log(place, self._rr.Scalars(value))


def _yaw(T: Any) -> float:
    return float(np.arctan2(T[1, 0], T[0, 0]))
