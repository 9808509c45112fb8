"""Losses of classification: cross entropies of logits, and margins between classes.

A label outside of the classes gives NaN, where MindSpore's CPU kernels raise a RuntimeError:
compiled code cannot look at values.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.losses import floats, in_float32, reduce

jnp = jax.numpy
lax = jax.lax


@operator(
    "ops.cross_entropy(input, target, weight=None, ignore_index=-100, reduction='mean',"
    " label_smoothing=0.0) -> (input, target, weight, ignore_index, label_smoothing,"
    " reduction=reduction)",
    "mint.nn.functional.cross_entropy(input, target, weight=None, ignore_index=-100,"
    " reduction='mean', label_smoothing=0.0) -> (input, target, weight, ignore_index,"
    " label_smoothing, reduction=reduction)",
    samples=(
        "f32[4, 5], natural[4]",
        "f32[4, 5], natural[4], positive[5], 2, 'sum', 0.1",
        "f32[2, 5, 3], natural[2, 3], positive[5], reduction='none'",
        "f32[4, 5], probability[4, 5], positive[5]",
    ),
)
def cross_entropy(x, target, weight, ignore_index, smoothing, *, reduction):
    """Compute the cross entropy of softmax(x) over axis 1 and class indices or probabilities."""
    if reduction not in ("none", "mean", "sum"):
        raise ExplainedValueError(
            "For 'cross_entropy_loss', the 'reduction' must be str and must be in '['none', "
            f"'mean', 'sum']', but got {reduction!r}."
        )
    _check_float("cross_entropy", x)
    log_p = jax.nn.log_softmax(x, axis=_class_axis(x))
    if not jnp.issubdtype(target.dtype, jnp.floating):
        return _nll(log_p, target, weight, ignore_index, smoothing, reduction)
    if target.shape != x.shape:
        raise ExplainedValueError(
            f"For 'cross_entropy', probabilities must have the shape of the input {x.shape}, but "
            f"got {target.shape}; class indices must be integers."
        )
    return _of_probabilities(log_p, target, weight, smoothing, reduction)


def _class_axis(x):
    return 0 if x.ndim == 1 else 1


def _check_float(name, x):
    if not jnp.issubdtype(x.dtype, jnp.floating):
        raise ExplainedTypeError(
            f"For '{name}', the input must be a float Tensor, but got {x.dtype}; convert it first, "
            "for instance `x.astype(mindspore.float32)`."
        )


def _per_class(weight, x):
    shape = [1] * x.ndim
    shape[_class_axis(x)] = -1
    return weight.reshape(shape)


def _of_probabilities(log_p, target, weight, smoothing, reduction):
    axis = _class_axis(log_p)
    classes = log_p.shape[axis]
    smoothing = jnp.asarray(smoothing, log_p.dtype)
    target = target * (1 - smoothing) + smoothing / classes
    if weight is not None:
        log_p = log_p * _per_class(weight, log_p)
    loss = -jnp.sum(log_p * target, axis=axis)
    return reduce(loss, reduction, "cross_entropy_loss")


@operator(
    "ops.nll_loss(inputs, target, weight=None, ignore_index=-100, reduction='mean',"
    " label_smoothing=0.0) -> (inputs, target, weight, ignore_index, label_smoothing,"
    " reduction=reduction)",
    "mint.nn.functional.nll_loss(input, target, weight=None, ignore_index=-100, reduction='mean')"
    " -> (input, target, weight, ignore_index, 0.0, reduction=reduction)",
    samples=(
        "f32[4, 5], natural[4]",
        "f32[4, 5], natural[4], positive[5], 2, 'sum', 0.1",
        "f32[2, 5, 3], natural[2, 3], positive[5], reduction='none'",
    ),
)
def nll_loss(log_p, target, weight, ignore_index, smoothing, *, reduction):
    """Take the negative log-probability (axis 1 of the input) of the target classes."""
    _check_float("nll_loss", log_p)
    return _nll(log_p, target, weight, ignore_index, smoothing, reduction)


def _nll(log_p, target, weight, ignore_index, smoothing, reduction):
    """Compute the loss of class indices; a mean is weighted by the weights of the targets."""
    if reduction not in ("none", "mean", "sum"):
        raise ExplainedValueError(
            "For 'nll_loss', the 'reduction' must be in ['none', 'mean', 'sum'], but got "
            f"{reduction!r}."
        )
    axis = _class_axis(log_p)
    if target.shape != log_p.shape[:axis] + log_p.shape[axis + 1 :]:
        raise ExplainedValueError(
            "For 'nll_loss', the shape of target must be that of the input without its class axis, "
            f"but got input {log_p.shape} and target {target.shape}."
        )
    ignored = target == jnp.asarray(ignore_index, target.dtype)
    index = jnp.where(ignored, 0, target)
    picked = jnp.take_along_axis(log_p, jnp.expand_dims(index, axis), axis, mode="fill")
    picked = picked.squeeze(axis)
    weights = jnp.ones_like(picked) if weight is None else jnp.take(weight, index, mode="fill")
    weights = jnp.where(ignored, 0, weights).astype(log_p.dtype)
    scaled = log_p if weight is None else log_p * _per_class(weight, log_p)
    spread = -jnp.where(ignored, 0, jnp.sum(scaled, axis=axis))
    smoothing = jnp.asarray(smoothing, log_p.dtype)
    share = smoothing / log_p.shape[axis]
    loss = (1 - smoothing) * (-picked * weights) + jnp.where(smoothing > 0, share * spread, 0)
    if reduction == "mean":
        return jnp.sum(loss) / jnp.sum(weights)
    return jnp.sum(loss) if reduction == "sum" else loss


@operator(
    "ops.NLLLoss(reduction: word('none', 'mean', 'sum') = 'mean', ignore_index=-100)(logits,"
    " labels, weight) -> (logits, labels, weight, ignore_index, reduction=reduction)",
    samples=("f32[4, 5], natural[4], positive[5], reduction='mean'",),
)
def nll_loss_with_weight(log_p, target, weight, ignore_index, *, reduction):
    """Take the negative log-probability of the target classes, and the sum of their weights."""
    weight = jax.lax.stop_gradient(weight)  # as the Primitive; the function has this gradient
    loss = _nll(log_p, target, weight, ignore_index, jnp.zeros((), log_p.dtype), reduction)
    weights = jnp.where(target == ignore_index, 0, jnp.take(weight, target, mode="fill"))
    return loss, jnp.sum(weights)


@jax.custom_jvp
def _softmax_cross_entropy(x, target):
    """Compute the cross entropy with probabilities per sample.

    MindSpore's derivative is softmax(x) - target even where the target does not sum to 1; it has
    none by the target.
    """
    return -jnp.sum(target * jax.nn.log_softmax(x, axis=-1), axis=-1)


@_softmax_cross_entropy.defjvp
def _softmax_cross_entropy_jvp(primals, tangents):
    x, target = primals
    gradient = jax.nn.softmax(x, axis=-1) - target
    return _softmax_cross_entropy(x, target), jnp.sum(gradient * tangents[0], axis=-1)


@operator(
    "ops.SoftmaxCrossEntropyWithLogits()(logits, labels)",
    samples=("f32[4, 5], probability[4, 5]",),
)
def softmax_cross_entropy_with_logits(x, target):
    """Compute the cross entropy with probabilities per sample, and its gradient by the logits."""
    if x.ndim != 2 or x.shape != target.shape:
        raise ExplainedValueError(
            "For primitive[SoftmaxCrossEntropyWithLogits], the dimension of logits must be equal "
            f"to 2 and labels must have the same shape, but got {x.shape} and {target.shape}."
        )
    x, target = floats(x, target)
    gradient = lax.stop_gradient(jax.nn.softmax(x, axis=-1) - target)
    return _softmax_cross_entropy(x, target), gradient


@operator(
    "ops.SparseSoftmaxCrossEntropyWithLogits(is_grad: bool = False)(logits, labels) -> (logits,"
    " labels, is_grad=is_grad)",
    samples=("f32[4, 5], natural[4], is_grad=False", "f32[4, 5], natural[4], is_grad=True"),
)
def sparse_softmax_cross_entropy_with_logits(x, target, *, is_grad):
    """Compute the mean cross entropy with class indices, or its gradient by the logits."""
    log_p = jax.nn.log_softmax(x, axis=-1)
    if is_grad:
        return (jnp.exp(log_p) - jax.nn.one_hot(target, x.shape[-1], dtype=x.dtype)) / x.shape[0]
    picked = jnp.take_along_axis(log_p, target[:, None], axis=-1, mode="fill")
    return -jnp.mean(picked)


@operator(
    samples=(
        "f32[4, 5], natural[4], sparse=True, reduction='mean'",
        "f32[4, 5], probability[4, 5], sparse=False, reduction='none'",
    )
)
def softmax_cross_entropy(x, target, *, sparse, reduction):
    """Compute what the layer SoftmaxCrossEntropyWithLogits does.

    A class index outside of the classes gives no loss, and NaN in a mean.
    """
    name = "SoftmaxCrossEntropyWithLogits"
    if x.ndim != 2 or target.shape != (x.shape[:1] if sparse else x.shape):
        raise ExplainedValueError(
            f"For primitive[{name}], the dimension of logits must be equal to 2 and labels must "
            f"have the shape {x.shape[:1] if sparse else x.shape}, but got logits {x.shape} and "
            f"labels {target.shape}."
        )
    if not sparse:
        return in_float32(_softmax_cross_entropy(*floats(x, target)), None, reduction)
    if not jnp.issubdtype(target.dtype, jnp.integer):
        raise ExplainedTypeError(
            f"For '{name}', class indices must be int32 or int64, but got {target.dtype}."
        )
    index = target[:, None]
    log_p = jax.nn.log_softmax(x, axis=-1)
    loss = -jnp.sum(jnp.where(jnp.arange(x.shape[1]) == index, log_p, 0), axis=-1)
    if reduction == "mean":
        loss = jnp.where((target >= 0) & (target < x.shape[1]), loss, jnp.nan)
    return in_float32(loss, None, reduction)


@operator(
    "ops.multilabel_soft_margin_loss(input, target, weight=None, reduction='mean')",
    samples=("f32[4, 5], probability[4, 5]", "f32[4, 5], probability[4, 5], positive[5], 'none'"),
)
def multilabel_soft_margin_loss(x, y, weight, *, reduction):
    """Average over the classes the cross entropy of sigmoid(x) and labels."""
    loss = y * jax.nn.softplus(-x) + (1 - y) * jax.nn.softplus(x)
    if weight is not None:
        loss = loss * weight
    return reduce(jnp.mean(loss, axis=-1), reduction, "multilabel_soft_margin_loss")


@operator(
    "ops.multi_margin_loss(input, target, p=1, margin=1, weight=None, reduction='mean')"
    " -> (input, target, weight, margin, p=p, reduction=reduction)",
    "ops.MultiMarginLoss(p: among(1, 2) = 1, margin: float = 1.0,"
    " reduction: exactly('mean', 'sum', 'none') = 'mean')(x, target, weight=None) -> (x, target,"
    " weight, margin, p=p, reduction=reduction)",
    samples=("f32[4, 5], natural[4]", "f32[4, 5], natural[4], 2, 0.5, positive[5], 'none'"),
)
def multi_margin_loss(x, target, weight, margin, *, p, reduction):
    """Average over the wrong classes what the right one's score lacks to the margin above them."""
    if p not in (1, 2):
        raise ExplainedValueError(f"For 'MultiMarginLoss', 'p' must be 1 or 2, but got {p}.")
    index = target[:, None]
    right = jnp.take_along_axis(x, index, axis=1, mode="fill")
    lack = jnp.maximum(jnp.asarray(margin, x.dtype) - right + x, 0) ** p
    if weight is not None:
        lack = lack * jnp.take(weight, index, mode="fill")
    wrong = jnp.arange(x.shape[1]) != index
    loss = jnp.sum(jnp.where(wrong, lack, 0), axis=1) / x.shape[1]
    return reduce(loss, reduction, "MultiMarginLoss")
