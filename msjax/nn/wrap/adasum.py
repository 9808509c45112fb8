"""AdaSum, which adds gradients of at least 16 devices by their directions.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.AdaSumByGradWrapCell.html
"""

from __future__ import annotations

from typing import NoReturn

from msjax._core.context import ParallelMode, get_auto_parallel_context
from msjax.nn.cell import Cell


def _refuse(name) -> NoReturn:
    if get_auto_parallel_context("parallel_mode") == ParallelMode.STAND_ALONE:
        raise RuntimeError(
            f"Stand alone mode is not supported to apply adasum. {name} needs 16 devices, but "
            "msjax runs one process: use the optimizer itself."
        )
    raise RuntimeError(
        "The device_num must be at least 16 and must be the power of 2 when applying adasum. "
        f"{name} got 1: msjax runs one process; use the optimizer itself."
    )


class AdaSumByGradWrapCell(Cell):
    """An optimizer of gradients that AdaSum has added; one process cannot have it.

    Args:
        optimizer: an `Optimizer`.

    Raises:
        RuntimeError: always, as in MindSpore with fewer than 16 devices.
    """

    def __init__(self, optimizer):
        super().__init__(auto_prefix=False)
        _refuse("AdaSumByGradWrapCell")


class AdaSumByDeltaWeightWrapCell(Cell):
    """An optimizer whose updates AdaSum adds; one process cannot have it.

    Args:
        optimizer: an `Optimizer`.

    Raises:
        RuntimeError: always, as in MindSpore with fewer than 16 devices.
    """

    def __init__(self, optimizer):
        super().__init__(auto_prefix=False)
        _refuse("AdaSumByDeltaWeightWrapCell")
