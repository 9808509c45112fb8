"""Keeps the losses and metrics of all epochs.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.History.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from msjax._core.tensor import Tensor
from msjax.train.callback._callback import Callback
from msjax.train.plain_scalars import plain


class History(Callback):
    """Keeps the network's output at the end of each epoch, and in `Model.fit` the metrics.

    `epoch` is a dict with the list "epoch" of the epochs' numbers; `history` one with the list
    "net_output" of the mean of the last output (of a tuple: of its first element), and a list for
    each metric.
    """

    def __init__(self):
        super().__init__()
        self.history = {}
        self.epoch: Any = None

    def begin(self, run_context):
        """Begin to count epochs."""
        self.epoch = {"epoch": []}

    def epoch_end(self, run_context):
        """Keep what the epoch gave."""
        cb_params = run_context.original_args()
        self.epoch["epoch"].append(cb_params.get("cur_epoch_num", 1))
        output = cb_params.net_outputs
        if isinstance(output, tuple | list) and isinstance(output[0], Tensor):
            output = output[0]
        if isinstance(output, Tensor):
            output = plain(np.mean(output.asnumpy()))
        for name, value in {"net_output": output, **(cb_params.get("metrics") or {})}.items():
            self.history.setdefault(name, []).append(value)
