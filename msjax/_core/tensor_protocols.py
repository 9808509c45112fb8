"""Tensors in Python's and other libraries' protocols: NumPy, JAX, DLPack, copy and pickle."""

from __future__ import annotations

import copy
import warnings

import numpy as np

from msjax._core import conversion
from msjax._core._jaxcompat import jax
from msjax._core.leaves import Gradient, is_leaf_node, make_leaf
from msjax._core.state import state
from msjax._core.tape import connected
from msjax._core.tensor import Tensor, member, new_object, read, wrap

jnp = jax.numpy

# What a tensor has in its `__dict__` for the core itself; copies do not inherit it.
_OWN = frozenset(
    (
        "_node",
        "_frame",
        "_base",
        "_views",
        "_lazy",
        "_hooks",
        "_gradient",
        "_is_constant",
        "param_info",
    )
)


@member
def __array__(self, dtype=None, copy=None) -> np.ndarray:
    """Return the values for NumPy: a copy, unless `copy` is False."""
    value = read(self)
    if copy is False:
        if dtype is not None and np.dtype(dtype) != value.dtype:
            raise ValueError(f"Converting {value.dtype} to {np.dtype(dtype)} needs a copy.")
        return np.asarray(value)
    return np.array(value, dtype)


@member
def __jax_array__(self):
    """Return the JAX value, so that JAX's functions take tensors.

    A gradient that is recorded does not see them, so there is a warning.
    """
    if self._node is not None and state.recording and connected([self._node])[1] is not None:
        warnings.warn(
            "A JAX function takes the values of a tensor that is differentiated: its result is a "
            "constant to that gradient. Use mindspore.ops there, differentiate by jax.grad "
            "(msjax.pure), or say `x.detach()` or ops.stop_gradient(x) if it is meant.",
            stacklevel=2,
        )
    return read(self)


@member
def __dlpack__(self, **options):
    return read(self).__dlpack__(**options)


@member
def __dlpack_device__(self):
    return read(self).__dlpack_device__()


@member
@staticmethod
def to_dlpack(tensor):
    """Return a DLPack capsule that shares a tensor's values.

    Raises:
        TypeError: `tensor` is no Tensor.
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"to_dlpack takes a Tensor, but got {type(tensor).__name__}.")
    return read(tensor).__dlpack__()


class _Capsule:
    """A bare DLPack capsule on the CPU as the object that JAX asks for."""

    def __init__(self, capsule):
        self.capsule = capsule

    def __dlpack__(self, **options):
        return self.capsule

    def __dlpack_device__(self):
        return (1, 0)


@member
@staticmethod
def from_dlpack(dlpack) -> Tensor:
    """Make a tensor of a DLPack capsule on the CPU, or of any object that offers DLPack.

    Differs: the values are copied.

    Raises:
        RuntimeError: `dlpack` is neither, or the capsule was used before.
    """
    source = dlpack
    if type(dlpack).__name__ == "PyCapsule":
        source = _Capsule(dlpack)
    elif not hasattr(dlpack, "__dlpack__"):
        raise RuntimeError(
            f"from_dlpack takes a DLPack capsule or an object with `__dlpack__`, but got "
            f"{type(dlpack).__name__}."
        )
    try:
        shared = jax.dlpack.from_dlpack(source)
    except (ValueError, jax.errors.JaxRuntimeError) as error:
        raise RuntimeError(
            "from_dlpack received an invalid capsule. Note that DLTensor capsules can be consumed "
            f"only once. {error}"
        ) from None
    return wrap(jnp.array(shared, copy=True))


def _attributes(t) -> dict:
    return {k: v for k, v in t.__dict__.items() if k not in _OWN}


def _like(t, attributes):
    """Return a new tensor of a tensor's class and value, with other attributes."""
    new = new_object(type(t))
    new.__dict__.update(attributes)
    if t.param_info is not None:
        new.param_info = t.param_info.clone()
    if t._lazy is not None:
        new._lazy = t._lazy
    else:
        conversion.fill(new, read(t))
    if is_leaf_node(t._node) and t.param_info is None:
        new._gradient = Gradient(t._gradient.request)
        make_leaf(new, t._node.level)
    return new


@member
def __copy__(self):
    return _like(self, _attributes(self))


@member
def __deepcopy__(self, memo):
    new = memo[id(self)] = _like(self, {})
    new.__dict__.update(copy.deepcopy(_attributes(self), memo))
    return new


def _rebuild(cls, array, attributes, info):
    t = new_object(cls)
    t.__dict__.update(attributes)
    if info is not None:
        t.param_info = info
    conversion.fill(t, conversion.put(array))
    return t


@member
def __reduce_ex__(self, protocol):
    return _rebuild, (type(self), np.array(read(self)), _attributes(self), self.param_info)
