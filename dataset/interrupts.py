"""Ctrl-C and SIGTERM end long work, whatever they come upon."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

AGAIN = 0.05
"""So long after an interruption was lost it comes again [s]."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Meanwhile SIGTERM raises ``KeyboardInterrupt`` as Ctrl-C does, and neither is lost.

    Python drops an exception that is raised while a finaliser or the callback of a weak reference
    runs, that of an interruption too; those come again. Does nothing outside the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told = sys.unraisablehook

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    def lost(what: Any) -> None:
        if not issubclass(what.exc_type, KeyboardInterrupt):
            told(what)
            return
        timer = threading.Timer(AGAIN, _thread.interrupt_main, (signal.SIGTERM,))
        timer.daemon = True
        timer.start()

    before = signal.signal(signal.SIGTERM, interrupt)
    sys.unraisablehook = lost
    try:
        yield
    finally:
        sys.unraisablehook = told
        signal.signal(signal.SIGTERM, before)
