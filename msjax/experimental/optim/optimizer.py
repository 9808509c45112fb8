"""`Optimizer`: what optimizers with groups of Parameters share.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.experimental.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msjax import log as logger
from msjax import ops
from msjax._core import dtype as mstype
from msjax._core import state as thread
from msjax._core.errors import ExplainedTypeError
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.tensor import Tensor
from msjax.experimental.optim.step import GroupedPlan, GroupPlan, read_settings, run_groups
from msjax.nn.cell import Cell
from msjax.nn.number_checks import check_non_negative_float


class Optimizer(Cell):
    """Base class of optimizers whose Parameters are in groups, each a dict in `param_groups`.

    An optimizer written by a program defines `construct(gradients)`, with `self.parameters`,
    `self.param_groups`, `self.lrs` and `self.group_start_id`.

    Args:
        params: Parameters; or dicts, each a group with the key "params" and its own settings.
        defaults: a dict: the settings of groups that do not set them, "lr" among them.

    Raises:
        TypeError: `params` is not iterable, or has something else in it.
        ValueError: it is empty, or a Parameter is in two groups.
    """

    _update = None  # the update of one Parameter, see `step.GroupedPlan`
    _counter = "step_t"  # the name of the Parameter that counts steps
    _first = 1  # what it is after the first step
    _slots: tuple[str, ...] = ()  # names of the states that each Parameter has

    def __init__(self, params, defaults):
        super().__init__(auto_prefix=False)
        groups = _listed(params)
        self.defaults = defaults
        self.state = defaultdict(dict)
        self.param_groups = []
        self.parameters = ParameterTuple(())
        self.lrs = []
        self.map_ = ops.Map()
        self.hyper_map = ops.HyperMap()
        self.group_start_id = [0]
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group):
        """Add a group of Parameters.

        Args:
            param_group: a dict with the key "params" and the group's own settings.

        Raises:
            TypeError: it is no dict, or there is something else than Parameters in it.
            ValueError: a Parameter is in another group already.
        """
        group = self._checked_group(param_group)
        self.parameters = ParameterTuple((*self.parameters, *group["params"]))
        for name, default in self.defaults.items():
            group.setdefault(name, default)
        group["lr"] = self._rate(group.get("lr"), f"learning_rate_group_{len(self.param_groups)}")
        group["weight_decay"] = self._decay(group.get("weight_decay", 0.0))
        self.lrs.append(group["lr"])
        self.param_groups.append(group)
        self.group_start_id.append(self.group_start_id[-1] + len(group["params"]))
        self._make_group_states(group)

    def _make_group_states(self, group):
        """Make the states of a group that is added to a complete optimizer."""
        for name in self.__dict__.get("_makers", ()):
            self._make_state(name)

    def _keep(self, name, make, kind: type = ParameterTuple):
        """Keep states of the Parameters under a name.

        Args:
            name: the attribute.
            make: from Parameters to their states.
            kind: ParameterTuple; or list, whose elements are no Parameters of the optimizer.
        """
        self.__dict__.setdefault("_makers", {})[name] = make, kind
        self._make_state(name)

    def _make_state(self, name):
        """Make the states that are still lacking under a name."""
        make, kind = self._makers[name]
        known = tuple(getattr(self, name, ()))
        lacking = ParameterTuple(self.parameters[len(known) :])
        setattr(self, name, kind((*known, *make(lacking))))

    def _keep_clones(self, *names, init: str | float = "zeros"):
        """Keep states of the Parameters' shapes, named after them."""
        for name in names:
            self._keep(name, lambda parameters, name=name: parameters.clone(name, init=init))

    def _keep_scalars(self, name, value):
        """Keep a float32 number for each Parameter, named after it."""

        def make(parameters):
            numbers = [(Tensor(value, mstype.float32), f"{name}_{p.name}") for p in parameters]
            return [Parameter(number, name=own) for number, own in numbers]

        self._keep(name, make, list)

    def _checked_group(self, group):
        if not isinstance(group, dict):
            raise TypeError(f"Param group must be a dict, but got {type(group)}.")
        params = group["params"]
        if isinstance(params, set):
            raise TypeError(
                "Optimizer parameters need to be organized in ordered collections, but the ordering"
                " of tensors in sets will change between runs. Please use a list instead."
            )
        params = [params] if isinstance(params, Parameter) else list(params)
        for p in params:
            if not isinstance(p, Parameter):
                raise TypeError(
                    "Optimizer can only optimize Parameters, but one of the params is "
                    f"{type(p)}; pass `net.trainable_params()`."
                )
        if len({id(p) for p in params}) != len(params):
            logger.warning("Optimizer contains a parameter group with duplicate parameters.")
        known = {id(p) for p in self.parameters}
        if any(id(p) in known for p in params):
            raise ValueError("some parameters appear in more than one parameter group.")
        group["params"] = params
        return group

    def _rate(self, rate, name):
        if isinstance(rate, Tensor):
            if rate.ndim:
                raise ValueError(
                    "For 'Optimizer', if 'learning_rate' is a Tensor, then it should be scalar "
                    f"Tensor, but its shape is {rate.shape}."
                )
            return Parameter(rate.astype(mstype.float32), name=name)
        if not isinstance(rate, int | float):
            raise TypeError(
                "For 'Optimizer', the argument 'learning_rate' must be int, float or Tensor, but "
                f"got {type(rate)}."
            )
        check_non_negative_float(float(rate), "learning rate", type(self).__name__)
        return Parameter(Tensor(float(rate), mstype.float32), name=name)

    def _decay(self, decay):
        if not isinstance(decay, int | float):
            raise TypeError(
                "For 'Optimizer', the argument 'Weight_decay' must be int or float.but got "
                f"{type(decay)}"
            )
        check_non_negative_float(float(decay), "weight_decay", type(self).__name__)
        return float(decay)

    def construct(self, gradients):
        """Update the Parameters by one gradient each.

        Args:
            gradients: one Tensor per Parameter, in the order of `self.parameters`.

        Returns:
            True.

        Raises:
            NotImplementedError: a subclass does not define it.
        """
        if self._update is None:
            raise NotImplementedError(
                f"{type(self).__name__} does not define `construct(self, gradients)`."
            )
        self._check_gradients(gradients)
        plans, operands, states = [], [], []
        for i, group in enumerate(self.param_groups):
            settings, numbers = read_settings(group | self._rates(i, group), self.defaults)
            operands += numbers
            slots = self._group_slots(i, group)
            plans.append(GroupPlan(settings, len(group["params"]), len(slots)))
            states.append((group["params"], *slots))
        plan = GroupedPlan(type(self)._update, self._first, tuple(plans))
        run_groups(plan, operands, getattr(self, self._counter), states, tuple(gradients))
        return True

    def _rates(self, index, group) -> dict:
        """Return settings of a group that take the place of its own in a step."""
        return {}

    def _group_slots(self, index, group) -> list:
        """Return the states of a group's Parameters, a sequence for each slot."""
        start, stop = self.group_start_id[index : index + 2]
        return [getattr(self, name)[start:stop] for name in self._slots]

    def _check_gradients(self, gradients):
        if not isinstance(gradients, tuple | list):
            raise ExplainedTypeError(
                "An optimizer takes a tuple of gradients, one Tensor per Parameter, but got "
                f"{type(gradients).__name__}; write `optimizer((gradient,))` for a single one."
            )
        if len(gradients) != len(self.parameters):
            raise RuntimeError(
                f"The optimizer has {len(self.parameters)} Parameters, but got {len(gradients)} "
                "gradients; pass one per element of `optimizer.parameters`, in its order."
            )

    def __call__(self, *args, **kwargs):
        """Run `construct`; a step is no part of what `Tensor.backward` follows."""
        now = thread.state
        if now.leaves and now.recording and not now.levels and now.frame is None:
            with thread.recording(False):
                return self(*args, **kwargs)
        return super().__call__(*args, **kwargs)

    def __repr__(self):
        """Show the settings of each group."""
        text = f"{type(self).__name__} ("
        for i, group in enumerate(self.param_groups):
            text += f"\nParameter Group {i}\n"
            for name in sorted(group):
                if name != "params":
                    value = group[name]
                    shown = value.value() if isinstance(value, Parameter) else value
                    text += f"    {name}: {shown}\n"
        return text + ")"


def _listed(params) -> list:
    """Return Parameters or groups as a list."""
    if params is None:
        raise ValueError(
            "For 'Optimizer', the argument params can not be None; pass `net.trainable_params()`."
        )
    if not isinstance(params, Iterable):
        raise TypeError(
            f"For 'Optimizer', the argument params must be Iterable type, but got {type(params)}."
        )
    params = list(params)
    if not params:
        raise ValueError("For 'Optimizer', the argument params must not be empty.")
    return params
