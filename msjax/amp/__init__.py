"""Mixed precision: which parts of a network compute in float16 or bfloat16, and scaled losses.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.amp.html
"""

from msjax.amp.levels import auto_mixed_precision, custom_mixed_precision
from msjax.amp.lists import get_black_list, get_white_list
from msjax.amp.loss_scale_manager import (
    DynamicLossScaleManager,
    FixedLossScaleManager,
    LossScaleManager,
)
from msjax.amp.loss_scaler import (
    DynamicLossScaler,
    LossScaler,
    StaticLossScaler,
    _grad_scale_map,  # noqa: F401 - programs derive scalers from it
    _grad_unscale_map,  # noqa: F401
    all_finite,
)
from msjax.amp.train_network import build_train_network

__all__ = [
    "DynamicLossScaleManager",
    "DynamicLossScaler",
    "FixedLossScaleManager",
    "LossScaleManager",
    "LossScaler",
    "StaticLossScaler",
    "all_finite",
    "auto_mixed_precision",
    "build_train_network",
    "custom_mixed_precision",
    "get_black_list",
    "get_white_list",
]
