"""Leaves of graphs that no gradient call opened: what `Tensor.backward` leaves gradients in.

Such graphs are on levels of the tape that never close, below the gradient calls, whose depth counts
from 1. A tensor on which `requires_grad_` was called is always recorded. One with `attach_grad`,
and every Parameter, waits for `enable_grad` or `autograd.record`: MindSpore programs use Parameters
everywhere, and must not keep graphs of what they compute.
"""

from __future__ import annotations

from msjax._core import tensor as tensors
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call
from msjax._core.nodes import Leaf, Level
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, wrap, write
from msjax._core.views import DETACH

jnp = jax.numpy


class Ambient(Level):
    """A level that belongs to no gradient call and never closes."""

    __slots__ = ("sums",)

    def __init__(self, depth, sums=False):
        super().__init__(depth)
        self.frame = None
        self.sums = sums
        """Whether `backward` sums the elements of what was recorded, as in MXNet."""


GRAD_MODE = Ambient(0)
RECORDED = Ambient(0, sums=True)
WAITING = Ambient(-1)

type(state).ambient = GRAD_MODE


class Gradient:
    """The gradient of one tensor.

    Attributes:
        value: a tensor, or None.
        request: "add", "write" or "null" say what `backward` does to the value; None: "write" for
            what was computed under `autograd.record`, otherwise "add".
    """

    __slots__ = ("request", "value")

    def __init__(self, request=None):
        self.request = request
        self.value: Tensor | None = None

    def store(self, cotangent, sums: bool) -> None:
        """Take a JAX value in, the way that was asked for."""
        request = self.request or ("write" if sums else "add")
        if self.value is None:
            self.value = wrap(cotangent)
        elif request == "write":
            write(self.value, cotangent)
        else:
            write(self.value, _ADD.jit(self.value._value, cotangent))


_ADD = Call("accumulate_gradient", lambda a, b: a + b)


def gradient_of(t: Tensor) -> Gradient:
    """Return the gradient of a tensor, made if there is none yet."""
    if t._gradient is None:
        t._gradient = Gradient("add" if t.param_info is None else None)
    return t._gradient


def make_leaf(t: Tensor, level: Level) -> None:
    """Put a tensor on the tape, as the start of graphs on a level."""
    type(state).leaves = True
    leaf = Leaf((), level)
    leaf.box = gradient_of(t)
    leaf.hooks = t._hooks
    t._node = leaf


def is_leaf_node(node) -> bool:
    """Whether a tensor with this node is a leaf in whose `grad` something may arrive."""
    return isinstance(node, Leaf) and node.box is not None


def is_differentiable(t: Tensor) -> bool:
    """Whether a tensor's data type has gradients."""
    return t.dtype.is_floating_point or t.dtype.is_complex


class RecordedParameters:
    """Puts Parameters on the tape when an operator meets them, and takes them off in the end.

    Parameters that hold results (running statistics, states that are carried on) are on the graph
    of what was written to them, until that graph is freed or the recording ends.
    """

    __slots__ = ("adopted",)

    def __init__(self):
        self.adopted = {}

    def adopt(self, operands) -> None:
        """Make leaves of those operands that are Parameters with `requires_grad`."""
        for p in operands:
            if not isinstance(p, Tensor) or p.param_info is None:
                continue
            if p._node is not None:
                if not p._node.is_released():
                    continue
                p._node = None
            if p.param_info.requires_grad and is_differentiable(p):
                self.adopted[id(p)] = p
                make_leaf(p, WAITING)

    def note_write(self, t: Tensor) -> None:
        """Remember a Parameter that was given a result."""
        if t.param_info is not None:
            self.adopted[id(t)] = t

    def release(self) -> None:
        """Take them off the tape; graphs that start at them stay."""
        for p in self.adopted.values():
            if p._node is not None and p._node.level.depth <= 0:
                p._node = None
        self.adopted.clear()


def node_after_write(t: Tensor, node):
    """Return the node that a tensor has once it was written to.

    What is written while nothing is recorded changes the value and not the derivative, as in
    MindSpore and PyTorch.

    Args:
        t: the tensor, still with its former node.
        node: the node of what is written.

    Raises:
        RuntimeError: the tensor, or what it is a view of, is a recorded leaf.
    """
    former = t._node
    if is_leaf_node(former):
        _refuse_recorded(former, "a tensor that requires gradients")
        return former
    origin = t._base
    while origin is not None and origin.shares and origin.call is not DETACH:
        base = origin.base()
        if base is None:
            break
        if is_leaf_node(base._node):
            _refuse_recorded(base._node, "a view of a tensor that requires gradients")
        origin = base._base
    if not state.recording and former.level.is_open:
        return former
    if former.box is not None and node is not None and node.box is None:
        node.box, former.box = former.box, None  # `retain_grad` goes along
    return node


def _refuse_recorded(leaf, what):
    if state.frame is None and state.recording and leaf.level.depth >= state.floor:
        raise RuntimeError(
            f"{what} (a leaf of the graph) is changed in place while operators are recorded; its "
            "gradient would be that of neither value. Change it inside "
            "`with msjax.autograd.no_grad():`, or change a copy."
        )


def with_former_derivative(t: Tensor, value):
    """Return a traced value with the derivatives of the value that a tensor had before."""
    former = read(t)
    if former.shape != value.shape or former.dtype != value.dtype:
        return value
    return _replaced(former, value) if jnp.issubdtype(value.dtype, jnp.inexact) else value


@jax.custom_jvp
def _replaced(former, value):
    return value


@_replaced.defjvp
def _(values, tangents):
    return values[1], tangents[0]


tensors.node_after_write = node_after_write
tensors.with_former_derivative = with_former_derivative
