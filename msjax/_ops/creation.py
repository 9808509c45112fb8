"""New tensors: constants, ranges and copies.

Eagerly, constants are made by NumPy and handed to the device: a compiled program per shape would
cost a hundred times more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.devices import device_named
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import EXPRESSIONS, composite, operator
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, wrap

jnp = jax.numpy
EXPRESSIONS |= {"np_tril": np.tril_indices, "np_triu": np.triu_indices}


def constant(shape, value, dtype) -> Tensor:
    """Make a tensor of one value."""
    if state.frame is not None:
        return wrap(jnp.full(shape, value, dtype))
    return wrap(jax.device_put(np.full(shape, value, dtype)))


def _shape(size):
    if isinstance(size, Tensor):
        size = np.asarray(read(size)).tolist()
    shape = tuple(size) if isinstance(size, tuple | list) else (size,)
    if any(isinstance(n, bool | float) or not hasattr(n, "__index__") for n in shape):
        raise ExplainedTypeError(
            f"A shape must be an int or a tuple of ints, but got {size!r}; write for instance "
            "(2, 3)."
        )
    shape = tuple(map(int, shape))
    if any(n < 0 for n in shape):
        raise ExplainedValueError(f"A shape must not have negative lengths, but got {shape}.")
    return shape


def _dtype(name, dtype, default="float32"):
    if isinstance(dtype, int):
        raise ExplainedTypeError(
            f"For '{name}', the input 'dtype' should be mindspore dtype, but got {dtype}; several "
            f"lengths go into a tuple: `{name}((2, 3))`."
        )
    return np.dtype(default) if dtype is None else to_numpy(dtype)


@composite(
    "ops.zeros(size, dtype=None)",
    "mint.zeros(size, *, dtype=None) -> (size, dtype)",
    "ops.Zeros()(size, dtype=None)",
    "Tensor.new_zeros(self, size, dtype=None) -> (size, dtype or self.dtype)",
    samples=("(2, 3)", "3", "(2,), dtype=int32", "Tensor.new_zeros: f32[2], (2, 3)"),
)
def zeros(size, dtype=None):
    """Make a tensor of zeros."""
    return constant(_shape(size), 0, _dtype("zeros", dtype))


@composite(
    "ops.ones(shape, dtype=None)",
    "mint.ones(size, *, dtype=None) -> (size, dtype)",
    "ops.Ones()(shape, dtype=None)",
    "Tensor.new_ones(self, size, dtype=None) -> (size, dtype or self.dtype)",
    samples=("(2, 3)", "3", "(2,), dtype=int32", "Tensor.new_ones: f32[2], (2, 3)"),
)
def ones(shape, dtype=None):
    """Make a tensor of ones."""
    return constant(_shape(shape), 1, _dtype("ones", dtype))


@composite(
    "mint.empty(*size, dtype=None, device=None, pin_memory=False)"
    " -> (varargs(size), dtype, device, pin_memory)",
    "mint.empty_like(input, *, dtype=None, device=None, pin_memory=False)"
    " -> (input.shape, dtype or input.dtype, device, pin_memory)",
    "Tensor.new_empty(self, size, *, dtype=None, device=None)"
    " -> (size, dtype or self.dtype, device)",
    samples=(
        "mint.empty: 2, 3",
        "mint.empty: (2, 3)",
        "mint.empty_like: f32[2, 3]",
        "Tensor.new_empty: f32[2], (2, 3)",
    ),
)
def empty(size, dtype=None, device=None, pin_memory=False):
    """Make a tensor whose elements do not matter: zeros. Host memory is never pinned."""
    if pin_memory and str(device).lower() != "cpu":
        raise RuntimeError(
            f"For 'empty', pin_memory=True needs device='CPU', but got {device!r}; leave it out."
        )
    made = constant(_shape(size), 0, _dtype("empty", dtype))
    return made if device is None else made.move_to(device_named(device))


@composite(
    "ops.full(size, fill_value, *, dtype=None) -> (size, fill_value, dtype or int64)",
    "ops.fill(type, shape, value) -> (shape, value, type)",
    "ops.Fill()(dtype, dims, x) -> (dims, x, dtype)",
    "mint.full(size, fill_value, *, dtype=None) -> (size, fill_value, dtype)",
    "ops.FillV2()(shape, value) -> (shape, value, value.dtype)",
    "Tensor.new_full(self, size, fill_value, *, dtype=None)"
    " -> (size, fill_value, dtype or self.dtype)",
    samples=(
        "(2, 3), 7, dtype=float32",
        "ops.fill: float32, (2, 3), 7",
        "ops.Fill: float32, (2, 3), 7",
        "ops.FillV2: (2, 3), f32[]",
        "Tensor.new_full: f32[2], (2, 3), 7",
    ),
)
def full(size, fill_value, dtype=None):
    """Make a tensor of one number."""
    if not isinstance(size, tuple | list | Tensor):
        raise ExplainedTypeError(
            f"For 'full', size must be a tuple or list of ints, but got {size!r}."
        )
    if isinstance(fill_value, Tensor):
        return broadcast_number(fill_value, shape=_shape(size), dtype=dtype)
    default = {bool: "bool", int: "int64"}.get(type(fill_value), "float32")
    return constant(_shape(size), fill_value, _dtype("full", dtype, default))


@operator(samples=("f32[], shape=(2, 3)",))
def broadcast_number(x, *, shape, dtype=None):
    """Fill a shape with a tensor's one number."""
    return jnp.full(shape, x.reshape(()), to_numpy(dtype) or x.dtype)


