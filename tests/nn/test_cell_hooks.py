"""Hooks of Cells: forward, backward, their order, their errors, in eager and in compiled code."""

import jax
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn

X = Tensor([2.0])
Y = Tensor([5.0])


class One(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([3.0]), name="w")

    def construct(self, x):
        return x * self.w


class Two(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([3.0]), name="w")

    def construct(self, x, y):
        return x * self.w + y, x * y


class Outer(nn.Cell):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def construct(self, x):
        return self.inner(x * 2) * 3


def numbers(value):
    if isinstance(value, tuple):
        return tuple(numbers(v) for v in value)
    return value.asnumpy().item() if isinstance(value, Tensor) else value


def gradients(cell, *args):
    """Return gradients by inputs and weights, computed on the tape; the compiled ones agree."""
    gradient = ms.ops.GradOperation(get_all=True, get_by_list=True)(cell, cell.trainable_params())
    eager = numbers(gradient(*args))
    with jax.checking_leaks():
        compiled = numbers(ms.jit(gradient)(*args))
    assert eager == compiled
    return eager


def test_what_hooks_are_given_and_in_which_order():
    net, seen = Two(), []
    net.register_forward_pre_hook(lambda c, args: seen.append(("pre", numbers(args))))
    net.register_forward_hook(
        lambda c, args, out: seen.append(("forward", numbers(args), numbers(out)))
    )
    net.register_backward_hook(lambda c, gi, go: seen.append(("back", numbers(gi), numbers(go))))
    net.register_backward_pre_hook(lambda c, go: seen.append(("back pre", numbers(go))))
    gradient = ms.ops.GradOperation(get_all=True)(net)
    assert numbers(gradient(X, Y)) == (8.0, 3.0)
    assert seen == [
        ("pre", (2.0, 5.0)),
        ("forward", (2.0, 5.0), (11.0, 10.0)),
        ("back pre", (1.0, 1.0)),
        ("back", (8.0, 3.0), (1.0, 1.0)),
    ]


@pytest.mark.parametrize("result", [lambda x: (x,), lambda x: x])
def test_pre_hook_replaces_the_inputs(result):
    net = One()
    handle = net.register_forward_pre_hook(lambda c, args: result(args[0] * 10))
    assert numbers(net(X)) == 60.0
    assert gradients(net, X) == ((30.0,), (20.0,))
    assert gradients(Outer(net), X) == ((180.0,), (120.0,))
    handle.remove()
    assert numbers(net(X)) == 6.0
    assert gradients(net, X) == ((3.0,), (2.0,))


def test_forward_hook_replaces_the_output():
    net = One()
    handle = net.register_forward_hook(lambda c, args, out: out * 10)
    assert numbers(net(X)) == 60.0
    assert gradients(net, X) == ((30.0,), (20.0,))
    handle.remove()
    assert numbers(net(X)) == 6.0


def test_forward_hooks_run_in_order():
    net = One()
    net.register_forward_hook(lambda c, args, out: out + 1)
    net.register_forward_hook(lambda c, args, out: out * 2)
    net.register_forward_hook(lambda c, args, out: out * 100, prepend=True)
    net.register_forward_pre_hook(lambda c, args: args[0] + 1)
    net.register_forward_pre_hook(lambda c, args: args[0] * 2, prepend=True)
    assert numbers(net(X)) == (5 * 3 * 100 + 1) * 2.0


def test_hooks_with_keywords():
    net, seen = One(), []
    net.register_forward_pre_hook(lambda c, args: seen.append(args))
    net.register_forward_pre_hook(
        lambda c, args, kwargs: (args, {"x": kwargs["x"] * 2}), with_kwargs=True
    )
    net.register_forward_hook(
        lambda c, args, kwargs, out: seen.append(numbers(kwargs["x"])), with_kwargs=True
    )
    assert numbers(net(x=X)) == 12.0
    assert seen == [(), 4.0]
    net.register_forward_pre_hook(lambda c, args, kwargs: 3, with_kwargs=True)
    with pytest.raises(RuntimeError, match="tuple of"):
        net(x=X)


