"""The interface of tasks: what the ego is to do, and what each step was worth.

A plug-in of ``scenarios/tasks`` has ``Task(settings, setting)`` with ``text``, ``reset()``,
``judge(world, events) -> Verdict``, ``save()`` and ``restore(saved)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Verdict(NamedTuple):
    """What a step was worth. reward_terms: weighted, their sum is the reward; cost: 1 for a
    collision; outcome: "arrived", "collision", "off_road", None while it goes on."""

    reward_terms: Mapping[str, float]
    cost: float
    terminated: bool
    outcome: str | None
