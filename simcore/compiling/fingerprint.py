"""Fingerprints of code: of a function and of all that it calls, in whatever files they stand."""

from __future__ import annotations

import hashlib
import types as python_types
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.core import config

from .dispatchers import MADE, OPTIONS

_FLAGS = ("BOUNDSCHECK", "OPT", "DISABLE_INTEL_SVML")


def fingerprint(function: Callable) -> str:
    """Hex digest of the code of ``function`` and of all device functions and constants it uses."""
    digest = hashlib.sha256()
    flags = (*(getattr(config, name) for name in _FLAGS), numba.__version__, OPTIONS, MADE)
    digest.update(repr((flags, np.__version__, getattr(function, "_promises", ()))).encode())
    _digest_function(function, digest, set())
    return digest.hexdigest()


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
        digest.update(repr(sorted(value.targetoptions.items())).encode())
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
