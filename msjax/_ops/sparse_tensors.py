"""Functions of sparse tensors: of their values, and of their positions.

Which positions a sum or product has depends on those of the operands, so these are found on the
host; their values are operators, with gradients.
"""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import describe
from msjax._core.operator import composite, operator, resolve
from msjax._core.sparse import COOTensor, CSRTensor, RowTensor, SparseTensor
from msjax._core.tensor import Tensor

jnp = jax.numpy

_OF_VALUES = """
    abs acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor inv isfinite isinf isnan log
    log1p neg relu relu6 round sigmoid sin sinh softsign sqrt square tan tanh
""".split()


def _declare_of_values(kind, prefix, name):
    """Declare a function that applies an operator to the values of a sparse tensor."""

    def function(x):
        _check_kind(f"{prefix}_{name}", x, kind)
        return x._with_values(resolve(f"ops.{name}")(x.values))

    function.__name__ = function.__qualname__ = f"{prefix}_{name}"
    function.__doc__ = f"""Return a {kind.__name__} of `ops.{name}` of each value of another.

    Args:
        x: a {kind.__name__}. Elements that it does not store stay 0.
    """
    composite(f"ops.{prefix}_{name}(x)")(function)


def _check_kind(name, x, kind):
    if not isinstance(x, kind):
        raise TypeError(f"Expects {kind.__name__} for {name}, but got {describe(x)}.")


for _name in _OF_VALUES:
    _declare_of_values(COOTensor, "coo", _name)
    _declare_of_values(CSRTensor, "csr", _name)


@operator(
    "ops.csr2coo(indptr, nnz) -> (indptr, count=nnz)",
    samples=("given([0, 2, 2, 3], 'int32'), 3",),
)
def row_of_each(indptr, *, count):
    """Return the row of each of the values that rows, given by where they start, have."""
    return (jnp.searchsorted(indptr, jnp.arange(count), side="right") - 1).astype(indptr.dtype)


@operator(
    "ops.coo2csr(row_indices, height) -> (row_indices, rows=height)",
    samples=("given([0, 0, 2], 'int32'), 4",),
)
def start_of_each_row(row, *, rows):
    """Return where each row starts, of values whose rows are given in order."""
    return jnp.searchsorted(row, jnp.arange(rows + 1)).astype(row.dtype)


def _positions(x):
    """Return rows and columns of the values of a CSRTensor, as tensors."""
    return resolve("ops.csr2coo")(x.indptr, x.indices.shape[0]), x.indices


def _rows_added(x, values):
    """Return sums (rows, ...) of values by the rows of a CSRTensor."""
    row, _ = _positions(x)
    return resolve("ops.unsorted_segment_sum")(values, row, x.shape[0])


@composite("ops.csr_to_coo(tensor)")
def csr_to_coo(tensor):
    """Return a CSRTensor as a COOTensor.

    Args:
        tensor: a CSRTensor of two axes.

    Raises:
        TypeError: it is none.
        ValueError: it has more axes.
    """
    if not isinstance(tensor, CSRTensor):
        raise TypeError(
            f"For functional operator csr_to_coo, input argument must be a CSRTensor, but got "
            f"{describe(tensor)}."
        )
    if tensor.ndim != 2:
        raise ValueError(
            "Currently only support 2-D CSRTensor when converting to COOTensor, but the shape is "
            f"{tensor.shape}."
        )
    indices = resolve("ops.stack")(_positions(tensor), 1)
    return COOTensor.of(tensor.shape, (indices, tensor.values))


