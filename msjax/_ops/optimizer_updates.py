"""Optimizers' updates as Primitives: they write new values into weights and states.

What they return shares what they wrote into, as with `ops.assign`. There are no gradients.
"""

from __future__ import annotations

import functools
import inspect
from types import SimpleNamespace

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator, write_into
from msjax._core.tensor import Tensor, alias
from msjax._ops import update_rules

jnp = jax.numpy


def update(*faces, at, samples, returned=None, differs=None, lists=False):
    """Declare the decorated kernel, and the operator that writes its results into operands.

    Args:
        *faces: the Primitive's signatures; arguments it is made with are statics of the kernel.
        at: which operands take the kernel's first results.
        samples: calls for the tests.
        returned: which results are returned: their positions, or one; all that are written by
            default.
        differs: the paragraph of the docstring that says where MindSpore differs.
        lists: whether an operand may be a list of numbers.
    """
    returned = tuple(range(len(at))) if returned is None else returned

    def declare(kernel):
        kernel.__doc__ += f"\n\n    Differs: {differs}\n    " if differs else ""
        fitted = _fitted(kernel, at)
        computed = operator(samples=samples, differentiable=False, lists=lists)(fitted)

        @functools.wraps(kernel)
        def updated(*operands, use_locking=False, **statics):
            name = faces[0].partition("(")[0].removeprefix("ops.")
            targets = [_target(name, operands[i]) for i in at]
            results = computed(*operands, **statics)
            results = results if isinstance(results, tuple) else (results,)
            written = zip(targets, results[: len(at)], strict=True)
            values = [_written(t, r) for t, r in written] + list(results[len(at) :])
            if isinstance(returned, int):
                return values[returned]
            return tuple([values[i] for i in returned])

        updated.written = at  # pyright: ignore[reportAttributeAccessIssue]: a mark for callers
        composite(*faces, samples=samples)(updated)
        return kernel

    return declare


def _target(name, operand):
    if not isinstance(operand, Tensor):
        raise ExplainedTypeError(
            f"For '{name}', weights and states must be Parameters, but got {describe(operand)}; "
            "make one, for instance with `mindspore.Parameter(x, name='moment')`."
        )
    return operand


def _written(target, value):
    write_into(target, value)
    return target if target.__class__ is Tensor else alias(target)


def _fitted(kernel, at):
    """Return the kernel with results in the shapes and dtypes of the operands they replace."""
    names = list(inspect.signature(kernel).parameters)
    dense = [i for i, n in enumerate(names) if n in ("gradient", "change") and "index" not in names]

    @functools.wraps(kernel)
    def fitted(*operands, **statics):
        for i in dense:
            _check_gradient(operands[at[0]], operands[i])
        results = kernel(*operands, **statics)
        results = results if isinstance(results, tuple) else (results,)
        kept = [_like(operands[i], r) for i, r in zip(at, results[: len(at)], strict=True)]
        return (*kept, *results[len(at) :])

    return fitted


def _check_gradient(weights, gradient):
    if jnp.shape(gradient) != weights.shape:
        raise ExplainedValueError(
            f"the gradient must have the shape of the weights, {list(weights.shape)}, but got "
            f"{list(jnp.shape(gradient))}."
        )


def _like(operand, result):
    if result.shape != operand.shape:
        raise ExplainedValueError(
            f"the weights or a state have the shape {list(operand.shape)}, but the update has "
            f"{list(result.shape)}; gradient and states must have the shape of the weights."
        )
    return result.astype(operand.dtype)


def settings(**values):
    """Name the numbers and flags of a rule."""
    return SimpleNamespace(**values)


def moved(rule, x, gradient, lr, slots, **values):
    """Return the weights and states after a rule's update, as one tuple."""
    x, slots = rule(x, gradient, lr, slots, settings(**values))
    return x, *slots


_LOCKING = "use_locking: bool = False"
_NESTEROV = "use_nesterov: bool = False"
_FOUR = "f32[3, 4], f32[3, 4], positive[3, 4]"
_ADAM_INPUTS = "var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon"
_ADAM_SAMPLE = f"{_FOUR}, 0.5, 0.6, 0.01, 0.9, 0.99, 0.001, f32[3, 4]"


