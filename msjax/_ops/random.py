"""Random numbers: every kernel's first operand is the state of a generator.

`draw()` hands out the default generator's state and moves it on; `seeded_draw(seed)` that of the
stream which an operator's own seed names. The numbers are JAX's, not MindSpore's; initial weights,
which are MindSpore's, come from `msjax.common.initializer`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.conversion import cast
from msjax._core.devices import device_named, has_accelerator, resolve_device_target
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import EXPRESSIONS, composite, freeze, operator
from msjax._core.random import Generator, draw, jax_key
from msjax._core.tensor import Tensor

jnp = jax.numpy


def own_draw(primitive, *seeds):
    """Return the state operand of a Primitive: its own stream if it was given a seed."""
    seed = next(filter(None, seeds), 0)
    if not seed:
        return draw()
    if "_generator" not in primitive.__dict__:
        primitive._generator = Generator.started(seed)
    return primitive._generator.draw()


def fixed_or_drawn(seed, offset):
    """Return the state operand that seed and offset name; seed -1 names none, so one is drawn."""
    return draw() if seed < 0 else np.array([seed, offset])


def lengths(size):
    """Read a shape given as `*size`: ints, or one int, tuple or list."""
    if len(size) == 1:
        size = size[0]
        if not isinstance(size, int | tuple | list):
            raise ExplainedTypeError(
                "If the length of the argument 'shape' is 1, the type of the argument 'shape' must "
                f"be one of ['int', 'list', 'tuple'], but got {size}."
            )
    return size or (1,)


def given_size(mean, std, size):
    """Read the size of normal numbers, which tensors of means or deviations give by themselves."""
    if size is not None:
        return (size,) if isinstance(size, int) else tuple(size)
    if not any(isinstance(v, Tensor) for v in (mean, std)):
        raise ExplainedTypeError(
            f"For 'normal', the size must be given where mean and std are numbers, {mean} and "
            f"{std}; for instance `size=(2, 3)`."
        )
    return ()


def drawn_on(device, generator=None):
    """Return the state operand, on the device that a name means: the numbers are drawn there."""
    if device is None:
        return draw(generator)
    target = device_named(device)
    state = draw(generator)
    if isinstance(state, Tracer) or not has_accelerator():
        return state
    return jax.device_put(state, jax.devices(resolve_device_target(target))[0])


def checked_low(low, high):
    """Return the lower bound of integers to draw; raise where there are none."""
    if isinstance(low, int) and isinstance(high, int) and low >= high:
        raise RuntimeError(
            f"For 'randint', 'low' must be less than 'high', which is excluded, but got {low} and "
            f"{high}."
        )
    return low


EXPRESSIONS["checked_low"] = checked_low
EXPRESSIONS |= {
    "own_draw": own_draw,
    "fixed_or_drawn": fixed_or_drawn,
    "lengths": lengths,
    "drawn_on": drawn_on,
    "given_size": given_size,
}


def _shape(name, shape):
    if isinstance(shape, int) and not isinstance(shape, bool):
        shape = (shape,)
    if not isinstance(shape, tuple) or not all(isinstance(n, int) for n in shape):
        raise ExplainedTypeError(
            f"For '{name}', the shape must be an int, a tuple or a Tensor of ints, but got "
            f"{shape!r}."
        )
    if any(n < 0 for n in shape):
        raise ExplainedValueError(
            f"For '{name}', the dimensions of shape must be greater than or equal to 0, but got "
            f"{shape}."
        )
    return shape


def _broadcast(*shapes) -> Any:
    return jnp.broadcast_shapes(*shapes)


def _float_dtype(name, dtype):
    dtype = jnp.dtype("float32") if dtype is None else to_numpy(dtype)
    if not jnp.issubdtype(dtype, jnp.floating):
        raise ExplainedValueError(
            f"For '{name}', the 'dtype' must be a float type, but got {dtype}."
        )
    return dtype


def _int_dtype(name, dtype):
    dtype = jnp.dtype("int64") if dtype is None else to_numpy(dtype)
    if not jnp.issubdtype(dtype, jnp.integer):
        raise ExplainedValueError(
            f"For '{name}', the 'dtype' must be an int type, but got {dtype}."
        )
    return dtype


@operator(
    "ops.rand(*size, dtype=None, seed=None) -> (seeded_draw(seed), shape=lengths(size), "
    "dtype=dtype)",
    "ops.rand_like(input, seed=None, *, dtype=None)"
    " -> (seeded_draw(seed), shape=input.shape, dtype=dtype or input.dtype)",
    "ops.UniformReal(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape) ->"
    " (own_draw(self, seed, seed2), shape=shape)",
    "mint.rand(*size, generator=None, dtype=None, device=None)"
    " -> (drawn_on(device, generator), shape=lengths(size), dtype=dtype)",
    "mint.rand_like(input, *, dtype=None, device=None)"
    " -> (drawn_on(device), shape=input.shape, dtype=dtype or input.dtype)",
    samples=("3, 4", "(2, 3), dtype=float16"),
)
def rand(state, *, shape, dtype=None):
    """Draw from the uniform distribution over [0, 1)."""
    dtype = _float_dtype("rand", dtype)
    return jax.random.uniform(jax_key(state), _shape("rand", shape), dtype)


@operator(
    "ops.randn(*size, dtype=None, seed=None)"
    " -> (seeded_draw(seed), shape=lengths(size), dtype=dtype)",
    "ops.randn_like(input, seed=None, *, dtype=None)"
    " -> (seeded_draw(seed), shape=input.shape, dtype=dtype or input.dtype)",
    "ops.standard_normal(shape, seed=None) -> (seeded_draw(seed), shape=shape)",
    "ops.StandardNormal(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape) ->"
    " (own_draw(self, seed, seed2), shape=shape)",
    "mint.randn(*size, generator=None, dtype=None, device=None)"
    " -> (drawn_on(device, generator), shape=lengths(size), dtype=dtype)",
    "mint.randn_like(input, *, dtype=None, device=None)"
    " -> (drawn_on(device), shape=input.shape, dtype=dtype or input.dtype)",
    samples=("3, 4", "(2, 3), dtype=float16"),
)
def randn(state, *, shape, dtype=None):
    """Draw from the standard normal distribution."""
    dtype = _float_dtype("randn", dtype)
    return jax.random.normal(jax_key(state), _shape("randn", shape), dtype)


@operator(
    "ops.randint(low, high, size, seed=None, *, dtype=None)"
    " -> (seeded_draw(seed), checked_low(low, high), high, shape=size, dtype=dtype)",
    "ops.randint_like(input, low, high, seed=None, *, dtype=None)"
    " -> (seeded_draw(seed), checked_low(low, high), high, shape=input.shape,"
    " dtype=dtype or input.dtype)",
    "ops.UniformInt(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape, minval, maxval) ->"
    " (own_draw(self, seed, seed2), minval, maxval, shape=shape, dtype=int32)",
    samples=("0, 5, (3, 4)", "0, 5, (3, 4), dtype=int32"),
)
def randint(state, low, high, *, shape, dtype=None):
    """Draw integers from low (included) to high (excluded)."""
    dtype = _int_dtype("randint", dtype)
    return jax.random.randint(jax_key(state), _shape("randint", shape), low, high, dtype)


@composite(
    "mint.randint(*args, generator=None, dtype=None, device=None)"
    " -> ('randint', args, drawn_on(device, generator), dtype)",
    "mint.randint_like(*args, dtype=None, device=None)"
    " -> ('randint_like', args, drawn_on(device), dtype)",
    samples=(
        "mint.randint: 5, (3, 4)",
        "mint.randint: 1, 5, (3, 4), dtype=int32",
        "mint.randint_like: i32[2, 3], 5",
        "mint.randint_like: f32[2, 3], 1, 5",
    ),
)
def randint_between(name, args, state, dtype):
    """Draw integers from low (0 where it is not given) to high (excluded).

    `randint(low, high, size)` draws int64; `randint_like(input, low, high)` has the shape and dtype
    of its input.
    """
    args = list(args)
    given: Any = args.pop(0 if name == "randint_like" else -1) if args else None
    if len(args) not in (1, 2) or any(isinstance(v, float) for v in args):
        form = {"randint": "low, high, size", "randint_like": "input, low, high"}[name]
        raise ExplainedTypeError(
            f"For '{name}', the arguments must be {form}, ints but for the "
            f"{'input' if name == 'randint_like' else 'size'}; low may be left out."
        )
    low, high = args if len(args) == 2 else (0, *args)
    if name == "randint":
        return randint(state, low, high, shape=freeze(given), dtype=dtype)
    drawn = randint(state, low, high, shape=given.shape)
    return cast(drawn, dtype=dtype or given.dtype)


@operator(
    "ops.uniform(shape, minval, maxval, seed=None, dtype=float32)"
    " -> (seeded_draw(seed), minval, maxval, shape=shape, dtype=dtype)",
    samples=("(3, 4), f32[], f32[]", "(3, 4), f32[4], f32[4]"),
)
def uniform(state, low, high, *, shape, dtype):
    """Draw from the uniform distribution over [minval, maxval); integers with an int dtype."""
    if any(getattr(v, "weak_type", True) for v in (low, high)):
        raise ExplainedTypeError(
            "For functional operator[uniform], the input[minval] and input[maxval] must be a "
            "Tensor; make one, for instance `Tensor(0.0)`."
        )
    shape = _broadcast(_shape("uniform", shape), low.shape, high.shape)
    dtype = to_numpy(dtype)
    if jnp.issubdtype(dtype, jnp.integer):
        return jax.random.randint(jax_key(state), shape, low, high, dtype)
    u = jax.random.uniform(jax_key(state), shape, _float_dtype("uniform", dtype))
    return low + (high - low) * u


@operator(
    "ops.normal(shape, mean, stddev, seed=None) -> (seeded_draw(seed), mean, stddev, shape=shape)",
    "mint.normal(mean=0.0, std=1.0, size=None, generator=None)"
    " -> (draw(generator), mean, std, shape=given_size(mean, std, size))",
    "Tensor.normal_(self, mean=0, std=1, *, generator=None)"
    " -> self := (draw(generator), mean, std, shape=self.shape)",
    "ops.normal_(input, mean=0, std=1, *, generator=None)"
    " -> input := (draw(generator), mean, std, shape=input.shape)",
    samples=("(3, 4), 1.0, 2.0", "(3, 1, 2), f32[2, 2], positive[2]"),
)
def normal(state, mean, stddev, *, shape):
    """Draw from normal distributions, in float32."""
    shape = jnp.broadcast_shapes(_shape("normal", shape), jnp.shape(mean), jnp.shape(stddev))
    mean, stddev = jnp.asarray(mean, jnp.float32), jnp.asarray(stddev, jnp.float32)
    return mean + stddev * jax.random.normal(jax_key(state), shape, jnp.float32)


@operator(
    "Tensor.uniform_(self, from_=0, to=1, *, generator=None)"
    " -> self := (draw(generator), self, from_, to)",
    "ops.uniform_(input, from_=0, to=1, *, generator=None)"
    " -> input := (draw(generator), input, from_, to)",
    "Tensor.uniform(self, from_=0.0, to=1.0, generator=None) -> (draw(generator), self, from_, to)",
    samples=("f32[3, 4]",),
    differentiable=False,
)
def uniform_like(state, x, low, high):
    """Draw from the uniform distribution over [from_, to), in the shape and dtype of x."""
    u = jax.random.uniform(jax_key(state), x.shape, _float_dtype("uniform_", x.dtype))
    return jnp.asarray(low, x.dtype) + jnp.asarray(high - low, x.dtype) * u


@operator(
    "Tensor.random_(self, from_=0, to=None, *, generator=None)"
    " -> self := (draw(generator), self, from_, to)",
    "ops.random_(input, from_=0, to=None, *, generator=None)"
    " -> input := (draw(generator), input, from_, to)",
    samples=("f32[3, 4], 0, 9",),
    differentiable=False,
)
def random_like(state, x, low, high):
    """Draw integers from `from_` to `to`, in the shape and dtype of x."""
    if high is None:
        exact = jnp.issubdtype(x.dtype, jnp.integer)
        high = jnp.iinfo(x.dtype).max if exact else 1 << (jnp.finfo(x.dtype).nmant + 1)
    return jax.random.randint(jax_key(state), x.shape, low, high, jnp.int64).astype(x.dtype)


@operator(
    "Tensor.exponential_(self, lambd=1, *, generator=None)"
    " -> self := (draw(generator), self, lambd)",
    "ops.exponential_(input, lambd=1, *, generator=None)"
    " -> input := (draw(generator), input, lambd)",
    samples=("f32[3, 4]",),
    differentiable=False,
)
def exponential_like(state, x, rate):
    """Draw from the exponential distribution, in the shape and dtype of x."""
    return jax.random.exponential(jax_key(state), x.shape, x.dtype) / jnp.asarray(rate, x.dtype)


@operator(
    "ops.randperm(n, seed=0, offset=0, dtype=int64)"
    " -> (fixed_or_drawn(seed, offset), n=n, dtype=dtype)",
    "ops.RandpermV2(seed: None | bool | int | Tensor = 0, offset: None | bool | int | Tensor = 0,"
    " dtype: None | type = int64)(n) -> (fixed_or_drawn(seed, offset), n=n, dtype=dtype)",
    "mint.randperm(n, *, generator=None, dtype=int64) -> (draw(generator), n=n, dtype=dtype)",
    samples=("7", "7, dtype=int32"),
)
def randperm(state, *, n, dtype):
    """Permute 0 to n - 1: by `seed`, always the same way, or anew where it is -1."""
    return jax.random.permutation(jax_key(state), n).astype(to_numpy(dtype))


@operator(
    "ops.Randperm(max_length: int >= 1 = 1, pad: int = -1, dtype: types(*numbers) = int32)(n) ->"
    " (draw(), n, max_length=max_length, pad=pad, dtype=dtype)",
    samples=("natural[1], max_length=7, pad=-1, dtype=int32",),
    differentiable=False,
)
def padded_randperm(state, n, *, max_length, pad, dtype):
    """Permute 0 to n - 1 and pad the result."""
    index = jnp.arange(max_length)
    inside = index < n.reshape(())
    order = jnp.argsort(jnp.where(inside, jax.random.uniform(jax_key(state), (max_length,)), 2.0))
    return jnp.where(inside, order, pad).astype(to_numpy(dtype))


@operator(
    "ops.bernoulli(input, p=0.5, seed=None)"
    " -> (fixed_or_drawn(-1 if seed is None else seed, 0), input, p)",
    "ops.Bernoulli(seed: int = -1, offset=0)(x, p=0.5) -> (fixed_or_drawn(seed, offset), x, p)",
    "Tensor.bernoulli_(self, p=0.5, *, generator=None) -> self := (draw(generator), self, p)",
    "ops.bernoulli_(input, p=0.5, *, generator=None) -> input := (draw(generator), input, p)",
    samples=("f32[3, 4]", "f32[3, 4], probability[3, 4]"),
    differentiable=False,
)
def bernoulli(state, x, p):
    """Draw 1 with probability p and else 0, in the shape and dtype of x."""
    p = jnp.asarray(p)
    if p.size != 1 and p.shape != x.shape:
        raise ExplainedValueError(
            "For 'Bernoulli', 'x' and 'p' should have same shape or 'p' have a size of 1, but got "
            f"{x.shape} and {p.shape}."
        )
    p = jnp.broadcast_to(p.reshape(p.shape if p.size > 1 else ()), x.shape)
    return (jax.random.uniform(jax_key(state), x.shape, jnp.float32) < p).astype(x.dtype)


@operator(
    "Tensor.bernoulli(self, *, generator=None) -> (draw(generator), self)",
    "mint.bernoulli(input, *, generator=None) -> (draw(generator), input)",
    "ops.bernoulli_ext(input, *, generator=None) -> (draw(generator), input)",
    samples=("probability[3, 4]",),
    differentiable=False,
)
def bernoulli_of(state, p):
    """Draw 1 with the probabilities given and else 0."""
    return (jax.random.uniform(jax_key(state), p.shape, jnp.float32) < p).astype(p.dtype)


@operator(
    "ops.multinomial(input, num_samples, replacement=True, seed=None) -> (seeded_draw(seed), input,"
    " count=num_samples, replacement=replacement, dtype=int32)",
    "Tensor.multinomial(self, num_samples, replacement=True, seed=None) -> (seeded_draw(seed), "
    "self, count=num_samples, replacement=replacement, dtype=int32)",
    "mint.multinomial(input, num_samples, replacement=False, *, generator=None)"
    " -> (draw(generator), input, count=num_samples, replacement=replacement, dtype=int64)",
    "ops.Multinomial(seed: int >= 0 = 0, seed2: int >= 0 = 0,"
    " dtype: types(int32, int64) = int32)(x, num_samples) -> (own_draw(self, seed, seed2), x,"
    " count=num_samples, replacement=True, dtype=dtype)",
    samples=("positive[4], 7", "positive[2, 4], 3, False"),
    differentiable=False,
)
def multinomial(state, weights, *, count, replacement, dtype):
    """Draw indices of the last axis with probabilities proportional to the weights."""
    classes = weights.shape[-1]
    if not replacement and count > classes:
        raise ExplainedValueError(
            "For 'multinomial', the 'num_samples' must be less than the last dimension of input "
            f"without 'replacement', but got 'num_samples': {count} and {classes} classes."
        )
    logits = jnp.log(weights.astype(jnp.float32))
    return _categorical(state, logits, count, replacement).astype(to_numpy(dtype))


def _categorical(state, logits, count, replacement):
    """Draw indices by the Gumbel-maximum trick, which needs no normalised probabilities."""
    shape = logits.shape[:-1]
    if replacement:
        index = jax.random.categorical(jax_key(state), logits, axis=-1, shape=(count, *shape))
        return jnp.moveaxis(index, 0, -1)
    noise = jax.random.gumbel(jax_key(state), logits.shape, jnp.float32)
    return jax.lax.top_k(logits + noise, count)[1]


@operator(
    "ops.random_categorical(logits, num_sample, seed=0, dtype=int64)"
    " -> (seeded_draw(seed), logits, count=num_sample, dtype=dtype)",
    "Tensor.random_categorical(self, num_sample, seed=0, dtype=int64)"
    " -> (seeded_draw(seed), self, count=num_sample, dtype=dtype)",
    "ops.RandomCategorical(dtype: types(int32, int64) = int64)(logits, num_sample, seed) ->"
    " (seeded_draw(seed), logits, count=num_sample, dtype=dtype)",
    samples=("f32[2, 4], 7",),
    differentiable=False,
)
def random_categorical(state, logits, *, count, dtype):
    """Draw class indices per row of logits."""
    if logits.ndim != 2:
        raise ExplainedValueError(
            f"For 'RandomCategorical', logits must have 2 dimensions, but got {logits.shape}."
        )
    logits = logits.astype(jnp.float32)
    return _categorical(state, logits, count, True).astype(to_numpy(dtype))


@operator(
    "ops.shuffle(x, seed=None) -> (seeded_draw(seed), x)",
    "ops.RandomShuffle(seed: int >= 0 = 0, seed2: int >= 0 = 0)(x) ->"
    " (own_draw(self, seed, seed2), x)",
    samples=("f32[5, 2]",),
)
def shuffle(state, x):
    """Permute x along its first axis."""
    return x if x.ndim == 0 else jax.random.permutation(jax_key(state), x)


@operator(
    "ops.gamma(shape, alpha, beta, seed=None) -> (seeded_draw(seed), alpha, beta, shape=shape)",
    "ops.Gamma(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape, alpha, beta) ->"
    " (own_draw(self, seed, seed2), alpha, beta, shape=shape)",
    samples=("(3, 4), positive[], positive[]", "(3, 1, 4), positive[2, 4], positive[1]"),
)
def gamma(state, alpha, beta, *, shape):
    """Draw from gamma distributions of shape alpha and rate beta; all shapes are broadcast."""
    shape = _broadcast(_shape("gamma", shape), alpha.shape, beta.shape)
    return jax.random.gamma(jax_key(state), alpha, shape, jnp.float32) / beta


@operator(
    "ops.random_gamma(shape, alpha, seed=None) -> (seeded_draw(seed), alpha, shape=shape)",
    "ops.RandomGamma(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape, alpha) ->"
    " (own_draw(self, seed, seed2), alpha, shape=shape)",
    samples=("(3, 4), positive[2]",),
)
def random_gamma(state, alpha, *, shape):
    """Draw from gamma distributions of shape alpha and rate 1."""
    shape = _shape("random_gamma", shape) + alpha.shape
    return jax.random.gamma(jax_key(state), alpha, shape, alpha.dtype)


@operator(
    "ops.poisson(shape, mean, seed=None) -> (seeded_draw(seed), mean, shape=shape)",
    "ops.Poisson(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape, mean) ->"
    " (own_draw(self, seed, seed2), mean, shape=shape)",
    samples=("(3, 4), positive[]", "(3, 1), positive[2]"),
    differentiable=False,
)
def poisson(state, mean, *, shape):
    """Draw from Poisson distributions, in int32; shape and mean are broadcast."""
    shape = _broadcast(_shape("poisson", shape), mean.shape)
    return jax.random.poisson(jax_key(state), mean, shape).astype(jnp.int32)


@operator(
    "ops.random_poisson(shape, rate, seed=None, dtype=float32)"
    " -> (seeded_draw(seed), rate, shape=shape, dtype=dtype)",
    "ops.RandomPoisson(seed: int = 0, seed2: int = 0,"
    " dtype: types(int32, int64, float16, float32, float64) = int64)(shape, rate) ->"
    " (own_draw(self, seed, seed2), rate, shape=shape, dtype=dtype)",
    samples=("(3, 4), positive[]", "(3,), positive[2]"),
    differentiable=False,
)
def random_poisson(state, rate, *, shape, dtype):
    """Draw as many numbers as shape says from each of some Poisson distributions."""
    shape = _shape("random_poisson", shape) + rate.shape
    return jax.random.poisson(jax_key(state), rate, shape).astype(to_numpy(dtype))


@operator(
    "ops.standard_laplace(shape, seed=None) -> (seeded_draw(seed), 0.0, 1.0, shape=shape)",
    "ops.StandardLaplace(seed: int >= 0 = 0, seed2: int >= 0 = 0)(shape) ->"
    " (own_draw(self, seed, seed2), 0.0, 1.0, shape=shape)",
    "ops.laplace(shape, mean, lambda_param, seed=None)"
    " -> (seeded_draw(seed), mean, lambda_param, shape=shape)",
    samples=("(3, 4)", "(3, 4), f32[], positive[]"),
)
def laplace(state, mean, scale, *, shape):
    """Draw from Laplace distributions, in float32."""
    shape = jnp.broadcast_shapes(_shape("laplace", shape), jnp.shape(mean), jnp.shape(scale))
    mean, scale = jnp.asarray(mean, jnp.float32), jnp.asarray(scale, jnp.float32)
    return mean + scale * jax.random.laplace(jax_key(state), shape, jnp.float32)


@operator(
    "ops.TruncatedNormal(dtype: types(float16, float32, float64) = float32, seed: int = 0,"
    " seed2: int = 0)(shape) -> (own_draw(self, seed, seed2), shape=shape, dtype=dtype)",
    samples=("natural[2], shape=(3, 4), dtype=float32",),
)
def truncated_normal(state, *, shape, dtype):
    """Draw from the standard normal distribution cut off at -2 and 2."""
    shape = _shape("TruncatedNormal", shape)
    dtype = _float_dtype("TruncatedNormal", dtype)
    return jax.random.truncated_normal(jax_key(state), -2, 2, shape, dtype)


@operator(
    "ops.choice_with_mask(input_x, count=256, seed=None)"
    " -> (seeded_draw(seed), input_x, count=count)",
    "ops.RandomChoiceWithMask(count: int >= 1 = 256, seed: int = 0, seed2: int = 0)(input_x) ->"
    " (own_draw(self, seed, seed2), input_x, count=count)",
    samples=("bool[3, 4], 5",),
    differentiable=False,
)
def choice_with_mask(state, x, *, count):
    """Choose positions of true elements at random; return their indices, and which are valid."""
    if not 1 <= x.ndim <= 5:
        raise ExplainedValueError(
            f"For 'RandomChoiceWithMask', the input must have 1 to 5 dimensions, but got {x.shape}."
        )
    flat = x.reshape(-1).astype(bool)
    priority = jnp.where(flat, jax.random.uniform(jax_key(state), flat.shape), 2.0)
    size = math.prod(x.shape)
    order = jnp.argsort(priority)[: min(count, size)]
    order = jnp.pad(order, (0, count - order.size))
    valid = jnp.arange(count) < jnp.sum(flat)
    index = jnp.stack(jnp.unravel_index(order, x.shape), axis=-1)
    return jnp.where(valid[:, None], index, 0).astype(jnp.int32), valid


@operator(
    "Tensor.cauchy(self, median=0.0, sigma=1.0)"
    " -> (draw(), median, sigma, shape=self.shape, dtype=self.dtype)",
    "ops.Cauchy(size, median=0.0, sigma=1.0)() -> (draw(), median, sigma, shape=size)",
    differentiable=False,
    samples=("Tensor.cauchy: f32[2, 3]", "ops.Cauchy: size=[3]"),
)
def cauchy(state, median, sigma, *, shape, dtype=None):
    """Draw from the Cauchy distribution."""
    dtype = _float_dtype("cauchy", dtype)
    drawn = median + sigma * jax.random.cauchy(jax_key(state), shape, jnp.float32)
    return drawn.astype(dtype)


@operator(
    "Tensor.log_normal(self, mean=1.0, std=2.0)"
    " -> (draw(), mean, std, shape=self.shape, dtype=self.dtype)",
    "ops.LogNormalReverse(mean: float = 1.0, std: float = 2.0)(input) -> (draw(), mean, std,"
    " shape=input.shape, dtype=input.dtype)",
    differentiable=False,
    samples=("Tensor.log_normal: f32[2, 3]", "ops.LogNormalReverse: f32[3]"),
)
def log_normal(state, mean, std, *, shape, dtype):
    """Draw numbers whose logarithms are normally distributed."""
    dtype = _float_dtype("log_normal", dtype)
    drawn = mean + std * jax.random.normal(jax_key(state), shape, jnp.float32)
    return jnp.exp(drawn).astype(dtype)


@operator(
    "ops.gumbel_softmax(logits, tau=1.0, hard=False, dim=-1)"
    " -> (draw(), logits, tau, hard=hard, axis=dim)",
    samples=("f32[2, 3]", "f32[2, 3], 0.5, True, 0"),
)
def gumbel_softmax(state, logits, tau, *, hard, axis):
    """Draw (relaxed, or where `hard` exactly one-hot) choices along an axis."""
    noise = jax.random.gumbel(jax_key(state), logits.shape, jnp.float32)
    soft = jax.nn.softmax((logits + noise.astype(logits.dtype)) / tau, axis).astype(logits.dtype)
    if not hard:
        return soft
    one = jax.nn.one_hot(jnp.argmax(soft, axis), soft.shape[axis], axis=axis, dtype=soft.dtype)
    return soft + jax.lax.stop_gradient(one - soft)


@operator(
    "ops.rrelu(input, lower=0.125, upper=0.3333333333333333) -> (draw(), input, lower, upper)",
    samples=("f32[2, 3]",),
)
def rrelu(state, x, lower, upper):
    """Multiply negative elements by random slopes, uniform in [lower, upper]."""
    slopes = jax.random.uniform(jax_key(state), x.shape, jnp.float32, lower, upper)
    return jnp.where(x < 0, x * slopes.astype(x.dtype), x)
