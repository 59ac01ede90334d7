"""The interface of writers: how frames become files of some format.

A plug-in of ``dataset/writers`` is one file with

* ``NEEDS``: the channels that a camera must have for it; it leaves those out that
  ``plan.left_out`` names, never all of them,
* ``REQUIRES``, if it needs libraries that are no dependency: each with the extra of this package
  that installs it,
* ``open_shard(plan, shard, folder, background) -> Pen``: begin a shard; all that goes under
  ``DIR/<writer>/`` is written under ``folder`` by the same relative path, and moved there when the
  shard is whole; ``background`` does small jobs such as encoding on threads,
* ``merge(plan, home) -> list of paths``: once all shards are whole, make what spans them out of
  what they left under ``home``, which is ``DIR/<writer>``; doing it twice changes nothing. The
  paths, relative to ``home``, are of the files it made.

A pen is told of each episode in turn: ``begin``, ``write`` for every step (whose frame has readings
if it is kept), ``end``; ``close`` after the last. What it writes may depend on nothing else, so
that the bytes are the same for any number of workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ..scenarios.draw import Scenario
from ..sensors.frame import Frame
from ..simcore.lanes import LaneMap


@dataclass(frozen=True)
class Header:
    """What is known when an episode begins.

    number: in the dataset; seed, index: of its draw; scenario, lanes: None if it could not be
    drawn or laid out.
    """

    number: int
    seed: int
    index: int
    split: str
    scenario: Scenario | None
    lanes: LaneMap | None


class Ending(NamedTuple):
    """How an episode ended.

    steps: how many were run; frames: how many of them were kept; outcome: None where the episode
    was not run to its end; error: what stopped it, None if nothing did. What a pen wrote of an
    episode with an error is taken back.
    """

    steps: int
    frames: int
    outcome: str | None
    error: str | None = None


class Pen(Protocol):
    """A writer at work on one shard."""

    def begin(self, header: Header) -> None:
        """An episode begins."""

    def write(self, frame: Frame) -> None:
        """A step of the episode, complete with its flow."""

    def end(self, ending: Ending) -> None:
        """The episode has ended."""

    def close(self) -> None:
        """The shard has ended: everything is on the disk when this returns."""
