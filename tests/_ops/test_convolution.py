"""Convolutions: the paths chosen on CPU compute what the plain convolution computes."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops
from msjax._ops import convolution
from msjax._ops.windows import Window


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


# channels, outputs, kernel, window
PATHS = {
    "plain": (4, 6, (3, 2), {"stride": 2, "pad_mode": "same", "dilation": 2}),
    "pointwise": (4, 6, (1, 1), {"stride": (2, 1)}),
    "pointwise_padded": (4, 6, (1, 1), {"pad_mode": "pad", "padding": 1}),
    "depthwise": (4, 4, (3, 3), {"groups": 4, "pad_mode": "same"}),
    "depthwise_multiplied": (4, 8, (3, 2), {"groups": 4, "stride": (2, 3), "dilation": (1, 2)}),
    "grouped_whole": (4, 6, (3, 3), {"groups": 2, "pad_mode": "pad", "padding": (1, 2)}),
    "grouped_split": (64, 32, (3, 3), {"groups": 4, "pad_mode": "same", "stride": 2}),
    "grouped_blocks": (64, 64, (1, 1), {"groups": 16}),
}


@pytest.mark.parametrize("name", PATHS)
def test_paths_agree_with_the_plain_convolution(name, monkeypatch):
    channels, outputs, kernel, options = PATHS[name]
    groups = options.get("groups", 1)
    x, w = numbers(2, channels, 9, 8), numbers(outputs, channels // groups, *kernel, seed=1)
    call = {"stride": 1, "pad_mode": "valid", "padding": 0, "dilation": 1, "groups": 1} | options

    def run(x, w):
        window = Window("conv2d", 2, **call)
        return convolution.convolve(x, w, None, window)

    def outcomes(x, w):
        out, vjp = jax.vjp(run, x, w)
        return (out, *vjp(jnp.cos(out)))

    found = jax.jit(lambda *operands: outcomes(*operands))(x, w)
    monkeypatch.setattr(convolution, "_on_cpu", lambda: False)
    plain = jax.jit(lambda *operands: outcomes(*operands))(x, w)
    for got, wanted in zip(found, plain, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=2e-4, atol=2e-4)


def by_loops(x, w, stride, pads, dilation):
    """Convolve in the plainest way there is."""
    (top, bottom), (left, right) = pads
    x = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (top, bottom), (left, right)))
    kh, kw = w.shape[2:]
    rows = (x.shape[2] - (kh - 1) * dilation[0] - 1) // stride[0] + 1
    columns = (x.shape[3] - (kw - 1) * dilation[1] - 1) // stride[1] + 1
    out = np.zeros((x.shape[0], w.shape[0], rows, columns))
    for i, j, a, b in np.ndindex(rows, columns, kh, kw):
        part = x[:, :, i * stride[0] + a * dilation[0], j * stride[1] + b * dilation[1]]
        out[:, :, i, j] += part @ w[:, :, a, b].T
    return out


def test_conv2d_is_the_sum_over_the_window():
    x, w, b = numbers(2, 4, 9, 8), numbers(6, 4, 3, 2, seed=1), numbers(6, seed=2)
    got = ops.conv2d(Tensor(x), Tensor(w), Tensor(b), (2, 1), "pad", (1, 2), (2, 1))
    wanted = by_loops(x, w, (2, 1), ((1, 1), (2, 2)), (2, 1)) + b[:, None, None]
    np.testing.assert_allclose(got.asnumpy(), wanted, rtol=1e-4, atol=1e-4)


def test_same_padding_puts_the_odd_one_behind():
    x, w = numbers(1, 1, 4, 4), numbers(1, 1, 2, 2, seed=1)
    got = ops.conv2d(Tensor(x), Tensor(w), pad_mode="same")
    wanted = by_loops(x, w, (1, 1), ((0, 1), (0, 1)), (1, 1))
    np.testing.assert_allclose(got.asnumpy(), wanted, rtol=1e-5, atol=1e-5)


def test_conv1d_and_conv3d_agree_with_conv2d():
    x, w = numbers(2, 4, 9), numbers(6, 4, 3, seed=1)
    flat = ops.conv1d(Tensor(x), Tensor(w), None, 2, "pad", 1)
    wide = ops.conv2d(Tensor(x[:, :, None]), Tensor(w[:, :, None]), None, (1, 2), "pad", (0, 1))
    np.testing.assert_allclose(flat.asnumpy(), wide.asnumpy()[:, :, 0], rtol=1e-5, atol=1e-6)
    deep = ops.conv3d(
        Tensor(x[:, :, None, None]), Tensor(w[:, :, None, None]), None, (1, 1, 2), "pad"
    )
    np.testing.assert_allclose(
        deep.asnumpy()[:, :, 0, 0],
        ops.conv1d(Tensor(x), Tensor(w), None, 2).asnumpy(),
        rtol=1e-5,
        atol=1e-6,
    )


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1])
def test_a_transposed_convolution_is_the_transpose(stride, padding):
    w = Tensor(numbers(4, 3, 3, 2))
    y = Tensor(numbers(2, 4, 5, 6, seed=1))
    out = ops.conv_transpose2d(y, w, None, stride, padding)
    x = Tensor(numbers(*out.shape, seed=2))
    forward = ops.conv2d(x, w, None, stride, "pad", padding)
    left, right = (forward * y).sum(), (out * x).sum()
    assert left.item() == pytest.approx(right.item(), rel=1e-4)


def test_output_padding_reaches_further():
    w, y = Tensor(numbers(2, 2, 3, 3)), Tensor(numbers(1, 2, 4, 4, seed=1))
    plain = ops.conv_transpose2d(y, w, None, 2, 1).asnumpy()
    further = ops.conv_transpose2d(y, w, None, 2, 1, 1).asnumpy()
    assert further.shape == (1, 2, 8, 8)
    np.testing.assert_allclose(further[:, :, :-1, :-1], plain, rtol=1e-5, atol=1e-6)
    assert np.abs(further[:, :, -1]).max() > 0


def test_the_primitive_of_the_input_gradient():
    conv = ops.Conv2D(4, (3, 2), pad_mode="same", stride=2)
    back = ops.Conv2DBackpropInput(4, (3, 2), pad_mode="same", stride=2)
    x, w = Tensor(numbers(2, 3, 10, 12)), Tensor(numbers(4, 3, 3, 2, seed=1))
    y = Tensor(numbers(2, 4, 5, 6, seed=2))
    gradient = ms.grad(lambda x: (conv(x, w) * y).sum())(x)
    np.testing.assert_allclose(
        back(y, w, x.shape).asnumpy(), gradient.asnumpy(), rtol=1e-4, atol=1e-5
    )
    with pytest.raises(ValueError, match="give another input_size"):
        back(y, w, (2, 3, 20, 12))


def test_channels_may_come_last():
    x, w = numbers(2, 7, 6, 4), numbers(6, 3, 3, 4, seed=1)
    got = ops.Conv2D(6, 3, data_format="NHWC")(Tensor(x), Tensor(w))
    wanted = ops.conv2d(Tensor(x.transpose(0, 3, 1, 2)), Tensor(w.transpose(0, 3, 1, 2)))
    np.testing.assert_allclose(
        got.asnumpy(), wanted.asnumpy().transpose(0, 2, 3, 1), rtol=1e-4, atol=1e-5
    )


X, W = Tensor(numbers(2, 4, 9, 8)), Tensor(numbers(6, 4, 3, 3))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.conv2d(X, W, padding=1), ValueError, "'pad' must be zero when"),
        (lambda: ops.conv2d(X, W, pad_mode="SAME"), ValueError, "but got 'SAME'"),
        (lambda: ops.conv2d(X, W, pad_mode=1), TypeError, "'pad_mode' should be 'str'"),
        (lambda: ops.conv2d(X, W, padding=(1, 1, 1, 1)), ValueError, "of 2 integers"),
        (lambda: ops.conv2d(X, W, pad_mode="pad", padding=-1), ValueError, "must >= 0"),
        (lambda: ops.conv2d(X, W, pad_mode="pad", padding="1"), TypeError, "type of 'pad'"),
        (lambda: ops.conv2d(X, W, stride=0), ValueError, "positive int"),
        (lambda: ops.conv2d(X, W, stride=(1,)), ValueError, "2 positive ints"),
        (lambda: ops.conv2d(X, W, groups=3), ValueError, "divisible by"),
        (lambda: ops.conv2d(X, W[:, :3]), RuntimeError, "'C_in' of input"),
        (lambda: ops.conv2d(X, W, X[0, 0, 0]), ValueError, "expected bias"),
        (lambda: ops.conv2d(X[0], W), ValueError, "size must be equal to 4, but got 3"),
        (lambda: ops.conv2d(X.astype("float16"), W), TypeError, "input type must be same"),
        (lambda: ops.conv2d(X[:, :, :2], W), ValueError, "greater than or equal to kernel"),
        (lambda: ops.conv1d(X, W), ValueError, "must be a 3D Tensor"),
        (lambda: ops.Conv2D(5, 3)(X, W), RuntimeError, "5 channels first"),
        (lambda: ops.Conv2D(6, 3, mode=3)(X, W), ValueError, "'mode' must be 1, but got"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
