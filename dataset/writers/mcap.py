"""MCAP: a recording per episode, which Foxglove opens and ``mcap`` reads.

Messages are Foxglove's own (protobuf), at the true time of what they hold, from the beginning of
the episode on; numbers are JSON. The coordinate frames are ``world``, ``ego`` and the sensors by
their names, cameras' with z ahead. Needs ``pip install 'whiteout[mcap]'``.

===========================  ======================================================================
topic                        message
===========================  ======================================================================
``/tf``                      FrameTransforms: world to ego at each step and reading, ego to sensors
``/<sensor>/image``          CompressedImage, as the dataset's own file
``/<sensor>/calibration``    CameraCalibration
``/<sensor>/points``         PointCloud of a LiDAR, all fields, ``t`` [s] from the reading's time
``/<sensor>/detections``     PointCloud of a radar's detections, with x, y, z
``/<sensor>/fix``            LocationFix of a GNSS receiver, where it has one
``/<sensor>/<channel>``      JSON: other channels of numbers by their entries; claimed_ns
``/objects``                 SceneUpdate: boxes of all objects, with their names
``/ego``                     JSON: speed, acceleration, steering, reward, time to collision
===========================  ======================================================================

Example::

    whiteout export child-chases-ball --episodes 2 --to mcap --out data
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...sensors.frame import Frame
from ...sensors.numbers import LISTS, NUMBERS
from ...sensors.reading import ObjectTruth, Reading
from ...simcore.classes import classes
from ...simcore.pose import to_quaternion
from ..background import Background
from ..channels import encoded
from ..clouds import packed
from ..layout import shard_name
from ..plan import Plan
from ..writer import Ending, Header

NEEDS: tuple[str, ...] = ()
REQUIRES = {"foxglove": "mcap"}
"""Libraries that it needs, each with the extra that installs it."""
MODELS = {"pinhole": "", "brown_conrady": "plumb_bob", "kannala_brandt": "kannala_brandt"}
"""What Foxglove calls the models of lenses."""
NUMERIC = {"f4": "Float32", "f8": "Float64", "u1": "Uint8", "u2": "Uint16", "u4": "Uint32",
           "i1": "Int8", "i2": "Int16", "i4": "Int32"}  # fmt: skip
EGO = ("speed", "accel", "steer", "yaw_rate")


class Pen:
    """Writes one shard. folder: stands for ``DIR/mcap``."""

    def __init__(self, plan: Plan, shard: int, folder: Path, background: Background):
        self.plan, self.folder = plan, folder / shard_name(shard)

    def begin(self, header: Header) -> None:
        """Open the episode's recording."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / f"{header.number:08d}.mcap"
        self.tape = Tape(self.path)

    def write(self, frame: Frame) -> None:
        """A step, and its readings in the order of their times."""
        readings = [reading for own in frame.readings.values() for reading in own]
        for reading in sorted(readings, key=lambda item: (item.t_ns, item.sensor)):
            self.tape.reading(reading, self.plan)
        self.tape.step(frame)

    def end(self, ending: Ending) -> None:
        """Close it; of an episode that failed nothing is left."""
        self.tape.close()
        if ending.error is not None:
            self.path.unlink()

    def close(self) -> None:
        """All is on the disk."""


def open_shard(plan: Plan, shard: int, folder: Path, background: Background) -> Pen:
    """Begin a shard."""
    return Pen(plan, shard, folder, background)


def merge(plan: Plan, home: Path) -> list[str]:
    """Nothing spans the shards."""
    return []


