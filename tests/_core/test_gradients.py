"""Every gradient on the tape and in a trace, against JAX's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, ops

X = np.array([0.3, 0.7, 1.2], np.float32)
Y = np.array([0.9, 0.4, 0.5], np.float32)

FUNCTIONS = {
    "mul": (lambda x, y: x * y, lambda x, y: x * y),
    "used_twice": (lambda x, y: x * x * y + x, lambda x, y: x * x * y + x),
    "unused": (lambda x, y: x * 2.0, lambda x, y: x * 2.0),
    "log": (lambda x, y: ops.log(x) * y, lambda x, y: jnp.log(x) * y),
    "chain": (
        lambda x, y: ops.exp(ops.sin(x) * ops.tanh(y)) / (x + y),
        lambda x, y: jnp.exp(jnp.sin(x) * jnp.tanh(y)) / (x + y),
    ),
    "power": (lambda x, y: ops.pow(x, 3) * ops.square(y), lambda x, y: x**3 * y**2),
    "python_branch": (
        lambda x, y: x * y if x.shape[0] == 3 else y,
        lambda x, y: x * y,
    ),
    "reduce": (lambda x, y: ops.mean(x * y) * x, lambda x, y: jnp.mean(x * y) * x),
}


def summed(fn):
    return lambda *args: fn(*args).sum()


def reference(fn, order):
    """Differentiate by the first argument `order` times, summing as MindSpore does."""
    for _ in range(order):
        fn = jax.grad(summed(fn))
    return fn


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("way", ["tape", "traced"])
def test_orders(name, order, way):
    fn, jax_fn = FUNCTIONS[name]
    for _ in range(order):
        fn = ms.grad(fn)
    if way == "traced":
        fn = ms.jit(fn)
    expected = reference(jax_fn, order)(X, Y)
    np.testing.assert_allclose(fn(Tensor(X), Tensor(Y)).asnumpy(), expected, rtol=2e-5, atol=1e-5)


COMPOSITIONS = {
    "grad of jit": lambda f: ms.grad(ms.jit(f)),
    "jit of grad": lambda f: ms.jit(ms.grad(f)),
    "grad of grad of jit": lambda f: ms.grad(ms.grad(ms.jit(f))),
    "jit of grad of jit of grad": lambda f: ms.jit(ms.grad(ms.jit(ms.grad(f)))),
    "vmap of grad": lambda f: ms.vmap(ms.grad(f)),
    "jit of vmap of grad": lambda f: ms.jit(ms.vmap(ms.grad(f))),
    "grad of vmap": lambda f: ms.grad(ms.vmap(f)),
    "grad of grad of vmap": lambda f: ms.grad(ms.grad(ms.vmap(f))),
    "grad of recompute": lambda f: ms.grad(lambda x, y: ms.recompute(f, x, y)),
}


@pytest.mark.parametrize("name", COMPOSITIONS)
def test_compositions(name):
    fn, jax_fn = FUNCTIONS["chain"]
    order = name.count("grad")
    got = COMPOSITIONS[name](fn)(Tensor(X), Tensor(Y))
    np.testing.assert_allclose(got.asnumpy(), reference(jax_fn, order)(X, Y), rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("way", [lambda f: f, ms.jit], ids=["eager", "traced"])
def test_hessian_vector_product(way):
    fn, jax_fn = FUNCTIONS["chain"]
    first = ms.grad(lambda x: fn(x, Tensor(Y)))
    _, got = way(lambda x, v: ms.jvp(first, x, v))(Tensor(X), Tensor(Y))
    _, expected = jax.jvp(lambda x: reference(jax_fn, 1)(x, Y), (X,), (Y,))
    np.testing.assert_allclose(got.asnumpy(), expected, rtol=2e-5, atol=1e-5)


def test_gradient_through_a_jvp_sees_captured_weights():
    w = Parameter(Tensor(Y), name="w")

    def derivative(x):
        return ms.jvp(lambda u: ops.sin(u * w), x, Tensor(np.ones(3, np.float32)))[1]

    by_x, (by_w,) = ms.grad(derivative, 0, [w])(Tensor(X))
    expected = jax.grad(
        lambda x, w: jax.jvp(lambda u: jnp.sin(u * w), (x,), (jnp.ones(3, x.dtype),))[1].sum(),
        (0, 1),
    )(X, Y)
    np.testing.assert_allclose(by_x.asnumpy(), expected[0], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(by_w.asnumpy(), expected[1], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("way", [lambda f: f, ms.jit], ids=["tape", "traced"])
def test_loss_with_derivatives_inside(way):
    """A physics-informed loss: the residual holds u' and u'', the gradient is by the weights."""
    w = Parameter(Tensor(np.float32([0.5, -0.3])), name="w")

    def u(x):
        return ops.tanh(x * w[0]) + w[1] * x * x

    def loss(x):
        residual = ms.grad(ms.grad(u))(x) + ms.grad(u)(x) * u(x)
        return ops.mean(residual * residual)

    value, (by_w,) = way(ms.value_and_grad(loss, None, [w]))(Tensor(X))

    def jax_loss(w):
        def one(x):
            return jnp.tanh(x * w[0]) + w[1] * x * x

        residual = jax.vmap(lambda x: jax.grad(jax.grad(one))(x) + jax.grad(one)(x) * one(x))(X)
        return jnp.mean(residual * residual)

    expected, by = jax.value_and_grad(jax_loss)(jnp.float32([0.5, -0.3]))
    np.testing.assert_allclose(value.asnumpy(), expected, rtol=1e-5)
    np.testing.assert_allclose(by_w.asnumpy(), by, rtol=2e-5)


