"""Frames turned into the rows of the tables."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.draw import Scenario
from ..sensors.frame import Frame
from ..sensors.reading import ObjectTruth, Reading
from ..sensors.twins import TWINS
from ..simcore.pose import inverse
from .schema import PATHS
from .writer import Ending, Header

Row = dict[str, Any]


def episode_row(header: Header, ending: Ending, spec: str) -> Row:
    """The row of ``episodes``. spec: SHA-256 of the scenario."""
    scenario = header.scenario
    return {
        "episode": header.number,
        "seed": header.seed,
        "index": header.index,
        "attempt": None if scenario is None else scenario.attempt,
        "status": "ok" if ending.error is None else "failed",
        "error": ending.error,
        "split": header.split,
        "tags": [] if scenario is None else list(scenario.metadata.tags),
        "steps": ending.steps,
        "frames": ending.frames,
        "outcome": ending.outcome,
        "scenario_sha256": spec,
        "epoch_utc": None if scenario is None else epoch(scenario),
    }


def epoch(scenario: Scenario) -> datetime.datetime:
    """When t_ns is 0, by the scenario's light."""
    light = scenario.light
    midnight = datetime.datetime.combine(light.date, datetime.time(), datetime.timezone.utc)
    seconds = light.time - light.utc_offset
    return midnight + datetime.timedelta(microseconds=round(seconds * 1e6))


def draw_rows(header: Header) -> Iterator[Row]:
    """The rows of ``draws``: every random quantity, its value as text in SI units."""
    for drawn in header.scenario.draws if header.scenario else ():
        yield {
            "episode": header.number,
            "name": drawn.name,
            "u": drawn.u,
            "value": str(drawn.value),
            "unit": drawn.unit,
        }


def step_row(header: Header, frame: Frame) -> Row:
    """The row of ``steps``."""
    return {
        "episode": header.number,
        "step": frame.step,
        "t_ns": frame.t_ns,
        "action": None if frame.action is None else frame.action.tolist(),
        "reward": frame.reward,
        "cost": frame.cost,
        "terminated": frame.terminated,
        "truncated": frame.truncated,
        "ttc_s": frame.criticality.ttc_s,
        "thw_s": frame.criticality.thw_s,
        "drac_m_s2": frame.criticality.drac_m_s2,
        "btn": frame.criticality.btn,
        "rss_margin_m": frame.criticality.rss_margin_m,
        "events": list(frame.events),
    }


def frame_row(
    header: Header,
    frame: Frame,
    reading: Reading,
    paths: Mapping[str, str],
    depth_scale: float,
    twin: str | None = None,
) -> Row:
    """The row of ``frames`` of one reading. paths: of its files, by channel; twin: what kind of
    one it is."""
    row = {
        "episode": header.number,
        "sensor": reading.sensor,
        "modality": reading.modality,
        "reading": reading.index,
        "step": frame.step,
        "t_ns": reading.t_ns,
        "t_start_ns": reading.t_start_ns,
        "t_end_ns": reading.t_end_ns,
        "t_claimed_ns": reading.t_claimed_ns,
        "valid": reading.valid,
        **{channel: paths.get(channel) for channel in PATHS},
        "depth_scale": depth_scale if "depth" in paths else None,
        "T_world_ego": _flat(reading.T_world_ego),
        "T_ego_sensor": _flat(reading.T_ego_sensor),
        "ego_velocity": frame.ego.velocity.tolist(),
        **frame.surroundings._asdict(),
        "weather": list(frame.surroundings.weather),
        "faults": list(frame.faults) if twin is None or TWINS[twin].damage else [],
        "damaged": 0.0,
        "twin": twin,
        "split": header.split,
    }
    if reading.calibration is not None:
        row |= {**reading.calibration._asdict(), "distortion": list(reading.calibration.distortion)}
    return row


def object_row(header: Header, reading: Reading, item: ObjectTruth) -> Row:
    """The row of ``objects`` of one object in a reading."""
    T_sensor_world = inverse(reading.T_world_ego @ reading.T_ego_sensor)
    length, width, height = item.size
    keypoints = item.keypoints
    return {
        "episode": header.number,
        "sensor": reading.sensor,
        "reading": reading.index,
        "t_ns": reading.t_ns,
        "track": item.track,
        "group": item.group,
        "class": item.class_id,
        "class_name": item.class_name,
        "attributes": list(item.attributes),
        "T_world_object": _flat(item.T_world_object),
        "T_sensor_object": _flat(T_sensor_world @ item.T_world_object),
        "length": length,
        "width": width,
        "height": height,
        "velocity": list(item.velocity),
        **dict(zip(("x0", "y0", "x1", "y1"), item.box or (None,) * 4, strict=True)),
        **dict(zip(("ax0", "ay0", "ax1", "ay1"), item.amodal_box or (None,) * 4, strict=True)),
        "visible_px": item.visible_px,
        "occlusion": _known(item.occlusion),
        "truncation": _known(item.truncation),
        "weather_visibility": _known(item.weather_visibility),
        "contrast": _known(item.contrast),
        "detectable": item.detectable,
        "points": item.points,
        "keypoints": None if keypoints is None else keypoints.reshape(-1).tolist(),
        "distance_m": item.distance_m,
        "ttc_s": item.ttc_s,
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _flat(T: NDArray[np.float64]) -> list[float]:
    return T.reshape(-1).tolist()
