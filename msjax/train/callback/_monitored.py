"""What callbacks that wait for a measure to improve have in common."""

from __future__ import annotations

import numpy as np

from msjax import log as logger
from msjax.train.arguments import check_bool, check_int, check_kind
from msjax.train.callback._callback import Callback, _handle_loss

_SMALLER_IS_BETTER = frozenset(
    """
    eval_loss hausdorff_distance loss mae mean_surface_distance mse perplexity
    root_mean_square_distance
    """.split()
)


class MonitoredCallback(Callback):
    """Compares a measure at the end of each epoch with the best so far.

    Args:
        monitor: its name, a str.
        min_delta: by how much it has to be better, a number.
        patience: for how many epochs that is waited for, an int.
        verbose: whether something is printed.
        mode: "min", "max", or "auto", by the name of the measure.
    """

    def __init__(self, monitor, min_delta, patience, verbose, mode):
        super().__init__()
        self.monitor = check_kind("monitor", monitor, str)
        self.min_delta = abs(check_kind("min_delta", min_delta, float, int))
        self.patience = check_int(patience, 0)
        self.verbose = check_bool(verbose)
        self.mode = check_kind("mode", mode, str)
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"mode should be 'auto', 'min' or 'max', but got {mode}.")
        self._begin()

    def _begin(self):
        """Forget what other trainings had."""
        self.wait = 0
        self.best = np.inf if self._is_smaller_better() else -np.inf

    def _is_smaller_better(self):
        return self.mode == "min" or (self.mode == "auto" and self.monitor in _SMALLER_IS_BETTER)

    def is_improvement(self, value, best) -> bool:
        """Tell whether a value is better than another by `min_delta`."""
        if self._is_smaller_better():
            return bool(np.less(value, best - self.min_delta))
        return bool(np.greater(value, best + self.min_delta))

    def _monitored(self, cb_params):
        """Return the measure as an array of shape (), or None if there is none.

        MindSpore takes 0 for none, too: such an epoch is not counted.

        Raises:
            ValueError: it has other axes.
        """
        name = type(self).__name__
        candidates = {} if self.monitor == "loss" else cb_params.get("eval_results", {})
        if self.monitor == "loss":
            value = _handle_loss(cb_params.get("net_outputs"))
        else:
            value = candidates.get(self.monitor)
        if value is None:
            choices = {"loss", *candidates}
            logger.warning(
                "%s is conditioned on %s, which is not available. Available choices are: %s",
                name,
                self.monitor,
                choices,
            )
        if isinstance(value, np.ndarray) and value.shape != ():
            raise ValueError(
                f"{name} only supports scalar monitor now, but {self.monitor!r} has the shape "
                f"{value.shape}; choose another metric."
            )
        return np.array(value) if value else None
