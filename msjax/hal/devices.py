"""Which devices there are.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.hal.html
"""

from __future__ import annotations

from msjax._core._jaxcompat import has_started, jax

_TARGETS = ("CPU", "GPU", "Ascend")


def _check_target(name, device_target):
    if device_target not in _TARGETS:
        raise ValueError(
            f"For 'hal.{name}', the argument 'device_target' must be one of {list(_TARGETS)}, but "
            f"got {device_target}."
        )


def _devices(name, device_target):
    if device_target is None:
        return jax.local_devices()
    _check_target(name, device_target)
    if device_target == "Ascend":
        return []
    try:
        return jax.local_devices(backend=device_target.lower())
    except RuntimeError:
        return []


def is_available(device_target) -> bool:
    """Whether there is a device of a kind.

    Args:
        device_target: "CPU", "GPU" or "Ascend"; the last never is.

    Raises:
        ValueError: it is another one.
    """
    return bool(_devices("is_available", device_target))


def is_initialized(device_target) -> bool:
    """Whether JAX has started the devices of a kind: it does when the first array is made.

    Args:
        device_target: as for `is_available`.

    Raises:
        ValueError: it is another one.
    """
    _check_target("is_initialized", device_target)
    return has_started() and is_available(device_target)


def device_count(device_target=None) -> int:
    """Return how many devices of a kind there are.

    Args:
        device_target: as for `is_available`. Default: None, the kind that computes.

    Raises:
        ValueError: there is no such device.
    """
    return len(_found("device_count", device_target))


def _found(name, device_target):
    found = _devices(name, device_target)
    if not found:
        raise ValueError(
            f"{device_target} backend is not available on this machine; "
            "`mindspore.hal.is_available` tells which is."
        )
    return found


def _device(name, device_id, device_target):
    if not isinstance(device_id, int) or isinstance(device_id, bool):
        raise TypeError(
            f"The argument 'device_id' must be int, but got {device_id}, type is {type(device_id)}."
        )
    devices = _found(name, device_target)
    if not 0 <= device_id < len(devices):
        raise ValueError(
            f"For 'hal.{name}', the argument 'device_id' must be in [0, {len(devices)}), but got "
            f"{device_id}."
        )
    return devices[device_id]


def get_device_name(device_id, device_target=None) -> str:
    """Return the name of a device: "CPU", or the model of a GPU.

    Args:
        device_id: an int.
        device_target: as for `device_count`.

    Raises:
        TypeError: `device_id` is no int.
        ValueError: there is no such device.
    """
    device = _device("get_device_name", device_id, device_target)
    return "CPU" if device.platform == "cpu" else device.device_kind


def get_device_properties(device_id, device_target=None) -> dict | None:
    """Return name and memory of a GPU as a dict; None of a CPU, as in MindSpore.

    Args:
        device_id: an int.
        device_target: as for `device_count`.

    Raises:
        TypeError: `device_id` is no int.
        ValueError: there is no such device.
    """
    device = _device("get_device_properties", device_id, device_target)
    if device.platform == "cpu":
        return None
    counted = device.memory_stats() or {}
    return {"name": device.device_kind, "total_memory": counted.get("bytes_limit", 0)}


def get_device_capability(device_id, device_target=None) -> tuple[int, int] | None:
    """Return the compute capability of a GPU; None of a CPU, as in MindSpore.

    Args:
        device_id: an int.
        device_target: as for `device_count`.

    Raises:
        TypeError: `device_id` is no int.
        ValueError: there is no such device.
    """
    device = _device("get_device_capability", device_id, device_target)
    if device.platform == "cpu":
        return None
    major, _, minor = str(getattr(device, "compute_capability", "0.0")).partition(".")
    return int(major), int(minor or 0)


def get_arch_list(device_target=None) -> None:
    """Return None, as in MindSpore on a CPU: JAX compiles for the device that is there.

    Args:
        device_target: as for `is_available`.
    """
    _devices("get_arch_list", device_target)
