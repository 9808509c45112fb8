"""Layers that undo pooling, pool by norms, resample and take patches."""

from __future__ import annotations

from collections.abc import Callable

from msjax import ops
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_type

__all__ = [
    "FractionalMaxPool2d",
    "FractionalMaxPool3d",
    "LPPool1d",
    "LPPool2d",
    "MaxUnpool1d",
    "MaxUnpool2d",
    "MaxUnpool3d",
    "Unfold",
    "Upsample",
]


class _MaxUnpool(Cell):
    """What layers that undo maximum pooling share."""

    _operator: Callable

    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding

    def construct(self, x, indices, output_size=None):
        name = type(self).__name__
        if output_size is not None and not isinstance(output_size, tuple):
            raise ValueError(
                f"For {name}, output_size must be tuple, but type {type(output_size)}."
            )
        if output_size == ():
            raise ValueError(f"For {name}, the length of output_size must be positive, but got 0.")
        sizes = self.kernel_size, self.stride, self.padding, output_size or ()
        return type(self)._operator(x, indices, *sizes)


class MaxUnpool1d(_MaxUnpool):
    """Puts the maxima of (N, C, L) or (C, L) back to where they came from, among zeros.

    Arguments are those of `MaxUnpool2d`.
    """

    @staticmethod
    def _operator(*args):
        return ops.max_unpool1d(*args)


class MaxUnpool2d(_MaxUnpool):
    """Puts the maxima of (N, C, H, W) or (C, H, W) back to where they came from, among zeros.

    Args:
        kernel_size: that of the pooling: an int, or one per axis.
        stride: that of the pooling. Default: None, the kernel's size.
        padding: that of the pooling. Default: 0.

    Inputs:
        - **x** - Tensor of maxima.
        - **indices** - Tensor of ints, of the same shape: positions in the flattened plane.
        - **output_size** - a tuple: the shape of the output, where it is not the least one.

    Differs: a position outside of the output is left out; MindSpore raises an error.

    Raises:
        ValueError: `output_size` is no tuple, or does not fit.
    """

    @staticmethod
    def _operator(*args):
        return ops.max_unpool2d(*args)


class MaxUnpool3d(_MaxUnpool):
    """Puts the maxima of (N, C, D, H, W) or (C, D, H, W) back to where they came from, among zeros.

    Arguments are those of `MaxUnpool2d`.
    """

    @staticmethod
    def _operator(*args):
        return ops.max_unpool3d(*args)


class _FractionalMaxPool(Cell):
    """What layers with windows of nearly equal distances share."""

    _operator: Callable
    draws_random_numbers = True

    def __init__(
        self,
        kernel_size,
        output_size=None,
        output_ratio=None,
        return_indices=False,
        _random_samples=None,
    ):
        super().__init__()
        self.kernel_size = kernel_size
        self.output_size = output_size
        self.output_ratio = output_ratio
        self.return_indices = return_indices
        self._random_samples = _random_samples

    def construct(self, input):
        return type(self)._operator(
            input,
            self.kernel_size,
            self.output_size,
            self.output_ratio,
            check_bool(type(self).__name__, "return_indices", self.return_indices),
            self._random_samples,
        )


class FractionalMaxPool2d(_FractionalMaxPool):
    """Takes maxima of (N, C, H, W) or (C, H, W) by windows at random distances.

    Args:
        kernel_size: the size of a window: an int, or one per axis.
        output_size: the size of the output: an int, or one per axis. Default: None.
        output_ratio: a float in (0, 1), or one per axis: the output's size over the input's,
            where `output_size` is None. Default: None.
        return_indices: whether positions in the flattened plane are returned too. Default: False.
        _random_samples: a Tensor of shape (N, C, 2), in [0, 1), that decides about the windows.
            Default: None, drawn by each call.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: sizes do not fit together, or neither size nor ratio is given.
    """

    @staticmethod
    def _operator(*args):
        return ops.fractional_max_pool2d(*args)


class FractionalMaxPool3d(_FractionalMaxPool):
    """Takes maxima of (N, C, D, H, W) or (C, D, H, W) by windows at random distances.

    Arguments are those of `FractionalMaxPool2d`; `_random_samples` has shape (N, C, 3).
    """

    @staticmethod
    def _operator(*args):
        return ops.fractional_max_pool3d(*args)


class LPPool1d(Cell):
    """Takes the norms of windows of (N, C, L) or (C, L).

    Args:
        norm_type: the order of the norm.
        kernel_size: the length of a window.
        stride: the distance of windows. Default: None, the kernel's size.
        ceil_mode: whether a last, partial window counts. Default: False.
    """

    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def construct(self, x):
        return ops.lp_pool1d(x, self.norm_type, self.kernel_size, self.stride, self.ceil_mode)


class LPPool2d(LPPool1d):
    """Takes the norms of windows of (N, C, H, W) or (C, H, W).

    Args:
        norm_type: the order of the norm.
        kernel_size: an int, or one per axis.
        stride: an int, or one per axis. Default: None, the kernel's size.
        ceil_mode: whether a last, partial window counts. Default: False.
    """

    def construct(self, x):
        return ops.lp_pool2d(x, self.norm_type, self.kernel_size, self.stride, self.ceil_mode)


class Upsample(Cell):
    """Resamples the axes behind the channels.

    Args:
        size: the new sizes: an int, or one per axis. Default: None.
        scale_factor: what the sizes are multiplied by, instead of `size`. Default: None.
        mode: "nearest", "linear", "bilinear", "bicubic", "trilinear", "area" or "nearest-exact".
            Default: "nearest".
        align_corners: whether the centres of the corners stay. Default: None, False.
        recompute_scale_factor: whether the scale is computed anew from the sizes. Default: None.
    """

    def __init__(
        self,
        size=None,
        scale_factor=None,
        mode="nearest",
        align_corners=None,
        recompute_scale_factor=None,
    ):
        super().__init__()
        self.size = size
        self.scale_factor = scale_factor
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def construct(self, x):
        return ops.interpolate(
            x,
            self.size,
            self.scale_factor,
            self.mode,
            self.align_corners,
            self.recompute_scale_factor,
        )


class Unfold(Cell):
    """Takes patches of (N, C, H, W) into the channels (deprecated in MindSpore; `ops.unfold`).

    Args:
        ksizes: a tuple or list (1, rows, columns, 1): the size of a patch.
        strides: the same: the distance of patches.
        rates: the same: the distance of the pixels of a patch.
        padding: "same" or "valid". Default: "valid".

    Raises:
        TypeError: `ksizes` is no tuple or list.
        ValueError: sizes are not of that form, or not positive.
    """

    def __init__(self, ksizes, strides, rates, padding="valid"):
        super().__init__()
        check_type("Unfold", "ksizes", ksizes, tuple, list)
        options = {"ksizes": ksizes, "strides": strides, "rates": rates}
        for name, value in options.items():
            _check_window(name, value)
        sizes, steps, dilations = ((v[0], v[3], v[1], v[2]) for v in options.values())
        self.extract_image_patches = ops.ExtractImagePatches(sizes, steps, dilations, padding)

    def construct(self, input_x):
        return self.extract_image_patches(input_x)


def _check_window(name, value):
    if len(value) != 4 or value[0] != 1 or value[3] != 1:
        raise ValueError(
            f"For 'Unfold' the format of '{name}' must be [1, rows, columns, 1], but got {value}."
        )
    if not all(isinstance(v, int) and v >= 1 for v in value[1:3]):
        raise ValueError(
            f"For 'Unfold' the rows and columns in '{name}' must be positive ints, but got {value}."
        )
