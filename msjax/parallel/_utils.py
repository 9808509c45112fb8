"""What training code in MindSpore's manner asks of the parallel context before it reduces."""

from __future__ import annotations

from msjax._core.context import get_auto_parallel_context
from msjax._core.world import get_group_size


def _get_parallel_mode() -> str:
    """Return the mode set by `set_auto_parallel_context`."""
    return get_auto_parallel_context("parallel_mode")


def _get_gradients_mean() -> bool:
    """Return whether gradients of several devices are averaged."""
    return get_auto_parallel_context("gradients_mean")


def _get_device_num() -> int:
    """Return the number of devices that was set, else of processes."""
    number = get_auto_parallel_context("device_num")
    return number if number > 1 else get_group_size()
