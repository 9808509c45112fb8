"""A network with all that it takes to train, evaluate and use it.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Model.html
"""

from __future__ import annotations

from typing import Any

from msjax import log as logger
from msjax import nn
from msjax._core.context import ParallelMode, get_auto_parallel_context
from msjax._core.tensor import Tensor
from msjax.amp import build_train_network
from msjax.train.arguments import check_bool, check_int, check_kind
from msjax.train.metrics import Loss, get_metrics
from msjax.train.model.arguments import (
    check_callback_names,
    check_epochs,
    check_frequency,
    check_options,
    check_outputs,
    check_predict_data,
    checked_sink_size,
)
from msjax.train.model.evaluation import evaluate
from msjax.train.model.training import Plan, train
from msjax.train.plain_scalars import plain

_INPUT_CASTS = ("O2", "O3", "auto")


class Model:
    """Trains, evaluates and uses a network.

    Args:
        network: a Cell.
        loss_fn: a Cell of outputs and labels. Default: None, the network returns the loss.
        optimizer: an `Optimizer`. Default: None, the network updates its Parameters itself.
        metrics: a set of names of metrics, or a dict of names and Metrics. Default: None.
        eval_network: the Cell for evaluation. Default: None, one that returns loss, outputs and
            labels of `network`.
        eval_indexes: three ints: where loss, outputs and labels are among what `eval_network`
            returns; the loss goes to `Loss`, the others to all other metrics. Default: None, all
            of it goes to all metrics.
        amp_level: "O0", "O1", "O2", "O3" or "auto": the precision of training, see
            `mindspore.amp.build_train_network`. Default: "O0".
        boost_level: only "O0".
        **kwargs: `loss_scale_manager`, a `LossScaleManager`; `keep_batchnorm_fp32`, a bool;
            `boost_config_dict`, which means nothing at "O0"; `acc_level`, the older name of
            `boost_level`.

    Raises:
        TypeError: `network` is no Cell, or an argument has the wrong type.
        ValueError: a keyword or a level is unknown; `optimizer` is missing where `amp_level` or
            `loss_scale_manager` needs one; `metrics` are given and there is neither `eval_network`
            nor `loss_fn`; or `eval_indexes` are not three.
        NotImplementedError: `boost_level` is not "O0".
    """

    def __init__(
        self,
        network,
        loss_fn=None,
        optimizer=None,
        metrics=None,
        eval_network=None,
        eval_indexes=None,
        amp_level="O0",
        boost_level="O0",
        **kwargs,
    ):
        check_options(kwargs, boost_level)
        if optimizer is None and amp_level != "O0":
            raise ValueError(
                "Auto mixed precision will not work because 'optimizer' is None. Please set "
                "amp_level='O0' to disable auto mixed precision, or give an optimizer."
            )
        self._network = network
        self._loss_fn = loss_fn
        self._optimizer = optimizer
        self._metrics = metrics
        self._amp_level = amp_level
        self._loss_scale_manager = kwargs.get("loss_scale_manager")
        self._train_network = self._build_train_network(kwargs)
        self._metric_fns: Any = get_metrics(metrics)
        self._eval_network = eval_network
        self._eval_indexes = eval_indexes
        if self._metric_fns:
            self._build_eval_network()
        self._predict_network = network
        self._backbone_is_train = True
        self._current_epoch_num = 0
        self._current_step_num = 0

    def _build_train_network(self, options):
        network = check_kind("network", self._network, nn.Cell)
        if self._optimizer is None:
            if self._loss_scale_manager is not None:
                raise ValueError(
                    "The argument 'optimizer' can not be None when set 'loss_scale_manager'."
                )
            return nn.WithLossCell(network, self._loss_fn) if self._loss_fn else network
        chosen = {n: options[n] for n in ("loss_scale_manager",) if n in options}
        if options.get("keep_batchnorm_fp32") is not None:
            chosen["keep_batchnorm_fp32"] = options["keep_batchnorm_fp32"]
        return build_train_network(
            network, self._optimizer, self._loss_fn, level=self._amp_level, **chosen
        )

    def _build_eval_network(self):
        indexes = self._eval_indexes
        if self._eval_network is not None:
            if indexes is not None and not (isinstance(indexes, list) and len(indexes) == 3):
                raise ValueError(
                    "The argument 'eval_indexes' must be a list or None. A list must have three "
                    "elements, the positions of loss, outputs and labels, but got "
                    f"{indexes}."
                )
            return
        if self._loss_fn is None:
            raise ValueError(
                "If `metrics` is set, `eval_network` must not be None. Do not set `metrics` if you "
                "don't want an evaluation; else give `eval_network`, or `loss_fn`, which one is "
                "then made of."
            )
        casts = self._amp_level in _INPUT_CASTS
        self._eval_network = nn.WithEvalCell(self._network, self._loss_fn, casts)
        self._eval_indexes = [0, 1, 2]

    def train(
        self,
        epoch,
        train_dataset,
        callbacks=None,
        dataset_sink_mode=False,
        sink_size=-1,
        initial_epoch=0,
    ):
        """Train the network.

        With `dataset_sink_mode` and another device_target than "CPU" an epoch of GRAPH_MODE is one
        call of the network for the callbacks: their step methods are called once an epoch.

        Args:
            epoch: the number of the last epoch, an int.
            train_dataset: a dataset; its columns are data and label if there is a `loss_fn`, else
                the inputs of the network. The next call begins where this one ended.
            callbacks: a Callback, or a list of Callbacks. Default: None.
            dataset_sink_mode: whether the network takes its batches itself. Default: False.
            sink_size: how many steps are one epoch in sink mode; -1: as many as there are batches.
                Default: -1.
            initial_epoch: after which epoch the training begins. Default: 0.

        Raises:
            TypeError: an argument has the wrong type.
            ValueError: a number is out of range, the dataset is empty, or it does not have two
                columns although there is a `loss_fn`.
            RuntimeError: another Model was trained with the dataset.
        """
        check_bool(dataset_sink_mode)
        check_epochs("Model.train", epoch, initial_epoch, sink_size)
        sink_size = checked_sink_size("Model.train", train_dataset, sink_size)
        check_callback_names(callbacks, "train")
        plan = Plan(epoch, train_dataset, callbacks, dataset_sink_mode, sink_size, initial_epoch)
        train(self, plan)

    def fit(
        self,
        epoch,
        train_dataset,
        valid_dataset=None,
        valid_frequency=1,
        callbacks=None,
        dataset_sink_mode=False,
        valid_dataset_sink_mode=False,
        sink_size=-1,
        initial_epoch=0,
    ):
        """Train the network, and evaluate it after epochs.

        Args:
            epoch: as in `train`.
            train_dataset: as in `train`.
            valid_dataset: the dataset for evaluation. Default: None, no evaluation.
            valid_frequency: after how many epochs it is evaluated, an int; or a list of the numbers
                of these epochs. Default: 1.
            callbacks: as in `train`; a program's own define methods `on_train_*` and `on_eval_*`.
            dataset_sink_mode: as in `train`.
            valid_dataset_sink_mode: the same for evaluation. Default: False.
            sink_size: as in `train`.
            initial_epoch: as in `train`.

        Raises:
            TypeError: an argument has the wrong type.
            ValueError: as in `train`; or there are no metrics, or a callback has methods with
                their older names.
        """
        check_bool(dataset_sink_mode)
        check_bool(valid_dataset_sink_mode)
        check_epochs("Model.fit", epoch, initial_epoch, sink_size)
        sink_size = checked_sink_size("Model.fit", train_dataset, sink_size)
        check_frequency(valid_frequency)
        if valid_dataset and not self._metric_fns:
            raise ValueError(
                "For 'Model.fit', if valid_dataset is not None, the model argument 'metrics' can "
                "not be None or empty, you should set the argument 'metrics' for model."
            )
        check_callback_names(callbacks, "fit")
        plan = Plan(epoch, train_dataset, callbacks, dataset_sink_mode, sink_size, initial_epoch)
        plan.valid_dataset, plan.valid_frequency = valid_dataset, valid_frequency
        plan.valid_sink_mode = valid_dataset_sink_mode
        train(self, plan)

    def eval(self, valid_dataset, callbacks=None, dataset_sink_mode=False):
        """Evaluate the network.

        Args:
            valid_dataset: a dataset.
            callbacks: a Callback, or a list of Callbacks. Default: None.
            dataset_sink_mode: whether the network takes its batches itself. Default: False.

        Returns:
            A dict of the metrics' names and values.

        Raises:
            TypeError: an argument has the wrong type.
            ValueError: there are no metrics, or the network returns too little for them.
        """
        check_bool(dataset_sink_mode)
        if not self._metric_fns:
            raise ValueError(
                "For Model.eval, the model argument 'metrics' can not be None or empty, you should "
                "set the argument 'metrics' for model."
            )
        check_callback_names(callbacks, "eval")
        return evaluate(self, valid_dataset, callbacks, dataset_sink_mode)

    def predict(self, *predict_data, backend=None, config=None):
        """Return what the network makes of data.

        Args:
            *predict_data: the inputs of the network: Tensors, or also None, ints, floats and strs.
            backend: None; "lite" means the same, after a warning. Default: None.
            config: what would configure the backend "lite". Default: None.

        Returns:
            What the network returns.

        Raises:
            TypeError: an input, or what the network returns, is of another type.
            ValueError: a Tensor is empty, or there is no such backend.
        """
        if backend not in ("lite", None):
            raise ValueError(
                f"For Model.predict, `backend` should be 'lite' or None, but got {backend}."
            )
        if backend == "lite":
            logger.warning("MindSpore Lite is not here: the network itself predicts.")
        network = self._in_mode(self._predict_network, False)
        check_predict_data(predict_data)
        return check_outputs(network(*predict_data))

    def build(self, train_dataset=None, valid_dataset=None, sink_size=-1, epoch=1, sink_mode=True):
        """Compile ahead of training: it needs MindSpore's queues of Ascend processors.

        Args:
            train_dataset: the dataset of a training. Default: None.
            valid_dataset: the dataset of an evaluation. Default: None.
            sink_size: as in `train`. Default: -1.
            epoch: as in `train`. Default: 1.
            sink_mode: whether the network would take its batches itself. Default: True.

        Raises:
            RuntimeError: always.
        """
        check_int(epoch, 1)
        raise RuntimeError(
            "Pre-init process only supports Ascend target currently; leave Model.build out, the "
            "first step of Model.train compiles."
        )

    def infer_train_layout(self, train_dataset, dataset_sink_mode=True, sink_size=-1):
        """Tell how a training is split over devices: msjax runs one process.

        Args:
            train_dataset: the dataset of a training.
            dataset_sink_mode: as in `train`. Default: True.
            sink_size: as in `train`. Default: -1.

        Raises:
            RuntimeError: the parallel mode is not one that splits networks.
            NotImplementedError: it is.
        """
        _refuse_layout(
            "infer_train_layout",
            "'infer_train_layout' only supports 'semi_auto_parallel' and 'auto_parallel' mode",
        )

    def infer_predict_layout(self, *predict_data, skip_backend_compile=False):
        """Tell how a prediction is split over devices: msjax runs one process.

        Args:
            *predict_data: the inputs of the network.
            skip_backend_compile: how far MindSpore compiles. Default: False.

        Raises:
            RuntimeError: the parallel mode is not one that splits networks.
            NotImplementedError: it is.
        """
        _refuse_layout(
            "infer_predict_layout",
            "Infer predict layout only supports semi auto parallel and auto parallel mode",
        )

    @property
    def train_network(self):
        """The Cell that trains: network, loss and optimizer."""
        return self._train_network

    @property
    def predict_network(self):
        """The Cell that predicts: the network itself."""
        return self._predict_network

    @property
    def eval_network(self):
        """The Cell that is evaluated; None without metrics."""
        return self._eval_network

    def _in_mode(self, network, is_train):
        """Return a network, after switching it to training or inference if the other was last."""
        if self._backbone_is_train != is_train:
            network.set_train(is_train)
            self._backbone_is_train = is_train
        if not is_train:
            network.set_grad(False)
        return network

    def _prepared(self, network, is_train):
        """Return a network, after switching it to training or evaluation."""
        network.set_train(is_train)
        network.phase = "train" if is_train else "eval"
        self._backbone_is_train = is_train
        return network

    def _clear_metrics(self):
        for metric in self._metric_fns.values():
            metric.clear()

    def _update_metrics(self, outputs):
        if isinstance(outputs, Tensor):
            outputs = (outputs,)
        if not isinstance(outputs, tuple):
            raise ValueError(
                f"The argument 'outputs' should be tuple, but got {type(outputs)}: the network for "
                "evaluation has to return a Tensor or a tuple."
            )
        if self._eval_indexes is None:
            for metric in self._metric_fns.values():
                metric.update(*outputs)
            return
        if len(outputs) < 3:
            raise ValueError(
                f"The length of 'outputs' must be >= 3, but got {len(outputs)}; leave "
                "`eval_indexes` out, or return loss, outputs and labels."
            )
        loss, prediction, label = (outputs[i] for i in self._eval_indexes)
        for metric in self._metric_fns.values():
            metric.update(*([loss] if isinstance(metric, Loss) else [prediction, label]))

    def _get_metrics(self):
        return {name: plain(metric.eval()) for name, metric in self._metric_fns.items()}


def _refuse_layout(name, needed):
    mode = get_auto_parallel_context("parallel_mode")
    if mode not in (ParallelMode.SEMI_AUTO_PARALLEL, ParallelMode.AUTO_PARALLEL):
        raise RuntimeError(f"{needed}, but got {mode}.")
    raise NotImplementedError(
        f"Model.{name}: msjax runs one process, which splits no networks; leave the call out and "
        "load checkpoints with `load_checkpoint`."
    )
