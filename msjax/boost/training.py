"""The training step of `boost`, which is that of `nn` where nothing is boosted.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.boost.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.nn import TrainOneStepCell, TrainOneStepWithLossScaleCell

# Parameters that MindSpore's checkpoints of the Cell hold, too.
_COUNTERS = ("accumulation_step", "step", "sync_tensor")
_FEATURES = {
    "adasum": "mindspore.nn.TrainOneStepCell trains without it",
    "dim_reduce": "mindspore.nn.TrainOneStepCell trains without it",
}


class BoostTrainOneStepCell(TrainOneStepCell):
    """One training step; see `nn.TrainOneStepCell`.

    Args:
        network: a Cell that returns the loss.
        optimizer: an `Optimizer`.
        sens: the cotangent of the loss, a number. Default: None, 1.0.

    Raises:
        NotImplementedError: the optimizer asks for `adasum` or `dim_reduce`.
    """

    def __init__(self, network, optimizer, sens=None):
        _check(type(self).__name__, optimizer)
        super().__init__(network, optimizer, 1.0 if sens is None else sens)
        for name in _COUNTERS:
            setattr(self, name, Parameter(Tensor(0, mstype.int32), name=name, requires_grad=False))


class BoostTrainOneStepWithLossScaleCell(TrainOneStepWithLossScaleCell):
    """One training step with a scaled loss; see `nn.TrainOneStepWithLossScaleCell`.

    Args:
        network: a Cell that returns the loss.
        optimizer: an `Optimizer`.
        scale_sense: a Tensor, or a Cell that manages the scale.

    Raises:
        NotImplementedError: the optimizer asks for `adasum` or `dim_reduce`.
    """

    def __init__(self, network, optimizer, scale_sense):
        _check(type(self).__name__, optimizer)
        super().__init__(network, optimizer, scale_sense)


def _check(owner, optimizer):
    for name, instead in _FEATURES.items():
        if getattr(optimizer, name, False):
            raise NotImplementedError(
                f"{owner}: {name}=True of the optimizer is not supported; {instead}."
            )
