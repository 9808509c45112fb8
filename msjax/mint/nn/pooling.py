"""Pooling layers to a given size, and unpooling, in PyTorch's manner."""

from __future__ import annotations

from msjax.mint.nn import functional
from msjax.nn.cell import Cell

__all__ = [
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveAvgPool3d",
    "AdaptiveMaxPool1d",
    "MaxUnpool2d",
]


class _AdaptiveAvgPool(Cell):
    """What adaptive average pooling layers share."""

    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size


class AdaptiveAvgPool1d(_AdaptiveAvgPool):
    """Averages the last axis of (N, C, L) or (C, L) to a given length.

    Args:
        output_size: the length.
    """

    def construct(self, input):
        return functional.adaptive_avg_pool1d(input, self.output_size)

    def extend_repr(self):
        return f"output_size={self.output_size}"


class AdaptiveAvgPool2d(_AdaptiveAvgPool):
    """Averages the last two axes to a given size.

    Args:
        output_size: an int, or two, None for the length as it is.
    """

    def construct(self, input):
        return functional.adaptive_avg_pool2d(input, self.output_size)

    def extend_repr(self):
        return f"output_size={self.output_size}"


class AdaptiveAvgPool3d(_AdaptiveAvgPool):
    """Averages the last three axes to a given size.

    Args:
        output_size: an int, or three, None for the length as it is.
    """

    def construct(self, input):
        return functional.adaptive_avg_pool3d(input, self.output_size)


class AdaptiveMaxPool1d(Cell):
    """Takes maxima of the last axis of (N, C, L) or (C, L) to a given length.

    Args:
        output_size: the length.
        return_indices: whether positions along the axis are returned too. Default: False.
    """

    def __init__(self, output_size, return_indices=False):
        super().__init__()
        self.output_size = output_size
        self.return_indices = return_indices

    def construct(self, input):
        return functional.adaptive_max_pool1d(input, self.output_size, self.return_indices)

    def extend_repr(self):
        return f"output_size={self.output_size}, return_indices={self.return_indices}"


class MaxUnpool2d(Cell):
    """Puts maxima back where a max pooling found them, among zeros.

    Args:
        kernel_size: of that pooling: an int, or one per axis.
        stride: of that pooling: an int, or one per axis. Default: None, the kernel's size.
        padding: of that pooling: an int, or one per axis. Default: 0.

    Inputs:
        - **input** - Tensor of shape (N, C, H, W) or (C, H, W).
        - **indices** - Tensor of ints of the same shape: positions in the flattened plane.
        - **output_size** - the size of the result's planes. Default: None, the smallest.
    """

    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding

    def construct(self, input, indices, output_size=None):
        return functional.max_unpool2d(
            input, indices, self.kernel_size, self.stride, self.padding, output_size
        )
