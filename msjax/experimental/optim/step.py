"""One step of an optimizer with groups of Parameters, as one compiled call.

An optimizer states its update of one Parameter as a function of arrays. What a group sets to
numbers are operands, so another number compiles nothing new; what it sets to bools, and which
numbers are 0, is static.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import NamedTuple

from msjax._core._jaxcompat import jax
from msjax._core.tensor import Tensor
from msjax.nn.optim.step import Step, check_gradient, run

jnp = jax.numpy
_HALF = (jnp.float16, jnp.bfloat16)
_steps: dict[GroupedPlan, Step] = {}


class GroupPlan(NamedTuple):
    """What is static of a group.

    Attributes:
        settings: pairs of a name and either an int, how many operands it has (a plain number has
            1, of a tuple each has one), or a tuple of one element: its static value.
        count: how many Parameters it has.
        slots: how many states each of them has.
    """

    settings: tuple
    count: int
    slots: int


class GroupedPlan(NamedTuple):
    """What is static in a step; it is the key of the compiled code.

    Attributes:
        update: `(x, gradient, slots, settings) -> (x, slots)` on arrays of one data type.
            `settings` has the group's settings by name, and `step`, the number of this step.
        first: what the counter is after the first step.
        groups: the groups.
    """

    update: object
    first: int
    groups: tuple[GroupPlan, ...]


def is_zero(value) -> bool:
    """Tell whether a setting is the number 0, which is static."""
    return isinstance(value, int | float) and value == 0


def read_settings(group: dict, names) -> tuple[tuple, list]:
    """Return what is static of a group's settings, and the operands."""
    static, operands = [], []
    for name in names:
        value = group[name]
        if isinstance(value, tuple | list):
            static.append((name, len(value)))
            operands += value
        elif value is None or isinstance(value, bool | str) or is_zero(value):
            static.append((name, (value,)))
        else:
            static.append((name, 1))
            operands.append(value if isinstance(value, Tensor) else float(value))
    return tuple(static), operands


def run_groups(plan: GroupedPlan, settings, counter, groups, gradients) -> None:
    """Run one step and give the states their new values.

    Args:
        plan: what is static.
        settings: the operands of all groups' settings.
        counter: the tensor that counts steps.
        groups: for each group its Parameters and, for each slot, their states.
        gradients: one tensor per Parameter.
    """
    states = [counter]
    for parameters, *slots in groups:
        states += parameters
        for slot in slots:
            states += slot
    step = _steps.get(plan)
    if step is None:
        step = _steps[plan] = Step(_step(plan), len(settings), len(states))
    run(step, settings, states, gradients)


def _step(plan: GroupedPlan):
    """Make the function of arrays that a plan stands for."""
    total = sum(g.count for g in plan.groups)

    def step(*operands):
        gradients = iter(operands[len(operands) - total :])
        rest = iter(operands)
        settings = [_settings(g, rest) for g in plan.groups]
        counter = next(rest) + 1
        results = []
        for group, own in zip(plan.groups, settings, strict=True):
            own.step = counter.reshape(()).astype(jnp.float64) + (1 - plan.first)
            rows = [[next(rest) for _ in range(group.count)] for _ in range(1 + group.slots)]
            updated = [
                _updated(plan.update, x, next(gradients), slots, own)
                for x, *slots in zip(*rows, strict=True)
            ]
            results += [value for row in zip(*updated, strict=True) for value in row]
        return counter, *results

    return step


def _settings(group: GroupPlan, operands) -> SimpleNamespace:
    values = {}
    for name, form in group.settings:
        if isinstance(form, tuple):
            (values[name],) = form
        elif name in _TUPLES:
            values[name] = tuple([next(operands) for _ in range(form)])
        else:
            values[name] = next(operands)
    return SimpleNamespace(**values)


_TUPLES = ("betas", "etas", "step_sizes")


def _updated(update, x, gradient, slots, settings):
    """Update one Parameter; float16 and bfloat16 are computed in float32."""
    check_gradient(x, gradient)
    dtype = jnp.float32 if x.dtype in _HALF else x.dtype
    own = SimpleNamespace(**settings.__dict__)
    own.lr = jnp.asarray(own.lr).astype(dtype).reshape(())
    new, new_slots = update(
        x.astype(dtype), gradient.astype(dtype), [s.astype(dtype) for s in slots], own
    )
    kept = [n.astype(s.dtype) for n, s in zip(new_slots, slots, strict=True)]
    return new.astype(x.dtype), *kept


def directed(x, gradient, settings):
    """Return the gradient, turned around where it is to be maximized, plus weight decay times x."""
    if getattr(settings, "maximize", False):
        gradient = -gradient
    decay = getattr(settings, "weight_decay", 0)
    return gradient if is_zero(decay) else gradient + decay * x
