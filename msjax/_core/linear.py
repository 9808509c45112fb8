"""Linear functions of an array whose transposes are written by hand.

JAX transposes a linear function step by step. The transpose of slices is a sum of padded arrays,
which XLA on CPU computes up to twenty times slower than a loop over the elements that are wanted.
"""

from __future__ import annotations

from functools import partial

from msjax._core._jaxcompat import Primitive, ShapedArray, ad, batching, jax, mlir

_linear_p = Primitive("linear")


def linear(function, transpose, constants, x):
    """Return `function(*constants, x)`, which is linear in x.

    Args:
        function: a pure JAX function of arrays, to one array.
        transpose: the function `(*constants, y) -> x` that is its transpose.
        constants: arrays that nothing is differentiated by.
        x: an array.
    """
    return _linear_p.bind(*constants, x, function=function, transpose=transpose)


@_linear_p.def_impl
def _run(*operands, function, transpose):
    return jax.jit(function)(*operands)


@_linear_p.def_abstract_eval
def _result(*operands, function, transpose):
    out = jax.eval_shape(function, *operands)
    return ShapedArray(out.shape, out.dtype)


def _jvp(primals, tangents, *, function, transpose):
    out = linear(function, transpose, primals[:-1], primals[-1])
    tangent = tangents[-1]
    if isinstance(tangent, ad.Zero):
        return out, ad.Zero.from_primal_value(out)  # pyright: ignore[reportAttributeAccessIssue]
    return out, linear(function, transpose, primals[:-1], tangent)


def _transpose(cotangent, *operands, function, transpose):
    constants = operands[:-1]
    nothing = [None] * len(constants)
    if isinstance(cotangent, ad.Zero):
        return [*nothing, ad.Zero(operands[-1].aval)]
    return [*nothing, linear(transpose, function, constants, cotangent)]


def _batch(operands, axes, *, function, transpose):
    size = next(x.shape[a] for x, a in zip(operands, axes, strict=True) if a is not None)
    *constants, x = [
        v if a is None else jax.numpy.moveaxis(v, a, 0) for v, a in zip(operands, axes, strict=True)
    ]
    if axes[-1] is None:
        x = jax.numpy.broadcast_to(x, (size, *x.shape))
    at = (*[None if a is None else 0 for a in axes[:-1]], 0)
    over = partial(jax.vmap, in_axes=at)
    return linear(over(function), over(transpose), constants, x), 0


ad.primitive_jvps[_linear_p] = _jvp
ad.primitive_transposes[_linear_p] = _transpose
batching.primitive_batchers[_linear_p] = _batch
mlir.register_lowering(
    _linear_p,
    mlir.lower_fun(lambda *operands, function, transpose: function(*operands), False),
)
