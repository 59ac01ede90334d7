"""The columns of a dataset that its report is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .reader import Dataset

MOST_SHARDS = 64
"""The statistics of larger datasets are those of so many shards, evenly chosen."""


class Statistics:
    """The columns that the page is made of."""

    def __init__(self, data: Dataset):
        import pyarrow.compute as pc

        every = max(1, -(-len(data.shards) // MOST_SHARDS))
        self.data, self.shards = data, list(data.shards)[::every]
        names = ["episode", "sensor", "reading", "class_name", "visible_px", "occlusion"]
        names += ["truncation", "distance_m", "x0", "y0", "x1", "y1", "keypoints", "points"]
        self.objects = self._table("objects", names)
        frames = self._table("frames")
        self.frames = frames.filter(pc.is_null(frames["twin"]))
        self.draws = self._table("draws")
        self.steps = self._table("steps", ["episode", "ttc_s"])
        self.episodes = [row for row in data.table("episodes").to_pylist() if row["status"] == "ok"]

    @property
    def note(self) -> str:
        """What the statistics are of, if not of everything."""
        if len(self.shards) == len(self.data.shards):
            return ""
        return f"; statistics are those of {len(self.shards)} of {len(self.data.shards)} shards"

    def values(self, table: Any, name: str) -> NDArray[np.float64]:
        """A column as numbers, NaN where it is null."""
        return table[name].to_numpy(zero_copy_only=False).astype(np.float64)

    def _table(self, name: str, columns: list[str] | None = None) -> Any:
        import pyarrow as pa

        return pa.concat_tables([self.data.table(name, k, columns) for k in self.shards])
