"""Gradients that the program changes: bprop, _Function, hooks, InsertGradientOf, recompute."""

import mindspore as ms
from mindspore import Parameter, Tensor, nn, ops
from mindspore.common import _Function


def x():
    return Tensor([1.0, 2.0, 3.0])


class TenTimes(nn.Cell):
    """Its bprop is deliberately not the derivative."""

    def construct(self, a):
        return a * a

    def bprop(self, a, out, dout):
        return (a * 10 * dout,)


class TwoInputs(nn.Cell):
    def construct(self, a, b):
        return a * b

    def bprop(self, a, b, out, dout):
        return dout * out, dout * 7


class TwoOutputs(nn.Cell):
    def construct(self, a):
        return a * 2, a * 3

    def bprop(self, a, out, dout):
        return (dout[0] * 100 + dout[1] + out[0],)


class WeightBprop(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0, 3.0, 4.0]), name="w")

    def construct(self, a):
        return a * self.w

    def bprop(self, a, out, dout):
        return (dout * 5,), {self.w: dout * 6}


def case_bprop_used():
    return ms.grad(TenTimes())(x())


def case_bprop_inside_other_operations():
    net = TenTimes()

    def fn(a):
        return net(a * 2) * 3

    return ms.grad(fn)(x())


def case_bprop_two_inputs():
    return ms.grad(TwoInputs(), (0, 1))(x(), x() + 1)


def case_bprop_two_outputs():
    net = TwoOutputs()

    def fn(a):
        p, q = net(a)
        return p + q * 10

    return ms.grad(fn)(x())


def case_bprop_nested_in_a_cell():
    class Outer(nn.Cell):
        def __init__(self):
            super().__init__()
            self.inner = TenTimes()

        def construct(self, a):
            return self.inner(a) + a

    return ms.grad(Outer())(x())


def case_bprop_with_weights():
    net = WeightBprop()
    return ms.grad(net, 0, net.trainable_params())(x())


def case_bprop_returns_too_few():
    class Bad(TwoInputs):
        def bprop(self, a, b, out, dout):
            return (dout,)

    return ms.grad(Bad(), (0, 1))(x(), x())


def case_bprop_returns_a_bare_tensor():
    class Bare(nn.Cell):
        def construct(self, a):
            return a * a

        def bprop(self, a, out, dout):
            return dout * 4

    return ms.grad(Bare())(x())


def case_bprop_wrong_shape():
    class Bad(nn.Cell):
        def construct(self, a):
            return a * a

        def bprop(self, a, out, dout):
            return (Tensor([1.0]),)

    return ms.grad(Bad())(x())


def case_bprop_of_bprop():
    return ms.grad(ms.grad(TenTimes()))(x())


def case_bprop_value_unchanged():
    return ms.value_and_grad(TenTimes())(x())


class Square(_Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a)
        return a * a

    @staticmethod
    def backward(ctx, dout):
        (a,) = ctx.saved_tensors
        return a * dout * 20


class Scale(_Function):
    @staticmethod
    def forward(ctx, a, factor):
        ctx.factor = factor
        return a * factor

    @staticmethod
    def backward(ctx, dout):
        return dout * ctx.factor * 2, None


