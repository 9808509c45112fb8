"""What MindSpore lets one tune about its runtime; JAX decides these itself.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.runtime.html
"""

from __future__ import annotations

from msjax import log as logger


def _check(name, argument, value, kind):
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(
            f"For '{name}', the argument '{argument}' must be {kind.__name__}, but got "
            f"{type(value)}."
        )


def _say(name):
    logger.info("mindspore.runtime.%s has no effect: JAX decides it itself.", name)


def launch_blocking() -> None:
    """Ask for operators to be waited for; JAX's eager code on a CPU hardly runs ahead."""
    _say("launch_blocking")


def dispatch_threads_num(threads_num) -> None:
    """Choose how many threads dispatch operators.

    Args:
        threads_num: an int.

    Raises:
        TypeError: it is none.
    """
    _check("dispatch_threads_num", "threads_num", threads_num, int)
    _say("dispatch_threads_num")


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
    _check("set_cpu_affinity", "enable_affinity", enable_affinity, bool)
    _say("set_cpu_affinity")


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
    for name, value in locals().copy().items():
        _check("set_memory", name, value, str)
    _say("set_memory")
