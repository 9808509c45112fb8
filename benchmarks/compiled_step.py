"""A compiled training step of an MLP with Adam, against the same step written by hand in JAX."""

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import sizes, timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 1.05
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def loss_of(weights, x, labels):
    """Mean cross-entropy of the MLP; weights are (out, in), as in `nn.Dense`."""
    *hidden, (w, b) = weights
    for weight, bias in hidden:
        x = jax.nn.relu(x @ weight.T + bias)
    log_p = jax.nn.log_softmax(x @ w.T + b)
    return -jnp.mean(jnp.take_along_axis(log_p, labels[:, None], axis=1))


def adam_step(state, x, labels):
    """One step of Adam as MindSpore defines it; returns the loss and the new state."""
    loss, grads = jax.value_and_grad(loss_of)(state["weights"], x, labels)
    power1, power2 = state["power1"] * BETA1, state["power2"] * BETA2
    rate = sizes.LEARNING_RATE * jnp.sqrt(1 - power2) / (1 - power1)
    first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, state["first"], grads)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, state["second"], grads)
    weights = jax.tree.map(
        lambda w, m, v: w - rate * m / (jnp.sqrt(v) + EPSILON), state["weights"], first, second
    )
    return loss, {
        "weights": weights,
        "first": first,
        "second": second,
        "power1": power1,
        "power2": power2,
    }


def jax_step(size):
    """The step compiled with the state donated, as a call without arguments."""
    arrays = [jnp.array(array) for array in sizes.mlp_arrays(size)]
    weights = list(zip(arrays[::2], arrays[1::2], strict=True))
    state = {
        "weights": weights,
        "first": jax.tree.map(jnp.zeros_like, weights),
        "second": jax.tree.map(jnp.zeros_like, weights),
        "power1": jnp.ones((), jnp.float32),
        "power2": jnp.ones((), jnp.float32),
    }
    x, labels = map(jax.device_put, sizes.batch(size))
    step = jax.jit(adam_step, donate_argnums=0)

    def call():
        nonlocal state
        loss, state = step(state, x, labels)
        return loss

    return call


def check_same(ours, theirs, steps=5):
    """Raise if the losses of the first steps differ."""
    for _ in range(steps):
        np.testing.assert_allclose(ours().asnumpy(), theirs(), rtol=1e-4)


def measure(options: Options) -> Iterator[Row]:
    """The ratio for every size; the target is for the MLP whose arithmetic fills the step."""
    from benchmarks import programs

    for size in sizes.MLPS:
        ours, theirs = programs.mlp_step(size), jax_step(size)
        check_same(ours, theirs)
        blocks = {"msjax": timing.block_of(ours), "jax.jit": timing.block_of(theirs)}
        blocks |= options.beside(f"compiled_step:{size.name}")
        times = timing.interleave(blocks, options.rounds, seconds=0.02)
        seconds = timing.typical(times)
        value = seconds["msjax"] / seconds["jax.jit"]
        target = TARGET if size is sizes.MLPS[0] else None
        yield Row("compiled step", size.name, value, "x", "jax.jit", target, seconds)
