"""Cells that give gradients, and that set a Parameter: names of MindSpore 1.x.

Source: https://www.mindspore.cn/docs/en/r2.6.0/api_python/nn/mindspore.nn.ParameterUpdate.html
"""

from __future__ import annotations

from msjax import ops
from msjax._core.gradients import GradOperation
from msjax._core.parameter import Parameter, ParameterTuple
from msjax.nn.cell import Cell
from msjax.nn.wrap.training import WithLossCell


class ParameterUpdate(Cell):
    """Sets a Parameter to its input, and returns the input.

    Args:
        param: the Parameter.

    Raises:
        TypeError: `param` is no Parameter.
    """

    def __init__(self, param):
        super().__init__(auto_prefix=False)
        if not isinstance(param, Parameter):
            raise TypeError(
                f"For 'ParameterUpdate', 'param' must be 'Parameter', but got {type(param)}."
            )
        self._param = param

    def construct(self, x):
        """Set the Parameter."""
        ops.assign(self._param, x)
        return x


class WithGradCell(Cell):
    """Returns the gradients of a network's Parameters.

    Args:
        network: the network.
        loss_fn: a function or Cell of the network's output and the label. Default: None, the
            network returns the loss itself.
        sens: what the output's gradient is multiplied by, a Tensor of its shape. Default: None.

    Returns:
        A tuple of the gradients of the network's trainable Parameters.
    """

    def __init__(self, network, loss_fn=None, sens=None):
        super().__init__(auto_prefix=False)
        self.network = network
        self.loss_fn = loss_fn
        self.weights = ParameterTuple(network.trainable_params())
        self.grad = GradOperation(get_by_list=True, sens_param=sens is not None)
        self.sens = sens
        self.network_with_loss = network if loss_fn is None else WithLossCell(network, loss_fn)
        self.network_with_loss.set_train()

    def construct(self, *inputs):
        """Return the gradients at the inputs."""
        sens = () if self.sens is None else (self.sens,)
        return self.grad(self.network_with_loss, self.weights)(*inputs, *sens)