@operator(
    "ops.zeros_like(input, *, dtype=None)",
    "mint.zeros_like(input, *, dtype=None)",
    "ops.ZerosLike()(x)",
    differentiable=False,
    samples=("f32[2, 3]", "f32[2, 3], dtype=int32"),
)
def zeros_like(x, *, dtype=None):
    """Make zeros of another tensor's shape."""
    return jnp.zeros(x.shape, to_numpy(dtype) or x.dtype)


@operator(
    "ops.ones_like(input, *, dtype=None)",
    "mint.ones_like(input, *, dtype=None)",
    "ops.OnesLike()(x)",
    differentiable=False,
    samples=("f32[2, 3]", "f32[2, 3], dtype=int32"),
)
def ones_like(x, *, dtype=None):
    """Make ones of another tensor's shape."""
    return jnp.ones(x.shape, to_numpy(dtype) or x.dtype)


@operator(
    "ops.full_like(input, fill_value, *, dtype=None)",
    "mint.full_like(input, fill_value, *, dtype=None)",
    "ops.fills(x, value)",
    "ops.Fills()(x, value)",
    "Tensor.fill(self, value)",
    "Tensor.fills(self, value)",
    differentiable=False,
    samples=("f32[2, 3], 7", "i32[3], 7"),
)
def full_like(x, value, *, dtype=None):
    """Make a tensor of one number and another tensor's shape."""
    return jnp.full(x.shape, value, to_numpy(dtype) or x.dtype)


@composite(
    "ops.arange(start=0, end=None, step=1, *, dtype=None) -> (start, end, step, dtype)",
    "mint.arange(start=0, end=None, step=1, *, dtype=None) -> (start, end, step, dtype)",
    "ops.range(start, end, step, maxlen=1000000) -> (start, end, step, None)",
    "ops.tensor_range(start, end, step) -> (start, end, step, None)",
    "ops.Range(maxlen=1000000)(start, end, step) -> (start, end, step, None)",
    samples=("5, 8, 1", "0, 1, 0.25", "5, 1, -1"),
)
def arange(start, end, step, dtype):
    """Make the numbers from start up to, but without, end; of ints int64, otherwise float32."""
    if end is None:
        start, end = 0, start
    start, end, step = (_number(v) for v in (start, end, step))
    whole = all(isinstance(v, int | np.integer) for v in (start, end, step))
    if step == 0:
        raise ExplainedValueError(f"For 'arange', step must not be 0, but got {step!r}.")
    values = np.arange(start, end, step, dtype=None if whole else np.float64)
    return wrap(
        jax.device_put(values.astype(_dtype("arange", dtype, "int64" if whole else "float32")))
    )


def _number(value) -> Any:
    return np.asarray(read(value)).item() if isinstance(value, Tensor) else value


