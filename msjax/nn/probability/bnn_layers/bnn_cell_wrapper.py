"""The loss of a network with layers whose weights are distributions.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn_probability/mindspore.nn.probability.bnn_layers.WithBNNLossCell.html
"""

from __future__ import annotations

from msjax.nn.cell import Cell
from msjax.nn.probability.bnn_layers.layer_distribution import Variational


class WithBNNLossCell(Cell):
    """Computes dnn_factor * loss + bnn_factor * the sum of the layers' divergences.

    Args:
        backbone: the network, a Cell.
        loss_fn: a function of its output and the label.
        dnn_factor: an int or float from 0. Default: 1.
        bnn_factor: an int or float from 0. Default: 1.

    Inputs: the network's input and the label.

    Raises:
        TypeError: a factor is no number.
        ValueError: a factor is below 0.
    """

    def __init__(self, backbone, loss_fn, dnn_factor=1, bnn_factor=1):
        super().__init__(auto_prefix=False)
        for name, value in (("dnn_factor", dnn_factor), ("bnn_factor", bnn_factor)):
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise TypeError(
                    f"The type of `{name}` must be `int` or `float`, but got {value!r}."
                )
            if value < 0:
                raise ValueError(f"The value of `{name}` must >= 0, but got {value}.")
        self._backbone = backbone
        self._loss_fn = loss_fn
        self.dnn_factor = dnn_factor
        self.bnn_factor = bnn_factor
        cells = [cell for _, cell in backbone.cells_and_names()]
        self.kl_loss = [c.compute_kl_loss for c in cells if isinstance(c, Variational)]

    def construct(self, x, label):
        """Return the loss, a scalar."""
        loss = self._loss_fn(self._backbone(x), label) * self.dnn_factor
        return loss + sum(divergence() for divergence in self.kl_loss) * self.bnn_factor

    @property
    def backbone_network(self):
        """The network."""
        return self._backbone
