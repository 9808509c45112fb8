"""Cells around a network: with its loss, with a training step, with loss scaling."""

from msjax.nn.wrap.grad_reducer import DistributedGradReducer
from msjax.nn.wrap.loss_scale import (
    DynamicLossScaleUpdateCell,
    FixedLossScaleUpdateCell,
    TrainOneStepWithLossScaleCell,
)
from msjax.nn.wrap.micro_batches import GradAccumulationCell, MicroBatchInterleaved
from msjax.nn.wrap.training import (
    ForwardValueAndGrad,
    TrainOneStepCell,
    WithEvalCell,
    WithLossCell,
)
from msjax.nn.wrap.updates import ParameterUpdate, WithGradCell

__all__ = [
    "DistributedGradReducer",
    "DynamicLossScaleUpdateCell",
    "FixedLossScaleUpdateCell",
    "ForwardValueAndGrad",
    "GradAccumulationCell",
    "MicroBatchInterleaved",
    "ParameterUpdate",
    "TrainOneStepCell",
    "TrainOneStepWithLossScaleCell",
    "WithEvalCell",
    "WithGradCell",
    "WithLossCell",
]
