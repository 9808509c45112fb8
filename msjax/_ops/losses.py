"""Losses on predictions and targets of the same shape.

MindSpore defines no derivative with respect to the weights of the binary cross entropies and to
the target of the Kullback-Leibler divergence: zeros, here by `stop_gradient`.
"""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import EXPRESSIONS, operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import as_float, only_floating

jnp = jax.numpy
lax = jax.lax


def checked_beta(beta):
    """Return the bound between squares and absolutes; raise where it is negative."""
    if isinstance(beta, int | float) and beta < 0:
        raise RuntimeError(f"For 'SmoothL1Loss', beta must not be negative, but got {beta}.")
    return beta


def checked_margin(margin):
    """Return the margin of a cosine; raise where no cosine reaches it."""
    if isinstance(margin, int | float) and not -1 <= margin <= 1:
        raise ValueError(
            f"For 'cosine_embedding_loss', the margin must be in [-1, 1], but got {margin}."
        )
    return margin


EXPRESSIONS |= {"checked_beta": checked_beta, "checked_margin": checked_margin}


def reduce(loss, reduction, name):
    """Average, sum or keep the elements of a loss."""
    if reduction == "mean":
        return jnp.mean(loss)
    if reduction == "sum":
        return jnp.sum(loss)
    if reduction == "none":
        return loss
    raise ExplainedValueError(
        f"For '{name}', the 'reduction' must be in ['mean', 'sum', 'none'], but got {reduction!r}."
    )


def floats(*operands):
    """Promote operands to one dtype, integers to float32."""
    return [as_float(x) for x in arithmetic(*operands)]


def _absolute(x):
    """Compute |x| with the derivative 0 at 0; JAX's is 1 there."""
    return x * jnp.sign(x)


def _same_shape(name, x, y):
    if x.shape != y.shape:
        raise ExplainedValueError(
            f"For primitive[{name}], the shapes of input and target must be the same, but got "
            f"{x.shape} and {y.shape}."
        )


def in_float32(loss, weights, reduction):
    """Weigh and reduce in float32, as MindSpore's loss layers do, and convert back."""
    wide = loss.astype(jnp.float32)
    if weights is not None:
        wide = jnp.asarray(weights, jnp.float32) * wide
    return reduce(wide, reduction, "get_loss").astype(loss.dtype)


@operator(samples=("f32[4, 5], f32[4, 5], reduction='mean'", "f32[4, 5], 2.0, reduction='sum'"))
def weighted_loss(loss, weights, *, reduction):
    """Weigh and reduce the elements of a loss."""
    return in_float32(loss, weights, reduction)


@operator(promote=arithmetic, samples=("f32[4, 5], f32[4, 5], reduction='mean'",))
def absolute_error(x, y, *, reduction):
    """Average the absolute differences; what L1Loss and MAELoss run."""
    return in_float32(_absolute(x - y), None, reduction)


@operator(promote=arithmetic, samples=("f32[4, 5], f32[4, 5], reduction='mean'",))
def squared_error(x, y, *, reduction):
    """Average the squared differences; what MSELoss and RMSELoss run."""
    return in_float32(lax.square(x - y), None, reduction)


@operator(
    samples=(
        "f32[4, 5], positive[4, 5], 1e-8, log_input=True, full=True, reduction='mean'",
        "positive[4, 5], positive[4, 5], 1e-8, log_input=False, full=False, reduction='none'",
    )
)
def poisson_nll(x, y, epsilon, *, log_input, full, reduction):
    """Compute the negative logarithm of Poisson probabilities, `full` with Stirling's term."""
    y, epsilon = y.astype(x.dtype), jnp.asarray(epsilon, x.dtype)
    loss = jnp.exp(x) - y * x if log_input else x - y * jnp.log(x + epsilon)
    if full:
        at_least = jnp.maximum(y, epsilon)
        term = (at_least + 0.5) * jnp.log(at_least) - at_least + 0.5 * math.log(2 * math.pi)
        loss = loss + jnp.where(at_least > 1, term, 0)
    return in_float32(loss, None, reduction)


@operator(
    "ops.mse_loss(input, target, reduction='mean')",
    "mint.nn.functional.mse_loss(input, target, reduction='mean')",
    "ops.mse_loss_ext(input, target, reduction='mean')",
    promote=floats,
    samples=("f32[4, 5], f32[4, 5]", "f32[4, 5], f32[5], 'sum'", "f32[4, 5], f32[4, 5], 'none'"),
)
def mse_loss(x, y, *, reduction):
    """Average the squared differences."""
    return reduce(lax.square(x - y), reduction, "mse_loss")


