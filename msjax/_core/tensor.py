"""`Tensor`: a mutable box around one JAX value.

A tensor is changed by rebinding its value. Three things hang on the box, all of them absent (class
defaults) for most tensors: the tape's node that produced it, the tensor it is a view of, and the
frame it was traced in. An unset `_value` means that the value must be made or explained first
(a lazy initializer, a view whose base changed, a tensor that outlived its trace): Python then calls
`__getattr__`, so the fast path never checks for any of these.
"""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

from msjax._core._jaxcompat import jax
from msjax._core.dtype import BY_NUMPY, from_numpy
from msjax._core.state import state

new_object = object.__new__


class _TensorType(type):
    """Finds methods of Tensor that nobody has asked for yet."""

    def __getattr__(cls, name):
        return resolve_member(cls, name)


class Tensor(metaclass=_TensorType):
    """A multi-dimensional array of one data type.

    Args:
        input_data: a Tensor, number, (nested) list or tuple, or NumPy or JAX array. Python integers
            become int64 and floats float32; NumPy arrays keep their dtype. Default: None.
        dtype: the data type of the elements. Default: that of `input_data`.
        shape: the shape of a tensor that `init` fills. Default: None.
        init: an `Initializer` that fills the tensor when its value is first needed. Default: None.
        const_arg: whether graph mode treats the tensor as a constant when it is an argument.

    Raises:
        TypeError: `input_data` cannot be converted.
        ValueError: `init` is given without `shape` and `dtype`.
    """

    __slots__ = ("__dict__", "__weakref__", "_value")

    _node: Any = None
    _frame: Any = None
    _base = None
    _views = None
    _lazy = None
    _hooks: Any = None
    _gradient: Any = None
    # Inside compiled code: it was given in a container that is not `mutable`.
    _is_constant = False

    def __init__(
        self, input_data=None, dtype=None, shape=None, init=None, const_arg=False, device=None
    ):
        construct(self, input_data, dtype, shape, init, const_arg, device)

    def __getattr__(self, name):
        if name == "_value":
            return materialise(self)
        return resolve_attribute(self, name)

    @property
    def dtype(self):
        """The data type of the elements."""
        if self._lazy is not None:
            return self._lazy.dtype
        frame = state.frame
        np_dtype = (self._value if frame is None else frame.read(self)).dtype
        try:
            return BY_NUMPY[np_dtype]
        except KeyError:  # strings: one dtype per length
            return from_numpy(np_dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of every axis; a list that is assigned gives the values another shape."""
        if self._lazy is not None:
            return self._lazy.shape
        frame = state.frame
        return (self._value if frame is None else frame.read(self)).shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        if self._lazy is not None:
            return len(self._lazy.shape)
        frame = state.frame
        return len((self._value if frame is None else frame.read(self)).shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        if self._lazy is not None:
            return max(0, math.prod(self._lazy.shape))
        frame = state.frame
        return math.prod((self._value if frame is None else frame.read(self)).shape)

    @shape.setter
    def shape(self, value):
        if not isinstance(value, list):
            raise TypeError(f"Expected a Python list as shape, but got {type(value).__name__}.")
        changed = self.reshape(tuple(value))
        write(self, read(changed), changed._node)


def wrap(value) -> Tensor:
    """Box one JAX value (array or tracer) as a new tensor of the current frame."""
    t = new_object(Tensor)
    t._value = value
    if state.frame is not None:
        state.frame.adopt(t)
    return t


def read(t: Tensor):
    """Return the JAX value of a tensor as the current frame sees it."""
    if state.frame is None:
        return t._value
    return state.frame.read(t)


def write(t: Tensor, value, node=None) -> None:
    """Give a tensor a new JAX value; views of it and its own base follow."""
    former = t._node
    if former is not None:
        node = node_after_write(t, node)
    if state.stopped:
        value = with_former_derivative(t, value)
    if node is not None and state.parameters is not None:
        state.parameters.note_write(t)
    if state.frame is None:
        t._value = value
    else:
        state.frame.write(t, value)
    if node is not None or former is not None:
        t._node = node
    if t._lazy is not None:
        t._lazy = None
    if t._views is not None or t._base is not None:
        follow_views(t)


def node_now(t: Tensor):
    """Return the tape's node of a tensor; a Parameter gets one where Parameters are recorded."""
    if state.parameters is not None:
        state.parameters.adopt((t,))
    return t._node


def alias(t: Tensor) -> Tensor:
    """Return another tensor of the same value; writes to one reach the other where views do."""
    other = wrap(read(t))
    node = node_now(t)
    if node is not None:
        other._node = node
    link_alias(other, t)
    return other


def member(function):
    """Make the decorated function, or static method, a member of `Tensor`."""
    function.__qualname__ = f"Tensor.{function.__name__}"
    setattr(Tensor, function.__name__, function)
    return function


def attribute(function):
    """Make the decorated function a read-only attribute of `Tensor`."""
    setattr(Tensor, function.__name__, property(function))
    return function


def flatten_tensor(t: Tensor):
    """Split a tensor for `jax.tree`: its value is the only child."""
    return (read(t),), None


def unflatten_tensor(_, children) -> Tensor:
    """Rebuild a tensor in `jax.tree`; the child may be any object, as JAX asks of pytree nodes."""
    t = new_object(Tensor)
    t._value = children[0]
    return t


jax.tree_util.register_pytree_node(Tensor, flatten_tensor, unflatten_tensor)


def tensor(input_data=None, dtype=None, shape=None, init=None, const_arg=False, device=None):
    """Make a `Tensor` of the same arguments."""
    return Tensor(input_data, dtype, shape, init, const_arg, device)


# Set by the modules that own these concerns; the tensor itself knows only that they exist. They are
# all imported by `_ops`, which also puts the operators' methods on the class.
def _later(name):
    def hook(*args):
        import_module("msjax._ops")
        if globals()[name] is hook:
            raise RuntimeError("msjax is not completely imported; use `import msjax`.")
        return globals()[name](*args)

    return hook


construct = _later("construct")
materialise = _later("materialise")
resolve_attribute = _later("resolve_attribute")
resolve_member = _later("resolve_member")
follow_views = _later("follow_views")
node_after_write = _later("node_after_write")
with_former_derivative = _later("with_former_derivative")
refresh_view = _later("refresh_view")


def link_alias(other, t):
    """Replaced by the module of views."""
