"""Spares Numba work that has nothing to do with the code that it compiles."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from numba.core import targetconfig


@contextmanager
def no_collections() -> Iterator[None]:
    """Keep the garbage collector out: compiling makes millions of objects that live on, and a
    tenth of its time would go to looking through them again and again, then and later."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def compare_flags_quickly() -> None:
    """Let Numba compare the flags of functions by those that are set.

    It looks its overloads up under the flags of the function that is being compiled, half a million
    times for a picture, and compares all of some twenty options each time: a fiftieth of the time.
    Flags of which the same are set to the same are equal; others are compared as before.
    """
    config_class = targetconfig.TargetConfig
    if not hasattr(config_class(), "_values"):  # another Numba than those that were looked into
        return
    compare = config_class.__eq__

    def equal(self, other):
        alike = type(self) is type(other) and self._values == other._values
        return True if alike else compare(self, other)

    @functools.cache
    def hash_of(kind):
        return hash(tuple(sorted(kind.options)))

    config_class.__eq__ = equal  # type: ignore[method-assign]
    config_class.__hash__ = lambda self: hash_of(type(self))  # type: ignore[method-assign]
