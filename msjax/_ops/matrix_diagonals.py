"""Bands and diagonals of matrices.

Several diagonals are the rows of one tensor, the upper ones first and padded to one length; `align`
says at which side upper and lower ones stand, "RIGHT_LEFT" for instance.
"""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor

jnp = jax.numpy


@operator(
    "ops.matrix_band_part(x, lower, upper)",
    "ops.MatrixBandPart()(x, lower, upper)",
    promote=tensor,
    samples=("f32[3, 4], 1, 0", "f32[2, 3, 3], -1, 1"),
)
def matrix_band_part(x, lower, upper):
    """Keep so many diagonals below and above the main one, negative: all; the rest is 0."""
    if x.ndim < 2:
        raise ExplainedValueError(
            "For primitive[MatrixBandPart], the x shape size must be greater than or equal to 2, "
            f"but got {x.ndim}."
        )
    lower, upper = jnp.asarray(lower), jnp.asarray(upper)
    if lower.ndim or upper.ndim:
        raise ExplainedValueError(
            "For primitive[MatrixBandPart], lower and upper must be single numbers, but have "
            f"{lower.ndim} and {upper.ndim} axes."
        )
    offset = jnp.arange(x.shape[-1]) - jnp.arange(x.shape[-2])[:, None]
    kept = ((lower < 0) | (-offset <= lower)) & ((upper < 0) | (offset <= upper))
    return jnp.where(kept, x, 0)


class _Diagonals:
    """Where the elements of diagonals stand in matrices of some size.

    Args:
        name: the operator, for messages.
        rows: how many rows the matrices have.
        columns: how many columns.
        k: the diagonal's number, or (lowest, highest).
        align: at which sides upper and lower diagonals stand.
    """

    def __init__(self, name, rows, columns, k, align):
        self.low, self.high = band(name, k)
        if not -rows < self.low <= self.high < columns:
            raise ExplainedValueError(
                f"For '{name}', k must name diagonals of {rows} x {columns} matrices, but is {k}."
            )
        if align not in ("RIGHT_LEFT", "LEFT_RIGHT", "LEFT_LEFT", "RIGHT_RIGHT"):
            raise ExplainedValueError(
                f"For '{name}', align must be 'RIGHT_LEFT', 'LEFT_RIGHT', 'LEFT_LEFT' or "
                f"'RIGHT_RIGHT', but got {align!r}."
            )
        self.rows, self.columns = rows, columns
        self.sides = align.split("_")
        self.length = max(self._count(d) for d in range(self.low, self.high + 1))

    def _count(self, d):
        return min(self.rows + min(d, 0), self.columns - max(d, 0))

    def _shift(self, d):
        side = self.sides[0 if d >= 0 else 1]
        return self.length - self._count(d) if side == "RIGHT" else 0

    def in_matrix(self):
        """Return row and column of every place in the diagonals, and which places are used."""
        numbers = range(self.high, self.low - 1, -1)
        place = np.arange(self.length)
        index = np.stack([place - self._shift(d) for d in numbers])
        used = np.stack(
            [(i >= 0) & (i < self._count(d)) for d, i in zip(numbers, index, strict=True)]
        )
        index = np.where(used, index, 0)
        offset = np.asarray(numbers)[:, None]
        return index + np.maximum(-offset, 0), index + np.maximum(offset, 0), used

    def in_diagonals(self):
        """Return number and place of every matrix element, and which lie on a diagonal."""
        offset = np.arange(self.columns) - np.arange(self.rows)[:, None]
        used = (offset >= self.low) & (offset <= self.high)
        shift = np.vectorize(self._shift, otypes=[int])(np.where(used, offset, self.low))
        place = np.minimum(np.arange(self.columns), np.arange(self.rows)[:, None]) + shift
        return np.where(used, self.high - offset, 0), np.where(used, place, 0), used

    def put(self, x, diagonals):
        """Replace the diagonals of x."""
        if self.low == self.high:
            diagonals = diagonals[..., None, :]
        number, place, used = self.in_diagonals()
        return jnp.where(used, diagonals[..., number, place], x)


def band(name, k) -> tuple[int, int]:
    """Return the lowest and the highest diagonal that k names."""
    low, high = (k, k) if isinstance(k, int) else (k * 2 if len(k) == 1 else k)
    if low > high:
        raise ExplainedValueError(f"For '{name}', k must be (lowest, highest), but is {k}.")
    return low, high


@operator(
    "ops.matrix_diag_part(x, k, padding_value, align='RIGHT_LEFT') -> (x, padding_value, k, align)",
    "ops.MatrixDiagPartV3(align: among('LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT') ="
    " 'RIGHT_LEFT')(x, k, padding_value) -> (x, padding_value, k, align)",
    promote=tensor,
    samples=("f32[2, 3, 4], 0, 0.0", "f32[2, 3, 4], (-1, 2), 7.0, 'LEFT_LEFT'"),
)
def matrix_diag_part(x, padding, *, k, align):
    """Take diagonals out of matrices."""
    rows, columns = x.shape[-2:]
    where = _Diagonals("MatrixDiagPart", rows, columns, k, align)
    row, column, used = where.in_matrix()
    out = jnp.where(used, x[..., row, column], jnp.asarray(padding).astype(x.dtype))
    return out[..., 0, :] if where.low == where.high else out


@operator(
    "ops.matrix_set_diag(x, diagonal, k=0, align='RIGHT_LEFT')",
    "ops.MatrixSetDiagV3(align: among('LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT') ="
    " 'RIGHT_LEFT')(x, diagonal, k) -> (x, diagonal, k, align)",
    promote=tensor,
    samples=("f32[2, 3, 4], f32[2, 3], 0", "f32[2, 3, 4], f32[2, 2, 3], (-1, 0), 'LEFT_LEFT'"),
)
def matrix_set_diag(x, diagonal, *, k, align):
    """Replace diagonals of matrices."""
    rows, columns = x.shape[-2:]
    return _Diagonals("MatrixSetDiag", rows, columns, k, align).put(x, diagonal)


@operator(
    "ops.matrix_diag(x, k=0, num_rows=-1, num_cols=-1, padding_value=0, align='RIGHT_LEFT')"
    " -> (x, padding_value, k, num_rows, num_cols, align)",
    "ops.MatrixDiagV3(align: among('LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT') ="
    " 'RIGHT_LEFT')(x, k, num_rows, num_cols, padding_value) -> (x, padding_value, k, num_rows,"
    " num_cols, align)",
    promote=tensor,
    samples=("f32[2, 3], 0, -1, -1, 0", "f32[2, 3], (-1, 0), 3, 3, 9.0, 'LEFT_RIGHT'"),
)
def matrix_diag(x, padding, *, k, num_rows, num_cols, align):
    """Make matrices of diagonals; rows and columns of -1 are as many as needed."""
    low, high = band("MatrixDiag", k)
    least = x.shape[-1] - min(high, 0), x.shape[-1] + max(low, 0)
    if num_rows == -1 and num_cols == -1:
        num_rows = num_cols = max(least)
    rows, columns = (n if m == -1 else m for n, m in zip(least, (num_rows, num_cols), strict=True))
    lead = x.shape[:-1] if low == high else x.shape[:-2]
    empty = jnp.full((*lead, rows, columns), jnp.asarray(padding).astype(x.dtype), x.dtype)
    return _Diagonals("MatrixDiag", rows, columns, k, align).put(empty, x)
