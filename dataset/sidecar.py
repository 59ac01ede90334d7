"""The sidecar of a shard: written last, it says that the shard is whole and what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .files import file_sha256, json_text, merkle, write_whole
from .layout import sidecar_file
from .plan import Plan


@dataclass(frozen=True)
class Failure:
    """An episode that could not be made."""

    episode: int
    seed: int
    index: int
    error: str


class Sidecar(NamedTuple):
    """files: bytes and SHA-256 by path in the dataset."""

    shard: int
    plan_sha256: str
    episodes: tuple[int, int]
    files: Mapping[str, Mapping[str, Any]]
    failures: tuple[Failure, ...]

    @property
    def bytes(self) -> int:
        """Size of all its files."""
        return sum(item["bytes"] for item in self.files.values())

    @property
    def merkle(self) -> str:
        """Root of the Merkle tree over its files."""
        return merkle(self.files)

    def write(self, out: Path) -> None:
        """Put it in its place."""
        record = {
            "shard": self.shard,
            "plan_sha256": self.plan_sha256,
            "episodes": list(self.episodes),
            "status": "failures" if self.failures else "ok",
            "files": dict(self.files),
            "merkle": self.merkle,
            "failures": [asdict(failure) for failure in self.failures],
        }
        write_whole(sidecar_file(out, self.shard), json_text(record))


def read_sidecar(out: Path, shard: int) -> Sidecar | str | None:
    """The sidecar of a shard; a sentence if it is damaged, None if there is none."""
    path = sidecar_file(out, shard)
    try:
        data = json.loads(path.read_bytes())
        found = Sidecar(
            data["shard"],
            data["plan_sha256"],
            tuple(data["episodes"]),
            data["files"],
            tuple(Failure(**failure) for failure in data["failures"]),
        )
        whole = found.merkle == data["merkle"] and found.shard == shard
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    return found if whole else f"its sidecar {path.name} is damaged"


def checked_shard(plan: Plan, out: Path, shard: int, deep: bool = False) -> Sidecar | str | None:
    """The sidecar of a shard that is whole; a sentence on what is wrong; None if it is not made.

    deep: compare the digests of all files, not their sizes alone.
    """
    found = read_sidecar(out, shard)
    if not isinstance(found, Sidecar):
        return found
    span = plan.episodes_of(shard)
    if found.plan_sha256 != plan.digest or found.episodes != (span.start, span.stop):
        return "it was made by another plan"
    return next(problems(found, out, deep), found)


def problems(sidecar: Sidecar, out: Path, deep: bool) -> Iterator[str]:
    """What is wrong with the files of a shard, a sentence each."""
    for name, item in sidecar.files.items():
        path = out / name
        try:
            size = path.stat().st_size
        except OSError:
            yield f"{name} is missing"
            continue
        if size != item["bytes"]:
            yield f"{name} has {size} bytes instead of {item['bytes']}"
        elif deep and file_sha256(path) != item["sha256"]:
            yield f"{name} was changed: its SHA-256 is another"
