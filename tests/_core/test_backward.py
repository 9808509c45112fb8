"""`Tensor.backward` and what belongs to it; the behaviour is PyTorch's, compared by hand."""

import copy
import gc
import weakref

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, autograd, nn, ops
from msjax._core.bprop import call_with_bprop
from msjax._core.grad_function import _Function
from msjax._core.nodes import Node

X = np.array([0.3, 0.7, 1.2], np.float32)


def leaf(values=X):
    return Tensor(np.array(values, np.float32)).requires_grad_()


def same(t, expected, rtol=1e-5):
    np.testing.assert_allclose(t.asnumpy(), expected, rtol=rtol, atol=1e-6)


class Square(_Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad):
        return grad * 20 * ctx.saved_tensors[0]


class TenTimes(nn.Cell):
    def construct(self, x):
        return x * x

    def bprop(self, x, out, dout):
        return (dout * 20 * x,)


# name -> (function of tensors, function of arrays with the same derivative)
WAYS = {
    "operators": (lambda x: ops.exp(ops.sin(x)) / (x + 1), lambda x: jnp.exp(jnp.sin(x)) / (x + 1)),
    "three operands": (lambda x: ops.clip_by_value(x, 0.5, 2 * x), lambda x: jnp.clip(x, 0.5, 9)),
    "used twice": (lambda x: x * x + x, lambda x: x * x + x),
    "several outputs": (lambda x: ops.split(x, 1)[1] * x, lambda x: x[1] * x),
    "view": (lambda x: x[1:] * x[0], lambda x: x[1:] * x[0]),
    "jit": (ms.jit(lambda x: ops.sin(x) * x), lambda x: jnp.sin(x) * x),
    "grad": (ms.grad(lambda x: x**3), lambda x: 3 * x**2),
    "grad of grad": (ms.grad(ms.grad(lambda x: x**4)), lambda x: 12 * x**2),
    "grad of jit": (ms.grad(ms.jit(lambda x: x**3)), lambda x: 3 * x**2),
    "jit of grad": (ms.jit(ms.grad(lambda x: x**3)), lambda x: 3 * x**2),
    "vmap": (ms.vmap(lambda x: ops.sin(x) * x), lambda x: jnp.sin(x) * x),
    "jvp": (lambda x: ms.jvp(ops.sin, x, ops.ones_like(x))[1], jnp.cos),
    "recompute": (lambda x: ms.recompute(lambda y: ops.sin(y) * y, x), lambda x: jnp.sin(x) * x),
    "bprop": (lambda x: TenTimes()(x), lambda x: 10 * x * x),
    "_Function": (lambda x: Square.apply(x), lambda x: 10 * x * x),
    "called with bprop": (
        lambda x: call_with_bprop(ops.exp, lambda x, out, dout: (dout * x,), (x,)),
        lambda x: x * x / 2,
    ),
    "written into": (lambda x: _written(x), lambda x: jnp.concatenate([x[:2] ** 2, x[2:] * 5])),
}


def _written(x):
    y = x * x
    y[2] = x[2] * 5
    return y


@pytest.mark.parametrize("retain", [False, True])
@pytest.mark.parametrize("name", WAYS)
def test_gradient(name, retain):
    fn, reference = WAYS[name]
    x = leaf()
    out = fn(x)
    assert out.requires_grad
    assert not out.is_leaf
    loss = (out * 2).sum()
    loss.backward(retain_graph=retain)
    expected = jax.grad(lambda x: 2 * reference(x).sum())(X)
    same(x.grad, expected)
    if retain:
        loss.backward()
        same(x.grad, 2 * expected)
    with pytest.raises(RuntimeError, match="retain_graph=True"):
        loss.backward()


@pytest.mark.parametrize("name", WAYS)
def test_freed_part_of_a_graph(name):
    y = WAYS[name][0](leaf())
    first, second = (y * 2).sum(), (y * 3).sum()
    first.backward()
    with pytest.raises(RuntimeError, match="second time"):
        second.backward()


