"""Fractional pooling as layers: outputs, positions and gradients for given samples; errors."""

import numpy as np
from mindspore import Tensor, nn

from compat_tests.layer_calls import grid, refused, table, values

PLANES, VOLUME = (2, 2, 5, 6), (1, 2, 4, 5, 6)


def samples(*shape):
    spread = np.arange(int(np.prod(shape))) * 5 % 9 / 10 + 0.05
    return Tensor(spread.reshape(shape).astype(np.float32))


CASES = {
    **values(  # MindSpore has no gradient of these on CPU
        {
            "FractionalMaxPool2d": (
                lambda: nn.FractionalMaxPool2d(2, (2, 3), _random_samples=samples(2, 2, 2)),
                PLANES,
            ),
            "FractionalMaxPool2d_indices": (
                lambda: nn.FractionalMaxPool2d((2, 3), 2, None, True, samples(2, 2, 2)),
                PLANES,
            ),
            "FractionalMaxPool2d_ratio": (
                lambda: nn.FractionalMaxPool2d(
                    2, output_ratio=(0.5, 0.6), _random_samples=samples(2, 2, 2)
                ),
                PLANES,
            ),
            "FractionalMaxPool2d_three_axes": (
                lambda: nn.FractionalMaxPool2d(
                    2, output_ratio=0.5, _random_samples=samples(1, 2, 2)
                ),
                (2, 5, 6),
            ),
        }
    ),
    **table(
        {
            "FractionalMaxPool3d": (
                lambda: nn.FractionalMaxPool3d(2, (2, 3, 2), _random_samples=samples(1, 2, 3)),
                VOLUME,
            ),
            "FractionalMaxPool3d_ratio_indices": (
                lambda: nn.FractionalMaxPool3d(
                    (1, 2, 2), None, (0.5, 0.6, 0.5), True, samples(1, 2, 3)
                ),
                VOLUME,
            ),
        }
    ),
    **refused(
        {
            "FractionalMaxPool2d_nothing": (lambda: nn.FractionalMaxPool2d(2), PLANES),
            "FractionalMaxPool2d_ratio": (
                lambda: nn.FractionalMaxPool2d(2, output_ratio=1.5),
                PLANES,
            ),
            "FractionalMaxPool2d_indices": (
                lambda: nn.FractionalMaxPool2d(2, 2, return_indices=1),
                PLANES,
            ),
            "FractionalMaxPool2d_kernel": (lambda: nn.FractionalMaxPool2d(0, 2), PLANES),
            "FractionalMaxPool2d_large": (lambda: nn.FractionalMaxPool2d(5, 4), PLANES),
            "FractionalMaxPool3d_nothing": (lambda: nn.FractionalMaxPool3d(2), VOLUME),
            "FractionalMaxPool3d_size": (lambda: nn.FractionalMaxPool3d(2, (1, 2)), VOLUME),
        }
    ),
}


def case_FractionalMaxPool_drawn():
    x = grid(1, 2, 8, 8)
    layer = nn.FractionalMaxPool2d(2, 4, return_indices=True)
    y, places = layer(x)
    flat = x.asnumpy().reshape(1, 2, 64)
    found = np.take_along_axis(flat, places.asnumpy().reshape(1, 2, 16), 2)
    return y.shape, bool((found == y.asnumpy().reshape(1, 2, 16)).all())
