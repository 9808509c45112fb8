"""`auto_parallel_context()`: the object behind `set_auto_parallel_context`.

Programs of 1.x set by it how gradients of several devices are put together; one process has
nothing to put together.
"""

from __future__ import annotations

from msjax import log as logger
from msjax._core.context import (
    get_auto_parallel_context,
    reset_auto_parallel_context,
    set_auto_parallel_context,
)

__all__ = [
    "auto_parallel_context",
    "get_auto_parallel_context",
    "reset_auto_parallel_context",
    "set_auto_parallel_context",
]
_OPTIONS = (
    "device_num",
    "global_rank",
    "gradients_mean",
    "gradient_fp32_sync",
    "parallel_mode",
    "parameter_broadcast",
    "full_batch",
    "strategy_ckpt_load_file",
    "strategy_ckpt_save_file",
    "enable_parallel_optimizer",
    "pipeline_stages",
    "grad_accumulation_step",
)


class _AutoParallelContext:
    """Options of parallel training, each with a method `get_…` and `set_…`."""

    def __getattr__(self, name):
        kind, _, option = name.partition("_")
        if kind == "get" and option in _OPTIONS:
            return lambda: get_auto_parallel_context(option)
        if kind == "set" and option in _OPTIONS:
            return lambda value: set_auto_parallel_context(**{option: value})
        raise AttributeError(
            f"auto_parallel_context() has no '{name}' in msjax, which runs one process; known are "
            f"get_ and set_ of {', '.join(_OPTIONS)}."
        )

    def set_all_reduce_fusion_split_indices(self, indices, group="") -> None:
        """Choose which gradients are sent together: here none are sent.

        Args:
            indices: a list of ints.
            group: a str. Default: "".
        """
        logger.info("set_all_reduce_fusion_split_indices has no effect in one process.")

    def set_all_reduce_fusion_split_sizes(self, sizes, group="") -> None:
        """Choose how much of gradients is sent together: here none are sent.

        Args:
            sizes: a list of ints.
            group: a str. Default: "".
        """
        logger.info("set_all_reduce_fusion_split_sizes has no effect in one process.")

    def set_enable_all_reduce_fusion(self, enable_all_reduce_fusion) -> None:
        """Choose whether gradients are sent together: here none are sent.

        Args:
            enable_all_reduce_fusion: a bool.

        Raises:
            TypeError: it is none.
        """
        if not isinstance(enable_all_reduce_fusion, bool):
            raise TypeError(
                "For 'auto_parallel_context().set_enable_all_reduce_fusion', the argument "
                "'enable_fusion' must be bool, but got the type: "
                f"{type(enable_all_reduce_fusion)}."
            )
        logger.info("set_enable_all_reduce_fusion has no effect in one process.")


_context = _AutoParallelContext()


def auto_parallel_context() -> _AutoParallelContext:
    """Return the one object that has the options."""
    return _context
