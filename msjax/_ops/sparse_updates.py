"""Optimizers' updates of some rows, as Primitives: gradients come with the rows they are of.

Where rows repeat, their gradients are summed, or each is a step of its own: as in MindSpore.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._ops import optimizer_updates as dense
from msjax._ops.gather import check_positions
from msjax._ops.optimizer_updates import update

jnp = jax.numpy
lax = jax.lax


def _checked(x, gradient, index):
    check_positions("a sparse update", index)
    if index.ndim != 1 or gradient.shape != (*index.shape, *x.shape[1:]):
        raise ExplainedValueError(
            f"the gradient must have the shape {[*index.shape, *x.shape[1:]]}, one row for each of "
            f"the indices, which have one axis; but got {list(gradient.shape)} and indices of the "
            f"shape {list(index.shape)}."
        )


def summed(step, states, gradient, index):
    """Take a step with the rows that are named, summing the gradients of repeated ones.

    Args:
        step: `(*states, gradient) -> states` on rows.
        states: the weights and what is kept per weight.
        gradient: a gradient per index.
        index: the rows.
    """
    _checked(states[0], gradient, index)
    total = jnp.zeros_like(states[0]).at[index].add(gradient.astype(states[0].dtype), mode="drop")
    rows = step(*[s[index] for s in states], total[index])
    return tuple([s.at[index].set(r, mode="drop") for s, r in zip(states, rows, strict=True)])


def in_turn(step, states, gradient, index, reverse=False):
    """Take a step for each of the indices, one after the other (or from the last to the first)."""
    _checked(states[0], gradient, index)

    def turn(states, of):
        row, gradient = of
        new = step(*[s[row] for s in states], gradient)
        kept = [s.at[row].set(r.astype(s.dtype)) for s, r in zip(states, new, strict=True)]
        return tuple(kept), None

    return lax.scan(turn, tuple(states), (index, gradient), reverse=reverse)[0]


_LOCKING = "use_locking: bool = False"
_ADAM = "(var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad, indices)"
_ADAM_SAMPLE = (
    "f32[4, 3], f32[4, 3], positive[4, 3], probability[], probability[], positive[], "
    "probability[], probability[], positive[], f32[3, 3], natural[3]"
)
_UNWRITTEN = "MindSpore's CPU kernel leaves what it returns unwritten but for the weights."


@update(
    f"ops.FusedSparseAdam({_LOCKING}, use_nesterov: bool = False){_ADAM}",
    at=(0, 1, 2),
    samples=(_ADAM_SAMPLE, f"{_ADAM_SAMPLE}, use_nesterov=True"),
    differs=_UNWRITTEN,
)
def sparse_adam(
    x, m, v, power1, power2, lr, beta1, beta2, eps, gradient, index, *, use_nesterov=False
):
    """Update all weights by one step of Adam, with gradients of some rows; return the three.

    With Nesterov's look-ahead, rows without a gradient do not move.
    """
    _checked(x, gradient, index)
    total = jnp.zeros_like(x).at[index].add(gradient.astype(x.dtype), mode="drop")
    numbers = power1, power2, lr, beta1, beta2, eps
    moved, *moments = dense.adam(x, m, v, *numbers, total, use_nesterov=use_nesterov)
    if use_nesterov:
        moved = x.at[index].set(moved[index], mode="drop")
    return moved, *moments


@update(
    f"ops.FusedSparseLazyAdam({_LOCKING}, use_nesterov: bool = False){_ADAM}",
    at=(0, 1, 2),
    samples=(_ADAM_SAMPLE, f"{_ADAM_SAMPLE}, use_nesterov=True"),
    differs=_UNWRITTEN,
)
def lazy_adam(
    x, m, v, power1, power2, lr, beta1, beta2, eps, gradient, index, *, use_nesterov=False
):
    """Update some rows of weights and moments by one step of Adam; return the three."""

    def step(x, m, v, gradient):
        numbers = power1, power2, lr, beta1, beta2, eps
        return dense.adam(x, m, v, *numbers, gradient, use_nesterov=use_nesterov)

    return summed(step, (x, m, v), gradient, index)


_FTRL = "lr: finite > 0, l1: finite >= 0, l2: finite >= 0, "
_FTRL_CALL = f"lr_power: float <= 0, {_LOCKING})(var, accum, linear, grad, indices)"
_FTRL_SAMPLE = "f32[4, 3], positive[4, 3], f32[4, 3], f32[3, 3], natural[3], lr=0.01, l1=0.0, "
_FTRL_SAMPLES = (f"{_FTRL_SAMPLE}l2=0.2, lr_power=-0.5",)
_SIGN = "MindSpore's CPU kernel adds `l1` where `linear` is negative instead of subtracting it."


@update(
    f"ops.FusedSparseFtrl({_FTRL}{_FTRL_CALL}",
    at=(0, 1, 2),
    samples=_FTRL_SAMPLES,
    differs=f"{_SIGN} It leaves what it returns unwritten but for the weights.",
)
def ftrl_of_summed_rows(x, accum, linear, gradient, index, *, lr, l1, l2, lr_power):
    """Update some rows by one step of FTRL, of summed gradients; return weights and states."""

    def step(x, accum, linear, gradient):
        return dense.ftrl(x, accum, linear, gradient, lr, l1, l2, lr_power)

    return summed(step, (x, accum, linear), gradient, index)


@update(
    f"ops.SparseApplyFtrl({_FTRL}{_FTRL_CALL}",
    at=(0, 1, 2),
    samples=_FTRL_SAMPLES,
    differs=_SIGN,
)
def ftrl_of_rows(x, accum, linear, gradient, index, *, lr, l1, l2, lr_power):
    """Update rows by one step of FTRL for each gradient; return weights and states."""

    def step(x, accum, linear, gradient):
        return dense.ftrl(x, accum, linear, gradient, lr, l1, l2, lr_power)

    return in_turn(step, (x, accum, linear), gradient, index)


@update(
    f"ops.SparseApplyFtrlV2({_FTRL}l2_shrinkage: float, {_FTRL_CALL}",
    at=(0, 1, 2),
    samples=(f"{_FTRL_SAMPLE}l2=0.2, l2_shrinkage=0.3, lr_power=-0.5",),
)
def ftrl_shrinking(x, accum, linear, gradient, index, *, lr, l1, l2, l2_shrinkage, lr_power):
    """Update rows by FTRL, with an L2 penalty that shrinks gradients; return weights and states."""

    def step(x, accum, linear, gradient):
        new = accum + gradient * gradient
        grown = gradient + 2 * l2_shrinkage * x
        linear = linear + grown - (new**-lr_power - accum**-lr_power) / lr * x
        small = jnp.clip(linear, -l1, l1) - linear
        return small / (new**-lr_power / lr + 2 * l2), new, linear

    return in_turn(step, (x, accum, linear), gradient, index)


_PROXIMAL = "(var, accum, lr, l1, l2, grad, indices)"
_PROXIMAL_SAMPLE = (
    "f32[4, 3], positive[4, 3], positive[], probability[], probability[], f32[3, 3], natural[3]"
)


@update(
    f"ops.FusedSparseProximalAdagrad({_LOCKING}){_PROXIMAL}",
    f"ops.SparseApplyProximalAdagrad({_LOCKING}){_PROXIMAL}",
    at=(0, 1),
    samples=(_PROXIMAL_SAMPLE,),
    differs=_UNWRITTEN,
)
def proximal_adagrad_of_rows(x, accum, lr, l1, l2, gradient, index):
    """Update some rows by one step of proximal Adagrad; return weights and the sum of squares."""

    def step(x, accum, gradient):
        return dense.proximal_adagrad(x, accum, lr, l1, l2, gradient)

    return summed(step, (x, accum), gradient, index)


_ADAGRAD_SAMPLE = "f32[4, 3], positive[4, 3], f32[3, 3], natural[3], lr=0.01"


@update(
    f"ops.SparseApplyAdagrad(lr: float, update_slots: bool = True, {_LOCKING})(var, accum, grad, "
    "indices)",
    at=(0, 1),
    samples=(_ADAGRAD_SAMPLE, f"{_ADAGRAD_SAMPLE}, update_slots=False"),
)
def adagrad_of_summed_rows(x, accum, gradient, index, *, lr, update_slots=True):
    """Update rows by one step of Adagrad, of summed gradients; return weights and squares."""

    def step(x, accum, gradient):
        return dense.adagrad(x, accum, lr, gradient, update_slots=update_slots)

    return summed(step, (x, accum), gradient, index)


@update(
    f"ops.SparseApplyAdagradV2(lr: float, epsilon: float, {_LOCKING}, update_slots: bool = True)("
    "var, accum, grad, indices)",
    at=(0, 1),
    samples=(
        f"{_ADAGRAD_SAMPLE}, epsilon=0.001",
        f"{_ADAGRAD_SAMPLE}, epsilon=0.001, update_slots=False",
    ),
)
def adagrad_of_rows(x, accum, gradient, index, *, lr, epsilon, update_slots=True):
    """Update rows by one step of Adagrad for each gradient; return weights and squares."""

    def step(x, accum, gradient):
        accum = accum + gradient * gradient if update_slots else accum
        return x - lr * gradient / jnp.sqrt(accum + epsilon), accum

    return in_turn(step, (x, accum), gradient, index, reverse=True)


@update(
    f"ops.SparseApplyAdadelta(epsilon: float >= 0, {_LOCKING})(var, accum, accum_update, lr, rho, "
    "grad, indices)",
    at=(0, 1, 2),
    samples=(
        "f32[2, 3], positive[2, 3], positive[2, 3], 0.01, 0.9, f32[2, 3], bit[2], epsilon=0.001",
    ),
)
def adadelta_of_rows(x, accum, accum_update, lr, rho, gradient, index, *, epsilon):
    """Update rows by one step of Adadelta for each gradient; return weights and states."""

    def step(x, accum, accum_update, gradient):
        return dense.adadelta(x, accum, accum_update, lr, rho, epsilon, gradient)

    return in_turn(step, (x, accum, accum_update), gradient, index)


@update(
    "ops.SparseApplyRMSProp(rho: float.within(0, 1), momentum: float >= 0, epsilon: float > 0, "
    f"{_LOCKING})(var, ms, mom, lr, grad, indices)",
    at=(0, 1, 2),
    samples=(
        "f32[2, 3], positive[2, 3], positive[2, 3], 0.01, f32[2, 3], bit[2], rho=0.9, "
        "momentum=0.8, epsilon=0.001",
    ),
)
def rmsprop_of_rows(x, square, moment, lr, gradient, index, *, rho, momentum, epsilon):
    """Update rows by one step of RMSProp for each gradient; return weights and states."""

    def step(x, square, moment, gradient):
        return dense.rmsprop(x, square, moment, lr, gradient, rho, momentum, epsilon)

    return in_turn(step, (x, square, moment), gradient, index)
