"""`mint.nn`'s layers: training, what is written in place, compiled code, sizes, errors."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, mint
from msjax.mint import nn


def numbers(*shape):
    return Tensor(np.random.default_rng(0).normal(size=shape).astype(np.float32))


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("momentum", [0.1, None])
def test_running_statistics_follow_the_batches(momentum, compiled):
    layer = nn.BatchNorm1d(3, momentum=momentum).set_train()
    run = ms.jit(layer) if compiled else layer
    batches = [numbers(8, 3) + i for i in range(3)]
    mean = np.zeros(3)
    for i, batch in enumerate(batches):
        run(batch)
        share = 1 / (i + 1) if momentum is None else momentum
        mean = (1 - share) * mean + share * batch.asnumpy().mean(0)
    assert layer.num_batches_tracked.asnumpy() == 3
    np.testing.assert_allclose(layer.running_mean.asnumpy(), mean, rtol=1e-5)
    layer.set_train(False)
    wanted = (batches[0].asnumpy() - mean) / np.sqrt(layer.running_var.asnumpy() + 1e-5)
    np.testing.assert_allclose(layer(batches[0]).asnumpy(), wanted, rtol=1e-4, atol=1e-5)
    layer.reset_running_stats()
    assert layer.num_batches_tracked.asnumpy() == 0
    assert layer.running_mean.asnumpy().tolist() == [0, 0, 0]


def test_sync_batch_norm_is_batch_norm_for_any_number_of_axes():
    x = numbers(4, 3, 2, 2)
    one, other = nn.SyncBatchNorm(3).set_train(), nn.BatchNorm2d(3).set_train()
    assert np.array_equal(one(x).asnumpy(), other(x).asnumpy())


def test_dropout_when_training_only():
    ms.set_seed(2)
    x = mint.ones((50, 40))
    layer = nn.Dropout(0.25)
    assert layer.set_train(False)(x) is x
    y = layer.set_train()(x).asnumpy()
    assert (y == 0).mean() == pytest.approx(0.25, abs=0.05)
    assert not np.array_equal(y, layer(x).asnumpy())
    assert nn.Dropout(0.25, inplace=True).set_train()(x) is x


@pytest.mark.parametrize("layer", [nn.ReLU6(True), nn.ELU(inplace=True), nn.Threshold(0, 1, True)])
def test_activations_in_place(layer):
    x = numbers(3, 4)
    assert layer(x) is x
    assert not np.array_equal(x.asnumpy(), numbers(3, 4).asnumpy())


def test_maxima_go_back_where_they_were():
    x = numbers(2, 3, 6, 6)
    maxima, places = nn.MaxPool2d(2, return_indices=True)(x)
    assert places.dtype == ms.int32
    back = nn.MaxUnpool2d(2)(maxima, places).asnumpy()
    kept = back != 0
    assert kept.sum() == maxima.size
    assert np.array_equal(back[kept], x.asnumpy()[kept])


def test_a_transposed_convolution_to_a_size():
    layer = nn.ConvTranspose2d(2, 3, 3, 2, 1)
    assert layer(numbers(1, 2, 4, 4)).shape == (1, 3, 7, 7)
    assert layer(numbers(1, 2, 4, 4), (8, 7)).shape == (1, 3, 8, 7)
    assert layer(numbers(2, 4, 4), (3, 8, 8)).shape == (3, 8, 8)
    with pytest.raises(ValueError, match="valid sizes range from 7 to 8"):
        layer(numbers(1, 2, 4, 4), (9, 7))
    with pytest.raises(ValueError, match="must have 2 or 4 elements"):
        layer(numbers(1, 2, 4, 4), (7,))


def test_an_embedding_of_given_rows():
    table = numbers(4, 3)
    layer = nn.Embedding(4, 3, padding_idx=-1, _weight=table, _freeze=True)
    assert not layer.trainable_params()
    assert np.array_equal(layer(Tensor([3, 0])).asnumpy(), table.asnumpy()[[3, 0]])
    with pytest.raises(ValueError, match="shape of weight"):
        nn.Embedding(4, 2, _weight=table)


def test_a_network_trains_in_both_modes():
    losses = []
    for compiled in (False, True):
        ms.set_seed(0)
        net = ms.nn.SequentialCell(
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.SiLU(), nn.AvgPool2d(2),
            nn.Flatten(), nn.Linear(36, 3),
        ).set_train()  # fmt: skip
        loss_fn = nn.CrossEntropyLoss()
        optimizer = mint.optim.AdamW(net.trainable_params(), lr=0.02)
        x, labels = numbers(8, 1, 6, 6), Tensor(np.arange(8) % 3, ms.int32)
        gradient = ms.value_and_grad(
            lambda x, y, net=net, loss_fn=loss_fn: loss_fn(net(x), y), None, optimizer.parameters
        )

        def step(x, y, gradient=gradient, optimizer=optimizer):
            loss, gradients = gradient(x, y)
            optimizer(gradients)
            return loss

        step = ms.jit(step) if compiled else step
        losses.append([step(x, labels).item() for _ in range(12)])
    assert losses[0][-1] < 0.5 * losses[0][0]
    np.testing.assert_allclose(losses[0], losses[1], rtol=2e-3)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: nn.SyncBatchNorm(3, process_group="x"), NotImplementedError, "process_group='x'"),
        (lambda: nn.SyncBatchNorm(3)(numbers(3)), ValueError, "at least 2D input"),
        (
            lambda: nn.SyncBatchNorm(3, track_running_stats=False)(numbers(2, 3)),
            ValueError,
            "can't be none",
        ),
        (lambda: nn.UpsamplingNearest2d(3)(numbers(1, 2, 3)), ValueError, "must have 4 axes"),
        (lambda: nn.Upsample()(numbers(1, 2, 3)), ValueError, "cannot be both empty"),
        (lambda: nn.NoSuchLayer, AttributeError, "NoSuchLayer"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
