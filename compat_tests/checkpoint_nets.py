"""Networks and files for the cases about checkpoints."""

import functools
import os
import tempfile

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


def scratch(case):
    """Run a case in an empty folder, whose name is not part of its outcome."""

    @functools.wraps(case)
    def run():
        home = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                return case()
            except Exception as error:
                raise type(error)(str(error).replace(os.path.realpath(folder), "FOLDER")) from None
            finally:
                os.chdir(home)

    return run


def dense(scale=1.0):
    net = nn.Dense(2, 3)
    net.weight.set_data(Tensor(scale * np.arange(6, dtype=np.float32).reshape(3, 2)))
    net.bias.set_data(Tensor(scale * np.ones(3, np.float32)))
    return net


def saved(net=None, path="net.ckpt", **kwargs):
    ms.save_checkpoint(dense() if net is None else net, path, **kwargs)
    return path
