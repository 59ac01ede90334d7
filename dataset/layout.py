"""Where everything lies in the folder of a dataset; all paths are relative to it."""

from __future__ import annotations

from pathlib import Path

from ..scenarios.language.files import KEPT

FORMAT = "whiteout"
FORMAT_VERSION = 1
CONVENTIONS = 1
"""Version of the conventions of axes, units and pixels that the files obey."""

MANIFEST = "manifest.json"
PLAN = "plan.json"
SCENARIO = "scenario.yaml"
CLASSES = "classes.json"
README = "README.md"
REPORT = "report.html"
LANES = "lanes.json"
LOG = "log"
SHARDS = "shards"
FILES = KEPT

TABLES = ("episodes", "frames", "objects", "steps", "faults", "draws")


def shard_name(shard: int) -> str:
    """The folder of a shard, and its sidecar without ``.json``."""
    return f"{shard:06d}"


def episode_folder(shard: int, episode: int) -> str:
    """The folder of an episode."""
    return f"{SHARDS}/{shard_name(shard)}/{episode:08d}"


def reading_file(
    shard: int,
    episode: int,
    sensor: str,
    channel: str,
    reading: int,
    ending: str,
    twin: str | None = None,
) -> str:
    """The file of one channel of one reading, or of its twin."""
    place = sensor if twin is None else f"{sensor}/{twin}"
    return f"{episode_folder(shard, episode)}/{place}/{channel}/{reading:06d}{ending}"


def sidecar_file(out: Path, shard: int) -> Path:
    """The file that says that a shard is whole."""
    return out / SHARDS / f"{shard_name(shard)}.json"


def made_in(home: Path, shard: int) -> Path:
    """Where a writer makes its part of a shard, until it is whole. home: ``out/shards``, or
    ``out/<writer>``."""
    return home / f".{shard_name(shard)}.tmp"
