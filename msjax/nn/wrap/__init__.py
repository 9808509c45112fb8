"""Cells around a network: with its loss, with a training step, with loss scaling."""

from msjax.nn.wrap.adasum import AdaSumByDeltaWeightWrapCell, AdaSumByGradWrapCell
from msjax.nn.wrap.grad_reducer import DistributedGradReducer
from msjax.nn.wrap.loss_scale import (
    DynamicLossScaleUpdateCell,
    FixedLossScaleUpdateCell,
    TrainOneStepWithLossScaleCell,
)
from msjax.nn.wrap.micro_batches import GradAccumulationCell, MicroBatchInterleaved
from msjax.nn.wrap.pipeline import PipelineCell, PipelineGradReducer
from msjax.nn.wrap.training import (
    ForwardValueAndGrad,
    TrainOneStepCell,
    WithEvalCell,
    WithLossCell,
)
from msjax.nn.wrap.updates import ParameterUpdate, WithGradCell
from msjax.nn.wrap.virtual_datasets import VirtualDatasetCellTriple

__all__ = [
    "AdaSumByDeltaWeightWrapCell",
    "AdaSumByGradWrapCell",
    "DistributedGradReducer",
    "DynamicLossScaleUpdateCell",
    "FixedLossScaleUpdateCell",
    "ForwardValueAndGrad",
    "GradAccumulationCell",
    "MicroBatchInterleaved",
    "ParameterUpdate",
    "PipelineCell",
    "PipelineGradReducer",
    "TrainOneStepCell",
    "TrainOneStepWithLossScaleCell",
    "VirtualDatasetCellTriple",
    "WithEvalCell",
    "WithGradCell",
    "WithLossCell",
]
