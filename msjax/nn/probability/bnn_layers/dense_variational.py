"""Dense layers whose weights are distributions.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn_probability/mindspore.nn.probability.bnn_layers.DenseReparam.html
"""

from __future__ import annotations

from msjax import ops
from msjax.nn.cell import Cell
from msjax.nn.layer.activation import get_activation
from msjax.nn.layer.validation import check_bool, check_int
from msjax.nn.probability.bnn_layers.layer_distribution import (
    NormalPrior,
    Variational,
    normal_post_fn,
)


class _DenseVariational(Variational, Cell):
    """What the two layers share."""

    def __init__(
        self,
        in_channels,
        out_channels,
        activation=None,
        has_bias=True,
        weight_prior_fn=NormalPrior,
        weight_posterior_fn=normal_post_fn,
        bias_prior_fn=NormalPrior,
        bias_posterior_fn=normal_post_fn,
    ):
        super().__init__()
        name = type(self).__name__
        self.in_channels = check_int(name, "in_channels", in_channels)
        self.out_channels = check_int(name, "out_channels", out_channels)
        self.has_bias = check_bool(name, "has_bias", has_bias)
        shape = (out_channels, in_channels)
        self._learn("weight", weight_prior_fn, weight_posterior_fn, shape)
        if has_bias:
            self._learn("bias", bias_prior_fn, bias_posterior_fn, (out_channels,))
        self.activation = activation
        if isinstance(activation, str):
            self.activation = get_activation(activation)
        elif activation is not None and not isinstance(activation, Cell):
            raise ValueError(
                f"The type of `activation` is wrong: give a str or a Cell, but got {activation!r}."
            )

    def construct(self, inputs):
        """Return the output for weights that are drawn."""
        y = self._product(inputs)
        if self.has_bias:
            y = y + self.bias_posterior("sample")
        return y if self.activation is None else self.activation(y)

    def extend_repr(self):
        """Return what `repr` says of it."""
        text = f"in_channels={self.in_channels}, out_channels={self.out_channels}, "
        text += f"{self._repr_of('weight')}, has_bias={self.has_bias}"
        if self.has_bias:
            text += f", {self._repr_of('bias')}"
        return text if self.activation is None else f"{text}, activation={self.activation}"


class DenseReparam(_DenseVariational):
    """Computes x @ weight.T + bias with one draw of both for all inputs.

    Args:
        in_channels: the length of the last axis of the input.
        out_channels: the length of the last axis of the output.
        activation: a Cell, or the name of an activation, of the result. Default: None.
        has_bias: whether there is a bias. Default: True.
        weight_prior_fn: what makes the weights' `NormalPrior`. Default: that class.
        weight_posterior_fn: a function of `name` and `shape` that makes their `NormalPosterior`.
            Default: one that calls that class.
        bias_prior_fn: as `weight_prior_fn`.
        bias_posterior_fn: as `weight_posterior_fn`.

    Inputs:
        - **inputs** - Tensor of shape (..., in_channels).

    Outputs:
        Tensor of shape (..., out_channels).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive, or the activation unknown.
    """

    def _product(self, x):
        return ops.matmul(x, self.weight_posterior("sample").T)


class DenseLocalReparam(_DenseVariational):
    """Draws x @ weight.T + bias for each input by itself, so that gradients vary less.

    Arguments, inputs and outputs are those of `DenseReparam`.
    """

    def _product(self, x):
        posterior = self.weight_posterior
        mean = ops.matmul(x, posterior.mean.T)
        variance = ops.matmul(ops.square(x), ops.square(posterior.std()).T)
        return mean + ops.sqrt(variance) * ops.standard_normal(mean.shape)
