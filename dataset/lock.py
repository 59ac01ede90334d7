"""Keeps two exports from writing to one folder at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .layout import LOG

try:
    import fcntl
except ImportError:  # no locks on this system: people must take care themselves
    fcntl = None  # type: ignore[assignment]


class LockedError(RuntimeError):
    """Somebody else is writing there."""


@contextmanager
def locked(out: Path, part: tuple[int, int] | None = None) -> Iterator[None]:
    """Hold a folder, or a part of it beside the holders of other parts. ``LockedError``."""
    if fcntl is None:
        yield
        return
    folder = out / LOG
    folder.mkdir(parents=True, exist_ok=True)
    names = ["lock"] if part is None else ["lock", f"lock-{part[0]}-of-{part[1]}"]
    with ExitStack() as stack:
        for name in names:
            file = stack.enter_context((folder / name).open("a"))
            shared = part is not None and name == "lock"
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LockedError(f"{out}: another export is writing there now") from None
        yield