class Split(_Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2, a * 3

    @staticmethod
    def backward(ctx, d1, d2):
        return d1 * 10 + d2 * 100


def case_function_apply_value():
    return Square.apply(x())


def case_function_gradient():
    def fn(a):
        return Square.apply(a)

    return ms.grad(fn)(x())


def case_function_python_argument():
    def fn(a):
        return Scale.apply(a, 3.0)

    return ms.value_and_grad(fn)(x())


def case_function_two_outputs():
    def fn(a):
        p, q = Split.apply(a)
        return p + q

    return ms.value_and_grad(fn)(x())


def case_function_inside_other_operations():
    def fn(a):
        return (Square.apply(a * 2) * 3).sum()

    return ms.grad(fn)(x())


def case_function_not_differentiated_output_unused():
    def fn(a):
        p, _ = Split.apply(a)
        return p

    return ms.grad(fn)(x())


def case_function_needs_input_grad():
    seen = []

    class Look(_Function):
        @staticmethod
        def forward(ctx, a, b):
            return a * b

        @staticmethod
        def backward(ctx, dout):
            seen.append(tuple(ctx.needs_input_grad))
            return dout, dout

    def fn(a, b):
        return Look.apply(a, b)

    ms.grad(fn, 0)(x(), x())
    ms.grad(fn, (0, 1))(x(), x())
    return seen


def case_function_mark_non_differentiable():
    class Mark(_Function):
        @staticmethod
        def forward(ctx, a):
            b = a * 2
            ctx.mark_non_differentiable(b)
            return a * 3, b

        @staticmethod
        def backward(ctx, d1, d2):
            return d1 * 3

    def fn(a):
        p, q = Mark.apply(a)
        return p + q

    return ms.grad(fn)(x())


def case_function_setup_context():
    class Setup(_Function):
        @staticmethod
        def forward(a):
            return a * a

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(inputs[0], output)

        @staticmethod
        def backward(ctx, dout):
            a, out = ctx.saved_tensors
            return dout * a + out

    def fn(a):
        return Setup.apply(a)

    return ms.grad(fn)(x())


def case_function_backward_count_wrong():
    class Bad(_Function):
        @staticmethod
        def forward(ctx, a, b):
            return a * b

        @staticmethod
        def backward(ctx, dout):
            return dout

    def fn(a, b):
        return Bad.apply(a, b)

    return ms.grad(fn, (0, 1))(x(), x())


def case_register_hook_changes_the_gradient():
    def fn(a):
        b = a * 2
        b.register_hook(lambda g: g * 10)
        return b * b

    return ms.grad(fn)(x())


def case_register_hook_sees_the_gradient():
    seen = []

    def fn(a):
        b = a * 2
        b.register_hook(lambda g: seen.append(g) or g)
        return b * b

    return ms.grad(fn)(x()), seen


def case_register_hook_two_hooks_run_in_order():
    def fn(a):
        b = a * 2
        b.register_hook(lambda g: g + 1)
        b.register_hook(lambda g: g * 10)
        return b

    return ms.grad(fn)(x())


def case_register_hook_removed():
    def fn(a):
        b = a * 2
        handle = b.register_hook(lambda g: g * 10)
        handle.remove()
        return b

    return ms.grad(fn)(x())


def case_register_hook_on_the_input():
    def fn(a):
        a.register_hook(lambda g: g * 10)
        return a * a

    return ms.grad(fn)(x())


def case_register_hook_on_a_parameter():
    w = Parameter(Tensor([2.0, 3.0, 4.0]), name="w")
    handle = w.register_hook(lambda g: g * 10)

    def fn(a):
        return w * a

    first = ms.grad(fn, None, [w])(x())
    handle.remove()
    return first, ms.grad(fn, None, [w])(x())


def case_register_hook_returning_none():
    def fn(a):
        b = a * 2
        b.register_hook(lambda g: None)
        return b * b

    return ms.grad(fn)(x())


def case_register_hook_not_callable():
    return (x() * 2).register_hook(3)


def case_register_hook_result():
    return type((x() * 2).register_hook(lambda g: g)).__name__


def case_insert_gradient_of():
    def triple(g):
        return g * 3

    insert = ops.InsertGradientOf(triple)

    def fn(a):
        return insert(a * 2) * a

    return ms.value_and_grad(fn)(x())


def clip(g):
    return ops.clip_by_value(g, Tensor(-1.0), Tensor(1.0))


def case_insert_gradient_of_clip():
    insert = ops.InsertGradientOf(clip)

    def fn(a):
        return insert(a) * 5

    return ms.grad(fn)(x())


def case_hook_backward():
    hook = ops.HookBackward(lambda g: (g[0] * 4,))

    def fn(a):
        return hook(a * 2) * a

    return ms.grad(fn)(x())


class Sin(nn.Cell):
    def construct(self, a):
        return ops.sin(a)


class Body(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0, 3.0, 4.0]), name="w")

    def construct(self, a):
        return ops.sin(a * self.w) * a


def case_recompute_cell_same_numbers():
    net = Body()
    plain = ms.grad(net, 0, net.trainable_params())(x())
    net.recompute()
    return plain, ms.grad(net, 0, net.trainable_params())(x())


def case_recompute_function():
    net = Body()

    def fn(a):
        return ms.recompute(net, a).sum()

    return ms.grad(fn, 0, net.trainable_params())(x())


def case_recompute_function_runs_again():
    calls = []

    class Counting(nn.Cell):
        def construct(self, a):
            calls.append(1)
            return a * a

    net = Counting()

    def fn(a):
        return ms.recompute(net, a)

    ms.grad(fn)(x())
    return len(calls)


def case_cell_backward_hook():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.relu = nn.ReLU()
            self.handle = self.relu.register_backward_hook(self.hook)
            self.seen = []

        def hook(self, cell, grad_input, grad_output):
            self.seen.append((type(cell).__name__, grad_input, grad_output))

        def construct(self, a):
            return self.relu(a * 2) * 3

    net = Net()
    return ms.grad(net)(x()), net.seen


def case_cell_backward_hook_changes():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.relu = nn.ReLU()
            self.handle = self.relu.register_backward_hook(lambda c, gi, go: (gi[0] * 100,))

        def construct(self, a):
            return self.relu(a * 2) * 3

    net = Net()
    first = ms.grad(net)(x())
    net.handle.remove()
    return first, ms.grad(net)(x())


def case_cell_backward_pre_hook():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.relu = nn.ReLU()
            self.seen = []
            self.handle = self.relu.register_backward_pre_hook(self.hook)

        def hook(self, cell, grad_output):
            self.seen.append(grad_output)
            return (grad_output[0] * 10,)

        def construct(self, a):
            return self.relu(a * 2) * 3

    net = Net()
    return ms.grad(net)(x()), net.seen


def case_cell_hooks_order():
    order = []

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.relu = nn.ReLU()
            self.relu.register_forward_pre_hook(lambda c, i: order.append("forward_pre"))
            self.relu.register_forward_hook(lambda c, i, o: order.append("forward"))
            self.relu.register_backward_pre_hook(lambda c, g: order.append("backward_pre"))
            self.relu.register_backward_hook(lambda c, gi, go: order.append("backward"))

        def construct(self, a):
            return self.relu(a * 2) * 3

    ms.grad(Net())(x())
    return order


def case_derivative_order_2():
    return ops.derivative(Sin(), Tensor([0.5, 0.25, 0.1]), 2)


def case_jet():
    return ops.jet(Sin(), Tensor([0.5]), Tensor([[1.0], [0.0], [0.0]]))


# Hooks and _Function are Python callbacks: MindSpore's graph mode refuses or ignores most of them.
PYNATIVE_ONLY = {
    name.removeprefix("case_")
    for name in dir()
    if name.startswith(("case_function_", "case_register_hook_", "case_cell_", "case_recompute_"))
}

INTENDED = {
    "bprop_wrong_shape": ("pynative", "MindSpore's graph mode returns the wrong shape"),
}
