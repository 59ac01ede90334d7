"""How large a dataset would become, before it is made."""

from __future__ import annotations

from typing import NamedTuple

from ..scenarios.language.spec import ScenarioSpec
from ..sensors.numbers import NUMBERS
from ..sensors.reading import PICTURES
from .plan import Plan

BYTES_PER_PIXEL = {
    "rgb": 0.95,
    "raw": 1.5,
    "linear": 12.0,
    "mono": 0.5,
    "temperature": 4.0,
    "event_counts": 4.0,
    "depth": 0.3,
    "semantic": 0.03,
    "instance": 0.01,
    "normal": 0.35,
    "flow": 0.53,
    "cover": 0.01,
}
"""Mean size of a channel's PNG files over the scenarios of the library."""
BYTES_PER_READING = {"points": 1.5e6, "detections": 8e3, "range_doppler": 2.6e5}
"""Size of other channels' files: an HDL-32E's sweep of 35 000 points, a hundred detections, a map
of 512 by 128. Those of ``NUMBERS`` are mostly header."""
SMALL = 160.0
SPREAD = (0.55, 1.8)
"""Share of that mean in the plainest of them, a bare crest, and in the richest, a road in woods."""
JPEG_SHARE = 0.25
"""Size of a JPEG of quality 95 beside the PNG of the same picture."""
TABLES = 9e3
"""Bytes in tables per reading."""
LANES = 1.5e5
"""Bytes of lanes per episode."""
REPORT = 1.5e6
"""Bytes of the report and of what else a dataset has once."""
WRITERS = 2.5e4
"""Bytes per reading and format besides the native one."""


class Estimate(NamedTuple):
    """Upper bounds: episodes may end early. bytes: in scenery of the common kind; least, most: in
    the plainest and the richest, without the log."""

    episodes: int
    shards: int
    frames: int
    readings: int
    bytes: int
    least: int
    most: int


def estimate(plan: Plan, spec: ScenarioSpec) -> Estimate:
    """What an export would make at most."""
    control = spec.rates.control.value  # type: ignore[attr-defined]
    frames = plan.most_frames(spec) * plan.episodes
    readings, pictures, rest = 0.0, 0.0, 0.0
    for item in plan.sensors.values():
        count = frames * item["rate_hz"] / control
        pixels = (item["width"] or 0) * (item["height"] or 0)
        each = {name: BYTES_PER_PIXEL.get(name, 0.0) for name in item["channels"]}
        if plan.image != "png":
            each["rgb"] = each.get("rgb", 0.0) * JPEG_SHARE
        own = sum(each.get(name, 0.0) for name in PICTURES)
        copies = len(plan.twins) if own else 0
        readings += count * (1 + copies)
        rest += count * sum(_file(name) for name in item["channels"])
        pictures += count * pixels * (sum(each.values()) + copies * own)
    rest += readings * (TABLES + WRITERS * len(plan.writers)) + plan.episodes * LANES + REPORT
    sizes = (round(pictures * share + rest) for share in (1.0, *SPREAD))
    return Estimate(plan.episodes, len(plan.shards), frames, round(readings), *sizes)


def _file(channel: str) -> float:
    """Mean size of a channel's file that is no picture."""
    return BYTES_PER_READING.get(channel, SMALL if channel in NUMBERS else 0.0)
