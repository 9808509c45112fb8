"""A network in AutoParallel: it runs, trains, and remembers what is said about devices."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops
from msjax import dataset as ds
from msjax.parallel.auto_parallel import AutoParallel
from msjax.parallel.layout import Layout
from msjax.parallel.nn import Pipeline, PipelineGradReducer

BATCH = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)


class Loss(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 1, weight_init="ones", bias_init="zeros")

    def construct(self, x, y):
        return ((self.fc(x) - y) ** 2).mean()


def trained(wrap):
    """Return the weight after two epochs of Model.train with a wrapped network."""
    net = Loss()
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    data = ds.NumpySlicesDataset((BATCH, BATCH[:, :1]), ["x", "y"], shuffle=False)
    data = data.batch(4)
    ms.Model(wrap(net), optimizer=optimizer).train(2, data, dataset_sink_mode=False)
    return net.fc.weight.asnumpy()


def set_up(net):
    wrapped = AutoParallel(net, "recursive_programming")
    wrapped.dataset_strategy((Layout((1,), ("dp",))("dp", "None"), (1, 1)))
    wrapped.hsdp(optimizer_level="level3")
    wrapped.pipeline(stages=2, scheduler="gpipe")
    wrapped.enable_gradients_mean()
    return wrapped


def test_model_trains_as_without():
    np.testing.assert_array_equal(trained(set_up), trained(lambda net: net))


def test_of_a_compiled_step():
    net = Loss()
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    reducer = PipelineGradReducer(optimizer.parameters)
    grad_fn = ms.value_and_grad(Pipeline(net, 2), None, optimizer.parameters)

    @ms.jit
    def step(x, y):
        loss, gradients = grad_fn(x, y)
        return ops.depend(loss, optimizer(reducer(gradients)))

    x, y = Tensor(BATCH), Tensor(BATCH[:, :1])
    parts = [float(net(x[i : i + 4], y[i : i + 4])) for i in (0, 4)]
    before = net.fc.weight.asnumpy()
    np.testing.assert_allclose(float(AutoParallel(step)(x, y)), sum(parts), rtol=1e-6)
    assert not np.array_equal(net.fc.weight.asnumpy(), before)


def test_keyword_arguments_reach_the_network():
    assert float(AutoParallel(lambda x, scale=1: x * scale)(Tensor(2.0), scale=3)) == 6


def test_stages_are_remembered():
    net = set_up(Loss())
    assert net.get_pipeline_stages() == 2
    with pytest.raises(ValueError, match="'stages' must be larger than zero, but got value: -1"):
        net.pipeline(stages=-1)
    with pytest.raises(TypeError, match="must be bool type, but got the type : <class 'int'>"):
        net.pipeline(interleave=1)
    assert net.get_pipeline_stages() == 2


def test_a_file_of_settings(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{}")
    net = AutoParallel(Loss())
    net.transformer_opt(str(path))
    net.transformer_opt(None)
    with pytest.raises(ValueError, match="does not exist; check the path"):
        net.transformer_opt(str(path) + "x")
