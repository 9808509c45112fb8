"""Loops that end by a condition: their derivatives are those of the loop written out."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops
from msjax._graph import GraphFallbackWarning
from msjax._graph.conversion.reversible import while_loop

X = jnp.linspace(0.1, 1, 5, dtype=jnp.float64)


def turn(a, x):
    return jnp.sin(x) * a


def loop(n, a, x):
    """`n` turns; the number of the turn is a value of the loop that has no derivative."""
    return while_loop(
        lambda known, values: values[0] < known[0],
        lambda known, values: [values[0] + 1, turn(known[1], values[1])],
        [n, a],
        [jnp.int32(0), x],
    )[1]


def written_out(n, a, x):
    for _ in range(n):
        x = turn(a, x)
    return x


def scanned(n, a, x):
    return jax.lax.fori_loop(0, n, lambda _, x: turn(a, x), x)


# About the numbers of states that are kept: 32 and its square.
@pytest.fixture(scope="module")
def gradient():
    return jax.jit(jax.grad(lambda a, x, n: loop(n, a, x).sum(), (0, 1)))


@pytest.mark.parametrize("n", [0, 1, 2, 31, 32, 33, 65, 1024, 1025, 3000])
def test_gradient(gradient, n):
    a = jnp.float64(1.1)
    got = gradient(a, X, n)
    want = jax.grad(lambda a, x: scanned(n, a, x).sum(), (0, 1))(a, X)
    for one, other in zip(got, want, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-300)


def transformed(f):
    def total(x):
        return f(x).sum()

    rows = jnp.stack([X, X + 1])
    return (
        jax.jacrev(f)(X),
        jax.jacfwd(f)(X),
        jax.jacfwd(jax.grad(total))(X),
        jax.vmap(jax.grad(total))(rows),
    )


def test_other_transformations():
    got, want = (jax.jit(partial(transformed, partial(f, 5, 1.1)))() for f in (loop, written_out))
    for one, other in zip(got, want, strict=True):
        np.testing.assert_allclose(one, other)


def test_rows_that_end_at_other_turns():
    rows, counts = jnp.stack([X, X + 1]), jnp.asarray([2, 7])
    got = jax.vmap(jax.grad(lambda x, n: loop(n, 1.1, x).sum()))(rows, counts)
    for row, n, one in zip(rows, (2, 7), got, strict=True):
        want = jax.grad(lambda x, n=n: written_out(n, 1.1, x).sum())(row)
        np.testing.assert_allclose(one, want)


def doubled_until(limit, shown=False):
    def f(x):
        while x < limit:
            x = x * x
            if shown:
                print("turn", x)
        return x

    return ms.jit(f)


def test_it_is_compiled_and_runs_once():
    """There is no warning: warnings are errors."""
    step = ms.jit(ms.value_and_grad(doubled_until(100.0)))
    value, slope = step(Tensor(2.0))
    assert (value.item(), slope.item()) == (256.0, 8 * 2.0**7)


def test_a_second_derivative_runs_eagerly():
    with pytest.warns(GraphFallbackWarning, match="second derivative"):
        curve = ms.grad(ms.grad(doubled_until(100.0)))(Tensor(2.0))
    assert curve.item() == 56 * 2.0**6


def test_turns_that_print_are_not_run_again(capfd):
    with pytest.warns(GraphFallbackWarning, match="print"):
        slope = ms.grad(doubled_until(10.0, shown=True))(Tensor(2.0))
    assert slope.item() == 4 * 2.0**3
    assert capfd.readouterr().out.count("turn") == 2


def test_training_through_a_loop():
    class Relaxed(nn.Cell):
        def __init__(self):
            super().__init__()
            self.rate = Parameter(Tensor(1.5), name="rate")

        def construct(self, x):
            while x < 10:
                x = x * self.rate + 1
            return x

    net = Relaxed()
    optimizer = nn.SGD(net.trainable_params(), 0.001)
    grad_fn = ms.value_and_grad(lambda x: (net(x) - 12.0) ** 2, None, optimizer.parameters)

    @ms.jit
    def step(x):
        loss, grads = grad_fn(x)
        return ops.depend(loss, optimizer(grads))

    losses = [step(Tensor(2.0)).item() for _ in range(30)]
    assert losses[0] == pytest.approx((2 * 1.5**3 + 1.5**2 + 1.5 + 1 - 12) ** 2)
    assert losses[-1] < 1e-3
