"""A small street that is exported in moments, and what tests of datasets share."""

import hashlib
from pathlib import Path

STREET = """
whiteout: 1
metadata: {name: small-street, description: A street for tests., tags: [test, street]}
duration: 0.6 s
road: {kind: urban_street, length: 60 m, lane_width: {uniform: [3.0 m, 3.5 m]}}
ego: {kind: compact, speed: {uniform: [20 km/h, 40 km/h]}}
actors:
  walker: {kind: adult, at: {s: 16 m, t: 2.1 m}, behaviour: {kind: walk, speed: 1.4 m/s}}
  van: {kind: van, at: {s: {uniform: [17 m, 19 m]}, t: -2.9 m}, behaviour: {kind: parked}}
  kid: {kind: child, at: {s: {expr: actors.van.at.s + 5}, t: -2.4 m}}
  rider: {kind: cyclist, at: {s: 22 m, t: 0.5 m}, behaviour: {kind: ride, speed: 8 m/s}}
surface: {snow_depth: {uniform: [0 mm, 20 mm]}}
sensors:
  front: {kind: camera, width: 96, height: 72, fov: 60 deg, rate: 10 Hz}
"""

EPISODES, EVERY = 3, 2
SETTINGS = {
    "episodes": EPISODES,
    "seed": 5,
    "every": EVERY,
    "shard_size": 1,
    "writers": ["coco"],
}
"""Kept are the steps 0, 2, 4, 6 of each of three episodes, which are a shard each."""


def street(folder: Path) -> Path:
    """The scenario as a file."""
    path = folder / "small-street.yaml"
    path.write_text(STREET)
    return path


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 of all files of a dataset but its log, by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "log"
    }


def unfinished(folder: Path) -> list[str]:
    """Files and folders that are half done."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*.tmp*")]
