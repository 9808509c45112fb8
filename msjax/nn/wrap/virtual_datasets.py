"""Marks for the inputs that MindSpore's compiler splits over devices; one device needs none.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.VirtualDatasetCellTriple.html
"""

from __future__ import annotations

from msjax.nn.cell import Cell


class _VirtualDatasetCell(Cell):
    """Runs a network whose inputs are batches.

    Args:
        backbone: a Cell or function.
    """

    def __init__(self, backbone):
        super().__init__(auto_prefix=False)
        self._backbone = backbone

    def construct(self, *inputs):
        """Run the network."""
        return self._backbone(*inputs)


class VirtualDatasetCellTriple(_VirtualDatasetCell):
    """Runs a network of three inputs that are batches.

    Args:
        backbone: a Cell or function of three inputs.

    Inputs: `a`, `b` and `c`.

    Returns:
        The network's outputs.
    """

    def construct(self, a, b, c):
        """Run the network."""
        return self._backbone(a, b, c)
