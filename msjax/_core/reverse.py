"""The reverse mode behind every gradient interface, in the two ways it runs.

Eager code runs on the tape. Code inside a frame (being traced by `jit`, `vmap`, another gradient …)
is differentiated by `jax.vjp` of the code as a pure function. Both give the same numbers, and
`Pullback` hides which one it was.
"""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run1
from msjax._core.functional import Functional, split_aux, unique
from msjax._core.state import settings, state
from msjax._core.tape import Tape, node_of
from msjax._core.tensor import Tensor, read, wrap
from msjax._core.trees import flatten

jnp = jax.numpy
ONES = Call("ones_like", lambda x: jnp.ones(x.shape, x.dtype), differentiable=False)
_ZEROS = Call("zeros_like", lambda x: jnp.zeros(x.shape, x.dtype), differentiable=False)


class Pullback:
    """The outputs of one run of code and the way back to the tensors it is differentiated by.

    Args:
        fn: the code; called with `args` and `kwargs`.
        tensors: the tensors (inputs and Parameters) that gradients are wanted for.
        has_aux: whether only the first output is differentiated.
    """

    def __init__(self, fn, args, kwargs, tensors, has_aux=False):
        self.tensors = unique(tensors)
        self.has_aux = has_aux
        traced = state.frame is not None and all(_inexact(read(t)) for t in self.tensors)
        tape = None if traced else Tape([t for t in self.tensors if not self.is_frozen(t)])
        self.tape = tape
        if tape is None:
            self._trace(fn, args, kwargs)
        else:
            with tape:
                self.out = fn(*args, **kwargs)
                self.main, _ = flatten(self._main())
                self.nodes = [t._node for t in self.main]

    @staticmethod
    def is_frozen(t) -> bool:
        """Whether PyNative gives a tensor a zero gradient; graph mode gives it the real one."""
        info = t.param_info
        return not (settings.graph or info is None or info.requires_grad)

    def is_freed(self) -> bool:
        """Whether `Tensor.backward` has been through the run and has freed its graph."""
        nodes = () if self.tape is None else self.nodes
        return any(n is not None and n.is_released() for n in nodes)

    def _main(self):
        return split_aux(self.out)[0] if self.has_aux else self.out

    def _trace(self, fn, args, kwargs):
        functional = Functional(fn, args, kwargs, self.tensors, self.has_aux)
        values = [read(t) for t in self.tensors]
        main, self.vjp, rest = jax.vjp(functional, values, has_aux=True)
        if state.stopped:
            main, rest = jax.tree.map(jax.lax.stop_gradient, (main, rest))
        self.out = functional.outputs(main, rest)
        self.main, _ = flatten(self._main())

    def gradients(self, cotangents=None, last=True, wanted=None) -> list[Tensor]:
        """Return the gradients; zeros where the outputs do not depend on a tensor.

        Args:
            cotangents: one tensor per tensor of the main output; None means ones.
            last: whether this is the only call, so that memory can be released on the way.
            wanted: the tensors to differentiate by, some of the Pullback's own; None: all.
        """
        wanted = self.tensors if wanted is None else wanted
        if cotangents is None:
            cotangents = [ones_like(t) for t in self.main]
        if self.tape is None:
            found = dict(zip(map(id, self.tensors), self._pull_traced(cotangents), strict=True))
        else:
            with self.tape.backward():
                found = self.tape.gradients(self.nodes, cotangents, last, wanted)
        if last:
            self.release()
        gradients = [found.get(id(t)) for t in wanted]
        return [zeros_like(t) if g is None else g for t, g in zip(wanted, gradients, strict=True)]

    def _pull_traced(self, cotangents):
        seeds = [_seed(t, c) for t, c in zip(self.main, cotangents, strict=True)]
        found = self.vjp(seeds)[0]
        if state.stopped:
            found = [jax.lax.stop_gradient(g) for g in found]
        return [wrap(g) for g in found]

    def release(self):
        """Take results that no outer gradient needs off the tape."""
        for t in flatten(self.out)[0]:
            if t._node is not None and node_of(t) is None:
                t._node = None


def _inexact(value) -> bool:
    return jnp.issubdtype(value.dtype, jnp.inexact)


def _seed(t, cotangent):
    value = read(t)
    if not _inexact(value):
        return np.zeros(value.shape, jax.dtypes.float0)
    return jnp.broadcast_to(read(cotangent), value.shape).astype(value.dtype)


_ones: dict[object, object] = {}


def ones_like(t: Tensor) -> Tensor:
    """Return ones of a tensor's shape and dtype, off the tape."""
    value = read(t)
    if value.shape or state.frame is not None:
        return run1(ONES, t)
    one = _ones.get(value.dtype)
    if one is None:
        one = _ones[value.dtype] = read(run1(ONES, t))
    return wrap(one)


def zeros_like(t: Tensor) -> Tensor:
    """Return zeros of a tensor's shape and dtype, off the tape."""
    return run1(_ZEROS, t)
