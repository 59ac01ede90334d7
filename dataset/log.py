"""The log of an export: times, machines, warnings. It is no part of the dataset's digests."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .events import Dropped, Ended, Event, Made, Note
from .layout import LOG


class Log:
    """Appends lines of JSON to ``log/export.jsonl``. A full disk does not stop it from trying."""

    def __init__(self, out: Path):
        self.path = out / LOG / "export.jsonl"

    def begin(self, settings: Mapping[str, Any]) -> None:
        """A run begins."""
        machine = {"host": platform.node(), "python": platform.python_version()}
        self._write("begin", {**machine, **settings})

    def hear(self, event: Event) -> None:
        """Keep what people may want to look up."""
        if isinstance(event, Made | Dropped):
            self._write(type(event).__name__.lower(), event._asdict())
        elif isinstance(event, Ended) and event.error:
            self._write("failed", event._asdict())
        elif isinstance(event, Note):
            self._write("note", {"text": event.text or event.detail})

    def end(self, how: str) -> None:
        """A run ends."""
        self._write("end", {"how": how})

    def _write(self, kind: str, data: Mapping[str, Any]) -> None:
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"time": now, "event": kind, **data}) + "\n")
