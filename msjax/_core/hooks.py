"""Handles of hooks, and hooks on the gradients of tensors."""

from __future__ import annotations

import itertools
import weakref

from msjax._core.custom_gradient import attach, live_node
from msjax._core.state import state
from msjax._core.structure import STRUCTURE
from msjax._core.tensor import Tensor, member, read

_keys = itertools.count()


def check_hook(hook) -> None:
    """Refuse a hook that cannot be called.

    Raises:
        TypeError: `hook` is not callable.
    """
    if not callable(hook):
        raise TypeError(
            f"Expected a callable hook function, but got {type(hook).__name__}; pass a function."
        )


class HookHandle:
    """What registering a hook returns; `remove()` takes the hook off again.

    Args:
        hook_dict: the ordered dict that holds the hook.
        extra_dict: further dicts, one or a list, that hold options of the hook under the same id.
    """

    unique_id = 0

    def __init__(self, hook_dict=None, *, extra_dict=None):
        extra = extra_dict if isinstance(extra_dict, list | tuple) else [extra_dict]
        dicts = [d for d in (hook_dict, *extra) if d is not None]
        self._dicts = [weakref.ref(d) for d in dicts]
        self.handle_id = HookHandle.unique_id
        HookHandle.unique_id += 1

    def remove(self) -> None:
        """Take the hook off; a second call does nothing."""
        for ref in self._dicts:
            hooks = ref()
            if hooks is not None:
                hooks.pop(self.handle_id, None)
        STRUCTURE.version += 1


class _TensorHookHandle:
    """What `Tensor.register_hook` returns."""

    def __init__(self, hooks, key):
        self._hooks = hooks
        self.id = key

    def remove(self) -> None:
        """Take the hook off; a second call does nothing."""
        self._hooks.pop(self.id, None)


@member
def register_hook(self, hook):
    """Register a function that is called with the tensor's gradient when that is computed.

    Args:
        hook: a function from the gradient, a Tensor of this tensor's shape and dtype, to the Tensor
            that replaces it, or to None to leave it.

    Returns:
        A handle whose `remove()` takes the hook off.

    Raises:
        TypeError: `hook` is not callable.
        NotImplementedError: in compiled code, the tensor has been used already.

    Differs: in compiled code a hook must be registered before the tensor is used.

    Source: https://www.mindspore.cn/docs/en/r2.7.0/api_python/mindspore/Tensor/mindspore.Tensor.register_hook.html
    """
    check_hook(hook)
    hooks = _hooks_of(self) if state.frame is None else _hooks_in_frame(self)
    key = next(_keys)
    hooks[key] = _checked(hook)
    return _TensorHookHandle(hooks, key)


def _hooks_of(t: Tensor) -> dict:
    """Return the hooks of a tensor; its node on the tape runs the same ones."""
    node = live_node(t)
    if t._hooks is None:
        t._hooks = {} if node is None or node.hooks is None else node.hooks
    if node is not None:
        node.hooks = t._hooks
    return t._hooks


def _hooks_in_frame(t: Tensor) -> dict:
    """Return the hooks that a tensor has in the current frame; what is outside stays untouched."""
    frame = state.frame
    hooks = t._hooks if t._frame is frame else frame.hooks.get(id(t))
    if hooks is None:
        if id(t) in frame.used:
            raise NotImplementedError(
                "Tensor.register_hook: in compiled code the hook must be registered before the "
                "tensor is used, directly after the line that makes it; or run this code in "
                "PYNATIVE_MODE."
            )
        hooks = {}
        if t._frame is frame:
            t._hooks = hooks
        else:
            frame.hooks[id(t)] = hooks
        hook_in_frame(t, hooks)
    return hooks


def carry_hooks(t: Tensor) -> None:
    """Make the current frame run the hooks that a tensor from outside has."""
    hooks = state.frame.hooks[id(t)] = dict(t._hooks)
    hook_in_frame(t, hooks)


def hook_in_frame(t: Tensor, hooks) -> None:
    """Make the current frame see a tensor through hooks."""

    def pullback(ins, outs, cotangents):
        gradient = cotangents[0]
        for hook in list(hooks.values()):
            changed = hook(gradient)
            gradient = gradient if changed is None else changed
        return [gradient]

    (hooked,) = attach([t], [t], pullback)
    state.frame.override(t, read(hooked))
    if hooked._node is not None:
        t._node = hooked._node


def _checked(hook):
    def run(gradient):
        result = hook(gradient)
        if result is not None and not isinstance(result, Tensor):
            raise RuntimeError(
                f"Tensor hook should be return Tensor, but get type: {type(result).__name__}. "
                "Return the changed gradient, or None to leave it."
            )
        return result

    return run
