"""Reads datasets back, as the frames they were made of.

::

    data = whiteout.open_dataset("data")
    for episode in data.episodes:
        for frame in episode:
            picture = frame.readings["front"][0].channels["rgb"]
            depth = frame.truth["front"][0].channels["depth"]
    data.table("objects").to_pylist()

Nothing is read before it is asked for; files of channels are decoded at each access. A file that is
missing or damaged raises ``DatasetError`` then.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from ..scenarios.draw import Scenario, read_scenario
from ..sensors.frame import Frame
from ..sensors.reading import Reading, Truth
from .damage import DatasetError, reading
from .files import file_sha256
from .layout import (
    CLASSES,
    FORMAT_VERSION,
    LANES,
    MANIFEST,
    PLAN,
    SCENARIO,
    SHARDS,
    TABLES,
    episode_folder,
    shard_name,
)
from .rebuild import frames_of
from .sidecar import Sidecar, problems, read_sidecar

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")


class Image(NamedTuple):
    """A camera's reading with its truth. row: of the table ``frames``; path: of its picture; twins:
    by kind, as far as they were kept."""

    row: Mapping[str, Any]
    path: Path | None
    reading: Reading
    truth: Truth
    twins: Mapping[str, Reading]


def open_dataset(folder: str | Path, verify: bool = False) -> Dataset:
    """The dataset in a folder. Raises ``DatasetError`` if it is not whole.

    verify: compare the digest of every file with the one that was written down.
    """
    out = Path(folder)
    if not (out / MANIFEST).is_file():
        raise DatasetError(_unfinished(out))
    data = Dataset(out)
    version = data.manifest.get("format_version")
    if version != FORMAT_VERSION:
        raise DatasetError(
            f"{out} has version {version} of the format; this program reads {FORMAT_VERSION}"
        )
    if verify and (found := data.verify()):
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise DatasetError(f"{out} is damaged: {found[0]}{more}")
    return data


class Dataset:
    """A dataset that is whole. It behaves like the sequence of its episodes."""

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The content of ``manifest.json``."""
        return _json(self.folder / MANIFEST)

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The content of ``plan.json``."""
        return _json(self.folder / PLAN)

    @cached_property
    def classes(self) -> dict[int, dict[str, Any]]:
        """The classes by id."""
        path = self.folder / CLASSES
        with reading(path):
            return {row["id"]: row for row in _json(path)["classes"]}

    @property
    def shards(self) -> range:
        """The numbers of the shards."""
        return range(-(-self.plan["episodes"] // self.plan["shard_size"]))

    def table(
        self, name: str, shard: int | None = None, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """A table of all shards, or of one, or some of its columns. Raises ``KeyError``.

        name: episodes, frames, objects, steps, faults or draws.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        if name not in TABLES:
            raise KeyError(f"there is no table '{name}'; there are {', '.join(TABLES)}")
        shards = self.shards if shard is None else [shard]
        folder = self.folder / SHARDS
        paths = [folder / shard_name(number) / f"{name}.parquet" for number in shards]
        chosen = None if columns is None else list(columns)
        tables = []
        for path in paths:
            with reading(path):
                tables.append(pq.read_table(path, columns=chosen))
        return pa.concat_tables(tables)

    @cached_property
    def episodes(self) -> Listing[Episode]:
        """The episodes that were written, in their order."""
        rows = [row for row in self.table("episodes").to_pylist() if row["status"] == "ok"]
        return Listing([lambda row=row: [Episode(self, row)] for row in rows], [1] * len(rows))

    def episode(self, number: int) -> Episode:
        """An episode by its number in the dataset. Raises ``KeyError`` if it was not written."""
        shard = number // self.plan["shard_size"]
        rows = self.table("episodes", shard).to_pylist() if shard in self.shards else []
        for row in rows:
            if row["episode"] == number and row["status"] == "ok":
                return Episode(self, row)
        raise KeyError(f"episode {number} was not written")

    @cached_property
    def frames(self) -> Listing[Frame]:
        """The kept frames of all episodes."""
        episodes = list(self.episodes)
        return Listing(
            [lambda episode=episode: episode.frames for episode in episodes],
            [episode.row["frames"] for episode in episodes],
        )

    @cached_property
    def images(self) -> Listing[Image]:
        """The cameras' readings of all episodes."""
        episodes = list(self.episodes)
        columns = ["episode", "modality", "twin"]
        table = self.table("frames", columns=columns).to_pydict()
        rows = zip(*(table[name] for name in columns), strict=True)
        cameras = [episode for episode, what, twin in rows if what == "camera" and twin is None]
        return Listing(
            [lambda episode=episode: episode.images for episode in episodes],
            [cameras.count(episode.number) for episode in episodes],
        )

    def __len__(self) -> int:
        return len(self.episodes)

    def __getitem__(self, number: int) -> Episode:
        return self.episodes[number]

    def __iter__(self) -> Iterator[Episode]:
        return iter(self.episodes)

    def __repr__(self) -> str:
        return f"<dataset {self.plan['scenario']} at {self.folder}: {len(self)} episodes>"

    def verify(self) -> list[str]:
        """What is wrong with the files, a sentence each: empty for a dataset that is as it was."""
        found = []
        for name, item in self.manifest["files"].items():
            path = self.folder / name
            if not path.is_file() or file_sha256(path) != item["sha256"]:
                found.append(f"{name} is missing or was changed")
        for shard, item in zip(self.shards, self.manifest["shards"], strict=True):
            sidecar = read_sidecar(self.folder, shard)
            if not isinstance(sidecar, Sidecar):
                found.append(sidecar or f"the sidecar of shard {shard} is missing")
            elif sidecar.merkle != item["merkle"]:
                found.append(f"the sidecar of shard {shard} is not the one of the manifest")
            else:
                found += problems(sidecar, self.folder, deep=True)
        return found


