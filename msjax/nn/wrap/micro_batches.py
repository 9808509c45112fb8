"""Networks that run on parts of a batch, one after the other.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.MicroBatchInterleaved.html
"""

from __future__ import annotations

from msjax.nn.cell import Cell
from msjax.nn.number_checks import check_positive_int, check_type


class MicroBatches(Cell):
    """What networks that run on parts of a batch share."""

    _count = "micro_size"

    def __init__(self, network, count):
        super().__init__(auto_prefix=False)
        name = type(self).__name__
        check_type(network, "network", name, Cell)
        check_positive_int(count, self._count, name)
        self.network = network
        setattr(self, self._count, count)

    def construct(self, *inputs):
        """Return the sum of the network's results."""
        count = getattr(self, self._count)
        results = [self.network(*[self._part(x, i, count) for x in inputs]) for i in range(count)]
        return sum(results[1:], results[0])

    def _part(self, x, i, count):
        if x.shape[0] % count:
            raise ValueError(
                f"For '{type(self).__name__}', the batch must be a multiple of '{self._count}', "
                f"{count}, but got an input of shape {x.shape}."
            )
        size = x.shape[0] // count
        return x[i * size : (i + 1) * size]


class GradAccumulationCell(MicroBatches):
    """Sums the results of a network over the parts of a batch.

    Args:
        network: a Cell, whose results are summed.
        micro_size: how many parts there are.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `micro_size` is not positive, or no divisor of the batch.
    """

    def __init__(self, network, micro_size):
        super().__init__(network, micro_size)


class MicroBatchInterleaved(MicroBatches):
    """Sums the results of a network over the parts of a batch, which devices may overlap.

    Args:
        network: a Cell, whose results are summed.
        interleave_num: how many parts there are. Default: 2.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `interleave_num` is not positive, or no divisor of the batch.
    """

    _count = "interleave_num"

    def __init__(self, network, interleave_num=2):
        super().__init__(network, interleave_num)
