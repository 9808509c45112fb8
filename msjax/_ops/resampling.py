"""Images scaled and shifted, with a choice of filters."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator

jnp = jax.numpy
lax = jax.lax


def _lanczos(radius):
    def kernel(x):
        return jnp.where(x < radius, jnp.sinc(x) * jnp.sinc(x / radius), 0)

    return kernel


def _pieces(inner, outer):
    """Return the kernel of two cubic polynomials, below 1 and from there to 2."""

    def kernel(x):
        near, far = jnp.polyval(jnp.asarray(inner), x), jnp.polyval(jnp.asarray(outer), x)
        return jnp.where(x < 1, near, jnp.where(x < 2, far, 0))

    return kernel


_KERNELS = {
    "lanczos1": _lanczos(1.0),
    "lanczos3": _lanczos(3.0),
    "lanczos5": _lanczos(5.0),
    "gaussian": lambda x: jnp.where(x < 1.5, jnp.exp(-x * x / (2 * 0.5**2)), 0),
    "box": lambda x: jnp.where(x < 0.5, 1.0, jnp.where(x == 0.5, 0.5, 0.0)),
    "triangle": lambda x: jnp.maximum(0, 1 - x),
    "keyscubic": _pieces((1.5, -2.5, 0, 1), (-0.5, 2.5, -4, 2)),
    "mitchellcubic": _pieces((7 / 6, -2, 0, 8 / 9), (-7 / 18, 2, -10 / 3, 16 / 9)),
}


def _weights(length, count, scale, shift, kernel, antialias):
    """Return the parts of an axis' elements in each element of the result: (count, length)."""
    step = 1 / scale
    wide = jnp.maximum(step, 1) if antialias else 1.0
    at = (jnp.arange(count) + 0.5) * step - shift * step - 0.5
    weights = kernel(jnp.abs(at[:, None] - jnp.arange(length)) / wide)
    total = jnp.sum(weights, 1, keepdims=True)
    least = 1000 * jnp.finfo(jnp.float32).tiny
    weights = jnp.where(jnp.abs(total) > least, weights / jnp.where(total != 0, total, 1), 0)
    inside = (at >= -0.5) & (at <= length - 0.5)
    return jnp.where(inside[:, None], weights, 0)


@operator(
    "ops.ScaleAndTranslate(kernel_type: among('lanczos1', 'lanczos3', 'lanczos5', 'gaussian',"
    " 'box', 'triangle', 'keyscubic', 'mitchellcubic') = 'lanczos3', antialias: bool = True)("
    "images, size, scale, translation) -> (images, scale, translation, size=size,"
    " kernel_type=kernel_type, antialias=antialias)",
    samples=tuple(
        "f32[1, 4, 5, 2], given([3, 6], 'int32'), given([0.7, 1.3], 'float32'),"
        f" given([0.4, -0.3], 'float32'), kernel_type='{name}'{more}"
        for name in _KERNELS
        for more in ("", ", antialias=False")
    ),
)
def scale_and_translate(images, scale, translation, *, size, kernel_type, antialias):
    """Scale images (N, H, W, C) and shift them into a size; 0 outside."""
    scale, translation = (lax.stop_gradient(v).astype(jnp.float64) for v in (scale, translation))
    kernel = _KERNELS[kernel_type]
    rows, columns = (
        _weights(images.shape[1 + i], size[i], scale[i], translation[i], kernel, antialias)
        for i in (0, 1)
    )
    wide = images.astype(jnp.float64)
    result = jnp.einsum("yh,xw,nhwc->nyxc", rows, columns, wide, precision=lax.Precision.HIGHEST)
    return result.astype(jnp.float32)
