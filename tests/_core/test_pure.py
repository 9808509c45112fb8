"""A Cell as a pure JAX function over a flax-style state."""

import flax.traverse_util
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

import msjax
import msjax as ms
from msjax import Parameter, Tensor, nn, ops

X = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.Dense(3, 4)
        self.norm = nn.BatchNorm1d(4)
        self.last = nn.Dense(4, 1)

    def construct(self, x):
        return self.last(ops.tanh(self.norm(self.first(x))))


def test_state_is_a_nested_dict_by_collection():
    _, state = msjax.pure(Net())
    assert set(state) == {"params", "buffers"}
    flat = flax.traverse_util.flatten_dict(state["params"], sep=".")
    assert set(flat) == {
        "first.weight",
        "first.bias",
        "norm.gamma",
        "norm.beta",
        "last.weight",
        "last.bias",
    }
    assert set(state["buffers"]["norm"]) == {"moving_mean", "moving_variance"}
    assert all(isinstance(v, jax.Array) for v in jax.tree.leaves(state))


def test_outputs_and_gradients_are_those_of_the_cell():
    net = Net()
    pure_fn, state = msjax.pure(net)
    out, _ = jax.jit(pure_fn)(state, X)
    np.testing.assert_allclose(out, net(Tensor(X)).asnumpy(), rtol=1e-5, atol=1e-6)

    def loss(params):
        out, _ = pure_fn({**state, "params": params}, X)
        return jnp.mean(out**2)

    by_params = flax.traverse_util.flatten_dict(jax.jit(jax.grad(loss))(state["params"]), sep=".")
    weights = net.trainable_params()
    expected = ms.grad(lambda x: ops.mean(net(x) ** 2), None, weights)(Tensor(X))
    for p, g in zip(weights, expected, strict=True):
        np.testing.assert_allclose(by_params[p.name], g.asnumpy(), rtol=1e-4, atol=1e-6)


def test_new_state_holds_what_the_cell_wrote_and_the_cell_is_untouched():
    net = Net().set_train()
    before = net.norm.moving_mean.asnumpy()
    pure_fn, state = msjax.pure(net)
    _, new_state = jax.jit(pure_fn)(state, X)
    assert not np.array_equal(new_state["buffers"]["norm"]["moving_mean"], before)
    np.testing.assert_array_equal(net.norm.moving_mean.asnumpy(), before)
    msjax.update(net, new_state)
    np.testing.assert_array_equal(
        net.norm.moving_mean.asnumpy(), new_state["buffers"]["norm"]["moving_mean"]
    )


def test_optax_trains_it():
    net = nn.Dense(3, 1)
    pure_fn, state = msjax.pure(net)
    target = X @ np.float32([[1.0], [-2.0], [0.5]])
    optimizer = optax.adam(0.1)

    def loss(state):
        out, _ = pure_fn(state, X)
        return jnp.mean((out - target) ** 2)

    @jax.jit
    def step(state, moments):
        value, gradients = jax.value_and_grad(loss)(state)
        updates, moments = optimizer.update(gradients, moments)
        return optax.apply_updates(state, updates), moments, value

    moments = optimizer.init(state)
    for _ in range(300):
        state, moments, value = step(state, moments)
    assert value < 1e-3
    msjax.update(net, state)
    np.testing.assert_allclose(net(Tensor(X)).asnumpy(), target, atol=0.1)


def test_vmap_over_an_ensemble_of_states():
    pure_fn, state = msjax.pure(nn.Dense(3, 2))
    stacked = jax.tree.map(lambda v: jnp.stack([v, 2 * v]), state)
    out, _ = jax.vmap(pure_fn, in_axes=(0, None))(stacked, X)
    assert out.shape == (2, 8, 2)


def test_a_function_with_captured_parameters():
    w = Parameter(Tensor(np.float32([1.0, 2.0, 3.0])), name="w")
    pure_fn, state = msjax.pure(lambda x: x * w)
    assert list(state["params"]) == ["w"]
    gradient = jax.grad(lambda s: pure_fn(s, X)[0].sum())(state)
    np.testing.assert_allclose(gradient["params"]["w"], X.sum(0), rtol=1e-5, atol=1e-6)


def test_random_state_is_part_of_the_state():
    net = nn.Dropout(p=0.5).set_train()
    pure_fn, state = msjax.pure(net)
    x = np.ones(100, np.float32)
    first, state = jax.jit(pure_fn)(state, x)
    second, _ = jax.jit(pure_fn)(state, x)
    assert not np.array_equal(first, second)


def test_errors_say_how_to_mend():
    net = nn.Dense(3, 1)
    pure_fn, _ = msjax.pure(net)
    with pytest.raises(ValueError, match="no entry params/weight"):
        pure_fn({"params": {}}, X)
    with pytest.raises(ValueError, match="does not have"):
        msjax.update(net, {"params": {"nonsense": np.zeros(1)}})
    with pytest.raises(ValueError, match=r"shape is \[1, 3\]"):
        msjax.update(net, {"params": {"weight": np.zeros((2, 2))}})
    with pytest.raises(TypeError, match="takes a Cell or a function"):
        msjax.pure(3)
    draws, _ = msjax.pure(lambda x: ops.dropout(x, 0.5, True), rng=False)
    with pytest.raises(ValueError, match="rng=True"):
        draws({}, X)


def test_tensors_pass_through_jax():
    x = Tensor(X)
    doubled = jax.jit(lambda t: t * 2.0)(x)
    assert isinstance(doubled, Tensor)
    np.testing.assert_array_equal(doubled.asnumpy(), 2 * X)
    np.testing.assert_allclose(jnp.sin(x), np.sin(X), rtol=1e-6)
    np.testing.assert_allclose(jnp.add(x, x), 2 * X, rtol=1e-6)
    w = Parameter(x, name="w")
    again = jax.tree.map(lambda v: v + 1, w)
    assert isinstance(again, Parameter)
    assert again.name == "w"
