"""The loop of `Model.eval`, and of evaluations in `Model.fit`."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from msjax._core.context import get_context
from msjax.train.callback._callback import CallbackManager, InternalCallbackParam, RunContext
from msjax.train.dataset_helper import DatasetHelper, as_inputs, connect_network_with_dataset
from msjax.train.metrics import Loss


def evaluate(model, dataset, callbacks, sink_mode) -> dict:
    """Evaluate a model: return its metrics."""
    listed = callbacks if isinstance(callbacks, Iterable) else [callbacks]
    cb_params = InternalCallbackParam(
        list_callback=[] if callbacks is None else list(listed), network=model._network
    )
    _tell(model, dataset, cb_params)
    return _run(model, dataset, callbacks, sink_mode, cb_params, None)


def evaluate_in_fit(model, dataset, callbacks, sink_mode, cb_params) -> dict:
    """Evaluate a model between epochs of its training: callbacks find the metrics afterwards."""
    if model._eval_indexes is None:
        raise TypeError(
            "For 'Model.fit', the model argument 'eval_indexes' must tell where loss, outputs and "
            "labels are among the results of 'eval_network', but it is None; give three ints."
        )
    _tell(model, dataset, cb_params)
    return _run(model, dataset, callbacks, sink_mode, cb_params, Loss())


def _tell(model, dataset, cb_params):
    cb_params.eval_network = model._eval_network
    cb_params.valid_dataset = dataset
    cb_params.batch_num = dataset.get_dataset_size()
    cb_params.mode = "eval"
    cb_params.cur_step_num = 0


def _run(model, dataset, callbacks, sink_mode, cb_params, eval_loss):
    """Run an evaluation; `eval_loss` measures the loss of the last batch, as MindSpore does."""
    model._clear_metrics()
    sinks = sink_mode and get_context("device_target") != "CPU"
    cb_params.dataset_sink_mode = sinks
    with CallbackManager(callbacks) as manager:
        run_context = RunContext(cb_params)
        manager.on_eval_begin(run_context)
        manager.on_eval_epoch_begin(run_context)
        for network, batch in _calls(model, dataset, sinks, cb_params):
            cb_params.cur_step_num += 1
            cb_params.eval_dataset_element = batch
            manager.on_eval_step_begin(run_context)
            outputs = cb_params.net_outputs = model._in_mode(network, False)(*batch)
            manager.on_eval_step_end(run_context)
            model._update_metrics(outputs)
            if eval_loss is not None:
                eval_loss.clear()
                eval_loss.update(outputs[model._eval_indexes[0]])
            if run_context.get_stop_requested() and not sinks:
                break
        manager.on_eval_epoch_end(run_context)
        if not sinks:
            dataset.reset()
        cb_params.metrics = metrics = model._get_metrics()
        if eval_loss is not None:
            results = {**copy.deepcopy(metrics), "eval_loss": eval_loss.eval()}
            cb_params.eval_results = results
        manager.on_eval_end(run_context)
    return metrics


def _calls(model, dataset, sinks, cb_params):
    """Yield the network and its inputs for each batch."""
    helper = DatasetHelper(dataset, sinks, 1 if sinks else -1)
    network = model._eval_network
    if not sinks:
        model._prepared(network, False)
        for batch in helper:
            yield network, as_inputs(batch)
        return
    network = connect_network_with_dataset(network, helper)
    cb_params.eval_network = model._prepared(network, False)
    for _ in range(dataset.get_dataset_size()):
        yield network, ()
    helper.release()
