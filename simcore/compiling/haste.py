"""Spares Numba work that has nothing to do with the code that it compiles."""

from __future__ import annotations

import functools
import gc
import operator
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import targetconfig, types

_PLAIN = (types.Number, types.Boolean)
_INDICES = (types.Number, types.SliceType, types.UniTuple)


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


def hasten() -> None:
    """Spare it what can be spared; once in a process."""
    _compare_flags_quickly()
    _remember_operators()


def _compare_flags_quickly() -> None:
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


def _remember_operators() -> None:
    """Let Numba remember what type an operator gives for numbers, and for parts of arrays.

    It tries all that is registered for ``+`` anew at each of them, thirty thousand times for a
    picture, in which three thousand differ: a tenth of the time. The answer depends on nothing but
    the types.
    """
    resolve = types.BaseFunction.get_call_type
    known: dict[Any, Any] = {}

    @functools.wraps(resolve)
    def get_call_type(self, context, args, kws):
        if kws or not _depends_on_types_alone(self.key[0], args):
            return resolve(self, context, args, kws)
        asked = self, context, args
        if asked not in known:
            known[asked] = resolve(self, context, args, kws)
        return known[asked]

    types.BaseFunction.get_call_type = get_call_type  # type: ignore[method-assign]


def _depends_on_types_alone(function: Any, args: tuple[Any, ...]) -> bool:
    if function in (operator.getitem, operator.setitem):
        array, index, *value = args
        plain = all(isinstance(item, _PLAIN) for item in value)
        return isinstance(array, types.Array) and isinstance(index, _INDICES) and plain
    operators = getattr(function, "__module__", None) == operator.add.__module__
    if not operators and function not in (min, max):
        return False
    return all(isinstance(item, _PLAIN) for item in args)
