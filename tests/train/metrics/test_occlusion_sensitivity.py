"""OcclusionSensitivity: the score falls by what the window covers."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, train


class Sum(nn.Cell):
    """The sum of an image as the score of class 0, and nothing as that of class 1."""

    def construct(self, x):
        total = x.reshape(x.shape[0], -1).sum(axis=1)
        return ms.ops.stack([total, 0 * total], axis=1)


IMAGE = np.arange(1, 13, dtype=np.float32).reshape(1, 1, 3, 4)


def _covered(low, high):
    """Sum up the windows from position - low to position + high - 1 of both axes."""
    image = IMAGE[0, 0]
    rows = [slice(max(0, i - low[0]), i + high[0]) for i in range(3)]
    columns = [slice(max(0, j - low[1]), j + high[1]) for j in range(4)]
    return np.array([[image[row, column].sum() for column in columns] for row in rows])


@pytest.mark.parametrize("margin", [0, 1, 2, [1, 2, 1]])
def test_windows(margin):
    rows, columns = margin[1:] if isinstance(margin, list) else (margin, margin)
    result = train.OcclusionSensitivity(margin=margin)(Sum(), Tensor(IMAGE), Tensor([0]))
    wanted = _covered((rows, columns), (rows, columns))
    np.testing.assert_allclose(result, wanted, rtol=1e-5)


@pytest.mark.parametrize("n_batch", [1, 5, 12, 100, 0])
def test_batches(n_batch):
    metric = train.OcclusionSensitivity(n_batch=n_batch)
    wanted = _covered((2, 2), (2, 2))
    np.testing.assert_allclose(metric(Sum(), IMAGE, np.array(0)), wanted, rtol=1e-5)


def test_class_that_nothing_changes():
    assert not train.OcclusionSensitivity()(Sum(), IMAGE, np.array(1)).any()


def test_refused():
    with pytest.raises(ValueError, match=r"'margin' needs 3 numbers.*got \[1, 1\]"):
        train.OcclusionSensitivity(margin=[1, 1])(Sum(), IMAGE, np.array(0))
    with pytest.raises(IndexError, match="must be of an integer type, but got float64"):
        train.OcclusionSensitivity()(Sum(), IMAGE, np.array(0.0))