@operator(
    "ops.linspace(start, end, steps)",
    "mint.linspace(start, end, steps, *, dtype=None)",
    "ops.LinSpace()(start, stop, num)",
    differentiable=False,
    samples=("0, 1, 5", "f32[], f32[], 3"),
)
def linspace(start, end, *, steps, dtype=None):
    """Make numbers at equal distances from start to end, both included."""
    floats = [
        v.dtype for v in (start, end) if not v.weak_type and jnp.issubdtype(v.dtype, jnp.inexact)
    ]
    wanted = to_numpy(dtype) or (floats[0] if floats else jnp.float32)
    if steps < 1:
        raise ExplainedValueError(f"For 'linspace', steps must be at least 1, but got {steps}.")
    return jnp.linspace(start, end, steps, dtype=wanted)


@operator(
    "ops.logspace(start, end, steps, base=10, *, dtype=float32)",
    "ops.LogSpace(steps: int >= 0 = 10, base: int >= 0 = 10,"
    " dtype: types(float16, float32, float64) = float32)(start, end)",
    samples=("0, 2, 3", "f32[], f32[], 3, 2"),
)
def logspace(start, end, *, steps, base, dtype):
    """Make the powers of a base whose exponents have equal distances from start to end."""
    return jnp.logspace(start, end, steps, base=base).astype(to_numpy(dtype))


@composite(
    "ops.eye(n, m=None, dtype=None)",
    "mint.eye(n, m=None, dtype=None)",
    "ops.Eye()(n, m, dtype)",
    samples=("3, 3, float32", "2, 3, int32"),
)
def eye(n, m=None, dtype=None):
    """Make a matrix with ones on the diagonal."""
    if isinstance(n, float) or isinstance(m, float):
        raise ExplainedTypeError(f"For 'eye', n and m must be ints, but got {n!r} and {m!r}.")
    if n < 0 or (m or 0) < 0:
        raise ExplainedValueError(f"For 'eye', n and m must be at least 0, but got {n} and {m}.")
    return wrap(jax.device_put(np.eye(n, m, dtype=_dtype("eye", dtype))))


@composite(
    "ops.tril_indices(row, col, offset=0, *, dtype=int64) -> (np_tril, row, col, offset, dtype)",
    "ops.triu_indices(row, col, offset=0, *, dtype=int64) -> (np_triu, row, col, offset, dtype)",
    "ops.TrilIndices(row: int >= 0, col: int >= 0, offset: int = 0,"
    " dtype: types(int32, int64) = int32)() -> (np_tril, row, col, offset, dtype)",
    "ops.TriuIndices(row: int >= 0, col: int >= 0, offset: int = 0,"
    " dtype: types(int32, int64) = int32)() -> (np_triu, row, col, offset, dtype)",
    samples=(
        "ops.tril_indices: 3, 3",
        "ops.triu_indices: 2, 4, 1",
        "ops.TrilIndices: row=3, col=4",
        "ops.TriuIndices: row=3, col=4, offset=1",
    ),
)
def triangle_indices(indices, row, col, offset, dtype):
    """Make the row and column numbers of a triangle of a matrix."""
    pairs = np.array(indices(row, offset, col))
    return wrap(jax.device_put(pairs.astype(to_numpy(dtype))))


@composite("ops.IdentityN()(x)", samples=("(f32[2], f32[3])",))
def identity_each(x):
    """Return the tensors of a tuple or list as a tuple."""
    return tuple(x)


@composite("ops.identity(x)", "ops.Identity()(input_x)", "ops.Reusing()(x)", samples=("f32[2, 3]",))
def identity(x):
    """Return the tensor itself."""
    return x


@operator(
    "ops.deepcopy(input_x)",
    "Tensor.copy(self)",
    "Tensor.clone(self)",
    "mint.clone(input)",
    samples=("f32[2, 3]",),
)
def copy(x):
    """Return a copy."""
    return jnp.copy(x)


@composite(
    "ops.tuple_to_array(input_x)",
    "ops.TupleToArray()(input_x)",
    samples=("(1, 2, 3)", "(1.5, 2.0)"),
)
def tuple_to_array(values):
    """Make a tensor of a tuple of numbers: of ints int32, of floats float32."""
    whole = all(isinstance(v, int) for v in values)
    return wrap(jax.device_put(np.array(values, "int32" if whole else "float32")))


@composite(
    "ops.scalar_to_tensor(input_x, dtype=float32)",
    "ops.ScalarToTensor()(x, dtype=float32)",
    samples=("3", "3, int64"),
)
def scalar_to_tensor(x, dtype):
    """Make a tensor of a number."""
    return constant((), x, to_numpy(dtype))
