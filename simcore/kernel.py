"""Declares compiled kernels: one signature each, compiled at the first call, cached, then closed.

A kernel is a function of arrays and scalars; inputs come first, outputs last, and the caller
allocates::

    @kernel("f4[:,:], f4 -> f4[:]", narrow=True)
    def lengths(points, scale, length_out):
        \"\"\"points: (N, 3) [m]; scale: factor; length_out: (N,) [m].\"\"\"

* Inputs are read-only and C-contiguous, outputs are writeable and C-contiguous. Another dtype or
  layout is a ``TypeError`` that names the kernel, never a second, silent compilation.
* ``narrow=True`` makes float literals float32, so that single-precision loops stay single. Ints
  that meet floats must be converted by hand; ``tests/test_kernels.py`` finds float64 that leaked.
* Kernels are serial, release the GIL and use strict floating point: threads are the caller's.
* Functions that kernels call are declared with ``device``.
* References to arrays are not counted, for all arrays are the caller's: counting made half of the
  time of loops over short rows, and a sixth of that to compile. ``counted=True`` is for the few
  kernels that make arrays of their own, and for those whose loops in functions that they call
  Numba vectorises only then.
* Compiled code is cached per kernel under a fingerprint of the code of the kernel *and of all that
  it calls*: Numba alone does not notice an edit in a callee's file and runs the old code on.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import numba
from numba.core.errors import TypingError

from .compiling import cache
from .compiling.dispatchers import callee, entry
from .compiling.haste import hasten, no_collections
from .compiling.signature import accepts, parse

hasten()

_listeners: list[Callable[[str, bool], None]] = []
_compiling = threading.RLock()

KERNELS: list[Kernel] = []
"""Every kernel of the modules imported so far, for the checks that run over all of them."""


class Kernel:
    """A compiled function with one signature; call it like the function that it wraps."""

    def __init__(
        self,
        function: Callable,
        signature: str,
        records: dict[str, Any],
        narrow: bool,
        disjoint: bool,
        counted: bool,
    ):
        self.signature = signature
        self.narrow = narrow
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__module__ = function.__module__
        self.arguments, self.returns = parse(signature, records)
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        if len(names) != len(self.arguments):
            raise TypeError(f"{self.name}: {len(names)} parameters, but '{signature}'")
        self.parameters = names
        self.dispatcher = entry(function, narrow, disjoint, counted)
        self._run: Callable = self._first_call
        KERNELS.append(self)

    def __call__(self, *arguments):
        try:
            return self._run(*arguments)
        except TypeError as error:
            raise TypeError(self._mismatch(arguments) or str(error)) from error

    def __repr__(self) -> str:
        return f"<kernel {self.name}({self.signature})>"

    @property
    def cached(self) -> bool:
        """Whether compiled code of it lies in the cache, so that it need not be compiled."""
        return cache.is_kept(self.dispatcher.py_func)

    @property
    def cache_folder(self) -> str | None:
        """Where its compiled code is kept; None where no folder can be written."""
        return cache.folder_of(self.dispatcher.py_func)

    def compile(self) -> None:
        """Compile or load from the cache now, instead of at the first call."""
        with _compiling:
            if self.dispatcher.signatures:
                return
            self.dispatcher._cache = cache.cache_for(self.dispatcher.py_func)
            for listener in _listeners:
                listener(self.name, False)
            with no_collections():
                self._compile_now()
            self.dispatcher.disable_compile()
            for listener in _listeners:
                listener(self.name, True)
            self._run = self.dispatcher

    def _compile_now(self) -> None:
        try:
            self.dispatcher.compile(self.returns(*self.arguments))
        except TypingError as error:
            if "Only accept returning of array passed" not in str(error):
                raise
            raise TypeError(
                f"{self.name} makes an array of its own, or calls what does: let the caller make "
                "it, or declare both with counted=True"
            ) from error

    def _first_call(self, *arguments):
        self.compile()
        return self._run(*arguments)

    def _mismatch(self, given: tuple) -> str | None:
        if len(given) != len(self.parameters):
            return f"{self.name} takes {len(self.parameters)} arguments, got {len(given)}"
        for name, value, want in zip(self.parameters, given, self.arguments, strict=True):
            got = numba.typeof(value)
            if not accepts(want, got):
                return f"{self.name}: argument '{name}' must be {want}, got {got}"
        return None


def kernel(
    signature: str,
    *,
    narrow: bool = False,
    disjoint: bool = False,
    counted: bool = False,
    **records: Any,
) -> Callable[..., Kernel]:
    """Declare a kernel: ``"inputs -> outputs"`` or ``"inputs -> outputs : returned scalar"``.

    Types are numpy's short names (``f4 f8 i4 i8 u1 …``), arrays ``f4[:,:]``; a name given as a
    keyword stands for a NamedTuple class whose fields are annotated with numpy scalar types.
    ``disjoint`` promises the compiler that no output overlaps another argument, which spares
    loops over two outputs their checks; the results of a broken promise are undefined.
    ``counted`` counts references, which a kernel needs that makes arrays of its own or calls what
    does, and which pays where Numba vectorises the loops in functions that it calls only then.
    """
    return lambda function: Kernel(function, signature, records, narrow, disjoint, counted)


def device(
    function: Callable | None = None,
    *,
    narrow: bool = False,
    inline: bool = False,
    counted: bool = False,
) -> Any:
    """Declare a function that kernels call. ``inline`` copies small leaves into their callers;
    ``counted``: see ``kernel``."""
    if function is None:
        return functools.partial(device, narrow=narrow, inline=inline, counted=counted)
    return callee(function, narrow, inline, counted)


def on_compile(listener: Callable[[str, bool], None]) -> None:
    """Call ``listener(kernel name, done)`` before and after a kernel is compiled or loaded."""
    _listeners.append(listener)
