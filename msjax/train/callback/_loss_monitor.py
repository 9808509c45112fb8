"""Prints the loss while a network is trained.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.LossMonitor.html
"""

from __future__ import annotations

import math

from msjax.train.arguments import check_int
from msjax.train.callback._callback import Callback, _handle_loss


class LossMonitor(Callback):
    """Prints the loss, and in `Model.fit` the metrics; ends a training whose loss is not finite.

    Args:
        per_print_times: after how many steps the loss is printed; 0: never. Default: 1.

    Raises:
        TypeError: `per_print_times` is no int.
        ValueError: it is negative.
    """

    def __init__(self, per_print_times=1):
        super().__init__()
        self._per_print_times = check_int(per_print_times, 0)
        self._last_print_time = 0

    def step_end(self, run_context):
        """Print the loss, if it is time.

        Raises:
            ValueError: the loss is infinite or NaN.
        """
        cb_params = run_context.original_args()
        epoch = cb_params.get("cur_epoch_num", 1)
        step = (cb_params.cur_step_num - 1) % cb_params.batch_num + 1
        loss = _handle_loss(cb_params.net_outputs)
        if isinstance(loss, float) and not math.isfinite(loss):
            raise ValueError(
                f"In epoch: {epoch} step: {step}, loss is NAN or INF, training process cannot "
                "continue, terminating training; lower the learning rate or check the data."
            )
        if self._per_print_times == 0:
            return
        self._follow(cb_params)
        if cb_params.cur_step_num - self._last_print_time >= self._per_print_times:
            self._last_print_time = cb_params.cur_step_num
            print(f"epoch: {epoch} step: {step}, loss is {loss}", flush=True)

    def _follow(self, cb_params):
        """Go back with the steps: another training begins with the first one again."""
        behind = self._last_print_time - cb_params.cur_step_num
        if behind >= 0:
            steps = max(self._per_print_times, _steps_per_call(cb_params))
            self._last_print_time -= (behind // steps + 1) * steps

    def on_train_epoch_end(self, run_context):
        """Print the metrics of an evaluation in `Model.fit`."""
        cb_params = run_context.original_args()
        metrics = cb_params.get("metrics")
        if metrics:
            print(f"Eval result: epoch {cb_params.cur_epoch_num}, metrics: {metrics}")


def _steps_per_call(cb_params):
    return cb_params.batch_num if cb_params.dataset_sink_mode else 1