@operator(
    "ops.l1_loss(input, target, reduction='mean')",
    "mint.nn.functional.l1_loss(input, target, reduction='mean')",
    promote=floats,
    samples=("f32[4, 5], f32[4, 5]", "f32[4, 5], f32[5], 'sum'", "f32[4, 5], f32[4, 5], 'none'"),
)
def l1_loss(x, y, *, reduction):
    """Average the absolute differences."""
    return reduce(_absolute(x - y), reduction, "l1_loss")


@operator(
    "ops.smooth_l1_loss(input, target, beta=1.0, reduction='none')"
    " -> (input, target, checked_beta(beta), reduction=reduction)",
    "ops.SmoothL1Loss(beta: None | real | bool = 1.0,"
    " reduction: word('none', 'mean', 'sum') = 'none')(prediction, target) -> (prediction, target,"
    " beta, reduction=reduction)",
    "mint.nn.functional.smooth_l1_loss(input, target, reduction='mean', beta=1.0)"
    " -> (input, target, beta, reduction=reduction)",
    samples=("f32[4, 5], f32[4, 5]", "f32[4, 5], f32[4, 5], 0.3, 'mean'"),
)
def smooth_l1_loss(x, y, beta, *, reduction):
    """Compute half the squared differences over beta where they are smaller than beta, else L1."""
    _same_shape("SmoothL1Loss", x, y)
    x, y = floats(x, y)
    beta = jnp.asarray(beta, x.dtype)
    difference = _absolute(x - y)
    quadratic = 0.5 * lax.square(difference) / jnp.where(beta > 0, beta, 1)
    loss = jnp.where(difference < beta, quadratic, difference - 0.5 * beta)
    return reduce(loss, reduction, "smooth_l1_loss")


@operator(
    "ops.huber_loss(input, target, reduction='mean', delta=1.0)"
    " -> (input, target, delta, reduction=reduction)",
    samples=("f32[4, 5], f32[4, 5]", "f32[4, 5], f32[5], 'none', 0.3"),
)
def huber_loss(x, y, delta, *, reduction):
    """Compute half the squared differences where smaller than delta, else delta times L1."""
    x, y = floats(x, y)
    delta = jnp.asarray(delta, x.dtype)
    difference = _absolute(x - y)
    linear = delta * (difference - 0.5 * delta)
    loss = jnp.where(difference <= delta, 0.5 * lax.square(difference), linear)
    return reduce(loss, reduction, "huber_loss")


_LEAST = 1e-12


@jax.custom_jvp
def _binary_cross_entropy(x, y):
    return -(y * jnp.log(jnp.maximum(x, _LEAST)) + (1 - y) * jnp.log(jnp.maximum(1 - x, _LEAST)))


@_binary_cross_entropy.defjvp
def _binary_cross_entropy_jvp(primals, tangents):
    (x, y), (dx, dy) = primals, tangents
    by_x = (x - y) / jnp.maximum(x * (1 - x), _LEAST)
    by_y = jnp.log(jnp.maximum(1 - x, _LEAST)) - jnp.log(jnp.maximum(x, _LEAST))
    return _binary_cross_entropy(x, y), by_x * dx + by_y * dy


@operator(
    "ops.binary_cross_entropy(logits, labels, weight=None, reduction='mean')",
    "ops.BinaryCrossEntropy(reduction: word('none', 'mean', 'sum') = 'mean')(input, target,"
    " weight=None) -> (input, target, weight, reduction=reduction)",
    "mint.nn.functional.binary_cross_entropy(input, target, weight=None, reduction='mean')",
    samples=(
        "probability[4, 5], probability[4, 5]",
        "probability[4, 5], probability[4, 5], probability[4, 5], 'none'",
        "probability[4, 5], probability[4, 5], probability[4, 5], 'sum'",
    ),
)
def binary_cross_entropy(x, y, weight, *, reduction):
    """Compute the cross entropy of probabilities, taken to be at least 1e-12, and labels."""
    _same_shape("BinaryCrossEntropy", x, y)
    if x.dtype != y.dtype:
        raise ExplainedTypeError(
            f"For primitive[BinaryCrossEntropy], the dtypes of logits and labels must be the same, "
            f"but got {x.dtype} and {y.dtype}."
        )
    loss = _binary_cross_entropy(x, y)
    if weight is not None:
        loss = lax.stop_gradient(weight).astype(loss.dtype) * loss
    return reduce(loss, reduction, "BinaryCrossEntropy")


