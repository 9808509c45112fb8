"""What happens in a training or an evaluation besides the steps.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.train.html
"""

from msjax.train.callback._backup_and_restore import BackupAndRestore
from msjax.train.callback._callback import (
    Callback,
    CallbackManager,
    InternalCallbackParam,
    RunContext,
    set_cur_net,
)
from msjax.train.callback._checkpoint import CheckpointConfig, ModelCheckpoint
from msjax.train.callback._checkpoint_files import CheckpointManager
from msjax.train.callback._early_stop import EarlyStopping
from msjax.train.callback._flops_collector import FlopsUtilizationCollector
from msjax.train.callback._history import History
from msjax.train.callback._lambda_callback import LambdaCallback
from msjax.train.callback._loss_monitor import LossMonitor
from msjax.train.callback._lr_scheduler_callback import LearningRateScheduler
from msjax.train.callback._on_request_exit import OnRequestExit
from msjax.train.callback._reduce_lr_on_plateau import ReduceLROnPlateau
from msjax.train.callback._refused import SummaryLandscape, TrainFaultTolerance
from msjax.train.callback._summary_collector import SummaryCollector
from msjax.train.callback._time_monitor import TimeMonitor

__all__ = [
    "BackupAndRestore",
    "Callback",
    "CheckpointConfig",
    "EarlyStopping",
    "FlopsUtilizationCollector",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "LossMonitor",
    "ModelCheckpoint",
    "OnRequestExit",
    "ReduceLROnPlateau",
    "RunContext",
    "SummaryCollector",
    "SummaryLandscape",
    "TimeMonitor",
    "TrainFaultTolerance",
]

# The names by which programs find these here.
_CallbackManager = CallbackManager
_InternalCallbackParam = InternalCallbackParam
_CheckpointManager = CheckpointManager
_set_cur_net = set_cur_net
