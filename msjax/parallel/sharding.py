"""How programs say over which devices they run; in one process that changes no value.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.parallel.html
"""

from __future__ import annotations

import os

from msjax import log as logger
from msjax._core.errors import describe
from msjax.nn.cell import Cell

_strategy_file = {"mode": "", "path": ""}


def shard(fn, in_strategy, out_strategy=None, parameter_plan=None):
    """Say how inputs and outputs are split over devices; return the function or Cell as it is.

    Args:
        fn: a function or Cell.
        in_strategy: a tuple with a tuple of ints, or a `Layout`, per input.
        out_strategy: likewise, per output. Default: None.
        parameter_plan: a dict from a Parameter's name to a tuple or `Layout`. Default: None.

    Returns:
        `fn`, as MindSpore returns it in one process.
    """
    logger.info("shard(in_strategy=%r) has no effect in one process.", in_strategy)
    return fn


def reshard(tensor, layout):
    """Split a tensor over devices in another way; with one device it stays as it is.

    Args:
        tensor: a Tensor.
        layout: a `Layout`.

    Returns:
        `tensor`, as MindSpore returns it in one process.
    """
    logger.info("reshard(layout=%r) has no effect in one process.", layout)
    return tensor


def sync_pipeline_shared_parameters(net) -> None:
    """Give Parameters that several pipeline stages share one value; one process has one of each.

    Args:
        net: a Cell.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(net, Cell):
        raise TypeError(
            "For 'sync_pipeline_shared_parameters', the argument 'net' should be a Cell, but got "
            f"{describe(net)}."
        )


def parameter_broadcast(net, layout, cur_rank=0, initial_rank=0) -> None:
    """Give copies of Parameters on other devices one value; one process has one of each.

    Args:
        net: a Cell.
        layout: a dict of layouts by Parameter name.
        cur_rank: this process's rank, 0. Default: 0.
        initial_rank: the first rank of this pipeline stage, 0. Default: 0.

    Raises:
        ValueError: a rank is not 0.
    """
    for name, rank in (("cur_rank", cur_rank), ("initial_rank", initial_rank)):
        if rank != 0:
            raise ValueError(
                f"For 'parameter_broadcast', '{name}' must be 0, msjax runs one process, but got "
                f"{rank!r}."
            )


def set_op_strategy_config(mode="SAVE", path="") -> None:
    """Name the file that a found way to split a network goes to or comes from; none is found here.

    Args:
        mode: "SAVE" or "LOAD". Default: "SAVE".
        path: an absolute path of a .json file.

    Raises:
        KeyError: there is no such mode, or the path is not absolute or no .json file.
    """
    check_strategy_path(path, "File path")
    if mode not in ("SAVE", "LOAD"):
        raise KeyError(f"Type must be 'SAVE' or 'LOAD', but got {mode!r}")
    logger.info("set_op_strategy_config(path=%r) has no effect in one process.", path)
    _strategy_file.update(mode=mode, path=path)


def check_strategy_path(path, shown) -> None:
    """Refuse what is no absolute path of a .json file.

    Raises:
        KeyError: it is none.
    """
    if not os.path.isabs(path):
        raise KeyError(f"{shown} must be an absolute path, but got {path!r}")
    if not path.endswith(".json"):
        raise KeyError(f"File type must be .json, but got {path!r}")
