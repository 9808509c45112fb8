"""Products of vectors, matrices and batches of matrices."""

from __future__ import annotations

from string import ascii_letters, ascii_lowercase, ascii_uppercase

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic, multiplicative
from msjax._core.tensor import Tensor
from msjax._ops.join import one_dtype

jnp = jax.numpy


def same_dtype(x, y):
    """Refuse two operands of different dtypes: MindSpore does not promote in products."""
    scalars = any(v.weak_type or (v.dtype == bool and not v.shape) for v in (x, y))
    if x.dtype != y.dtype or scalars:
        raise ExplainedTypeError(
            f"both operands of a matrix product must have the same data type, but got {x.dtype} "
            "and "
            f"{y.dtype}; convert one, for instance `y.astype(x.dtype)`."
        )
    return x, y


@operator(
    "ops.matmul(input, other)",
    "Tensor.matmul(self, other)",
    "Tensor.matmul(self, tensor2)",
    "Tensor.__matmul__(self, other)",
    "Tensor.__rmatmul__(self, other) -> (other, self)",
    "mint.matmul(input, other)",
    promote=same_dtype,
    samples=(
        "f32[2, 3], f32[3, 2]",
        "f32[3], f32[3]",
        "f32[2, 2, 3], f32[3]",
        "i32[2, 3], i32[3, 2]",
    ),
)
def matmul(x, y):
    """Multiply vectors, matrices, or batches of matrices."""
    if x.ndim == 0 or y.ndim == 0:
        raise ExplainedValueError(
            "For 'matmul', both operands must have at least one axis, but their shapes are "
            f"{list(x.shape)} and {list(y.shape)}; use `mul` with numbers."
        )
    if x.ndim > 1 and y.ndim > 1 and x.shape[-1] != y.shape[-2]:
        raise RuntimeError(
            "For 'matmul', the last axis of the first operand must be as long as the second to "
            "last "
            f"of the second one, but the shapes are {list(x.shape)} and {list(y.shape)}."
        )
    return jnp.matmul(x, y)


@operator(
    "ops.MatMul(transpose_a=False, transpose_b=False)(input, mat2)",
    promote=same_dtype,
    samples=("f32[2, 3], f32[3, 2]",),
)
def matmul_2d(x, y, *, transpose_a=False, transpose_b=False):
    """Multiply two matrices, either of them transposed on demand."""
    if x.ndim != 2 or y.ndim != 2:
        raise ExplainedValueError(
            f"For 'MatMul', both operands must have 2 axes, but they have {x.ndim} and {y.ndim}; "
            "use "
            "BatchMatMul or matmul."
        )
    return _product(x, y, transpose_a, transpose_b)


def _product(x, y, transpose_a, transpose_b):
    return jnp.matmul(x.mT if transpose_a else x, y.mT if transpose_b else y)


@operator(
    "ops.BatchMatMul(transpose_a=False, transpose_b=False)(x, y)",
    "ops.bmm(input_x, mat2)",
    "Tensor.bmm(self, mat2)",
    "mint.bmm(input, mat2)",
    promote=same_dtype,
    samples=("f32[2, 2, 3], f32[2, 3, 2]",),
)
def bmm(x, y, *, transpose_a=False, transpose_b=False):
    """Multiply batches of matrices, either operand transposed on demand."""
    if x.ndim < 2 or y.ndim < 2:
        raise ExplainedValueError(
            f"For 'BatchMatMul', operands must have at least 2 axes, but have {x.ndim} and "
            f"{y.ndim}."
        )
    return _product(x, y, transpose_a, transpose_b)


@operator(
    "ops.mm(input, mat2)",
    "Tensor.mm(self, mat2)",
    "mint.mm(input, mat2)",
    promote=same_dtype,
    samples=("f32[2, 3], f32[3, 2]",),
)
def mm(x, y):
    """Multiply two matrices."""
    return matmul_2d.kernel(x, y)


