"""Cells around a network: loss, training step, loss scaling."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn

X = Tensor(np.array([[1.0, 2.0], [3.0, -1.0]], np.float32))
Y = Tensor(np.array([[1.0], [2.0]], np.float32))
W = np.array([[0.5, -0.25]], np.float32)


class Linear(nn.Cell):
    def __init__(self):
        super().__init__()
        self.weight = Parameter(Tensor(W), name="weight")

    def construct(self, x):
        return x @ self.weight.T


def square_loss(out, label):
    return ((out - label) ** 2).mean()


def loss_and_gradient(w):
    error = X.asnumpy() @ w.T - Y.asnumpy()
    return (error**2).mean(), 2 * error.T @ X.asnumpy() / len(error)


@pytest.fixture(params=["pynative", "graph"])
def mode(request):
    """Run the test in both modes."""
    ms.set_context(mode=ms.GRAPH_MODE if request.param == "graph" else ms.PYNATIVE_MODE)
    yield request.param
    ms.set_context(mode=ms.PYNATIVE_MODE)


def test_with_loss_cell(mode):
    net = Linear()
    cell = nn.WithLossCell(net, square_loss)
    assert cell.backbone_network is net
    np.testing.assert_allclose(float(cell(X, Y)), loss_and_gradient(W)[0])
    assert [p.name for p in cell.get_parameters()] == ["weight"]


def test_with_eval_cell(mode):
    cell = nn.WithEvalCell(Linear(), square_loss, add_cast_fp32=True)
    loss, out, label = cell(X, Tensor(Y.asnumpy().astype(np.float16)))
    assert (out.dtype, label.dtype) == (ms.float32, ms.float32)
    np.testing.assert_allclose(float(loss), loss_and_gradient(W)[0])
    np.testing.assert_allclose(out.asnumpy(), X.asnumpy() @ W.T)
    with pytest.raises(TypeError, match="add_cast_fp32"):
        nn.WithEvalCell(Linear(), square_loss, 1)


def test_train_one_step_cell(mode):
    net = Linear()
    cell = nn.TrainOneStepCell(
        nn.WithLossCell(net, square_loss), nn.SGD(net.trainable_params(), 0.1)
    )
    w = W
    for _ in range(3):
        loss, gradient = loss_and_gradient(w)
        np.testing.assert_allclose(float(cell(X, Y)), loss, rtol=1e-5)
        w = w - 0.1 * gradient
        np.testing.assert_allclose(net.weight.asnumpy(), w, rtol=1e-5)
    assert cell.optimizer.global_step.asnumpy() == [3]


def test_sens_and_returned_gradients(mode):
    net = Linear()
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    loss_cell = nn.WithLossCell(net, square_loss)
    cell = nn.TrainOneStepCell(loss_cell, optimizer, sens=2.0, return_grad=True)
    loss, gradients = cell(X, Y)
    np.testing.assert_allclose(float(loss), loss_and_gradient(W)[0])
    expected = 2 * loss_and_gradient(W)[1]
    np.testing.assert_allclose(gradients["weight"].asnumpy(), expected, rtol=1e-6)


def test_modes_of_training_cells():
    net = Linear()
    cell = nn.TrainOneStepCell(net, nn.SGD(net.trainable_params(), 0.1))
    assert (cell.training, cell.network.training, cell.network.requires_grad) == (
        False,
        False,
        True,
    )
    cell.set_train()
    assert cell.network.training
    assert cell.optimizer.training
    assert (cell.sens, cell.reducer_flag) == (1.0, False)


def test_training_cells_name_no_parameter_anew():
    net = Linear()
    cell = nn.TrainOneStepCell(net, nn.Momentum(net.trainable_params(), 0.1, 0.9))
    names = [p.name for p in cell.get_parameters()]
    assert names == ["weight", "global_step", "learning_rate", "momentum", "moments.weight"]


def test_all_outputs_are_differentiated(mode):
    class Pair(Linear):
        def construct(self, x, y):
            out = x @ self.weight.T
            return square_loss(out, y), out

    net = Pair()
    loss, out = nn.TrainOneStepCell(net, nn.SGD(net.trainable_params(), 0.1))(X, Y)
    np.testing.assert_allclose(out.asnumpy(), X.asnumpy() @ W.T)
    # MindSpore sums over the outputs.
    gradient = loss_and_gradient(W)[1] + X.asnumpy().sum(0)
    np.testing.assert_allclose(net.weight.asnumpy(), W - 0.1 * gradient, rtol=1e-5)
    np.testing.assert_allclose(float(loss), loss_and_gradient(W)[0])


@pytest.mark.parametrize("by_list", [False, True])
@pytest.mark.parametrize("get_all", [False, True])
def test_forward_value_and_grad(get_all, by_list):
    net = Linear()
    cell = nn.ForwardValueAndGrad(
        nn.WithLossCell(net, square_loss),
        weights=net.trainable_params(),
        get_all=get_all,
        get_by_list=by_list,
        sens_param=True,
    )
    loss, found = cell(X, Y, Tensor(2.0))
    error = X.asnumpy() @ W.T - Y.asnumpy()
    by_x, by_y, by_w = 2 * error @ W, -2 * error, 2 * loss_and_gradient(W)[1]
    np.testing.assert_allclose(float(loss), loss_and_gradient(W)[0])
    got = {
        (False, False): lambda: [found],
        (False, True): lambda: [*found],
        (True, False): lambda: [*found],
        (True, True): lambda: [*found[0], *found[1]],
    }[get_all, by_list]()
    expected = ([by_x, by_y] if get_all else [] if by_list else [by_x]) + (
        [by_w] if by_list else []
    )
    assert len(got) == len(expected)
    for g, e in zip(got, expected, strict=True):
        np.testing.assert_allclose(g.asnumpy(), e, rtol=1e-6)


def test_forward_value_and_grad_refuses_wrong_arguments():
    with pytest.raises(TypeError, match="network"):
        nn.ForwardValueAndGrad(3)
    with pytest.raises(TypeError, match="get_all"):
        nn.ForwardValueAndGrad(Linear(), get_all=1)


def test_dynamic_loss_scale_follows_mindspore():
    """The sequence recorded from MindSpore 2.10.0, for a window of two steps."""
    manager = nn.DynamicLossScaleUpdateCell(1024, 2, 2)
    scale = Parameter(Tensor(1024.0), name="scale")
    seen = []
    for overflow in (False, False, True, False, True, True):
        assert bool(manager(scale, Tensor(overflow))) == overflow
        states = scale, manager.cur_iter, manager.last_overflow_iter
        seen.append(tuple(float(t) for t in states))
    assert seen == [
        (1024, 2, 0),
        (2048, 3, 2),
        (1024, 4, 3),
        (1024, 5, 3),
        (512, 6, 5),
        (256, 7, 6),
    ]
    assert manager.get_loss_scale() == 1024


@pytest.mark.parametrize("shape", [(), (1,)])
def test_loss_scale_may_have_an_axis(shape):
    net = nn.Dense(3, 2)
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    before = net.weight.asnumpy().copy()
    x, y = Tensor(np.ones((4, 3), np.float32)), Tensor(np.ones((4, 2), np.float32))
    with_loss = nn.WithLossCell(net, nn.MSELoss())
    expected = ms.grad(with_loss, None, net.weight)(x, y).asnumpy()
    scale = Tensor(np.full(shape, 64.0), ms.float32)
    step = nn.TrainOneStepWithLossScaleCell(with_loss, optimizer, scale)
    _, overflow, shown = step(x, y)
    assert not overflow.asnumpy()
    assert shown.shape == shape
    np.testing.assert_allclose(net.weight.asnumpy(), before - 0.1 * expected, rtol=1e-5)


def test_loss_scale_is_at_least_one():
    manager = nn.DynamicLossScaleUpdateCell(2, 2, 2)
    scale = Parameter(Tensor(2.0), name="scale")
    for _ in range(3):
        manager(scale, Tensor(True))
    assert float(scale) == 1.0


def test_step_with_loss_scale_leaves_out_overflows(mode):
    net = Linear()
    manager = nn.DynamicLossScaleUpdateCell(1024, 2, 10)
    optimizer = nn.Momentum(net.trainable_params(), 0.1, 0.9)
    cell = nn.TrainOneStepWithLossScaleCell(nn.WithLossCell(net, square_loss), optimizer, manager)
    loss, overflow, scale = cell(X, Y)
    np.testing.assert_allclose(float(loss), loss_and_gradient(W)[0])
    assert (bool(overflow), float(scale)) == (False, 1024.0)
    expected = W - 0.1 * loss_and_gradient(W)[1]
    np.testing.assert_allclose(net.weight.asnumpy(), expected, rtol=1e-5)
    _, overflow, _ = cell(Tensor(np.full((2, 2), np.inf, np.float32)), Y)
    assert bool(overflow)
    np.testing.assert_allclose(net.weight.asnumpy(), expected, rtol=1e-5)
    assert np.isfinite(optimizer.moments[0].asnumpy()).all()
    assert optimizer.global_step.asnumpy() == [1]
    assert float(cell.scale_sense) == 512.0


def test_loss_scale_of_the_user():
    net = Linear()
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    loss_cell = nn.WithLossCell(net, square_loss)
    cell = nn.TrainOneStepWithLossScaleCell(loss_cell, optimizer, Tensor(8.0))
    cell.set_sense_scale(Tensor(4.0))
    assert float(cell(X, Y)[2]) == 4.0
    fixed = nn.FixedLossScaleUpdateCell(16)
    cell = nn.TrainOneStepWithLossScaleCell(loss_cell, optimizer, fixed)
    assert float(cell(X, Y)[2]) == 16.0
    for wrong, error in ((8.0, TypeError), (Tensor([1.0, 2.0]), ValueError)):
        with pytest.raises(error, match="scale_sense"):
            nn.TrainOneStepWithLossScaleCell(loss_cell, optimizer, wrong)
    with pytest.raises(TypeError, match="sens"):
        cell.set_sense_scale(3)
