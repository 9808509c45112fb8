"""Small trainings whose numbers are sums of powers of two, so that all digits printed agree."""

import contextlib
import io
import os
import tempfile

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn
from mindspore.train import Callback, Model


class Batches:
    """Batches in memory, with what Model asks of a dataset."""

    def __init__(self, *columns):
        arrays = [np.array(column, np.float32) for column in columns]
        self.rows = [tuple(Tensor(row) for row in rows) for rows in zip(*arrays, strict=True)]
        self.resets = 0

    def get_dataset_size(self):
        return len(self.rows)

    def reset(self):
        self.resets += 1

    def create_tuple_iterator(self, columns=None, num_epochs=-1, output_numpy=False, do_copy=False):
        return Epochs(self.rows)


class Epochs:
    """Ends after each epoch, and goes on with the next one."""

    def __init__(self, rows):
        self.rows, self.left = rows, iter(rows)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return next(self.left)
        except StopIteration:
            self.left = iter(self.rows)
            raise


class Line(nn.Cell):
    """w * x."""

    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([0.25], ms.float32), name="w")

    def construct(self, x):
        return self.w * x


def data(count=3):
    """Return batches (count, 2) of a line with the slope 2."""
    x = [[1.0, 2.0], [2.0, 0.5], [0.5, 4.0]][:count]
    return Batches(x, np.array(x) * 2)


def model(rate=0.125, loss=True, **kwargs):
    """Return a model of a line, the mean absolute error and SGD."""
    net = Line()
    optimizer = nn.SGD(net.trainable_params(), learning_rate=rate)
    return Model(net, nn.L1Loss() if loss else None, optimizer, **kwargs)


def weight(model):
    """Return the slope of a trained line."""
    return model.predict_network.w


@contextlib.contextmanager
def printing():
    """Collect what is printed."""
    with contextlib.redirect_stdout(io.StringIO()) as text:
        yield text


@contextlib.contextmanager
def folder():
    """Be in an empty folder, and give its path."""
    former = os.getcwd()
    with tempfile.TemporaryDirectory() as path:
        os.chdir(path)
        try:
            yield path
        finally:
            os.chdir(former)


class Points(Callback):
    """Notes the points it is called at, and what it is told there."""

    def __init__(self, told=lambda cb_params: None):
        self.told, self.notes = told, []


def _note(name):
    def method(self, run_context):
        self.notes.append((name, self.told(run_context.original_args())))

    return method


for _name in dir(Callback):
    if _name.startswith("on_"):
        setattr(Points, _name, _note(_name))


def counters(cb_params):
    """Return what counts in `cb_params`."""
    names = "cur_epoch_num cur_step_num batch_num epoch_num mode dataset_sink_mode sink_size"
    return [cb_params.get(name) for name in names.split()]
