"""`Tensor.backward`: the backward pass from one tensor to the leaves of its graph."""

from __future__ import annotations

from msjax._core.backward_pass import backward as run_backward
from msjax._core.backward_pass import freed_error
from msjax._core.dispatch import execute
from msjax._core.errors import describe
from msjax._core.leaves import is_differentiable
from msjax._core.reverse import ONES
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor, member, read


@member
def backward(self, grad=None, retain_graph=False) -> None:
    """Compute the gradients of the leaves that the tensor depends on, into their `grad`.

    Leaves are the tensors on which `requires_grad_` or `attach_grad` was called, and Parameters
    used inside `msjax.autograd.enable_grad` or `record`. Gradients are added to what `grad` holds;
    of tensors with `attach_grad`, and of Parameters of what was recorded by `record`, they replace
    it. The saved values of the graph are then dropped.

    Args:
        grad: the gradient of the tensor itself, of its shape. Default: None, a one; of what was
            computed inside `record`, a one per element, which gives the gradient of their sum.
        retain_graph: whether the saved values are kept for another pass. Default: False.

    Raises:
        RuntimeError: the tensor depends on no leaf; it has several elements and `grad` is missing;
            `grad` has another shape; a former pass has dropped the graph; in compiled code.
        TypeError: `grad` is no Tensor.

    Differs: complex tensors have the gradients that `msjax.grad` gives, PyTorch's conjugated.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html
    """
    node = _start(self)
    cotangent = _cotangent(self, grad, node.level.sums)
    nodes = _reachable(node)
    if any(n.is_released() for n in nodes):
        raise freed_error()
    targets = [n for n in nodes if n.box is not None and n.box.request != "null"]
    release = not retain_graph and not state.levels
    with recording(False):
        found = run_backward([(node, cotangent)], targets, graph=False, release=release)
        sums = node.level.sums
        for box, gradient in _by_box(targets, found):
            box.store(gradient, sums)


def _start(t):
    """Return the node that the pass starts from."""
    if state.frame is not None:
        raise RuntimeError(
            "Tensor.backward was called in compiled code (jit, GRAPH_MODE, vmap or a gradient "
            "inside of these); call it outside, or use `msjax.grad` there."
        )
    read(t)  # a view that has changed gets its node with its value
    node = t._node
    if node is None or not node.level.is_open:
        raise RuntimeError(_no_graph(t))
    if node.level.depth > 0:
        raise RuntimeError(
            "the tensor depends only on what a gradient function (msjax.grad, value_and_grad, …) "
            "differentiates by, whose gradients that function returns; for `backward`, call "
            "requires_grad_() on a tensor that it depends on."
        )
    return node


def _cotangent(t, grad, sums):
    """Return the gradient that the pass starts with, a JAX value."""
    value = read(t)
    if grad is None:
        if value.size != 1 and not sums:
            raise RuntimeError(
                f"grad can be implicitly created only for scalar outputs, but the tensor has shape "
                f"{list(value.shape)}; pass `grad`, a Tensor of that shape, or call "
                "`.sum().backward()`."
            )
        return execute(ONES, (value,))
    if not isinstance(grad, Tensor):
        raise TypeError(f"backward takes a Tensor or None as `grad`, but got {describe(grad)}.")
    given = read(grad)
    if given.shape != value.shape:
        raise RuntimeError(
            f"Mismatch in shape: grad has shape {list(given.shape)}, and the tensor has shape "
            f"{list(value.shape)}; pass a gradient of the tensor's shape."
        )
    return given.astype(value.dtype)


def _no_graph(t) -> str:
    if not is_differentiable(t):
        mend = f"its data type is {t.dtype}, and only floating-point tensors have gradients."
    else:
        mend = (
            "call requires_grad_() on a tensor before computing from it, or compute inside "
            "`with msjax.autograd.enable_grad():` (or `record()`), where Parameters and tensors "
            "with attach_grad() are recorded."
        )
    return f"element 0 of tensors does not require grad and does not have a grad_fn: {mend}"


def _reachable(root) -> list:
    """Return the nodes of a graph."""
    stack, seen = [root], set()
    while stack:
        node = stack.pop()
        if node is not None and node not in seen:
            seen.add(node)
            stack.extend(node.parents)
    return list(seen)


def _by_box(targets, found):
    """Return every box with its gradient: one tensor may be several leaves."""
    sums = {}
    for node, gradient in zip(targets, found, strict=True):
        if gradient is None:
            continue
        box, former = sums.get(id(node.box), (node.box, None))
        sums[id(box)] = (box, gradient if former is None else former + gradient)
    return sums.values()
