"""Gradients summed over several steps before the optimizer gets them.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.boost.html
"""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.state import state
from msjax._core.tensor import Tensor
from msjax.nn import Cell
from msjax.nn.number_checks import check_positive_int, check_type
from msjax.nn.optim import Optimizer
from msjax.nn.wrap.loss_scale import update_unless

gradient_accumulation_op = ops.MultitypeFuncGraph("gradient_accumulation_op")
gradient_clear_op = ops.MultitypeFuncGraph("gradient_clear_op")


@gradient_accumulation_op.register("Int64", "Tensor", "Tensor")
def cumulative_grad_process(accumulation_step, cumulative_grad, grad):
    """Add a gradient, divided by the number of steps, to a Parameter; return the Parameter."""
    return ops.assign_add(cumulative_grad, grad / accumulation_step)


@gradient_clear_op.register("Tensor")
def clear_grad(cumulative_grad):
    """Set a Parameter to zero; return the zeros."""
    zeros = ops.zeros_like(cumulative_grad)
    cumulative_grad.set_data(zeros)
    return zeros


class GradientAccumulation(Cell):
    """Gives an optimizer the mean of the gradients of every few steps.

    Args:
        max_accumulation_step: how many steps, an int above 0.
        optimizer: an `Optimizer`.

    Inputs: the loss, which is returned, and the gradients, a tuple.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `max_accumulation_step` is not positive.
    """

    def __init__(self, max_accumulation_step, optimizer):
        super().__init__(auto_prefix=False)
        name = type(self).__name__
        check_positive_int(max_accumulation_step, "max_accumulation_step", name)
        check_type(optimizer, "optimizer", name, Optimizer)
        self._max_accumulation_step = max_accumulation_step
        self.optimizer = optimizer
        self.weights = optimizer.parameters
        self._grad_accumulation = self.weights.clone(prefix="grad_accumulation", init="zeros")
        self._accumulation_step = Parameter(Tensor(0, mstype.int32), name="accumulation_step")

    def construct(self, loss, grads):
        """Add the gradients; at the end of each round, run the optimizer."""
        for total, grad in zip(self._grad_accumulation, grads, strict=True):
            gradient_accumulation_op(self._max_accumulation_step, total, grad)
        step = (self._accumulation_step.value() + 1) % self._max_accumulation_step
        self._accumulation_step.set_data(step)
        unfinished = step != 0
        if state.frame is not None:
            states = [*self.optimizer.get_parameters(), *self._grad_accumulation]
            update_unless(unfinished, states, self._update)
        elif not bool(unfinished):
            self._update()
        return loss

    def _update(self):
        self.optimizer(tuple([total.value() for total in self._grad_accumulation]))
        for total in self._grad_accumulation:
            gradient_clear_op(total)