class Tape:
    """A recording."""

    def __init__(self, path: Path):
        import foxglove
        from foxglove import messages
        from foxglove.mcap import MCAPWriteOptions

        self._sdk, self._m = foxglove, messages
        self._context = foxglove.Context()
        options = MCAPWriteOptions(compression_threads=0)  # the bytes hang on nothing else
        self._writer = foxglove.open_mcap(path, context=self._context, writer_options=options)
        self._channels: dict[str, Any] = {}
        self._mounted: set[str] = set()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()

    def step(self, frame: Frame) -> None:
        """The ego and all objects at the end of a step."""
        T, t_ns = frame.ego.T_world_ego, frame.t_ns
        self._transform(t_ns, "world", "ego", T)
        numbers = {name: getattr(frame.ego, name) for name in EGO}
        numbers |= {"reward": frame.reward, "ttc_s": frame.criticality.ttc_s}
        self._json("/ego", numbers, t_ns)
        objects = {
            item.track: item
            for own in frame.truth.values()
            for truth in own
            for item in truth.objects
        }
        if objects:
            self._objects(t_ns, objects.values())

    def reading(self, reading: Reading, plan: Plan) -> None:
        """All that a reading holds, and where its sensor was."""
        name, t_ns = reading.sensor, reading.t_ns
        if name not in self._mounted:
            self._mounted.add(name)
            self._transform(t_ns, "ego", name, reading.T_ego_sensor)
        self._transform(t_ns, "world", "ego", reading.T_world_ego)
        if "rgb" in reading.channels:
            self._image(reading, plan)
        for channel in LISTS:
            if channel in reading.channels:
                self._cloud(reading, channel)
        if "fix" in reading.channels and "position" in reading.channels:
            self._fix(reading)
        for channel, about in NUMBERS.items():
            if channel in reading.channels and channel not in ("position", "covariance", "fix"):
                values = np.asarray(reading.channels[channel], np.float64).reshape(-1).tolist()
                entries = [word.replace(" ", "_") for word in about.entries] or ["value"]
                numbers = dict(zip(entries, values, strict=True))
                self._json(
                    f"/{name}/{channel}", {**numbers, "claimed_ns": reading.t_claimed_ns}, t_ns
                )

    def _image(self, reading: Reading, plan: Plan) -> None:
        m, c, when = self._m, reading.calibration, self._time(reading.t_ns)
        data = encoded("rgb", {"rgb": reading.channels["rgb"]}, plan.form)
        form = "jpeg" if plan.form.ending("rgb") == ".jpg" else "png"
        image = m.CompressedImage(timestamp=when, frame_id=reading.sensor, data=data, format=form)
        self._log(f"/{reading.sensor}/image", image, reading.t_ns)
        if c is None:
            return
        K = c.K
        calibration = m.CameraCalibration(
            timestamp=when, frame_id=reading.sensor, width=c.width, height=c.height,
            distortion_model=MODELS[c.lens], D=list(c.distortion), K=K.reshape(-1).tolist(),
            R=np.eye(3).reshape(-1).tolist(), P=np.pad(K, ((0, 0), (0, 1))).reshape(-1).tolist(),
        )  # fmt: skip
        self._log(f"/{reading.sensor}/calibration", calibration, reading.t_ns)

    def _cloud(self, reading: Reading, channel: str) -> None:
        m, table = self._m, packed(reading.channels[channel], reading.t_ns)
        kind = table.dtype
        fields = [
            m.PackedElementField(
                name=field,
                offset=kind.fields[field][1],  # type: ignore[index]
                type=getattr(m.PackedElementFieldNumericType, NUMERIC[kind[field].str[1:]]),
            )
            for field in kind.names or ()
        ]
        cloud = m.PointCloud(
            timestamp=self._time(reading.t_ns), frame_id=reading.sensor, pose=self._pose(np.eye(4)),
            point_stride=kind.itemsize, fields=fields, data=table.tobytes(),
        )  # fmt: skip
        self._log(f"/{reading.sensor}/{channel}", cloud, reading.t_ns)

    def _fix(self, reading: Reading) -> None:
        m, place = self._m, np.asarray(reading.channels["position"], np.float64)
        if int(reading.channels["fix"]) == 0 or not np.isfinite(place).all():
            return
        covariance = np.asarray(reading.channels.get("covariance", np.nan), np.float64)
        known = covariance.shape == (3, 3) and bool(np.isfinite(covariance).all())
        kinds = m.LocationFixPositionCovarianceType
        fix = m.LocationFix(
            timestamp=self._time(reading.t_ns), frame_id=reading.sensor,
            latitude=float(place[0]), longitude=float(place[1]), altitude=float(place[2]),
            position_covariance=covariance.reshape(-1).tolist() if known else [0.0] * 9,
            position_covariance_type=kinds.Known if known else kinds.Unknown,
        )  # fmt: skip
        self._log(f"/{reading.sensor}/fix", fix, reading.t_ns)

    def _objects(self, t_ns: int, objects: Iterable[ObjectTruth]) -> None:
        m, when = self._m, self._time(t_ns)
        entities = []
        for item in objects:
            red, green, blue = (value / 255.0 for value in classes()[item.class_id].colour)
            length, width, height = item.size
            above = item.T_world_object.copy()
            above[2, 3] += 0.5 * height + 0.3
            entities.append(
                m.SceneEntity(
                    timestamp=when, frame_id="world", id=str(item.track),
                    metadata=[m.KeyValuePair(key="class", value=item.class_name)],
                    cubes=[m.CubePrimitive(
                        pose=self._pose(item.T_world_object),
                        size=m.Vector3(x=float(length), y=float(width), z=float(height)),
                        color=m.Color(r=red, g=green, b=blue, a=0.4),
                    )],
                    texts=[m.TextPrimitive(
                        pose=self._pose(above), billboard=True, font_size=12.0,
                        scale_invariant=True, color=m.Color(r=red, g=green, b=blue, a=1.0),
                        text=f"{item.class_name} {item.track}",
                    )],
                )
            )  # fmt: skip
        gone = m.SceneEntityDeletion(timestamp=when, type=m.SceneEntityDeletionType.All)
        self._log("/objects", m.SceneUpdate(deletions=[gone], entities=entities), t_ns)

    def _transform(self, t_ns: int, parent: str, child: str, T: NDArray[np.float64]) -> None:
        m, (translation, rotation) = self._m, self._placed(T)
        transform = m.FrameTransform(
            timestamp=self._time(t_ns), parent_frame_id=parent, child_frame_id=child,
            translation=translation, rotation=rotation,
        )  # fmt: skip
        self._log("/tf", m.FrameTransforms(transforms=[transform]), t_ns)

    def _pose(self, T: NDArray[np.float64]) -> Any:
        position, orientation = self._placed(T)
        return self._m.Pose(position=position, orientation=orientation)

    def _placed(self, T: NDArray[np.float64]) -> tuple[Any, Any]:
        """Position and orientation of a pose (4, 4)."""
        x, y, z = T[:3, 3].tolist()
        w, i, j, k = to_quaternion(T[:3, :3]).tolist()
        return self._m.Vector3(x=x, y=y, z=z), self._m.Quaternion(x=i, y=j, z=k, w=w)

    def _time(self, t_ns: int) -> Any:
        return self._m.Timestamp(*divmod(t_ns, 1_000_000_000))

    def _json(self, topic: str, numbers: Mapping[str, float], t_ns: int) -> None:
        if topic not in self._channels:
            properties = {name: {"type": ["number", "null"]} for name in numbers}
            schema = {"type": "object", "title": topic.strip("/"), "properties": properties}
            self._channels[topic] = self._sdk.Channel(
                topic, schema=schema, message_encoding="json", context=self._context
            )
        finite = {k: v if math.isfinite(v) else None for k, v in numbers.items()}
        self._channels[topic].log(finite, log_time=t_ns)

    def _log(self, topic: str, message: Any, t_ns: int) -> None:
        if topic not in self._channels:
            from foxglove import channels

            made = getattr(channels, f"{type(message).__name__}Channel")
            self._channels[topic] = made(topic, context=self._context)
        self._channels[topic].log(message, log_time=t_ns)