class Episode:
    """An episode of a dataset: a sequence of its kept frames. row: of the table ``episodes``."""

    def __init__(self, data: Dataset, row: Mapping[str, Any]):
        self.data, self.row = data, row
        self.number: int = row["episode"]
        self.seed: int = row["seed"]
        self.index: int = row["index"]
        self.split: str = row["split"]
        self.outcome: str | None = row["outcome"]

    @property
    def shard(self) -> int:
        """The shard it is in."""
        return self.number // self.data.plan["shard_size"]

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.data.folder / episode_folder(self.shard, self.number)

    @cached_property
    def scenario(self) -> Scenario:
        """The drawn scenario, which alone reproduces it."""
        path = self.folder / SCENARIO
        with reading(path):
            return read_scenario(path)

    @cached_property
    def lanes(self) -> dict[str, Any]:
        """The content of ``lanes.json`` (see ``dataset.lane_file``)."""
        return _json(self.folder / LANES)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Its rows of a table."""
        import pyarrow.compute as pc

        found = self.data.table(table, self.shard)
        return found.filter(pc.equal(found["episode"], self.number)).to_pylist()

    @cached_property
    def frames(self) -> Sequence[Frame]:
        """Its kept frames."""
        return frames_of(self)

    @property
    def images(self) -> list[Image]:
        """Its cameras' readings."""
        rows = {
            (row["sensor"], row["reading"]): row
            for row in self.rows("frames")
            if row["twin"] is None
        }
        return [
            self._image(rows[name, reading.index], frame, number)
            for frame in self.frames
            for name, readings in frame.readings.items()
            for number, reading in enumerate(readings)
            if reading.modality == "camera"
        ]

    def image(self, sensor: str, reading: int) -> Image:
        """One of its images. Raises ``KeyError`` if there is none."""
        for image in self.images:
            if (image.reading.sensor, image.reading.index) == (sensor, reading):
                return image
        raise KeyError(f"there is no reading {reading} of '{sensor}' in {self!r}")

    def _image(self, row: Mapping[str, Any], frame: Frame, number: int) -> Image:
        path, name = None if row["rgb"] is None else self.data.folder / row["rgb"], row["sensor"]
        twins = {
            kind: sensors[name][number] for kind, sensors in frame.twins.items() if name in sensors
        }
        return Image(row, path, frame.readings[name][number], frame.truth[name][number], twins)

    def __len__(self) -> int:
        return len(self.frames)

    def __getitem__(self, number: int) -> Frame:
        return self.frames[number]

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames)

    def __repr__(self) -> str:
        return f"<episode {self.number}, seed {self.seed}, index {self.index}, {self.outcome}>"


class Listing(Sequence[T], Generic[T]):
    """Many sequences as one; each is made when something of it is asked for."""

    def __init__(self, parts: Sequence[Any], lengths: Sequence[int]):
        self._parts = parts
        self._ends = list(accumulate(lengths))
        self._at: tuple[int, Sequence[T]] | None = None

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, number: int) -> T: ...

    @overload
    def __getitem__(self, number: slice) -> list[T]: ...

    def __getitem__(self, number: int | slice) -> T | list[T]:
        if isinstance(number, slice):
            return [self[k] for k in range(*number.indices(len(self)))]
        place = number + len(self) if number < 0 else number
        if not 0 <= place < len(self):
            raise IndexError(f"there is no item {number}: there are {len(self)}")
        part = bisect_right(self._ends, place)
        if self._at is None or self._at[0] != part:
            self._at = (part, self._parts[part]())
        return self._at[1][place - (self._ends[part - 1] if part else 0)]


def _json(path: Path) -> Any:
    with reading(path):
        return json.loads(path.read_bytes())


def _unfinished(out: Path) -> str:
    if not (out / PLAN).is_file():
        return f"{out} holds no dataset: there is no {MANIFEST}"
    with reading(out / PLAN):
        plan = _json(out / PLAN)
        shards = -(-plan["episodes"] // plan["shard_size"])
    made = sum((out / SHARDS / f"{shard_name(k)}.json").is_file() for k in range(shards))
    return (
        f"{out} is not whole: {made} of {shards} shards are made; "
        "run the same whiteout export again to resume"
    )
