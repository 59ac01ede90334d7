"""What a sensor delivers, and the truth of the same instant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..simcore.classes import classes

Array = NDArray[np.float64]


PICTURES = ("rgb", "raw", "linear")
"""Channels that a camera delivers; its others are truth."""


class Calibration(NamedTuple):
    """How a camera maps directions to pixels; lengths in pixels, ``lens`` names the model."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    lens: str = "pinhole"
    distortion: tuple[float, ...] = ()

    @property
    def K(self) -> Array:
        """(3, 3) camera matrix."""
        return np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])


@dataclass(frozen=True, eq=False)
class Reading:
    """One measurement of one sensor.

    index: its number, from 0; t_ns: mid-exposure (LiDAR: end of the sweep); t_start_ns, t_end_ns:
    the interval over which it was gathered; t_claimed_ns: what its stamp says; channels: arrays by
    name (``rgb`` (H, W, 3) u1 …); T_world_ego, T_ego_sensor (4, 4): true poses, that of a camera in
    optical axes (x right, y down, z forward).
    """

    sensor: str
    modality: str
    index: int
    t_ns: int
    t_start_ns: int
    t_end_ns: int
    t_claimed_ns: int
    channels: Mapping[str, NDArray]
    T_world_ego: Array
    T_ego_sensor: Array
    calibration: Calibration | None = None
    valid: bool = True


class ObjectTruth(NamedTuple):
    """One body in the range of a sensor, whether seen or hidden.

    track: instance id; T_world_object (4, 4): box centre; size: length, width, height [m];
    velocity (3,) in the world [m/s]; box: x0, y0, x1, y1 of the visible pixels (pixel edges), None
    where none is visible; amodal_box: the same if nothing stood before it; visible_px: pixels
    seen; occlusion: 1 - visible/amodal pixels inside the image; truncation: share of the amodal
    area that lies outside the image, both NaN where there is no image; keypoints (17, 3): x, y, v
    as in COCO, None where the class has none; distance_m: from the sensor to the box's centre;
    ttc_s: time until the boxes of the ego and the object touch if neither changes its velocity,
    inf for never.

    weather_visibility: share of its light that the air lets through to the sensor, in the mean over
    its visible pixels; contrast: of its light against what is around it, as both reach the sensor
    (``sensors.truth.contrast``); both NaN where nothing of it is visible, contrast also where no
    picture was made, or nothing is around it; detectable: whether it can be told from what is
    around it, None where that is not known because no picture was made; points: how many of a
    reading that has points, or detections, are its own, None for cameras.
    """

    track: int
    group: int
    class_id: int
    attributes: tuple[str, ...]
    T_world_object: Array
    size: tuple[float, float, float]
    velocity: tuple[float, float, float]
    box: tuple[float, float, float, float] | None
    amodal_box: tuple[float, float, float, float] | None
    visible_px: int
    occlusion: float
    truncation: float
    keypoints: NDArray[np.float32] | None
    distance_m: float
    ttc_s: float
    weather_visibility: float = math.nan
    contrast: float = math.nan
    detectable: bool | None = None
    points: int | None = None

    @property
    def class_name(self) -> str:
        """The name of its class."""
        return classes()[self.class_id].name


@dataclass(frozen=True, eq=False)
class Truth:
    """What was really there when a reading was taken; no fault alters it.

    channels: ``depth semantic instance normal flow flow_valid cover damage`` as far as the rig asks
    for them, each (H, W, …) at the centres of the reading's pixels; damaged: share of the pixels
    that what lies on the sensor's window hides.
    """

    channels: Mapping[str, NDArray]
    objects: tuple[ObjectTruth, ...] = ()
    parts: Mapping[str, NDArray] = field(default_factory=dict)
    damaged: float = 0.0
