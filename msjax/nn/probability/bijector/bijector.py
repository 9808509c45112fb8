"""The base of bijectors: the call by name, and the checks of parameters and values."""

from __future__ import annotations

from functools import wraps

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.probability import given

__all__ = ["Bijector"]

_FUNCTIONS = ("forward", "inverse", "forward_log_jacobian", "inverse_log_jacobian")


def of_value(formula):
    """Make a method of a formula of a value and the parameters, which get the value's dtype."""

    @wraps(formula)
    def method(self, value):
        value = self._check_value_dtype(value)
        return formula(self, value, *(self.cast_param_by_value(value, p) for p in self._tensors))

    return method


class Bijector(Cell):
    """The base class of bijectors: maps that can be inverted, with their derivatives.

    A subclass has the methods `_forward`, `_inverse`, `_forward_log_jacobian` and
    `_inverse_log_jacobian`. A bijector called with a Distribution is the TransformedDistribution.

    Args:
        is_constant_jacobian: whether the derivative is the same everywhere. Default: False.
        is_injective: whether no two values are mapped to the same. Default: True.
        name: the name of the bijector, a str, which must be given.
        dtype: the dtype of values, a float, or None for every float. Default: None.
        param: a dict of what the bijector is made of; its "param_dict" holds the parameters.

    Raises:
        TypeError: an argument has a wrong type.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.Bijector.html
    """

    def __init__(
        self, is_constant_jacobian=False, is_injective=True, name=None, dtype=None, param=None
    ):
        super().__init__()
        owner = type(self).__name__
        self._name = name = given.check_class(owner, "name", name, str)
        given.check_class(name, "is_constant_jacobian", is_constant_jacobian, bool)
        given.check_class(name, "is_injective", is_injective, bool)
        if dtype is not None:
            given.check_dtype(owner, "dtype", dtype, mstype.float_type)
        self._dtype = dtype
        self._parameters = {
            key: value
            for key, value in (param or {}).items()
            if key not in ("self", "param") and not key.startswith("_")
        }
        own = self._parameters.get("param_dict")
        self._batch_shape = None if own is None else given.batch_shape(own)
        self._is_scalar_batch = own is not None and given.all_numbers(own)
        self._is_constant_jacobian = is_constant_jacobian
        self._is_injective = is_injective
        self.default_parameters = []
        self.parameter_names = []
        self.common_dtype = None
        self._tensors = []

    @property
    def name(self) -> str:
        """The name of the bijector."""
        return self._name

    @property
    def dtype(self):
        """The dtype of values, or None for every float."""
        return self._dtype

    @property
    def parameters(self) -> dict:
        """The arguments that the bijector was made with."""
        return self._parameters

    @property
    def is_constant_jacobian(self) -> bool:
        """Whether the derivative is the same everywhere."""
        return self._is_constant_jacobian

    @property
    def is_injective(self) -> bool:
        """Whether no two values are mapped to the same."""
        return self._is_injective

    @property
    def batch_shape(self):
        """The shape of the parameters together, or None."""
        return self._batch_shape

    @property
    def is_scalar_batch(self) -> bool:
        """Whether all parameters are numbers."""
        return self._is_scalar_batch

    def extend_repr(self):
        """Return the parameters if they are numbers, and else their shape."""
        if not self._tensors:
            return ""
        if not self.is_scalar_batch:
            return f"batch_shape = {self.batch_shape}"
        values = zip(self.parameter_names, self._tensors, strict=True)
        return ", ".join(f"{name} = {value}" for name, value in values)

    def _add_parameter(self, value, name):
        """Add a parameter and return it as a Tensor.

        Raises:
            TypeError: it is a bool or None, or has not the dtype of the others, a float.
        """
        if isinstance(value, bool) or value is None:
            raise TypeError(
                f"{name} cannot be type {type(value)}, but got {value}; give a float or a Tensor."
            )
        tensor = value if isinstance(value, Tensor) else Tensor(value)
        expected = self.dtype or self.common_dtype or tensor.dtype
        if tensor.dtype != expected:
            whose = "other arguments" if self.dtype is None else "the bijector's dtype"
            raise TypeError(
                f"{name} should have the same dtype as {whose}, {expected}, but got {tensor.dtype}."
            )
        given.check_dtype(type(self).__name__, f"dtype of {name}", expected, mstype.float_type)
        self.common_dtype = expected
        self.default_parameters.append(value)
        self.parameter_names.append(name)
        self._tensors.append(tensor)
        return tensor

    def _check_value_dtype(self, value):
        """Return `value`, a Tensor of the bijector's dtype, or of floats if it has none."""
        given.check_tensor(value, "input value of bijector")
        allowed = mstype.float_type if self.dtype is None else (self.dtype,)
        if not any(value.dtype == dtype for dtype in allowed):
            raise TypeError(
                "For input value of bijector , the type must be or be subclass of "
                f"{'Float' if self.dtype is None else self.dtype}, but got {value.dtype}; convert "
                "it, for instance `x.astype(mindspore.float32)`."
            )
        return value

    def _check_value(self, value, name):
        return given.check_tensor(value, name)

    def _shape_mapping(self, shape):
        return given.broadcast_shape({"value": shape, "bijector": self.batch_shape or ()})

    def shape_mapping(self, shape):
        """Return the shape of the results for values of a shape."""
        return self._shape_mapping(shape)

    def cast_param_by_value(self, value, para):
        """Return a parameter in the dtype of `value`.

        Args:
            value: a Tensor.
            para: the parameter, a Tensor.

        Returns:
            A Tensor.
        """
        return ops.cast(para, value.dtype)

    def _call(self, function, *args, **kwargs):
        formula = getattr(self, f"_{function}", None)
        if formula is None:
            raise AttributeError(
                f"'{type(self).__name__}' object has no attribute '_{function}'; write this "
                "method of the bijector."
            )
        return formula(*args, **kwargs)

    def forward(self, value, *args, **kwargs):
        """Map `value`, a Tensor of floats.

        Args:
            value: a Tensor.
            args: further arguments of the bijector's own `_forward`.
            kwargs: the same by name.

        Returns:
            A Tensor of the shape of value and parameters together.
        """
        return self._call("forward", value, *args, **kwargs)

    def inverse(self, value, *args, **kwargs):
        """Return what `forward` maps to `value`; the arguments are the same."""
        return self._call("inverse", value, *args, **kwargs)

    def forward_log_jacobian(self, value, *args, **kwargs):
        """Return the logarithm of the derivative of `forward`; the arguments are the same."""
        return self._call("forward_log_jacobian", value, *args, **kwargs)

    def inverse_log_jacobian(self, value, *args, **kwargs):
        """Return the logarithm of the derivative of `inverse`; the arguments are the same."""
        return self._call("inverse_log_jacobian", value, *args, **kwargs)

    def __call__(self, *args, **kwargs):
        """Call a function by its name, or transform a Distribution."""
        # These import bijectors themselves.
        from msjax.nn.probability.distribution.distribution import Distribution
        from msjax.nn.probability.distribution.transformed_distribution import (
            TransformedDistribution,
        )

        if args and isinstance(args[0], Distribution):
            return TransformedDistribution(self, args[0])
        return super().__call__(*args, **kwargs)

    def construct(self, name, *args, **kwargs):
        """Call the function that `name` names, for instance "forward"."""
        if name not in _FUNCTIONS:
            raise Exception(f"Invalid name, but got {name!r}; it must be one of {_FUNCTIONS}.")
        return getattr(self, name)(*args, **kwargs)
