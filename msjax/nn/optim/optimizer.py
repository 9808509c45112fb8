"""`Optimizer`: what all optimizers share.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Optimizer.html
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.errors import ExplainedTypeError
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.containers import CellList
from msjax.nn.number_checks import check_positive_float, check_type
from msjax.nn.optim.gradients import GradientSteps
from msjax.nn.optim.groups import parameters_of, read_groups
from msjax.nn.optim.rates import (
    is_dynamic,
    keep_learning_rate,
    read_learning_rate,
    read_weight_decay,
)
from msjax.nn.optim.step import Plan, Rule, run_step
from msjax.nn.optim.step_values import StepValues

_TARGETS = ("CPU", "Ascend", "GPU")


class Optimizer(StepValues, GradientSteps, Cell):
    """Base class of optimizers: keeps the Parameters, learning rates, weight decays and the step.

    A subclass calls `super().__init__(learning_rate, parameters, ...)` and defines
    `construct(gradients)`, with `self.parameters`, `self.get_lr()`, `self.decay_weight(gradients)`
    and the rest.

    Args:
        learning_rate: an int or float >= 0, a scalar Tensor, one value per step (a list, another
            iterable or a vector), or a `LearningRateSchedule`.
        parameters: Parameters; or dicts, each a group with the keys "params" and optionally "lr",
            "weight_decay" and "grad_centralization", and one dict with "order_params".
        weight_decay: an int or float >= 0, or a Cell that computes it from the step. Applied to all
            Parameters without "beta" and "gamma" in their names; to all in groups. Default: 0.0.
        loss_scale: what gradients are divided by, a float > 0. Default: 1.0.

    Differs: past the end of a list of learning rates, a step inside other compiled code uses NaN:
        only eager code can raise MindSpore's RuntimeError. "grad_centralization" subtracts the mean
        from gradients of more than two axes; MindSpore's CPU backend ignores it.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range, or there are no Parameters.
        KeyError: a group has an unknown key.
        RuntimeError: a Parameter is in two groups.
    """

    _is_lazy = False  # whether tables are updated by row

    def __init__(self, learning_rate, parameters, weight_decay=0.0, loss_scale=1.0):
        super().__init__(auto_prefix=False)
        owner = type(self).__name__
        items = parameters_of(parameters)
        if isinstance(loss_scale, int):
            loss_scale = float(loss_scale)
        check_type(loss_scale, "loss_scale", owner, float)
        check_positive_float(loss_scale, "loss_scale", owner)
        self.loss_scale = loss_scale
        self._unique = True
        self._target = "CPU"
        self.is_group = isinstance(items[0], dict)
        self.is_group_lr = self.is_group_params_ordered = False
        self.grad_centralization = self.dynamic_lr = self.dynamic_weight_decay = False
        rate = read_learning_rate(learning_rate, owner)
        self.global_step = Parameter(Tensor(np.zeros(1, np.int32)), name="global_step")
        if self.is_group:
            self._take_groups(items, rate, weight_decay)
        else:
            self._take_parameters(items, rate, weight_decay)
        self.parameters = self._parameters = ParameterTuple(self._ordered)
        self._user_parameters.extend([p.name for p in self.parameters])
        self.param_length = len(self.parameters)
        self.need_scale = loss_scale != 1.0
        self.reciprocal_scale = Tensor(1.0 / loss_scale, mstype.float32)
        self.global_step_increase_tensor = Tensor(np.ones(1, np.int32))
        self._take_operators()
        self._layout = self._statics()

    def _take_operators(self):
        """Keep the operators that optimizers written by programs use."""
        self.assignadd = ops.AssignAdd()
        self.map_ = ops.Map()
        self.map_reverse = ops.Map(None, True)
        self.hyper_map = ops.HyperMap()
        self.hyper_map_reverse = ops.HyperMap(None, True)

    def _take_parameters(self, parameters, rate, weight_decay):
        self.dynamic_lr = is_dynamic(rate)
        self.learning_rate = keep_learning_rate(rate, "learning_rate", as_cell=False)
        decay = read_weight_decay(weight_decay, self.loss_scale, type(self).__name__)
        self.dynamic_weight_decay = isinstance(decay, Cell)
        self.weight_decay = decay
        self.exec_weight_decay = self.dynamic_weight_decay or weight_decay > 0
        self.decay_flags = tuple(
            ["beta" not in p.name and "gamma" not in p.name for p in parameters]
        )
        self.dynamic_decay_flags = self.dynamic_weight_decay
        self._ordered = parameters

    def _take_groups(self, dicts, rate, weight_decay):
        owner = type(self).__name__
        groups, order = read_groups(dicts)
        self.is_group_params_ordered = order is not None
        default = read_weight_decay(weight_decay, self.loss_scale, owner)
        own = [g.settings.get("lr") for g in groups]
        rates = [rate if lr is None else read_learning_rate(lr, owner) for lr in own]
        self.is_group_lr = any(lr is not None for lr in own)
        self.dynamic_lr = any(is_dynamic(r) for r in rates)
        first = keep_learning_rate(rate, "learning_rate", self.dynamic_lr)
        kept: dict[int | None, Any] = {None: first}
        found = {}
        for i, group in enumerate(groups):
            number = None if own[i] is None else i
            if number is not None:
                name = f"learning_rate_group_{i}"
                kept[i] = keep_learning_rate(rates[i], name, self.dynamic_lr)
            decay = default
            if "weight_decay" in group.settings:
                decay = read_weight_decay(group.settings["weight_decay"], self.loss_scale, owner)
            centralize = group.settings.get("grad_centralization", False)
            for p in group.parameters:
                found[p.name] = p, kept[number], decay, centralize
        chosen = [found[p.name] for p in order] if order is not None else list(found.values())
        self._keep_groups(chosen, kept[None])

    def _keep_groups(self, chosen, common):
        parameters, rates, decays, centralize = map(list, zip(*chosen, strict=True))
        if not self.is_group_lr:
            self.learning_rate = common
        elif self.dynamic_lr:
            self.learning_rate = CellList(rates, auto_prefix=False)
        else:
            self._set_rates(ParameterTuple(rates))
        self.group_params = parameters
        self.group_lr = rates
        self.group_weight_decay = decays
        self.group_grad_centralization = centralize
        self.weight_decay = tuple(decays)
        self.dynamic_decay_flags = tuple([isinstance(d, Cell) for d in decays])
        self.dynamic_weight_decay = any(self.dynamic_decay_flags)
        self.decay_flags = tuple([isinstance(d, Cell) or float(d) > 0 for d in decays])
        self.exec_weight_decay = any(self.decay_flags)
        self.grad_centralization_flags = tuple(centralize)
        self.grad_centralization = any(centralize)
        self._ordered = parameters

    def _set_rates(self, rates):
        """Keep a learning rate per Parameter, one of which has the attribute's own name."""
        for rate in rates:
            self._params[rate.name] = rate
        self.__dict__["learning_rate"] = rates

    def __setstate__(self, attributes):
        super().__setstate__(attributes)
        if self.is_group_lr and not self.dynamic_lr:
            self._set_rates(ParameterTuple(self.group_lr))

    def _statics(self):
        """Return which learning rate and which weight decay each Parameter has, by number."""
        count = len(self._ordered)
        flags = self.decay_flags if self.exec_weight_decay else (False,) * count
        if not self.is_group:
            return (0,) * count, tuple([0 if f else -1 for f in flags])
        decays = _numbers(self.group_weight_decay)
        rates = _numbers(self.group_lr) if self.is_group_lr else (0,) * count
        used = _numbers([d for d, f in zip(decays, flags, strict=True) if f])
        fill = iter(used)
        return rates, tuple([next(fill) if f else -1 for f in flags])

    @property
    def unique(self) -> bool:
        """Whether repeated indices of sparse gradients are merged; here they always are."""
        return self._unique

    @unique.setter
    def unique(self, value):
        if not isinstance(value, bool):
            raise TypeError(
                f"For 'Optimizer', the property 'unique' must be bool, but got {type(value)}."
            )
        self._unique = value

    @property
    def target(self) -> str:
        """Where MindSpore keeps the Parameters: "CPU"; JAX decides here."""
        return self._target

    @target.setter
    def target(self, value):
        if not isinstance(value, str):
            raise TypeError(
                f"For 'Optimizer', the property 'target' must be string, but got {type(value)}"
            )
        if value not in _TARGETS:
            raise ValueError(
                "For 'Optimizer', the property 'target' must be one of ['CPU', 'Ascend' ,'GPU'], "
                f"but got {value}"
            )
        if value != "CPU":
            raise ValueError(
                "For 'Optimizer', the property 'target' cannot be set to 'GPU' or 'Ascend' in the "
                "'CPU' environment."
            )
        self._target = value

    def construct(self, *hyper_params):
        """Update the Parameters; a subclass defines it.

        Raises:
            NotImplementedError: the subclass does not.
        """
        raise NotImplementedError(
            f"{type(self).__name__} does not define `construct(self, gradients)`."
        )

    def _update(self, gradients, rule: Rule, slots, constants=(), powers=(), flags=()):
        """Run one step of a rule.

        Args:
            gradients: one Tensor per Parameter.
            rule: the `Rule`.
            slots: the states of the Parameters, each a ParameterTuple.
            constants: names of attributes that the rule reads, tensors or numbers.
            powers: names of attributes that the rule advances, Parameters.
            flags: names of attributes that are static.

        Returns:
            A tuple of True, one per Parameter, as MindSpore returns.
        """
        self._check_gradients(gradients)
        rates, decays = self._present_rates(), self._present_decays()
        named = (constants, powers, tuple([(n, getattr(self, n)) for n in flags]))
        plan = self._plan(rule, named, len(slots), [kind for kind, _ in rates], len(decays))
        inputs = [getattr(self, n) for n in constants]
        inputs += [t for _, t in rates if t is not None]
        inputs += decays
        if self.need_scale:
            inputs.append(self.reciprocal_scale)
        states = [self.global_step, *[getattr(self, n) for n in powers], *self._parameters]
        for slot in slots:
            states += slot
        run_step(plan, inputs, states, gradients)
        return (True,) * self.param_length

    def _plan(self, rule, named, slots, rates, decays):
        constants, powers, flags = named
        return Plan(
            rule,
            flags,
            constants,
            powers,
            slots,
            tuple(rates),
            self._layout[0],
            decays,
            self._layout[1],
            self.grad_centralization_flags if self.grad_centralization else (),
            self.need_scale,
            self._rows_only(),
        )

    def _rows_only(self):
        """Return which Parameters are updated by row: tables, by an optimizer that is lazy."""
        by_row = [self._is_lazy and p._is_looked_up for p in self._parameters]
        return tuple(by_row) if any(by_row) else ()

    def _check_gradients(self, gradients):
        if not isinstance(gradients, tuple | list):
            raise ExplainedTypeError(
                "An optimizer takes a tuple of gradients, one Tensor per Parameter, but got "
                f"{type(gradients).__name__}; write `optimizer((gradient,))` for a single one."
            )
        if len(gradients) != self.param_length:
            raise RuntimeError(
                "The tuples in HyperMap should have the same length: the optimizer has "
                f"{self.param_length} Parameters, but got {len(gradients)} gradients; pass one per "
                "element of `optimizer.parameters`, in its order."
            )

    def __call__(self, *args, **kwargs):
        """Run `construct`; a step past the end of a list of learning rates is refused before.

        A step is no part of what `Tensor.backward` follows.
        """
        if state.leaves and state.recording and not state.levels and state.frame is None:
            with recording(False):
                return self(*args, **kwargs)
        if not self.dynamic_lr or state.frame is not None:
            return super().__call__(*args, **kwargs)
        step = self._check_step()
        result = super().__call__(*args, **kwargs)
        # Counted here too: to fetch the counter would wait for the step to be computed.
        known = None
        if step is not None and type(self).__module__.startswith("msjax."):
            known = (self.global_step._value, step + 1)
        self.__dict__["_compiled_count"] = known
        return result


def _numbers(objects) -> tuple[int, ...]:
    """Number objects by identity, in order of appearance."""
    known: dict[int, int] = {}
    return tuple([known.setdefault(id(x), len(known)) for x in objects])


def opt_init_args_register(fn):
    """Keep what an optimizer's `__init__` is called with, in `init_args` and `init_learning_rate`.

    Args:
        fn: the `__init__`.

    Returns:
        A function of the same signature.
    """

    @functools.wraps(fn)
    def init(self, *args, **kwargs):
        bound = inspect.signature(fn).bind(self, *args, **kwargs)
        bound.apply_defaults()
        given = dict(list(bound.arguments.items())[1:])
        self.init_params = {"params": given.pop("params", None)}
        self.init_learning_rate = given.pop("learning_rate", None)
        self.init_args = given
        fn(self, *args, **kwargs)

    return init
