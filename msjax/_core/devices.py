"""Which JAX device a MindSpore device target means here. A target is a wish.

"GPU" and "Ascend" mean the best accelerator that JAX finds, and the CPU where there is none; that
is said once. With MSJAX_STRICT_DEVICE=1 it is an error. No JAX backend is started for a wish that
the installed packages already decide.
"""

from __future__ import annotations

import os
import warnings
from importlib.util import find_spec

from msjax._core._jaxcompat import jax

TARGETS = ("CPU", "GPU", "Ascend", "Davinci")
_PLUGINS = ("jax_cuda12_plugin", "jax_cuda13_plugin", "jax_rocm7_plugin", "jax_rocm60_plugin")
_told: set[str] = set()


class DeviceTargetWarning(UserWarning):
    """The program asked for a device that this machine does not have."""


def has_accelerator() -> bool:
    """Whether JAX can use an accelerator; starts a backend only where a plugin is installed."""
    platforms = os.environ.get("JAX_PLATFORMS", "").strip()
    if platforms and set(platforms.split(",")) <= {"cpu"}:
        return False
    if not any(find_spec(p) for p in _PLUGINS):
        return False
    return jax.default_backend() != "cpu" or any(d.platform != "cpu" for d in jax.devices())


def check_target(target: str) -> None:
    """Raise ValueError if `target` is no device target; no JAX backend is started."""
    if target not in TARGETS:
        raise ValueError(
            "For 'context.set_context', the argument 'device_target' must be one of "
            f"{list(TARGETS)}, "
            f"but got {target}."
        )


def resolve_device_target(target: str) -> str:
    """Return the platform ("cpu" or "gpu") that a device target means on this machine.

    Args:
        target: "CPU", "GPU" or "Ascend".

    Raises:
        ValueError: `target` is no device target.
    """
    check_target(target)
    return "gpu" if target != "CPU" and has_accelerator() else "cpu"


_NAMES = {"CPU": "CPU", "cpu": "CPU", "Ascend": "Ascend", "npu": "Ascend"}


def device_named(device: str) -> str:
    """Return the device target that the argument `device` of a function names.

    Args:
        device: "CPU", "cpu", "Ascend" or "npu".

    Raises:
        TypeError: `device` is no str.
        ValueError: it names no device that these functions take.
        NotImplementedError: it is "meta".
    """
    if not isinstance(device, str):
        raise TypeError(
            f"The input 'device' should be a str, but got {type(device)}; give 'CPU' or 'Ascend'."
        )
    if device == "meta":
        raise NotImplementedError(
            "device='meta': tensors without values are not supported; jax.eval_shape computes "
            "shapes and dtypes alone."
        )
    if device not in _NAMES:
        raise ValueError(
            f"Failed to convert the value \"{device}\" of input 'device' to enum: give one of "
            f"{list(_NAMES)}."
        )
    return _NAMES[device]


def use_device(target: str, device_id: int | None = None) -> None:
    """Run everything from now on on the device that a target means.

    Raises:
        RuntimeError: it is not here, and MSJAX_STRICT_DEVICE=1 is set.
    """
    platform = resolve_device_target(target)
    wanted = "cpu" if target == "CPU" else "gpu"
    if platform != wanted or target in ("Ascend", "Davinci"):
        _tell(target, platform)
    if platform == "cpu" and not has_accelerator():
        return
    devices = jax.devices(platform)
    index = device_id or 0
    if index >= len(devices):
        _tell(f"{target}:{index}", f"{platform}:0")
        index = 0
    jax.config.update("jax_default_device", devices[index])


def _tell(wanted: str, got: str) -> None:
    if os.environ.get("MSJAX_STRICT_DEVICE") == "1":
        raise RuntimeError(
            f"Unsupported device target {wanted}: JAX finds no such device (it would run on "
            f"{got}). "
            "Install JAX for it, or unset MSJAX_STRICT_DEVICE to run there."
        )
    if wanted not in _told:
        _told.add(wanted)
        warnings.warn(
            f"device_target {wanted} is not available to JAX here; running on {got}.",
            DeviceTargetWarning,
            stacklevel=4,
        )
