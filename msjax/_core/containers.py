"""Tuples, lists and dicts of tensors as what a function is differentiated by.

PyNative gradients pass containers over. Compiled code differentiates by those that it makes, and by
those that `mutable` marks; other containers from outside are its constants.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.state import settings, state
from msjax._core.tensor import Tensor
from msjax._core.trees import flatten, unflatten


class MutableTuple(tuple):
    """A tuple whose tensors vary between calls of one compiled graph."""

    __slots__ = ()


class MutableList(list):
    """A list whose tensors vary between calls of one compiled graph."""

    __slots__ = ()


class MutableDict(dict):
    """A dict whose tensors vary between calls of one compiled graph."""

    __slots__ = ()


MUTABLE_KINDS = (MutableTuple, MutableList, MutableDict)

for _kind in (MutableTuple, MutableList):
    jax.tree_util.register_pytree_node(
        _kind, lambda x: (tuple(x), None), lambda _, children, kind=_kind: kind(children)
    )
jax.tree_util.register_pytree_node(
    MutableDict,
    lambda x: (tuple(x.values()), tuple(x)),
    lambda keys, children: MutableDict(zip(keys, children, strict=True)),
)


def inputs_of(argument) -> list[Tensor]:
    """Return the tensors of an argument that it is differentiated by; none if it is passed over."""
    if isinstance(argument, Tensor):
        return [argument]
    if state.frame is None:
        counts = settings.graph and isinstance(argument, MUTABLE_KINDS)
    else:
        counts = isinstance(argument, tuple | list | dict)
    if not counts:
        return []
    tensors, _ = flatten(argument)
    return tensors if state.frame is None or any(map(_varies, tensors)) else []


def _varies(t) -> bool:
    """Whether compiled code has a tensor for an input or an intermediate result."""
    return (t._frame is not None or t.param_info is not None) and not t._is_constant


def gradients_like(argument, gradient):
    """Return the gradients by an argument, in its structure.

    Args:
        argument: a Tensor, or a container of tensors.
        gradient: a function of a tensor that returns the gradient by it.
    """
    if isinstance(argument, Tensor):
        return gradient(argument)
    if isinstance(argument, dict):
        return {key: gradients_like(value, gradient) for key, value in argument.items()}
    if isinstance(argument, tuple | list):
        children = [gradients_like(value, gradient) for value in argument]
        return children if isinstance(argument, list) else tuple(children)
    return type(argument)(0) if isinstance(argument, int | float) else None


def with_inputs(argument, box):
    """Return an argument with `box` applied to each tensor that it is differentiated by."""
    tensors = inputs_of(argument)
    return unflatten(flatten(argument)[1], map(box, tensors)) if tensors else argument
