"""Ends a training that does not improve any more.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.EarlyStopping.html
"""

from __future__ import annotations

from msjax._core.parameter import Parameter
from msjax.train.arguments import check_bool, check_kind
from msjax.train.callback._monitored import MonitoredCallback
from msjax.train.serialization import load_param_into_net


class EarlyStopping(MonitoredCallback):
    """Ends a training when a measure has not improved for some epochs.

    Args:
        monitor: "loss", the loss of the last step; in `Model.fit` also "eval_loss" or the name of
            a metric. Default: "eval_loss".
        min_delta: by how much it has to be better than the best so far. Default: 0.
        patience: how many epochs without that end the training. Default: 0.
        verbose: whether the epoch that ended it is printed. Default: False.
        mode: "min": smaller is better; "max": larger is; "auto": the name tells. Default: "auto".
        baseline: a number; only what is better than it resets the count of epochs. Default: None.
        restore_best_weights: whether the Parameters of the best epoch are loaded at the end.
            Default: False.

    Differs: MindSpore takes `min_delta` for the value of `baseline`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `mode` is another, `patience` is negative, or the measure is no single number.
    """

    def __init__(
        self,
        monitor="eval_loss",
        min_delta=0,
        patience=0,
        verbose=False,
        mode="auto",
        baseline=None,
        restore_best_weights=False,
    ):
        super().__init__(monitor, min_delta, patience, verbose, mode)
        self.baseline = baseline and check_kind("baseline", baseline, float, int)
        self.restore_best_weights = check_bool(restore_best_weights)
        self.stopped_epoch = 0
        self.best_weights_param_dict = None

    def on_train_begin(self, run_context):
        """Forget what other trainings had."""
        self._begin()
        self.stopped_epoch = 0
        self.best_weights_param_dict = None

    def on_train_epoch_end(self, run_context):
        """Compare the measure, and request the end if it is time."""
        cb_params = run_context.original_args()
        current = self._monitored(cb_params)
        if current is None:
            return
        net = cb_params.train_network
        improved = self.is_improvement(current, self.best)
        if self.restore_best_weights and (improved or self.best_weights_param_dict is None):
            self.best_weights_param_dict = _snapshot(net)
        self.wait += 1
        if improved:
            self.best = current
            if self.baseline is None or self.is_improvement(current, self.baseline):
                self.wait = 0
        if self.wait >= self.patience:
            self._stop(run_context, net)

    def _stop(self, run_context, net):
        self.stopped_epoch = run_context.original_args().get("cur_epoch_num")
        run_context.request_stop()
        if self.restore_best_weights:
            if self.verbose:
                print("Restoring model weights from the end of the best epoch.")
            load_param_into_net(net, self.best_weights_param_dict)

    def on_train_end(self, run_context):
        """Print the epoch that ended the training."""
        if self.stopped_epoch > 0 and self.verbose:
            print(f"Epoch {self.stopped_epoch:05d}: early stopping")


def _snapshot(net):
    """Return a network's Parameters as they are now, by their names."""
    return {
        name: Parameter(p.value(), name=name, requires_grad=p.requires_grad)
        for name, p in net.parameters_dict().items()
    }
