"""The loop of `Model.train` and `Model.fit`, and what callbacks are told in it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from msjax import log as logger
from msjax._core.context import get_auto_parallel_context, get_context
from msjax.train import callback as callback_package
from msjax.train.callback._callback import CallbackManager, InternalCallbackParam, RunContext
from msjax.train.callback._checkpoint import ModelCheckpoint
from msjax.train.callback._time_monitor import TimeMonitor
from msjax.train.dataset_helper import DatasetHelper, as_inputs, connect_network_with_dataset
from msjax.train.model.evaluation import evaluate_in_fit


@dataclass
class Plan:
    """The arguments of one training."""

    epoch: int
    dataset: Any
    callbacks: Any
    sink_mode: bool
    sink_size: int
    initial_epoch: int
    valid_dataset: Any = None
    valid_frequency: int | list = 1
    valid_sink_mode: bool = False

    def is_evaluated(self, epoch) -> bool:
        """Tell whether the network is evaluated after an epoch."""
        if not self.valid_dataset:
            return False
        if isinstance(self.valid_frequency, int):
            return epoch % self.valid_frequency == 0
        return epoch in self.valid_frequency


def train(model, plan) -> None:
    """Train a model."""
    cb_params = _parameters(model, plan)
    with (
        _saved_at_exception(model, plan.callbacks),
        CallbackManager(cb_params.list_callback) as callbacks,
    ):
        _claim(model, plan.dataset)
        sinks = plan.sink_mode and get_context("device_target") != "CPU"
        if plan.sink_mode and not sinks:
            logger.info("Datasets do not sink on CPU: callbacks are called for each step.")
        loop = (_SunkLoop if sinks else _FedLoop)(model, plan, cb_params, callbacks)
        loop.run()


def _parameters(model, plan):
    """Return what callbacks are told from the beginning."""
    sunk = plan.sink_mode and plan.sink_size > 0
    callbacks = plan.callbacks
    if not isinstance(callbacks, Iterable):
        callbacks = [] if callbacks is None else [callbacks]
    return InternalCallbackParam(
        cur_step_num=0,
        train_network=model._train_network,
        epoch_num=plan.epoch - plan.initial_epoch,
        batch_num=plan.sink_size if sunk else plan.dataset.get_dataset_size(),
        mode="train",
        loss_fn=model._loss_fn,
        optimizer=model._optimizer,
        parallel_mode=get_auto_parallel_context("parallel_mode"),
        device_number=get_auto_parallel_context("device_num"),
        train_dataset=plan.dataset,
        list_callback=list(callbacks),
        train_dataset_element=None,
        network=model._network,
        last_save_ckpt_step=None,
        latest_ckpt_file=None,
        loss_scale_mananger=model._loss_scale_manager,  # MindSpore's spelling
        initial_step=None,
    )


@contextmanager
def _saved_at_exception(model, callbacks):
    """Save the Parameters if a training fails, where a callback's config asks for that."""
    candidates = callbacks if isinstance(callbacks, list) else [callbacks]
    savers = [c for c in candidates if isinstance(c, ModelCheckpoint)]
    if not savers or not savers[-1]._config.exception_save:
        yield
        return
    try:
        yield
    except BaseException:
        savers[-1].save_at_exception(
            model._train_network, model._current_epoch_num, model._current_step_num
        )
        raise


def _claim(model, dataset):
    """Let a dataset belong to a model, whose trainings go on with it where the last one ended."""
    if getattr(dataset, "__model_hash__", hash(model)) != hash(model):
        raise RuntimeError(
            "The dataset object had been used in other model by model.train(...), please create a "
            "new dataset."
        )
    dataset.__model_hash__ = hash(model)


