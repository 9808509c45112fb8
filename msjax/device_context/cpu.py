"""The CPU: always there; its threads are XLA's.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.device_context.html
"""

from __future__ import annotations

from msjax.runtime.keeping import check_kind, keep, refuse_second

__all__ = ["device_count", "is_available", "threads_num"]

_THREADS = "device_context.cpu.op_tuning.threads_num"


def is_available() -> bool:
    """Whether there is a CPU: True."""
    return True


def device_count() -> int:
    """Return how many CPUs there are to JAX and MindSpore alike: 1."""
    return 1


def threads_num(num) -> None:
    """Choose how many threads an operator runs on; without effect, XLA uses all cores.

    Args:
        num: an int above 0. `taskset` bounds the cores of a whole process.

    Raises:
        TypeError: `num` is no int.
        ValueError: `num` is not above 0.
        RuntimeError: it was set before.
    """
    check_kind("threads_num", "num", num, int)
    refuse_second(_THREADS)
    if num <= 0:
        raise ValueError(f"For 'threads_num', the 'num' must be int and must > 0, but got {num}.")
    keep(_THREADS, num, "XLA uses all cores of the process")
