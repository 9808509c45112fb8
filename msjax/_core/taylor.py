"""Derivatives of higher order along a curve: `derivative` and `jet`."""

from __future__ import annotations

import math

from msjax._core.errors import describe
from msjax._core.tensor import Tensor
from msjax._core.transforms import jvp


def derivative(fn, primals, order: int):
    """Compute the outputs of a function and their derivatives of one order.

    Args:
        fn: a function or Cell of float tensors that returns a tensor, or a tuple of them.
        primals: its input, or a tuple of its inputs.
        order: the order of the derivative, at least 1; with several inputs, of the function of one
            number that is added to all of them.

    Returns:
        (outputs, derivatives).

    Raises:
        TypeError: `order` is no int, or an input is no tensor.
        ValueError: `order` is less than 1.
    """
    if isinstance(order, bool) or not isinstance(order, int):
        raise TypeError(f"For `F.derivative`, order must be an int, but got {order!r}.")
    if order < 1:
        raise ValueError(
            f"For `F.derivative`, value of order should not be less than 1, but got {order}."
        )
    inputs = _tensors("derivative", primals)
    curve = _Curve(fn, inputs, [[1] for _ in inputs])
    return curve.at_zero(0), curve.at_zero(order)


def jet(fn, primals, series):
    """Compute the outputs of a function along a curve, and their derivatives.

    Args:
        fn: a function or Cell of float tensors that returns a tensor, or a tuple of them.
        primals: its input, or a tuple of its inputs: where the curve starts.
        series: for each input the derivatives of the curve there, from the first on: a tensor
            (orders, *shape of the input).

    Returns:
        (outputs, derivatives (orders, *shape of the output)).

    Raises:
        TypeError: an input or a series is no tensor.
        ValueError: a series does not fit its input.
    """
    inputs, given = _tensors("jet", primals), _tensors("jet", series)
    orders = {len(s) if s.ndim else 0 for s in given}
    fits = all(s.shape[1:] == x.shape for x, s in zip(inputs, given, strict=False))
    if len(given) != len(inputs) or len(orders) != 1 or not fits:
        raise ValueError(
            "In series, the shape of each element must be the same as the primals: give, for each "
            "input, a tensor (orders, *its shape)."
        )
    count = orders.pop()
    curve = _Curve(fn, inputs, [[s[i] for i in range(count)] for s in given])
    derivatives = [curve.at_zero(i + 1) for i in range(count)]
    if isinstance(derivatives[0], tuple):
        return curve.at_zero(0), tuple([_stacked(d) for d in zip(*derivatives, strict=True)])
    return curve.at_zero(0), _stacked(derivatives)


def _stacked(tensors):
    from msjax._core.operator import resolve

    return resolve("ops.stack")(list(tensors))


def _tensors(name, values) -> tuple[Tensor, ...]:
    values = tuple(values) if isinstance(values, tuple | list) else (values,)
    for v in values:
        if not isinstance(v, Tensor):
            raise TypeError(f"For `F.{name}`, every input must be a Tensor, but got {describe(v)}.")
    return values


class _Curve:
    """A function of inputs that move with a number, given by their derivatives at 0."""

    def __init__(self, fn, inputs, derivatives):
        self.fn, self.inputs, self.derivatives = fn, inputs, derivatives
        self.zero = Tensor(0.0, inputs[0].dtype)
        self.one = Tensor(1.0, inputs[0].dtype)

    def at(self, t):
        """Return the outputs at a number."""
        moved = []
        for x, derivatives in zip(self.inputs, self.derivatives, strict=True):
            power = t
            for i, d in enumerate(derivatives):
                x = x + power * d / math.factorial(i + 1)
                power = power * t
            moved.append(x)
        return self.fn(*moved)

    def at_zero(self, order):
        """Return the derivatives of the outputs of one order at 0."""
        function = self.at
        for _ in range(order):
            function = self._derivative(function)
        return function(self.zero)

    def _derivative(self, function):
        return lambda t: jvp(function, t, self.one)[1]
