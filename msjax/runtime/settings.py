"""What MindSpore lets one tune about its runtime; JAX decides these itself.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.runtime.html
"""

from __future__ import annotations

from msjax.runtime.keeping import check_kind, is_kept, keep, refuse_second

_GROUP, _CAPTURE = "runtime.kernel_launch_group", "runtime.kernel_launch_capture"


def launch_blocking() -> None:
    """Ask for operators to be waited for; JAX's eager code on a CPU hardly runs ahead."""
    keep("runtime.launch_blocking", True)


def dispatch_threads_num(threads_num) -> None:
    """Choose how many threads dispatch operators.

    Args:
        threads_num: an int.

    Raises:
        TypeError: it is none.
    """
    check_kind("dispatch_threads_num", "threads_num", threads_num, int)
    keep("runtime.dispatch_threads_num", threads_num)


def set_cpu_affinity(
    enable_affinity, affinity_cpu_list=None, module_to_cpu_dict=None, bind_file=None
) -> None:
    """Bind threads to cores; `taskset` does so for a whole process.

    Args:
        enable_affinity: a bool.
        affinity_cpu_list: without effect. Default: None.
        module_to_cpu_dict: without effect. Default: None.
        bind_file: without effect. Default: None.

    Raises:
        TypeError: `enable_affinity` is no bool.
    """
    check_kind("set_cpu_affinity", "enable_affinity", enable_affinity, bool)
    keep("runtime.set_cpu_affinity", enable_affinity)


def set_memory(
    init_size="2GB",
    increase_size="2GB",
    max_size="1024GB",
    optimize_level="O0",
    huge_page_reserve_size="0GB",
) -> None:
    """Choose how memory is taken; the variables XLA_PYTHON_CLIENT_* of JAX do.

    Args:
        init_size: a str such as "2GB". Default: "2GB".
        increase_size: a str. Default: "2GB".
        max_size: a str. Default: "1024GB".
        optimize_level: a str. Default: "O0".
        huge_page_reserve_size: a str. Default: "0GB".

    Raises:
        TypeError: an argument is no str.
    """
    chosen = locals().copy()
    for name, value in chosen.items():
        check_kind("set_memory", name, value, str)
    keep("runtime.set_memory", chosen)


def set_kernel_launch_group(thread_num=2, kernel_group_num=8) -> None:
    """Choose how the operators of a compiled graph are spread over threads; without effect.

    Args:
        thread_num: an int from 1. Default: 2.
        kernel_group_num: an int, a multiple of `thread_num`. Default: 8.

    Raises:
        TypeError: an argument is no int.
        ValueError: an argument is out of range.
        RuntimeError: it was set before, or `set_kernel_launch_capture` was.
    """
    chosen = {"thread_num": thread_num, "kernel_group_num": kernel_group_num}
    for name, value in chosen.items():
        check_kind("set_kernel_launch_group", name, value, int)
    refuse_second(_GROUP)
    _refuse_both(_CAPTURE)
    for name, value in chosen.items():
        if value < 1:
            raise ValueError(f"The value of {name} should be at least 1, but got {value}.")
    if kernel_group_num % thread_num:
        raise ValueError(
            f"Invalid parameter value, kernel_group_num: {kernel_group_num} cannot be evenly "
            f"divisible by thread_num: {thread_num}."
        )
    keep(_GROUP, chosen, "XLA spreads the work of a program itself")


def set_kernel_launch_capture(enable_capture_graph, op_capture_skip=None) -> None:
    """Ask for compiled graphs to be launched as a whole; without effect: JAX does so.

    Args:
        enable_capture_graph: a bool.
        op_capture_skip: a list of names of operators. Default: None.

    Raises:
        TypeError: an argument is something else.
        RuntimeError: `set_kernel_launch_group` was called before.
    """
    check_kind("set_kernel_launch_capture", "enable_capture_graph", enable_capture_graph, bool)
    _refuse_both(_GROUP)
    if op_capture_skip is not None:
        check_kind("set_kernel_launch_capture", "op_capture_skip", op_capture_skip, list)
        for name in op_capture_skip:
            check_kind("set_kernel_launch_capture", "op_capture_skip", name, str)
    keep(_CAPTURE, enable_capture_graph, "JAX launches a program as a whole")


def _refuse_both(other):
    if is_kept(other):
        raise RuntimeError(
            "The kernel launch group and kernel launch capture can not be set together"
        )
