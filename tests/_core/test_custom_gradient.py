"""bprop, _Function, hooks: on the tape and traced, every order; the numbers are MindSpore's."""

import jax
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops
from msjax._core.bprop import call_with_bprop
from msjax._core.custom_gradient import attach
from msjax._core.grad_function import _Function

X = Tensor([2.0])
Y = Tensor([5.0])


def number(t):
    return t.asnumpy().item()


def both_ways(fn):
    """Return what a gradient function gives on the tape and compiled; the two agree."""

    def run(*args):
        with jax.checking_leaks():
            traced = ms.jit(fn)(*args)
        return fn(*args), traced

    return run


def check(fn, expected, *args):
    for result in both_ways(fn)(*(args or (X,))):
        np.testing.assert_allclose(number(result), expected, rtol=1e-5)


def derivative(fn, order):
    for _ in range(order):
        fn = ms.grad(fn)
    return fn


def exp_with(bprop):
    return lambda x: call_with_bprop(ops.exp, bprop, (x,))


class Cubic(nn.Cell):
    def construct(self, x):
        return ops.exp(x)

    def bprop(self, x, out, dout):
        return (dout * x * x * x,)


class ThroughOutput(nn.Cell):
    """The derivative of its gradient goes through `out`, and so through `bprop` again."""

    def construct(self, x):
        return ops.exp(x)

    def bprop(self, x, out, dout):
        return (dout * out * out,)


@pytest.mark.parametrize(("order", "expected"), [(1, 8.0), (2, 12.0), (3, 12.0)])
def test_orders_of_a_bprop(order, expected):
    check(derivative(Cubic(), order), expected)


@pytest.mark.parametrize(("order", "expected"), [(1, 54.59815), (2, 806.8576), (3, 17885.74)])
def test_orders_of_a_bprop_through_its_output(order, expected):
    check(derivative(ThroughOutput(), order), expected)


def test_bprop_between_other_operators():
    net = Cubic()
    check(ms.grad(lambda x: net(x * 2.0) * 3.0), 2 * 3 * 64.0)


def test_bprop_is_not_called_without_a_gradient():
    class Failing(nn.Cell):
        def construct(self, x):
            return x * x

        def bprop(self, x, out, dout):
            raise AssertionError("called")

    assert number(Failing()(X)) == 4.0


class Outputs(nn.Cell):
    def construct(self, x, y):
        return x * y, x + y

    def bprop(self, x, y, out, dout):
        return dout[0] * 10, dout[1] * out[0]


def test_bprop_of_two_outputs():
    gradient = ops.GradOperation(get_all=True)(Outputs())
    for by_x, by_y in both_ways(gradient)(X, Y):
        assert (number(by_x), number(by_y)) == (10.0, 10.0)


def test_bprop_gets_zeros_for_an_unused_output():
    net = Outputs()
    gradient = ms.grad(lambda x, y: net(x, y)[0], (0, 1))
    for by_x, by_y in both_ways(gradient)(X, Y):
        assert (number(by_x), number(by_y)) == (10.0, 0.0)


class Nested(nn.Cell):
    def construct(self, x, ys):
        return x * ys[0] * ys[1]

    def bprop(self, x, ys, out, dout):
        return dout * 10, (ys[0] * 7, dout * 9)


def test_bprop_of_a_nested_argument():
    net = Nested()
    gradient = ms.grad(lambda x, y: net(x, (y, y * 1.0)), (0, 1))
    for by_x, by_y in both_ways(gradient)(X, Y):
        assert (number(by_x), number(by_y)) == (10.0, 44.0)


class Scaled(nn.Cell):
    def construct(self, x, k=3):
        return x * k

    def bprop(self, x, k, out, dout):
        return dout * 10 * k, None


@pytest.mark.parametrize(("args", "expected"), [((), 30.0), ((5,), 50.0)])
def test_bprop_with_defaults_and_numbers(args, expected):
    net = Scaled()
    check(ms.grad(lambda x: net(x, *args)), expected)


def test_bprop_with_keywords():
    net = Scaled()
    check(ms.grad(lambda x: net(k=5, x=x)), 50.0)


class Weighted(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([3.0]), name="w")

    def construct(self, x):
        return x * self.w

    def bprop(self, x, out, dout):
        return (dout * self.w,)


