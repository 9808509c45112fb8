"""Trainings with datasets that sink: the steps of an epoch in one call, evaluations, failures."""

import warnings

import numpy as np
import pytest

import msjax as ms
from compat_tests.trainings import Batches, Points, counters, data, model, printing, weight
from msjax import nn
from msjax.train import FlopsUtilizationCollector, LossMonitor, TimeMonitor

ON_ASCEND = {"graph": ms.GRAPH_MODE, "pynative": ms.PYNATIVE_MODE}


@pytest.fixture(params=ON_ASCEND)
def mode(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "running on cpu"
        ms.set_context(mode=ON_ASCEND[request.param], device_target="Ascend")
    yield request.param
    ms.set_context(mode=ms.PYNATIVE_MODE, device_target="CPU")


def steps(points):
    """Return epoch and step wherever a step of a training ended."""
    return [told[:2] for name, told in points.notes if name == "on_train_step_end"]


def test_callbacks_are_called_once_an_epoch_in_graph_mode(mode):
    m, points, batches = model(), Points(counters), data(3)
    m.train(2, batches, points, dataset_sink_mode=True)
    each = [[epoch, 3 * epoch - 3 + step] for epoch in (1, 2) for step in (1, 2, 3)]
    assert steps(points) == ([[1, 3], [2, 6]] if mode == "graph" else each)
    assert points.notes[0] == ("on_train_begin", [None, 0, 3, 2, "train", True, 3])
    assert batches.resets == 0


@pytest.mark.usefixtures("mode")
@pytest.mark.parametrize("sink_size", [-1, 1, 2, 4])
def test_sinks_go_on_where_the_last_one_ended(sink_size):
    sunk, fed = model(), model()
    epochs = {-1: 4, 1: 12, 2: 6, 4: 3}[sink_size]
    sunk.train(epochs, data(3), dataset_sink_mode=True, sink_size=sink_size)
    fed.train(4, data(3))
    np.testing.assert_array_equal(weight(sunk).asnumpy(), weight(fed).asnumpy())


@pytest.mark.usefixtures("mode")
def test_evaluation_takes_all_batches():
    m, points = model(metrics={"mae": nn.MAE()}), Points(counters)
    wanted = m.eval(data(2))
    assert m.eval(data(2), points, dataset_sink_mode=True) == wanted
    assert [name for name, _ in points.notes].count("on_eval_step_end") == 2


def test_losses_of_sinks_are_printed(mode):
    m = model(metrics={"mae": nn.MAE()})
    with printing() as text:
        m.fit(2, data(3), data(2), callbacks=LossMonitor(), dataset_sink_mode=True)
    lines = text.getvalue().splitlines()
    assert [line for line in lines if "step: 3" in line or "Eval" in line] == [
        "epoch: 1 step: 3, loss is 3.1640625",
        "Eval result: epoch 1, metrics: {'mae': 1.546875}",
        "epoch: 2 step: 3, loss is 1.7578125",
        "Eval result: epoch 2, metrics: {'mae': 0.6875}",
    ]
    assert len(lines) == (4 if mode == "graph" else 8)


@pytest.mark.usefixtures("mode")
def test_times_of_sinks_and_of_fetching():
    with printing() as text:
        model().train(4, data(3), TimeMonitor(data_time=True), True, 2)
    lines = text.getvalue().splitlines()
    assert len(lines) == 4
    assert all(line.endswith("ms)") and "(data time: " in line for line in lines)


def test_operations_of_a_sink_are_those_of_a_step(mode):
    collector, net = FlopsUtilizationCollector(3), nn.Dense(2, 2)
    m = ms.Model(net, nn.L1Loss(), nn.SGD(net.trainable_params()))
    x = np.ones((4, 3, 2), np.float32)
    with printing():
        if mode == "pynative":
            with pytest.raises(ValueError, match="only support graph mode"):
                m.train(1, Batches(x, x), collector, dataset_sink_mode=True)
            return
        m.train(1, Batches(x, x), collector, dataset_sink_mode=True)
    assert collector.full_model_flops == 2 * (2 * 3 * 2 * 2)


@pytest.mark.usefixtures("mode")
def test_a_failed_callback_is_left_after_the_exception():
    class Fails(ms.Callback):
        left = False

        def __exit__(self, *err):
            self.left = err[0]

        def on_train_step_end(self, run_context):
            raise OSError("disk")

    fails = Fails()
    with pytest.raises(OSError, match="disk"):
        model().train(1, data(1), fails, dataset_sink_mode=True)
    assert fails.left is OSError
