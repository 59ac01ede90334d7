"""What an export makes: everything that decides the bytes of a dataset, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from ..scenarios.draw import Scenario, draw
from ..scenarios.language.problems import dotted
from ..scenarios.language.spec import ScenarioSpec
from ..scenarios.points import SAMPLERS
from ..sensors.reading import PICTURES
from ..sensors.twins import twins_named
from ..simcore.registry import unknown
from .channels import DEPTH_SCALE, Format, image_format
from .classes import CLASS_SETS
from .files import json_text, sha256
from .layout import CONVENTIONS, FORMAT, FORMAT_VERSION
from .plugins import WRITERS
from .provenance import versions
from .split import checked, split_of

TWINNED = (*PICTURES, "points")
"""Channels that there are twins of."""
LICENSE = "CC-BY-4.0"
SHARD_SIZE = 16
MOST_EPISODES = 10**8
MOST_SEED = 2**63 - 1


class PlanError(ValueError):
    """An export that cannot be meant; the message says what to give instead."""


@dataclass(frozen=True)
class Plan:
    """An export of one scenario.

    scenario: its name; scenario_sha256: digest of it with overrides and the files it names; files:
    where these are kept, by where the scenario names them; seed: None for the very
    draw that a resolved scenario records; every: each so many steps are kept; frames: at most so
    many of an episode are kept, None for all; twins: kinds of twins that are kept beside readings;
    writers: besides ``native``; split: shares by name;
    overrides: texts "path=value"; sensors: by name, what each is and delivers; versions: of the
    program and its libraries.
    """

    scenario: str
    scenario_sha256: str
    domain: str
    sensors: Mapping[str, Mapping[str, Any]]
    seed: int | None = 0
    sampler: str = "random"
    episodes: int = 1
    every: int = 1
    frames: int | None = None
    twins: tuple[str, ...] = ()
    shard_size: int = SHARD_SIZE
    overrides: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    writers: tuple[str, ...] = ()
    classes: str = "native"
    image: str = "png"
    split: Mapping[str, float] | None = None
    license: str = LICENSE
    date: str | None = None
    versions: Mapping[str, str] = field(default_factory=versions)

    @classmethod
    def of(cls, spec: ScenarioSpec, **settings: Any) -> Plan:
        """The plan of an export of a scenario. Raises ``PlanError`` for settings that cannot be."""
        settings["twins"] = _twins(settings.get("twins", ()))
        recorded = spec.draw is not None and settings.get("seed") is None
        settings["seed"] = None if recorded else settings.get("seed") or 0
        sensors = {
            name: {
                "kind": item.kind,
                "preset": getattr(item, "preset", None),
                "rate_hz": item.rate.value,  # type: ignore[attr-defined]
                "channels": list(getattr(item, "channels", ())),
                "width": _pixels(item, "width"),
                "height": _pixels(item, "height"),
            }
            for name, item in spec.sensors.items()
        }
        settings["files"] = {dotted(path): file.address for path, file in spec.files.items()}
        plan = cls(spec.name, spec.digest, spec.metadata.domain, sensors, **settings)
        plan._check()
        return plan

    def record(self) -> dict[str, Any]:
        """The content of ``plan.json``."""
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "conventions": CONVENTIONS,
            "scenario": self.scenario,
            "scenario_sha256": self.scenario_sha256,
            "files": dict(self.files),
            "domain": self.domain,
            "sensors": {name: dict(item) for name, item in self.sensors.items()},
            "seed": self.seed,
            "sampler": self.sampler,
            "episodes": self.episodes,
            "every": self.every,
            "frames": self.frames,
            "twins": list(self.twins),
            "shard_size": self.shard_size,
            "overrides": list(self.overrides),
            "writers": list(self.all_writers),
            "classes": self.classes,
            "image": self.image,
            "split": dict(self.split) if self.split else None,
            "license": self.license,
            "date": self.date,
            "versions": dict(self.versions),
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``plan.json``."""
        return sha256(json_text(self.record()))

    @property
    def all_writers(self) -> tuple[str, ...]:
        """The writers, ``native`` first."""
        return ("native", *(name for name in self.writers if name != "native"))

    @property
    def pictured(self) -> tuple[str, ...]:
        """The sensors that deliver what there are twins of."""
        sensors = self.sensors.items()
        return tuple(name for name, item in sensors if {*TWINNED} & {*item["channels"]})

    @property
    def form(self) -> Format:
        """What its files look like."""
        return Format(DEPTH_SCALE[self.domain], image_format(self.image))

    @property
    def shards(self) -> range:
        """The numbers of its shards."""
        return range(-(-self.episodes // self.shard_size))

    def episodes_of(self, shard: int) -> range:
        """The episodes of a shard."""
        first = shard * self.shard_size
        return range(first, min(first + self.shard_size, self.episodes))

    def drawn(self, spec: ScenarioSpec, episode: int) -> Scenario:
        """The scenario of an episode. Raises ``DrawError``."""
        if self.seed is None:
            return draw(spec)
        return draw(spec, self.seed, episode, self.sampler, self.episodes)

    def origin(self, spec: ScenarioSpec, episode: int) -> tuple[int, int]:
        """Seed and index of an episode's draw."""
        if self.seed is None and spec.draw is not None:
            return spec.draw.seed, spec.draw.index
        return self.seed or 0, episode

    def split_of(self, seed: int, index: int) -> str:
        """The split that an episode falls to."""
        return split_of(self.split, self.scenario, seed, index)

    def keeps(self, step: int) -> bool:
        """Whether the frame of a step is kept."""
        number, off = divmod(step, self.every)
        return off == 0 and (self.frames is None or number < self.frames)

    def most_frames(self, spec: ScenarioSpec) -> int:
        """How many steps of an episode are kept at most."""
        steps = round(spec.duration.value * spec.rates.control.value)  # type: ignore[attr-defined]
        kept = steps // self.every + 1
        return kept if self.frames is None else min(kept, self.frames)

    def _check(self) -> None:
        _within("episodes", self.episodes, 1, MOST_EPISODES)
        _within("every", self.every, 1, 10**6)
        _within("shard size", self.shard_size, 1, 10**6)
        if self.frames is not None:
            _within("frames", self.frames, 1, 10**9)
        if self.seed is not None:
            _within("seed", self.seed, 0, MOST_SEED)
        elif self.episodes != 1:
            raise PlanError(
                "a resolved scenario is one episode: give a seed to draw others like it"
            )
        if self.sampler not in SAMPLERS:
            raise PlanError(unknown(self.sampler, SAMPLERS, "unknown sampler"))
        if self.classes not in CLASS_SETS:
            raise PlanError(unknown(self.classes, CLASS_SETS, "unknown set of classes"))
        if self.date is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", self.date):
            raise PlanError(f"date '{self.date}': write YYYY-MM-DD")
        if self.twins and not self.pictured:
            raise PlanError(
                "twins are of pictures and points, and no sensor delivers any: give a camera rgb"
            )
        try:
            image_format(self.image)
            if self.split:
                checked(self.split)
        except ValueError as error:
            raise PlanError(str(error)) from None
        if not self.sensors:
            raise PlanError(f"scenario '{self.scenario}' has no sensors: give it some to export")
        self._check_writers()

    def _check_writers(self) -> None:
        for name in self.all_writers:
            if name not in WRITERS.names():
                raise PlanError(unknown(name, WRITERS.names(), "there is no such writer"))
            lacking = self.left_out(name)
            self._check_libraries(name)
            if WRITERS.load(name).NEEDS and not self._cameras:
                raise PlanError(
                    f"writer {name} writes what cameras see, and scenario '{self.scenario}' has "
                    "none: give it a sensor of kind camera"
                )
            if lacking and len(lacking) == len(self._cameras):
                needs: Sequence[str] = WRITERS.load(name).NEEDS
                sensor, missing = next(iter(lacking.items()))
                raise PlanError(
                    f"writer {name} needs the channels {', '.join(needs)}; sensor '{sensor}' "
                    f"has no {' and no '.join(missing)}: add it to sensors.{sensor}.channels"
                )

    def _check_libraries(self, writer: str) -> None:
        """Whether the libraries of an extra that a writer needs are there."""
        for library, extra in getattr(WRITERS.load(writer), "REQUIRES", {}).items():
            if find_spec(library) is None:
                raise PlanError(
                    f"writer {writer} needs {library}, which is not installed: "
                    f"pip install 'whiteout[{extra}]'"
                )

    @property
    def _cameras(self) -> tuple[str, ...]:
        return tuple(name for name, item in self.sensors.items() if item["kind"] == "camera")

    def left_out(self, writer: str) -> dict[str, tuple[str, ...]]:
        """The cameras that a writer leaves out, each with the channels that it lacks."""
        needs: Sequence[str] = WRITERS.load(writer).NEEDS
        found = {}
        for name in self._cameras:
            channels = self.sensors[name]["channels"]
            if lacking := tuple(channel for channel in needs if channel not in channels):
                found[name] = lacking
        return found

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not as one might expect, in sentences."""
        return tuple(
            f"{writer} leaves out sensor '{sensor}', which has no {' and no '.join(lacking)}"
            for writer in self.all_writers
            for sensor, lacking in self.left_out(writer).items()
        )


def _pixels(item: Any, side: str) -> int | None:
    """Columns or rows of a sensor's pictures, None for one that makes none: others too may have a
    width, as the beam of an ultrasonic sensor has."""
    size = getattr(item, "width", None), getattr(item, "height", None)
    if not all(isinstance(number, int) for number in size):
        return None
    return size[0] if side == "width" else size[1]


def _twins(names: Iterable[str]) -> tuple[str, ...]:
    try:
        return twins_named(names)
    except ValueError as error:
        raise PlanError(str(error)) from None


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise PlanError(f"{name} must be between {low} and {high}, not {value}")


def difference(there: Mapping[str, Any], here: Mapping[str, Any]) -> str:
    """What differs between two plans, as words: "seed is 1 there and 2 here"."""
    found = []
    for key in dict.fromkeys((*there, *here)):
        a, b = there.get(key), here.get(key)
        if key == "versions" and isinstance(a, Mapping) and isinstance(b, Mapping):
            names = [name for name in dict.fromkeys((*a, *b)) if a.get(name) != b.get(name)]
            told = ((name, _short(a.get(name)), _short(b.get(name))) for name in names)
            found += [f"the version of {n} is {old} there and {new} here" for n, old, new in told]
        elif a != b:
            found.append(f"{key} is {_short(a)} there and {_short(b)} here")
    return "; ".join(found)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json_text(value, None).strip()
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return text[:12] + "…"
    return text if len(text) <= 120 else text[:119] + "…"
