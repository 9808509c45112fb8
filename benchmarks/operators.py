"""The cost of one operator in eager mode against the same call in `jax.numpy`."""

import math
from collections.abc import Iterator

import jax
import jax.numpy as jnp

from benchmarks import sizes, timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 1.3


def reference() -> dict[str, timing.Block]:
    """The same calls on `jax.Array`, by the names `programs.operators` uses."""
    blocks = {}
    for n in sizes.OPERATOR_SIZES:
        x, y = map(jax.device_put, sizes.operands(n))
        blocks |= {name: timing.block_of(call) for name, call in _calls_on(n, x, y).items()}
    return blocks


def _calls_on(n, x, y):
    flat = (n * n,)
    return {
        f"add {n}x{n}": lambda: jnp.add(x, y),
        f"mul {n}x{n}": lambda: jnp.multiply(x, y),
        f"matmul {n}x{n}": lambda: jnp.matmul(x, y),
        f"exp {n}x{n}": lambda: jnp.exp(x),
        f"sum {n}x{n}": lambda: jnp.sum(x),
        f"reshape {n}x{n}": lambda: jnp.reshape(x, flat),
        f"x + y {n}x{n}": lambda: x + y,
        f"x * y {n}x{n}": lambda: x * y,
        f"x @ y {n}x{n}": lambda: x @ y,
        f"x * 2.0 {n}x{n}": lambda: x * 2.0,
        f"x.sum() {n}x{n}": lambda: x.sum(),
        f"x.reshape() {n}x{n}": lambda: x.reshape(flat),
    }


def measure(options: Options) -> Iterator[Row]:
    """A row per operator and size, then their geometric mean."""
    from benchmarks import programs

    references = reference()
    ratios = []
    for name, call in programs.operators().items():
        blocks = {"msjax": timing.block_of(call), "jnp": references[name]}
        blocks |= options.beside(f"operators:{name}")
        times = timing.interleave(blocks, options.rounds)
        seconds = timing.typical(times)
        ratios.append(seconds["msjax"] / seconds["jnp"])
        yield Row("operators", name, ratios[-1], "x", "jnp", TARGET, seconds)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    yield Row("operators", f"geometric mean of {len(ratios)}", mean, "x", "jnp", TARGET)