def test_parameters_of_a_cell_with_bprop_get_no_gradient():
    net = Weighted()
    for by_x, by_w in both_ways(ms.grad(net, 0, net.w))(X):
        assert (number(by_x), number(by_w)) == (3.0, 0.0)


def test_gradient_of_what_a_bprop_reads():
    net = Weighted()
    by_w = ms.grad(lambda x: ms.grad(net)(x), None, net.w)
    check(by_w, 1.0)


def test_bprop_reads_the_state_of_a_pure_function():
    net = Weighted()
    fn, state = ms.pure(net)
    state["params"]["w"] = state["params"]["w"] * 7

    def loss(x):
        return fn(state, x)[0].sum()

    with jax.checking_leaks():
        assert jax.jit(jax.grad(loss))(X._value).item() == 21.0


class TenTimes(nn.Cell):
    def construct(self, x):
        return x * x

    def bprop(self, x, out, dout):
        return (dout * x * 10,)


@pytest.mark.parametrize("wrap", [lambda f: f, ms.jit])
def test_forward_mode_uses_the_bprop(wrap):
    net = TenTimes()

    def fn(x):
        return net(x * x) * x

    out, tangent = wrap(lambda x, v: ms.jvp(fn, x, v))(X, Tensor([3.0]))
    assert (number(out), number(tangent)) == (32.0, 1008.0)
    assert number(wrap(ops.jacfwd(fn))(X)) == 336.0


def test_bprop_under_vmap():
    net = Cubic()
    mapped = ops.vmap(ms.grad(net))
    np.testing.assert_allclose(mapped(Tensor([1.0, 2.0])).asnumpy(), [1.0, 8.0])
    of_mapped = ms.grad(ops.vmap(net))
    np.testing.assert_allclose(of_mapped(Tensor([1.0, 2.0])).asnumpy(), [1.0, 8.0])


def test_a_gradient_is_fitted_to_its_input():
    broadcast = exp_with(lambda x, out, dout: (Tensor([1.0, 2.0, 3.0]),))
    check(ms.grad(broadcast), 6.0)
    half = exp_with(lambda x, out, dout: dout.astype(ms.float16))
    for result in both_ways(ms.grad(half))(X):
        assert result.dtype == ms.float32


def test_gradients_that_do_not_fit():
    wide = Tensor([[1.0, 2.0], [3.0, 4.0]])
    narrow = exp_with(lambda x, out, dout: (Tensor([1.0]),))
    with pytest.raises(RuntimeError, match="broadcast"):
        ms.grad(narrow)(wide)
    text = exp_with(lambda x, out, dout: ("no",))
    with pytest.raises(TypeError, match="Tensor"):
        ms.grad(text)(X)


def test_too_few_gradients():
    def first_only(x, y, out, dout):
        return (dout,)

    fn = ms.grad(lambda x, y: call_with_bprop(ops.mul, first_only, (x, y)))
    with pytest.raises(RuntimeError, match="one gradient per argument"):
        fn(X, Y)


class Counting(nn.Cell):
    def __init__(self):
        super().__init__()
        self.count = Parameter(Tensor([0.0]), name="count")

    def construct(self, x):
        return x * 2

    def bprop(self, x, out, dout):
        self.count += dout
        return (dout,)


def test_a_bprop_may_assign_in_eager_mode_only():
    net = Counting()
    ms.grad(net)(X)
    assert number(net.count) == 1.0
    with pytest.raises(RuntimeError, match="PYNATIVE_MODE"):
        ms.jit(ms.grad(net))(X)
    assert number(net.count) == 1.0


def test_an_error_in_a_bprop_leaves_nothing_behind():
    class Failing(nn.Cell):
        def construct(self, x):
            return x * x

        def bprop(self, x, out, dout):
            raise KeyError("mine")

    net = Failing()
    for run in (ms.grad(net), ms.jit(ms.grad(net))):
        with pytest.raises(KeyError, match="mine"):
            run(X)
    assert number(ms.grad(ops.square)(X)) == 4.0


def test_weights_of_internal_params():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = Parameter(Tensor([3.0]), name="w")
            self.internal_params = [self.w]

        def construct(self, x):
            return x * self.w

        def bprop(self, x, out, dout):
            return (dout * 5,), {self.w: dout * 6}

    net = Net()
    for by_x, by_w in both_ways(ms.grad(net, 0, net.w))(X):
        assert (number(by_x), number(by_w)) == (5.0, 6.0)


