"""Sparse tensors: COOTensor, CSRTensor, RowTensor and SparseTensor.

They are made of tensors and compute nothing by themselves: their methods are operators that
`msjax/_ops/sparse_tensors.py` declares.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.COOTensor.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.operator import resolve
from msjax._core.tensor import Tensor
from msjax._core.trees import Compound

_INDEX_DTYPES = (mstype.int16, mstype.int32, mstype.int64)


class _Sparse(Compound):
    """What all of them have: values, a shape, and positions in some form.

    Attributes:
        _PARTS: the names of the tensors, in the order of the constructor.
    """

    _PARTS: tuple[str, ...] = ()
    _values: Tensor
    _indices: Tensor
    _indptr: Tensor
    _shape: tuple[int, ...]

    def _fill(self, tensors, shape):
        for name, t in zip(self._PARTS, tensors, strict=True):
            setattr(self, f"_{name}", t)
        self._shape = shape

    def _check_parts(self, tensors, shape):
        for name, t in zip(self._PARTS, tensors, strict=True):
            if not isinstance(t, Tensor):
                raise TypeError(
                    f"For SparseTensors, '{name}' must be Tensor, but got {type(t)}; pass "
                    f"`Tensor({name})`."
                )
        if not isinstance(shape, tuple):
            raise TypeError(f"For SparseTensors, 'shape' must be tuple, but got {type(shape)}.")
        for n in shape:
            if not isinstance(n, int) or isinstance(n, bool):
                raise TypeError(
                    f"For {type(self).__name__}, the element of 'shape' must be int, but got "
                    f"{n!r} in {shape}."
                )
            if n <= 0:
                raise ValueError(
                    f"For {type(self).__name__}, the element of 'shape' must be positive, but got "
                    f"{n} in {shape}."
                )

    def tensors(self) -> tuple[Tensor, ...]:
        """Return the tensors that it is made of."""
        return tuple([getattr(self, f"_{name}") for name in self._PARTS])

    def form(self):
        """Return the shape: what it has besides tensors."""
        return self._shape

    @classmethod
    def of(cls, form, tensors):
        """Make one of its tensors, unchecked."""
        made = cls.__new__(cls)
        made._fill(tensors, form)
        return made

    @property
    def indices(self) -> Tensor:
        """The positions."""
        return self._indices

    @property
    def values(self) -> Tensor:
        """The values, in the order of the positions."""
        return self._values

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the dense tensor that it stands for."""
        return self._shape

    @property
    def dtype(self):
        """The data type of the values."""
        return self._values.dtype

    def __repr__(self):
        parts = [f"{name}={_shown(t)}" for name, t in zip(self._PARTS, self.tensors(), strict=True)]
        shape = f"shape={list(self._shape)}, dtype={self.dtype!s}"
        return f"{type(self).__name__}({shape}, {', '.join(parts)})"

    __str__ = __repr__


def _shown(t) -> str:
    head, _, value = repr(t).partition("value=")
    return f"{head}value={value.removeprefix(' ').replace(',', '')}"


class _Matrix(_Sparse):
    """What COOTensor and CSRTensor share."""

    @property
    def size(self) -> int:
        """How many values are stored."""
        return self._values.size

    @property
    def itemsize(self) -> int:
        """The bytes of one value."""
        return self._values.itemsize

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self._shape)

    def to_tuple(self) -> tuple:
        """Return the tensors and the shape."""
        return (*self.tensors(), self._shape)

    def astype(self, dtype):
        """Return it with the values converted.

        Args:
            dtype: the data type.
        """
        return self._with_values(self._values.astype(dtype))

    def _with_values(self, values):
        return self.of(self._shape, (*self.tensors()[:-1], values))

    def __neg__(self):
        return self._with_values(-self._values)

    def __sub__(self, other):
        return self + (-other)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other


