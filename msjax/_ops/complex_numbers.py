"""Complex numbers and their parts."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.operator import composite, operator
from msjax._ops.kinds import floating, tensor

jnp = jax.numpy


@operator(
    "ops.real(input)",
    "Tensor.real(self)",
    "mint.real(input)",
    "ops.Real()(input)",
    promote=tensor,
    samples=("c64[3]", "f32[3]"),
)
def real(x):
    """Return the real parts."""
    return jnp.real(x)


@operator(
    "ops.imag(input)",
    "Tensor.imag(self)",
    "mint.imag(input)",
    "ops.Imag()(input)",
    promote=tensor,
    samples=("c64[3]", "f32[3]"),
)
def imag(x):
    """Return the imaginary parts."""
    return jnp.imag(x)


@operator(
    "ops.conj(input)",
    "Tensor.conj(self)",
    "ops.Conj()(input)",
    promote=tensor,
    samples=("c64[3]", "f32[3]"),
)
def conj(x):
    """Negate the imaginary parts."""
    return jnp.conj(x)


@operator(
    "ops.adjoint(x)",
    "Tensor.adjoint(self)",
    promote=tensor,
    samples=("f32[2, 3]", "c64[2, 3]"),
)
def adjoint(x):
    """Swap the last two axes and negate the imaginary parts."""
    return jnp.conj(x.mT)


@operator(
    "ops.ConjugateTranspose()(x, perm)",
    promote=tensor,
    samples=("c64[2, 3], (1, 0)", "f32[2, 3, 4], (2, 0, 1)"),
)
def conjugate_permuted(x, *, perm):
    """Order the axes anew and negate the imaginary parts."""
    return jnp.conj(jnp.transpose(x, perm))


@composite("Tensor.mH(self)", samples=("f32[2, 3]", "c64[2, 3]"))
def matrix_adjoint(x):
    """Swap the last two axes and negate the imaginary parts; of real numbers, a view."""
    return adjoint(x) if x.dtype.is_complex else x.mT


@composite("Tensor.H(self)", samples=("f32[2, 3]", "c64[2, 3]"))
def conjugate_transpose(x):
    """Swap the axes of a matrix and negate the imaginary parts; of real numbers, a view."""
    if x.ndim != 2:
        raise ValueError(
            f"For tensor.H, only 2-D Tensor is supported, but got {x.ndim}-D; use mH for the last "
            "two axes."
        )
    return matrix_adjoint(x)


@operator(
    "ops.angle(input)",
    "Tensor.angle(self)",
    "ops.Angle()(input)",
    promote=floating,
    samples=("f32[3]", "c64[3]"),
)
def angle(x):
    """Compute the angle (radians) of complex numbers."""
    return jnp.angle(x)


@operator(
    "ops.polar(abs, angle)",
    "mint.polar(abs, angle)",
    "ops.Polar()(abs, angle)",
    promote=tensor,
    samples=("f32[3], f32[3]",),
)
def polar(length, angle):
    """Make complex numbers of absolute values and angles (radians)."""
    return jax.lax.complex(length * jnp.cos(angle), length * jnp.sin(angle))


@operator("ops.Complex()(real, imag)", promote=tensor, samples=("f32[3], f32[3]",))
def complex(re, im):
    """Make complex numbers of real and imaginary parts."""
    return jax.lax.complex(re, im)


@operator("ops.ComplexAbs()(x)", promote=tensor, samples=("c64[3]",))
def complex_abs(x):
    """Compute absolute values of complex numbers."""
    return jnp.abs(x)


@operator("ops.view_as_real(input)", promote=tensor, samples=("c64[3]",))
def view_as_real(x):
    """Show complex numbers as pairs of real ones, on a new last axis."""
    return jnp.stack([x.real, x.imag], -1)
