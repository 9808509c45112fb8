"""What converted code calls in the place of Python's statements and operators.

Where a condition is known while tracing, each does what Python does.
"""

from __future__ import annotations

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, wrap
from msjax._graph.conversion.loops import Loop
from msjax._graph.conversion.staging import NotStagedError
from msjax._graph.conversion.statements import branch, truth
from msjax._graph.conversion.variables import NotReturned, Undefined


class FunctionScope:
    """The scope of one call of a converted function.

    Args:
        function_name: the function's name.
        name: the variable that holds the scope.
        options: malt's.
    """

    def __init__(self, function_name, name, options):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def ret(self, value, did_return):
        """Return the value of the function's `return` statements.

        Raises:
            NotStagedError: it is not known whether the function has come to one.
        """
        if isinstance(did_return, Tracer):
            raise NotStagedError("the function may end without a `return`")
        return None if isinstance(value, NotReturned) else value


def with_function_scope(function, name, options):
    """Run the body of a lambda."""
    return function(FunctionScope("lambda", name, options))


def load(value):
    """Return the value of a variable.

    Raises:
        NotStagedError: it may have none.
    """
    if isinstance(value, Undefined):
        raise NotStagedError(f"'{value.name}' may be read before it has a value")
    return value


def if_statement(condition, body, orelse, get, put, names, outputs):
    """Run an `if`."""
    known = truth(condition)
    if isinstance(known, Tracer):
        branch(condition, body, orelse, get, put, names, outputs)
    elif known:
        body()
    else:
        orelse()


def while_statement(test, body, get, put, names, options):
    """Run a `while`: turn by turn as long as its condition is known."""
    while True:
        known = truth(test())
        if isinstance(known, Tracer):
            Loop(test, body, get, put, names).run()
            return
        if not known:
            return
        body()


def for_statement(iterable, goes_on, body, get, put, names, options):
    """Run a `for`, turn by turn.

    Args:
        iterable: what it runs over.
        goes_on: what `break` and `return` make False; None where there are none.
        body: one turn, a function of the item.
        get: returns the variables.
        put: sets them.
        names: their names.
        options: malt's.
    """
    for item in iterable:
        if goes_on is None:
            body(item)
            continue
        condition = goes_on()
        known = truth(condition)
        if isinstance(known, Tracer):
            branch(condition, _turn(body, item), _nothing, get, put, names, len(names))
        elif known:
            body(item)
        else:
            break


def _turn(body, item):
    return lambda: body(item)


def _nothing():
    return None


def if_expression(condition, body, orelse, text):
    """Return the value of `body() if condition else orelse()`."""
    known = truth(condition)
    if not isinstance(known, Tracer):
        return body() if known else orelse()
    name = "the conditional expression"
    value = Undefined(name)

    def put(variables):
        nonlocal value
        (value,) = variables

    def evaluate(function):
        def block():
            nonlocal value
            value = function()

        return block

    branch(condition, evaluate(body), evaluate(orelse), lambda: (value,), put, (name,), 1)
    return value


def logical_and(first, second):
    """Return `first() and second()`."""
    value = first()
    known = truth(value)
    if not isinstance(known, Tracer):
        return second() if known else value
    return _logical(value, second, lambda other, same: if_expression(value, other, same, "and"))


def logical_or(first, second):
    """Return `first() or second()`."""
    value = first()
    known = truth(value)
    if not isinstance(known, Tracer):
        return value if known else second()
    return _logical(value, second, lambda other, same: if_expression(value, same, other, "or"))


def _logical(value, second, choose):
    try:
        return choose(second, lambda: value)
    except NotStagedError:
        # A tensor and a Python bool, as of a flag that `break` sets: only their truth counts.
        return choose(lambda: _flag(second()), lambda: _flag(value))


def _flag(value):
    known = truth(value)
    if not _is_bool(value):
        raise NotStagedError("operands of `and` and `or` have different types")
    return known


def _is_bool(value) -> bool:
    if isinstance(value, bool):
        return True
    value = read(value) if isinstance(value, Tensor) else value
    return isinstance(value, jax.Array) and value.dtype == bool


def logical_not(value):
    """Return `not value`."""
    known = truth(value)
    if not isinstance(known, Tracer):
        return not known
    negation = jax.numpy.logical_not(known)
    if isinstance(value, Tensor):
        return wrap(negation)
    state.convert.note_negation(value, negation)
    return negation