def test_gradient_functions_find_a_freed_graph():
    x = leaf()
    out, pull = ms.vjp(lambda y: y * y, x)
    out.sum().backward()
    same(x.grad, 2 * X)
    with pytest.raises(RuntimeError, match="second time"):
        pull(ops.ones(3))
    net = nn.Dense(3, 2)
    net.set_grad()
    net(x).sum().backward()
    same(ms.grad(net)(x), net.weight.asnumpy().sum(0))


def test_gradients_add_up_in_the_same_tensor():
    x = leaf()
    (x * x).sum().backward()
    grad = x.grad
    same(grad, 2 * X)
    (x * 3).sum().backward()
    assert x.grad is grad
    same(grad, 2 * X + 3)
    grad.zero_()
    (x * 3).sum().backward()
    same(x.grad, [3, 3, 3])
    x.grad = None
    assert x.grad is None
    (x * 4).sum().backward()
    same(x.grad, [4, 4, 4])


def test_grad_is_set():
    x = leaf()
    x.grad = ops.ones(3)
    (x * 3).sum().backward()
    same(x.grad, [4, 4, 4])
    with pytest.raises(TypeError, match="Tensor or None"):
        x.grad = 1.0
    with pytest.raises(RuntimeError, match=r"shape \[2\]"):
        x.grad = ops.ones(2)
    with pytest.raises(RuntimeError, match="Float64"):
        x.grad = ops.ones(3, ms.float64)


def test_gradient_argument():
    x = leaf()
    y = x * x
    y.backward(Tensor([1.0, 10.0, 100.0]), retain_graph=True)
    same(x.grad, 2 * X * [1, 10, 100])
    y.backward(Tensor(np.ones(3, np.float64)))
    assert x.grad.dtype is ms.float32
    same(x.grad, 2 * X * [2, 11, 101])


def test_backward_of_a_leaf():
    x = Tensor(3.0).requires_grad_()
    x.backward()
    x.backward()
    same(x.grad, 2.0)


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_one_element_needs_no_gradient_argument(shape):
    x = leaf(np.full(shape, 3.0))
    (x * x).backward()
    same(x.grad, np.full(shape, 6.0))


def test_errors_of_backward():
    x = leaf()
    with pytest.raises(RuntimeError, match=r"only for scalar.*sum\(\)\.backward"):
        (x * x).backward()
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        (x * x).backward(ops.ones(2))
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        (x * x).sum().backward(ops.ones(1))
    with pytest.raises(TypeError, match="int 1"):
        (x * x).backward(1)
    with pytest.raises(RuntimeError, match=r"does not require grad.*requires_grad_\(\)"):
        ops.ones(3).sum().backward()
    with pytest.raises(RuntimeError, match="Int64"):
        Tensor(3).backward()
    assert x.grad is None


def test_backward_in_a_gradient_function():
    x = leaf()

    def loss(y):
        with pytest.raises(RuntimeError, match="gradient function"):
            (y * y).sum().backward()
        product = (x * y).sum()
        product.backward()
        return product

    same(ms.grad(loss)(Tensor([1.0, 2.0, 3.0])), X)
    same(x.grad, [1, 2, 3])


@pytest.mark.parametrize("name", ["backward", "requires_grad_", "attach_grad"])
def test_refused_in_compiled_code(name):
    x = Tensor(2.0)
    with pytest.raises(RuntimeError, match="compiled code"):
        ms.vmap(lambda y: getattr(y, name)())(ops.ones(3))
    assert not x.requires_grad


def test_integers_cannot_require_gradients():
    for x in (Tensor([1, 2]), Tensor([True])):
        for ask in (x.requires_grad_, x.attach_grad):
            with pytest.raises(RuntimeError, match="floating point"):
                ask()
        x.requires_grad_(False)
        assert not x.requires_grad


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64", "complex64"])
def test_dtypes(dtype):
    x = ops.ones(2, getattr(ms, dtype)).requires_grad_()
    (x * 3).sum().backward()
    assert x.grad.dtype is x.dtype
    same(x.grad.astype(ms.complex64), [3, 3])


