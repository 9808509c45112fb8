"""The updates of optimizers: formulas that Primitives and the optimizers of `nn` share.

Each is `(x, gradient, lr, slots, settings) -> (x, slots)` on arrays of one data type: the weights,
their gradient, the learning rate, the states kept per weight, and numbers and flags by name.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax

jnp = jax.numpy


def moving_moments(gradient, slots, settings):
    """Return the moving averages of the gradient and of its square."""
    first, second = slots[:2]
    first = settings.beta1 * first + (1 - settings.beta1) * gradient
    second = settings.beta2 * second + (1 - settings.beta2) * gradient * gradient
    return first, second


def adam(x, gradient, lr, slots, settings):
    """Move by the first moment over the root of the second, both corrected for their start."""
    first, second = moving_moments(gradient, slots, settings)
    rate = lr * jnp.sqrt(1 - settings.beta2_power) / (1 - settings.beta1_power)
    if settings.use_amsgrad:
        largest = jnp.maximum(slots[2], second)
        return x - rate * first / (jnp.sqrt(largest) + settings.eps), (first, second, largest)
    change = first
    if settings.use_nesterov:
        change = settings.beta1 * first + (1 - settings.beta1) * gradient
    return x - rate * change / (jnp.sqrt(second) + settings.eps), (first, second)


def adam_weight_decay(x, gradient, lr, slots, settings):
    """Move by the first moment over the root of the second, and by a part of the weights."""
    first, second = moving_moments(gradient, slots, settings)
    change = first / (jnp.sqrt(second) + settings.eps)
    if settings.decay is not None:
        change = change + settings.decay * x
    return x - lr * change, (first, second)


def adamax(x, gradient, lr, slots, settings):
    """Move by the first moment over the largest size of gradients so far."""
    first, largest = slots
    first = settings.beta1 * first + (1 - settings.beta1) * gradient
    largest = jnp.maximum(settings.beta2 * largest, jnp.abs(gradient))
    rate = lr / (1 - settings.beta1_power)
    return x - rate * first / (largest + settings.eps), (first, largest)


def adagrad(x, gradient, lr, slots, settings):
    """Move by the gradient over the root of the sum of its squares."""
    (accum,) = slots
    if settings.update_slots:
        accum = accum + gradient * gradient
    return x - lr * gradient / jnp.sqrt(accum), (accum,)


def proximal_adagrad(x, gradient, lr, slots, settings):
    """Move as `adagrad`, then shrink by the L1 and L2 penalties."""
    (accum,) = slots
    accum = accum + gradient * gradient
    rate = lr / jnp.sqrt(accum)
    return shrunk(x - rate * gradient, rate, settings), (accum,)


def shrunk(x, rate, settings):
    """Return weights shrunk by an L1 and an L2 penalty."""
    small = jnp.sign(x) * jnp.maximum(jnp.abs(x) - rate * settings.l1, 0)
    return small / (1 + rate * settings.l2)


def adadelta(x, gradient, lr, slots, settings):
    """Move by the gradient, scaled by the root mean square of former moves over its own."""
    accum, accum_update = slots
    rho, epsilon = settings.rho, settings.epsilon
    accum = rho * accum + (1 - rho) * gradient * gradient
    change = jnp.sqrt(accum_update + epsilon) / jnp.sqrt(accum + epsilon) * gradient
    accum_update = rho * accum_update + (1 - rho) * change * change
    return x - lr * change, (accum, accum_update)


def ftrl(x, gradient, lr, slots, settings):
    """Follow the regularised leader."""
    accum, linear = slots
    power = -settings.lr_power
    new = accum + gradient * gradient
    linear = linear + gradient - (new**power - accum**power) / lr * x
    small = jnp.clip(linear, -settings.l1, settings.l1) - linear
    return small / (new**power / lr + 2 * settings.l2), (new, linear)


def rmsprop(x, gradient, lr, slots, settings):
    """Move by the gradient over its root mean square (or deviation, if a mean is kept)."""
    *mean, square, moment = slots
    decay = settings.decay_rate
    square = decay * square + (1 - decay) * gradient * gradient
    variance = square
    if mean:
        mean = [decay * mean[0] + (1 - decay) * gradient]
        variance = square - mean[0] * mean[0]
    change = lr * gradient / jnp.sqrt(variance + settings.epsilon)
    moment = settings.momentum * moment + change
    return x - moment, (*mean, square, moment)


def sgd(x, gradient, lr, slots, settings):
    """Move by a dampened moving sum of gradients."""
    accum, stat = slots
    momentum = settings.momentum
    # `stat` is positive until the first step, whose gradient is not dampened.
    dampened = (1 - settings.dampening) * gradient
    new = jnp.where(stat > 0, gradient, momentum * accum + dampened)
    change = gradient + momentum * new if settings.nesterov else new
    used = momentum > 0
    change = jnp.where(used, change, gradient)
    return x - lr * change, (jnp.where(used, new, accum), jnp.where(used & (stat > 0), 0, stat))


def momentum(x, gradient, lr, slots, settings):
    """Move by a moving sum of gradients."""
    (moment,) = slots
    moment = settings.momentum * moment + gradient
    change = gradient + settings.momentum * moment if settings.use_nesterov else moment
    return x - lr * change, (moment,)
