"""The linear assignment problem: which row gets which column at the least total cost.

Shortest augmenting paths (Jonker and Volgenant), one per row, with dual variables of rows and
columns that keep the reduced costs from becoming negative.
"""

from __future__ import annotations

import sys

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import tensor_only

jnp = jax.numpy
lax = jax.lax


@composite(
    "scipy.optimize.linear_sum_assignment(cost_matrix, maximize, dimension_limit=None)",
    "scipy.ops.LinearSumAssignment()(cost_matrix, dimension_limit, maximize)"
    " -> (cost_matrix, maximize, dimension_limit)",
    samples=(
        "scipy.optimize.linear_sum_assignment: f32[3, 3], False",
        "scipy.optimize.linear_sum_assignment: f32[3, 4], True",
        "scipy.optimize.linear_sum_assignment: f32[4, 3], False",
        "scipy.optimize.linear_sum_assignment: f32[3, 4], False, given(2, 'int64')",
        "scipy.ops.LinearSumAssignment: f32[3, 4], given(2, 'int64'), True",
    ),
)
def linear_sum_assignment(cost_matrix, maximize, dimension_limit):
    """Give each row of a cost matrix another column so that the sum of their costs is the least.

    Args:
        cost_matrix (Tensor): the costs (M, N).
        maximize (bool): whether to make the sum the greatest instead.
        dimension_limit (Tensor): how many columns count, int64 without axes; None for all.

    Returns:
        Tuple of the row and column numbers, int64, min(M, N) each; -1 where columns are missing.
    """
    costs = tensor_only(cost_matrix)
    if not isinstance(maximize, bool):
        raise ExplainedTypeError(
            "For primitive[LinearSumAssignment], the input argument[maximize] must be a type of "
            f"Bool, but got {describe(maximize)}."
        )
    limit = sys.maxsize
    if dimension_limit is not None:
        if not isinstance(dimension_limit, Tensor):
            raise ExplainedTypeError(
                "For Primitive[LinearSumAssignment], the type of input argument[dimension_limit] "
                f"must be Tensor but got {describe(dimension_limit)}."
            )
        limit = int(dimension_limit.asnumpy())
    if costs.ndim != 2:
        raise ExplainedValueError(
            "For primitive[LinearSumAssignment], the cost_matrix rank must be equal to 2, but got "
            f"{costs.ndim}."
        )
    columns = min(costs.shape[1], limit)
    return best_assignment(costs, maximize=maximize, columns=columns)


@operator(differentiable=False, samples=("f32[3, 4], maximize=False, columns=4",))
def best_assignment(costs, *, maximize, columns):
    """Return rows and columns of the best assignment to the first columns."""
    length = min(costs.shape)
    costs = costs[:, :columns].astype(jnp.float64)
    costs = -costs if maximize else costs
    if costs.shape[0] <= costs.shape[1]:
        chosen = _columns_of_rows(costs)
        rows = jnp.arange(len(chosen))
    else:
        rows = _columns_of_rows(costs.T)
        chosen = jnp.argsort(rows)
        rows = rows[chosen]
    fill = (0, length - len(rows))
    return tuple([jnp.pad(v.astype(jnp.int64), fill, constant_values=-1) for v in (rows, chosen)])


def _columns_of_rows(costs):
    """Return the column of each row; there are no fewer columns than rows."""
    rows, columns = costs.shape
    start = (
        jnp.zeros(rows),
        jnp.zeros(columns),
        jnp.full(rows, -1),
        jnp.full(columns, -1),
    )
    return lax.fori_loop(0, rows, lambda row, s: _with_row(costs, row, *s), start)[2]


def _with_row(costs, row, of_rows, of_columns, column_of, row_of):
    """Assign one more row along the shortest path to a free column."""
    path = _shortest_path(costs, row, of_rows, of_columns, row_of)
    lengths, before, seen_rows, seen, end, least = path
    on_path = seen_rows & (jnp.arange(len(of_rows)) != row)
    change = jnp.where(on_path, least - lengths[column_of], 0)
    of_rows = (of_rows + change).at[row].add(least)
    of_columns = of_columns - jnp.where(seen, least - lengths, 0)

    def step(state):
        column, column_of, row_of, _ = state
        owner = before[column]
        row_of = row_of.at[column].set(owner)
        return column_of[owner], column_of.at[owner].set(column), row_of, owner == row

    state = end, column_of, row_of, jnp.asarray(False)
    _, column_of, row_of, _ = lax.while_loop(lambda s: ~s[3], step, state)
    return of_rows, of_columns, column_of, row_of


def _shortest_path(costs, row, of_rows, of_columns, row_of):
    """Search from a row for the nearest free column, by reduced costs (Dijkstra)."""
    columns = costs.shape[1]

    def step(state):
        lengths, before, seen_rows, seen, at, _, least, place = state
        seen_rows = seen_rows.at[at].set(True)
        through = least + costs[at] - of_rows[at] - of_columns
        shorter = ~seen & (through < lengths)
        lengths = jnp.where(shorter, through, lengths)
        before = jnp.where(shorter, at, before)
        least = jnp.min(jnp.where(seen, jnp.inf, lengths))
        column, place = _nearest(~seen & (lengths == least), row_of < 0, place)
        end = jnp.where(row_of[column] < 0, column, -1)
        seen = seen.at[column].set(True)
        return lengths, before, seen_rows, seen, row_of[column], end, least, place

    start = (
        jnp.full(columns, jnp.inf),
        jnp.full(columns, -1),
        jnp.zeros(len(of_rows), bool),
        jnp.zeros(columns, bool),
        jnp.asarray(row),
        jnp.asarray(-1),
        jnp.asarray(0.0),
        jnp.arange(columns)[::-1],
    )
    found = lax.while_loop(lambda s: s[5] < 0, step, start)
    lengths, before, seen_rows, seen, _, end, least, _ = found
    return lengths, before, seen_rows, seen, end, least


def _nearest(nearest, free, place):
    """Choose among columns at the same distance as SciPy does, whose list has them at `place`.

    It is the last free one of the list, or the first; then the last of all takes its place there.
    """
    free = nearest & free
    first = jnp.argmin(jnp.where(nearest, place, len(place)))
    column = jnp.where(jnp.any(free), jnp.argmax(jnp.where(free, place, -1)), first)
    return column, place.at[jnp.argmax(place)].set(place[column]).at[column].set(-1)
