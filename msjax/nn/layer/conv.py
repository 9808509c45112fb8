"""Convolution layers."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._ops.convolution import conv_transpose, convolution
from msjax.common.initializer import HeUniform, Uniform, initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_choice, check_int, check_type, per_axis

__all__ = ["Conv1d", "Conv1dTranspose", "Conv2d", "Conv2dTranspose", "Conv3d", "Conv3dTranspose"]


class _Conv(Cell):
    """What convolution layers share: checked arguments, weight and bias.

    A one-dimensional layer keeps its arguments and its weight as MindSpore does, as those of a
    two-dimensional one of height 1.
    """

    rank, transposed = 2, False

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride,
        pad_mode,
        padding,
        dilation,
        group,
        has_bias,
        weight_init,
        bias_init,
        data_format,
        dtype,
    ):
        super().__init__()
        name = type(self).__name__
        self.in_channels = check_int(name, "in_channels", in_channels)
        self.out_channels = check_int(name, "out_channels", out_channels)
        self.kernel_size = self._window("kernel_size", kernel_size)
        self.stride = self._window("stride", stride)
        self.pad_mode = pad_mode
        self.data_format = data_format
        self.padding = self._checked_padding(name, pad_mode, padding)
        self.dilation = self._window("dilation", dilation)
        self.group = check_int(name, "group", group)
        if in_channels % group or out_channels % group:
            raise ValueError(
                "The argument 'group' should be divisible by 'in_channels' and 'out_channels', but "
                f"got group:{group}, in_channels:{in_channels}, out_channels:{out_channels}."
            )
        self.has_bias = check_bool(name, "has_bias", has_bias)
        self._make_parameters(weight_init, bias_init, dtype)

    def _window(self, argument, value):
        name = type(self).__name__
        if self.rank == 1:
            check_type(name, argument, value, int)
        if self.rank == 3:
            _check_three(name, argument, value)
        values = per_axis(value, self.rank)
        for v in values:
            check_int(type(self).__name__, f"{argument} item", v)
        return (1, *values) if self.rank == 1 else values

    def _checked_padding(self, name, pad_mode, padding):
        if not isinstance(pad_mode, str):
            raise TypeError(
                f"For '{name}', the type of 'pad_mode' should be 'str', but got type "
                f"'{type(pad_mode).__name__}'."
            )
        check_choice(name, "pad_mode", pad_mode, ("valid", "same", "pad"))
        if isinstance(padding, tuple) and self.rank > 1:
            if len(padding) != 2 * self.rank:
                raise ValueError(
                    f"For '{name}', the 'pad size' must be int and must = {2 * self.rank}, but got "
                    f"'{len(padding)}' with type 'int'."
                )
            values = padding
        else:
            values = (padding,)
        for p in values:
            check_int(name, "padding", p, 0)
        if pad_mode != "pad" and any(values):
            raise ValueError(
                f"For '{name}', the 'pad' must be zero when 'pad_mode' is not 'pad', but got "
                f"'pad': {padding} and 'pad_mode': {pad_mode}."
            )
        return (0, 0, padding, padding) if self.rank == 1 else padding

    def _make_parameters(self, weight_init, bias_init, dtype):
        first, second = self.out_channels, self.in_channels
        if self.transposed:
            first, second = second, first
        shape = (first, second // self.group, *self.kernel_size)
        if weight_init is None:
            weight_init = HeUniform(math.sqrt(5))
        if self.has_bias and bias_init is None:
            bias_init = Uniform(1 / math.sqrt(math.prod(shape[1:])))
        self.weight_init, self.bias_init = weight_init, bias_init
        if self.data_format == "NHWC":
            shape = (shape[0], *shape[2:], shape[1])
        self.weight = Parameter(initializer(weight_init, shape, dtype), name="weight")
        self.bias = None
        if self.has_bias:
            bias = initializer(bias_init, (self.out_channels,), dtype)
            self.bias = Parameter(bias, name="bias")

    def construct(self, x):
        return self._convolve(x, self.weight, self.bias)

    def _convolve(self, x, weight, bias):
        rank = self.rank
        return convolution(
            x,
            weight,
            bias,
            out_channel=self.out_channels,
            kernel_size=self.kernel_size[-rank:],
            stride=self.stride[-rank:],
            pad_mode=self.pad_mode,
            padding=self.padding[-1] if rank == 1 else self.padding,
            dilation=self.dilation[-rank:],
            groups=self.group,
            data_format="NCH" if rank == 1 else self.data_format,
        )

    def extend_repr(self):
        return (
            f"input_channels={self.in_channels}, output_channels={self.out_channels}, "
            f"kernel_size={self.kernel_size}, stride={self.stride}, pad_mode={self.pad_mode}, "
            f"padding={self.padding}, dilation={self.dilation}, group={self.group}, "
            f"has_bias={self.has_bias}, weight_init={self.weight_init}, "
            f"bias_init={self.bias_init}, format={self.data_format}"
        )


def _check_three(name, argument, value):
    check_type(name, argument, value, int, tuple)
    if isinstance(value, tuple) and len(value) != 3:
        raise ValueError(
            f"For '{name}', the '{argument}' must be an int or a tuple of three, but got {value}."
        )


class _ConvTranspose(_Conv):
    """What transposed convolution layers share."""

    transposed = True

    def _transpose(self, x, output_padding: int | tuple[int, ...] = 0):
        rank = self.rank
        return conv_transpose(
            x,
            self.weight,
            self.bias,
            rank=rank,
            stride=self.stride[-rank:],
            pad_mode=self.pad_mode,
            padding=self.padding[-1] if rank == 1 else self.padding,
            output_padding=output_padding,
            dilation=self.dilation[-rank:],
            groups=self.group,
        )


class Conv2d(_Conv):
    """Convolves over two axes.

    Args:
        in_channels: the number of input channels.
        out_channels: the number of output channels.
        kernel_size: an int, or one per axis.
        stride: an int, or one per axis. Default: 1.
        pad_mode: "same", "valid" or "pad". Default: "same".
        padding: what "pad" adds around the input: an int, or a tuple of four (top, bottom, left,
            right). Default: 0.
        dilation: an int, or one per axis. Default: 1.
        group: the number of groups of channels. Default: 1.
        has_bias: whether there is a bias. Default: False.
        weight_init: an Initializer, its name, a number, or a Tensor of shape (out_channels,
            in_channels / group, height, width). Default: None, HeUniform(sqrt(5)).
        bias_init: the same for the bias. Default: None, uniform within 1 / sqrt(fan_in).
        data_format: "NCHW", or "NHWC" where channels come last. Default: "NCHW".
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **x** - Tensor of shape (N, in_channels, H, W).

    Outputs:
        Tensor of shape (N, out_channels, H', W').

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: an argument has a value that is not possible.
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        pad_mode="same",
        padding=0,
        dilation=1,
        group=1,
        has_bias=False,
        weight_init=None,
        bias_init=None,
        data_format="NCHW",
        dtype=mstype.float32,
    ):
        check_choice("Conv2d", "data_format", data_format, ("NCHW", "NHWC"))
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            pad_mode,
            padding,
            dilation,
            group,
            has_bias,
            weight_init,
            bias_init,
            data_format,
            dtype,
        )


