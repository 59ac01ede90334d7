"""What those who make shards tell those who watch."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Compiling(NamedTuple):
    """A kernel is being compiled or, if ``cached``, loaded (``done`` False), or is ready."""

    kernel: str
    done: bool
    cached: bool = False


class Stepped(NamedTuple):
    """An episode has come to a step of at most ``limit``; ``kept`` frames of it are kept."""

    shard: int
    episode: int
    step: int
    limit: int
    kept: int


class Ended(NamedTuple):
    """An episode has ended; ``trace`` says where its error came from."""

    shard: int
    episode: int
    kept: int
    error: str | None = None
    trace: str = ""


class Made(NamedTuple):
    """A shard is whole."""

    shard: int
    episodes: int
    failed: int
    kept: int
    bytes: int
    seconds: float


class Dropped(NamedTuple):
    """What was made of a shard is lost; it will be made anew."""

    shard: int
    reason: str


class Note(NamedTuple):
    """Something that people should know; ``detail`` goes to the log alone."""

    text: str
    detail: str = ""


Event = Compiling | Stepped | Ended | Made | Dropped | Note
Tell = Callable[[Event], None]
