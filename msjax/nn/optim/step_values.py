"""The learning rates and weight decays that an optimizer uses in its present step."""

from __future__ import annotations

from typing import Any

from msjax._core._jaxcompat import Tracer
from msjax._core.parameter import Parameter, ParameterTuple
from msjax.nn.cell import Cell
from msjax.nn.optim.rates import CONSTANTS, _IteratorLearningRate, operand_of, rate_of_step


class StepValues:
    """Methods that tell the learning rates and weight decays of the present step.

    What they read is `Optimizer`'s.
    """

    is_group: bool
    is_group_lr: bool
    dynamic_lr: bool
    exec_weight_decay: bool
    learning_rate: Any
    weight_decay: Any
    decay_flags: tuple[bool, ...]
    global_step: Parameter
    parameters: ParameterTuple

    def get_lr(self):
        """Return the learning rate of the present step.

        Returns:
            The Parameter of a constant learning rate, otherwise a scalar Tensor; a tuple with one
            per Parameter where groups have learning rates (a ParameterTuple if all are constant).
        """
        if self.is_group_lr:
            if not self.dynamic_lr:
                return self.learning_rate
            return tuple([rate_of_step(r, self.global_step) for r in self.learning_rate])
        return rate_of_step(self.learning_rate, self.global_step)

    def get_lr_parameter(self, param):
        """Return what holds the learning rate of a Parameter: a Parameter or a schedule.

        Args:
            param: a Parameter of the optimizer, or a list of them.

        Returns:
            The learning rate, or a list of them.

        Raises:
            TypeError: `param` is no Parameter.
            ValueError: the optimizer does not have it.
        """
        if isinstance(param, list):
            return [self.get_lr_parameter(p) for p in param]
        if not isinstance(param, Parameter):
            raise TypeError(
                "For 'get_lr_parameter', the 'param' must be 'Parameter' or 'list' type, but got "
                f"{type(param)}."
            )
        return self._rate_holder(param)

    def _rate_holder(self, param):
        for i, p in enumerate(self.parameters):
            if p.name == param.name:
                held = self.learning_rate[i] if self.is_group_lr else self.learning_rate
                return held.learning_rate if isinstance(held, CONSTANTS) else held
        raise ValueError(
            f"For 'get_lr_parameter', the parameter {param.name} is not in optimizer, please check "
            "whether the argument 'param' is correct."
        )

    def get_weight_decay(self):
        """Return the weight decay of the present step, times the loss scale.

        Returns:
            A scalar Tensor; a tuple with one per Parameter where the Parameters are in groups.
        """
        if self.is_group:
            return tuple([self._decay_of_step(d) for d in self.weight_decay])
        return self._decay_of_step(self.weight_decay)

    def _decay_of_step(self, decay):
        return decay(self.global_step) if isinstance(decay, Cell) else decay

    def _present_rates(self):
        if not self.is_group_lr:
            return [operand_of(self.learning_rate, self.global_step)]
        distinct = {id(r): r for r in self.learning_rate}
        return [operand_of(r, self.global_step) for r in distinct.values()]

    def _present_decays(self):
        if not self.exec_weight_decay:
            return []
        if not self.is_group:
            return [self._decay_of_step(self.weight_decay)]
        flagged = zip(self.weight_decay, self.decay_flags, strict=True)
        distinct = {id(d): d for d, flag in flagged if flag}
        return [self._decay_of_step(d) for d in distinct.values()]

    def _check_step(self):
        """Check and return the number of the present step; None where it does not matter."""
        rates = self.learning_rate if self.is_group_lr else [self.learning_rate]
        lengths = [r.learning_rate.shape[0] for r in rates if type(r) is _IteratorLearningRate]
        value = self.global_step._value
        if not lengths or isinstance(value, Tracer):
            return None
        known = self.__dict__.get("_compiled_count")
        step = known[1] if known is not None and known[0] is value else int(value[0])
        if step >= min(lengths):
            raise RuntimeError(
                f"For 'Gather', the 'input_indices' should be in the range [0, {min(lengths)}), "
                f"but got {step}: the list of learning rates has {min(lengths)} values; give it "
                "one per step."
            )
        return step
