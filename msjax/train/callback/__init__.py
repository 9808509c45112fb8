"""What happens in a training or an evaluation besides the steps.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.train.html
"""

from msjax.train.callback._backup_and_restore import BackupAndRestore
from msjax.train.callback._callback import (
    Callback,
    RunContext,
)
from msjax.train.callback._callback import (  # names that programs use, too
    CallbackManager as _CallbackManager,  # noqa: F401
)
from msjax.train.callback._callback import (
    InternalCallbackParam as _InternalCallbackParam,  # noqa: F401
)
from msjax.train.callback._checkpoint import CheckpointConfig, ModelCheckpoint
from msjax.train.callback._checkpoint_files import (
    CheckpointManager as _CheckpointManager,  # noqa: F401
)
from msjax.train.callback._early_stop import EarlyStopping
from msjax.train.callback._history import History
from msjax.train.callback._lambda_callback import LambdaCallback
from msjax.train.callback._loss_monitor import LossMonitor
from msjax.train.callback._lr_scheduler_callback import LearningRateScheduler
from msjax.train.callback._reduce_lr_on_plateau import ReduceLROnPlateau
from msjax.train.callback._time_monitor import TimeMonitor

__all__ = [
    "BackupAndRestore",
    "Callback",
    "CheckpointConfig",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "LossMonitor",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "RunContext",
    "TimeMonitor",
]