@operator(
    "ops.binary_cross_entropy_with_logits(input, target, weight=None, pos_weight=None,"
    " reduction='mean')",
    "ops.BCEWithLogitsLoss(reduction: word('none', 'mean', 'sum') = 'mean')(input, target,"
    " weight=None, posWeight=None) -> (input, target, weight, posWeight, reduction=reduction)",
    "mint.nn.functional.binary_cross_entropy_with_logits(input, target, weight=None,"
    " reduction='mean', pos_weight=None) -> (input, target, weight, pos_weight,"
    " reduction=reduction)",
    samples=(
        "f32[4, 5], probability[4, 5]",
        "f32[4, 5], probability[4, 5], probability[4, 5], probability[5], 'none'",
        "f32[4, 5], probability[4, 5], None, probability[5], 'sum'",
    ),
)
def binary_cross_entropy_with_logits(x, y, weight, pos_weight, *, reduction):
    """Compute the cross entropy of sigmoid(x) and labels from x itself."""
    _same_shape("BCEWithLogitsLoss", x, y)
    x, y = floats(x, y)
    # -log(sigmoid(x)) = softplus(-x) and -log(1 - sigmoid(x)) = softplus(-x) + x
    factor = y
    if pos_weight is not None:
        factor = y * lax.stop_gradient(pos_weight).astype(x.dtype)
    loss = (1 - y) * x + (1 - y + factor) * jax.nn.softplus(-x)
    if weight is not None:
        loss = loss * lax.stop_gradient(weight).astype(x.dtype)
    return reduce(loss, reduction, "BCEWithLogitsLoss")


@operator(
    "ops.SigmoidCrossEntropyWithLogits()(logits, label)",
    promote=floats,
    samples=("f32[4, 5], probability[4, 5]",),
)
def sigmoid_cross_entropy_with_logits(x, y):
    """Compute the cross entropy of sigmoid(x) and labels, elementwise."""
    return (1 - lax.stop_gradient(y)) * x + jax.nn.softplus(-x)


@operator(
    "ops.kl_div(logits, labels, reduction='mean')",
    "ops.KLDivLoss(reduction: exactly('mean', 'sum', 'none', 'batchmean') = 'mean')(logits,"
    " labels) -> (logits, labels, reduction=reduction)",
    samples=("f32[4, 5], probability[4, 5]", "f32[4, 5], probability[4, 5], 'batchmean'"),
)
def kl_div(x, y, *, reduction):
    """Compute the Kullback-Leibler divergence of log-probabilities from target probabilities."""
    x, y = floats(x, y)
    y = lax.stop_gradient(y)
    loss = jnp.where(y > 0, y * (jnp.log(jnp.where(y > 0, y, 1)) - x), 0)
    if reduction == "batchmean":
        return jnp.sum(loss) / x.shape[0]
    return reduce(loss, reduction, "KLDivLoss")


def _float_tensors(*operands):
    """Promote float tensors to one dtype; refuse integers and numbers."""
    for x in operands:
        only_floating(x)
    return arithmetic(*operands)


@operator(
    "mint.nn.functional.kl_div(input, target, reduction='mean', log_target=False)",
    promote=_float_tensors,
    samples=(
        "f32[4, 5], probability[4, 5]",
        "f32[4, 5], f32[5], 'sum', True",
        "f32[4, 5], probability[4, 5], 'batchmean'",
    ),
)
def kl_divergence(x, y, *, reduction, log_target):
    """Compute the Kullback-Leibler divergence of log-probabilities from target probabilities.

    The target may be log-probabilities too; it has a gradient.
    """
    if log_target:
        loss = jnp.exp(y) * (y - x)
    else:
        loss = jnp.where(y > 0, y * jnp.log(jnp.where(y > 0, y, 1)), 0) - y * x
    if reduction == "batchmean":
        return jnp.sum(loss) / (x.shape[0] if x.ndim else 1)
    return reduce(loss, reduction, "kl_div")


@operator(
    "ops.gaussian_nll_loss(x, target, var, full=False, eps=1e-06, reduction='mean')"
    " -> (x, target, var, eps, full=full, reduction=reduction)",
    samples=("f32[4, 5], f32[4, 5], positive[4, 5]", "f32[4, 5], f32[4, 5], positive[4, 1], True"),
)
def gaussian_nll_loss(x, y, variance, epsilon, *, full, reduction):
    """Compute the negative logarithm of the normal density, without its constant unless `full`."""
    variance = jnp.maximum(variance, lax.stop_gradient(jnp.asarray(epsilon, variance.dtype)))
    loss = 0.5 * (jnp.log(variance) + lax.square(x - y) / variance)
    if full:
        loss = loss + 0.5 * math.log(2 * math.pi)
    return reduce(loss, reduction, "gaussian_nll_loss")


