"""Colours of images, in the last axis: RGB and HSV, hue and saturation."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy


def _check(name, x, least):
    if x.ndim < least or x.shape[-1] != 3:
        raise ExplainedValueError(
            f"For '{name}', the images must have at least {least} axes, the last of length 3, but "
            f"the shape is {x.shape}."
        )


def _to_hsv(x):
    red, green, blue = jnp.moveaxis(x, -1, 0)
    value, least = jnp.max(x, -1), jnp.min(x, -1)
    spread = value - least
    safe = jnp.where(spread == 0, 1, spread)
    hue = jnp.where(
        value == red,
        (green - blue) / safe,
        jnp.where(value == green, 2 + (blue - red) / safe, 4 + (red - green) / safe),
    )
    hue = jnp.where(spread == 0, 0, hue / 6 % 1)
    saturation = jnp.where(value > 0, spread / jnp.where(value > 0, value, 1), 0)
    return jnp.stack([hue, saturation, value], -1)


def _to_rgb(x):
    hue, saturation, value = jnp.moveaxis(x, -1, 0)
    sector = hue * 6
    parts = [jnp.abs(sector - 3) - 1, 2 - jnp.abs(sector - 2), 2 - jnp.abs(sector - 4)]
    colors = [jnp.clip(p, 0, 1) for p in parts]
    return jnp.stack([((c - 1) * saturation + 1) * value for c in colors], -1)


@operator("ops.RGBToHSV()(images)", promote=only_real_floating, samples=("unit[1, 2, 2, 3]",))
def rgb_to_hsv(x):
    """Convert red, green and blue to hue, saturation and value."""
    _check("RGBToHSV", x, 1)
    return _to_hsv(x)


@operator("ops.HSVToRGB()(x)", promote=only_real_floating, samples=("probability[1, 2, 2, 3]",))
def hsv_to_rgb(x):
    """Convert hue, saturation and value to red, green and blue."""
    _check("HSVToRGB", x, 1)
    return _to_rgb(x)


@operator(
    "ops.AdjustHue()(image, delta)",
    promote=only_real_floating,
    samples=("probability[2, 2, 3], 0.2",),
)
def adjust_hue(x, delta):
    """Turn the hue by a part of the circle."""
    _check("AdjustHue", x, 3)
    hue, saturation, value = jnp.moveaxis(_to_hsv(x), -1, 0)
    turned = (hue + jnp.asarray(delta, x.dtype)) % 1
    return _to_rgb(jnp.stack([turned, saturation, value], -1))


@operator(
    "ops.AdjustSaturation()(image, scale)",
    promote=only_real_floating,
    samples=("probability[2, 2, 3], 0.5",),
)
def adjust_saturation(x, scale):
    """Multiply the saturation, limited to 1."""
    _check("AdjustSaturation", x, 3)
    hue, saturation, value = jnp.moveaxis(_to_hsv(x), -1, 0)
    scaled = jnp.clip(saturation * jnp.asarray(scale, x.dtype), 0, 1)
    return _to_rgb(jnp.stack([hue, scaled, value], -1))
