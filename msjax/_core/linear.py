"""Linear functions of arrays whose transposes are written by hand.

JAX transposes a linear function step by step. The transpose of slices is a sum of padded arrays,
which XLA on CPU computes up to twenty times slower than a loop over the elements that are wanted;
and loops that end by a condition have no transpose at all.
"""

from __future__ import annotations

from msjax._core._jaxcompat import Primitive, ShapedArray, ad, batching, jax, mlir

_linear_p = Primitive("linear")
_linear_p.multiple_results = True


def linear(function, transpose, constants, operands):
    """Return `function(*constants, *operands)`, a list of arrays that are linear in the operands.

    Args:
        function: a pure JAX function of arrays, to a list of arrays.
        transpose: the function of the constants and of as many arrays as `function` returns, to a
            list of as many as there are operands, that is its transpose.
        constants: arrays; they are differentiated by as JAX does it, forwards only.
        operands: arrays.
    """
    return _linear_p.bind(
        *constants, *operands, function=function, transpose=transpose, held=len(constants)
    )


@_linear_p.def_impl
def _run(*arrays, function, transpose, held):
    return jax.jit(function)(*arrays)


@_linear_p.def_abstract_eval
def _result(*arrays, function, transpose, held):
    return [ShapedArray(x.shape, x.dtype) for x in jax.eval_shape(function, *arrays)]


def _jvp(primals, tangents, *, function, transpose, held):
    out = linear(function, transpose, primals[:held], primals[held:])
    if any(not isinstance(t, ad.Zero) for t in tangents[:held]):
        return out, jax.jvp(function, primals, tuple(map(ad.instantiate_zeros, tangents)))[1]
    dots = [ad.instantiate_zeros(t) for t in tangents[held:]]
    return out, linear(function, transpose, primals[:held], dots)


def _transpose(cotangents, *arrays, function, transpose, held):
    constants = arrays[:held]
    nothing = [None] * held
    if all(isinstance(c, ad.Zero) for c in cotangents):
        return [*nothing, *[ad.Zero(x.aval) for x in arrays[held:]]]
    cotangents = [ad.instantiate_zeros(c) for c in cotangents]
    return [*nothing, *linear(transpose, function, constants, cotangents)]


def _batch(arrays, axes, *, function, transpose, held):
    size = next(x.shape[a] for x, a in zip(arrays, axes, strict=True) if a is not None)
    moved = [
        v if a is None else jax.numpy.moveaxis(v, a, 0) for v, a in zip(arrays, axes, strict=True)
    ]
    operands = [
        jax.numpy.broadcast_to(x, (size, *x.shape)) if a is None else x
        for x, a in zip(moved[held:], axes[held:], strict=True)
    ]
    at = [None if a is None else 0 for a in axes[:held]]

    def over(one, count):
        return jax.vmap(one, in_axes=(*at, *[0] * count))

    batched = over(function, len(operands))
    results = len(jax.eval_shape(batched, *moved[:held], *operands))
    out = linear(batched, over(transpose, results), moved[:held], operands)
    return out, [0] * results


ad.primitive_jvps[_linear_p] = _jvp
ad.primitive_transposes[_linear_p] = _transpose
batching.primitive_batchers[_linear_p] = _batch
mlir.register_lowering(
    _linear_p,
    mlir.lower_fun(
        lambda *arrays, function, transpose, held: function(*arrays), multiple_results=True
    ),
)
