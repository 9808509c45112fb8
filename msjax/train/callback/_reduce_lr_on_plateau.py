"""Lowers the learning rate of a training that does not improve any more.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.ReduceLROnPlateau.html
"""

from __future__ import annotations

from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.train.arguments import check_int, check_kind
from msjax.train.callback._monitored import MonitoredCallback


class ReduceLROnPlateau(MonitoredCallback):
    """Multiplies the learning rate by a factor when a measure has not improved for some epochs.

    Args:
        monitor: "loss", the loss of the last step; in `Model.fit` also "eval_loss" or the name of
            a metric. Default: "eval_loss".
        factor: what the learning rate is multiplied by, between 0 and 1. Default: 0.1.
        patience: how many epochs without improvement lower it. Default: 10.
        verbose: whether a lower learning rate is printed. Default: False.
        mode: "min": smaller is better; "max": larger is; "auto": the name tells. Default: "auto".
        min_delta: by how much it has to be better than the best so far. Default: 1e-4.
        cooldown: for how many epochs no others are counted after it was lowered. Default: 0.
        min_lr: what the learning rate does not fall below. Default: 0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `mode` is another, a number is out of range, the learning rate is no Parameter
            (it is a schedule, or there are groups), or the measure is no single number.
    """

    def __init__(
        self,
        monitor="eval_loss",
        factor=0.1,
        patience=10,
        verbose=False,
        mode="auto",
        min_delta=1e-4,
        cooldown=0,
        min_lr=0,
    ):
        super().__init__(monitor, min_delta, patience, verbose, mode)
        self.factor = _checked_factor(factor)
        self.cooldown = check_int(cooldown, 0)
        self.min_lr = check_kind("min_lr", min_lr, float, int)
        self.cooldown_counter = 0

    def on_train_begin(self, run_context):
        """Forget what other trainings had."""
        self._begin()
        self.cooldown_counter = 0

    def on_train_epoch_end(self, run_context):
        """Compare the measure, and lower the learning rate if it is time."""
        cb_params = run_context.original_args()
        rate = cb_params.optimizer.learning_rate
        if not isinstance(rate, Parameter):
            raise ValueError(
                "ReduceLROnPlateau does not support dynamic learning rate and group learning rate "
                f"now, but got one of {type(rate).__name__}; give the optimizer a number."
            )
        current = self._monitored(cb_params)
        if current is None:
            return
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_improvement(current, self.best):
            self.best = current
            self.wait = 0
        elif self.cooldown_counter <= 0:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(rate, cb_params.cur_epoch_num)
                self.cooldown_counter = self.cooldown
                self.wait = 0

    def _reduce(self, rate, epoch):
        if not rate > Tensor(self.min_lr):
            return
        new = max(rate * self.factor, self.min_lr)
        rate.set_data(Tensor(new, rate.dtype))
        if self.verbose:
            print(f"Epoch {epoch:05d}: ReduceLROnPlateau reducing learning rate to {new}.")


def _checked_factor(factor):
    if not isinstance(factor, float):
        raise TypeError(f"The input value must be 'float', but got '{type(factor).__name__}'.")
    if not 0.0 < factor < 1.0:
        raise ValueError(
            f"The input value must be in range of (0.0, 1.0), but got {factor} with type 'float'."
        )
    return factor