def test_requires_grad_is_set():
    x = Tensor(X)
    assert not x.requires_grad
    assert x.is_leaf
    x.requires_grad = True
    assert x.requires_grad
    assert x.requires_grad_(False) is x
    assert not (x * x).requires_grad
    assert x.requires_grad_() is x
    y = x * x
    assert not (x > 0.5).requires_grad
    y.requires_grad_(True)
    with pytest.raises(RuntimeError, match="detach"):
        y.requires_grad = False
    y.sum().backward()
    x.requires_grad_(False)
    same(x.grad, 2 * X)


def test_requires_grad_in_a_gradient_function():
    seen = []

    def fn(x):
        x.requires_grad_()
        y = x * x
        seen.append((x.requires_grad, x.is_leaf, y.requires_grad, y.is_leaf, y.grad_fn.name()))
        return y

    x = Tensor(X)
    y = ms.grad(fn)(x)
    assert seen == [(True, True, True, False, "MulBackward0")]
    assert (x.requires_grad, y.requires_grad, x.grad_fn) == (False, False, None)


def test_copies():
    x = leaf()
    (x * x).sum().backward()
    for other in (copy.copy(x), copy.deepcopy(x)):
        assert other.grad is None
        (other * 3).sum().backward()
        same(other.grad, [3, 3, 3])
    same(x.grad, 2 * X)
    p = Parameter(Tensor(X), name="p")
    p.attach_grad()
    assert copy.deepcopy(p).grad is None


def test_names_of_operators():
    x = leaf()
    assert repr(x.grad_fn) == "None"
    assert repr((x + 2).grad_fn).startswith("<AddBackward0 object at 0x")
    assert (x - 2).grad_fn.name() == (2 - x).grad_fn.name() == "SubBackward0"
    assert x.sum().grad_fn.name() == "SumBackward0"
    assert x.mean().grad_fn.name() == "MeanBackward0"
    assert ms.jit(lambda x: x * x)(x).grad_fn.name() == "ProgramBackward0"
    y = x * 2
    loss = y * x
    assert y.grad_fn is y.grad_fn
    (first, index), (second, _) = loss.grad_fn.next_functions
    assert first is y.grad_fn
    assert (second.name(), index) == ("AccumulateGrad", 0)
    halves = ops.split(x, 1)
    assert halves[0].grad_fn is halves[1].grad_fn
    assert (halves[1] * 2).grad_fn.next_functions[0] == (halves[0].grad_fn, 1)


def test_retain_grad():
    x = leaf()
    y = x * x
    y.retain_grad()
    assert y.retains_grad
    z = y * 3
    z.sum().backward()
    same(y.grad, [3, 3, 3])
    same(x.grad, 6 * X)
    assert z.grad is None
    assert not z.retains_grad
    with pytest.raises(RuntimeError, match="requires_grad=False"):
        ops.ones(2).retain_grad()


def test_retain_grad_goes_along_with_a_change_in_place():
    y = leaf() * 2
    y.retain_grad()
    y.mul_(5)
    (y * 3).sum().backward()
    same(y.grad, [3, 3, 3])


def test_hooks():
    x = leaf()
    x.register_hook(lambda grad: grad * 10)
    y = x * 2
    seen = []
    y.register_hook(seen.append)
    y.register_hook(lambda grad: grad + 1)
    y.retain_grad()
    y.sum().backward()
    same(seen[0], [1, 1, 1])
    same(y.grad, [2, 2, 2])
    same(x.grad, [40, 40, 40])


def test_hook_of_the_tensor_before_it_requires_gradients():
    x = Tensor(X)
    handle = x.register_hook(lambda grad: grad * 10)
    x.requires_grad_()
    x.sum().backward()
    same(x.grad, [10, 10, 10])
    handle.remove()
    x.sum().backward()
    same(x.grad, [11, 11, 11])


