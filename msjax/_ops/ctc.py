"""Connectionist temporal classification: losses and greedy decoding."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy
lax = jax.lax


def _extended(targets, blank):
    """Put blanks before, between and after labels: (N, S) to (N, 2 S + 1)."""
    n, s = targets.shape
    out = jnp.full((n, 2 * s + 1), blank, jnp.int32)
    return out.at[:, 1::2].set(targets.astype(jnp.int32))


# The logarithm of 0: with infinities, gradients would be NaN.
_LOWEST = -1e30


def _infinite(x):
    """Turn what stands for the logarithm of 0 into it."""
    return jnp.where(x < _LOWEST / 2, -jnp.inf, x)


def _forward(log_probs, targets, input_lengths, target_lengths, blank):
    """Return the losses (N,) and the logarithms alpha (N, T, 2 S + 1) of prefix probabilities."""
    labels = _extended(targets, blank)
    taken = jnp.take_along_axis(log_probs, labels[None], 2)
    lowest = jnp.asarray(_LOWEST, log_probs.dtype)
    first = jnp.full(labels.shape, lowest).at[:, :2].set(taken[0, :, :2])
    has_labels = (target_lengths > 0)[:, None]
    first = jnp.where((jnp.arange(labels.shape[1]) == 1) & ~has_labels, lowest, first)
    skips = jnp.pad(labels[:, 2:] != labels[:, :-2], ((0, 0), (2, 0))) & (labels != blank)

    def step(alpha, now):
        one = jnp.pad(alpha[:, :-1], ((0, 0), (1, 0)), constant_values=_LOWEST)
        two = jnp.pad(alpha[:, :-2], ((0, 0), (2, 0)), constant_values=_LOWEST)
        two = jnp.where(skips, two, lowest)
        alpha = jnp.logaddexp(jnp.logaddexp(alpha, one), two) + now
        return alpha, alpha

    _, rest = lax.scan(step, first, taken[1:])
    alphas = jnp.concatenate([first[None], rest]).transpose(1, 0, 2)
    last = jnp.take_along_axis(alphas, (input_lengths - 1).astype(jnp.int32)[:, None, None], 1)[
        :, 0
    ]
    ends = 2 * target_lengths.astype(jnp.int32)[:, None]
    blank_end = jnp.take_along_axis(last, ends, 1)[:, 0]
    label_end = jnp.take_along_axis(last, jnp.maximum(ends - 1, 0), 1)[:, 0]
    label_end = jnp.where(target_lengths > 0, label_end, lowest)
    return -jnp.logaddexp(blank_end, label_end), alphas


def _check(log_probs, targets, blank):
    if log_probs.ndim != 3:
        raise ExplainedValueError(
            f"For 'ctc_loss', log_probs must be (T, N, C), but its shape is {log_probs.shape}."
        )
    if targets.ndim != 2 or len(targets) != log_probs.shape[1]:
        raise ExplainedValueError(
            f"For 'ctc_loss', targets must be (N, S) with N = {log_probs.shape[1]}, but its shape "
            f"is {targets.shape}."
        )
    if not jnp.issubdtype(targets.dtype, jnp.integer):
        raise ExplainedTypeError(
            f"For 'ctc_loss', targets must be int32 or int64, but are {targets.dtype}."
        )
    if not 0 <= blank < log_probs.shape[2]:
        raise ExplainedValueError(
            f"For 'ctc_loss', blank must be in [0, {log_probs.shape[2]}), but got {blank}."
        )


@operator(
    "ops.CTCLossV2(blank: int = 0, reduction: among('none') = 'none',"
    " zero_infinity: bool = False)(log_probs, targets, input_lengths, target_lengths)",
    promote=only_real_floating,
    samples=("f32[5, 2, 4], natural[2, 2], lengths[2], bit[2]",),
)
def ctc_losses(
    log_probs, targets, input_lengths, target_lengths, *, blank, reduction, zero_infinity
):
    """Compute losses of log-probabilities (T, N, C) for targets (N, S), and prefix logarithms.

    The gradient is that of the logits before a log-softmax, as MindSpore's.
    """
    _check(log_probs, targets, blank)
    if reduction != "none":
        raise ExplainedValueError(f"For 'CTCLossV2', reduction must be 'none', got {reduction!r}.")
    loss, alphas = _forward(log_probs, targets, input_lengths, target_lengths, blank)
    steps = jnp.arange(len(log_probs))[:, None] < input_lengths
    total = jnp.sum(jnp.where(steps[..., None], jnp.exp(log_probs), 0), (0, 2))
    possible = loss < -_LOWEST / 2
    loss = loss + (total - lax.stop_gradient(total))
    loss = jnp.where(possible, loss, 0 if zero_infinity else jnp.inf)
    places = jnp.arange(alphas.shape[2])
    within = steps.T[..., None] & (places <= 2 * target_lengths[:, None])[:, None]
    alphas = jnp.where(within, _infinite(alphas), -jnp.inf)
    return loss, lax.stop_gradient(alphas)


@composite(
    "ops.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean',"
    " zero_infinity=False)",
    samples=(
        "f32[5, 2, 4], bit[2, 2], lengths[2], bit[2]",
        "f32[5, 2, 4], bit[2, 2], lengths[2], bit[2], 3, 'sum'",
    ),
)
def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, reduction, zero_infinity):
    """Compute the loss of log-probabilities (T, N, C) for targets (N, S), and prefix logarithms.

    Differs: `zero_infinity` makes infinite losses 0, where MindSpore only drops their gradients.
    """
    input_lengths, target_lengths = (
        x if isinstance(x, Tensor) else Tensor(x) for x in (input_lengths, target_lengths)
    )
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(
            f"For 'ctc_loss', the 'reduction' must be 'none', 'mean' or 'sum', but got "
            f"{reduction!r}."
        )
    loss, alphas = ctc_losses(
        log_probs,
        targets,
        input_lengths,
        target_lengths,
        blank=blank,
        reduction="none",
        zero_infinity=zero_infinity,
    )
    if reduction == "sum":
        loss = loss.sum()
    elif reduction == "mean":
        loss = (loss / target_lengths.clip(1, None).astype(loss.dtype)).mean()
    return loss, alphas


@operator(
    "ops.CTCLoss(preprocess_collapse_repeated: bool = False, ctc_merge_repeated: bool = True,"
    " ignore_longer_outputs_than_inputs: bool = False)(x, labels_indices, labels_values,"
    " sequence_length)",
    promote=only_real_floating,
    samples=("f32[5, 2, 4], bit[2, 2], natural[2], lengths[2]",),
)
def ctc_loss_of_logits(
    x,
    index,
    labels,
    lengths,
    *,
    preprocess_collapse_repeated,
    ctc_merge_repeated,
    ignore_longer_outputs_than_inputs,
):
    """Compute losses (N,) of logits (T, N, C), whose last class is the blank, and their gradient.

    Labels come one by one, with their (sequence, place) in `index`.
    Differs: a sequence shorter than its labels has an infinite loss, where MindSpore raises; after
    a sequence's end the gradient is 0, where MindSpore gives minus infinity.
    """
    given = {
        "preprocess_collapse_repeated": preprocess_collapse_repeated,
        "ctc_merge_repeated": not ctc_merge_repeated,
        "ignore_longer_outputs_than_inputs": ignore_longer_outputs_than_inputs,
    }
    for name, value in given.items():
        if value:
            raise NotImplementedError(
                f"CTCLoss({name}={value != (name == 'ctc_merge_repeated')}): only the default is "
                "supported; prepare the labels accordingly."
            )
    targets = jnp.zeros((x.shape[1], len(labels)), jnp.int32)
    targets = targets.at[index[:, 0], index[:, 1]].set(labels.astype(jnp.int32))
    counts = jnp.zeros(x.shape[1], jnp.int32).at[index[:, 0]].max(index[:, 1].astype(jnp.int32) + 1)

    def losses(x):
        loss, _ = _forward(jax.nn.log_softmax(x), targets, lengths, counts, x.shape[2] - 1)
        return jnp.where(loss < -_LOWEST / 2, loss, jnp.inf)

    loss, pull = jax.vjp(losses, x)
    return loss, lax.stop_gradient(pull(jnp.ones_like(loss))[0])


@operator(
    "ops.ctc_greedy_decoder(inputs, sequence_length, merge_repeated=True)",
    "ops.CTCGreedyDecoder(merge_repeated: bool = True)(inputs, sequence_length)",
    promote=only_real_floating,
    compiled=False,
    differentiable=False,
    samples=("f32[5, 2, 4], lengths[2]", "f32[5, 2, 4], lengths[2], False"),
)
def ctc_greedy_decoder(x, lengths, *, merge_repeated):
    """Decode logits (T, N, C), whose last class is the blank, by their largest ones.

    Returns the (sequence, place) of each label, the labels, (N, most labels), and the negated sums
    of the largest logits, (N, 1).
    """
    best, top = np.asarray(x).argmax(2), np.asarray(x).max(2)
    index, values, scores = [], [], []
    for n, length in enumerate(np.asarray(lengths)):
        row = best[:length, n]
        kept = row != x.shape[2] - 1
        if merge_repeated:
            kept[1:] &= row[1:] != row[:-1]
        index += [(n, i) for i in range(kept.sum())]
        values += row[kept].tolist()
        scores.append([-top[:length, n].sum()])
    index = np.asarray(index, np.int64).reshape(-1, 2)
    shape = np.array([x.shape[1], index[:, 1].max(initial=-1) + 1])
    out = index, np.asarray(values, np.int64), shape, np.asarray(scores, x.dtype)
    return tuple(jax.device_put(v) for v in out)
