"""A callback made of functions.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.LambdaCallback.html
"""

from __future__ import annotations

from msjax.train.callback._callback import Callback


def _nothing(run_context):
    """Do nothing at a point."""


class LambdaCallback(Callback):
    """Calls functions of a `RunContext` at the points they are given for.

    Args:
        on_train_epoch_begin: called before each epoch of a training. Default: None.
        on_train_epoch_end: called after each epoch of a training. Default: None.
        on_train_step_begin: called before each step of a training. Default: None.
        on_train_step_end: called after each step of a training. Default: None.
        on_train_begin: called before training. Default: None.
        on_train_end: called after training. Default: None.
        on_eval_epoch_begin: called before the pass of an evaluation. Default: None.
        on_eval_epoch_end: called after the pass of an evaluation. Default: None.
        on_eval_step_begin: called before each step of an evaluation. Default: None.
        on_eval_step_end: called after each step of an evaluation. Default: None.
        on_eval_begin: called before evaluation. Default: None.
        on_eval_end: called after evaluation. Default: None.
    """

    def __init__(
        self,
        on_train_epoch_begin=None,
        on_train_epoch_end=None,
        on_train_step_begin=None,
        on_train_step_end=None,
        on_train_begin=None,
        on_train_end=None,
        on_eval_epoch_begin=None,
        on_eval_epoch_end=None,
        on_eval_step_begin=None,
        on_eval_step_end=None,
        on_eval_begin=None,
        on_eval_end=None,
    ):
        super().__init__()
        self.on_train_epoch_begin = on_train_epoch_begin or _nothing
        self.on_train_epoch_end = on_train_epoch_end or _nothing
        self.on_train_step_begin = on_train_step_begin or _nothing
        self.on_train_step_end = on_train_step_end or _nothing
        self.on_train_begin = on_train_begin or _nothing
        self.on_train_end = on_train_end or _nothing
        self.on_eval_epoch_begin = on_eval_epoch_begin or _nothing
        self.on_eval_epoch_end = on_eval_epoch_end or _nothing
        self.on_eval_step_begin = on_eval_step_begin or _nothing
        self.on_eval_step_end = on_eval_step_end or _nothing
        self.on_eval_begin = on_eval_begin or _nothing
        self.on_eval_end = on_eval_end or _nothing
