"""`mindspore.boost`: gradients summed over steps, and the training step."""

from msjax.boost.gradient_accumulation import (
    GradientAccumulation,
    gradient_accumulation_op,
    gradient_clear_op,
)
from msjax.boost.parameter_process import ParameterProcess
from msjax.boost.training import BoostTrainOneStepCell, BoostTrainOneStepWithLossScaleCell

__all__ = [
    "BoostTrainOneStepCell",
    "BoostTrainOneStepWithLossScaleCell",
    "GradientAccumulation",
    "ParameterProcess",
    "gradient_accumulation_op",
    "gradient_clear_op",
]