class COOTensor(_Matrix):
    """A sparse matrix as coordinates and values.

    Args:
        indices: a Tensor (N, 2) of int16, int32 or int64: row and column of each value.
        values: a Tensor (N,) of any data type.
        shape: a tuple of 2 ints.
        coo_tensor: a COOTensor to share the parts of, in the place of the others. Default: None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the parts do not fit to each other.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.COOTensor.html
    """

    _PARTS = ("indices", "values")

    def __init__(self, indices=None, values=None, shape=None, coo_tensor=None):
        if coo_tensor is not None:
            if not isinstance(coo_tensor, COOTensor):
                raise TypeError(
                    "If only one input provided, it must be a COOTensor, but got "
                    f"{type(coo_tensor)}."
                )
            self._fill(coo_tensor.tensors(), coo_tensor.shape)
            return
        self._check_parts((indices, values), shape)
        _check_coordinates(indices, values, shape)
        self._fill((indices, values), shape)

    def to_csr(self) -> CSRTensor:
        """Return it as a CSRTensor, with the rows in order."""
        rows = self._indices[:, 0]
        order = resolve("ops.argsort")(rows)
        indptr = resolve("ops.coo2csr")(rows[order], self._shape[0])
        return CSRTensor.of(self._shape, (indptr, self._indices[order, 1], self._values[order]))

    def to_dense(self) -> Tensor:
        """Return the dense tensor; values at one place are added."""
        return resolve("ops.SparseToDense")()(self._indices, self._values, self._shape)

    def coalesce(self) -> COOTensor:
        """Return it with its places in order, values at one place added."""
        shape = Tensor(list(self._shape), mstype.int64)
        indices = self._indices.astype(mstype.int64).transpose(1, 0)
        places, values, _ = resolve("ops.coalesce")(indices, self._values, shape)
        return COOTensor.of(self._shape, (places.transpose(1, 0), values))

    def abs(self) -> COOTensor:
        """Return the absolute values."""
        return self._with_values(self._values.abs())

    def add(self, other, thresh) -> COOTensor:
        """Add another COOTensor of this shape.

        Args:
            other: the COOTensor.
            thresh: a Tensor: sums of two values that are smaller than that are left out.
        """
        return resolve("ops.coo_add")(self, other, thresh)

    def __add__(self, other):
        if isinstance(other, COOTensor):
            return self.add(other, Tensor(0, self.dtype))
        other = _dense(other, self._shape, "add")
        return resolve("ops.tensor_scatter_add")(other, self._indices, self._values)

    def __mul__(self, other):
        return self._with_values(self._values * self._elements(other, "mul"))

    def __truediv__(self, other):
        return self._with_values(self._values / self._elements(other, "div"))

    def _elements(self, other, name):
        """Return the elements of a dense tensor at the positions."""
        return resolve("ops.gather_nd")(_dense(other, self._shape, name), self._indices)

    __div__ = __truediv__


class CSRTensor(_Matrix):
    """A sparse tensor in compressed rows.

    Args:
        indptr: a Tensor (rows + 1,) of int16, int32 or int64: where in `indices` each row starts.
        indices: a Tensor (N,) of int16, int32 or int64: the column of each value.
        values: a Tensor (N, ...): the values; its further axes are those of `shape` after the
            second.
        shape: a tuple of ints.
        csr_tensor: a CSRTensor to share the parts of, in the place of the others. Default: None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the parts do not fit to each other.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.CSRTensor.html
    """

    _PARTS = ("indptr", "indices", "values")

    def __init__(self, indptr=None, indices=None, values=None, shape=None, csr_tensor=None):
        if csr_tensor is not None:
            if not isinstance(csr_tensor, CSRTensor):
                raise TypeError(
                    "If only one input provided, it must be a CSRTensor, but got "
                    f"{type(csr_tensor)}."
                )
            self._fill(csr_tensor.tensors(), csr_tensor.shape)
            return
        self._check_parts((indptr, indices, values), shape)
        _check_rows(indptr, indices, values, shape)
        self._fill((indptr, indices, values), shape)

    @property
    def indptr(self) -> Tensor:
        """Where each row starts."""
        return self._indptr

    def to_coo(self) -> COOTensor:
        """Return it as a COOTensor.

        Raises:
            ValueError: it has not two axes.
        """
        return resolve("ops.csr_to_coo")(self)

    def to_dense(self) -> Tensor:
        """Return the dense tensor."""
        return resolve("ops.csr_to_dense")(self)

    def mv(self, dense_vector) -> Tensor:
        """Multiply by a vector.

        Args:
            dense_vector: a Tensor (columns, 1).

        Returns:
            Tensor (rows, 1).
        """
        return resolve("ops.csr_mv")(self, dense_vector)

    def mm(self, matrix):
        """Multiply by a matrix.

        Args:
            matrix: a Tensor (columns, n), or a CSRTensor of that shape.

        Returns:
            Tensor (rows, n), or a CSRTensor.
        """
        if isinstance(matrix, CSRTensor):
            return resolve("ops.csr_mm")(self, matrix)
        return resolve("ops.csr_mv")(self, matrix)

    def sum(self, axis) -> Tensor:
        """Add up the values of each row.

        Args:
            axis: 1 or -1.

        Returns:
            Tensor (rows, 1).
        """
        return resolve("ops.csr_reduce_sum")(self, axis)

    def abs(self) -> CSRTensor:
        """Return the absolute values."""
        return self._with_values(self._values.abs())

    def add(self, b, alpha, beta) -> CSRTensor:
        """Return `alpha * self + beta * b`.

        Args:
            b: a CSRTensor of this shape.
            alpha: a Tensor of one element.
            beta: a Tensor of one element.
        """
        return resolve("ops.csr_add")(self, b, alpha, beta)

    def __add__(self, other):
        if not isinstance(other, CSRTensor):
            raise TypeError(
                f"CSRTensor add with {type(other)} is not supported; use `csr.to_dense() + x`."
            )
        one = Tensor(1, self.dtype)
        return self.add(other, one, one)

    def __mul__(self, other):
        return resolve("ops.csr_mul")(self, other)

    def __truediv__(self, other):
        return resolve("ops.csr_div")(self, other)

    __div__ = __truediv__


