"""PyBullet, imported when a world first needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from types import ModuleType


class MissingLibraryError(RuntimeError):
    """A scenario needs a library that is not installed."""


def installed() -> bool:
    """Whether PyBullet is there."""
    return find_spec("pybullet") is not None


@cache
def bullet() -> ModuleType:
    """The module. Raises ``MissingLibraryError`` where it is not installed."""
    if not installed():
        raise MissingLibraryError(
            "this scenario has loose bodies that PyBullet moves, and PyBullet is not installed: "
            "pip install 'whiteout[robotics]' (it has wheels for Python 3.11 and earlier on Linux "
            "x86-64, and is built from source elsewhere)"
        )
    with _silent():
        import pybullet

    return pybullet


@contextmanager
def _silent() -> Iterator[None]:
    """Keep away PyBullet's greeting, which C code writes to standard error."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
