"""Pooling layers."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._ops.pooling import avg_pool, divisor, max_pool
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_int

__all__ = [
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveAvgPool3d",
    "AdaptiveMaxPool1d",
    "AdaptiveMaxPool2d",
    "AdaptiveMaxPool3d",
    "AvgPool1d",
    "AvgPool1dExt",
    "AvgPool2d",
    "AvgPool2dExt",
    "AvgPool3d",
    "AvgPool3dExt",
    "MaxPool1d",
    "MaxPool2d",
    "MaxPool2dExt",
    "MaxPool3d",
]


class _PoolNd(Cell):
    """What pooling layers share."""

    rank = 2

    def __init__(self, kernel_size, stride, pad_mode, data_format="NCHW"):
        super().__init__()
        name = type(self).__name__
        if not isinstance(pad_mode, str):
            raise TypeError(
                f"For '{name}', the type of 'pad_mode' should be 'str', but got type "
                f"'{type(pad_mode).__name__}'."
            )
        self.pad_mode = pad_mode.upper()
        if self.pad_mode not in ("VALID", "SAME", "PAD"):
            raise ValueError(
                f"For '{name}', the 'pad_mode' must be str and must be in '['VALID', 'SAME', "
                f"'PAD']', but got '{self.pad_mode}'."
            )
        if data_format not in ("NCHW", "NCDHW"):
            raise ValueError(
                f"For '{name}, the 'NHWC' format only support in GPU target; got {data_format!r}, "
                "transpose the input to NCHW."
            )
        self.format = data_format
        self.kernel_size = self._window("kernel_size", kernel_size)
        self.stride = self._window("stride", stride)

    def _window(self, argument, value):
        name = type(self).__name__
        values = value if isinstance(value, tuple) else (value,)
        one = self.rank > 1 or not isinstance(value, tuple) or self._takes(value)
        if not one or not all(isinstance(v, int) and not isinstance(v, bool) for v in values):
            raise TypeError(
                f"For '{name}', the '{argument}' must be int or tuple of ints, but got "
                f"'{type(value).__name__}'"
            )
        if min(values) <= 0 or len(values) not in (1, self.rank):
            raise ValueError(
                f"For '{name}', the '{argument}' must be an positive int number or a tuple, but "
                f"got {value}"
            )
        return (1, values[0]) if self.rank == 1 else value

    def _takes(self, value):
        """Whether a tuple may stand for the int of a single axis."""
        return len(value) == 1

    def _own(self, value):
        """Return a window attribute as the operator takes it."""
        return value[1:] if self.rank == 1 else value

    def _check_padding(self, padding, **others):
        name = type(self).__name__
        pads = padding if isinstance(padding, tuple) else (padding,)
        if len(pads) not in (1, self.rank):
            raise ValueError(
                f"For {name}, the length of padding must equal to {self.rank}, but got {len(pads)}."
            )
        if self.pad_mode != "PAD" and (any(pads) or any(others.values())):
            raise ValueError(
                f"For {name}, the parameter 'padding', {', '.join(map(repr, others))} can not be "
                "set to non-default value when pad_mode is not 'pad', but got pad_mode:"
                f"{self.pad_mode.lower()}."
            )

    def extend_repr(self):
        return f"kernel_size={self.kernel_size}, stride={self.stride}, pad_mode={self.pad_mode}"


class _MaxPool(_PoolNd):
    """What maximum pooling layers share."""

    def _takes(self, value):
        return False

    def _configure(self, padding, dilation, return_indices, ceil_mode):
        check_bool(type(self).__name__, "ceil_mode", ceil_mode)
        self._check_padding(
            padding,
            dilation=dilation not in (1, (1,) * self.rank),
            return_indices=return_indices,
            ceil_mode=ceil_mode,
        )
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def construct(self, x):
        return max_pool(
            x,
            rank=self.rank,
            kernel_size=self._own(self.kernel_size),
            stride=self._own(self.stride),
            pad_mode=self.pad_mode,
            padding=self.padding,
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
            indices=mstype.int64 if self.return_indices else None,
        )


class MaxPool1d(_MaxPool):
    """Takes the maximum of windows of (N, C, L) or (C, L).

    Arguments are those of `MaxPool2d`, ints.
    """

    rank = 1

    def __init__(
        self,
        kernel_size=1,
        stride=1,
        pad_mode="valid",
        padding=0,
        dilation=1,
        return_indices=False,
        ceil_mode=False,
    ):
        super().__init__(kernel_size, stride, pad_mode)
        self._configure(padding, dilation, return_indices, ceil_mode)


class MaxPool2d(_MaxPool):
    """Takes the maximum of windows of (N, C, H, W) or (C, H, W).

    Args:
        kernel_size: an int, or one per axis. Default: 1.
        stride: an int, or one per axis. Default: 1.
        pad_mode: "valid", "same" or "pad". Default: "valid".
        padding: what "pad" adds at both ends of an axis: an int, or one per axis. Default: 0.
        dilation: an int, or one per axis; in mode "pad". Default: 1.
        return_indices: whether positions in the flattened plane are returned too; in mode "pad".
            Default: False.
        ceil_mode: whether a last, partial window counts; in mode "pad". Default: False.
        data_format: "NCHW". Default: "NCHW".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: an argument has a value that is not possible.
    """

    def __init__(
        self,
        kernel_size=1,
        stride=1,
        pad_mode="valid",
        padding=0,
        dilation=1,
        return_indices=False,
        ceil_mode=False,
        data_format="NCHW",
    ):
        super().__init__(kernel_size, stride, pad_mode, data_format)
        self._configure(padding, dilation, return_indices, ceil_mode)


class MaxPool3d(_MaxPool):
    """Takes the maximum of windows of (N, C, D, H, W) or (C, D, H, W).

    Arguments are those of `MaxPool2d`.
    """

    rank = 3

    def __init__(
        self,
        kernel_size=1,
        stride=1,
        pad_mode="valid",
        padding=0,
        dilation=1,
        return_indices=False,
        ceil_mode=False,
    ):
        super().__init__(kernel_size, stride, pad_mode)
        self._configure(padding, dilation, return_indices, ceil_mode)


class _AvgPool(_PoolNd):
    """What average pooling layers share."""

    def _configure(self, padding, ceil_mode, count_include_pad, divisor_override=None):
        name = type(self).__name__
        self._check_width(padding)
        check_bool(name, "ceil_mode", ceil_mode)
        check_bool(name, "count_include_pad", count_include_pad)
        if divisor_override is not None and divisor_override <= 0:
            raise ValueError(
                f"For '{name}', the 'divisor_override' must be > 0, but got {divisor_override}."
            )
        self._check_padding(padding)
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def _check_width(self, padding):
        pads = padding if isinstance(padding, tuple) else (padding,) * self.rank
        sizes = self._own(self.kernel_size)
        sizes = sizes if isinstance(sizes, tuple) else (sizes,) * self.rank
        if any(2 * p > k for p, k in zip(pads, sizes, strict=False)):
            raise ValueError(
                f"For '{type(self).__name__}', the padding of both ends must together be at most "
                f"as wide as the kernel, {sizes}, but got padding {padding} at either end."
            )

    def construct(self, x):
        return avg_pool(
            x,
            rank=self.rank,
            kernel_size=self._own(self.kernel_size),
            stride=self._own(self.stride),
            pad_mode=self.pad_mode,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
            divisor_override=self.divisor_override,
        )


class AvgPool1d(_AvgPool):
    """Averages windows of (N, C, L) or (C, L).

    Arguments are those of `AvgPool2d`, ints.
    """

    rank = 1

    def __init__(
        self,
        kernel_size=1,
        stride=1,
        pad_mode="valid",
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
    ):
        super().__init__(kernel_size, stride, pad_mode)
        self._configure(padding, ceil_mode, count_include_pad)


class AvgPool2d(_AvgPool):
    """Averages windows of (N, C, H, W) or (C, H, W).

    Args:
        kernel_size: an int, or one per axis. Default: 1.
        stride: an int, or one per axis. Default: 1.
        pad_mode: "valid", "same" or "pad". Default: "valid".
        padding: what "pad" adds at both ends of an axis: an int, or one per axis. Default: 0.
        ceil_mode: whether a last, partial window counts. Default: False.
        count_include_pad: whether padding counts as elements, in mode "pad" and, with `ceil_mode`,
            in mode "same". Default: True.
        divisor_override: what sums are divided by, if not by the number of elements. Default: None.
        data_format: "NCHW". Default: "NCHW".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: an argument has a value that is not possible.
    """

    def __init__(
        self,
        kernel_size=1,
        stride=1,
        pad_mode="valid",
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
        data_format="NCHW",
    ):
        super().__init__(kernel_size, stride, pad_mode, data_format)
        self._configure(padding, ceil_mode, count_include_pad, divisor_override)


class AvgPool3d(_AvgPool):
    """Averages windows of (N, C, D, H, W) or (C, D, H, W).

    Arguments are those of `AvgPool2d`; in mode "same" too, padding counts as elements unless
    `count_include_pad` is False.
    """

    rank = 3

    def __init__(
        self,
        kernel_size=1,
        stride=1,
        pad_mode="valid",
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
    ):
        super().__init__(kernel_size, stride, pad_mode)
        self._configure(padding, ceil_mode, count_include_pad, divisor_override)


class AdaptiveAvgPool1d(Cell):
    """Averages the last axis of (N, C, L) to a given length.

    Args:
        output_size: the length, a divisor of L.
    """

    def __init__(self, output_size):
        super().__init__()
        self.output_size = check_int("AdaptiveAvgPool1d", "output_size", output_size)

    def construct(self, input):
        return ops.adaptive_avg_pool1d(input, self.output_size)


class AdaptiveAvgPool2d(Cell):
    """Averages the last two axes to a given size.

    Args:
        output_size: an int, or two, None for the length as it is.
    """

    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size

    def construct(self, input):
        return ops.adaptive_avg_pool2d(input, self.output_size)


class AdaptiveAvgPool3d(Cell):
    """Averages the last three axes to a given size.

    Args:
        output_size: an int, or three, None for the length as it is.
    """

    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size

    def construct(self, input):
        return ops.adaptive_avg_pool3d(input, self.output_size)


class AdaptiveMaxPool1d(Cell):
    """Takes maxima of the last axis of (N, C, L) to a given length.

    Args:
        output_size: the length, a divisor of L.
    """

    def __init__(self, output_size):
        super().__init__()
        self.output_size = check_int("AdaptiveMaxPool1d", "output_size", output_size)

    def construct(self, input):
        return ops.adaptive_max_pool1d(input, self.output_size)


class AdaptiveMaxPool2d(Cell):
    """Takes maxima of the last two axes to a given size.

    Args:
        output_size: an int, or two, None for the length as it is.
        return_indices: whether positions in the flattened plane are returned too. Default: False.
    """

    def __init__(self, output_size, return_indices=False):
        super().__init__()
        self.output_size = output_size
        self.return_indices = return_indices

    def construct(self, input):
        return ops.adaptive_max_pool2d(input, self.output_size, self.return_indices)


class AdaptiveMaxPool3d(Cell):
    """Takes maxima of the last three axes to a given size.

    Args:
        output_size: an int, or three.
        return_indices: whether positions in the flattened volume are returned too. Default: False.
    """

    def __init__(self, output_size, return_indices=False):
        super().__init__()
        sizes = output_size if isinstance(output_size, tuple) else (output_size,)
        if not all(isinstance(size, int) for size in sizes):
            raise TypeError(
                "For 'AdaptiveMaxPool3d', the 'output_size' must be an int or a tuple of three "
                f"ints, but got {output_size!r}."
            )
        self.output_size = output_size
        self.return_indices = return_indices

    def construct(self, input):
        return ops.adaptive_max_pool3d(input, self.output_size, self.return_indices)


class MaxPool2dExt(Cell):
    """Takes the maximum of windows of (N, C, H, W) or (C, H, W); `mint.nn.MaxPool2d`.

    Args:
        kernel_size: an int, or one per axis. Default: 1.
        stride: an int, or one per axis. Default: None, the kernel's size.
        padding: what is added at both ends of an axis: an int, or one per axis. Default: 0.
        dilation: an int, or one per axis. Default: 1.
        return_indices: whether int32 positions in the flattened plane are returned too. Default:
            False.
        ceil_mode: whether a last, partial window counts. Default: False.
    """

    def __init__(
        self,
        kernel_size=1,
        stride=None,
        padding=0,
        dilation=1,
        return_indices=False,
        ceil_mode=False,
    ):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def construct(self, input):
        return max_pool(
            input,
            rank=2,
            kernel_size=self.kernel_size,
            stride=self.stride,
            pad_mode="pad",
            padding=self.padding,
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
            indices=mstype.int32 if self.return_indices else None,
        )


class AvgPool2dExt(Cell):
    """Averages windows of (N, C, H, W) or (C, H, W); `mint.nn.AvgPool2d`.

    Args:
        kernel_size: an int, or one per axis.
        stride: an int, or one per axis. Default: None, the kernel's size.
        padding: what is added at both ends of an axis: an int, or one per axis. Default: 0.
        ceil_mode: whether a last, partial window counts. Default: False.
        count_include_pad: whether padding counts as elements. Default: True.
        divisor_override: what sums are divided by, if not by the number of elements. Default: None.
    """

    _rank = 2

    def __init__(
        self,
        kernel_size,
        stride=None,
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
    ):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def construct(self, input):
        return avg_pool(
            input,
            rank=self._rank,
            kernel_size=self.kernel_size,
            stride=self.stride,
            pad_mode="pad",
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
            divisor_override=divisor(self.divisor_override),
        )


class AvgPool3dExt(AvgPool2dExt):
    """Averages windows of (N, C, D, H, W) or (C, D, H, W); `mint.nn.AvgPool3d`.

    Arguments are those of `AvgPool2dExt`.
    """

    _rank = 3


class AvgPool1dExt(AvgPool2dExt):
    """Averages windows of (N, C, L) or (C, L); `mint.nn.AvgPool1d`.

    Arguments are those of `AvgPool2dExt`, without `divisor_override`.
    """

    _rank = 1

    def __init__(
        self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True
    ):
        super().__init__(kernel_size, stride, padding, ceil_mode, count_include_pad)
