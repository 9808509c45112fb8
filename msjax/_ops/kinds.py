"""Dtype rules of operators with one tensor operand, as recorded from MindSpore.

Each is a `promote` function of an operator declaration: from operands to operands, run inside the
compiled code. Where MindSpore accepts integers but has no CPU kernel, float32 is computed, which is
what its other devices do.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError

jnp = jax.numpy


def tensor(x, *rest):
    """Refuse a Python number, and None, where MindSpore wants a Tensor."""
    if x is None:
        raise ExplainedTypeError(
            "the input must be a Tensor, but got None; make one, for instance "
            "`mindspore.Tensor(2.0)`."
        )
    if getattr(x, "weak_type", True):
        raise ExplainedTypeError(
            f"the input must be a Tensor, but got the Python number type {x.dtype}; make it a "
            "tensor "
            "first, for instance `mindspore.Tensor(2.0)`."
        )
    return (x, *rest)


def unchanged(*operands):
    """Leave promotion to the kernel; where dtypes matter, NumPy's arrays are refused."""
    return operands


def floating(x, *rest):
    """Compute integers and bools in float32."""
    tensor(x)
    return (as_float(x), *rest)


def only_floating(x, *rest):
    """Refuse integers and bools."""
    tensor(x)
    if not jnp.issubdtype(x.dtype, jnp.inexact):
        raise ExplainedTypeError(
            f"the input must be a float tensor, but its dtype is {x.dtype}; convert it first, for "
            "instance `x.astype(mindspore.float32)`."
        )
    return (x, *rest)


def only_wide_floating(x, *rest):
    """Refuse integers, bools and floats of 16 bits."""
    only_floating(x)
    if x.dtype.itemsize < 4:
        raise ExplainedTypeError(
            "the input must be a float32, float64 or complex tensor, but its dtype is "
            f"{x.dtype}; convert it first, for instance `x.astype(mindspore.float32)`."
        )
    return (x, *rest)


def only_real_floating(x, *rest):
    """Refuse integers, bools and complex numbers."""
    only_floating(x)
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError(
            f"the input must be a real float tensor, but its dtype is {x.dtype}."
        )
    return (x, *rest)


def axis_of(name, x, axis, error: type[Exception] = ExplainedValueError) -> int:
    """Return an axis counted from the first one.

    Raises:
        TypeError: it is no int.
        ValueError: x has no such axis.
    """
    rank = max(x.ndim, 1)
    if isinstance(axis, bool) or not hasattr(axis, "__index__"):
        raise ExplainedTypeError(f"For '{name}', the axis must be an int, but got {axis!r}.")
    if not -rank <= axis < rank:
        raise error(
            f"For '{name}', the axis must be in [{-rank}, {rank}), one of the operand's, but got "
            f"{axis}."
        )
    return axis % rank


def as_float(x):
    """Convert integers and bools to float32; keep other values."""
    return x if jnp.issubdtype(x.dtype, jnp.inexact) else x.astype(jnp.float32)