@operator(
    "ops.mv(mat, vec)", "mint.mv(input, vec)", promote=same_dtype, samples=("f32[2, 3], f32[3]",)
)
def mv(x, y):
    """Multiply a matrix and a vector."""
    if x.ndim != 2 or y.ndim != 1:
        raise ExplainedValueError(f"For 'mv', axes must be 2 and 1, but are {x.ndim} and {y.ndim}.")
    return x @ y


@operator("ops.dot(input, other)", promote=same_dtype, samples=("f32[2, 3, 2], f32[2, 2]",))
def dot(x, y):
    """Contract the last axis of the first with the second to last of the second operand."""
    if x.dtype not in (jnp.float16, jnp.float32):
        raise ExplainedTypeError(
            f"For 'dot', the operands must be float16 or float32, but are {x.dtype}; convert them "
            "first, for instance with `x.astype(mindspore.float32)`, or use `ops.matmul`."
        )
    if x.ndim < 2 or y.ndim < 2:
        raise ExplainedValueError(
            f"For 'dot', both operands must have at least 2 axes, but have {x.ndim} and {y.ndim}; "
            "for vectors use `ops.inner`."
        )
    return jnp.dot(x, y)


@operator(
    "Tensor.dot(self, other)",
    "mint.dot(input, other)",
    promote=same_dtype,
    samples=("f32[3], f32[3]",),
)
def vector_dot(x, y):
    """Multiply two vectors to a number."""
    return jnp.dot(x, y)


@operator(
    "mint.vdot(input, other)",
    promote=same_dtype,
    samples=("f32[3], f32[3]", "c64[3], c64[3]"),
)
def vdot(x, y):
    """Multiply the conjugate of a vector by another vector to a number."""
    if x.ndim != 1 or y.ndim != 1:
        raise ExplainedValueError(
            f"For 'vdot', both tensors must have one axis, but the shapes are {x.shape} and "
            f"{y.shape}; flatten them first."
        )
    return jnp.vdot(x, y)


@operator(
    "ops.inner(input, other)",
    "Tensor.inner(self, other)",
    promote=arithmetic,
    samples=("f32[3], f32[3]", "f32[2, 3], f32[4, 3]"),
)
def inner(x, y):
    """Contract the last axes of both operands."""
    return jnp.inner(x, y)


@operator(
    "ops.outer(input, vec2)",
    "ops.ger(input, vec2)",
    "Tensor.outer(self, vec2)",
    "Tensor.ger(self, vec2)",
    "mint.outer(input, vec2)",
    "ops.Ger()(input, vec2)",
    promote=multiplicative,
    samples=("f32[2], f32[3]",),
)
def outer(x, y):
    """Multiply each element of one vector with each of another."""
    if x.ndim != 1 or y.ndim != 1:
        raise ExplainedValueError(
            f"For 'outer', both operands must be vectors, but they have {x.ndim} and {y.ndim} axes."
        )
    return jnp.outer(x, y)


@operator(
    "ops.addmm(input, mat1, mat2, *, beta=1, alpha=1) -> (input, mat1, mat2, beta, alpha)",
    "Tensor.addmm(self, mat1, mat2, *, beta=1, alpha=1) -> (self, mat1, mat2, beta, alpha)",
    "Tensor.addmm_(self, mat1, mat2, *, beta=1, alpha=1) -> self := (self, mat1, mat2, beta, "
    "alpha)",
    "mint.addmm(input, mat1, mat2, *, beta=1, alpha=1) -> (input, mat1, mat2, beta, alpha)",
    "ops.addmv(input, mat, vec, *, beta=1, alpha=1) -> (input, mat, vec, beta, alpha)",
    "Tensor.addmv(self, mat, vec, *, beta=1, alpha=1) -> (self, mat, vec, beta, alpha)",
    "mint.addmv(input, mat, vec, *, beta=1, alpha=1) -> (input, mat, vec, beta, alpha)",
    "ops.baddbmm(input, batch1, batch2, beta=1, alpha=1) -> (input, batch1, batch2, beta, alpha)",
    "Tensor.baddbmm(self, batch1, batch2, *, beta=1, alpha=1)"
    " -> (self, batch1, batch2, beta, alpha)",
    "mint.baddbmm(input, batch1, batch2, *, beta=1, alpha=1)"
    " -> (input, batch1, batch2, beta, alpha)",
    "ops.baddbmm_ext(input, batch1, batch2, *, beta=1, alpha=1)"
    " -> (input, batch1, batch2, beta, alpha)",
    samples=("f32[2, 2], f32[2, 3], f32[3, 2]", "f32[2, 2], f32[2, 3], f32[3, 2], beta=2, alpha=3"),
)
def add_product(x, y, z, beta, alpha):
    """Compute beta * x + alpha * (y @ z)."""
    product = (alpha * jnp.matmul(*same_dtype(y, z))).astype(y.dtype)
    return (beta * x).astype(x.dtype) + product