def test_tape_keeps_eager_semantics():
    seen = []

    def fn(x):
        y = x * x
        seen.append(y.asnumpy().sum())
        return y * 2.0 if seen[-1] > 1 else y

    got = ms.grad(fn)(Tensor(X))
    np.testing.assert_allclose(got.asnumpy(), 4 * X, rtol=1e-6)
    assert len(seen) == 1


def test_results_and_inputs_leave_the_tape():
    x = Tensor(X)
    kept = []
    out, gradient = ms.value_and_grad(lambda a: (kept.append(a * 3.0), a * a)[1])(x)
    assert out._node is None
    assert gradient._node is None
    assert x._node is None
    assert (kept[0] + 1.0)._node is None


def test_vjp_can_be_called_again():
    out, pull = ms.vjp(lambda a, b: a * b, Tensor(X), Tensor(Y))
    np.testing.assert_allclose(out.asnumpy(), X * Y)
    for scale in (1.0, 2.0):
        by_x, by_y = pull(Tensor(np.full(3, scale, np.float32)))
        np.testing.assert_allclose(by_x.asnumpy(), scale * Y)
        np.testing.assert_allclose(by_y.asnumpy(), scale * X)


@pytest.mark.parametrize("mode", [ms.jacfwd, ms.jacrev])
@pytest.mark.parametrize("way", [lambda f: f, ms.jit], ids=["eager", "traced"])
def test_jacobians(mode, way):
    fn, jax_fn = FUNCTIONS["chain"]
    got = way(mode(fn, (0, 1)))(Tensor(X), Tensor(Y))
    expected = jax.jacrev(jax_fn, (0, 1))(X, Y)
    for g, e in zip(got, expected, strict=True):
        np.testing.assert_allclose(g.asnumpy(), e, rtol=1e-5, atol=1e-6)
    hessian = mode(ms.jacrev(lambda x: fn(x, Tensor(Y))))(Tensor(X))
    np.testing.assert_allclose(
        hessian.asnumpy(), jax.jacfwd(jax.jacrev(jax_fn))(X, Y), rtol=1e-4, atol=1e-5
    )


def test_vmap_axes_and_the_same_tensor_twice():
    x = Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
    got = ms.vmap(lambda a, b: (a * b, a), (0, None), (1, 0))(x, x)
    expected = jax.vmap(lambda a, b: (a * b, a), (0, None), (1, 0))(x.asnumpy(), x.asnumpy())
    for g, e in zip(got, expected, strict=True):
        np.testing.assert_array_equal(g.asnumpy(), e)


def test_parameter_written_inside_a_gradient_keeps_the_new_value():
    count = Parameter(Tensor(np.float32(0)), name="count", requires_grad=False)

    def fn(x):
        ops.assign_add(count, Tensor(np.float32(1)))
        return x * x

    ms.grad(fn)(Tensor(X))
    ms.jit(ms.grad(fn))(Tensor(X))
    ms.jit(ms.grad(ms.grad(fn)))(Tensor(X))
    assert count.asnumpy() == 3


def test_grad_takes_the_cotangent():
    """`sens_param`: the last argument, or `sens=`, scales the outputs that are differentiated."""
    x, y, sens = Tensor(X), Tensor(Y), Tensor(np.array([1.0, 2.0, 3.0], np.float32))

    def product(x, y):
        return x * y

    def two(x, y):
        return x * y, x + y

    by_x = Y * [1, 2, 3]
    np.testing.assert_allclose(ms.grad(product, sens_param=True)(x, y, sens), by_x, rtol=1e-6)
    np.testing.assert_allclose(ms.grad(product, sens_param=True)(x, y=y, sens=sens), by_x, 1e-6)
    out, by_two = ms.value_and_grad(two, (0, 1), sens_param=True)(x, y, (sens, sens))
    assert len(out) == 2
    np.testing.assert_allclose(by_two[0], by_x + sens.asnumpy(), rtol=1e-6)
    gradient, aux = ms.grad(two, has_aux=True, sens_param=True)(x, y, sens)
    np.testing.assert_allclose(gradient, by_x, rtol=1e-6)
    np.testing.assert_allclose(aux[0], X + Y, rtol=1e-6)
    with pytest.raises(RuntimeError, match="sens"):
        ms.grad(two, sens_param=True)(x, y, sens)
    _, pull_back = ms.vjp(two, x, y)
    with pytest.raises(RuntimeError, match="returned 2 tensors, but 1 were given"):
        pull_back(sens)
    with pytest.raises(TypeError, match="write for instance Tensor"):
        pull_back(sens, 1.0)
    with pytest.raises(TypeError, match="sens_param"):
        ms.grad(product, sens_param=1)
