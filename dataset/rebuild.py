"""Rebuilds frames from the rows of a dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..sensors.frame import Criticality, EgoState, Frame, Surroundings
from ..sensors.numbers import ALL
from ..sensors.reading import PICTURES, Calibration, ObjectTruth, Reading, Truth
from .channels import decoded
from .damage import reading
from .schema import PATHS

if TYPE_CHECKING:
    from .reader import Episode

Row = Mapping[str, Any]
READ = (*PICTURES, "mono", "temperature", "events", "event_counts", *ALL)
"""Channels that a sensor delivers; the others are truth."""


class Channels(Mapping[str, NDArray]):
    """Channels by name; each access reads and decodes a file. ``DatasetError`` if it is damaged."""

    def __init__(self, folder: Path, paths: Mapping[str, str], depth_scale: float):
        self.folder, self.paths, self.depth_scale = folder, paths, depth_scale
        self._names = [*paths, *(["flow_valid"] if "flow" in paths else [])]

    def __getitem__(self, name: str) -> NDArray:
        channel = "flow" if name == "flow_valid" else name
        path = self.folder / self.paths[channel]
        with reading(path):
            return decoded(channel, path, self.depth_scale)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def frames_of(episode: Episode) -> list[Frame]:
    """The kept frames of an episode, as far as the tables hold them: the ego's acceleration,
    steering and place on the route are not kept (NaN), nor are the terms of the reward."""
    readings, objects = defaultdict(list), defaultdict(list)
    for row in episode.rows("frames"):
        readings[row["step"]].append(row)
    for row in episode.rows("objects"):
        objects[row["sensor"], row["reading"]].append(row)
    plan = episode.data.plan
    steps = [row for row in episode.rows("steps") if row["step"] % plan["every"] == 0]
    names = list(plan["sensors"])
    return [
        _frame(episode, step, readings[step["step"]], objects, names)
        for step in steps[: plan["frames"]]
    ]


def _frame(
    episode: Episode,
    step: Row,
    rows: list[dict[str, Any]],
    objects: Mapping[tuple[str, int], list[dict[str, Any]]],
    names: list[str],
) -> Frame:
    pairs: dict[str, list[tuple[Reading, Truth]]] = {name: [] for name in names}
    for row in (row for row in rows if row["twin"] is None):
        mine = objects.get((row["sensor"], row["reading"]), [])
        pairs[row["sensor"]].append(_pair(episode.data.folder, row, mine))
    last = max(rows, key=lambda row: row["t_ns"], default=None)
    ended = step["terminated"] or step["truncated"]
    return Frame(
        step=step["step"],
        t_ns=step["t_ns"],
        ego=_ego(last),
        surroundings=_surroundings(last),
        criticality=Criticality(*(step[name] for name in Criticality._fields)),
        readings={name: tuple(r for r, _ in found) for name, found in pairs.items()},
        truth={name: tuple(t for _, t in found) for name, found in pairs.items()},
        action=None if step["action"] is None else np.array(step["action"], np.float32),
        reward=step["reward"],
        reward_terms={},
        cost=step["cost"],
        terminated=step["terminated"],
        truncated=step["truncated"],
        events=tuple(step["events"]),
        impact=np.nan,
        outcome=episode.outcome if ended else None,
        task="",
        faults=tuple(last["faults"]) if last else (),
        origin={"seed": episode.seed, "index": episode.index},
        twins=_twins(episode.data.folder, episode.data.plan.get("twins", ()), rows),
    )


def _twins(
    folder: Path, kinds: Iterable[str], rows: Iterable[Row]
) -> dict[str, dict[str, tuple[Reading, ...]]]:
    """Twins by kind and sensor."""
    found: dict[str, dict[str, tuple[Reading, ...]]] = {kind: {} for kind in kinds}
    for row in (row for row in rows if row["twin"] is not None):
        mine = found[row["twin"]]
        reading, _ = _pair(folder, row, [])
        mine[row["sensor"]] = (*mine.get(row["sensor"], ()), reading)
    return found


def _pair(folder: Path, row: Row, objects: list[dict[str, Any]]) -> tuple[Reading, Truth]:
    paths = {channel: row[channel] for channel in PATHS if row[channel] is not None}
    scale = row["depth_scale"] or 1.0
    calibration = None
    if row["lens"] is not None:
        fields = {name: row[name] for name in Calibration._fields}
        calibration = Calibration(**{**fields, "distortion": tuple(row["distortion"])})
    reading = Reading(
        sensor=row["sensor"],
        modality=row["modality"],
        index=row["reading"],
        t_ns=row["t_ns"],
        t_start_ns=row["t_start_ns"],
        t_end_ns=row["t_end_ns"],
        t_claimed_ns=row["t_claimed_ns"],
        channels=Channels(folder, {k: v for k, v in paths.items() if k in READ}, scale),
        T_world_ego=np.reshape(row["T_world_ego"], (4, 4)),
        T_ego_sensor=np.reshape(row["T_ego_sensor"], (4, 4)),
        calibration=calibration,
        valid=row["valid"],
    )
    truth = Channels(folder, {k: v for k, v in paths.items() if k not in READ}, scale)
    seen = tuple(_object(item) for item in objects)
    return reading, Truth(truth, seen, damaged=row["damaged"])


def _object(row: Row) -> ObjectTruth:
    points = row["keypoints"]
    return ObjectTruth(
        track=row["track"],
        group=row["group"],
        class_id=row["class"],
        attributes=tuple(row["attributes"]),
        T_world_object=np.reshape(row["T_world_object"], (4, 4)),
        size=(row["length"], row["width"], row["height"]),
        velocity=tuple(row["velocity"]),
        box=_box(row, "x0", "y0", "x1", "y1"),
        amodal_box=_box(row, "ax0", "ay0", "ax1", "ay1"),
        visible_px=row["visible_px"],
        occlusion=_number(row["occlusion"]),
        truncation=_number(row["truncation"]),
        keypoints=None if points is None else np.reshape(np.array(points, np.float32), (17, 3)),
        distance_m=row["distance_m"],
        ttc_s=row["ttc_s"],
        weather_visibility=_number(row["weather_visibility"]),
        contrast=_number(row["contrast"]),
        detectable=row["detectable"],
        points=row["points"],
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _box(row: Row, *names: str) -> tuple[float, float, float, float] | None:
    x0, y0, x1, y1 = (row[name] for name in names)
    return None if None in (x0, y0, x1, y1) else (x0, y0, x1, y1)


def _ego(row: Row | None) -> EgoState:
    if row is None:
        return EgoState(np.full((4, 4), np.nan), np.full(3, np.nan), *(np.nan,) * 6)
    T, velocity = np.reshape(row["T_world_ego"], (4, 4)), np.array(row["ego_velocity"])
    return EgoState(T, velocity, float(velocity @ T[:3, 0]), *(np.nan,) * 5)


def _surroundings(row: Row | None) -> Surroundings:
    if row is None:
        nan = np.nan
        return Surroundings((nan,) * 4, (0,) * 4, nan, nan, nan, nan, nan, nan, nan, nan)
    values = {name: row[name] for name in Surroundings._fields if name in row}
    lists = {
        name: tuple(values.get(name) or ()) for name in ("friction", "cover_wheels", "weather")
    }
    return Surroundings(**{**values, **lists})
