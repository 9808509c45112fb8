"""`if` whose condition is not known while tracing: both branches, as one step of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.state import state
from msjax._core.tensor import Tensor, read
from msjax._graph.conversion.blocks import Meeting, Outcome, trace
from msjax._graph.conversion.staging import NotStagedError
from msjax._graph.conversion.variables import Slot


def truth(x):
    """Return the truth value of an object: a bool, or a traced scalar where it is not known.

    Raises:
        NotStagedError: a tensor has several elements.
    """
    value = read(x) if isinstance(x, Tensor) else x
    if not isinstance(value, Tracer):
        return bool(x)
    if value.size != 1:
        raise NotStagedError(
            "Only tensor which shape is () or (1,) can be converted to bool, but got tensor shape "
            f"is {tuple(value.shape)}"
        )
    return value if value.dtype == bool and not value.ndim else value.reshape(()) != 0


def branch(
    condition,
    body: Callable,
    orelse: Callable,
    get: Callable,
    put: Callable,
    names: Sequence[str],
    outputs: int,
) -> None:
    """Run the branch that a traced condition chooses.

    Args:
        condition: what is not known, a tensor or number.
        body: the branch where it is true; a function without arguments, like the others.
        orelse: the branch where it is false.
        get: returns the variables.
        put: sets them.
        names: their names.
        outputs: how many of them, the first ones, are read later.
    """
    start = get()

    def way(block, holds) -> Outcome:
        def begin(_):
            put(tuple([state.convert.assumed(v, condition, holds) for v in start]))

        try:
            return trace(block, lambda: get()[:outputs], begin)
        finally:
            put(start)

    first, second = way(body, True), way(orelse, False)
    meeting = Meeting(names[:outputs], first, second)

    def chosen(outcome, side):
        def values():
            found = outcome.run(outcome.known)
            return [_value(join[side], found) for join in meeting.joins]

        return values

    results = jax.lax.cond(truth(condition), chosen(first, 0), chosen(second, 1))
    put((*meeting.arrive(results), *start[outputs:]))


def _value(value, found):
    return value.of(found) if isinstance(value, Slot) else value
