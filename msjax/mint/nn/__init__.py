"""The PyTorch-style layers of `mindspore.mint.nn`, and their functions (`mint.nn.functional`).

Layers that `mindspore.nn` has too are the same classes here.
"""

# isort: off
from msjax.mint.nn import functional  # the layers' modules take it from here

# isort: on
from msjax._core.missing import missing_attribute as _missing_attribute
from msjax._core.namespace import namespace as _namespace
from msjax.mint.nn import activation as _activation
from msjax.mint.nn import conv as _conv
from msjax.mint.nn import loss as _loss
from msjax.mint.nn import normalization as _normalization
from msjax.mint.nn import padding as _padding
from msjax.mint.nn import pooling as _pooling
from msjax.mint.nn.activation import *  # noqa: F403
from msjax.mint.nn.activation import SoftmaxExt as Softmax
from msjax.mint.nn.basic import (
    Flatten,
    Fold,
    PixelShuffle,
    UpsamplingBilinear2d,
    UpsamplingNearest2d,
)
from msjax.mint.nn.basic import UnfoldExt as Unfold
from msjax.mint.nn.basic import UpsampleExt as Upsample
from msjax.mint.nn.conv import *  # noqa: F403
from msjax.mint.nn.loss import *  # noqa: F403
from msjax.mint.nn.normalization import *  # noqa: F403
from msjax.mint.nn.padding import *  # noqa: F403
from msjax.mint.nn.pooling import *  # noqa: F403
from msjax.nn import AdaptiveMaxPool2d, Cell, Identity, Linear, ReLU, SoftMarginLoss
from msjax.nn import AvgPool1dExt as AvgPool1d
from msjax.nn import AvgPool2dExt as AvgPool2d
from msjax.nn import AvgPool3dExt as AvgPool3d
from msjax.nn import Dropout2dExt as Dropout2d
from msjax.nn import DropoutExt as Dropout
from msjax.nn import EmbeddingExt as Embedding
from msjax.nn import HShrink as Hardshrink
from msjax.nn import HSigmoid as Hardsigmoid
from msjax.nn import HSwish as Hardswish
from msjax.nn import L1LossExt as L1Loss
from msjax.nn import LayerNormExt as LayerNorm
from msjax.nn import LogSoftmaxExt as LogSoftmax
from msjax.nn import MaxPool2dExt as MaxPool2d
from msjax.nn import PReLUExt as PReLU
from msjax.nn import SoftShrink as Softshrink

__all__ = [
    "AdaptiveMaxPool2d",
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "Cell",
    "Dropout",
    "Dropout2d",
    "Embedding",
    "Flatten",
    "Fold",
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Identity",
    "L1Loss",
    "LayerNorm",
    "Linear",
    "LogSoftmax",
    "MaxPool2d",
    "PReLU",
    "PixelShuffle",
    "ReLU",
    "SoftMarginLoss",
    "Softmax",
    "Softshrink",
    "Unfold",
    "Upsample",
    "UpsamplingBilinear2d",
    "UpsamplingNearest2d",
    "functional",
]
_MODULES = (_activation, _conv, _loss, _normalization, _padding, _pooling)
__all__ += sorted({n for m in _MODULES for n in m.__all__} - {"SoftmaxExt"})

__getattr__, __dir__ = _namespace(globals(), "mint.nn", _missing_attribute)
