"""What suites have in common: cases, surfaces, and how a case is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from ...simcore.physics.driving import columns as c
from ..draw import draw
from ..episode import Episode
from ..language.load import load

SURFACES: dict[str, tuple[str, ...]] = {
    "dry": (),
    "wet": ("surface.water_film=0.8 mm",),
    "snow": ("surface.snow_depth=30 mm", "surface.compaction=1"),
    "ice": ("surface.ice_fraction=1", "surface.temperature=-5 degC"),
}
"""What lies on the road, as overrides."""
OFF_ROAD = "off_road"
"""The verdict on who leaves the road instead."""
STANDS = 0.05
"""Slower than this [m/s] the ego stands: the test is over."""


class Case(NamedTuple):
    """A test. piece: the file's name in ``folder`` of the suites, without suffix; speed: of the ego
    [km/h]; overrides: besides the speed; label: what tells it from others of the piece."""

    folder: str
    piece: str
    speed: float
    overrides: tuple[str, ...] = ()
    label: str = ""


class Outcome(NamedTuple):
    """How a case ended. impact: speed of the ego over that of what it hit, along the ego [km/h], 0
    for none; verdict: the suite's word for it."""

    case: Case
    surface: str
    impact: float
    verdict: str


Verdict = Callable[[Case, float], str]


def source_of(case: Case, surface: str, overrides: Sequence[str] = ()) -> tuple[str, list[str]]:
    """A case's file and overrides, those given last. Raises ``ValueError`` for an unknown
    surface."""
    if surface not in SURFACES:
        raise ValueError(f"surface '{surface}': there are {', '.join(SURFACES)}")
    file = files(__package__).joinpath(case.folder, f"{case.piece}.yaml")
    own = [f"ego.speed={case.speed} km/h", *case.overrides, *SURFACES[surface]]
    return str(file), [*own, *overrides]


def run_case(
    case: Case,
    surface: str,
    driver: str,
    verdict: Verdict,
    seed: int = 0,
    overrides: Sequence[str] = (),
) -> Outcome:
    """Run a case under a driver of the library."""
    file, changes = source_of(case, surface, [f"ego.driver.kind={driver}", *overrides])
    drawn = draw(load(file, changes), seed, 0)
    episode = Episode(drawn, demands={})
    frame = episode.reset(sense=False)
    while not frame.ended and not stands(frame):
        frame = episode.step(episode.driver_action, sense=False)
    return judged(case, surface, episode, frame, verdict)


def stands(frame: Any) -> bool:
    """Whether a test is over because the ego has stopped."""
    return frame.step > 0 and frame.ego.speed < STANDS


def judged(case: Case, surface: str, episode: Episode, frame: Any, verdict: Verdict) -> Outcome:
    """The outcome after the last frame of an episode."""
    impact = 0.0
    if frame.outcome == "collision":
        contact, yaw = episode.world.contact[0], episode.world.state[0, 0, c.YAW]
        along = contact[c.RELATIVE_X] * np.cos(yaw) + contact[c.RELATIVE_Y] * np.sin(yaw)
        impact = max(float(along) * 3.6, 0.0)
    found = OFF_ROAD if frame.outcome == OFF_ROAD else verdict(case, impact)
    return Outcome(case, surface, impact, found)
