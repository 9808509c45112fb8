"""Value and gradients of a six-operator network, eager, against eager JAX and PyTorch."""

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import sizes, timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 0.12


def network(weights, x):
    """The six operators on `jax.Array`: matmul, add, tanh, matmul, multiply, mean."""
    hidden = jnp.tanh(jnp.add(jnp.matmul(x, weights["w1"]), weights["b1"]))
    return jnp.mean(jnp.multiply(jnp.matmul(hidden, weights["w2"]), weights["scale"]))


def jax_calls():
    """Eager `jax.value_and_grad`, the same under `jax.jit`, and the value alone."""
    weights = {k: jax.device_put(v) for k, v in sizes.six_operator_arrays().items()}
    x = weights.pop("x")
    eager = jax.value_and_grad(network)
    compiled = jax.jit(eager)
    return {
        "jax": lambda: eager(weights, x),
        "jax.jit": lambda: compiled(weights, x),
        "jax value": lambda: network(weights, x),
    }


def torch_calls():
    """PyTorch's eager gradient where PyTorch is installed, else nothing."""
    try:
        import torch
    except ModuleNotFoundError:
        return {}
    weights = {k: torch.tensor(v) for k, v in sizes.six_operator_arrays().items()}
    x = weights.pop("x")
    for weight in weights.values():
        weight.requires_grad_()
    w1, b1, w2, scale = weights.values()

    def call():
        hidden = torch.tanh(torch.add(torch.matmul(x, w1), b1))
        loss = torch.mean(torch.mul(torch.matmul(hidden, w2), scale))
        return loss, torch.autograd.grad(loss, (w1, b1, w2, scale))

    return {"torch": call}


def check_same(ours, theirs):
    """Raise if the two sides do not compute the same numbers."""
    value, grads = ours
    expected, expected_grads = theirs
    np.testing.assert_allclose(value.asnumpy(), expected, rtol=1e-5)
    for grad, name in zip(grads, ("w1", "b1", "w2", "scale"), strict=True):
        np.testing.assert_allclose(grad.asnumpy(), expected_grads[name], rtol=1e-4, atol=1e-6)


def measure(options: Options) -> Iterator[Row]:
    """Gradients against eager JAX (the target), PyTorch and compiled JAX; then the value alone."""
    from benchmarks import programs

    ours, theirs = programs.gradients(), jax_calls()
    check_same(ours["value and gradients"](), theirs["jax"]())
    calls = {"msjax": ours["value and gradients"], "jax": theirs["jax"]}
    calls |= {"jax.jit": theirs["jax.jit"]} | torch_calls()
    blocks = {name: timing.block_of(call) for name, call in calls.items()}
    blocks |= options.beside("gradients:value and gradients")
    times = timing.interleave(blocks, options.rounds)
    seconds = timing.typical(times)
    for side in blocks:
        if side != "msjax":
            against = "eager jax.value_and_grad" if side == "jax" else side
            value = seconds["msjax"] / seconds[side]
            target = TARGET if side == "jax" else None
            yield Row("gradients", "six operators", value, "x", against, target, seconds)

    blocks = {"msjax": timing.block_of(ours["value only"])}
    blocks["jax"] = timing.block_of(theirs["jax value"])
    blocks |= options.beside("gradients:value only")
    times = timing.interleave(blocks, options.rounds)
    seconds = timing.typical(times)
    value = seconds["msjax"] / seconds["jax"]
    yield Row("gradients", "six operators, value only", value, "x", "jnp", None, seconds)
