"""Decorators that turn formulas of a distribution's parameters into methods.

A formula names all it depends on: `def _log_prob(self, value, mean, sd)`. The method that comes of
it takes the parameters by position or name, or not at all, where those of the distribution count;
the formula sees Tensors of one shape and dtype. The names in the formula are those of the method.
"""

from __future__ import annotations

from functools import cache, wraps
from inspect import Parameter, Signature, signature

from msjax import ops
from msjax.nn.probability.given import as_tuple, check_tensor


def splitter(label, names, leading, **defaults):
    """Return a function that sorts a call's arguments into the `leading` first and the others.

    Args:
        label: what is called, for messages.
        names: the names of all arguments.
        leading: how many come before the distribution's parameters, which are None by default.
        defaults: the leading ones that may be left out.
    """
    defaults |= dict.fromkeys(names[leading:])
    kind = Parameter.POSITIONAL_OR_KEYWORD
    form = Signature(
        [Parameter(name, kind, default=defaults.get(name, Parameter.empty)) for name in names]
    )

    def split(args, kwargs):
        try:
            bound = form.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{label}{form}: {error}.") from None
        bound.apply_defaults()
        return bound.args[:leading], bound.args[leading:]

    return split


def _split_for(formula, leading, **defaults):
    return splitter(formula.__qualname__, _names(formula), leading, **defaults)


def _names(formula):
    return list(signature(formula).parameters)[1:]


def of_parameters(formula):
    """Make a method of a formula of the parameters alone."""
    split = _split_for(formula, 0)

    @wraps(formula)
    def method(self, *args, **kwargs):
        _, own = split(args, kwargs)
        return formula(self, *self._at_call(own))

    return method


def of_value(formula):
    """Make a method of a formula of a value, given as a Tensor, and the parameters."""
    split = _split_for(formula, 1)

    @wraps(formula)
    def method(self, *args, **kwargs):
        (value,), own = split(args, kwargs)
        value = ops.cast(check_tensor(value, "value"), self._value_dtype)
        return formula(self, value, *self._at_call(own))

    return method


def of_other(formula):
    """Make a method of a formula of another distribution's parameters, named `*_b`, and the own.

    The method's first argument names the type of the other distribution.
    """
    others = _others(formula)
    split = splitter_of_other(formula)

    @wraps(formula)
    def method(self, dist, *args, **kwargs):
        _check_type(dist, self.get_dist_type())
        given, own = split(args, kwargs)
        cast = [
            ops.cast(check_tensor(value, name), self.parameter_type)
            for name, value in zip(others, given, strict=True)
        ]
        return formula(self, *cast, *self._at_call(own))

    return method


def _others(formula):
    return [name for name in _names(formula) if name.endswith("_b")]


@cache
def splitter_of_other(formula):
    """Return the splitter of such a formula, or of its method: the other's parameters lead."""
    return _split_for(formula, len(_others(formula)))


def of_shape(formula):
    """Make a method that draws samples; the formula gets the shape of all, batch included."""
    split = _split_for(formula, 1, shape=())

    @wraps(formula)
    def method(self, *args, **kwargs):
        (shape,), own = split(args, kwargs)
        own = self._at_call(own)
        shape = as_tuple(shape) + self._batch_of(own)
        return ops.cast(formula(self, shape, *own), self.dtype)

    return method


def _check_type(dist, expected):
    if dist is None:
        raise ValueError(
            f"Input dist must be a constant which is not None; name the type, '{expected}'."
        )
    if dist != expected:
        raise ValueError(f"Expected dist input is {expected}, but got {dist}.")
