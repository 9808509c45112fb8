"""How the batches of a dataset get to a network: one by one from outside, or by itself (sink mode).

In MindSpore a sink is a queue on the device, and one call of a network connected with it runs many
steps. Here the network takes the batches from the dataset's iterator; JAX dispatches steps without
waiting for them, so the device does not stand still either.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.DatasetHelper.html
"""

from __future__ import annotations

import functools
import math
import time
from typing import Any

from msjax._core.context import GRAPH_MODE, get_context
from msjax._core.dtype import pytype_to_dtype
from msjax._core.tensor import Tensor
from msjax._graph import jit
from msjax.nn import Cell
from msjax.train.arguments import check_bool, check_kind, check_size


class DatasetHelper:
    """Iterates over a dataset, one epoch at a time.

    Without sink mode an iteration gives the batches of an epoch, as lists of Tensors. In sink mode
    it gives an empty tuple for each call of a network that `connect_network_with_dataset` returned.

    Args:
        dataset: a dataset of `mindspore.dataset`.
        dataset_sink_mode: whether the network takes the batches itself. Default: True.
        sink_size: how many steps are one epoch in sink mode; -1: as many as there are batches.
            Default: -1.
        epoch_num: how many epochs there will be. Default: 1.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `sink_size` is neither -1 nor positive.
        RuntimeError: sink mode is wanted in GRAPH_MODE with the device_target "CPU".
    """

    def __init__(self, dataset, dataset_sink_mode=True, sink_size=-1, epoch_num=1):
        check_bool(dataset_sink_mode)
        check_size(sink_size)
        if sink_size < -1 or sink_size == 0:
            raise ValueError(
                f"The 'sink_size' must be -1 or positive, but got sink_size {sink_size}."
            )
        if not dataset_sink_mode:
            self.iter = _Batches(dataset, epoch_num)
            return
        is_graph = get_context("mode") == GRAPH_MODE
        if is_graph and get_context("device_target") == "CPU":
            raise RuntimeError(
                "Currently dataset sink mode is not supported when the device target is CPU, "
                "please set dataset_sink_mode to False in Model.train()."
            )
        if sink_size == -1:
            sink_size = dataset.get_dataset_size()
        self.iter = _Sink(dataset, sink_size, is_graph)

    def __iter__(self):
        return iter(self.iter)

    def types_shapes(self):
        """Return the data types and the shapes of a batch's columns, two lists; in sink mode."""
        return self.iter.types_shapes()

    def sink_size(self):
        """Return how many steps one call of the connected network runs; in sink mode."""
        return self.iter.steps_per_call

    def stop_send(self):
        """Give the dataset's iterator up; in sink mode."""
        self.iter.stop()

    def release(self):
        """Give the dataset's iterator up; in sink mode."""
        self.iter.stop()

    def continue_send(self):
        """Do nothing: the connected network goes on with the batches by itself; in sink mode."""
        self.iter.require()

    def get_send_info(self, run_context):
        """Return how long fetching of batches took, by epochs; in sink mode.

        Args:
            run_context: the `RunContext` of the training.
        """
        return self.iter.send_info(run_context.original_args()["batch_num"])


class _Batches:
    """The batches of a dataset, epoch after epoch."""

    def __init__(self, dataset, epoch_num):
        self.dataset = dataset
        self.iter = dataset.create_tuple_iterator(num_epochs=epoch_num)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.iter)

    def __getattr__(self, name):
        if name in ("types_shapes", "steps_per_call", "stop", "require", "send_info"):
            raise AttributeError(
                "This method of DatasetHelper needs sink mode: pass dataset_sink_mode=True."
            )
        raise AttributeError(name)


class _Sink:
    """What a connected network takes its batches from.

    Args:
        dataset: the dataset.
        sink_size: the steps of an epoch.
        is_graph: whether one call of the network runs a whole epoch.
    """

    def __init__(self, dataset, sink_size, is_graph):
        self.dataset = dataset
        self.sink_size = sink_size
        self.steps_per_call = sink_size if is_graph else 1
        self.calls = sink_size // self.steps_per_call
        self.iter = self.batch = None
        self.connected: _Connected | None = None
        self.fetched = [_Fetched()]

    def __iter__(self):
        return iter([()] * self.calls)

    def types_shapes(self):
        types = [pytype_to_dtype(t) for t in self.dataset.output_types()]
        return types, self.dataset.output_shapes()

    def require(self):
        """Be there."""

    def stop(self):
        self.iter = None

    def next_batch(self):
        """Return the next batch; after the last one of the dataset comes the first one again."""
        began = time.perf_counter()
        if self.iter is None:
            self.iter = self.dataset.create_tuple_iterator(num_epochs=-1)
        try:
            self.batch = next(self.iter)
        except StopIteration:
            self.fetched.append(_Fetched())
            self.batch = next(self.iter)
        self.fetched[-1].add(time.perf_counter() - began)
        return self.batch

    def send_info(self, batch_num):
        return _SendInfo(self.fetched, batch_num / self.dataset.get_dataset_size())


