"""What a tensor is, as Python values; and order of execution, which is the program's own here."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dtype import Complex, Float, to_numpy
from msjax._core.errors import describe
from msjax._core.operator import composite, operator
from msjax._core.run_time_printing import when_run
from msjax._core.tensor import Tensor, read, wrap

jnp = jax.numpy


@composite(
    "ops.shape(input_x)",
    "ops.shape_(x)",
    "ops.Shape()(x)",
    samples=("f32[2, 3]",),
)
def shape(x) -> tuple[int, ...]:
    """Return the lengths of the axes."""
    return tuple(_tensor("shape", x).shape)


@composite("ops.TensorShape()(input_x)", "ops.dyn_shape(input_x)", samples=("f32[2, 3]",))
def tensor_shape(x):
    """Return the lengths of the axes as an int64 tensor."""
    return wrap(jax.device_put(np.array(x.shape, np.int64)))


@composite(
    "ops.rank(input_x)",
    "ops.Rank()(x)",
    "Tensor.dim(self)",
    "Tensor.ndimension(self)",
    samples=("f32[2, 3]",),
)
def rank(x) -> int:
    """Return the number of axes."""
    return len(_tensor("rank", x).shape)


@composite(
    "ops.size(input_x)",
    "ops.numel(input)",
    "ops.Size()(input_x)",
    "Tensor.numel(self)",
    "Tensor.nelement(self)",
    samples=("f32[2, 3]",),
)
def size(x) -> int:
    """Return the number of elements."""
    return int(np.prod(_tensor("size", x).shape))


def _tensor(name, x):
    if not hasattr(x, "shape"):
        raise TypeError(f"For '{name}', the input must be a Tensor, but got {describe(x)}.")
    return x


@composite("ops.dtype(x)", "ops.DType()(x)", samples=("f32[2, 3]",))
def dtype(x):
    """Return the data type."""
    return x.dtype


@composite("ops.is_tensor(obj)", samples=("f32[2]", "3"))
def is_tensor(obj) -> bool:
    """Tell whether an object is a Tensor."""
    return isinstance(obj, Tensor)


@composite(
    "ops.is_floating_point(input)", "Tensor.is_floating_point(self)", samples=("f32[2]", "i32[2]")
)
def is_floating_point(x) -> bool:
    """Tell whether the elements are real floating-point numbers."""
    return isinstance(x.dtype, Float)


@composite("ops.is_complex(input)", "Tensor.is_complex(self)", samples=("f32[2]",))
def is_complex(x) -> bool:
    """Tell whether the elements are complex."""
    return isinstance(x.dtype, Complex)


@composite("Tensor.is_signed(self)", samples=("f32[2]",))
def is_signed(x) -> bool:
    """Tell whether the elements can be negative."""
    return x.dtype.is_signed


@composite("ops.is_nonzero(input)", samples=("f32[1]",))
def is_nonzero(x) -> bool:
    """Tell whether the one element is not 0."""
    return bool(np.asarray(read(x)).reshape(()) != 0)


@composite("ops.depend(value, expr)", "ops.Depend()(value, expr)", samples=("f32[2], f32[3]",))
def depend(value, expr):
    """Return `value`; `expr` has been computed before, as programs run in order here."""
    return value


@composite("ops.print_(*input_x)", "ops.Print()(*input_x)", samples=())
def print_(*values) -> None:
    """Print values, a line each, tensors in their long form; from compiled code when it runs."""
    if not when_run(_print_lines, values):
        _print_lines(*values)


def _print_lines(*values):
    for value in values:
        print(repr(value) if isinstance(value, Tensor) else value)


@operator("ops.type_as(input, other) -> (input, dtype=other.dtype)", samples=("i32[2], f32[2]",))
def type_as(x, *, dtype):
    """Convert to the dtype of another tensor."""
    return x.astype(to_numpy(dtype))


def _scalars(name, compute, doc):
    compute.__name__, compute.__doc__ = f"scalar_{name}", doc
    composite(f"ops.scalar_{name}(x, y)", samples=("7, 2",))(compute)


_scalars("add", lambda x, y: x + y, "Add two Python numbers.")
_scalars("sub", lambda x, y: x - y, "Subtract two Python numbers.")
_scalars("mul", lambda x, y: x * y, "Multiply two Python numbers.")
_scalars("div", lambda x, y: x / y, "Divide two Python numbers.")
_scalars("floordiv", lambda x, y: x // y, "Divide two Python numbers and round down.")
_scalars("mod", lambda x, y: x % y, "Compute the remainder of two Python numbers.")
_scalars("pow", lambda x, y: x**y, "Raise a Python number to a power.")
_scalars("eq", lambda x, y: x == y, "Compare two Python numbers.")
_scalars("gt", lambda x, y: x > y, "Compare two Python numbers.")
_scalars("ge", lambda x, y: x >= y, "Compare two Python numbers.")
_scalars("lt", lambda x, y: x < y, "Compare two Python numbers.")
_scalars("le", lambda x, y: x <= y, "Compare two Python numbers.")


@composite(
    "ops.scalar_cast(input_x, input_y)",
    "ops.ScalarCast()(input_x, input_y)",
    samples=("3.7, int64",),
)
def scalar_cast(x, wanted):
    """Convert a Python number to the Python type of a MindSpore type."""
    if not isinstance(x, int | float | complex):
        raise TypeError(
            f"For 'ScalarCast', the type of 'x' should be bool or Number, but got {type(x)}; use "
            "`ops.cast` for tensors."
        )
    return to_numpy(wanted).type(x).item()


def _of_npus(name, signature):
    def refuse(*_):
        raise RuntimeError(
            f"Unsupported op [{name}]: the overflow flag it handles is one of Ascend's registers. "
            "Test gradients with `ops.FloatStatus` or `ops.isfinite` instead."
        )

    refuse.__name__ = name
    refuse.__doc__ = "Raise: only Ascend has the overflow flag that it handles."
    composite(f"ops.{name}(){signature}", samples=())(refuse)


_of_npus("NPUAllocFloatStatus", "()")
_of_npus("NPUGetFloatStatus", "(input_x)")
_of_npus("NPUClearFloatStatus", "(input_x)")


@composite("Tensor.is_init(self)", samples=("f32[2]",))
def is_init(x) -> bool:
    """Tell whether a parameter server made the value; there is none."""
    return False
