"""`ops.kernel`: functions of the Hybrid DSL, run as the Python functions on NumPy arrays they are.

The DSL's own functions (`output_tensor`, `grid`, `rsqrt`, ...) are no names of the program: they
are added to what the function sees.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import types

import numpy as np


class _Annotation:
    """`with attr(...)` and `with block_realize(...)`: hints for a compiler."""

    def __init__(self, *args):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None


def _allocate(shape, dtype="float32", scope="global"):
    return np.zeros(shape, dtype)


_INTRINSICS = {
    "allocate": _allocate,
    "output_tensor": _allocate,
    "grid": lambda extents: itertools.product(*[range(n) for n in extents]),
    **dict.fromkeys(("range", "serial", "vectorize", "parallel", "reduce"), range),
    **dict.fromkeys(("attr", "block_realize"), _Annotation),
    **{n: getattr(np, n) for n in "sqrt sign log tanh exp abs power".split()},
    **{n: getattr(np, n) for n in "isnan isinf isfinite sin cos expm1".split()},
    **{n: getattr(np, n) for n in "floor ceil trunc round".split()},
    **{n: getattr(np, n) for n in "int8 int16 int32 int64 float16 float32 float64".split()},
    "atan": np.arctan,
    "atan2": np.arctan2,
    "rsqrt": lambda x: np.ones_like(x) / np.sqrt(x),
    "erf": lambda x: type(x)(math.erf(x)),
    "ceil_div": lambda a, b: (a + b - 1) // b,
}


def kernel(fn=None, reg_info=None, compile_attrs=None):
    """Decorate a function of the Hybrid DSL; called with NumPy arrays, it computes with them.

    Args:
        fn: the function; None in the form `@kernel(...)`.
        reg_info: what `CustomRegOp.get_op_info` returns, a dict, str or tuple. Default: None.
        compile_attrs: a dict of options for a compiler; kept with the function. Default: None.

    Raises:
        TypeError: `reg_info` or `compile_attrs`, or a key of it, is of another type.

    Differs: the function runs as Python, and is not checked against the rules of the DSL.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.kernel.html
    """
    attrs = {} if compile_attrs is None else compile_attrs
    if not isinstance(attrs, dict):
        raise TypeError(
            f"The input 'compile_attrs' of @kernel must be a dict, but get a {type(attrs)}"
        )
    for key in attrs:
        if not isinstance(key, str):
            raise TypeError(
                f"The key of 'compile_attrs' of @kernel must be a str, but get a {type(key)}"
            )
    if reg_info is not None and not isinstance(reg_info, str | dict | tuple):
        raise TypeError(
            "The input 'reg_info' of @kernel should be one of str, dict and tuple, but get a "
            f"{type(reg_info)}"
        )

    def decorate(function):
        @functools.wraps(function)
        def with_intrinsics(*args):
            seen = function.__globals__ | _INTRINSICS
            return _seeing(function, seen)(*args)

        notes = {"ms_kernel_flag": True, "compile_attrs": json.dumps(attrs)}
        if reg_info is not None:
            notes["reg_info"] = reg_info
        with_intrinsics.__dict__.update(notes)
        return with_intrinsics

    return decorate if fn is None else decorate(fn)


def _seeing(function, names):
    """Return the function with other global names."""
    copy = types.FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy
