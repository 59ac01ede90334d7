"""The two ways that code is made: entries, which Python calls, and callees, which entries call."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.core import types

OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": False,
    "_nrt": False,
    "no_cfunc_wrapper": True,  # a sixth of the time to compile, for entries that nobody calls
}
MADE = 4
"""How this module has code made; another number where that changes, lest old code be taken."""


def entry(function: Callable, narrow: bool, disjoint: bool, counted: bool) -> Any:
    """A dispatcher that Python calls; for the options see ``kernel``. What it promises is kept with
    the function, for its fingerprint."""
    made = _compiled(function, narrow, _nrt=counted)
    function._promises = (disjoint, counted)  # type: ignore[attr-defined]
    if disjoint:
        made._compiler._customize_flags = _without_aliases
    return made


def callee(function: Callable, narrow: bool, inline: bool, counted: bool) -> Any:
    """A dispatcher that entries and other callees call; for the options see ``device``."""
    options = {"forceinline": inline, "no_cpython_wrapper": True, "_nrt": counted}
    made = _compiled(function, narrow, **options)
    made.__class__ = _Callee
    made._compiler._customize_flags = _without_machine_code
    return made


class _Callee(numba.core.registry.CPUDispatcher):
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
    return numba.njit(**{**OPTIONS, **options})(_narrowed(function) if narrow else function)


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


def _without_machine_code(flags):
    flags.no_compile = True
    return flags


def _without_aliases(flags):
    flags.noalias = True
    return flags