class Exp(_Function):
    @staticmethod
    def forward(ctx, x):
        out = ops.exp(x)
        ctx.save_for_backward(x, out)
        return out

    @staticmethod
    def backward(ctx, dout):
        x, out = ctx.saved_tensors
        return dout * out * out * x


@pytest.mark.parametrize(("order", "expected"), [(1, 109.1963), (2, 3282.029), (3, 147927.2)])
def test_orders_of_a_function(order, expected):
    check(derivative(lambda x: Exp.apply(x), order), expected)


class Several(_Function):
    @staticmethod
    def forward(ctx, x, n, y):
        ctx.n = n
        ctx.seen = x * 3.0
        return x * n, y * 2.0, "text"

    @staticmethod
    def backward(ctx, *grads):
        assert grads[2] is None
        return grads[0] * ctx.n * ctx.seen, None, grads[1]


def test_function_with_other_values():
    first, second, text = Several.apply(X, 4.0, Y)
    assert (number(first), number(second), text) == (8.0, 10.0, "text")
    gradient = ms.grad(lambda x, y: Several.apply(x, 4.0, y)[0], (0, 1))
    for by_x, by_y in both_ways(gradient)(X, Y):
        assert (number(by_x), number(by_y)) == (24.0, 0.0)


def test_function_marks_outputs_as_constants():
    class Mark(_Function):
        @staticmethod
        def forward(ctx, x):
            constant = x * 3.0
            ctx.mark_non_differentiable(constant)
            return x * 2.0, constant

        @staticmethod
        def backward(ctx, first, second):
            return first * 10.0

    def fn(x):
        first, constant = Mark.apply(x)
        return first * constant

    check(ms.grad(fn), 60.0)


def test_function_without_materialized_gradients():
    seen = []

    class Plain(_Function):
        @staticmethod
        def forward(ctx, x):
            ctx.set_materialize_grads(False)
            return x * 2.0, x * 3.0

        @staticmethod
        def backward(ctx, first, second):
            seen.append(second)
            return first * 10.0

    assert number(ms.grad(lambda x: Plain.apply(x)[0])(X)) == 10.0
    assert seen == [None]


def test_function_changes_its_argument_in_place():
    class AddOne(_Function):
        @staticmethod
        def forward(ctx, x):
            x.add_(1.0)
            ctx.mark_dirty(x)
            return x

        @staticmethod
        def backward(ctx, dout):
            return dout * 10.0

    def fn(x):
        z = x * 1.0
        out = AddOne.apply(z)
        assert out is z
        return z * 2.0

    check(ms.grad(fn), 20.0)


def test_function_identity_is_a_new_tensor():
    class Identity(_Function):
        @staticmethod
        def forward(ctx, x):
            return x

        @staticmethod
        def backward(ctx, dout):
            return dout * 10.0

    check(ms.grad(lambda x: Identity.apply(x)), 10.0)


def test_function_with_setup_context():
    class Setup(_Function):
        @staticmethod
        def forward(x, power=2):
            return x**power

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(inputs[0], output)
            ctx.power = inputs[1]

        @staticmethod
        def backward(ctx, dout):
            x, out = ctx.saved_tensors
            return dout * x + out * ctx.power, None

    check(ms.grad(lambda x: Setup.apply(x)), 10.0)
    check(ms.grad(lambda x: Setup.apply(x=x, power=3)), 26.0)


def test_function_knows_which_gradients_are_needed():
    seen = []

    class Look(_Function):
        @staticmethod
        def forward(ctx, x, n):
            seen.append(ctx.needs_input_grad)
            return x * n

        @staticmethod
        def backward(ctx, dout):
            return dout, None

    Look.apply(X, 2.0)
    ms.grad(lambda x: Look.apply(x, 2.0))(X)
    assert seen == [(False, False), (True, False)]


