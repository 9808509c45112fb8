"""Sampling of classes for losses that do not look at all of them; and other random operators."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._core.random import jax_key

jnp = jax.numpy
lax = jax.lax


def _uniform(classes, count):
    return jnp.full(classes.shape, 1 / count, jnp.float32)


def _log_uniform(classes, count):
    classes = classes.astype(jnp.float32)
    return jnp.log((classes + 2) / (classes + 1)) / jnp.log(jnp.float32(count + 1))


def _distinct(key, number, count, log_probabilities):
    """Draw classes one by one until there are so many distinct ones; return the draws needed."""

    def more(state):
        return state[2] < number

    def one(state):
        key, found, size, tries, chosen = state
        key, part = jax.random.split(key)
        new = jax.random.categorical(part, log_probabilities)
        fresh = ~found[new]
        chosen = jnp.where(fresh, chosen.at[size].set(new, mode="drop"), chosen)
        return key, found.at[new].set(True), size + fresh, tries + 1, chosen

    start = (key, jnp.zeros(count, bool), 0, 0, jnp.zeros(number, jnp.int64))
    *_, tries, chosen = lax.while_loop(more, one, start)
    return chosen, tries


def _sampled(state, classes, probability, number, unique, count):
    """Return sampled classes, and how often the true and the sampled ones are expected."""
    key = jax_key(state)
    everything = jnp.log(probability(jnp.arange(count), count))
    if unique:
        chosen, tries = _distinct(key, number, count, everything)
    else:
        chosen, tries = jax.random.categorical(key, everything, shape=(number,)), number

    def expected(of):
        p = probability(of, count)
        return -jnp.expm1(tries * jnp.log1p(-p)) if unique else p * number

    dtype = classes.dtype
    floats = [expected(of).astype(jnp.float32) for of in (classes, chosen)]
    return chosen.astype(dtype), *floats


def _check(name, classes, num_true, number, unique, count):
    if classes.ndim != 2 or classes.shape[1] != num_true:
        raise ExplainedValueError(
            f"For '{name}', true_classes must have the shape (N, {num_true}), as num_true says, "
            f"but got {classes.shape}."
        )
    if unique and number > count:
        raise ExplainedValueError(
            f"For '{name}', num_sampled must not be greater than range_max where unique is True, "
            f"but got {number} and {count}."
        )


_SAMPLE = "given([[1, 3], [3, 0]], 'int64')"


@operator(
    "ops.UniformCandidateSampler(num_true: int >= 1, num_sampled: int >= 1, unique: bool,"
    " range_max: int >= 1, seed: int >= 0 = 0, remove_accidental_hits: bool = False)(true_classes)"
    " -> (own_draw(self, seed), true_classes, num_true, num_sampled, unique, range_max,"
    " remove_accidental_hits)",
    "ops.uniform_candidate_sampler(true_classes, num_true, num_sampled, unique, range_max, seed=0,"
    " remove_accidental_hits=False) -> (seeded_draw(seed or None), true_classes, num_true,"
    " num_sampled, unique, range_max, remove_accidental_hits)",
    samples=(
        f"ops.uniform_candidate_sampler: {_SAMPLE}, 2, 3, True, 5",
        f"ops.uniform_candidate_sampler: {_SAMPLE}, 2, 3, False, 5, 1",
    ),
    differentiable=False,
)
def uniform_candidates(
    state, classes, *, num_true, num_sampled, unique, range_max, remove_accidental_hits
):
    """Sample classes uniformly; return them and the expected counts of true and sampled ones."""
    _check("UniformCandidateSampler", classes, num_true, num_sampled, unique, range_max)
    if remove_accidental_hits:
        raise NotImplementedError(
            "UniformCandidateSampler(remove_accidental_hits=True) is not supported; mask the "
            "sampled classes that are true ones, with ops.ComputeAccidentalHits."
        )
    return _sampled(state, classes, _uniform, num_sampled, unique, range_max)


@operator(
    "ops.LogUniformCandidateSampler(num_true: int >= 1 = 1, num_sampled: int >= 1 = 5,"
    " unique: bool = True, range_max: int >= 1 = 5, seed: int >= 0 = 0)(true_classes) ->"
    " (own_draw(self, seed), true_classes, num_true, num_sampled, unique, range_max)",
    "ops.log_uniform_candidate_sampler(true_classes, num_true=1, num_sampled=5, unique=True,"
    " range_max=5, seed=0) -> (seeded_draw(seed or None), true_classes, num_true, num_sampled,"
    " unique, range_max)",
    samples=(
        f"ops.log_uniform_candidate_sampler: {_SAMPLE}, 2, 3, True, 5",
        f"ops.log_uniform_candidate_sampler: {_SAMPLE}, 2, 3, False, 5, 1",
    ),
    differentiable=False,
)
def log_uniform_candidates(state, classes, *, num_true, num_sampled, unique, range_max):
    """Sample frequent classes, the first ones, more often; return as `UniformCandidateSampler`."""
    _check("LogUniformCandidateSampler", classes, num_true, num_sampled, unique, range_max)
    return _sampled(state, classes, _log_uniform, num_sampled, unique, range_max)


@operator(
    "ops.ParameterizedTruncatedNormal(seed: int = 0, seed2: int = 0)(shape, mean, stdevs, min,"
    " max) -> (own_draw(self, seed, seed2), mean, stdevs, min, max, shape=shape)",
    samples=("natural[2], f32[1], positive[1], f32[1] - 2, above_one[1], shape=(2, 3)",),
    differentiable=False,
)
def parameterized_truncated_normal(state, mean, deviation, low, high, *, shape):
    """Draw from normal distributions, one for each row, within bounds."""
    rows = (-1, *[1] * (len(shape) - 1))
    mean, deviation, low, high = (v.reshape(rows) for v in (mean, deviation, low, high))
    bounds = (low - mean) / deviation, (high - mean) / deviation
    bounds = [jnp.broadcast_to(b, shape) for b in bounds]
    return mean + deviation * jax.random.truncated_normal(
        jax_key(state), *bounds, shape, mean.dtype
    )


@operator(
    "ops.MultinomialWithReplacement(numsamples: int >= 1, replacement: bool = False)(x, seed,"
    " offset) -> (draw(), x, numsamples, replacement)",
    "ops.multinomial_with_replacement(x, seed, offset, numsamples, replacement=False)"
    " -> (draw(), x, numsamples, replacement)",
    samples=(
        "ops.multinomial_with_replacement: probability[2, 4], 1, 2, 3, True",
        "ops.multinomial_with_replacement: probability[4], 1, 2, 3",
        "ops.MultinomialWithReplacement: probability[4], given(1, 'int64'), given(2, 'int64'), "
        "numsamples=3",
    ),
    differentiable=False,
)
def multinomial_of_weights(state, x, *, numsamples, replacement):
    """Draw positions, as often as their weights say; each once where not with replacement."""
    logits = jnp.log(x)
    shape = (*x.shape[:-1], numsamples)
    if replacement:
        drawn = jax.random.categorical(jax_key(state), logits[..., None, :], -1, shape)
        return drawn.astype(jnp.int64)
    noisy = logits + jax.random.gumbel(jax_key(state), x.shape, x.dtype)
    return lax.top_k(noisy, numsamples)[1].astype(jnp.int64)


@operator(
    "ops.NonDeterministicInts(dtype: types(int32, int64) = int64)(shape) -> (draw(), shape=shape,"
    " dtype=dtype)",
    samples=("given([2, 3], 'int32')", "given([2, 3], 'int32'), dtype=int32"),
    differentiable=False,
)
def nondeterministic_ints(state, *, shape, dtype):
    """Draw from all integers of a dtype."""
    bits = jax.random.bits(jax_key(state), shape, f"uint{8 * to_numpy(dtype).itemsize}")
    return lax.bitcast_convert_type(bits, to_numpy(dtype))
