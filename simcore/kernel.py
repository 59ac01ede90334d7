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
import gc
import hashlib
import os
import re
import threading
import types as python_types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numba
import numpy as np
from numba.core import caching, config, targetconfig, types
from numba.core.errors import TypingError

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": False,
    "_nrt": False,
    "no_cfunc_wrapper": True,  # a sixth of the time to compile, for entries that nobody calls
}
_MADE = 4
"""How this module has code made; another number where that changes, lest old code be taken."""
_FLAGS = ("BOUNDSCHECK", "OPT", "DISABLE_INTEL_SVML")
_SCALARS = {
    "f4": types.float32,
    "f8": types.float64,
    "i1": types.int8,
    "i2": types.int16,
    "i4": types.int32,
    "i8": types.int64,
    "u1": types.uint8,
    "u2": types.uint16,
    "u4": types.uint32,
    "u8": types.uint64,
    "b1": types.boolean,
}
_TOKEN = re.compile(r"(\w+)(\[[:,\s]*\])?")

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
        self.arguments, self.returns = _parse(signature, records)
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        if len(names) != len(self.arguments):
            raise TypeError(f"{self.name}: {len(names)} parameters, but '{signature}'")
        self.parameters = names
        self.dispatcher = _compiled(function, narrow, _nrt=counted)
        function._promises = (disjoint, counted)  # type: ignore[attr-defined]
        if disjoint:
            self.dispatcher._compiler._customize_flags = _without_aliases
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
        cache = _cache_for(self.dispatcher.py_func)
        file = getattr(cache, "_cache_file", None)
        return bool(file is not None and file._load_index())

    @property
    def cache_folder(self) -> str | None:
        """Where its compiled code is kept; None where no folder can be written."""
        function = self.dispatcher.py_func
        locator = _Locator.from_function(function, function.__code__.co_filename)
        return None if locator is None else locator.get_cache_path()

    def compile(self) -> None:
        """Compile or load from the cache now, instead of at the first call."""
        with _compiling:
            if self.dispatcher.signatures:
                return
            self.dispatcher._cache = _cache_for(self.dispatcher.py_func)
            for listener in _listeners:
                listener(self.name, False)
            with _no_collections():
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
            if not _accepts(want, got):
                return f"{self.name}: argument '{name}' must be {want}, got {got}"
        return None


def _accepts(want: Any, got: Any) -> bool:
    """Whether a parameter of type ``want`` takes a value of type ``got``."""
    if isinstance(want, types.Array) and isinstance(got, types.Array):
        alike = (want.dtype, want.ndim, want.layout) == (got.dtype, got.ndim, got.layout)
        return alike and (got.mutable or not want.mutable)
    if isinstance(want, types.Number):
        return isinstance(got, types.Number)
    return got == want


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
    ``counted``: it makes arrays of its own, or calls what does, and so counts references.
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
    options = {"forceinline": inline, "no_cpython_wrapper": True, "_nrt": counted}
    made = _compiled(function, narrow, **options)
    made.__class__ = _Device
    made._compiler._customize_flags = _without_machine_code
    return made


class _Device(numba.core.registry.CPUDispatcher):
    """A function without an entry for Python, which takes time to compile and which kernels do
    not need; called from Python all the same, in a test, a copy with an entry is compiled.

    It is compiled once for all ints, where Numba would once for each constant that is given to it.
    """

    def __call__(self, *arguments):
        return _with_entry(self.py_func)(*arguments)

    def add_overload(self, cres):
        # Its code becomes part of kernels', each of which is optimised as a whole: of its own it
        # needs neither that nor machine code.
        library = cres.library
        library._optimize_final_module = lambda: None
        library._finalize_final_module = lambda: setattr(library, "_finalized", True)
        known_by = object()
        self.overloads[tuple(cres.signature.args)] = cres._replace(entry_point=known_by)
        cres.target_context.insert_user_function(known_by, cres.fndesc, [cres.library])

    def get_call_template(self, args, kws):
        plain = tuple(map(types.unliteral, args))
        return super().get_call_template(plain, {k: types.unliteral(v) for k, v in kws.items()})


@functools.cache
def _with_entry(function: Callable) -> Callable:
    return _compiled(function, narrow=False)


def _compiled(function: Callable, narrow: bool, **options: Any) -> Any:
    return numba.njit(**{**_OPTIONS, **options})(_narrowed(function) if narrow else function)


def on_compile(listener: Callable[[str, bool], None]) -> None:
    """Call ``listener(kernel name, done)`` before and after a kernel is compiled or loaded."""
    _listeners.append(listener)


def fingerprint(function: Callable) -> str:
    """Hex digest of the code of ``function`` and of all device functions and constants it uses."""
    digest = hashlib.sha256()
    flags = (*(getattr(config, name) for name in _FLAGS), numba.__version__, _OPTIONS, _MADE)
    digest.update(repr((flags, np.__version__, getattr(function, "_promises", ()))).encode())
    _digest_function(function, digest, set())
    return digest.hexdigest()


@contextmanager
def _no_collections() -> Iterator[None]:
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


