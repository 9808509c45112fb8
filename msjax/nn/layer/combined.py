"""Layers with normalization and activation behind them."""

from __future__ import annotations

from msjax.nn.cell import Cell
from msjax.nn.layer.activation import LeakyReLU, activation_cell
from msjax.nn.layer.conv import Conv2d
from msjax.nn.layer.dense import Dense
from msjax.nn.layer.normalization import BatchNorm1d, BatchNorm2d
from msjax.nn.layer.validation import check_bool

__all__ = ["Conv2dBnAct", "DenseBnAct"]


class _BnAct(Cell):
    """What both share."""

    def _attach(self, owner, norm, has_bn, activation, alpha, after_fake):
        self.has_bn = check_bool(owner, "has_bn", has_bn)
        self.has_act = activation is not None
        self.after_fake = check_bool(owner, "after_fake", after_fake)
        if has_bn:
            self.batchnorm = norm()
        if activation == "leakyrelu":
            self.activation = LeakyReLU(alpha)
        else:
            self.activation = activation_cell(owner, activation)

    def _finish(self, x):
        if self.has_bn:
            x = self.batchnorm(x)
        return self.activation(x) if self.has_act else x


class Conv2dBnAct(_BnAct):
    """A Conv2d, then a BatchNorm2d if wanted, then an activation if wanted.

    Args:
        in_channels: as for `Conv2d`, like the others up to `bias_init`.
        out_channels: as for `Conv2d`.
        kernel_size: as for `Conv2d`.
        stride: Default: 1.
        pad_mode: Default: "same".
        padding: Default: 0.
        dilation: Default: 1.
        group: Default: 1.
        has_bias: Default: False.
        weight_init: Default: "normal".
        bias_init: Default: "zeros".
        has_bn: whether there is a BatchNorm2d. Default: False.
        momentum: its momentum. Default: 0.997.
        eps: its eps. Default: 1e-5.
        activation: the name of an activation, a Cell or a Primitive. Default: None.
        alpha: the slope of "leakyrelu". Default: 0.2.
        after_fake: a mark for quantization, kept only. Default: True.
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
        weight_init="normal",
        bias_init="zeros",
        has_bn=False,
        momentum=0.997,
        eps=1e-5,
        activation=None,
        alpha=0.2,
        after_fake=True,
    ):
        super().__init__()
        self.conv = Conv2d(
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
        )

        def norm():
            return BatchNorm2d(out_channels, eps, momentum)

        self._attach("Conv2dBnAct", norm, has_bn, activation, alpha, after_fake)

    def construct(self, x):
        return self._finish(self.conv(x))


class DenseBnAct(_BnAct):
    """A Dense layer, then a BatchNorm1d if wanted, then an activation if wanted.

    Args:
        in_channels: as for `Dense`, like the others up to `has_bias`.
        out_channels: as for `Dense`.
        weight_init: Default: "normal".
        bias_init: Default: "zeros".
        has_bias: Default: True.
        has_bn: whether there is a BatchNorm1d. Default: False.
        momentum: its momentum. Default: 0.9.
        eps: its eps. Default: 1e-5.
        activation: the name of an activation, a Cell or a Primitive. Default: None.
        alpha: the slope of "leakyrelu". Default: 0.2.
        after_fake: a mark for quantization, kept only. Default: True.
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        weight_init="normal",
        bias_init="zeros",
        has_bias=True,
        has_bn=False,
        momentum=0.9,
        eps=1e-5,
        activation=None,
        alpha=0.2,
        after_fake=True,
    ):
        super().__init__()
        self.dense = Dense(in_channels, out_channels, weight_init, bias_init, has_bias)

        def norm():
            return BatchNorm1d(out_channels, eps, momentum)

        self._attach("DenseBnAct", norm, has_bn, activation, alpha, after_fake)

    def construct(self, x):
        return self._finish(self.dense(x))
