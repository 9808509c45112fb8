"""Learning rates and weight decays as an optimizer keeps them.

A number is a Parameter, so that compiled code reads its current value. Lists become a Cell that
picks the value of a step; schedules are Cells already.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.conversion import cast
from msjax._core.dispatch import Call, run, run1
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.learning_rate_schedule import Formula, LearningRateSchedule
from msjax.nn.number_checks import check_non_negative_float

jnp = jax.numpy
_PICK = Call(
    "learning_rate_of_step",
    lambda rates, step: jnp.take(rates, step, mode="fill", fill_value=np.nan),
    differentiable=False,
)
_SCALAR = Call("scalar", lambda x: x.reshape(()), differentiable=False)


class _IteratorLearningRate(LearningRateSchedule):
    """A learning rate per step."""

    def __init__(self, learning_rate, name):
        super().__init__(auto_prefix=False)
        self.learning_rate = Parameter(learning_rate, name=name)

    def construct(self, global_step):
        return run(_PICK, self.learning_rate, global_step)


class _ConvertToCell(LearningRateSchedule):
    """A constant learning rate beside others that are not."""

    def __init__(self, learning_rate, name):
        super().__init__(auto_prefix=False)
        self.learning_rate = Parameter(learning_rate, name=name)

    def construct(self, global_step):
        return self.learning_rate.value()


CONSTANTS = (_IteratorLearningRate, _ConvertToCell)
"""The schedules that only hold a Parameter."""


class _WrappedWeightDecay(Cell):
    """A weight decay that depends on the step, times the loss scale."""

    def __init__(self, weight_decay, loss_scale):
        super().__init__(auto_prefix=False)
        self.weight_decay = weight_decay
        self.loss_scale = loss_scale

    def construct(self, global_step):
        return self.weight_decay(global_step) * self.loss_scale


def read_learning_rate(given, owner):
    """Return a learning rate as a scalar or vector float32 Tensor, or a schedule.

    Raises:
        TypeError: it is none of the possible types.
        ValueError: it is negative, or a Tensor of more than one axis.
    """
    if isinstance(given, int | float):
        check_non_negative_float(float(given), "learning rate", owner)
        return Tensor(float(given), mstype.float32)
    if isinstance(given, Tensor):
        if len(given.shape) > 1:
            raise ValueError(
                "For 'Optimizer', if 'learning_rate' is Tensor type, then the dimension of it "
                f"should be 0 or 1, but got {len(given.shape)}."
            )
        return cast(given, mstype.float32)
    if isinstance(given, LearningRateSchedule):
        return given
    if isinstance(given, Iterable):
        return Tensor(np.array([float(x) for x in given], np.float32))
    raise TypeError(
        "For 'Optimizer', the argument 'learning_rate' must be int, float, Tensor, Iterable or "
        f"LearningRateSchedule, but got {type(given)}."
    )


def is_dynamic(rate) -> bool:
    """Tell whether a learning rate that was read depends on the step."""
    return isinstance(rate, Cell) or len(rate.shape) == 1


def keep_learning_rate(rate, name, as_cell):
    """Return what an optimizer keeps of a learning rate that was read.

    Args:
        rate: what `read_learning_rate` returned.
        name: the name of its Parameter.
        as_cell: whether it must be a Cell, as others beside it are.
    """
    if isinstance(rate, Cell):
        return rate
    if len(rate.shape) == 1:
        return _IteratorLearningRate(rate, name)
    return _ConvertToCell(rate, name) if as_cell else Parameter(rate, name=name)


def operand_of(rate, step):
    """Return how a step finds a learning rate: (its kind for the `Plan`, operand or None).

    Schedules that a program defines run here, as eager code, or traced where their caller is.
    """
    if isinstance(rate, Tensor):
        return "value", rate
    kind = type(rate)
    if kind is _IteratorLearningRate:
        return "table", rate.learning_rate
    if kind is _ConvertToCell:
        return "value", rate.learning_rate
    if isinstance(rate, Formula) and kind.construct is Formula.construct and rate._is_plain():
        return (kind.rate, rate.values()), None
    return "value", rate_of_step(rate, step)


def rate_of_step(rate, step):
    """Return the learning rate of a step as a scalar Tensor."""
    if isinstance(rate, Cell):
        rate = rate(step)
        rate = rate if isinstance(rate, Tensor) else Tensor(rate, mstype.float32)
        return rate if rate.shape == () else run1(_SCALAR, rate)
    return rate


def read_weight_decay(given, loss_scale, owner):
    """Return a weight decay as an optimizer keeps it: a Tensor times the loss scale, or a Cell.

    Raises:
        TypeError: it is no number and no Cell.
        ValueError: it is negative.
    """
    if isinstance(given, int | float):
        check_non_negative_float(float(given), "weight_decay", owner)
        return Tensor(float(given) * loss_scale, mstype.float32)
    if isinstance(given, Cell):
        return _WrappedWeightDecay(given, loss_scale)
    raise TypeError(
        "For 'Optimizer', the argument 'Weight_decay' must be int, float or Cell.but got "
        f"{type(given)}"
    )
