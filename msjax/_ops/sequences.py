"""Sequences of numbers and of words: ranges, distances, repetitions, positions of equal ones."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._ops.kinds import tensor

jnp = jax.numpy
lax = jax.lax


@operator(
    "ops.RaggedRange(Tsplits: types(int32, int64))(starts, limits, deltas) -> (starts, limits,"
    " deltas, splits=Tsplits)",
    compiled=False,
    differentiable=False,
    samples=(
        "given([2, 5, 8], 'int64'), given([3, 5, 12], 'int64'), given([1, 1, 2], 'int64'), "
        "Tsplits=int64",
        "given([2, 0], 'float32'), given([0, 2], 'float32'), given([-0.5, 0.8], 'float32'), "
        "Tsplits=int32",
    ),
)
def ragged_range(starts, limits, deltas, *, splits):
    """Return where each range ends in the second result, and the ranges one after the other."""
    arrays = np.broadcast_arrays(*[np.atleast_1d(np.asarray(v)) for v in (starts, limits, deltas)])
    start, limit, delta = arrays
    if np.any(delta == 0):
        raise ExplainedValueError(f"For 'RaggedRange', deltas must not be 0, but got {delta}.")
    counts = np.maximum(np.ceil((limit - start) / delta), 0).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(counts)])
    row = np.repeat(np.arange(len(counts)), counts)
    values = start[row] + (np.arange(ends[-1]) - ends[row]) * delta[row]
    return jnp.asarray(ends, to_numpy(splits)), jnp.asarray(values, starts.dtype)


def _groups(index, values, shape):
    """Return sequences one per row, with their lengths, by the positions of their elements."""
    group = np.asarray(np.ravel_multi_index(np.asarray(index)[:, :-1].T, shape))
    count = int(np.prod(shape))
    lengths = np.bincount(group, minlength=count)
    order = np.argsort(group, kind="stable")
    first = np.cumsum(lengths) - lengths
    place = np.arange(len(group)) - first[group[order]]
    rows = np.zeros((count, max(1, lengths.max(initial=1))), np.asarray(values).dtype)
    rows[group[order], place] = np.asarray(values)[order]
    return rows, lengths


def _distances(one, other, one_lengths, other_lengths):
    """Return the number of edits that turn rows into others, by dynamic programming."""
    place = jnp.arange(other.shape[1] + 1)
    start = jnp.broadcast_to(place, (len(one), len(place)))

    def step(row, of):
        word, number = of
        replaced = row[:, :-1] + (word[:, None] != other)
        best = jnp.minimum(row[:, 1:] + 1, replaced)
        best = jnp.concatenate([jnp.full((len(one), 1), number), best], 1)
        new = lax.cummin(best - place, axis=1) + place
        return new, new

    numbers = jnp.arange(1, one.shape[1] + 1)
    _, rows = lax.scan(step, start, (one.T, numbers))
    rows = jnp.concatenate([start[None], rows])
    return rows[one_lengths, jnp.arange(len(one)), other_lengths]


@operator(
    "ops.EditDistance(normalize: bool = True)(hypothesis_indices, hypothesis_values,"
    " hypothesis_shape, truth_indices, truth_values, truth_shape)",
    compiled=False,
    differentiable=False,
    samples=(
        "given([[0, 0, 0], [1, 0, 1], [1, 1, 1]], 'int64'), given([1, 2, 3], 'float32'), "
        "given([1, 1, 2], 'int64'), given([[0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]], 'int64'), "
        "given([1, 3, 2, 1], 'float32'), given([2, 2, 2], 'int64')",
        "given([[0, 0], [0, 1], [0, 2], [1, 0]], 'int64'), given([1, 2, 3, 1], 'int64'), "
        "given([2, 3], 'int64'), given([[0, 0], [0, 1], [1, 0], [1, 1]], 'int64'), "
        "given([2, 4, 5, 1], 'int64'), given([2, 2], 'int64'), normalize=False",
    ),
)
def edit_distance(index, values, shape, other_index, other, other_shape, *, normalize):
    """Count the edits between sequences, as a part of the second's length if `normalize`."""
    size = np.maximum(np.asarray(shape)[:-1], np.asarray(other_shape)[:-1])
    one, lengths = _groups(index, values, size)
    other, other_lengths = _groups(other_index, other, size)
    edits = _distances(jnp.asarray(one), jnp.asarray(other), lengths, other_lengths)
    edits = edits.astype(jnp.float32)
    if normalize:
        part = edits / np.maximum(other_lengths, 1)
        edits = jnp.where(other_lengths > 0, part, jnp.where(lengths > 0, jnp.inf, 0))
    return edits.astype(jnp.float32).reshape(tuple(size))