class _Loop:
    """A training: epochs, and evaluations between them."""

    def __init__(self, model, plan, cb_params, callbacks):
        self.model, self.plan = model, plan
        self.cb_params, self.callbacks = cb_params, callbacks
        self.run_context = RunContext(cb_params)

    def run(self):
        plan, cb_params = self.plan, self.cb_params
        self.begin()
        self.callbacks.on_train_begin(self.run_context)
        for epoch in range(plan.initial_epoch + 1, plan.epoch + 1):
            cb_params.cur_epoch_num = self.model._current_epoch_num = epoch
            self.model._current_step_num = 0
            self.callbacks.on_train_epoch_begin(self.run_context)
            self.run_epoch()
            if plan.is_evaluated(epoch):
                self.evaluate()
            self.end_epoch()
            self.callbacks.on_train_epoch_end(self.run_context)
            cb_params.pop("metrics", None)
            cb_params.pop("eval_results", None)
            if self.run_context.get_stop_requested():
                break
        self.end()
        self.callbacks.on_train_end(self.run_context)

    def step(self, network, batch, count=1):
        """Run one call of a network, which is so many steps."""
        cb_params = self.cb_params
        cb_params.cur_step_num += count
        number = (cb_params.cur_step_num - 1) % cb_params.batch_num + 1
        self.model._current_step_num = number
        cb_params.train_dataset_element = batch
        self.callbacks.on_train_step_begin(self.run_context)
        cb_params.net_outputs = self.model._in_mode(network, True)(*batch)
        self.update_loss_scale(cb_params.net_outputs)
        self.callbacks.on_train_step_end(self.run_context)

    def evaluate(self):
        """Evaluate the model, then let everything be as in training again."""
        plan, cb_params = self.plan, self.cb_params
        names = ("cur_step_num", "batch_num", "dataset_sink_mode", "net_outputs")
        kept = {name: cb_params[name] for name in names}
        called = [c for c in self.callbacks._callbacks if _is_called_in_evaluations(c)]
        evaluate_in_fit(self.model, plan.valid_dataset, called, plan.valid_sink_mode, cb_params)
        cb_params.update(kept, mode="train")

    def begin(self):
        """Make ready before callbacks know of the training."""

    def run_epoch(self):
        """Run the steps of an epoch."""

    def end_epoch(self):
        """Clear up after an epoch."""

    def end(self):
        """Clear up after the last one."""

    def update_loss_scale(self, outputs):
        """Tell the loss scale's manager of a step."""


def _is_called_in_evaluations(callback):
    own = type(callback).__name__ not in callback_package.__all__
    return own or isinstance(callback, TimeMonitor)


class _FedLoop(_Loop):
    """The network gets one batch after the other."""

    def begin(self):
        self.helper = DatasetHelper(self.plan.dataset, False, epoch_num=self.plan.epoch)
        self.model._prepared(self.model._train_network, True)
        self.cb_params.dataset_sink_mode = False

    def run_epoch(self):
        network, has_loss = self.model._train_network, self.model._loss_fn
        for batch in self.helper:
            if has_loss and len(batch) != 2:
                raise ValueError(
                    "When 'loss_fn' is not None, 'train_dataset' should return two elements, but "
                    f"got {len(batch)}, please check the number of elements returned by "
                    "'train_dataset'."
                )
            self.step(network, as_inputs(batch))
            if self.run_context.get_stop_requested():
                break

    def update_loss_scale(self, outputs):
        manager = self.model._loss_scale_manager
        if manager and manager.get_drop_overflow_update():
            manager.update_loss_scale(np.all(outputs[1].asnumpy()))

    def end_epoch(self):
        self.plan.dataset.reset()


class _SunkLoop(_Loop):
    """The network takes its batches itself, in GRAPH_MODE those of an epoch in one call."""

    helper: Any = None

    def begin(self):
        self.cb_params.sink_size = self.plan.sink_size
        self.cb_params.dataset_sink_mode = True

    def run_epoch(self):
        plan, model = self.plan, self.model
        if self.helper is None:
            self.helper = DatasetHelper(plan.dataset, True, plan.sink_size, plan.epoch)
        network = connect_network_with_dataset(model._train_network, self.helper)
        self.cb_params.train_network = model._prepared(network, True)
        self.cb_params.dataset_helper = self.helper
        for batch in self.helper:
            self.step(network, batch, self.helper.sink_size())

    def end(self):
        self.helper.release()