@operator(
    "ops.addbmm(input, batch1, batch2, *, beta=1, alpha=1) -> (input, batch1, batch2, beta, alpha)",
    "Tensor.addbmm(self, batch1, batch2, *, beta=1, alpha=1)"
    " -> (self, batch1, batch2, beta, alpha)",
    "mint.addbmm(input, batch1, batch2, *, beta=1, alpha=1)"
    " -> (input, batch1, batch2, beta, alpha)",
    samples=("f32[2, 2], f32[2, 2, 3], f32[2, 3, 2]", "f32[2, 2], f32[2, 3], f32[3, 2]"),
)
def addbmm(x, y, z, beta, alpha):
    """Compute beta * x + alpha * (the sum of y @ z over the first axis)."""
    product = jnp.sum(jnp.matmul(*same_dtype(y, z)), 0)
    return (beta * x).astype(x.dtype) + (alpha * product).astype(y.dtype)


@operator(
    "ops.addr(x, vec1, vec2, *, beta=1, alpha=1) -> (x, vec1, vec2, beta, alpha)",
    "Tensor.addr(self, vec1, vec2, beta=1, alpha=1) -> (self, vec1, vec2, beta, alpha)",
    "mint.addr_(input, vec1, vec2, beta=1, alpha=1) -> input := (input, vec1, vec2, beta, alpha)",
    samples=("f32[2, 3], f32[2], f32[3]",),
)
def addr(x, y, z, beta, alpha):
    """Compute beta * x + alpha * outer(y, z)."""
    return (beta * x).astype(x.dtype) + (alpha * jnp.outer(y, z)).astype(y.dtype)


@operator(
    "ops.tensor_dot(x1, x2, axes)",
    promote=same_dtype,
    samples=("f32[2, 3], f32[3, 2], 1", "f32[2, 3], f32[2, 3], ((0, 1), (0, 1))"),
)
def tensor_dot(x, y, *, axes):
    """Contract axes of both operands: so many at the end and start, or the given ones."""
    return jnp.tensordot(x, y, axes)


@operator(
    "ops.batch_dot(x1, x2, axes=None)",
    promote=same_dtype,
    samples=("f32[2, 3], f32[2, 3]", "f32[2, 3, 4], f32[2, 4, 3]"),
)
def batch_dot(x, y, *, axes):
    """Contract one axis of each operand, for each entry of the batch (axis 0)."""
    axes = (axes, axes) if isinstance(axes, int) else axes
    a, b = axes or (x.ndim - 1, max(y.ndim - 2, 1))
    contracted = jax.vmap(lambda u, v: jnp.tensordot(u, v, ((a % x.ndim - 1,), (b % y.ndim - 1,))))
    out = contracted(x, y)
    return out[:, None] if out.ndim == 1 else out


@operator(
    "ops.Einsum(equation: str)(operands) -> (*operands, equation=equation)",
    promote=one_dtype,
    samples=(
        "ops.Einsum: [f32[2, 3], f32[3, 2]], equation='ij,jk->ik'",
        "ops.Einsum: [f32[3, 3]], equation='ii'",
    ),
)
def einsum(*operands, equation):
    """Multiply and sum over axes as an equation of Einstein's notation says."""
    return jnp.einsum(equation, *operands)


