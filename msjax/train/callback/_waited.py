"""`WaitedDSCallback`: a callback of `map` that waits for the training.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.WaitedDSCallback.html
"""

from __future__ import annotations

import threading

from msjax.dataset import config
from msjax.dataset.callback import DSCallback
from msjax.train.callback._callback import Callback


class WaitedDSCallback(Callback, DSCallback):
    """Makes a pipeline wait at its steps until the training has done as many.

    It is given both to `map` and to `Model.train`. A subclass has `sync_step_begin` or
    `sync_epoch_begin`; they are told where both are.

    Args:
        step_size: for how many rows of the pipeline the training does one step: the size of a
            batch. Default: 1.

    Raises:
        RuntimeError: When it runs: the training took longer than `config.get_callback_timeout()`.
        AttributeError: When a pipeline starts: the subclass has neither of the methods.
    """

    def __init__(self, step_size=1):
        super().__init__()
        DSCallback.__init__(self, step_size)
        self.step_event = threading.Event()
        self.step_run_context = None
        self.epoch_event = threading.Event()
        self.epoch_run_context = None
        self.training_ended = False

    def sync_epoch_begin(self, train_run_context, ds_run_context):
        """Be called before an epoch of the pipeline, after the epoch before was trained on."""

    def sync_step_begin(self, train_run_context, ds_run_context):
        """Be called before a step of the pipeline, after the step before was trained on."""

    def epoch_end(self, run_context):
        """Tell the pipeline that the training ended an epoch."""
        self.epoch_run_context = run_context
        self.epoch_event.set()

    def step_end(self, run_context):
        """Tell the pipeline that the training ended a step."""
        self.step_run_context = run_context
        self.step_event.set()

    def end(self, run_context):
        """Tell the pipeline that the training ended; nothing waits any more."""
        self.training_ended = True
        self.epoch_end(run_context)
        self.step_end(run_context)

    def ds_epoch_begin(self, ds_run_context):
        """Wait for the training before every epoch but the first."""
        if ds_run_context.cur_epoch_num > 1:
            self._wait(self.epoch_event, "ds_epoch_begin")
            self.sync_epoch_begin(self.epoch_run_context, ds_run_context)

    def ds_step_begin(self, ds_run_context):
        """Wait for the training before every step but the first."""
        if ds_run_context.cur_step_num > self.step_size:
            self._wait(self.step_event, "ds_step_begin")
            self.sync_step_begin(self.step_run_context, ds_run_context)

    def _wait(self, event: threading.Event, what: str) -> None:
        if self.training_ended:
            return
        timeout = config.get_callback_timeout()
        if not event.wait(timeout):
            raise RuntimeError(
                f"{what} timed out after {timeout} second(s): give the callback to `Model.train` "
                "too, or raise `dataset.config.set_callback_timeout`."
            )
        event.clear()

    def _events(self) -> set[str]:
        """Return the names of the methods of `DSCallback` to call."""
        pairs = {"ds_step_begin": "sync_step_begin", "ds_epoch_begin": "sync_epoch_begin"}
        return {
            event
            for event, name in pairs.items()
            if getattr(type(self), name) is not getattr(WaitedDSCallback, name)
        }
