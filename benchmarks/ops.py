"""The eager cost of every face of forty operators over the compiled call beneath it, and over jnp.

Faces that write in place are left out: each of their calls would run on another operand.
"""

import math
from collections.abc import Iterator

import jax
import jax.numpy as jnp

from benchmarks import timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 1.3

# operator -> the same in JAX, of its operands and then its static parameters by name
REFERENCES = {
    "abs": jnp.abs,
    "add": jnp.add,
    "amax": lambda x, *_, axis, keepdims: jnp.max(x, axis, keepdims=keepdims),
    "argmax": lambda x, *, axis, keepdims, dtype: jnp.argmax(x, axis, keepdims=keepdims),
    "bmm": lambda x, y, **_: jnp.matmul(x, y),
    "broadcast_to": lambda x, *, shape: jnp.broadcast_to(x, shape),
    "clamp": jnp.clip,
    "cos": jnp.cos,
    "cumsum": lambda x, *, axis, **_: jnp.cumsum(x, axis),
    "div": lambda x, y, **_: jnp.divide(x, y),
    "equal": jnp.equal,
    "exp": jnp.exp,
    "expand_dims": lambda x, *, axis: jnp.expand_dims(x, axis),
    "flip": lambda x, *, dims: jnp.flip(x, dims),
    "gather": lambda x, index, *, axis, batch_dims: jnp.take(x, index, axis),
    "gelu": lambda x, *, approximate: jax.nn.gelu(x, approximate=False),
    "greater": jnp.greater,
    "log": jnp.log,
    "log_softmax": lambda x, *, axis, dtype: jax.nn.log_softmax(x, axis),
    "logical_and": jnp.logical_and,
    "matmul": jnp.matmul,
    "maximum": jnp.maximum,
    "mean": lambda x, *, axis, keepdims, dtype: jnp.mean(x, axis, keepdims=keepdims),
    "minimum": jnp.minimum,
    "mul": jnp.multiply,
    "neg": jnp.negative,
    "pow": jnp.power,
    "relu": jax.nn.relu,
    "reshape": lambda x, *, shape: jnp.reshape(x, shape),
    "sigmoid": jax.nn.sigmoid,
    "sin": jnp.sin,
    "softmax": lambda x, *, axis, dtype: jax.nn.softmax(x, axis),
    "sqrt": jnp.sqrt,
    "square": jnp.square,
    "squeeze": lambda x, *, axis: jnp.squeeze(x, axis),
    "sub": jnp.subtract,
    "sum": lambda x, *_, axis, keepdims, dtype: jnp.sum(x, axis, keepdims=keepdims),
    "tanh": jnp.tanh,
    "transpose": lambda x, *, dims: jnp.transpose(x, dims),
    "where": jnp.where,
}


def blocks_of(name: str) -> dict[str, timing.Block]:
    """The bare compiled call, jnp, and every face of an operator on its first sample."""
    import msjax
    import msjax._ops
    from msjax._core.operator import OPERATORS, resolve
    from tests._ops.samples import FaceCall, canonical

    op = OPERATORS[name]
    binding = canonical(op, op.samples[0])
    call = op.call(*binding.statics.values())
    values = [x._value if isinstance(x, msjax.Tensor) else x for x in binding.operands]
    reference, statics = REFERENCES[name], binding.statics
    blocks = {
        "bare": timing.block_of(lambda: call.jit(*values)),
        "jnp": timing.block_of(lambda: reference(*values, **statics)),
    }
    for face in op.faces:
        solution = None if face.in_place else FaceCall(face).solve(binding)
        if solution is not None and face.path not in blocks:
            args, kwargs, init = solution
            function = resolve(face.path)
            function = function(**init) if isinstance(function, type) else function
            blocks[face.path] = timing.block_of(_calling(function, args, kwargs))
    return blocks


def _calling(function, args, kwargs):
    if kwargs:
        return lambda: function(*args, **kwargs)
    if len(args) == 1:
        (x,) = args
        return lambda: function(x)
    return lambda: function(*args)


def measure(options: Options) -> Iterator[Row]:
    """Two rows per operator, of its slowest face, then the means of all faces."""
    over_bare, over_jnp = [], []
    for name in REFERENCES:
        times = timing.interleave(blocks_of(name), max(options.rounds // 2, 10))
        seconds = timing.typical(times)
        faces = [s for side, s in seconds.items() if side not in ("bare", "jnp")]
        over_bare += [s / seconds["bare"] for s in faces]
        over_jnp += [s / seconds["jnp"] for s in faces]
        slowest = max(faces)
        yield Row("ops", name, slowest / seconds["jnp"], "x", "jnp", TARGET, seconds)
        yield Row("ops", name, slowest / seconds["bare"], "x", "its bare compiled call")
    count = f"geometric mean of {len(over_jnp)} faces"
    yield Row("ops", count, _mean(over_jnp), "x", "jnp", TARGET)
    yield Row("ops", count, _mean(over_bare), "x", "their bare compiled calls")


def _mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))
