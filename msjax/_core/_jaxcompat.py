"""The one place that configures JAX and that may touch anything of it that is not public."""

from __future__ import annotations

from typing import Any

import jax
from jax._src import xla_bridge
from jax.core import ShapedArray, Tracer
from jax.extend.core import Primitive, jaxpr_as_fun
from jax.interpreters import ad, batching, mlir
from jax.sharding import SingleDeviceSharding

from msjax._core.compile_cache import use_compile_cache

try:
    from jaxlib._jax import batched_device_put
except ImportError:  # another JAX has it elsewhere: the public way is only slower
    batched_device_put = None

# MindSpore's default integer is int64 and its double is a real double: JAX must not narrow either.
jax.config.update("jax_enable_x64", True)

config: Any = jax.config  # its attributes are made at run time

# MindSpore multiplies float32 matrices in float32 on every device; JAX's own default is TF32 on
# GPUs.
if config.jax_default_matmul_precision is None:
    jax.config.update("jax_default_matmul_precision", "highest")

use_compile_cache()  # where the environment asks for it

_shardings: dict[object, SingleDeviceSharding] = {}


def to_device(array):
    """Put a NumPy array that nothing else writes to on the default device, as one JAX array.

    `jax.device_put` does the same in seven times the time, most of it to accept anything else.
    """
    device = config.jax_default_device
    if batched_device_put is None or isinstance(device, str):
        return jax.device_put(array)
    sharding = _shardings.get(device)
    if sharding is None:
        chosen = device or jax.devices()[0]
        sharding = _shardings[device] = SingleDeviceSharding(chosen)
    aval = ShapedArray(array.shape, array.dtype)
    # Uncommitted, as `jax.device_put(array)` is: a program whose state became committed after its
    # first step would be compiled twice.
    return batched_device_put(aval, sharding, [array], [sharding._device], False)


def has_started() -> bool:
    """Tell whether JAX has looked for devices; asking for them would make it do so."""
    return xla_bridge.backends_are_initialized()


__all__ = [
    "Primitive",
    "ShapedArray",
    "Tracer",
    "ad",
    "batching",
    "has_started",
    "jax",
    "jaxpr_as_fun",
    "mlir",
    "to_device",
]
