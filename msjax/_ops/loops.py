"""Loops as Primitives: `WhileLoop`, `ForiLoop`, `Scan`."""

from __future__ import annotations

from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.primitive import Primitive
from msjax._core.tensor import Tensor


def _check(name, argument, value, *classes):
    fits = isinstance(value, classes) if classes else callable(value)
    if not fits:
        expected = " or ".join(c.__name__ for c in classes) or "function"
        raise ExplainedTypeError(
            f"For '{name}', the type of '{argument}' should be {expected}, but got "
            f"{describe(value)}."
        )


def _called(name, function, *arguments):
    """Call a loop's function; a call that does not fit is the ValueError that MindSpore raises."""
    try:
        return function(*arguments)
    except (TypeError, ValueError) as error:
        raise ExplainedValueError(
            f"Invalid loop_func, please check input arguments and return value of what {name} "
            f"runs, error info: {error}"
        ) from error


class WhileLoop(Primitive):
    """`WhileLoop()(cond_func, loop_func, init_val)`: apply a function while a condition holds."""

    def __init__(self):
        super().__init__("WhileLoop")

    def __call__(self, cond_func, loop_func, init_val):
        """Return the value for which `cond_func` is false.

        Args:
            cond_func: tells of a value whether to go on.
            loop_func: makes the next value.
            init_val: the first value.

        Raises:
            TypeError: one of the first two is no function.
            ValueError: `loop_func` cannot take the value.
        """
        _check("WhileLoop", "cond_func", cond_func)
        _check("WhileLoop", "loop_func", loop_func)
        value = init_val
        while _called("WhileLoop", cond_func, value):
            value = _called("WhileLoop", loop_func, value)
        return value


class ForiLoop(Primitive):
    """`ForiLoop()(lower, upper, loop_func, init_val)`: apply a function once per index."""

    def __init__(self):
        super().__init__("ForiLoop")

    def __call__(self, lower, upper, loop_func, init_val, unroll=True):
        """Return the value after `loop_func(index, value)` for lower <= index < upper.

        Args:
            lower: the first index, an int or a Tensor.
            upper: the index after the last, an int or a Tensor.
            loop_func: makes the next value of an index and a value.
            init_val: the first value.
            unroll: accepted; XLA decides.

        Raises:
            TypeError: a bound is no int and no Tensor, or `loop_func` no function.
            ValueError: `loop_func` cannot take the arguments.
        """
        _check("ForiLoop", "lower", lower, int, Tensor)
        _check("ForiLoop", "upper", upper, int, Tensor)
        _check("ForiLoop", "loop_func", loop_func)
        value = init_val
        for i in range(lower, upper):
            value = _called("ForiLoop", loop_func, i, value)
        return value


class Scan(Primitive):
    """`Scan()(loop_func, init, xs)`: carry a value through a sequence, and collect results."""

    def __init__(self):
        super().__init__("Scan")

    def __call__(self, loop_func, init, xs, length=None, unroll=True):
        """Return the last carried value, and the list of results.

        Args:
            loop_func: makes the next carried value and a result of a carried value and an element.
            init: the first carried value.
            xs: a list or tuple of elements; None for `length` times None.
            length: the number of steps, where `xs` is None.
            unroll: accepted; XLA decides.

        Raises:
            TypeError: `loop_func` is no function, `xs` no sequence or `length` no int.
            ValueError: `loop_func` cannot take the arguments, or returns no pair.
        """
        _check("Scan", "loop_func", loop_func)
        if xs is None:
            _check("Scan", "length", length, int)
            assert length is not None
            xs = [None] * length
        _check("Scan", "xs", xs, list, tuple)
        carry, results = init, []
        for x in xs:
            carry, result = _pair(_called("Scan", loop_func, carry, x))
            results.append(result)
        return carry, results


def _pair(value):
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise ExplainedValueError(
            "Invalid loop_func, please check input arguments and return value: it must return the "
            f"next carried value and a result, but returned {describe(value)}."
        )
    return value
