"""Prints how long the epochs of a training or an evaluation take.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.TimeMonitor.html
"""

from __future__ import annotations

import time

from msjax.train.arguments import check_int
from msjax.train.callback._callback import Callback, wait_for


class TimeMonitor(Callback):
    """Prints the time of each epoch and the mean time of its steps, in milliseconds.

    Args:
        data_size: how many steps an epoch has, where the run does not tell; it does in `Model`.
            Default: None.
        data_time: whether the mean time of fetching a batch is printed too. Default: False.

    Raises:
        TypeError: `data_time` is no bool.
        ValueError: the number of steps is not positive.
    """

    def __init__(self, data_size=None, data_time=False):
        super().__init__()
        self.data_size = data_size
        self.epoch_time = time.time()
        if not isinstance(data_time, bool):
            raise TypeError(f"The 'data_time' must be a bool, but got {type(data_time).__name__}.")
        self.data_time = data_time
        self.data_time_sum = 0.0
        self.data_time_start = 0.0

    def on_train_step_begin(self, run_context):
        """Count the time since the step before as time of fetching data."""
        if self._is_fetching_seen(run_context):
            self.data_time_sum += time.time() - self.data_time_start

    def on_train_step_end(self, run_context):
        """Begin to wait for data."""
        if self._is_fetching_seen(run_context):
            self.data_time_start = time.time()

    def epoch_begin(self, run_context):
        """Begin to measure an epoch."""
        self.epoch_time = time.time()
        if self._is_fetching_seen(run_context):
            self.data_time_sum = 0.0
            self.data_time_start = time.time()

    def epoch_end(self, run_context):
        """Print the times of the epoch."""
        cb_params = run_context.original_args()
        wait_for(cb_params.get("net_outputs"))
        milliseconds = (time.time() - self.epoch_time) * 1000
        batches = cb_params.get("batch_num")
        is_told = isinstance(batches, int) and batches > 0
        steps = check_int(batches if is_told else self.data_size, 1)
        print(
            f"{cb_params.get('mode', '').title()} epoch time: {milliseconds:5.3f} ms, "
            f"per step time: {milliseconds / steps:5.3f} ms"
            f"{self._fetching(run_context, steps)}",
            flush=True,
        )

    def _is_fetching_seen(self, run_context):
        """Tell whether data are fetched between steps, and the time is wanted."""
        return self.data_time and not run_context.original_args()["dataset_sink_mode"]

    def _fetching(self, run_context, steps):
        if not self.data_time:
            return ""
        cb_params = run_context.original_args()
        if cb_params["dataset_sink_mode"]:
            sent = cb_params["dataset_helper"].get_send_info(run_context)
            milliseconds = sent.epoch(cb_params["cur_epoch_num"])["fetch_data_time"]
        else:
            milliseconds = self.data_time_sum * 1000 / steps
        return f" (data time: {milliseconds:5.3f} ms)"
