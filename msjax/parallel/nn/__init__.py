"""`mindspore.parallel.nn`: Cells for training over devices; here one runs them."""

from msjax.parallel.nn.parallel_cell_wrapper import (
    GradAccumulation,
    MicroBatchInterleaved,
    Pipeline,
    PipelineCell,
)
from msjax.parallel.nn.parallel_grad_reducer import PipelineGradReducer

__all__ = [
    "GradAccumulation",
    "MicroBatchInterleaved",
    "Pipeline",
    "PipelineCell",
    "PipelineGradReducer",
]
