"""Forward mode, Jacobians and `vmap`: JAX's transformations of stateful MindSpore code.

Each runs the code once inside a frame, under the JAX transformation. When a gradient call is open
on the tape around it, the whole transformed call becomes one operator on the tape: the taped
tensors it reads, arguments or not, are its operands.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.custom_gradient import taping
from msjax._core.dispatch import Call
from msjax._core.effects import boxed
from msjax._core.errors import ExplainedTypeError, describe
from msjax._core.functional import Functional, alias, unique
from msjax._core.gradients import (
    _check_bool,
    _check_callable,
    _named_after,
    _positions,
    bare_if_single,
)
from msjax._core.state import state
from msjax._core.tape import attach, node_of
from msjax._core.tensor import Tensor, read
from msjax._core.trees import unflatten


class Transformed:
    """One call of stateful code under a JAX transformation.

    Args:
        fn: the code; called with `args` and `kwargs`.
        tensors: the tensors that the transformation acts on.
        has_aux: whether only the first output counts.
    """

    def __init__(self, fn, args, kwargs, tensors, has_aux=False):
        self.code = (fn, args, kwargs)
        self.tensors = unique(tensors)
        self.has_aux = has_aux

    def __call__(self, transform, extra=()):
        """Run `transform(function, values, extra values)`; return (tree of tensors, functional).

        The function maps values to (main, rest) as `Functional` does; the transform returns a tree
        of JAX values.
        """
        met = {}

        def meet(t, value):
            if node_of(t) is not None:
                met[id(t)] = t
            return value

        on_meet = meet if taping() else None
        functional = Functional(*self.code, self.tensors, self.has_aux, on_meet)
        counts = len(self.tensors), len(extra)
        extra_values = [read(t) for t in extra]
        tree = transform(functional, [read(t) for t in self.tensors], extra_values)
        leaves, structure = jax.tree.flatten(tree)
        operands = [*self.tensors, *extra, *met.values()]
        nodes = [node_of(t) for t in operands]
        if on_meet is not None and any(nodes):
            again = Call("transformed", self._again(transform, counts, met), compiled=False)
            leaves = attach(again, [read(t) for t in operands], nodes, tuple(leaves))
        elif state.stopped:
            leaves = [jax.lax.stop_gradient(v) for v in leaves]
        return jax.tree.unflatten(structure, leaves), functional

    def _again(self, transform, counts, met):
        """Return the transformed call as a function of all values that it depends on."""

        def again(*values):
            split = counts[0], counts[0] + counts[1]
            outside = values[split[1] :]
            functional = Functional(*self.code, [*self.tensors, *met.values()], self.has_aux)
            tree = transform(
                lambda v: functional([*v, *outside]),
                list(values[: split[0]]),
                list(values[split[0] : split[1]]),
            )
            return tuple(jax.tree.leaves(tree))

        return again


def jvp(fn, inputs, v, has_aux=False):
    """Compute outputs and the Jacobian-vector product, in forward mode.

    Args:
        fn: a function or Cell.
        inputs: a tensor or a tuple of tensors, the arguments.
        v: a tensor or tuple of tensors, the tangents, shaped like `inputs`.
        has_aux: whether only the first output is differentiated.

    Returns:
        (outputs, tangents of the outputs), with `has_aux` (first output, tangent, other outputs).

    Raises:
        TypeError: `inputs` or `v` is not made of tensors.
        ValueError: `fn` is not callable, or a tangent does not have the shape of its input.
    """
    if not callable(fn):
        raise ValueError(f"The object is not callable: {fn!r}; jvp takes a function or a Cell.")
    _check_bool("jvp", "has_aux", has_aux)
    args = tuple(inputs) if isinstance(inputs, tuple | list) else (inputs,)
    tangents = list(v) if isinstance(v, tuple | list) else [v]
    out, tangent = run_jvp(fn, args, tangents, has_aux)
    return (out[0], tangent, bare_if_single(out[1:])) if has_aux else (out, tangent)


def linearize(fn, inputs):
    """Compute outputs, and a function of tangents that is linear: the Jacobian's product.

    Args:
        fn: a function or Cell.
        inputs: a tensor or a tuple or list of tensors, the arguments.

    Returns:
        (outputs, a function of tangents, shaped like `inputs`, to the tangents of the outputs).

    Raises:
        TypeError: `inputs` is not made of tensors.
    """
    args = tuple(inputs) if isinstance(inputs, tuple | list) else (inputs,)
    if not all(isinstance(a, Tensor) for a in args):
        raise ExplainedTypeError(
            "For 'linearize', the inputs must be a Tensor or a tuple or list of Tensors, but got "
            f"{', '.join(map(describe, args))}."
        )
    return fn(*args), lambda vectors: jvp(fn, args, vectors)[1]


def run_jvp(fn, args, tangents, has_aux=False):
    """Run `fn(*args)` in forward mode; return (outputs, tangents of the main outputs)."""
    _check_tangents(args, tangents)
    args = tuple([alias(a) for a in args])
    pairs = [(t, d) for t, d in zip(args, tangents, strict=True) if _inexact(t)]
    transformed = Transformed(fn, args, {}, [t for t, _ in pairs], has_aux)
    by_id = {id(t): d for t, d in pairs}

    def transform(function, values, extra):
        return _forward_mode(function, values, extra)

    (main, tangent, rest), functional = transformed(
        transform, [by_id[id(t)] for t in transformed.tensors]
    )
    out = functional.outputs(main, rest)
    return out, unflatten(functional.structure[0], [boxed(d) for d in tangent])


def _forward_mode(function, values, tangents):
    """Return (main, its tangent, rest) of a function as `Functional` is one.

    A user-defined gradient (bprop, a hook) exists in reverse mode only. The reverse of its reverse
    is then the tangent, as in MindSpore.
    """
    if state.counting:  # only the outer call's count of user-defined gradients is asked for
        main, rest = function(values)
        return main, jax.tree.map(jax.numpy.zeros_like, main), rest
    if not _defines_gradients(function, values):
        return jax.jvp(function, (values,), (tangents,), has_aux=True)
    main, pull, rest = jax.vjp(function, values, has_aux=True)
    zeros = jax.tree.map(jax.numpy.zeros_like, main)
    _, transpose = jax.vjp(lambda cotangents: pull(cotangents)[0], zeros)
    return main, transpose(tangents)[0], rest


def _jacfwd(function, has_aux):
    """Do as `jax.jacfwd`; in reverse mode where the code defines gradients of its own."""

    def jacobian(values):
        mode = jax.jacrev if _defines_gradients(function, values) else jax.jacfwd
        return mode(function, has_aux=has_aux)(values)

    return jacobian


def _defines_gradients(function, values) -> bool:
    """Whether code traces user-defined gradients; found by running it abstractly."""
    before, counting = state.custom_gradients, state.counting
    state.counting = True
    try:
        jax.eval_shape(function, values)
    finally:
        state.counting = counting
    return state.custom_gradients != before


def _inexact(t) -> bool:
    return isinstance(t, Tensor) and jax.numpy.issubdtype(read(t).dtype, jax.numpy.inexact)


def _check_tangents(args, tangents):
    if len(args) != len(tangents):
        raise ValueError(
            f"jvp takes one tangent per input: {len(args)} inputs, but {len(tangents)} tangents."
        )
    for i, (t, d) in enumerate(zip(args, tangents, strict=True)):
        if isinstance(t, Tensor) and not isinstance(d, Tensor):
            raise TypeError(f"The tangent of input {i} must be a Tensor, but got {describe(d)}.")
        if isinstance(t, Tensor) and read(t).shape != read(d).shape:
            raise ValueError(
                f"The tangent of input {i} must have its shape {list(read(t).shape)}, but got "
                f"{list(read(d).shape)}."
            )


def recompute(
    block,
    *args,
    use_reentrant=True,
    output_recompute=False,
    early_stop=True,
    context_fn=None,
    **kwargs,
):
    """Run a Cell or function whose intermediate results are computed again for its gradient.

    Args:
        block: a Cell or function.
        *args: its positional arguments.
        use_reentrant: how MindSpore's tape runs the block again; the numbers are the same.
        output_recompute: whether MindSpore also drops the block's output; the numbers are the same.
        early_stop: whether MindSpore stops early when it runs the block again; likewise.
        context_fn: contexts for the two runs; not supported.
        **kwargs: its keyword arguments.

    Returns:
        What `block(*args, **kwargs)` returns; the gradients are the same, the memory is less.

    Raises:
        TypeError: `block` is not callable.
        NotImplementedError: `context_fn` is given.
    """
    _check_callable(block, "recompute")
    if context_fn is not None:
        raise NotImplementedError(f"recompute: context_fn={context_fn!r} is not supported.")
    if state.frame is None and not taping():
        return block(*args, **kwargs)
    tensors = [t for t in args if isinstance(t, Tensor)]
    checkpoint = jax.checkpoint if state.frame is not None else lambda f: f
    transformed = Transformed(block, args, kwargs, tensors)
    (main, rest), functional = transformed(lambda f, values, extra: checkpoint(f)(values))
    return functional.outputs(main, rest)


def jacfwd(fn, grad_position=0, has_aux=False):
    """Make the function that returns the Jacobian of `fn`, in forward mode.

    Args:
        fn: a function or Cell.
        grad_position: index, or tuple of indices, of the arguments to differentiate by.
        has_aux: whether only the first output is differentiated.

    Returns:
        A function of `fn`'s arguments that returns the Jacobian (output's shape + input's shape), a
        tuple of them for several positions, with `has_aux` (Jacobian, other outputs).
    """
    return _jacobian(fn, grad_position, has_aux, _jacfwd)


def jacrev(fn, grad_position=0, has_aux=False):
    """Make the function that returns the Jacobian of `fn`, in reverse mode.

    Args:
        fn: a function or Cell.
        grad_position: index, or tuple of indices, of the arguments to differentiate by.
        has_aux: whether only the first output is differentiated.

    Returns:
        As for `jacfwd`.
    """
    return _jacobian(fn, grad_position, has_aux, jax.jacrev)


def _jacobian(fn, grad_position, has_aux, mode):
    _check_callable(fn, mode.__name__)
    _check_bool(mode.__name__, "has_aux", has_aux)
    positions = _positions(grad_position)

    @_named_after(fn)
    def jacobian(*args, **kwargs):
        if positions and max(positions) >= len(args):
            raise ValueError(
                "The element in grad_position must belong to [0, args_num), but got "
                f"{grad_position!r} for {len(args)} arguments."
            )
        args = tuple([alias(a) for a in args])
        inputs = [args[p] for p in positions if isinstance(args[p], Tensor)]
        transformed = Transformed(fn, args, kwargs, inputs, has_aux)

        def transform(function, values, extra):
            def with_outputs(v):
                main, rest = function(v)
                return main, (main, rest)

            return mode(with_outputs, has_aux=True)(values)

        (jac, (main, rest)), functional = transformed(transform)
        out = functional.outputs(main, rest)
        place = {id(t): i for i, t in enumerate(transformed.tensors)}
        rows = [bare_if_single([boxed(row[place[id(t)]]) for t in inputs]) for row in jac]
        found = unflatten(functional.structure[0], rows)
        return (found, bare_if_single(out[1:])) if has_aux else found

    return jacobian
