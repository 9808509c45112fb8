"""Helpers in sink mode: what connected networks take, and what is refused."""

import warnings

import numpy as np
import pytest

import msjax as ms
from compat_tests.trainings import Line, data
from msjax import nn
from msjax.train import DatasetHelper, connect_network_with_dataset, data_sink


@pytest.fixture(params=[ms.GRAPH_MODE, ms.PYNATIVE_MODE], ids=["graph", "pynative"])
def mode(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "running on cpu"
        ms.set_context(mode=request.param, device_target="Ascend")
    yield request.param
    ms.set_context(mode=ms.PYNATIVE_MODE, device_target="CPU")


def network():
    return nn.WithLossCell(Line(), nn.L1Loss())


def test_a_connected_network_takes_its_batches(mode):
    helper = DatasetHelper(data(3), sink_size=2)
    net = connect_network_with_dataset(network(), helper)
    losses = [net(*inputs).asnumpy().item() for inputs in helper]
    assert losses == ([2.1875] if mode == ms.GRAPH_MODE else [2.625, 2.1875])
    assert helper.sink_size() == (2 if mode == ms.GRAPH_MODE else 1)
    helper.continue_send()
    helper.stop_send()
    helper.release()


@pytest.mark.usefixtures("mode")
def test_a_dataset_feeds_one_network():
    helper, net = DatasetHelper(data(3)), network()
    connected = connect_network_with_dataset(net, helper)
    assert connect_network_with_dataset(net, helper) is connected
    with pytest.raises(ValueError, match="connected to other network"):
        connect_network_with_dataset(network(), helper)


def test_compiled_code_does_not_sink_on_cpu():
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        with pytest.raises(RuntimeError, match="not supported when the device target is CPU"):
            DatasetHelper(data(1))
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


@pytest.mark.parametrize("name", ["types_shapes", "sink_size", "stop_send", "continue_send"])
def test_methods_of_sinks_say_what_they_need(name):
    with pytest.raises(AttributeError, match="needs sink mode"):
        getattr(DatasetHelper(data(1), dataset_sink_mode=False), name)()


@pytest.mark.usefixtures("mode")
def test_times_of_fetching_are_kept_by_passes():
    helper = DatasetHelper(data(3), sink_size=2)
    net = connect_network_with_dataset(network(), helper)
    for _ in range(2):
        for inputs in helper:
            net(*inputs)
    context = ms.RunContext({"batch_num": 2})
    numbers = [helper.get_send_info(context).epoch(e)["fetch_data_num"] for e in (1, 2, 7)]
    assert numbers == [3, 1, 1]
    assert helper.get_send_info(context).epoch(1)["fetch_data_time"] > 0


@pytest.mark.usefixtures("mode")
def test_types_and_shapes_of_columns():
    batches = data(3)
    batches.output_types = lambda: [np.dtype("float32"), np.int32]
    batches.output_shapes = lambda: [[2], [2]]
    assert DatasetHelper(batches).types_shapes() == ([ms.float32, ms.int32], [[2], [2]])


@pytest.mark.usefixtures("mode")
@pytest.mark.parametrize("config", [None, ms.JitConfig()], ids=["eager", "jit"])
def test_data_sink_goes_round(config):
    def total(x, y):
        return x.sum() + y.sum()

    step = data_sink(total, data(3), 2, jit_config=config)
    assert [step().asnumpy().item() for _ in range(3)] == [7.5, 9.0, 13.5]
    assert step.__name__ == "total"
