"""Convolution layers, in PyTorch's manner."""

from __future__ import annotations

import math

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax.common.initializer import HeUniform, Uniform, initializer
from msjax.mint.nn import functional
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_int

__all__ = ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d"]

_PADDINGS = ("same", "valid")
_PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


def _per_axis(value, rank):
    """Return a tuple of `rank` numbers for an int, or for a tuple or list of one or of so many."""
    if isinstance(value, int) and not isinstance(value, bool):
        return (value,) * rank
    if not isinstance(value, tuple | list):
        raise TypeError(
            "When expanding an input to tuple, input type must be integer or tuple[int]/list[int], "
            f"but got {type(value)}"
        )
    if len(value) == 1:
        return tuple(value) * rank
    if len(value) != rank:
        raise TypeError(
            f"When expanding an sequence to tuple, input sequence dimension must be {rank}, but "
            f"got {value}"
        )
    return tuple(value)


class _Conv(Cell):
    """What convolution layers share: checked arguments, weight and bias."""

    rank, transposed = 2, False

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
        bias=True,
        padding_mode="zeros",
        dtype=None,
    ):
        super().__init__()
        self.kernel_size = self._window("kernel_size", kernel_size)
        self.stride = self._window("stride", stride)
        self.padding = padding if isinstance(padding, str) else _per_axis(padding, self.rank)
        self.dilation = self._window("dilation", dilation)
        self.output_padding = (0,) * self.rank
        self.padding_mode = padding_mode
        self._check_channels(in_channels, out_channels, groups)
        self._check_padding()
        self._make_parameters(bias, mstype.float32 if dtype is None else dtype)

    def _window(self, argument, value):
        values = _per_axis(value, self.rank)
        for v in values:
            check_int(type(self).__name__, f"{argument} item", v)
        return values

    def _check_channels(self, in_channels, out_channels, groups):
        name = type(self).__name__
        self.in_channels = check_int(name, "in_channels", in_channels)
        self.out_channels = check_int(name, "out_channels", out_channels)
        self.groups = check_int(name, "groups", groups)
        for argument in ("in_channels", "out_channels"):
            if getattr(self, argument) % groups:
                raise ValueError(
                    f"{argument} must be divisible by groups, but got "
                    f"{getattr(self, argument)} and {groups}."
                )

    def _check_padding(self):
        if isinstance(self.padding, str):
            if self.padding not in _PADDINGS:
                raise ValueError(
                    f"The value of 'padding' must be one of '{_PADDINGS}', but got {self.padding}."
                )
            if self.padding == "same" and any(s != 1 for s in self.stride):
                raise ValueError(
                    "padding='same' is not supported for strided convolutions, but got stride "
                    f"{self.stride}; give the padding as numbers."
                )
        if self.padding_mode not in _PADDING_MODES:
            raise ValueError(
                f"The value of 'padding_mode' must be one of '{_PADDING_MODES}', but got "
                f"{self.padding_mode}."
            )

    def _make_parameters(self, bias, dtype):
        first, second = self.out_channels, self.in_channels
        if self.transposed:
            first, second = second, first
        shape = (first, second // self.groups, *self.kernel_size)
        weight = initializer(HeUniform(math.sqrt(5)), shape, dtype)
        self.weight = Parameter(weight, name="weight")
        self.bias = None
        if check_bool(type(self).__name__, "bias", bias):
            bound = Uniform(1 / math.sqrt(math.prod(shape[1:])))
            self.bias = Parameter(initializer(bound, (self.out_channels,), dtype), name="bias")

    def _surrounding(self):
        """Return two paddings per axis, the last axis first, as `functional.pad` takes them."""
        numbers = []
        for i in reversed(range(self.rank)):
            if isinstance(self.padding, str):
                total = self.dilation[i] * (self.kernel_size[i] - 1) * (self.padding == "same")
                numbers += [total // 2, total - total // 2]
            else:
                numbers += [self.padding[i]] * 2
        return tuple(numbers)

    def construct(self, input):
        convolve = getattr(functional, f"conv{self.rank}d")
        padding = self.padding
        if self.padding_mode != "zeros":
            input = functional.pad(input, self._surrounding(), self.padding_mode)
            padding = 0
        return convolve(
            input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups
        )

    def extend_repr(self):
        return (
            f"input_channels={self.in_channels}, output_channels={self.out_channels}, "
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, "
            f"dilation={self.dilation}, groups={self.groups}, bias={self.bias is not None}"
        )


class Conv1d(_Conv):
    """Convolves along the last axis of (N, C, L) or (C, L).

    Arguments are those of `Conv2d`.
    """

    rank = 1


class Conv2d(_Conv):
    """Convolves over the last two axes of (N, C, H, W) or (C, H, W).

    Args:
        in_channels: the number of channels of the input.
        out_channels: the number of channels of the output.
        kernel_size: an int, or one per axis.
        stride: an int, or one per axis. Default: 1.
        padding: what is added at both ends of an axis: an int, one per axis, "same" or "valid".
            Default: 0.
        dilation: an int, or one per axis. Default: 1.
        groups: the number of groups of channels. Default: 1.
        bias: whether there is a bias. Default: True.
        padding_mode: "zeros", "reflect", "replicate" or "circular". Default: "zeros".
        dtype: the data type of the Parameters. Default: None, float32.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: an argument has a value that is not possible.
    """


class Conv3d(_Conv):
    """Convolves over the last three axes of (N, C, D, H, W) or (C, D, H, W).

    Arguments are those of `Conv2d`.
    """

    rank = 3


class ConvTranspose2d(_Conv):
    """Convolves transposed: spreads the planes of (N, C, H, W) or (C, H, W) over larger ones.

    Args:
        in_channels: the number of channels of the input.
        out_channels: the number of channels of the output.
        kernel_size: an int, or one per axis.
        stride: an int, or one per axis. Default: 1.
        padding: what the output lacks at both ends of an axis: an int, or one per axis. Default: 0.
        output_padding: what the output has more at one end of an axis: an int, or one per axis.
            Default: 0.
        groups: the number of groups of channels. Default: 1.
        bias: whether there is a bias. Default: True.
        dilation: an int, or one per axis. Default: 1.
        padding_mode: "zeros". Default: "zeros".
        dtype: the data type of the Parameters. Default: None, float32.

    Inputs:
        - **input** - Tensor of shape (N, C, H, W) or (C, H, W).
        - **output_size** - the size of the output's planes, or its whole shape, instead of
          `output_padding`. Default: None.

    Raises:
        ValueError: an argument has a value that is not possible.
    """

    transposed = True

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        output_padding=0,
        groups=1,
        bias=True,
        dilation=1,
        padding_mode="zeros",
        dtype=None,
    ):
        if padding_mode != "zeros":
            raise ValueError(
                f'Only "zeros" padding mode is supported for ConvTranspose2d, but got '
                f"{padding_mode!r}."
            )
        for argument, value in {
            "kernel_size": kernel_size,
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "output_padding": output_padding,
        }.items():
            if not isinstance(value, int | tuple | list):
                raise ValueError(
                    f"For 'ConvTranspose2d', '{argument}' should be int, tuple or list, but got "
                    f"{value}"
                )
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            dilation,
            groups,
            bias,
            padding_mode,
            dtype,
        )
        self.output_padding = _per_axis(output_padding, 2)

    def construct(self, input, output_size=None):
        return functional.conv_transpose2d(
            input,
            self.weight,
            self.bias,
            self.stride,
            self.padding,
            self._extra(input, output_size),
            self.groups,
            self.dilation,
        )

    def _extra(self, input, output_size):
        """Return the output paddings that give an output of a size."""
        if output_size is None:
            return self.output_padding
        if len(output_size) not in (2, input.ndim):
            raise ValueError(
                f"ConvTranspose2D: for {input.ndim}D input, output_size must have 2 or "
                f"{input.ndim} elements (got {len(output_size)})"
            )
        extra = []
        for i, wanted in enumerate(output_size[-2:]):
            reach = self.dilation[i] * (self.kernel_size[i] - 1) + 1
            least = (input.shape[i - 2] - 1) * self.stride[i] - 2 * self.padding[i] + reach
            if not least <= wanted < least + self.stride[i]:
                raise ValueError(
                    f"requested an output size of {output_size}, but along axis {i} valid sizes "
                    f"range from {least} to {least + self.stride[i] - 1} (for an input of "
                    f"{input.shape})"
                )
            extra.append(wanted - least)
        return tuple(extra)