def test_always_call():
    class Failing(nn.Cell):
        def construct(self, x):
            raise ValueError("boom")

    net, seen = Failing(), []
    net.register_forward_hook(lambda c, args, out: seen.append(out), always_call=True)
    net.register_forward_hook(lambda c, args, out: seen.append("never"))
    with pytest.raises(ValueError, match="boom"):
        net(X)
    assert seen == [None]

    def fails_too(cell, args, out):
        raise KeyError("second")

    net.register_forward_hook(fails_too, always_call=True)
    with pytest.warns(UserWarning, match="second"), pytest.raises(ValueError, match="boom"):
        net(X)


def test_backward_hook_replaces_the_gradients_of_the_inputs():
    net = One()
    for hook in (lambda c, gi, go: (gi[0] * 10,), lambda c, gi, go: gi[0] * 10):
        handle = net.register_backward_hook(hook)
        assert gradients(net, X) == ((30.0,), (2.0,))
        assert gradients(Outer(net), X) == ((180.0,), (12.0,))
        handle.remove()
    assert gradients(net, X) == ((3.0,), (2.0,))


def test_backward_pre_hook_replaces_the_gradients_of_the_outputs():
    net = One()
    for hook in (lambda c, go: (go[0] * 10,), lambda c, go: go[0] * 10):
        handle = net.register_backward_pre_hook(hook)
        assert gradients(net, X) == ((30.0,), (20.0,))
        assert gradients(Outer(net), X) == ((180.0,), (120.0,))
        handle.remove()


def test_several_backward_hooks():
    net = One()
    net.register_backward_hook(lambda c, gi, go: (gi[0] * 2,))
    net.register_backward_hook(lambda c, gi, go: (gi[0] * 3 + go[0],))
    net.register_backward_pre_hook(lambda c, go: (go[0] * 10,))
    # 3 from outside, 30 after the pre hook; 90 by the weight; * 2 * 3 + 30; * 2 by the input.
    assert gradients(Outer(net), X) == ((1140.0,), (120.0,))


def test_second_derivative_through_a_backward_hook():
    net = One()
    net.register_backward_hook(lambda c, gi, go: (gi[0] * gi[0] * c.w,))
    first = ms.grad(lambda x: Outer(net)(x) * x)
    eager = first(X), ms.grad(first)(X)
    compiled = ms.jit(first)(X), ms.jit(ms.grad(first))(X)
    np.testing.assert_allclose(numbers(eager), numbers(compiled))


def test_hooks_of_one_cell_called_twice():
    net, seen = One(), []
    net.register_backward_hook(lambda c, gi, go: seen.append((numbers(gi), numbers(go))))
    assert numbers(ms.grad(lambda x: net(net(x)))(X)) == 9.0
    assert seen == [((3.0,), (1.0,)), ((9.0,), (3.0,))]


def test_gradients_that_nobody_needs():
    seen = []

    def look(cell, grad_inputs, grad_outputs):
        seen.append((numbers(grad_inputs), numbers(grad_outputs)))

    class Unused(nn.Cell):
        def construct(self, x, y):
            return x * 2, y * 3

    net = Unused()
    net.register_backward_hook(look)
    assert numbers(ms.grad(lambda x, y: net(x, y)[0], (0, 1))(X, Y)) == (2.0, 0.0)
    assert seen.pop() == ((2.0, None), (1.0, None))
    one = One()
    one.register_backward_hook(look)
    assert numbers(ms.grad(one, None, one.trainable_params())(X)) == (2.0,)
    assert seen.pop() == ((None,), (1.0,))


def test_compiled_gradients_of_weights_only():
    net = One()
    net.register_backward_hook(lambda c, gi, go: gi[0] * 10)
    with jax.checking_leaks():
        by_w = ms.jit(ms.grad(net, None, net.trainable_params()))(X)
    assert numbers(by_w) == (2.0,)


