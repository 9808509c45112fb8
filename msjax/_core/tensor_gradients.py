"""The members of `Tensor` around `backward`: `requires_grad`, `grad`, `detach`, `attach_grad`, …"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.custom_gradient import detached
from msjax._core.errors import describe
from msjax._core.leaves import (
    GRAD_MODE,
    WAITING,
    Gradient,
    gradient_of,
    is_differentiable,
    is_leaf_node,
    make_leaf,
)
from msjax._core.nodes import Leaf, Pick
from msjax._core.state import state
from msjax._core.tensor import Tensor, attribute, member, read, wrap
from msjax._core.views import DETACH, link

jnp = jax.numpy


def _live_node(t):
    read(t)  # a view that has changed gets its node with its value
    node = t._node
    return node if node is not None and node.level.is_open else None


def _requires_grad(self) -> bool:
    """Whether operators on the tensor are recorded for `backward` or for a gradient function.

    Assigning does what `requires_grad_` does.
    """
    return _live_node(self) is not None


def _set_requires_grad(self, value):
    self.requires_grad_(value)


Tensor.requires_grad = property(  # pyright: ignore[reportAttributeAccessIssue]
    _requires_grad, _set_requires_grad, doc=_requires_grad.__doc__
)


@member
def requires_grad_(self, requires_grad=True):
    """Say whether operators on the tensor are recorded for `backward`; return the tensor.

    For a Parameter, set its `requires_grad`; it is recorded inside `autograd.enable_grad` and
    `autograd.record` only, because MindSpore programs use Parameters everywhere.

    Args:
        requires_grad: whether they are. Default: True.

    Raises:
        RuntimeError: the elements are no floating-point numbers; the tensor was computed from
            others that require gradients, and `requires_grad` is False; in compiled code.

    Differs: in MindSpore it sets a flag, records nothing, and returns None. A tensor that was
    pickled comes back without it.
    """
    if self.param_info is not None:
        self.requires_grad = bool(requires_grad)
        return self
    _refuse_compiled("requires_grad_")
    node = _live_node(self)
    if not requires_grad:
        if node is not None and not isinstance(node, Leaf):
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables, but the tensor was "
                "computed from others that require gradients; use `x.detach()`."
            )
        if is_leaf_node(node):
            self._node = None
    elif node is None or node.level is WAITING:
        _check_differentiable(self)
        make_leaf(self, GRAD_MODE)
    return self


@member
def attach_grad(self, grad_req="write") -> None:
    """Make zeros in `grad`; operators on the tensor are recorded inside `autograd.record`.

    A tensor that was computed from others is cut off from them.

    Args:
        grad_req: what `backward` does to `grad`: "write" replaces it, "add" adds to it, "null"
            leaves it alone. Default: "write".

    Raises:
        ValueError: `grad_req` is something else.
        RuntimeError: the elements are no floating-point numbers; in compiled code.

    Source: https://mxnet.apache.org/versions/1.9.1/api/python/docs/api/ndarray/ndarray.html
    """
    if grad_req not in ("write", "add", "null"):
        raise ValueError(f"grad_req must be 'write', 'add' or 'null', but got {grad_req!r}.")
    _refuse_compiled("attach_grad")
    _check_differentiable(self)
    value = read(self)
    self._gradient = Gradient(grad_req)
    self._gradient.value = wrap(jnp.zeros(value.shape, value.dtype))
    if self.param_info is not None:
        self.requires_grad = False  # off the graphs that it may be on
        self.requires_grad = True
    else:
        make_leaf(self, WAITING)


def _get_grad(self):
    """The gradient that `backward` has left, a Tensor of the tensor's shape and data type, or None.

    It is filled for leaves and after `retain_grad`. It can be set, to None for instance.
    """
    return None if self._gradient is None else self._gradient.value


def _set_grad(self, value):
    if value is not None:
        if not isinstance(value, Tensor):
            raise TypeError(
                f"assigned grad expected to be a Tensor or None but got {describe(value)}."
            )
        if value.shape != self.shape or value.dtype != self.dtype:
            raise RuntimeError(
                f"attempting to assign a gradient of shape {list(value.shape)} and data type "
                f"{value.dtype} to a tensor of shape {list(self.shape)} and data type {self.dtype};"
                " reshape or convert it first."
            )
    gradient_of(self).value = value


Tensor.grad = property(  # pyright: ignore[reportAttributeAccessIssue]
    _get_grad, _set_grad, doc=_get_grad.__doc__
)


@attribute
def is_leaf(self) -> bool:
    """Whether the tensor is the start of graphs, or on none: no recorded operator made it."""
    node = _live_node(self)
    return node is None or isinstance(node, Leaf)


@attribute
def grad_fn(self):
    """The recorded operator that made the tensor, or None: for a sum, `<SumBackward0 object …>`.

    It has `name()` and `next_functions`, the operators that made its operands.
    """
    node = _live_node(self)
    if isinstance(node, Pick):
        return node.parents[0]
    return None if isinstance(node, Leaf) else node


@member
def retain_grad(self) -> None:
    """Let `backward` leave the gradient in `grad`, of a tensor that is no leaf too.

    Raises:
        RuntimeError: the tensor does not require gradients.
    """
    node = _live_node(self)
    if node is None or node.level.depth > 0:
        raise RuntimeError(
            "can't retain_grad on Tensor that has requires_grad=False; call requires_grad_() on a "
            "tensor that it is computed from, before that."
        )
    if node.box is None:
        node.box = gradient_of(self)


@attribute
def retains_grad(self) -> bool:
    """Whether `backward` leaves the gradient in `grad` although the tensor is no leaf."""
    node = _live_node(self)
    return node is not None and node.box is not None and not isinstance(node, Leaf)


@member
def detach(self):
    """Return a tensor that shares the values, and is a constant of every derivative."""
    other = wrap(read(self)) if state.frame is None else detached(self)
    return link(other, self, DETACH)


def _refuse_compiled(name):
    if state.frame is not None:
        raise RuntimeError(
            f"Tensor.{name} was called in compiled code (jit, GRAPH_MODE, vmap or a gradient "
            "inside of these), where nothing is recorded for `backward`; call it outside, or use "
            "`msjax.grad`."
        )


def _check_differentiable(t):
    if not is_differentiable(t):
        raise RuntimeError(
            "only Tensors of floating point dtype can require gradients, but this one has "
            f"{t.dtype}; convert it first, for instance with `x.astype(msjax.float32)`."
        )
