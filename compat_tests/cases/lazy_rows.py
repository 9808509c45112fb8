"""Optimizers that update only those rows of a table that a batch has read, in compiled code.

(In PyNative mode MindSpore's optimizers refuse the gradients of `EmbeddingLookup`.)
"""

import numpy as np
from mindspore import Parameter, Tensor, nn, ops

MODES = ("graph",)
TABLE = np.arange(1, 11).reshape(5, 2).astype(np.float32) / 10
BATCHES = ([0, 1], [1, 3])


class Table(nn.Cell):
    """A table that the operator reads."""

    def __init__(self):
        super().__init__()
        self.table = Parameter(Tensor(TABLE), name="table")
        self.look_up = ops.EmbeddingLookup()

    def construct(self, index):
        rows = self.look_up(self.table, index, 0)
        return (rows * rows).sum()


class Layer(nn.Cell):
    """A table that the layer reads."""

    def __init__(self, **options):
        super().__init__()
        self.layer = nn.EmbeddingLookup(5, 2, Tensor(TABLE), **options)

    def construct(self, index):
        rows = self.layer(index)
        return (rows * rows).sum()


def trained(network, optimizer, batches=BATCHES, target=None):
    """Return the table after a step per batch."""
    (table,) = network.trainable_params()
    optimizer = optimizer([table])
    if target is not None:
        optimizer.target = target
    step = nn.TrainOneStepCell(network, optimizer)
    step.set_train()
    for batch in batches:
        step(Tensor(np.array(batch, np.int32)))
    return table.asnumpy()


def ftrl(parameters):
    return nn.FTRL(parameters, learning_rate=0.1)


def lazy_adam(parameters):
    return nn.LazyAdam(parameters, 0.1)


def case_ftrl_operator():
    return trained(Table(), ftrl)


def case_ftrl_layer():
    return trained(Layer(), ftrl)


def case_ftrl_repeated_rows_on_cpu():
    return trained(Layer(), ftrl, ([0, 1, 1], [1, 3, 3]), target="CPU")


def case_ftrl_dense_layer():
    return trained(Layer(target="DEVICE", sparse=False), ftrl)


def case_lazy_adam_operator():
    return trained(Table(), lazy_adam)


def case_lazy_adam_layer():
    return trained(Layer(), lazy_adam)


def case_lazy_adam_repeated_rows_on_cpu():
    return trained(Layer(), lazy_adam, ([0, 1, 1], [1, 3, 3]), target="CPU")


def case_adam_layer():
    return trained(Layer(), lambda parameters: nn.Adam(parameters, 0.1))