@operator(
    "ops.hinge_embedding_loss(inputs, targets, margin=1.0, reduction='mean')"
    " -> (inputs, targets, margin, reduction=reduction)",
    samples=("f32[4, 5], natural[4, 5]", "f32[4, 5], natural[4, 5], 0.3, 'none'"),
)
def hinge_embedding_loss(x, y, margin, *, reduction):
    """Take x where the target is 1, and what it lacks to the margin where the target is -1."""
    lack = jnp.maximum(jnp.asarray(margin, x.dtype) - x, 0)
    loss = jnp.where(y > 0, x, lack)
    return reduce(loss, reduction, "HingeEmbeddingLoss")


@operator(
    "ops.margin_ranking_loss(input1, input2, target, margin=0.0, reduction='mean')"
    " -> (input1, input2, target, margin, reduction=reduction)",
    samples=("f32[4, 5], f32[4, 5], natural[4, 5]", "f32[4], f32[4], natural[4], 0.3, 'none'"),
)
def margin_ranking_loss(x, y, target, margin, *, reduction):
    """Take what the difference lacks to the margin, in the direction of the target."""
    loss = jnp.maximum(-target * (x - y) + jnp.asarray(margin, x.dtype), 0)
    return reduce(loss, reduction, "margin_ranking_loss")


@operator(
    "ops.soft_margin_loss(input, target, reduction='mean')",
    "mint.nn.functional.soft_margin_loss(input, target, reduction='mean')",
    "ops.SoftMarginLoss(reduction: word('none', 'mean', 'sum') = 'mean')(input, target) ->"
    " (input, target, reduction=reduction)",
    promote=floats,
    samples=("f32[4, 5], natural[4, 5]", "f32[4, 5], natural[4, 5], 'none'"),
)
def soft_margin_loss(x, y, *, reduction):
    """Compute log(1 + exp(-x * target))."""
    return reduce(jax.nn.softplus(-x * y), reduction, "soft_margin_loss")


@operator(
    "ops.cosine_embedding_loss(input1, input2, target, margin=0.0, reduction='mean')"
    " -> (input1, input2, target, checked_margin(margin), reduction=reduction)",
    "mint.nn.functional.cosine_embedding_loss(input1, input2, target, margin=0.0,"
    " reduction='mean') -> (input1, input2, target, margin, reduction=reduction)",
    samples=("f32[4, 5], f32[4, 5], natural[4]", "f32[4, 5], f32[4, 5], natural[4], 0.3, 'none'"),
)
def cosine_embedding_loss(x, y, target, margin, *, reduction):
    """Compute 1 - cos where the target is 1, and what cos exceeds the margin by where it is -1."""
    x, y = floats(x, y)
    squares = (jnp.sum(lax.square(x), -1) + _LEAST) * (jnp.sum(lax.square(y), -1) + _LEAST)
    cosine = jnp.sum(x * y, -1) * lax.rsqrt(squares)
    excess = jnp.maximum(cosine - jnp.asarray(margin, x.dtype), 0)
    loss = jnp.where(target == 1, 1 - cosine, jnp.where(target == -1, excess, 0))
    return reduce(loss, reduction, "cosine_embedding_loss")


@operator(
    "ops.triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False,"
    " reduction='mean') -> (anchor, positive, negative, margin, eps, p=p, swap=swap,"
    " reduction=reduction)",
    samples=("f32[4, 5], f32[4, 5], f32[4, 5]", "f32[4, 5], f32[4, 5], f32[4, 5], 0.3, 1"),
)
def triplet_margin_loss(anchor, positive, negative, margin, epsilon, *, p, swap, reduction):
    """Take what the negative's distance lacks to the positive's distance plus the margin."""
    anchor, positive, negative = floats(anchor, positive, negative)
    epsilon = jnp.asarray(epsilon, anchor.dtype)

    def distance(x, y):
        return jnp.linalg.norm(x - y + epsilon, p, axis=-1)

    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = jnp.minimum(far, distance(positive, negative))
    return reduce(
        jnp.maximum(near - far + jnp.asarray(margin, near.dtype), 0), reduction, "TripletMargin"
    )