@update(
    f"ops.Adam({_LOCKING}, {_NESTEROV})({_ADAM_INPUTS}, gradient)",
    at=(0, 1, 2),
    samples=(_ADAM_SAMPLE, f"{_ADAM_SAMPLE}, use_nesterov=True"),
    differs="MindSpore's CPU kernel leaves what it returns unwritten; here it is what was written.",
)
def adam(x, m, v, power1, power2, lr, beta1, beta2, eps, gradient, *, use_nesterov=False):
    """Update weights and moments by one step of Adam; return the three."""
    return moved(
        update_rules.adam,
        *(x, gradient, lr, (m, v)),
        beta1_power=power1,
        beta2_power=power2,
        beta1=beta1,
        beta2=beta2,
        eps=eps,
        use_nesterov=use_nesterov,
        use_amsgrad=False,
    )


@update(
    f"ops.AdamNoUpdateParam({_LOCKING}, {_NESTEROV})({_ADAM_INPUTS.removeprefix('var, ')}, "
    "gradient)",
    at=(0, 1),
    returned=2,
    samples=(
        "f32[3, 4], positive[3, 4], positive[], positive[], positive[], positive[], positive[], "
        "positive[], f32[3, 4]",
    ),
)
def adam_change(m, v, power1, power2, lr, beta1, beta2, eps, gradient, *, use_nesterov=False):
    """Update moments by one step of Adam; return what is to be added to the weights."""
    zero = jnp.zeros_like(gradient)
    change, m, v = adam(
        *(zero, m, v, power1, power2, lr, beta1, beta2, eps, gradient), use_nesterov=use_nesterov
    )
    return m, v, change


@update(
    f"ops.AdamWeightDecay({_LOCKING})(var, m, v, lr, beta1, beta2, epsilon, decay, gradient)",
    at=(0, 1, 2),
    samples=(f"{_FOUR}, 0.01, 0.9, 0.99, 0.001, 0.1, f32[3, 4]",),
    differs="MindSpore's CPU kernel leaves what it returns unwritten; here it is what was written.",
)
def adam_weight_decay(x, m, v, lr, beta1, beta2, eps, decay, gradient):
    """Update weights and moments by one step of Adam with weight decay; return the three."""
    slots = m, v
    return moved(
        *(update_rules.adam_weight_decay, x, gradient, lr, slots),
        beta1=beta1,
        beta2=beta2,
        eps=eps,
        decay=decay,
    )


@update(
    f"ops.FusedCastAdamWeightDecay({_LOCKING})(var, m, v, lr, beta1, beta2, epsilon, decay, grad, "
    "global_norm)",
    at=(0, 1, 2),
    samples=("f16[3, 4], f32[3, 4], positive[3, 4], 0.01, 0.9, 0.99, 0.001, 0.1, f16[3, 4], 2.0",),
    differs="MindSpore's CPU kernel leaves what it returns unwritten; here it is what was written.",
)
def adam_weight_decay_cast(x, m, v, lr, beta1, beta2, eps, decay, gradient, norm):
    """Update float16 weights and float32 moments by Adam, of a gradient divided by a norm."""
    wide = x.astype(m.dtype)
    return adam_weight_decay(
        *(wide, m, v, lr, beta1, beta2, eps, decay), gradient.astype(m.dtype) / norm
    )


@update(
    "ops.ApplyAdamWithAmsgradV2(use_locking: bool = False)(var, m, v, vhat, beta1_power,"
    " beta2_power, lr, beta1, beta2, epsilon, grad)",
    at=(0, 1, 2, 3),
    samples=(
        "f32[3, 4], f32[3, 4], positive[3, 4], positive[3, 4], 0.5, 0.6, 0.01, 0.9, 0.99, 0.001, "
        "f32[3, 4]",
    ),
)
def adam_amsgrad(x, m, v, largest, power1, power2, lr, beta1, beta2, eps, gradient):
    """Update weights and moments by one step of AMSGrad; return the four."""
    return moved(
        *(update_rules.adam, x, gradient, lr, (m, v, largest)),
        beta1_power=power1,
        beta2_power=power2,
        beta1=beta1,
        beta2=beta2,
        eps=eps,
        use_amsgrad=True,
    )


