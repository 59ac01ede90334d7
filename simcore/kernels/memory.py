"""Loads and stores that say what they do not touch, so that loops with table look-ups vectorise.

A compiler must assume that a store may change the table that the next turn of the loop looks up.
In a loop in which *every* access to memory is one of these, ``take`` reads tables that nobody
writes meanwhile, and ``get`` and ``put`` access the arrays that the loop works on; the promise
that these are different arrays is passed on as LLVM's scoped alias metadata. Indices are uint64
and not checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic


def _access(typed: Callable) -> Callable[..., Any]:
    """An intrinsic, called without Numba's typing context."""
    return intrinsic(typed)


def _scope(module: ir.Module):
    domain = module.add_metadata([ir.MetaDataString(module, "whiteout tables")])
    scope = module.add_metadata([ir.MetaDataString(module, "whiteout table"), domain])
    return module.add_metadata([scope])


def _pointer(context, builder, signature, args):
    array = context.make_array(signature.args[0])(context, builder, args[0])
    return builder.gep(array.data, [args[1]])


@_access
def take(typing, array, index):
    """array[index] of a flat table that the loop does not write."""

    def code(context, builder, signature, args):
        value = builder.load(_pointer(context, builder, signature, args))
        value.set_metadata("alias.scope", _scope(builder.module))
        return value

    return array.dtype(array, types.uint64), code


@_access
def get(typing, array, index):
    """array[index] of a flat array that is no table of ``take``."""

    def code(context, builder, signature, args):
        value = builder.load(_pointer(context, builder, signature, args))
        value.set_metadata("noalias", _scope(builder.module))
        return value

    return array.dtype(array, types.uint64), code


@_access
def put(typing, array, index, value):
    """array[index] = value in a flat array that is no table of ``take``."""

    def code(context, builder, signature, args):
        store = builder.store(args[2], _pointer(context, builder, signature, args))
        store.set_metadata("noalias", _scope(builder.module))
        return context.get_dummy_value()

    return types.void(array, types.uint64, array.dtype), code