class _Fetched:
    """How long the batches of one pass over a dataset took, in seconds."""

    count, first, rest = 0, 0.0, 0.0

    def add(self, seconds):
        if self.count == 0:
            self.first = seconds
        else:
            self.rest += seconds
        self.count += 1

    def info(self):
        mean = self.rest / (self.count - 1) if self.count > 1 else self.first
        return {
            "fetch_data_num": self.count,
            "fetch_data_time": 1000 * mean,
            "first_data_time": self.first,
        }


class _SendInfo:
    """How long fetching took, by epochs of a training."""

    def __init__(self, fetched, passes_per_epoch):
        self._fetched, self._passes = fetched, passes_per_epoch

    def epoch(self, epoch):
        """Return the number of batches, the mean milliseconds without the first, its seconds."""
        index = math.ceil(epoch * self._passes) - 1
        return self._fetched[min(index, len(self._fetched) - 1)].info()


class _Connected(Cell):
    """A network that takes its batches from a sink."""

    def __init__(self, network, sink):
        super().__init__(auto_prefix=False, flags=network.get_flags())
        self.network = network
        self.__dict__["_sink"] = sink

    def __call__(self):
        sink = self.__dict__["_sink"]
        for _ in range(sink.steps_per_call):
            outputs = self.network(*as_inputs(sink.next_batch()))
        return outputs


def connect_network_with_dataset(network, dataset_helper):
    """Return a network that takes its batches from a dataset.

    Args:
        network: a Cell, for example one that trains.
        dataset_helper: a `DatasetHelper` in sink mode.

    Returns:
        A Cell that is called without inputs. In GRAPH_MODE one call runs `sink_size` steps and
        returns what the last one gave.

    Raises:
        RuntimeError: the helper is not in sink mode.
        ValueError: the dataset is connected with another network already.
    """
    sink = dataset_helper.iter
    if not isinstance(sink, _Sink):
        raise RuntimeError(
            "The API 'connect_network_with_dataset' should be called in dataset sink mode; make "
            "the DatasetHelper with dataset_sink_mode=True."
        )
    if sink.connected is None:
        sink.connected = _Connected(network, sink)
    elif sink.connected.network is not network:
        raise ValueError(
            "The dataset has been connected to other network, please check the code; make another "
            "DatasetHelper for this one."
        )
    return sink.connected


def as_inputs(batch):
    """Return a batch as the inputs of a network."""
    return (batch,) if isinstance(batch, Tensor) else batch


def connected_step(network, batch):
    """Return a network and the inputs of one step, whether or not it takes them itself.

    Args:
        network: a Cell.
        batch: the inputs it is called with; () if it takes them itself.
    """
    if isinstance(network, _Connected):
        return network.network, as_inputs(network.__dict__["_sink"].batch)
    return network, batch


def data_sink(fn, dataset, sink_size=1, jit_config=None, input_signature=None):
    """Return a function that calls another with the batches of a dataset.

    Args:
        fn: a function of a batch's columns.
        dataset: a dataset; after its last batch comes the first one again.
        sink_size: how many steps one call runs. Default: 1.
        jit_config: a `JitConfig`: the function is compiled. Default: None, it is not.
        input_signature: accepted; code is compiled for the shapes it meets. Default: None.

    Returns:
        A function without inputs, which returns what the last step gave.

    Raises:
        TypeError: `sink_size` is no int.
        ValueError: it is not positive, or the device_target is "CPU".
    """
    check_kind("sink_size", sink_size, int)
    if sink_size <= 0:
        raise ValueError(f"The 'sink_size' must be positive, but got sink_size {sink_size}.")
    target = get_context("device_target")
    if target == "CPU":
        raise ValueError(
            f"Data sinking supports ascend or gpu device target, but device target is {target}; "
            "iterate over the dataset."
        )
    sink = _Sink(dataset, sink_size, is_graph=True)
    step: Any = fn if jit_config is None else jit(fn)

    @functools.wraps(fn)
    def sink_process():
        for _ in range(sink_size):
            out = step(*as_inputs(sink.next_batch()))
        return out

    return sink_process
