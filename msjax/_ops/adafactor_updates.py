"""Adafactor's update as Primitives: squares of gradients are kept as means of rows and columns."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._ops.optimizer_updates import update

jnp = jax.numpy


def _root_mean_square(x):
    return jnp.sqrt(jnp.mean(jnp.square(x)))


def scaled_gradient(gradient, eps, decay, row, column, square):
    """Return the gradient over the root of its moving squares, and the new states of these."""
    squares = gradient * gradient + eps
    if gradient.ndim < 2:
        square = decay * square + (1 - decay) * squares
        return gradient / jnp.sqrt(square), row, column, square
    row = decay * row + (1 - decay) * jnp.mean(squares, -1)
    column = decay * column + (1 - decay) * jnp.mean(squares, -2)
    parts = row / jnp.mean(row, -1, keepdims=True)
    change = gradient / jnp.sqrt(parts[..., None] * column[..., None, :])
    return change, row, column, square


_FLAGS = (
    "enable_scale_parameter: bool = False, enable_first_moment: bool = False,"
    " enable_weight_decay: bool = False"
)
_INPUTS = (
    "epsilon, clip_threshold, beta1, beta2, weight_decay, learning_rate, gradient, param, exp_avg,"
    " exp_avg_sq_row, exp_avg_sq_col, exp_avg_sq"
)
_SAMPLE = (
    "given([0.001, 0.01], 'float32'), positive[], probability[], probability[], probability[],"
    " probability[], f32[3, 4], f32[3, 4], f32[3, 4], positive[3], positive[4], positive[3, 4]"
)
_UNWRITTEN = "MindSpore's CPU kernel leaves what it returns unwritten; here it is the weights."


@update(
    f"ops.FusedAdaFactor({_FLAGS})({_INPUTS})",
    at=(7, 8, 9, 10, 11),
    returned=(0,),
    samples=(
        _SAMPLE,
        f"{_SAMPLE}, enable_scale_parameter=True, enable_first_moment=True,"
        " enable_weight_decay=True",
        "given([0.001, 0.01], 'float32'), positive[], probability[], probability[], probability[],"
        " probability[], f32[3], f32[3], f32[3], positive[1], positive[3], positive[3]",
    ),
    differs=_UNWRITTEN,
    lists=True,
)
def adafactor(
    epsilon,
    most,
    beta1,
    beta2,
    decay,
    lr,
    gradient,
    x,
    first,
    row,
    column,
    square,
    *,
    enable_scale_parameter=False,
    enable_first_moment=False,
    enable_weight_decay=False,
):
    """Update weights and states by one step of Adafactor; return the weights as a tuple of one."""
    change, row, column, square = scaled_gradient(
        gradient.astype(jnp.float32), epsilon[0], beta2, row, column, square
    )
    if enable_scale_parameter:
        lr = lr * jnp.maximum(epsilon[1], _root_mean_square(x))
    change = lr * change / jnp.maximum(1, _root_mean_square(change) / most)
    if enable_first_moment:
        change = first = beta1 * first + (1 - beta1) * change
    shrunk = x * (1 - lr * decay) if enable_weight_decay else x
    return shrunk - change, first, row, column, square


@update(
    f"ops.FusedAdaFactorWithGlobalNorm({_FLAGS})({_INPUTS}, global_norm)",
    at=(7, 8, 9, 10, 11),
    returned=(0,),
    samples=(f"{_SAMPLE}, positive[]",),
    differs=_UNWRITTEN,
    lists=True,
)
def adafactor_of_norm(
    epsilon,
    most,
    beta1,
    beta2,
    decay,
    lr,
    gradient,
    x,
    first,
    row,
    column,
    square,
    norm,
    *,
    enable_scale_parameter=False,
    enable_first_moment=False,
    enable_weight_decay=False,
):
    """Update weights and states by Adafactor, of a gradient over a norm; return (weights,)."""
    numbers = epsilon, most, beta1, beta2, decay, lr
    return adafactor(
        *(*numbers, gradient / norm, x, first, row, column, square),
        enable_scale_parameter=enable_scale_parameter,
        enable_first_moment=enable_first_moment,
        enable_weight_decay=enable_weight_decay,
    )
