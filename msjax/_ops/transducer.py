"""The loss of recurrent neural network transducers."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator

jnp = jax.numpy
lax = jax.lax


def _negative_log_likelihood(activations, labels, times, count, blank):
    """Return the loss of one sequence: all paths through the lattice of times and labels."""
    scores = jax.nn.log_softmax(activations, -1)
    silent = scores[..., blank]
    spoken = jnp.take_along_axis(scores[:, :-1], labels[None, :, None], -1)[..., 0]
    spoken = jnp.pad(spoken, ((0, 0), (0, 1)), constant_values=-jnp.inf)

    def along(start, steps):
        """Spread a row's values along the labels: x[u] = logaddexp(start[u], x[u-1] + step)."""

        def add(before, of):
            value = jnp.logaddexp(of[0], before + of[1])
            return value, value

        shifted = jnp.append(-jnp.inf, steps[:-1])
        return lax.scan(add, -jnp.inf, (start, shifted))[1]

    first = along(jnp.where(jnp.arange(silent.shape[1]) == 0, 0.0, -jnp.inf), spoken[0])

    def step(row, of):
        new = along(row + of[0], of[1])
        return new, new

    _, rows = lax.scan(step, first, (silent[:-1], spoken[1:]))
    rows = jnp.concatenate([first[None], rows])
    return -(rows[times - 1, count] + silent[times - 1, count])


@operator(
    "ops.RNNTLoss(blank_label: int = 0)(acts, labels, input_lengths, label_lengths)",
    differentiable=False,
    samples=(
        "f32[2, 4, 3, 5], given([[1, 2], [3, 1]], 'int32'), given([4, 3], 'int32'),"
        " given([2, 1], 'int32')",
    ),
)
def transducer_loss(activations, labels, times, counts, *, blank_label):
    """Return the loss of each sequence, (N, T, U + 1, classes), and its gradient."""

    def loss(activations, labels, times, count):
        return _negative_log_likelihood(activations, labels, times, count, blank_label)

    run = jax.vmap(jax.value_and_grad(loss))
    losses, gradients = run(activations.astype(jnp.float32), labels, times, counts)
    return losses.astype(activations.dtype), gradients.astype(activations.dtype)
