"""Cosine transforms in SciPy's style: type II, orthonormal."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.numpy_reductions import axes_of

jnp = jax.numpy


def _checked(name, x, kind, norm):
    """Return numbers to transform; refuse transforms that MindSpore does not have."""
    if kind != 2:
        raise ExplainedValueError(f"For '{name}', only dct type II is supported, but got {kind}.")
    if norm not in (None, "ortho"):
        raise ExplainedValueError(
            f"For '{name}', only norm 'ortho' is supported, but got {norm!r}."
        )
    if x.dtype == bool:
        raise ExplainedTypeError(f"For '{name}', bools are not supported; convert them first.")
    narrow = x.dtype.itemsize < 4 or not jnp.issubdtype(x.dtype, jnp.inexact)
    return x.astype(jnp.float32) if narrow else x


def _lengths(name, lengths):
    if any(n < 1 for n in lengths):
        raise ExplainedValueError(
            f"For '{name}', the lengths must be greater than 0, but got {lengths}."
        )
    return lengths


def _along(transform, x, axis, length):
    """Transform along an axis, complex numbers by parts."""
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        return jax.lax.complex(
            *[_along(transform, part, axis, length) for part in (x.real, x.imag)]
        )
    return transform(x, 2, length, axis, "ortho")


def _declare(name, transform, doc):
    def along_axis(x, *, type, n, axis, norm):
        x = _checked(name, x, type, norm)
        (axis,) = axes_of(axis, x.ndim)
        (n,) = _lengths(name, (x.shape[axis] if n is None else n,))
        return _along(transform, x, axis, n)

    def along_axes(x, *, type, s, axes, norm):
        x = _checked(name + "n", x, type, norm)
        if axes is None and s is not None:
            axes = tuple(range(x.ndim - len(s), x.ndim))
        axes = axes_of(axes, x.ndim)
        lengths = _lengths(name + "n", [x.shape[a] for a in axes] if s is None else s)
        for axis, n in zip(axes, lengths, strict=True):
            x = _along(transform, x, axis, n)
        return x

    along_axis.__name__, along_axis.__doc__ = f"scipy_{name}", f"{doc} along an axis."
    along_axes.__name__, along_axes.__doc__ = f"scipy_{name}n", f"{doc} along several axes."
    operator(
        f"scipy.fft.{name}(x, type=2, n=None, axis=-1, norm=None) -> (tensor_only(x), type=type,"
        " n=n, axis=axis, norm=norm)",
        samples=("f32[2, 4]", "i32[4, 2], 2, 6, 0", "f32[2, 5], n=3, norm='ortho'"),
    )(along_axis)
    operator(
        f"scipy.fft.{name}n(x, type=2, s=None, axes=None, norm=None) -> (tensor_only(x), type=type,"
        " s=s, axes=axes, norm=norm)",
        samples=("f32[2, 4]", "f32[2, 4, 3], 2, (3, 3)", "f32[4, 2], s=(3,), axes=(0,)"),
    )(along_axes)


_declare("dct", jax.scipy.fft.dct, "Compute the orthonormal cosine transform of type II")
_declare("idct", jax.scipy.fft.idct, "Compute the inverse of the orthonormal cosine transform")