def test_arguments_that_are_no_tensors():
    class Mixed(nn.Cell):
        def construct(self, x, n, ys, k=None):
            return x * ys[0] * n * k

    net, seen = Mixed(), []
    net.register_backward_hook(lambda c, gi, go: seen.append(numbers(gi)))
    assert numbers(ms.grad(lambda x, y: net(x, 2, (y, y), k=y), (0, 1))(X, Y)) == (50.0, 40.0)
    assert seen == [(50.0,)]


def test_nothing_is_watched_without_a_gradient():
    net = One()
    net.register_backward_hook(lambda c, gi, go: 1 / 0)
    assert numbers(net(X)) == 6.0


def bad_result(kind, value):
    net = One()
    getattr(net, f"register_{kind}")(lambda c, *gradients: value)
    return ms.grad(net)


@pytest.mark.parametrize("kind", ["backward_hook", "backward_pre_hook"])
@pytest.mark.parametrize(
    ("value", "error"),
    [
        (3, TypeError),
        ((None,), TypeError),
        ([X], TypeError),
        ((X, X), TypeError),
        ((Tensor([1.0, 2.0]),), ValueError),
    ],
)
def test_results_of_backward_hooks_that_do_not_fit(kind, value, error):
    with pytest.raises(error):
        bad_result(kind, value)(X)


def test_an_error_in_a_hook_leaves_nothing_behind():
    net = One()

    def fail(cell, grad_inputs, grad_outputs):
        raise KeyError("mine")

    handle = net.register_backward_hook(fail)
    for run in (ms.grad(net), ms.jit(ms.grad(net))):
        with pytest.raises(KeyError, match="mine"):
            run(X)
    handle.remove()
    assert gradients(net, X) == ((3.0,), (2.0,))


@pytest.mark.parametrize(
    "kind", ["forward_pre_hook", "forward_hook", "backward_hook", "backward_pre_hook"]
)
@pytest.mark.parametrize("hook", [3, None, "x"])
def test_hooks_must_be_callable(kind, hook):
    with pytest.raises(TypeError, match="Expected a callable hook function"):
        getattr(One(), f"register_{kind}")(hook)


def test_a_hook_may_remove_itself():
    net = One()

    def once(cell, args, out):
        handle.remove()
        return out * 10

    handle = net.register_forward_hook(once)
    assert (numbers(net(X)), numbers(net(X))) == (60.0, 6.0)


def test_bprop_and_hooks():
    class Ten(nn.Cell):
        def construct(self, x):
            return x * x

        def bprop(self, x, out, dout):
            return dout * 10

    net, seen = Ten(), []
    net.register_forward_hook(lambda c, args, out: out * 3)  # MindSpore ignores it
    net.register_backward_hook(lambda c, gi, go: seen.append((numbers(gi), numbers(go))))
    assert numbers(net(X)) == 4.0
    assert numbers(ms.grad(net)(X)) == 10.0
    assert seen == [((10.0,), (1.0,))]


def test_hooks_read_current_state_in_compiled_code():
    net = One()
    net.scale = Parameter(Tensor([10.0]), name="scale")
    net.register_backward_hook(lambda c, gi, go: (gi[0] * c.scale,))
    run = ms.jit(ms.grad(net))
    assert numbers(run(X)) == 30.0
    net.scale.set_data(Tensor([100.0]))
    assert numbers(run(X)) == 300.0


def test_hooks_read_the_state_of_a_pure_function():
    net = One()
    net.register_backward_hook(lambda c, gi, go: (gi[0] * c.w,))
    fn, state = ms.pure(net)
    state["params"]["w"] = state["params"]["w"] * 2

    def loss(x):
        return fn(state, x)[0].sum()

    assert jax.grad(loss)(X._value).item() == 36.0
    assert jax.jit(jax.vmap(jax.grad(loss)))(X._value.reshape(1, 1)).item() == 36.0


def test_registering_a_hook_recompiles(graph_mode):
    net = One()
    assert numbers(net(X)) == 6.0
    handle = net.register_forward_hook(lambda c, args, out: out * 10)
    assert numbers(net(X)) == 60.0
    handle.remove()
    assert numbers(net(X)) == 6.0
