"""Hooks on the tensors that operators keep for their gradients.

The tape keeps operands, so these are what the hooks see: of every recorded operator the tensors
that its gradient is computed from. A node with hooks unpacks them when a backward pass comes by.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.saved_tensors_hooks.html
"""

from __future__ import annotations

import functools

from msjax._core._jaxcompat import jax
from msjax._core.nodes import CallNode
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor, read, wrap

jnp = jax.numpy


class EagerOnlyError(jax.errors.ConcretizationTypeError):
    """Raised where code is compiled, which then runs eagerly."""

    def __init__(self, message):
        TypeError.__init__(self, message)


class saved_tensors_hooks:
    """A `with` block in which tensors kept for gradients are packed, to be unpacked when used.

    Args:
        pack_hook: a function of a Tensor; returns anything.
        unpack_hook: a function of that; returns a Tensor of the first one's shape and dtype.

    Raises:
        RuntimeError: in a backward pass, where `unpack_hook` returns something else.

    Differs: the tensors are operands of operators; MindSpore keeps outputs too, and packs where
        nothing is differentiated. Compiled code with such a block runs eagerly, with a warning;
        what functions under `jit` and Cells with a `bprop` keep is not packed.
    """

    def __init__(self, pack_hook, unpack_hook):
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook
        self._formers = []

    def __enter__(self):
        if state.frame is not None:
            raise EagerOnlyError("saved_tensors_hooks packs values, which compiled code has not.")
        self._formers.append(state.saved_tensors)
        state.saved_tensors = self

    def __exit__(self, *exc):
        state.saved_tensors = self._formers.pop()

    def node(self, call, values, parents, level, outputs):
        """Make the node of an operator's run, with its operands packed."""
        needed = _needed(call, values, tuple([p is not None for p in parents]))
        node = PackedNode(call, None, parents, level, outputs)
        node.unpack_hook = self.unpack_hook
        node.values = [self._pack(v) if n else v for v, n in zip(values, needed, strict=True)]
        return node

    def _pack(self, value):
        with recording(False), _without_hooks():
            return _Packed(self.pack_hook(wrap(value)), value)


def register_saved_tensors_hooks(pack_hook, unpack_hook):
    """Return a decorator that runs a function inside `saved_tensors_hooks`.

    Args:
        pack_hook: as there.
        unpack_hook: as there.

    Differs: the hooks run in eager code as well, and a compiled function with them runs eagerly.
    """

    def decorate(function):
        @functools.wraps(function)
        def hooked(*args, **kwargs):
            with saved_tensors_hooks(pack_hook, unpack_hook):
                return function(*args, **kwargs)

        return hooked

    return decorate


class _Packed:
    """What a hook returned in the place of an array."""

    __slots__ = ("dtype", "shape", "value")

    def __init__(self, value, array):
        self.value = value
        self.shape = array.shape
        self.dtype = array.dtype


class PackedNode(CallNode):
    """The run of a Call whose operands a hook has packed."""

    __slots__ = ("unpack_hook",)

    def kind(self):
        """Say that no pass with this node is compiled: hooks are Python."""
        return

    def saved(self):
        """Return the operands, unpacked."""
        return [self._unpack(v) if isinstance(v, _Packed) else v for v in self.values]

    def _unpack(self, packed):
        with recording(False), _without_hooks():
            tensor = self.unpack_hook(packed.value)
        value = read(tensor) if isinstance(tensor, Tensor) else None
        if value is None or (value.shape, value.dtype) != (packed.shape, packed.dtype):
            got = repr(tensor) if value is None else f"one of {value.shape}, {value.dtype}"
            raise RuntimeError(
                f"unpack_hook must return a Tensor of shape {packed.shape} and dtype "
                f"{packed.dtype}, as pack_hook was given, but got {got}."
            )
        return value


class _without_hooks:
    """What hooks compute themselves is not packed."""

    def __enter__(self):
        self.former = state.saved_tensors
        state.saved_tensors = None

    def __exit__(self, *exc):
        state.saved_tensors = self.former


_found: dict[tuple, list[bool]] = {}


def _needed(call, values, mask) -> list[bool]:
    """Tell which arrays a Call's gradient by the masked operands is computed from."""
    kinds = [(getattr(v, "shape", None), getattr(v, "dtype", type(v))) for v in values]
    key = (call, mask, *kinds)
    if key not in _found:
        used = _used(call, values, mask)
        _found[key] = [u and isinstance(v, jax.Array) for u, v in zip(used, values, strict=True)]
    return _found[key]


def _used(call, values, mask):
    out = jax.eval_shape(call.fn, *values)
    outs = out if isinstance(out, tuple) else (out,)
    given = [jnp.zeros(o.shape, o.dtype) for o in outs]
    jaxpr = jax.make_jaxpr(call.gradient(mask).fn)(*values, *given).jaxpr
    needed = {id(v) for v in jaxpr.outvars}
    for equation in reversed(jaxpr.eqns):
        if not needed.isdisjoint([id(v) for v in equation.outvars]):
            needed.update([id(v) for v in equation.invars])
    variables = iter(jaxpr.invars)  # an operand that is None has no variable
    found = [[id(next(variables)) in needed for _ in jax.tree.leaves(v)] for v in values]
    return [any(f) for f in found]
