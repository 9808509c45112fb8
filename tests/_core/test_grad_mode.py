"""`no_grad`, `enable_grad`, `record`, `pause`: what is recorded, eagerly, traced, in threads."""

import threading

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, autograd, nn, ops
from msjax._core.bprop import call_with_bprop
from msjax._core.grad_mode import _FIELDS
from msjax._core.state import state

X = np.array([0.3, 0.7, 1.2], np.float32)
STATE = (*_FIELDS, "special", "levels", "frame")
SWITCHES = [
    autograd.no_grad,
    autograd.enable_grad,
    autograd.record,
    autograd.pause,
    autograd.train_mode,
    autograd.predict_mode,
]


def leaf():
    return Tensor(X).requires_grad_()


def same(t, expected):
    np.testing.assert_allclose(t.asnumpy(), expected, rtol=1e-5, atol=1e-6)


def test_no_grad():
    x = leaf()
    with autograd.no_grad():
        assert not (x * x).requires_grad
        assert x.requires_grad
        with autograd.enable_grad():
            assert (x * x).requires_grad
        assert not (x * x).requires_grad
        z = Tensor(X).requires_grad_()
    assert (x * x).requires_grad
    assert (z * z).requires_grad


def test_mindspore_name():
    assert ms._no_grad is ms.no_grad is autograd.no_grad
    assert ms.enable_grad is autograd.enable_grad


@pytest.mark.parametrize("switch", SWITCHES)
def test_state_is_restored_after_an_error(switch):
    @switch()
    def fails():
        p = Parameter(Tensor([1.0, 2.0]))
        return p * p + 1 / 0

    before = [getattr(state, name) for name in STATE]
    with pytest.raises(ZeroDivisionError):
        fails()
    assert [getattr(state, name) for name in STATE] == before


@pytest.mark.parametrize("switch", SWITCHES)
def test_decorator(switch):
    seen = []

    @switch()
    def recursive(depth):
        """Documented."""
        seen.append((autograd.is_recording(), autograd.is_training()))
        return recursive(depth - 1) if depth else (leaf() * 2).requires_grad

    with switch():
        inside = (autograd.is_recording(), autograd.is_training())
    assert recursive(2) is (switch not in (autograd.no_grad, autograd.pause))
    assert seen == [inside] * 3
    assert recursive.__doc__ == "Documented."
    assert (autograd.is_recording(), autograd.is_training()) == (False, False)


def test_decorator_of_a_generator():
    with pytest.raises(TypeError, match=r"with no_grad\(\):"):

        @autograd.no_grad()
        def numbers():
            yield 1


def test_one_switch_used_again():
    switch = autograd.no_grad()
    x = leaf()
    with switch:
        with switch:
            pass
        assert not (x * x).requires_grad
    assert (x * x).requires_grad


# Each: the derivative of x + (a constant, computed from x) is 1.
def _plain(x):
    with ms.no_grad():
        y = x * x
    return x + y


def _part(x):
    with ms.no_grad():
        y = x * x
        with ms.enable_grad():
            z = x * 2
    return x + y + z - x - ops.stop_gradient(x)


def _mapped(x):
    with ms.no_grad():
        y = ms.vmap(lambda a: a * a)(x)
    return x + y


def _forward_mode(x):
    with ms.no_grad():
        y, tangent = ms.jvp(lambda a: a * a, x, ops.ones_like(x))
    return x + y + tangent


def _gradient(x):
    y = x * 1
    with ms.no_grad():
        gradient = ms.grad(lambda a: a * a * a * y)(x)
    return x + gradient


def _with_bprop(x):
    with ms.no_grad():
        y = call_with_bprop(ops.exp, lambda x, out, dout: (dout * 5,), (x,))
    return x + y


def _assigned(x):
    y = x * 3
    with ms.no_grad():
        y[0] = x[1] * 5
        y[1:].add_(x[1:])
    return y - 2 * x


@ms.no_grad()
def _constant(x):
    return x * x