@composite(
    "ops.einsum(equation, *operands)",
    "mint.einsum(equation, *operands)",
    "ops.einsum_ext(equation, *operands)",
    samples=(
        "'ij,jk->ik', f32[2, 3], f32[3, 2]",
        "'ii', f32[3, 3]",
        "f32[2, 3], [0, 1], f32[3, 2], [1, 2], [0, 2]",
        "f32[2, 3, 2], [..., 1], f32[2], [1]",
    ),
)
def einsum_of(equation, *operands):
    """Multiply and sum over axes as an equation of Einstein's notation says.

    Instead of an equation, each operand can be followed by the list of its axes' numbers, 0 to 51,
    and those of the result come last.
    """
    if isinstance(equation, str):
        return einsum(*operands, equation=equation)
    if not isinstance(equation, Tensor):
        raise ExplainedTypeError(
            "For 'einsum', the equation must be a str, such as 'ij,jk->ik', or the first operand, "
            f"followed by the list of its axes, but got {describe(equation)}."
        )
    given = [equation, *operands]
    pairs = len(given) // 2
    terms = ",".join([_subscripts(axes) for axes in given[1 : 2 * pairs : 2]])
    if len(given) % 2:
        terms += "->" + _subscripts(given[-1])
    return einsum(*given[: 2 * pairs : 2], equation=terms)


def _subscripts(axes) -> str:
    """Write a list of axes as the letters of an equation."""
    if not isinstance(axes, list | tuple) or not all(
        a is ... or (type(a) is int and 0 <= a < len(ascii_letters)) for a in axes
    ):
        raise ExplainedTypeError(
            "For 'einsum', every operand must be followed by a list of its axes, ints from 0 to 51 "
            f"or an Ellipsis, but got {describe(axes)}; or begin with an equation, such as "
            "'ij,jk->ik'."
        )
    letters = ascii_uppercase + ascii_lowercase
    return "".join(["..." if a is ... else letters[a] for a in axes])


@operator("ops.kron(input, other)", promote=arithmetic, samples=("f32[2, 2], f32[1, 2]",))
def kron(x, y):
    """Compute the Kronecker product."""
    return jnp.kron(x, y)


@operator(
    "ops.cross(input, other, dim=None)",
    "Tensor.cross(self, other, dim=None)",
    "mint.cross(input, other, dim=None)",
    "ops.Cross(dim=-65530)(input, other) -> (input, other, dim=None if dim == -65530 else dim)",
    promote=same_dtype,
    samples=("f32[3], f32[3]", "f32[2, 3], f32[2, 3], 1"),
)
def cross(x, y, *, dim):
    """Compute the cross product along an axis of length 3 (by default the first one)."""
    axis = dim if dim is not None else x.shape.index(3)
    return jnp.cross(x, y, axis=axis)


@operator(
    "ops.vecdot(x, y, *, axis=-1)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[2, 3]", "f32[2, 3], f32[2, 3], axis=0"),
)
def vecdot(x, y, *, axis):
    """Multiply vectors along an axis to numbers."""
    return jnp.vecdot(x, y, axis=axis)


@operator(
    "ops.dense(input, weight, bias=None)",
    "ops.Dense()(input, weight, bias=None)",
    "mint.nn.functional.linear(input, weight, bias=None)",
    samples=("f32[2, 3], f32[4, 3], f32[4]", "f32[2, 3], f32[4, 3]"),
)
def dense(x, weight, bias):
    """Compute x @ weight.T + bias."""
    if x.ndim and weight.ndim and x.shape[-1] != weight.shape[-1]:
        raise ExplainedValueError(
            f"Dense shape error, got x_col: {x.shape[-1]}, w_row: {weight.shape[-1]}: the input's "
            "last axis must be as long as the weight's (a layer's in_channels or in_features), but "
            f"the shapes are {x.shape} and {weight.shape}."
        )
    out = jnp.matmul(*same_dtype(x, weight.T))
    return out if bias is None else out + bias


@operator(samples=("f32[2, 3], f32[4, 3], f32[4]", "f32[2, 3], f32[4, 3], None"))
def dense_layer(x, weight, bias):
    """Compute `dense` for a layer; there MindSpore has two operators, as mixed precision shows."""
    return dense.kernel(x, weight, bias)
