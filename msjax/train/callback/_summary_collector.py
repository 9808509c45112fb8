"""Records losses, weights and pictures of a training in event files.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.SummaryCollector.html
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from msjax import log as logger
from msjax._core.tensor import Tensor
from msjax._ops.summaries import take_summaries
from msjax.nn.optim.optimizer import Optimizer
from msjax.train.arguments import make_folder
from msjax.train.callback._callback import Callback
from msjax.train.summary import SummaryRecord

_MESSAGES = (
    "collect_graph",
    "collect_train_lineage",
    "collect_eval_lineage",
    "collect_dataset_graph",
    "collect_landscape",
)
_KEYS = ("collect_metric", "collect_input_data", "histogram_regular", *_MESSAGES)
_DEFAULTS = {"collect_metric": True, "collect_input_data": True, "histogram_regular": None}
_HISTOGRAMS = 5
_TENSOR_RECORDS = 20


class SummaryCollector(Callback):
    """Records what a training goes through, and what summary operators are given.

    Recorded are the loss ("loss/auto"), the first column of the data, if it is made of images
    ("input_data/auto"), and histograms of Parameters (their name and "/auto"). Steps are recorded
    whose number is a multiple of `collect_freq`, and the first one; in sink mode, epochs.

    Args:
        summary_dir: the folder of the files, which is made if it is not there.
        collect_freq: after how many steps something is recorded. Default: 10.
        num_process: accepted; one process writes. Default: 32.
        collect_specified_data: a dict that changes what is recorded: `collect_metric` and
            `collect_input_data`, bools; `histogram_regular`, an expression for the names of
            Parameters (None: the first five). Default: None, all of it.
        keep_default_action: whether what `collect_specified_data` does not name is recorded.
            Default: True.
        custom_lineage_data: a dict for MindInsight. Default: None.
        collect_tensor_freq: `collect_freq` of the operator TensorSummary. Default: None, about
            twenty times in all.
        max_file_size: as for `SummaryRecord`. Default: None.
        export_options: as for `SummaryRecord`. Default: None.

    Differs: graphs, lineage and landscapes, which only MindInsight shows, are not recorded; a
        warning says so where they are asked for: `collect_graph`, `collect_train_lineage`,
        `collect_eval_lineage`, `collect_dataset_graph`, `collect_landscape`, `custom_lineage_data`.
        The last step of an epoch is recorded once.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive, or a key is unknown.
    """

    _record: SummaryRecord

    def __init__(
        self,
        summary_dir,
        collect_freq=10,
        num_process=32,
        collect_specified_data=None,
        keep_default_action=True,
        custom_lineage_data=None,
        collect_tensor_freq=None,
        max_file_size=None,
        export_options=None,
    ):
        super().__init__()
        self._summary_dir = make_folder(summary_dir, "summary_dir")
        self._collect_freq = _positive("collect_freq", collect_freq)
        self._collect_tensor_freq = _positive("collect_tensor_freq", collect_tensor_freq, True)
        self._max_file_size = _positive("max_file_size", max_file_size, True)
        self._export_options = export_options
        _check_type("keep_default_action", keep_default_action, bool)
        self._collected = _checked_choice(collect_specified_data, keep_default_action)
        _check_lineage(custom_lineage_data)

    def __enter__(self):
        self._record = SummaryRecord(
            self._summary_dir,
            max_file_size=self._max_file_size,
            export_options=self._export_options,
        )
        self._is_first = True
        return self

    def __exit__(self, *err):
        self._record.close()

    def begin(self, run_context):
        """Take note of the phase.

        Raises:
            ValueError: there are several SummaryCollectors.
        """
        cb_params = run_context.original_args()
        name = type(self).__name__
        if [type(c).__name__ for c in cb_params.list_callback].count(name) > 1:
            raise ValueError(
                f"There are more than one {name} instance in callback list, but expected only one "
                f"{name} instance."
            )
        self._record.set_mode(cb_params.mode)

    def step_end(self, run_context):
        """Record the step, if it is time."""
        cb_params = run_context.original_args()
        if cb_params.mode == "train" and not cb_params.dataset_sink_mode:
            self._collect(cb_params, cb_params.cur_step_num)

    def epoch_end(self, run_context):
        """Record the epoch in sink mode; let others see what was recorded."""
        cb_params = run_context.original_args()
        if cb_params.mode == "train" and cb_params.dataset_sink_mode:
            self._collect(cb_params, cb_params.cur_epoch_num)
        self._record.flush()

    def _collect(self, cb_params, number):
        """Record what a step or epoch of this number calls for."""
        if self._is_first:
            self._tensor_range = self._tensor_numbers(cb_params)
        of_others = self._is_first or number % self._collect_freq == 0
        of_tensors = self._is_first or number in self._tensor_range
        if not (of_others or of_tensors):
            take_summaries()  # what operators were given in a step that is not recorded
            return
        self._is_first = False
        self._add_input(cb_params)
        self._add_loss(cb_params)
        self._add_histograms(cb_params)
        self._record.record(
            cb_params.cur_step_num,
            plugin_filter=lambda plugin: of_tensors if plugin == "tensor" else of_others,
        )

    def _tensor_numbers(self, cb_params):
        """Return the numbers of the steps or epochs that tensors are recorded of."""
        total = cb_params.epoch_num
        if not cb_params.dataset_sink_mode:
            total *= cb_params.batch_num
        if self._collect_tensor_freq is not None:
            return range(0, total + 1, self._collect_tensor_freq)
        others = range(0, total + 1, self._collect_freq)
        if len(others) <= _TENSOR_RECORDS:
            return others
        apart = total // (_TENSOR_RECORDS - 1)
        if apart > 1:
            return range(0, total + 1, apart)[:_TENSOR_RECORDS]
        return range(total + 1)[: _TENSOR_RECORDS + 1]

    def _add_input(self, cb_params):
        data = cb_params.get("train_dataset_element")
        if not self._collected.get("collect_input_data") or not isinstance(data, tuple | list):
            return
        try:
            self._record.add_value("image", "input_data/auto", data[0])
        except (TypeError, ValueError, IndexError):
            logger.warning("The data are no images: SummaryCollector does not record them.")
            self._collected["collect_input_data"] = False

    def _add_loss(self, cb_params):
        loss = cb_params.net_outputs
        if not self._collected.get("collect_metric") or loss is None:
            return
        if isinstance(loss, tuple | list):
            loss = loss[0]
        if isinstance(loss, Tensor | int | float):
            mean = np.mean(loss.asnumpy() if isinstance(loss, Tensor) else loss)
            self._record.add_value("scalar", "loss/auto", Tensor(mean))
        else:
            logger.warning("The outputs are no loss: SummaryCollector does not record it.")
            self._collected["collect_metric"] = False

    def _add_histograms(self, cb_params):
        if "histogram_regular" not in self._collected:
            return
        optimizer = _optimizer_of(cb_params)
        chosen, rule = list(optimizer.parameters) if optimizer else [], None
        rule = self._collected["histogram_regular"]
        if rule is None:
            chosen = chosen[:_HISTOGRAMS]
        for p in chosen:
            if rule is None or re.match(rule, p.name):
                self._record.add_value("histogram", f"{p.name}/auto", p.value())


def _optimizer_of(cb_params):
    """Return the optimizer of a training: the model's, or one among the network's Cells."""
    if isinstance(cb_params.optimizer, Optimizer):
        return cb_params.optimizer
    for _, cell in cb_params.train_network.cells_and_names():
        if isinstance(cell, Optimizer):
            return cell
    logger.warning("There is no optimizer: SummaryCollector records no Parameters.")
    return None


def _check_type(name, value, *kinds):
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        names = [kind.__name__ for kind in kinds]
        raise TypeError(
            f"For `{name}` the type should be a valid type of {names}, but got "
            f"{type(value).__name__}."
        )


def _positive(name, value: Any, none_allowed=False) -> Any:
    if none_allowed and value is None:
        return None
    _check_type(name, value, int)
    if not value > 0:
        raise ValueError(
            f'For "SummaryCollector", the value of `{name}` should be greater than 0, but got '
            f"`{value}`."
        )
    return value


def _checked_choice(chosen, keep_default_action):
    """Return what is recorded, and warn of what cannot be."""
    _check_type("collect_specified_data", chosen, dict, type(None))
    chosen = dict(chosen or {})
    for name in chosen:
        _check_type(name, name, str)
    unknown = chosen.keys() - set(_KEYS)
    if unknown:
        raise ValueError(
            f'For "SummaryCollector", the keys {unknown} of `collect_specified_data` are '
            f"unsupported, expect the follow keys: {list(_KEYS)}."
        )
    for name, value in chosen.items():
        _check_choice(name, value)
    return {**(_DEFAULTS if keep_default_action else {}), **chosen}


def _check_choice(name, value):
    if name == "histogram_regular":
        _check_type(name, value, str, type(None))
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(
                "For `collect_specified_data`, the value of `histogram_regular` is not a valid "
                f"regular expression. Detail: {error}."
            ) from None
    elif name == "collect_landscape":
        _check_type(name, value, dict, type(None))
    else:
        _check_type(name, value, bool)
    if value and name in _MESSAGES:
        logger.warning("SummaryCollector does not record `%s`: only MindInsight shows it.", name)


def _check_lineage(data):
    _check_type("custom_lineage_data", data, dict, type(None))
    for key, value in (data or {}).items():
        _check_type(f"custom_lineage_data -> {key}", key, str)
        _check_type(f"the value of custom_lineage_data -> {key}", value, int, str, float)
    if data:
        logger.warning(
            "SummaryCollector does not record `custom_lineage_data`: only MindInsight shows it."
        )