@composite("ops.csr_to_dense(csr_tensor)")
def csr_to_dense(csr_tensor):
    """Return the dense tensor of a CSRTensor.

    Args:
        csr_tensor: a CSRTensor.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(csr_tensor, CSRTensor):
        raise TypeError(
            "For functional operator csr_to_dense, input argument must be a CSRTensor, but got "
            f"{describe(csr_tensor)}."
        )
    indices = resolve("ops.stack")(_positions(csr_tensor), 1)
    zeros = resolve("ops.zeros")(csr_tensor.shape, csr_tensor.dtype)
    return resolve("ops.tensor_scatter_add")(zeros, indices, csr_tensor.values)


@composite("ops.dense_to_sparse_coo(tensor)", "Tensor.to_coo(self)")
def dense_to_sparse_coo(tensor):
    """Return the elements of a matrix that are not 0, as a COOTensor.

    Args:
        tensor: a Tensor of two axes.

    Raises:
        TypeError: it is no Tensor.
        ValueError: it has not two axes.
    """
    _check_dense("dense_to_sparse_coo", tensor)
    if tensor.ndim != 2:
        raise ValueError(
            f"For COOTensor, the length of 'shape' must be 2, but got {tensor.shape}; pass a "
            "matrix."
        )
    indices = resolve("ops.nonzero")(tensor).astype(mstype.int32)
    values = resolve("ops.gather_nd")(tensor, indices)
    return COOTensor.of(tensor.shape, (indices, values))


@composite("ops.dense_to_sparse_csr(tensor)", "Tensor.to_csr(self)")
def dense_to_sparse_csr(tensor):
    """Return the elements of a matrix that are not 0, as a CSRTensor.

    Args:
        tensor: a Tensor of two axes.

    Raises:
        TypeError: it is no Tensor.
        ValueError: it has not two axes.
    """
    _check_dense("dense_to_sparse_csr", tensor)
    if tensor.ndim != 2:
        raise ValueError(
            "Currently only support 2-D Tensor when converting to CSRTensor, but got Tensor "
            f"dimension: {tensor.ndim}."
        )
    return dense_to_sparse_coo(tensor).to_csr()


def _check_dense(name, x):
    if not isinstance(x, Tensor):
        raise TypeError(
            f"For functional operator {name}, input argument must be a Tensor, but got "
            f"{describe(x)}."
        )


@composite("ops.csr_mv(csr_tensor, dense)")
def csr_mv(csr_tensor, dense):
    """Multiply a sparse matrix by a dense one.

    Args:
        csr_tensor: a CSRTensor (m, n).
        dense: a Tensor (n, 1), or (n, k).

    Returns:
        Tensor (m, 1), or (m, k).

    Raises:
        ValueError: one of them has not two axes, or they do not fit.
    """
    _check_kind("csr_mv", csr_tensor, CSRTensor)
    _check_dense("csr_mv", dense)
    if csr_tensor.ndim != 2 or dense.ndim != 2:
        raise ValueError(
            "Currently, only support 2-D inputs! But csr tensor has "
            f"{csr_tensor.ndim} dimensions, and dense tensor has {dense.ndim} dimension(s). "
            "Reshape a vector to (n, 1)."
        )
    if csr_tensor.shape[1] != dense.shape[0]:
        raise ValueError(
            f"The CSRTensor's shape[1] should equal to the dense tensor's shape[0], but got "
            f"{csr_tensor.shape} and {dense.shape}."
        )
    rows = resolve("ops.gather")(dense, csr_tensor.indices, 0)
    return _rows_added(csr_tensor, csr_tensor.values.reshape(-1, 1) * rows)


@composite("ops.csr_reduce_sum(csr_tensor, axis)")
def csr_reduce_sum(csr_tensor, axis):
    """Add up the values of each row.

    Args:
        csr_tensor: a CSRTensor (m, n).
        axis: 1 or -1.

    Returns:
        Tensor (m, 1).

    Raises:
        ValueError: `axis` is another one.
    """
    _check_kind("csr_reduce_sum", csr_tensor, CSRTensor)
    if axis not in (1, 1 - csr_tensor.ndim):
        raise ValueError(
            f"For CSRReduceSum, `axis` should be 1 or 1-dim. But got `axis`: {axis}"
            f"and `1- dim`: {1 - csr_tensor.ndim}."
        )
    sums = _rows_added(csr_tensor, csr_tensor.values)
    return resolve("ops.expand_dims")(sums, 1)


@composite("ops.csr_gather(indptr, indices, dense, sparse_shape)")
def csr_gather(indptr, indices, dense, sparse_shape):
    """Return the elements of a dense tensor at the positions of a CSRTensor.

    Args:
        indptr: a Tensor (m + 1,): where each row starts.
        indices: a Tensor (N,): the columns.
        dense: a Tensor that broadcasts to `sparse_shape`.
        sparse_shape: a tuple of ints.

    Returns:
        Tensor (N, ...).
    """
    places = CSRTensor.of(tuple(sparse_shape), (indptr, indices, dense))
    whole = resolve("ops.broadcast_to")(dense, tuple(sparse_shape))
    return resolve("ops.gather_nd")(whole, resolve("ops.stack")(_positions(places), 1))


@composite("ops.csr_mul(x, y)")
def csr_mul(x, y):
    """Multiply the stored values of a CSRTensor by elements of a dense tensor.

    Args:
        x: a CSRTensor.
        y: a Tensor that broadcasts to its shape. With a number, or a Tensor without axes, the
            result is the Tensor of values alone, as in MindSpore.

    Returns:
        CSRTensor.
    """
    _check_kind("csr_mul", x, CSRTensor)
    if not isinstance(y, Tensor) or not y.ndim:
        return x.values * y
    return x._with_values(x.values * csr_gather(x.indptr, x.indices, y, x.shape))


@composite("ops.csr_div(x, y)")
def csr_div(x, y):
    """Divide the stored values of a CSRTensor by elements of a dense tensor.

    Args:
        x: a CSRTensor.
        y: as for `csr_mul`.

    Returns:
        CSRTensor.
    """
    _check_kind("csr_div", x, CSRTensor)
    if not isinstance(y, Tensor) or not y.ndim:
        return x.values / y
    return x._with_values(x.values / csr_gather(x.indptr, x.indices, y, x.shape))


@composite("ops.csr_softmax(logits, dtype)")
def csr_softmax(logits, dtype):
    """Compute the softmax of the stored values of each row.

    Args:
        logits: a CSRTensor of two axes.
        dtype: the data type of the result.

    Returns:
        CSRTensor.

    Differs: the operand keeps its values; MindSpore's CPU kernel writes the result there too.

    Raises:
        TypeError: `logits` is no CSRTensor.
        ValueError: it has more axes.
    """
    if not isinstance(logits, CSRTensor):
        raise TypeError(
            f"For functional operator csr_softmax, logits must be type of CSRTensor, but got "
            f"{describe(logits)}."
        )
    if logits.ndim != 2:
        raise ValueError(
            f"Currently, softmax only supports 2-D CSRTensor, but the shape is {logits.shape}."
        )
    row, _ = _positions(logits)
    largest = resolve("ops.unsorted_segment_max")(logits.values, row, logits.shape[0])
    powers = resolve("ops.exp")(logits.values - largest[row])
    shares = powers / _rows_added(logits, powers)[row]
    return logits._with_values(shares.astype(dtype))


@composite("ops.csr_add(a, b, alpha, beta)")
def csr_add(a, b, alpha, beta):
    """Return `alpha * a + beta * b`.

    Args:
        a: a CSRTensor.
        b: a CSRTensor of the same shape.
        alpha: a Tensor of one element.
        beta: a Tensor of one element.

    Returns:
        CSRTensor; it stores what one of them does.

    Raises:
        TypeError: `a` or `b` is no CSRTensor.
        ValueError: their shapes differ.
    """
    if not (isinstance(a, CSRTensor) and isinstance(b, CSRTensor)):
        raise TypeError(
            "For functional operator csr_add, both inputs a and b must be type of CSRTensor, but "
            f"got {describe(a)} and {describe(b)}."
        )
    _check_same_shape("csr_add", a, b)
    keys = [_rows_of(x) * a.shape[1] + x.indices.asnumpy() for x in (a, b)]
    union, place = np.unique(np.concatenate(keys), return_inverse=True)
    values = resolve("ops.cat")((alpha * a.values, beta * b.values))
    row, column = np.divmod(union, a.shape[1])
    return _csr(a, a.shape, row, column, _summed(values, place, len(union)))


def _check_same_shape(name, a, b):
    if a.shape != b.shape:
        raise ValueError(
            f"For functional operator {name}, the shapes of both inputs must be the same, but got "
            f"{a.shape} and {b.shape}."
        )


def _rows_of(x) -> np.ndarray:
    indptr = x.indptr.asnumpy()
    return np.repeat(np.arange(x.shape[0]), np.diff(indptr))


def _summed(values, place, count):
    return resolve("ops.unsorted_segment_sum")(values, Tensor(place.astype(np.int32)), count)


def _csr(like, shape, row, column, values):
    """Return a CSRTensor of positions on the host, with the data types of another's."""
    indptr = np.searchsorted(row, np.arange(shape[0] + 1)).astype(like.indptr.asnumpy().dtype)
    indices = column.astype(like.indices.asnumpy().dtype)
    return CSRTensor.of(tuple(shape), (Tensor(indptr), Tensor(indices), values))