class Conv1d(_Conv):
    """Convolves over one axis.

    Arguments are those of `Conv2d`, `padding` an int. The weight has the shape (out_channels,
    in_channels / group, 1, kernel_size).

    Inputs:
        - **x** - Tensor of shape (N, in_channels, L).

    Outputs:
        Tensor of shape (N, out_channels, L').
    """

    rank = 1

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        pad_mode="same",
        padding=0,
        dilation=1,
        group=1,
        has_bias=False,
        weight_init=None,
        bias_init=None,
        dtype=mstype.float32,
    ):
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            pad_mode,
            padding,
            dilation,
            group,
            has_bias,
            weight_init,
            bias_init,
            "NCHW",
            dtype,
        )


class Conv3d(_Conv):
    """Convolves over three axes.

    Arguments are those of `Conv2d`, `padding` an int or a tuple of six (front, back, top, bottom,
    left, right).

    Inputs:
        - **x** - Tensor of shape (N, in_channels, D, H, W).

    Outputs:
        Tensor of shape (N, out_channels, D', H', W').
    """

    rank = 3

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        pad_mode="same",
        padding=0,
        dilation=1,
        group=1,
        has_bias=False,
        weight_init=None,
        bias_init=None,
        data_format="NCDHW",
        dtype=mstype.float32,
    ):
        check_choice("Conv3d", "data_format", data_format, ("NCDHW",))
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            pad_mode,
            padding,
            dilation,
            group,
            has_bias,
            weight_init,
            bias_init,
            data_format,
            dtype,
        )


