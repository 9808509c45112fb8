"""The transducer's loss against the sum over all paths."""

from __future__ import annotations

import itertools

import numpy as np

from msjax import Tensor, ops


def of_all_paths(scores, labels, times):
    """Sum the probabilities of all orders of the labels and the silences of the times."""
    total = 0.0
    for order in set(itertools.permutations("s" * len(labels) + "t" * (times - 1))):
        t = u = 0
        likelihood = 0.0
        for move in (*order, "t"):
            likelihood += scores[t, u, labels[u] if move == "s" else 0]
            t, u = t + (move == "t"), u + (move == "s")
        total += np.exp(likelihood)
    return -np.log(total)


def test_loss_sums_over_all_paths():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 4, 3, 5)).astype(np.float32)
    labels, times, counts = np.array([[1, 2], [3, 1]]), (4, 3), (2, 1)
    scores = x - np.log(np.exp(x).sum(-1, keepdims=True))
    wanted = [of_all_paths(scores[i], labels[i][: counts[i]], times[i]) for i in (0, 1)]
    lengths = [Tensor(np.array(v, np.int32)) for v in (times, counts)]
    losses, gradients = ops.RNNTLoss()(Tensor(x), Tensor(labels.astype(np.int32)), *lengths)
    np.testing.assert_allclose(losses.asnumpy(), wanted, rtol=1e-5)
    assert gradients.shape == x.shape
    assert np.isfinite(gradients.asnumpy()).all()