def _compare_flags_quickly() -> None:
    """Let Numba compare the flags of functions by those that are set.

    It looks its overloads up under the flags of the function that is being compiled, half a million
    times for a picture, and compares all of some twenty options each time: a fiftieth of the time.
    Flags of which the same are set to the same are equal; others are compared as before.
    """
    config_class = targetconfig.TargetConfig
    compare = config_class.__eq__

    def equal(self, other):
        alike = type(self) is type(other) and self._values == other._values
        return True if alike else compare(self, other)

    @functools.cache
    def hash_of(kind):
        return hash(tuple(sorted(kind.options)))

    config_class.__eq__ = equal  # type: ignore[method-assign]
    config_class.__hash__ = lambda self: hash_of(type(self))  # type: ignore[method-assign]


if hasattr(targetconfig.TargetConfig(), "_values"):
    _compare_flags_quickly()


def _without_machine_code(flags):
    flags.no_compile = True
    return flags


def _without_aliases(flags):
    flags.noalias = True
    return flags


def _digest_function(function: Callable, digest, seen: set) -> None:
    if id(function.__code__) in seen:
        return
    seen.add(id(function.__code__))
    _digest_code(function.__code__, digest)
    scope = function.__globals__
    names = sorted(_names_of(function.__code__))
    for name in names:
        if name in scope:
            _digest_value(name, scope[name], digest, seen, names)


def _digest_value(name: str, value: Any, digest, seen: set, names: list[str]) -> None:
    if isinstance(value, numba.core.registry.CPUDispatcher):
        digest.update(repr(value.targetoptions.get("inline")).encode())
        _digest_function(value.py_func, digest, seen)
    elif isinstance(value, python_types.ModuleType):
        if value.__name__.startswith("whiteout"):
            for attribute in names:
                if hasattr(value, attribute):
                    _digest_value(attribute, getattr(value, attribute), digest, seen, names)
    elif isinstance(value, np.ndarray):
        digest.update(name.encode() + value.dtype.str.encode() + value.tobytes())
    elif not callable(value):
        digest.update(f"{name}={value!r}".encode())


def _digest_code(code: python_types.CodeType, digest) -> None:
    digest.update(code.co_code)
    digest.update(repr((code.co_names, code.co_varnames)).encode())
    for constant in code.co_consts[1:] if code.co_flags & 0x4000000 else code.co_consts:
        if isinstance(constant, python_types.CodeType):
            _digest_code(constant, digest)
        elif constant is not None and not isinstance(constant, str):  # no docstring, or one
            digest.update(repr(constant).encode())


def _names_of(code: python_types.CodeType) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, python_types.CodeType):
            names |= _names_of(constant)
    return names


def _narrowed(function: Callable) -> Callable:
    """The function with its float literals replaced by float32 constants."""

    def narrow(constant):
        if isinstance(constant, float):
            return np.float32(constant)
        if isinstance(constant, tuple):
            return tuple(narrow(item) for item in constant)
        return constant

    code = function.__code__
    function.__code__ = code.replace(co_consts=tuple(narrow(c) for c in code.co_consts))
    return function


def _parse(signature: str, records: dict[str, Any]) -> tuple[tuple, Any]:
    body, _, returned = signature.partition("->")
    outputs, _, scalar = returned.partition(" : ")
    arguments = [_type(name, rank, records, readonly=True) for name, rank in _TOKEN.findall(body)]
    arguments += [
        _type(name, rank, records, readonly=False) for name, rank in _TOKEN.findall(outputs)
    ]
    return tuple(arguments), _SCALARS[scalar.strip()] if scalar else types.void


def _type(name: str, brackets: str, records: dict[str, Any], *, readonly: bool):
    if name in records:
        fields = [
            types.float64 if kind is float else numba.from_dtype(np.dtype(kind))
            for kind in _annotations(records[name]).values()
        ]
        if len(set(fields)) == 1:  # Numba has a type of its own for records of one kind
            return types.NamedUniTuple(fields[0], len(fields), records[name])
        return types.NamedTuple(fields, records[name])
    dtype = _SCALARS[name]
    if not brackets:
        return dtype
    return types.Array(dtype, brackets.count(":"), "C", readonly=readonly)


def _annotations(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record)  # strings under `from __future__ import annotations`


class _Locator(caching._CacheLocator):
    """Keeps compiled code in NUMBA_CACHE_DIR, else beside the source, else in the user's cache."""

    def __init__(self, function: Callable, folder: str):
        self._function, self._folder = function, folder
        self._py_file = function.__code__.co_filename

    def get_cache_path(self) -> str:
        return self._folder

    def get_source_stamp(self) -> str:
        return fingerprint(self._function)

    def get_disambiguator(self) -> str:
        return hashlib.sha256(self._py_file.encode()).hexdigest()[:8]

    @classmethod
    def from_function(cls, py_func, py_file):
        user = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        beside = os.path.join(os.path.dirname(os.path.abspath(py_file)), "__pycache__")
        places = [beside, os.path.join(user, "whiteout", "kernels")]
        for folder in [config.CACHE_DIR] if config.CACHE_DIR else places:
            locator = cls(py_func, folder)
            try:
                locator.ensure_cache_path()
            except OSError:
                continue
            return locator
        return None


class _CacheImpl(caching.CompileResultCacheImpl):
    _locator_classes = [_Locator]  # noqa: RUF012


class _Cache(caching.FunctionCache):
    _impl_class = _CacheImpl


def _cache_for(function: Callable):
    try:
        return _Cache(function)
    except RuntimeError:  # no folder can be written: compile in every process
        return caching.NullCache()
