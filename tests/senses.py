"""Kinds of sensors without pictures, for tests: they give channels of the house's names.

``toy_sweep`` casts a coarse fan of rays into the world, ``toy_echoes`` tells where bodies are, and
``toy_numbers`` gives what stands still. They are registered as a package of others would do it.
"""

from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import Field
from whiteout.sensors.mounted import Mounted
from whiteout.sensors.numbers import NUMBERS
from whiteout.sensors.plugins import SENSORS
from whiteout.sensors.reading import Truth
from whiteout.sensors.truth.around import objects_around
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.pose import inverse, transform
from whiteout.simcore.quantity.fields import Angle, setting
from whiteout.simcore.quantity.settings import Settings

POINT = np.dtype([
    ("x", "<f4"), ("y", "<f4"), ("z", "<f4"), ("intensity", "<f4"), ("ring", "<u2"),
    ("t_ns", "<i8"), ("echo", "u1"), ("class", "u1"), ("instance", "<i4"), ("is_particle", "u1"),
    ("true_range", "<f4"), ("damage", "u1"),
])  # fmt: skip
DETECTION = np.dtype([(name, "<f4") for name in
                      ("range", "azimuth", "elevation", "doppler", "rcs", "snr")])  # fmt: skip
RINGS, STEPS, REACH = 24, 360, 80.0


class Toy(Mounted):
    """Objects around and the points of each; nothing is remembered."""

    def sense(self, shot, t_ns, index):
        T = shot.ego(t_ns) @ self.T_ego_sensor
        channels, counts = self.measured(shot, t_ns, index, T)
        wanted = {name: channels[name] for name in self.delivered}
        span = (min(50_000_000, t_ns), 0) if self.modality == "lidar" else (0, 0)
        around = objects_around(shot, t_ns, T, counts) if self.demand.objects else ()
        return self._reading(shot, t_ns, index, span, wanted), Truth({}, around)


class Sweep(Toy):
    """A fan of rays, clockwise from behind in 50 ms; all at one instant of the world."""

    modality = "lidar"
    DELIVERS = ("points",)

    def measured(self, shot, t_ns, index, T):
        up = np.radians(np.linspace(5.0, -25.0, RINGS))[None]
        around = np.pi - 2.0 * np.pi * np.arange(STEPS)[:, None] / STEPS
        ray = np.stack(np.broadcast_arrays(
            np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)
        ), -1).reshape(-1, 3)  # fmt: skip
        stage, bodies = shot.fixed.stage, shot.near(t_ns)
        there = shot.fixed.rays.among(stage.posed(bodies), T[:3, 3], stage.items_of(1))
        hits = there.closest(T[:3, 3], ray @ T[:3, :3].T, REACH)
        seen = np.flatnonzero(np.isfinite(hits.distance))
        points = np.zeros(len(seen), POINT)
        for axis, name in enumerate("xyz"):
            points[name] = hits.distance[seen] * ray[seen, axis]
        item = hits.item[seen]
        points["class"], points["instance"] = stage.class_id[item], stage.body[item]
        points["ring"] = seen % RINGS
        points["t_ns"] = t_ns - 50_000_000 + 50_000_000 * (seen // RINGS + 1) // STEPS
        points["intensity"] = points["class"].astype(np.int32) * 37 % 256
        points["true_range"] = hits.distance[seen]
        ids, counts = np.unique(points["instance"], return_counts=True)
        return {"points": points}, dict(zip(ids.tolist(), counts.tolist(), strict=True))


class Echoes(Toy):
    """One detection for each body around."""

    modality = "radar"
    DELIVERS = ("detections", "range_doppler")

    def measured(self, shot, t_ns, index, T):
        rows, counts = [], {}
        own = shot.state_near(t_ns)[0, c.VX : c.VZ + 1]
        for item in objects_around(shot, t_ns, T, {}):
            place = transform(inverse(T), item.T_world_object[None, :3, 3])[0]
            away = float(np.linalg.norm(place))
            gone = np.array(item.velocity) - own
            speed = inverse(T)[:3, :3] @ gone @ place / away
            rows.append((away, np.arctan2(place[1], place[0]), 0.0, speed, 10.0, 20.0))
            counts[item.track] = 1
        found = np.array(rows, DETECTION) if rows else np.zeros(0, DETECTION)
        picture = np.full((16, 8), float(index), np.float32)
        return {"detections": found, "range_doppler": picture}, counts


class Numbers(Toy):
    """The number of the reading, in every entry of every channel."""

    modality = "imu"
    DELIVERS = tuple(NUMBERS)

    def measured(self, shot, t_ns, index, T):
        channels = {n: np.full(k.shape, index, k.dtype) for n, k in NUMBERS.items()}
        return channels, {}


def _kind(model, usual):
    class Own(Settings):
        channels: tuple[str, ...] = Field(usual, description="What it gives", strict=False)
        width: Angle = setting("Of its beam: no picture's", "60 deg")

    def build(name, settings, demand, threads=1):
        return model(name, settings, demand, threads)

    return SimpleNamespace(Settings=Own, build=build, __doc__=f"{model.__name__} for tests.")


KINDS = {
    "toy_sweep": _kind(Sweep, ("points",)),
    "toy_echoes": _kind(Echoes, ("detections",)),
    "toy_numbers": _kind(Numbers, ("gyro", "accel")),
}


@pytest.fixture
def toys():
    """The kinds, registered for as long as a test runs that asks for them."""
    with registered():
        yield


class registered:  # noqa: N801
    """Registers the kinds while it is entered."""

    def __enter__(self):
        self.before = SENSORS.__dict__.get("_foreign")
        points = {
            name: SimpleNamespace(load=lambda kind=kind: kind) for name, kind in KINDS.items()
        }
        SENSORS.__dict__["_foreign"] = {**(self.before or {}), **points}

    def __exit__(self, *_):
        if self.before is None:
            del SENSORS.__dict__["_foreign"]
        else:
            SENSORS.__dict__["_foreign"] = self.before


SCENARIO = """
whiteout: 1
metadata: {name: toys, description: A street for tests of sensors., tags: [test, street, toys]}
duration: 0.6 s
road: {kind: urban_street, length: 80 m}
ego: {kind: compact, speed: 30 km/h}
actors:
  walker: {kind: adult, at: {s: 20 m, t: 2.1 m}, behaviour: {kind: walk, speed: 1.4 m/s}}
  van: {kind: van, at: {s: 24 m, t: -2.9 m}, behaviour: {kind: parked}}
  rider: {kind: cyclist, at: {s: 26 m, t: 0.5 m}, behaviour: {kind: ride, speed: 8 m/s}}
sensors:
  top: {kind: toy_sweep, rate: 20 Hz, mount: {x: 0.9 m, z: 1.9 m}}
  ahead:
    kind: toy_echoes
    rate: 13 Hz
    channels: [detections, range_doppler]
    mount: {x: 3.4 m, z: 0.5 m}
  body:
    kind: toy_numbers
    rate: 100 Hz
    channels:
      - gyro
      - accel
      - position
      - local
      - velocity
      - covariance
      - fix
      - satellites
      - dilution
      - wheel_speed
      - ticks
      - steering
      - pressure
      - magnetic_field
      - distance
"""
