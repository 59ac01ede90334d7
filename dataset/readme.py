"""The readme of a dataset: what it is, for whoever finds the folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .channels import ARRAYS

_TEXT = """\
# {name}

{description}

Made by Whiteout {version} with

    {command}

| | |
|---|---|
| episodes | {episodes} |
| frames (kept steps) | {frames} |
| readings | {readings} |
| sensors | {sensors} |
| splits | {splits} |
| writers | {writers} |
| license | {license} |
| date | {date} |

`report.html` shows pictures and statistics. `manifest.json` lists every file's digest.

## Reading it

```python
import whiteout

data = whiteout.open_dataset(".")
for episode in data.episodes:
    for frame in episode:
        for reading, truth in zip(frame.readings["{sensor}"], frame.truth["{sensor}"]):
            {reading}
            for item in truth.objects:
                print(item.class_name, item.{what}, item.distance_m)
```

Or without Whiteout, with PyArrow and {library}:

```python
import {module}, pyarrow.parquet as pq

frames = pq.read_table("shards/000000/frames.parquet").to_pylist()
objects = pq.read_table("shards/000000/objects.parquet").to_pylist()
row = next(row for row in frames if row["{channel}"])
{plain}
```

## What is where

- `shards/NNNNNN/*.parquet`: tables of episodes, frames (one row per reading), objects (one row
  per reading and object, hidden ones included), steps, faults and draws.
- `shards/NNNNNN/EEEEEEEE/`: an episode: `scenario.yaml` reproduces it, `lanes.json` holds
  lanes, lines, drivable area and route; `<sensor>/<channel>/<reading>.png`, or `.npy`.
- `files/`: what the scenario names, if anything; scenarios find it there.
- `shards/NNNNNN.json`: bytes and SHA-256 of all files of a shard.
- `scenario.yaml`, `plan.json`: what was asked for. `classes.json`: class and cover ids.
- `log/`: times and machines; no part of the digests.

Axes are right-handed; the world is x east, y north, z up; cameras look along z, x right, y down.
Boxes are pixel edges, keypoints count from the centre of the top-left pixel. Lengths are metres.
"""


_READING = {
    "rgb": (
        'picture = reading.channels["rgb"]      # (H, W, 3) uint8',
        'picture = cv2.imread(row["rgb"])                   # paths are relative to this folder',
    ),
    "points": (
        'points = reading.channels["points"]    # one row each: x, y, z, intensity, …',
        'points = numpy.load(row["points"])                 # paths are relative to this folder',
    ),
}
"""How a channel is read, with Whiteout and without."""
_DEPTH = '\ndepth = cv2.imread(row["depth"], -1) / row["depth_scale"]  # m; 0 is nothing'


def readme(summary: Mapping[str, Any]) -> str:
    """The text of ``README.md``. summary: keys of the manifest."""
    episodes = summary["episodes"]
    failed = f", {episodes['failed']} failed" if episodes["failed"] else ""
    sensors = ", ".join(
        f"{name} ({item['kind']}, {item['rate_hz']:g} Hz)"
        for name, item in summary["sensors"].items()
    )
    sensor, channel = _example(summary["sensors"])
    array = channel in ARRAYS
    load = f'numpy.load(row["{channel}"])' if array else f'cv2.imread(row["{channel}"], -1)'
    reading, plain = _READING.get(channel) or (
        f'values = {{**reading.channels, **truth.channels}}["{channel}"]',
        f"values = {load}    # paths are relative to this folder",
    )
    if channel == "rgb" and "depth" in summary["sensors"][sensor]["channels"]:
        plain += _DEPTH
    return _TEXT.format(
        name=summary["name"],
        description=summary["description"],
        version=summary["generator"]["version"],
        command=summary["command"],
        episodes=f"{episodes['written']} of {episodes['requested']}{failed}",
        frames=summary["frames"],
        readings=summary["readings"],
        sensors=sensors,
        splits=", ".join(f"{name}: {count}" for name, count in summary["splits"].items()),
        writers=", ".join(summary["writers"]),
        license=summary["license"],
        date=summary["date"] or "not given",
        sensor=sensor,
        channel=channel,
        reading=reading,
        plain=plain,
        what="points" if array else "box",
        library="NumPy" if array else "OpenCV",
        module="numpy" if array else "cv2",
    )


def _example(sensors: Mapping[str, Any]) -> tuple[str, str]:
    """A sensor and a channel of it that is easily read: a picture if there is one, or points."""
    every = [(name, c) for name, item in sensors.items() for c in item["channels"]]
    for wanted in ("rgb", "points"):
        if found := [pair for pair in every if pair[1] == wanted]:
            return found[0]
    return every[0] if every else (next(iter(sensors)), "rgb")