@update(
    "ops.ApplyAdamWithAmsgrad(beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-08,"
    " use_locking: bool = False)(var, m, v, vhat, beta1_power, beta2_power, lr, grad)",
    at=(0, 1, 2, 3),
    samples=(
        "f32[3, 4], f32[3, 4], positive[3, 4], positive[3, 4], probability[], probability[], "
        "positive[], f32[3, 4]",
    ),
)
def adam_amsgrad_of_betas(
    x, m, v, largest, power1, power2, lr, gradient, *, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Update weights and moments by one step of AMSGrad; return the four."""
    return adam_amsgrad(x, m, v, largest, power1, power2, lr, beta1, beta2, epsilon, gradient)


@update(
    "ops.ApplyAdaMax()(var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad)",
    at=(0, 1, 2),
    samples=(f"{_FOUR}, 0.5, 0.01, 0.9, 0.99, 0.001, f32[3, 4]",),
)
def adamax(x, m, v, power, lr, beta1, beta2, eps, gradient):
    """Update weights and states by one step of AdaMax; return the three."""
    return moved(
        *(update_rules.adamax, x, gradient, lr, (m, v)),
        beta1_power=power,
        beta1=beta1,
        beta2=beta2,
        eps=eps,
    )


@update(
    "ops.ApplyAdadelta()(var, accum, accum_update, lr, rho, epsilon, grad)",
    at=(0, 1, 2),
    samples=("f32[3, 4], positive[3, 4], positive[3, 4], 0.01, 0.9, 0.001, f32[3, 4]",),
)
def adadelta(x, accum, accum_update, lr, rho, epsilon, gradient):
    """Update weights and states by one step of Adadelta; return the three."""
    slots = accum, accum_update
    return moved(update_rules.adadelta, x, gradient, lr, slots, rho=rho, epsilon=epsilon)


@update(
    "ops.ApplyAdagrad(update_slots: bool = True)(var, accum, lr, grad)",
    at=(0, 1),
    samples=(
        "f32[3, 4], positive[3, 4], 0.01, f32[3, 4]",
        "f32[3, 4], positive[3, 4], 0.01, f32[3, 4], update_slots=False",
    ),
    differs="MindSpore's CPU kernel ignores `update_slots`.",
)
def adagrad(x, accum, lr, gradient, *, update_slots=True):
    """Update weights and the sum of squares by one step of Adagrad; return the two."""
    return moved(update_rules.adagrad, x, gradient, lr, (accum,), update_slots=update_slots)


@update(
    "ops.ApplyAdagradV2(epsilon: float, update_slots: bool = True)(var, accum, lr, grad)",
    at=(0, 1),
    samples=(
        "f32[3, 4], positive[3, 4], 0.01, f32[3, 4], epsilon=0.001",
        "f32[3, 4], positive[3, 4], 0.01, f32[3, 4], epsilon=0.001, update_slots=False",
    ),
)
def adagrad_ridged(x, accum, lr, gradient, *, epsilon, update_slots=True):
    """Update weights and the sum of squares by one step of Adagrad with a ridge; return the two."""
    accum = accum + gradient * gradient if update_slots else accum
    return x - lr * gradient / (jnp.sqrt(accum) + epsilon), accum


@update(
    f"ops.ApplyAdagradDA({_LOCKING})(var, gradient_accumulator, gradient_squared_accumulator, grad,"
    " lr, l1, l2, global_step)",
    at=(0, 1, 2),
    returned=0,
    samples=(
        "f32[3, 4], f32[3, 4], positive[3, 4], f32[3, 4], 0.01, 0.0, 0.2, 3",
        "f32[3, 4], f32[3, 4], positive[3, 4], f32[3, 4], 0.01, 0.1, 0.2, 3",
    ),
    differs="MindSpore's CPU kernel subtracts the L1 penalty before it takes the sum's size.",
)
def adagrad_dual_averaging(x, total, squares, gradient, lr, l1, l2, step):
    """Update weights and sums by one step of dual averaging; return the weights."""
    total, squares = total + gradient, squares + gradient * gradient
    small = jnp.sign(total) * jnp.maximum(jnp.abs(total) - l1 * step, 0)
    small = jnp.where(l1 > 0, small, total)
    return -lr * small / (l2 * step * lr + jnp.sqrt(squares)), total, squares


@update(
    f"ops.ApplyProximalAdagrad({_LOCKING})(var, accum, lr, l1, l2, grad)",
    at=(0, 1),
    samples=("f32[3, 4], positive[3, 4], 0.01, 0.1, 0.2, f32[3, 4]",),
)
def proximal_adagrad(x, accum, lr, l1, l2, gradient):
    """Update weights and the sum of squares by one step of proximal Adagrad; return the two."""
    return moved(update_rules.proximal_adagrad, x, gradient, lr, (accum,), l1=l1, l2=l2)


def _signed(x, m, lr, beta, gradient, factor):
    """Move by the gradient times a factor of how its sign agrees with the moving mean's."""
    m = beta * m + (1 - beta) * gradient
    return x - lr * factor(jnp.sign(gradient) * jnp.sign(m)) * gradient, m


@update(
    "ops.ApplyAddSign()(var, m, lr, alpha, sign_decay, beta, grad)",
    at=(0, 1),
    samples=("f32[3, 4], f32[3, 4], 0.01, 1.2, 0.9, 0.8, f32[3, 4]",),
)
def add_sign(x, m, lr, alpha, decay, beta, gradient):
    """Update weights and the moving mean by one step of AddSign; return the two."""
    return _signed(x, m, lr, beta, gradient, lambda sign: alpha + decay * sign)


@update(
    "ops.ApplyPowerSign()(var, m, lr, logbase, sign_decay, beta, grad)",
    at=(0, 1),
    samples=("f32[3, 4], f32[3, 4], 0.01, 1.2, 0.9, 0.8, f32[3, 4]",),
)
def power_sign(x, m, lr, logbase, decay, beta, gradient):
    """Update weights and the moving mean by one step of PowerSign; return the two."""
    return _signed(x, m, lr, beta, gradient, lambda sign: jnp.exp(logbase * decay * sign))


@update(
    f"ops.ApplyFtrl({_LOCKING})(var, accum, linear, grad, lr, l1, l2, lr_power)",
    at=(0, 1, 2),
    returned=0,
    samples=(
        "f32[3, 4], positive[3, 4], f32[3, 4], f32[3, 4], 0.01, 0.0, 0.2, -0.5",
        "f32[3, 4], positive[3, 4], f32[3, 4], f32[3, 4], 0.01, 0.1, 0.2, -0.5",
    ),
    differs="MindSpore's CPU kernel adds `l1` where `linear` is negative instead of subtracting.",
)
def ftrl(x, accum, linear, gradient, lr, l1, l2, lr_power):
    """Update weights and states by one step of FTRL; return the weights."""
    slots = accum, linear
    return moved(update_rules.ftrl, x, gradient, lr, slots, l1=l1, l2=l2, lr_power=lr_power)


@update(
    "ops.ApplyGradientDescent()(var, alpha, delta)",
    at=(0,),
    returned=0,
    samples=("f32[3, 4], 0.01, f32[3, 4]",),
)
def gradient_descent(x, rate, change):
    """Update weights by a rate times a change; return them."""
    return (x - rate * change,)


@update(
    "ops.ApplyProximalGradientDescent()(var, alpha, l1, l2, delta)",
    at=(0,),
    returned=0,
    samples=("f32[3, 4], 0.01, 0.1, 0.2, f32[3, 4]",),
)
def proximal_gradient_descent(x, rate, l1, l2, change):
    """Update weights by a rate times a change, and shrink them; return them."""
    return (update_rules.shrunk(x - rate * change, rate, settings(l1=l1, l2=l2)),)


@update(
    "ops.ApplyKerasMomentum(use_locking: bool = False, use_nesterov: bool = False)(var, accum,"
    " lr, grad, momentum)",
    at=(0, 1),
    samples=(
        "f32[3, 4], f32[3, 4], positive[], f32[3, 4], probability[]",
        "f32[3, 4], f32[3, 4], positive[], f32[3, 4], probability[], use_nesterov=True",
    ),
)
def keras_momentum(x, accum, lr, gradient, momentum, *, use_nesterov=False):
    """Update weights and the velocity by one step with momentum; return the two."""
    accum = accum * momentum - gradient * lr
    return x + (accum * momentum - gradient * lr if use_nesterov else accum), accum


@update(
    "ops.ApplyMomentum(use_nesterov: bool = False, use_locking: bool = False,"
    " gradient_scale: float = 1.0)(variable, accumulation, learning_rate, gradient, momentum)",
    at=(0, 1),
    returned=0,
    samples=(
        "f32[3, 4], f32[3, 4], 0.01, f32[3, 4], 0.9",
        "f32[3, 4], f32[3, 4], 0.01, f32[3, 4], 0.9, use_nesterov=True",
        "f32[3, 4], f32[3, 4], 0.01, f32[3, 4], 0.9, gradient_scale=2.0",
    ),
    differs="MindSpore's CPU kernel ignores `use_nesterov` and `gradient_scale`.",
)
def momentum(x, accum, lr, gradient, factor, *, use_nesterov=False, gradient_scale=1.0):
    """Update weights and the moment by one step with momentum; return the weights."""
    gradient = gradient * gradient_scale
    slots, flag = (accum,), use_nesterov
    return moved(update_rules.momentum, x, gradient, lr, slots, momentum=factor, use_nesterov=flag)


@update(
    "ops.FusedWeightScaleApplyMomentum()(weight_decay, loss_scale, variable, accumulation, "
    "learning_rate, gradient, momentum)",
    at=(2, 3),
    returned=0,
    samples=("0.1, 0.5, f32[3, 4], f32[3, 4], 0.01, f32[3, 4], 0.9",),
)
def decayed_momentum(decay, scale, x, accum, lr, gradient, factor):
    """Update weights by momentum, of a gradient that is scaled and decays them; return them."""
    return momentum(x, accum, lr, gradient * scale + decay * x, factor)


_RIDGE = "MindSpore's CPU kernel divides by sqrt(mean square) + epsilon, except for the last "
_RIDGE += "elements that fill no vector of eight, and leaves what it returns unwritten."


@update(
    f"ops.ApplyRMSProp({_LOCKING})(var, mean_square, moment, learning_rate, grad, rho, momentum, "
    "epsilon)",
    at=(0, 1, 2),
    returned=0,
    samples=("f32[3], positive[3], f32[3], 0.01, f32[3], 0.9, 0.8, 0.001",),
    differs=_RIDGE,
)
def rmsprop(x, square, moment, lr, gradient, decay, momentum, epsilon):
    """Update weights and states by one step of RMSProp; return the weights."""
    return moved(
        *(update_rules.rmsprop, x, gradient, lr, (square, moment)),
        decay_rate=decay,
        momentum=momentum,
        epsilon=epsilon,
    )


@update(
    f"ops.ApplyCenteredRMSProp({_LOCKING})(var, mean_gradient, mean_square, moment, grad, "
    "learning_rate, decay, momentum, epsilon)",
    at=(0, 1, 2, 3),
    returned=0,
    samples=("f32[3], unit[3], above_one[3], f32[3], f32[3], 0.01, 0.9, 0.8, 0.001",),
    differs=_RIDGE,
)
def rmsprop_centered(x, mean, square, moment, gradient, lr, decay, momentum, epsilon):
    """Update weights and states by one step of centered RMSProp; return the weights."""
    return moved(
        *(update_rules.rmsprop, x, gradient, lr, (mean, square, moment)),
        decay_rate=decay,
        momentum=momentum,
        epsilon=epsilon,
    )


_SGD = "f32[3, 4], f32[3, 4], positive[], f32[3, 4], probability[], positive[3, 4]"


@update(
    "ops.SGD(dampening=0.0, weight_decay=0.0, nesterov: bool = False)(parameters, gradient,"
    " learning_rate, accum, momentum, stat)",
    at=(0, 3, 5),
    returned=0,
    samples=(
        _SGD,
        f"{_SGD}, dampening=0.1, weight_decay=0.2",
        f"{_SGD}, weight_decay=0.2, nesterov=True",
    ),
)
def sgd(x, gradient, lr, accum, momentum, stat, *, dampening=0.0, weight_decay=0.0, nesterov=False):
    """Update weights and states by one step of gradient descent; return the weights."""
    if nesterov and dampening:
        raise ExplainedValueError(
            f"For 'SGD', the 'dampening' must be 0 when 'nesterov' is True, but got {dampening}."
        )
    gradient = gradient + weight_decay * x
    return moved(
        *(update_rules.sgd, x, gradient, lr, (accum, stat)),
        momentum=momentum,
        dampening=dampening,
        nesterov=nesterov,
    )


@operator(
    "ops.LARSUpdate(epsilon: float = 1e-05, hyperpara: float = 0.001,"
    " use_clip: bool = False)(weight, gradient, norm_weight, norm_gradient, weight_decay,"
    " learning_rate)",
    differentiable=False,
    samples=(
        "f32[3, 4], f32[3, 4], positive[], positive[], 0.1, 0.5",
        "f32[3, 4], f32[3, 4], positive[], positive[], 0.1, 0.5, use_clip=True",
    ),
)
def layerwise_rate(x, gradient, norm, gradient_norm, decay, lr, *, epsilon, hyperpara, use_clip):
    """Scale a gradient by the ratio of the weights' norm to its own, both given squared."""
    norm, gradient_norm = jnp.sqrt(norm), jnp.sqrt(gradient_norm)
    ratio = hyperpara * norm / (gradient_norm + decay * norm + epsilon)
    ratio = jnp.clip(ratio / lr, 0, 1) if use_clip else ratio
    ratio = jnp.where((norm > 0) & (gradient_norm > 0), ratio, 1)
    return ratio * (gradient + decay * x)