def test_misuse_of_a_function():
    class Few(_Function):
        @staticmethod
        def forward(ctx, x, y):
            return x * y

        @staticmethod
        def backward(ctx, dout):
            return dout

    with pytest.raises(RuntimeError, match="wrong number of gradients"):
        ms.grad(lambda x: Few.apply(x, Y))(X)
    with pytest.raises(TypeError, match="keyword"):
        Few.apply(X, y=Y)
    with pytest.raises(RuntimeError, match="save_for_backward"):
        Few().save_for_backward(3)
    with pytest.raises(NotImplementedError, match="forward"):
        _Function.apply(X)
    with pytest.raises(NotImplementedError, match="backward"):
        _Function.backward(None, X)
    with pytest.raises(NotImplementedError, match="setup_context"):
        _Function.setup_context(None, (), X)


def squared(g):
    return g * g


def test_tensor_hook_acts_in_every_order():
    def fn(x):
        z = x * x
        z.register_hook(squared)
        return z * z * x

    check(ms.grad(fn), 1040.0)
    check(ms.grad(ms.grad(fn)), 1083136.0)  # the hook squares the cotangents of both passes


def test_tensor_hooks_run_in_order_and_can_be_removed():
    def fn(x):
        z = x * 2.0
        z.register_hook(lambda g: g + 1.0)
        z.register_hook(lambda g: None)
        z.register_hook(lambda g: g * 10.0)
        z.register_hook(lambda g: g * 100.0).remove()
        return z

    check(ms.grad(fn), 40.0)


def test_hook_of_an_input():
    def fn(x):
        x.register_hook(lambda g: g * 10.0)
        return x * x

    assert number(ms.jit(ms.grad(fn))(Tensor([2.0]))) == 40.0
    assert number(ms.grad(fn)(Tensor([2.0]))) == 40.0


def test_hook_registered_after_use_on_the_tape():
    def fn(x):
        z = x * 3.0
        w = z * x
        z.register_hook(lambda g: g * 10.0)
        return w

    assert number(ms.grad(fn)(X)) == 2 * 10 * 3 + 6.0
    with pytest.raises(NotImplementedError, match="before the tensor is used"):
        ms.jit(ms.grad(fn))(X)


def test_hook_of_a_parameter():
    w = Parameter(Tensor([3.0]), name="w")
    handle = w.register_hook(lambda g: g * 10.0)
    gradient = ms.grad(lambda x: x * w * w, 0, w)
    for by_x, by_w in both_ways(gradient)(X):
        assert (number(by_x), number(by_w)) == (9.0, 120.0)
    handle.remove()
    handle.remove()
    assert number(gradient(X)[1]) == 12.0


def test_hook_seen_while_it_is_traced_leaves_no_tracer():
    seen = []

    def fn(x):
        z = x * 3.0
        z.register_hook(lambda g: seen.append(g))
        return z * z

    ms.jit(ms.grad(fn))(X)
    assert seen
    for t in seen:
        with pytest.raises(RuntimeError, match="compiled"):
            t.asnumpy()


def test_bad_tensor_hooks():
    with pytest.raises(TypeError, match="Expected a callable hook function, but got int"):
        X.register_hook(3)

    def fn(x):
        z = x * 2.0
        z.register_hook(lambda g: 3)
        return z

    with pytest.raises(RuntimeError, match="should be return Tensor, but get type: int"):
        ms.grad(fn)(X)


def test_insert_gradient_of():
    times_three = ops.InsertGradientOf(lambda g: g * 3.0)
    look = ops.InsertGradientOf(lambda g: None)
    check(ms.grad(lambda x: times_three(x * 2.0) * look(x)), 16.0)
    assert repr(times_three).startswith("Prim[InsertGradientOf]<f=<function")


def test_hook_backward():
    times_four = ops.HookBackward(lambda g: (g[0] * 4.0,))
    assert number(ms.grad(lambda x: times_four(x * 2.0) * x)(X)) == 20.0
    both = ops.HookBackward(lambda g: (g[1], g[0]))

    def fn(x, y):
        x, y = both(x, y)
        return x * y

    by_x, by_y = ms.grad(fn, (0, 1))(X, Y)
    assert (number(by_x), number(by_y)) == (2.0, 5.0)
    with pytest.raises(TypeError, match="callable"):
        ops.HookBackward(3)


def test_attach_outside_of_any_gradient_call_only_copies():
    def never(ins, outs, cotangents):
        raise AssertionError("called")

    (copy,) = attach([X], [X], never)
    assert copy is not X
    assert number(copy) == 2.0
    assert copy._node is None
