"""How faces find the compiled call of their operator."""

import numpy as np
import pytest

from msjax import Tensor, ops

X = Tensor(np.arange(6, dtype=np.float32))


@pytest.mark.parametrize(
    ("wrong", "right", "shape"),
    [
        (lambda: ops.reshape(X, (2.0, 3)), lambda: ops.reshape(X, (2, 3)), (2, 3)),
        (lambda: ops.tile(X, (2.0,)), lambda: ops.tile(X, (2,)), (12,)),
        (lambda: ops.sum(X, 0.0), lambda: ops.sum(X, 0), ()),
        (lambda: ops.one_hot(Tensor([1]), 3.0), lambda: ops.one_hot(Tensor([1]), 3), (1, 3)),
    ],
)
def test_a_wrong_call_does_not_spoil_the_right_one(wrong, right, shape):
    """2.0 and 2 are equal to a dict, but not to an operator."""
    for _ in range(2):
        with pytest.raises(TypeError):
            wrong()
        assert right().shape == shape


def test_what_is_written_in_place_keeps_its_shape():
    x = ops.ones((3, 4))
    with pytest.raises(ValueError, match=r"shape \[3, 4\], but the result has shape \[2, 3, 4\]"):
        x.add_(ops.ones((2, 3, 4)))
    assert x.shape == (3, 4)
    assert x.add_(ops.ones(4)) is x
