"""Whiteout's own layout: PNG files by sensor and channel, and Parquet tables.

It is always written, and complete: frames read back from it are those that were made, as far as
the encodings of the channels go. ``docs/dataset.md`` describes every file and column.

Example::

    whiteout export child-chases-ball --episodes 32 --seed 1 --out data
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ...sensors.frame import Frame
from ...sensors.reading import Reading, Truth
from ..background import Background
from ..channels import Format, encoded
from ..files import json_text
from ..lane_file import lane_record
from ..layout import LANES, SCENARIO, SHARDS, TABLES, episode_folder, reading_file, shard_name
from ..plan import Plan
from ..rows import Row, draw_rows, episode_row, frame_row, object_row, step_row
from ..schema import PATHS, schema
from ..writer import Ending, Header

NEEDS: tuple[str, ...] = ()


class Pen:
    """Writes one shard. folder: stands for ``DIR/shards``."""

    def __init__(self, plan: Plan, shard: int, folder: Path, background: Background):
        self.plan, self.shard, self.folder, self.background = plan, shard, folder, background
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.header: Header
        (folder / shard_name(shard)).mkdir(parents=True)

    def begin(self, header: Header) -> None:
        """Its own scenario and its lanes."""
        self.header = header
        self.pending: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.pending["draws"] += draw_rows(header)
        self.place = self._path(episode_folder(self.shard, header.number))
        self.place.mkdir()
        self.folders: set[Path] = set()
        if header.scenario is not None:
            _write(self.place / SCENARIO, header.scenario.dump().encode())
        if header.lanes is not None:
            lanes = json_text(lane_record(header.lanes), indent=None)
            _write(self.place / LANES, lanes.encode())

    def write(self, frame: Frame) -> None:
        """A row per step; files and rows of its readings."""
        self.pending["steps"].append(step_row(self.header, frame))
        for sensor, readings in frame.readings.items():
            for reading, truth in zip(readings, frame.truth[sensor], strict=True):
                self._reading(frame, reading, truth)
        for kind, sensors in frame.twins.items():
            for sensor, readings in sensors.items():
                for reading, truth in zip(readings, frame.truth[sensor], strict=True):
                    self._twin(frame, kind, reading, truth)

    def end(self, ending: Ending) -> None:
        """Keep the rows; of an episode that failed, its scenario and its draws alone."""
        row = episode_row(self.header, ending, self.plan.scenario_sha256)
        self.rows["episodes"].append(row)
        if ending.error is None:
            self.pending["frames"].sort(
                key=lambda row: (row["t_ns"], row["sensor"], row["twin"] or "")
            )
            self.pending["objects"].sort(key=lambda row: (row["t_ns"], row["sensor"]))
            for table, rows in self.pending.items():
                self.rows[table] += rows
            return
        self.rows["draws"] += self.pending["draws"]
        self.background.finish()
        for place in self.place.iterdir():
            if place.is_dir():
                shutil.rmtree(place)
            elif place.name != SCENARIO:
                place.unlink()

    def close(self) -> None:
        """Write the tables."""
        self.background.finish()
        for table, rows in self.rows.items():
            _write_table(table, rows, self.folder / shard_name(self.shard) / f"{table}.parquet")

    def _reading(self, frame: Frame, reading: Reading, truth: Truth) -> None:
        channels = {**reading.channels, **truth.channels}
        paths = self._paths(reading, channels)
        self._write(paths, channels)
        row = frame_row(self.header, frame, reading, paths, self.plan.form.depth_scale)
        row["damaged"] = truth.damaged
        self.pending["frames"].append(row)
        self.pending["objects"] += [
            object_row(self.header, reading, item) for item in truth.objects
        ]

    def _twin(self, frame: Frame, kind: str, reading: Reading, truth: Truth) -> None:
        """A twin's own channels, in a row that names the files of the reading's truth."""
        own = self._paths(reading, reading.channels, kind)
        self._write(own, reading.channels)
        paths = {**self._paths(reading, truth.channels), **own}
        row = frame_row(self.header, frame, reading, paths, self.plan.form.depth_scale, kind)
        self.pending["frames"].append(row)

    def _paths(
        self, reading: Reading, channels: Iterable[str], twin: str | None = None
    ) -> dict[str, str]:
        """Where the files of channels lie."""
        form = self.plan.form
        place = self.shard, self.header.number, reading.sensor
        return {
            name: reading_file(*place, name, reading.index, form.ending(name), twin)
            for name in PATHS
            if name in channels
        }

    def _write(self, paths: Mapping[str, str], channels: Mapping[str, NDArray]) -> None:
        for channel, name in paths.items():
            path = self._path(name)
            if path.parent not in self.folders:
                path.parent.mkdir(parents=True)
                self.folders.add(path.parent)
            self.background.submit(_write_channel, path, channel, channels, self.plan.form)

    def _path(self, name: str) -> Path:
        return self.folder / name.removeprefix(f"{SHARDS}/")


def open_shard(plan: Plan, shard: int, folder: Path, background: Background) -> Pen:
    """Begin a shard."""
    return Pen(plan, shard, folder, background)


def merge(plan: Plan, home: Path) -> list[str]:
    """Nothing spans the shards."""
    return []


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)


def _write_channel(path: Path, channel: str, channels: Mapping[str, NDArray], form: Format) -> None:
    _write(path, encoded(channel, channels, form))


def _write_table(table: str, rows: list[Row], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kind = schema(table)
    columns: dict[str, Any] = {name: [row.get(name) for row in rows] for name in kind.names}
    pq.write_table(pa.table(columns, schema=kind), path, compression="zstd")
