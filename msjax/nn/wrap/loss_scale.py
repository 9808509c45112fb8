"""Training with a scaled loss, so that small gradients survive in float16.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.TrainOneStepWithLossScaleCell.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run
from msjax._core.parameter import Parameter
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, write
from msjax.nn.cell import Cell
from msjax.nn.wrap.training import TrainOneStepCell, loss_and_gradients

jnp = jax.numpy


def _not_finite(*gradients):
    finite = [jnp.all(jnp.isfinite(g)) for g in gradients]
    return jnp.logical_not(jnp.all(jnp.stack(finite)))


def _unscale(scale, *gradients):
    factor = (1 / scale).reshape(())
    return tuple([g * factor.astype(g.dtype) for g in gradients])


def _choose(condition, *values):
    half = len(values) // 2
    pairs = zip(values[:half], values[half:], strict=True)
    return tuple([jnp.where(condition.reshape(()), a, b) for a, b in pairs])


def _next_scale(scale, overflow, current, last, factor, window):
    overflow = overflow.reshape(()).astype(bool)
    lowered = jnp.maximum(scale / factor, 1)
    last = jnp.where(overflow, current, last)
    grows = window <= current - last
    scale = jnp.where(overflow, lowered, jnp.where(grows, scale * factor, scale))
    return scale.astype(lowered.dtype), current + 1, jnp.where(grows, current, last)


_OVERFLOW = Call("overflow_status", _not_finite, differentiable=False)
_UNSCALED = Call("unscale_gradients", _unscale)
_CHOICE = Call("choose", _choose)
_NEXT = Call("next_loss_scale", _next_scale, differentiable=False)


def update_unless(skip, states, update) -> None:
    """Run an update in compiled code, and take its changes back where `skip` is True.

    Args:
        skip: a bool Tensor.
        states: the Parameters that the update changes.
        update: a function without arguments.
    """
    former = [p.value() for p in states]
    update()
    chosen = run(_CHOICE, skip, *former, *states)
    for p, value in zip(states, chosen, strict=True):
        write(p, read(value))


class FixedLossScaleUpdateCell(Cell):
    """A loss scale that stays.

    Args:
        loss_scale_value: the scale, a number.

    Inputs: the loss scale (unused) and `overflow`, a bool Tensor.

    Returns:
        `overflow`.
    """

    def __init__(self, loss_scale_value):
        super().__init__()
        self.loss_scale_value = loss_scale_value

    def get_loss_scale(self):
        """Return the scale."""
        return self.loss_scale_value

    def construct(self, _, overflow):
        """Return `overflow`."""
        return overflow


class DynamicLossScaleUpdateCell(Cell):
    """A loss scale that halves, say, after an overflow, and doubles after a time without.

    Args:
        loss_scale_value: the initial scale, a number.
        scale_factor: what it is divided and multiplied by.
        scale_window: after how many steps without overflow it grows.

    Inputs: `loss_scale`, a Parameter that is updated, and `overflow`, a bool Tensor.

    Returns:
        `overflow`.
    """

    def __init__(self, loss_scale_value, scale_factor, scale_window):
        super().__init__()
        self.loss_scale_value = loss_scale_value
        self.scale_factor = scale_factor
        self.scale_window = scale_window
        self.cur_iter = Parameter(Tensor(1, mstype.int32), name="current_iterator_step")
        self.last_overflow_iter = Parameter(
            Tensor(0, mstype.int32), name="last_overflow_iterator_step"
        )

    def get_loss_scale(self):
        """Return the initial scale."""
        return self.loss_scale_value

    def construct(self, loss_scale, overflow):
        """Update the loss scale; return `overflow`."""
        states = loss_scale, self.cur_iter, self.last_overflow_iter
        new = run(
            _NEXT,
            loss_scale,
            overflow,
            self.cur_iter,
            self.last_overflow_iter,
            self.scale_factor,
            self.scale_window,
        )
        for t, value in zip(states, new, strict=True):
            write(t, read(value))
        return overflow


class TrainOneStepWithLossScaleCell(TrainOneStepCell):
    """One training step with a scaled loss; an update whose gradients overflow is left out.

    Args:
        network: a Cell that returns the loss.
        optimizer: an `Optimizer`.
        scale_sense: the scale, a Tensor of shape () or (1,); or a Cell that manages it, such as
            `DynamicLossScaleUpdateCell`.

    Inputs: those of the network.

    Returns:
        (loss, overflow, scale): Tensors; `overflow` says whether gradients were not finite.

    Differs: it works on CPU, where MindSpore lacks an operator for it.

    Raises:
        TypeError: `scale_sense` is neither Cell nor Tensor.
        ValueError: the Tensor has another shape.
    """

    def __init__(self, network, optimizer, scale_sense):
        super().__init__(network, optimizer, sens=None)
        self.loss_scaling_manager = None
        if isinstance(scale_sense, Cell):
            self.loss_scaling_manager = scale_sense
            scale = Tensor(scale_sense.get_loss_scale(), mstype.float32)
        elif isinstance(scale_sense, Tensor):
            if scale_sense.shape not in ((), (1,)):
                raise ValueError(
                    "For 'TrainOneStepWithLossScaleCell', the shape of 'scale_sense' must be (1,) "
                    f"or (), but got {scale_sense.shape}."
                )
            scale = scale_sense
        else:
            raise TypeError(
                "For 'TrainOneStepWithLossScaleCell', the 'scale_sense' must be Cell or Tensor, "
                f"but got 'scale_sense' type: {type(scale_sense)}."
            )
        self.scale_sense = Parameter(scale, name="scale_sense")

    def construct(self, *inputs):
        """Train on one batch."""
        scale = self.scale_sense.value()
        loss, gradients = loss_and_gradients(self.network, self.weights, inputs, scale)
        gradients = self.grad_reducer(run(_UNSCALED, scale, *gradients))
        overflow = self.get_overflow_status(None, gradients)
        skip = self.process_loss_scale(overflow)
        if state.frame is None:
            if not bool(skip):
                self.optimizer(gradients)
        else:
            states = list(self.optimizer.get_parameters())
            update_unless(skip, states, lambda: self.optimizer(gradients))
        return loss, overflow, scale

    def set_sense_scale(self, sens):
        """Set the scale.

        Args:
            sens: a Tensor of the scale's shape and data type.

        Raises:
            TypeError: it is no Tensor.
        """
        if not isinstance(sens, Tensor):
            raise TypeError(
                "For 'TrainOneStepWithLossScaleCell', the 'sens' must be Tensor, but got "
                f"{type(sens)}."
            )
        self.scale_sense.set_data(sens)

    def start_overflow_check(self, pre_cond, compute_input):
        """Return a status and the inputs: overflow is found in the gradients themselves.

        Args:
            pre_cond: unused; on other hardware it orders the check.
            compute_input: what is computed next.
        """
        return None, compute_input

    def get_overflow_status(self, status, compute_output):
        """Return whether a gradient is infinite or NaN, a bool Tensor.

        Args:
            status: what `start_overflow_check` returned.
            compute_output: the gradients, a tuple or a Tensor.
        """
        gradients = compute_output if isinstance(compute_output, tuple | list) else [compute_output]
        return run(_OVERFLOW, *gradients)

    def process_loss_scale(self, overflow):
        """Let the manager update the scale; return whether the update is to be left out."""
        if self.loss_scaling_manager is not None:
            return self.loss_scaling_manager(self.scale_sense, overflow)
        return overflow