class Conv1dTranspose(_ConvTranspose):
    """Convolves transposed over one axis.

    Arguments are those of `Conv1d`. The weight has the shape (in_channels, out_channels / group, 1,
    kernel_size).

    Inputs:
        - **x** - Tensor of shape (N, in_channels, L).

    Outputs:
        Tensor of shape (N, out_channels, L'), L' being L * stride in mode "same".
    """

    rank = 1

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        pad_mode="same",
        padding=0,
        dilation=1,
        group=1,
        has_bias=False,
        weight_init=None,
        bias_init=None,
        dtype=mstype.float32,
    ):
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            pad_mode,
            padding,
            dilation,
            group,
            has_bias,
            weight_init,
            bias_init,
            "NCHW",
            dtype,
        )

    def construct(self, x):
        return self._transpose(x)


class Conv2dTranspose(_ConvTranspose):
    """Convolves transposed over two axes.

    Arguments are those of `Conv2d`, and `output_padding`: zeros at the end of the output's axes in
    mode "pad". The weight has the shape (in_channels, out_channels / group, height, width).

    Inputs:
        - **x** - Tensor of shape (N, in_channels, H, W).

    Outputs:
        Tensor of shape (N, out_channels, H', W'), (H', W') being (H, W) * stride in mode "same".
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        pad_mode="same",
        padding=0,
        output_padding=0,
        dilation=1,
        group=1,
        has_bias=False,
        weight_init=None,
        bias_init=None,
        dtype=mstype.float32,
    ):
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            pad_mode,
            padding,
            dilation,
            group,
            has_bias,
            weight_init,
            bias_init,
            "NCHW",
            dtype,
        )
        self.output_padding = output_padding
        self._check_output_padding(per_axis(output_padding, 2))

    def _check_output_padding(self, extra):
        if self.pad_mode != "pad" and any(extra):
            raise ValueError(
                "For 'Conv2dTranspose', the 'output_padding' must be zero when 'pad_mode' is not "
                f"'pad', but got {extra}."
            )
        for p, s, d, axis in zip(extra, self.stride, self.dilation, "hw", strict=True):
            if not 0 <= p < max(s, d):
                raise ValueError(
                    f"output_padding must be in range of [0, max(stride_{axis}, dilation_{axis})), "
                    f"but got {p}."
                )

    def construct(self, x):
        x = self._transpose(x)
        bottom, right = per_axis(self.output_padding, 2)
        return ops.pad(x, (0, right, 0, bottom)) if bottom or right else x


class Conv3dTranspose(_ConvTranspose):
    """Convolves transposed over three axes.

    Arguments are those of `Conv3d`, and `output_padding`, which adds to the end of the output's
    axes in mode "pad".

    Inputs:
        - **x** - Tensor of shape (N, in_channels, D, H, W).

    Outputs:
        Tensor of shape (N, out_channels, D', H', W').
    """

    rank = 3

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        pad_mode="same",
        padding=0,
        dilation=1,
        group=1,
        output_padding=0,
        has_bias=False,
        weight_init=None,
        bias_init=None,
        data_format="NCDHW",
        dtype=mstype.float32,
    ):
        check_choice("Conv3dTranspose", "data_format", data_format, ("NCDHW",))
        _check_three("Conv3dTranspose", "output_padding", output_padding)
        padded = per_axis(output_padding, 3)
        if pad_mode != "pad" and any(padded):
            raise ValueError(
                "For 'Conv3dTranspose', the 'output_padding' must be zero or (0, 0, 0) when "
                f"'pad_mode' is not 'pad', but got {output_padding} and {pad_mode!r}."
            )
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            pad_mode,
            padding,
            dilation,
            group,
            has_bias,
            weight_init,
            bias_init,
            data_format,
            dtype,
        )
        self.output_padding = padded

    def construct(self, x):
        return self._transpose(x, self.output_padding)
