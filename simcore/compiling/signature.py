"""Reads signatures of kernels: ``"f4[:,:], f4 -> f4[:]"`` as Numba's types."""

from __future__ import annotations

import re
import typing
from typing import Any

import numba
import numpy as np
from numba.core import types

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


def parse(signature: str, records: dict[str, Any]) -> tuple[tuple, Any]:
    """Types of the arguments, inputs before outputs, and of what is returned; ``records``:
    NamedTuple classes by the names that stand for them."""
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


def accepts(want: Any, got: Any) -> bool:
    """Whether a parameter of type ``want`` takes a value of type ``got``."""
    if isinstance(want, types.Array) and isinstance(got, types.Array):
        alike = (want.dtype, want.ndim, want.layout) == (got.dtype, got.ndim, got.layout)
        return alike and (got.mutable or not want.mutable)
    if isinstance(want, types.Number):
        return isinstance(got, types.Number)
    return got == want