CONSTANT_PARTS = {
    "plain": (_plain, 1),
    "part": (_part, 2),
    "vmap": (_mapped, 1),
    "jvp": (_forward_mode, 1),
    "grad": (_gradient, 1),
    "bprop": (_with_bprop, 1),
    "assigned": (_assigned, 1),
    "decorated": (lambda x: x + _constant(x), 1),
    "compiled inside": (lambda x: x + ms.no_grad()(ms.jit(lambda a: a * a))(x), 1),
}
WAYS = {
    "grad": ms.grad,
    "jit of grad": lambda f: ms.jit(ms.grad(f)),
    "grad of jit": lambda f: ms.grad(ms.jit(f)),
    "vmap of grad": lambda f: ms.vmap(ms.grad(f)),
    "jvp": lambda f: lambda x: ms.jvp(f, x, ops.ones_like(x))[1],
    "jit of jvp": lambda f: ms.jit(lambda x: ms.jvp(f, x, ops.ones_like(x))[1]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", CONSTANT_PARTS)
def test_no_grad_in_gradient_functions(part, way):
    fn, slope = CONSTANT_PARTS[part]
    if way == "vmap of grad" and part in ("vmap", "assigned"):
        way = "grad"  # their argument has an axis
    same(WAYS[way](fn)(Tensor(X)), np.full(3, slope))


@pytest.mark.parametrize("part", CONSTANT_PARTS)
def test_no_grad_before_backward(part):
    fn, slope = CONSTANT_PARTS[part]
    x = leaf()
    fn(x).sum().backward()
    same(x.grad, np.full(3, slope))


def test_values_inside_of_no_grad():
    x = Tensor(X)
    for run in (lambda f: f, ms.jit):
        same(run(_gradient)(x), X + 3 * X**3)
        same(run(_forward_mode)(x), X + X * X + 2 * X)


def test_code_compiled_inside_of_no_grad_has_gradients_outside():
    square = ms.jit(lambda x: x * x)
    with ms.no_grad():
        same(square(Tensor(X)), X * X)
    same(ms.grad(square)(Tensor(X)), 2 * X)
    x = leaf()
    square(x).sum().backward()
    same(x.grad, 2 * X)


def test_gradient_functions_inside_of_no_grad():
    x, z = leaf(), leaf()
    with ms.no_grad():
        gradient = ms.grad(lambda y: y * y * z)(x)
    same(gradient, 2 * X * X)
    assert not gradient.requires_grad


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.weight = Parameter(Tensor([2.0, 3.0, 4.0]), name="weight")

    def construct(self, x):
        return x * self.weight


@pytest.mark.parametrize("graph", [False, True], ids=["pynative", "graph"])
def test_parameters_are_recorded_where_that_is_asked_for(graph):
    net, x = Scale(), Tensor(X)
    ms.set_context(mode=ms.GRAPH_MODE if graph else ms.PYNATIVE_MODE)
    try:
        for switch, recorded in (
            (autograd.train_mode, False),
            (autograd.enable_grad, True),
            (autograd.record, True),
            (autograd.no_grad, False),
        ):
            net(x).sum()
            assert not net(x).requires_grad
            with switch():
                assert net(x).requires_grad is recorded
            assert not net(x).requires_grad
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def test_plain_programs_record_nothing():
    net, x = Scale(), Tensor(X)
    net.weight.requires_grad_(False)
    net.weight.requires_grad_(True)
    out = net(x)
    net.weight.set_data(out)
    assert out._node is net.weight._node is None
    with pytest.raises(RuntimeError, match="enable_grad"):
        out.sum().backward()


def test_frozen_parameters_are_not_recorded():
    net, x = Scale(), Tensor(X)
    with autograd.enable_grad():
        net.weight.requires_grad_(False)
        assert not net(x).requires_grad
        net.weight.requires_grad_(True)
        assert net(x).requires_grad
        net.weight.requires_grad = False
        assert not net(x).requires_grad
    counter = Parameter(Tensor([1, 2]), name="counter")
    with autograd.enable_grad():
        assert not (counter * 2.5).requires_grad
    assert counter.requires_grad


def test_results_are_followed_outside():
    net = Scale()
    with autograd.enable_grad():
        out = net(Tensor(X))
    (out * out).sum().backward()
    same(net.weight.grad, 2 * X * X * [2, 3, 4])


def test_record_sums_and_overwrites():
    x = Tensor(X)
    x.attach_grad()
    same(x.grad, [0, 0, 0])
    buffer = x.grad
    for factor in (2, 3):
        with autograd.record():
            y = x * x * factor
        y.backward()
        assert x.grad is buffer
        same(x.grad, 2 * X * factor)
    assert not (x * x).requires_grad
    with pytest.raises(RuntimeError, match=r"autograd.enable_grad\(\)"):
        (x * x).backward()


def test_the_rule_for_several_elements_is_that_of_the_innermost_switch():
    x = leaf()
    with autograd.record():
        (x * x).backward()
        with autograd.enable_grad(), pytest.raises(RuntimeError, match="scalar"):
            (x * x).backward()
        (x * x).backward(ops.ones(3))
    with pytest.raises(RuntimeError, match="scalar"):
        (x * x).backward()
    same(x.grad, 4 * X)  # requires_grad_: added up


def test_gradients_of_parameters_follow_the_form():
    net, x = Scale(), Tensor(X)
    for switch, expected in (
        (autograd.record, X),
        (autograd.record, X),
        (autograd.enable_grad, 2 * X),
        (autograd.record, X),
    ):
        with switch():
            loss = net(x).sum()
        loss.backward()
        same(net.weight.grad, expected)
    net.weight.attach_grad("add")
    for expected in (X, 2 * X):
        with autograd.record():
            loss = net(x)
        loss.backward()
        same(net.weight.grad, expected)


@pytest.mark.parametrize(("request_", "expected"), [("write", 1), ("add", 2), ("null", 0)])
def test_grad_req(request_, expected):
    x = Tensor(X)
    x.attach_grad(request_)
    for _ in range(2):
        with autograd.record():
            y = x * x
        y.backward()
    same(x.grad, 2 * X * expected)


def test_errors_of_attach_grad():
    with pytest.raises(ValueError, match="'write', 'add' or 'null'"):
        Tensor(X).attach_grad("sum")


def test_attach_grad_cuts_off():
    x = Tensor(X)
    x.attach_grad()
    with autograd.record():
        y = x * x
        y.attach_grad()
        z = y * 3
    z.backward()
    same(y.grad, [3, 3, 3])
    same(x.grad, [0, 0, 0])


def test_requires_grad_after_attach_grad_is_recorded_everywhere():
    x = Tensor(X)
    x.attach_grad()
    x.requires_grad_()
    (x * x).sum().backward()
    same(x.grad, 2 * X)
    assert not x.detach().requires_grad
    assert x.detach().grad is None


def test_pause():
    x = Tensor(X)
    x.attach_grad()
    with autograd.record():
        y = x * x
        with autograd.pause():
            assert (autograd.is_recording(), autograd.is_training()) == (False, False)
            factor = x * 2
        with autograd.pause(train_mode=True):
            assert autograd.is_training()
        z = y * factor
    z.backward()
    same(x.grad, 4 * X * X)


def test_training_flag():
    flags = [autograd.is_training()]
    with autograd.record():
        flags.append(autograd.is_training())
        with autograd.predict_mode():
            flags.append(autograd.is_training())
            assert autograd.is_recording()
    with autograd.record(train_mode=False):
        flags.append(autograd.is_training())
    with autograd.train_mode():
        flags.append(autograd.is_training())
        assert not autograd.is_recording()
        with autograd.no_grad():
            flags.append(autograd.is_training())
    assert flags == [False, True, False, False, True, True]


def in_thread(fn):
    """Run a function in another thread; return its result."""
    result = []
    thread = threading.Thread(target=lambda: result.append(fn()))
    thread.start()
    thread.join()
    return result[0]


def test_threads():
    net, x, y = Scale(), Tensor(X), leaf()

    def elsewhere():
        return (
            autograd.is_recording(),
            autograd.is_training(),
            net(x).requires_grad,
            ops.clip_by_value(net.weight, 0.0, 1.0).requires_grad,
        )

    with autograd.record():
        assert net(x).requires_grad
        assert in_thread(elsewhere) == (False, False, False, False)
    with autograd.no_grad():
        assert in_thread(lambda: (y * y).requires_grad)
        assert in_thread(lambda: ops.clip_by_value(y, 0.0, 1.0).requires_grad)
        assert not (y * y).requires_grad

    def backward():
        (y * y).sum().backward()
        return True

    assert in_thread(backward)
    same(y.grad, 2 * X)


def test_two_threads_record_the_same_parameter():
    net, x = Scale(), Tensor(X)
    with autograd.enable_grad():
        first = net(x).sum()

        def elsewhere():
            with autograd.enable_grad():
                return net(x).sum()

        second = in_thread(elsewhere)
        third = net(x).sum()
    (first + second + third).backward()
    same(net.weight.grad, 3 * X)
