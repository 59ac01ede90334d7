"""All kernels: one signature each, no double precision where it is not wanted, honest caches."""

import importlib
import operator
import pkgutil
import sys
import types as python_types
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numba.core import compiler, config, registry, typed_passes, types
from numba.core.compiler import Flags
from numba.core.errors import TypingError
from numba.core.registry import cpu_target
from numba.core.ssa import reconstruct_ssa
from whiteout.simcore.compiling.fingerprint import fingerprint
from whiteout.simcore.kernel import KERNELS, device, kernel

import whiteout


def every_kernel():
    """All kernels of the package, by importing all of its modules."""
    for room in ("simcore", "sensors", "scenarios", "envs", "dataset"):
        package = importlib.import_module(f"whiteout.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return [item for item in KERNELS if item.name.startswith("whiteout.")]


def is_wide(kind) -> bool:
    """Whether a Numba type holds double precision."""
    if isinstance(kind, types.Array):
        return is_wide(kind.dtype)
    if isinstance(kind, types.BaseTuple):
        return any(is_wide(item) for item in kind)
    return kind in (types.float64, types.complex128)


def leaks(function, arguments, returns=None, seen=None) -> list[str]:
    """Variables of double precision in a function and in all device functions that it calls.

    Types are inferred here, since kernels that come from the cache have none.
    """
    seen = set() if seen is None else seen
    if (function, tuple(arguments)) in seen:
        return []
    seen.add((function, tuple(arguments)))
    code = reconstruct_ssa(compiler.run_frontend(function, inline_closures=True))
    target = registry.cpu_target
    target.typing_context.refresh()
    target.target_context.refresh()
    typed = typed_passes.type_inference_stage(
        target.typing_context, target.target_context, code, tuple(arguments), returns
    )
    found = [
        f"{function.__name__}: {name} is {kind}"
        for name, kind in typed.typemap.items()
        if is_wide(kind)
    ]
    for expression, signature in typed.calltypes.items():
        if getattr(expression, "op", None) == "call":
            callee = typed.typemap[expression.func.name]
            if isinstance(callee, types.Dispatcher):
                found += leaks(callee.dispatcher.py_func, signature.args, None, seen)
    return found


NARROW = [item for item in every_kernel() if item.narrow]


@pytest.mark.parametrize("item", NARROW, ids=lambda k: k.name.removeprefix("whiteout."))
def test_no_double_precision_in_narrow_kernels(item):
    assert leaks(item.dispatcher.py_func, item.arguments, item.returns) == []


@device(narrow=True)
def _half(x):
    return 0.5 * x


def _with_int(x, out):
    out[0] = x[0] * len(x)


def _with_wide_callee(x, out):
    out[0] = _doubled(x[0])


@numba.njit
def _doubled(x):
    return 2.0 * x


def _with_numpy(x, out):
    out[0] = np.sum(np.ones(3)) + x[0]


@pytest.mark.parametrize("function", [_with_int, _with_wide_callee, _with_numpy])
def test_leaks_are_found(function):
    one = types.Array(types.float32, 1, "C")
    assert leaks(function, (one, one))


def test_a_clean_function_has_no_leak():
    one = types.Array(types.float32, 1, "C")

    def clean(x, out):
        out[0] = _half(x[0]) + np.sqrt(x[1])

    assert leaks(clean, (one, one)) == []


@kernel("f4[:], f4 -> f4[:]", narrow=True)
def _scale(x, factor, out):
    for k in range(x.shape[0]):
        out[k] = 1.5 * x[k] * factor


def test_device_functions_can_be_called_from_python_too():
    assert _half(np.float32(3.0)) == np.float32(1.5)
    assert _half(4.0) == 2.0


def test_other_types_are_refused_by_name_and_never_compiled():
    x, out = np.ones(4, np.float32), np.zeros(4, np.float32)
    _scale(x, 2.0, out)
    assert out.tolist() == [3.0] * 4
    with pytest.raises(TypeError, match=r"argument 'x' must be .*float32.*float64"):
        _scale(x.astype(np.float64), 2.0, out)
    with pytest.raises(TypeError, match="'x'"):
        _scale(np.ones(8, np.float32)[::2], 2.0, out)
    with pytest.raises(TypeError, match="'out'"):
        frozen = np.zeros(4, np.float32)
        frozen.flags.writeable = False
        _scale(x, 2.0, frozen)
    with pytest.raises(TypeError, match="takes 3 arguments, got 2"):
        _scale(x, 2.0)
    x.flags.writeable = False
    _scale(x, 2.0, out)  # inputs may be frozen or not
    assert len(_scale.dispatcher.signatures) == 1


def _by_a_detour(count, out):
    twice = np.empty(count)
    for n in range(count):
        twice[n] = 2.0 * n
    for n in range(count):
        out[n] = twice[n]


def test_a_kernel_that_makes_arrays_says_so():
    """References are counted only where arrays are made; who forgets to say so is told."""
    out = np.empty(3)
    try:
        kernel("i8 -> f8[:]", counted=True)(_by_a_detour)(3, out)
        assert out.tolist() == [0.0, 2.0, 4.0]
        with pytest.raises(
            TypeError, match=r"_by_a_detour makes an array of its own.*counted=True"
        ):
            kernel("i8 -> f8[:]")(_by_a_detour)(3, out)
    finally:
        del KERNELS[-2:]


def test_no_kernel_has_more_than_one_signature():
    compiled = [item for item in every_kernel() if item.dispatcher.signatures]
    assert all(len(item.dispatcher.signatures) == 1 for item in compiled)
    assert len({item.name for item in every_kernel()}) == len(every_kernel())


def _made(source: str, **scope):
    """The function ``f`` of some source, in a scope of its own that has a module's name.

    Without one Numba keeps the whole scope with the compiled code, built-ins included.
    """
    space: dict = {"__name__": __name__, **scope}
    exec(compile(source, "made", "exec"), space)
    return space["f"]


def test_a_fingerprint_follows_the_code_of_callees_and_constants_not_comments_or_words():
    inner = device(_made("def f(x):\n    return x + 1"))
    same = device(_made("def f(x):\n    'Words.'\n    # comment\n    return x + 1"))
    other = device(_made("def f(x):\n    return x + 2"))
    inlined = device(_made("def f(x):\n    return x + 1"), inline=True)
    outer = "def f(x):\n    return g(x) * K"
    print_of = {
        name: fingerprint(_made(outer, g=callee, K=constant))
        for name, callee, constant in (
            ("first", inner, 2),
            ("same", same, 2),
            ("callee", other, 2),
            ("constant", inner, 3),
            ("inlined", inlined, 2),
        )
    }
    assert print_of["first"] == print_of["same"]
    assert print_of["first"] not in (print_of[k] for k in ("callee", "constant", "inlined"))
    module = python_types.ModuleType("whiteout.made")
    module.K = 2
    through_module = "def f(x):\n    return x * m.K"
    before = fingerprint(_made(through_module, m=module))
    module.K = 3
    assert fingerprint(_made(through_module, m=module)) != before


def test_whiteout_itself_imports_no_kernel():
    assert not any(item.name.startswith("whiteout.version") for item in KERNELS)
    assert whiteout.__version__


def test_flags_are_equal_only_when_all_their_options_are():
    """The quick comparison that replaces Numba's own, against what it stands for."""
    one, other = Flags(), Flags()
    assert one == other and hash(one) == hash(other)
    one.release_gil = True
    assert one != other
    other.release_gil = True
    assert one == other and hash(one) == hash(other)
    one.boundscheck = False  # what it is unless set
    assert one == other and one.values() == other.values()


def test_a_cache_that_names_what_is_there_no_longer_is_made_anew(tmp_path, monkeypatch):
    """As after an upgrade that moved a record of a kernel's to another module."""
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path))
    source = "from typing import NamedTuple\nclass Pair(NamedTuple):\n    a: float\n    b: float\n"
    (tmp_path / "whiteout_gone.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("whiteout_gone")

    def declared(record, text):
        return kernel("Pair -> f8[:]", Pair=record)(_made(text))

    out = np.zeros(1)
    kept = declared(module.Pair, "def f(pair, out):\n    out[0] = pair.a")
    kept(module.Pair(1.0, 2.0), out)
    assert kept.cached and out[0] == 1.0
    (tmp_path / "whiteout_gone.py").unlink()
    monkeypatch.delitem(sys.modules, "whiteout_gone")
    anew = declared(_Pair, "def f(pair, out):\n    out[0] = pair.b")
    assert not anew.cached
    anew(_Pair(1.0, 2.0), out)
    assert out[0] == 2.0


class _Pair(NamedTuple):
    a: float
    b: float


def test_what_operators_give_is_remembered_as_it_is_found():
    """For all pairs of kinds of numbers and for parts of arrays: with memory and without, twice."""
    context = cpu_target.typing_context
    context.refresh()
    numbers = [numba.from_dtype(np.dtype(kind)) for kind in ("f4", "f8", "i4", "i8", "u1", "u8")]
    array = types.Array(numba.float32, 2, "C")
    pairs = [(a, b) for a in numbers for b in (*numbers, types.literal(3))]
    asked = [(name, pair) for name in ("add", "mul", "truediv", "lt", "rshift") for pair in pairs]
    indices = [numbers[3], types.UniTuple(numba.int64, 2), types.slice2_type]
    asked += [("getitem", (array, index)) for index in indices]
    asked += [("setitem", (array, indices[1], number)) for number in numbers]
    for name, args in [*asked, *asked]:
        function = context.resolve_value_type(getattr(operator, name))
        remembered = type(function).get_call_type
        found = [
            _signature(resolve, function, context, args)
            for resolve in (remembered, remembered.__wrapped__)
        ]
        assert found[0] == found[1], (name, args)


def _signature(resolve, function, context, args):
    try:
        return resolve(function, context, args, {})
    except TypingError as error:
        return type(error)
