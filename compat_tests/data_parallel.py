"""A training as programs of several years write it for several devices, run by one process."""

from __future__ import annotations

import mindspore as ms
import mindspore.dataset as ds
import numpy as np
from mindspore import Model, Tensor, context, nn
from mindspore.communication.management import get_group_size, get_rank
from mindspore.context import ParallelMode
from mindspore.mint import distributed
from mindspore.nn.wrap.grad_reducer import DistributedGradReducer
from mindspore.ops import composite, functional
from mindspore.ops import operations as P
from mindspore.parallel._utils import _get_device_num, _get_gradients_mean, _get_parallel_mode
from mindspore.train.callback import Callback

FEATURES = (np.arange(48).reshape(16, 3) * 5 % 13 / 8 - 0.75).astype(np.float32)


class TrainOneStep(nn.Cell):
    """A training step of 2021."""

    def __init__(self, network, optimizer, sens=1.0):
        super().__init__(auto_prefix=False)
        self.network = network
        self.network.set_grad()
        self.weights = optimizer.parameters
        self.optimizer = optimizer
        self.grad = composite.GradOperation(get_by_list=True, sens_param=True)
        self.sens = sens
        self.reducer_flag = _get_parallel_mode() in (
            ParallelMode.DATA_PARALLEL,
            ParallelMode.HYBRID_PARALLEL,
        )
        if self.reducer_flag:
            mean, degree = _get_gradients_mean(), _get_device_num()
            self.grad_reducer = DistributedGradReducer(optimizer.parameters, mean, degree)

    def construct(self, *inputs):
        loss = self.network(*inputs)
        sens = P.Fill()(P.DType()(loss), P.Shape()(loss), self.sens)
        gradients = self.grad(self.network, self.weights)(*inputs, sens)
        if self.reducer_flag:
            gradients = self.grad_reducer(gradients)
        return functional.depend(loss, self.optimizer(gradients))


class Losses(Callback):
    """Keeps the loss of every step."""

    def __init__(self):
        self.losses = []

    def step_end(self, run_context):
        self.losses.append(run_context.original_args().net_outputs.asnumpy())


def batches():
    """Return this process's part of the data."""
    data = ds.NumpySlicesDataset(
        (FEATURES, FEATURES.sum(axis=1, keepdims=True)),
        ["x", "y"],
        shuffle=False,
        num_shards=get_group_size(),
        shard_id=get_rank(),
    )
    return data.batch(4, drop_remainder=True)


def network():
    net = nn.Dense(3, 1)
    net.weight.set_data(Tensor(np.array([[0.5, -0.25, 1.0]], np.float32)))
    net.bias.set_data(Tensor(np.array([0.125], np.float32)))
    return net


def of_2021():
    """Return the losses of a program of 2021: a training step of its own and Model.train."""
    context.set_auto_parallel_context(
        device_num=get_group_size(),
        parallel_mode=ParallelMode.DATA_PARALLEL,
        gradients_mean=True,
        parameter_broadcast=True,
    )
    try:
        net, seen = network(), Losses()
        optimizer = nn.Momentum(net.trainable_params(), 0.05, 0.9)
        step = TrainOneStep(nn.WithLossCell(net, nn.MSELoss()), optimizer)
        Model(step).train(2, batches(), callbacks=[seen], dataset_sink_mode=False)
        return seen.losses
    finally:
        context.reset_auto_parallel_context()


def of_2024():
    """Return the losses of a program of 2024: gradients, then all_reduce of each."""
    net = network()
    optimizer = nn.Adam(net.trainable_params(), 0.05)
    loss_fn = nn.MSELoss()
    grad_fn = ms.value_and_grad(lambda x, y: loss_fn(net(x), y), None, net.trainable_params())
    for p in net.get_parameters():
        distributed.broadcast(p, 0)
    losses = []
    for x, y in batches().create_tuple_iterator():
        loss, gradients = grad_fn(x, y)
        handles = [distributed.all_reduce(g, async_op=True) for g in gradients]
        for handle in handles:
            handle.wait()
        optimizer(tuple(g / distributed.get_world_size() for g in gradients))
        distributed.all_reduce(loss, op="avg")
        losses.append(loss.asnumpy())
    distributed.barrier()
    return losses
