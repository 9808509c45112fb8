"""Model: its networks, what it refuses, and that a training compiles one program."""

import numpy as np
import pytest

import msjax as ms
from compat_tests.trainings import Batches, Line, data, model, weight
from msjax import Tensor, nn
from msjax.train import Model


@pytest.fixture
def graph_mode():
    ms.set_context(mode=ms.GRAPH_MODE)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


@pytest.mark.usefixtures("graph_mode")
def test_a_training_is_one_program_for_all_steps():
    traced = []

    class Counting(Line):
        def construct(self, x):
            traced.append(x.shape)
            return super().construct(x)

    net = Counting()
    m = Model(net, nn.L1Loss(), nn.SGD(net.trainable_params(), 0.125))
    batches = data(3)
    m.train(1, batches)
    after_one = len(traced)
    m.train(3, batches)
    assert len(traced) == after_one


@pytest.mark.usefixtures("graph_mode")
def test_compiled_training_gives_what_eager_training_gives():
    compiled = model()
    compiled.train(3, data())
    ms.set_context(mode=ms.PYNATIVE_MODE)
    eager = model()
    eager.train(3, data())
    np.testing.assert_array_equal(weight(compiled).asnumpy(), weight(eager).asnumpy())


@pytest.mark.parametrize("name", ["boost_level", "acc_level"])
@pytest.mark.filterwarnings("ignore")
def test_acceleration_is_refused(name):
    with pytest.raises(NotImplementedError, match="boost_level='O1'"):
        model(**{name: "O1"})
    with pytest.raises(ValueError, match=r"should be in : .*but got O7"):
        model(**{name: "O7"})


def test_settings_of_acceleration_mean_nothing_without_it():
    m = model(boost_config_dict={"boost": {"mode": "auto"}})
    m.train(1, data(1))
    assert weight(m).asnumpy() == 0.4375


def test_build_says_what_compiles():
    with pytest.raises(RuntimeError, match=r"first step of Model\.train compiles"):
        model().build(data(1))


@pytest.mark.parametrize("name", ["infer_train_layout", "infer_predict_layout"])
def test_layouts_are_refused(name):
    ms.set_auto_parallel_context(parallel_mode="semi_auto_parallel")
    try:
        with pytest.raises(NotImplementedError, match="msjax runs one process"):
            getattr(model(), name)(data(1))
    finally:
        ms.reset_auto_parallel_context()


def test_gradients_that_overflow_are_left_out_by_a_manager():
    manager = ms.DynamicLossScaleManager(2.0**10, 2, 1000)
    m = model(loss_scale_manager=manager)
    m.train(1, Batches([[1.0, 1.0], [float("inf"), 1.0], [2.0, 2.0]], np.zeros((3, 2))))
    assert manager.get_loss_scale() == 2.0**9
    assert weight(m).asnumpy() == 0.25 - 0.125 * (1 + 2)


def test_predict_with_lite_warns_and_predicts(capsys):
    out = model().predict(Tensor([2.0], ms.float32), backend="lite")
    assert out.asnumpy() == 0.5


def test_legacy_paths():
    from msjax.train.callback import _CallbackManager, _InternalCallbackParam, _set_cur_net
    from msjax.train.callback._callback import CallbackManager, InternalCallbackParam
    from msjax.train.model import Model as nearest

    assert nearest is ms.Model is ms.train.Model
    assert _CallbackManager is CallbackManager
    assert _InternalCallbackParam is InternalCallbackParam
    assert _set_cur_net(Line()) is None
