"""The table of result dtypes: which expressions are tried, on which operands.

The same functions fill the table under MindSpore (`record_promotion.py`) and check it under msjax
(`test_promotion.py`). A cell of the table is the short name of the result's dtype, `ndarray` where
NumPy took the operation over, `py` where a Python value came back, `!` and the exception class, or
`?` where MindSpore has no CPU kernel for the dtype: nothing is known.
"""

from __future__ import annotations

import operator
import re

import numpy as np

from compat_tests.harness import NO_KERNEL

DTYPES = {
    "bool": "bool_",
    "u8": "uint8",
    "i8": "int8",
    "i16": "int16",
    "i32": "int32",
    "i64": "int64",
    "u16": "uint16",
    "u32": "uint32",
    "u64": "uint64",
    "f16": "float16",
    "bf16": "bfloat16",
    "f32": "float32",
    "f64": "float64",
    "c64": "complex64",
    "c128": "complex128",
}

DUNDERS = {
    "x + y": operator.add,
    "x - y": operator.sub,
    "x * y": operator.mul,
    "x / y": operator.truediv,
    "x // y": operator.floordiv,
    "x % y": operator.mod,
    "x ** y": operator.pow,
    "x == y": operator.eq,
    "x != y": operator.ne,
    "x < y": operator.lt,
    "x <= y": operator.le,
    "x > y": operator.gt,
    "x >= y": operator.ge,
    "x & y": operator.and_,
    "x | y": operator.or_,
    "x ^ y": operator.xor,
    "x @ y": operator.matmul,
}

INPLACE = {
    "x += y": operator.iadd,
    "x -= y": operator.isub,
    "x *= y": operator.imul,
    "x /= y": operator.itruediv,
    "x //= y": operator.ifloordiv,
    "x %= y": operator.imod,
    "x **= y": operator.ipow,
    "x &= y": operator.iand,
    "x |= y": operator.ior,
    "x ^= y": operator.ixor,
}

# Functions of two tensors. `name` stands for `ops.name` unless it has a prefix.
FUNCTIONS = (
    "add sub mul div true_divide floor_divide floor_div floor_mod fmod remainder pow maximum "
    "minimum equal not_equal less less_equal greater greater_equal bitwise_and bitwise_or "
    "bitwise_xor logical_and logical_or atan2 hypot xlogy squared_difference isclose where "
    "cat stack matmul outer dot Add Sub Mul Div RealDiv FloorDiv FloorMod Mod Pow Maximum "
    "Minimum Equal Less BitwiseAnd LogicalAnd Concat Stack mint.add mint.sub mint.mul "
    "mint.div mint.true_divide mint.floor_divide mint.remainder mint.fmod mint.pow "
    "mint.maximum mint.minimum mint.eq mint.ne mint.lt mint.le mint.gt mint.ge "
    "mint.bitwise_and mint.logical_and mint.atan2 mint.where mint.cat mint.stack mint.isclose "
    "mint.matmul Tensor.add Tensor.sub Tensor.subtract Tensor.mul Tensor.div Tensor.pow "
    "Tensor.copy_ Tensor.eq Tensor.maximum "
    "setitem"
).split()

UNARY = (
    "abs neg sqrt rsqrt exp expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh "
    "tanh asinh acosh atanh square reciprocal sign floor ceil round trunc erf relu gelu silu "
    "sigmoid softmax log_softmax mean sum prod cumsum cumprod max min argmax argmin amax amin "
    "std var all any norm sort topk median logical_not bitwise_not isnan isinf isfinite "
    "ones_like zeros_like nonzero abs square exp2 logsumexp count_nonzero unique bincount "
    "diff mint.abs mint.neg mint.sqrt mint.exp mint.log mint.sin mint.tanh mint.square "
    "mint.reciprocal mint.mean mint.sum mint.prod mint.cumsum mint.max mint.argmax mint.std "
    "mint.floor mint.sigmoid mint.logical_not mint.relu=nn.functional.relu Tensor.mean "
    "Tensor.sum Tensor.prod Tensor.cumsum Tensor.max Tensor.argmax Tensor.std Tensor.var "
    "Tensor.all Tensor.sqrt Tensor.exp Tensor.abs Tensor.float Tensor.int Tensor.long "
    "Tensor.bool Tensor.half Sqrt Exp Neg Abs Sin ReduceMean ReduceSum ReduceProd ReduceMax "
    "Square Sigmoid ReLU Softmax CumSum"
).split()

