"""Rows of tables by index."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.parameter import Parameter
from msjax._core.state import recording
from msjax._core.tensor import read, write

jnp = jax.numpy
lax = jax.lax


def _check_index(name, index):
    if not jnp.issubdtype(index.dtype, jnp.integer):
        raise ExplainedTypeError(
            f"For '{name}', the indices must be integers, but got {index.dtype}; convert them "
            "first."
        )


@operator(
    samples=(
        "natural[2, 3], f32[5, 4]",
        "natural[2, 3], f32[5, 4], padding=1",
        "natural[2, 3], f32[5, 4], by_frequency=True",
    ),
)
def look_up(index, table, *, padding=None, by_frequency=False):
    """Take rows of a table; row `padding` gets no gradient. An index outside gives NaN.

    With `by_frequency`, a row's gradient is divided by how often the row is taken.
    """
    _check_index("embedding", index)
    if padding is not None:
        if not -table.shape[0] <= padding < table.shape[0]:
            raise ExplainedValueError(
                f"For 'embedding', padding_idx must be in [{-table.shape[0]}, {table.shape[0]}), "
                f"but got {padding}."
            )
        rows = jnp.arange(table.shape[0])[:, None] == padding % table.shape[0]
        table = jnp.where(rows, lax.stop_gradient(table), table)
    rows = jnp.take(table, index, axis=0, mode="fill")
    if not by_frequency:
        return rows
    counts = jnp.zeros(table.shape[0], table.dtype).at[index.reshape(-1)].add(1, mode="drop")
    fixed = lax.stop_gradient(rows)
    return fixed + (rows - fixed) / jnp.maximum(counts[index], 1)[..., None]


@operator(samples=("natural[2, 3], f32[5, 4], 0.5, 2.0",), differentiable=False)
def renormalise_rows(index, table, most, order):
    """Scale down those rows named by `index` whose norm exceeds `most`."""
    norms = jnp.sum(jnp.abs(table) ** order, axis=1) ** (1 / order)
    scale = jnp.where(norms > most, most / (norms + 1e-7), 1)
    used = jnp.zeros(table.shape[0], bool).at[index.reshape(-1)].set(True, mode="drop")
    return jnp.where(used, scale, 1).astype(table.dtype)[:, None] * table


@composite(
    "ops.embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0,"
    " scale_grad_by_freq=False)",
    "mint.nn.functional.embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0,"
    " scale_grad_by_freq=False)",
    samples=(
        "natural[2, 3], f32[5, 4]",
        "natural[2, 3], f32[5, 4], 1",
        "natural[2, 3], f32[5, 4], scale_grad_by_freq=True",
    ),
)
def embedding(
    input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False
):
    """Take rows of `weight`, after scaling those longer than `max_norm` down in place.

    With `scale_grad_by_freq`, a row's gradient is divided by how often the row is taken.
    """
    if max_norm is not None:
        renormalised = renormalise_rows(input, weight, float(max_norm), float(norm_type))
        with recording(False):  # the table is a leaf, and changing it no part of the graph
            write(weight, read(renormalised))
    return look_up(input, weight, padding=padding_idx, by_frequency=bool(scale_grad_by_freq))


@composite(
    "ops.EmbeddingLookup()(input_params, input_indices, offset)",
    samples=("f32[5, 4], natural[2, 3], 0", "f32[5, 4], natural[2, 3], 2"),
)
def embedding_lookup(input_params, input_indices, offset):
    """Take rows of a table that begins at row `offset`; indices outside of it give zeros."""
    mark_looked_up(input_params)
    return _rows_from(input_params, input_indices, offset)


def mark_looked_up(table):
    """Note on a Parameter that rows are read of it: lazy optimizers then update by row."""
    if isinstance(table, Parameter):
        table._is_looked_up = True


@operator(samples=("f32[5, 4], natural[2, 3], 0",))
def _rows_from(table, index, offset):
    """Take rows of a table that begins at row `offset`; indices outside of it give zeros."""
    _check_index("EmbeddingLookup", index)
    index = index - jnp.asarray(offset, index.dtype)
    inside = (index >= 0) & (index < table.shape[0])
    rows = jnp.take(table, jnp.where(inside, index, 0), axis=0)
    return jnp.where(inside.reshape(inside.shape + (1,) * (table.ndim - 1)), rows, 0)