@operator(
    "ops.NoRepeatNGram(ngram_size: int >= 1 = 1)(state_seq, log_probs) -> (state_seq, log_probs,"
    " size=ngram_size)",
    differentiable=False,
    samples=(
        "given([[[1, 2, 1, 2, 5, 1, 2]]], 'int32'), f32[1, 1, 6], ngram_size=3",
        "given([[[1, 2, 1, 2, 5, 1, 2]]], 'int32'), f32[1, 1, 6], ngram_size=1",
    ),
)
def no_repeat_ngram(words, log_probabilities, *, size):
    """Set the log probability of words to the least, which would end a run that was there."""
    length = words.shape[-1]
    starts = jnp.arange(length - size + 1)
    runs = words[..., starts[:, None] + jnp.arange(size)]
    last = words[..., length - size + 1 :]
    repeated = jnp.all(runs[..., :-1] == last[..., None, :], -1)
    ends = jnp.where(repeated, runs[..., -1], log_probabilities.shape[-1])
    barred = jnp.max(jax.nn.one_hot(ends, log_probabilities.shape[-1], dtype=jnp.int32), -2)
    least = jnp.finfo(log_probabilities.dtype).min
    return jnp.where(barred > 0, least, log_probabilities)


@operator(
    "ops.MapUniform()(input, per_group_size, group_num)",
    differentiable=False,
    samples=("given([0, 1, 2, 3, 4, 5, 6, 7], 'int64'), 4, 2",),
)
def map_uniform(key, size, count):
    """Deal keys out to groups in turn: key % count * size + key // count."""
    return (key % count * size + key // count).astype(key.dtype)


@operator(
    "ops.unique_with_pad(x, pad_num)",
    "ops.UniqueWithPad()(x, pad_num)",
    "Tensor.unique_with_pad(self, pad_num)",
    promote=tensor,
    differentiable=False,
    samples=("given([5, 2, 2, 3, 1, 5], 'int32'), 0", "given([5, 2, 2, 3], 'int64'), 8"),
)
def unique_with_pad(x, pad):
    """Return the distinct elements in order, padded, and where each element is among them."""
    if x.ndim != 1:
        raise ExplainedValueError(
            f"For 'UniqueWithPad', x must have one axis, but its shape is {x.shape}."
        )
    order = jnp.argsort(x, stable=True)
    new = jnp.append(True, x[order][1:] != x[order][:-1])
    segment = jnp.cumsum(new) - 1
    first = jnp.full(x.size, x.size).at[segment].min(order)
    rank = jnp.argsort(jnp.argsort(first))
    place = jnp.zeros(x.size, x.dtype).at[order].set(rank[segment].astype(x.dtype))
    return jnp.full(x.size, pad, x.dtype).at[place].set(x), place


@operator(
    "ops.ComputeAccidentalHits(num_true: int >= 1 = 1)(true_classes, sampled_candidates)",
    compiled=False,
    differentiable=False,
    samples=(
        "given([[1, 2], [0, 4], [3, 3]], 'int64'), given([0, 1, 2, 3, 4], 'int64'), num_true=2",
    ),
)
def accidental_hits(classes, candidates, *, num_true):
    """Return rows, positions and weights of the candidates that are among the true classes."""
    if classes.ndim != 2 or classes.shape[1] != num_true:
        raise ExplainedValueError(
            f"For 'ComputeAccidentalHits', true_classes must have the shape (N, {num_true}), as "
            f"num_true says, but got {classes.shape}."
        )
    found = np.argwhere(np.asarray(classes)[:, :, None] == np.asarray(candidates))
    weights = jnp.full(len(found), jnp.finfo(jnp.float32).min, jnp.float32)
    return *(jnp.asarray(found[:, i], classes.dtype) for i in (0, 2)), weights


@operator(
    "ops.ConfusionMatrix(num_classes: int, dtype: str = 'int32')(labels, predictions,"
    " weights=None) -> (labels, predictions, weights, count=num_classes)",
    differentiable=False,
    samples=("given([0, 1, 1, 3], 'int32'), given([1, 2, 1, 3], 'int32'), num_classes=4",),
)
def confusion_matrix(labels, predictions, weights, *, count):
    """Count (or sum the weights of) the pairs of label and prediction."""
    values = jnp.ones_like(labels) if weights is None else weights.astype(labels.dtype)
    return jnp.zeros((count, count), labels.dtype).at[labels, predictions].add(values)


@operator(
    "ops.SplitV(size_splits: tuple_of(int, lists=True), split_dim: int,"
    " num_split: int >= 1)(input_x)",
    promote=tensor,
    samples=("f32[2, 5], size_splits=(1, -1, 2), split_dim=1, num_split=3",),
)
def split_by_sizes(x, *, size_splits, split_dim, num_split):
    """Split along an axis into parts of given lengths, of which one may be -1: the rest."""
    length = x.shape[split_dim]
    rest = length - sum(n for n in size_splits if n != -1)
    sizes = [rest if n == -1 else n for n in size_splits]
    if len(sizes) != num_split or sum(sizes) != length or min(sizes) < 1:
        raise ExplainedValueError(
            f"For 'SplitV', size_splits={list(size_splits)} must be num_split={num_split} lengths "
            f"that sum up to that of the axis, {length}; one may be -1."
        )
    return tuple(jnp.split(x, np.cumsum(sizes)[:-1], split_dim))


@composite("ops.TensorToTuple()(x)", samples=("given([1, 2, 3], 'int64')",))
def tensor_to_tuple(x):
    """Return the elements of a tensor of one axis as Python's numbers."""
    if x.ndim > 1:
        raise ExplainedValueError(
            f"For 'TensorToTuple', the tensor must have one axis, but its shape is {x.shape}."
        )
    return tuple(np.atleast_1d(x.asnumpy()).tolist())
