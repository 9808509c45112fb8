"""Checks of the parameters and values that distributions and bijectors are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.frame import is_traced
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor, read

_T = TypeVar("_T")


def as_tensor(value, dtype=mstype.float32) -> Tensor:
    """Return a parameter as a Tensor of `dtype`; a Parameter stays itself, to be trained.

    Raises:
        TypeError: it is a bool, or no number, list, array or Tensor.
    """
    if isinstance(value, Parameter):
        return value
    if isinstance(value, bool):
        raise TypeError(
            f"Input cannot be Type Bool, but got {value}; give a number, for instance 1.0."
        )
    if isinstance(value, Tensor):  # by an operator, so that gradients pass
        return value if value.dtype == dtype else ops.cast(value, dtype)
    if isinstance(value, np.ndarray | list | int | float):
        return Tensor(value, dtype=dtype)
    raise TypeError(
        f"Unable to convert input of type {type(value)} to a Tensor of type {dtype}; give a "
        "number, a list, a numpy.ndarray or a Tensor."
    )


def as_tuple(shape) -> tuple[int, ...]:
    """Return the shape of samples.

    Raises:
        TypeError: it is no tuple.
    """
    if not isinstance(shape, tuple):
        raise TypeError(
            f"For shape, input type must be a tuple, but got {shape!r}; write it as a tuple, for "
            "instance `(2, 3)`."
        )
    return shape


def check_tensor(value, name: str) -> Tensor:
    """Return `value` if it is a Tensor.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, Tensor):
        raise TypeError(
            f"For {name}, input type must be a Tensor or Parameter, but got "
            f"{type(value).__name__}; convert it, for instance `Tensor(1.0)`."
        )
    return value


def check_class(owner: str, name: str, value, kind: type[_T]) -> _T:
    """Return `value` if it is an instance of `kind`.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, kind):
        raise TypeError(
            f"For '{owner}', the type of '{name}' should be '{kind.__name__}', but got type "
            f"'{type(value).__name__}'."
        )
    return value


def check_no_number(name: str, value, *kinds: type) -> None:
    """Raise a TypeError if `value` is a Python number of one of `kinds`."""
    if isinstance(value, kinds):
        raise TypeError(f"Input {name} can't be scalar, but got {value}; write it as [{value}].")


def check_dtype(owner: str, name: str, dtype, allowed) -> None:
    """Raise a TypeError unless `dtype` is one of `allowed`."""
    if not any(dtype is one for one in allowed):
        names = ", ".join(repr(one) for one in allowed)
        raise TypeError(f"For '{owner}', the '{name}' should be one of [{names}], but got {dtype}.")


def common_dtype(given: Mapping, dtype):
    """Return the dtype in which a distribution computes with the parameters given.

    Arrays and Tensors must agree in theirs, which counts; otherwise it is that of the samples.
    Integers and float64 are computed in float32.

    Raises:
        TypeError: two parameters have different dtypes.
    """
    found = None
    for name, value in given.items():
        if not hasattr(value, "dtype"):
            continue
        own = value.dtype if isinstance(value, Tensor) else Tensor(value).dtype
        if found is not None and own != found:
            raise TypeError(
                f"{name} should have the same dtype as other arguments, but got {own} and {found}; "
                "convert one, for instance `x.astype(mindspore.float32)`."
            )
        found = own
    whole = (*mstype.int_type, *mstype.uint_type)
    if found in (*whole, mstype.float64) or (found is None and dtype in whole):
        return mstype.float32
    return dtype if found is None else found


def batch_shape(given: Mapping) -> tuple[int, ...] | None:
    """Return the shape that the parameters are broadcast to, or None if one is missing.

    Raises:
        ValueError: their shapes do not fit together.
    """
    if any(value is None for value in given.values()):
        return None
    return broadcast_shape({name: as_tensor(value).shape for name, value in given.items()})


def broadcast_shape(shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the shape that all `shapes` are broadcast to.

    Raises:
        ValueError: they do not fit together.
    """
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {tuple(shape)}" for name, shape in shapes.items())
        raise ValueError(
            f"The shapes of the parameters need to broadcast, but got {listed}; give axes that are "
            "equal or 1."
        ) from None


def all_numbers(given: Mapping) -> bool:
    """Tell whether all parameters that are given are Python numbers."""
    return all(value is None or isinstance(value, int | float) for value in given.values())


def known(value: Tensor) -> np.ndarray | None:
    """Return the numbers of a parameter, or None while they are traced or not yet initialized."""
    if (isinstance(value, Parameter) and value.has_init) or is_traced(read(value)):
        return None
    return value.asnumpy().astype(np.float64)


def check_all(holds, requirement: str, *values: Tensor) -> None:
    """Raise a ValueError unless a comparison holds for all the numbers of `values`.

    Args:
        holds: the comparison, a function of NumPy arrays.
        requirement: the start of the message.
        values: the Tensors; nothing is checked while one of them is not known.
    """
    arrays = [known(value) for value in values]
    if any(array is None for array in arrays) or np.all(holds(*arrays)):
        return
    got = " and ".join(str(array.tolist()) for array in arrays if array is not None)
    raise ValueError(f"{requirement}, but got {got}.")


def check_positive(value: Tensor | None, name: str) -> None:
    """Raise a ValueError unless all numbers are above 0."""
    if value is not None:
        check_all(lambda x: x > 0, f"{name} must be greater than zero", value)


def check_probabilities(value: Tensor | None) -> None:
    """Raise a ValueError unless all numbers are above 0 and below 1."""
    if value is not None:
        check_all(lambda p: p > 0, "Probabilities must be greater than zero", value)
        check_all(lambda p: p < 1, "Probabilities must be less than one", value)
