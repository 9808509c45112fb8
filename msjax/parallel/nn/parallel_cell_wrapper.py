"""Networks that run on parts of a batch, with the names of `mindspore.parallel.nn`.

Source: https://www.mindspore.cn/docs/en/master/api_python/parallel/mindspore.parallel.nn.Pipeline.html
"""

from __future__ import annotations

from msjax.nn import wrap

__all__ = ["GradAccumulation", "MicroBatchInterleaved", "Pipeline", "PipelineCell"]


class PipelineCell(wrap.PipelineCell):
    """Sums the results of a network over the parts of a batch, which pipeline stages take in turn.

    Args:
        network: a Cell, whose results are summed.
        micro_size: how many parts there are.
        stage_config: a dict from the name of a Cell inside the network to its pipeline stage, which
            is noted in the Cell; all stages run in this process. Default: None.
        segment_config: likewise, the segment of a stage. Default: None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `micro_size` is not positive, or no divisor of the batch.
        KeyError: the network has no Cell of a name.
    """


class Pipeline(PipelineCell):
    """`PipelineCell` under the name that programs should use."""


class MicroBatchInterleaved(wrap.MicroBatchInterleaved):
    """Sums the results of a network over the parts of a batch, which devices may overlap.

    Args:
        network: a Cell, whose results are summed.
        interleave_num: how many parts there are. Default: 2.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `interleave_num` is not positive, or no divisor of the batch.
    """


class GradAccumulation(wrap.GradAccumulationCell):
    """Sums the results of a network over the parts of a batch.

    Args:
        network: a Cell, whose results are summed.
        micro_size: how many parts there are.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `micro_size` is not positive, or no divisor of the batch.
    """
