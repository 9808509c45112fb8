"""One step of an optimizer over all its Parameters, as one compiled call.

An optimizer states its update of one Parameter as a `Rule`; here it is applied to all of them, with
what every optimizer shares: the learning rate of the step, weight decay, centralised gradients, the
loss scale and the step counter. All that may change between steps is an operand (learning rates,
moments, the counter), so no step compiles anything new; only which options are on is static.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import getrefcount
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from msjax._core import dispatch
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, box, execute, operand, run_in_frame
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, explain_failure
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, write

jnp = jax.numpy
_HALF = (jnp.float16, jnp.bfloat16)
_steps: dict[Plan, Step] = {}
# References to an array that only its tensor holds, as counted below: the tensor's slot, the list
# of values and the argument of the call.
_UNSHARED = 3


class Rule(NamedTuple):
    """The update of one Parameter.

    Attributes:
        update: `(x, gradient, lr, slots, settings) -> (x, slots)` on arrays of one data type.
            `settings` has the constants, powers and flags by name, `step` and `decay`.
        advance: `settings -> powers`: the new values of what all Parameters share; or None.
        decoupled: whether `update` applies `settings.decay` (a number or None) itself, instead of
            finding it in the gradient.
    """

    update: Callable
    advance: Callable | None = None
    decoupled: bool = False


class Plan(NamedTuple):
    """What is static in a step; it is the key of the compiled code.

    Attributes:
        rule: the `Rule`.
        flags: pairs of name and value.
        constants: names of the constants.
        powers: names of the shared values that the rule advances.
        slots: how many states each Parameter has.
        rates: how each learning rate is found: "value", "table", or a schedule's (function, args).
        rate_of: which learning rate each Parameter has.
        decays: how many weight decays there are.
        decay_of: which weight decay each Parameter has, -1 for none.
        centralized: whether each Parameter's gradient is centralised; () for none.
        scaled: whether gradients are multiplied by the reciprocal of the loss scale.
        by_row: for each Parameter, whether rows without a gradient stay as they are; () for none.
    """

    rule: Rule
    flags: tuple
    constants: tuple
    powers: tuple
    slots: int
    rates: tuple
    rate_of: tuple
    decays: int
    decay_of: tuple
    centralized: tuple
    scaled: bool
    by_row: tuple = ()


def run_step(plan: Plan, inputs, states, gradients) -> None:
    """Run one step and give the states their new values.

    Args:
        plan: what is static.
        inputs: the tensors that are only read: constants, learning rates, weight decays, and the
            reciprocal of the loss scale where it is used.
        states: the tensors that are updated: step counter, powers, Parameters, then each slot.
        gradients: one tensor per Parameter.
    """
    step = _steps.get(plan)
    if step is None:
        step = _steps[plan] = Step(_step(plan), len(inputs), len(states))
    run(step, inputs, states, gradients)


def run(step: Step, inputs, states, gradients) -> None:
    """Run one step that is made already; the arguments are those of `run_step`."""
    if state.frame is not None:
        results = run_in_frame(step.call, (*inputs, *states, *gradients))
    elif state.levels and state.recording:
        results = _run_taped(step.call, (*inputs, *states, *gradients))
    else:
        step.run_eagerly(inputs, states, gradients)
        return
    for t, result in zip(states, results, strict=True):
        write(t, read(result), result._node)


class Step:
    """A compiled step.

    Args:
        function: from the arrays of inputs, states and gradients to those of the new states.
        inputs: how many operands are only read.
        states: how many are updated.
    """

    __slots__ = ("call", "donating")

    def __init__(self, function, inputs, states):
        self.call = Call("optimizer_step", function)
        self.donating = jax.jit(self.call.fn, donate_argnums=range(inputs, inputs + states))

    def run_eagerly(self, inputs, states, gradients):
        """Update the states in place: their arrays become those of the results."""
        call = self.call
        read_only = [x._value if isinstance(x, Tensor) else operand(x, call) for x in inputs]
        given = [x._value if isinstance(x, Tensor) else operand(x, call) for x in gradients]
        values = [t._value for t in states]
        for i in range(len(values)):
            # An array that something else holds too is copied: donation would take it away.
            if getrefcount(values[i]) > _UNSHARED:
                values[i] = jnp.array(values[i], copy=True)
        try:
            results = self.donating(*read_only, *values, *given)
        except Exception as error:
            raise explain_failure(call.name, (*read_only, *values, *given), error) from None
        for t, value in zip(states, results, strict=True):
            if t._node is None and t._views is None and t._base is None:
                t._value = value
            else:
                write(t, value)


def _run_taped(call, operands):
    """Run a step inside a gradient: differentiated where its operands are."""
    values = [x._value if isinstance(x, Tensor) else operand(x, call) for x in operands]
    nodes = tuple([x._node if isinstance(x, Tensor) else None for x in operands])
    return dispatch.record(call, values, nodes) if any(nodes) else box(execute(call, values))


def _step(plan: Plan):
    """Make the function of arrays that a plan stands for."""
    count = len(plan.rate_of)

    def step(*operands):
        rest = iter(operands)

        def take(n):
            return [next(rest) for _ in range(n)]

        constants = take(len(plan.constants))
        rates = take(sum(r in ("value", "table") for r in plan.rates))
        decays = take(plan.decays)
        scale = take(1)[0] if plan.scaled else None
        (counter,) = take(1)
        powers = take(len(plan.powers))
        weights = take(count)
        slots = list(zip(*[take(count) for _ in range(plan.slots)], strict=True)) or [()] * count
        gradients = take(count)
        rates = _rates(plan, rates, counter)
        settings = SimpleNamespace(**dict(plan.flags), step=counter.reshape(()), decay=None)
        settings.__dict__.update(zip(plan.constants + plan.powers, constants + powers, strict=True))
        if plan.rule.advance is not None:
            powers = plan.rule.advance(settings)
            settings.__dict__.update(zip(plan.powers, powers, strict=True))
        new_weights, new_slots = [], []
        for i in range(count):
            decay = decays[plan.decay_of[i]] if plan.decay_of[i] >= 0 else None
            centralize = bool(plan.centralized) and plan.centralized[i]
            x, s = _update(
                plan, weights[i], gradients[i], rates[plan.rate_of[i]], slots[i], settings, decay,
                scale, centralize,
            )  # fmt: skip
            if plan.by_row and plan.by_row[i]:
                x, s = _where_there_is_a_gradient(gradients[i], (x, s), (weights[i], slots[i]))
            new_weights.append(x)
            new_slots.append(s)
        by_slot = [s for slot in zip(*new_slots, strict=True) for s in slot]
        return (counter + 1, *powers, *new_weights, *by_slot)

    return step


def _rates(plan, given, counter):
    """Compute the learning rates of this step, scalars."""
    found, given = [], iter(given)
    step = counter.reshape(())
    for kind in plan.rates:
        if kind == "value":
            rate = next(given)
        elif kind == "table":
            # Past the end it is NaN, for nothing can be raised from compiled code.
            rate = jnp.take(next(given), step, mode="fill", fill_value=np.nan)
        else:
            function, args = kind
            rate = function(step, *args)
        found.append(jnp.asarray(rate).reshape(()))
    return found


def _update(plan, x, gradient, rate, slots, settings, decay, scale, centralize):
    """Update one Parameter; float16 and bfloat16 are computed in float32."""
    check_gradient(x, gradient)
    dtype = jnp.float32 if x.dtype in _HALF else x.dtype

    def convert(value):
        return jnp.asarray(value).astype(dtype)

    weight, g = convert(x), convert(gradient)
    local = SimpleNamespace(**settings.__dict__)
    for name in (*plan.constants, *plan.powers):
        setattr(local, name, convert(getattr(local, name)).reshape(()))
    if decay is not None:
        decay = convert(decay).reshape(())
        if plan.rule.decoupled:
            local.decay = decay
        else:
            g = g + decay * weight
    if centralize and g.ndim > 2:
        g = g - jnp.mean(g, axis=tuple(range(1, g.ndim)), keepdims=True)
    if scale is not None:
        g = g * convert(scale)
    new, new_slots = plan.rule.update(weight, g, convert(rate), [convert(s) for s in slots], local)
    kept = [n.astype(s.dtype) for n, s in zip(new_slots, slots, strict=True)]
    return new.astype(x.dtype), kept


def _where_there_is_a_gradient(gradient, new, old):
    """Keep the rows of a table, and of its states, whose gradient is zero."""
    read = jnp.any(gradient != 0, axis=tuple(range(1, gradient.ndim)))
    read = read.reshape(-1, *[1] * (gradient.ndim - 1))
    return jax.tree.map(lambda n, o: jnp.where(read, n, o), new, (old[0], list(old[1])))


def check_gradient(x, gradient):
    """Raise unless a gradient has the shape of its Parameter, and a data type that converts."""
    if not hasattr(gradient, "dtype"):
        raise ExplainedTypeError(
            f"An optimizer takes a Tensor as gradient of each Parameter, but got {gradient!r}."
        )
    if gradient.shape != x.shape:
        raise ExplainedValueError(
            f"The gradient's shape must be equal to the Parameter's, {list(x.shape)}, but got "
            f"{list(gradient.shape)}; pass gradients in the order of `optimizer.parameters`."
        )
    if jnp.promote_types(gradient.dtype, x.dtype) != x.dtype and x.dtype not in _HALF:
        raise ExplainedTypeError(
            f"A gradient of {gradient.dtype} cannot be converted to the Parameter's data type "
            f"{x.dtype} automatically; cast it first."
        )