@composite(
    "ops.csr_mm(a, b, trans_a: bool = False, trans_b: bool = False, adjoint_a: bool = False,"
    " adjoint_b: bool = False)"
)
def csr_mm(a, b, trans_a=False, trans_b=False, adjoint_a=False, adjoint_b=False):
    """Multiply two sparse matrices.

    Args:
        a: a CSRTensor.
        b: a CSRTensor.
        trans_a: whether `a` is transposed. Default: False.
        trans_b: whether `b` is transposed. Default: False.
        adjoint_a: whether `a` is transposed and conjugated. Default: False.
        adjoint_b: whether `b` is transposed and conjugated. Default: False.

    Returns:
        CSRTensor.

    Raises:
        TypeError: `a` or `b` is no CSRTensor.
        ValueError: their shapes do not fit.
    """
    if not (isinstance(a, CSRTensor) and isinstance(b, CSRTensor)):
        raise TypeError(
            "For functional operator csr_mm, inputs a and b must be type of CSRTensor currently, "
            f"but got {describe(a)} and {describe(b)}; use `a.mm(b)` for a dense b."
        )
    rows, inner, row_a, column_a, values_a = _factor(a, trans_a, adjoint_a)
    inner_b, columns, row_b, column_b, values_b = _factor(b, trans_b, adjoint_b)
    if inner != inner_b:
        raise ValueError(
            f"For functional operator csr_mm, matrices of {a.shape} and {b.shape} cannot be "
            "multiplied: the columns of the first must be the rows of the second."
        )
    # Each value of the first meets those of the second's row that its column names.
    order = np.argsort(row_b, kind="stable")
    starts = np.searchsorted(row_b[order], np.arange(inner + 1))
    counts = np.diff(starts)[column_a]
    first = np.repeat(np.arange(len(row_a)), counts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    second = order[starts[column_a][first] + within]
    keys, place = np.unique(row_a[first] * columns + column_b[second], return_inverse=True)
    products = values_a[Tensor(first)] * values_b[Tensor(second)]
    row, column = np.divmod(keys, columns)
    return _csr(a, (rows, columns), row, column, _summed(products, place, len(keys)))


def _factor(x, transposed, adjoint):
    """Return rows, columns, positions and values of a factor."""
    row, column, (rows, columns) = _rows_of(x), x.indices.asnumpy(), x.shape
    values = resolve("ops.conj")(x.values) if adjoint else x.values
    if transposed or adjoint:
        return columns, rows, column, row, values
    return rows, columns, row, column, values


@composite("ops.coo_add(x1, x2, thresh)")
def coo_add(x1, x2, thresh):
    """Add two COOTensors of one shape.

    Args:
        x1: a COOTensor with its positions in order.
        x2: a COOTensor with its positions in order.
        thresh: a Tensor without axes: where both have a value and the sum's magnitude is below
            it, it is left out.

    Returns:
        COOTensor.

    Raises:
        TypeError: `x1` or `x2` is no COOTensor.
        ValueError: their shapes differ.
    """
    for x in (x1, x2):
        if not isinstance(x, COOTensor):
            raise TypeError(
                f"Expects COOTensor for coo_add, but got {describe(x)}; for a dense Tensor use "
                "`x1 + x2`."
            )
    _check_dense("coo_add", thresh)
    _check_same_shape("coo_add", x1, x2)
    keys = [x.indices.asnumpy() @ np.array([x.shape[1], 1]) for x in (x1, x2)]
    first, second = _merged(*keys)
    zero = Tensor(np.zeros(1, x1.values.asnumpy().dtype))
    values = resolve("ops.cat")((x1.values, zero))[Tensor(first)]
    values = values + resolve("ops.cat")((x2.values.astype(x1.dtype), zero))[Tensor(second)]
    both = (first < len(keys[0])) & (second < len(keys[1]))
    kept = ~both | (np.abs(values.asnumpy()) >= abs(thresh.asnumpy()))
    places = np.where(first < len(keys[0]), _at(keys[0], first), _at(keys[1], second))[kept]
    indices = np.stack(np.divmod(places, x1.shape[1]), 1).astype(x1.indices.asnumpy().dtype)
    return COOTensor.of(x1.shape, (Tensor(indices), values[Tensor(np.flatnonzero(kept))]))


def _at(keys, index):
    return np.append(keys, 0)[np.minimum(index, len(keys))]


def _merged(a, b):
    """Merge two sequences of keys; return the indices of both, their lengths where one has none."""
    found, i, j = [], 0, 0
    while i < len(a) or j < len(b):
        if j == len(b) or (i < len(a) and a[i] < b[j]):
            found.append((i, len(b)))
            i += 1
        elif i == len(a) or b[j] < a[i]:
            found.append((len(a), j))
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return np.array(found, np.int64).reshape(-1, 2).T


@composite("ops.coo_concat(sp_input, concat_dim=0)")
def coo_concat(sp_input, concat_dim=0):
    """Join COOTensors along an axis.

    Args:
        sp_input: a tuple or list of COOTensors, at least two.
        concat_dim: 0, 1, -1 or -2. Default: 0.

    Returns:
        COOTensor, with its positions in order.

    Raises:
        ValueError: there are less than two, or the axis or the shapes do not fit.
        TypeError: an element is no COOTensor.
    """
    if len(sp_input) < 2:
        raise ValueError("For coo_concat, not support COOTensor input number < 2.")
    for x in sp_input:
        _check_kind("coo_concat", x, COOTensor)
    if concat_dim not in (0, 1, -1, -2):
        raise ValueError(f"For coo_concat, concat_dim must be in [-2, 1], but got {concat_dim}.")
    axis = concat_dim % 2
    if len({x.shape[1 - axis] for x in sp_input}) > 1:
        raise ValueError(
            "For coo_concat, the shapes must be the same on the other axis, but got "
            f"{[x.shape for x in sp_input]}."
        )
    sizes = np.array([x.shape[axis] for x in sp_input])
    shape = list(sp_input[0].shape)
    shape[axis] = int(sizes.sum())
    steps = [np.eye(2, dtype=np.int64)[axis] * n for n in np.cumsum(sizes) - sizes]
    indices = np.concatenate(
        [x.indices.asnumpy() + s for x, s in zip(sp_input, steps, strict=True)]
    )
    order = np.lexsort((indices[:, 1], indices[:, 0]))
    values = resolve("ops.cat")([x.values for x in sp_input])[Tensor(order)]
    kept = indices[order].astype(sp_input[0].indices.asnumpy().dtype)
    return COOTensor.of(tuple(shape), (Tensor(kept), values))


def _declare_parts(kind, prefix, parts):
    """Declare the functions that make a sparse tensor of its parts, and that return them."""
    names = ", ".join([*parts, "dense_shape"])
    composite(f"ops.make_{prefix}({names})")(_maker(kind, prefix))
    for part in (*parts, "shape"):
        name = "dense_shape" if part == "shape" else part
        composite(f"ops.{prefix}_get_{name}(x)")(_getter(kind, prefix, name, part))


def _maker(kind, prefix):
    def make(*parts):
        return kind(*parts)

    make.__name__ = make.__qualname__ = f"make_{prefix}"
    make.__doc__ = f"Return `{kind.__name__}(...)` of the same arguments."
    return make


def _getter(kind, prefix, name, part):
    def get(x):
        _check_kind(f"{prefix}_get_{name}", x, kind)
        return getattr(x, part)

    get.__name__ = get.__qualname__ = f"{prefix}_get_{name}"
    get.__doc__ = f"Return `x.{part}` of a {kind.__name__}."
    return get


_declare_parts(COOTensor, "coo_tensor", ("indices", "values"))
_declare_parts(CSRTensor, "csr_tensor", ("indptr", "indices", "values"))
_declare_parts(RowTensor, "row_tensor", ("indices", "values"))
composite("ops.make_sparse_tensor(indices, values, dense_shape)")(
    _maker(SparseTensor, "sparse_tensor")
)