def test_function_knows_which_gradients_are_needed():
    seen = []

    class Look(_Function):
        @staticmethod
        def forward(ctx, x, y):
            seen.append(ctx.needs_input_grad)
            return x * y

        @staticmethod
        def backward(ctx, grad):
            return grad, grad

    Look.apply(leaf(), Tensor(X))
    Look.apply(Tensor(X), leaf())
    with autograd.no_grad():
        Look.apply(leaf(), 2.0)
    assert seen == [(True, False), (False, True), (False, False)]


def test_data_is_a_way_around():
    x = leaf()
    x.data = Tensor([1.0, 2.0, 3.0])
    (x * x).sum().backward()
    same(x.grad, [2, 4, 6])


def test_changes_in_place_of_results():
    x = leaf()
    a = ops.zeros(3)
    a += x * x
    b = ops.zeros(3)
    b[1] = x[1] * 5
    (a + b).sum().backward()
    same(x.grad, 2 * X + [0, 5, 0])


def test_saved_values_are_those_of_the_moment():
    x = leaf()
    y = x * 1
    z = y * y
    y.zero_()
    z.sum().backward()
    same(x.grad, 2 * X)


def test_detach():
    x = leaf()
    y = x * x
    d = y.detach()
    assert not d.requires_grad
    assert d.is_leaf
    (y * d).sum().backward()
    same(x.grad, 2 * X**3)


def test_detach_shares_what_is_written():
    x = leaf()
    y = x * x
    y.detach().zero_()
    same(y, [0, 0, 0])
    y.sum().backward()
    same(x.grad, 2 * X)
    x.detach().add_(1)
    same(x, X + 1)
    assert x.is_leaf
    assert x.requires_grad
    d = x.detach()
    with autograd.no_grad():
        x.add_(1)
    same(d, X + 2)
    assert not d.requires_grad


def test_detached_tensor_on_a_graph_of_its_own():
    x, y = leaf(), leaf()
    d = x.detach()
    d.add_(y * 2)
    assert not d.is_leaf
    x.detach().mul_(3)
    same(d, 9 * X)
    d.sum().backward()
    same(y.grad, [2, 2, 2])
    assert x.grad is None


@pytest.mark.parametrize("way", [lambda f: f, ms.jit], ids=["eager", "compiled"])
def test_detach_in_a_gradient_function(way):
    fn = way(ms.grad(lambda x: x * x.detach()))
    same(fn(Tensor(X)), X)


def test_detached_tensor_outlives_the_graph():
    x = leaf()
    y = x * x
    node = weakref.ref(y.grad_fn)
    d = y.detach()
    del y
    gc.collect()
    assert node() is None
    same(d, X * X)


def test_backward_frees_saved_values():
    x = leaf()
    middle = x * 2
    value = weakref.ref(middle._value)
    loss = (middle * middle).sum()
    del middle
    assert value() is not None
    loss.backward(retain_graph=True)
    assert value() is not None
    loss.backward()
    gc.collect()
    assert value() is None


def count_nodes():
    gc.collect()
    return sum(isinstance(o, Node) for o in gc.get_objects())


def test_losses_that_are_summed_keep_no_graphs():
    x, total = leaf(), Tensor(0.0)
    counts = []
    for _ in range(3):
        loss = (ops.sin(x) * ops.cos(x) * x).sum()
        loss.backward()
        total = total + loss
        counts.append(count_nodes())
    assert counts[2] - counts[1] <= 2  # the sum's own node, and the stub of the loss'


def test_no_garbage_is_left():
    x = leaf()
    gc.collect()
    gc.disable()
    try:
        before = count_nodes()
        for _ in range(3):
            (x * x).sum().backward()
            (x * x).sum()
        assert sum(isinstance(o, Node) for o in gc.get_objects()) == before
    finally:
        gc.enable()
