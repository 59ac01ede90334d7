"""How large a dataset would become, before it is made."""

from __future__ import annotations

from typing import NamedTuple

from ..scenarios.language.spec import ScenarioSpec
from .plan import Plan

BYTES_PER_PIXEL = {
    "rgb": 1.1,
    "depth": 0.33,
    "semantic": 0.05,
    "instance": 0.01,
    "normal": 0.28,
    "flow": 0.5,
    "cover": 0.05,
}
"""Mean size of a channel's PNG files over the scenarios of the library."""
JPEG_SHARE = 0.25
"""Size of a JPEG of quality 95 beside the PNG of the same picture."""
TABLES = 12e3
"""Bytes in tables and lanes per reading."""


class Estimate(NamedTuple):
    """Upper bounds: episodes may end early."""

    episodes: int
    shards: int
    frames: int
    readings: int
    bytes: int


def estimate(plan: Plan, spec: ScenarioSpec) -> Estimate:
    """What an export would make at most."""
    control = spec.rates.control.value  # type: ignore[attr-defined]
    frames = plan.most_frames(spec) * plan.episodes
    readings, size = 0.0, 0.0
    for item in plan.sensors.values():
        count = frames * item["rate_hz"] / control
        pixels = (item["width"] or 0) * (item["height"] or 0)
        each = {name: BYTES_PER_PIXEL.get(name, 0.0) for name in item["channels"]}
        if plan.image != "png":
            each["rgb"] = each.get("rgb", 0.0) * JPEG_SHARE
        readings += count
        size += count * (pixels * sum(each.values()) + TABLES)
    return Estimate(plan.episodes, len(plan.shards), frames, round(readings), round(size))