SCALARS = {
    "True": True,
    "3": 3,
    "-3": -3,
    "2**40": 2**40,
    "1.5": 1.5,
    "2.0": 2.0,
    "1e300": 1e300,
    "1j": 1j,
    "np.bool_": np.bool_(True),
    "np.int8": np.int8(3),
    "np.int32": np.int32(3),
    "np.int64": np.int64(3),
    "np.float16": np.float16(1.5),
    "np.float32": np.float32(1.5),
    "np.float64": np.float64(1.5),
    "np.array(f32)": np.array([1.5, 2.5], np.float32),
    "np.array(i64)": np.array([1, 2]),
    "[1, 2]": [1, 2],
    "[1.5, 2.5]": [1.5, 2.5],
    "(1, 2)": (1, 2),
}

SCALAR_FUNCTIONS = (
    "add sub mul div floor_divide pow maximum minimum equal less bitwise_and where atan2 Add "
    "Maximum mint.add mint.div mint.pow mint.where Tensor.add setitem"
).split()


def _short(ms):
    return {str(getattr(ms, name)): short for short, name in DTYPES.items()}


def _setitem(x, y):
    x = x.copy()
    x[0] = y[0] if isinstance(y, list | tuple) or getattr(y, "ndim", 0) else y
    return x


def function(ms, name):
    """Return the callable of two operands (or one) that `name` stands for."""
    name, _, attribute = name.partition("=")
    if name == "setitem":
        return _setitem
    if name.startswith("Tensor."):
        method = name.split(".")[1]
        if method == "copy_":
            return lambda x, y: x.copy().copy_(y)
        return lambda x, *rest: getattr(x, method)(*rest)
    if attribute:
        path = ["mint", *attribute.split(".")]
    else:
        path = name.split(".") if "." in name else ["ops", name]
    target = ms
    for part in path:
        target = getattr(target, part)
    leaf = path[-1]
    if leaf in ("cat", "stack"):
        return lambda x, y: target((x, y))
    if leaf in ("Concat", "Stack"):
        return lambda x, y: target()((x, y))
    if leaf == "where":
        return lambda x, y: target(ms.Tensor([True, False]), x, y)
    if leaf in ("softmax", "log_softmax", "cumsum", "cumprod", "logsumexp"):
        return lambda x: target(x, 0)
    if leaf == "topk":
        return lambda x: target(x, 1)
    if leaf == "CumSum":
        return lambda x: target()(x, 0)
    if leaf[0].isupper():
        return lambda *operands: target()(*operands)
    return target


BY_NUMPY = re.compile("^(ufunc|numpy|The numpy|Integers to negative integer powers)")


def outcome(ms, call, *, settle=str):
    """Run `call` and name the dtype of what it returned, or the exception class.

    `settle` is applied to each resulting tensor: MindSpore reports some errors only on reading it.
    """
    short = _short(ms)
    try:
        return _describe(ms, call(), short, settle)
    except Exception as error:
        if NO_KERNEL.search(str(error)):
            return "?"
        if BY_NUMPY.match(str(error)):
            return "ndarray"
        return "!" + type(error).__name__.removesuffix("Error")


def _describe(ms, result, short, settle):
    if isinstance(result, tuple | list):
        return "(" + ",".join(_describe(ms, item, short, settle) for item in result) + ")"
    if isinstance(result, ms.Tensor):
        settle(result)
        return short[str(result.dtype)]
    if isinstance(result, np.ndarray | np.generic):
        return "ndarray"
    return "py:" + type(result).__name__


def tensor(ms, short, values=(3, 1)):
    """Return a small tensor of this dtype."""
    return ms.Tensor(np.array(values), getattr(ms, DTYPES[short]))


def cells(ms, section, name, dtype):
    """Yield the calls whose outcomes make one row of the table."""
    call = {**DUNDERS, **INPLACE}.get(name) or function(ms, name)
    if section == "binary":
        for right in DTYPES:
            yield lambda right=right: call(tensor(ms, dtype), tensor(ms, right, (2, 1)))
    elif section == "scalar":
        for scalar in SCALARS.values():
            yield lambda scalar=scalar: call(tensor(ms, dtype), scalar)
    elif section == "scalar_left":
        for scalar in SCALARS.values():
            yield lambda scalar=scalar: call(scalar, tensor(ms, dtype))
    elif section == "unary":
        yield lambda: call(tensor(ms, dtype, (1, 1)))
    else:
        raise ValueError(f"no section {section!r}")


def names():
    """Return the (section, name) pairs of the table, in order."""
    functions = [n for n in SCALAR_FUNCTIONS if n != "setitem" and not n.startswith("Tensor.")]
    return [
        *(("binary", name) for name in (*DUNDERS, *INPLACE, *FUNCTIONS)),
        *(("scalar", name) for name in (*DUNDERS, *INPLACE, *SCALAR_FUNCTIONS)),
        *(("scalar_left", name) for name in (*DUNDERS, *functions)),
        *(("unary", name) for name in dict.fromkeys(UNARY)),
    ]