class SparseTensor(_Sparse):
    """The name that COOTensor had before MindSpore 1.6.

    Args:
        indices: as for COOTensor.
        values: as for COOTensor.
        shape: as for COOTensor.
    """

    _PARTS = ("indices", "values")

    def __init__(self, indices, values, shape):
        if not (isinstance(indices, Tensor) and isinstance(values, Tensor)):
            raise TypeError("Inputs must follow: COOTensor(indices, values, shape).")
        self._check_parts((indices, values), shape)
        self._fill((indices, values), shape)


class RowTensor(_Sparse):
    """Some rows of a tensor whose other rows are 0.

    Args:
        indices: a Tensor (N,) of ints: which rows.
        values: a Tensor (N, ...): the rows.
        shape: a tuple of ints: the shape of the whole tensor.
        row_tensor: a RowTensor to share the parts of, in the place of the others. Default: None.

    Raises:
        TypeError: an argument has the wrong type.
    """

    _PARTS = ("indices", "values")

    def __init__(self, indices=None, values=None, shape=None, row_tensor=None):
        if row_tensor is not None:
            if not isinstance(row_tensor, RowTensor):
                raise TypeError(
                    f"Expect input `row_tensor` to be a RowTensor, but got {type(row_tensor)}."
                )
            self._fill(row_tensor.tensors(), row_tensor.dense_shape)
            return
        self._check_parts((indices, values), shape)
        self._fill((indices, values), shape)

    @property
    def dense_shape(self) -> tuple[int, ...]:
        """The shape of the whole tensor."""
        return self._shape


def _check_index_dtype(kind, name, t):
    if t.dtype not in _INDEX_DTYPES:
        if kind == "CSRTensor":
            raise TypeError(
                f"For CSRTensor, {name} must have int16 or int32 or int64 data type, but got "
                f"{t.dtype}."
            )
        raise TypeError(
            f"For {kind}, the type of '{name}' must be one of [int16, int32, int64], but got "
            f"{t.dtype}."
        )


def _check_coordinates(indices, values, shape):
    for name, t, ndim in (("indices", indices, 2), ("values", values, 1)):
        if t.ndim != ndim:
            raise ValueError(
                f"For COOTensor, '{name}' must be a {ndim}-dimensional tensor, but got a {t.ndim}-"
                "dimensional tensor."
            )
    _check_index_dtype("COOTensor", "indices", indices)
    if indices.shape[0] != values.shape[0]:
        raise ValueError(
            "For COOTensor, 'indices.shape[0]' must be euqal to 'values.shape[0]', but got "
            f"'indices.shape[0]' = {indices.shape[0]} and 'values.shape[0]' = {values.shape[0]}."
        )
    if indices.shape[1] != 2:
        raise ValueError(
            "For COOTensor, 'indices.shape[1]' must be 2, but got 'indices.shape[1]' = "
            f"{indices.shape[1]}."
        )
    if len(shape) != 2:
        raise ValueError(f"For COOTensor, the length of 'shape' must be 2, but got {shape}.")


def _check_rows(indptr, indices, values, shape):
    _check_index_dtype("CSRTensor", "indptr", indptr)
    _check_index_dtype("CSRTensor", "indices", indices)
    for name, t in (("indptr", indptr), ("indices", indices)):
        if t.ndim != 1:
            raise ValueError(
                f"For CSRTensor, {name} must be a 1-dimensional tensor, but got a {t.ndim} "
                "dimensional tensor."
            )
    if indptr.shape[0] != shape[0] + 1:
        raise ValueError(
            f"For CSRTensor, indptr must have length (1 + shape[0]), but got: {indptr.shape[0]}"
        )
    if indices.shape[0] != values.shape[0]:
        raise ValueError(
            "For CSRTensor, indices and values must equal in their shape, but got indices shape: "
            f"{indices.shape[0]}, values shape: {values.shape[0]}."
        )
    if values.ndim != len(shape) - 1:
        raise ValueError(
            "Values' dimension should equal to CSRTensor's dimension - 1, but got"
            f"Values' dimension: {values.ndim} , CSRTensor's dimension: {len(shape)}"
        )
    if values.shape[1:] != shape[2:]:
        raise ValueError(
            f"CSRTensor's shape[2: ] must be equal to value's shape[1: ], but CSRTensor's shape "
            f"got: {shape} and value's shape got: {values.shape}"
        )


def _dense(x, shape, name) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(
            f"COOTensor {name} with {type(x)} is not supported; use a Tensor of the shape {shape}, "
            "or make a COOTensor of the new values: `COOTensor(x.indices, x.values * 2, x.shape)`."
        )
    if x.shape != shape:
        raise ValueError(
            f"Input tensors should have the same shape. The COOTensor has {shape}, the other one "
            f"{x.shape}."
        )
    return x


for _cls in (COOTensor, CSRTensor, SparseTensor, RowTensor):
    jax.tree_util.register_pytree_node(
        _cls, lambda x: (x.tensors(), (type(x), x.form())), lambda aux, t: aux[0].of(aux[1], t)
    )
