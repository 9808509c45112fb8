"""Recurrent layers in use: training, random masks, copies, and what errors say."""

import copy

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops


def sequence(*shape):
    return Tensor(np.random.default_rng(0).normal(size=shape).astype(np.float32))


class Last(nn.Cell):
    """A number from the last hidden state."""

    def __init__(self, layer):
        super().__init__()
        self.rnn = layer
        self.head = nn.Dense(layer.hidden_size, 1)

    def construct(self, x):
        return self.head(self.rnn(x)[0][-1])


@pytest.mark.parametrize("layer", [nn.RNN, nn.LSTM, nn.GRU])
def test_eager_and_compiled_steps_train_alike(layer):
    x, y = sequence(6, 8, 3), sequence(8, 1)
    histories = []
    for compiled in (False, True):
        ms.set_seed(3)
        net = Last(layer(3, 5))
        optimizer = nn.Adam(net.trainable_params(), 0.05)
        loss_fn = nn.MSELoss()
        grad_fn = ms.value_and_grad(
            lambda x, y, net=net, loss_fn=loss_fn: loss_fn(net(x), y), None, optimizer.parameters
        )

        def step(x, y, grad_fn=grad_fn, optimizer=optimizer):
            loss, grads = grad_fn(x, y)
            optimizer(grads)
            return loss

        step = ms.jit(step) if compiled else step
        histories.append([float(step(x, y).asnumpy()) for _ in range(12)])
    np.testing.assert_allclose(*histories, rtol=2e-4)
    assert histories[0][-1] < 0.7 * histories[0][0]


def test_compiled_code_draws_new_masks_between_layers():
    net = nn.LSTM(3, 64, num_layers=2, dropout=0.5)
    net.set_train()
    run = ms.jit(lambda x: net(x)[0])
    x = sequence(4, 2, 3)
    assert (run(x).asnumpy() != run(x).asnumpy()).any()
    net.set_train(False)
    assert (run(x).asnumpy() == run(x).asnumpy()).all()


def test_a_copy_has_its_own_weights():
    net = nn.GRU(3, 4)
    other = copy.deepcopy(net)
    x = sequence(4, 2, 3)
    np.testing.assert_array_equal(net(x)[0].asnumpy(), other(x)[0].asnumpy())
    other.w_ih_list[0].set_data(ops.zeros_like(other.w_ih_list[0]))
    assert (net(x)[0].asnumpy() != other(x)[0].asnumpy()).any()


def test_vmap_over_sequences_is_a_batch():
    net = nn.GRU(3, 4)
    x = sequence(5, 6, 3)
    got = ms.vmap(lambda x: net(x.expand_dims(1))[0].squeeze(1), 1, 1)(x)
    np.testing.assert_allclose(got.asnumpy(), net(x)[0].asnumpy(), 1e-5, 1e-6)


def test_forward_mode_runs_through_the_scan():
    net = nn.LSTM(3, 4)
    x = sequence(5, 2, 3)
    _, slope = ms.jvp(lambda x: net(x)[0].sum(), x, ops.ones_like(x))
    gradient = ms.grad(lambda x: net(x)[0].sum())(x)
    np.testing.assert_allclose(slope.asnumpy(), gradient.asnumpy().sum(), 1e-4)


def test_old_arguments_of_lstm_cell_name_the_layer_to_use():
    with pytest.raises(ValueError, match=r"use `nn\.LSTM`"):
        nn.LSTMCell(3, 4, True, False)
    with pytest.raises(TypeError, match=r"use `nn\.LSTM`"):
        nn.LSTMCell(3, 4)(*[sequence(2, 3)] * 4)


def test_wrong_states_name_the_shape():
    net = nn.LSTM(3, 8, num_layers=2, bidirectional=True)
    h = sequence(2, 2, 8)
    with pytest.raises(ValueError, match=r"\(4, batch_size, 8\)"):
        net(sequence(5, 2, 3), (h, h))
