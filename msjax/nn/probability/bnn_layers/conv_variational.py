"""A convolution whose weights are distributions.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn_probability/mindspore.nn.probability.bnn_layers.ConvReparam.html
"""

from __future__ import annotations

from msjax.nn.layer.conv import Conv2d
from msjax.nn.probability.bnn_layers.layer_distribution import (
    NormalPrior,
    Variational,
    normal_post_fn,
)


class ConvReparam(Variational, Conv2d):
    """Convolves over two axes with a draw of weights and biases.

    As in MindSpore, it has the Parameters of a `Conv2d` as well, which are not used.

    Args:
        in_channels: the number of input channels.
        out_channels: the number of output channels.
        kernel_size: an int, or one per axis.
        stride: as for `Conv2d`. Default: 1.
        pad_mode: "same", "valid" or "pad". Default: "same".
        padding: as for `Conv2d`. Default: 0.
        dilation: as for `Conv2d`. Default: 1.
        group: as for `Conv2d`. Default: 1.
        has_bias: whether there is a bias. Default: False.
        weight_prior_fn: what makes the weights' `NormalPrior`. Default: that class.
        weight_posterior_fn: a function of `name` and `shape` that makes their `NormalPosterior`.
            Default: one that calls that class.
        bias_prior_fn: as `weight_prior_fn`.
        bias_posterior_fn: as `weight_posterior_fn`.

    Inputs:
        - **inputs** - Tensor of shape (N, in_channels, H, W).

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
        weight_prior_fn=NormalPrior,
        weight_posterior_fn=normal_post_fn,
        bias_prior_fn=NormalPrior,
        bias_posterior_fn=normal_post_fn,
    ):
        window = (kernel_size, stride, pad_mode, padding, dilation, group, has_bias)
        super().__init__(
            in_channels, out_channels, *window, weight_init="normal", bias_init="zeros"
        )
        self._learn("weight", weight_prior_fn, weight_posterior_fn, self.weight.shape)
        if has_bias:
            self._learn("bias", bias_prior_fn, bias_posterior_fn, (out_channels,))

    def construct(self, inputs):
        """Return the output for weights that are drawn."""
        bias = self.bias_posterior("sample") if self.has_bias else None
        return self._convolve(inputs, self.weight_posterior("sample"), bias)

    def extend_repr(self):
        """Return what `repr` says of it."""
        text = (
            f"in_channels={self.in_channels}, out_channels={self.out_channels}, "
            f"kernel_size={self.kernel_size}, stride={self.stride}, pad_mode={self.pad_mode}, "
            f"padding={self.padding}, dilation={self.dilation}, group={self.group}, "
            f"{self._repr_of('weight')}, has_bias={self.has_bias}"
        )
        return f"{text}, {self._repr_of('bias')}" if self.has_bias else text
